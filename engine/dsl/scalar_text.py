"""The text of a YAML scalar, cut out of its file so that every character keeps its offset.

Reads   a source and where the scalar begins and ends in it.
Gives   the `Snippet` and the offset where the scalar's last visible character ends.
Rules   YAML 1.1 chapter 9: escapes, line folding, block scalars with indentation and chomping indicators.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.dsl.source import Snippet, Source

ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "e": "\x1b", " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip

Reader = Callable[[Source, int, int, int], tuple[Snippet, int]]


@dataclass(slots=True)
class _Text:
    """Text being put together; `add` says from where in the source a stretch comes."""

    source: Source
    parts: list[str] = field(default_factory=list)
    pieces: list[tuple[int, int]] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, offset: int) -> None:
        """Append a stretch; a piece is needed only where it does not follow the one before."""
        if text:
            at, origin = self.pieces[-1] if self.pieces else (0, -1)
            if offset != origin + self.length - at:
                self.pieces.append((self.length, offset))
            self.parts.append(text)
            self.length += len(text)

    def snippet(self, start: int) -> Snippet:
        """What was put together; `start` is the place of an empty text."""
        return Snippet("".join(self.parts), self.source, tuple(self.pieces) or ((0, start),))


def plain(source: Source, start: int, end: int, _indent: int) -> tuple[Snippet, int]:
    """A text without quotes, perhaps over several lines."""
    if source.text.find("\n", start, end) < 0:
        return Snippet(source.text[start:end], source, ((0, start),)), end
    text = _Text(source)
    for token in _PLAIN.finditer(source.text, start, end):
        if token["breaks"]:
            _fold(text, token)
        else:
            text.add(token[0], token.start())
    return text.snippet(start), end


def single_quoted(source: Source, start: int, end: int, _indent: int) -> tuple[Snippet, int]:
    """`'text'`, where `''` is one quote.

    >>> snippet, end = single_quoted(Source("a.yaml", "k: 'it''s'"), 3, 10, -1)
    >>> snippet.text, snippet.offset(3)
    ("it's", 8)
    """
    text = _Text(source)
    for token in _SINGLE.finditer(source.text, start + 1, end - 1):
        if token["breaks"]:
            _fold(text, token)
        else:
            text.add("'" if token["quote"] else token[0], token.end() - 1 if token["quote"] else token.start())
    return text.snippet(start + 1), end


def double_quoted(source: Source, start: int, end: int, _indent: int) -> tuple[Snippet, int]:
    r"""`"text"` with escapes; a backslash at the end of a line joins it with the next.

    >>> snippet, end = double_quoted(Source("a.yaml", r'k: "a\tb"'), 3, 9, -1)
    >>> snippet.text, snippet.offset(2)
    ('a\tb', 7)
    """
    text = _Text(source)
    for token in _DOUBLE.finditer(source.text, start + 1, end - 1):
        if token["breaks"]:
            _fold(text, token)
        elif token["joined"]:
            text.add("\n" * (token["joined"].count("\n") - 1), token.start())
        elif token["escape"]:
            text.add(_unescape(token["escape"]), token.start())
        else:
            text.add(token[0], token.start())
    return text.snippet(start + 1), end


def block(source: Source, start: int, end: int, indent: int) -> tuple[Snippet, int]:
    """`|` keeps line breaks, `>` folds them; `indent` is the column of the block around, -1 at the top.

    >>> source = Source("a.yaml", "k: |\\n   a\\n    b\\n")
    >>> block(source, 3, 17, 0)[0].text
    'a\\n b\\n'
    """
    header = _HEADER.match(source.text, start, end)
    if header is None:
        return Snippet("", source, ((0, start),)), start
    lines = [line for line in _LINE.finditer(source.text, header.end(), end) if line[0]]
    width = max(indent, 0) + int(header["digit"]) if header["digit"] else _found_indent(lines, indent)
    text = _Text(source)
    last, trailing = _block_lines(text, lines, width, folded=source.text[start] == ">")
    if "-" not in header["marks"] and last:
        text.add(last["end"] and "\n", last.start("end"))
    if "+" in header["marks"]:
        for line in trailing:
            text.add("\n", line.start("end"))
    return text.snippet(header.end()), last.end("body") if last else start + 1


def _block_lines(
    text: _Text, lines: list[re.Match[str]], width: int, folded: bool
) -> tuple[re.Match[str] | None, list[re.Match[str]]]:
    """Add the lines that belong to a block; gives its last line with text and the empty ones behind it."""
    last: re.Match[str] | None = None
    empty: list[re.Match[str]] = []
    for line in lines:
        body = line["body"][width:]
        if line["body"][:width].strip(" "):
            break
        if not body:
            empty += [line] if line["end"] else []
            continue
        if last:
            _line_break(text, last, body, bool(empty), folded, width)
        for blank in empty:
            text.add("\n", blank.start("end"))
        text.add(body, line.start() + width)
        last, empty = line, []
    return last, empty


def _line_break(text: _Text, last: re.Match[str], body: str, gap: bool, folded: bool, width: int) -> None:
    """The break between two lines of a block: folded to a space or, next to empty lines, to nothing."""
    if folded and last["body"][width] not in " \t" and body[0] not in " \t":
        text.add("" if gap else " ", last.start("end"))
    else:
        text.add("\n", last.start("end"))


def _found_indent(lines: list[re.Match[str]], indent: int) -> int:
    """The indentation of a block that does not state it: that of its first line with text, or a wider empty one."""
    widest = max(indent + 1, 1)
    for line in lines:
        spaces = len(line["body"]) - len(line["body"].lstrip(" "))
        widest = max(widest, spaces)
        if spaces < len(line["body"]):
            break
    return widest


def _fold(text: _Text, token: re.Match[str]) -> None:
    """A line break inside a flow scalar is a space; n breaks are n - 1 line breaks."""
    breaks = token["breaks"].count("\n") - 1
    text.add("\n" * breaks or " ", token.start())


def _unescape(escape: str) -> str:
    """The character that a backslash sequence stands for."""
    if escape[1] in "xuU":
        code = int(escape[2:], 16)
        return chr(code) if code <= 0x10FFFF else "\ufffd"
    return ESCAPES.get(escape[1], escape[1])


_BREAKS = r"(?P<breaks>[ \t]*\r?\n(?:[ \t]*\r?\n)*[ \t]*)"
_REST = r"[ \t]+|."
_PLAIN = re.compile(rf"{_BREAKS}|[^ \t\r\n]+|{_REST}", re.S)
_SINGLE = re.compile(rf"{_BREAKS}|(?P<quote>'')|[^' \t\r\n]+|{_REST}", re.S)
_JOINED = r"(?P<joined>\\\r?\n(?:[ \t]*\r?\n)*[ \t]*)"
_ESCAPE = r"(?P<escape>\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.))"
_DOUBLE = re.compile(rf"{_BREAKS}|{_JOINED}|{_ESCAPE}|[^\\ \t\r\n]+|{_REST}", re.S)
_HEADER = re.compile(r"[|>](?P<marks>[+-]?(?P<digit>[1-9])?[+-]?)[ \t]*(?:#[^\n]*)?\r?(?:\n|$)")
_LINE = re.compile(r"(?P<body>[^\r\n]*)(?P<end>\r?\n|$)")

READERS: dict[str, Reader] = {"": plain, "'": single_quoted, '"': double_quoted, "|": block, ">": block}
"""How to read a scalar, by its style."""
