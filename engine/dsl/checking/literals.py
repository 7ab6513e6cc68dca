"""Literals, contexts, lists and ranges."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from engine.dsl import nodes as feel
from engine.dsl.checking.core import Checker
from engine.dsl.checking.remedies import remedy
from engine.dsl.diagnostics import Edit
from engine.dsl.inference import item_type, ordered, plain
from engine.dsl.nodes import Node
from engine.dsl.temporal import Date, DateTime, DaysTime, Time, YearsMonths
from engine.dsl.temporal_text import parse_at
from engine.dsl.types import (
    ANY_FUNCTION,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    NULL,
    TIME,
    YEARS_MONTHS,
    ContextType,
    ListType,
    RangeType,
    SimpleType,
    Type,
    join,
)

TEMPORAL_TYPES: Mapping[type, Type] = {
    Date: DATE,
    Time: TIME,
    DateTime: DATE_TIME,
    YearsMonths: YEARS_MONTHS,
    DaysTime: DAYS_TIME,
}
"""The FEEL type of every temporal value."""


def number(checker: Checker, node: feel.NumberLiteral, expected: Type) -> Type:
    """A number; a percentage says so by its unit."""
    return SimpleType("number", unit="percent" if node.percent else "")


def string(checker: Checker, node: feel.StringLiteral, expected: Type) -> Type:
    """A constant text is a choice of one, so that it can be held against the options of a field."""
    return SimpleType("string", options=(node.value,))


def boolean(checker: Checker, node: feel.BooleanLiteral, expected: Type) -> Type:
    """`true`, `false`."""
    return BOOLEAN


def null(checker: Checker, node: feel.NullLiteral, expected: Type) -> Type:
    """`null`."""
    return NULL


def at(checker: Checker, node: feel.AtLiteral, expected: Type) -> Type:
    """`@"…"`: the type that its text is of."""
    known = TEMPORAL_TYPES.get(type(parse_at(node.text)))
    instead = None if known else remedy(node, DAYS_TIME) or remedy(node, DATE)
    return known or checker.report("GJ1212", node.span, instead, text=node.text)


def context(checker: Checker, node: feel.ContextLiteral, expected: Type) -> Type:
    """Later entries see earlier ones, and a function itself, where its name means nothing else."""
    entries: dict[str, Type] = {}
    for entry in node.entries:
        scope = checker.scope.child(dict(entries))
        if isinstance(entry.value, feel.FunctionLiteral) and not scope.meanings(entry.key):
            scope = scope.child({entry.key: ANY_FUNCTION})
        entries[entry.key] = checker.inside(scope).infer(entry.value)
    return ContextType(tuple(entries.items()))


def list_(checker: Checker, node: feel.ListLiteral, expected: Type) -> Type:
    """A list of what all its items are."""
    return ListType(join(checker.infer(item, item_type(expected)) for item in node.items))


def range_(checker: Checker, node: feel.RangeLiteral, expected: Type) -> Type:
    """A range between two ends of one type."""
    if turned(node.start, node.end):
        return checker.report("GJ1217", node.span, _turn(node), low=node.start.span.text, high=node.end.span.text)
    return RangeType(ends(checker, node, node.start, node.end, _endpoint(expected)))


def turned(start: Node, end: Node) -> bool:
    """Whether a range of plain numbers ends before it begins; 80 and 95% are no such ends."""
    low, high = _number(start), _number(end)
    return low is not None and high is not None and low[1] == high[1] and low[0] > high[0]


def _number(node: Node) -> tuple[Decimal, bool] | None:
    match node:
        case feel.NumberLiteral(value=value, percent=percent):
            return value, percent
        case feel.Negation(operand=feel.NumberLiteral(value=value, percent=percent)):
            return -value, percent
    return None


def _turn(node: feel.RangeLiteral) -> Edit:
    """The range with its ends in order."""
    opening, closing = "[" if node.start_included else "(", "]" if node.end_included else ")"
    return Edit(node.span, f"{opening}{node.end.span.text}..{node.start.span.text}{closing}")


def comparison_range(checker: Checker, node: feel.ComparisonRange, expected: Type) -> Type:
    """`(< 10)` as a value."""
    return RangeType(plain(checker.infer(node.operand, _endpoint(expected))))


def ends(checker: Checker, node: Node, low: Node, high: Node, expected: Type) -> Type:
    """The type of the ends of a range."""
    start, end = checker.infer(low, expected), checker.infer(high, expected)
    if NULL not in (start, end) and not ordered(start, end):
        return checker.report("GJ1202", node.span, left=start, right=end)
    return join((plain(start), plain(end)))


def _endpoint(expected: Type) -> Type:
    return expected.endpoint if isinstance(expected, RangeType) else expected
