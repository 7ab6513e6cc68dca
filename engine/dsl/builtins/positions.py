"""Positions in texts and lists: 1 is the first, -1 the last; they are cut to whole numbers."""

from __future__ import annotations

import sys
from decimal import Decimal

from engine.dsl.nulls import null

ALL = Decimal(sys.maxsize)
"""A length that nothing exceeds."""


def begin(function: str, size: int, position: Decimal, parameter: str = "start position") -> int | None:
    """The offset, from 0, of a position in something of that size; null when there is no such position.

    >>> begin("substring", 6, Decimal(1)), begin("substring", 6, Decimal(-2)), begin("substring", 6, Decimal(7))
    (0, 4, None)
    """
    whole = int(position)
    if not 1 <= abs(whole) <= size:
        expected = f"[1..{size}], [-{size}..-1]"
        return null("GJ1306", function=function, parameter=parameter, value=position, expected=expected)
    return whole - 1 if whole > 0 else size + whole
