"""Programs: a model ready to run, and what an evaluation gives.

    program = compile_model(model)
    outcome = program.evaluate("urgency", {"request": {...}})
    outcome.value; outcome.findings; outcome.explain("zh")

An element is lowered and compiled when it is first needed. An evaluation runs compiled; the traced executor goes over
it a second time only when somebody asks where a null came from, or why a value is what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from engine.dsl.conversion import from_python
from engine.dsl.instant import reading
from engine.dsl.nulls import Reason, listening
from engine.dsl.types import ANY, unconstrained
from engine.dsl.values import Value
from engine.errors import UsageError
from engine.model.decision import BusinessKnowledgeModel, Decision, DecisionService, Model, local_name
from engine.runtime import compiled, limits, traced
from engine.runtime.calls import invoke_named
from engine.runtime.clock import Clock, StandingClock
from engine.runtime.evaluation import Evaluation, Executable
from engine.runtime.explain import Explainer, Explanation
from engine.runtime.lowering import Lowered
from engine.runtime.lowering_boxed import BoxedLowering
from engine.runtime.outcome import Outcome, Run, refuse_impossible
from engine.runtime.phrases import Phrases
from engine.runtime.reach import Entries, entries, reached
from engine.runtime.shortcuts import UNUSUAL, Found, Shortcut, shortcut
from engine.runtime.trace import Step, Trace

KINDS: Mapping[str, type] = {"decision": Decision, "bkm": BusinessKnowledgeModel, "service": DecisionService}


class Program:
    """A model that can be evaluated. Safe to share between threads."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._shortcuts: dict[str, Shortcut] = {}
        self._kept: dict[str, Mapping[str, Shortcut]] = {}
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
        outcome = self._checked(run.compiled())
        if not run.clock.was_read:
            for known, key, value in run.found:
                known.keep(key, value)
        return Outcome(outcome.value, run)

    def _checked(self, outcome: Outcome) -> Outcome:
        return refuse_impossible(outcome) if self.model.strict else outcome

    def _shortcut(self, name: str) -> Shortcut:
        """The shortcut to a decision, looked for once."""
        if name not in self._shortcuts:
            self._shortcuts[name] = shortcut(self.model, name)
        return self._shortcuts[name]

    def shortcuts(self, name: str) -> Mapping[str, Shortcut]:
        """The shortcuts to a decision, and to those it rests on that look at less than it does."""
        if name not in self._kept:
            own = self._shortcut(name)
            decisions = [each for each, e in reached(self.model, name).items() if isinstance(e, Decision)]
            ways = {each: self._shortcut(each) for each in decisions}
            self._kept[name] = {
                each: way for each, way in ways.items() if way is own or (way.reads and way.reads != own.reads)
            }
        return self._kept[name]

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
    found: list[Found] = field(default_factory=list)

    def value(self, trace: Trace | None) -> Value:
        """The value of the decision, or what the function gives for its arguments."""
        if self.kind == "decision":
            return self._evaluation(self.facts, trace).value(self.name)
        function = self._evaluation({}, trace).value(self.name)
        return invoke_named(function, tuple(self.facts), *map(from_python, self.facts.values()))

    def explain(self, steps: Step | None) -> Explanation:
        """Why the element has its value.

        Without steps, a decision is worked out once more, compiled, and of those it rests on only the ones whose rows
        or readings are told of are gone through step by step.
        """
        program = self.program
        if steps or self.kind != "decision":
            return Explainer(steps or self.traced().trace, program.model, program.phrases).element(self.name)
        with limits.budget(self.place), reading(self.clock.now), listening() as reasons:
            trace = Trace(reasons)
            evaluation = Evaluation(program.model, self.facts, program.executable, program.entries(self.name), trace)
            evaluation.value(self.name)
            look_into = partial(self._steps_in, evaluation, reasons)
            return Explainer(trace.root, program.model, program.phrases, look_into).element(self.name)

    def _steps_in(self, evaluation: Evaluation, reasons: list[Reason], decision: Decision) -> Iterable[Step]:
        """The steps of one decision; none where it was given, or has no logic."""
        if decision.name in self.facts or decision.logic is None:
            return ()
        trace = Trace(reasons)
        traced.executable(self.program.lowered(decision.name), trace)(*map(evaluation.value, decision.requires))
        return trace.root.walk()

    def _evaluation(self, facts: Mapping[str, object], trace: Trace | None) -> Evaluation:
        program, entries = self.program, self.program.entries(self.name)
        if trace is None:
            shortcuts = program.shortcuts(self.name) if self.kind == "decision" else {}
            return Evaluation(program.model, facts, program.executable, entries, None, shortcuts, self.found)
        step_by_step = lambda name: traced.executable(program.lowered(name), trace)  # noqa: E731
        return Evaluation(program.model, facts, step_by_step, entries, trace)


def compile_model(model: Model) -> Program:
    """The program of a model; nothing is compiled before it is needed."""
    return Program(model)
