"""Gaps: combinations of inputs that no row of a decision table covers.

Reads   tables whose policy gives one result (unique, any, first, priority) and that have no default, a default of
        `null` saying that no result is meant; of other tables, the cases that they say must be covered.
Gives   one GJ2103 per hole, at the cell that could be widened, with a record that falls into it and the row that would
        close it. Where cells depend on more than their column, only holes that are certain are told, and GJ2192 says
        that there may be more; GJ2193 where the holes are too many to be found.
Missing values are no gap: whether a fact may be missing is asked where facts come in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.analysis.axes import Choice, Line
from engine.analysis.bands import ends_as_others, out_of_step, suspects
from engine.analysis.boxes import Box, TooManyBoxesError, intersection, joined, uncovered, within
from engine.analysis.grids import Grid, Row, example, missing_results, same_results
from engine.analysis.overlaps import lost_row
from engine.dsl.diagnostics import Diagnostics, Edit, Fix, Label
from engine.dsl.nodes import RangeLiteral
from engine.dsl.source import Span
from engine.dsl.types import SimpleType
from engine.model.boxed import HitPolicy

SINGLE = (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST, HitPolicy.PRIORITY)
EXCLUSIVE = (HitPolicy.UNIQUE, HitPolicy.ANY)
MOST_TOLD = 8
"""Holes of one table that get a message of their own."""


def gaps(grid: Grid, diagnostics: Diagnostics) -> None:
    """Report the holes of a table."""
    table = grid.table
    if not (table.hit_policy in SINGLE or table.complete) or any(
        output.default is not None for output in table.outputs
    ):
        return
    try:
        found = holes(grid)
        unsure = bool(grid.unclear) and uncovered(grid.whole, (row.box for row in grid.rows if not row.unclear)) != []
    except TooManyBoxesError:
        diagnostics.add("GJ2193", grid.table.origin, table=grid.label)
        return
    if lost := lost_row(grid):
        _report_lost(grid, *lost, diagnostics)
        return
    if table.hit_policy is HitPolicy.FIRST and len(found) > 1:
        _report_no_rest(grid, found[0], diagnostics)
        return
    for hole in found[:MOST_TOLD]:
        _report(grid, hole, len(found) - MOST_TOLD, diagnostics)
    if unsure and not found and not any(missing_results(grid, each) for each in range(len(grid.table.outputs))):
        diagnostics.add("GJ2192", grid.unclear[0].span, table=grid.label)


def holes(grid: Grid) -> list[Box]:
    """What certainly no row covers, in pieces that each can be said in one interval per column, lowest first."""
    boxes = joined(uncovered(grid.whole, (row.box for row in grid.rows)))
    return sorted((piece for box in boxes for piece in grid.pieces(box)), key=lambda box: [x & -x for x in box])


def _report_lost(grid: Grid, row: Row, hole: Box, diagnostics: Diagnostics) -> None:
    """A row that nothing can meet beside a hole: it was to cover that."""
    witness, cell = grid.witness(hole), row.rule.tests[0].span
    meant = grid.axes[0].text(grid.axes[0].beyond(hole[0]))
    values: dict[str, Any] = {"output": grid.output, "case": example(witness), "region": grid.said(hole)}
    fix = Fix((Edit(cell, meant),))
    diagnostics.add("GJ2103", cell, witness=witness, fix=fix, suggestion=meant, **values)


def _report_no_rest(grid: Grid, hole: Box, diagnostics: Diagnostics) -> None:
    """Several holes of a table whose first row wins: the row for all else is missing."""
    witness = grid.witness(hole)
    row = _row(grid, tuple(axis.full for axis in grid.axes))
    values: dict[str, Any] = {"output": grid.output, "case": example(witness), "region": grid.said(hole)}
    diagnostics.add("GJ2103", grid.rows[-1].rule.origin, witness=witness, row=row, **values)


def _row(grid: Grid, hole: Box) -> str:
    """The row that would close a hole, with the result that no other row gives."""
    left = [missing_results(grid, column) for column in range(len(grid.table.outputs))]
    results = "".join(f" {options[0]} |" if len(options) == 1 else " |" for options in left)
    return grid.row(hole).removesuffix(" |" * len(left)) + results


def _report(grid: Grid, hole: Box, more: int, diagnostics: Diagnostics) -> None:
    witness = grid.witness(hole)
    values: dict[str, Any] = {"output": grid.output, "case": example(witness), "region": grid.said(hole)}
    if more > 0:
        values["more"] = more
    ways = _ways_to_widen(grid, hole)
    if not ways and (same := _same_choice(grid, hole)):
        cell, wider = same
        values |= {"suggestion": wider, "or_row": _row(grid, hole)}
        diagnostics.add("GJ2103", cell, witness=witness, fix=Fix((Edit(cell, wider),)), **values)
        return
    if not ways:
        diagnostics.add("GJ2103", _beside(grid, hole), witness=witness, row=_row(grid, hole), **values)
        return
    cell, wider = ways[0].row.rule.tests[ways[0].column].span, ways[0].wider(hole)
    fix = None
    if _is_row(grid, ways[0], hole):
        values |= {"row": _row(grid, hole), "or_cell": wider}
    else:
        values["suggestion"], fix = wider, Fix((Edit(cell, wider),))
        values |= _or_else(grid, ways, hole)
    diagnostics.add("GJ2103", cell, *ways[0].labels(), witness=witness, fix=fix, **ways[0].upto, **values)


def _beside(grid: Grid, hole: Box) -> Span:
    """Where a row is missing: the last row that differs from it in one of several columns; else the header."""
    known = [(row, intersection(row.box, grid.whole) or row.box) for row in grid.rows]
    alike = [row for row, box in known if sum(a != b for a, b in zip(box, hole, strict=True)) == 1]
    return alike[-1].rule.origin if alike and len(hole) > 1 else grid.header


def _or_else(grid: Grid, ways: Sequence[_Neighbour], hole: Box) -> dict[str, object]:
    """The other way out where a band should be widened: the band on the other side of a limit, or a row."""
    if len(ways) > 1:
        return {"number": ways[1].row.number, "or_other": ways[1].wider(hole)}
    return {} if ways[0].between_values(hole) else {"or_row": _row(grid, hole)}


def _same_choice(grid: Grid, hole: Box) -> tuple[Span, str] | None:
    """The cell of a row beside a hole that would say what another row of the column says: an option was left out."""
    for column, axis in enumerate(grid.axes):
        for row in grid.rows if isinstance(axis, Choice) and len(hole) > 1 else ():
            atoms = row.box[column] | hole[column]
            alike = any(other.box[column] == atoms for other in grid.rows)
            listed = alike and axis.domain & ~atoms
            if listed and _covers_but(row.box, hole, column) and row.box[column] != atoms:
                return row.rule.tests[column].span, axis.text(atoms)
    return None


def _is_row(grid: Grid, beside: _Neighbour, hole: Box) -> bool:
    """Whether a row was left out: other rows have the same band, it was the first or last, or the hole is as wide as
    other bands."""
    column, axis = beside.column, beside.axis
    if any(row.box[column] == hole[column] for row in grid.rows):
        return True
    if beside.between_values(hole):
        return False
    if any(missing_results(grid, each) for each in range(len(grid.table.outputs))):
        return True
    if beside.is_last and not _ends_alone(grid, beside, hole) and _has_options(grid):
        return False
    if beside.is_last:
        return ends_as_others(grid, column, beside.row, above=beside.row is beside.below)
    others = {row.box[column] for row in grid.rows} - {beside.row.box[column]}
    widths = [width for atoms in others if atoms & ~axis.null and (width := axis.width(atoms & ~axis.null)) is not None]
    wide = axis.width(hole[column])
    return wide is not None and bool(widths) and wide >= min(widths)


def _has_options(grid: Grid) -> bool:
    """Whether all results are declared, so that one would be missing if a row was."""
    return all(isinstance(each.type, SimpleType) and each.type.options for each in grid.table.outputs)


def _ends_alone(grid: Grid, beside: _Neighbour, hole: Box) -> bool:
    """Whether no other row of the column begins or ends at the far limit of a hole, whatever stands beside."""
    atoms = hole[beside.column]
    touching = atoms << 1 & ~atoms if beside.row is beside.below else atoms >> 1 & ~atoms
    known = touching & ~beside.axis.null & beside.axis.full
    return not any(row.box[beside.column] & known and not row.box[beside.column] & atoms for row in grid.rows)


@dataclass(frozen=True, slots=True)
class _Neighbour:
    """A row that could take a hole if it were wider in one column, and the row on the other side of the hole.

    On a line bands are widened upwards, `[7..8]` to `[7..9)`, so that a limit belongs to the band above it.
    """

    axis: Line
    column: int
    row: Row
    below: Row | None
    above: Row | None

    @property
    def upto(self) -> dict[str, str]:
        """Where the row ends, when the hole lies above it."""
        return {"upto": self.axis.end(self.row.box[self.column] & ~self.axis.null)} if self.row is self.below else {}

    @property
    def is_last(self) -> bool:
        """Whether no row lies on the other side."""
        return self.below is None or self.above is None

    def wider(self, hole: Box) -> str:
        """The cell as it is when it takes the hole, too; with the end of what the column may hold where it has one."""
        atoms = hole[self.column]
        ended = self.is_last and isinstance(self.row.rule.tests[self.column].tests[0], RangeLiteral)
        return self.axis.text(self.row.box[self.column] | (atoms if ended else self.axis.beyond(atoms)))

    def collides(self, grid: Grid, hole: Box) -> bool:
        """Whether the row, wider, would hold together with another one that may not."""
        if grid.table.hit_policy not in EXCLUSIVE:
            return False
        box = (*self.row.box[: self.column], hole[self.column], *self.row.box[self.column + 1 :])
        others = [other for other in grid.rows if other is not self.row and intersection(box, other.box)]
        if grid.table.hit_policy is HitPolicy.ANY:
            others = [other for other in others if not same_results(self.row, other)]
        return bool(others)

    def stops_at(self, hole: Box) -> bool:
        """Whether the limit that is left out stands in the cell of the row itself: the 6 of `> 6`."""
        atoms, own = hole[self.column], self.row.box[self.column] & ~self.axis.null
        edge = self.axis.highest(own)[1] if self.row is self.below else self.axis.lowest(own)[0]
        return self.axis.is_point(atoms) and self.axis.lowest(atoms)[0] == edge

    def between_values(self, hole: Box) -> bool:
        """Whether the hole is a limit, or decimals that were forgotten between 7–8 and 9–10, and no band of its own."""
        atoms = hole[self.column]
        if self.axis.scale.step is not None:
            return not self.is_last and self.axis.is_point(atoms) and self.stops_at(hole)
        return self.axis.is_point(atoms) or (self.axis.is_open(atoms) and not self.is_last)

    def limits(self, hole: Box) -> tuple[tuple[Row, Decimal | None], tuple[Row, Decimal | None]]:
        """The row below the hole and where it ends, the row above and where it begins."""
        assert self.below and self.above
        low, high = self.axis.lowest(hole[self.column])[0], self.axis.highest(hole[self.column])[1]
        return (self.below, low), (self.above, high)

    def labels(self) -> list[Label]:
        """What is to be said at the row on the other side."""
        if self.below and self.row is self.above:
            upto = self.axis.end(self.below.box[self.column] & ~self.axis.null)
            return [Label(self.below.rule.tests[self.column].span, "until", {"until": upto})]
        if self.above is None or self.row is self.above:
            return []
        since = self.axis.start(self.above.box[self.column])
        return [Label(self.above.rule.tests[self.column].span, "since", {"since": since})]


def _ways_to_widen(grid: Grid, hole: Box) -> list[_Neighbour]:
    """The row that should take a hole; where it is a limit between two, both, the likeliest first."""
    found = [each for each in _neighbours(grid, hole) if not each.collides(grid, hole)]
    found.sort(key=lambda each: not each.between_values(hole))
    first = found[:1]
    for each in first:
        if each.below and each.above:
            rows = suspects(grid, each.column, each.below, each.above, both=False)
            rows = rows or out_of_step(grid, each.column, *each.limits(hole))
            return [way for row in rows for way in found if way.row is row and way.column == each.column] or first
    return first


def _neighbours(grid: Grid, hole: Box) -> Iterator[_Neighbour]:
    """The rows on both sides of a hole, for every column in which one of them could be widened."""
    for column, (axis, atoms) in enumerate(zip(grid.axes, hole, strict=True)):
        if not isinstance(axis, Line):
            continue
        rows = [row for row in grid.rows if not row.unclear and _covers_but(row.box, hole, column)]
        below = next(_touching(rows, column, atoms >> 1 & ~atoms), None)
        above = next(_touching(rows, column, atoms << 1 & ~atoms & ~axis.null), None)
        for row in (below, above):
            if row and len(list(axis.runs((row.box[column] | atoms) & ~axis.null))) == 1:
                yield _Neighbour(axis, column, row, below, above)


def _covers_but(box: Box, hole: Box, column: int) -> bool:
    """Whether a row would cover the hole if it were wider in one column."""
    return within((*hole[:column], *hole[column + 1 :]), (*box[:column], *box[column + 1 :]))


def _touching(rows: Iterable[Row], column: int, atoms: int) -> Iterator[Row]:
    return (row for row in rows if row.box[column] & atoms)
