"""Why a value is null: every null that an operation gives has a reason that can be asked for.

An operation that cannot answer returns `null("code", …)`. Where nobody listens the reason is dropped; inside
`listening()` it is collected. Reasons are rare, so the cost falls on failing operations only: whoever does not listen
can see afterwards that there was something to hear, and ask again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from engine.dsl import limits


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a code of the catalogue (`GJ…`, worded in zh and en there) and the values it speaks of."""

    code: str
    values: Mapping[str, object]


LISTENER: ContextVar[list[Reason] | None] = ContextVar("null_reasons", default=None)
"""Where reasons are collected; None where nobody listens."""


def null(code: str, **values: object) -> None:
    """Record why the result is null, and be it.

    >>> with listening() as reasons:
    ...     null("GJ1401", left=1, right="a")
    >>> [r.code for r in reasons]
    ['GJ1401']
    """
    global _unheard
    heard = LISTENER.get()
    if heard is None:
        _unheard = object()
    else:
        limits.spend(limits.REASON_STEPS)
        heard.append(Reason(code, values))


_unheard = object()


def unheard() -> object:
    """What is another object as soon as a reason was given to which nobody listened.

    >>> before = unheard()
    >>> null("GJ1401", left=1, right="a")
    >>> unheard() is before
    False
    """
    return _unheard


@contextmanager
def listening() -> Iterator[list[Reason]]:
    """Collect the reasons given inside the block."""
    reasons: list[Reason] = []
    token = LISTENER.set(reasons)
    try:
        yield reasons
    finally:
        LISTENER.reset(token)
