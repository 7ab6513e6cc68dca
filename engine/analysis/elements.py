"""The elements of a model, one by one: the type of each, and what every check of elements finds.

Types are worked out only for strict models. In `dmn` mode an impossible operation is a null with a reason, and nothing
is reported. What is found about an element is kept as long as it, and the types of what it requires, stay as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.analysis.requirements import required, requirements_first
from engine.analysis.typecheck import element_type, with_options
from engine.dsl.diagnostics import Diagnostics
from engine.dsl.types import ANY, Type
from engine.model.decision import BusinessKnowledgeModel, Decision, Element, Model, local_name

ElementCheck = Callable[[Element, Mapping[str, Type], Diagnostics], None]
"""Looks at one element, with the types of what it requires; the diagnostics that it adds to have what is wrong with
names and types already."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An element, the types it was checked with, its own type, and what was found."""

    element: Element
    required: Mapping[str, Type]
    type: Type
    diagnostics: Diagnostics


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements of a model; `before` is what was found about another model that differs little."""

    model: Model
    checks: Sequence[ElementCheck]
    before: Mapping[str, Checked] = field(default_factory=dict)
    checked: dict[str, Checked] = field(default_factory=dict)

    def check(self) -> Mapping[str, Checked]:
        """All elements by name."""
        for name in requirements_first(self.model):
            self.type(name)
        return {name: each for name, each in self.checked.items() if name in self.model.elements}

    def type(self, name: str) -> Type:
        """What an element gives; Any in a circle, and where nothing is known."""
        if name not in self.checked and name in self.model.elements:
            element = self.model.elements[name]
            self.checked[name] = Checked(element, {}, ANY, Diagnostics())
            self.checked[name] = self._checked(name, element)
        return self.checked[name].type if name in self.checked else ANY

    def _checked(self, name: str, element: Element) -> Checked:
        prefix = element.prefix if isinstance(element, (Decision, BusinessKnowledgeModel)) else ""
        types = {local_name(each, prefix): self.type(each) for each in required(element)}
        known = self.before.get(name)
        if known and known.element is element and known.required == types:
            return known
        found = Diagnostics()
        type_ = element_type(element, types, self._named(), found) if self.model.strict else ANY
        for check in self.checks:
            check(element, types, found)
        return Checked(element, types, type_, found)

    def _named(self) -> Mapping[str, Type]:
        return {name: with_options(each.type, each.allowed) for name, each in self.model.types.items()}
