"""The hours of a calendar as instants: the openings of a year, with what they add up to.

Reads   the windows of each day, and the zone whose wall clock they speak of.
Gives   `Openings`: intervals in UTC, ascending and apart, and the time open before each. How much time lies before an
        instant, and at which instant so much has passed, is one search in them, however long it takes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from engine.model.kinds.hours import Windows

Interval = tuple[datetime, datetime]  # half-open, in UTC


@dataclass(frozen=True, slots=True)
class Openings:
    """The openings that begin in a year. `before` is the time open before each of them, and last of all the whole;
    `days` are those on which anybody works."""

    days: Sequence[date]
    starts: Sequence[datetime]
    ends: Sequence[datetime]
    before: Sequence[timedelta]

    @property
    def whole(self) -> timedelta:
        """The time open in the year."""
        return self.before[-1]

    def until(self, instant: datetime) -> timedelta:
        """The time open before an instant."""
        index = bisect_right(self.starts, instant) - 1
        return self.before[index] + min(self.ends[index], instant) - self.starts[index] if index >= 0 else timedelta()

    def at(self, passed: timedelta) -> datetime:
        """The first instant at which so much time has passed: more than none, no more than the whole."""
        index = bisect_left(self.before, passed) - 1
        return self.starts[index] + (passed - self.before[index])

    def after(self, instant: datetime) -> Iterator[Interval]:
        """The openings from an instant on; the first may have begun before."""
        for index in range(bisect_right(self.ends, instant), len(self.starts)):
            yield max(self.starts[index], instant), self.ends[index]


def openings_of(year: int, windows: Callable[[date], Windows], zone: tzinfo) -> Openings:
    """The openings that begin on the days of a year; those that touch or overlap are one."""
    first = date(year, 1, 1)
    days = [day for number in range(366) if (day := first + timedelta(days=number)).year == year and windows(day)]
    starts: list[datetime] = []
    ends = [instant(eve, windows(eve)[-1][1], zone) for eve in [first - timedelta(days=1)] if windows(eve)]
    carried = len(ends)  # what began on the eve counts in the year before
    before = [timedelta()]
    for day in days:
        for opens, closes in windows(day):
            begin, end = instant(day, opens, zone), instant(day, closes, zone)
            begin = max([begin, *ends[-1:]])
            if begin < end:
                starts.append(begin)
                ends.append(end)
                before.append(before[-1] + (end - begin))
    return Openings(days, starts, ends[carried:], before)


def instant(day: date, seconds: float, zone: tzinfo) -> datetime:
    """The instant at which the wall clock of a day shows so many seconds since midnight; the first, where it does so
    twice; as far behind the last change of the clock, where it never does.

    >>> from zoneinfo import ZoneInfo
    >>> instant(date(2026, 3, 8), 9000, ZoneInfo("America/New_York")).isoformat()     # 02:30, which is left out
    '2026-03-08T07:30:00+00:00'
    """
    return (datetime.combine(day, MIDNIGHT) + timedelta(seconds=seconds)).replace(tzinfo=zone).astimezone(UTC)


MIDNIGHT = time()
