"""Scorecards: what holds whatever the customer is like, and what every policy for missing data gives."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.runtime.project import Project, files_of, load_files
from engine.scenarios.editing import changed

CONFIGS = Path(__file__).resolve().parents[2] / "configs"
CARD = "relationship_health"
RATINGS = (None, "较差", "一般", "良好", "优秀")
WHOLE = {
    "order_fluctuation": Decimal("0.15"),
    "payment_delay": Decimal(10),
    "satisfaction_score": Decimal(85),
    "need_match": "完全满足",
    "contacts_per_month": Decimal(3),
    "raised_need": True,
    "complaints": Decimal(0),
}
CUSTOMERS = st.fixed_dictionaries(
    {
        "order_fluctuation": st.sampled_from([0, "10%", "15%", "30%"]),
        "payment_delay": st.sampled_from([0, 5, 30]),
        "satisfaction_score": st.sampled_from([95, 85, 75, 50]),
        "need_match": st.sampled_from(["完全满足", "基本满足", "部分不满足", "严重不满足"]),
        "contacts_per_month": st.sampled_from([5, 2, 0]),
        "raised_need": st.booleans(),
        "complaints": st.sampled_from([0, 1, 3]),
        "unsolved_complaints": st.sampled_from([0, 1]),
        "minor_complaint": st.booleans(),
    }
)


@cache
def project(*changes: tuple[str, str]) -> Project:
    """The pack with some values of its scorecard changed."""
    files = files_of(CONFIGS)
    for path, value in changes:
        files = changed(files, CARD, path, value)
    return load_files(files)


def evaluate(customer: dict[str, Any], *changes: tuple[str, str], **others: Any) -> dict[str, Any]:
    """What the scorecard publishes about a customer."""
    value = project(*changes).evaluate(CARD, {"customer": customer, **others}).value
    assert isinstance(value, dict)
    return value


@given(
    CUSTOMERS,
    st.sets(st.sampled_from(sorted(WHOLE))),
    st.sampled_from(["renormalise", "neutral(10)", "worst", "block"]),
)
@settings(max_examples=60)
def test_losing_data_never_raises_the_rating(customer: dict[str, Any], lost: set[str], policy: str) -> None:
    """Whatever is lost, and whatever the policy: the rating is the same, lower, or there is none."""
    rule = ("missing.policy", policy)
    before, after = evaluate(customer, rule), evaluate({**customer, **dict.fromkeys(lost)}, rule)
    assert RATINGS.index(after["rating"]) <= RATINGS.index(before["rating"])


@given(CUSTOMERS, st.sets(st.sampled_from(sorted(WHOLE))))
@settings(max_examples=40)
def test_the_bounds_hold_what_complete_data_give(customer: dict[str, Any], lost: set[str]) -> None:
    """Whatever the missing data turn out to be, the total lies between the bounds; nothing missing, nothing open."""
    lost -= {"raised_need"}  # a bonus that nobody claims is no missing data
    before, after = evaluate(customer), evaluate({**customer, **dict.fromkeys(lost)})
    assert after["bounds"]["low"] <= before["bounds"]["low"] <= after["bounds"]["high"]
    if before["completeness"] == 1:
        assert before["bounds"] == {"low": before["total"], "high": before["total"]}


@given(CUSTOMERS)
@settings(max_examples=40)
def test_the_contributions_sum_to_the_total(customer: dict[str, Any]) -> None:
    """Exactly: no binary fraction on the way."""
    result = evaluate({**customer, "complaints": 0})
    assert sum(d["contribution"] for d in result["dimensions"]) == result["total"]
    assert all(d["points"] * d["weight"] == d["contribution"] for d in result["dimensions"])


@given(CUSTOMERS)
@settings(max_examples=60)
def test_the_way_to_the_next_rating_leads_there(customer: dict[str, Any]) -> None:
    """Doing what is named gives the next rating; any alternative alone, or all together."""
    result = evaluate({**customer, "complaints": 0})
    following = result["next"]
    if following is None:
        assert result["rating"] == "优秀"
        return
    ways = following["ways"]
    for way in [ways] if following["together"] else [[way] for way in ways]:
        manual = {each["dimension"]: {"score": each["points"], "remark": "改善以后"} for each in way}
        assert evaluate({**customer, "complaints": 0}, manual=manual)["rating"] == following["rating"]


@pytest.mark.parametrize(
    ("policy", "total", "rating"),
    [
        ("renormalise", "8.2", "一般"),  # (2.10 + 2.00 + 1.05 + 1.00) ÷ 75%
        ("exclude", "8.2", "一般"),
        ("neutral(5)", "7.40", "一般"),  # + 5 × 25%
        ("worst", "6.40", "一般"),  # + 1 × 25%
        ("block", None, None),
    ],
)
def test_policies_for_missing_data(policy: str, total: str | None, rating: str | None) -> None:
    """The satisfaction score is missing: stability 7, need match 10, stickiness 7, risk 10 are known."""
    customer = {**WHOLE, "order_fluctuation": 0, "payment_delay": 30, "contacts_per_month": 2, "raised_need": None}
    result = evaluate({**customer, "satisfaction_score": None}, ("dimensions.satisfaction.missing", policy))
    assert result["total"] == (total and Decimal(total))
    assert (result["rating"], result["provisional"], result["completeness"]) == (rating, True, Decimal("0.75"))


@pytest.mark.parametrize(
    ("combine", "points"),
    [("mean", "5.5"), ("min", "4"), ("max", "7"), ("sum", "10"), ("weighted", "5.5")],
)
def test_ways_to_combine_criteria(combine: str, points: str) -> None:
    """Orders 7 and payment 4."""
    result = evaluate(WHOLE, ("dimensions.stability.combine", combine))
    assert result["dimensions"][0]["points"] == Decimal(points)


def test_weighted_criteria() -> None:
    """Orders count twice as much as payment: (2 × 7 + 4) ÷ 3."""
    tables = project().sources["configs/scoring.yaml"].split("订单量波动: |\n")[1].split("      回款: |\n")
    indented = "".join(f"  {line}\n" for line in tables[0].splitlines())
    files = dict(project().sources)
    files["configs/scoring.yaml"] = (
        files["configs/scoring.yaml"]
        .replace(f"订单量波动: |\n{tables[0]}", f"订单量波动:\n        weight: 2\n        table: |\n{indented}")
        .replace("combine: mean", "combine: weighted")
    )
    value = load_files(files).evaluate(CARD, {"customer": WHOLE}).value
    assert isinstance(value, dict)
    assert value["dimensions"][0]["points"] == Decimal(6)


def test_a_partly_known_dimension_is_provisional() -> None:
    """Half of stability is known: 15% of the weight is open, by the points that payment can give."""
    result = evaluate({**WHOLE, "payment_delay": None})
    assert (result["completeness"], result["note"]) == (Decimal("0.85"), "数据待完善")
    assert result["bounds"]["high"] - result["bounds"]["low"] == Decimal("0.90")  # (10 - 4) ÷ 2 × 30%


def test_a_note_is_asked_for_only_while_it_is_missing() -> None:
    """`require: note`: what is known is to be said in words, once."""
    lacking = {**WHOLE, "payment_delay": None}
    assert [evaluate(WHOLE)["required"], evaluate(lacking)["required"]] == [[], ["note"]]
    assert evaluate(lacking, note="新客户, 尚无回款")["required"] == []


def test_without_manual_scores_none_are_taken() -> None:
    """`manual: none`: a score by hand is an unknown fact."""
    from engine.errors import EvaluationError

    with pytest.raises(EvaluationError) as refused:
        evaluate(WHOLE, ("manual", "none"), manual={"risk": {"score": 9, "remark": "x"}})
    assert [found.code for found in refused.value.diagnostics] == ["GJ4001"]
