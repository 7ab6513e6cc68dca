"""The ledger: what was found, on what it rests, and under which rules."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from engine.model.kinds.entity import Entity
from engine.runtime.store import Assessment, Database, Ledger, Schema, Stamp


def assessment(record_id: str, rating: str | None, total: str) -> Assessment:
    """A result of the relationship scorecard."""
    result: dict[str, Any] = {"rating": rating, "total": Decimal(total)}
    return Assessment(
        "customer", record_id, "health", {"name": "甲"}, {}, result, {"label": {"zh": "总分"}, "parts": []}
    )


def test_an_evaluation_is_kept_with_all_it_rests_on(database: Database, customer: Entity, stamp: Stamp) -> None:
    """Inputs, exact figures, the reasons, and the text of the rules of that day."""
    schema = Schema({"customer": customer})
    schema.sync(database)
    ledger = Ledger(schema)
    with database.writing() as tx:
        number = ledger.add(tx, assessment("C001", "良好", "8.60"), stamp, {"scoring.yaml": "weight: 30%"})
        ledger.add(
            tx, assessment("C001", "优秀", "9.10"), replace(stamp, revision="r2"), {"scoring.yaml": "weight: 35%"}
        )
    with database.reading() as tx:
        kept = ledger.get(tx, number)
        assert ledger.get(tx, 99) is None
        assert kept is not None
        assert (kept.rating, str(kept.total), kept.inputs, kept.by) == ("良好", "8.60", {"name": "甲"}, "李*")
        assert ledger.sources(tx, kept.revision) == {"scoring.yaml": "weight: 30%"}
        assert ledger.sources(tx, "r3") is None


def test_lists_know_the_last_rating_of_each_customer(database: Database, customer: Entity, stamp: Stamp) -> None:
    """An older rating does not count; a customer without a rating is counted as such."""
    schema = Schema({"customer": customer})
    schema.sync(database)
    ledger = Ledger(schema)
    kept = [
        ("C001", "良好", "8"),
        ("C002", "良好", "7"),
        ("C001", "优秀", "9"),
        ("C003", None, "5"),
        ("C004", "优秀", "9.5"),
    ]
    with database.writing() as tx:
        for row in kept:
            ledger.add(tx, assessment(*row), stamp, {})
        latest = ledger.latest(tx, "customer", "health", ["C001", "C002", "C009"])
        assert {key: evaluation.rating for key, evaluation in latest.items()} == {"C001": "优秀", "C002": "良好"}
        assert ledger.ratings(tx, "customer", "health") == {"优秀": 2, "良好": 1, None: 1}
        assert [e.rating for e in ledger.of_record(tx, "customer", "C001")] == ["优秀", "良好"]
        assert [e.record_id for e in ledger.recent(tx, 2)] == ["C004", "C003"]
