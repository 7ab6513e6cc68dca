"""Facts before they reach the rules: labels become names, texts become values, what does not fit is refused.

Reads   the facts of a caller (Python, JSON, YAML, where every scalar may be a text) and the types of the input data.
Gives   values under the names of the model, or findings: an unknown name with the nearest known one, a wrong type with
        what is asked for, a wrong choice with all choices. Every finding stands where the input is defined.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.dsl.catalogue import errors, headline
from engine.dsl.conversion import from_python, instance_of
from engine.dsl.diagnostics import Diagnostics
from engine.dsl.scalars import TRUTHS, parse_number
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.dsl.type_words import EXAMPLES, described
from engine.dsl.types import ANY, DATE_TIME, ContextType, ListType, SimpleType, Type
from engine.dsl.values import Value
from engine.errors import EvaluationError
from engine.model.decision import InputData
from engine.model.kinds import Definition
from engine.model.kinds.entity import Entity
from engine.model.loader import Loaded
from engine.model.reading import report_unknown, texts
from engine.runtime.facts import READERS, UNCLEAR, Glance, absent, glance

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Record:
    """A type of records: one in which nothing is given, and what tells at first sight what an entry's facts mean."""

    type: ContextType
    nothing: Mapping[str, Value]
    glances: Mapping[str, Glance]


