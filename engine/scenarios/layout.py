"""The canonical layout of feature files: tables aligned by display width, no trailing spaces.

Reads   the text of a file.
Gives   the same text laid out; everything else, and what stands between \"\"\", stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from engine.dsl.diagnostics import Edit
from engine.dsl.fixes import edited
from engine.dsl.formatting import aligned_rows, one_line_break, trailing_spaces
from engine.dsl.source import Source, Span
from engine.scenarios.gherkin import Line, read


def formatted_feature(source: Source) -> str:
    """The text of a feature file, laid out.

    >>> print(formatted_feature(Source("a.feature", "功能: 甲\\n  |分数|得分|  \\n  |90|10|\\n\\n")), end="")
    功能: 甲
      | 分数 | 得分 |
      | 90   | 10   |
    """
    _, lines = read(source)
    tables = list(_tables(source, lines))
    texts = [line.span for line in lines if line.kind == "text"]
    edits = [edit for table in tables for edit in aligned_rows(table)]
    edits += (Edit(spaces, "") for spaces in trailing_spaces(source, [*texts, *tables]))
    return one_line_break(edited(source.text, edits))


def _tables(source: Source, lines: Sequence[Line]) -> Iterator[Span]:
    """Rows in a row, as whole lines; remarks may stand between them."""
    for _, group in groupby(lines, key=lambda line: line.kind in ("row", "comment")):
        if rows := [line for line in group if line.kind == "row"]:
            end = source.text.find("\n", rows[-1].span.end)
            yield source.span(source.line_starts()[rows[0].span.line - 1], len(source.text) if end < 0 else end)
