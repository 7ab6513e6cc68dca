"""What boxed expressions consist of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any

from engine.dsl.nodes import Name, Node, walk
from engine.model.boxed import (
    Binding,
    Boxed,
    ContextEntry,
    DecisionTable,
    InputClause,
    LiteralExpression,
    OutputClause,
    Parameter,
    Rule,
)
from engine.model.decision import BusinessKnowledgeModel, Decision, Element

PARTS = (Boxed, ContextEntry, Binding, Parameter, InputClause, OutputClause, Rule)
"""Everything that boxed expressions are made of, FEEL apart."""


def parts(whole: object) -> Iterator[object]:
    """A boxed expression, everything boxed below it, and the FEEL trees in it, in the order they are written."""
    if isinstance(whole, tuple):
        for item in whole:
            yield from parts(item)
    elif isinstance(whole, Node):
        yield whole
    elif isinstance(whole, PARTS):
        yield whole
        for part in _parts(whole):
            yield from parts(part)


def boxes(whole: object) -> Iterator[Boxed]:
    """A boxed expression and those below it; expressions and tables have none below them, for all in them is FEEL."""
    if isinstance(whole, tuple):
        for item in whole:
            yield from boxes(item)
    elif isinstance(whole, PARTS):
        if isinstance(whole, Boxed):
            yield whole
        if not isinstance(whole, DecisionTable | LiteralExpression):
            for part in _parts(whole):
                yield from boxes(part)


def _parts(whole: object) -> list[object]:
    """What something boxed consists of."""
    kind: Any = type(whole)
    return [getattr(whole, name) for name in _names(kind)]


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind))


def tables(logic: Boxed | None) -> Iterator[DecisionTable]:
    """The decision tables in a boxed expression, however deep."""
    return (part for part in boxes(logic) if isinstance(part, DecisionTable))


def names(logic: Boxed | None) -> Iterator[Name]:
    """Every name in the expressions of a boxed expression."""
    trees = (part for part in parts(logic) if isinstance(part, Node))
    return (node for tree in trees for node in walk(tree) if isinstance(node, Name))


def logic_of(element: Element) -> Boxed | None:
    """The logic of a decision or of a business knowledge model; None for elements that have none."""
    if isinstance(element, Decision):
        return element.logic
    return element.function if isinstance(element, BusinessKnowledgeModel) else None
