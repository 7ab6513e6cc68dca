"""What an evaluation gives: the value, why there are nulls in it, and on demand the steps that led to it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TypeVar

from engine.dsl.diagnostics import Diagnostic
from engine.dsl.literals import Shown
from engine.dsl.nodes import NOWHERE
from engine.dsl.nulls import Reason
from engine.dsl.source import Span
from engine.dsl.text import LANGUAGES
from engine.dsl.values import Value
from engine.errors import EvaluationError
from engine.runtime.clock import StandingClock
from engine.runtime.explain import Explanation
from engine.runtime.running import running
from engine.runtime.trace import Step, Trace
from engine.runtime.words import Words

T = TypeVar("T")
MISSING = frozenset({
    "GJ1303",  # an argument is null
    "GJ1308",  # nothing in the list to take a mean of
    "GJ1310",  # no such entry
    "GJ1315",  # all and any of items that are not known
    "GJ1316",  # too few numbers for a deviation
    "GJ1331",  # no change from zero
    "GJ1332",  # a record lacks the figure that changes
    "GJ1403",  # an operand is null
    "GJ1413",  # an end of the interval is not known
    "GJ1417",  # nothing that it could be in
    "GJ1433",  # no clock
    "GJ1441",  # no such entry
    "GJ1442",  # an entry of nothing
    "GJ1508",  # no logic, no value given
    "GJ1513",  # no item at the position
    "GJ1514",  # no list to run through
    "GJ1523",  # no row matches
})  # fmt: skip
"""Reasons that come from missing data: in strict mode such a null is a value like others."""


@dataclass(eq=False)
class Run(ABC):
    """A request that either executor can answer, again and again with one result; `place` is what it is about."""

    place: Span
    clock: StandingClock

    @abstractmethod
    def worked_out(self, *, native: bool) -> Value:
        """The value from the compiled executor, in native form or not."""

    @abstractmethod
    def stepped(self, trace: Trace) -> Value:
        """The value from the traced executor."""

    @abstractmethod
    def explain(self, steps: Step | None, languages: Collection[str] = LANGUAGES) -> Explanation:
        """Why the value is what it is, in some languages; by the steps that led to it, where they were kept."""

    def compiled(self) -> Outcome:
        """Run in the fast executor."""
        value, reasons = self.ran(self.worked_out)
        return Outcome(value, self, tuple(reasons))

    def traced(self) -> Outcome:
        """Run step by step."""
        trace = Trace([])
        value = running(partial(self.stepped, trace), trace.reasons, self.clock.now, self.place)
        return Outcome(value, self, tuple(trace.reasons), trace.root)

    def ran(self, work: Callable[..., T]) -> tuple[T, list[Reason]]:
        """What some work gives, in native form unless a number is too large for that; and the reasons for nulls."""
        reasons: list[Reason] = []
        try:
            return running(partial(work, native=True), reasons, self.clock.now, self.place), reasons
        except ArithmeticError:
            reasons.clear()
        return running(partial(work, native=False), reasons, self.clock.now, self.place), reasons


@dataclass(eq=False)
class Outcome:
    """The value of a decision or an expression. What else can be asked for goes over the evaluation once more, traced.

    value     a FEEL value (dsl/values.py)
    heard     the reasons for nulls, where they were listened to
    steps     the trace, where there is one already
    revision  which rules it was made under, and
    words     what their words are in English, where they are those of a project
    """

    value: Value
    run: Run = field(repr=False, compare=False)
    heard: tuple[Reason, ...] | None = field(default=None, repr=False)
    steps: Step | None = field(default=None, repr=False, compare=False)
    revision: str = ""
    words: Words | None = field(default=None, repr=False, compare=False)

    @cached_property
    def trace(self) -> Step:
        """What happened, step by step."""
        return self.steps if self.steps is not None else self.run.traced().trace

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why there are nulls in the value or on the way to it, as `nulls.null` was told."""
        if self.heard is not None:
            return self.heard
        return tuple(reason for step in self.trace.walk() for reason in step.reasons)

    @cached_property
    def findings(self) -> tuple[Diagnostic, ...]:
        """The reasons for nulls, each at the part of the rules that it was given in."""
        steps = self.trace.walk() if self.reasons else ()
        return tuple(
            Diagnostic(reason.code, step.span or NOWHERE, reason.values) for step in steps for reason in step.reasons
        )

    @cached_property
    def explanation(self) -> Explanation:
        """Why the value is what it is, in sentences with places."""
        return self._told(LANGUAGES)

    def explain(self, lang: str = "zh") -> str:
        """The explanation as text in "zh" or "en"."""
        return self._told((lang,)).as_text(lang)

    def _told(self, languages: Collection[str]) -> Explanation:
        told = self.run.explain(self.steps, languages)
        return self.words.explanation(told) if self.words and "en" in languages else told


Decide = Callable[[str, Mapping[str, object]], Outcome]
"""Asks for a decision by name about some facts, as `Project.evaluate` answers."""


def refuse_impossible(outcome: Outcome) -> Outcome:
    """The outcome; raises what cannot be done (a number plus a text). A null that comes from missing data may stand."""
    if any(map(impossible, outcome.reasons)):
        found = [finding for finding in outcome.findings if impossible(finding)]
        raise EvaluationError("; ".join(f"{finding.span}: {finding.code}" for finding in found), found)
    return outcome


def impossible(reason: Reason | Diagnostic) -> bool:
    """Whether a reason speaks of a mistake in rules or facts, not of something that is missing.

    >>> impossible(Reason("GJ1401", {"left": 1, "right": "a"})), impossible(Reason("GJ1412", {"value": None}))
    (True, False)
    """
    spoken_of = [value.value if isinstance(value, Shown) else value for value in reason.values.values()]
    return reason.code not in MISSING and None not in spoken_of
