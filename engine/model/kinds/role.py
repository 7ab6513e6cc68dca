"""`kind: role`: what people of one function may see and do: records, actions, fields.

Reads   for every entity whose records are seen (none, own, team, all); what may be done with them; for single fields,
        written `customer.phone`, whether they are hidden, masked, shown or may be changed.
Gives   a `Role`. It decides nothing in the core. As long as nobody signs in, pages show what a role says and hold
        nobody to it.
Source: domain 11.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.dsl.diagnostics import Diagnostics
from engine.dsl.documents import MappingNode, Node, ScalarNode
from engine.dsl.source import Span
from engine.model.decision import Element, KnowledgeSource
from engine.model.kinds.entity import Entity
from engine.model.kinds.kind import Definition, Definitions, Kind
from engine.model.kinds.record_rules import entities_of, report_no_entity, report_no_field
from engine.model.reading import Reader, pairs, report_unknown, sources, string, strings, text

WITHOUT_ENTITY = ("import", "export")
"""Actions that concern no entity alone."""


@dataclass(frozen=True, slots=True)
class Right:
    """What is said of an entity, of an action or of a field, under its name; `allowed` are the words for it."""

    name: str
    allowed: tuple[str, ...]
    origin: Span


@dataclass(frozen=True, slots=True)
class Role(Definition):
    """The rights of one function, by what they are about."""

    records: Mapping[str, Right] = field(default_factory=dict)
    actions: Mapping[str, Right] = field(default_factory=dict)
    fields: Mapping[str, Right] = field(default_factory=dict)
    sources: tuple[KnowledgeSource, ...] = ()


def read(node: MappingNode, reader: Reader) -> Role:
    """The role as it is written."""
    return Role(
        name=string(node.get("name")),
        label=text(node.get("label"), string(node.get("name"))),
        origin=node.key("kind").span,
        records=_rights(node.get("records")),
        actions=_rights(node.get("actions")),
        fields=_rights(node.get("fields")),
        sources=sources(node.get("source")),
    )


def _rights(node: Node | None) -> dict[str, Right]:
    return {key.text: Right(key.text, _words(value), key.span) for key, value in pairs(node)}


def _words(node: Node) -> tuple[str, ...]:
    return (node.text,) if isinstance(node, ScalarNode) else strings(node)


def check(role: Role, definitions: Definitions, diagnostics: Diagnostics) -> None:
    """Every word that names an entity or a field does."""
    for right in (*role.records.values(), *role.actions.values()):
        known = right.name in WITHOUT_ENTITY and right.name in role.actions
        if not known and not isinstance(definitions.get(right.name), Entity):
            report_no_entity(right.name, right.origin, definitions, diagnostics)
    for right in role.fields.values():
        _check_field(right, definitions, diagnostics)


def _check_field(right: Right, definitions: Definitions, diagnostics: Diagnostics) -> None:
    name, _, field_name = right.name.partition(".")
    place = right.origin
    entity = definitions.get(name)
    if not isinstance(entity, Entity):
        entities = entities_of(definitions)
        meant = [f"{each.name}.{name}" for each in entities.values() if name in each.fields and not field_name]
        here = Span(place.source, place.start, place.start + len(name))
        report_unknown("GJ0804", name, here, entities, diagnostics, meant)
    elif field_name not in entity.fields:
        here = Span(place.source, place.start + len(name) + 1, place.end) if field_name else place
        report_no_field(field_name, here, entity, diagnostics)


def lower(role: Role, definitions: Definitions, diagnostics: Diagnostics) -> tuple[Element, ...]:
    """A role decides nothing."""
    return ()


KIND = Kind("role", read, lower, check=check)
