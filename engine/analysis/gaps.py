"""Gaps: combinations of inputs that no row of a decision table covers.

Reads   tables whose policy gives one result (unique, any, first, priority) and that have no default. A default of
        `null` says that no result is meant.
Gives   one GJ2103 per hole, at the cell that could be widened, with a record that falls into it and the row that would
        close it. Where cells depend on more than their column, only holes that are certain are told, and GJ2192 says
        that there may be more; GJ2193 where the holes are too many to be found.
Missing values are no gap: whether a fact may be missing is asked where facts come in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from engine.analysis.boxes import Box, TooManyBoxesError, joined, uncovered, within
from engine.analysis.grids import Grid, Row, example
from engine.dsl.diagnostics import Diagnostics, Edit, Fix, Label
from engine.model.boxed import HitPolicy

SINGLE = (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST, HitPolicy.PRIORITY)
MOST_TOLD = 8
"""Holes of one table that get a message of their own."""


def gaps(grid: Grid, diagnostics: Diagnostics) -> None:
    """Report the holes of a table."""
    table = grid.table
    if table.hit_policy not in SINGLE or any(output.default is not None for output in table.outputs):
        return
    try:
        found = holes(grid)
        unsure = bool(grid.unclear) and uncovered(grid.whole, (row.box for row in grid.rows if not row.unclear)) != []
    except TooManyBoxesError:
        diagnostics.add("GJ2193", grid.table.origin, table=grid.label)
        return
    for hole in found[:MOST_TOLD]:
        _report(grid, hole, len(found) - MOST_TOLD, diagnostics)
    if unsure and not found:
        diagnostics.add("GJ2192", grid.unclear[0].span, table=grid.label)


def holes(grid: Grid) -> list[Box]:
    """What certainly no row covers, in pieces that each can be said in one interval per column, lowest first."""
    boxes = joined(uncovered(grid.whole, (row.box for row in grid.rows)))
    return sorted((piece for box in boxes for piece in grid.pieces(box)), key=lambda box: [x & -x for x in box])


def _report(grid: Grid, hole: Box, more: int, diagnostics: Diagnostics) -> None:
    witness = grid.witness(hole)
    values: dict[str, Any] = {"output": grid.output, "case": example(witness), "region": grid.said(hole)}
    if more > 0:
        values["more"] = more
    neighbour = next(_neighbours(grid, hole), None)
    if neighbour is None:
        values["row"] = grid.cells(hole)
        diagnostics.add("GJ2103", grid.table.origin, witness=witness, **values)
        return
    column, row, other = neighbour
    cell = row.rule.tests[column].span
    wider = grid.axes[column].text(row.box[column] | hole[column])
    labels = [Label(other.rule.tests[column].span, "next")] if other else []
    fix = Fix((Edit(cell, wider),))
    diagnostics.add("GJ2103", cell, *labels, witness=witness, fix=fix, suggestion=wider, **values)


def _neighbours(grid: Grid, hole: Box) -> Iterator[tuple[int, Row, Row | None]]:
    """Columns in which a row could be widened to take the hole, that row, and the row on the other side of the hole.

    On a line bands are widened upwards, `[7..8]` to `[7..9)`, so that a limit belongs to the band above it.
    """
    for column, atoms in enumerate(hole):
        if not grid.axes[column].ordered:
            continue
        beside = [row for row in grid.rows if not row.unclear and _covers_but(row.box, hole, column)]
        above = next(_touching(beside, column, atoms << 1 & ~atoms & ~grid.axes[column].null), None)
        below = next(_touching(beside, column, atoms >> 1 & ~atoms), None)
        found = [row for row in (below, above) if row and _one_piece(grid, column, row.box[column] | atoms)]
        if found:
            yield column, found[0], next((row for row in (below, above) if row and row is not found[0]), None)


def _covers_but(box: Box, hole: Box, column: int) -> bool:
    """Whether a row would cover the hole if it were wider in one column."""
    return within((*hole[:column], *hole[column + 1 :]), (*box[:column], *box[column + 1 :]))


def _touching(rows: Iterable[Row], column: int, atoms: int) -> Iterator[Row]:
    return (row for row in rows if row.box[column] & atoms)


def _one_piece(grid: Grid, column: int, atoms: int) -> bool:
    return sum(1 for _ in grid.axes[column].runs(atoms)) == 1
