"""Diagnostics as people and programs read them.

Gives   `render` one finding with its lines and carets, `render_all` many in one of FORMATS.
Layout  path:line:column, code and headline; the line before and the line itself; carets under the main place, dashes
        under up to two more; then facts, an example that `guiju eval` can take, and what to do.
Widths  a Chinese character takes two cells, a combining mark none, so carets stand where they should (UAX 11).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator

from engine.dsl import json_text
from engine.dsl.catalogue import fill, filled, headline, message, severity
from engine.dsl.diagnostics import Diagnostic, Diagnostics, Severity
from engine.dsl.machine_formats import json, junit, sarif
from engine.dsl.places import MAX_PLACES, Place, places
from engine.dsl.source import Source
from engine.dsl.text import Text

MAX_SHOWN = 100  # findings
LINE_WIDTH = 160

WORDS = {
    "fact": Text("事实", "fact"),
    "example": Text("例子", "example"),
    "help": Text("建议", "help"),
    "more": Text("另有 {count} 处", "{count} more"),
    "safe": Text("[可自动修复]", "[safe fix]"),
    "unsafe": Text("[需确认]", "[needs review]"),
    "error": Text("{count} 个错误", "errors: {count}"),
    "warning": Text("{count} 个警告", "warnings: {count}"),
    "hint": Text("{count} 个提示", "hints: {count}"),
}


def render(diagnostic: Diagnostic, lang: str = "zh") -> str:
    """One finding, as a terminal shows it; `lang` is "zh" or "en".

    >>> from engine.dsl.source import Source
    >>> print(render(Diagnostic("GJ0006", Source("分.yaml", "a: 1\\n质量：35%\\n").span(7, 8), {"name": "质量"}), "en"))
    分.yaml:2:3: error[GJ0006]: full-width colon “：”, expected “:” and a space
    1 | a: 1
    2 | 质量：35%
      |     ^^ full-width colon
      = fact: the whole line is read as one text, “质量” is not defined
      = help: write “:” followed by a space
    """
    told = severity(diagnostic.code).value
    head = f"{diagnostic.span}: {told}[{diagnostic.code}]: {headline(diagnostic, lang)}"
    marked = places(diagnostic, lang)
    margin = max(len(str(place.span.line)) for place in marked)
    body = [*_drawing(marked, margin), *(f"{'':{margin}} = {note}" for note in _notes(diagnostic, lang))]
    return "\n".join([head, *body])


def render_all(diagnostics: Iterable[Diagnostic], lang: str = "zh", format: str = "human") -> str:  # noqa: A002
    """All findings in one of FORMATS, in the order of their places; empty when there are none and people read it."""
    return FORMATS[format](list(Diagnostics(diagnostics)), lang)


def cells(text: str) -> int:
    """How many cells of a terminal a text takes.

    >>> cells("ab"), cells("评级"), cells("e\\u0301")
    (2, 4, 1)
    """
    return sum(_cell(char) for char in text)


# -- lines and carets --------------------------------------------------------------------------------------------------


def _drawing(marked: list[Place], margin: int) -> Iterator[str]:
    """The lines of every file that is spoken of, the main place's file first."""
    main = marked[0].span.source
    for source in dict.fromkeys(place.span.source for place in marked):
        here = sorted((place for place in marked if place.span.source is source), key=lambda place: place.span.start)
        if source is not main:
            yield f"{'':{margin}}--> {here[0].span}"
        if source.text:
            yield from _excerpt(source, here, margin)


def _excerpt(source: Source, places: list[Place], margin: int) -> Iterator[str]:
    """The lines of places of one file, each with its marks below; `...` where lines are left out."""
    marked = {place.span.line for place in places}
    before = next(place.span.line for place in places) - 1
    shown = sorted(marked | ({before} if before and source.line(before).strip() else set()))
    for number, previous in zip(shown, [shown[0] - 1, *shown], strict=False):
        if number > previous + 1:
            yield "..."
        on_line = [place for place in places if place.span.line == number]
        start = max(0, min((place.span.column for place in on_line), default=0) - LINE_WIDTH // 2)
        yield f"{number:{margin}} | {_clip(source.line(number), start)}"
        for place in on_line:
            yield f"{'':{margin}} | {_underline(place, source.line(number), start)}".rstrip()


def _underline(place: Place, line: str, start: int) -> str:
    """Marks under a place, as wide as its first line; one at least."""
    first = place.span.column - 1
    width = cells(_visible(line[first : first + place.span.end - place.span.start]))
    indent = cells(_visible(line[start:first])) + bool(start)
    return f"{'':{indent}}{('^' if place.main else '-') * max(1, min(width, LINE_WIDTH))} {place.said}"


def _clip(line: str, start: int) -> str:
    """The part of an overlong line that is of interest."""
    shown = ("…" if start else "") + line[start : start + LINE_WIDTH]
    return _visible(shown + ("…" if len(line) > start + LINE_WIDTH else ""))


def _visible(text: str) -> str:
    """Tabs as one arrow, characters that a terminal would obey or hide as one sign."""
    return "".join("→" if char == "\t" else _SIGN if _hidden(char) else char for char in text)


def _hidden(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or char in _DIRECTIONS


def _cell(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


_SIGN = "\ufffd"
_DIRECTIONS = "\u200b\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"


# -- notes and formats -------------------------------------------------------------------------------------------------


def _notes(diagnostic: Diagnostic, lang: str) -> Iterator[str]:
    """What stands below the lines: facts, an example, what to do."""
    told = message(diagnostic.code)
    for fact in filled(told.facts, diagnostic.values, lang):
        yield f"{WORDS['fact'].say(lang)}: {fact}"
    if len(diagnostic.labels) > MAX_PLACES - 1:
        yield fill(WORDS["more"], {"count": len(diagnostic.labels) - MAX_PLACES + 1}, lang)
    if diagnostic.witness is not None:
        yield f"{WORDS['example'].say(lang)}: {json_text.dumps(diagnostic.witness)}"
    for number, advice in enumerate(filled(told.help, diagnostic.values, lang)):
        mark = f" {_mark(diagnostic).say(lang)}" if diagnostic.fix and not number else ""
        yield f"{WORDS['help'].say(lang)}: {advice}{mark}"


def _mark(diagnostic: Diagnostic) -> Text:
    return WORDS["safe" if diagnostic.fix and diagnostic.fix.safe else "unsafe"]


def _human(diagnostics: list[Diagnostic], lang: str) -> str:
    """Findings as text, up to MAX_SHOWN, and how many there are."""
    if not diagnostics:
        return ""
    counts = {level: sum(severity(found.code) is level for found in diagnostics) for level in Severity}
    total = [fill(WORDS[level.value], {"count": count}, lang) for level, count in counts.items() if count]
    shown = [render(found, lang) for found in diagnostics[:MAX_SHOWN]]
    if len(diagnostics) > MAX_SHOWN:
        shown.append(fill(WORDS["more"], {"count": len(diagnostics) - MAX_SHOWN}, lang))
    return "\n\n".join([*shown, ", ".join(total)]) + "\n"


FORMATS: dict[str, Callable[[list[Diagnostic], str], str]] = {
    "human": _human,
    "json": json,
    "sarif": sarif,
    "junit": junit,
}
"""How findings can be written; a further format is one function."""
