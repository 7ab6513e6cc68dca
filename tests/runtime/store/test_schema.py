"""The database follows the files: it grows, never loses, and never misreads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from engine.errors import DefinitionError
from engine.model.kinds.entity import Entity
from engine.runtime.store import Database, DuplicateError, Records, Schema, Stamp

AddField = Callable[[Entity, str, str], Entity]


def load(database: Database, entity: Entity) -> Records:
    """What a reload of the files does to the database."""
    schema = Schema({entity.name: entity})
    schema.sync(database)
    return Records(schema)


def test_a_field_written_into_the_file_becomes_a_column(
    database: Database, records: Records, customer: Entity, stamp: Stamp, with_field: AddField
) -> None:
    """R004: 决策链人数 is added to the file; old customers have it empty, new ones can fill it."""
    with database.writing() as tx:
        records.insert(tx, customer, {"name": "甲"}, stamp)
    wider = with_field(customer, "decision_people", "integer")
    after = load(database, wider)
    with database.writing() as tx:
        assert after.require(tx, wider, "C001").values["decision_people"] is None
        assert after.insert(tx, wider, {"decision_people": 3}, stamp).id == "C002"


def test_a_field_taken_out_of_the_file_keeps_its_data(
    database: Database, records: Records, customer: Entity, stamp: Stamp
) -> None:
    """Removed, changed without it, written again: the old value is still there."""
    narrow = replace(customer, fields={"name": customer.fields["name"]}, unique=())
    with database.writing() as tx:
        records.insert(tx, customer, {"name": "甲", "phone": "138"}, stamp)
    without = load(database, narrow)
    with database.writing() as tx:
        without.update(tx, narrow, "C001", {"name": "乙"}, stamp, 1)
    again = load(database, customer)
    with database.reading() as tx:
        values = again.require(tx, customer, "C001").values
    assert (values["name"], values["phone"]) == ("乙", "138")


def test_loading_twice_changes_nothing(database: Database, records: Records, customer: Entity) -> None:
    """The second time there is nothing to do."""

    def shape() -> dict[str, str]:
        with database.reading() as tx:
            inspector = sa.inspect(tx)
            tables = inspector.get_table_names()
            return {name: f"{inspector.get_columns(name)} {inspector.get_indexes(name)}" for name in tables}

    before = shape()
    load(database, customer)
    assert shape() == before
    assert len(before) == 7


@pytest.mark.parametrize(
    ("kind", "fine"), [("long_text", True), ("choice", True), ("number", False), ("date", False), ("choices", False)]
)
def test_a_field_that_would_misread_stored_data_is_refused(
    database: Database, records: Records, customer: Entity, with_field: AddField, kind: str, fine: bool
) -> None:
    """The name was stored as text: it may become another sort of text, not a number; the finding names the field."""
    changed = with_field(customer, "name", kind)
    if fine:
        load(database, changed)
    else:
        with pytest.raises(DefinitionError) as refused:
            load(database, changed)
        assert [d.code for d in refused.value.diagnostics] == ["GJ4523"]


def test_a_new_unique_key_counts_for_records_that_are_there(database: Database, customer: Entity, stamp: Stamp) -> None:
    """`unique` written later still finds the customer entered before."""
    free = replace(customer, unique=())
    before = load(database, free)
    with database.writing() as tx:
        before.insert(tx, free, {"name": "甲", "phone": "138"}, stamp)
        before.insert(tx, free, {"name": "甲", "phone": "138"}, stamp)
    after = load(database, customer)
    with database.writing() as tx, pytest.raises(DuplicateError, match="C001"):
        after.insert(tx, customer, {"name": "甲", "phone": "1 38"}, stamp)
