"""The few Java functions that models in the wild name (DMN 1.5, 10.3.2.13.3), understood by their signatures.

Nothing foreign is ever loaded or run: a function stands in this table, or its value is null with a reason.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from engine.dsl.literals import to_text
from engine.dsl.nulls import null
from engine.dsl.types import ANY, NUMBER, STRING, Type
from engine.dsl.values import Value
from engine.runtime.calls import closure

Foreign = tuple[Sequence[Type], Callable[..., Value]]


def _number(text: str) -> Value:
    try:
        return Decimal(text)
    except InvalidOperation:
        return null("GJ1311", function="valueOf", value=text)


def _whole(low: int, high: int) -> Callable[[Decimal], Value]:
    """A number that fits the bits of a type, without its decimals."""
    return lambda number: Decimal(int(number)) if low <= number <= high else null("GJ1510", name="valueOf")


def _character(text: str) -> Value:
    return text if len(text) == 1 else null("GJ1510", name="valueOf(char)")


def _formatted(pattern: str, arguments: Value) -> Value:
    """`%s` for one argument after another, and `%%`; other conversions are not understood.

    >>> _formatted("%s%% of %s", [Decimal(5), "x"])
    '5% of x'
    """
    given = iter(arguments if isinstance(arguments, list) else [arguments])
    pieces = re.split("(%.?)", pattern)
    texts = ["%" if mark == "%%" else to_text(next(given, None)) if mark == "%s" else "" for mark in pieces[1::2]]
    if not {*pieces[1::2]} <= {"%s", "%%"} or pieces.count("%s") > _count(arguments):
        return null("GJ1510", name="format")
    return "".join(text + mark for text, mark in zip(pieces[::2], [*texts, ""], strict=True))


def _count(arguments: Value) -> int:
    return len(arguments) if isinstance(arguments, list) else 1


FUNCTIONS: Mapping[str, Foreign] = {
    **{f"java.lang.Math.max({t},{t})": ((NUMBER, NUMBER), max) for t in ("int", "long", "float", "double")},
    **{f"java.lang.Math.min({t},{t})": ((NUMBER, NUMBER), min) for t in ("int", "long", "float", "double")},
    "java.lang.Math.cos(double)": ((NUMBER,), lambda angle: Decimal(repr(math.cos(angle)))),
    "java.lang.Byte.valueOf(byte)": ((NUMBER,), _whole(-(2**7), 2**7 - 1)),
    "java.lang.Short.valueOf(short)": ((NUMBER,), _whole(-(2**15), 2**15 - 1)),
    "java.lang.Integer.valueOf(int)": ((NUMBER,), _whole(-(2**31), 2**31 - 1)),
    "java.lang.Long.valueOf(long)": ((NUMBER,), _whole(-(2**63), 2**63 - 1)),
    "java.lang.Float.valueOf(float)": ((NUMBER,), lambda number: number),
    "java.lang.Double.valueOf(double)": ((NUMBER,), lambda number: number),
    **{
        f"java.lang.{name}.valueOf(java.lang.String)": ((STRING,), _number)
        for name in ("Byte", "Short", "Integer", "Long", "Float", "Double")
    },
    "java.lang.String.valueOf(char)": ((STRING,), _character),
    **{
        f"java.lang.String.format(java.lang.String,{arguments})": ((STRING, ANY), _formatted)
        for arguments in ("[Ljava.lang.Object;", "java.lang.Object...", "java.lang.Object[]")
    },
}
"""Parameter types and meaning, by class and method signature."""


def foreign(parameters: Sequence[str], description: Value) -> Value:
    """The function that `external {java: {class: …, method signature: …}}` names; null when it is not in the table.

    >>> java = {"java": {"class": "java.lang.Math", "method signature": "max(int, int)"}}
    >>> foreign(["a", "b"], java).call(Decimal(123), Decimal(456))
    Decimal('456')
    >>> foreign(["a", "b"], java).call(Decimal(123), None)
    """
    signature = _signature(description)
    types, body = FUNCTIONS.get(signature, ((), None))
    if body is None or len(types) != len(parameters):
        return null("GJ1510", name=signature)

    def call(*arguments: Value) -> Value:
        """Java's numbers and texts are never null here; what takes any object may be given none."""
        for position, (name, type_, given) in enumerate(zip(parameters, types, arguments, strict=True), 1):
            if given is None and type_ != ANY:
                return null("GJ1303", function=signature, parameter=name, position=position)
        return body(*arguments)

    return closure(parameters, [*types, ANY], call, signature)


def _signature(description: Value) -> str:
    """Class and method in one text without white space."""
    java = description.get("java", description) if isinstance(description, dict) else None
    if not isinstance(java, dict):
        return ""
    return "".join(f"{java.get('class')}.{java.get('method signature')}".split())
