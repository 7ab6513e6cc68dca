"""`kind: entity`: a thing the business keeps records of, its fields, and how it relates to others.

Reads   a document of configs/entities/*.yaml.
Gives   an `Entity`; in the core, the input data of its name, and one decision for every FEEL text of the file:
        `customer/title`, `customer/cooperation_months` (a computed field or a metric), and for the conditions of a
        field `customer/decision_chain/visible_if`, `/required_if`, `/valid_if`, `/default`.
Source  requirements R001-R012.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from engine.dsl import nodes as feel
from engine.dsl.checker import resolve
from engine.dsl.diagnostics import Diagnostics, Edit, Fix, Label
from engine.dsl.documents import MappingNode, Node
from engine.dsl.durations import Duration, parse_duration
from engine.dsl.inference import CHANGE, COUNT
from engine.dsl.scope import Scope
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.dsl.types import ANY, BOOLEAN, NUMBER, STRING, ContextType, ListType, Type
from engine.model.boxed import Boxed, Context, ContextEntry, LiteralExpression
from engine.model.decision import Decision, Element, InputData, KnowledgeSource
from engine.model.decision_tables import About, Column
from engine.model.kinds.computed_fields import never_negative, report_circle
from engine.model.kinds.fields import (
    FIELD_TYPES,
    Field,
    Option,
    constant,
    field_domain,
    field_type,
    option_words,
    read_fields,
)
from engine.model.kinds.kind import Definition, Definitions, Kind
from engine.model.reading import (
    Reader,
    items,
    mandatory,
    mapping,
    pairs,
    report_unknown,
    sources,
    string,
    strings,
    text,
    texts,
)

__all__ = ["FIELD_TYPES", "KIND", "Entity", "Field", "Group", "Metric", "Option", "Relation"]


Types = tuple[str, ...]

OWNER = "owner"
FIGURES = {"count": COUNT, "change": CHANGE}
"""The numbers that a function can give where it counts records."""
NOT_NEGATIVE = feel.UnaryTests((feel.ComparisonRange(">=", feel.NumberLiteral(Decimal(0))),))


@dataclass(frozen=True, slots=True)
class Relation:
    """Records of another entity that point here: `to` is the entity, `by` its reference field."""

    name: str
    label: Text
    to: str
    by: str
    origin: Span
    by_origin: Span


@dataclass(frozen=True, slots=True)
class Metric:
    """A named figure computed from a record and its relations, shared by rules and reports."""

    name: str
    label: Text
    value: feel.Node
    origin: Span


@dataclass(frozen=True, slots=True)
class Group:
    """A heading under which a form shows some of the fields."""

    name: str
    label: Text


@dataclass(frozen=True, slots=True)
class Review:
    """Fields that are to be checked again from time to time."""

    every: Duration | None
    fields: tuple[str, ...]
    origin: Span


@dataclass(frozen=True, slots=True)
class Entity(Definition):
    """A kind of record. `id_pattern` is like `C{seq:03}`; `title` a text with `{{ FEEL }}`.

    `owner` and `time` are names of fields: who is responsible, and when the thing happened, which the windows of rules
    such as `within(orders, "3 months")` go by.
    """

    fields: Mapping[str, Field] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    relations: Mapping[str, Relation] = field(default_factory=dict)
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    id_pattern: str = "{seq}"
    title: tuple[str | feel.Node, ...] = ()
    owner: str = ""
    time: str = ""
    unique: tuple[tuple[str, ...], ...] = ()
    list_columns: tuple[str, ...] = ()
    review: Review | None = None
    sources: tuple[KnowledgeSource, ...] = ()

    @property
    def computed(self) -> Mapping[str, feel.Node]:
        """The expressions of computed fields and metrics, by name."""
        fields = {f.name: f.compute for f in self.fields.values() if f.compute is not None}
        return {**fields, **{m.name: m.value for m in self.metrics.values()}}


def names(node: MappingNode) -> Iterator[str]:
    """The names and labels of fields, relations and metrics, and the words of their options."""
    for section in ("fields", "relations", "metrics"):
        for key, value in pairs(node.get(section)):
            yield key.text
            yield from texts(text(mapping(value).get("label")))
            yield from option_words(mapping(value).get("options"))


def read(node: MappingNode, reader: Reader) -> Entity:
    """The entity. Names that point at fields are checked: they must be fields of it."""
    groups = node.get("groups")
    membership = {name: key.text for key, group in pairs(groups) for name in strings(mapping(group).get("fields"))}
    entity = Entity(
        name=string(node.get("name")),
        label=text(node.get("label"), string(node.get("name"))),
        origin=node.key("kind").span,
        fields={f.name: f for f in read_fields(node.get("fields"), membership, reader)},
        groups=tuple(Group(key.text, text(mapping(group).get("label"), key.text)) for key, group in pairs(groups)),
        relations={r.name: r for r in _relations(node.get("relations"))},
        metrics={m.name: m for m in _metrics(node.get("metrics"), reader)},
        id_pattern=string(node.get("id")) or "{seq}",
        title=reader.template(node.get("title")),
        owner=string(node.get("owner")),
        time=string(node.get("time")),
        unique=tuple(tuple(map(_compared, strings(item))) for item in items(node.get("unique"))),
        list_columns=strings(node.get("list")),
        review=_review(node.get("review")),
        sources=sources(node.get("source")),
    )
    _check_field_names(node, entity, reader.diagnostics)
    return entity


def _compared(word: str) -> str:
    """The field of a key; that its text is compared normalised goes without saying, and may be said."""
    return word.removeprefix("normalised ").strip()


def _review(node: Node | None) -> Review | None:
    written = mapping(node)
    every, fields = parse_duration(string(written.get("every"))), strings(written.get("fields"))
    return Review(every, fields, node.span) if node else None


def _relations(node: Node | None) -> Iterator[Relation]:
    for key, value in pairs(node):
        entry = mapping(value)
        label = text(entry.get("label"), key.text)
        by = mandatory(entry, "by")
        yield Relation(key.text, label, string(entry.get("to")), string(by), key.span, by.span)


def _metrics(node: Node | None, reader: Reader) -> Iterator[Metric]:
    for key, value in pairs(node):
        entry = mapping(value)
        expression = reader.expression(entry.get("value")) or feel.NullLiteral(span=key.span)
        yield Metric(key.text, text(entry.get("label"), key.text), expression, key.span)


def _check_field_names(node: MappingNode, entity: Entity, diagnostics: Diagnostics) -> None:
    """Every name that these keys speak of is a field; `time` holds dates."""
    groups = (item for _, group in pairs(node.get("groups")) for item in items(mapping(group).get("fields")))
    keys = (item for key in items(node.get("unique")) for item in items(key))
    reviewed = items(mapping(node.get("review")).get("fields"))
    single = (*items(node.get("owner")), *items(node.get("time")), *keys, *groups, *reviewed)
    for used in (*single, *_told_together(node.get("list"), entity, diagnostics)):
        if _compared(string(used)) not in entity.fields:
            report_unknown("GJ0805", string(used), used.span, entity.fields, diagnostics, entity=entity.label)
    dates, people = ("date", "datetime"), ("user", "text", "choice", "reference", "email")
    _check_type("GJ0806", node.get("time"), dates, dates, entity, diagnostics)
    _check_type("GJ0816", node.get("owner"), people, ("user",), entity, diagnostics)
    _check_groups(node, entity, diagnostics)


def _check_type(
    code: str, node: Node | None, allowed: Types, best: Types, entity: Entity, diagnostics: Diagnostics
) -> None:
    """The field that a key names is of a type that is allowed; one of the best is suggested."""
    field_ = entity.fields.get(string(node))
    if node is None or field_ is None or field_.type in allowed:
        return
    fitting = [each.name for each in entity.fields.values() if each.type in best]
    fix = Fix((Edit(node.span, fitting[0]),)) if fitting else None
    shown: dict[str, Any] = {"suggestions": fitting} if fitting else {}
    diagnostics.add(code, node.span, fix=fix, name=string(node), **shown)


def _check_groups(node: MappingNode, entity: Entity, diagnostics: Diagnostics) -> None:
    """A field stands in one group."""
    first: dict[str, Span] = {}
    for item in (item for _, group in pairs(node.get("groups")) for item in items(mapping(group).get("fields"))):
        name = string(item)
        if first.setdefault(name, item.span) is not item.span and name in entity.fields:
            group = next(each for each in entity.groups if each.name == entity.fields[name].group)
            diagnostics.add("GJ0817", item.span, Label(first[name], "first"), name=name, group=group.label)


def _told_together(node: Node | None, entity: Entity, diagnostics: Diagnostics) -> Iterator[Node]:
    """The items of a list; labels in the place of names are one finding where there are several, and left out."""
    called = {said: field_.name for field_ in entity.fields.values() for said in texts(field_.label)}
    labels = [item for item in items(node) if string(item) not in entity.fields and string(item) in called]
    if len(labels) > 1:
        first, names = labels[0], [called[string(item)] for item in labels]
        fix = Fix(tuple(Edit(item.span, name) for item, name in zip(labels, names, strict=True)))
        diagnostics.add("GJ0805", first.span, fix=fix, name=string(first), suggestions=names, entity=entity.label)
    yield from (item for item in items(node) if len(labels) < 2 or item not in labels)


# -- types and scope -------------------------------------------------------------------------------------------


def record_type(entity: Entity, definitions: Definitions, related: bool = True) -> ContextType:
    """The type of a record, labels as aliases, and `owner` for the field that names the responsible user; with the
    records that relate to it, but not what relates to those."""
    key = ("record type", entity.name, str(related))
    return definitions.once(key, lambda: _record_type(entity, definitions, related))


def _record_type(entity: Entity, definitions: Definitions, related: bool) -> ContextType:
    entries: list[tuple[str, Type]] = [("id", STRING)]
    entries += ((f.name, field_type(f)) for f in entity.fields.values())
    entries += ((m.name, FIGURES.get(_function(m), NUMBER)) for m in entity.metrics.values())
    if related:
        entries += ((r.name, ListType(_related_type(r, definitions))) for r in entity.relations.values())
    parts: tuple[Field | Metric | Relation, ...] = (
        *entity.fields.values(),
        *entity.metrics.values(),
        *entity.relations.values(),
    )
    known = {name for name, _ in entries}
    aliases = [(said, p.name) for p in parts if p.name in known for said in texts(p.label) if said != p.name]
    if entity.owner in known:
        aliases += [(OWNER, entity.owner)] if OWNER not in (*known, *dict(aliases)) else []
    elif entity.owner:
        entries.append((OWNER, ANY))  # that there is no such field is told where it is named
    places = {part.name: part.origin for part in parts}
    return ContextType(tuple(entries), aliases=tuple(aliases), time=entity.time, places=places)


def _related_type(relation: Relation, definitions: Definitions) -> Type:
    other = definitions.get(relation.to)
    unknown = ContextType((), open=True)  # an entity that is none is told once, not in every rule about it
    return record_type(other, definitions, related=False) if isinstance(other, Entity) else unknown


def record_scope(entity: Entity, definitions: Definitions) -> Scope:
    """What a rule about one record may speak of: the record, its fields by name and by label."""
    return definitions.once(("record scope", entity.name), lambda: _record_scope(entity, definitions))


def _record_scope(entity: Entity, definitions: Definitions) -> Scope:
    scope = Scope({entity.name: record_type(entity, definitions)})
    return scope.with_labels(dict.fromkeys(texts(entity.label), (entity.name,))).with_subject(entity.name)


def columns_of(entity: Entity, name: str) -> About:
    """What is known of an expression that is a field of the record `name`: what a form would accept there."""

    def about(node: feel.Node) -> Column | None:
        own = node.name if isinstance(node, feel.Path) and node.subject == feel.Name(name) else ""
        part = entity.fields.get(own) or entity.metrics.get(own)
        allowed = field_domain(part) if isinstance(part, Field) else None
        if allowed is None and not _is_typed_in(part) and _never_negative(entity, node, name):
            allowed = NOT_NEGATIVE
        return Column(part.label if part else Text(node.span.text), allowed) if part or allowed else None

    return about


def _is_typed_in(part: Field | Metric | None) -> bool:
    """Whether people type it in: then only its limits say what it may be."""
    return isinstance(part, Field) and part.compute is None


def _never_negative(entity: Entity, tree: feel.Node, record: str, behind: frozenset[str] = frozenset()) -> bool:
    """Whether a figure about a record is 0 or more, by the limits of its fields and by how others are computed."""

    def known(node: feel.Name | feel.Path) -> bool:
        if isinstance(node, feel.Path) and node.subject != feel.Name(record):
            return False
        parts: dict[str, Field | Metric] = {**entity.fields, **entity.metrics}
        part = next((each for each in parts.values() if node.name in (each.name, *texts(each.label))), None)
        if isinstance(part, Field) and part.minimum is not None:
            return part.minimum >= 0
        computed = part.value if isinstance(part, Metric) else part.compute if part else None
        if part is None or computed is None or part.name in behind:
            return False
        return _never_negative(entity, computed, entity.name, behind | {part.name})

    return never_negative(tree, known)


def _function(metric: Metric) -> str:
    """The function whose result a figure is; empty for anything else."""
    called = metric.value.function if isinstance(metric.value, feel.Call) else None
    return called.name if isinstance(called, feel.Name) else ""


# -- lowering --------------------------------------------------------------------------------------------------


def lower(entity: Entity, definitions: Definitions, diagnostics: Diagnostics) -> Iterator[Element]:
    """The record as input data, and a decision for every expression of the file."""
    yield InputData(entity.name, entity.label, entity.origin, record_type(entity, definitions))
    lowering = _Lowering(entity, record_scope(entity, definitions), diagnostics)
    yield lowering.decision("title", entity.label, joined(entity.title, entity.origin), STRING)
    for name, expression in entity.computed.items():
        part = entity.fields.get(name) or entity.metrics[name]
        type_ = field_type(part) if isinstance(part, Field) else NUMBER
        yield lowering.decision(name, part.label, expression, type_)
    for each in entity.fields.values():
        yield from lowering.conditions(each)


@dataclass(frozen=True, slots=True)
class _Lowering:
    """Makes the decisions of one entity."""

    entity: Entity
    scope: Scope
    diagnostics: Diagnostics

    def decision(self, part: str, label: Text, expression: feel.Node, type_: Type) -> Decision:
        """`customer/part`: an expression about the record."""
        resolved = resolve(expression, self.scope, self.diagnostics, type_)
        return self._decision(part, label, LiteralExpression(expression.span, resolved), type_)

    def conditions(self, field_: Field) -> Iterator[Decision]:
        """What a field says of when it is visible, required and valid, and of what stands in it at first."""
        if field_.visible_if is not None:
            yield self.decision(f"{field_.name}/visible_if", field_.label, field_.visible_if, BOOLEAN)
        if field_.required is not None:
            yield self.decision(f"{field_.name}/required_if", field_.label, field_.required, BOOLEAN)
        if field_.default is not None:
            type_ = field_type(field_)
            yield self.decision(f"{field_.name}/default", field_.label, constant(field_.default, type_), type_)
        if field_.valid_if is not None:
            yield self._validity(field_, field_.valid_if)

    def _validity(self, field_: Field, condition: feel.Node) -> Decision:
        """A condition about `?`, the field's value; an absent value is not invalid."""
        type_ = field_type(field_)
        value = feel.Path(feel.Name(self.entity.name), field_.name, span=field_.origin)
        resolved = resolve(condition, self.scope.child({"?": type_}), self.diagnostics, BOOLEAN)
        absent = feel.Comparison("=", feel.Name("?"), feel.NullLiteral(), span=condition.span)
        logic = Context(
            condition.span,
            (
                ContextEntry("?", LiteralExpression(field_.origin, value), type_),
                ContextEntry("", _literal(feel.Disjunction(absent, resolved, span=condition.span))),
            ),
        )
        return self._decision(f"{field_.name}/valid_if", field_.label, logic, BOOLEAN)

    def _decision(self, part: str, label: Text, logic: Boxed, type_: Type) -> Decision:
        name = f"{self.entity.name}/{part}"
        return Decision(name, label, logic.origin, logic, (self.entity.name,), type_, self.entity.sources)


