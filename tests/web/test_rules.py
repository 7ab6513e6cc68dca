"""Rules change while the application runs: the next page uses them, a broken file changes nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask import Flask

from web import create_app
from web.current import workplace_of

CARD = "relationship_health"
FORM = f"/records/customer/C001/evaluate/{CARD}"


def edit(file: Path, old: str, new: str) -> None:
    """What somebody does in an editor."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_change_in_a_file_is_on_the_next_page(visitor: Any, pack: Path) -> None:
    """Points in the rules, a field in the form: no restart."""
    assert "9.55" in visitor.read(FORM)
    row = next(line for line in (pack / "scoring.yaml").read_text(encoding="utf-8").splitlines() if "| [1..3) " in line)
    edit(pack / "scoring.yaml", row, row.replace("| 7 ", "| 9 "))
    assert "9.85" in visitor.read(FORM)
    edit(pack / "entities/customer.yaml", "\nfields:\n", "\nfields:\n  branches: {label: 分公司数, type: integer}\n")
    assert "分公司数" in visitor.read("/records/customer/new")


def test_two_weights_change_together(visitor: Any, pack: Path) -> None:
    """From 30% and 15% to 20% and 25%: the next page counts with them, and says so in its sum."""
    edit(pack / "scoring.yaml", "weight: 30%", "weight: 20%")
    assert "现在用的是改动之前的规则" in visitor.read(FORM)
    edit(pack / "scoring.yaml", "weight: 15%", "weight: 25%")
    page = visitor.read(FORM)
    assert "现在用的是改动之前的规则" not in page
    assert "2.00 + 2.50 + 2.00 + 1.75 + 1.00 = 9.25" in page


def test_a_finding_shows_the_line_as_it_is_now(visitor: Any, pack: Path) -> None:
    """In both languages: the sentence, the part of the line, what is wrong with it, other places, what to do."""
    edit(pack / "scoring.yaml", "weight: 30%", "weight: 35%")
    for language, words in (
        ("zh", ("权重合计 105%", "多 5%", "客户满意度 25%", "把一个或几个维度的权重减少 5%")),
        ("en", ("the weights sum to 105%", "5% too much", "Satisfaction 25%", "take 5% off")),
    ):
        visitor.client.set_cookie("language", language)
        finding = visitor.main(visitor.read("/rules/")).partition("</article>")[0]
        assert '<li value="15">    weight: <mark>35%</mark>' in finding
        assert finding.count("<li value=") == 5
        for word in words:
            assert word in finding, word


def test_a_broken_file_is_shown_to_maintainers_and_changes_nothing(visitor: Any, pack: Path) -> None:
    """Every page says that older rules run; the rules' page says what is wrong, where, and what to do."""
    edit(pack / "scoring.yaml", "weight: 30%", "weight: 35%")
    page = visitor.read(FORM)
    assert "9.55" in page
    assert "现在用的是改动之前的规则" in page
    rules = visitor.read("/rules/")
    assert "GJ2" in rules
    assert "configs/scoring.yaml" in rules
    edit(pack / "scoring.yaml", "weight: 35%", "weight: 30%")
    assert "现在用的是改动之前的规则" not in visitor.read(FORM)
    assert "文件没有错误" in visitor.read("/rules/")


def test_every_definition_stands_under_the_word_for_its_kind(reader: Any) -> None:
    """No word of the program: every kind of definition has one in the reader's language."""
    kinds = re.findall(r'<h3 id="kind-\d+">([^<]+)</h3>', reader.read("/rules/"))
    assert {"对象", "评分表", "时限", "流程", "标签", "问卷", "自动化", "积分"} <= set(kinds)
    assert not [word for word in kinds if word.isascii()]


def test_a_definition_is_a_table_beside_its_text(reader: Any) -> None:
    """The cells as the author wrote them."""
    page = reader.read(f"/rules/definitions/{CARD}")
    for cell in ("<td>(10%..20%]</td>", "<td>完全满足</td>", "<td>&gt;= 9</td>"):
        assert cell in page
    assert "mode: mean" not in page
    assert "combine: mean" in page


def test_without_rules_in_order_every_page_says_so(tmp_path: Path) -> None:
    """The first start over a broken folder: a page with the findings, also in English, and nothing else."""
    folder = tmp_path / "configs"
    folder.mkdir()
    (folder / "scoring.yaml").write_text("kind: scorcard\nname: x\n", encoding="utf-8")
    app: Flask = create_app(folder)
    client = app.test_client()
    for language, words in (("zh", "规则还不能运行"), ("en", "The rules cannot run yet")):
        response = client.get("/", headers={"Accept-Language": language})
        assert response.status_code == 503
        assert words in response.text
        assert "configs/scoring.yaml:1:7" in response.text
    workplace_of(app).database.close()
