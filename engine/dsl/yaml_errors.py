"""What the YAML library refuses, in our words.

Reads   the library's two phrases (what it was doing, what went wrong) and the offsets it gives for them.
Gives   one finding of our catalogue, at the place that is to be changed. The phrases themselves are never shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from engine.dsl.diagnostics import Diagnostic, Edit, Fix, Label
from engine.dsl.flow_repairs import repairs
from engine.dsl.source import Source, Span
from engine.dsl.typing_mistakes import comma_behind, to_be_quoted
from engine.dsl.yaml_lines import Line, rest_of_line, structure


def explain(source: Source, phrase: str, at: int, begun: int | None, is_readable: Callable[[str], bool]) -> Diagnostic:
    """The finding for a phrase; `begun` is where the construct that failed at `at` begins, if that is known.

    Without a fix of its own, it gets that of the value in brackets or quotes where it lies, if one can be read.
    """
    for pattern, worded in _EXPLANATIONS:
        if re.search(pattern, phrase):
            found = worded(source, at, at if begun is None else begun)
            return found if found.fix else _repaired(found, is_readable)
    return Diagnostic("GJ0029", _character(source, at))


def _repaired(found: Diagnostic, is_readable: Callable[[str], bool]) -> Diagnostic:
    """The finding with the value of its line as it was probably meant."""
    source, line = found.span.source, found.span.source.line(found.span.line)
    value = _VALUE.search(line)
    if value is None:
        return found
    meant = next((each for each in repairs(value[0]) if each != value[0] and is_readable(each)), None)
    if meant is None:
        return found
    start = found.span.start - found.span.column + 1 + value.start()
    edit = Edit(source.span(start, start + len(value[0])), meant)
    return replace(found, values={**found.values, "suggestion": meant}, fix=Fix((edit,)))


def _unclosed_bracket(source: Source, at: int, begun: int) -> Diagnostic:
    """`[` or `{` without its end, or something between them that did not divide or belong."""
    mark = source.text[at : at + 1]
    item = re.split(r"[,{\[]", source.text[begun:at])[-1]
    if mark == ":" and re.search("[，、]", item):
        return _wide_commas(source, at - len(item))
    if mark == ":" and (word := re.search(r":[ \t].*\S(?P<gap>[ \t]+)(?P<word>[^\s:]+)$", item)):
        start = at - len(item)
        gap = source.span(start + word.start("gap"), start + word.end("gap"))
        return Diagnostic("GJ0036", source.span(gap.end, at), fix=Fix((Edit(gap, ", "),)))
    if mark in tuple("[{"):
        between = source.text[begun:at]
        if between.rstrip()[-1:] in ("}", "]"):
            gap = source.span(begun + len(between.rstrip()), at)
            return Diagnostic("GJ0036", source.span(at, at + 1), fix=Fix((Edit(gap, ", "),)))
        start = at - len(item.lstrip())
        if smart := _curly_quotes(rest_of_line(source, start)):
            return smart
        return Diagnostic("GJ0028", source.span(at, at + 1), {"mark": mark})
    bracket = _character(source, begun)
    closing = "]" if bracket.text == "[" else "}"
    here = Label(_character(source, at), "here", {"closing": closing})
    return Diagnostic("GJ0020", bracket, {"bracket": bracket.text, "closing": closing}, (here,))


def _curly_quotes(text: Span) -> Diagnostic | None:
    """A text between curly quotes in which there are brackets."""
    match = _IN_CURLY_QUOTES.match(text.text)
    if match is None:
        return None
    span = text.source.span(text.start + match.start("all"), text.start + match.end("all"))
    suggestion = f'"{match["inside"]}"'
    fix = Fix((Edit(span, suggestion),), safe=True)
    return Diagnostic("GJ0008", span, {"text": match["inside"], "suggestion": suggestion}, fix=fix)


def _wide_commas(source: Source, start: int) -> Diagnostic:
    """Full-width commas between brackets, from an offset to the end of the line."""
    line = rest_of_line(source, start)
    spans = [
        source.span(start + comma.start(), start + comma.end())
        for comma in re.finditer('"[^"]*"|(?P<comma>[，、])', line.text)
        if comma["comma"]
    ]
    values = {"mark": spans[0].text, "suggestion": comma_behind(spans[0])}
    return Diagnostic("GJ0007", spans[0], values, fix=Fix(tuple(Edit(span, comma_behind(span)) for span in spans)))


def _empty_place(source: Source, at: int, begun: int) -> Diagnostic:
    """Nothing between two commas, or a bracket that the end of the file leaves open."""
    if source.text[at : at + 1] == ",":
        comma = source.span(at, at + 1)
        return Diagnostic("GJ0027", comma, fix=Fix((Edit(comma, ""),)))
    return _unclosed_bracket(source, at, max(source.text.rfind("[", 0, at), source.text.rfind("{", 0, at)))


def _unclosed_quote(source: Source, at: int, begun: int) -> Diagnostic:
    quote = _character(source, begun)
    text = rest_of_line(quote.source, quote.start).text
    end = source.span(quote.start + len(text), quote.start + len(text))
    return Diagnostic("GJ0021", quote, {"quote": quote.text}, fix=Fix((Edit(end, quote.text),)))


def _bad_escape(source: Source, at: int, begun: int) -> Diagnostic:
    backslash = source.text.rfind("\\", begun, at + 1)
    return Diagnostic("GJ0023", source.span(backslash, backslash + 2), {"text": source.text[backslash : backslash + 2]})


def _second_colon(source: Source, at: int, begun: int) -> Diagnostic:
    """A colon where no key can be: the line is too deep, or the text has a colon of its own."""
    _, column = source.position(at)
    before = source.text[at - column + 1 : at]
    if re.search(r":\s", before):
        return Diagnostic("GJ0012", _character(source, at))
    start = at - len(before.lstrip())
    return _astray(source.span(start, at))


def _no_colon(source: Source, at: int, begun: int) -> Diagnostic:
    return Diagnostic("GJ0025", rest_of_line(source, begun))


def _misplaced(source: Source, at: int, begun: int) -> Diagnostic:
    """Something that does not belong to the block around: a line at a wrong depth, or text behind a closed value."""
    _, column = source.position(at)
    text = rest_of_line(source, at)
    if source.text[at - column + 1 : at].strip():
        return _behind_value(text)
    return _astray(text if text.text else _character(source, at))


def _behind_value(text: Span) -> Diagnostic:
    """Text behind a closed value: brackets too many, or the next key, which belongs on a line of its own."""
    if text.text.strip("]};；,，。.、") == "":
        line = text.source.line(text.line)[: text.column - 1]
        gap = text.source.span(text.start - len(line) + len(line.rstrip()), text.end)
        return Diagnostic("GJ0022", text, fix=Fix((Edit(gap, ""),)))
    if not re.match(r"[^\W\d]\w*:(\s|$)", text.text):
        return Diagnostic("GJ0022", text)
    line = text.source.line(text.line)
    indentation = line[: len(line) - len(line.lstrip(" -"))].replace("-", " ")
    gap = text.source.span(text.start - text.column + 1 + len(line[: text.column - 1].rstrip()), text.start)
    fix = Fix((Edit(gap, f"\n{indentation}"),))
    return Diagnostic("GJ0022", text, {"next": text.text}, fix=fix)


def _document(source: Source, at: int, begun: int) -> Diagnostic:
    """A document that goes on after its end: its first line stands deeper than the others."""
    first = next((line for line in structure(source) if line.content.start < at), None)
    return _astray(first.content) if first and first.column else Diagnostic("GJ0029", _character(source, at))


def _astray(span: Span) -> Diagnostic:
    """A line at a wrong depth, to be moved to the nearest depth that is open there."""
    source, column = span.source, span.column - 1
    open_: list[int] = []
    for line in structure(source):
        if line.content.start >= span.start:
            break
        open_ = [*(depth for depth in open_ if depth < line.column), line.column]
    if meant := _meant_depth(span):
        return meant
    best = min(open_ or [0], key=lambda depth: (abs(depth - column), -depth))
    indentation = source.span(span.start - column, span.start)
    fix = Fix((Edit(indentation, " " * best),))
    return Diagnostic("GJ0024", span, {"depth": best}, fix=fix if indentation.text.strip() == "" else None)


def _meant_depth(span: Span) -> Diagnostic | None:
    """The finding for a line that fits nothing because of a dash too many or too few, or of the line above it."""
    lines = [line for line in structure(span.source) if line.indentation.start <= span.start][-3:]
    if len(lines) < 3 or lines[-1].indentation.end != span.start:
        return None
    return _dash_too_many(*lines[1:]) if lines[-1].dashed else _line_above(*lines)


def _dash_too_many(above: Line, line: Line) -> Diagnostic | None:
    """`- key: value` among keys."""
    if not (above.key and above.value.text) or above.dashed or len(line.indentation.text) != above.column:
        return None
    dash = line.content.source.span(line.indentation.end, line.content.start)
    return Diagnostic("GJ0024", line.content, {"suggestion": line.content.text}, fix=Fix((Edit(dash, ""),)))


def _line_above(before: Line, above: Line, line: Line) -> Diagnostic | None:
    """A line that is right: the one above was to stand below the key before it, or lost its dash."""
    if not before.key or before.value.text or not above.key or above.dashed or not line.key:
        return None
    source, depth = above.content.source, line.column - above.column
    if before.column == above.column and depth > 0:
        fix = Fix((Edit(source.span(above.content.start, above.content.start), " " * depth),))
        return Diagnostic("GJ0024", above.content, {"below": before.key["name"]}, fix=fix)
    if before.column < above.column and above.value.text and depth == len("- "):
        fix = Fix((Edit(source.span(above.content.start, above.content.start), "- "),))
        return Diagnostic("GJ0024", above.content, {"suggestion": f"- {above.content.text}"}, fix=fix)
    return None


def _bad_start(source: Source, at: int, begun: int) -> Diagnostic:
    """A character that no text may begin with unless it stands in quotes."""
    mark = _character(source, at)
    if mark.text == "\t":
        return Diagnostic("GJ0004", mark, {"suggestion": "  "}, fix=Fix((Edit(mark, "  "),), safe=True))
    before = source.line(mark.line)[: mark.column - 1]
    start = at - len(before.lstrip())
    prefixed = _PREFIXED_KEY.match(source.text, start)
    if prefixed is None or re.search(r"\w", before):
        is_value = before.rstrip().endswith((":", "-", ",", "[", "{"))
        return to_be_quoted("GJ0026", mark, safe=is_value, mark=mark.text)
    fix = Fix((Edit(source.span(start, prefixed.start("rest")), ""),))
    return Diagnostic("GJ0026", mark, {"mark": mark.text, "suggestion": prefixed["rest"]}, fix=fix)


def _reference(source: Source, at: int, begun: int) -> Diagnostic:
    return to_be_quoted("GJ0031", source.span(begun, begun))


def _tag(source: Source, at: int, begun: int) -> Diagnostic:
    return to_be_quoted("GJ0032", source.span(begun, begun))


def _list_on_key_line(source: Source, at: int, begun: int) -> Diagnostic:
    return Diagnostic("GJ0011", rest_of_line(source, at))


def _character(source: Source, at: int) -> Span:
    """One character; the last one of the text where `at` lies behind it."""
    start = max(0, min(at, len(source.text) - 1))
    return source.span(start, min(start + 1, len(source.text)))


_VALUE = re.compile(r"(?<=[:\-,]\s)[\[{\"].*\S")
_IN_CURLY_QUOTES = re.compile(r"(?:[^:“‘]*:\s+)?(?P<all>[“‘](?P<inside>[^“”‘’\"\\]*)[”’])\s*(?=[,}\]])")
_PREFIXED_KEY = re.compile(r"[^\w\s]\S*\s+(?P<rest>[^\W\d]\w*:(?=\s).*)")
_EXPLANATIONS = (
    (r"escape", _bad_escape),
    (r"quoted scalar", _unclosed_quote),
    (r"flow node", _empty_place),
    (r"flow (sequence|mapping)", _unclosed_bracket),
    (r"mapping values", _second_colon),
    (r"could not find expected ':'", _no_colon),
    (r"sequence entries", _list_on_key_line),
    (r"mapping keys|cannot start any token|block scalar|block node", _bad_start),
    (r"block (mapping|collection)", _misplaced),
    (r"document start", _document),
    (r"alias|anchor", _reference),
    (r"tag", _tag),
)
