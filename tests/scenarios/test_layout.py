"""The canonical layout of feature files: tables aligned, and not one word or number changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.dsl.source import Source
from engine.dsl.tables import raw_cells
from engine.scenarios.layout import formatted_feature

FILES = sorted((Path(__file__).parents[2] / "features").rglob("*.feature"))

CASES = {
    "a table": ("功能: 甲\n  |分数|\n  |9|\n", "功能: 甲\n  | 分数 |\n  | 9    |\n"),
    "cells stay": ("功能: 甲\n  | >=9 |\n  | 2023-12-29 |\n", "功能: 甲\n  | >=9        |\n  | 2023-12-29 |\n"),
    "a longer text stays": ('功能: 甲\n  """\n  |a|  \n  |bb|\n  """\n', '功能: 甲\n  """\n  |a|  \n  |bb|\n  """\n'),
    "a remark between rows": ("功能: 甲\n  |a|\n  # b  \n  |cc|\n", "功能: 甲\n  | a  |\n  # b\n  | cc |\n"),
    "spaces": ("功能: 甲   \n\n\n", "功能: 甲\n"),
    "CRLF": ("功能: 甲\r\n  |a|\r\n  |bb|\r\n", "功能: 甲\r\n  | a  |\r\n  | bb |\r\n"),
}


@pytest.mark.parametrize("case", CASES)
def test_layout(case: str) -> None:
    """Rows that stand together are aligned; everything else stays."""
    before, after = CASES[case]
    assert formatted_feature(Source("a.feature", before)) == after


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_word_stays(file: Path) -> None:
    """Line by line, cell by cell; and a second time changes nothing."""
    text = file.read_text(encoding="utf-8")
    once = formatted_feature(Source(file.name, text))
    before, after = ([raw_cells(line.strip()) or line.strip() for line in each.splitlines()] for each in (text, once))
    assert after == before[: len(after)]
    assert formatted_feature(Source(file.name, once)) == once
