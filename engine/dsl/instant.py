"""The instant that `now()` and `today()` speak of.

The language has no clock of its own. Whoever evaluates says with `reading` where the time comes from, so that a test, a
replay and an explanation see the instant they are about; without it, `now()` is null with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

CLOCK: ContextVar[Callable[[], datetime] | None] = ContextVar("clock", default=None)
"""What tells the present instant; None where nothing does."""


def now() -> datetime | None:
    """The reading of the clock, with its zone; None where there is no clock.

    >>> now()
    """
    clock = CLOCK.get()
    return clock() if clock else None


@contextmanager
def reading(clock: Callable[[], datetime]) -> Iterator[None]:
    """Let `now()` read that clock inside the block.

    >>> with reading(lambda: datetime(2026, 5, 8, 17, 0)):
    ...     str(now())
    '2026-05-08 17:00:00'
    """
    token = CLOCK.set(clock)
    try:
        yield
    finally:
        CLOCK.reset(token)
