"""Definitions as tables that people can read: what the author wrote, cell by cell, wherever it stands in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from engine.dsl.text import Text
from engine.model.boxed import Boxed, ContextEntry, DecisionTable
from engine.model.decision import Decision, Model


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its label; `line` is where it begins in the file."""

    label: Text
    header: tuple[Text, ...]
    rows: tuple[tuple[str, ...], ...]
    line: int


def tables(model: Model, definition: str) -> list[Table]:
    """The decision tables that a definition consists of, in the order of the file."""
    own = [e for e in model.elements.values() if isinstance(e, Decision) and _belongs(e.name, definition)]
    found = {table.origin: readable(table, each.label) for each in own for table in decision_tables(each.logic)}
    return sorted((found[place] for place in found if "|" in place.text), key=lambda table: table.line)


def _belongs(name: str, definition: str) -> bool:
    return name == definition or name.startswith(definition + "/")


def decision_tables(logic: object) -> Iterator[DecisionTable]:
    """Every decision table in a piece of logic."""
    if isinstance(logic, DecisionTable):
        yield logic
    elif isinstance(logic, tuple):
        for item in logic:
            yield from decision_tables(item)
    elif is_dataclass(logic) and isinstance(logic, Boxed | ContextEntry):
        for part in fields(logic):
            yield from decision_tables(getattr(logic, part.name))


def readable(table: DecisionTable, label: Text) -> Table:
    """The table as it is written."""
    header = (*(clause.label for clause in table.inputs), *(clause.label for clause in table.outputs))
    rows = ((*(t.span.text or "-" for t in rule.tests), *(o.span.text for o in rule.outputs)) for rule in table.rules)
    return Table(label, header, tuple(rows), table.origin.line)
