"""Decision tables, wherever they stand in a model: each is made a grid once, and looked at by every table check.

A table that cannot be made a grid is told (GJ2191), so that silence always means that it was looked at. One whose
cells have names or types that are wrong is left alone until they are right.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.analysis.cells import UnclearError
from engine.analysis.gaps import gaps
from engine.analysis.grids import grid
from engine.analysis.moving import held_still
from engine.analysis.overlaps import overlaps
from engine.analysis.parts import logic_of, tables
from engine.analysis.redundancies import redundancies, unused_results
from engine.dsl.catalogue import errors
from engine.dsl.diagnostics import Diagnostics
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.dsl.types import Type
from engine.model.boxed import DecisionTable
from engine.model.decision import Element

TABLE_CHECKS = (overlaps, gaps, unused_results, redundancies)
"""What is asked of every table, in order, up to the first error: a row that is wrong often leaves a gap, too."""

DOUBTS = ("GJ2192", "GJ2194")
"""That it is not certain whether there are gaps or overlaps."""


def check_tables(element: Element, seen: Mapping[str, Type], diagnostics: Diagnostics) -> None:
    """Report gaps, overlaps and rows that can never win in all tables of an element; `diagnostics` has what is wrong
    with its names and types already."""
    found = [each for each in diagnostics if each.code.startswith(("GJ1", "GJ3"))]
    faulty = [span for each in found for span in (each.span, *(label.span for label in each.labels))]
    for table in tables(logic_of(element)):
        if not any(_holds(table, span) for span in faulty):
            _check(element.label, table, diagnostics)


def _check(label: Text, table: DecisionTable, diagnostics: Diagnostics) -> None:
    try:
        table_grid = grid(label, table)
    except UnclearError as error:
        diagnostics.add("GJ2191", error.node.span, table=label)
        return
    found = Diagnostics()
    for check in TABLE_CHECKS:
        if not errors(found):
            check(table_grid, found)
    doubts = [each for each in found if each.code in DOUBTS]
    cleared = bool(doubts) and _clear_when_still(label, table)
    diagnostics.extend(each for each in found if not (cleared and each in doubts))


def _clear_when_still(label: Text, table: DecisionTable) -> bool:
    """Whether nothing is wrong with a table while the limits that it is compared with do not move."""
    still = held_still(table)
    if still is None:
        return False
    found = Diagnostics()
    for check in (overlaps, gaps):
        check(grid(label, still), found)
    return not len(found)


def _holds(table: DecisionTable, span: Span) -> bool:
    """Whether a place lies in a cell of a table."""
    cells = [cell.span for rule in table.rules for cell in (*rule.tests, *rule.outputs)]
    cells += [clause.origin for clause in table.inputs]
    return any(cell.source is span.source and cell.start <= span.start <= cell.end for cell in cells)
