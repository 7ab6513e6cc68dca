"""Conditions that can never hold, or always do: examples, and random conditions against every combination of values."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis.conditions import check_conditions
from engine.dsl.checker import resolve
from engine.dsl.diagnostics import Diagnostic, Diagnostics
from engine.dsl.parser import parse_expression
from engine.dsl.scope import Scope
from engine.dsl.text import Text
from engine.dsl.types import BOOLEAN, DATE, NUMBER, STRING, SimpleType, Type
from engine.model.boxed import LiteralExpression
from engine.model.decision import Decision

EXAMPLES = int(os.environ.get("GUIJU_ORACLE_EXAMPLES", "100"))
MARK = replace(NUMBER, least=Decimal(0), most=Decimal(3))
SEEN: dict[str, Type] = {
    "n": MARK,
    "c": SimpleType("string", ("A", "B", "C")),
    "b": BOOLEAN,
    "free": NUMBER,
    "text": STRING,
    "day": DATE,
}


def findings(text: str) -> list[Diagnostic]:
    tree = resolve(parse_expression(text), Scope(SEEN), Diagnostics(), BOOLEAN)
    found = Diagnostics()
    logic = LiteralExpression(tree.span, tree)
    check_conditions(Decision("d", Text("判定"), tree.span, logic, type=BOOLEAN), SEEN, found)
    return list(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("n > 2 and n < 1", ["GJ2201"]),
        ("n >= 4", ["GJ2201"]),
        ("n >= 0", []),
        ("free >= 5 or free < 10", ["GJ2202"]),
        ('c = "A" and c = "B"', ["GJ2201"]),
        ('c != "A" or c != "B"', ["GJ2202"]),
        ('c in ("A", "B", "C")', ["GJ2202"]),
        ('text != "A" and text = "A"', ["GJ2201"]),
        ("b and not(b)", ["GJ2201"]),
        ("b = true or b = false", ["GJ2202"]),
        ("b or n > 3", ["GJ2201"]),
        ("free between 5 and 1", ["GJ2201"]),
        ("5 < free and free < 3", ["GJ2201"]),
        ("free > n and n > free", []),
        ("free > n and (n > 2 and n < 1)", ["GJ2201"]),
        ('text = null and text = "A"', ["GJ2201"]),
        ("free = null or free > 5", []),
        ('day > @"2026-02-01" and day < @"2026-01-01"', ["GJ2201"]),
        ("if n > 3 then true else b", ["GJ2201"]),
        ("true", []),
        ("b", []),
        ("count([1]) = free", []),
    ],
)
def test_examples(text: str, expected: list[str]) -> None:
    """What is told is certain; what repeats the limits of a field, or depends on two things at once, is not told."""
    assert [each.code for each in findings(text)] == expected


def test_the_part_that_can_never_hold_is_shown() -> None:
    """An alternative that is dead, with the values that there are."""
    (told,) = findings("b or n > 3")
    assert (told.span.text, str(told.values["name"]), told.values["domain"]) == ("n > 3", "n", "[0..3]")


# -- every combination of values ---------------------------------------------------------------------------------------

Values = tuple[Decimal, str, bool]
Formula = tuple[str, Callable[[Values], bool]]
HALVES = [Decimal(n) / 2 for n in range(-3, 10)]
WITHIN = [value for value in HALVES if 0 <= value <= 3]
SIGNS: dict[str, Callable[[Decimal, int], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}

numbers: st.SearchStrategy[Formula] = st.builds(
    lambda sign, limit: (f"n {sign} {limit}", lambda values: SIGNS[sign](values[0], limit)),
    st.sampled_from(list(SIGNS)),
    st.integers(-1, 4),
)
choices: st.SearchStrategy[Formula] = st.builds(
    lambda sign, option: (f'c {sign} "{option}"', lambda values: (values[1] == option) is (sign == "=")),
    st.sampled_from(["=", "!="]),
    st.sampled_from("ABC"),
)
booleans: st.SearchStrategy[Formula] = st.just(("b", lambda values: values[2]))


def joined(parts: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    return st.one_of(
        st.builds(lambda a, b: (f"({a[0]}) and ({b[0]})", lambda v: a[1](v) and b[1](v)), parts, parts),
        st.builds(lambda a, b: (f"({a[0]}) or ({b[0]})", lambda v: a[1](v) or b[1](v)), parts, parts),
        st.builds(lambda a: (f"not({a[0]})", lambda v: not a[1](v)), parts),
    )


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.recursive(st.one_of(numbers, choices, booleans), joined, max_leaves=5))
def test_against_every_combination(formula: Formula) -> None:
    """Never: no declared values make it true. Always: whatever number comes, declared or not, it is true; or its only
    limit lies beyond the declared ones, and it is true within."""
    text, holds = formula
    if text == "b":
        return
    told = {each.code for each in findings(text) if each.span.text == text}
    never = not any(map(holds, product(WITHIN, "ABC", (True, False))))
    beyond = text in {f"n {sign} {limit}" for sign in SIGNS for limit in (-1, 4)}
    always = all(map(holds, product(WITHIN if beyond else HALVES, "ABC", (True, False))))
    assert ("GJ2201" in told) == never
    assert ("GJ2202" in told) == always
