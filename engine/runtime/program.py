"""Programs: a model ready to run, and what an evaluation gives.

    program = compile_model(model)
    outcome = program.evaluate("urgency", {"request": {...}})
    outcome.value; outcome.findings; outcome.trace

An element is lowered and compiled when it is first needed. An evaluation runs compiled; the traced executor goes over
it a second time only when somebody asks where a null came from, or why a value is what it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.dsl.instant import reading
from engine.dsl.nulls import listening
from engine.dsl.source import Span
from engine.dsl.types import ANY
from engine.dsl.values import Value
from engine.errors import UsageError
from engine.model.decision import BusinessKnowledgeModel, Decision, DecisionService, Model, local_name
from engine.runtime import compiled, limits, traced
from engine.runtime.calls import invoke_named
from engine.runtime.clock import Clock, StandingClock
from engine.runtime.evaluation import Evaluation, Executable
from engine.runtime.lowering import Lowered
from engine.runtime.lowering_boxed import BoxedLowering
from engine.runtime.outcome import Outcome, refuse_impossible
from engine.runtime.trace import Trace

KINDS: Mapping[str, type] = {"decision": Decision, "bkm": BusinessKnowledgeModel, "service": DecisionService}


class Program:
    """A model that can be evaluated. Safe to share between threads."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._lowered: dict[str, Lowered] = {}
        self._compiled: dict[str, Executable] = {}
        self._types = {name: item.type for name, item in model.types.items()}

    def evaluate(
        self,
        name: str,
        facts: Mapping[str, object],
        *,
        kind: str = "decision",
        clock: Clock | None = None,
        traced: bool = False,
    ) -> Outcome:
        """The value of a decision, or what a function gives.

        facts    values by name of input data, or of decisions that shall not be worked out; for a "bkm" or a "service"
                 its arguments by name
        traced   go step by step at once, for an explanation
        raises   UsageError when nothing has that name; LimitExceeded; EvaluationError, in a strict model, when an
                 operation is impossible
        """
        if not isinstance(self.model.elements.get(name), KINDS[kind]):
            raise UsageError(f"{kind}: {name}")
        clock = StandingClock(clock)
        run = _Run(self, name, facts, kind, clock)
        outcome = run.traced() if traced else run.compiled()
        if self.model.strict:
            refuse_impossible(outcome)
        return outcome

    def executable(self, name: str) -> Executable:
        """The compiled logic of a decision or a business knowledge model, as a function of what it requires."""
        if name not in self._compiled:
            self._compiled[name] = compiled.executable(self.lowered(name))
        return self._compiled[name]

    def lowered(self, name: str) -> Lowered:
        """The tree of an element's logic, a function of what the element requires."""
        if name not in self._lowered:
            self._lowered[name] = self._lower(name)
        return self._lowered[name]

    def _lower(self, name: str) -> Lowered:
        element = self.model.elements[name]
        assert isinstance(element, Decision | BusinessKnowledgeModel)
        logic = element.logic if isinstance(element, Decision) else element.function
        assert logic is not None
        lowering = BoxedLowering(self._types)
        type_ = element.type if isinstance(element, Decision) else ANY
        required = [local_name(each, element.prefix) for each in element.requires]
        body = lambda names: lowering.typed(lowering.lower_boxed(logic, names), type_)  # noqa: E731
        return lowering.function(required, body, element.origin)


@dataclass(frozen=True)
class _Run:
    """One request to a program, which can be run in either executor."""

    program: Program
    name: str
    facts: Mapping[str, object]
    kind: str
    clock: StandingClock

    @property
    def place(self) -> Span:
        """Where what is evaluated was written."""
        return self.program.model.elements[self.name].origin

    def compiled(self) -> Outcome:
        with limits.budget(self.place), reading(self.clock.now), listening() as reasons:
            value = self._value(Evaluation(self.program.model, self._given(), self.program.executable))
        return Outcome(value, tuple(reasons), lambda: self.traced().trace)

    def traced(self) -> Outcome:
        with limits.budget(self.place), reading(self.clock.now), listening() as reasons:
            trace = Trace(reasons)
            executable = lambda name: traced.executable(self.program.lowered(name), trace)  # noqa: E731
            value = self._value(Evaluation(self.program.model, self._given(), executable, trace))
        return Outcome(value, tuple(reasons), lambda: trace.root)

    def _given(self) -> Mapping[str, object]:
        return self.facts if self.kind == "decision" else {}

    def _value(self, evaluation: Evaluation) -> Value:
        value = evaluation.value(self.name)
        return value if self.kind == "decision" else invoke_named(value, tuple(self.facts), *self.facts.values())


def compile_model(model: Model) -> Program:
    """The program of a model; nothing is compiled before it is needed."""
    return Program(model)
