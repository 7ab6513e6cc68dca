"""The only source of now.

Rules ask `now()` and `today()`; what they get is the reading of a clock that the caller may set, so that a test, a
replay and an explanation of an old decision see the instant they speak of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo

DEFAULT_ZONE = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Tells the present instant, with its zone."""

    def now(self) -> datetime:
        """The present instant; always with a zone."""


@dataclass(frozen=True)
class SystemClock:
    """The clock of the machine, read in `zone`."""

    zone: tzinfo = DEFAULT_ZONE

    def now(self) -> datetime:
        """The present instant."""
        return datetime.now(self.zone)


SYSTEM = SystemClock()


@dataclass(frozen=True)
class FixedClock:
    """A clock that stands still.

    >>> FixedClock("2024-07-01T09:00").now().isoformat()
    '2024-07-01T09:00:00+08:00'
    >>> FixedClock("2024-07-01").now().isoformat()
    '2024-07-01T00:00:00+08:00'
    """

    at: str | datetime
    zone: tzinfo = DEFAULT_ZONE

    def now(self) -> datetime:
        """The instant it was set to; a time without a zone is read in `zone`."""
        at = datetime.fromisoformat(self.at) if isinstance(self.at, str) else self.at
        return at if at.tzinfo else at.replace(tzinfo=self.zone)


class StandingClock:
    """Another clock, read once: all parts of an evaluation, and its explanation later, see the same instant."""

    def __init__(self, clock: Clock | None) -> None:
        self._clock = clock or SYSTEM
        self._instant: datetime | None = None

    @property
    def was_read(self) -> bool:
        """Whether anybody asked."""
        return self._instant is not None

    def now(self) -> datetime:
        """The instant of the first reading."""
        if self._instant is None:
            self._instant = self._clock.now()
        return self._instant
