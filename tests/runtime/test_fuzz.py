"""Whatever the text of an expression: a value or an error of ours, the same on both executors."""

from __future__ import annotations

import pytest

from tests.fuzz import fault, misspelt, texts, unexplained

SEED = 20260508
ONCE_MISTAKEN = ["1 instance x", "(-1 instance >= Any)", "t instance /range<date"]


def test_random_and_mutated_expressions_give_a_value_or_an_error_of_ours() -> None:
    """A thousand texts; `python -m tests.fuzz` runs a hundred thousand."""
    assert {text: found for text in texts(1_000, SEED) if (found := fault(text))} == {}


def test_every_null_has_a_reason() -> None:
    """Where no null is written and none is given, every null in a value can be asked why it is there."""
    assert [text for text in texts(3_000, SEED + 1) if unexplained(text)] == []


def test_what_can_be_read_is_written_back_as_the_same() -> None:
    """The canonical text of whatever can be read means the same again."""
    assert [text for text in texts(1_000, SEED + 2) if misspelt(text)] == []


@pytest.mark.parametrize("text", ONCE_MISTAKEN)
def test_what_was_once_mistaken_is_right(text: str) -> None:
    """Texts that a longer run found something with."""
    assert fault(text) == ""
