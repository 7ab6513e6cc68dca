"""What people read of the pack's definitions beside their files: a table for every kind, cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest

import engine
from engine.runtime.readable import LISTINGS, tables

PACK = Path(__file__).parents[2] / "configs"
CELLS = [
    ("relationship_health", "维度", ["合作稳定性", "30%", "订单量波动、回款"]),
    ("relationship_health", "订单量波动", ["<= 10%", "10"]),
    ("request_limits", "时限", ["投诉", "-", "resolution", "24 小时", "24x7"]),
    ("request_limits", "时钟", ["解决", 'event = "created"', "created_at", "solved_at != null", "solved_at",
                              'status = "等待客户"']),
    ("request_limits", "提醒与升级", ["100%", "客服主管"]),
    ("sales", "阶段", ["方案制定", "40%", "", "需求已确认", "预计成交金额、预计成交时间", "", "15 天", ""]),
    ("sales", "移动", ["是", "否", "是"]),
    ("complaint", "阶段", ["改进", "", "已回访: called_back_at != null", "", ""]),
    ("customer_tags", "客户标签", ["大额客单", "客单价 >= 10", "客单价10万元以上 [P]"]),
    ("china_office", "每周", ["六", "休息"]),
    ("china_office", "节假日与调休", ["2024-02-10 – 2024-02-17", "春节", "休息"]),
    ("satisfaction", "得分", ["服务质量得分", "问题响应速度、服务人员专业性、问题一次性解决率", "mean", "2"]),
    ("satisfaction", "后续动作", ["低推荐意愿回访", "nps <= 6", "任务"]),
    ("satisfaction_extended", "维度与指标", ["整体满意度", "推荐意愿",
                                        "您有多大意愿将我们的产品/服务推荐给朋友或同事？"]),
    ("milestones", "何时", ["客户", "12 个月、36 个月", "signed_on"]),
    ("lifetime_value", "客户生命周期价值", ["customer", "客单价 * 近12个月订单数 * 毛利率 * 预计合作年数"]),
    ("request", "字段", ["满意度评分", "integer", "", "", "", ">= 1、<= 5"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def pack() -> engine.Project:
    """The CRM pack as it is shipped."""
    return engine.load(PACK)


@pytest.mark.parametrize(("name", "table", "row"), CELLS)
def test_a_row_says_what_the_file_says(pack: engine.Project, name: str, table: str, row: list[str]) -> None:
    """Labels instead of names, conditions word for word, columns in which nothing stands left out."""
    found = {each.label.zh: each for each in tables(pack.model, pack.definitions, name)}
    rows = [[str(cell) for cell in cells] for cells in found[table].rows]
    assert row in rows


def test_every_definition_of_every_kind_is_readable(pack: engine.Project) -> None:
    """Nothing but the project's settings is without a table, and every table begins in the lines of its file."""
    for name, definition in pack.definitions.items():
        found = tables(pack.model, pack.definitions, name)
        assert found or type(definition) not in LISTINGS, name
        last = definition.origin.source.text.count("\n") + 1
        assert all(definition.origin.line <= table.line <= last for table in found), name


def test_a_table_speaks_the_reader_s_language(pack: engine.Project) -> None:
    """Headers, labels and durations in English, what the author wrote as it stands."""
    stages = next(each for each in tables(pack.model, pack.definitions, "sales") if each.label.en == "Stages")
    row = next(cells for cells in stages.rows if cells[0].say("en") == "Proposal")
    assert dict(zip((each.en for each in stages.header), (cell.say("en") for cell in row), strict=True)) == {
        "Stage": "Proposal", "Probability": "40%", "Only from": "", "To enter": "需求已确认",
        "Fields needed": "预计成交金额, 预计成交时间", "To leave": "", "Longest stay": "15 days", "End": "",
    }  # fmt: skip


def test_the_values_of_an_action_stand_behind_their_labels(pack: engine.Project) -> None:
    """A text without its quotation marks, an expression and a time as they are written."""
    actions = next(
        each for each in tables(pack.model, pack.definitions, "complaint_callback") if each.label.zh == "做什么"
    )
    said = str(actions.rows[0][-1])
    assert "任务名称: 投诉回访 {{id}}" in said
    assert "after: 48 hours, of: solved_at" in said
