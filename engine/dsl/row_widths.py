"""Rows with a cell too few or too many, as they were meant: each cell below the header whose other cells it is like.

Reads   the texts of such a row, of the other rows of its table, and which columns are results.
Gives   the row with a cell put in or taken out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Texts = Sequence[str]
ANY_VALUE = 0
_KINDS = (r"-", r"[-+]?\d[\d,.]*%?", r"[<>]=?.*|[\[(].*\.\..*", r"true|false", r'".*"|@.*')


def with_cell(row: Texts, others: Sequence[Texts], results: Sequence[bool]) -> list[str]:
    """The row with a cell more: any value among conditions, an empty one among results, which only the author knows.

    >>> with_cell(["年卡", "249"], [["月卡", "false", "399"], ["季卡", "-", "329"]], [False, False, True])
    ['年卡', '-', '249']
    >>> with_cell(["年卡", "true"], [["月卡", "false", "399"], ["季卡", "-", "329"]], [False, False, True])
    ['年卡', 'true', '']
    """
    conditions = results.count(False)
    filled = [[*row[:i], "", *row[i:]] for i in range(len(row) + 1)]
    best = max(range(len(filled)), key=lambda i: (_likeness(filled[i], others), conditions > 1 and not results[i], i))
    return [*row[:best], "-" if any(results) and not results[best] else "", *row[best:]]


def without_cell(row: Texts, others: Sequence[Texts]) -> list[str]:
    """The row with a cell less, an empty one first.

    >>> without_cell(["季卡", "", "-", "329"], [["月卡", "false", "399"]])
    ['季卡', '-', '329']
    """
    places = range(len(row))
    shorter = [[*row[:i], *row[i + 1 :]] for i in places]
    return shorter[max(places, key=lambda i: (not row[i], _likeness(shorter[i], others), i))]


def _likeness(row: Texts, others: Sequence[Texts]) -> int:
    """How well the cells of a row go with those above and below."""
    return sum(_fits(text, [other[column] for other in others]) for column, text in enumerate(row) if text)


def _fits(text: str, column: Texts) -> int:
    """Words should stand in the column already; where it has no values at all, anything may."""
    kinds = {_kind(each) for each in column} - {ANY_VALUE}
    if text in column or _kind(text) == ANY_VALUE:
        return 2
    if kinds and _kind(text) not in kinds:
        return 0
    return 1 if _kind(text) == len(_KINDS) else 2


def _kind(text: str) -> int:
    """Whether a cell is any value, a number, a band, true or false, a text in quotes, or a word."""
    return next((number for number, pattern in enumerate(_KINDS) if re.fullmatch(pattern, text)), len(_KINDS))
