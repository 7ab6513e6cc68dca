"""The tables that entities ask for, and how a database grows towards them.

A field added in a file becomes a column at the next load. Nothing is ever dropped: a field taken out of the file
keeps its column and its data. A field whose kind of value changes is refused, because stored data would be misread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.operations.ops import AddColumnOp, CreateIndexOp, CreateTableOp, MigrateOperation, OpContainer

from engine.dsl.diagnostics import Diagnostic
from engine.errors import DefinitionError
from engine.model.kinds.entity import Entity
from engine.runtime.store.columns import ExactDecimal, ExactJson, Moment, column_type
from engine.runtime.store.database import Database, Transaction
from engine.runtime.store.identity import unique_key

SYNC_LOCK = 70_111_105  # any number that no other program uses as an advisory lock
SYSTEM_COLUMNS = ("_version", "_created_at", "_updated_at", "_updated_by")


class Schema:
    """The tables for some entities: one each, and those that every project has."""

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        self.entities = dict(entities)
        self.metadata = sa.MetaData()
        self.sequences, self.unique_keys, self.fields = identity_tables(self.metadata)
        self.audit = audit_table(self.metadata)
        self.rules, self.evaluations = ledger_tables(self.metadata)
        self.records = {name: record_table(self.metadata, entity) for name, entity in self.entities.items()}

    def sync(self, database: Database) -> None:
        """Bring the database up to these tables; doing it again changes nothing.

        raises   DefinitionError when a field would read what is stored as something else
        """
        with database.writing() as tx:
            if not database.is_sqlite:
                tx.execute(sa.select(sa.func.pg_advisory_xact_lock(SYNC_LOCK)))
            self._grow(tx)
            self._note_fields(tx)
            self._start_sequences(tx)
            self._note_unique_keys(tx)

    def _grow(self, tx: Transaction) -> None:
        context = MigrationContext.configure(tx, opts={"include_name": self._is_ours})
        operations = Operations(context)
        for step in additions(produce_migrations(context, self.metadata).upgrade_ops_list):
            operations.invoke(step)

    def _is_ours(self, name: str | None, kind: str, _parents: object) -> bool:
        return kind != "table" or name in self.metadata.tables

    def _note_fields(self, tx: Transaction) -> None:
        known = {(row.entity, row.field): row.storage for row in tx.execute(sa.select(self.fields))}
        declared = {(e.name, f.name): f for e in self.entities.values() for f in e.fields.values()}
        storage = {key: storage_of(field.type) for key, field in declared.items()}
        changed = [key for key in declared if known.get(key, storage[key]) != storage[key]]
        if changed:
            raise DefinitionError(
                "stored data would be misread",
                [
                    Diagnostic("GJ4523", declared[key].origin, {"field": declared[key].label, "stored": known[key]})
                    for key in changed
                ],
            )
        new = [{"entity": e, "field": f, "storage": s} for (e, f), s in storage.items() if (e, f) not in known]
        if new:
            tx.execute(sa.insert(self.fields), new)

    def _start_sequences(self, tx: Transaction) -> None:
        started = set(tx.execute(sa.select(self.sequences.c.entity)).scalars())
        new = [{"entity": name, "last": 0} for name in self.entities if name not in started]
        if new:
            tx.execute(sa.insert(self.sequences), new)

    def _note_unique_keys(self, tx: Transaction) -> None:
        """Compute the keys of stored records for a `unique` that is new; the first of two equal records keeps it."""
        keys = self.unique_keys
        known = {(row.entity, row.key) for row in tx.execute(sa.select(keys.c.entity, keys.c.key).distinct())}
        for entity in self.entities.values():
            for fields in entity.unique:
                if (entity.name, key_name(fields)) not in known:
                    self._note_unique_key(tx, entity, fields)

    def _note_unique_key(self, tx: Transaction, entity: Entity, fields: tuple[str, ...]) -> None:
        table = self.records[entity.name]
        owners: dict[str, str] = {}
        for row in tx.execute(sa.select(table).order_by(table.c._created_at, table.c._id)).mappings():
            if text := unique_key(entity, fields, row):  # type: ignore[arg-type]  # keyed by column name
                owners.setdefault(text, row["_id"])
        rows = [self.key_row(entity, fields, text, owner) for text, owner in owners.items()]
        if rows:
            tx.execute(sa.insert(self.unique_keys), rows)

    @staticmethod
    def key_row(entity: Entity, fields: tuple[str, ...], text: str, owner: str) -> dict[str, str]:
        """A row of the table of unique keys."""
        return {"entity": entity.name, "key": key_name(fields), "value": text, "record_id": owner}


def key_name(fields: Iterable[str]) -> str:
    """How a unique key is called: changed fields make another key."""
    return "+".join(fields)


def additions(steps: Iterable[MigrateOperation]) -> Iterator[MigrateOperation]:
    """The steps that add something; what would change or drop is left alone."""
    for step in steps:
        if isinstance(step, OpContainer):
            yield from additions(step.ops)
        elif isinstance(step, CreateTableOp | AddColumnOp | CreateIndexOp):
            yield step


def storage_of(field_type: str) -> str:
    """What a field type is stored as: types that share it may be exchanged in a file at any time."""
    return type(column_type(field_type)).__name__


def record_table(metadata: sa.MetaData, entity: Entity) -> sa.Table:
    """One row per record; names of fields cannot begin with an underscore, so ours do."""
    return sa.Table(
        entity.name,
        metadata,
        sa.Column("_id", sa.Text, primary_key=True),
        sa.Column("_version", sa.Integer, nullable=False),
        sa.Column("_created_at", Moment, nullable=False),
        sa.Column("_updated_at", Moment, nullable=False),
        sa.Column("_updated_by", sa.Text, nullable=False),
        *(sa.Column(field.name, column_type(field.type)) for field in entity.fields.values()),
    )


def identity_tables(metadata: sa.MetaData) -> tuple[sa.Table, sa.Table, sa.Table]:
    """The last number given per entity, the keys that tell records apart, and how each field is stored."""
    sequences = sa.Table(
        "guiju_sequences",
        metadata,
        sa.Column("entity", sa.Text, primary_key=True),
        sa.Column("last", sa.BigInteger, nullable=False),
    )
    unique_keys = sa.Table(
        "guiju_unique_keys",
        metadata,
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("entity", "key", "value")),
        sa.Column("record_id", sa.Text, nullable=False),
    )
    fields = sa.Table(
        "guiju_fields",
        metadata,
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("entity", "field")),
        sa.Column("storage", sa.Text, nullable=False),
    )
    return sequences, unique_keys, fields


def audit_table(metadata: sa.MetaData) -> sa.Table:
    """One row per field changed: from what, to what, when, by whom, under which rules."""
    table = sa.Table(
        "guiju_audit",
        metadata,
        serial(),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("entity", "record_id", "field")),
        sa.Column("old", ExactJson),
        sa.Column("new", ExactJson),
        sa.Column("reason", sa.Text),
        *who_and_when(),
    )
    sa.Index("guiju_audit_record", table.c.entity, table.c.record_id)
    return table


def ledger_tables(metadata: sa.MetaData) -> tuple[sa.Table, sa.Table]:
    """The rules by revision, as they were written; and every saved evaluation with all it rests on."""
    rules = sa.Table(
        "guiju_rules",
        metadata,
        sa.Column("revision", sa.Text, primary_key=True),
        sa.Column("sources", ExactJson, nullable=False),
    )
    evaluations = sa.Table(
        "guiju_evaluations",
        metadata,
        serial(),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("entity", "record_id", "definition")),
        sa.Column("rating", sa.Text),
        sa.Column("total", ExactDecimal),
        *(sa.Column(name, ExactJson, nullable=False) for name in ("inputs", "manual", "result", "explanation")),
        *who_and_when(),
    )
    sa.Index("guiju_evaluations_record", evaluations.c.entity, evaluations.c.record_id)
    return rules, evaluations


def serial() -> sa.Column[Any]:
    """A number that grows with every row."""
    return sa.Column("id", sa.Integer, primary_key=True, autoincrement=True)


def who_and_when() -> list[sa.Column[Any]]:
    """Who did it, when, and under which revision of the rules."""
    return [
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("revision", sa.Text, nullable=False),
    ]
