"""Records: identifiers, duplicates, optimistic locking, and an audit row for every field changed.

Every verb works inside a transaction of the caller; when one raises, the transaction is to be rolled back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from engine.errors import GuijuError, UsageError
from engine.model.kinds.entity import Entity
from engine.runtime.store.database import Transaction
from engine.runtime.store.identity import record_id, sequence_number, unique_key
from engine.runtime.store.queries import Query, matching, ordering, rated_so
from engine.runtime.store.schema import SYSTEM_COLUMNS, Schema

ONCE = "_once"  # no field can be called so


@dataclass(frozen=True, slots=True)
class Record:
    """A stored record. `version` grows with every change; a change must name the version it was made from."""

    entity: str
    id: str
    values: Mapping[str, object]
    version: int
    created_at: datetime
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who does something, when, under which revision of the rules, and, where it was asked for, for what reason."""

    by: str
    at: datetime
    revision: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one record changed."""

    field: str
    old: object
    new: object
    by: str
    at: datetime
    revision: str
    reason: str = ""


class DuplicateError(GuijuError):
    """A record that is already there: `record_id` says which, `fields` by what it was recognised."""

    def __init__(self, record_id: str, fields: tuple[str, ...] = ()) -> None:
        super().__init__(f"already stored as {record_id}")
        self.record_id = record_id
        self.fields = fields


class StaleError(GuijuError):
    """Somebody else changed the record in the meantime: `record` is what it is now."""

    def __init__(self, record: Record) -> None:
        super().__init__(f"{record.id} was changed by {record.updated_by}")
        self.record = record


class Records:
    """The records of a schema."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def insert(
        self,
        tx: Transaction,
        entity: Entity,
        values: Mapping[str, object],
        stamp: Stamp,
        identifier: str = "",
        once: str = "",
    ) -> Record:
        """Store a new record; without an identifier it gets the next one of the entity's pattern (R002).

        raises   DuplicateError when the identifier, or one of the entity's unique keys, is taken, or when the form
                 that `once` stands for has been stored already
        """
        identifier = identifier or self._next_id(tx, entity)
        if self.get(tx, entity, identifier):
            raise DuplicateError(identifier)
        self._skip_to(tx, entity, sequence_number(entity.id_pattern, identifier))
        stored = {name: values.get(name) for name in entity.fields}
        self.claim_once(tx, entity.name, once, identifier)
        self._claim_keys(tx, entity, identifier, stored)
        system = {"_id": identifier, "_version": 1, "_created_at": stamp.at}
        changed = {"_updated_at": stamp.at, "_updated_by": stamp.by}
        tx.execute(sa.insert(self.schema.records[entity.name]), [stored | system | changed])
        self._audit(tx, entity, identifier, {}, stored, stamp)
        return Record(entity.name, identifier, stored, 1, stamp.at, stamp.at, stamp.by)

    def update(
        self,
        tx: Transaction,
        entity: Entity,
        identifier: str,
        values: Mapping[str, object],
        stamp: Stamp,
        version: int,
    ) -> Record:
        """Replace the values of a record that still has `version`; what is not given becomes empty. A record that has
        these values already, as when the same form comes twice, stays as it is.

        raises   UsageError when there is no such record, StaleError when it has another version by now,
                 DuplicateError when it would become the same as another one
        """
        old = self.require(tx, entity, identifier)
        stored = {name: values.get(name) for name in entity.fields}
        if old.values == stored:
            return old
        if old.version != version:
            raise StaleError(old)
        self._claim_keys(tx, entity, identifier, stored)
        self._write(tx, entity, old, stored, stamp)
        self._audit(tx, entity, identifier, old.values, stored, stamp)
        return replace(old, values=stored, version=version + 1, updated_at=stamp.at, updated_by=stamp.by)

    def get(self, tx: Transaction, entity: Entity, identifier: str) -> Record | None:
        """The record of that identifier, or None."""
        table = self.schema.records[entity.name]
        row = tx.execute(sa.select(table).where(table.c._id == identifier)).mappings().first()
        return None if row is None else as_record(entity, row)

    def among(self, tx: Transaction, entity: Entity, identifiers: Iterable[str]) -> list[Record]:
        """The records that have one of some identifiers."""
        table = self.schema.records[entity.name]
        rows = tx.execute(sa.select(table).where(table.c._id.in_(set(identifiers)))).mappings()
        return [as_record(entity, row) for row in rows]

    def require(self, tx: Transaction, entity: Entity, identifier: str) -> Record:
        """The record of that identifier; UsageError when there is none."""
        record = self.get(tx, entity, identifier)
        if record is None:
            raise UsageError(f"no {entity.name} {identifier}")
        return record

    def find(self, tx: Transaction, entity: Entity, query: Query) -> tuple[list[Record], int]:
        """One page of the records that match, and how many match in all."""
        table = self.schema.records[entity.name]
        rated = rated_so(table, self.schema.evaluations, entity, query)
        found = sa.select(table).where(*matching(table, entity, query), *rated)
        total = tx.execute(sa.select(sa.func.count()).select_from(found.subquery())).scalar_one()
        page = found.order_by(*ordering(table, entity, query)).limit(query.size).offset((query.page - 1) * query.size)
        return [as_record(entity, row) for row in tx.execute(page).mappings()], total

    def history(self, tx: Transaction, entity: Entity, identifier: str) -> list[Change]:
        """Every change of a record, the latest first."""
        audit = self.schema.audit
        mine = sa.and_(audit.c.entity == entity.name, audit.c.record_id == identifier)
        rows = tx.execute(sa.select(audit).where(mine).order_by(audit.c.id.desc()))
        return [Change(r.field, r.old, r.new, r.by, r.at, r.revision, r.reason or "") for r in rows]

    def _next_id(self, tx: Transaction, entity: Entity) -> str:
        """One statement gives a number to one caller only, also when several processes ask."""
        sequences = self.schema.sequences
        step = sa.update(sequences).where(sequences.c.entity == entity.name).values(last=sequences.c.last + 1)
        return record_id(entity.id_pattern, tx.execute(step.returning(sequences.c.last)).scalar_one())

    def _skip_to(self, tx: Transaction, entity: Entity, number: int) -> None:
        sequences = self.schema.sequences
        behind = sa.and_(sequences.c.entity == entity.name, sequences.c.last < number)
        tx.execute(sa.update(sequences).where(behind).values(last=number))

    def claim_once(self, tx: Transaction, kind: str, once: str, identifier: str) -> None:
        """Note what came of a form, by the token that the form was given, so that sending it again does nothing more.

        raises   DuplicateError with what came of it before; its `fields` are (ONCE,)
        """
        if once:
            self._claim_key(tx, {"entity": kind, "key": ONCE, "value": once, "record_id": identifier}, (ONCE,))

    def _claim_keys(self, tx: Transaction, entity: Entity, identifier: str, values: Mapping[str, object]) -> None:
        keys = self.schema.unique_keys
        mine = sa.and_(keys.c.entity == entity.name, keys.c.record_id == identifier, keys.c.key != ONCE)
        tx.execute(sa.delete(keys).where(mine))
        for fields in entity.unique:
            if text := unique_key(entity, fields, values):
                self._claim_key(tx, self.schema.key_row(entity, fields, text, identifier), fields)

    def _claim_key(self, tx: Transaction, row: dict[str, str], fields: tuple[str, ...]) -> None:
        """The primary key of the table of keys decides between two who claim at once."""
        try:
            with tx.begin_nested():
                tx.execute(sa.insert(self.schema.unique_keys), [row])
        except IntegrityError:
            raise DuplicateError(self._owner(tx, row), fields) from None

    def _owner(self, tx: Transaction, row: Mapping[str, str]) -> str:
        keys = self.schema.unique_keys
        same_key = [keys.c[name] == row[name] for name in ("entity", "key", "value")]
        return str(tx.execute(sa.select(keys.c.record_id).where(*same_key)).scalar_one())

    def _write(self, tx: Transaction, entity: Entity, old: Record, values: Mapping[str, Any], stamp: Stamp) -> None:
        table = self.schema.records[entity.name]
        unchanged = sa.and_(table.c._id == old.id, table.c._version == old.version)
        system = {"_version": old.version + 1, "_updated_at": stamp.at, "_updated_by": stamp.by}
        if tx.execute(sa.update(table).where(unchanged).values({**values, **system})).rowcount != 1:
            raise StaleError(self.require(tx, entity, old.id))

    def _audit(
        self,
        tx: Transaction,
        entity: Entity,
        identifier: str,
        old: Mapping[str, object],
        new: Mapping[str, object],
        stamp: Stamp,
    ) -> None:
        where = {"entity": entity.name, "record_id": identifier}
        what = [{"field": n, "old": old.get(n), "new": new[n]} for n in new if old.get(n) != new[n]]
        who = {"by": stamp.by, "at": stamp.at, "revision": stamp.revision, "reason": stamp.reason or None}
        if what:
            tx.execute(sa.insert(self.schema.audit), [where | row | who for row in what])


def as_record(entity: Entity, row: Mapping[Any, Any]) -> Record:
    """A row as a record; columns of fields that the file no longer has are left out."""
    values = {name: row[name] for name in entity.fields}
    return Record(entity.name, row["_id"], values, *(row[name] for name in SYSTEM_COLUMNS))
