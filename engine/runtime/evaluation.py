"""One evaluation of a model: elements are worked out when they are asked for, each once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

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
from engine.runtime.facts import given, given_as_is
from engine.runtime.reach import Entries
from engine.runtime.shortcuts import Found, Shortcut
from engine.runtime.trace import Trace

Executable = Callable[..., Value]


@dataclass
class Evaluation:
    """The values of a model's elements under some facts.

    facts        what is given, by name of the element; a decision that is given is not worked out
    executable   the function of an element's logic, from either executor
    entries      of records, those that matter; all where nothing is said
    shortcuts    to decisions whose values may be looked up
    found        the values worked out that a shortcut may keep
    """

    model: Model
    facts: Mapping[str, object]
    executable: Callable[[str], Executable]
    entries: Entries = field(default_factory=dict)
    trace: Trace | None = None
    shortcuts: Mapping[str, Shortcut] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    values: dict[str, Value] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def value(self, name: str) -> Value:
        """The value of an element, worked out at the first call."""
        name = self.model.twins.get(name, name)
        if name not in self.values:
            if name in self.begun:
                return null("GJ1509", name=name)
            self.begun.add(name)
            self.values[name] = self._traced(self.model.elements[name])
        return self.values[name]

    def _traced(self, element: Element) -> Value:
        work = partial(WORK[type(element)], self)
        return work(element) if self.trace is None else self.trace.step(element, work, element)

    def _input(self, element: InputData) -> Value:
        return self._given(element)

    def _given(self, element: InputData | Decision) -> Value:
        """What the caller gives for an element."""
        fact = self.facts.get(element.name)
        if not self.model.strict:
            return given_as_is(fact, element.type)
        return given(fact, element.type, self.entries.get(element.name))

    def _decision(self, element: Decision) -> Value:
        if element.name in self.facts:
            return self._given(element)
        if element.logic is None:
            return null("GJ1508", name=element.label)
        shortcut = self.shortcuts.get(element.name)
        return self._look_up(shortcut, element) if shortcut else self._work_out(element)

    def _work_out(self, element: Decision) -> Value:
        return self.executable(element.name)(*map(self.value, element.requires))

    def _look_up(self, shortcut: Shortcut, element: Decision) -> Value:
        """The value that is kept for records of the same classes; found else, and not kept yet."""
        key = shortcut.key(self.facts)
        if key is None:
            return self._work_out(element)
        try:
            return shortcut.look_up(key)
        except KeyError:
            value = self._work_out(element)
            self.found.append((shortcut, key, value))
            return value

    def _knowledge(self, element: BusinessKnowledgeModel) -> Value:
        """A function; what it requires is looked for when it is called, so that it may call itself."""
        if element.function is None:
            return null("GJ1508", name=element.label)

        def call(*arguments: Value) -> Value:
            function = self.executable(element.name)(*map(self.value, element.requires))
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
            inner = Evaluation(self.model, facts, self.executable, trace=self.trace)
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
