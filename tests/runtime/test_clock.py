"""The clock is given, stands still during an evaluation, and is the same for its explanation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from engine.dsl.literals import to_text
from engine.runtime.clock import FixedClock, SystemClock
from engine.runtime.feel import expression, feel


class TickingClock:
    """A second later at every reading."""

    def __init__(self) -> None:
        self._instants = self._ticks()

    def _ticks(self) -> Iterator[datetime]:
        at = datetime(2026, 5, 8, 17, 0, tzinfo=UTC)
        while True:
            yield at
            at += timedelta(seconds=1)

    def now(self) -> datetime:
        """The next second."""
        return next(self._instants)


def test_rules_see_the_clock_they_are_given() -> None:
    """`now()` and `today()` read it, with its zone."""
    clock = FixedClock("2024-07-01T09:00")
    assert to_text(feel("today()", clock=clock)) == "2024-07-01"
    assert to_text(feel("now()", clock=clock)) == "2024-07-01T09:00:00@Asia/Shanghai"


def test_the_clock_stands_still() -> None:
    """Two readings in one evaluation agree, and so does the explanation that goes over it again."""
    outcome = expression("[now() = now(), now()]").evaluate({}, clock=TickingClock())
    assert outcome.value[0] is True  # type: ignore[index]
    assert outcome.trace.parts[0].value == outcome.value


@pytest.mark.parametrize("clock", [SystemClock(), FixedClock("2026-05-08")])
def test_every_clock_has_a_zone(clock: SystemClock | FixedClock) -> None:
    """An instant without a zone would be read differently from machine to machine."""
    assert clock.now().tzinfo is not None
