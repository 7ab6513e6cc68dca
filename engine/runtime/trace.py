"""What happened: the steps of one evaluation, as a tree that mirrors the author's text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from engine.dsl import limits
from engine.dsl import nodes as feel
from engine.dsl.nulls import Reason
from engine.dsl.source import Span
from engine.dsl.values import Value
from engine.model.decision import Element
from engine.runtime.lowering import Place

P = TypeVar("P")

LITERALS = (feel.NumberLiteral, feel.StringLiteral, feel.BooleanLiteral)
"""They say themselves what they are, and make no step."""


@dataclass(slots=True, eq=False)
class Step:
    """One part of a rule was worked out: which, to what value, through which steps.

    `reasons` says why the value is null, where this very step is the cause.
    """

    of: Place | Element | None
    value: Value = None
    parts: list[Step] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)

    @property
    def span(self) -> Span | None:
        """The place in the author's file."""
        return getattr(self.of, "span", None) or getattr(self.of, "origin", None)

    def walk(self) -> Iterator[Step]:
        """This step and all below, in the order they began."""
        yield self
        for part in self.parts:
            yield from part.walk()


class Trace:
    """Collects steps; stands still when it holds too many, while the evaluation goes on."""

    def __init__(self, reasons: list[Reason]) -> None:
        self.root = Step(None)
        self._open = self.root
        self._kept = 0
        self.reasons = reasons
        self._attributed = 0

    def step(self, of: Place | Element, work: Callable[[P], Value], part: P) -> Value:
        """Do the work for a part as a step of its own. A reason for null belongs to the innermost step around it."""
        if self._kept >= limits.TRACED_STEPS:
            return work(part)
        self._kept += 1
        outer, step = self._open, Step(of)
        outer.parts.append(step)
        self._open = step
        try:
            step.value = work(part)
            return step.value
        finally:
            self._open = outer
            step.reasons = self.reasons[self._attributed :]
            self._attributed = len(self.reasons)
