"""A way out of a FEEL text that cannot be read: the text that was probably meant, as a fix.

Reads   the error, and the text with its place.
Gives   the error with a suggestion, where what is written is known from elsewhere and can be read once rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile

from engine.dsl.diagnostics import Diagnostic, Edit, Fix
from engine.dsl.foreign_texts import rewritings
from engine.dsl.source import Snippet
from engine.dsl.syntax_errors import FeelSyntaxError

LONGEST_SHOWN = 60
VAGUE = frozenset({
    "GJ1001", "GJ1010", "GJ1015", "GJ1017", "GJ1020", "GJ1021", "GJ1028", "GJ1029", "GJ1030", "GJ1032",
    "GJ1036", "GJ1039", "GJ1099",
})  # fmt: skip
"""Codes that say less than a notation which was recognised."""


def mended(error: FeelSyntaxError, snippet: Snippet, is_readable: Callable[[str], bool]) -> FeelSyntaxError:
    """The error with the text that was probably meant, where what is written is known from elsewhere."""
    found, text = error.diagnostic, snippet.text
    meant = next((each for each in rewritings(text) if each.text != text and is_readable(each.text)), None)
    if meant is None:
        return error
    edit = change(snippet, meant.text)
    fix = Fix((edit,))
    if meant.code and found.code in VAGUE:
        values = {"found": edit.span.text, "suggestion": edit.text}
        return FeelSyntaxError(Diagnostic(meant.code, edit.span, values, fix=fix))
    shown = meant.text.strip() if len(meant.text) <= LONGEST_SHOWN else edit.text
    return FeelSyntaxError(replace(found, values={**found.values, "suggestion": shown}, fix=fix))


def change(snippet: Snippet, meant: str) -> Edit:
    """The edit that makes a text another one: from the first to the last word that differs."""
    text = snippet.text
    start = _alike(text, meant)
    end = _alike(text[start:][::-1], meant[start:][::-1])
    while start and (_WORD_PART.match(text[start - 1]) or not meant[start : len(meant) - end].strip()):
        start -= 1
    while end and (_WORD_PART.match(text[-end]) or meant[start : len(meant) - end][-1:].isspace()):
        end -= 1
    return Edit(snippet.span(start, len(text) - end), meant[start : len(meant) - end])


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


_WORD_PART = re.compile(r"[\w.@\"]")
