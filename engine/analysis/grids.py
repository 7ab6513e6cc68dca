"""Decision tables as boxes on axes: what tables.py makes, and gaps.py and overlaps.py reckon with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import product

from engine.analysis.axes import Axis, axis
from engine.analysis.boxes import Box, intersection
from engine.analysis.cells import UnclearError, constant
from engine.dsl.literals import to_text
from engine.dsl.nodes import Node, StringLiteral
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.dsl.types import SimpleType
from engine.dsl.values import Value
from engine.model.boxed import DecisionTable, Rule


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, numbered from 1. `unclear` are the cells that depend on more than their column: in `box` they
    accept everything, so that the row covers its box or less. `results` are values where they are constant."""

    number: int
    rule: Rule
    box: Box
    unclear: tuple[Node, ...]
    results: tuple[object, ...]


@dataclass(frozen=True)
class Grid:
    """A table and its rows as boxes."""

    table: DecisionTable
    label: Text
    axes: tuple[Axis, ...]
    rows: tuple[Row, ...]

    @cached_property
    def whole(self) -> Box:
        """All that may come and is to be covered, missing values apart."""
        tests = self.table.complete or ((None,) * len(self.axes))
        return tuple(
            each.domain & each.atoms(test) if test else each.domain for each, test in zip(self.axes, tests, strict=True)
        )

    @cached_property
    def possible(self) -> Box:
        """All that may come, missing values included."""
        return tuple(each.domain | each.null for each in self.axes)

    @property
    def unclear(self) -> tuple[Node, ...]:
        """The parts of cells that cannot be told."""
        return tuple(node for row in self.rows for node in row.unclear)

    @property
    def header(self) -> Span:
        """Where the inputs are written; the table itself where it has none."""
        places = [each.clause.origin for each in self.axes] or [self.table.origin]
        return places[0].to(places[-1])

    @property
    def output(self) -> Text:
        """The author's word for the result."""
        label = self.table.outputs[0].label if self.table.outputs else self.label
        return label if str(label) else self.label

    def witness(self, box: Box) -> dict[str, Value]:
        """A record in a box, by the labels of the columns; dates and the like as text, as in JSON."""
        pairs = zip(self.axes, box, strict=True)
        return {str(each.clause.label): _plain(each.value(atoms)) for each, atoms in pairs if len(each.values) > 1}

    def pieces(self, box: Box) -> Iterator[Box]:
        """A box in pieces that each can be said in one interval per column."""
        yield from product(*(list(each.runs(atoms)) for each, atoms in zip(self.axes, box, strict=True)))

    def said(self, box: Box) -> str:
        """A box in words: `综合评分: (8..9)`; columns that do not matter are left out."""
        pairs = zip(self.axes, box, strict=True)
        texts = ((each, each.text(atoms)) for each, atoms in pairs if atoms & each.domain != each.domain)
        return ", ".join(f"{each.clause.label}: {text}" for each, text in texts)

    def cells(self, box: Box) -> str:
        """A box as the cells of a row: `| (8..9) | - |`."""
        return f"| {' | '.join(each.text(atoms) for each, atoms in zip(self.axes, box, strict=True))} |"

    def row(self, box: Box) -> str:
        """A box as a row whose results are still to be filled in: `| (8..9) | |`."""
        wide = tuple(each.beyond(atoms) for each, atoms in zip(self.axes, box, strict=True))
        return self.cells(wide) + " |" * len(self.table.outputs)


def example(witness: Mapping[str, Value]) -> str:
    """A witness in words: `综合评分 = 8.5, 类型 = A`."""
    return ", ".join(f"{label} = {to_text(value)}" for label, value in witness.items())


def grid(label: Text, table: DecisionTable) -> Grid:
    """The grid of a table; `UnclearError` where a column has values of several kinds."""
    columns = [[rule.tests[i] for rule in table.rules] for i in range(len(table.inputs))]
    axes = tuple(axis(clause, cells) for clause, cells in zip(table.inputs, columns, strict=True))
    rows = tuple(_row(number, rule, axes) for number, rule in enumerate(table.rules, 1))
    return Grid(table, label, axes, rows)


def _row(number: int, rule: Rule, axes: tuple[Axis, ...]) -> Row:
    box: list[int] = []
    unclear: list[Node] = []
    for each, tests in zip(axes, rule.tests, strict=True):
        try:
            box.append(each.atoms(tests))
        except UnclearError as error:
            box.append(each.full)
            unclear.append(error.node)
    return Row(number, rule, tuple(box), tuple(unclear), tuple(map(constant_or_self, rule.outputs)))


def constant_or_self(node: Node) -> object:
    """The value of a constant expression; of any other the expression itself."""
    try:
        return constant(node)
    except UnclearError:
        return node


def same_results(a: Row, b: Row) -> bool:
    """Whether two rows give the same."""
    return a.rule.outputs == b.rule.outputs or a.results == b.results


def missing_results(grid: Grid, column: int) -> list[str]:
    """The declared results of an output that no row gives, as far as its cells are plain texts."""
    output = grid.table.outputs[column]
    given = {row.results[column] for row in grid.rows if isinstance(row.results[column], str)}
    options = output.type.options if isinstance(output.type, SimpleType) else ()
    default = output.default.value if isinstance(output.default, StringLiteral) else ""
    known = len([row for row in grid.rows if isinstance(row.results[column], str)]) == len(grid.rows)
    return [option for option in options if option not in given and option != default] if known else []


def _plain(value: Value) -> Value:
    return value if isinstance(value, (str, bool, Decimal)) or value is None else to_text(value)


def overlap(a: Row, b: Row, within: Box) -> Box | None:
    """Where both rows hold, within a box."""
    both = intersection(a.box, b.box)
    return intersection(both, within) if both else None
