"""The ledger: what rules gave for a record, with everything that the answer rests on. Rows are never changed.

A saved evaluation keeps its inputs, its result and its explanation, and the text of the rules it was made under, so
that it can be shown, and recomputed, after any later change of the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from engine.runtime.store.database import Transaction
from engine.runtime.store.queries import last_evaluations
from engine.runtime.store.records import Stamp
from engine.runtime.store.schema import Schema


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a definition gave for a record, ready to be kept."""

    entity: str
    record_id: str
    definition: str
    inputs: Mapping[str, object]
    manual: Mapping[str, object]
    result: Mapping[str, Any]
    explanation: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Evaluation(Assessment):
    """A kept one: its number, who made it, when, under which revision of the rules."""

    id: int
    by: str
    at: datetime
    revision: str

    @property
    def rating(self) -> str | None:
        """The rating, where the definition gives one."""
        return self.result.get("rating")

    @property
    def total(self) -> Decimal | None:
        """The total, where the definition gives one."""
        return self.result.get("total")


class Ledger:
    """The kept evaluations of a schema."""

    def __init__(self, schema: Schema) -> None:
        self.table = schema.evaluations
        self.rules = schema.rules

    def add(self, tx: Transaction, assessment: Assessment, stamp: Stamp, sources: Mapping[str, str]) -> int:
        """Keep a assessment, and the rules of its revision where they are not kept yet; gives its number."""
        self.keep_rules(tx, stamp.revision, sources)
        row = {name: getattr(assessment, name) for name in Assessment.__dataclass_fields__}
        figures = {"rating": assessment.result.get("rating"), "total": assessment.result.get("total")}
        who = {"by": stamp.by, "at": stamp.at, "revision": stamp.revision}
        inserted = tx.execute(sa.insert(self.table).values(row | figures | who))
        return int(inserted.inserted_primary_key[0])  # type: ignore[index]  # a serial primary key

    def get(self, tx: Transaction, number: int) -> Evaluation | None:
        """The evaluation of that number, or None."""
        row = tx.execute(sa.select(self.table).where(self.table.c.id == number)).mappings().first()
        return None if row is None else as_evaluation(row)

    def of_record(self, tx: Transaction, entity: str, record_id: str) -> list[Evaluation]:
        """The evaluations of one record, the latest first."""
        mine = sa.and_(self.table.c.entity == entity, self.table.c.record_id == record_id)
        rows = tx.execute(sa.select(self.table).where(mine).order_by(self.table.c.id.desc()))
        return [as_evaluation(row) for row in rows.mappings()]

    def latest(self, tx: Transaction, entity: str, definition: str, ids: Iterable[str]) -> dict[str, Evaluation]:
        """The last evaluation by a definition of each of some records."""
        among = self.table.c.record_id.in_(list(ids))
        last = self.table.c.id.in_(last_evaluations(self.table, entity, definition))
        rows = tx.execute(sa.select(self.table).where(last, among))
        return {row["record_id"]: as_evaluation(row) for row in rows.mappings()}

    def recent(self, tx: Transaction, limit: int, before: int = 0) -> list[Evaluation]:
        """The last evaluations of all records; `before` leaves out so many of them."""
        rows = tx.execute(sa.select(self.table).order_by(self.table.c.id.desc()).limit(limit).offset(before))
        return [as_evaluation(row) for row in rows.mappings()]

    def count(self, tx: Transaction) -> int:
        """How many evaluations are kept."""
        return int(tx.execute(sa.select(sa.func.count()).select_from(self.table)).scalar_one())

    def ratings(self, tx: Transaction, entity: str, definition: str) -> dict[str | None, int]:
        """How many records have which rating by their last evaluation; None counts those that got no rating."""
        counted = sa.select(self.table.c.rating, sa.func.count().label("records")).group_by(self.table.c.rating)
        rows = tx.execute(counted.where(self.table.c.id.in_(last_evaluations(self.table, entity, definition))))
        return {row.rating: row.records for row in rows}

    def keep_rules(self, tx: Transaction, revision: str, sources: Mapping[str, str]) -> None:
        """Keep the texts of a revision, once."""
        if self.sources(tx, revision) is None:
            tx.execute(sa.insert(self.rules).values(revision=revision, sources=dict(sources)))

    def sources(self, tx: Transaction, revision: str) -> dict[str, str] | None:
        """The texts of the rules of a revision by file name; None when nothing was evaluated under it."""
        return tx.execute(sa.select(self.rules.c.sources).where(self.rules.c.revision == revision)).scalar()


def as_evaluation(row: Mapping[Any, Any]) -> Evaluation:
    """A row as an evaluation."""
    return Evaluation(**{name: row[name] for name in Evaluation.__dataclass_fields__})
