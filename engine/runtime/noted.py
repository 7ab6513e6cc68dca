"""The compiled executor with notes: what an explanation tells of, without the steps of a trace.

The tree is run as it is, and every part that an author wrote leaves a note of what it came out as.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from engine.dsl.values import Value
from engine.runtime import compiled
from engine.runtime.lowering import Lowered, Place
from engine.runtime.syntax import call, constant, function, name
from engine.runtime.trace import LITERALS

Notes = dict[int, Value]
"""The first value of every part that was worked out, by the part's id; of literals there are none."""
NOTES = "$notes"


def noting(lowered: Lowered) -> Callable[..., Notes]:
    """A function of the same parameters that gives the notes."""
    tree = function([NOTES], _noting(lowered.tree, lowered.places))
    with_notes = compiled.executable(replace(lowered, tree=tree))

    def taken(*arguments: Value) -> Notes:
        notes: Notes = {}
        with_notes(notes)(*arguments)
        return notes

    return taken


def _noting(node: Any, places: Mapping[ast.expr, Place], around: Place | None = None) -> Any:
    """A copy of a part of a tree, in which what has a place leaves a note; the whole of a place, not its parts."""
    if isinstance(node, list):
        return [_noting(each, places, around) for each in node]
    if not isinstance(node, ast.AST):
        return node
    place = places.get(node) if isinstance(node, ast.expr) else None
    fields = ast.iter_fields(node)
    copy = type(node)(**{field: _noting(value, places, place or around) for field, value in fields})
    if place is None or place is around or isinstance(place, LITERALS):
        return copy
    return call("$note", name(NOTES), constant(id(place)), copy)  # type: ignore[arg-type]
