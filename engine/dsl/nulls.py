"""Why a value is null: every null that an operation gives has a reason that can be asked for.

An operation that cannot answer returns `null("code", …)`. Where nobody listens the reason is dropped; inside
`listening()` it is collected. Reasons are rare, so the cost falls on failing operations only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a code of the catalogue (`GJ…`, worded in zh and en there) and the values it speaks of."""

    code: str
    values: Mapping[str, object]


_listener: ContextVar[list[Reason] | None] = ContextVar("null_reasons", default=None)


def null(code: str, **values: object) -> None:
    """Record why the result is null, and be it.

    >>> with listening() as reasons:
    ...     null("GJ1401", left=1, right="a")
    >>> [r.code for r in reasons]
    ['GJ1401']
    """
    heard = _listener.get()
    if heard is not None:
        heard.append(Reason(code, values))


@contextmanager
def listening() -> Iterator[list[Reason]]:
    """Collect the reasons given inside the block."""
    reasons: list[Reason] = []
    token = _listener.set(reasons)
    try:
        yield reasons
    finally:
        _listener.reset(token)
