"""Ranges: from text, and their relations against an oracle that lists what lies in them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given

from engine.dsl.builtins import BUILTINS
from engine.dsl.comparison import same
from engine.dsl.nulls import listening
from engine.dsl.values import Range, Value
from tests.dsl import claims
from tests.dsl.strategies import points, small_ranges

LINE = [Decimal(quarter) / 4 for quarter in range(25)]
"""A dense line in small: three numbers lie between two whole ones, so that every range has an inside."""

Members = list[Decimal]


def members(value: Value) -> Members:
    """The numbers of the line that lie in a range; of a point, itself."""
    if not isinstance(value, Range):
        return [n for n in LINE if n == value]
    return [n for n in LINE if claims.operators.contains(n, value)]


def share(a: Members, b: Members) -> bool:
    """Whether they have a number in common."""
    return bool(set(a) & set(b))


ORACLE = {
    "before": lambda a, b: max(a) < min(b),
    "meets": lambda a, b: max(a) == min(b),
    "overlaps": share,
    "overlaps before": lambda a, b: share(a, b) and min(a) < min(b) and max(a) <= max(b),
    "finishes": lambda a, b: max(a) == max(b) and set(a) <= set(b),
    "includes": lambda a, b: set(b) <= set(a),
    "starts": lambda a, b: min(a) == min(b) and set(a) <= set(b),
    "coincides": lambda a, b: a == b,
}
"""What each relation means, said of the numbers in a and in b."""
INVERSE = {
    "after": "before",
    "met by": "meets",
    "overlaps after": "overlaps before",
    "finished by": "finishes",
    "during": "includes",
    "started by": "starts",
}
ON_POINTS = {"before", "after", "coincides"}


@pytest.mark.parametrize("name", [*ORACLE, *INVERSE])
@given(a=small_ranges(), b=small_ranges(), p=points, q=points)
def test_relations_mean_what_they_say(name: str, a: Range, b: Range, p: Decimal, q: Decimal) -> None:
    """Every overload of every relation agrees with the numbers that lie in its arguments."""
    for parameters in {each.parameters for each in BUILTINS[name].overloads or (BUILTINS[name],)}:
        arguments = [
            r if parameter.startswith("range") else n
            for parameter, r, n in zip(parameters, (a, b), (p, q), strict=True)
        ]
        first, second = map(members, arguments)
        wanted = ORACLE[name](first, second) if name in ORACLE else ORACLE[INVERSE[name]](second, first)
        named = dict(zip(parameters, arguments, strict=True))
        assert BUILTINS[name].call(*arguments) is BUILTINS[name].call(**named) is wanted, (parameters, arguments)


def test_the_overloads_are_those_of_the_standard() -> None:
    """Which relations take points: before, after and coincides two, seven more one."""
    takes = {
        name: {each.parameters for each in BUILTINS[name].overloads or (BUILTINS[name],)}
        for name in [*ORACLE, *INVERSE]
    }
    assert {name for name, shapes in takes.items() if ("point1", "point2") in shapes} == ON_POINTS
    assert {name for name, shapes in takes.items() if ("point", "range") in shapes} == {
        "before", "after", "finishes", "starts", "during",
    }  # fmt: skip
    assert {name for name, shapes in takes.items() if ("range", "point") in shapes} == {
        "before", "after", "finished by", "started by", "includes",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "first", "second", "result"),
    [
        ("before", "(< 5)", "[5..10]", "true"),
        ("before", "(<= 5)", "[5..10]", "false"),
        ("overlaps", "(> 5)", "(< 6)", "true"),
        ("includes", "(>= 1)", "[1..5]", "true"),
        ("during", "5", "(= 5)", "true"),
        ("starts", "(< 1)", "(< 5)", "true"),
        ("before", "1", '"a"', "null GJ1411"),
        ("overlaps", "[1..5]", '["a".."b"]', "null GJ1411"),
        ("includes", "(!= 5)", "1", "null GJ1415"),
        ("before", "[1..null)", "10", "null GJ1415"),
        ("before", "null", "10", "null GJ1303"),
        ("coincides", "1", "[1..3]", "null GJ1302"),
    ],
)
def test_relations_at_their_limits(name: str, first: str, second: str, result: str) -> None:
    """Ranges without an end, and what cannot be compared."""
    arguments = claims.value(first), claims.value(second)
    assert claims.answer(lambda: BUILTINS[name].call(*arguments), result) == claims.expected(result)


@pytest.mark.parametrize(("text", "result"), claims.rows("range"))
def test_ranges_from_text(text: str, result: str) -> None:
    """Literals at the ends, of one type, in order; an excluded end may be left out."""
    assert claims.answer(lambda: BUILTINS["range"].call(text), result) == claims.expected(result)


def test_a_text_that_is_no_range_has_one_reason() -> None:
    """The author hears that the text is no range, not how it was tried."""
    with listening() as reasons:
        assert same(BUILTINS["range"].call('[1.."b"]'), None)
    assert [reason.code for reason in reasons] == ["GJ1434"]
