"""Programs: a model ready to run, and what an evaluation gives.

    program = compile_model(model)
    outcome = program.evaluate("urgency", {"request": {...}})
    outcome.value; outcome.findings; outcome.explain("zh")

An element is lowered and compiled when it is first needed. An evaluation runs compiled; the traced executor goes over
it a second time only when somebody asks where a null came from, or why a value is what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.dsl.conversion import from_python
from engine.dsl.types import ANY, unconstrained
from engine.dsl.values import Value
from engine.errors import UsageError
from engine.model.decision import BusinessKnowledgeModel, Decision, DecisionService, Model, local_name
from engine.runtime import compiled, traced
from engine.runtime.calls import invoke_named
from engine.runtime.clock import Clock, StandingClock
from engine.runtime.evaluation import Evaluation, Executable
from engine.runtime.explain import Explainer, Explanation
from engine.runtime.lowering import Lowered
from engine.runtime.lowering_boxed import BoxedLowering
from engine.runtime.outcome import Outcome, Run, refuse_impossible
from engine.runtime.phrases import Phrases
from engine.runtime.reach import Entries, entries, reached
from engine.runtime.shortcuts import UNUSUAL, Shortcut, shortcut
from engine.runtime.trace import Step, Trace

KINDS: Mapping[str, type] = {"decision": Decision, "bkm": BusinessKnowledgeModel, "service": DecisionService}


class Program:
    """A model that can be evaluated. Safe to share between threads."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._shortcuts: dict[str, Shortcut] = {}
        self._entries: dict[str, Entries] = {}
        self._lowered: dict[str, Lowered] = {}
        self._compiled: dict[str, Executable] = {}
        self.phrases = Phrases()

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
        if kind not in KINDS or not isinstance(self.model.elements.get(name), KINDS[kind]):
            raise UsageError(f"{kind}: {name}")
        run = ProgramRun(self.model.elements[name].origin, StandingClock(clock), self, name, facts, kind)
        if kind != "decision" or traced:
            return self._checked(run.traced() if traced else run.compiled())
        try:
            return Outcome(self._shortcut(name).kept(facts), run)
        except UNUSUAL:
            return self._worked_out(run)

    def function(self, name: str) -> Callable[[Mapping[str, object]], Value]:
        """A decision as a function from facts to its value, for many records in a row; the clock is the system's."""
        kept = self._shortcut(name).kept

        def value(facts: Mapping[str, object]) -> Value:
            try:
                return kept(facts)
            except UNUSUAL:
                return self.evaluate(name, facts).value

        return value

    def _worked_out(self, run: ProgramRun) -> Outcome:
        """The outcome of a decision; kept for records of the same classes, unless it depends on the time."""
        known = self._shortcut(run.name)
        key = known.key(run.facts)
        if key is not None:
            try:
                return Outcome(known.look_up(key), run)
            except KeyError:
                pass
        outcome = self._checked(run.compiled())
        if key is not None and not run.clock.was_read:
            known.keep(key, outcome.value)
        return outcome

    def _checked(self, outcome: Outcome) -> Outcome:
        return refuse_impossible(outcome) if self.model.strict else outcome

    def _shortcut(self, name: str) -> Shortcut:
        """The shortcut to a decision, looked for once."""
        if name not in self._shortcuts:
            self._shortcuts[name] = shortcut(self.model, name)
        return self._shortcuts[name]

    def prepare(self, name: str) -> None:
        """Compile a decision or a function now, which else happens when it is first needed."""
        element = self.model.elements[name]
        if isinstance(element, Decision | BusinessKnowledgeModel):
            self.executable(name)

    def executable(self, name: str) -> Executable:
        """The compiled logic of a decision or a business knowledge model, as a function of what it requires."""
        if name not in self._compiled:
            self._compiled[name] = compiled.executable(self.lowered(name))
        return self._compiled[name]

    def entries(self, name: str) -> Entries:
        """The entries of records that a decision looks at."""
        if name not in self._entries:
            self._entries[name] = entries(reached(self.model, name))
        return self._entries[name]

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
        named = self.model.types.items()
        types = {local_name(each, element.prefix): unconstrained(item.type) for each, item in named}
        lowering = BoxedLowering(types)
        type_ = element.type if isinstance(element, Decision) else ANY
        required = [local_name(each, element.prefix) for each in element.requires]
        body = lambda names: lowering.typed(lowering.lower_boxed(logic, names), type_)  # noqa: E731
        return lowering.function(required, body, element.origin)


@dataclass(eq=False)
class ProgramRun(Run):
    """A request to a program."""

    program: Program
    name: str
    facts: Mapping[str, object]
    kind: str

    def value(self, trace: Trace | None) -> Value:
        """The value of the decision, or what the function gives for its arguments."""
        if self.kind == "decision":
            return self._evaluation(self.facts, trace).value(self.name)
        function = self._evaluation({}, trace).value(self.name)
        return invoke_named(function, tuple(self.facts), *map(from_python, self.facts.values()))

    def explain(self, trace: Step) -> Explanation:
        """Why the element has its value."""
        return Explainer(trace, self.program.model, self.program.phrases).element(self.name)

    def _evaluation(self, facts: Mapping[str, object], trace: Trace | None) -> Evaluation:
        program, entries = self.program, self.program.entries(self.name)
        if trace is None:
            return Evaluation(program.model, facts, program.executable, entries)
        step_by_step = lambda name: traced.executable(program.lowered(name), trace)  # noqa: E731
        return Evaluation(program.model, facts, step_by_step, entries, trace)


def compile_model(model: Model) -> Program:
    """The program of a model; nothing is compiled before it is needed."""
    return Program(model)
