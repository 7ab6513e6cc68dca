"""The decision requirements graph (DMN 1.5, chapter 6): what a decision is, and what it relies on.

A `Model` is what every source becomes: a folder of YAML definitions, or a DMN XML file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from engine.dsl import nodes as feel
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.dsl.types import ANY, Type
from engine.model.boxed import Boxed, FunctionDefinition


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A named type with, perhaps, the values it allows."""

    name: str
    type: Type
    origin: Span
    allowed: feel.UnaryTests | None = None


@dataclass(frozen=True, slots=True)
class KnowledgeSource:
    """Where a rule comes from: a policy, a law, a card; shown in explanations."""

    text: Text
    origin: Span


@dataclass(frozen=True, slots=True)
class InputData:
    """A fact that is given from outside."""

    name: str
    label: Text
    origin: Span
    type: Type = ANY
    allowed: feel.UnaryTests | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """How an explanation words a result: a FEEL-templated text, `{{ expression }}`, per language.

    In scope: the names the decision requires, and `result`. Parsed by the kind that wrote it.
    """

    zh: tuple[str | feel.Node, ...]
    en: tuple[str | feel.Node, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision: a name, logic, and the names of the elements that the logic may see.

    `name` is unique in the model. An element that a kind makes for its own use is named `definition/part`
    (`relationship_health/stability`), which no FEEL text can spell by accident; `label` is the author's word.
    """

    name: str
    label: Text
    origin: Span
    logic: Boxed | None
    requires: tuple[str, ...] = ()
    type: Type = ANY
    sources: tuple[KnowledgeSource, ...] = ()
    phrase: Phrase | None = None
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class BusinessKnowledgeModel:
    """A function that decisions may call."""

    name: str
    label: Text
    origin: Span
    function: FunctionDefinition | None
    requires: tuple[str, ...] = ()
    type: Type = ANY
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class DecisionService:
    """A part of the graph offered as a function (DMN 1.5, 6.2.7.4).

    Called positionally: input data first, then input decisions. One output decision gives its value, several
    give a context.
    """

    name: str
    label: Text
    origin: Span
    outputs: tuple[str, ...]
    encapsulated: tuple[str, ...]
    input_decisions: tuple[str, ...]
    input_data: tuple[str, ...]
    type: Type = ANY
    prefix: str = ""


def local_name(name: str, prefix: str) -> str:
    """What an element's own model calls it: `bank.Income` is `Income` under the prefix `bank`."""
    return name.removeprefix(prefix + ".") if prefix else name


Element = InputData | Decision | BusinessKnowledgeModel | DecisionService


@dataclass(frozen=True, slots=True)
class Identity:
    """What an element of a DMN file is by itself, under whatever names others import it."""

    namespace: str
    name: str
    id: str


@dataclass(frozen=True)
class Model:
    """Elements by name, and named types. Names of imported elements are `prefix.name`.

    An imported element carries that `prefix`: the logic of its own model speaks of its requirements without it, so
    `bank.Rating`, requiring `bank.Income`, says just `Income`. `identities` tells what each element is by
    itself: one that comes in through several imports stands there under several names and is still one. `imports` are
    prefix and namespace of what this model imports by itself.

    `strict` tells how an impossible operation ends: an error that points at its place (True), or the null and
    the reason of the standard (False).
    """

    name: str
    elements: Mapping[str, Element] = field(repr=False)
    types: Mapping[str, ItemDefinition] = field(default_factory=dict, repr=False)
    strict: bool = True
    namespace: str = ""
    imports: tuple[tuple[str, str], ...] = ()
    identities: Mapping[str, Identity] = field(default_factory=dict, repr=False)

    @cached_property
    def twins(self) -> Mapping[str, str]:
        """The name under which an element is worked out, by each of its other names."""
        first: dict[Identity, str] = {}
        names = {name: first.setdefault(identity, name) for name, identity in self.identities.items()}
        return {name: one for name, one in names.items() if name != one}

    def decision(self, name: str) -> Decision:
        """The decision of that name; KeyError when there is none."""
        element = self.elements[name]
        if not isinstance(element, Decision):
            raise KeyError(name)
        return element