@dataclass(frozen=True)
class Admission:
    """Lets facts in to the definitions of a project."""

    project: Loaded
    _words: dict[str, Mapping[str, InputData]] = field(default_factory=dict, compare=False)
    _records: dict[int, _Record] = field(default_factory=dict, compare=False)

    def admit(self, name: str, given: Mapping[str, object]) -> dict[str, Value]:
        """The facts for a definition, under the names of the input data.

        raises   EvaluationError when they do not fit
        """
        definition = self.project.definitions[name]
        words = self._words.get(name) or self._words.setdefault(name, self.words(definition))
        found = Diagnostics()
        reading = _Reading(self, found)
        values: dict[str, Value] = {}
        for word, fact in given.items():
            if word in words:
                element = words[word]
                values[element.name] = reading.value(fact, element.type, (element.name,))
            else:
                report_unknown("GJ4001", word, definition.origin, words, found)
        self.project.documents[name].kind.admit(definition, values, found)
        if len(found) and errors(found):
            raise EvaluationError("; ".join(headline(each, "en") for each in found), found)
        return values

    def words(self, definition: Definition) -> dict[str, InputData]:
        """Every word for input data: names and labels; those of the definition's own parts without its name."""
        elements = [e for e in self.project.model.elements.values() if isinstance(e, InputData)]
        shared = {said: e for e in elements for said in (e.name, *texts(e.label)) if "/" not in e.name}
        own = f"{definition.name}/"
        mine = [e for e in elements if e.name.startswith(own)]
        return shared | {said: e for e in mine for said in (e.name, e.name.removeprefix(own), *texts(e.label))}

    def record(self, type_: ContextType) -> _Record:
        """What is known beforehand of the records of a type; found once."""
        if id(type_) not in self._records:
            glances = {name: glance(each) for name, each in type_.entries}
            self._records[id(type_)] = _Record(type_, absent(type_), glances)
        return self._records[id(type_)]

    def declared(self, path: Path) -> tuple[Text, Span]:
        """What an input is called, and where it is defined: the field of an entity, else the input itself."""
        definition, element = self.project.definitions.get(path[0]), self.project.model.elements[path[0]]
        if isinstance(definition, Entity) and len(path) > 1 and path[1] in definition.fields:
            field = definition.fields[path[1]]
            return field.label, field.origin
        return (element.label if len(path) == 1 else Text(path[-1])), element.origin


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads the facts of one evaluation."""

    admission: Admission
    diagnostics: Diagnostics

    def value(self, given: object, type_: Type, path: Path) -> Value:
        """The value that a fact means for a type; null, with a finding, where it means none."""
        if given is None or given == "":
            return None
        if isinstance(type_, ContextType):
            return self.context(given, type_, path)
        if isinstance(type_, ListType) and isinstance(given, str | list | tuple):
            items = _SEPARATORS.split(given) if isinstance(given, str) else given
            return [self.value(item, type_.item, path) for item in items]
        if isinstance(type_, SimpleType):
            return self.simple(given, type_, path)
        return from_python(given)

    def context(self, given: object, type_: ContextType, path: Path) -> Value:
        """A record: every entry by its name or its label; what is not given is null."""
        if type(given) is not dict and not isinstance(given, Mapping):
            return self.refuse(given, type_, path)
        record = self.admission.record(type_)
        value, glances = {**record.nothing}, record.glances
        for word, fact in given.items():
            look = glances.get(word)
            clear = look(fact) if look else UNCLEAR
            if clear is UNCLEAR:
                self.entry(str(word), fact, type_, path, value)
            else:
                value[word] = clear
        return value

    def entry(self, word: str, given: object, type_: ContextType, path: Path, record: dict[str, Value]) -> None:
        """Put what is given under a word into a record."""
        names = type_.called(word)
        if len(names) == 1:
            record[names[0]] = self.value(given, type_.get(names[0]) or ANY, (*path, names[0]))
        else:
            known = [*dict(type_.aliases), *dict(type_.entries)]
            report_unknown("GJ4001", word, self.admission.declared(path)[1], known, self.diagnostics)

    def simple(self, given: object, type_: SimpleType, path: Path) -> Value:
        """A scalar; a text is read as the type asks."""
        value = from_python(given)
        if isinstance(value, str):
            value = _read(value, type_)
        if type_.closed and value not in type_.options:
            label, place = self.admission.declared(path)
            count, options = len(type_.options), type_.options
            self.diagnostics.add("GJ4002", place, value=given, name=label, options=options, count=count)
            return None
        return value if instance_of(value, type_) else self.refuse(given, type_, path)

    def refuse(self, given: object, type_: Type, path: Path) -> None:
        """A value of another type."""
        label, place = self.admission.declared(path)
        values: dict[str, Any] = {"value": given, "name": label, "expected": described(type_)}
        if example := EXAMPLES.get(SimpleType(type_.name) if isinstance(type_, SimpleType) else type_):
            values["example"] = example
        self.diagnostics.add("GJ4003", place, **values)


def reading(text: str, type_: SimpleType) -> Value:
    """The value that a text means for a type; null where it means none.

    >>> from engine.dsl.types import BOOLEAN, NUMBER
    >>> str(reading("12", NUMBER)), reading("twelve", NUMBER), reading("yes", BOOLEAN)
    ('12', None, True)
    """
    value = _read(text, type_)
    return value if instance_of(value, type_) and (not type_.closed or value in type_.options) else None


def _read(text: str, type_: SimpleType) -> Value:
    """The value that a text means; the text itself where it means none."""
    if type_.name == "string":
        return type_.option(text) or text
    if type_.name == "number":
        number = parse_number(text)
        return text if number is None else number
    if type_.name == "boolean":
        return TRUTHS.get(text, text)
    return READERS[type_.name](_full(text) if type_.name == DATE_TIME.name else text) or text


def _full(moment: str) -> str:
    """A moment as people write it, `2024-03-14 10:20`, as the standard has it.

    >>> _full("2024-03-14 10:20"), _full("2024-03-14T10:20:00+08:00")
    ('2024-03-14T10:20:00', '2024-03-14T10:20:00+08:00')
    """
    match = _SHORT.fullmatch(moment.strip())
    return f"{match[1]}T{match[2]}{match[3] or ':00'}" if match else moment


_SEPARATORS = re.compile(r"\s*[、，,]\s*")  # several choices in one text: `咨询、投诉`
_SHORT = re.compile(r"(-?\d{4,}-\d\d-\d\d)[ T](\d\d:\d\d)(:\d\d)?")
