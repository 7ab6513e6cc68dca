"""Records that others refer to: how they are called, which may be chosen, and which one a typed text means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.dsl import nodes as feel
from engine.dsl.diagnostics import Diagnostic
from engine.model.kinds.entity import Entity
from engine.model.kinds.fields import Field
from engine.model.reading import texts
from engine.runtime.forms import Form, Posted
from engine.runtime.store import Database, Query, Record, Records, same

CHOSEN_FROM = 100  # records; with more of them, one types instead of choosing
NEAR = 10  # records that are offered for what is typed
LONGEST = 100  # characters of a title


@dataclass(frozen=True, slots=True)
class Candidates:
    """Records that a reference may point at, by identifier and title; `more` when these are not all there are."""

    known: tuple[tuple[str, str], ...]
    more: bool


@dataclass(frozen=True)
class References:
    """The records of a database as others refer to them; `decide` gives the value of a decision for some facts."""

    records: Records
    database: Database
    decide: Callable[[str, Mapping[str, Any]], object]

    def title(self, record: Record) -> str:
        """How a record is called by the `title` of its entity; its identifier where that says nothing.

        The records that it refers to are called by their own titles, and those that these refer to by identifiers.
        """
        entity = self._entity(record.entity)
        told_of = (field for field in references_in_title(entity) if record.values.get(field.name))
        named = {field.name: self.name_of(field.to, str(record.values[field.name])) for field in told_of}
        return self._title(record, {**record.values, **named})

    def name_of(self, entity: str, identifier: str) -> str:
        """How a record is called that another one refers to; its identifier when it is not there."""
        return self.names_of(entity, [identifier]).get(identifier, identifier)

    def names_of(self, entity: str, identifiers: Iterable[str]) -> dict[str, str]:
        """How some records are called that others refer to, looked up together; those not there are left out."""
        with self.database.reading() as tx:
            found = self.records.among(tx, self._entity(entity), identifiers)
        return {record.id: self._title(record, record.values) for record in found}

    def candidates(self, entity: str, typed: str = "") -> Candidates:
        """All records that may be chosen; where they are too many, the first that match what is typed."""
        with self.database.reading() as tx:
            found, total = self.records.find(tx, self._entity(entity), Query(size=CHOSEN_FROM))
            if total > CHOSEN_FROM:
                found, _ = self.records.find(tx, self._entity(entity), Query(search=typed[:LONGEST], size=NEAR))
        return Candidates(tuple((record.id, self.title(record)) for record in found), total > CHOSEN_FROM)

    def understood(self, entity: Entity, posted: Posted) -> Posted:
        """What was typed, with identifiers in the place of titles that only one record has."""
        fields = (field for field in entity.fields.values() if field.to and field.name in posted)
        return {**posted, **{f.name: [self._meant(f.to, text) for text in posted[f.name]] for f in fields}}

    def dangling(self, form: Form) -> Mapping[str, Diagnostic]:
        """A finding for every reference to a record that is not there, with those that it may mean."""
        asked = ((f, str(form.values[f.name])) for f in form.entity.fields.values() if f.to and form.values[f.name])
        return {f.name: self._gone(f, typed) for f, typed in asked if not self._find(f.to, typed)}

    def _gone(self, field: Field, typed: str) -> Diagnostic:
        near = self.candidates(field.to, typed)
        offered = {"suggestions": [f"{title} ({id_})" for id_, title in near.known]} if near.more and near.known else {}
        return Diagnostic("GJ4517", field.origin, {"field": field.label, "typed": typed, **offered})

    def _meant(self, entity: str, typed: str) -> str:
        text = typed.strip()
        if not text or len(text) > LONGEST or self._find(entity, text):
            return text
        with self.database.reading() as tx:
            found, _ = self.records.find(tx, self._entity(entity), Query(search=text, size=CHOSEN_FROM))
        called_so = [record.id for record in found if same("text", self.title(record)) == same("text", text)]
        return called_so[0] if len(called_so) == 1 else text

    def _title(self, record: Record, values: Mapping[str, object]) -> str:
        entity = self._entity(record.entity)
        told = self.decide(f"{entity.name}/title", {entity.name: values}) if entity.title else None
        return str(told or record.id)

    def _find(self, entity: str, identifier: str) -> Record | None:
        with self.database.reading() as tx:
            return self.records.get(tx, self._entity(entity), identifier)

    def _entity(self, name: str) -> Entity:
        return self.records.schema.entities[name]


def references_in_title(entity: Entity) -> list[Field]:
    """The references that the title of an entity speaks of, by name or by label."""
    written = (node for part in entity.title if isinstance(part, feel.Node) for node in feel.walk(part))
    names = {node.name for node in written if isinstance(node, feel.Name)}
    return [field for field in entity.fields.values() if field.to and names & {field.name, *texts(field.label)}]
