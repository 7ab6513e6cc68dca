"""The kinds of definitions. A new kind is a module here, a schema of the same name beside it, and a word in KINDS.

The order is that in which they are read: what others speak of comes first.
"""

from collections.abc import Mapping
from importlib import import_module

from engine.model.kinds.kind import Definition, Definitions, Kind

NAMES = (
    "project",
    "calendar",
    "entity",
    "decision",
    "scorecard",
    "sla",
    "pipeline",
    "tags",
    "survey",
    "automation",
    "loyalty",
    "role",
    "report",
)
KINDS: Mapping[str, Kind] = {name: import_module(f"{__name__}.{name}").KIND for name in NAMES}

__all__ = ["KINDS", "Definition", "Definitions", "Kind"]
