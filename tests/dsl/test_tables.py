"""Pipe tables: what divides cells and what does not, and every mistake at its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dsl.diagnostics import Diagnostic, Diagnostics
from engine.dsl.documents import ScalarNode, read
from engine.dsl.source import Source
from engine.dsl.tables import Table, read_table


def reading(text: str) -> tuple[Table, list[Diagnostic]]:
    found = Diagnostics()
    return read_table(Source("t", text).snippet(), found), list(found)


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in (table.header, *table.rows)]


ROWS = {
    "cells": ("| a | -> b |\n| 1 | 2 |\n", [["a", "b"], ["1", "2"]]),
    "aligned by width": ("| 总分   | -> 等级 |\n| >= 9  | 优秀   |\n", [["总分", "等级"], [">= 9", "优秀"]]),
    "indented": ("  | a |\n    | 1 |\n", [["a"], ["1"]]),
    "empty cells": ("| a | b |\n|   ||\n", [["a", "b"], ["", ""]]),
    "a bar in a string": ('| a |\n| "x|y" |\n', [["a"], ['"x|y"']]),
    "an escaped quote in a string": ('| a |\n| "x\\"|y" |\n', [["a"], ['"x\\"|y"']]),
    "an escaped bar": ("| a |\n| x \\| y |\n", [["a"], ["x | y"]]),
    "a lone quote": ('| a | b |\n| 5" | x |\n', [["a", "b"], ['5"', "x"]]),
    "feel cells": ('| a | b |\n| [60..75) | "A","B" |\n', [["a", "b"], ["[60..75)", '"A","B"']]),
    "any value": ("| a | b |\n| - | not(1) |\n", [["a", "b"], ["-", "not(1)"]]),
    "empty lines and comments": ("\n| a |\n\n# 说明\n  # more\n| 1 |\n\n", [["a"], ["1"]]),
    "a rule below the header": ("| a | b |\n|---|:-:|\n| - | 1 |\n", [["a", "b"], ["-", "1"]]),
    "windows line ends": ("| a |\r\n| 1 |\r\n", [["a"], ["1"]]),
    "only a header": ("| a |\n", [["a"]]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ROWS.values(), ids=ROWS)
def test_reads(text: str, expected: list[list[str]]) -> None:
    """Cells are stripped; strings, escapes, comments and rules are understood."""
    table, found = reading(text)
    assert (rows(table), found) == (expected, [])


def test_outputs() -> None:
    """A header that begins with an arrow is a result; the arrow is not part of its name."""
    table, _ = reading("| 综合评分 | -> 等级 | ->含义 |\n")
    assert [(cell.text, cell.output) for cell in table.header] == [("综合评分", False), ("等级", True), ("含义", True)]
    assert (table.column("等级"), table.column("评级")) == (1, None)


def test_cells_know_their_place_in_the_file() -> None:
    """A cell of a table in a file is found in that file, behind an escape too."""
    source = Source("a.yaml", "t: |\n  | a | b |\n  | x \\| y | 客户 |\n")
    node = read(source, Diagnostics())[0].get("t")
    assert isinstance(node, ScalarNode)
    table = read_table(node.snippet, Diagnostics())
    escaped, plain = table.rows[0]
    assert (str(plain.span), plain.span.text) == ("a.yaml:3:14", "客户")
    assert [source.text[escaped.snippet.offset(index)] for index in range(5)] == list("x | y")


MISTAKES = {
    # what was typed: (code, what is marked, the table as it is read)
    "": ("GJ0040", "", [[]]),
    "# only words\n": ("GJ0040", "# only words\n", [[]]),
    "| a | b |\n| 1 |\n| 1 | 2 |\n": ("GJ0041", "1", [["a", "b"], ["1", "2"]]),
    "| a |\n| 1 | 2 |\n": ("GJ0041", "1 | 2", [["a"]]),
    "｜ a ｜ b |\n| 1 | 2 |\n": ("GJ0042", "｜", [["a", "b"], ["1", "2"]]),
    "| a |\nwords\n| 1 |\n": ("GJ0043", "words", [["a"], ["1"]]),
    "| a | b |\n| 1 | 2\n": ("GJ0044", "2", [["a", "b"], ["1", "2"]]),
    "| a | b |\n1 | 2 |\n": ("GJ0044", "1", [["a", "b"], ["1", "2"]]),
    "| a | → b |\n": ("GJ0045", "→", [["a", "b"]]),
    "| a | -> |\n": ("GJ0046", "->", [["a", ""]]),
}


@pytest.mark.parametrize(("text", "expected"), MISTAKES.items(), ids=[f"{m[0]}-{m[1]}" for m in MISTAKES.values()])
def test_mistakes(text: str, expected: tuple[str, str, list[list[str]]]) -> None:
    """Each is told once at its place, and what can be understood is still read."""
    table, found = reading(text)
    assert [(d.code, d.span.text, rows(table)) for d in found] == [expected]


CELL = st.text('ab客|\\"｜ -[]()<>=.,?#', max_size=8)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=4))
def test_what_is_escaped_comes_back(cells: list[list[str]]) -> None:
    """Cells without quotes survive when their bars and backslashes before bars are escaped."""
    plain = [["x" + cell.replace('"', "").replace("\\", "").strip() + "x" for cell in row] for row in cells]
    text = "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("｜", "\\｜") for cell in row) + " |" for row in plain
    )
    table, found = reading(text)
    assert (rows(table), found) == (plain, [])


@given(st.text('|｜ab "\\\n#-->→', max_size=80))
def test_any_text_gives_rows_of_equal_width(text: str) -> None:
    """Whatever is typed, the rows that are read fit the header."""
    table, _ = reading(text)
    assert {len(row) for row in table.rows} <= {len(table.header)}
