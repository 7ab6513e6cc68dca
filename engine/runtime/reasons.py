"""Explanations as plain data in both languages, to be kept with a result and shown on a page years later."""

from __future__ import annotations

from typing import Any

from engine.dsl.source import Span
from engine.dsl.text import LANGUAGES, Text
from engine.runtime.explain import Explanation


def kept(explanation: Explanation) -> dict[str, Any]:
    """The tree as nested entries: rows that held, or, where none did, the few that came nearest."""
    return {
        "label": both(explanation.label),
        "sentence": both(explanation.sentence),
        "place": place(explanation.place),
        "parts": [kept(part) for part in explanation.shown],
    }


def both(text: Text) -> dict[str, str]:
    """A text in every language."""
    return {language: text.say(language) for language in LANGUAGES}


def place(span: Span | None) -> dict[str, Any] | None:
    """File and line of a place in the rules."""
    return {"file": span.source.name, "line": span.line} if span else None
