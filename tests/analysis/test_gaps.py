"""Gaps of decision tables: which holes are told, with which witness, where, and what would close them."""

from __future__ import annotations

from typing import Any

import pytest

from engine.dsl.types import BOOLEAN, NUMBER, SimpleType
from engine.model.boxed import HitPolicy
from tests.analysis.pipe_tables import findings, grid_of

RATINGS = """
| 综合评分 | -> 等级 |
| [9..10] | "优秀"  |
| [7..8]  | "良好"  |
| [5..6]  | "一般"  |
| <= 4    | "较差"  |
"""
WHOLE = SimpleType("number", places=0)
CENTS = SimpleType("number", places=2)
CHOICE = SimpleType("string", ("战略客户", "普通客户"))


def holes(text: str, **more: Any) -> list[str]:
    return [str(each.values["region"]) for each in findings(grid_of(text, **more)) if each.code == "GJ2103"]


def column(*cells: str) -> str:
    """A table of one input `x` with these cells."""
    return "\n".join(["| x | -> y |", *(f"| {cell} | 1 |" for cell in cells)])


def test_the_ratings_of_the_source_leave_three_holes() -> None:
    """9–10 / 7–8 / 5–6 / ≤4 with marks from 0 to 10 (D03): each hole at the lower band, with a witness and a remedy."""
    told = findings(grid_of(RATINGS, allowed={"综合评分": "[0..10]"}))
    assert [(each.span.text, each.values["region"], str(each.witness), each.values["suggestion"]) for each in told] == [
        ("[7..8]", "综合评分: (8..9)", "{'综合评分': Decimal('8.5')}", "[7..9)"),
        ("[5..6]", "综合评分: (6..7)", "{'综合评分': Decimal('6.5')}", "[5..7)"),
        ("<= 4", "综合评分: (4..5)", "{'综合评分': Decimal('4.5')}", "< 5"),
    ]
    assert [each.labels[0].span.text for each in told] == ["[9..10]", "[7..8]", "[5..6]"]


def test_the_bands_as_they_were_resolved_leave_none() -> None:
    """≥9 / [7..9) / [5..7) / <5, whatever numbers may come."""
    assert findings(grid_of(column(">= 9", "[7..9)", "[5..7)", "< 5"))) == []


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("[9..10]", "[7..8]", "[5..6]", "<= 4"), ["x: (4..5)", "x: (6..7)", "x: (8..9)", "x: > 10"]),
        (("< 10%", "(10%..20%)", ">= 20%"), ["x: 10%"]),
        (('<= @"2026-03-31"', '>= @"2026-04-02"'), ['x: (@"2026-03-31"..@"2026-04-02")']),
        (('<= @"2026-03-31"', '>= @"2026-04-01"'), []),
        (('< @"PT2H"', '> @"PT2H"'), ['x: @"PT2H"']),
        (('< @"P1Y"', '>= @"P12M"'), []),
        (('<= @"11:59:59"', '>= @"12:00:00"'), []),
        (('< @"2026-01-01T00:00:00Z"', '> @"2026-01-01T08:00:00+08:00"'), ['x: @"2026-01-01T00:00:00Z"']),
        (("? < 3 and ? > 1", "not(? between 1 and 3)"), ["x: 1", "x: 3"]),
        (("1, 2", "not(1, 2)"), []),
        (('date("2026-01-01")', 'not(date("2026-01-01"))'), []),
        (("-1 * 5", "< -5", "> -5"), []),
        (("true",), ["x: false"]),
        (('"A"', '"B"'), ['x: not("A", "B")']),
        (("null", "< 5", ">= 5"), []),
        (("-",), []),
    ],
    ids=str,
)
def test_holes_of_one_column(cells: tuple[str, ...], expected: list[str]) -> None:
    """Decimals, percentages, dates (whose days have nothing between them), times, durations, texts, booleans."""
    assert sorted(holes(column(*cells))) == sorted(expected)


@pytest.mark.parametrize(
    ("type_", "cells", "expected"),
    [
        (WHOLE, ("0", "[1..2]", ">= 3", "< 0"), []),
        (NUMBER, ("0", "[1..2]", ">= 3", "< 0"), ["x: (0..1)", "x: (2..3)"]),
        (CENTS, ("<= 59.99", ">= 60"), []),
        (CENTS, ("<= 59.98", ">= 60"), ["x: (59.98..60)"]),
        (CHOICE, ('"战略客户"',), ["x: 普通客户"]),
        (CHOICE, ('"战略客户"', '"普通客户"'), []),
        (SimpleType("string", ("A",), other=True), ('"A"',), ["x: not(A)"]),
        (BOOLEAN, ("true", "not(true)"), []),
    ],
    ids=str,
)
def test_the_declared_type_says_what_may_come(type_: SimpleType, cells: tuple[str, ...], expected: list[str]) -> None:
    """Whole numbers and cents have nothing between them; a choice has its options and no other."""
    assert holes(column(*cells), types={"x": type_}) == expected


TWO_COLUMNS = """
| 核心业务 | 重要事项 | -> 紧急度 |
| true    | -       | "紧急"   |
| false   | true    | "重要"   |
"""


def test_a_hole_of_two_columns_is_told_with_the_row_that_closes_it() -> None:
    """No cell could be made wider on a line, so a whole row is proposed, at the header."""
    (told,) = findings(grid_of(TWO_COLUMNS))
    assert (told.values["region"], told.values["row"]) == ("核心业务: false, 重要事项: false", "| false | false | |")
    assert told.witness == {"核心业务": False, "重要事项": False}


@pytest.mark.parametrize("policy", list(HitPolicy))
def test_only_policies_with_one_result_need_every_value(policy: HitPolicy) -> None:
    """Lists of results may be empty; unique, any, first and priority give one result, so a hole is an error."""
    single = (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST, HitPolicy.PRIORITY)
    assert bool(holes(TWO_COLUMNS, policy=policy)) == (policy in single)


@pytest.mark.parametrize("default", ['"常规"', "null"])
def test_a_default_closes_all_holes(default: str) -> None:
    """A default of null says that no result is meant."""
    assert holes(TWO_COLUMNS, default=default) == []


UNCLEAR = """
| x    | -> y |
| > 5  | 1    |
| {}   | 2    |
"""


def codes(text: str, **more: Any) -> list[str]:
    return [each.code for each in findings(grid_of(text, **more))]


@pytest.mark.parametrize("cell", ["< limit", "? * 2 < 10", "odd(?)"])
def test_what_cannot_be_told_is_said_so(cell: str) -> None:
    """A cell that depends on more than its column: neither holes nor their absence are certain."""
    assert codes(UNCLEAR.format(cell)) == ["GJ2192", "GJ2194"]


def test_an_unclear_cell_hides_no_certain_hole() -> None:
    """Even if that row takes all it may, x = 5 with another kind is left."""
    text = """
    | x    | k   | -> y |
    | > 5  | -   | 1    |
    | < m  | "A" | 2    |
    """
    assert holes(text, types={"k": SimpleType("string", ("A", "B"))}) == ["x: <= 5, k: B"]


def test_many_holes_are_summed_up() -> None:
    """Eight holes are told one by one, and each says how many more there are."""
    told = findings(grid_of(column(*(str(n) for n in range(12)))))
    assert (len(told), {each.values["more"] for each in told}) == (8, {5})
