"""The page of the steps is written from the steps, and says of each what it means."""

from __future__ import annotations

from engine.scenarios.pages import PAGE, page
from engine.scenarios.vocabulary import steps


def test_the_page_is_current() -> None:
    """The committed page is what the steps give; write it anew with `python -m engine.scenarios.pages`."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_step_is_explained_in_both_languages() -> None:
    """Each meaning has a Chinese and an English wording, and a sentence that explains it."""
    assert [step.wording for step in steps() if not step.about] == []
    worded = {about: {s.chinese for s in steps() if s.about == about} for about in {s.about for s in steps()}}
    assert {about: found for about, found in worded.items() if found != {True, False}} == {}
