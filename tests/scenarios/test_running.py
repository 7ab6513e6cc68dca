"""`guiju test` in a folder of its own: what passes, what fails, and what is said about slips."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.scenarios.editing import changed
from engine.scenarios.running import Results, run_features
from engine.scenarios.vocabulary import Step, find, steps

ROOT = Path(__file__).resolve().parents[2]
HEAD = "# language: zh-CN\n功能: 评分\n"
HOLDS = "  场景: 甲\n    假如 客户 的 满意度得分 是 92\n    当 评估 客户关系健康度\n    那么 维度 客户满意度 得 10 分\n"


@pytest.fixture
def run(tmp_path: Path) -> object:
    """Runs one feature file about the pack."""

    def run_one(text: str) -> Results:
        (tmp_path / "a.feature").write_text(HEAD + text, encoding="utf-8")
        return run_features(ROOT / "configs", tmp_path)

    return run_one


def codes(results: Results) -> list[tuple[str, int]]:
    """What was found, with its lines."""
    return [(found.code, found.span.line) for found in results.findings]


def test_a_scenario_that_holds_counts_once(run) -> None:  # type: ignore[no-untyped-def]
    """It ran on both executors, and is one scenario."""
    results = run(HOLDS)
    assert (results.count, results.failures, codes(results)) == (1, 0, [])


def test_a_scenario_that_fails_is_told_at_its_step(run) -> None:  # type: ignore[no-untyped-def]
    """With what came out instead, and on which executors."""
    results = run(HOLDS.replace("得 10 分", "得 7 分"))
    (found,) = results.findings
    assert (results.count, results.failures, found.code, found.span.line) == (1, 1, "GJ5006", 6)
    assert str(found.values["problem"]) == "得到的是 10，不是 7"
    assert found.values["executors"] == ["compiled", "traced"]


def test_an_unknown_step_is_answered_with_the_nearest_one(run) -> None:  # type: ignore[no-untyped-def]
    """The vocabulary is closed: other words are refused, with a suggestion."""
    results = run(HOLDS.replace("当 评估 客户关系健康度", "当 检查一下定义"))
    assert codes(results) == [("GJ5005", 5)]
    assert next(iter(results.findings)).values["suggestions"] == ["检查定义"]


def test_a_file_that_gherkin_cannot_read_is_told_at_its_line(run) -> None:  # type: ignore[no-untyped-def]
    """In our words, not in the library's."""
    assert codes(run(HOLDS + "    胡说\n")) == [("GJ5004", 7)]


def test_every_step_stands_in_both_languages() -> None:
    """As many steps in Chinese as in English, with as many values, and the same below."""
    both = [
        sorted((step.kind, step.below, len(step.parts)) for step in steps() if step.chinese is chinese)
        for chinese in (True, False)
    ]
    assert both[0] == both[1]
    assert len(both[0]) > 30


@pytest.mark.parametrize("step", steps(), ids=lambda step: step.shown)
def test_every_step_is_understood_as_itself(step: Step) -> None:
    """Of several wordings that fit, `the … is …` as well as `the state of … is …`, the one is taken that is meant."""
    for value in ("甲", "a", "a b"):
        assert find(step.kind, value.join(step.parts)) == step


@pytest.mark.parametrize(
    ("then", "zh"),
    [
        ("维度 客户满意度 得 7 分", "得到的是 10，不是 7"),
        ("维度 满意度 得 7 分", "没有“满意度”，有的是：合作稳定性、客户满意度"),
        ("等级 是 优秀", "得到的是 空，不是 优秀"),
        ("总分 是 9", "没有“总分”，有的是：total、"),
        ("完整度 约为 30%", "得到的是 0.25，不是 0.30"),
        ("检查通过", "还没有检查"),
        ("停在原处", "还没有移动，也没有自动推进"),
        ("没有要做的事", "还没有发生什么，时间也没有过去"),
        ("没有标签", "还没有打标"),
        ("提交成功", "还没有提交"),
    ],
)
def test_a_claim_that_does_not_hold_says_what_came_out(run, then: str, zh: str) -> None:  # type: ignore[no-untyped-def]
    """In words; and a claim about what nobody looked at, or about a result that is null, does not hold by accident."""
    problems = [found.values["problem"] for found in run(HOLDS.replace("维度 客户满意度 得 10 分", then)).findings]
    assert [text.zh.startswith(zh) and text.en != text.zh for text in problems] == [True]


@pytest.mark.parametrize("place", ["归档", "Archived"])
def test_a_stage_goes_by_its_label_too(run, place: str) -> None:  # type: ignore[no-untyped-def]
    """In a claim as in what is given."""
    facts = "    假如 客户需求 的 处理状态 是 评价\n    并且 客户需求 的 满意度评分 是 4\n"
    results = run(f"  场景: 甲\n{facts}    当 工单流程 自动推进\n    那么 自动到了 {place}\n")
    assert (results.count, codes(results)) == (1, [])


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        ("size: 1\n", "size", "2", "size: 2\n"),
        ("a: {weight: 30%, cap: 10}\n", "a.weight", "35%", "a: {weight: 35%, cap: 10}\n"),
        ("a:\n  cap: 10\n", "a.missing", "worst", "a:\n  missing: worst\n  cap: 10\n"),
        ("table: |\n  | a |\n  | 1 |\nlast: x\n", "table", "| b |\n| 2 |", "table: |\n  | b |\n  | 2 |\nlast: x\n"),
    ],
)
def test_a_value_is_changed_at_its_place(before: str, path: str, value: str, after: str) -> None:
    """As an author would change it; everything else stays as it is."""
    head = "kind: x\nname: it\n"
    assert changed({"a.yaml": head + before}, "it", path, value) == {"a.yaml": head + after}
