"""`kind: sla`: time limits. Clocks that start and stop on what happens to a record, and a table of targets.

Reads   clocks with conditions about the record and the event; a table from fields of the record and the clock to a
        limit and a calendar; warnings, escalations, what a change of target means.
Gives   in the core, for the policy `limits`:

    limits/event, limits/clock     input data: what happened; which clock is asked about
    limits/<clock>                 context: start, stop, pause, cancel, reset -> whether each holds
    limits/targets                 decision table, collect: every limit that applies, with its calendar

`runtime.deadlines` follows a history with these. Source: configs/sla.yaml; domain 6.4; requirements R050-R061.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.dsl import nodes as feel
from engine.dsl.checker import resolve
from engine.dsl.diagnostics import Diagnostics, Label
from engine.dsl.documents import MappingNode, ScalarNode
from engine.dsl.durations import parse_duration
from engine.dsl.scalars import BOOLEANS, parse_number
from engine.dsl.scope import Scope
from engine.dsl.text import Text
from engine.dsl.types import BOOLEAN, DATE_TIME, STRING, SimpleType
from engine.model.boxed import Context, ContextEntry, DecisionTable, HitPolicy, LiteralExpression, OutputClause
from engine.model.decision import Decision, Element, InputData
from engine.model.decision_tables import read_decision_table, resolve_decision_table
from engine.model.kinds.entity import columns_of, record_scope
from engine.model.kinds.kind import Definitions, Kind
from engine.model.kinds.record_rules import subject_of
from engine.model.kinds.sla_checks import check, repeated
from engine.model.kinds.sla_parts import ClockDefinition, Escalation, Sla
from engine.model.reading import (
    Reader,
    boolean,
    items,
    mandatory,
    mapping,
    pairs,
    places,
    report_unknown,
    sources,
    string,
    text,
    texts,
)

CONDITIONS = ("start", "stop", "pause", "cancel", "reset")
INSTANTS = ("start_at", "stop_at")
EVENTS = SimpleType("string", ("created", "updated"), other=True)
EVENT = {"event", "Event", "事件"}
CLOCK = {"clock", "Clock", "时钟"}
COLUMNS = {"limit": "limit", "时限": "limit", "calendar": "calendar", "日历": "calendar"}


def names(node: MappingNode) -> Iterator[str]:
    """The clocks, and the words for event and clock."""
    yield from (*EVENT, *CLOCK)
    for key, value in pairs(node.get("clocks")):
        yield from (key.text, *texts(text(mapping(value).get("label"))))


def read(node: MappingNode, reader: Reader) -> Sla:
    """The policy; the limits of its table are read as durations."""
    table = read_decision_table(mandatory(node, "targets"), reader, None, HitPolicy.COLLECT, STRING, COLUMNS)
    return Sla(
        name=string(node.get("name")),
        label=text(node.get("label"), string(node.get("name"))),
        origin=node.key("kind").span,
        places=places(node, "subject"),
        subject=string(node.get("subject")),
        clocks={key.text: _clock(key, mapping(value), reader) for key, value in pairs(node.get("clocks"))},
        targets=replace(table, outputs=tuple(_column(output, reader.diagnostics) for output in table.outputs)),
        warn_at={share: item.span for item in items(node.get("warn_at")) if (share := reader.number(item)) is not None},
        escalate=tuple(_escalation(mapping(item)) for item in items(node.get("escalate"))),
        on_change=string(node.get("on_change")) or "retroactive",
        sources=sources(node.get("source")),
    )


def _clock(key: ScalarNode, node: MappingNode, reader: Reader) -> ClockDefinition:
    conditions = {name: reader.expression(node.get(f"{name}_when")) for name in CONDITIONS}
    instants = {name: reader.expression(node.get(name)) for name in INSTANTS}
    label = text(node.get("label"), key.text)
    if "pause" in _written(conditions) and BOOLEANS.get(string(node.get("pauses"))) is False:
        denied = Label(node.key("pauses").span, "denied")
        reader.diagnostics.add("GJ4615", node.key("pause_when").span, denied, clock=label)
    parts = _written(conditions), _written(instants), string(node.get("reopen")), boolean(node.get("required"))
    return ClockDefinition(key.text, label, key.span, *parts, places(node, "label").get("label", key.span))


def _written(parts: Mapping[str, feel.Node | None]) -> dict[str, feel.Node]:
    return {name: tree for name, tree in parts.items() if tree is not None}


def _column(output: OutputClause, diagnostics: Diagnostics) -> OutputClause:
    written = output.label.zh.lower()
    if written not in COLUMNS:
        report_unknown("GJ4611", output.label.zh, output.origin, COLUMNS, diagnostics)
    return replace(output, name=COLUMNS.get(written, written))


def _escalation(node: MappingNode) -> Escalation:
    at, after = string(node.get("at")), string(node.get("after"))
    return Escalation(string(node.get("to")), node.span, parse_number(at), parse_duration(after))


def lower(policy: Sla, definitions: Definitions, diagnostics: Diagnostics) -> Iterator[Element]:
    """The conditions of every clock, and the targets."""
    subject = subject_of(policy, policy.subject, definitions, diagnostics)
    if subject is None:
        return
    event, clock = policy.part("event"), policy.part("clock")
    words = dict.fromkeys(EVENT, (event,)) | dict.fromkeys(CLOCK, (clock,))
    labels = tuple((said, each.name) for each in policy.clocks.values() for said in texts(each.label))
    named = SimpleType("string", tuple(policy.clocks), aliases=labels)
    scope = record_scope(subject, definitions).child({event: EVENTS, clock: named}).with_labels(words)
    yield InputData(event, Text("事件", "Event"), policy.origin, EVENTS)
    yield InputData(clock, Text("时钟", "Clock"), policy.origin, named)
    for each in policy.clocks.values():
        yield _conditions(policy, each, scope, diagnostics)
    table = resolve_decision_table(policy.targets, scope, diagnostics, columns_of(subject, subject.name))
    targets = replace(table, complete=_complete(policy, table))
    label, requires = Text("时限", "Limits"), (subject.name, clock)
    yield Decision(policy.part("targets"), label, policy.targets.origin, targets, requires, sources=policy.sources)


def _complete(policy: Sla, table: DecisionTable) -> tuple[feel.UnaryTests, ...]:
    """Every case of the clocks that need a limit."""
    if repeated(policy):  # the row that was not changed is the one that is missing
        return ()
    needed = tuple(feel.StringLiteral(each.name) for each in policy.clocks.values() if each.required)
    clock = feel.Name(policy.part("clock"))
    tests = (needed if clause.expression == clock else (feel.AnyValue(),) for clause in table.inputs)
    return tuple(map(feel.UnaryTests, tests)) if needed else ()


def _conditions(policy: Sla, clock: ClockDefinition, scope: Scope, diagnostics: Diagnostics) -> Decision:
    typed = [(clock.conditions, BOOLEAN), (clock.instants, DATE_TIME)]
    entries = tuple(
        ContextEntry(name, LiteralExpression(tree.span, resolve(tree, scope, diagnostics, type_)), type_)
        for parts, type_ in typed
        for name, tree in parts.items()
    )
    requires = (policy.subject, policy.part("event"))
    logic = Context(clock.origin, entries)
    return Decision(policy.part(clock.name), clock.label, clock.origin, logic, requires, sources=policy.sources)


KIND = Kind("sla", read, lower, names, check)
