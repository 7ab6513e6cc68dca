"""`kind: automation`: what follows by itself when something happens to a record, or when its time has come.

Reads   `on: request.rating` (a field that changes), `on: request.created`, or `every: 3 months` `from:` a date of the
        record of `subject`; `when` it holds; what to `do`: records to create, their values as data, as text with
        `{{ FEEL }}`, or as `= FEEL`. In a field for dates `24 hours` is that long after the occurrence, and
        `{before: 3 working days, of: planned_on}` that long before a date.
Gives   in the core, for the automation `callback`:

    callback/when, callback/from, callback/every    whether it applies; the date it counts from; the period
    callback/1/when, callback/1/title               whether the first action applies; the value of a field
    callback/1/due/of                               the date that a time is counted from

Which actions follow from an occurrence, and why: runtime/agenda.py.
Source: domain 4.2, 6.4, 7.1, 7.5; requirements R008, R009, R060, R061, R085-R088, R091, R107, R108, R111.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.dsl import nodes as feel
from engine.dsl.diagnostics import Diagnostics
from engine.dsl.documents import MappingNode, Node, SequenceNode
from engine.dsl.durations import Unit, parse_duration
from engine.dsl.scalars import BOOLEANS, parse_number
from engine.dsl.text import Text
from engine.dsl.types import ANY, BOOLEAN, NUMBER, SimpleType, Type
from engine.model.decision import Element
from engine.model.kinds.automation_parts import CHANGED, CREATED, Action, Automation, Delay, Schedule, Trigger
from engine.model.kinds.calendar import ALWAYS, Calendar
from engine.model.kinds.entity import Entity, joined
from engine.model.kinds.fields import Field, field_type
from engine.model.kinds.kind import Definitions, Kind
from engine.model.kinds.record_rules import RecordRules, subject_of
from engine.model.reading import Reader, items, mapping, pairs, report_unknown, sources, string, text

EVENTS = (CREATED, CHANGED)
TIMES = ("date", "datetime")


def read(node: MappingNode, reader: Reader) -> Automation:
    """The automation as it is written."""
    triggers = tuple(_trigger(item) for item in items(node.get("on")))
    return Automation(
        name=string(node.get("name")),
        label=text(node.get("label"), string(node.get("name"))),
        origin=node.key("kind").span,
        subject=string(node.get("subject")) or next((trigger.entity for trigger in triggers), ""),
        actions=tuple(_action(number, mapping(item), reader) for number, item in enumerate(items(node.get("do")), 1)),
        triggers=triggers,
        schedule=_schedule(node, reader),
        when=reader.expression(node.get("when")),
        calendar=string(node.get("calendar")),
        sources=sources(node.get("source")),
    )


def _trigger(node: Node) -> Trigger:
    entity, _, event = string(node).partition(".")
    return Trigger(entity, event, node.span)


def _schedule(node: MappingNode, reader: Reader) -> Schedule | None:
    start = reader.expression(node.get("from"))
    if start is None:
        return None
    periods = (parse_duration(string(item)) for item in items(node.get("at")))
    written = node.get("every")
    every = parse_duration(string(written)) or reader.data(written)
    return Schedule(start, every, tuple(filter(None, periods)))


def _action(number: int, node: MappingNode, reader: Reader) -> Action:
    fields = list(pairs(node.get("with")))
    return Action(
        number=number,
        create=string(node.get("create")),
        origin=node.span,
        values={key.text: _value(value, reader) for key, value in fields},
        places={key.text: key.span for key, _ in fields},
        when=reader.expression(node.get("when")),
    )


def _value(node: Node, reader: Reader) -> feel.Node | Delay:
    """A time, a text with FEEL in it, a list, FEEL behind `=`, or data as they stand."""
    if isinstance(node, MappingNode):
        return _delay(node, reader)
    if isinstance(node, SequenceNode):
        return feel.ListLiteral(tuple(reader.data(item) or feel.NullLiteral() for item in node.items), span=node.span)
    if "{{" in string(node):
        return joined(reader.template(node), node.span)
    return reader.data(node) or feel.NullLiteral(span=node.span)


def _delay(node: MappingNode, reader: Reader) -> Delay | feel.Node:
    before = node.get("before")
    written = before or node.get("after")
    period = parse_duration(string(written))
    if period is None:
        return feel.NullLiteral(span=node.span)
    return Delay(period, node.span, before is not None, reader.expression(node.get("of")))


# -- checks ----------------------------------------------------------------------------------------------------


def check(automation: Automation, definitions: Definitions, diagnostics: Diagnostics) -> None:
    """Triggers, entities, fields and calendars exist; what an entity demands is given."""
    subject = definitions.get(automation.subject)
    if isinstance(subject, Entity):
        for trigger in automation.triggers:
            known = (*EVENTS, *subject.fields)
            if trigger.entity != subject.name or trigger.event not in known:
                report_unknown("GJ4421", trigger.event, trigger.origin, known, diagnostics, entity=subject.label)
    calendars = [ALWAYS.name, *(name for name, each in definitions.items() if isinstance(each, Calendar))]
    if automation.calendar and automation.calendar not in calendars:
        report_unknown("GJ4613", automation.calendar, automation.origin, calendars, diagnostics)
    for action in automation.actions:
        _check_action(automation, action, definitions, diagnostics)


def _check_action(automation: Automation, action: Action, definitions: Definitions, found: Diagnostics) -> None:
    target = definitions.get(action.create)
    if not isinstance(target, Entity):
        entities = [name for name, each in definitions.items() if isinstance(each, Entity)]
        report_unknown("GJ0804", action.create, action.origin, entities, found)
        return
    for name, place in action.places.items():
        if name not in target.fields:
            report_unknown("GJ0805", name, place, target.fields, found, entity=target.label)
        elif isinstance(action.values[name], Delay) and target.fields[name].type not in TIMES:
            found.add("GJ4422", place, field=target.fields[name].label)
    for field in target.fields.values():
        if isinstance(field.required, feel.BooleanLiteral) and not field.default and field.name not in action.values:
            found.add("GJ4423", action.origin, entity=target.label, field=field.label)
    for delay in _delays(action, target):
        if delay.period.unit is Unit.WORKING_DAYS and not automation.calendar:
            period = Text(delay.period.say("zh"), delay.period.say("en"))
            found.add("GJ4424", delay.origin, value=period)


def _delays(action: Action, target: Entity) -> Iterator[Delay]:
    timed = (timed_value(value, target.fields.get(name)) for name, value in action.values.items())
    return (value for value in timed if isinstance(value, Delay))


def timed_value(value: feel.Node | Delay, field: Field | None) -> feel.Node | Delay:
    """A period written as a text into a field for dates is a time after the occurrence; else the value as it is."""
    if isinstance(value, feel.StringLiteral) and field and field.type in TIMES:
        period = parse_duration(value.value)
        return Delay(period, value.span) if period else value
    return value


# -- lowering --------------------------------------------------------------------------------------------------


def lower(automation: Automation, definitions: Definitions, diagnostics: Diagnostics) -> Iterator[Element]:
    """A decision for every expression."""
    subject = subject_of(automation, automation.subject, definitions, diagnostics)
    if subject is None:
        return
    rules = RecordRules.about(automation, subject, definitions, diagnostics, automation.sources)
    if automation.when is not None:
        yield rules.decision("when", automation.label, automation.when)
    if automation.schedule:
        yield rules.decision("from", automation.label, automation.schedule.start, ANY)
        if isinstance(automation.schedule.every, feel.Node):
            yield rules.decision("every", automation.label, automation.schedule.every, ANY)
    for action in automation.actions:
        target = definitions.get(action.create)
        if isinstance(target, Entity):
            yield from _lower_action(action, target, rules)


def _lower_action(action: Action, target: Entity, rules: RecordRules) -> Iterator[Element]:
    if action.when is not None:
        yield rules.decision(f"{action.number}/when", target.label, action.when)
    for name, written in action.values.items():
        field = target.fields.get(name)
        value = timed_value(written, field)
        label = field.label if field else Text(name)
        if isinstance(value, Delay):
            if value.of is not None:
                yield rules.decision(f"{action.number}/{name}/of", label, value.of, ANY)
        else:
            type_ = field_type(field) if field else ANY
            yield rules.decision(f"{action.number}/{name}", label, _constant(value, type_), type_)


def _constant(value: feel.Node, type_: Type) -> feel.Node:
    """Data as the field has them: the text `3` is a number in a field for numbers."""
    if not isinstance(value, feel.StringLiteral) or not isinstance(type_, SimpleType):
        return value
    number = parse_number(value.value)
    if type_.name == NUMBER.name and number is not None:
        return feel.NumberLiteral(number, span=value.span)
    if type_.name == BOOLEAN.name and value.value in BOOLEANS:
        return feel.BooleanLiteral(BOOLEANS[value.value], span=value.span)
    return value


KIND = Kind("automation", read, lower, check=check)
