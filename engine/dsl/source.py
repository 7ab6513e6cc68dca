"""Where text comes from: sources, spans in them, and snippets that remember their place.

Reads   text of a file, or text typed by a caller.
Gives   `Source` (a named text), `Span` (a stretch of it), `Snippet` (text cut out of a source, perhaps with
        indentation and escapes removed, that still knows the offset of every character).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from sys import maxsize
from typing import NamedTuple

_LINE_END = re.compile("\n")


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A named text. `name` is what a message prints: a path relative to the project, or `<expression>`.

    >>> Source("a.yaml", "x: 1\\ny: 2\\n").position(5)
    (2, 1)
    """

    name: str
    text: str
    _line_starts: list[int] = field(default_factory=list, repr=False)

    def line_starts(self) -> list[int]:
        """Offsets at which the lines begin; computed once."""
        if not self._line_starts:
            self._line_starts.append(0)
            self._line_starts.extend(match.end() for match in _LINE_END.finditer(self.text))
        return self._line_starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1, in characters."""
        starts = self.line_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line (from 1) without its line break."""
        starts = self.line_starts()
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def span(self, start: int, end: int) -> Span:
        """The stretch from offset `start` up to, not including, `end`."""
        return Span(self, start, end)

    def snippet(self) -> Snippet:
        """The whole text as a snippet, e.g. to parse an expression that stands alone."""
        return Snippet(self.text, self, ((0, 0),))


class Span(NamedTuple):
    """A stretch of a source: offsets `start` up to, not including, `end`.

    >>> span = Source("a.yaml", "weight: 30%").span(8, 11)
    >>> span.text, span.line, span.column, str(span)
    ('30%', 1, 9, 'a.yaml:1:9')
    """

    source: Source
    start: int
    end: int

    @property
    def line(self) -> int:
        """Line of the first character, from 1."""
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        """Column of the first character, from 1, in characters."""
        return self.source.position(self.start)[1]

    @property
    def text(self) -> str:
        """The text itself."""
        return self.source.text[self.start : self.end]

    def to(self, other: Span) -> Span:
        """The span from the start of this one to the end of `other`."""
        return Span(self.source, self.start, max(self.end, other.end))

    def __str__(self) -> str:
        line, column = self.source.position(self.start)
        return f"{self.source.name}:{line}:{column}"


class Snippet(NamedTuple):
    """Text cut out of a source. `pieces` are (offset in the text, offset in the source), ascending.

    Between two pieces the text runs along the source character by character, so a block scalar needs a piece a
    line, a quoted scalar one more behind every escape.

    >>> source = Source("a.yaml", "t: |\\n  a\\n  b\\n")
    >>> snippet = Snippet("a\\nb\\n", source, ((0, 7), (2, 11)))
    >>> str(snippet.span(2, 3))
    'a.yaml:3:3'
    """

    text: str
    source: Source
    pieces: tuple[tuple[int, int], ...]

    def _piece(self, index: int) -> int:
        """Which piece the character at `index` of the text lies in."""
        return max(bisect_right(self.pieces, (index, maxsize)) - 1, 0)

    def offset(self, index: int) -> int:
        """The offset in the source of the character at `index` of the text."""
        at, origin = self.pieces[self._piece(index) if len(self.pieces) > 1 else 0]
        return origin + index - at

    def span(self, start: int, end: int) -> Span:
        """The span in the source of `text[start:end]`; empty where `end <= start`."""
        first = self.offset(start)
        return Span(self.source, first, self.offset(end - 1) + 1 if end > start else first)

    def whole(self) -> Span:
        """The span of the whole text."""
        return self.span(0, len(self.text))

    def cut(self, start: int, end: int) -> Snippet:
        """The snippet of `text[start:end]`."""
        beginning = (0, self.offset(start))
        if len(self.pieces) == 1:  # most are cut out of one line
            return Snippet(self.text[start:end], self.source, (beginning,))
        inner = self.pieces[self._piece(start) + 1 : self._piece(end - 1) + 1]
        return Snippet(self.text[start:end], self.source, (beginning, *((at - start, origin) for at, origin in inner)))

    def strip(self) -> Snippet:
        """Without white space at both ends."""
        return self.cut(*stripped(self.text, 0, len(self.text)))


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a stretch of a text begins and ends without the white space around it.

    >>> stripped("| a b |", 1, 6), stripped("|  |", 1, 3)
    ((2, 5), (3, 3))
    """
    inside = text[start:end]
    first = end - len(inside.lstrip())
    return first, max(first, start + len(inside.rstrip()))
