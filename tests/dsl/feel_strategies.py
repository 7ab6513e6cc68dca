"""FEEL trees for property tests: every kind of node, with names that hold spaces, operators, keywords, Chinese.

`expressions()`, `unary_tests()`, `types()` give trees that the parser could have made; `NAMES` are the names in them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st

from engine.dsl import nodes
from engine.dsl.names import Names
from engine.dsl.nodes import Node

T = TypeVar("T")

_WORDS = ["x", "y", "客户", "金额", "item", "partial", "?"]
_LONG = [
    "客户 姓名",
    "Monthly income",
    "days in weekend",
    "Date-Time",
    "foo+bar",
    "Student's name",
    "3个月内订单",
    "合作时长(月)",
]
_DECLARABLE = ["x", "客户 姓名", "Monthly income", "Date-Time", "foo+bar", "first and last"]
NAMES = Names.of([*_WORDS, *_LONG, *_DECLARABLE])

names = st.sampled_from(_WORDS + _LONG)
declarable_names = st.sampled_from(_DECLARABLE)
"""Names that may be introduced without quotes: keys, variables, parameters, arguments."""
numbers = st.decimals(0, Decimal("1e20"), places=4).map(Decimal.normalize)
literals: st.SearchStrategy[Node] = st.one_of(
    st.builds(nodes.NumberLiteral, numbers),
    st.builds(nodes.NumberLiteral, numbers, st.just(True)),
    st.builds(nodes.StringLiteral, st.text(max_size=12)),
    st.builds(nodes.BooleanLiteral, st.booleans()),
    st.just(nodes.NullLiteral()),
    st.builds(nodes.AtLiteral, st.sampled_from(["2026-01-01", "P1D", "12:30:00@Asia/Shanghai", 'a "b"'])),
    st.builds(nodes.Name, names),
)


def types() -> st.SearchStrategy[nodes.TypeExpression]:
    """Types as written behind `instance of`."""
    named = st.sampled_from(["number", "days and time duration", "Any", "tLoan", "imported.tLoan"])
    return st.recursive(st.builds(nodes.NamedType, named), _wider_types, max_leaves=4)


def _wider_types(inner: st.SearchStrategy[nodes.TypeExpression]) -> st.SearchStrategy[nodes.TypeExpression]:
    return st.one_of(
        st.builds(nodes.ListTypeExpression, inner),
        st.builds(nodes.RangeTypeExpression, inner),
        st.builds(nodes.ContextTypeExpression, _some(st.builds(nodes.Parameter, declarable_names, inner))),
        st.builds(nodes.FunctionTypeExpression, _many(inner), inner),
    )


def expressions(max_leaves: int = 12) -> st.SearchStrategy[Node]:
    """Any expression."""
    return st.recursive(literals, _wider, max_leaves=max_leaves)


def unary_tests() -> st.SearchStrategy[nodes.UnaryTests]:
    """The tests of a cell."""
    tests = _some(_tests(expressions(4)))
    anything = st.just(nodes.UnaryTests((nodes.AnyValue(),)))
    return st.one_of(anything, st.builds(nodes.UnaryTests, tests, st.booleans()))


def _many(items: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(items, max_size=3).map(tuple)


def _some(items: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(items, min_size=1, max_size=3).map(tuple)


def _tests(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    operators = st.sampled_from(["<", "<=", ">", ">=", "=", "!="])
    return st.one_of(inner, st.builds(nodes.ComparisonRange, operators, inner))


def _wider(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(_operators(inner), _access(inner), _boxed(inner), _control(inner))


def _operators(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(nodes.Negation, inner),
        st.builds(nodes.Arithmetic, st.sampled_from(["+", "-", "*", "/", "**"]), inner, inner),
        st.builds(nodes.Comparison, st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), inner, inner),
        st.builds(nodes.Conjunction, inner, inner),
        st.builds(nodes.Disjunction, inner, inner),
        st.builds(nodes.Between, inner, inner, inner),
        st.builds(nodes.In, inner, _some(_tests(inner))),
        st.builds(nodes.InstanceOf, inner, types()),
    )


def _access(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    positional = _many(st.builds(nodes.Argument, st.none(), inner))
    named = _some(st.builds(nodes.Argument, declarable_names, inner))
    return st.one_of(
        st.builds(nodes.Path, inner, names.filter(lambda name: name != "?")),
        st.builds(nodes.Filter, inner, inner),
        st.builds(nodes.Call, inner, positional | named),
    )


def _boxed(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    keys = declarable_names | st.text(min_size=1, max_size=6)
    parameters = _many(st.builds(nodes.Parameter, declarable_names, st.none() | types()))
    entries = _many(st.builds(nodes.ContextEntry, keys, inner))
    return st.one_of(
        st.builds(nodes.ListLiteral, _many(inner)),
        st.builds(nodes.ContextLiteral, entries),
        st.builds(nodes.RangeLiteral, inner, inner, st.booleans(), st.booleans()),
        _tests(inner),
        st.builds(nodes.FunctionLiteral, parameters, inner),
        st.builds(nodes.FunctionLiteral, parameters, st.builds(nodes.ContextLiteral, entries), st.just(True)),
    )


def _control(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    iterators = _some(st.builds(nodes.Iterator, declarable_names, inner))
    counting = _some(st.builds(nodes.Iterator, declarable_names, inner, st.none() | inner))
    return st.one_of(
        st.builds(nodes.If, inner, inner, inner),
        st.builds(nodes.For, counting, inner),
        st.builds(nodes.Quantified, st.sampled_from(["some", "every"]), iterators, inner),
    )
