"""Decision tables for tests, written as pipe tables."""

from __future__ import annotations

from collections.abc import Mapping

from engine.analysis.gaps import gaps
from engine.analysis.grids import Grid, grid
from engine.analysis.overlaps import overlaps
from engine.analysis.redundancies import redundancies
from engine.dsl.diagnostics import Diagnostic, Diagnostics
from engine.dsl.parser import parse_expression, parse_unary_tests
from engine.dsl.source import Source
from engine.dsl.tables import Table, read_table
from engine.dsl.text import Text
from engine.dsl.types import ANY, STRING, Type
from engine.model.boxed import DecisionTable, HitPolicy, InputClause, OutputClause, Rule


def table(
    text: str,
    policy: HitPolicy = HitPolicy.UNIQUE,
    types: Mapping[str, Type] | None = None,
    allowed: Mapping[str, str] | None = None,
    default: str = "",
) -> DecisionTable:
    """The table of a text. `types` and `allowed` go by the header, of inputs and outputs alike."""
    lines = "\n".join(line.strip() for line in text.strip().splitlines())
    read = read_table(Source("table", lines).snippet(), Diagnostics())
    width = sum(not cell.output for cell in read.header)
    types, allowed = types or {}, {name: parse_unary_tests(tests) for name, tests in (allowed or {}).items()}
    inputs = tuple(
        InputClause(
            parse_expression(cell.snippet),
            Text(cell.text),
            cell.span,
            types.get(cell.text, ANY),
            allowed.get(cell.text),
        )
        for cell in read.header[:width]
    )
    otherwise = parse_expression(default) if default else None
    outputs = tuple(
        OutputClause(cell.text, Text(cell.text), cell.span, STRING, allowed.get(cell.text), otherwise)
        for cell in read.header[width:]
    )
    return DecisionTable(read.header[0].span, inputs, outputs, _rules(read, width), policy)


def _rules(read: Table, width: int) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            tuple(parse_unary_tests(cell.snippet) for cell in row[:width]),
            tuple(parse_expression(cell.snippet) for cell in row[width:]),
            row[0].span.to(row[-1].span),
        )
        for row in read.rows
    )


def grid_of(text: str, **more: object) -> Grid:
    """The grid of the table of a text."""
    return grid(Text("表"), table(text, **more))  # type: ignore[arg-type]


def findings(grid: Grid) -> list[Diagnostic]:
    """What is said about gaps and overlaps of a table."""
    found = Diagnostics()
    gaps(grid, found)
    overlaps(grid, found)
    return list(found)


def needless(grid: Grid) -> list[Diagnostic]:
    """What is said about parts that a table could do without."""
    found = Diagnostics()
    redundancies(grid, found)
    return list(found)
