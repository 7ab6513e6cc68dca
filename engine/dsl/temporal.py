"""Dates, times and durations (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.8): five frozen types of our own.

Python's datetime knows years 1..9999 and microseconds; FEEL asks for years ±999,999,999 and nanoseconds. Years are
counted as in XML Schema 1.1: the Gregorian calendar without end, and the year 0 comes before the year 1.

`==` is the identity of the standard's `is`: everything counts, the zone too. What FEEL's `=` and `<` mean stands in
comparison.py. `str` gives the text of FEEL's `string()`. A constructor refuses what does not exist with ValueError.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import total_ordering
from typing import TypeVar

from engine.dsl import zones

SECOND = 1_000_000_000
DAY = 86_400
MAX_YEAR = 999_999_999
MAX_OFFSET = 18 * 3600
"""The widest offset from UTC, in seconds: real offsets reach 15:56, other implementations allow 18 hours."""
MAX_DURATION = 2**63
"""No duration reaches so many seconds or months: what fits the 64 bits of other implementations."""

CYCLE_YEARS = 400
CYCLE_DAYS = 146_097
"""The Gregorian calendar repeats after so many years, which are so many days."""
MILLENNIUM = date(2000, 1, 1).toordinal()
MILLENNIUM_DAY = MILLENNIUM - date(1970, 1, 1).toordinal()

Zone = int | str | None
"""Seconds east of UTC, the name of a zone, or None for a local time."""


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A years and months duration, in months.

    >>> str(YearsMonths(14)), str(YearsMonths(-9)), str(YearsMonths(0))
    ('P1Y2M', '-P9M', 'P0M')
    """

    months: int

    def __post_init__(self) -> None:
        if abs(self.months) >= MAX_DURATION:
            raise ValueError("duration out of range")

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        parts = _part(years, "Y") + _part(months, "M")
        return f"{_sign(self.months)}P{parts or '0M'}"


