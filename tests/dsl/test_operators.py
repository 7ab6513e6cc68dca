"""The operators: tables of claims, and the laws that must hold for all values."""

from __future__ import annotations

from decimal import Context, Decimal
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.dsl import operators as feel
from engine.dsl.nulls import listening
from engine.dsl.temporal import Date, DaysTime, YearsMonths
from engine.dsl.values import Range, Value
from tests.dsl import claims
from tests.dsl.strategies import dates, days_time, numbers, scalars, small_ranges, temporals, values, years_months

ARITHMETIC = {"+": feel.add, "-": feel.subtract, "*": feel.multiply, "/": feel.divide, "**": feel.power}
COMPARISON = {
    "=": feel.equal,
    "!=": feel.not_equal,
    "<": feel.less,
    "<=": feel.less_equal,
    ">": feel.greater,
    ">=": feel.greater_equal,
    "in": feel.contains,
    "is": feel.same,
}
PYTHON = Context(prec=34, Emin=-6143, Emax=6144)
TRUTHS = (True, False, None)


@pytest.mark.parametrize(("left", "operator", "right", "result"), claims.rows("arithmetic"))
def test_arithmetic(left: str, operator: str, right: str, result: str) -> None:
    """What each operator gives for each pair of types, exactly, or why it gives nothing."""
    operands = claims.value(left), claims.value(right)
    given_, reason = claims.answer(lambda: ARITHMETIC[operator](*operands), result)
    wanted, code = claims.expected(result)
    assert feel.same(given_, wanted), f"{given_} is not {wanted}"
    assert reason == code


@pytest.mark.parametrize(("left", "operator", "right", "result"), claims.rows("comparison"))
def test_comparison(left: str, operator: str, right: str, result: str) -> None:
    """Equality, order, membership and identity."""
    operands = claims.value(left), claims.value(right)
    assert claims.answer(lambda: COMPARISON[operator](*operands), result) == claims.expected(result)


@pytest.mark.parametrize(
    ("value", "candidate", "passes"),
    [
        ('"B"', '["A", "B"]', True),
        ("5", "[1..10]", True),
        ("5", "true", True),  # a condition about something else holds
        ("5", "false", False),
        ("true", "false", False),  # a boolean is compared
        ("false", "false", True),
        ("null", "true", False),
        ("null", "null", True),
        ("null", '["A", null]', True),
    ],
)
def test_unary_tests(value: str, candidate: str, passes: bool) -> None:
    """What a cell of a decision table lets pass."""
    assert feel.test(claims.value(value), claims.value(candidate)) is passes


# -- logic ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("a", "b", "c"), list(product(TRUTHS, repeat=3)))
def test_three_valued_logic(a: bool | None, b: bool | None, c: bool | None) -> None:
    """`and` and `or` commute, associate, distribute and absorb; De Morgan holds; `not` undoes itself."""
    both, either, inverse = feel.conjunction, feel.disjunction, feel.negation
    assert both(a, b) is both(b, a)
    assert either(a, b) is either(b, a)
    assert both(a, both(b, c)) is both(both(a, b), c)
    assert either(a, either(b, c)) is either(either(a, b), c)
    assert both(a, either(b, c)) is either(both(a, b), both(a, c))
    assert both(a, either(a, b)) is a
    assert inverse(both(a, b)) is either(inverse(a), inverse(b))
    assert inverse(inverse(a)) is a


@given(scalars.filter(lambda value: not isinstance(value, bool)))
def test_what_is_no_boolean_counts_as_unknown(value: Value) -> None:
    """In logic a value of another type is as good as null, and null says why."""
    for truth in TRUTHS:
        assert feel.conjunction(truth, value) is feel.conjunction(truth, None)
        assert feel.disjunction(value, truth) is feel.disjunction(None, truth)
    with listening() as reasons:
        assert feel.negation(value) is None
    assert [reason.code for reason in reasons] == ["GJ1412"]


# -- numbers -------------------------------------------------------------------------------------------------------


@given(numbers, numbers)
def test_numbers_are_decimals_of_34_digits(a: Decimal, b: Decimal) -> None:
    """The same digits as Python's decimal with a precision of 34."""
    assert feel.add(a, b) == PYTHON.add(a, b)
    assert feel.subtract(a, b) == PYTHON.subtract(a, b)
    assert feel.multiply(a, b) == PYTHON.multiply(a, b)
    assert feel.divide(a, b) == (PYTHON.divide(a, b) if b else None)
    assert feel.less(a, b) == (a < b)


