"""Places in texts: lines and columns count characters, snippets remember where they were cut out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dsl.source import Snippet, Source

SOURCE = Source("分.yaml", "a: 1\n客户: 🐎x\r\n\nend")


@pytest.mark.parametrize(
    ("offset", "line", "column"),
    [(0, 1, 1), (4, 1, 5), (5, 2, 1), (9, 2, 5), (10, 2, 6), (13, 3, 1), (14, 4, 1), (17, 4, 4)],
)
def test_position(offset: int, line: int, column: int) -> None:
    """Lines and columns count from 1; a Chinese character and an emoji are one column each."""
    assert SOURCE.position(offset) == (line, column)


def test_lines_have_no_line_break() -> None:
    """Also those of a file from Windows."""
    assert [SOURCE.line(number) for number in (1, 2, 3, 4)] == ["a: 1", "客户: 🐎x", "", "end"]


def test_span() -> None:
    """A span prints as path, line and column, and can be widened to another."""
    first, second = SOURCE.span(5, 7), SOURCE.span(9, 11)
    assert (str(first), first.text, first.to(second).text) == ("分.yaml:2:1", "客户", "客户: 🐎x")


def test_snippet_of_a_block() -> None:
    """Text without its indentation: every character still knows its offset, and so do parts of it."""
    source = Source("a.yaml", "t: |\n  ab\n  cd\n")
    snippet = Snippet("ab\ncd\n", source, ((0, 7), (3, 12)))
    assert [source.text[snippet.offset(index)] for index in range(6)] == ["a", "b", "\n", "c", "d", "\n"]
    assert snippet.cut(3, 5).whole().text == "cd"
    assert snippet.span(1, 4).text == "b\n  c"


@given(st.text(alphabet="ab 客\n", min_size=1), st.data())
def test_cutting_keeps_places(text: str, data: st.DataObject) -> None:
    """A part of a part stands where the same characters of the whole stand."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    part = Source("a", text).snippet().cut(start, end)
    assert part.text == text[start:end]
    assert part.strip().text == text[start:end].strip()
    assert part.strip().whole().text == part.strip().text
