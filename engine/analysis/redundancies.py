"""What a table could do without, and limits beyond what may come.

| finding | policies     | what                                                                              |
|---------|--------------|-----------------------------------------------------------------------------------|
| GJ1122  | all          | no row gives a declared result                                                    |
| GJ2115  | all          | a limit in a cell lies beyond the declared values of its column                   |
| GJ2116  | any, collect | a row says what another row says                                                  |
| GJ2117  | unique, any  | two rows that stand together could be one: their bands meet, their results agree  |
| GJ2118  | unique, any  | a column decides nothing: whatever stands there, the result is the same           |

Only tables without gaps and overlaps are looked at, and only when every cell is clear: what is told is exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from engine.analysis.axes import Axis, Line
from engine.analysis.boxes import Box, TooManyBoxesError, intersection, uncovered, within
from engine.analysis.cells import landmarks
from engine.analysis.grids import Grid, Row, missing_results
from engine.analysis.overlaps import place
from engine.dsl.diagnostics import Diagnostics, Edit, Fix, Label
from engine.dsl.literals import to_text
from engine.dsl.nodes import StringLiteral
from engine.dsl.types import SimpleType
from engine.model.boxed import HitPolicy

PARTITIONS = (HitPolicy.UNIQUE, HitPolicy.ANY)
REPEATING = (HitPolicy.ANY, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER, HitPolicy.COLLECT, HitPolicy.COLLECT_SUM)


def redundancies(grid: Grid, diagnostics: Diagnostics) -> None:
    """Report limits beyond the domain, rows that repeat others, rows that could be one, and idle columns."""
    if grid.unclear or any(intersection(row.box, grid.possible) is None for row in grid.rows):
        return
    for row in grid.rows:
        _beyond(grid, row, diagnostics)
    if grid.table.hit_policy in REPEATING:
        _repeated(grid, diagnostics)
    if grid.table.hit_policy in PARTITIONS:
        _contractible(grid, diagnostics)
        _idle(grid, diagnostics)


def unused_results(grid: Grid, diagnostics: Diagnostics) -> None:
    """Report declared results that no row gives."""
    for column, output in enumerate(grid.table.outputs):
        for option in missing_results(grid, column):
            diagnostics.add("GJ1122", output.origin, name=option)


def _beyond(grid: Grid, row: Row, diagnostics: Diagnostics) -> None:
    """Limits that no value of the column reaches."""
    for each, tests, atoms in zip(grid.axes, row.rule.tests, row.box, strict=True):
        if not isinstance(each, Line):
            continue
        outside = [value for value in landmarks(tests) if value is not None and each.is_beyond(value)]
        if outside and atoms & each.domain:
            meant = each.text(atoms & each.domain)
            values: dict[str, Any] = {
                "value": to_text(outside[0]),
                "name": each.clause.label,
                "domain": each.text(each.domain),
            }
            fix = Fix((Edit(tests.span, meant),))
            diagnostics.add("GJ2115", tests.span, fix=fix, suggestion=meant, **values)


def _repeated(grid: Grid, diagnostics: Diagnostics) -> None:
    """A row that lies in another with the same results; under policies that count rows, one that is the same."""
    for i, row in enumerate(grid.rows):
        others = (other for other in (*grid.rows[:i], *grid.rows[i + 1 :]) if other.results == row.results)
        first = next((other for other in others if _says(grid, other, row)), None)
        if first is not None:
            label = Label(place(grid, first), "other")
            diagnostics.add("GJ2116", place(grid, row), label, row=row.number, first=first.number)


def _says(grid: Grid, one: Row, other: Row) -> bool:
    """Whether one row makes the other needless; of two that are the same the later one is."""
    if one.box == other.box:
        return one.number < other.number
    return grid.table.hit_policy is HitPolicy.ANY and within(other.box, one.box)


def _contractible(grid: Grid, diagnostics: Diagnostics) -> None:
    given = {repr(row.results) for row in grid.rows}
    if len(given) < 2 or not _all_given(grid):
        return
    for one, other in pairwise(grid.rows):
        joined = _joined(grid, one, other)
        if joined is not None:
            label = Label(place(grid, one), "other")
            values: dict[str, Any] = {"row": other.number, "first": one.number, "suggestion": grid.cells(joined)}
            diagnostics.add("GJ2117", place(grid, other), label, **values)


def _all_given(grid: Grid) -> bool:
    """Whether some row gives each of the declared results: where one is missing, that is what went wrong."""
    for column, output in enumerate(grid.table.outputs):
        given = {node.value for row in grid.rows if isinstance(node := row.rule.outputs[column], StringLiteral)}
        if isinstance(output.type, SimpleType) and not given.issuperset(output.type.options):
            return False
    return True


def _joined(grid: Grid, one: Row, other: Row) -> Box | None:
    """Two rows as one, where they differ in one band only and give the same."""
    differing = [i for i, (a, b) in enumerate(zip(one.box, other.box, strict=True)) if a != b]
    if len(differing) != 1 or one.results != other.results:
        return None
    column = differing[0]
    both, each = one.box[column] | other.box[column], grid.axes[column]
    if not isinstance(each, Line) or len(list(each.runs(both & ~each.null))) != 1:
        return None
    return (*one.box[:column], both, *one.box[column + 1 :])


def _idle(grid: Grid, diagnostics: Diagnostics) -> None:
    groups: dict[str, list[Box]] = {}
    for row in grid.rows:
        groups.setdefault(repr(row.results), []).append(row.box)
    if len(groups) < 2:
        return
    for column, each in enumerate(grid.axes):
        if all(_spans(boxes, column, each) for boxes in groups.values()):
            diagnostics.add("GJ2118", each.clause.origin, name=each.clause.label)


def _spans(boxes: list[Box], column: int, each: Axis) -> bool:
    """Whether boxes together are the same set for every value of a column."""
    try:
        return not any(uncovered(wide, boxes) for wide in _widened(boxes, column, each))
    except TooManyBoxesError:
        return False


def _widened(boxes: list[Box], column: int, each: Axis) -> Iterator[Box]:
    return ((*box[:column], each.domain, *box[column + 1 :]) for box in boxes if box[column] & each.domain)
