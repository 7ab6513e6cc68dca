"""Patterns in FEEL texts, and what is written in their place: the means by which foreign_texts.py puts texts into FEEL.

Reads   a text.
Gives   the text with every find of a notation rewritten; what stands in quotes is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """What a pattern found; `[name]` is what the author wrote there, empty where nothing."""

    match: re.Match[str]
    text: str

    def __getitem__(self, group: str) -> str:
        start, end = self.match.span(group)
        return self.text[start:end] if start >= 0 else ""


NOTHING = "\0"  # written in the place of what is to go


@dataclass(frozen=True, slots=True)
class Notation:
    """A pattern, and what is written in its place: an empty text where the find is to stay, NOTHING where it is to go.

    `code` says what was wrong; without one, whoever found the mistake knows best. The pattern is a text: most files
    have no mistakes, so that it need not be compiled.
    """

    pattern: str
    write: Callable[[Found], str]
    code: str = ""

    def apply(self, text: str) -> str:
        """The text with every find rewritten."""
        parts, last = [], 0
        for match in re.finditer(self.pattern, masked(text)):
            found = text[match.start() : match.end()]
            written = self.write(Found(match, text)) or found
            parts += [text[last : match.start()], "" if written == NOTHING else written]
            last = match.end()
        return "".join([*parts, text[last:]])


@dataclass(frozen=True, slots=True)
class Call:
    """A function of a spreadsheet that is an operator in FEEL: `IF(a, b, c)`. `name` includes the parenthesis."""

    name: str
    write: Callable[[Sequence[str]], str]
    code: str = ""

    def apply(self, text: str) -> str:
        """The text with every call rewritten, inner ones first."""
        for match in reversed(list(re.finditer(self.name, masked(text)))):
            text = self._rewritten(text, match.start(), match.end())
        return text

    def _rewritten(self, text: str, start: int, opened: int) -> str:
        hidden = masked(text)
        end = _closing(hidden, opened)
        written = self.write([part.strip() for part in _parts(text, hidden, opened, end)]) if end else ""
        if not written:
            return text
        whole = not text[:start].strip() and not text[end + 1 :].strip()
        return text[:start] + (written if whole else f"({written})") + text[end + 1 :]


@dataclass(frozen=True, slots=True)
class Whole:
    """A change of the text as a whole."""

    apply: Callable[[str], str]
    code: str = ""


def masked(text: str) -> str:
    """The text, as long as before, with nothing but X inside of double quotes.

    >>> masked('a = "b, c" and “d” = e')
    'a = "XXXX" and "X" = e'
    """
    return _STRING.sub(lambda match: f'"{"X" * (len(match[0]) - 2)}"', text)


def _closing(text: str, start: int) -> int:
    """Where the parenthesis that was opened before `start` closes; 0 where it does not."""
    depth = 1
    for match in _PARENTHESES.finditer(text, start):
        depth += 1 if match[0] in "(（" else -1
        if depth == 0:
            return match.start()
    return 0


def _parts(text: str, hidden: str, start: int, end: int) -> Iterator[str]:
    """The arguments between two parentheses; `hidden` is the text without its strings."""
    depth, begun = 0, start
    for position in range(start, end):
        mark = hidden[position]
        depth += (mark in "([{（") - (mark in ")]}）")
        if mark in ",，;；" and depth == 0:
            yield text[begun:position]
            begun = position + 1
    yield text[begun:end]


_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"|[“”＂][^“”＂"\n]*[“”＂]')
_PARENTHESES = re.compile("[(（)）]")
