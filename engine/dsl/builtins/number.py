"""Numeric functions (DMN 1.5, 10.3.4.5). Results have 34 digits, rounded once."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from engine.dsl.builtins.registry import builtin
from engine.dsl.nulls import null
from engine.dsl.temporal import DaysTime, YearsMonths
from engine.dsl.values import DECIMAL128

SECTION = "10.3.4.5"
ZERO, ONE, TWO = Decimal(0), Decimal(1), Decimal(2)
SCALES = range(-6111, 6177)


def finite(function: str, result: Decimal) -> Decimal | None:
    """The result, null where it is no number of decimal128 (an overflow, an undefined operation)."""
    return result if result.is_finite() else null("GJ1307", function=function)


def _rounded(function: str, n: Decimal, scale: Decimal, rounding: str) -> Decimal | None:
    """`n` with at most `scale` decimal places; the scale is cut to a whole number."""
    places = int(scale)
    if places not in SCALES:
        return null("GJ1306", function=function, parameter="scale", value=scale, expected="[-6111..6176]")
    if -places <= int(n.as_tuple().exponent):
        return n
    return finite(function, n.quantize(Decimal((0, (1,), -places)), rounding, DECIMAL128))


@builtin("decimal", section=SECTION)
def decimal(n: Decimal, scale: Decimal) -> Decimal | None:
    """The number rounded to `scale` decimal places; a half goes to the even neighbour.

    A scale that is not whole is cut; a negative one rounds before the point. Null when it is outside -6111..6176.

    decimal(1/3, 2) = 0.33
    decimal(1.5, 0) = 2
    decimal(2.5, 0) = 2
    decimal(1250, -2) = 1200
    decimal(1, 6177) = null
    """
    return _rounded("decimal", n, scale, ROUND_HALF_EVEN)


@builtin("floor", section=SECTION)
def floor(n: Decimal, scale: Decimal = ZERO) -> Decimal | None:
    """The greatest number with `scale` decimal places (0 when left out) that is not above `n`.

    Null when the scale is outside -6111..6176.

    floor(1.5) = 1
    floor(-1.5) = -2
    floor(-1.56, 1) = -1.6
    """
    return _rounded("floor", n, scale, ROUND_FLOOR)


@builtin("ceiling", section=SECTION)
def ceiling(n: Decimal, scale: Decimal = ZERO) -> Decimal | None:
    """The least number with `scale` decimal places (0 when left out) that is not below `n`.

    Null when the scale is outside -6111..6176.

    ceiling(1.5) = 2
    ceiling(-1.5) = -1
    ceiling(-1.56, 1) = -1.5
    """
    return _rounded("ceiling", n, scale, ROUND_CEILING)


@builtin("round up", section=SECTION)
def round_up(n: Decimal, scale: Decimal) -> Decimal | None:
    """The number rounded to `scale` decimal places, away from zero. Null when the scale is outside -6111..6176.

    round up(5.1, 0) = 6
    round up(-5.1, 0) = -6
    round up(1.121, 2) = 1.13
    """
    return _rounded("round up", n, scale, ROUND_UP)


@builtin("round down", section=SECTION)
def round_down(n: Decimal, scale: Decimal) -> Decimal | None:
    """The number rounded to `scale` decimal places, towards zero. Null when the scale is outside -6111..6176.

    round down(5.9, 0) = 5
    round down(-5.9, 0) = -5
    round down(1.129, 2) = 1.12
    """
    return _rounded("round down", n, scale, ROUND_DOWN)


@builtin("round half up", section=SECTION)
def round_half_up(n: Decimal, scale: Decimal) -> Decimal | None:
    """The number rounded to `scale` decimal places; a half goes away from zero.

    Null when the scale is outside -6111..6176.

    round half up(5.5, 0) = 6
    round half up(-5.5, 0) = -6
    round half up(1.125, 2) = 1.13
    """
    return _rounded("round half up", n, scale, ROUND_HALF_UP)


@builtin("round half down", section=SECTION)
def round_half_down(n: Decimal, scale: Decimal) -> Decimal | None:
    """The number rounded to `scale` decimal places; a half goes towards zero.

    Null when the scale is outside -6111..6176.

    round half down(5.5, 0) = 5
    round half down(-5.5, 0) = -5
    round half down(1.126, 2) = 1.13
    """
    return _rounded("round half down", n, scale, ROUND_HALF_DOWN)


@builtin("abs", section=SECTION)
def absolute(n: Decimal) -> Decimal:
    """The number without its sign.

    abs(10) = 10
    abs(-10) = 10
    """
    return n.copy_abs()


@builtin("abs", section=SECTION)
def absolute_months(n: YearsMonths) -> YearsMonths:
    """The duration without its sign.

    abs(@"-P1Y") = @"P1Y"
    """
    return YearsMonths(abs(n.months))


@builtin("abs", section=SECTION)
def absolute_time(n: DaysTime) -> DaysTime:
    """The duration without its sign.

    abs(@"-P1DT2H") = @"P1DT2H"
    """
    return DaysTime(abs(n.nanoseconds))


@builtin("modulo", section=SECTION)
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """What remains of `dividend - divisor * floor(dividend / divisor)`: it has the sign of the divisor.

    Null when the divisor is 0, and when the whole quotient has more than 34 digits.

    modulo(12, 5) = 2
    modulo(-12, 5) = 3
    modulo(12, -5) = -3
    modulo(-10.1, 4.5) = 3.4
    modulo(10, 0) = null
    """
    remainder = DECIMAL128.remainder(dividend, divisor)
    if remainder and remainder.is_signed() != divisor.is_signed():
        remainder = DECIMAL128.add(remainder, divisor)
    return finite("modulo", remainder)


@builtin("sqrt", section=SECTION)
def sqrt(number: Decimal) -> Decimal | None:
    """The square root. Null for a negative number.

    sqrt(16) = 4
    sqrt(2) = 1.414213562373095048801688724209698
    sqrt(-1) = null
    """
    return finite("sqrt", DECIMAL128.sqrt(number))


@builtin("log", section=SECTION)
def log(number: Decimal) -> Decimal | None:
    """The natural logarithm. Null for zero and negative numbers.

    log(1) = 0
    decimal(log(10), 8) = 2.30258509
    log(0) = null
    """
    return finite("log", DECIMAL128.ln(number))


@builtin("exp", section=SECTION)
def exp(number: Decimal) -> Decimal | None:
    """Euler's number to the power of the argument. Null when the result is too great for a number.

    exp(0) = 1
    decimal(exp(5), 8) = 148.4131591
    exp(100000) = null
    """
    return finite("exp", DECIMAL128.exp(number))


@builtin("odd", section=SECTION)
def odd(number: Decimal) -> bool | None:
    """Whether a whole number is odd. Null for any other number.

    odd(5) = true
    odd(-5) = true
    odd(2) = false
    odd(1.5) = null
    """
    return _is_parity("odd", number, ONE)


@builtin("even", section=SECTION)
def even(number: Decimal) -> bool | None:
    """Whether a whole number is even. Null for any other number.

    even(2) = true
    even(0) = true
    even(5) = false
    even(1.5) = null
    """
    return _is_parity("even", number, ZERO)


def _is_parity(function: str, number: Decimal, parity: Decimal) -> bool | None:
    """Whether what division by 2 leaves of a whole number is `parity`. Great numbers without units are even."""
    rest = ZERO if int(number.as_tuple().exponent) > 0 else abs(DECIMAL128.remainder(number, TWO))
    if rest not in (ZERO, ONE):
        return null("GJ1306", function=function, parameter="number", value=number, expected="…, -1, 0, 1, …")
    return rest == parity
