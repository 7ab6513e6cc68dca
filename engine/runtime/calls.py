"""Calls and closures (DMN 1.5, 10.3.2.13 and 10.3.2.17): what may be called, with what, at what cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from engine.dsl import limits
from engine.dsl.builtins import BUILTINS
from engine.dsl.conversion import coerce
from engine.dsl.literals import Shown
from engine.dsl.nulls import null
from engine.dsl.types import ANY, Type
from engine.dsl.values import Function, Value
from engine.runtime import sizes

BUILTIN_CALLS = frozenset(function.call for function in BUILTINS.values())


def invoke(function: Value, *arguments: Value) -> Value:
    """`function(arguments)`; null with a reason when there is no function or the arguments do not fit."""
    if not isinstance(function, Function):
        return null("GJ1502", function=Shown(function))
    if function.call in BUILTIN_CALLS:
        sizes.check_call(function.name, arguments)
        return function.call(*arguments)
    if len(arguments) != len(function.parameters):
        return null("GJ1301", function=function.name, given=len(arguments), expected=len(function.parameters))
    return function.call(*arguments)


def invoke_named(function: Value, names: Sequence[str], *arguments: Value) -> Value:
    """`function(name: argument)`."""
    if not isinstance(function, Function):
        return null("GJ1502", function=Shown(function))
    given = dict(zip(names, arguments, strict=True))
    if function.call in BUILTIN_CALLS:
        sizes.check_call(function.name, arguments)
        return function.call(**given)
    return _call_in_order(function, given)


def _call_in_order(function: Function, given: Mapping[str, Value]) -> Value:
    """Call with the arguments in the order of the parameters; null when a name is strange.

    What is not given is null (DMN 1.5, 10.3.2.13.5); that it is missing is said.
    """
    strange = next((name for name in given if name not in function.parameters), None)
    if strange is not None:
        return null("GJ1305", function=function.name, parameter=strange, expected=", ".join(function.parameters))
    if len(given) < len(function.parameters):
        null("GJ1304", function=function.name, given=", ".join(given))
    return function.call(*map(given.get, function.parameters))


def closure(parameters: Sequence[str], types: Sequence[Type], body: Callable[..., Value], name: str = "") -> Function:
    """A function value. `types` are those of the parameters, then that of the result.

    An argument that does not fit its type makes the result null without a call (TCK 0082).
    """
    *expected, result = types
    converts = any(type_ is not ANY for type_ in expected)

    def call(*arguments: Value) -> Value:
        values = [coerce(*pair) for pair in zip(arguments, expected, strict=True)] if converts else arguments
        if any(value is None and given is not None for value, given in zip(values, arguments, strict=True)):
            return None
        value = limits.call(body, *values)
        return value if result is ANY else coerce(value, result)

    return Function(name, tuple(parameters), call, tuple(expected), result)
