"""What a kind of definition is: a name, a schema, how to read it, and how to lower it to the DMN core."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from engine.dsl.diagnostics import Diagnostics
from engine.dsl.documents import MappingNode
from engine.dsl.schemas import Shape
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.model.decision import Element
from engine.model.reading import Reader


@dataclass(frozen=True, slots=True)
class Definition:
    """What every definition has; each kind's own dataclass extends it. Compared by value, frozen.

    `places` tells where the words stand that name other definitions and fields, by key: `subject`, `field`.
    """

    name: str
    label: Text
    origin: Span
    places: Mapping[str, Span] = field(default_factory=dict, kw_only=True, compare=False, repr=False)

    def place(self, key: str) -> Span:
        """Where the word behind a key stands; the definition itself where nobody knows."""
        return self.places.get(key, self.origin)

    @property
    def seen_by_others(self) -> object:
        """What other definitions may depend on, compared by value: all of it, where a kind does not say less."""
        return self


Derived = TypeVar("Derived")


class Definitions(Mapping[str, Definition]):
    """All definitions of a project by name, and what follows from them, worked out once for all that ask."""

    def __init__(self, by_name: Mapping[str, Definition]) -> None:
        self.by_name = by_name
        self._derived: dict[tuple[str, ...], Any] = {}

    def __getitem__(self, name: str) -> Definition:
        return self.by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_name)

    def __len__(self) -> int:
        return len(self.by_name)

    def once(self, key: tuple[str, ...], make: Callable[[], Derived]) -> Derived:
        """What `make` gives, the first time that the key is asked for.

        >>> definitions = Definitions({})
        >>> definitions.once(("n",), lambda: 1), definitions.once(("n",), lambda: 2)
        (1, 1)
        """
        if key not in self._derived:
            self._derived[key] = make()
        found: Derived = self._derived[key]
        return found


def no_names(node: MappingNode) -> Iterator[str]:
    """The names declared by a kind that declares none but its own."""
    return iter(())


def nothing_to_check(definition: Any, definitions: Definitions, diagnostics: Diagnostics) -> None:
    """The check of a kind about which the core's checks say everything."""


def admit_anything(definition: Any, facts: Mapping[str, object], diagnostics: Diagnostics) -> None:
    """The admission of a kind that asks no more of facts than their types."""


@dataclass(frozen=True)
class Kind:
    """One kind of definition. A new one is a module with its `KIND`, a schema beside it, and a word in KINDS.

    read     a document that fits the schema -> Definition; reports what does not fit through the reader
    lower    a definition, and all others -> the elements of the DMN core that it stands for; reports unknown names
    names    the names that a document lets FEEL texts use, besides its own; they may hold spaces and signs
    check    what only this kind can find wrong, once all definitions are read (weights that do not add up)
    admit    what only this kind can find wrong with given facts (a manual score without a remark)
    """

    name: str
    read: Callable[[MappingNode, Reader], Definition]
    lower: Callable[[Any, Definitions, Diagnostics], Iterable[Element]]
    names: Callable[[MappingNode], Iterable[str]] = no_names
    check: Callable[[Any, Definitions, Diagnostics], None] = nothing_to_check
    admit: Callable[[Any, Mapping[str, object], Diagnostics], None] = admit_anything

    @property
    def words(self) -> tuple[str, ...]:
        """What people call it in Chinese, for those who write that behind `kind:`."""
        return tuple(self.schema.get("x-words", ()))

    @property
    def schema(self) -> Mapping[str, Any]:
        """The JSON Schema of a document of this kind, `<kind>.schema.json` beside its module."""
        return _schema(self.name)

    @property
    def shape(self) -> Shape:
        """What a document of this kind must look like."""
        return _shape(self.name)


@cache
def _shape(name: str) -> Shape:
    return Shape(_schema(name))


@cache
def _schema(name: str) -> dict[str, Any]:
    return dict(json.loads(Path(__file__).with_name(f"{name}.schema.json").read_text(encoding="utf-8")))
