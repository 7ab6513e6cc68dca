"""What an evaluation gives: the value, why there are nulls in it, and on demand the steps that led to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from engine.dsl.diagnostics import Diagnostic
from engine.dsl.literals import Shown
from engine.dsl.nodes import NOWHERE
from engine.dsl.nulls import Reason
from engine.dsl.values import Value
from engine.errors import EvaluationError
from engine.runtime.trace import Step

MISSING = frozenset({
    "GJ1303",  # an argument is null
    "GJ1308",  # nothing in the list to take a mean of
    "GJ1310",  # no such entry
    "GJ1315",  # all and any of items that are not known
    "GJ1316",  # too few numbers for a deviation
    "GJ1403",  # an operand is null
    "GJ1413",  # an end of the interval is not known
    "GJ1433",  # no clock
    "GJ1441",  # no such entry
    "GJ1442",  # an entry of nothing
    "GJ1513",  # no item at the position
    "GJ1523",  # no row matches
})  # fmt: skip
"""Reasons that come from missing data: in strict mode such a null is a value like others."""


@dataclass(frozen=True)
class Outcome:
    """The value of a decision or an expression, and the reasons for nulls met on the way.

    `trace` and `findings` go over a compiled evaluation once more, step by step and under the same clock.
    """

    value: Value
    reasons: tuple[Reason, ...]
    retrace: Callable[[], Step] = field(repr=False, compare=False)

    @cached_property
    def trace(self) -> Step:
        """What happened, step by step."""
        return self.retrace()

    @cached_property
    def findings(self) -> tuple[Diagnostic, ...]:
        """The reasons for nulls, each at the part of the rules that it was given in."""
        steps = self.trace.walk() if self.reasons else ()
        return tuple(
            Diagnostic(reason.code, step.span or NOWHERE, reason.values) for step in steps for reason in step.reasons
        )


def refuse_impossible(outcome: Outcome) -> None:
    """Raise what cannot be done (a number plus a text); a null that comes from missing data is a value like others."""
    if any(map(impossible, outcome.reasons)):
        found = [finding for finding in outcome.findings if impossible(finding)]
        raise EvaluationError("; ".join(f"{finding.span}: {finding.code}" for finding in found), found)


def impossible(reason: Reason | Diagnostic) -> bool:
    """Whether a reason speaks of a mistake in rules or facts, not of something that is missing.

    >>> impossible(Reason("GJ1401", {"left": 1, "right": "a"})), impossible(Reason("GJ1412", {"value": None}))
    (True, False)
    """
    spoken_of = [value.value if isinstance(value, Shown) else value for value in reason.values.values()]
    return reason.code not in MISSING and None not in spoken_of
