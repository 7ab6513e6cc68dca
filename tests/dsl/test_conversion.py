"""Conversions: to a declared type, to text, from and to Python."""

from __future__ import annotations

import datetime as python
from decimal import Decimal
from enum import Enum
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dsl.conversion import coerce, fits, from_python, instance_of, to_python, to_text
from engine.dsl.literals import Shown, literal
from engine.dsl.nulls import listening
from engine.dsl.temporal import Date, DateTime, DaysTime, Time, YearsMonths
from engine.dsl.types import ANY, STRING, FunctionType, SimpleType
from engine.dsl.values import Function, Value
from tests.dsl import claims
from tests.dsl.strategies import ZONES, values

Colour = Enum("Colour", ["RED"])
python_zones = st.one_of(st.none(), st.sampled_from(ZONES).map(ZoneInfo))


@pytest.mark.parametrize(("value", "type_", "instance", "result"), claims.rows("conversion"))
def test_types(value: str, type_: str, instance: str, result: str) -> None:
    """Whether a value is of a type, and what a place of that type takes it as."""
    given_, type_value = claims.value(value), claims.type_(type_)
    assert instance_of(given_, type_value) is claims.value(instance)
    assert claims.answer(lambda: coerce(given_, type_value), result) == claims.expected(result)


@pytest.mark.parametrize(("value", "text"), claims.rows("text"))
def test_text(value: str, text: str) -> None:
    """What string() writes."""
    assert to_text(claims.value(value)) == text


def test_a_choice_takes_its_options_only() -> None:
    """A text that is none of the options does not conform, unless others are allowed."""
    size = SimpleType("string", ("small", "large"))
    assert coerce("small", size) == "small"
    assert coerce("medium", size) is None
    assert coerce("medium", SimpleType("string", ("small", "large"), other=True)) == "medium"


@pytest.mark.parametrize(
    ("parameters", "result", "conforms"),
    [((ANY,), STRING, True), ((STRING,), ANY, True), ((), STRING, False), ((ANY,), SimpleType("number"), False)],
)
def test_functions_conform_by_parameters_and_result(
    parameters: tuple[SimpleType, ...], result: SimpleType, conforms: bool
) -> None:
    """As many parameters, which take at least as much, and a result that is at most as wide."""
    greet = Function("greet", ("name",), lambda name: name, result=STRING)
    assert fits(greet, FunctionType(parameters, result)) is conforms


@given(values)
def test_a_literal_reads_as_its_value(value: Value) -> None:
    """Every value can be written as a FEEL literal that means it."""
    assert claims.value(literal(value)) == value


def test_a_reason_shows_the_beginning_of_a_long_value() -> None:
    """What a message shows of a value stays on one line."""
    assert len(str(Shown(["客户"] * 1000))) == 60


# -- Python --------------------------------------------------------------------------------------------------------


@given(values)
def test_values_pass_the_border_unchanged(value: Value) -> None:
    """A FEEL value is its own FEEL value, but for numbers of more than 34 digits."""
    assert from_python(value) == value


@given(st.datetimes(timezones=python_zones), st.timedeltas())
def test_python_datetimes_come_back(moment: python.datetime, length: python.timedelta) -> None:
    """What came from Python goes back as it was, zones by name included."""
    shown = moment.replace(fold=moment.fold if moment.tzinfo else 0)
    for value in (shown, shown.date(), shown.time(), length):
        assert to_python(from_python(value)) == value
    assert str(to_python(from_python(shown))) == str(shown)


@pytest.mark.parametrize(
    ("given_", "value"),
    [
        (1, Decimal(1)),
        (True, True),
        (0.1, Decimal("0.1")),
        (1e22, Decimal("1E+22")),
        (Decimal("1.50"), Decimal("1.50")),
        (10**34 + 1, Decimal("1.000000000000000000000000000000000E+34")),
        (("a", None), ["a", None]),
        ({1: {"a": 2}}, {"1": {"a": Decimal(2)}}),
        (python.date(2026, 5, 8), Date(2026, 5, 8)),
        (python.time(9, 30, 0, 500), Time(9, 30, 0, 500_000)),
        (python.datetime(2026, 5, 8, 9, tzinfo=python.UTC), DateTime(Date(2026, 5, 8), Time(9, 0, 0, zone=0))),
        (python.timedelta(days=-1, microseconds=1), DaysTime(-86_399_999_999_000)),
    ],
)
def test_python_values_have_feel_values(given_: object, value: Value) -> None:
    """Numbers exactly, tuples as lists, keys as text."""
    assert from_python(given_) == value
    assert type(from_python(given_)) is type(value)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), Decimal("NaN"), Decimal("1e7000")])
def test_what_is_no_number_is_null(number: float | Decimal) -> None:
    """Infinity and not-a-number do not enter, and null says why."""
    with listening() as reasons:
        assert from_python(number) is None
    assert [reason.code for reason in reasons] == ["GJ1421"]


@pytest.mark.parametrize("stranger", [object(), {1, 2}, b"bytes", 1j, Colour.RED])
def test_strangers_are_refused(stranger: object) -> None:
    """A Python object that has no meaning in rules does not enter."""
    with pytest.raises(TypeError):
        from_python(stranger)


@pytest.mark.parametrize("value", [Date(-44, 3, 15), YearsMonths(14), DaysTime(10**27)])
def test_what_python_cannot_hold_stays(value: Value) -> None:
    """Years before 1, months, and very long durations have no Python type."""
    assert to_python(value) is value
