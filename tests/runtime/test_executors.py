"""Both executors walk one tree: they give the same value, the same reasons and the same errors."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from engine.dsl.nodes import FunctionLiteral, Node, walk
from engine.dsl.values import Function, Range, Value
from engine.errors import LimitExceeded
from engine.runtime.explain import notes_of
from engine.runtime.feel import Expression
from engine.runtime.noted import noting
from engine.runtime.running import running
from engine.runtime.syntax import EMITTED
from tests.dsl.feel_strategies import NAMES, expressions, unary_tests
from tests.dsl.strategies import values

CONTEXTS = st.dictionaries(st.sampled_from(sorted(NAMES)), values)


def comparable(value: Value) -> object:
    """A value with functions, which are never equal, told by their signature."""
    match value:
        case Function(name=name, parameters=parameters):
            return ("function", name, parameters)
        case Range(start=start, end=end):
            return (replace(value, start=None, end=None), comparable(start), comparable(end))
        case list():
            return [comparable(item) for item in value]
        case dict():
            return {key: comparable(item) for key, item in value.items()}
    return value


def result(expression: Expression, context: dict[str, Value], *, traced: bool) -> object:
    """What an executor gives: value and reasons, or the limit that was met."""
    try:
        outcome = expression.evaluate(context, mode="dmn", traced=traced)
    except LimitExceeded as error:
        return str(error)
    return comparable(outcome.value), [reason.code for reason in outcome.reasons]


@given(expressions() | unary_tests(), CONTEXTS)
def test_executors_agree(tree: Node, context: dict[str, Value]) -> None:
    """Whatever the expression and the values."""
    expression = Expression(tree, (*context, "?") if "?" not in context else tuple(context))
    given = {"?": None, **context}
    assert result(expression, given, traced=False) == result(expression, given, traced=True)


@given(expressions() | unary_tests(), CONTEXTS)
def test_notes_say_what_the_steps_say(tree: Node, context: dict[str, Value]) -> None:
    """Of every part that was worked out, its first value; functions aside, which may be at work inside each other."""
    assume(not any(isinstance(part, FunctionLiteral) for part in walk(tree)))
    expression = Expression(tree, (*context, "?") if "?" not in context else tuple(context))
    given = {"?": None, **context}
    try:
        steps = expression.evaluate(given, mode="dmn", traced=True).trace.walk()
        notes = running(lambda: expression.call(noting(expression.lowered), given), [])
    except LimitExceeded:
        return
    expected = {part: value for part, value in notes_of(steps).items() if part != id(None)}
    assert {part: comparable(value) for part, value in notes.items()} == {
        part: comparable(value) for part, value in expected.items()
    }


@given(expressions() | unary_tests())
def test_only_listed_forms_are_emitted(tree: Node) -> None:
    """Rules can become nothing but calls, constants, names, lambdas, choices, lists and contexts."""
    lowered = Expression(tree, ("?", "x")).lowered
    assert {type(node) for node in ast.walk(lowered.tree)} <= set(EMITTED)


@given(expressions())
def test_only_operations_are_called(tree: Node) -> None:
    """What is called is an operation or a lambda that stands there; never a value of the author's."""
    for node in ast.walk(Expression(tree, ("x",)).lowered.tree):
        if isinstance(node, ast.Call):
            assert isinstance(node.func, ast.Lambda) or next(identifiers(node.func)).startswith("$")


def identifiers(node: ast.AST) -> Iterator[str]:
    """The names in a tree."""
    return (part.id for part in ast.walk(node) if isinstance(part, ast.Name))


@given(expressions(), CONTEXTS)
def test_every_reason_has_a_place(tree: Node, context: dict[str, Value]) -> None:
    """The trace attributes each reason for a null to one step."""
    expression = Expression(tree, tuple(context))
    try:
        outcome = expression.evaluate(context, mode="dmn")
    except LimitExceeded:
        return
    assert sorted(reason.code for reason in outcome.reasons) == sorted(found.code for found in outcome.findings)
