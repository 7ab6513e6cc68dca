"""Bands that meet at a limit: which of the two the limit belongs to, as the other bands of the column have it.

Of `>= 9`, `[7..9)`, `< 7` every limit belongs to the band above it; of `> 20%`, `(10%..20%]`, `<= 10%` to the one
below it.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from engine.analysis.axes import Line
from engine.analysis.grids import Grid, Row


def suspects(grid: Grid, column: int, one: Row, other: Row, both: bool) -> tuple[Row, ...]:
    """Two rows whose bands meet at a limit that belongs to `both` or to neither, first the one that is out of step with
    the other bands of the column; where these do not tell, the later one. Empty where the bands do not meet."""
    axis = grid.axes[column]
    if not isinstance(axis, Line):
        return ()
    below, above = sorted((one, other), key=lambda row: row.box[column] & -row.box[column])
    if (at := _limit(axis, below.box[column], above.box[column])) is None:
        return ()
    belongs = _upwards(axis, {row.box[column] for row in grid.rows}, at)
    if not belongs:
        return (below, above) if below.number > above.number else (above, below)
    return (below, above) if (belongs > 0) is both else (above, below)


def out_of_step(
    grid: Grid, column: int, below: tuple[Row, Decimal | None], above: tuple[Row, Decimal | None]
) -> tuple[Row, ...]:
    """Two rows with the limits at which they should meet, but do not, first the one whose limit breaks the even steps
    that the limits of the column have with the other's: of `>= 90`, `[75..90)`, `[65..75)`, `< 60` the third. Empty
    where neither does, or both."""
    axis = grid.axes[column]
    assert isinstance(axis, Line)
    runs = [run for row in grid.rows for run in axis.runs(row.box[column] & ~axis.null)]
    others = {axis.lowest(run)[0] for run in runs} & {axis.highest(run)[1] for run in runs}
    others -= {None, below[1], above[1]}
    even = [_is_even({point for point in (*others, limit) if point is not None}) for limit in (below[1], above[1])]
    if even[0] is even[1]:
        return ()
    return (above[0], below[0]) if even[0] else (below[0], above[0])


def _is_even(limits: Iterable[Decimal]) -> bool:
    """Whether limits lie equally far apart; two always do, which tells nothing."""
    steps = [after - before for before, after in pairwise(sorted(limits))]
    return len(steps) > 1 and len(set(steps)) == 1


def ends_as_others(grid: Grid, column: int, row: Row, above: bool) -> bool:
    """Whether a band ends above (or begins) as the other bands of the column do where they meet, so that another band
    is to be expected: `..20%]` beside `(5%..10%]`, and every `..20)`; not the `..10]` beside `[7..9)`, the greatest
    value."""
    axis = grid.axes[column]
    assert isinstance(axis, Line)
    atoms = row.box[column] & ~axis.null
    low, high = axis.highest(atoms) if above else axis.lowest(atoms)
    belongs = _upwards(axis, {row.box[column] for row in grid.rows}, None)
    return low != high or (belongs < 0 if above else belongs > 0)


def _limit(axis: Line, below: int, above: int) -> Decimal | None:
    """The limit at which two bands meet, whether it belongs to one of them, to both or to neither: 7 for `<= 7`, `>= 7`
    and for `< 7`, `> 7`; None for `<= 6`, `>= 7`, which do not meet."""
    end = axis.highest(below & ~axis.null)[1]
    return end if end == axis.lowest(above & ~axis.null)[0] else None


def _upwards(axis: Line, bands: Iterable[int], limit: Decimal | None) -> int:
    """How many other limits of the column belong to the band above them, less those that belong to the one below."""
    runs = [run for band in bands for run in axis.runs(band & ~axis.null)]
    begins = {(low, low == high) for low, high in map(axis.lowest, runs)}
    ends = {(high, low == high) for low, high in map(axis.highest, runs)}
    shared = ({point for point, _ in begins} & {point for point, _ in ends}) - {limit, None}
    votes = [closed for point, closed in begins if point in shared]
    votes += [not closed for point, closed in ends if point in shared]
    return 2 * sum(votes) - len(votes)
