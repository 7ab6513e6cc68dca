"""Facts before they reach the rules: labels become names, texts become values, what does not fit is refused.

Reads   the facts of a caller (Python, JSON, YAML, where every scalar may be a text) and the types of the input data.
Gives   values under the names of the model, or findings: an unknown name with the nearest known one, a wrong type with
        what is asked for, a wrong choice with all choices. Every finding stands where the input is defined.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.dsl.conversion import from_python, instance_of
from engine.dsl.diagnostics import Diagnostics
from engine.dsl.scalars import BOOLEANS, parse_number
from engine.dsl.source import Span
from engine.dsl.types import ContextType, ListType, SimpleType, Type
from engine.dsl.values import Value
from engine.model.reading import report_unknown
from engine.runtime.facts import READERS

Place = Callable[[tuple[str, ...]], Span]


@dataclass(frozen=True, slots=True)
class Admission:
    """Admits the facts of one evaluation. `place` tells where an input, given by its path, is defined."""

    place: Place
    diagnostics: Diagnostics

    def value(self, given: object, type_: Type, path: tuple[str, ...]) -> Value:
        """The value that a fact means for a type; null, with a finding, where it means none."""
        if given is None or given == "":
            return None
        if isinstance(type_, ContextType):
            return self.context(given, type_, path)
        if isinstance(type_, ListType) and isinstance(given, list | tuple):
            return [self.value(item, type_.item, path) for item in given]
        if isinstance(type_, SimpleType):
            return self.simple(given, type_, path)
        return from_python(given)

    def context(self, given: object, type_: ContextType, path: tuple[str, ...]) -> Value:
        """A record: every entry by its name or its label."""
        if not isinstance(given, Mapping):
            return self.refuse(given, type_, path)
        value = absent(type_)
        for word, entry in given.items():
            names = type_.called(str(word))
            if len(names) == 1:
                value[names[0]] = self.value(entry, type_.get(names[0]) or type_, (*path, names[0]))
            elif not type_.open:
                known = [*dict(type_.aliases), *dict(type_.entries)]
                report_unknown("GJ4001", str(word), self.place(path), known, self.diagnostics)
        return value

    def simple(self, given: object, type_: SimpleType, path: tuple[str, ...]) -> Value:
        """A scalar; a text is read as the type asks."""
        value = from_python(given)
        if isinstance(value, str):
            value = _read(value, type_)
        if type_.closed and value not in type_.options:
            self.diagnostics.add("GJ4002", self.place(path), value=given, name=path[-1], options=type_.options)
            return None
        return value if instance_of(value, type_) else self.refuse(given, type_, path)

    def refuse(self, given: object, type_: Type, path: tuple[str, ...]) -> None:
        """A value of another type."""
        self.diagnostics.add("GJ4003", self.place(path), value=given, name=path[-1], expected=type_)


def absent(type_: ContextType) -> dict[str, Value]:
    """A record of which nothing is known: every entry is there, and null.

    >>> from engine.dsl.types import NUMBER
    >>> absent(ContextType((("a", NUMBER), ("b", ContextType((("c", NUMBER),))))))
    {'a': None, 'b': {'c': None}}
    """
    return {name: absent(entry) if isinstance(entry, ContextType) else None for name, entry in type_.entries}


def _read(text: str, type_: SimpleType) -> Value:
    """The value that a text means; the text itself where it means none."""
    if type_.name == "string":
        return type_.option(text) or text
    if type_.name == "number":
        number = parse_number(text)
        return text if number is None else number
    if type_.name == "boolean":
        return BOOLEANS.get(text, text)
    return READERS[type_.name](text) or text
