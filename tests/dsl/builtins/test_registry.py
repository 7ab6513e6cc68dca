"""How an annotated Python function becomes a FEEL function, and which overload a call reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from engine.dsl.builtins import registry
from engine.dsl.catalogue import message
from engine.dsl.nulls import listening
from engine.dsl.temporal import Date, DateTime
from engine.dsl.types import ANY, DATE, DATE_TIME, NUMBER, STRING, ListType
from engine.dsl.values import Function, Value

ONE, TWO = Decimal(1), Decimal(2)
Register = Callable[[Callable[..., Value]], Function]


@pytest.fixture
def register() -> Iterator[Register]:
    """Register a Python function under the name `probe`, and forget it after the test."""

    def add(python: Callable[..., Value]) -> Function:
        registry.builtin("probe", section="extension")(python)
        return registry.function("probe")

    yield add
    del registry.SIGNATURES["probe"]


def reason(function: Function, *arguments: Value, **named: Value) -> tuple[str, object]:
    """The code of the one reason why a call is null, and the values it speaks of."""
    with listening() as reasons:
        assert function.call(*arguments, **named) is None
    (only,) = reasons
    assert message(only.code).headline.en.format(**only.values)
    return only.code, dict(only.values)


def test_names_and_types_come_from_the_annotations(register: Register) -> None:
    """An underscore is a space, one at the end keeps Python happy; lists know their items."""

    def probe(from_: str, start_position: list[Decimal]) -> bool:
        return True

    function = register(probe)
    assert function.parameters == ("from", "start position")
    assert function.types == (STRING, ListType(NUMBER))
    assert not function.overloads


def test_every_way_to_call_is_an_overload(register: Register) -> None:
    """Alternative types and parameters that may be left out are listed one by one, for the checker."""

    def probe(day: Date | DateTime, length: Decimal = ONE) -> object:
        return day

    function = register(probe)
    assert [each.types for each in function.overloads] == [(DATE,), (DATE_TIME,), (DATE, NUMBER), (DATE_TIME, NUMBER)]
    assert function.result == ANY


def test_overloads_are_chosen_by_number_then_type_then_name(register: Register) -> None:
    """Each call reaches the one Python function that it fits."""

    def by_text(text: str) -> str:
        return "text"

    def by_number(number: Decimal) -> str:
        return "number"

    def by_two(text: str, number: Decimal) -> str:
        return "two"

    for python in (by_text, by_number, by_two):
        function = register(python)
    assert function.call("a") == "text"
    assert function.call(ONE) == "number"
    assert function.call("a", ONE) == "two"
    assert function.call(number=[ONE]) == "number"
    assert function.call(number=ONE, text="a") == "two"


@pytest.mark.parametrize(
    ("arguments", "named", "code", "values"),
    [
        ((), {}, "GJ1301", {"given": 0, "expected": "1, 2"}),
        (("a", ONE, ONE), {}, "GJ1301", {"given": 3, "expected": "1, 2"}),
        ((ONE,), {}, "GJ1302", {"position": 1, "parameter": "text", "expected": "string", "given": "number"}),
        (("a", True), {}, "GJ1302", {"position": 2, "parameter": "start at", "expected": "number", "given": "boolean"}),
        ((None,), {}, "GJ1303", {"position": 1, "parameter": "text", "expected": "string"}),
        ((), {"start at": ONE}, "GJ1304", {"given": "start at", "expected": "text, start at"}),
        ((), {"text": "a", "start": ONE}, "GJ1305", {"parameter": "start", "expected": "text, start at"}),
    ],
)
def test_a_call_that_fits_nothing_says_why(
    register: Register,
    arguments: tuple[Value, ...],
    named: dict[str, Value],
    code: str,
    values: dict[str, object],
) -> None:
    """The reason names the function and what is wrong, in words of FEEL."""

    def probe(text: str, start_at: Decimal = ONE) -> str:
        return text

    assert reason(register(probe), *arguments, **named) == (code, {"function": "probe", **values})


def test_null_where_it_may_be_given(register: Register) -> None:
    """`X | None` takes null, and is null where a named argument is left out; `object` takes null when it is given."""

    def probe(first: object, second: str | None, third: object) -> object:
        return [first, second, third]

    function = register(probe)
    assert function.call(None, None, None) == [None, None, None]
    assert function.call(third=ONE, first=TWO) == [TWO, None, ONE]
    assert reason(function, second="a", third=ONE)[0] == "GJ1304"


def test_lists_and_items_stand_for_each_other(register: Register) -> None:
    """A list of one is its item, an item a list of one, a date its midnight (DMN 1.5, 10.3.2.9.4)."""

    def probe(text: str, numbers: list[Decimal], at: DateTime) -> object:
        return [text, numbers, at]

    function, day = register(probe), Date(2026, 5, 8)
    assert function.call(["a"], ONE, day) == ["a", [ONE], day.at_midnight()]
    assert reason(function, ["a", "b"], ONE, day)[1]["given"] == "list<Any>"  # type: ignore[index]
    assert reason(function, "a", ["b"], day)[0] == "GJ1302"
    assert reason(function, "a", None, day)[0] == "GJ1303"


def test_any_number_of_arguments_or_one_list(register: Register) -> None:
    """A variadic parameter that stands alone takes its items either way, and looks at each."""

    def probe(*list_: Decimal) -> object:
        return list(list_)

    function = register(probe)
    assert function.call(ONE, TWO) == function.call([ONE, TWO]) == function.call(list=[ONE, TWO]) == [ONE, TWO]
    assert function.call([]) == []
    assert reason(function)[0] == "GJ1301"
    assert reason(function, [ONE, "a"])[1]["position"] == 2  # type: ignore[index]


def test_further_arguments_are_items(register: Register) -> None:
    """A variadic parameter behind another takes every argument as it is, lists too."""

    def probe(list_: list[object], *item: object) -> object:
        return [*list_, *item]

    function = register(probe)
    assert function.call([ONE], [TWO], None) == [ONE, [TWO], None]
    assert reason(function, [ONE])[0] == "GJ1301"
