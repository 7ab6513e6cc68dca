"""Rows that hold together, rows that can never win: what is told, where, and what would mend it."""

from __future__ import annotations

from typing import Any

import pytest

from engine.model.boxed import HitPolicy
from tests.analysis.pipe_tables import findings, grid_of

OVERDUE = """
| 逾期天数 | -> 措施  |
| > 15    | "关注"   |
| > 30    | "高风险" |
| -       | "正常"   |
"""


def told(text: str, **more: Any) -> list[tuple[str, str]]:
    return [(each.code, each.span.text) for each in findings(grid_of(text, **more))]


def test_a_limit_shared_by_two_bands_belongs_to_the_upper_one() -> None:
    """`[7..9]` and `>= 9` both take 9: the lower band is cut, and the fix is one edit of its cell."""
    (finding,) = findings(grid_of('| x | -> y |\n| >= 9 | "a" |\n| [7..9] | "b" |\n| < 7 | "c" |'))
    assert (finding.code, finding.values["first"], finding.values["second"]) == ("GJ2111", 1, 2)
    assert (finding.values["row"], finding.values["suggestion"]) == (2, "[7..9)")
    assert finding.fix is not None
    assert not finding.fix.safe
    assert [(edit.span.text, edit.text) for edit in finding.fix.edits] == [("[7..9]", "[7..9)")]


def test_one_row_that_meets_many_is_told_once() -> None:
    """The catch-all row at the end of a unique table meets both rows above."""
    (finding, *rest) = [each for each in findings(grid_of(OVERDUE)) if each.values["second"] == 3]
    assert (finding.span.text, finding.values["more"], rest) == ("-", 1, [])


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (HitPolicy.UNIQUE, [("GJ2111", "> 30"), ("GJ2111", "-")]),
        (HitPolicy.ANY, [("GJ2112", "> 30"), ("GJ2112", "-")]),
        (HitPolicy.FIRST, [("GJ2113", "> 30")]),
        (HitPolicy.PRIORITY, [("GJ2113", "> 15"), ("GJ2113", "> 30")]),
        (HitPolicy.RULE_ORDER, []),
        (HitPolicy.COLLECT, []),
    ],
    ids=lambda value: value.name if isinstance(value, HitPolicy) else "",
)
def test_what_overlapping_rows_mean_is_for_the_hit_policy(policy: HitPolicy, expected: list[tuple[str, str]]) -> None:
    """The same table under every policy. The order of priority is 正常, 高风险, 关注."""
    assert told(OVERDUE, policy=policy, allowed={"措施": '"正常", "高风险", "关注"'}) == expected


def test_equal_results_may_overlap_under_any() -> None:
    """`1 + 1` is `2`, as far as constants go."""
    assert told("| x | -> y |\n| > 5 | 1 + 1 |\n| - | 2 |", policy=HitPolicy.ANY) == []


def test_rows_that_differ_in_one_column_do_not_overlap() -> None:
    """Two boxes that touch in one column are apart in the other."""
    text = '| x | k | -> y |\n| [0..5] | "A" | 1 |\n| [0..5] | not("A") | 2 |\n| < 0 | - | 3 |\n| > 5 | - | 4 |'
    assert told(text) == []


@pytest.mark.parametrize(("cell", "allowed"), [("[9..7]", None), ("> 10", {"x": "[0..10]"}), ("(3..3)", None)])
def test_a_row_for_no_value_is_told(cell: str, allowed: dict[str, str] | None) -> None:
    """An empty range, or one beyond the values that are allowed."""
    assert told(f"| x | -> y |\n| {cell} | 1 |\n| - | 2 |", allowed=allowed, policy=HitPolicy.FIRST) == [
        ("GJ2114", cell)
    ]


def test_a_missing_value_is_a_case_of_its_own() -> None:
    """`null` behind `-` can never be chosen; before it, it can."""
    assert told("| x | -> y |\n| - | 1 |\n| null | 2 |", policy=HitPolicy.FIRST) == [("GJ2113", "null")]
    assert told("| x | -> y |\n| null | 1 |\n| - | 2 |", policy=HitPolicy.FIRST) == []


def test_a_row_that_hides_several_is_told_once() -> None:
    """Where the catch-all row was put first, that is the one mistake."""
    table = "| x | -> y |\n| - | 1 |\n| > 30 | 2 |\n| > 15 | 3 |"
    (finding,) = findings(grid_of(table, policy=HitPolicy.FIRST))
    assert (finding.code, finding.span.text, finding.values["hidden"]) == ("GJ2119", "-", [2, 3])


def test_a_table_that_is_meant_in_order_is_told_once() -> None:
    """Rows that overlap in several places, and would all be of use under `first`: the hit policy was forgotten."""
    table = "| x | y | -> z |\n| > 9 | - | 1 |\n| - | > 9 | 2 |\n| > 5 | > 5 | 3 |\n| - | - | 4 |"
    (finding,) = findings(grid_of(table))
    assert (finding.code, finding.values["row"], finding.values["also"]) == ("GJ2111", 4, [2, 3])


@pytest.mark.parametrize(("default", "code"), [(None, "GJ2103"), ('"z"', "GJ2114")])
def test_a_row_out_of_reach_is_told_once(default: str | None, code: str) -> None:
    """With the only gap, which it was to cover; by itself where a default leaves none."""
    text = '| x | -> y |\n| < 5 | "a" |\n| (9..5) | "b" |'
    assert told(text, default=default) == [(code, "(9..5)")]
