"""Facts at the border: what a caller gives becomes the value that the declared type asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import singledispatch

from engine.dsl.conversion import coerce, from_python
from engine.dsl.temporal_text import parse_date, parse_date_time, parse_duration, parse_time
from engine.dsl.types import ConstrainedType, ContextType, ListType, SimpleType, Type
from engine.dsl.values import Value

READERS: Mapping[str, Callable[[str], Value]] = {
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_date_time,
    "years and months duration": parse_duration,
    "days and time duration": parse_duration,
}
"""How a text is read where another type is declared: JSON has no dates."""


def given(value: object, type_: Type) -> Value:
    """The FEEL value of a fact; what does not conform to its type is null with a reason, entry by entry.

    Entries may go by label, entries that are missing are null, choices may be given by label, dates as text.

    >>> from engine.dsl.types import DATE
    >>> person = ContextType((("born", DATE), ("name", SimpleType("string"))), aliases=(("生日", "born"),))
    >>> given({"生日": "2000-02-29"}, person)
    {'born': Date(year=2000, month=2, day=29), 'name': None}
    """
    return _given(type_, from_python(value))


def given_as_is(value: object, type_: Type) -> Value:
    """The FEEL value of a fact as the standard takes it: it conforms as a whole, or is null with a reason."""
    return coerce(from_python(value), type_)


@singledispatch
def _given(type_: Type, value: Value) -> Value:
    return coerce(value, type_)


@_given.register
def _simple(type_: SimpleType, value: Value) -> Value:
    if isinstance(value, str):
        value = READERS[type_.name](value) or value if type_.name in READERS else type_.option(value) or value
    return coerce(value, type_)


@_given.register
def _list(type_: ListType, value: Value) -> Value:
    return [_given(type_.item, item) for item in value] if isinstance(value, list) else coerce(value, type_)


@_given.register
def _context(type_: ContextType, value: Value) -> Value:
    """Declared entries come first and in their order; a name goes before a label of the same entry."""
    if not isinstance(value, dict):
        return coerce(value, type_)
    labelled = {_entry(type_, key): item for key, item in value.items()}
    named = {**labelled, **value}
    declared = {name: _given(entry, named.get(name)) for name, entry in type_.entries}
    return {**declared, **{key: item for key, item in labelled.items() if key not in declared}}


def _entry(type_: ContextType, key: str) -> str:
    """The entry that a name or an unambiguous label stands for."""
    names = type_.called(key)
    return names[0] if len(names) == 1 else key
