"""Values as FEEL writes them: the texts of `string()`, of templates and of explanations (DMN 1.5, 10.3.4.1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from types import NoneType

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

    >>> print(literal({"a b": True, "+": [Range(Decimal(1), None, True, False, ">=")], "c": 'say "hi"'}))
    {a b: true, "+": [(>= 1)], c: "say \"hi\""}
    """
    return _LITERALS[type(value)](value)


@dataclass(frozen=True, slots=True)
class Shown:
    """A value in the reason of a null; it is written as a literal, shortened, and only when somebody reads it.

    >>> str(Shown("a" * 100))[-3:], str(Shown("1")), str(Shown(Decimal(1)))
    ('aa…', '"1"', '1')
    """

    value: Value

    def __str__(self) -> str:
        text = literal(self.value)
        return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def _number(value: Decimal) -> str:
    """Without an exponent; there is no negative zero."""
    return format(value if value else abs(value), "f")


def _list(items: list[Value]) -> str:
    return f"[{', '.join(map(literal, items))}]"


def _context(entries: dict[str, Value]) -> str:
    return f"{{{', '.join(f'{_key(key)}: {literal(value)}' for key, value in entries.items())}}}"


def _key(key: str) -> str:
    return key if _NAME.fullmatch(key) else _quoted(key)


def _range(range_: Range) -> str:
    if range_.operator:
        return f"({range_.operator} {literal(range_.end if range_.start is None else range_.start)})"
    opening, closing = "[" if range_.start_included else "(", "]" if range_.end_included else ")"
    return f"{opening}{literal(range_.start)}..{literal(range_.end)}{closing}"


_LITERALS: dict[type, Callable[..., str]] = {
    NoneType: lambda _: "null",
    bool: lambda value: "true" if value else "false",
    str: _quoted,
    Decimal: _number,
    list: _list,
    dict: _context,
    Range: _range,
    Function: lambda function: f"function({', '.join(function.parameters)})",
    **dict.fromkeys(TEMPORAL, lambda value: f'@"{value}"'),
}
