"""Evaluations through the pages: data and assessor side by side, reasons with their places, history under old rules."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from web.current import workplace_of

CARD = "relationship_health"
FORM = f"/records/customer/C001/evaluate/{CARD}"
NEWCOMER = f"/records/customer/C003/evaluate/{CARD}"
MARKS = {
    "score_stability": "9", "remark_stability": "近6个月订单量平稳",
    "score_satisfaction": "9", "remark_satisfaction": "认可质量与响应",
    "score_need_match": "8", "remark_need_match": "定制需求已交付",
}  # fmt: skip
PLACE = re.compile(r'href="/rules/files/configs/scoring\.yaml\?line=(\d+)[^"]*"')


def test_the_page_shows_what_the_data_give_before_anything_is_kept(reader: Any) -> None:
    """9.55 优秀 with its strategy; nothing is on file yet."""
    page = reader.read(FORM)
    for word in ("9.55", "优秀", "高层互访", "已经是最高等级"):
        assert word in page
    assert "还没有评估" in reader.read("/evaluations/")


def test_marks_are_worked_out_and_kept(visitor: Any) -> None:
    """The example of the sources: 8.60 良好, both scores, the remarks, the strategy, the way to the next rating."""
    preview = visitor.post(FORM, {**MARKS, "_action": "preview"})
    assert "8.60" in preview.text
    assert "还没有评估" in visitor.read("/evaluations/")
    kept = visitor.post(FORM, {**MARKS, "_action": "save"})
    page = visitor.read(kept.location)
    for word in ("8.60", "良好", "近6个月订单量平稳", "2.70", "定期推送行业解决方案", "到“优秀”要 9.00 分"):
        assert word in page
    assert re.search(r'class="replaced">10</span>', page)
    assert "8.60" in visitor.read("/records/customer/C001")
    assert "良好" in visitor.read("/records/customer/")


def test_an_evaluation_sent_twice_is_kept_once(visitor: Any) -> None:
    """A double click keeps one; evaluating again keeps another one."""
    token = re.search(r'name="_once" value="([^"]+)"', visitor.read(FORM))
    assert token
    twice = [visitor.post(FORM, {"_once": token[1], "_action": "save"}).location for _ in range(2)]
    assert twice == ["/evaluations/1", "/evaluations/1"]
    assert visitor.post(FORM, {"_action": "save"}).location == "/evaluations/2"


def test_long_lists_of_evaluations_have_pages(visitor: Any) -> None:
    """The last ones first, twenty-five a page; a page that is not there is empty and says so."""
    services = workplace_of(visitor.client.application).services()
    for _ in range(27):
        services.evaluate_record(CARD, "C001", by="李*")
    numbers = re.compile(r'href="/evaluations/(\d+)"')
    assert numbers.findall(visitor.read("/evaluations/")) == [str(n) for n in range(27, 2, -1)]
    page = visitor.read("/evaluations/?page=2")
    assert numbers.findall(page) == ["2", "1"]
    assert "第 26–27 条, 共 27 条" in page
    assert "还没有评估" in visitor.read("/evaluations/?page=99")


def test_every_reason_leads_to_its_line(visitor: Any) -> None:
    """A row that matched links to the line of the file that says so, and the line is marked there."""
    page = visitor.read(visitor.post(FORM, {"_action": "save"}).location)
    assert "订单量波动 8.33% 符合 &lt;= 10%" in page
    lines = PLACE.findall(page)
    assert len(lines) > 10
    target = visitor.read(f"/rules/files/configs/scoring.yaml?line={lines[-1]}")
    assert target.count('class="here" id="here"') == 1


@pytest.mark.parametrize(
    ("post", "fault"),
    [
        ({"score_stability": "9"}, "合作稳定性: 人工分要写备注"),
        ({"score_stability": "10.5", "remark_stability": "好"}, "合作稳定性不能大于 10"),
        ({"score_stability": "很高", "remark_stability": "好"}, "合作稳定性要填数字, 不能是“很高”"),
    ],
)
def test_a_mark_that_cannot_be_used_keeps_nothing(reader: Any, post: dict[str, str], fault: str) -> None:
    """422, the sentence in the summary and beside the field, the typed mark still there."""
    response = reader.post(FORM, {**post, "_action": "save"})
    assert response.status_code == 422
    assert response.text.count(fault) == 2
    assert f'value="{post["score_stability"]}"' in response.text
    assert "还没有评估" in reader.read("/evaluations/")


def test_missing_data_are_said_and_need_a_note(visitor: Any) -> None:
    """R112: 数据待完善, the range that is left open, and no keeping without words."""
    page = visitor.read(NEWCOMER)
    for word in ("数据待完善", "现有数据占权重 70%", "缺数据"):
        assert word in page
    refused = visitor.post(NEWCOMER, {"_action": "save"})
    assert (refused.status_code, "请写情况说明" in refused.text) == (422, True)
    kept = visitor.post(NEWCOMER, {"note": "新客户，只有访谈", "_action": "save"})
    assert "新客户，只有访谈" in visitor.read(kept.location)


def test_an_old_evaluation_stays_what_it_was(visitor: Any, pack: Path) -> None:
    """After the weights changed, the page says so, shows the old figures, and links to the old text."""
    address = visitor.post(FORM, {**MARKS, "_action": "save"}).location
    scoring = pack / "scoring.yaml"
    text = scoring.read_text(encoding="utf-8")
    scoring.write_text(
        text.replace("weight: 30%", "weight: 20%").replace("weight: 15%", "weight: 25%"), encoding="utf-8"
    )
    page = visitor.read(address)
    assert "这次评估以后规则改过" in page
    assert "8.60" in page
    old = re.search(r'href="(/rules/files/configs/scoring\.yaml\?line=13[^"#]*)', page)
    assert old
    assert "weight: 30%" in visitor.read(old[1].replace("&amp;", "&"))
    assert "weight: 30%" not in visitor.read("/rules/files/configs/scoring.yaml")
    assert "20%" in visitor.read(FORM)


def test_a_record_of_another_kind_has_no_such_evaluation(reader: Any) -> None:
    """A scorecard rates its own subject only."""
    assert reader.get(f"/records/nothing/C001/evaluate/{CARD}").status_code == 404


def test_a_reader_of_english_meets_the_words_of_the_rules_in_english(visitor: Any) -> None:
    """Rating, meaning, strategy and reasons; the names of customers stay what they are."""
    address = visitor.post(FORM, {"_action": "save"}).location
    visitor.client.set_cookie("language", "en")
    page = visitor.read(address)
    for word in ("Excellent", "Solid, with potential for closer cooperation", "Executive visits", "XX科技有限公司"):
        assert word in page
    for word in ("优秀", "高层互访", "满意度调研"):
        assert word not in page
    assert "Excellent" in visitor.read("/records/customer/")
