"""Forms: hidden means absent, computed is never read, nothing typed is lost, every fault has a sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine.dsl.machine_formats import as_json
from engine.runtime.forms import Rules, blank, fill, stored

CASES = yaml.safe_load((Path(__file__).parents[1] / "data/forms/posts.yaml").read_text(encoding="utf-8"))
GOOD = {"customer": ["甲"], "kind": ["标准"], "amount": ["100"]}


def lists(posted: dict[str, Any]) -> dict[str, list[str]]:
    """A post as a browser sends it: every name with a list of texts."""
    return {key: value if isinstance(value, list) else [value] for key, value in posted.items()}


@pytest.mark.parametrize("case", CASES, ids=[case["proves"] for case in CASES])
def test_posts(case: dict[str, Any], order: engine.Entity, rules: Rules) -> None:
    """tests/data/forms/posts.yaml: what is posted on top of a good form, and what comes of it."""
    form = fill(order, {**GOOD, **lists(case["post"])}, rules)
    stored_as = {name: value for name, value in form.values.items() if name in case.get("values", {})}
    assert {key: str(value) for key, value in stored_as.items()} == case.get("values", {})
    assert {name: error.code for name, error in form.errors.items()} == case.get("errors", {})
    assert set(case.get("hidden", [])) & form.asked == set()
    assert set(case.get("asked", [])) <= form.asked


SENTENCES = [
    ({"customer": [""]}, "customer", "请填写客户", "Customer is needed"),
    ({"amount": ["三"]}, "amount", "金额要填数字, 不能是“三”", 'Amount takes a number, not "三"'),
    ({"pieces": ["0"]}, "pieces", "件数不能小于 1", "Pieces cannot be less than 1"),
    ({"kind": ["金卡"]}, "kind", "类别没有“金卡”这个选项", 'Kind has no option "金卡"'),
    ({"due_on": ["2026-02-31"]}, "due_on", "交货日要填日期, “2026-02-31”不是日期",
     'Due on takes a date, and "2026-02-31" is none'),
    ({"customer": ["超过二十个字的客户名称超过二十个字的客户名称"]}, "customer", "客户最多 20 个字, 现在是 22 个",
     "Customer takes at most 20 characters, and has 22"),
]  # fmt: skip


@pytest.mark.parametrize(("post", "field", "zh", "en"), SENTENCES)
def test_findings_speak_of_the_field_in_both_languages(
    order: engine.Entity, rules: Rules, post: dict[str, list[str]], field: str, zh: str, en: str
) -> None:
    """The label, what was typed, what is asked for; and the place where the field is defined."""
    error = fill(order, {**GOOD, **post}, rules).errors[field]
    assert as_json(error)["message"] == {"zh": zh, "en": en}
    assert error.span == order.fields[field].origin


def test_the_author_s_own_message_is_told(order: engine.Entity, rules: Rules) -> None:
    """`message` beside `valid_if` is what the staff read."""
    error = fill(order, {**GOOD, "ordered_on": ["2026-03-06"]}, rules).errors["ordered_on"]
    assert as_json(error)["facts"] == {"zh": ["不能晚于今天"], "en": ["cannot be later than today"]}


def test_what_was_typed_is_shown_again_as_it_was(order: engine.Entity, rules: Rules) -> None:
    """Faulty, hidden or strangely written: the form comes back with every character."""
    typed = {**GOOD, "amount": ["１２三"], "drawing": [" D-1 "], "customer": ["<b>甲</b>"]}
    assert fill(order, typed, rules).typed == typed


def test_a_new_form_holds_the_defaults_and_says_what_is_needed(order: engine.Entity, rules: Rules) -> None:
    """标准 is chosen; a drawing is not asked for before 定制 is."""
    form = blank(order, rules)
    assert form.typed["kind"] == ["标准"]
    assert form.required == {"customer", "amount"}
    assert "drawing" not in form.asked
    assert "price" not in form.asked


def test_computed_fields_follow_what_they_are_computed_from(order: engine.Entity, rules: Rules) -> None:
    """单价 is 金额 by 件数, whatever the browser says."""
    form = fill(order, {**GOOD, "pieces": ["8"], "price": ["1"]}, rules)
    assert form.values["price"] == Decimal("12.5")


ANSWERS = {
    "kind": st.sampled_from(["标准", "定制", "维修", "", "别的"]),
    "drawing": st.sampled_from(["", "D-1"]),
    "tolerance": st.sampled_from(["", "0.5", "2", "9", "x"]),
    "reason": st.sampled_from(["", "客户同意"]),
    "amount": st.sampled_from(["", "1", "-1"]),
    "pieces": st.sampled_from(["", "3"]),
    "express": st.sampled_from(["", "true", "是", "?"]),
}


@given(st.fixed_dictionaries({name: texts.map(lambda text: [text]) for name, texts in ANSWERS.items()}))
def test_hidden_is_never_required_stored_or_faulty(
    order: engine.Entity, rules: Rules, posted: dict[str, list[str]]
) -> None:
    """For any answers: what is not asked has no value and no fault; what has a fault was asked."""
    form = fill(order, posted, rules)
    hidden = set(order.fields) - form.asked - {"price"}
    assert all(form.values[name] is None for name in hidden)
    assert form.required <= form.asked
    assert set(form.errors) <= form.asked


@given(st.fixed_dictionaries({name: texts.map(lambda text: [text]) for name, texts in ANSWERS.items()}))
def test_a_stored_form_opened_and_saved_again_is_the_same(
    order: engine.Entity, rules: Rules, posted: dict[str, list[str]]
) -> None:
    """Opening a record and saving it untouched changes nothing."""
    values = fill(order, posted, rules).values
    assert stored(order, values, rules).values == values


def test_other_answers_come_back_in_their_own_box(order: engine.Entity, rules: Rules) -> None:
    """展会 is none of the options of 渠道, which allows another answer."""
    form = stored(order, {"channel": "展会", "ordered_on": date(2026, 3, 5)}, rules)
    assert (form.typed["channel"], form.typed["channel.other"]) == ([".other"], ["展会"])
    assert (form.values["channel"], form.values["ordered_on"]) == ("展会", date(2026, 3, 5))
