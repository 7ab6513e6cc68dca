"""Limits that move, `> today() - @"P1Y"`, `<= budget`: held still where that says the same of every day and budget.

Cells with such limits depend on more than their column. But where all limits of a column move together (all of them are
counted from today, or from one and the same expression), the bands between them stay the bands they are, and one
day or one value stands for all. The limits of the field itself do not move with them, and are left out, as are its
decimal places; months and days do not keep step and may not stand in one column.

Reads   a table.
Gives   the table with constants for these limits; None where limits move in other ways.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from engine.analysis.cells import UnclearError, constant
from engine.dsl import nodes as feel
from engine.dsl.inference import plain
from engine.dsl.rewriting import rewritten
from engine.dsl.types import SimpleType, Type
from engine.dsl.values import Value
from engine.model.boxed import DecisionTable

STILL = {"number": feel.NumberLiteral(Decimal(1)), "date": feel.AtLiteral("2001-07-15")}
"""What stands for a limit that moves, by the type of its column."""


def held_still(table: DecisionTable) -> DecisionTable | None:
    """The table with constants in the place of limits that move together."""
    columns = [[rule.tests[i] for rule in table.rules] for i in range(len(table.inputs))]
    still = [_still(cells, clause.type) for cells, clause in zip(columns, table.inputs, strict=True)]
    if any(cells is None for cells in still):
        return None
    inputs = tuple(
        clause if cells == written else replace(clause, type=plain(clause.type), allowed=None)
        for clause, cells, written in zip(table.inputs, still, columns, strict=True)
    )
    rows = zip(*(cells for cells in still if cells is not None), strict=True)
    rules = (replace(rule, tests=tests) for rule, tests in zip(table.rules, rows, strict=True))
    return replace(table, inputs=inputs, rules=tuple(rules))


def _still(cells: Sequence[feel.UnaryTests], type_: Type) -> list[feel.UnaryTests] | None:
    """The cells of a column with constant limits."""
    limits = [limit for cell in cells for limit in _limits(cell)]
    moving = [limit for limit in limits if not _is_constant(limit)]
    if not moving:
        return list(cells)
    still = STILL.get(type_.name) if isinstance(type_, SimpleType) else None
    if still is None or len(moving) < len(limits):
        return None
    starts = [_start(limit) for limit in limits]
    if len(set(starts)) > 1 or len({type(step) for limit in limits if (step := _step(limit)) is not None}) > 1:
        return None
    rewrites = {id(start): lambda old: still for start in starts}
    moved = [rewritten(cell, rewrites) for cell in cells]
    known = [cell for cell in moved if isinstance(cell, feel.UnaryTests) and all(map(_is_constant, _limits(cell)))]
    return known if len(known) == len(cells) else None


def _start(limit: feel.Node) -> feel.Node:
    """What a limit is counted from: `today()` in `today() - @"P1Y"`; a limit that is not counted is its own start."""
    match limit:
        case feel.Arithmetic(operator="+" | "-", left=left, right=right) if _is_constant(right):
            return left
    return limit


def _step(limit: feel.Node) -> Value:
    """How far a limit is counted from its start; None for one that is not counted."""
    start = _start(limit)
    return constant(limit.right) if isinstance(limit, feel.Arithmetic) and start is limit.left else None


def _limits(cell: feel.UnaryTests) -> Iterator[feel.Node]:
    """What a cell compares its value with; a test of another kind stands for itself."""
    for test in cell.tests:
        match test:
            case feel.ComparisonRange(operand=operand):
                yield operand
            case feel.RangeLiteral(start=start, end=end):
                yield from (start, end)
            case feel.AnyValue():
                pass
            case other:
                yield other


def _is_constant(node: feel.Node) -> bool:
    try:
        constant(node)
    except UnclearError:
        return False
    return True
