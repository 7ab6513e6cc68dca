"""What is wrong with the header of a decision table: no header at all, no result, a column that stands there twice.

Reads   a pipe table, and the results that its definition declares.
Gives   findings, the first that applies; and the declared type of every result column, one with a misspelt name
        included, so that its cells are read as they were meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from engine.dsl.diagnostics import Diagnostic, Edit, Fix, Label
from engine.dsl.suggestions import suggest
from engine.dsl.tables import Cell, Table
from engine.dsl.types import STRING, Type


def header_mistake(table: Table, outputs: Mapping[str, Type]) -> Diagnostic | None:
    """The finding about the header as a whole; below such a header nobody can tell what the cells mean."""
    whole = table.header[0].span.to(table.header[-1].span) if table.header else None
    if whole is None:
        return None
    if any(_is_condition(cell.text) for cell in table.header if not cell.output):
        return Diagnostic("GJ2551", whole, {"outputs": [f"-> {name}" for name in outputs] or ["-> 结果"]})
    if not any(cell.output for cell in table.header):
        result = next((cell for cell in table.header if cell.text in outputs), table.header[-1])
        suggestion = f"-> {result.text}"
        return Diagnostic("GJ2550", result.span, {"suggestion": suggestion}, fix=Fix((Edit(result.span, suggestion),)))
    return None


def mended_header(
    table: Table, outputs: Mapping[str, Type], results: Collection[str], known: Callable[[str], bool]
) -> tuple[Table, list[Diagnostic]]:
    """The table with the headers that were meant: a result without its arrow, a known name with marks around it.
    `results` are words that name nothing but outputs."""
    told: list[Diagnostic] = []
    header = []
    for cell in table.header:
        name = _NAME.fullmatch(cell.text)
        bare = cell.text.lower() in results or (cell.text in outputs and not known(cell.text))
        if bare and not cell.output:
            suggestion = f"-> {cell.text}"
            fix = Fix((Edit(cell.span, suggestion),))
            told.append(Diagnostic("GJ2550", cell.span, {"suggestion": suggestion}, fix=fix))
            header.append(cell._replace(output=True))
        elif name and not known(cell.text) and name["name"] != cell.text and known(name["name"]):
            fix = Fix((Edit(cell.span, name["name"]),))
            values = {"name": cell.text, "suggestion": name["name"]}
            told.append(Diagnostic("GJ2555", cell.span, values, fix=fix))
            header.append(cell._replace(snippet=cell.snippet.cut(*name.span("name"))))
        else:
            header.append(cell)
    return replace(table, header=tuple(header)), _together(told)


def _together(told: list[Diagnostic]) -> list[Diagnostic]:
    """Headers with marks around them are one finding, however many they are."""
    marked = [each for each in told if each.code == "GJ2555" and each.fix]
    if len(marked) < 2:
        return told
    edits = tuple(edit for each in marked if each.fix for edit in each.fix.edits)
    first = replace(marked[0], fix=Fix(edits), labels=tuple(Label(each.span, "also") for each in marked[1:]))
    return [each for each in told if each not in marked[1:] and each is not marked[0]] + [first]


def column_mistakes(table: Table, outputs: Mapping[str, Type]) -> Iterator[Diagnostic]:
    """Columns that stand there twice, and results that are declared under another name. Not all need be declared."""
    for number, cell in enumerate(table.header):
        first = next((each for each in table.header[:number] if _same(each, cell)), None)
        other = next(iter(_undeclared(table, outputs)), "") if cell.output else ""
        if first is not None:
            values = {"name": cell.text, **({"suggestion": other} if other else {})}
            fix = Fix((Edit(cell.span, other),)) if other else None
            yield Diagnostic("GJ2552", cell.span, values, (Label(first.span, "first"),), fix=fix)
        elif other and cell.text not in outputs:
            near = suggest(cell.text, _undeclared(table, outputs), limit=1) or [other]
            values = {"name": cell.text, "suggestion": near[0]}
            yield Diagnostic("GJ2553", cell.span, values, fix=Fix((Edit(cell.span, near[0]),)))


def types_of_results(table: Table, outputs: Mapping[str, Type], otherwise: Type) -> list[Type | None]:
    """The type of every result column; None for conditions. A declared type without a column goes to the column
    without a declared type."""
    free = [outputs[name] for name in _undeclared(table, outputs)]
    return [
        None if not cell.output else outputs.get(cell.text) or (free[0] if len(free) == 1 else otherwise)
        for cell in table.header
    ]


def dashes(table: Table, outputs: Mapping[str, Type], types: Sequence[Type | None]) -> list[Diagnostic]:
    """A result column with `-` in it: there is no “any result”, so the arrow was put before a condition."""
    told = []
    for number, cell in enumerate(table.header):
        found = [row[number] for row in table.rows if row[number].text in NOTHING]
        if found and types[number] not in (None, STRING):
            told.append(_dash(cell, found[0], bool(outputs) and cell.text not in outputs))
    return told


def _dash(header: Cell, cell: Cell, condition: bool) -> Diagnostic:
    """A finding at the dash; at the header where that is no declared result, so that its arrow is too much."""
    values = {"name": header.text}
    if not condition:
        return Diagnostic("GJ2554", cell.span, values, (Label(header.span, "header"),))
    source, end = header.span.source, header.span.start
    arrow = source.span(source.text.rfind("|", 0, end) + 1, end)
    fix = Fix((Edit(arrow, " "),))
    return Diagnostic(
        "GJ2554", header.span, {**values, "suggestion": header.text}, (Label(cell.span, "dash"),), fix=fix
    )


def turned_rows(table: Table) -> tuple[Table, list[Diagnostic]]:
    """The table with rows of one condition and one result put right where these are the wrong way round."""
    if len(table.header) != 2 or not table.header[1].output:
        return table, []
    told, rows = [], []
    for row in table.rows:
        turned = _COMPARED.match(row[1].text) and not _COMPARED.match(row[0].text) and row[0].text not in NOTHING
        if turned:
            edits = (Edit(row[0].span, row[1].text), Edit(row[1].span, row[0].text))
            suggestion = f"| {row[1].text} | {row[0].text} |"
            told.append(Diagnostic("GJ2556", row[1].span, {"suggestion": suggestion}, fix=Fix(edits)))
        rows.append((row[1], row[0]) if turned else row)
    return replace(table, rows=tuple(rows)), told


def _undeclared(table: Table, outputs: Mapping[str, Type]) -> Sequence[str]:
    """The declared results that no column gives."""
    given = {cell.text for cell in table.header if cell.output}
    return [name for name in outputs if name not in given]


def _same(one: Cell, other: Cell) -> bool:
    return one.text == other.text and one.output == other.output


def _is_condition(text: str) -> bool:
    """Whether a header is what stands in cells: a comparison, a band, a number."""
    return bool(_CONDITION.match(text))


NOTHING = ("-", "—", "——")
_COMPARED = re.compile(r"[<>]=?\s*\d|[\[(]\s*\d[^\])]*\.\.")
_NAME = re.compile(
    r"[\"“'*]*(?P<name>[^\s\"“'*].*?)[\"”'*]*(?:\s*(?:[:：?？*＊。]|[<>=≥≤＞＜]+|\\n.*|<br.*|[（(][^（()）]*[)）]))*"
)
_CONDITION = re.compile(r"[<>=≥≤＞＜]|[\[(].*\.\.|\d+(?:\.\d+)?%?$|-$|(?:true|false)$|\"[^\"]*\"$")
