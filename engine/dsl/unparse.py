"""Trees back to text, in one canonical spelling.

Reads   any tree of nodes.py.
Gives   FEEL text such that `parse_expression(unparse(tree), names) == tree`, for names that are known to the parser.
Method  one small function per node gives its text and how tightly it binds; an operand that binds less tightly than
        its place asks for gets parentheses. `if`, `for`, `some`, `every` and function bodies reach as far right as
        they can, so as operands they always stand in parentheses.
Source  DMN 1.5, 10.3.1.2, levels of precedence as in feel.lark.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from engine.dsl import nodes
from engine.dsl.names import is_long_name
from engine.dsl.nodes import Node
from engine.dsl.values import DECIMAL128

# How tightly a text binds: the rules of feel.lark from the loosest to the tightest.
OPEN, OR, AND, COMPARISON, ADDITION, MULTIPLICATION, POWER, NEGATION, INSTANCE, OPERAND = range(10)
_ARITHMETIC = {"+": ADDITION, "-": ADDITION, "*": MULTIPLICATION, "/": MULTIPLICATION, "**": POWER}
_ESCAPES = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})

_Text = tuple[str, int]


def unparse(node: Node) -> str:
    """The canonical FEEL text of a tree.

    >>> from engine.dsl.parser import parse_expression
    >>> unparse(parse_expression("1+( if a then b else c )*]1..2["))
    '1 + (if a then b else c) * (1..2)'
    """
    return _text(node)[0]


def _text(node: Node) -> _Text:
    return _SPELLINGS[type(node)](node)


def _at(node: Node, level: int) -> str:
    """The text of an operand at a place that asks for that level."""
    text, binds = _text(node)
    return text if binds >= level else f"({text})"


def _joined(items: Sequence[Node]) -> str:
    return ", ".join(map(unparse, items))


def quote(text: str) -> str:
    r"""A string literal.

    >>> quote('say "hi" \\d')
    '"say \\"hi\\" \\\\d"'
    """
    return f'"{text.translate(_ESCAPES)}"'


# -- literals ----------------------------------------------------------------------------------------------------


def _number(node: nodes.NumberLiteral) -> _Text:
    value = node.value.scaleb(2, DECIMAL128) if node.percent else node.value
    return f"{_plain(value)}{'%' if node.percent else ''}", NEGATION if value < 0 else OPERAND


def _plain(value: Decimal) -> str:
    """Without an exponent where that stays short."""
    return f"{value:f}" if -20 <= value.adjusted() <= 40 else f"{value:E}"


def _string(node: nodes.StringLiteral) -> _Text:
    return quote(node.value), OPERAND


def _boolean(node: nodes.BooleanLiteral) -> _Text:
    return str(node.value).lower(), OPERAND


def _null(_: nodes.NullLiteral) -> _Text:
    return "null", OPERAND


def _at_literal(node: nodes.AtLiteral) -> _Text:
    return f"@{quote(node.text)}", OPERAND


def _name(node: nodes.Name) -> _Text:
    return node.name, OPERAND


# -- boxed literals ----------------------------------------------------------------------------------------------


def _entry(node: nodes.ContextEntry) -> _Text:
    key = node.key if is_long_name(node.key) else quote(node.key)
    return f"{key}: {unparse(node.value)}", OPEN


def _context(node: nodes.ContextLiteral) -> _Text:
    return f"{{{_joined(node.entries)}}}", OPERAND


def _list(node: nodes.ListLiteral) -> _Text:
    return f"[{_joined(node.items)}]", OPERAND


def _range(node: nodes.RangeLiteral) -> _Text:
    opening, closing = "(["[node.start_included], ")]"[node.end_included]
    return f"{opening}{_at(node.start, OR)}..{_at(node.end, OR)}{closing}", OPERAND


def _comparison_range(node: nodes.ComparisonRange) -> _Text:
    return f"({_test(node)})", OPERAND


def _test(node: Node) -> str:
    """A test as it stands in a cell or behind `in`: a comparison range there needs no parentheses."""
    if isinstance(node, nodes.ComparisonRange):
        return f"{node.operator} {_at(node.operand, ADDITION)}"
    return unparse(node)


# -- access and calls --------------------------------------------------------------------------------------------


def _path(node: nodes.Path) -> _Text:
    return f"{_at(node.subject, OPERAND)}.{node.name}", OPERAND


def _filter(node: nodes.Filter) -> _Text:
    return f"{_at(node.subject, OPERAND)}[{unparse(node.predicate)}]", OPERAND


def _argument(node: nodes.Argument) -> _Text:
    return (f"{node.name}: " if node.name else "") + unparse(node.value), OPEN


def _call(node: nodes.Call) -> _Text:
    return f"{_at(node.function, OPERAND)}({_joined(node.arguments)})", OPERAND


# -- operators ---------------------------------------------------------------------------------------------------


def _negation(node: nodes.Negation) -> _Text:
    """In `-2 instance of number` the sign would belong to the number."""
    level = OPERAND if isinstance(node.operand, nodes.InstanceOf) else NEGATION
    return f"-{_at(node.operand, level)}", NEGATION


def _arithmetic(node: nodes.Arithmetic) -> _Text:
    level = _ARITHMETIC[node.operator]
    return f"{_at(node.left, level)} {node.operator} {_at(node.right, level + 1)}", level


def _comparison(node: nodes.Comparison) -> _Text:
    return f"{_at(node.left, COMPARISON)} {node.operator} {_at(node.right, ADDITION)}", COMPARISON


def _conjunction(node: nodes.Conjunction) -> _Text:
    return f"{_at(node.left, AND)} and {_at(node.right, COMPARISON)}", AND


def _disjunction(node: nodes.Disjunction) -> _Text:
    return f"{_at(node.left, OR)} or {_at(node.right, AND)}", OR


def _between(node: nodes.Between) -> _Text:
    value, low, high = _at(node.value, COMPARISON), _at(node.low, ADDITION), _at(node.high, ADDITION)
    return f"{value} between {low} and {high}", COMPARISON


def _in(node: nodes.In) -> _Text:
    value = _at(node.value, COMPARISON)
    if len(node.tests) > 1:
        return f"{value} in ({', '.join(map(_test, node.tests))})", COMPARISON
    (test,) = node.tests
    single = _test(test) if isinstance(test, nodes.ComparisonRange) else _at(test, ADDITION)
    return f"{value} in {single}", COMPARISON


def _instance_of(node: nodes.InstanceOf) -> _Text:
    return f"{_at(node.value, INSTANCE)} instance of {unparse(node.type)}", INSTANCE


# -- control -----------------------------------------------------------------------------------------------------


def _if(node: nodes.If) -> _Text:
    condition, consequent = _at(node.condition, OR), _at(node.consequent, OR)
    return f"if {condition} then {consequent} else {unparse(node.alternative)}", OPEN


def _iterator(node: nodes.Iterator) -> _Text:
    end = f"..{_at(node.end, OR)}" if node.end else ""
    return f"{node.name} in {_at(node.source, OR)}{end}", OPEN


def _for(node: nodes.For) -> _Text:
    return f"for {_joined(node.iterators)} return {unparse(node.result)}", OPEN


def _quantified(node: nodes.Quantified) -> _Text:
    return f"{node.quantifier} {_joined(node.iterators)} satisfies {unparse(node.condition)}", OPEN


def _parameter(node: nodes.Parameter) -> _Text:
    return node.name + (f": {unparse(node.type)}" if node.type else ""), OPEN


def _function(node: nodes.FunctionLiteral) -> _Text:
    external = " external" if node.external else ""
    return f"function({_joined(node.parameters)}){external} {unparse(node.body)}", OPEN


# -- tests and types ---------------------------------------------------------------------------------------------


def _any_value(_: nodes.AnyValue) -> _Text:
    return "-", OPEN


def _unary_tests(node: nodes.UnaryTests) -> _Text:
    tests = ", ".join(map(_test, node.tests))
    if node.negated:
        return f"not({tests})", OPEN
    return f"({tests})" if _calls_not(node.tests) else tests, OPEN


def _calls_not(tests: Sequence[Node]) -> bool:
    """Whether the only test is a call of the function `not`, which bare would be read as negated tests."""
    return len(tests) == 1 and isinstance(tests[0], nodes.Call) and tests[0].function == nodes.Name("not")


def _named_type(node: nodes.NamedType) -> _Text:
    return node.name, OPERAND


def _list_type(node: nodes.ListTypeExpression) -> _Text:
    return f"list<{unparse(node.item)}>", OPERAND


def _range_type(node: nodes.RangeTypeExpression) -> _Text:
    return f"range<{unparse(node.endpoint)}>", OPERAND


def _context_type(node: nodes.ContextTypeExpression) -> _Text:
    return f"context<{_joined(node.fields)}>", OPERAND


def _function_type(node: nodes.FunctionTypeExpression) -> _Text:
    return f"function<{_joined(node.parameters)}> -> {unparse(node.result)}", OPERAND


_SPELLINGS: dict[type[Node], Callable[[Any], _Text]] = {
    nodes.NumberLiteral: _number,
    nodes.StringLiteral: _string,
    nodes.BooleanLiteral: _boolean,
    nodes.NullLiteral: _null,
    nodes.AtLiteral: _at_literal,
    nodes.Name: _name,
    nodes.ContextEntry: _entry,
    nodes.ContextLiteral: _context,
    nodes.ListLiteral: _list,
    nodes.RangeLiteral: _range,
    nodes.ComparisonRange: _comparison_range,
    nodes.Path: _path,
    nodes.Filter: _filter,
    nodes.Argument: _argument,
    nodes.Call: _call,
    nodes.Negation: _negation,
    nodes.Arithmetic: _arithmetic,
    nodes.Comparison: _comparison,
    nodes.Conjunction: _conjunction,
    nodes.Disjunction: _disjunction,
    nodes.Between: _between,
    nodes.In: _in,
    nodes.InstanceOf: _instance_of,
    nodes.If: _if,
    nodes.Iterator: _iterator,
    nodes.For: _for,
    nodes.Quantified: _quantified,
    nodes.Parameter: _parameter,
    nodes.FunctionLiteral: _function,
    nodes.AnyValue: _any_value,
    nodes.UnaryTests: _unary_tests,
    nodes.NamedType: _named_type,
    nodes.ListTypeExpression: _list_type,
    nodes.RangeTypeExpression: _range_type,
    nodes.ContextTypeExpression: _context_type,
    nodes.FunctionTypeExpression: _function_type,
}
