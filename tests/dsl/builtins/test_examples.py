"""Every example on the pages of the built-in functions is true, and the pages are those of the code."""

from __future__ import annotations

import pytest

from engine.dsl.builtins import BUILTINS, pages
from engine.dsl.builtins.registry import SIGNATURES
from engine.dsl.names import BUILT_IN_NAMES, is_word
from engine.runtime.feel import expression

EXAMPLES = [line for signatures in SIGNATURES.values() for each in signatures for line in pages.examples(each)]


@pytest.mark.parametrize("traced", [False, True], ids=["compiled", "traced"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_example_is_true(example: str, traced: bool) -> None:
    """What a page says a function gives, it gives, on both executors."""
    assert expression(example).evaluate({}, mode="dmn", traced=traced).value is True


def test_the_parser_knows_every_name() -> None:
    """A name of several words is read as one name wherever it stands."""
    assert {name for name in BUILTINS if not is_word(name)} <= set(BUILT_IN_NAMES)


def test_every_overload_has_prose_and_an_example() -> None:
    """No function goes undocumented."""
    lacking = [each.name for found in SIGNATURES.values() for each in found if len(pages.examples(each)) < 1]
    assert lacking == []


def test_pages_are_current() -> None:
    """The pages in docs/feel are what the docstrings say; `python -m engine.dsl.builtins.pages` writes them anew."""
    written = {path.name: path.read_text(encoding="utf-8") for path in pages.FOLDER.glob("*.md")}
    assert written == pages.pages()
