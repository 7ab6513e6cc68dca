"""Programs: a model ready to run, and what an evaluation gives.

    program = compile_model(model)
    outcome = program.evaluate("urgency", {"request": {...}})
    outcome.value; outcome.findings; outcome.explain("zh")

An element is lowered and compiled when it is first needed. An evaluation runs compiled; the traced executor goes over
it a second time only when somebody asks where a null came from, or why a value is what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial

from engine.dsl.conversion import from_python
from engine.dsl.text import LANGUAGES
from engine.dsl.values import Value
from engine.errors import UsageError
from engine.model.decision import BusinessKnowledgeModel, Decision, DecisionService, InputData, Model
from engine.runtime import traced
from engine.runtime.calls import invoke_named
from engine.runtime.clock import Clock, StandingClock
from engine.runtime.evaluation import Evaluation, Readers
from engine.runtime.explain import DecisionExplainer, Explanation, notes_of
from engine.runtime.facts import reader
from engine.runtime.keys import Key
from engine.runtime.logic import Logic
from engine.runtime.noted import Notes
from engine.runtime.outcome import Outcome, Run, refuse_impossible
from engine.runtime.phrases import Phrases
from engine.runtime.plans import Plan, plan
from engine.runtime.reach import Entries, entries, reached
from engine.runtime.shortcuts import MISSING, UNUSUAL, Found, Shortcut, Shortcuts
from engine.runtime.trace import Step, Trace

KINDS: Mapping[str, type] = {"decision": Decision, "bkm": BusinessKnowledgeModel, "service": DecisionService}


class Program:
    """A model that can be evaluated. Safe to share between threads."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._plans: dict[str, Plan] = {}
        self._readers: dict[str, Readers] = {}
        self._entries: dict[str, Entries] = {}
        self.shortcuts = Shortcuts(model)
        self.logic = Logic(model)
        self.phrases = Phrases(self.logic)

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
        own = self.shortcuts.to(name)
        run.key = own.key(facts)
        value = own.look_up(run.key)
        return self._worked_out(run, own) if value is MISSING else Outcome(value, run)

    def function(self, name: str) -> Callable[[Mapping[str, object]], Value]:
        """A decision as a function from facts to its value, for many records in a row; the clock is the system's."""
        kept = self.shortcuts.to(name).kept

        def value(facts: Mapping[str, object]) -> Value:
            try:
                return kept(facts)
            except UNUSUAL:
                return self.evaluate(name, facts).value

        return value

    def _worked_out(self, run: ProgramRun, own: Shortcut) -> Outcome:
        """The outcome of a decision; kept for records of the same classes, unless it depends on the time."""
        outcome = self._checked(run.compiled())
        if not run.clock.was_read:
            for known, key, value in (*run.found, (own, run.key, outcome.value)):
                known.keep(key, value)
        outcome.heard = None  # what was looked up gave its reasons then
        return outcome

    def _checked(self, outcome: Outcome) -> Outcome:
        return refuse_impossible(outcome) if self.model.strict else outcome

    def plan(self, name: str) -> Plan:
        """A decision with all that it rests on as one function."""
        if name not in self._plans:
            self._plans[name] = plan(self.logic, name, self.shortcuts.parts(name))
        return self._plans[name]

    def prepare(self, name: str) -> None:
        """Compile a decision or a function now, which else happens when it is first needed."""
        if isinstance(self.model.elements[name], Decision | BusinessKnowledgeModel):
            self.logic.native(name)

    def readers(self, name: str) -> Readers:
        """What reads the records that a decision looks at."""
        if name not in self._readers:
            inputs = [each for each in reached(self.model, name).values() if isinstance(each, InputData)]
            looked_at = self.entries(name)
            self._readers[name] = {each.name: reader(each.type, looked_at.get(each.name)) for each in inputs}
        return self._readers[name]

    def entries(self, name: str) -> Entries:
        """The entries of records that a decision looks at."""
        if name not in self._entries:
            self._entries[name] = entries(reached(self.model, name))
        return self._entries[name]


@dataclass(eq=False)
class ProgramRun(Run):
    """A request to a program."""

    program: Program
    name: str
    facts: Mapping[str, object]
    kind: str
    key: Key | None = None
    found: list[Found] = field(default_factory=list)

    def worked_out(self, *, native: bool) -> Value:
        """The value of the decision, or what the function gives for its arguments."""
        if self.kind != "decision":
            return self._called(self._evaluation({}, native).value(self.name))
        evaluation = self._evaluation(self.facts, native)
        if native and self.program.logic.knows(self.facts):
            return self.program.plan(self.name)(evaluation.value, evaluation.look_up)
        return evaluation.value(self.name)

    def stepped(self, trace: Trace) -> Value:
        """The same, step by step."""
        logic, facts = self.program.logic, self.facts if self.kind == "decision" else {}
        executable = lambda name: traced.executable(logic.lowered(name), trace)  # noqa: E731
        readers = self.program.readers(self.name)
        value = Evaluation(logic.model, facts, lambda _: executable, readers, trace).value(self.name)
        return value if self.kind == "decision" else self._called(value)

    def _called(self, function: Value) -> Value:
        return invoke_named(function, tuple(self.facts), *map(from_python, self.facts.values()))

    def explain(self, steps: Step | None, languages: Collection[str] = LANGUAGES) -> Explanation:
        """Why the element has its value: by the steps that were kept, or, for a decision, by another evaluation, which
        takes notes of the decisions whose rows or readings are told of."""
        if steps is None and self.kind == "decision":
            return self.ran(partial(self._noted, languages))[0]
        notes = notes_of((steps or self.traced().trace).walk())
        elements, say = self.program.model.elements, partial(self.program.phrases.say, languages=languages)
        value_of = lambda name: notes.get(id(elements[name]))  # noqa: E731
        return DecisionExplainer(notes, self.program.model, say, value_of).element(self.name)

    def _noted(self, languages: Collection[str], *, native: bool) -> Explanation:
        program, evaluation = self.program, self._evaluation(self.facts, native)
        known = native and program.logic.knows(self.facts)
        say, look_into = (
            partial(program.phrases.say, languages=languages, known=known),
            partial(self._notes, evaluation),
        )
        return DecisionExplainer({}, program.model, say, evaluation.value, look_into).element(self.name)

    def _notes(self, evaluation: Evaluation, decision: Decision) -> Notes:
        """What the parts of a decision came out as; nothing where it was given, or has no logic."""
        if decision.name in self.facts or decision.logic is None:
            return {}
        return self.program.logic.noting(decision.name)(*map(evaluation.value, decision.requires))

    def _evaluation(self, facts: Mapping[str, object], native: bool) -> Evaluation:
        program, logic = self.program, self.program.logic
        executor = logic.executor if native else lambda _: logic.executable
        parts = program.shortcuts.parts(self.name) if self.kind == "decision" else {}
        key = self.key if len(facts) == 1 else None
        return Evaluation(program.model, facts, executor, program.readers(self.name), None, parts, key, self.found)


def compile_model(model: Model) -> Program:
    """The program of a model; nothing is compiled before it is needed."""
    return Program(model)
