"""Ranges: how they are made (DMN 1.5, 10.3.1.2 rules 66 to 68, and 10.3.2.7)."""

from __future__ import annotations

from engine.dsl.comparison import compare
from engine.dsl.literals import Shown
from engine.dsl.nulls import null
from engine.dsl.values import Range, Value


def range_between(start: Value, end: Value, start_included: bool, end_included: bool) -> Range | None:
    """`[start..end]`; null when its ends have no order. A null end is an end that is not known.

    >>> range_between("a", "c", True, False)
    Range(start='a', end='c', start_included=True, end_included=False, operator='')
    >>> range_between("a", True, True, True)
    """
    if start is not None and end is not None and compare(start, end) is None:
        return None
    return Range(start, end, start_included, end_included)


def comparison_range(operator: str, operand: Value) -> Range | None:
    """`(< 10)`, `(>= 10)`, `(= 10)`, `(!= 10)`: the values of which the comparison holds.

    `(= 10)` begins and ends at 10; `(!= 10)` ends and begins anew there, so that 10 is excluded twice.

    >>> comparison_range("<", "b")
    Range(start=None, end='b', start_included=False, end_included=False, operator='<')
    """
    included = operator in ("<=", ">=", "=")
    if operator in ("=", "!="):
        return Range(operand, operand, included, included, operator)
    if operand is None:
        return null("GJ1403", operator=operator, left=Shown(None), right=Shown(None))
    if compare(operand, operand) is None:
        return None
    if operator in ("<", "<="):
        return Range(None, operand, False, included, operator)
    return Range(operand, None, included, False, operator)
