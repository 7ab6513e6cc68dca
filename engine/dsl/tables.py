"""Pipe tables: the syntax of Gherkin's data tables, in a block of text.

Reads   `| header | -> output |` and rows below; empty lines, `#` comments and one `|---|` line are passed over.
Gives   `Table`, every cell a `Snippet` that knows its place in the file.
Rules   a bar inside a FEEL string "…" belongs to the string; `\\|` is a bar that does not divide. A header that begins
        with `->` names an output. Full-width bars, a missing bar at an end and rows of a wrong width are findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix, Label
from engine.dsl.row_widths import with_cell, without_cell
from engine.dsl.source import Snippet, Span, stripped


class Cell(NamedTuple):
    """One cell without the white space around it. `output` marks a header written `-> name` (the arrow is cut off)."""

    snippet: Snippet
    output: bool = False

    @property
    def text(self) -> str:
        """What stands in the cell."""
        return self.snippet.text

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.snippet.whole()


@dataclass(frozen=True)
class Table:
    """A header and rows of the same width."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @cached_property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """What stands in the cells, column by column."""
        return tuple(tuple(row[index].text for row in self.rows) for index in range(len(self.header)))

    def column(self, name: str) -> int | None:
        """The number of the column with that header, or None."""
        return next((index for index, cell in enumerate(self.header) if cell.text == name), None)


def read_table(snippet: Snippet, diagnostics: Diagnostics) -> Table:
    """The table written in a text. Rows that cannot be understood are left out and told.

    >>> from engine.dsl.source import Source
    >>> text = "| 综合评分 | -> 等级 |\\n| >= 9    | 优秀   |\\n"
    >>> table = read_table(Source("a.yaml", text).snippet(), Diagnostics())
    >>> [(cell.text, cell.output) for cell in table.header], [cell.text for cell in table.rows[0]]
    ([('综合评分', False), ('等级', True)], ['>= 9', '优秀'])
    >>> str(table.rows[0][1].span)
    'a.yaml:2:13'
    """
    if divided := _divided_otherwise(snippet):
        diagnostics.extend([divided])
        return Table((), ())
    lines = _rows(snippet, diagnostics)
    if not lines:
        diagnostics.add("GJ0040", snippet.whole())
        return Table((), ())
    header = tuple(_header(cell, diagnostics) for cell in lines[0])
    below = lines[2:] if len(lines) > 1 and _is_rule(lines[1]) else lines[1:]
    widths = {len(row) for row in below}
    if len(below) > 1 and len(widths) == 1 and len(header) not in widths:
        whole, rows = header[0].span.to(header[-1].span), below[0][0].span.to(below[0][-1].span)
        label = Label(rows, "rows", {"cells": len(below[0])})
        diagnostics.add("GJ0050", whole, label, columns=len(header), cells=len(below[0]))
        return Table((), ())
    return Table(header, tuple(row for row in below if _fits(row, header, below, diagnostics)))


def read_rows(snippet: Snippet, diagnostics: Diagnostics) -> tuple[tuple[Cell, ...], ...]:
    """The rows of a table whose first row may be a header or not; those of another width than the first are told."""
    rows = _rows(snippet, diagnostics)
    return tuple(row for row in rows if _fits(row, rows[0], rows[1:], diagnostics))


def raw_cells(line: str) -> list[str] | None:
    """The cells of a line as they are written, escapes included; None for a line that is no whole row.

    >>> raw_cells('| a \\\\| b | "x|y" |'), raw_cells("# a remark")
    (['a \\\\| b', '"x|y"'], None)
    """
    bars = _bars(line)
    if len(bars) < 2 or bars[0].start() > 0 or bars[-1].end() < len(line) or any(bar["bar"] != "|" for bar in bars):
        return None
    return [line[left.end() : right.start()].strip() for left, right in pairwise(bars)]


def _lines(snippet: Snippet) -> Iterator[Snippet]:
    """The lines that hold something."""
    for match in _LINE.finditer(snippet.text):
        yield snippet.cut(*match.span("content"))


def _divided_otherwise(snippet: Snippet) -> Diagnostic | None:
    """The finding for a table as a spreadsheet copies it: cells with tabs, commas or semicolons between, no bars."""
    lines = list(_lines(snippet))
    if len(lines) < 2 or any(_bars(line.text) for line in lines):
        return None
    for mark, pattern in _OTHER_DIVISIONS:
        rows = [pattern.split(line.text) for line in lines]
        if len(rows[0]) > 1 and len({len(row) for row in rows}) == 1:
            drawn = ["| " + " | ".join(cell.strip() or "-" for cell in row) + " |" for row in rows]
            edits = tuple(Edit(line.whole(), row) for line, row in zip(lines, drawn, strict=True))
            return Diagnostic("GJ0048", lines[0].whole(), {"mark": mark, "suggestion": drawn[0]}, fix=Fix(edits))
    return None


def _rows(snippet: Snippet, diagnostics: Diagnostics) -> list[tuple[Cell, ...]]:
    """The cells of every line that has some."""
    lines = list(_lines(snippet))
    most = len(_bars(lines[0].text)) if lines else 0
    return [cells for line in lines if (cells := _cells(line, most, diagnostics))]


def _cells(line: Snippet, most: int, diagnostics: Diagnostics) -> tuple[Cell, ...]:
    """The cells of one line, told when its bars are not as they should be; `most` bars stand in the first line."""
    bars = _bars(line.text)
    wide = [bar for bar in bars if bar["bar"] != "|"]
    if wide:
        edits = tuple(Edit(line.span(bar.start(), bar.end()), "|") for bar in wide)
        diagnostics.add("GJ0042", edits[0].span, fix=Fix(edits, safe=True), mark=wide[0]["bar"])
    if not bars:
        _no_bars(line, diagnostics)
        return ()
    return tuple(_cell(line, start, end) for start, end in _stretches(line, bars, most, diagnostics))


def _no_bars(line: Snippet, diagnostics: Diagnostics) -> None:
    """Tell that a line is no row; one with cells far apart is mended."""
    suggestion = as_row(line.text)
    if not suggestion:
        diagnostics.add("GJ0043", line.whole())
    else:
        fix = Fix((Edit(line.whole(), suggestion),))
        diagnostics.add("GJ0043", line.whole(), fix=fix, suggestion=suggestion)


def as_row(text: str) -> str:
    """Cells that are copied from a spreadsheet, far apart, with bars between them; empty for a text that is none.

    >>> as_row("老张\t2"), as_row("as it is")
    ('| 老张 | 2 |', '')
    """
    cells = _FAR_APART.split(text.strip())
    return f"| {' | '.join(cells)} |" if len(cells) > 1 else ""


def _bars(text: str) -> list[re.Match[str]]:
    """The bars that divide a line; drawn lines, too, where the first thing is one."""
    token_of = _TOKEN_OF_DRAWING if text[:1] in _DRAWN_BARS else _TOKEN
    return [token for token in token_of.finditer(text) if token["bar"]]


def _stretches(line: Snippet, bars: list[re.Match[str]], most: int, diagnostics: Diagnostics) -> list[tuple[int, int]]:
    """Where the cells of a line begin and end; a number before as many bars as there can be is that of the row."""
    inner = [(left.end(), right.start()) for left, right in pairwise(bars)]
    number = _ROW_NUMBER.match(line.text)
    if number and len(bars) == most:
        span = line.span(number.start(), number.end())
        diagnostics.add("GJ0044", span, fix=Fix((Edit(span, ""),)), number=number[0].strip())
    elif bars[0].start() > 0:
        _missing_bar(line.span(0, 1), "| " + line.text[0], diagnostics)
        inner.insert(0, (0, bars[0].start()))
    remark = _REMARK.fullmatch(line.text, bars[-1].end())
    if remark:
        _remark_behind(line, remark, diagnostics)
    elif bars[-1].end() < len(line.text):
        _missing_bar(line.span(len(line.text) - 1, len(line.text)), line.text[-1] + " |", diagnostics)
        inner.append((bars[-1].end(), len(line.text)))
    return inner


def _remark_behind(line: Snippet, remark: re.Match[str], diagnostics: Diagnostics) -> None:
    """A remark behind a row: it is to stand in a line of its own, above."""
    start = line.span(0, 1)
    indentation = start.source.text[start.start - start.column + 1 : start.start]
    above = Edit(start.source.span(start.start, start.start), f"{remark['text']}\n{indentation}")
    behind = line.span(remark.start(), len(line.text))
    fix = Fix((above, Edit(behind, "")), safe=True)
    diagnostics.add("GJ0049", line.span(remark.start("text"), len(line.text)), fix=fix)


def _missing_bar(span: Span, suggestion: str, diagnostics: Diagnostics) -> None:
    diagnostics.add("GJ0044", span, fix=Fix((Edit(span, suggestion),), safe=True), suggestion=suggestion)


def _cell(line: Snippet, start: int, end: int) -> Cell:
    """One cell, `\\|` read as a bar."""
    cell = line.cut(*stripped(line.text, start, end))
    escapes = [match.start() for match in _ESCAPED_BAR.finditer(cell.text)]
    return Cell(_without(cell, escapes) if escapes else cell)


def _without(snippet: Snippet, dropped: list[int]) -> Snippet:
    """A snippet without the characters at some places."""
    starts = [0, *(index + 1 for index in dropped)]
    parts = [snippet.cut(start, end) for start, end in zip(starts, [*dropped, len(snippet.text)], strict=True)]
    pieces: list[tuple[int, int]] = []
    length = 0
    for part in parts:
        pieces += [(length + at, origin) for at, origin in part.pieces]
        length += len(part.text)
    return Snippet("".join(part.text for part in parts), snippet.source, tuple(pieces))


def _header(cell: Cell, diagnostics: Diagnostics) -> Cell:
    """A header cell; the arrow of an output is cut off."""
    arrow = _ARROW.match(cell.text)
    name = Cell(cell.snippet.cut(arrow.end(), len(cell.text)).strip(), True) if arrow else cell
    if arrow and arrow[0] != "->":
        span = cell.snippet.span(*arrow.span())
        diagnostics.add("GJ0045", span, fix=Fix((Edit(span, "->"),), safe=True))
    if not name.text:
        diagnostics.add("GJ0046", cell.span)
    return name


def _is_rule(cells: tuple[Cell, ...]) -> bool:
    """Whether a line only draws a rule below the header, as Markdown has it."""
    return all(_RULE.fullmatch(cell.text) for cell in cells)


def _fits(
    row: tuple[Cell, ...], header: tuple[Cell, ...], rows: Sequence[tuple[Cell, ...]], diagnostics: Diagnostics
) -> bool:
    """Whether a row is as wide as the header; told when it is not."""
    if len(row) == len(header):
        return True
    whole = row[0].span.to(row[-1].span)
    columns = Label(header[0].span.to(header[-1].span), "header", {"columns": len(header)})
    values: dict[str, object] = {"cells": len(row), "columns": len(header)}
    gap = _lost_bar(row) if len(row) == len(header) - 1 else None
    if gap:
        line = gap.source.line(gap.line)
        values["suggestion"] = (line[: gap.column - 1] + " | " + line[gap.column - 1 + len(gap.text) :]).strip()
    fix = Fix((Edit(gap, " | "),)) if gap else None
    if not gap and abs(len(row) - len(header)) == 1:
        meant = _as_wide(row, header, [each for each in rows if len(each) == len(header)])
        values["wider" if len(row) < len(header) else "narrower"] = f"| {' | '.join(meant)} |".replace("|  |", "| |")
        fix = Fix((Edit(whole, " | ".join(meant)),)) if all(meant) else None
    diagnostics.extend([Diagnostic("GJ0041", whole, values, (columns,), fix=fix)])
    return False


def _as_wide(row: Sequence[Cell], header: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> list[str]:
    """The texts of a row with one cell more or less."""
    texts, others = [cell.text for cell in row], [[cell.text for cell in each] for each in rows]
    return (
        with_cell(texts, others, [c.output for c in header]) if len(row) < len(header) else without_cell(texts, others)
    )


def _lost_bar(row: tuple[Cell, ...]) -> Span | None:
    """Where a bar was left out between two words far apart; None where that is not the only place."""
    gaps = [cell.snippet.span(*gap.span()) for cell in row for gap in _GAP.finditer(cell.text)]
    return gaps[0] if len(gaps) == 1 else None


_LINE = re.compile(r"(?m)^[ \t]*(?P<content>[^#\s](?:.*\S)?)")
_TOKEN = re.compile(r'\\.|"(?:[^"\\\n]|\\.)*"|(?P<bar>[|｜])|.')
_DRAWN_BARS = tuple("│┃¦︱❘∣")
_TOKEN_OF_DRAWING = re.compile(r'\\.|"(?:[^"\\\n]|\\.)*"|(?P<bar>[|｜│┃¦︱❘∣])|.')
_OTHER_DIVISIONS = (
    ("Tab", re.compile(r"\t")),
    (",", re.compile(r"\s*,\s*(?![^\[(]*[\])])")),
    ("，", re.compile(r"\s*，\s*")),
    (";", re.compile(r"\s*[;；]\s*")),
)
_REMARK = re.compile(r"\s*(?P<text>#.*)")
_ROW_NUMBER = re.compile(r"\d+\s*[.、)）]?\s*(?=[|｜])")
_FAR_APART = re.compile(r"\t+|\s{2,}")
_GAP = re.compile(r"\s{2,}")
_ESCAPED_BAR = re.compile(r"\\(?=[|｜])")
_ARROW = re.compile(r"->|--+>|-[ ]+>|==?>|→|⇒|➡|[—–－]+[>＞》]|-[＞》]|＞|<-+|<=(?!\s*\d)|←|~>|:>|>+(?!=)")
_RULE = re.compile(r":?-{2,}:?|:-:?|-:")
