"""Rules written in Chinese, told to readers of English: nothing is left that has a word in the project or a label."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import engine
from engine.dsl.text import Text
from engine.runtime.words import Words

PACK = Path(__file__).parents[2] / "configs"
CHINESE = re.compile(r"[\u3400-\u9fff]+")
CUSTOMER = {"satisfaction_score": 92, "complaints": 0, "order_fluctuation": "8.33%", "payment_delay": 0,
            "need_match": "完全满足", "contacts_per_month": 2, "raised_need": False}  # fmt: skip


@pytest.fixture(scope="module")
def project() -> engine.Project:
    """The CRM pack."""
    return engine.load(PACK)


def test_an_explanation_in_english_has_no_chinese_but_its_sources(project: engine.Project) -> None:
    """Ratings, meanings, actions and criteria have their words; the documents that rules come from keep their names."""
    outcome = project.evaluate("relationship_health", {"customer": CUSTOMER})
    told = [line for line in outcome.explain("en").splitlines() if "source: " not in line]
    assert [line for line in told if CHINESE.search(line)] == []
    assert "Rating: Excellent" in outcome.explain("en")
    assert "等级: 优秀" in outcome.explain("zh")
    assert outcome.value["rating"] == "优秀"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("row 1 → 优秀, 高", "row 1 → Excellent, High"),
        ("优秀客户, 不优秀, 优秀A", "优秀客户, 不优秀, 优秀A"),
        ("关系稳定, 有潜力", "Stable, with potential"),
        ("“优秀”", "“Excellent”"),
        ("", ""),
    ],
)
def test_only_words_that_stand_for_themselves_are_put_in_english(text: str, told: str) -> None:
    """A longer word goes first; a word within another one, as in what somebody typed, is left alone."""
    labels = [Text("优秀", "Excellent"), Text("优秀", "second"), Text("高", "High"), Text("关系稳定")]
    written = {"关系稳定": "stable", "关系稳定, 有潜力": "Stable, with potential"}
    assert Words(labels, written).say(text) == told


def test_where_no_word_is_known_nothing_changes() -> None:
    """A project in one language."""
    assert Words([Text("优秀")], {}).say("优秀") == "优秀"
