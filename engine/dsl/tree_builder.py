"""From the parser's reductions to nodes: one method per rule, or named alternative, of feel.lark.

Each method gets the children of its rule: tokens and nodes already built, every token kept. A span runs from the
first child to the last.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.dsl import nodes
from engine.dsl.nodes import Node
from engine.dsl.source import Span
from engine.dsl.syntax_errors import refusal
from engine.dsl.values import DECIMAL128

Children = list[Any]  # tokens, nodes, and tuples of nodes for the lists in the grammar


def _span(children: Children) -> Span:
    first, last = children[0].span, children[-1].span
    return Span(first.source, first.start, last.end)


def _separated(children: Children) -> tuple[Any, ...]:
    """The items of `item, item, item`."""
    return tuple(children[::2])


class TreeBuilder:
    """What Lark calls for every reduction; stateless."""

    # -- tests

    def unary_tests(self, c: Children) -> Node:
        return nodes.UnaryTests(c[0], span=Span(c[0][0].span.source, c[0][0].span.start, c[0][-1].span.end))

    def negated_unary_tests(self, c: Children) -> Node:
        return nodes.UnaryTests(c[2], negated=True, span=_span(c))

    def any_value(self, c: Children) -> Node:
        return nodes.UnaryTests((nodes.AnyValue(span=c[0].span),), span=c[0].span)

    def positive_unary_tests(self, c: Children) -> tuple[Node, ...]:
        return _separated(c)

    def simple_positive_unary_test(self, c: Children) -> Node:
        return nodes.ComparisonRange(c[0].text, c[1], span=_span(c))

    # -- operators

    def disjunction(self, c: Children) -> Node:
        return nodes.Disjunction(c[0], c[2], span=_span(c))

    def conjunction(self, c: Children) -> Node:
        return nodes.Conjunction(c[0], c[2], span=_span(c))

    def comparison(self, c: Children) -> Node:
        return nodes.Comparison(c[1].text, c[0], c[2], span=_span(c))

    def between(self, c: Children) -> Node:
        return nodes.Between(c[0], c[2], c[4], span=_span(c))

    def in_(self, c: Children) -> Node:
        return nodes.In(c[0], (c[2],), span=_span(c))

    def in_list(self, c: Children) -> Node:
        return nodes.In(c[0], _separated(c[3:-1]), span=_span(c))

    def arithmetic(self, c: Children) -> Node:
        return nodes.Arithmetic(c[1].text, c[0], c[2], span=_span(c))

    def negation(self, c: Children) -> Node:
        return nodes.Negation(c[1], span=_span(c))

    def instance_of(self, c: Children) -> Node:
        return nodes.InstanceOf(c[0], c[2], span=_span(c))

    # -- operands

    def name(self, c: Children) -> Node:
        return nodes.Name(c[0].text, span=c[0].span)

    def number(self, c: Children) -> Node:
        text, span = c[0].text, c[0].span
        value = DECIMAL128.create_decimal(text.rstrip("%"))
        if not value.is_finite():
            raise refusal("GJ1011", span, number=text)
        percent = text.endswith("%")
        return nodes.NumberLiteral(value.scaleb(-2, DECIMAL128) if percent else value, percent, span=span)

    def string(self, c: Children) -> Node:
        return nodes.StringLiteral(c[0].text, span=c[0].span)

    def at_literal(self, c: Children) -> Node:
        return nodes.AtLiteral(c[0].text, span=c[0].span)

    def true(self, c: Children) -> Node:
        return nodes.BooleanLiteral(True, span=c[0].span)

    def false(self, c: Children) -> Node:
        return nodes.BooleanLiteral(False, span=c[0].span)

    def null(self, c: Children) -> Node:
        return nodes.NullLiteral(span=c[0].span)

    def path(self, c: Children) -> Node:
        return nodes.Path(c[0], c[2].text, span=_span(c))

    def filter(self, c: Children) -> Node:
        return nodes.Filter(c[0], c[2], span=_span(c))

    def function_invocation(self, c: Children) -> Node:
        return nodes.Call(c[0], c[2] if len(c) == 4 else (), span=_span(c))

    def positional_parameters(self, c: Children) -> tuple[Node, ...]:
        return tuple(nodes.Argument(None, value, span=value.span) for value in c[::2])

    def named_parameters(self, c: Children) -> tuple[Node, ...]:
        return _separated(c)

    def named_parameter(self, c: Children) -> Node:
        return nodes.Argument(c[0].text, c[2], span=_span(c))

    def parenthesised(self, c: Children) -> Node:
        inner: Node = replace(c[1], span=_span(c))
        return inner

    def interval(self, c: Children) -> Node:
        return nodes.RangeLiteral(c[1], c[3], c[0].text == "[", c[4].text == "]", span=_span(c))

    # -- control

    def if_expression(self, c: Children) -> Node:
        return nodes.If(c[1], c[3], c[5], span=_span(c))

    def for_expression(self, c: Children) -> Node:
        return nodes.For(c[1], c[3], span=_span(c))

    def quantified_expression(self, c: Children) -> Node:
        return nodes.Quantified(c[0].text, c[1], c[3], span=_span(c))

    def iterators(self, c: Children) -> tuple[Node, ...]:
        return _separated(c)

    def iterator(self, c: Children) -> Node:
        return nodes.Iterator(c[0].text, c[2], c[4] if len(c) == 5 else None, span=_span(c))

    # -- boxed expressions

    def list(self, c: Children) -> Node:
        return nodes.ListLiteral(_separated(c[1:-1]), span=_span(c))

    def context(self, c: Children) -> Node:
        return nodes.ContextLiteral(_separated(c[1:-1]), span=_span(c))

    def context_entry(self, c: Children) -> Node:
        return nodes.ContextEntry(c[0].text, c[2], span=_span(c))

    def function_definition(self, c: Children) -> Node:
        return nodes.FunctionLiteral(c[2], c[4], span=_span(c))

    def external_function(self, c: Children) -> Node:
        return nodes.FunctionLiteral(c[2], c[5], external=True, span=_span(c))

    def formal_parameters(self, c: Children) -> tuple[Node, ...]:
        return _separated(c)

    def formal_parameter(self, c: Children) -> Node:
        return nodes.Parameter(c[0].text, c[2] if len(c) == 3 else None, span=_span(c))

    # -- types

    def named_type(self, c: Children) -> Node:
        return nodes.NamedType(c[0].text, span=c[0].span)

    def list_type(self, c: Children) -> Node:
        return nodes.ListTypeExpression(c[2], span=_span(c))

    def range_type(self, c: Children) -> Node:
        return nodes.RangeTypeExpression(c[2], span=_span(c))

    def context_type(self, c: Children) -> Node:
        return nodes.ContextTypeExpression(_separated(c[2:-1]), span=_span(c))

    def function_type(self, c: Children) -> Node:
        return nodes.FunctionTypeExpression(c[2], c[5], span=_span(c))

    def typed_name(self, c: Children) -> Node:
        return nodes.Parameter(c[0].text, c[2], span=_span(c))

    def argument_types(self, c: Children) -> tuple[Node, ...]:
        return _separated(c)
