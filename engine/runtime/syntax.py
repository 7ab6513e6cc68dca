"""The few forms of Python's tree that rules lower to, and how to build them.

Lowering emits nothing else (tests/runtime/test_executors.py): no attribute, no subscript, no statement, no operator of
Python. All meaning is in the operations (operations.py), called by names that begin with `$`. Everything that binds
names or must wait is a lambda: FEEL functions need closures anyway, and one form serves filters, loops, rows of tables
and both executors alike (the traced one gives simpleeval its handler for them).
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from functools import reduce

from engine.dsl.source import Source, Span

EMITTED = (
    ast.arg, ast.arguments, ast.And, ast.BoolOp, ast.Call, ast.Compare, ast.Constant, ast.Dict, ast.IfExp, ast.Is,
    ast.IsNot, ast.Lambda, ast.List, ast.Load, ast.Name, ast.NamedExpr, ast.Store, ast.Tuple,
)  # fmt: skip
"""Every class of node that may occur in a lowered tree."""


def name(identifier: str) -> ast.Name:
    """A name that is read."""
    return ast.Name(identifier, ast.Load())


def call(operation: str, *arguments: ast.expr) -> ast.Call:
    """A call of an operation."""
    return ast.Call(name(operation), list(arguments), [])


def constant(value: str | int | bool | None) -> ast.Constant:
    """A value that Python's compiler takes as it is."""
    return ast.Constant(value)


def function(parameters: Iterable[str], body: ast.expr) -> ast.Lambda:
    """`lambda parameters: body`."""
    arguments = [ast.arg(parameter) for parameter in parameters]
    return ast.Lambda(ast.arguments([], arguments, None, [], [], None, []), body)


def later(body: ast.expr) -> ast.Lambda:
    """`lambda: body`."""
    return function((), body)


def immediately(parameters: Iterable[str], body: ast.expr, arguments: Sequence[ast.expr] = ()) -> ast.Call:
    """`(lambda parameters: body)(arguments)`."""
    return ast.Call(function(parameters, body), list(arguments), [])


def texts(items: Iterable[str]) -> ast.Tuple:
    """`("item", "item")`."""
    return sequence(map(constant, items))


def sequence(items: Iterable[ast.expr]) -> ast.Tuple:
    """`(item, item)`, for the use of an operation; FEEL's lists are Python lists."""
    return ast.Tuple(list(items), ast.Load())


def bound(identifier: str, value: ast.expr) -> ast.NamedExpr:
    """`identifier := value`."""
    return ast.NamedExpr(ast.Name(identifier, ast.Store()), value)


def where(target: ast.Name, value: ast.expr, body: ast.expr) -> ast.expr:
    """`body` with a name for a value in it: `body if (target := value) is target else None`, without a call."""
    return ast.IfExp(ast.Compare(bound(target.id, value), [ast.Is()], [name(target.id)]), body, ast.Constant(None))


def is_true(condition: ast.expr) -> ast.expr:
    """`condition is True`: what FEEL asks of a condition; Python warns where a constant is asked."""
    if isinstance(condition, ast.Constant):
        return constant(condition.value is True)
    if isinstance(condition, ast.Compare):
        return condition
    return ast.Compare(condition, [ast.Is()], [constant(True)])


def is_null(value: ast.expr, expected: bool) -> ast.expr:
    """`value is None`, or `is not`; Python warns where a constant is asked."""
    if isinstance(value, ast.Constant):
        return constant((value.value is None) is expected)
    return ast.Compare(value, [ast.Is() if expected else ast.IsNot()], [constant(None)])


def all_true(conditions: Sequence[ast.expr]) -> ast.expr:
    """Whether every condition is true, each looked at only if those before it are."""
    tests = [is_true(condition) for condition in conditions]
    return ast.BoolOp(ast.And(), tests) if len(tests) > 1 else tests[0] if tests else constant(True)


def any_true(conditions: Sequence[ast.expr]) -> ast.expr:
    """Whether some condition is true, each looked at only if none before it is."""
    *before, last = map(is_true, conditions)
    return reduce(lambda rest, test: choice(test, constant(True), rest), reversed(before), last)


def choice(test: ast.expr, consequent: ast.expr, alternative: ast.expr) -> ast.IfExp:
    """`consequent if test else alternative`."""
    return ast.IfExp(test, consequent, alternative)


def locate(expression: ast.expr, span: Span) -> None:
    """Give an expression its place, so that Python's own tracebacks print the author's line."""
    expression.lineno, expression.col_offset = _position(span.source, span.start)
    expression.end_lineno, expression.end_col_offset = _position(span.source, span.end)


def _position(source: Source, offset: int) -> tuple[int, int]:
    """Line from 1 and column from 0 in UTF-8 bytes, as Python counts."""
    line, column = source.position(offset)
    before = source.text[offset - column + 1 : offset]
    return line, column - 1 if before.isascii() else len(before.encode(errors="replace"))
