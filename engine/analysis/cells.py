"""What a cell of a decision table accepts: unary tests as a function of the value under test alone.

A test that depends on anything else (another fact, a function of the value) is `UnclearError`; it is not guessed at.
Where a test may change its answer stands in it as a constant: its landmarks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Context, Decimal
from functools import lru_cache
from typing import Any, Final

from engine.dsl import nodes as feel
from engine.dsl import operators
from engine.dsl.builtins import BUILTINS
from engine.dsl.nodes import Node
from engine.dsl.temporal_text import parse_at
from engine.dsl.values import Range, Value

Passing = Callable[[Value], bool | None]

INPUT = feel.Name("?")
EXACT = Context(prec=10_000)
MOST_KEPT = 5_000  # the same cells stand in many rows and tables
_NO_INPUT: Final = object()
CONSTRUCTORS = frozenset(("date", "time", "date and time", "duration", "years and months duration", "number", "string"))


class UnclearError(Exception):
    """A part of a test that cannot be told from the value under test alone."""

    def __init__(self, node: Node) -> None:
        super().__init__(type(node).__name__)
        self.node = node


def accepts(tests: feel.UnaryTests, value: Value) -> bool:
    """Whether a value passes.

    >>> from engine.dsl.parser import parse_unary_tests
    >>> from decimal import Decimal
    >>> tests = parse_unary_tests("[7..9), > 20")
    >>> [accepts(tests, Decimal(n)) for n in (7, 9, 21)]
    [True, False, True]
    """
    return acceptance(tests)(value)


@lru_cache(maxsize=MOST_KEPT)
def acceptance(tests: feel.UnaryTests) -> Callable[[Value], bool]:
    """Tests as a function of the value; what is constant in them is worked out once."""
    passing = tuple(map(_passes, tests.tests))

    def accepted(value: Value) -> bool:
        results = [passes(value) for passes in passing]
        return not any(results) and None not in results if tests.negated else any(results)

    return accepted


@lru_cache(maxsize=MOST_KEPT)
def landmarks(node: Node) -> tuple[Value, ...]:
    """The values at which a test may change its answer: the constants in it, the ends of its ranges.

    >>> from engine.dsl.parser import parse_unary_tests
    >>> landmarks(parse_unary_tests('"A", "B"'))
    ('A', 'B')
    """
    if isinstance(node, (feel.UnaryTests, feel.ComparisonRange)) or speaks_of_input(node):
        return tuple(value for child in node.children() for value in landmarks(child))
    return () if isinstance(node, feel.AnyValue) else tuple(_points(constant(node)))


def speaks_of_input(node: Node) -> bool:
    """Whether `?` stands in an expression."""
    return any(isinstance(each, feel.Name) and each.name == INPUT.name for each in feel.walk(node))


@lru_cache(maxsize=MOST_KEPT)
def constant(node: Node) -> Value:
    """The value of an expression that speaks of nothing else; `UnclearError` where it does."""
    return _evaluate(node, _NO_INPUT)


def evaluated(node: Node, value: Value) -> Value:
    """The value of an expression about `?`, with a value in its place; `UnclearError` where it speaks of more."""
    return _evaluate(node, value)


def _points(value: Value) -> Iterator[Value]:
    """The values in a list, the ends of a range; a value by itself."""
    match value:
        case list():
            for item in value:
                yield from _points(item)
        case Range(start=start, end=end):
            yield from (edge for edge in (start, end) if edge is not None)
        case _:
            yield value


def _passes(test: Node) -> Passing:
    """One test, three-valued."""
    if isinstance(test, feel.AnyValue):
        return lambda value: True
    if isinstance(test, feel.ComparisonRange):
        compare, operand = COMPARISONS[test.operator], constant(test.operand)
        return lambda value: compare(value, operand)
    if speaks_of_input(test):
        return lambda value: _evaluate(test, value) is True
    expected = constant(test)
    return lambda value: operators.test(value, expected)


COMPARISONS: Mapping[str, Callable[[Value, Value], bool | None]] = {
    "=": operators.equal,
    "!=": operators.not_equal,
    "<": operators.less,
    "<=": operators.less_equal,
    ">": operators.greater,
    ">=": operators.greater_equal,
}
ARITHMETIC: Mapping[str, Callable[[Value, Value], Value]] = {
    "+": operators.add,
    "-": operators.subtract,
    "*": operators.multiply,
    "/": operators.divide,
    "**": operators.power,
}


def _evaluate(node: Node, value: Value) -> Value:
    """The value of an expression; `value` is what `?` stands for, `_NO_INPUT` where it may not occur."""
    method = METHODS.get(type(node))
    if method is None:
        raise UnclearError(node)
    return method(node, value)


def _canonical(number: Decimal) -> Decimal:
    """The number without needless zeros: what is kept of 1.00 is told of 1, too."""
    plain = number.normalize()
    return plain if plain.as_tuple().exponent <= 0 else plain.quantize(Decimal(1), context=EXACT)  # type: ignore[operator]


def _name(node: feel.Name, value: Value) -> Value:
    if node != INPUT or value is _NO_INPUT:
        raise UnclearError(node)
    return value


def _call(node: feel.Call, value: Value) -> Value:
    """`not(…)`, and the functions that make values: `date("2026-01-01")`."""
    name = node.function.name if isinstance(node.function, feel.Name) else ""
    arguments = [argument.value for argument in node.arguments if argument.name is None]
    if name == "not" and len(arguments) == 1:
        return operators.negation(_evaluate(arguments[0], value))
    if name not in CONSTRUCTORS or len(arguments) < len(node.arguments):
        raise UnclearError(node)
    return BUILTINS[name].call(*map(constant, arguments))


def _range(node: feel.RangeLiteral, value: Value) -> Value:
    ends = constant(node.start), constant(node.end)
    return operators.range_between(*ends, node.start_included, node.end_included)


def _in(node: feel.In, value: Value) -> Value:
    tested = _evaluate(node.value, value)
    return any(_passes(test)(tested) for test in node.tests)


METHODS: Mapping[type[Node], Callable[[Any, Value], Value]] = {
    feel.NumberLiteral: lambda node, _: _canonical(node.value),
    feel.StringLiteral: lambda node, _: node.value,
    feel.BooleanLiteral: lambda node, _: node.value,
    feel.NullLiteral: lambda node, _: None,
    feel.AtLiteral: lambda node, _: parse_at(node.text),
    feel.Name: _name,
    feel.Call: _call,
    feel.RangeLiteral: _range,
    feel.ComparisonRange: lambda node, _: operators.comparison_range(node.operator, constant(node.operand)),
    feel.ListLiteral: lambda node, _: [constant(item) for item in node.items],
    feel.Negation: lambda node, _: operators.negate(constant(node.operand)),
    feel.Arithmetic: lambda node, _: ARITHMETIC[node.operator](constant(node.left), constant(node.right)),
    feel.Comparison: lambda node, v: COMPARISONS[node.operator](_evaluate(node.left, v), _evaluate(node.right, v)),
    feel.Conjunction: lambda node, v: operators.conjunction(_evaluate(node.left, v), _evaluate(node.right, v)),
    feel.Disjunction: lambda node, v: operators.disjunction(_evaluate(node.left, v), _evaluate(node.right, v)),
    feel.Between: lambda node, v: operators.between(
        _evaluate(node.value, v), _evaluate(node.low, v), _evaluate(node.high, v)
    ),
    feel.In: _in,
}