@dataclass(frozen=True, slots=True, order=True)
class DaysTime:
    """A days and time duration, in nanoseconds.

    >>> str(DaysTime.of(hours=26, seconds=1)), str(DaysTime(-500_000_000)), str(DaysTime(0))
    ('P1DT2H1S', '-PT0.5S', 'PT0S')
    """

    nanoseconds: int

    def __post_init__(self) -> None:
        if abs(self.nanoseconds) >= MAX_DURATION * SECOND:
            raise ValueError("duration out of range")

    @classmethod
    def of(cls, *, days: int = 0, hours: int = 0, minutes: int = 0, seconds: int = 0, nanoseconds: int = 0) -> DaysTime:
        """The sum of the parts."""
        return cls((days * DAY + hours * 3600 + minutes * 60 + seconds) * SECOND + nanoseconds)

    @property
    def seconds(self) -> int:
        """Whole seconds, towards zero."""
        whole = abs(self.nanoseconds) // SECOND
        return whole if self.nanoseconds >= 0 else -whole

    def __str__(self) -> str:
        seconds, fraction = divmod(abs(self.nanoseconds), SECOND)
        days, seconds = divmod(seconds, DAY)
        clock = _part(seconds // 3600, "H") + _part(seconds // 60 % 60, "M")
        if seconds % 60 or fraction:
            clock += f"{seconds % 60}{_fraction(fraction)}S"
        if not days and not clock:
            return "PT0S"
        return f"{_sign(self.nanoseconds)}P{_part(days, 'D')}{'T' if clock else ''}{clock}"


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A date.

    >>> str(Date(2026, 1, 31) + YearsMonths(1)), str(Date(-44, 3, 15)), Date(1970, 1, 2).number
    ('2026-02-28', '-0044-03-15', 1)
    """

    year: int
    month: int
    day: int

    def __post_init__(self) -> None:
        if abs(self.year) > MAX_YEAR:
            raise ValueError("year out of range")
        self._in_cycle()

    @classmethod
    def numbered(cls, number: int) -> Date:
        """The date that many days after 1970-01-01."""
        cycles, day = divmod(number - MILLENNIUM_DAY, CYCLE_DAYS)
        found = date.fromordinal(MILLENNIUM + day)
        return cls(found.year + CYCLE_YEARS * cycles, found.month, found.day)

    @property
    def number(self) -> int:
        """Days since 1970-01-01."""
        cycles = self.year // CYCLE_YEARS - 2000 // CYCLE_YEARS
        return self._in_cycle().toordinal() - MILLENNIUM + MILLENNIUM_DAY + cycles * CYCLE_DAYS

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday (ISO 8601)."""
        return self._in_cycle().isoweekday()

    @property
    def day_of_year(self) -> int:
        """1 for January 1st."""
        return self._in_cycle().timetuple().tm_yday

    @property
    def week(self) -> int:
        """The ISO 8601 week, 1 to 53."""
        return self._in_cycle().isocalendar().week

    def __add__(self, duration: YearsMonths | DaysTime) -> Date:
        """Months keep the day of the month where it exists, else the last one; a rest of hours is cut off."""
        if isinstance(duration, DaysTime):
            return Date.numbered(self.number + duration.nanoseconds // (DAY * SECOND))
        year, month = divmod(self.year * 12 + self.month - 1 + duration.months, 12)
        return Date(year, month + 1, min(self.day, _days_in(year, month + 1)))

    def at_midnight(self) -> DateTime:
        """The date as a date and time: midnight UTC (DMN 1.5, 10.3.2.9.4)."""
        return DateTime(self, Time(0, 0, 0, zone=0))

    def _in_cycle(self) -> date:
        """The same day of a year 2000..2399, on which Python's calendar can be asked."""
        return date(2000 + self.year % CYCLE_YEARS, self.month, self.day)

    def __str__(self) -> str:
        return f"{self.year:0{5 if self.year < 0 else 4}d}-{self.month:02d}-{self.day:02d}"


@total_ordering
@dataclass(frozen=True, slots=True)
class Time:
    """A time of day, with an offset in seconds east of UTC, with the name of a zone, or local.

    >>> str(Time(9, 30, 0, zone=28800)), str(Time(9, 30, 0, 500_000_000, "Asia/Shanghai"))
    ('09:30:00+08:00', '09:30:00.5@Asia/Shanghai')
    """

    hour: int
    minute: int
    second: int
    nanosecond: int = 0
    zone: Zone = None

    def __post_init__(self) -> None:
        _within(self.hour, 24)
        _within(self.minute, 60)
        _within(self.second, 60)
        _within(self.nanosecond, SECOND)
        _check_zone(self.zone)

    @classmethod
    def of_day(cls, nanoseconds: int, zone: Zone) -> Time:
        """The time that many nanoseconds after midnight; it wraps at midnight."""
        seconds, fraction = divmod(nanoseconds, SECOND)
        minutes, second = divmod(seconds % DAY, 60)
        return cls(minutes // 60, minutes % 60, second, fraction, zone)

    @property
    def second_of_day(self) -> int:
        """Whole seconds since midnight."""
        return self.hour * 3600 + self.minute * 60 + self.second

    @property
    def nanoseconds(self) -> int:
        """Nanoseconds on the time line: since midnight UTC, or since local midnight for a local time."""
        return (self.second_of_day - (self.offset or 0)) * SECOND + self.nanosecond

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC; None for a local time.

        A named zone is asked about 1972-12-31, the day on which XML Schema 1.1 (E.3.3) places times without a date.
        """
        if isinstance(self.zone, str):
            return zones.offset_on(self.zone, (1972, 12, 31), self.second_of_day)
        return self.zone

    def zoned(self, zone: Zone) -> Time:
        """The same time in a zone; one that has a zone stays as it is."""
        return replace(self, zone=zone) if self.zone is None else self

    def __add__(self, duration: DaysTime) -> Time:
        """The clock runs on past midnight (10.3.2.3.4)."""
        return Time.of_day(self.second_of_day * SECOND + self.nanosecond + duration.nanoseconds, self.zone)

    def __lt__(self, other: Time) -> bool:
        return _same_kind(self, other).nanoseconds < other.nanoseconds

    def __str__(self) -> str:
        clock = f"{self.hour:02d}:{self.minute:02d}:{self.second:02d}{_fraction(self.nanosecond)}"
        return clock + _zone_text(self.zone)


@total_ordering
@dataclass(frozen=True, slots=True)
class DateTime:
    """A date and time; the zone is that of the time.

    fold    1 where clocks that went back show this time for the second time; text does not tell

    >>> str(DateTime(Date(2026, 5, 8), Time(17, 0, 0, zone="Asia/Shanghai")) + DaysTime.of(hours=8))
    '2026-05-09T01:00:00@Asia/Shanghai'
    """

    date: Date
    time: Time
    fold: int = 0

    @classmethod
    def at(cls, nanoseconds: int, zone: Zone) -> DateTime:
        """What clocks of the zone show that many nanoseconds after 1970-01-01 midnight (UTC, or local for None)."""
        offset, fold = (zone or 0), 0
        if isinstance(offset, str):
            day, second = divmod(nanoseconds // SECOND, DAY)
            offset, fold = zones.offset_at(offset, _civil(Date.numbered(day)), second)
        day, rest = divmod(nanoseconds + offset * SECOND, DAY * SECOND)
        return cls(Date.numbered(day), Time.of_day(rest, zone), fold)

    @property
    def zone(self) -> Zone:
        """The zone of the time."""
        return self.time.zone

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC on that day; None for a local date and time."""
        zone = self.time.zone
        if isinstance(zone, str):
            return zones.offset_on(zone, _civil(self.date), self.time.second_of_day, self.fold)
        return zone

    @property
    def nanoseconds(self) -> int:
        """Nanoseconds on the time line since 1970-01-01: midnight UTC, or local midnight when it is local."""
        seconds = self.date.number * DAY + self.time.second_of_day - (self.offset or 0)
        return seconds * SECOND + self.time.nanosecond

    def zoned(self, zone: Zone) -> DateTime:
        """The same date and time in a zone; one that has a zone stays as it is."""
        return replace(self, time=self.time.zoned(zone))

    def __add__(self, duration: YearsMonths | DaysTime) -> DateTime:
        """Months keep what the clock shows; days and time are elapsed time, so clocks may change meanwhile."""
        if isinstance(duration, YearsMonths):
            return DateTime(self.date + duration, self.time)
        return DateTime.at(self.nanoseconds + duration.nanoseconds, self.zone)

    def __lt__(self, other: DateTime) -> bool:
        return _same_kind(self, other).nanoseconds < other.nanoseconds

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"


Temporal = Date | Time | DateTime | YearsMonths | DaysTime
Clocked = TypeVar("Clocked", Time, DateTime)


def comparable(left: Time | DateTime, right: Time | DateTime) -> bool:
    """Whether both lie on one time line: both local or neither."""
    return (left.zone is None) == (right.zone is None)


def apart(left: Time | DateTime, right: Time | DateTime) -> int:
    """The whole seconds from one to the other; a local one takes the zone of the other (DMN 1.5, 10.3.2.3.6).

    >>> apart(Time(9, 0, 1), Time(9, 0, 0, zone=3600)), apart(Time(9, 0, 0, zone=0), Time(9, 0, 0, zone=3600))
    (1, 3600)
    """
    if not comparable(left, right):
        left, right = left.zoned(right.zone), right.zoned(left.zone)
    return left.nanoseconds // SECOND - right.nanoseconds // SECOND


def _same_kind(left: Clocked, right: Clocked) -> Clocked:
    if not comparable(left, right):
        raise TypeError("a local time and one with a zone have no order")
    return left


def _civil(day: Date) -> zones.Civil:
    return day.year, day.month, day.day


def _days_in(year: int, month: int) -> int:
    """The length of a month."""
    later, next_month = divmod(month, 12)
    return (date(2000 + year % CYCLE_YEARS + later, next_month + 1, 1) - date(2000 + year % CYCLE_YEARS, month, 1)).days


def _within(value: int, limit: int) -> None:
    if not 0 <= value < limit:
        raise ValueError("time out of range")


def _check_zone(zone: Zone) -> None:
    if isinstance(zone, str):
        zones.rules(zone)
    elif zone is not None and abs(zone) > MAX_OFFSET:
        raise ValueError("offset out of range")


def _zone_text(zone: Zone) -> str:
    """`Z`, `+08:00`, `-02:45:55`, `@Asia/Shanghai`, or nothing."""
    if isinstance(zone, str):
        return f"@{zone}"
    if not zone:
        return "Z" if zone == 0 else ""
    minutes, seconds = divmod(abs(zone), 60)
    tail = f":{seconds:02d}" if seconds else ""
    return f"{'-' if zone < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}{tail}"


def _fraction(nanoseconds: int) -> str:
    return f".{nanoseconds:09d}".rstrip("0") if nanoseconds else ""


def _part(count: int, designator: str) -> str:
    return f"{count}{designator}" if count else ""


def _sign(value: int) -> str:
    return "-" if value < 0 else ""
