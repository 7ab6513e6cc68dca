"""Arithmetic, comparisons and logic in native form: one rule for each operation.

A rule reads the arguments of an operation as they were lowered, and gives an expression and its shape.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

from engine.dsl.values import Range, Value
from engine.runtime.native.rewriting import Build, Known, Names, Native, Rule, all_of, told
from engine.runtime.native.shapes import ANYTHING, NUMBER, TEXT, TRUTH
from engine.runtime.native.vocabulary import CLASSES
from engine.runtime.syntax import bound, call, choice, constant

Arguments = Sequence[ast.expr]


def arithmetic(operation: str, operator: ast.operator) -> Rule:
    """Numbers by Python's operator, which rounds as FEEL does in the decimal context of a run.

    Not in a function value, which may be called when the run is over. Texts are added, too, one behind the other.
    """

    def rule(native: Native, arguments: Arguments, names: Names) -> Known:
        operands = native.all(arguments, names)
        if operation == "$add" and all(each.shape.kind is str for each in operands):
            return native.guarded(partial(call, "$add"), operands, partial(call, "$concatenated"), TEXT.sure())
        if native.closures or not _comparable(operands, (Decimal,)) or not _divides(operator, operands[1], native):
            numbers = all(each.shape.kind is Decimal for each in operands)
            return native.general(operation, operands, NUMBER if numbers else ANYTHING)
        build: Build = lambda left, right: ast.BinOp(left, operator, right)  # noqa: E731
        known = native.guarded(partial(call, operation), operands, build, NUMBER.sure())
        scales = isinstance(operator, ast.Mult | ast.Div) and not all(each.shape.kind is Decimal for each in operands)
        return Known(known.expr, ANYTHING) if scales else known  # a duration, too, can be multiplied and divided

    return rule


def _divides(operator: ast.operator, right: Known, native: Native) -> bool:
    """Whether division is safe: by a number that is known not to be zero."""
    if not isinstance(operator, ast.Div):
        return True
    divisor = native.value_of(right)
    return isinstance(divisor, Decimal) and bool(divisor)


def negate(native: Native, arguments: Arguments, names: Names) -> Known:
    """`-number`."""
    operands = native.all(arguments, names)
    if native.closures or operands[0].shape.kind is not Decimal:
        return native.general("$negate", operands)
    build: Build = lambda value: ast.UnaryOp(ast.USub(), value)  # noqa: E731
    return native.guarded(partial(call, "$negate"), operands, build, NUMBER.sure())


def _comparable(operands: Sequence[Known], kinds: Sequence[type]) -> bool:
    """Whether operands are of one class as far as is known, one of them for certain, and it is one of some."""
    found = {each.shape.kind for each in operands} - {None}
    return len(found) == 1 and found <= set(kinds)


def _comparison(operator: ast.cmpop) -> Build:
    return lambda left, right: ast.Compare(left, [operator], [right])


def order(operation: str, operator: ast.cmpop) -> Rule:
    """Numbers, and texts, in Python's order."""

    def rule(native: Native, arguments: Arguments, names: Names) -> Known:
        operands = native.all(arguments, names)
        if not _comparable(operands, (Decimal, str)):
            return native.general(operation, operands, TRUTH)
        return native.guarded(partial(call, operation), operands, _comparison(operator), TRUTH.sure())

    return rule


def equality(operation: str, operator: ast.cmpop) -> Rule:
    """Null equals null alone, in Python too; so nothing is asked of values of one class."""

    def rule(native: Native, arguments: Arguments, names: Names) -> Known:
        operands = left, right = native.all(arguments, names)
        alike = left.shape.kind is right.shape.kind and left.shape.kind in CLASSES
        if alike or (left.shape.kind is list and native.value_of(right) == []):
            return Known(_comparison(operator)(left.expr, right.expr), TRUTH.sure())
        if not _comparable(operands, CLASSES):
            return native.general(operation, operands, TRUTH)
        return native.guarded(partial(call, operation), operands, _comparison(operator), TRUTH.sure())

    return rule


def between(native: Native, arguments: Arguments, names: Names) -> Known:
    """A chain of comparisons."""
    operands = native.all(arguments, names)
    if not _comparable(operands, (Decimal,)):
        return native.general("$between", operands, TRUTH)
    inside: Build = lambda value, low, high: ast.Compare(low, [ast.LtE(), ast.LtE()], [value, high])  # noqa: E731
    return native.guarded(partial(call, "$between"), operands, inside, TRUTH.sure(), straight=False)


