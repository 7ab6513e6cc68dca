"""Every finding has its wording in both languages, and a page that teaches: why, wrong, right."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.dsl.catalogue import codes, message, page, placeholders
from engine.dsl.code_pages import FAMILIES, overview
from engine.dsl.text import LANGUAGES

DOCS = Path(__file__).parents[2] / "docs" / "codes"


@pytest.mark.parametrize("code", codes())
def test_every_text_says_the_same_in_both_languages(code: str) -> None:
    """With the same values in it."""
    for text in message(code).texts():
        assert text.zh and text.en
        assert placeholders(text.zh) == placeholders(text.en)


@pytest.mark.parametrize("code", codes())
def test_every_code_has_a_page(code: str) -> None:
    """It says what is wrong, why it matters, and shows how it is written wrong and right."""
    told = message(code)
    assert told.why
    assert told.wrong
    assert told.right
    for lang in LANGUAGES:
        assert told.why.say(lang).strip() in page(code, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_overview_in_the_documentation_is_current(lang: str) -> None:
    """Written from the catalogue: `python -m engine.dsl.code_pages docs/codes`."""
    assert (DOCS / f"{lang}.md").read_text(encoding="utf-8") == overview(lang)


def test_every_family_is_named() -> None:
    """The first digit of a code says what it is about."""
    assert {code[2] for code in codes()} <= set(FAMILIES)
