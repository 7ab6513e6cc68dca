"""The registry of built-in functions: `@builtin` makes an annotated Python function a FEEL function.

    @builtin("string length", section="10.3.4.3")
    def string_length(string: str) -> Decimal:
        ...

Several functions registered under one name are overloads, chosen by the number of arguments, then by their types,
or by the names of named arguments, which `call` takes as Python's: `call(**{"string": "ab", "start position": 2})`.
A call that fits none is null with a reason (`GJ13xx`), never an exception.
How annotations are read, and which arguments are converted: signatures.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import repeat
from typing import TypeVar

from engine.dsl.builtins.signatures import MISFIT, Signature, class_name, signature
from engine.dsl.nulls import null
from engine.dsl.types import ANY
from engine.dsl.values import Function, Value

F = TypeVar("F", bound=Callable[..., Value])
Classes = tuple[tuple[type, ...], ...]
Call = tuple[Signature, tuple[Value, ...]]

SIGNATURES: dict[str, list[Signature]] = {}
"""Every overload by FEEL name, in the order of registration."""


def builtin(name: str, *, section: str) -> Callable[[F], F]:
    """Register a Python function as a FEEL function, or as a further overload of one; it is returned unchanged."""

    def register(python: F) -> F:
        SIGNATURES.setdefault(name, []).append(signature(name, section, python))
        return python

    return register


def function(name: str) -> Function:
    """The function value of a registered name; `overloads` lists what can be called, one entry per typing."""
    signatures = SIGNATURES[name]
    first, *others = [typed for each in signatures for typed in each.functions(_dispatcher(name, (each,)))]
    if not others:
        return first
    call = _dispatcher(name, tuple(signatures))
    result = first.result if all(other.result == first.result for other in others) else ANY
    return Function(name, first.parameters, call, first.types, result, first.variadic, (first, *others))


def _dispatcher(name: str, signatures: tuple[Signature, ...]) -> Callable[..., Value]:
    """What a call does: arguments whose classes are right go straight through, all others are looked at."""
    straight = _straight(signatures)
    spreading = next((each for each in signatures if each.spreads), None)

    def call(*arguments: Value, **named: Value) -> Value:
        if named:
            return _call_named(name, signatures, named)
        for classes, python in straight.get(len(arguments), ()):
            if all(map(isinstance, arguments, classes)):
                return python(*arguments)
        if spreading and arguments:
            items = spreading.spread(arguments)
            if all(map(isinstance, items, repeat(spreading.item_classes))):
                return spreading.python(*items)
        return _call_positional(name, signatures, arguments)

    return call


def _straight(signatures: tuple[Signature, ...]) -> dict[int, list[tuple[Classes, Callable[..., Value]]]]:
    """By number of arguments: the classes that they must have, and what is then called."""
    straight: dict[int, list[tuple[Classes, Callable[..., Value]]]] = {}
    for each in signatures:
        for count in each.counts if each.classes else ():
            straight.setdefault(count, []).append((each.classes, each.python))
    return straight


def _call_named(name: str, signatures: tuple[Signature, ...], named: Mapping[str, Value]) -> Value:
    """Call the first overload that has all these parameters and that their values fit.

    Of overloads with the same names, as `before(point, range)` and `before(range, point)`, the one as written is meant.
    """
    written = sorted(signatures, key=lambda each: tuple(p.name for p in each.parameters) != tuple(named))
    calls = [(each, ordered) for each in written if (ordered := each.ordered(named)) is not None]
    return _convert_and_call(calls) if calls else _unknown_name(name, signatures, named)


def _call_positional(name: str, signatures: tuple[Signature, ...], arguments: tuple[Value, ...]) -> Value:
    """Call the first overload that takes so many arguments and that they fit."""
    calls = [(each, arguments) for each in signatures if each.accepts(len(arguments))]
    if not calls:
        return null("GJ1301", function=name, given=len(arguments), expected=_counts(signatures))
    return _convert_and_call(calls)


def _convert_and_call(calls: list[Call]) -> Value:
    """Convert the arguments and make the first call that they fit; else null."""
    for each, arguments in calls:
        converted = each.convert(arguments)
        if not any(value is MISFIT for value in converted):
            return each.python(*converted)
    return _misfit(calls)


def _counts(signatures: tuple[Signature, ...]) -> str:
    """How many arguments are right, in words of figures: `1`, `2, 3`, `1…`."""
    counts = sorted({count for each in signatures for count in each.counts})
    more = "…" if any(each.variadic for each in signatures) else ""
    return ", ".join(map(str, counts)) + more


def _misfit(calls: list[Call]) -> None:
    """Say which argument is wrong, judged by the overload that the most arguments fit."""
    meant, arguments = max(calls, key=lambda call: call[0].misfit(call[1]))
    position = meant.misfit(arguments)
    parameter = meant.parameter(position)
    given = meant.spread(arguments)[position]
    expected = " | ".join(str(type_) for type_ in parameter.shape.types)
    values = {"function": meant.name, "position": position + 1, "parameter": parameter.name, "expected": expected}
    if given is None:
        return null("GJ1303", **values)
    return null("GJ1302", **values, given=class_name(type(given)))


def _unknown_name(name: str, signatures: tuple[Signature, ...], named: Mapping[str, Value]) -> None:
    """Say which named argument is not a parameter, or which parameters there are."""
    known = dict.fromkeys(parameter.name for each in signatures for parameter in each.parameters)
    unknown = next((given for given in named if given not in known), None)
    if unknown is None:
        return null("GJ1304", function=name, given=", ".join(named), expected=", ".join(known))
    return null("GJ1305", function=name, parameter=unknown, expected=", ".join(known))
