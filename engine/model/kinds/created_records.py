"""Records that a rule creates: what automations and the follow-ups of surveys put into the fields of an entity.

Reads   what is written under `create:` and `with:`.
Gives   values with the type of their field; findings where the entity, a field or a value is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.dsl import nodes as feel
from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix
from engine.dsl.duration_mistakes import report_no_duration
from engine.dsl.durations import Duration, parse_duration
from engine.dsl.source import Span
from engine.dsl.suggestions import suggest
from engine.dsl.temporal_text import parse_at
from engine.dsl.types import ANY, Type
from engine.model.kinds.entity import Entity
from engine.model.kinds.fields import Field, constant, field_type
from engine.model.kinds.kind import Definitions
from engine.model.kinds.record_rules import report_no_entity, report_no_field

CREATE = "create"
TIMES = ("date", "datetime")
TEXTS = ("text", "long_text")


@dataclass(frozen=True, slots=True)
class Delay:
    """A time counted from the occurrence, or from the date `of`; `before` it rather than after."""

    period: Duration
    origin: Span
    before: bool = False
    of: feel.Node | None = None


Value = feel.Node | Delay


@dataclass(frozen=True, slots=True)
class Creation:
    """A record of `create` with these values; `origin` is where all of it stands.

    `places` tells where the name of each field is written, and under CREATE that of the entity.
    """

    create: str
    origin: Span
    values: Mapping[str, Value]
    places: Mapping[str, Span]


def check_creation(made: Creation, words: Iterable[str], definitions: Definitions, found: Diagnostics) -> None:
    """The entity and the fields exist, what is required is given, times go into fields for times.

    `words` are what an expression of the rule may speak of; a text that is one of them lacks its `=`.
    """
    target = definitions.get(made.create)
    if not isinstance(target, Entity):
        report_no_entity(made.create, made.places[CREATE], definitions, found)
        return
    known = set(words)
    missing = [*_missing(made, target)]
    misnamed = len(missing) == 1 and len(made.values.keys() - target.fields.keys()) == 1
    for name, value in made.values.items():
        if name not in target.fields:
            report_no_field(name, made.places[name], target, found, [missing[0].name] if misnamed else ())
        elif isinstance(value, Delay) and target.fields[name].type not in TIMES:
            found.add("GJ4422", made.places[name], field=target.fields[name].label)
        elif isinstance(value, feel.StringLiteral):
            _check_text(value, target.fields[name], known, found)
    for field in () if misnamed else missing:
        found.add("GJ4423", made.origin, entity=target.label, field=field.label, name=field.name)


def _missing(made: Creation, target: Entity) -> Iterator[Field]:
    """The fields that must be filled in and are given no value, by that name or one that is like it."""
    meant = {near for name in made.values if name not in target.fields for near in suggest(name, target.fields)[:1]}
    for field in target.fields.values():
        given = field.name in made.values or field.name in meant
        if isinstance(field.required, feel.BooleanLiteral) and not field.default and not given:
            yield field


def _check_text(value: feel.StringLiteral, field: Field, known: set[str], found: Diagnostics) -> None:
    """A plain text: not the name of something whose value is meant, and a time where a time is asked for."""
    options = {option.value for option in field.options}
    first = re.split(r"[.\s]", value.value, maxsplit=1)[0]
    if field.type not in TEXTS and first in known and value.value not in options:
        fix = Fix((Edit(value.span, f"= {value.value}"),))
        found.extend([Diagnostic("GJ4425", value.span, {"name": value.value}, fix=fix)])
    elif field.type in TIMES and timed_value(value, field) is value and parse_at(value.value) is None:
        report_no_duration("GJ0056", value.span, value.value, found)


def timed_value(value: Value, field: Field | None) -> Value:
    """A period written as a text into a field for dates is a time after the occurrence; else the value as it is."""
    if isinstance(value, feel.StringLiteral) and field and field.type in TIMES:
        period = parse_duration(value.value)
        return Delay(period, value.span) if period else value
    return value


def typed(value: feel.Node, field: Field | None) -> tuple[feel.Node, Type]:
    """A value and the type that it must have: a text in a field for numbers is a number, for dates a date."""
    if field is None or _is_mistaken(value, field):
        return value, ANY
    type_ = field_type(field)
    return constant(value, type_), type_


def _is_mistaken(value: feel.Node, field: Field) -> bool:
    """Whether a text for a time has been reported, or is a period, which has no type of its own."""
    return isinstance(value, feel.StringLiteral) and field.type in TIMES and parse_at(value.value) is None
