"""Values as FEEL writes them: the texts of `string()`, of templates and of explanations (DMN 1.5, 10.3.4.1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from types import NoneType

from engine.dsl import limits
from engine.dsl.names import WORD
from engine.dsl.temporal import Date, DateTime, DaysTime, Time, YearsMonths
from engine.dsl.values import Function, Range, Value

LONGEST_SHOWN = 60
"""Characters of a value that a message shows."""
TEMPORAL = (Date, Time, DateTime, YearsMonths, DaysTime)

_NAME = re.compile(rf"{WORD}(?: {WORD})*")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def to_text(value: Value) -> str:
    """The text of a value; a string is its own text, what stands inside a list or context is a literal.

    >>> to_text("a"), to_text(Decimal("1E+3")), to_text(Date(2026, 5, 8))
    ('a', '1000', '2026-05-08')
    >>> to_text([None, "a", Date(2026, 5, 8)])
    '[null, "a", @"2026-05-08"]'
    """
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, TEMPORAL) else literal(value)


def literal(value: Value) -> str:
    r"""The FEEL expression that has this value; a function is shown by its parameters.

    raises   LimitExceeded for lists and contexts one in another beyond `limits.DEPTH`
    >>> print(literal({"a b": True, "+": [Range(Decimal(1), None, True, False, ">=")], "c": 'say "hi"'}))
    {a b: true, "+": [(>= 1)], c: "say \"hi\""}
    """
    try:
        return "".join(_pieces(value))
    except RecursionError:
        limits.exceeded("DEPTH", limits.DEPTH)


@dataclass(frozen=True, slots=True)
class Shown:
    """A value in the reason of a null; it is written as a literal, shortened, and only when somebody reads it.

    >>> str(Shown("a" * 100))[-3:], str(Shown("1")), str(Shown(Decimal(1)))
    ('aa…', '"1"', '1')
    """

    value: Value

    def __str__(self) -> str:
        text = ""
        for piece in _pieces(self.value):
            text += piece
            if len(text) > LONGEST_SHOWN:
                return text[: LONGEST_SHOWN - 1] + "…"
        return text


def _pieces(value: Value) -> Iterator[str]:
    """The literal of a value in pieces, from the left."""
    scalar = _SCALARS.get(type(value))
    if scalar is None:
        yield from _COMPOSITES[type(value)](value)
    else:
        yield scalar(value)


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def _number(value: Decimal) -> str:
    """Without an exponent; there is no negative zero."""
    return format(value if value else abs(value), "f")


def _list(items: list[Value]) -> Iterator[str]:
    separator = "["
    for item in items:
        yield separator
        yield from _pieces(item)
        separator = ", "
    yield "]" if items else "[]"


def _context(entries: dict[str, Value]) -> Iterator[str]:
    separator = "{"
    for key, value in entries.items():
        yield f"{separator}{_key(key)}: "
        yield from _pieces(value)
        separator = ", "
    yield "}" if entries else "{}"


def _key(key: str) -> str:
    return key if _NAME.fullmatch(key) else _quoted(key)


def _range(range_: Range) -> Iterator[str]:
    opening, closing = "[" if range_.start_included else "(", "]" if range_.end_included else ")"
    if range_.operator:
        yield f"({range_.operator} "
        yield from _pieces(range_.end if range_.start is None else range_.start)
        yield ")"
    else:
        yield opening
        yield from _pieces(range_.start)
        yield ".."
        yield from _pieces(range_.end)
        yield closing


_COMPOSITES: dict[type, Callable[..., Iterator[str]]] = {list: _list, dict: _context, Range: _range}
_SCALARS: dict[type, Callable[..., str]] = {
    NoneType: lambda _: "null",
    bool: lambda value: "true" if value else "false",
    str: _quoted,
    Decimal: _number,
    Function: lambda function: f"function({', '.join(function.parameters)})",
    **dict.fromkeys(TEMPORAL, lambda value: f'@"{value}"'),
}
