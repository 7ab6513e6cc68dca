"""Boxes: what the rows of a decision table cover, and what is left over; exact for any number of columns.

A box has one set of atoms (axes.py) for each column: the combinations of one of each. The complement of boxes is found
by cutting them out of the whole one by one (Calvanese et al., "Semantics and analysis of DMN decision tables", BPM
2016, has the problem; sets instead of single intervals keep the pieces few).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import and_

Box = tuple[int, ...]

MAX_BOXES = 5_000
"""Pieces that are looked at before an analysis gives up and says so."""


class TooManyBoxesError(Exception):
    """The rest fell into more than MAX_BOXES pieces."""


def intersection(a: Box, b: Box) -> Box | None:
    """What two boxes share; None when that is nothing.

    >>> intersection((0b011, 0b1), (0b110, 0b1)), intersection((0b01,), (0b10,))
    ((2, 1), None)
    """
    shared = tuple(map(and_, a, b))
    return shared if all(shared) else None


def within(a: Box, b: Box) -> bool:
    """Whether all of one box lies in another."""
    return all(not one & ~other for one, other in zip(a, b, strict=True))


def cut(box: Box, away: Box) -> Iterator[Box]:
    """What is left of a box, in pieces that do not overlap.

    >>> list(cut((0b11, 0b11), (0b01, 0b01)))
    [(2, 3), (1, 2)]
    """
    if intersection(box, away) is None:
        yield box
        return
    for column, (atoms, gone) in enumerate(zip(box, away, strict=True)):
        if atoms & ~gone:
            yield (*box[:column], atoms & ~gone, *box[column + 1 :])
        box = (*box[:column], atoms & gone, *box[column + 1 :])


def uncovered(whole: Box, covers: Iterable[Box]) -> list[Box]:
    """What is left of a box when others are cut out of it; TooManyBoxesError beyond MAX_BOXES pieces.

    >>> uncovered((0b111,), [(0b001,), (0b100,)])
    [(2,)]
    """
    rest = [whole] if all(whole) else []
    for cover in covers:
        rest = [piece for box in rest for piece in cut(box, cover)]
        if len(rest) > MAX_BOXES:
            raise TooManyBoxesError
    return rest


def joined(boxes: list[Box]) -> list[Box]:
    """The same set in fewer boxes: those that differ in one column only become one.

    >>> joined([(1, 3), (2, 3), (4, 1)])
    [(3, 3), (4, 1)]
    """
    before = len(boxes) + 1
    while len(boxes) < before:
        before = len(boxes)
        for column in range(len(boxes[0]) if boxes else 0):
            boxes = _joined_in(column, boxes)
    return boxes


def _joined_in(column: int, boxes: Iterable[Box]) -> list[Box]:
    groups: dict[Box, int] = {}
    for box in boxes:
        others = (*box[:column], *box[column + 1 :])
        groups[others] = groups.get(others, 0) | box[column]
    return [(*others[:column], atoms, *others[column:]) for others, atoms in groups.items()]
