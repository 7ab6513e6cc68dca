"""Decision tables, wherever they stand in a model: each is made a grid once, and looked at by every table check.

A table that cannot be made a grid is told (GJ2191), so that silence always means that it was looked at. One whose
cells have names or types that are wrong is left alone until they are right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from engine.analysis.cells import UnclearError
from engine.analysis.gaps import gaps
from engine.analysis.grids import grid
from engine.analysis.overlaps import overlaps
from engine.dsl.diagnostics import Diagnostics
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.model import boxed
from engine.model.boxed import DecisionTable
from engine.model.decision import BusinessKnowledgeModel, Decision, Model
from engine.model.kinds.kind import Definitions

TABLE_CHECKS = (gaps, overlaps)
"""What is asked of every table, in order."""


def check_tables(model: Model, definitions: Definitions, diagnostics: Diagnostics) -> None:
    """Report gaps, overlaps and rows that can never win in all tables of a model."""
    faulty = [each.span for each in diagnostics if each.code.startswith("GJ1")]
    for label, table in tables(model):
        if any(_holds(table, span) for span in faulty):
            continue
        try:
            table_grid = grid(label, table)
        except UnclearError as error:
            diagnostics.add("GJ2191", error.node.span, table=label)
            continue
        for check in TABLE_CHECKS:
            check(table_grid, diagnostics)


def tables(model: Model) -> Iterator[tuple[Text, DecisionTable]]:
    """All decision tables of a model, with the word for the decision they stand in."""
    for element in model.elements.values():
        if isinstance(element, Decision):
            yield from ((element.label, table) for table in _tables(element.logic))
        elif isinstance(element, BusinessKnowledgeModel):
            yield from ((element.label, table) for table in _tables(element.function))


def _tables(part: object) -> Iterator[DecisionTable]:
    """The tables in a boxed expression, however deep."""
    if isinstance(part, DecisionTable):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from _tables(item)
    elif is_dataclass(part) and type(part).__module__ == boxed.__name__:
        for each in fields(part):
            yield from _tables(getattr(part, each.name))


def _holds(table: DecisionTable, span: Span) -> bool:
    """Whether a place lies in a cell of a table."""
    cells = (cell.span for rule in table.rules for cell in (*rule.tests, *rule.outputs))
    return any(cell.source is span.source and cell.start <= span.start <= cell.end for cell in cells)
