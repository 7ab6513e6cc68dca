"""Canonical text: what is written back means the same, and is written with no more parentheses than needed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from engine.dsl import nodes
from engine.dsl.names import NO_NAMES
from engine.dsl.parser import parse_expression, parse_type, parse_unary_tests
from engine.dsl.unparse import unparse
from tests.dsl.feel_strategies import NAMES, expressions, types, unary_tests


@given(expressions())
@settings(max_examples=500)
def test_expressions_survive(tree: nodes.Node) -> None:
    """Reading the text of a tree gives the tree."""
    assert parse_expression(unparse(tree), NAMES) == tree


@given(unary_tests())
def test_unary_tests_survive(tree: nodes.UnaryTests) -> None:
    """Reading the text of unary tests gives them again, `not` the function and `not` the negation kept apart."""
    assert parse_unary_tests(unparse(tree), NAMES) == tree


@given(types())
def test_types_survive(tree: nodes.TypeExpression) -> None:
    """Reading the text of a type gives the type."""
    assert parse_type(unparse(tree)) == tree


@given(expressions())
def test_text_is_canonical(tree: nodes.Node) -> None:
    """Text once written is not written differently when read and written again."""
    text = unparse(tree)
    assert unparse(parse_expression(text, NAMES)) == text


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("1+2*3", "1 + 2 * 3"),
        ("((1+2))*(3)", "(1 + 2) * 3"),
        ("a-(b-c)", "a - (b - c)"),
        ("(a-b)-c", "a - b - c"),
        ("-(a**b)", "-(a ** b)"),
        ("]1..2[", "(1..2)"),
        ("x in(1,>2)", "x in (1, > 2)"),
        ("x in (<10)", "x in < 10"),
        ("(if a then b else c)+1", "(if a then b else c) + 1"),
        ("1+(if a then b else c)", "1 + (if a then b else c)"),
        ("if a then b else(if c then d else e)", "if a then b else if c then d else e"),
        ('{"a b":1,"c(d)":2}', '{a b: 1, "c(d)": 2}'),
        ("10 %".replace(" ", ""), "10%"),
        ("1.50e3", "1500"),
        ("1e-30", "1E-30"),
        ('"a\\tb\\"c"', '"a\\tb\\"c"'),
        ("function( a:number,b )a", "function(a: number, b) a"),
        ("f( a:1 )", "f(a: 1)"),
        ("a   instance   of list < number >", "a instance of list<number>"),
        ("some x in a,y in b satisfies x=y", "some x in a, y in b satisfies x = y"),
        ("for i in 1 .. n return i", "for i in 1..n return i"),
    ],
)
def test_canonical_text(written: str, canonical: str) -> None:
    """One spelling for each meaning."""
    assert unparse(parse_expression(written, NO_NAMES)) == canonical
