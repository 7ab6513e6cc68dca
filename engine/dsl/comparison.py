"""Equality, order and membership (DMN 1.5, 10.3.2.5, tables 53 to 55): total, null with a reason where undefined.

Values of two types are neither equal nor unequal: null. `null` equals `null` alone. Lists, contexts and ranges are
equal when all their parts are, else not. Times, and dates and times, compare as points on the time line, to the second;
a local one takes the zone of the one it is compared with (10.3.2.3.6). Order is defined for numbers, strings (by code
point), dates, times and each kind of duration; `<=` is `< or =`, so it holds of equal values that have no order, too.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from engine.dsl.literals import Shown
from engine.dsl.nulls import null
from engine.dsl.temporal import Date, DateTime, DaysTime, Time, YearsMonths, apart
from engine.dsl.values import Function, Range, Value

Truth = bool | None

_ORDERED = frozenset({Decimal, str, Date, Time, DateTime, YearsMonths, DaysTime})
_CLOCKS = frozenset({Time, DateTime})


# -- equality ------------------------------------------------------------------------------------------------------


def equal(left: Value, right: Value) -> Truth:
    """`left = right`.

    >>> equal(Decimal("1.0"), Decimal(1)), equal("a", None), equal("1", Decimal(1))
    (True, False, None)
    """
    if type(left) is Decimal and type(right) is Decimal:
        return left == right
    result = _equality(left, right)
    return null("GJ1410", left=Shown(left), right=Shown(right)) if result is None else result


def not_equal(left: Value, right: Value) -> Truth:
    """`left != right`."""
    result = equal(left, right)
    return None if result is None else not result


def same(left: Value, right: Value) -> bool:
    """FEEL's `is`: the same value of the same type, the zone and every decimal of a second included.

    >>> same(Time(9, 0, 0, zone=0), Time(10, 0, 0, zone=3600)), equal(Time(9, 0, 0, zone=0), Time(10, 0, 0, zone=3600))
    (False, True)
    """
    if type(left) is not type(right):
        return False
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return left == right


def _equality(left: Value, right: Value) -> Truth:
    """Equality without a word about why it is undefined."""
    if left is None or right is None:
        return left is right
    if type(left) is not type(right):
        return None
    by_parts = _BY_PARTS.get(type(left))
    return left == right if by_parts is None else by_parts(left, right)


def _all_equal(lefts: list[Value], rights: list[Value]) -> bool:
    """Whether all items are equal: a pair of two types is not."""
    return all(_equality(left, right) is True for left, right in zip(lefts, rights, strict=True))


def _equal_lists(left: list[Value], right: list[Value]) -> bool:
    return len(left) == len(right) and _all_equal(left, right)


def _equal_contexts(left: dict[str, Value], right: dict[str, Value]) -> bool:
    return left.keys() == right.keys() and _all_equal(list(left.values()), [right[key] for key in left])


def _equal_ranges(left: Range, right: Range) -> bool:
    """As written: `(< 10)` is not `(null..10)`, `(= 10)` is not `[10..10]`."""
    form = (left.start_included, left.end_included, left.operator)
    same_form = form == (right.start_included, right.end_included, right.operator)
    return same_form and _all_equal([left.start, left.end], [right.start, right.end])


def _equal_clocks(left: Time | DateTime, right: Time | DateTime) -> bool:
    return apart(left, right) == 0


def _equal_functions(left: Function, right: Function) -> Truth:
    return True if left is right else None


_BY_PARTS: dict[type, Callable[..., Truth]] = {
    list: _equal_lists,
    dict: _equal_contexts,
    Range: _equal_ranges,
    Time: _equal_clocks,
    DateTime: _equal_clocks,
    Function: _equal_functions,
}


# -- order ---------------------------------------------------------------------------------------------------------


def compare(left: Value, right: Value) -> int | None:
    """-1, 0 or 1 as `left` comes before, with or after `right`; null where there is no order.

    >>> compare("a", "b"), compare(Date(2026, 1, 2), Date(2026, 1, 1)), compare(True, False)
    (-1, 1, None)
    """
    kind = type(left)
    if kind is not type(right) or kind not in _ORDERED:
        return _no_order(left, right)
    if kind in _CLOCKS:
        seconds = apart(left, right)  # type: ignore[arg-type]
        return (seconds > 0) - (seconds < 0)
    return int(left > right) - int(left < right)  # type: ignore[operator]


def less(left: Value, right: Value) -> Truth:
    """`left < right`."""
    if type(left) is Decimal and type(right) is Decimal:
        return left < right
    order = compare(left, right)
    return None if order is None else order < 0


def less_equal(left: Value, right: Value) -> Truth:
    """`left <= right`: `left < right or left = right`."""
    if type(left) is Decimal and type(right) is Decimal:
        return left <= right
    return _equality(left, right) is True or less(left, right)


def greater(left: Value, right: Value) -> Truth:
    """`left > right`."""
    if type(left) is Decimal and type(right) is Decimal:
        return left > right
    order = compare(left, right)
    return None if order is None else order > 0


def greater_equal(left: Value, right: Value) -> Truth:
    """`left >= right`: `left > right or left = right`."""
    if type(left) is Decimal and type(right) is Decimal:
        return left >= right
    return _equality(left, right) is True or greater(left, right)


def _no_order(left: Value, right: Value) -> None:
    if left is None or right is None:
        return null("GJ1403", operator="<", left=Shown(left), right=Shown(right))
    return null("GJ1411", left=Shown(left), right=Shown(right))


# -- membership ----------------------------------------------------------------------------------------------------


def between(value: Value, low: Value, high: Value) -> Truth:
    """`value between low and high`: both ends included.

    >>> between(Decimal(10), Decimal(1), Decimal(10)), between(Decimal(2), None, Decimal(10))
    (True, None)
    """
    return _both(less_equal(low, value), less_equal(value, high))


def contains(value: Value, test: Value) -> Truth:
    """`value in test`: it lies in the range, equals an item of the list or lies in one, or equals the value.

    A value of another type is not in it; null only where the test, an end of a range or the value in one is not known.

    >>> contains(Decimal(1), [Range(Decimal(2), Decimal(4), True, True), Decimal(1)]), contains(Decimal(1), "a")
    (True, False)
    >>> contains(Decimal(5), Range(None, Decimal(10), False, True))     # (null..10]: where it begins is not known
    """
    if isinstance(test, Range) and not isinstance(value, Range):
        return _in_range(value, test)
    if test is None:
        return null("GJ1417", value=Shown(value))
    return _equality(value, test) is True or (isinstance(test, list) and any(_matches(value, item) for item in test))


def among(value: Value, test: Value) -> Truth:
    """One of the tests of `value in (test, test)`: as `value in test`, but null is among them when it is written there.

    >>> among(None, None), among(Decimal(1), None)
    (True, False)
    """
    return value is None if test is None else contains(value, test)


def test(value: Value, candidate: Value) -> Truth:
    """Whether `value` passes a unary test that came out as `candidate` (DMN 1.5, 7.3.3 and table 55).

    A condition that does not speak of the value, such as `count(orders) > 3`, passes when it is true.

    >>> test("B", ["A", "B"]), test(Decimal(3), True), test(False, True), test(None, True), test(None, None)
    (True, True, False, False, True)
    """
    if isinstance(candidate, bool) and value is not None and not isinstance(value, bool):
        return candidate
    return among(value, candidate)


def _matches(value: Value, item: Value) -> bool:
    """Whether an item of a list is meant: an item of another type is not."""
    if isinstance(item, Range) and not isinstance(value, Range):
        return _in_range(value, item) is True
    return _equality(value, item) is True


def _in_range(value: Value, range_: Range) -> Truth:
    if range_.operator in _EQUALITIES:
        return _EQUALITIES[range_.operator](value, range_.start)
    if not range_.operator and (range_.start is None or range_.end is None):
        return null("GJ1413", value=Shown(value), range=Shown(range_))
    above = less_equal if range_.start_included else less
    below = less_equal if range_.end_included else less
    return _both(
        range_.start is None or above(range_.start, value),
        range_.end is None or below(value, range_.end),
    )


_EQUALITIES: dict[str, Callable[[Value, Value], Truth]] = {"=": equal, "!=": not_equal}


def _both(left: Truth, right: Truth) -> Truth:
    """Three-valued `and` of two truth values."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True
