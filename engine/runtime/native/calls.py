"""Calls of built-in functions in native form: the function itself, where its arguments are known to fit."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, partial
from types import NoneType
from typing import get_args, get_type_hints

from engine.dsl.builtins import BUILTINS
from engine.dsl.builtins.registry import SIGNATURES
from engine.dsl.builtins.signatures import Shape as Asked
from engine.dsl.builtins.signatures import Signature
from engine.dsl.types import ANY
from engine.runtime.native.operators import Arguments
from engine.runtime.native.rewriting import Build, Known, Names, Native, Rule
from engine.runtime.native.shapes import ANYTHING, NULL, NUMBER, TRUTH, Shape, join, of_type
from engine.runtime.syntax import call, choice, constant, name

SIZED = (str, list, dict)


def called(native: Native, arguments: Arguments, names: Names) -> Known:
    """A call of a built-in function by its name."""
    function, *given = arguments
    if not (isinstance(function, ast.Name) and function.id in BUILTINS):
        return native.general("$call", native.all(arguments, names))
    if function.id == "sort" and len(given) == 2 and _orders(given[1]):
        return _sorted(native, given, names)
    operands = native.all(given, names)
    general: Build = partial(call, "$call", function)
    inline = INLINE.get((function.id, *(each.shape.kind for each in operands)))
    if inline:
        return native.guarded(general, operands, *inline, straight=False)
    signature = _meant(function.id, [each.shape.sure() for each in operands])
    if signature is None:
        return Known(general(*(each.expr for each in operands)), ANYTHING)
    return _direct(native, general, signature, operands)


def _extreme(operator: ast.cmpop) -> Build:
    """The first of two numbers unless the second comes before it."""
    return lambda one, other: choice(ast.Compare(other, [operator], [one]), other, one)


INLINE: Mapping[tuple[object, ...], tuple[Build, Shape]] = {
    ("not", bool): (lambda value: ast.UnaryOp(ast.Not(), value), TRUTH.sure()),
    ("min", Decimal, Decimal): (_extreme(ast.Lt()), NUMBER.sure()),
    ("max", Decimal, Decimal): (_extreme(ast.Gt()), NUMBER.sure()),
}
"""Functions of certain classes that Python has an operator for."""


def _meant(function: str, shapes: Sequence[Shape]) -> Signature | None:
    """The first overload, in the order in which they are tried, that arguments are known to fit; None without one."""
    signatures = sorted(SIGNATURES[function], key=lambda signature: signature.variadic)
    return next((each for each in signatures if _takes(each, shapes)), None)


def _takes(signature: Signature, shapes: Sequence[Shape]) -> bool:
    """Whether a function takes arguments as they are; of some, one list may stand for all arguments."""
    if _spread(signature, shapes):
        return shapes[0].item is None or _is(shapes[0].item, signature.item_classes)
    may_be_spread = signature.spreads and len(shapes) == 1 and shapes[0].kind is None
    if may_be_spread or not signature.accepts(len(shapes)):
        return False
    asked = [signature.parameter(index).shape for index in range(len(shapes))]
    return all(map(_passes, shapes, asked))


def _passes(shape: Shape, asked: Asked) -> bool:
    """Whether an argument is taken as it is."""
    items = asked.items == (object,) or shape.item is None or _is(shape.item, asked.items)
    return items and _is(shape, asked.classes)


def _spread(signature: Signature, shapes: Sequence[Shape]) -> bool:
    return signature.spreads and len(shapes) == 1 and shapes[0].kind is list


def _is(shape: Shape, classes: tuple[type, ...]) -> bool:
    """Whether a value of a shape is certain to be of some classes."""
    return object in classes or (not shape.null and shape.kind is not None and issubclass(shape.kind, classes))


def _direct(native: Native, general: Build, signature: Signature, operands: Sequence[Known]) -> Known:
    """The function itself where its arguments are not null, which it may take or not."""
    shapes = [each.shape for each in operands]
    if not _spread(signature, shapes):
        operands = [_asked(signature, index, each) for index, each in enumerate(operands)]
    return native.guarded(general, operands, _call(native, signature, shapes), _result(signature, shapes))


def _asked(signature: Signature, index: int, operand: Known) -> Known:
    """An argument, of which nothing need be known where the function takes all."""
    takes_all = object in signature.parameter(index).shape.classes
    return Known(operand.expr, ANY_OBJECT) if takes_all else operand


def _call(native: Native, signature: Signature, shapes: Sequence[Shape]) -> Build:
    """A call of the function; what carries the sizes of its arguments with it is measured."""
    function = native.kept(signature.python)
    operation = "$spread" if _spread(signature, shapes) else "$straight"
    if any(each.kind in SIZED for each in shapes):
        return partial(call, operation, constant(signature.name), function)
    return lambda *values: ast.Call(function, list(values), [])


def _result(signature: Signature, shapes: Sequence[Shape]) -> Shape:
    """What a function gives; null only where its annotation says so."""
    if signature.name in LISTS:
        added = [Shape(list, item=each) for each in shapes[1:]] if signature.name == "append" else []
        return replace(join([shapes[0], *added]), null=_may_be_null(signature))
    if signature.name in ("min", "max") and _spread(signature, shapes):
        return (shapes[0].item or NULL).maybe()
    shape = of_type(signature.result)
    return shape if _may_be_null(signature) else shape.sure()


LISTS = ("sublist", "reverse", "append")
"""Functions that give the items of their first argument; `append` the others besides."""
ANY_OBJECT = Shape(object, False)


@cache
def _may_be_null(signature: Signature) -> bool:
    returned = get_type_hints(signature.python)["return"]
    return returned is object or NoneType in get_args(returned)


# -- sort --------------------------------------------------------------------------------------------------------------


def _orders(function: ast.expr) -> bool:
    """Whether an argument is a function of two that stands there."""
    match function:
        case ast.Call(func=ast.Name(id="$function"), args=[ast.Tuple(elts=[_, _]), _, _]):
            return True
    return False


def _sorted(native: Native, arguments: Arguments, names: Names) -> Known:
    """`sort(list, function(a, b) …)`; the function is asked about items of the list and nothing else."""
    items = native.known(arguments[0], names)
    typing, body = arguments[1].args[1:]  # type: ignore[attr-defined]
    untyped = all(native.constants[each.id] is ANY for each in typing.elts)
    if not untyped or items.shape.null or items.shape.kind is not list:
        return native.general("$call", [Known(name("sort"), ANYTHING), items, native.known(arguments[1], names)])
    item = items.shape.item or NULL
    precedes, answer = native.function(body, [item, item], names)
    is_sure = answer == TRUTH.sure()
    return Known(call("$ordered", items.expr, precedes), Shape(list, not is_sure, item=items.shape.item))


CALLS: Mapping[str, Rule] = {"$call": called}
