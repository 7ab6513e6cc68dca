"""Overlaps: rows that hold together where the hit policy does not allow it, and rows that can never win.

| policy          | finding                                                                    |
|-----------------|----------------------------------------------------------------------------|
| unique          | GJ2111: two rows hold together                                             |
| any             | GJ2112: two rows hold together and give different results                  |
| first, priority | GJ2113: every case of a row is taken by rows that go before it             |
|                 | GJ2119: a row takes every case of several rows behind it                   |
| every policy    | GJ2114: a row that no value can meet                                       |

Rows whose cells depend on more than their column are left out; GJ2194 says so where it matters. One message for a row,
however many others it meets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from engine.analysis.axes import Choice, Line
from engine.analysis.bands import out_of_step, suspects
from engine.analysis.boxes import Box, TooManyBoxesError, intersection, uncovered, within
from engine.analysis.grids import Grid, Row, constant_or_self, example, overlap, same_results
from engine.dsl.diagnostics import Diagnostics, Edit, Fix, Label
from engine.dsl.source import Span
from engine.model.boxed import HitPolicy


def overlaps(grid: Grid, diagnostics: Diagnostics) -> None:
    """Report conflicting, shadowed and impossible rows of a table."""
    impossible = [row for row in grid.rows if intersection(row.box, grid.possible) is None]
    if impossible and lost_row(grid) is None:
        _impossible(grid, impossible, diagnostics)
    check = POLICIES.get(grid.table.hit_policy)
    if check:
        check(grid, diagnostics)


def lost_row(grid: Grid) -> tuple[Row, Box] | None:
    """The only row that nothing can meet, and the only hole of its table of one column, which it was to cover; None
    where a default covers what no row does."""
    rows = [row for row in grid.rows if intersection(row.box, grid.possible) is None]
    covered = any(output.default is not None for output in grid.table.outputs)
    if len(rows) != 1 or len(grid.axes) > 1 or grid.table.hit_policy not in POLICIES or covered:
        return None
    found = [piece for box in uncovered(grid.whole, (row.box for row in grid.rows)) for piece in grid.pieces(box)]
    joined_ = sum(box[0] for box in found)
    whole = isinstance(grid.axes[0], Line) and len(list(grid.axes[0].runs(joined_))) == 1
    return (rows[0], (joined_,)) if whole and found else None


def _impossible(grid: Grid, rows: Sequence[Row], diagnostics: Diagnostics) -> None:
    """One finding for all rows that nothing can meet: most often they were written on another scale."""
    labels = [Label(place(grid, row), "too", {"number": row.number}) for row in rows[1:]]
    only = grid.axes[0] if len(grid.axes) == 1 else None
    values: dict[str, Any] = {"rows": [row.number for row in rows]}
    if only and only.clause.allowed:
        values |= {"name": only.clause.label, "domain": only.text(only.domain)}
    diagnostics.add("GJ2114", place(grid, rows[0]), *labels, **values)


def conflicts(grid: Grid, allowed: Callable[[Row, Row], bool]) -> Iterator[tuple[Row, list[tuple[Row, Box]]]]:
    """Rows that hold together unless that is allowed: the row that meets most others first, with all of these.

    One wrong row is one finding, however many rows it meets; of two that meet each other it is the later one. Bands
    that share a limit are a finding for each limit, as each is put right by itself.
    """
    met = {
        (one.number, other.number): shared
        for i, other in enumerate(grid.rows)
        for one in grid.rows[:i]
        if (shared := overlap(one, other, grid.possible)) and not allowed(one, other)
    }
    for pair in [pair for pair, shared in met.items() if _is_limit(grid, shared)]:
        yield grid.rows[pair[1] - 1], [(grid.rows[pair[0] - 1], met.pop(pair))]
    while met:
        counted = Counter(number for pair in met for number in pair)
        number = max(counted, key=lambda each: (counted[each], each))
        pairs = [pair for pair in met if number in pair]
        others = [(grid.rows[sum(pair) - number - 1], met.pop(pair)) for pair in pairs]
        yield grid.rows[number - 1], others


def _is_limit(grid: Grid, shared: Box) -> bool:
    """Whether two bands of an only column share no more than a point."""
    only = grid.axes[0] if len(grid.axes) == 1 else None
    return isinstance(only, Line) and only.is_point(shared[0])


def _unique(grid: Grid, diagnostics: Diagnostics) -> None:
    _conflicting(grid, "GJ2111", lambda a, b: False, diagnostics)


def _any(grid: Grid, diagnostics: Diagnostics) -> None:
    _conflicting(grid, "GJ2112", same_results, diagnostics)


def _conflicting(grid: Grid, code: str, allowed: Callable[[Row, Row], bool], diagnostics: Diagnostics) -> None:
    found = list(conflicts(grid, allowed))
    certain = [(row, sure) for row, met in found if (sure := _certain(row, met))]
    if len(certain) > 1 and len(grid.axes) > 1 and not any(_dead(grid, lambda i: grid.rows[:i])):
        also = {row.number for row, _ in certain[1:]} | {other.number for _, met in certain for other, _ in met[1:]}
        _conflict(grid, code, *certain[0], diagnostics, also=sorted(also - {certain[0][0].number}))
        return
    for row, met in certain:
        more = {"more": len(met) - 1} if len(met) > 1 else {}
        _conflict(grid, code, row, met, diagnostics, **more)
    if not certain and found:
        row, met = found[0]
        unclear = next(node for each in (row, met[0][0]) for node in each.unclear)
        first, second = sorted((row.number, met[0][0].number))
        diagnostics.add("GJ2194", unclear.span, first=first, second=second)


def _certain(row: Row, met: Sequence[tuple[Row, Box]]) -> list[tuple[Row, Box]]:
    """Of the rows that a row meets, those that it surely does."""
    return [(other, shared) for other, shared in met if not (row.unclear or other.unclear)]


def _conflict(
    grid: Grid, code: str, row: Row, met: Sequence[tuple[Row, Box]], diagnostics: Diagnostics, **more: object
) -> None:
    """One finding for a row and the rows that it meets; of two bands that share a limit, at the one to be changed."""
    other, shared = met[0]
    ways = list(_narrower(grid, row, other, shared))
    if len(met) == 1 and (len(ways) > 1 or len(shared) > 1) and ways and ways[0][0] is other:
        row, other = other, row
    first, second = sorted((row.number, other.number))
    values: dict[str, Any] = {"first": first, "second": second, "row": row.number, "region": grid.said(shared), **more}
    for (narrow, edit), words in zip(ways, (("narrow", "suggestion"), ("or_row", "or_cell")), strict=False):
        values |= zip(words, (narrow.number, edit.text), strict=True)
    if not ways and _all_count(grid):
        values["policy"] = "collect"
    fix = Fix((ways[0][1],)) if ways else None
    witness = grid.witness(shared)
    label = Label(place(grid, other), "other", {"number": other.number})
    diagnostics.add(code, place(grid, row), label, witness=witness, fix=fix, case=example(witness), **values)


def _all_count(grid: Grid) -> bool:
    """Whether every row speaks of one column, and most columns have a row: reasons that may come together."""
    spoken = [[i for i, atoms in enumerate(row.box) if atoms != grid.axes[i].full] for row in grid.rows]
    return len(grid.axes) > 2 and all(len(columns) == 1 for columns in spoken) and len({c[0] for c in spoken}) > 2


def _narrower(grid: Grid, row: Row, other: Row, shared: Box) -> Iterator[tuple[Row, Edit]]:
    """The ways to narrow one of two bands that share a limit, the likeliest first; of those of an only column that
    share more, the lower one, or else the upper; of rows that cross in one of several columns, one that leaves no
    gap."""
    for column, atoms in enumerate(shared):
        rows = suspects(grid, column, row, other, both=True) or _out_of_step(grid, column, row, other, shared)
        if rows or _differs_in(row.box, other.box) == [column]:
            lower_first = sorted((row, other), key=lambda each: each.box[column] & -each.box[column])
            ways = _without(grid, column, rows or lower_first, atoms)
            yield from ways if rows else islice(ways, 1)
            return
    boxes = {each.number: intersection(each.box, grid.possible) or shared for each in (row, other)}
    crossing = [i for i, atoms in enumerate(shared) if all(box[i] & ~atoms for box in boxes.values())]
    if len(crossing) > 1:
        yield from _as_another_row(grid, (row, other), shared)
    for column in crossing if len(crossing) == 1 else ():
        within_other = [each for each in (row, other) if _differs_in(boxes[each.number], shared) == [column]]
        yield from _without(grid, column, within_other, shared[column])


def _out_of_step(grid: Grid, column: int, one: Row, other: Row, shared: Box) -> tuple[Row, ...]:
    """Two bands of an only column that share more than a limit, first the one whose limit breaks even steps."""
    axis = grid.axes[column]
    if len(shared) > 1 or not isinstance(axis, Line):
        return ()
    below, above = sorted((one, other), key=lambda each: each.box[column] & -each.box[column])
    start, end = axis.lowest(shared[column])[0], axis.highest(shared[column])[1]
    return out_of_step(grid, column, (below, end), (above, start)) if start is not None and end is not None else ()


def _differs_in(box: Box, other: Box) -> list[int]:
    return [column for column, atoms in enumerate(box) if atoms != other[column]]


def _without(grid: Grid, column: int, rows: Iterable[Row], atoms: int) -> Iterator[tuple[Row, Edit]]:
    """Rows, and what their cell is without some atoms: one band, or of two the one whose far end another row has."""
    axis = grid.axes[column]
    for row in rows:
        runs = list(axis.runs(row.box[column] & ~atoms))
        if len(runs) == 2 and isinstance(axis, Line):
            others = [each.box[column] & ~axis.null for each in grid.rows if each is not row]
            meets = [
                any(axis.highest(each)[1] == axis.lowest(runs[0])[0] for each in others if each),
                any(axis.lowest(each)[0] == axis.highest(runs[1])[1] for each in others if each),
            ]
            runs = [run for run, is_met in zip(runs, meets, strict=True) if is_met]
        if len(runs) == 1:
            yield row, Edit(row.rule.tests[column].span, axis.text(runs[0]))


def _as_another_row(grid: Grid, rows: Iterable[Row], shared: Box) -> Iterator[tuple[Row, Edit]]:
    """A choice with an option too many: without it the cell says what another row of the column says."""
    for row in rows:
        for column, axis in enumerate(grid.axes):
            rest = row.box[column] & ~shared[column]
            if isinstance(axis, Choice) and any(other.box[column] == rest for other in grid.rows):
                yield row, Edit(row.rule.tests[column].span, axis.text(rest))
                return


def _first(grid: Grid, diagnostics: Diagnostics) -> None:
    _shadowed(grid, lambda i: grid.rows[:i], diagnostics)


def _priority(grid: Grid, diagnostics: Diagnostics) -> None:
    ranks = [rank for row in grid.rows if (rank := _rank(grid, row)) is not None]
    if len(ranks) < len(grid.rows):
        return
    ranked = list(zip(grid.rows, ranks, strict=True))
    _shadowed(grid, lambda i: [row for row, rank in ranked if rank < ranks[i]], diagnostics)


def _rank(grid: Grid, row: Row) -> tuple[int, ...] | None:
    """Where the results of a row stand in the order of the allowed values."""
    ranks: list[int] = []
    for output, value in zip(grid.table.outputs, row.results, strict=True):
        order = [constant_or_self(test) for test in output.allowed.tests] if output.allowed else []
        if value not in order:
            return None
        ranks.append(order.index(value))
    return tuple(ranks)


def _shadowed(grid: Grid, before: Callable[[int], Sequence[Row]], diagnostics: Diagnostics) -> None:
    try:
        dead = list(_dead(grid, before))
    except TooManyBoxesError:
        diagnostics.add("GJ2193", grid.table.origin, table=grid.label)
        return
    for taker, rows in _by_taker(grid, dead).items():
        if taker is not None and len(rows) > 1 and grid.table.hit_policy is HitPolicy.FIRST:
            labels = [Label(place(grid, row), "hidden", {"row": row.number}) for row, _ in rows]
            hidden = [row.number for row, _ in rows]
            fix = _moved(grid, taker.number, hidden[-1])
            diagnostics.add("GJ2119", place(grid, taker), *labels, fix=fix, row=taker.number, hidden=hidden)
        else:
            for row, earlier in rows:
                _report_dead(grid, row, earlier, diagnostics)


def _dead(grid: Grid, before: Callable[[int], Sequence[Row]]) -> Iterator[tuple[Row, list[Row]]]:
    """The rows every case of which is taken by rows that go before, with these."""
    for i, row in enumerate(grid.rows):
        box = intersection(row.box, grid.possible)
        earlier = [other for other in before(i) if not other.unclear and overlap(other, row, grid.possible)]
        if box is not None and not uncovered(box, (other.box for other in earlier)):
            yield row, earlier


def _by_taker(grid: Grid, dead: Sequence[tuple[Row, list[Row]]]) -> dict[Row | None, list[tuple[Row, list[Row]]]]:
    """Dead rows by the one row that takes all their cases; under None those that several rows take together."""
    groups: dict[Row | None, list[tuple[Row, list[Row]]]] = {}
    for row, earlier in dead:
        box = intersection(row.box, grid.possible)
        taker = next((other for other in earlier if box and within(box, other.box)), None)
        groups.setdefault(taker, []).append((row, earlier))
    return groups


def _report_dead(grid: Grid, row: Row, earlier: Sequence[Row], diagnostics: Diagnostics) -> None:
    box = intersection(row.box, grid.possible) or row.box
    witness = grid.witness(box)
    taken = next(other for other in earlier if overlap(other, row, _point(box)))
    labels = [Label(place(grid, other), "before", {"row": other.number}) for other in earlier]
    values: dict[str, Any] = {"row": row.number, "taken": taken.number, "case": example(witness)}
    fix = None
    if grid.table.hit_policy is HitPolicy.FIRST:
        ahead = next((other for other in earlier if within(box, other.box)), earlier[0])
        values["ahead"], fix = ahead.number, _moved(grid, row.number, ahead.number)
    diagnostics.add("GJ2113", place(grid, row), *labels, witness=witness, fix=fix, **values)


def _moved(grid: Grid, number: int, to: int) -> Fix | None:
    """The fix that puts the line of a row in the place of another row's."""
    spans = [row.rule.origin for row in grid.rows[min(number, to) - 1 : max(number, to)]]
    source, starts = spans[0].source, spans[0].source.line_starts()
    first, last = starts[spans[0].line - 1], starts[spans[-1].line - 1]
    lines = [*source.text[first:last].splitlines(keepends=True), source.line(spans[-1].line)]
    if not all(line.lstrip().startswith("|") for line in lines):
        return None
    written = [line.rstrip("\r\n") for line in lines]
    moved = [written[-1], *written[:-1]] if number > to else [*written[1:], written[0]]
    between = "\r\n" if lines[0].endswith("\r\n") else "\n"
    return Fix((Edit(source.span(first, last + len(lines[-1])), between.join(moved)),))


def _point(box: Box) -> Box:
    """The box of the one combination that is the witness of a box."""
    return tuple(atoms & -atoms for atoms in box)


def place(grid: Grid, row: Row) -> Span:
    """Where a row is spoken of: its only condition, or all of it."""
    return row.rule.tests[0].span if len(grid.axes) == 1 else row.rule.origin


POLICIES: Mapping[HitPolicy, Callable[[Grid, Diagnostics], None]] = {
    HitPolicy.UNIQUE: _unique,
    HitPolicy.ANY: _any,
    HitPolicy.FIRST: _first,
    HitPolicy.PRIORITY: _priority,
}
