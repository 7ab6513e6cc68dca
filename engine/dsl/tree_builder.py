"""From the parser's reductions to nodes: one entry per rule, or named alternative, of feel.lark.

Reads   the children of a rule: tokens and what was built of the rules below, every token kept.
Gives   `BUILDERS`, rule name -> what it becomes: a node whose span runs from its first child to its last, or a tuple of
        nodes for the lists inside other rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.dsl import nodes
from engine.dsl.nodes import Node
from engine.dsl.source import Span
from engine.dsl.syntax_errors import refusal
from engine.dsl.tokens import Token
from engine.dsl.values import DECIMAL128

Children = list[Any]  # tokens, nodes and tuples of nodes
Builder = Callable[[Children], Any]


def _span(children: Children) -> Span:
    first, last = children[0].span, children[-1].span
    return Span(first.source, first.start, last.end)


def _separated(children: Children) -> tuple[Any, ...]:
    """The items of `item, item, item`."""
    return tuple(children[::2])


def _number(children: Children) -> Node:
    token: Token = children[0]
    percent = token.text.endswith("%")
    value = DECIMAL128.create_decimal(token.text.rstrip("%"))
    if not value.is_finite():
        raise refusal("GJ1011", token.span, number=token.text)
    return nodes.NumberLiteral(value.scaleb(-2, DECIMAL128) if percent else value, percent, span=token.span)


def _positional(children: Children) -> tuple[Node, ...]:
    return tuple(nodes.Argument(None, value, span=value.span) for value in children[::2])


BUILDERS: Mapping[str, Builder] = {
    # tests
    "unary_tests": lambda c: nodes.UnaryTests(c[0], span=_span([*c[0]])),
    "negated_unary_tests": lambda c: nodes.UnaryTests(c[2], negated=True, span=_span(c)),
    "any_value": lambda c: nodes.UnaryTests((nodes.AnyValue(span=c[0].span),), span=c[0].span),
    "positive_unary_tests": _separated,
    "simple_positive_unary_test": lambda c: nodes.ComparisonRange(c[0].text, c[1], span=_span(c)),
    # operators
    "disjunction": lambda c: nodes.Disjunction(c[0], c[2], span=_span(c)),
    "conjunction": lambda c: nodes.Conjunction(c[0], c[2], span=_span(c)),
    "comparison": lambda c: nodes.Comparison(c[1].text, c[0], c[2], span=_span(c)),
    "between": lambda c: nodes.Between(c[0], c[2], c[4], span=_span(c)),
    "in_one": lambda c: nodes.In(c[0], (c[2],), span=_span(c)),
    "in_several": lambda c: nodes.In(c[0], _separated(c[3:-1]), span=_span(c)),
    "arithmetic": lambda c: nodes.Arithmetic(c[1].text, c[0], c[2], span=_span(c)),
    "negation": lambda c: nodes.Negation(c[1], span=_span(c)),
    "instance_of": lambda c: nodes.InstanceOf(c[0], c[2], span=_span(c)),
    "negative_instance_of": lambda c: nodes.InstanceOf(
        nodes.Negation(_number([c[1]]), span=_span(c[:2])), c[3], span=_span(c)
    ),
    # operands
    "name": lambda c: nodes.Name(c[0].text, span=c[0].span),
    "number": _number,
    "string": lambda c: nodes.StringLiteral(c[0].text, span=c[0].span),
    "at_literal": lambda c: nodes.AtLiteral(c[0].text, span=c[0].span),
    "true": lambda c: nodes.BooleanLiteral(True, span=c[0].span),
    "false": lambda c: nodes.BooleanLiteral(False, span=c[0].span),
    "null": lambda c: nodes.NullLiteral(span=c[0].span),
    "path": lambda c: nodes.Path(c[0], c[2].text, span=_span(c)),
    "filter": lambda c: nodes.Filter(c[0], c[2], span=_span(c)),
    "function_invocation": lambda c: nodes.Call(c[0], c[2] if len(c) == 4 else (), span=_span(c)),
    "positional_parameters": _positional,
    "named_parameters": _separated,
    "named_parameter": lambda c: nodes.Argument(c[0].text, c[2], span=_span(c)),
    "parenthesised": lambda c: c[1].changed(span=_span(c)),
    "interval": lambda c: nodes.RangeLiteral(c[1], c[3], c[0].text == "[", c[4].text == "]", span=_span(c)),
    # control
    "if_expression": lambda c: nodes.If(c[1], c[3], c[5], span=_span(c)),
    "for_expression": lambda c: nodes.For(c[1], c[3], span=_span(c)),
    "quantified_expression": lambda c: nodes.Quantified(c[0].text, c[1], c[3], span=_span(c)),
    "iterators": _separated,
    "iterator": lambda c: nodes.Iterator(c[0].text, c[2], c[4] if len(c) == 5 else None, span=_span(c)),
    # boxed expressions
    "list": lambda c: nodes.ListLiteral(_separated(c[1:-1]), span=_span(c)),
    "context": lambda c: nodes.ContextLiteral(_separated(c[1:-1]), span=_span(c)),
    "context_entry": lambda c: nodes.ContextEntry(c[0].text, c[2], span=_span(c)),
    "function_definition": lambda c: nodes.FunctionLiteral(c[2], c[4], span=_span(c)),
    "external_function": lambda c: nodes.FunctionLiteral(c[2], c[5], external=True, span=_span(c)),
    "formal_parameters": _separated,
    "formal_parameter": lambda c: nodes.Parameter(c[0].text, c[2] if len(c) == 3 else None, span=_span(c)),
    # types
    "named_type": lambda c: nodes.NamedType(c[0].text, span=c[0].span),
    "list_type": lambda c: nodes.ListTypeExpression(c[2], span=_span(c)),
    "range_type": lambda c: nodes.RangeTypeExpression(c[2], span=_span(c)),
    "context_type": lambda c: nodes.ContextTypeExpression(_separated(c[2:-1]), span=_span(c)),
    "function_type": lambda c: nodes.FunctionTypeExpression(c[2], c[5], span=_span(c)),
    "typed_name": lambda c: nodes.Parameter(c[0].text, c[2], span=_span(c)),
    "argument_types": _separated,
}
