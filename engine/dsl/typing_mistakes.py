"""What people really type, recognised line by line before the YAML library sees it.

Reads   a source.
Gives   findings with a fix: tabs and wide spaces as indentation, full-width colons and commas, a missing space behind
        `:` or `-`, smart quotes, FEEL that YAML would misread (`>= 90`, `[60..75)`, `"A","B"`, `-`), a second colon.
Why     the library names these on a following, innocent line, in words of its own, or not at all.
How     a line is structure unless it lies in a block of text, in quotes or in brackets that began before it. A line
        without a key is taken for a mistyped key only where YAML could not read it as anything else: at the very left,
        or beside a line at the same depth that has a key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.dsl.diagnostics import Diagnostic, Edit, Fix
from engine.dsl.source import Source, Span


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of structure. Columns count from 0: `column` is where its key or text begins, behind any `- `;
    text of a block must stand deeper than `parent`, which is the column of the key or of the last dash."""

    indentation: Span
    content: Span
    column: int
    parent: int
    dashed: bool
    key: re.Match[str] | None
    value: Span


def find(source: Source) -> list[Diagnostic]:
    """The mistakes of a source, in its order.

    >>> [(d.code, d.span.text) for d in find(Source("a.yaml", "a: >= 90\\nb:\\n\\tc: 1\\n"))]
    [('GJ0010', '>= 90'), ('GJ0004', '\\t')]
    """
    unreadable = _UNREADABLE.search(source.text, _start(source))
    if unreadable:
        span = source.span(unreadable.start(), unreadable.end())
        return [_replace("GJ0033", span, "", values={"number": f"U+{ord(unreadable[0]):04X}"})]
    lines = list(_structure(source))
    found = [mistake for line in lines for mistake in (*_indentation(line), *_value(line))]
    found += _keys(lines)
    return sorted(found, key=lambda mistake: mistake.span.start)


def joined_items(item: Span) -> Iterator[Diagnostic]:
    """An item of `[a，b]`: full-width commas join what they were to divide."""
    if comma := _WIDE_COMMA.search(item.text):
        yield _replace("GJ0007", _part(item, comma), ", ", values={"mark": comma[0]})


def key_without_value(key: Span) -> Iterator[Diagnostic]:
    """A key of `{a：1}`: a full-width colon made the value a part of it."""
    if colon := _WIDE_COLON.search(key.text):
        yield _replace("GJ0006", _part(key, colon), ": ", safe=True, values={"name": key.text[: colon.start()]})


def mistyped_key(span: Span) -> Diagnostic | None:
    """The finding for a text that was to be `key: value`, where the colon is full-width or lacks its space."""
    match = _MISTYPED_KEY.match(span.text)
    if match is None:
        return None
    colon = Span(span.source, span.start + match.start("colon"), span.start + match.end("colon"))
    behind = span.source.text[colon.end : colon.end + 1]
    return _replace(
        "GJ0006" if match["colon"] == "：" else "GJ0013",
        colon,
        ":" if behind in ("", " ", "\n", "\r") else ": ",
        safe=True,
        values={"name": match["name"].strip()},
    )