@given(st.decimals(-100, 100, places=2), st.integers(-60, 60))
def test_powers_are_repeated_products(base: Decimal, exponent: int) -> None:
    """An integer power agrees with its products to 30 digits."""
    assume(base != 0 or exponent > 0)
    exact = Context(prec=3000)
    product_ = exact.power(base, abs(exponent))
    wanted = product_ if exponent >= 0 else Context(prec=60).divide(Decimal(1), product_)
    result = feel.power(base, Decimal(exponent))
    assert isinstance(result, Decimal)
    assert abs(result - wanted) <= abs(wanted) * Decimal("1e-30")


# -- durations -----------------------------------------------------------------------------------------------------

durations = st.sampled_from([years_months, days_time]).flatmap(lambda kind: st.tuples(kind, kind))
counts = st.integers(-1000, 1000).map(Decimal)


@given(durations, counts)
def test_durations_add_up_and_scale(
    pair: tuple[YearsMonths, YearsMonths] | tuple[DaysTime, DaysTime], count: Decimal
) -> None:
    """Sums commute and are undone by differences; a whole multiple distributes and divides back."""
    a, b = pair
    assert feel.add(a, b) == feel.add(b, a)
    assert feel.subtract(feel.add(a, b), b) == a
    assert feel.add(a, feel.negate(a)) == feel.subtract(a, a)
    assert feel.multiply(count, feel.add(a, b)) == feel.add(feel.multiply(a, count), feel.multiply(count, b))
    if count:
        assert feel.divide(feel.multiply(a, count), count) == a


@given(dates, dates)
def test_the_distance_of_two_dates_leads_from_one_to_the_other(a: Date, b: Date) -> None:
    """b + (a - b) = a."""
    assert feel.add(b, feel.subtract(a, b)) == a


# -- order ---------------------------------------------------------------------------------------------------------


@given(values, values)
def test_one_relation_holds_or_none_is_defined(a: Value, b: Value) -> None:
    """Of <, = and > exactly one is true where there is an order; <= is < or =; the mirror image agrees."""
    if feel.compare(a, b) is None:
        assert feel.less(a, b) is feel.greater(a, b) is None
    else:
        assert [feel.less(a, b), feel.equal(a, b), feel.greater(a, b)].count(True) == 1
    assert feel.less_equal(a, b) is feel.disjunction(feel.less(a, b), feel.equal(a, b))
    assert feel.less(a, b) is feel.greater(b, a)


@given(values, values)
def test_equality(a: Value, b: Value) -> None:
    """Everything equals itself; equality is symmetrical; != is its opposite; the same values are equal."""
    assert feel.equal(a, a) is True
    assert feel.equal(a, b) is feel.equal(b, a)
    assert feel.not_equal(a, b) is feel.negation(feel.equal(a, b))
    if feel.same(a, b):
        assert feel.equal(a, b) is True


@given(temporals, temporals, temporals)
def test_between_is_two_comparisons(value: Value, low: Value, high: Value) -> None:
    """`value between low and high` is `low <= value and value <= high`, and that is `[low..high]`."""
    both = feel.conjunction(feel.less_equal(low, value), feel.less_equal(value, high))
    assert feel.between(value, low, high) is both
    range_ = feel.range_between(low, high, True, True)
    if range_ is not None:
        assert feel.contains(value, range_) is both


@given(small_ranges(), st.integers(-1, 14).map(lambda half: Decimal(half) / 2))
def test_a_number_is_in_a_range_as_its_ends_say(range_: Range, number: Decimal) -> None:
    """Membership against a list of the numbers 0, 0.5 … 6."""
    assert isinstance(range_.start, Decimal)
    assert isinstance(range_.end, Decimal)
    line = [Decimal(half) / 2 for half in range(13)]
    inside = [n for n in line if range_.start < n < range_.end]
    ends = [range_.start] * range_.start_included + [range_.end] * range_.end_included
    assert feel.contains(number, range_) is (number in inside + ends)


@given(scalars, scalars)
def test_every_null_has_a_reason(a: Value, b: Value) -> None:
    """No operator answers null without saying why, and none raises."""
    for operation in [*ARITHMETIC.values(), *COMPARISON.values(), feel.conjunction, feel.disjunction]:
        with listening() as reasons:
            result = operation(a, b)
        assert result is not None or reasons
