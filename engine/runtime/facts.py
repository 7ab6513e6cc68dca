"""Facts at the border: what a caller gives becomes the value that the declared type asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from engine.dsl.conversion import coerce, from_python
from engine.dsl.temporal_text import parse_date, parse_date_time, parse_duration, parse_time
from engine.dsl.types import ContextType, ListType, SimpleType, Type
from engine.dsl.values import DECIMAL128, Value

READERS: Mapping[str, Callable[[str], Value]] = {
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_date_time,
    "years and months duration": parse_duration,
    "days and time duration": parse_duration,
}
"""How a text is read where another type is declared: JSON has no dates."""


Glance = Callable[[object], Value]
UNCLEAR = object()
NUMBERS: Mapping[type, Callable[[Any], Decimal]] = {
    int: DECIMAL128.create_decimal,
    float: lambda number: DECIMAL128.create_decimal(repr(number)),
    Decimal: DECIMAL128.create_decimal,
}
"""How a number is read, as `from_python` does it."""


def given(value: object, type_: Type, entries: frozenset[str] | None = None) -> Value:
    """The FEEL value of a fact; what does not conform to its type is null with a reason, entry by entry.

    Entries may go by label, entries that are missing are null, choices may be given by label, dates as text.
    `entries` names those of a record that matter, by default all; the others are left out and not looked at.

    >>> from engine.dsl.types import DATE
    >>> person = ContextType((("born", DATE), ("name", SimpleType("string"))), aliases=(("生日", "born"),))
    >>> given({"生日": "2000-02-29"}, person)
    {'born': Date(year=2000, month=2, day=29), 'name': None}
    """
    if value is None:
        return None
    if isinstance(type_, ContextType) and isinstance(value, Mapping):
        return _record(value, type_, entries)
    if isinstance(type_, ListType) and isinstance(value, list | tuple):
        return [given(item, type_.item) for item in value]
    if isinstance(type_, ListType) and isinstance(value, str):
        return coerce([_read(each, type_.item) for each in _several(value, type_.item)], type_)
    if isinstance(type_, SimpleType) and isinstance(value, str):
        return coerce(_read(value, type_), type_)
    return coerce(from_python(value), type_)


def glance(type_: Type) -> Glance:
    """What tells at first sight what a plain fact of a type means; UNCLEAR where more has to be found out.

    >>> at_flag, at_size = glance(SimpleType("boolean")), glance(SimpleType("string", ("S", "L")))
    >>> at_flag(True), at_flag("true") is UNCLEAR, at_size("S"), at_size("小") is UNCLEAR
    (True, True, 'S', True)
    """
    if not isinstance(type_, SimpleType) or type_.name not in GLANCES:
        return lambda given: UNCLEAR
    if type_.options:
        return lambda given: given if given is None or given in type_.options else UNCLEAR
    return GLANCES[type_.name]


def _number(given: object) -> Value:
    read = NUMBERS.get(type(given))
    if read is None:
        return given if given is None else UNCLEAR
    number = read(given)
    return number if number.is_finite() else UNCLEAR


def _truth(given: object) -> Value:
    return given if given is None or type(given) is bool else UNCLEAR


def _text(given: object) -> Value:
    return given if given is None or (given and type(given) is str) else UNCLEAR


GLANCES: Mapping[str, Glance] = {"number": _number, "boolean": _truth, "string": _text}


def reader(type_: Type, entries: frozenset[str] | None = None) -> Callable[[object], Value]:
    """`given` for one type, at a glance where facts are plain and go by name."""
    if not isinstance(type_, ContextType) or entries is None:
        return lambda value: given(value, type_, entries)
    looks = [(name, each, glance(each)) for name, each in type_.entries if name in entries]

    def read(value: object) -> Value:
        if type(value) is not dict or not all(name in value for name, _, _ in looks):
            return given(value, type_, entries)
        record = {}
        for name, each, look in looks:
            clear = look(value[name])
            record[name] = given(value[name], each) if clear is UNCLEAR else clear
        return record

    return read


def absent(type_: Type) -> Any:
    """What stands for a value that is not given: null; a record of which every entry is there, and null.

    >>> from engine.dsl.types import NUMBER
    >>> absent(ContextType((("a", NUMBER), ("b", ContextType((("c", NUMBER),))))))
    {'a': None, 'b': {'c': None}}
    """
    return {name: absent(entry) for name, entry in type_.entries} if isinstance(type_, ContextType) else None


def given_as_is(value: object, type_: Type) -> Value:
    """The FEEL value of a fact as the standard takes it: it conforms as a whole, or is null with a reason."""
    return coerce(from_python(value), type_)


def _record(value: Mapping[str, object], type_: ContextType, entries: frozenset[str] | None) -> Value:
    """Declared entries come first and in their order; a name goes before a label of the same entry."""
    wanted = [each for each in type_.entries if entries is None or each[0] in entries]
    labelled = {} if all(name in value for name, _ in wanted) else _labelled(value, type_)
    record = {name: given(value[name] if name in value else labelled.get(name), each) for name, each in wanted}
    if entries is None:
        labels = dict(type_.aliases)
        record |= {key: from_python(item) for key, item in value.items() if key not in record and key not in labels}
    return record


def _labelled(value: Mapping[str, object], type_: ContextType) -> dict[str, object]:
    """What is given under an unambiguous label, by the name of the entry."""
    return {name: value[label] for label, name in type_.aliases if label in value and type_.called(label) == (name,)}


def _several(text: str, item: Type) -> list[str]:
    """Options that stand behind each other in a text; the text itself where it is one, or names none.

    >>> _several("writing, ethics", SimpleType("string", ("writing", "ethics"))), _several("a, b", SimpleType("string"))
    (['writing', 'ethics'], ['a, b'])
    """
    parts = [part.strip() for part in re.split("[、，,]", text)]
    named = isinstance(item, SimpleType) and not item.option(text) and any(map(item.option, parts))
    return parts if named else [text]


def _read(text: str, type_: Type) -> Value:
    """What a text means where a type is declared."""
    if not isinstance(type_, SimpleType):
        return text
    return READERS[type_.name](text) or text if type_.name in READERS else type_.option(text) or text