def membership(operation: str) -> Rule:
    """In a constant of its class: whether it is that; of a number in a range: whether it lies between two others."""

    def rule(native: Native, arguments: Arguments, names: Names) -> Known:
        operands = value, tested = native.all(arguments, names)
        expected = native.value_of(tested)
        if type(expected) in CLASSES and value.shape.kind is type(expected):
            return Known(_comparison(ast.Eq())(value.expr, tested.expr), TRUTH.sure())
        if not _between_numbers(expected) or value.shape.kind not in (Decimal, None):
            return native.general(operation, operands, TRUTH)
        low, high = native.kept(expected.start), native.kept(expected.end)  # type: ignore[attr-defined]
        signs = [_less(expected.start_included), _less(expected.end_included)]  # type: ignore[attr-defined]
        inside: Build = lambda value, _: ast.Compare(low, signs, [value, high])  # noqa: E731
        operands = [value, Known(tested.expr, NUMBER.sure())]
        return native.guarded(partial(call, operation), operands, inside, TRUTH.sure())

    return rule


def _between_numbers(expected: Value) -> bool:
    """Whether a value is a range from a number to a number."""
    return isinstance(expected, Range) and not expected.operator and _numbers(expected.start, expected.end)


def _numbers(*values: Value) -> bool:
    return all(isinstance(each, Decimal) for each in values)


def _less(included: bool) -> ast.cmpop:
    return ast.LtE() if included else ast.Lt()


# -- logic -----------------------------------------------------------------------------------------------------------


def logic(operation: str, decisive: bool) -> Rule:
    """`and`, `or`: Python's own where both sides are true or false; else each side is looked at once, in order."""
    operator = ast.Or() if decisive else ast.And()

    def rule(native: Native, arguments: Arguments, names: Names) -> Known:
        left = native.known(arguments[0], names)
        if left.shape == TRUTH.sure():
            names = told(arguments[0], names, not decisive)
        right = native.known(arguments[1].body, names)  # type: ignore[attr-defined]
        if left.shape == right.shape == TRUTH.sure():
            return Known(ast.BoolOp(operator, [left.expr, right.expr]), TRUTH.sure())
        one, other = (native.standing(native.fresh("side"), each) for each in (left, right))
        both = all_of([_is(other.expr, not decisive), _is(one.expr, not decisive)])
        undecided = choice(both, constant(not decisive), call(operation, one.expr, other.expr))
        undecided = choice(_is(_standing_for(other, right), decisive), constant(decisive), undecided)
        return Known(choice(_is(_standing_for(one, left), decisive), constant(decisive), undecided), TRUTH)

    return rule


def _standing_for(target: Known, known: Known) -> ast.expr:
    """An expression, bound to the name that stands for it from then on."""
    return known.expr if target is known else bound(target.expr.id, known.expr)  # type: ignore[attr-defined]


def _is(expression: ast.expr, truth: bool) -> ast.expr:
    if isinstance(expression, ast.Constant):
        return constant(expression.value is truth)
    return ast.Compare(expression, [ast.Is()], [constant(truth)])


def negation(native: Native, arguments: Arguments, names: Names) -> Known:
    """`not` of what is true or false."""
    operands = native.all(arguments, names)
    if operands[0].shape.kind is not bool:
        return native.general("$not", operands, TRUTH)
    return native.guarded(partial(call, "$not"), operands, lambda value: ast.UnaryOp(ast.Not(), value), TRUTH.sure())


OPERATORS: Mapping[str, Rule] = {
    "$add": arithmetic("$add", ast.Add()),
    "$subtract": arithmetic("$subtract", ast.Sub()),
    "$multiply": arithmetic("$multiply", ast.Mult()),
    "$divide": arithmetic("$divide", ast.Div()),
    "$negate": negate,
    "$lt": order("$lt", ast.Lt()),
    "$le": order("$le", ast.LtE()),
    "$gt": order("$gt", ast.Gt()),
    "$ge": order("$ge", ast.GtE()),
    "$eq": equality("$eq", ast.Eq()),
    "$ne": equality("$ne", ast.NotEq()),
    "$between": between,
    **{operation: membership(operation) for operation in ("$test", "$in", "$among")},
    "$and": logic("$conjunction", decisive=False),
    "$or": logic("$disjunction", decisive=True),
    "$not": negation,
}
