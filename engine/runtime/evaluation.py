"""One evaluation of a model: elements are worked out when they are asked for, each once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from engine.dsl.conversion import coerce
from engine.dsl.nulls import null
from engine.dsl.types import Type
from engine.dsl.values import Function, Value
from engine.model.decision import (
    BusinessKnowledgeModel,
    Decision,
    DecisionService,
    Element,
    InputData,
    Model,
    local_name,
)
from engine.runtime.facts import absent, given, given_as_is
from engine.runtime.keys import Key
from engine.runtime.logic import Executables
from engine.runtime.shortcuts import MISSING, Found, Part
from engine.runtime.trace import Trace

NOTHING: Mapping[str, Any] = MappingProxyType({})
Readers = Mapping[str, Callable[[object], Value]]


class Evaluation:
    """The values of a model's elements under some facts.

    facts        what is given, by name of the element; a decision that is given is not worked out
    executor     gives, under some facts, the functions of the elements' logic, from either executor
    readers      of what is given for some elements
    parts        decisions whose values may be looked up
    key          the classes of the record, for that
    found        values worked out that may be looked up later
    """

    def __init__(
        self,
        model: Model,
        facts: Mapping[str, object],
        executor: Callable[[Mapping[str, object]], Executables],
        readers: Readers = NOTHING,
        trace: Trace | None = None,
        parts: Mapping[str, Part] = NOTHING,
        key: Key | None = None,
        found: list[Found] | None = None,
    ) -> None:
        self.model = model
        self.facts = facts
        self.executor = executor
        self.executable = executor(facts)
        self.readers = readers
        self.trace = trace
        self.parts = parts
        self.key = key
        self.found = [] if found is None else found
        self.values: dict[str, Value] = {}
        self._begun: set[str] = set()

    def value(self, name: str) -> Value:
        """The value of an element, worked out at the first call."""
        if name in self.values:
            return self.values[name]
        element = self.model.elements[self.model.twins.get(name, name)]
        if element.name != name:
            return self.value(element.name)
        if name in self._begun:
            return null("GJ1509", name=name)
        self._begun.add(name)
        value = self.values[name] = self._traced(element)
        return value

    def _traced(self, element: Element) -> Value:
        if self.trace is None:
            return WORK[type(element)](self, element)
        return self.trace.step(element, partial(WORK[type(element)], self), element)

    def _input(self, element: InputData) -> Value:
        return self._given(element)

    def _given(self, element: InputData | Decision) -> Value:
        """What the caller gives for an element; of a definition's own parts, a record of which nothing is given."""
        fact = self.facts.get(element.name)
        if not self.model.strict:
            return given_as_is(fact, element.type)
        if "/" in element.name and element.name not in self.facts:
            return absent(element.type)
        read = self.readers.get(element.name)
        return read(fact) if read else given(fact, element.type)

    def _decision(self, element: Decision) -> Value:
        if element.name in self.facts:
            return self._given(element)
        if element.logic is None:
            return null("GJ1508", name=element.label)
        part = self.parts.get(element.name)
        return self.look_up(part, element.name) if part else self._work_out(element.name)

    def _work_out(self, name: str) -> Value:
        element = self.model.elements[name]
        assert isinstance(element, Decision | BusinessKnowledgeModel)
        return self.executable(name)(*map(self.value, element.requires))

    def look_up(self, part: Part, name: str) -> Value:
        """The value that is kept for records of the same classes; found else, and not kept yet."""
        key = part.key(self.facts, self.key)
        value = part.look_up(key)
        if value is MISSING:
            value = self._work_out(name)
            self.found.append((part, key, value))
        self.values[name] = value
        return value

    def _knowledge(self, element: BusinessKnowledgeModel) -> Value:
        """A function; what it requires is looked for when it is called, so that it may call itself."""
        if element.function is None:
            return null("GJ1508", name=element.label)

        def call(*arguments: Value) -> Value:
            function = self._work_out(element.name)
            return function.call(*arguments) if isinstance(function, Function) else None

        names = tuple(parameter.name for parameter in element.function.parameters)
        types = tuple(parameter.type for parameter in element.function.parameters)
        return Function(local_name(element.name, element.prefix), names, call, types, element.function.result)

    def _service(self, element: DecisionService) -> Value:
        """A function of the input data, then the input decisions (TCK 0085); it sees nothing around it."""
        inputs = (*element.input_data, *element.input_decisions)
        types = tuple(self._type(name) for name in inputs)

        def call(*arguments: Value) -> Value:
            values = [coerce(*pair) for pair in zip(arguments, types, strict=True)]
            if any(value is None and argument is not None for value, argument in zip(values, arguments, strict=True)):
                return None
            facts = {self.model.twins.get(name, name): value for name, value in zip(inputs, values, strict=True)}
            inner = Evaluation(self.model, facts, self.executor, trace=self.trace)
            results = {local_name(name, element.prefix): inner.value(name) for name in element.outputs}
            return coerce(results if len(results) > 1 else next(iter(results.values()), None), element.type)

        names = tuple(local_name(name, element.prefix) for name in inputs)
        return Function(local_name(element.name, element.prefix), names, call, types, element.type)

    def _type(self, name: str) -> Type:
        element = self.model.elements[name]
        assert isinstance(element, InputData | Decision)
        return element.type


WORK: Mapping[type[Element], Callable[..., Value]] = {
    InputData: Evaluation._input,
    Decision: Evaluation._decision,
    BusinessKnowledgeModel: Evaluation._knowledge,
    DecisionService: Evaluation._service,
}
"""How the value of each kind of element is found."""
