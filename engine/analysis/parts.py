"""What boxed expressions consist of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from engine.dsl.nodes import Name, Node, walk
from engine.model import boxed
from engine.model.boxed import Boxed, DecisionTable
from engine.model.decision import BusinessKnowledgeModel, Decision, Element


def parts(whole: object) -> Iterator[object]:
    """A boxed expression, everything boxed below it, and the FEEL trees in it, in the order they are written."""
    if isinstance(whole, tuple):
        for item in whole:
            yield from parts(item)
    elif isinstance(whole, Node):
        yield whole
    elif is_dataclass(whole) and type(whole).__module__ == boxed.__name__:
        yield whole
        for each in fields(whole):
            yield from parts(getattr(whole, each.name))


def tables(logic: Boxed | None) -> Iterator[DecisionTable]:
    """The decision tables in a boxed expression, however deep."""
    return (part for part in parts(logic) if isinstance(part, DecisionTable))


def names(logic: Boxed | None) -> Iterator[Name]:
    """Every name in the expressions of a boxed expression."""
    trees = (part for part in parts(logic) if isinstance(part, Node))
    return (node for tree in trees for node in walk(tree) if isinstance(node, Name))


def logic_of(element: Element) -> Boxed | None:
    """The logic of a decision or of a business knowledge model; None for elements that have none."""
    if isinstance(element, Decision):
        return element.logic
    return element.function if isinstance(element, BusinessKnowledgeModel) else None
