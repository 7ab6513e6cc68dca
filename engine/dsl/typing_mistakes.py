"""What people really type, recognised line by line before the YAML library sees it.

Reads   a source.
Gives   findings with a fix: tabs and wide spaces as indentation, full-width colons, commas, brackets and sharp signs,
        a missing space behind `:` or `-`, an equals sign for a colon, rows of a table outside of their block, FEEL that
        YAML would misread (`>= 90`, `[60..75)`, `"A","B"`, `-`), a second colon.
Why     the library names these on a following, innocent line, in words of its own, or not at all.
How     a line is structure unless it lies in a block of text, in quotes or in brackets that began before it. A line
        without a key is taken for a mistyped key only where YAML could not read it as anything else: at the very left,
        or beside a line at the same depth that has a key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from engine.dsl.diagnostics import Diagnostic, Edit, Fix
from engine.dsl.source import Snippet, Source, Span
from engine.dsl.yaml_lines import Line, has_open_quote, misread, rest_of_line, structure, text_start

FOLDS = (">", ">-", ">+")
SMART_QUOTES = ("“", "‘")
MAX_MISTAKES = 100  # per file; whoever made more has something else to do first


def find(source: Source) -> list[Diagnostic]:
    """The mistakes of a source, in its order.

    >>> [(d.code, d.span.text) for d in find(Source("a.yaml", "a: >= 90\\nb:\\n\\tc: 1\\n"))]
    [('GJ0010', '>= 90'), ('GJ0004', '\\t')]
    """
    unreadable = _UNREADABLE.search(source.text, text_start(source))
    if unreadable:
        span = source.span(unreadable.start(), unreadable.end())
        return [_replace("GJ0033", span, "", values={"number": f"U+{ord(unreadable[0]):04X}"})]
    if conflict := unmerged(source):
        return [conflict]
    lines = list(structure(source))
    found = [mistake for line in lines for mistake in (*_indentation(line), *_value(line))]
    found += _keys(lines)
    return _rows_together(sorted(found, key=lambda mistake: mistake.span.start))[:MAX_MISTAKES]


def unmerged(source: Source) -> Diagnostic | None:
    """The finding for two versions of a text that git has left for somebody to merge."""
    conflict = _CONFLICT.search(source.text)
    return Diagnostic("GJ0075", source.span(*conflict.span())) if conflict else None


def smart_quotes(text: Snippet) -> Diagnostic | None:
    """A text between curly quotes: they are read as the quotes that they were to be."""
    if not text.text.startswith(SMART_QUOTES) or not (smart := _SMART_QUOTED.fullmatch(text.whole().text)):
        return None
    return _replace("GJ0008", text.whole(), f'"{smart["inside"]}"', safe=True, values={"text": smart["inside"]})


def joined_items(item: Span) -> Iterator[Diagnostic]:
    """An item of `[a，b]`: full-width commas join what they were to divide."""
    commas = [_part(item, each) for each in _WIDE_COMMA.finditer(item.text)]
    if commas:
        fix = Fix(tuple(Edit(each, comma_behind(each)) for each in commas))
        yield Diagnostic("GJ0007", commas[0], {"mark": commas[0].text, "suggestion": ","}, fix=fix)


def comma_behind(span: Span) -> str:
    """The comma for the place of `span`, with a space unless one follows."""
    return "," if span.source.text[span.end : span.end + 1] == " " else ", "


def key_without_value(key: Span) -> Iterator[Diagnostic]:
    """A key of `{a：1}`: a full-width colon made the value a part of it."""
    if colon := _WIDE_COLON.search(key.text) or _TIGHT_COLON.search(key.text):
        code = "GJ0006" if colon[0] == "：" else "GJ0013"
        yield _replace(code, _part(key, colon), ": ", safe=True, values={"name": key.text[: colon.start()]})


def mistyped_key(span: Span) -> Diagnostic | None:
    """The finding for a text that was to be `key: value`, where the colon is full-width or lacks its space."""
    match = _MISTYPED_KEY.match(span.text)
    if match is None:
        return None
    colon = Span(span.source, span.start + match.start("colon"), span.start + match.end("colon"))
    behind = span.source.text[colon.end : colon.end + 1]
    return _replace(
        "GJ0006" if match["colon"][0] == "：" else "GJ0013",
        colon,
        ":" if behind in ("", " ", "\n", "\r") else ": ",
        safe=not _TIME_OF_DAY.match(span.text),
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
    text = rest_of_line(span.source, span.start)
    before = span.source.line(span.line)[: span.column - 1]
    if sum(before.count(mark) for mark in "[{") > sum(before.count(mark) for mark in "]}"):
        text = Span(span.source, span.start, span.start + len(re.split(r"\s*[,\]}]", text.text)[0]))
    return _replace(code, text, quoted(text.text), text, safe, {"text": text.text, **values})


# -- findings --------------------------------------------------------------------------------------------------------


def _indentation(line: Line) -> Iterator[Diagnostic]:
    """Tabs, full-width and no-break spaces before the content."""
    text = line.indentation.text
    if "\t" in text:
        yield _replace("GJ0004", line.indentation, text.expandtabs(2), safe=True)
    elif text.strip(" "):
        yield _replace("GJ0005", line.indentation, text.replace("\u3000", "  ").replace("\xa0", " "), safe=True)


def _value(line: Line) -> Iterator[Diagnostic]:
    """A value that YAML would take for something else."""
    text = line.value.text
    if not (line.key or line.dashed) or not text:
        return
    if has_open_quote(line):
        end = Span(line.value.source, line.value.end, line.value.end)
        quote = Span(line.value.source, line.value.start, line.value.start + 1)
        yield _replace("GJ0021", end, text[0], at=quote, values={"quote": text[0]})
    elif text in FOLDS and _FIRST_OF_BLOCK.match(line.value.source.text, line.value.end):
        yield _replace("GJ0019", line.value, "|", safe=True, values={"mark": text})
    elif (behind := _BEHIND_BAR.fullmatch(text)) and _FIRST_OF_BLOCK.match(line.value.source.text, line.value.end):
        yield _replace("GJ0022", _part(line.value, behind, "text"), f"# {behind['text']}", safe=True)
    elif reason := misread(text):
        yield _replace("GJ0010", line.value, quoted(text), safe=True, values={"text": text, reason: text[:1]})
    elif _WIDE_BRACKETS.fullmatch(text):
        left, right = "{}" if text[0] == "｛" else "[]"
        yield _replace("GJ0009", line.value, left + text[1:-1] + right, safe=True, values={"mark": text[0]})
    elif line.key and text.startswith("- "):
        yield Diagnostic("GJ0011", line.value, {"name": line.key["name"].strip(), "item": text})
    elif line.key and (then := _IF_WITH_COLON.match(text)):
        meant = f"{then['if']} then{text[then.end('if') + 1 :]}"
        yield _replace("GJ0012", line.value, meant, _part(line.value, then, "colon"))
    elif line.key and text[0] not in "\"'[{|>&*!" and (colon := _SECOND_COLON.search(text)):
        yield _replace("GJ0012", line.value, quoted(text), _part(line.value, colon), safe=True)
    elif sharp := _WIDE_SHARP.search(text):
        yield _replace("GJ0015", _part(line.value, sharp), "#", values={"text": text[: sharp.start()].rstrip()})


def _keys(lines: list[Line]) -> Iterator[Diagnostic]:
    """Lines that were to be `key: value`, `- item` or `# remark`, but are not, for want of one character."""
    keyed = {index for index, line in enumerate(lines) if line.key}
    for index, line in enumerate(lines):
        if line.key:
            yield from _key_within(line)
        elif _ROW.fullmatch(line.content.text):
            yield from _stray_row(lines, index)
        elif _is_value_of(lines, index):
            gap = Span(line.content.source, lines[index - 1].content.end, line.content.start)
            suggestion = f"{lines[index - 1].content.text} {line.content.text}"
            edit = Fix((Edit(gap, " "),))
            yield Diagnostic("GJ0025", line.content, {"suggestion": suggestion}, fix=edit)
        elif line.column == 0 and _RULE.fullmatch(line.content.text):
            yield _replace("GJ0037", line.content, "---", safe=True)
        elif (
            index == 0
            and line.column == 0
            and 1 in keyed
            and lines[1].column == 0
            and not _COLON.search(line.content.text)
        ):
            yield _replace("GJ0025", _first_characters(line), "# ")
        elif line.content.text[0] == "＃":
            yield _replace("GJ0015", _first_character(line), "#", safe=True)
        elif not line.dashed or _beside(lines, index, {index + 1} & keyed):
            if mistake := _lost_key(lines, index, keyed):
                keyed.add(index)
                yield mistake
            elif not line.dashed and (dash := _DASH.match(line.content.text)) and _in_list(lines, index):
                yield _replace("GJ0014", _part(line.content, dash), "- ", safe=True)
            elif not line.dashed and _is_between_items(lines, index):
                start = Span(line.content.source, line.content.start, line.content.start)
                fix = Fix((Edit(start, "- "),))
                yield Diagnostic("GJ0025", line.content, {"suggestion": f"- {line.content.text}"}, fix=fix)


def _is_value_of(lines: list[Line], index: int) -> bool:
    """Whether a line is the value of the key above, which has none, and should stand behind it."""
    line, above = lines[index], lines[index - 1]
    words = re.fullmatch(r"[^\W_][^:：=|#]*", line.content.text)
    return bool(index and words and above.key and not above.value.text and above.column == line.column)


def _rows_together(found: list[Diagnostic]) -> list[Diagnostic]:
    """The findings, one for all rows of a table that stand outside of their block together."""
    together: list[Diagnostic] = []
    for each in found:
        last = together[-1] if together else None
        if last and last.code == each.code == "GJ0017" and last.fix and each.fix and _follows(each, last):
            together[-1] = replace(last, fix=Fix((*last.fix.edits, *each.fix.edits), safe=True))
        elif not (last and each.code == "GJ0017" and last.span.line == each.span.line):
            together.append(each)
    return together


def _follows(row: Diagnostic, other: Diagnostic) -> bool:
    """Whether a row stands below the last one of another finding."""
    return bool(other.fix) and row.span.line == other.fix.edits[-1].span.line + 1  # type: ignore[union-attr]


def _key_within(line: Line) -> Iterator[Diagnostic]:
    """A key with a full-width colon before a bracket or quotes, which hold an ordinary colon further on."""
    if line.key and (colon := _COLON_BEFORE_BRACKET.match(line.content.text)):
        yield _replace("GJ0006", _part(line.content, colon, "colon"), ": ", safe=True, values={"name": colon["name"]})


def _stray_row(lines: list[Line], index: int) -> Iterator[Diagnostic]:
    """A row of a table outside of its block: the block was never opened, or the row is not indented."""
    line = lines[index]
    opener = next((each for each in reversed(lines[:index]) if each.key or each.dashed), None)
    if opener is None or "\t" in line.indentation.text:
        return
    if not opener.value.text:
        if opener is lines[index - 1]:
            end = Span(line.content.source, opener.content.end, opener.content.end)
            yield _replace("GJ0018", end, " |", at=opener.content, safe=True)
    elif opener.value.text == "|" and line.column != (depth := max(_block_depth(opener), opener.parent + 2)):
        yield _replace("GJ0017", line.indentation, " " * depth, at=line.content, safe=True)


def _block_depth(opener: Line) -> int:
    """The column at which the block of text behind a key begins."""
    first = _FIRST_OF_BLOCK.match(opener.content.source.text, opener.value.end)
    return len(first["indentation"]) if first else opener.column + 2


def _lost_key(lines: list[Line], index: int, keyed: set[int]) -> Diagnostic | None:
    """What was to be a key: at the very left, beside another one, or before lines that stand deeper."""
    line = lines[index]
    opens = line.content.text[-1] in "：:" and index + 1 < len(lines) and lines[index + 1].column > line.column
    if line.column == 0 or opens or _beside(lines, index, keyed):
        return mistyped_key(line.content) or _equals_sign(line.content)
    return None


def _equals_sign(span: Span) -> Diagnostic | None:
    """The finding for `key = value`."""
    match = _EQUALS.match(span.text)
    if match is None:
        return None
    return _replace("GJ0016", _part(span, match, "equals"), ": ", values={"name": match["name"]})


def _beside(lines: list[Line], index: int, keyed: set[int]) -> bool:
    """Whether the line before or behind is a key at the same depth."""
    return any(near in keyed and lines[near].column == lines[index].column for near in (index - 1, index + 1))


def _in_list(lines: list[Line], index: int) -> bool:
    """Whether the line before or behind is an item at the same depth, or the line before opens a list."""
    before = lines[index - 1] if index else None
    if before and before.key and not before.value.text and lines[index].column >= before.column:
        return True
    near = [lines[i] for i in (index - 1, index + 1) if 0 <= i < len(lines)]
    return any(_is_item(other) and len(other.indentation.text) == lines[index].column for other in near)


def _is_between_items(lines: list[Line], index: int) -> bool:
    """Whether the line before or behind is an item at the same depth, so that this was to be one, too."""
    near = [lines[i] for i in (index - 1, index + 1) if 0 <= i < len(lines)]
    return any(other.dashed and len(other.indentation.text) == lines[index].column for other in near)


def _is_item(line: Line) -> bool:
    return line.dashed or bool(_DASH.match(line.content.text))


def _first_characters(line: Line) -> Span:
    """The marks of a remark in another language, `//` or `<!--`; empty where there are none."""
    marks = _OTHER_REMARK.match(line.content.text)
    return Span(line.content.source, line.content.start, line.content.start + (marks.end() if marks else 0))


def _first_character(line: Line) -> Span:
    return Span(line.content.source, line.content.start, line.content.start + 1)


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


def _part(span: Span, match: re.Match[str], group: str | int = 0) -> Span:
    return Span(span.source, span.start + match.start(group), span.start + match.end(group))


_READABLE = (  # without control characters, and without marks that are invisible or turn the direction of text around
    "\t\n\r -~\xa0-\u200a\u200c-\u2027\u202f-\u205f\u2061-\u2065\u206a-\ud7ff"
    "\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
)
_UNREADABLE = re.compile(f"[^{_READABLE}]|\r(?!\n)")
_MISTYPED_KEY = re.compile(
    r"""(?P<name>[^\s：:"'#,，。\[\]{}|>&*!%@`][^：:"'#,，。\[\]{}]*)(?P<colon>[：:][\xa0\u3000\u2002-\u200a]*)"""
)
_TIME_OF_DAY = re.compile(r"[^：:]*(?<!\S)\d{1,2}[：:]\d{2}(?!\d)")
_CONFLICT = re.compile(r"(?m)^(?:<{7}|={7}|>{7})(?=\s|$).*")
_SECOND_COLON = re.compile(r":(?=\s|$)")
_IF_WITH_COLON = re.compile(r"(?P<if>if\b[^:\"]*?)(?P<colon>:)(?=\s.*\belse\b)")
_SMART_QUOTED = re.compile(r"[“‘](?P<inside>[^“”‘’\"\\]*)[”’]")
_WIDE_BRACKETS = re.compile(r"［.*］|｛.*｝|【[^】]*[,，、:：][^】]*】")
_WIDE_SHARP = re.compile(r"(?<=\s)＃(?=\s)")
_DASH = re.compile(r"-(?=\S)|[－—–•·][ \t]*(?=\S)")
_COLON_BEFORE_BRACKET = re.compile(r"(?P<name>[^\s：:\"'#\[\]{}]+)(?P<colon>：\s*)(?=[\[{\"'])")
_EQUALS = re.compile(r"(?P<name>[^\W\d]\w*)(?P<equals>\s*[=＝]\s*)(?=[^\s=])")
_ROW = re.compile(r"[|｜].*[|｜]")
_FIRST_OF_BLOCK = re.compile(r"[^\n]*\n(?:[ \t]*\n)*(?P<indentation>[ ]*)[|｜]")
_RULE = re.compile("[-－—–_=]{2,}")
_OTHER_REMARK = re.compile(r"(?://+|<!--|--|;+)\s*")
_COLON = re.compile("[:：=＝]")
_TIGHT_COLON = re.compile(r"(?<=[^\W\d]):(?=\S)")
_BEHIND_BAR = re.compile(r"\|[+-]?\s+(?P<text>[^|#]+)")
_WIDE_COMMA = re.compile("[，、]")
_WIDE_COLON = re.compile("(?<=.)：")
