"""The canonical layout: what is changed, what never is, and the laws of both."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dsl.diagnostics import Diagnostics
from engine.dsl.documents import Plain, plain, read
from engine.dsl.formatting import formatted
from engine.dsl.rendering import cells
from engine.dsl.source import Source
from engine.dsl.tables import read_table

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "configs").rglob("*.yaml"))


def laid_out(text: str) -> str:
    return formatted(Source("a.yaml", text))


CASES = {
    "a table": ("t: |\n  |评分|-> 等级|\n  |90|优秀|\n", "t: |\n  | 评分 | -> 等级 |\n  | 90   | 优秀    |\n"),
    "conditions": (
        "t: |\n  | a | b |\n  | >=9 | [60 .. 75) |\n",
        "t: |\n  | a    | b        |\n  | >= 9 | [60..75) |\n",
    ),
    "results stay": ("t: |\n  | a | -> b |\n  | 1 | >=9 |\n", "t: |\n  | a | -> b |\n  | 1 | >=9  |\n"),
    "dates stay": ("t: |\n  | a |\n  | 2023-12-29 |\n", "t: |\n  | a          |\n  | 2023-12-29 |\n"),
    "names stay": ("t: |\n  | a |\n  | b-c |\n", "t: |\n  | a   |\n  | b-c |\n"),
    "texts stay": ('t: |\n  | a |\n  | "x|y" |\n', 't: |\n  | a     |\n  | "x|y" |\n'),
    "remarks": ("t: |\n  | a |\n\n  # b  \n  | cc |\n", "t: |\n  | a  |\n\n  # b\n  | cc |\n"),
    "a rule": (
        "t: |\n  | a | b |\n  |---|---|\n  | ccc | d |\n",
        "t: |\n  | a   | b |\n  | --- | - |\n  | ccc | d |\n",
    ),
    "ragged rows": ("t: |\n  | a |\n    | b |\n", "t: |\n  | a |\n  | b |\n"),
    "uneven rows stay": ("t: |\n  |a|b|\n  |c|\n", "t: |\n  |a|b|\n  |c|\n"),
    "no table": ("t: |\n  a  \n  b\n\n\n", "t: |\n  a  \n  b\n\n\n"),
    "spaces": ("a: 1   \n\n  \nb: 2  # x  \n\n\n", "a: 1\n\n\nb: 2  # x\n"),
    "quoted": ('a: "x  \n  y"\n', 'a: "x  \n  y"\n'),
    "no line break": ("a: 1", "a: 1\n"),
    "CRLF": ("t: |\r\n  |a|\r\n  |bb|\r\nc: 1  \r\n", "t: |\r\n  | a  |\r\n  | bb |\r\nc: 1\r\n"),
    "mistakes": ("a：1\nb: 2   \n", "a：1\nb: 2   \n"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize("case", CASES)
def test_layout(case: str) -> None:
    """Tables are aligned, spaces at the ends of lines go, everything else stays."""
    before, after = CASES[case]
    assert laid_out(before) == after


def meaning(text: str) -> list[Plain]:
    """What is read from a text; of a table its cells."""
    return [spaced_out(plain(root)) for root in read(Source("a.yaml", text), Diagnostics())]


def spaced_out(value: Plain) -> Plain:
    if isinstance(value, dict):
        return {key: spaced_out(each) for key, each in value.items()}
    if isinstance(value, list):
        return [spaced_out(each) for each in value]
    if not value.lstrip().startswith("|"):
        return value
    table = read_table(Source("t", value).snippet(), Diagnostics())
    return [[cell.text.replace(" ", "") for cell in row] for row in (table.header, *table.rows)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_pack_keeps_its_meaning(file: Path) -> None:
    """And a second time changes nothing."""
    text = file.read_bytes().decode()
    once = laid_out(text)
    assert (meaning(once), laid_out(once)) == (meaning(text), once)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_bars_stand_below_bars(file: Path) -> None:
    """Counted in cells of a terminal, where a Chinese character takes two."""
    for line, below in zip(
        *[laid_out(file.read_text(encoding="utf-8")).splitlines()[i:] for i in (0, 1)], strict=False
    ):
        if all(each.strip().startswith("|") and '"' not in each and "\\" not in each for each in (line, below)):
            assert [cells(part) for part in line.split("|")] == [cells(part) for part in below.split("|")]


CELL = st.text(st.sampled_from(list('ab客🐎,-.<>=%[]()"|\\# 109')), max_size=8)
LINE = st.one_of(
    st.lists(CELL, min_size=1, max_size=3).map(lambda row: "  | " + " | ".join(row) + " |"),
    st.text(st.sampled_from(list("ab: #-|客  \t")), max_size=12),
)
TEXT = st.lists(LINE, max_size=6).map(lambda lines: "t: |\n" + "\n".join(lines) + "\nb: 1  \n")


@given(TEXT)
def test_any_file_keeps_its_meaning(text: str) -> None:
    """Whatever stands in it; and a second time changes nothing."""
    once = laid_out(text)
    assert (meaning(once), laid_out(once)) == (meaning(text), once)