def quoted(text: str) -> str:
    """A text between single quotes, which change nothing in it.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def to_be_quoted(code: str, span: Span, safe: bool = False, **values: str) -> Diagnostic:
    """The finding that the rest of the line from `span` on must stand in quotes if it is meant as text."""
    text = rest_of_line(span)
    return _replace(code, text, quoted(text.text), text, safe, {"text": text.text, **values})


def rest_of_line(span: Span) -> Span:
    """From the start of a span to the last visible character of its line, without a comment."""
    line = _REST.match(span.source.text, span.start)
    return Span(span.source, span.start, max(span.start, line.end() if line else span.end))


# -- lines -----------------------------------------------------------------------------------------------------------


def _structure(source: Source) -> Iterator[_Line]:
    """The lines that are structure; stops where quotes or brackets are never closed (the YAML reader tells that)."""
    offset = _start(source)
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
        elif line.value.text[:1] in tuple("\"'[{") and not _misread(line.value.text):
            closed = _closing(source.text, line.value.start)
            if closed is None:
                return
            offset = max(offset, _line_end(source.text, closed) + 1) if closed > end else offset


def _read_line(source: Source, start: int, end: int) -> _Line | None:
    """One line; None when it is empty, a comment, or a mark between documents."""
    match = _LINE.match(source.text, start, end)
    if match is None or not match["content"] or _BETWEEN.match(match[0]):
        return None
    at = match.start("content")
    key = _KEY.match(source.text, at, match.end("content"))
    value = source.span(key.end() if key else at, match.end("content"))
    value = source.span(value.start + len(value.text) - len(value.text.lstrip()), value.end)
    if value.text.startswith("#"):
        value = source.span(value.start, value.start)
    dash = source.text.rfind("-", start, at)
    return _Line(
        indentation=source.span(*match.span("indentation")),
        content=source.span(at, match.end("content")),
        column=at - start,
        parent=(at if key else dash) - start,
        dashed=bool(match["dashes"]),
        key=key,
        value=rest_of_line(value),
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


def _start(source: Source) -> int:
    """Behind the byte order mark that some editors put first."""
    return 1 if source.text.startswith("\ufeff") else 0


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


# -- findings --------------------------------------------------------------------------------------------------------


def _indentation(line: _Line) -> Iterator[Diagnostic]:
    """Tabs, full-width and no-break spaces before the content."""
    text = line.indentation.text
    if "\t" in text:
        yield _replace("GJ0004", line.indentation, text.expandtabs(2), safe=True)
    elif text.strip(" "):
        yield _replace("GJ0005", line.indentation, text.replace("\u3000", "  ").replace("\xa0", " "), safe=True)


def _value(line: _Line) -> Iterator[Diagnostic]:
    """A value that YAML would take for something else."""
    text = line.value.text
    if not (line.key or line.dashed) or not text:
        return
    if reason := _misread(text):
        yield _replace("GJ0010", line.value, quoted(text), safe=True, values={"text": text, reason: text[:1]})
    elif line.key and text.startswith("- "):
        yield Diagnostic("GJ0011", line.value, {"name": line.key["name"].strip(), "item": text})
    elif line.key and text[0] not in "\"'[{|>&*!" and (colon := _SECOND_COLON.search(text)):
        yield _replace("GJ0012", line.value, quoted(text), _part(line.value, colon), safe=True)
    elif smart := _SMART_QUOTED.fullmatch(text):
        yield _replace("GJ0008", line.value, '"' + smart["inside"] + '"', values={"text": smart["inside"]})


def _misread(text: str) -> str:
    """Why YAML would misread a value, as the name of a fact of GJ0010; empty when it would not."""
    return next((reason for reason, pattern in _MISREAD if pattern.match(text)), "")


def _keys(lines: list[_Line]) -> Iterator[Diagnostic]:
    """Lines that were to be `key: value` or `- item`, but are not, for want of one character."""
    keyed = {index for index, line in enumerate(lines) if line.key}
    for index, line in enumerate(lines):
        if line.key or (line.dashed and not _beside(lines, index, {index + 1} & keyed)):
            continue
        if line.column == 0 or _beside(lines, index, keyed):
            mistake = mistyped_key(line.content)
            if mistake:
                keyed.add(index)
                yield mistake
        if not line.dashed and line.content.text[0] == "-" and _beside_dash(lines, index):
            yield _replace(
                "GJ0014", Span(line.content.source, line.content.start, line.content.start + 1), "- ", safe=True
            )


def _beside(lines: list[_Line], index: int, keyed: set[int]) -> bool:
    """Whether the line before or behind is a key at the same depth."""
    return any(near in keyed and lines[near].column == lines[index].column for near in (index - 1, index + 1))


def _beside_dash(lines: list[_Line], index: int) -> bool:
    """Whether the line before or behind is a `- ` at the same depth."""
    near = [lines[i] for i in (index - 1, index + 1) if 0 <= i < len(lines)]
    return any(other.dashed and len(other.indentation.text) == lines[index].column for other in near)


def _replace(
    code: str,
    span: Span,
    suggestion: str,
    at: Span | None = None,
    safe: bool = False,
    values: Mapping[str, object] = MappingProxyType({}),
) -> Diagnostic:
    """A finding that is mended by putting `suggestion` in the place of `span`."""
    return Diagnostic(code, at or span, {**values, "suggestion": suggestion}, fix=Fix((Edit(span, suggestion),), safe))


def _part(span: Span, match: re.Match[str]) -> Span:
    return Span(span.source, span.start + match.start(), span.start + match.end())


_READABLE = (  # without control characters, and without marks that are invisible or turn the direction of text around
    "\t\n\r -~\xa0-\u200a\u200c-\u2027\u202f-\u205f\u2061-\u2065\u206a-\ud7ff"
    "\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
)
_UNREADABLE = re.compile(f"[^{_READABLE}]|\r(?!\n)")
_LINE = re.compile(r"(?P<indentation>[ \t\u3000\xa0]*)(?P<dashes>(?:-[ \t]+(?=\S))*)(?P<content>[^#\s](?:.*\S)?)?")
_BETWEEN = re.compile(r"(?:---|\.\.\.)(?:\s|$)|%")
_KEY = re.compile(
    r"""(?P<name>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?![\[\]{}#&*!|>@%`"',]|[-?:]\s)(?:(?!\s\#|:(?:\s|$)).)+?)\s*:(?=\s|$)"""
)
_MISTYPED_KEY = re.compile(r"""(?P<name>[^\s：:"'#,，。\[\]{}|>&*!%@`][^：:"'#,，。\[\]{}]*)(?P<colon>[：:])""")
_BLOCK_HEADER = re.compile(r"[|>](?:[+-]?[1-9]?|[1-9][+-])")
_REST = re.compile(r"(?:[^\s]|[ \t](?!#|[ \t]*\r?$))*", re.M)
_SECOND_COLON = re.compile(r":(?=\s|$)")
_SMART_QUOTED = re.compile(r"[“‘](?P<inside>[^“”‘’\"\\]*)[”’]")
_WIDE_COMMA = re.compile("[，、]")
_WIDE_COLON = re.compile("(?<=.)：")
_FLOW_TOKEN = re.compile(
    r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|["'\[\]{}]|,|\s\#[^\n]*|\s+|[^,\[\]{}\s"'][^,\[\]{}\s]*""", re.S
)
_MISREAD = (
    ("fold", re.compile(r"[|>](?!(?:[+-]?[1-9]?|[1-9][+-])$)")),
    ("bracket", re.compile(r"[\]\[](?=[^\n]*[^.]\.\.[^.])[^\n]*[\]\[)]$")),
    ("quotes", re.compile(r'"(?:[^"\\\n]|\\.)*"\s*[^\s#]')),
    ("dash", re.compile(r"-$")),
    ("mark", re.compile(r"!=|\?\s|[@%`]")),
    ("brace", re.compile(r"\{\{")),
)
