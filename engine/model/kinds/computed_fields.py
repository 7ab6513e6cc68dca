"""Computed fields and metrics: those that need themselves in the end (GJ1112), and those that are never negative."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any

from engine.dsl import nodes as feel
from engine.dsl.diagnostics import Diagnostics, Label
from engine.dsl.source import Span
from engine.dsl.text import Text

NEVER_NEGATIVE = frozenset(("count", "abs", "sqrt", "string length"))
KEEPS_SIGN = frozenset(
    ("sum", "mean", "min", "max", "median", "floor", "ceiling", "round up", "round down", "round half up", "decimal")
)
Uses = Mapping[str, Mapping[str, Span]]
"""For every computed field the computed fields that it speaks of, and where it first does."""


def report_circle(
    record: str, computed: Mapping[str, feel.Node], labels: Mapping[str, Text], diagnostics: Diagnostics
) -> None:
    """Report the first circle among computed fields of a record, with every hop; their words are resolved already."""
    uses = {name: _used(tree, record, computed) for name, tree in computed.items()}
    circle = _circle(uses)
    if not circle:
        return
    (first, second), *others = pairwise(circle)
    hops = [Label(uses[one][other], "hop", {"next": labels[other]}) for one, other in others]
    values: dict[str, Any] = {"name": labels[first], "next": labels[second]}
    path = " → ".join(str(labels[name]) for name in circle)
    diagnostics.add("GJ1112", uses[first][second], *hops, path=path, **values)


def _used(tree: feel.Node, record: str, computed: Mapping[str, feel.Node]) -> dict[str, Span]:
    paths = [each for each in feel.walk(tree) if isinstance(each, feel.Path) and each.subject == feel.Name(record)]
    return {each.name: each.span for each in reversed(paths) if each.name in computed}


def _circle(uses: Uses) -> list[str]:
    """The names of a circle, from the one written first back to it; none when there is no circle."""
    try:
        TopologicalSorter(uses).prepare()
    except CycleError as error:
        around: list[str] = error.args[1][:0:-1]
        start = around.index(min(around, key=list(uses).index))
        return [*around[start:], *around[:start], around[start]]
    return []


def never_negative(tree: feel.Node, known: Callable[[feel.Name | feel.Path], bool]) -> bool:
    """Whether a figure is 0 or more whatever the fields are; `known` says so of a name.

    >>> from engine.dsl.parser import parse_expression as parse
    >>> n = lambda node: node.name == "n"
    >>> [never_negative(parse(text), n) for text in ("(n + 1) / n", "n - 1", "floor(n * m)")]
    [True, False, False]
    """
    match tree:
        case feel.NumberLiteral(value=value):
            return value >= 0
        case feel.Name() | feel.Path():
            return known(tree)
        case feel.Arithmetic(operator="+" | "*" | "/", left=left, right=right):
            return never_negative(left, known) and never_negative(right, known)
        case feel.Call(function=feel.Name(name=name), arguments=arguments):
            kept = name in KEEPS_SIGN and all(never_negative(each.value, known) for each in arguments)
            return kept or name in NEVER_NEGATIVE
        case feel.If(consequent=then, alternative=otherwise):
            return never_negative(then, known) and never_negative(otherwise, known)
    return False
