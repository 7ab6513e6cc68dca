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
from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix
from engine.dsl.documents import MappingNode, Node, ScalarNode, SequenceNode
from engine.dsl.duration_mistakes import report_no_duration
from engine.dsl.durations import Unit, parse_duration
from engine.dsl.text import Text
from engine.dsl.types import ANY
from engine.model.decision import Element
from engine.model.kinds.automation_parts import CHANGED, CREATED, RATED, RATING, Action, Automation, Schedule, Trigger
from engine.model.kinds.created_records import CREATE, Delay, check_creation, timed_value, typed
from engine.model.kinds.entity import Entity, joined
from engine.model.kinds.kind import Definition, Definitions, Kind
from engine.model.kinds.record_rules import (
    RecordRules,
    field_called,
    report_no_calendar,
    report_working_days,
    subject_of,
)
from engine.model.reading import Reader, items, mandatory, mapping, pairs, places, report_unknown, sources, string, text

EVENTS = (CREATED, CHANGED)
FORM = Text("request.created, request.changed, request.rating", "request.created, request.changed, request.rating")


def read(node: MappingNode, reader: Reader) -> Automation:
    """The automation as it is written."""
    triggers = tuple(_trigger(item) for item in items(node.get("on")))
    return Automation(
        name=string(node.get("name")),
        label=text(node.get("label"), string(node.get("name"))),
        origin=node.key("kind").span,
        places=places(node, "subject", "calendar") | ({"subject": triggers[0].place} if triggers else {}),
        subject=string(node.get("subject")) or next((trigger.entity for trigger in triggers), ""),
        actions=tuple(_action(number, mapping(item), reader) for number, item in enumerate(items(node.get("do")), 1)),
        triggers=triggers,
        schedule=_schedule(node, reader),
        when=reader.expression(node.get("when")),
        calendar=string(node.get("calendar")),
        sources=sources(node.get("source")),
    )


def _trigger(node: Node) -> Trigger:
    assert isinstance(node, ScalarNode)
    written, dot = node.snippet, node.text.find(".")
    if dot < 0:
        return Trigger("", node.text, written.whole(), written.whole())
    entity, event = written.cut(0, dot), written.cut(dot + 1, len(node.text))
    return Trigger(entity.text, event.text, event.whole(), entity.whole())


def _schedule(node: MappingNode, reader: Reader) -> Schedule | None:
    start = reader.expression(node.get("from"))
    if start is None:
        return None
    periods = (parse_duration(string(item)) for item in items(node.get("at")))
    written = node.get("every")
    every = parse_duration(string(written)) or reader.data(written)
    if isinstance(every, feel.StringLiteral):
        report_no_duration("GJ0056", every.span, every.value, reader.diagnostics)
    return Schedule(start, every, tuple(filter(None, periods)))


def _action(number: int, node: MappingNode, reader: Reader) -> Action:
    fields = list(pairs(node.get("with")))
    return Action(
        number=number,
        create=string(node.get("create")),
        origin=node.span,
        values={key.text: _value(value, reader) for key, value in fields},
        places={key.text: key.span for key, _ in fields} | {CREATE: mandatory(node, CREATE).span},
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
        return feel.NullLiteral(span=node.span)  # the schema has told so
    return Delay(period, node.span, before is not None, reader.expression(node.get("of")))


# -- checks ----------------------------------------------------------------------------------------------------


def check(automation: Automation, definitions: Definitions, diagnostics: Diagnostics) -> None:
    """Triggers, entities, fields and calendars exist; what an entity demands is given."""
    subject = definitions.get(automation.subject)
    if isinstance(subject, Entity):
        for trigger in automation.triggers:
            known = (*EVENTS, *subject.fields, *([RATED] if RATING in subject.fields else []))
            if trigger.entity != subject.name or trigger.event not in known:
                called = [each for each in [field_called(subject, trigger.event)] if each]
                report_unknown(
                    "GJ4421", trigger.event, trigger.origin, known, diagnostics, called, entity=subject.label
                )
    report_no_calendar(automation.calendar, automation.place("calendar"), definitions, diagnostics)
    words = {subject.name, *subject.fields, *subject.relations} if isinstance(subject, Entity) else set()
    for action in automation.actions:
        check_creation(action, words, definitions, diagnostics)
        for delay in _delays(action, definitions.get(action.create)):
            if delay.period.unit is Unit.WORKING_DAYS and not automation.calendar:
                report_working_days(delay.period, delay.origin, definitions, diagnostics)


def _delays(action: Action, target: Definition | None) -> Iterator[Delay]:
    fields = target.fields if isinstance(target, Entity) else {}
    timed = (timed_value(value, fields.get(name)) for name, value in action.values.items())
    return (value for value in timed if isinstance(value, Delay))


# -- lowering --------------------------------------------------------------------------------------------------


def lower(automation: Automation, definitions: Definitions, diagnostics: Diagnostics) -> Iterator[Element]:
    """A decision for every expression."""
    if [*_without_entity(automation, definitions, diagnostics)]:
        return
    subject = subject_of(automation, automation.subject, definitions, diagnostics)
    if subject is None:
        return
    rules = RecordRules.about(automation, subject, definitions, diagnostics, automation.sources)
    if automation.when is not None:
        yield rules.decision("when", automation.label, automation.when)
    if automation.schedule:
        yield rules.moment("from", automation.label, automation.schedule.start)
        if isinstance(automation.schedule.every, feel.Node):
            yield rules.decision("every", automation.label, automation.schedule.every, ANY)
    for action in automation.actions:
        target = definitions.get(action.create)
        if isinstance(target, Entity):
            yield from _lower_action(action, target, rules)


def _without_entity(automation: Automation, definitions: Definitions, diagnostics: Diagnostics) -> Iterator[Trigger]:
    """Triggers that do not say whose field or event they are, told with the one entity that they fit best."""
    entities = [each for each in definitions.values() if isinstance(each, Entity)]
    for trigger in automation.triggers:
        if trigger.entity:
            continue
        fitting = [each for each in entities if trigger.event in (*EVENTS, *each.fields)]
        known = [len(_words(automation).intersection(each.fields)) for each in fitting]
        best = [each.name for each, count in zip(fitting, known, strict=True) if count == max(known)]
        meant = f"{best[0]}.{trigger.event}" if len(best) == 1 else ""
        fix = Fix((Edit(trigger.origin, meant),)) if meant else None
        shown: dict[str, object] = {"suggestion": meant} if meant else {"form": FORM}
        diagnostics.extend([Diagnostic("GJ0065", trigger.origin, {"value": trigger.event, **shown}, fix=fix)])
        yield trigger


def _words(automation: Automation) -> set[str]:
    """The names that conditions and values of an automation speak of."""
    values = [value for action in automation.actions for value in (action.when, *action.values.values())]
    trees = [each for each in (automation.when, *values) if isinstance(each, feel.Node)]
    return {node.name for tree in trees for node in feel.walk(tree) if isinstance(node, feel.Name)}


def _lower_action(action: Action, target: Entity, rules: RecordRules) -> Iterator[Element]:
    if action.when is not None:
        yield rules.decision(f"{action.number}/when", target.label, action.when)
    for name, written in action.values.items():
        field = target.fields.get(name)
        value = timed_value(written, field)
        label = field.label if field else Text(name)
        if isinstance(value, Delay):
            if value.of is not None:
                yield rules.moment(f"{action.number}/{name}/of", label, value.of)
        else:
            yield rules.decision(f"{action.number}/{name}", label, *typed(value, field))


KIND = Kind("automation", read, lower, check=check)
