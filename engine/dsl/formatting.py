"""The canonical layout of rule files: tables aligned by display width, no trailing spaces, one line break at the end.

Reads   the text of a file.
Gives   the same text laid out. Keys, values, comments, quotes, indentation and line ends stay as they are; a file with
        mistakes comes back unchanged. A cell of plain conditions is spaced as FEEL is written (`>=9` becomes `>= 9`),
        which is done only where nothing but spaces differs and the cell reads as the same tree.
Laws    laying out twice changes nothing; what is read from the text is the same, but for the spaces around cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from engine.dsl import nodes as feel
from engine.dsl.catalogue import errors
from engine.dsl.diagnostics import Diagnostics, Edit
from engine.dsl.documents import MappingNode, Node, ScalarNode, read
from engine.dsl.fixes import edited
from engine.dsl.names import NO_NAMES
from engine.dsl.parser import parse_unary_tests
from engine.dsl.rendering import cells as width
from engine.dsl.source import Source, Span
from engine.dsl.syntax_errors import FeelSyntaxError
from engine.dsl.tables import raw_cells
from engine.dsl.unparse import unparse


def formatted(source: Source) -> str:
    """The text of a rule file, laid out.

    >>> print(formatted(Source("a.yaml", "t: |\\n  |评分|-> 等级|\\n  |>=9|优秀|\\n")), end="")
    t: |
      | 评分 | -> 等级 |
      | >= 9 | 优秀    |
    """
    found = Diagnostics()
    scalars = [scalar for root in read(source, found) for scalar in _scalars(root)]
    if errors(found):
        return source.text
    tables = [block for scalar in scalars if (block := _block(scalar))]
    texts = [scalar.span for scalar in scalars if "\n" in scalar.span.text]
    edits = [edit for block in tables for edit in aligned_rows(block, conditions=True)]
    edits += (Edit(spaces, "") for spaces in trailing_spaces(source, [*texts, *tables]))
    laid_out = edited(source.text, edits)
    return laid_out if texts and texts[-1].end >= len(source.text.rstrip()) else one_line_break(laid_out)


def aligned_rows(block: Span, conditions: bool = False) -> list[Edit]:
    """The edits that align the rows in some lines, which may hold comments too; none where rows differ in width.

    conditions   whether columns hold conditions, unless their header begins with `->`
    """
    lines = [(match, raw_cells(match["content"] or "")) for match in _LINE.finditer(block.text)]
    rows = [(match, row) for match, row in lines if row is not None]
    if not rows or len({len(row) for _, row in rows}) > 1:
        return []
    indentation = rows[0][0]["indentation"]
    cells = [row for _, row in rows]
    drawn = iter(_drawn([_with_spaces(row, cells[0]) for row in cells] if conditions else cells))
    return [
        Edit(
            Span(block.source, block.start + match.start(), block.start + match.end()),
            match[0].rstrip() if row is None else indentation + next(drawn),
        )
        for match, row in lines
    ]


def trailing_spaces(source: Source, untouched: Sequence[Span]) -> Iterator[Span]:
    """Spaces at the ends of lines, outside of texts that run over lines."""
    for match in _TRAILING.finditer(source.text):
        if not any(span.start <= match.start() < span.end for span in untouched):
            yield source.span(*match.span())


def one_line_break(text: str) -> str:
    """A text with one line break at its end, of the kind that it uses; empty where it is empty."""
    break_ = "\r\n" if "\r\n" in text else "\n"
    return text.rstrip() + break_ if text.strip() else ""


def _scalars(node: Node) -> Iterator[ScalarNode]:
    """The texts of a tree, in their order."""
    if isinstance(node, ScalarNode):
        yield node
    elif isinstance(node, MappingNode):
        for _, value in node.items():
            yield from _scalars(value)
    else:
        for item in node.items:
            yield from _scalars(item)


def _block(scalar: ScalarNode) -> Span | None:
    """The lines of a block of text that is a table; None for any other text."""
    source = scalar.span.source
    header = _HEADER.match(source.text, scalar.span.start)
    if scalar.style != "|" or header is None or not scalar.text.lstrip().startswith("|"):
        return None
    return source.span(header.end(), max(header.end(), scalar.span.end))


def _drawn(rows: list[list[str]]) -> list[str]:
    """Rows with every column as wide as its widest cell."""
    columns = zip(*rows, strict=True)
    widths = [max((width(cell) for cell in column if not _RULE.fullmatch(cell)), default=2) for column in columns]
    return ["| " + " | ".join(map(_padded, row, widths)) + " |" for row in rows]


def _padded(cell: str, wide: int) -> str:
    return "-" * wide if _RULE.fullmatch(cell) else cell + " " * (wide - width(cell))


def _with_spaces(row: list[str], header: list[str]) -> list[str]:
    """A row with its conditions spaced; results may be texts, and stay."""
    return [cell if title.startswith("->") else _spaced(cell) for cell, title in zip(row, header, strict=True)]


@lru_cache(maxsize=10_000)
def _spaced(cell: str) -> str:
    """A cell with its spaces as FEEL is written, where it holds comparisons and ranges of numbers only."""
    if not _PLAIN.fullmatch(cell):
        return cell
    tree = _tests(cell)
    written = unparse(tree) if tree else cell
    same = written.replace(" ", "") == cell.replace(" ", "") and _tests(written) == tree
    return written if same else cell


def _tests(cell: str) -> feel.UnaryTests | None:
    try:
        return parse_unary_tests(cell, NO_NAMES)
    except FeelSyntaxError:
        return None


_LINE = re.compile(r"(?m)^(?P<indentation>[ \t]*)(?P<content>\S(?:[^\r\n]*\S)?)?[ \t]*(?=\r?$)")
_TRAILING = re.compile(r"(?m)(?<=[^\s])[ \t]+(?=\r?$)|^[ \t]+(?=\r?$)")
_HEADER = re.compile(r"\|[+-]?[ \t]*(?:#[^\n]*)?\r?\n")
_RULE = re.compile(r":?-{2,}:?")
_NUMBER = r"\s*-?\d+(?:\.\d+)?%?\s*"
_TEST = rf"\s*(?:[<>]=?{_NUMBER}|[\[(\]]{_NUMBER}\.\.{_NUMBER}[\])\[])\s*"
_PLAIN = re.compile(rf"{_TEST}(?:,{_TEST})*")
