"""The lines of a YAML file that are structure: keys, dashes, values.

Reads   a source.
Gives   `Line` after `Line`, without those that lie in a block of text, in quotes or in brackets that began before.
How     by the look of each line, without a YAML library, so that lines which no library would read are seen too. Every
        pattern takes time proportional to the text, whatever stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.dsl.source import Source, Span, stripped


@dataclass(frozen=True, slots=True)
class Line:
    """A line of structure. Columns count from 0: `column` is where its key or text begins, behind any `- `;
    text of a block must stand deeper than `parent`, which is the column of the key or of the last dash."""

    indentation: Span
    content: Span
    column: int
    parent: int
    dashed: bool
    key: re.Match[str] | None
    value: Span


def structure(source: Source) -> Iterator[Line]:
    """The lines that are structure; stops where quotes or brackets are never closed (the YAML reader tells that)."""
    offset = text_start(source)
    parent = -1
    while offset < len(source.text):
        end = _line_end(source.text, offset)
        line = _read_line(source, offset, end)
        offset = end + 1
        if line is None:
            continue
        yield line
        if line.key or line.dashed:
            parent = line.parent
        if _BLOCK_HEADER.fullmatch(line.value.text):
            offset = _behind_block(source.text, offset, parent)
        elif line.value.text[:1] in tuple("\"'[{") and not misread(line.value.text) and not has_open_quote(line):
            closed = _closing(source.text, line.value.start)
            if closed is None:
                return
            offset = max(offset, _line_end(source.text, closed) + 1) if closed > end else offset


def has_open_quote(line: Line) -> bool:
    """Whether the quote that a value begins with is not closed before the next line that is structure again."""
    text, start = line.value.source.text, line.value.start
    if text[start : start + 1] not in ("'", '"') or _QUOTED.match(text, start):
        return False
    following = _NEXT_KEY.match(text, line.value.end)
    return following is not None and len(following["indentation"]) <= line.column


def misread(text: str) -> str:
    """Why YAML would misread a value, as the name of a fact of GJ0010; empty when it would not."""
    match = _MISREAD.match(text)
    return (match and match.lastgroup) or ""


def rest_of_line(source: Source, start: int) -> Span:
    """From an offset to the last visible character of its line, without a comment."""
    line = _REST.match(source.text, start)
    return source.span(start, line.end() if line else start)


def text_start(source: Source) -> int:
    """Behind the byte order mark that some editors put first."""
    return 1 if source.text.startswith("\ufeff") else 0


def _read_line(source: Source, start: int, end: int) -> Line | None:
    """One line; None when it is empty, a comment, or a mark between documents."""
    match = _LINE.match(source.text, start, end)
    if match is None or not match["content"] or _BETWEEN.match(match[0]):
        return None
    at = match.start("content")
    key = _KEY.match(source.text, at, match.end("content"))
    value, end = stripped(source.text, key.end() if key else at, match.end("content"))
    dash = source.text.rfind("-", start, at)
    return Line(
        indentation=source.span(*match.span("indentation")),
        content=source.span(at, match.end("content")),
        column=at - start,
        parent=(at if key else dash) - start,
        dashed=bool(match["dashes"]),
        key=key,
        value=source.span(value, value) if source.text.startswith("#", value) else rest_of_line(source, value),
    )


def _behind_block(text: str, offset: int, parent: int) -> int:
    """Where the lines of a block of text end: at the first line that is not deeper than its parent."""
    while offset < len(text):
        end = _line_end(text, offset)
        line = text[offset:end]
        if line.strip() and len(line) - len(line.lstrip(" ")) <= parent:
            return offset
        offset = end + 1
    return offset


def _closing(text: str, start: int) -> int | None:
    """The offset of the bracket or quote that closes the one at `start`; None when there is none."""
    depth = 0
    for token in _FLOW_TOKEN.finditer(text, start):
        if token[0] in ('"', "'"):
            return None
        depth += (token[0] in "[{") - (token[0] in "]}")
        if depth == 0:
            return token.end() - 1
    return None


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


_LINE = re.compile(r"(?P<indentation>[ \t\u3000\xa0]*)(?P<dashes>(?:-[ \t]+(?=\S))*)(?P<content>[^#\s](?:.*\S)?)?")
_BETWEEN = re.compile(r"(?:---|\.\.\.)(?:\s|$)|%")
_WORD = r"(?:[^ \t\r\n:]|:(?![ \t\r\n]|$))+"
_PLAIN_KEY = rf"""(?![\[\]{{}}\#&*!|>@%`"',]|[-?:][ \t]){_WORD}(?:[ \t]+(?!\#){_WORD})*"""
_KEY = re.compile(rf"""(?P<name>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|{_PLAIN_KEY})[ \t]*:(?=[ \t\r\n]|$)""")
_BLOCK_HEADER = re.compile(r"[|>](?:[+-]?[1-9]?|[1-9][+-])")
_REST = re.compile(r"[^ \t\r\n]*(?:[ \t]+(?!\#)[^ \t\r\n]+)*")
_FLOW_TOKEN = re.compile(
    r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|["'\[\]{}]|,|\s\#[^\n]*|\s+|[^,\[\]{}\s"'][^,\[\]{}\s]*""", re.S
)
_QUOTED = re.compile(r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'""")
_NEXT_KEY = re.compile(r"[^\n]*\n(?:[ \t]*\n)*(?P<indentation>[ ]*)(?:-[ ]|---|[^\s\"'#{}\[\]|:]+:(?=[ \n]|$))")
_MISREAD = re.compile(
    r"""(?P<fold>[|>](?!(?:[+-]?[1-9]?|[1-9][+-])$))
    |   (?P<bracket>[\]\[](?=[^\n]*[^.]\.\.[^.])[^\n]*[\]\[)]$)
    |   (?P<quotes>"(?:[^"\\\n]|\\.)*"\s*[^\s#])
    |   (?P<dash>-$)
    |   (?P<mark>!=|\?\s|[@%`])
    |   (?P<brace>\{\{)""",
    re.VERBOSE,
)
