"""Tables of claims about FEEL values (tests/data/values): rows of cells between bars, `#` for a remark."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import singledispatch
from pathlib import Path

from engine.dsl import nodes, operators
from engine.dsl.catalogue import headline
from engine.dsl.checker import declared_type
from engine.dsl.diagnostics import Diagnostics
from engine.dsl.nulls import listening
from engine.dsl.parser import parse_expression, parse_type
from engine.dsl.scope import Scope
from engine.dsl.temporal_text import parse_at
from engine.dsl.types import Type
from engine.dsl.values import Value

VALUES = Path(__file__).parents[1] / "data" / "values"


def rows(name: str) -> list[tuple[str, ...]]:
    """The rows of a table."""
    lines = (VALUES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines if line and not line.startswith("#")]


def value(text: str) -> Value:
    """The value of FEEL text without names and operators."""
    return _value(parse_expression(text))


def type_(text: str) -> Type:
    """The type that a text names."""
    return declared_type(parse_type(text), Scope(), Diagnostics())


def answer(operation: Callable[[], Value], expected: str) -> tuple[Value, str]:
    """What an operation gives and the code of its first reason, both worded as a claim words them.

    A reason must be said in both languages, with all that it speaks of.
    """
    with listening() as reasons:
        result = operation()
    for lang in ("zh", "en"):
        assert not any(re.search(r"\{\w+\}", headline(reason, lang)) for reason in reasons)
    return result, reasons[0].code if result is None and expected != "null" and reasons else ""


def expected(text: str) -> tuple[Value, str]:
    """The claimed value, and the claimed reason of a null."""
    code = text.removeprefix("null ") if text.startswith("null ") else ""
    return (None, code) if code else (value(text), "")


@singledispatch
def _value(node: nodes.Node) -> Value:
    raise TypeError(type(node).__name__)


@_value.register(nodes.NumberLiteral)
@_value.register(nodes.StringLiteral)
@_value.register(nodes.BooleanLiteral)
def _constant(node: nodes.NumberLiteral | nodes.StringLiteral | nodes.BooleanLiteral) -> Value:
    return node.value


@_value.register
def _null(node: nodes.NullLiteral) -> Value:
    return None


@_value.register
def _at(node: nodes.AtLiteral) -> Value:
    return parse_at(node.text)


@_value.register
def _negative(node: nodes.Negation) -> Value:
    return operators.negate(_value(node.operand))


@_value.register
def _list(node: nodes.ListLiteral) -> Value:
    return [_value(item) for item in node.items]


@_value.register
def _context(node: nodes.ContextLiteral) -> Value:
    return {entry.key: _value(entry.value) for entry in node.entries}


@_value.register
def _range(node: nodes.RangeLiteral) -> Value:
    return operators.range_between(_value(node.start), _value(node.end), node.start_included, node.end_included)


@_value.register
def _comparison_range(node: nodes.ComparisonRange) -> Value:
    return operators.comparison_range(node.operator, _value(node.operand))
