"""The logic of a model's elements as functions, made when they are first needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.dsl.types import ANY, unconstrained
from engine.dsl.values import Value
from engine.model.decision import BusinessKnowledgeModel, Decision, InputData, Model, local_name
from engine.runtime import compiled
from engine.runtime.lowering import Lowered
from engine.runtime.lowering_boxed import BoxedLowering
from engine.runtime.native import native
from engine.runtime.native.shapes import ANYTHING, Shape, of_type
from engine.runtime.noted import Notes, noting

Executable = Callable[..., Value]
Executables = Callable[[str], Executable]


class Logic:
    """The functions of decisions and business knowledge models, by name. Safe to share between threads."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._decisions = frozenset(name for name, each in model.elements.items() if isinstance(each, Decision))
        self._lowered: dict[str, Lowered] = {}
        self._compiled: dict[str, Executable] = {}
        self._noting: dict[str, Callable[..., Notes]] = {}
        self._native: dict[str, tuple[Executable, Shape]] = {}

    def knows(self, facts: Mapping[str, object]) -> bool:
        """Whether what decisions give is known; a decision among the facts may be given as anything."""
        return self._decisions.isdisjoint(facts)

    def executor(self, facts: Mapping[str, object]) -> Executables:
        """The compiled logic of the elements under some facts: in native form where that is possible."""
        return self.native if self.knows(facts) else self.executable

    def native(self, name: str) -> Executable:
        """As `executable`, in native form: a function of what the required elements are known to give."""
        return self._in_native_form(name)[0]

    def executable(self, name: str) -> Executable:
        """The compiled logic of a decision or a business knowledge model, as a function of what it requires."""
        if name not in self._compiled:
            self._compiled[name] = compiled.executable(self.lowered(name))
        return self._compiled[name]

    def noting(self, name: str) -> Callable[..., Notes]:
        """As `executable`, but it gives what the parts of the logic came out as."""
        if name not in self._noting:
            self._noting[name] = noting(self.lowered(name))
        return self._noting[name]

    def lowered(self, name: str) -> Lowered:
        """The tree of an element's logic, a function of what the element requires."""
        if name not in self._lowered:
            self._lowered[name] = _lower(self.model, self._with_logic(name))
        return self._lowered[name]

    def requires(self, name: str) -> tuple[str, ...]:
        """The elements that an element with logic sees, each by the name under which it is worked out."""
        twins = self.model.twins
        return tuple(twins.get(each, each) for each in self._with_logic(name).requires)

    def shape(self, name: str) -> Shape:
        """What is known of the value of an element, as long as no decision is given."""
        element = self.model.elements[self.model.twins.get(name, name)]
        if isinstance(element, InputData):
            return of_type(element.type)
        if isinstance(element, Decision) and element.logic is not None:
            return self._in_native_form(element.name)[1]
        return ANYTHING

    def _in_native_form(self, name: str) -> tuple[Executable, Shape]:
        if name not in self._native:
            self._native[name] = lambda *given: self.executable(name)(*given), ANYTHING  # it may rest on itself
            required = [self.shape(each) for each in self._with_logic(name).requires]
            lowered, shape = native(self.lowered(name), required)
            self._native[name] = compiled.executable(lowered), shape
        return self._native[name]

    def _with_logic(self, name: str) -> Decision | BusinessKnowledgeModel:
        element = self.model.elements[name]
        assert isinstance(element, Decision | BusinessKnowledgeModel)
        return element


def _lower(model: Model, element: Decision | BusinessKnowledgeModel) -> Lowered:
    logic = element.logic if isinstance(element, Decision) else element.function
    assert logic is not None
    types = {local_name(each, element.prefix): unconstrained(item.type) for each, item in model.types.items()}
    lowering = BoxedLowering(types)
    type_ = element.type if isinstance(element, Decision) else ANY
    required = [local_name(each, element.prefix) for each in element.requires]
    body = lambda names: lowering.typed(lowering.lower_boxed(logic, names), type_)  # noqa: E731
    return lowering.function(required, body, element.origin)
