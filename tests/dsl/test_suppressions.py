"""Comments that allow a finding: what they hide, for how long, and what is said about the comments themselves."""

from __future__ import annotations

import datetime

import pytest

from engine.dsl.diagnostics import Diagnostic, Label
from engine.dsl.fixes import edited
from engine.dsl.source import Source
from engine.dsl.suppressions import suppress

TODAY = datetime.date(2026, 6, 1)


def told(text: str, at: str, code: str = "GJ2501", sound: bool = True) -> list[str]:
    """The codes that remain of a finding at a place of a text."""
    source = Source("a.yaml", text)
    finding = Diagnostic(code, source.span(text.index(at), text.index(at) + 1))
    return [each.code for each in suppress([finding], {"a.yaml": text}, TODAY, sound)]


@pytest.mark.parametrize(
    ("text", "remaining"),
    [
        ("a: 1  # guiju: allow GJ2501 agreed\nb: 2\n", []),
        ("# guiju: allow GJ2501 agreed\na: 1\n", []),
        ("# guiju: 允许 GJ2501 至 2026-12-31 已商定\na: 1\n", []),
        ("# guiju：allow GJ2501 agreed\na: 1\n", []),
        ("# guiju: allow GJ2502, GJ2501 agreed\na: 1\n", []),
        ("# guiju: allow GJ2501 agreed\n\n# on weights\na: 1\n", []),
        ("# guiju: allow GJ2501 until 2026-06-01 agreed\na: 1\n", []),
        ("# guiju: allow GJ2501 until 2026-05-31 agreed\na: 1\n", ["GJ0072", "GJ2501"]),
        ("# guiju: allow GJ2502 agreed\na: 1\n", ["GJ0071", "GJ2501"]),
        ("a: 1\nb: 2  # guiju: allow GJ2501 agreed\n", ["GJ2501", "GJ0071"]),
        ("# guiju: allow GJ2501\na: 1\n", ["GJ0073", "GJ2501"]),
        ("# guiju says nothing\na: 1\n", ["GJ2501"]),
    ],
)
def test_a_comment_allows_its_line_or_the_next(text: str, remaining: list[str]) -> None:
    """With a code and a reason, until its last day."""
    assert told(text, "a: 1") == remaining


def test_what_cannot_be_read_is_not_allowed() -> None:
    """A key that does not exist has no meaning, with or without permission."""
    assert told("# guiju: allow GJ0061 later\na: 1\n", "a: 1", "GJ0061") == ["GJ0074", "GJ0061"]


def test_while_there_are_errors_of_reading_every_error_stays_and_no_comment_is_useless() -> None:
    """The checks that a comment is for have not run."""
    assert told("# guiju: allow GJ2501 agreed\na: 1\n", "a: 1", sound=False) == ["GJ2501"]
    assert told("# guiju: allow GJ2502 agreed\na: 1\n", "a: 1", sound=False) == ["GJ2501"]


def test_warnings_may_always_be_allowed() -> None:
    """Even where the definitions cannot be read in full."""
    assert told("# guiju: allow GJ0058 agreed\na: 1\n", "a: 1", "GJ0058", sound=False) == []


def test_a_further_place_counts() -> None:
    """Weights that do not sum up are told at the first, and may be allowed at the one that will change."""
    text = "a: 1\nb: 2  # guiju: allow GJ2501 agreed\n"
    source = Source("a.yaml", text)
    finding = Diagnostic("GJ2501", source.span(0, 1), labels=(Label(source.span(5, 6), "more"),))
    assert list(suppress([finding], {"a.yaml": text}, TODAY)) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("# guiju: allow GJ2501 agreed\na: 1\n", "a: 1\n"),
        ("a: 1   # guiju: allow GJ2501 agreed\nb: 2\n", "a: 1\nb: 2\n"),
        ("a:\n  # guiju: allow GJ2501 agreed\n  b: 1\n", "a:\n  b: 1\n"),
    ],
)
def test_a_useless_comment_is_removed_by_its_fix(text: str, left: str) -> None:
    """With its line where it stands alone."""
    (found,) = suppress([], {"a.yaml": text}, TODAY)
    assert found.fix is not None
    assert edited(text, found.fix.edits) == left
