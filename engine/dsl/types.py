"""FEEL types and conformance (DMN 1.5, 10.3.2.9 and table 52).

A type is a frozen value; `conforms(a, b)` says whether every value of `a` may stand where `b` is asked for.
Enumerations are strings with `options`: the closed list of texts a choice field may hold.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Type:
    """Any FEEL type."""


@dataclass(frozen=True, slots=True)
class AnyType(Type):
    """Everything conforms to it."""


@dataclass(frozen=True, slots=True)
class NullType(Type):
    """Only `null`; conforms to everything."""


@dataclass(frozen=True, slots=True)
class SimpleType(Type):
    """A scalar type by its FEEL name; `options` closes a string type, `unit` marks percent, money and the like."""

    name: str
    options: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ListType(Type):
    """`list<item>`."""

    item: Type


@dataclass(frozen=True, slots=True)
class RangeType(Type):
    """`range<endpoint>`."""

    endpoint: Type


@dataclass(frozen=True, slots=True)
class ContextType(Type):
    """`context<…>`: entries by name, in the author's order. `open` when unknown entries are allowed."""

    entries: tuple[tuple[str, Type], ...]
    open: bool = False

    def get(self, name: str) -> Type | None:
        """The type of an entry, or None when there is none of that name."""
        return next((type_ for key, type_ in self.entries if key == name), None)


@dataclass(frozen=True, slots=True)
class FunctionType(Type):
    """`function<parameters> -> result`; `names` are the parameter names where they are known."""

    parameters: tuple[Type, ...]
    result: Type
    names: tuple[str, ...] = ()


ANY = AnyType()
NULL = NullType()
NUMBER = SimpleType("number")
STRING = SimpleType("string")
BOOLEAN = SimpleType("boolean")
DATE = SimpleType("date")
TIME = SimpleType("time")
DATE_TIME = SimpleType("date and time")
YEARS_MONTHS = SimpleType("years and months duration")
DAYS_TIME = SimpleType("days and time duration")

SIMPLE_TYPES = {t.name: t for t in (NUMBER, STRING, BOOLEAN, DATE, TIME, DATE_TIME, YEARS_MONTHS, DAYS_TIME)}
