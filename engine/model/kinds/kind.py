"""What a kind of definition is: a name, a schema, how to read it, and how to lower it to the DMN core."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.dsl.source import Span
from engine.dsl.text import Text


@dataclass(frozen=True, slots=True)
class Definition:
    """What every definition has; each kind's own dataclass extends it. Compared by value, frozen."""

    name: str
    label: Text
    origin: Span


Definitions = Mapping[str, Definition]