def _literal(expression: feel.Node) -> LiteralExpression:
    return LiteralExpression(expression.span, expression)


def joined(template: tuple[str | feel.Node, ...], origin: Span) -> feel.Node:
    """A text with FEEL parts as one expression; what is null is left out."""
    parts = tuple(
        feel.StringLiteral(part, span=origin) if isinstance(part, str) else _call("string", part) for part in template
    )
    return _call("string join", feel.ListLiteral(parts, span=origin))


def _call(function: str, argument: feel.Node) -> feel.Call:
    name = feel.Name(function, span=argument.span)
    return feel.Call(name, (feel.Argument(None, argument, span=argument.span),), span=argument.span)


def check(entity: Entity, definitions: Definitions, diagnostics: Diagnostics) -> None:
    """References and relations point at entities; no computed field or metric needs itself in the end."""
    pointing: tuple[Field | Relation, ...] = (*entity.fields.values(), *entity.relations.values())
    for part in (part for part in pointing if part.to and not isinstance(definitions.get(part.to), Entity)):
        known = {name: other for name, other in definitions.items() if isinstance(other, Entity)}
        report_unknown("GJ0804", part.to, part.origin, known, diagnostics)
    for relation in entity.relations.values():
        _check_relation(relation, entity, definitions, diagnostics)
    scope = record_scope(entity, definitions)
    computed = {name: resolve(tree, scope, Diagnostics()) for name, tree in entity.computed.items()}
    labels = {name: each.label for name, each in entity.fields.items()}
    labels |= {name: each.label for name, each in entity.metrics.items()}
    report_circle(entity.name, computed, labels, diagnostics)


def _check_relation(relation: Relation, entity: Entity, definitions: Definitions, diagnostics: Diagnostics) -> None:
    """The records that a relation speaks of point here by the field that it names."""
    other = definitions.get(relation.to)
    if not isinstance(other, Entity):
        return
    pointing = {name: each for name, each in other.fields.items() if each.to == entity.name}
    if relation.by not in other.fields:
        meant = [*pointing] if len(pointing) == 1 else ()
        report_unknown("GJ0805", relation.by, relation.by_origin, other.fields, diagnostics, meant, entity=other.label)
    elif relation.by not in pointing and isinstance(
        definitions.get(other.fields[relation.by].to or other.name), Entity
    ):
        field_ = other.fields[relation.by]
        values: dict[str, Any] = {"name": field_.label, "entity": other.label, "here": entity.label}
        values |= {"suggestions": [*pointing]} if pointing else {"target": entity.name}
        diagnostics.add("GJ0810", relation.by_origin, Label(field_.origin, "field"), **values)


KIND = Kind("entity", read, lower, names, check)
