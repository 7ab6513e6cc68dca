"""What one evaluation may use, the same in both executors.

A rule that asks for more ends in `LimitExceeded`, which names the limit. Time is bounded by counting work, not by a
clock, so that an evaluation ends the same way on every machine: one step is about a microsecond of compiled work (a
turn of a loop, a hundred items that a built-in function has to look at; a call of a function is a few). What a function
does beyond what its arguments show, such as making a pattern ready, it counts itself. Nothing counts outside `budget`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from engine.dsl.diagnostics import Diagnostic
from engine.dsl.nodes import NOWHERE
from engine.dsl.source import Span
from engine.errors import LimitExceeded

STEPS = 60_000  # turns of loops, calls, hundreds of items handed to a built-in; of one evaluation
CALL_STEPS = 5  # steps that a call counts for
REASON_STEPS = 5  # steps that a reason for null counts for
ITEMS_PER_STEP = 100  # items of a list, characters of a text that are looked at or copied
CALL_DEPTH = 64  # functions that wait for one another
NESTING = 250  # levels of one function; the parser allows 200 of one expression
FRAMES = 12_000  # Python frames: what CALL_DEPTH calls of reasonable bodies need when every step is traced
DEPTH = 2_000  # lists and contexts one in another that can be written out
SIZE = 1_000_000  # characters of a text, items of a list with all inside it
TRACED_STEPS = 20_000  # steps that a trace keeps; the evaluation goes on without keeping more

T = TypeVar("T")


@dataclass(slots=True)
class Budget:
    """What is left to one evaluation; `span` is the place of what is evaluated, `prepared` what need not be again."""

    span: Span
    steps: int = STEPS
    depth: int = CALL_DEPTH
    prepared: tuple[object, ...] = ()


BUDGET: ContextVar[Budget | None] = ContextVar("budget", default=None)
"""What is left to the evaluation that runs; None where nothing is counted."""


def spend(steps: int = 1) -> None:
    """Count steps.

    >>> token = BUDGET.set(Budget(NOWHERE))
    >>> spend(STEPS + 1)
    Traceback (most recent call last):
    engine.errors.LimitExceeded: STEPS: 60000
    >>> BUDGET.reset(token)
    """
    current = BUDGET.get()
    if current is not None:
        current.steps -= steps
        if current.steps < 0:
            exceeded("STEPS", STEPS)


def prepare(what: object, steps: int) -> None:
    """Count the steps it takes to make something ready, once in an evaluation, whether or not it was ready before."""
    current = BUDGET.get()
    if current is not None and what not in current.prepared:
        current.prepared = (*current.prepared, what)
        spend(steps)


def left() -> int:
    """The steps that are left."""
    current = BUDGET.get()
    return current.steps if current else STEPS


def call(function: Callable[..., T], *arguments: object, steps: int = CALL_STEPS) -> T:
    """Call a function that may wait for others; it counts for as long as it runs."""
    current = BUDGET.get()
    if current is None:
        return function(*arguments)
    current.steps -= steps
    if current.steps < 0:
        exceeded("STEPS", STEPS)
    current.depth -= 1
    if current.depth < 0:
        exceeded("CALL_DEPTH", CALL_DEPTH)
    try:
        return function(*arguments)
    finally:
        current.depth += 1


def counted(function: Callable[..., T]) -> Callable[..., T]:
    """The function, every call of which counts as one; for many calls in a row from one place."""
    current = BUDGET.get()
    if current is None:
        return function

    def call(*arguments: object) -> T:
        current.steps -= CALL_STEPS
        if current.steps < 0:
            exceeded("STEPS", STEPS)
        return function(*arguments)

    return call


def exceeded(limit: str, allowed: int, span: Span | None = None) -> NoReturn:
    """Refuse: `limit` is the name of a constant of this module."""
    current = BUDGET.get()
    place = span or (current.span if current else NOWHERE)
    raise LimitExceeded(f"{limit}: {allowed}", [Diagnostic("GJ1901", place, {"limit": limit, "allowed": allowed})])
