"""What the operators of FEEL do (DMN 1.5, 10.3.2.5 to 10.3.2.13): total functions, null with a reason where undefined.

Numbers are exact decimals of 34 digits, rounded half to even; what is infinite or not a number is null. Two numbers
take the first branch of every operator; all other pairs of types are looked up in a table, and a pair that is not there
has no meaning. Equality, order, membership and paths stand in modules of their own and are offered here too.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from operator import add as _plus

from engine.dsl.comparison import (
    Truth,
    among,
    between,
    compare,
    contains,
    equal,
    greater,
    greater_equal,
    less,
    less_equal,
    not_equal,
    same,
    test,
)
from engine.dsl.literals import Shown
from engine.dsl.nulls import null
from engine.dsl.paths import get
from engine.dsl.ranges import comparison_range, range_between
from engine.dsl.temporal import DAY, SECOND, Date, DateTime, DaysTime, Time, YearsMonths, comparable
from engine.dsl.values import DECIMAL128, Value

__all__ = [
    "Truth",
    "add",
    "among",
    "between",
    "compare",
    "comparison_range",
    "conjunction",
    "contains",
    "disjunction",
    "divide",
    "equal",
    "get",
    "greater",
    "greater_equal",
    "less",
    "less_equal",
    "multiply",
    "negate",
    "negation",
    "not_equal",
    "power",
    "range_between",
    "same",
    "subtract",
    "test",
]

Operation = Callable[..., Value]
Table = dict[tuple[type, type], Operation]

_finite = Decimal.is_finite
_sum, _difference, _product = DECIMAL128.add, DECIMAL128.subtract, DECIMAL128.multiply
_quotient, _power = DECIMAL128.divide, DECIMAL128.power


# -- logic (tables 50, 51) -----------------------------------------------------------------------------------------


def conjunction(left: Value, right: Value) -> Truth:
    """`left and right`: false as soon as one side is false; null when a side is no boolean.

    >>> conjunction(True, False), conjunction(None, False), conjunction(True, Decimal(1))
    (False, False, None)
    """
    if left is False or right is False:
        return False
    if left is True and right is True:
        return True
    return _not_boolean("and", left, right)


def disjunction(left: Value, right: Value) -> Truth:
    """`left or right`: true as soon as one side is true; null when a side is no boolean.

    >>> disjunction(False, True), disjunction(None, True), disjunction(False, None)
    (True, True, None)
    """
    if left is True or right is True:
        return True
    if left is False and right is False:
        return False
    return _not_boolean("or", left, right)


def negation(value: Value) -> Truth:
    """`not(value)`."""
    if value is True or value is False:
        return not value
    return _not_boolean("not", value, value)


def _not_boolean(operator: str, left: Value, right: Value) -> None:
    """Say which side is to blame: the first that is neither true nor false."""
    culprit = right if left is True or left is False else left
    return null("GJ1412", operator=operator, value=Shown(culprit))


# -- arithmetic (tables 57 to 59) ----------------------------------------------------------------------------------


def add(left: Value, right: Value) -> Value:
    """`left + right`.

    >>> add(Decimal("0.1"), Decimal("0.2")), add("a", "b"), str(add(Date(2026, 1, 31), YearsMonths(1)))
    (Decimal('0.3'), 'ab', '2026-02-28')
    """
    if type(left) is Decimal and type(right) is Decimal:
        result = _sum(left, right)
        return result if _finite(result) else _out_of_range("+", left, right)
    return _apply(_SUMS, "+", left, right)


def subtract(left: Value, right: Value) -> Value:
    """`left - right`.

    >>> str(subtract(Date(2026, 3, 1), Date(2026, 2, 1))), subtract("a", "b")
    ('P28D', None)
    """
    if type(left) is Decimal and type(right) is Decimal:
        result = _difference(left, right)
        return result if _finite(result) else _out_of_range("-", left, right)
    return _apply(_DIFFERENCES, "-", left, right)


def multiply(left: Value, right: Value) -> Value:
    """`left * right`.

    >>> str(multiply(YearsMonths(23), Decimal("-2.5"))), str(multiply(Decimal(26), DaysTime.of(hours=1)))
    ('-P4Y9M', 'P1DT2H')
    """
    if type(left) is Decimal and type(right) is Decimal:
        result = _product(left, right)
        return result if _finite(result) else _out_of_range("*", left, right)
    return _apply(_PRODUCTS, "*", left, right)


def divide(left: Value, right: Value) -> Value:
    """`left / right`; by zero, null.

    >>> divide(Decimal(1), Decimal(4)), divide(Decimal(1), Decimal(0)), divide(YearsMonths(12), YearsMonths(3))
    (Decimal('0.25'), None, Decimal('4'))
    """
    if type(left) is Decimal and type(right) is Decimal:
        if not right:
            return null("GJ1402", left=Shown(left))
        result = _quotient(left, right)
        return result if _finite(result) else _out_of_range("/", left, right)
    return _apply(_QUOTIENTS, "/", left, right)


def power(left: Value, right: Value) -> Value:
    """`left ** right`; anything to the power of 0 is 1, as in IEEE 754.

    >>> power(Decimal(5), Decimal(-2)), power(Decimal(0), Decimal(0)), power(Decimal(-8), Decimal("0.5"))
    (Decimal('0.04'), Decimal('1'), None)
    """
    if type(left) is Decimal and type(right) is Decimal:
        result = _power(left, right) if right else Decimal(1)
        return result if _finite(result) else _out_of_range("**", left, right)
    return _apply({}, "**", left, right)


def negate(value: Value) -> Value:
    """`-value`, of a number or a duration.

    >>> negate(Decimal(3)), str(negate(YearsMonths(1))), negate(Date(2026, 1, 1))
    (Decimal('-3'), '-P1M', None)
    """
    if type(value) is Decimal:
        return DECIMAL128.minus(value)
    operation = _NEGATIVES.get(type(value))
    if operation is None:
        return _undefined("-", value, value)
    return operation(value)


def _apply(table: Table, operator: str, left: Value, right: Value) -> Value:
    """What the table says about these two types."""
    operation = table.get((type(left), type(right)))
    if operation is None:
        return _undefined(operator, left, right)
    try:
        return operation(left, right)
    except (ValueError, OverflowError):
        return _out_of_range(operator, left, right)


def _undefined(operator: str, left: Value, right: Value) -> None:
    if left is None or right is None:
        return null("GJ1403", operator=operator, left=Shown(left), right=Shown(right))
    return null("GJ1401", operator=operator, left=Shown(left), right=Shown(right))


def _out_of_range(operator: str, left: Value, right: Value) -> None:
    return null("GJ1404", operator=operator, left=Shown(left), right=Shown(right))


def _swapped(operation: Operation) -> Operation:
    return lambda left, right: operation(right, left)


def _minus(left: Date | DateTime | Time, duration: YearsMonths | DaysTime) -> Value:
    return left + _negative(duration)  # type: ignore[operator]


def _negative(duration: YearsMonths | DaysTime) -> YearsMonths | DaysTime:
    return YearsMonths(-duration.months) if isinstance(duration, YearsMonths) else DaysTime(-duration.nanoseconds)


def _elapsed(left: Time | DateTime, right: Time | DateTime) -> DaysTime | None:
    """The time from `right` to `left`, both local or both with a zone."""
    if not comparable(left, right):
        return null("GJ1405", left=Shown(left), right=Shown(right))
    return DaysTime(left.nanoseconds - right.nanoseconds)


def _months(duration: YearsMonths, factor: Decimal) -> YearsMonths:
    """Whole months, towards zero."""
    return YearsMonths(int(_product(Decimal(duration.months), factor)))


def _time(duration: DaysTime, factor: Decimal) -> DaysTime:
    """Whole nanoseconds, half to even."""
    return DaysTime(round(_product(Decimal(duration.nanoseconds), factor)))


def _part_of_months(duration: YearsMonths, divisor: Decimal) -> YearsMonths | None:
    if not divisor:
        return null("GJ1402", left=Shown(duration))
    return YearsMonths(int(_quotient(Decimal(duration.months), divisor)))


def _part_of_time(duration: DaysTime, divisor: Decimal) -> DaysTime | None:
    if not divisor:
        return null("GJ1402", left=Shown(duration))
    return DaysTime(round(_quotient(Decimal(duration.nanoseconds), divisor)))


_SUMS: Table = {
    (str, str): _plus,
    (YearsMonths, YearsMonths): lambda left, right: YearsMonths(left.months + right.months),
    (DaysTime, DaysTime): lambda left, right: DaysTime(left.nanoseconds + right.nanoseconds),
    (Date, YearsMonths): _plus,
    (Date, DaysTime): _plus,
    (DateTime, YearsMonths): _plus,
    (DateTime, DaysTime): _plus,
    (Time, DaysTime): _plus,
    (YearsMonths, Date): _swapped(_plus),
    (DaysTime, Date): _swapped(_plus),
    (YearsMonths, DateTime): _swapped(_plus),
    (DaysTime, DateTime): _swapped(_plus),
    (DaysTime, Time): _swapped(_plus),
}
_DIFFERENCES: Table = {
    (YearsMonths, YearsMonths): lambda left, right: YearsMonths(left.months - right.months),
    (DaysTime, DaysTime): lambda left, right: DaysTime(left.nanoseconds - right.nanoseconds),
    (Date, YearsMonths): _minus,
    (Date, DaysTime): _minus,
    (DateTime, YearsMonths): _minus,
    (DateTime, DaysTime): _minus,
    (Time, DaysTime): _minus,
    (Time, Time): _elapsed,
    (DateTime, DateTime): _elapsed,
    (Date, Date): lambda left, right: DaysTime((left.number - right.number) * DAY * SECOND),
    (Date, DateTime): lambda left, right: _elapsed(left.at_midnight(), right),
    (DateTime, Date): lambda left, right: _elapsed(left, right.at_midnight()),
}
_PRODUCTS: Table = {
    (YearsMonths, Decimal): _months,
    (DaysTime, Decimal): _time,
    (Decimal, YearsMonths): _swapped(_months),
    (Decimal, DaysTime): _swapped(_time),
}
_QUOTIENTS: Table = {
    (YearsMonths, Decimal): _part_of_months,
    (DaysTime, Decimal): _part_of_time,
    (YearsMonths, YearsMonths): lambda left, right: divide(Decimal(left.months), Decimal(right.months)),
    (DaysTime, DaysTime): lambda left, right: divide(Decimal(left.nanoseconds), Decimal(right.nanoseconds)),
}
_NEGATIVES: dict[type, Operation] = {YearsMonths: _negative, DaysTime: _negative}
