"""Hit policies of decision tables (DMN 1.5, 8.2.8 and 8.2.9): which of the matching rows give the result.

Reads   rows as pairs of functions without parameters: whether the row matches, and what it gives. A result is asked for
        only when the policy needs it.
Gives   the value of the table. `default` gives the value when no row matches; None where the table declares none.
        `ranking` gives, for every output, the declared values from the most to the least important.
Breach  Two rows of a unique table match, rows of an any-table disagree: null with a reason that names the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from engine.dsl.builtins import BUILTINS
from engine.dsl.nulls import null
from engine.dsl.values import Value
from engine.model.boxed import HitPolicy

Thunk = Callable[[], Value]
Row = tuple[Thunk, Thunk]
Rows = Sequence[Row]
Default = Thunk | None
Ranking = Callable[[], list[list[Value]]] | None


def unique(rows: Rows, default: Default, _: Ranking) -> Value:
    """The result of the only row that matches."""
    hits = _matching(rows)
    if len(hits) > 1:
        return null("GJ1521", rows=_numbers(hits))
    return hits[0][1][1]() if hits else _otherwise(default)


def any_(rows: Rows, default: Default, _: Ranking) -> Value:
    """The result that all matching rows agree on."""
    hits = _matching(rows)
    results = [output() for _, (_, output) in hits]
    if any(result != results[0] for result in results):
        return null("GJ1522", rows=_numbers(hits))
    return results[0] if results else _otherwise(default)


def first(rows: Rows, default: Default, _: Ranking) -> Value:
    """The result of the first row that matches; later rows are not looked at."""
    for condition, output in rows:
        if condition():
            return output()
    return _otherwise(default)


def priority(rows: Rows, default: Default, ranking: Ranking) -> Value:
    """The matching result whose values stand first among the declared output values."""
    results = _ranked(rows, ranking)
    return results[0] if results else _otherwise(default)


def output_order(rows: Rows, default: Default, ranking: Ranking) -> Value:
    """All matching results, in the order of the declared output values."""
    return _ranked(rows, ranking) or _otherwise(default)


def rule_order(rows: Rows, default: Default, _: Ranking) -> Value:
    """All matching results, in the order of the rows."""
    return _results(rows) or _otherwise(default)


def collect(rows: Rows, default: Default, _: Ranking) -> Value:
    """All matching results; where no row matches and nothing else is said, there are none to collect."""
    return _results(rows) or (default() if default else [])


def collect_count(rows: Rows, default: Default, _: Ranking) -> Value:
    """How many rows match; 0 where none does and nothing else is said."""
    hits = _matching(rows)
    return Decimal(len(hits)) if hits or not default else default()


def _aggregate(function: str) -> Callable[[Rows, Default, Ranking], Value]:
    """A policy that folds all matching results with a built-in."""

    def aggregated(rows: Rows, default: Default, _: Ranking) -> Value:
        results = _results(rows)
        return BUILTINS[function].call(results) if results else _otherwise(default)

    return aggregated


POLICIES: dict[HitPolicy, Callable[[Rows, Default, Ranking], Value]] = {
    HitPolicy.UNIQUE: unique,
    HitPolicy.ANY: any_,
    HitPolicy.FIRST: first,
    HitPolicy.PRIORITY: priority,
    HitPolicy.RULE_ORDER: rule_order,
    HitPolicy.OUTPUT_ORDER: output_order,
    HitPolicy.COLLECT: collect,
    HitPolicy.COLLECT_SUM: _aggregate("sum"),
    HitPolicy.COLLECT_MIN: _aggregate("min"),
    HitPolicy.COLLECT_MAX: _aggregate("max"),
    HitPolicy.COLLECT_COUNT: collect_count,
}


def _matching(rows: Rows) -> list[tuple[int, Row]]:
    """The rows that match, with their numbers from 1."""
    return [(number, row) for number, row in enumerate(rows, 1) if row[0]()]


def _numbers(hits: Sequence[tuple[int, Row]]) -> tuple[int, ...]:
    return tuple(number for number, _ in hits)


def _results(rows: Rows) -> list[Value]:
    return [output() for condition, output in rows if condition()]


def _ranked(rows: Rows, ranking: Ranking) -> list[Value]:
    """All matching results by importance; those of equal importance keep the order of the rows."""
    declared = ranking() if ranking else []
    return sorted(_results(rows), key=lambda result: [*_places(result, declared)])


def _places(result: Value, declared: list[list[Value]]) -> Iterator[int]:
    """For every output the place of its value among the declared ones, behind them all when it is not there."""
    values = list(result.values()) if isinstance(result, dict) and len(declared) > 1 else [result]
    for value, order in zip(values, declared, strict=True):
        yield order.index(value) if value in order else len(order)


def _otherwise(default: Default) -> Value:
    """What a table gives when no row matches."""
    return default() if default else null("GJ1523")
