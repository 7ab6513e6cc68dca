"""Dates, times and durations: conversions (DMN 1.5, 10.3.4.1), `is` (10.3.4.6), calendar facts (10.3.4.8), `now`."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from engine.dsl import instant
from engine.dsl.builtins.registry import builtin
from engine.dsl.comparison import same
from engine.dsl.conversion import from_python
from engine.dsl.nulls import null
from engine.dsl.temporal import SECOND, Date, DateTime, DaysTime, Time, YearsMonths, Zone
from engine.dsl.temporal_text import parse_date, parse_date_time, parse_duration, parse_time
from engine.dsl.values import DECIMAL128

CONVERSION = "10.3.4.1"
CALENDAR = "10.3.4.8"
MISCELLANEOUS = "10.3.4.11"

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

T = TypeVar("T")


def _parsed(parse: Callable[[str], T | None], text: str, type_: str) -> T | None:
    value = parse(text)
    return null("GJ1431", text=text, type=type_) if value is None else value


def _date_part(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


# -- conversion ----------------------------------------------------------------------------------------------------


@builtin("date", section=CONVERSION)
def date(from_: str | Date | DateTime) -> Date | None:
    """The date that a text names, or the date of a date and time. Null for any other text.

    date("2012-12-25") - date("2012-12-24") = duration("P1D")
    date(date and time("2012-12-25T11:00:00Z")) = date("2012-12-25")
    date("2012-02-30") = null
    """
    return _parsed(parse_date, from_, "date") if isinstance(from_, str) else _date_part(from_)


@builtin("date", section=CONVERSION)
def date_of(year: Decimal, month: Decimal, day: Decimal) -> Date | None:
    """The date of that year, month and day, which are whole numbers. Null when there is no such day.

    date(2012, 12, 25) = date("2012-12-25")
    date(2012, 13, 25) = null
    """
    try:
        return Date(_whole(year), _whole(month), _whole(day))
    except ValueError:
        return null("GJ1432", type="date", parts=[year, month, day])


@builtin("time", section=CONVERSION)
def time(from_: str | Time | DateTime | Date) -> Time | None:
    """The time that a text names, or the time of a date and time; that of a date is midnight UTC. Null for other text.

    time("23:59:00Z") + duration("PT2M") = time("00:01:00@Etc/UTC")
    time(date and time("2012-12-25T11:00:00Z")) = time("11:00:00Z")
    time("7:00:00") = null
    """
    if isinstance(from_, str):
        return _parsed(parse_time, from_, "time")
    instant_ = from_.at_midnight() if isinstance(from_, Date) else from_
    return instant_.time if isinstance(instant_, DateTime) else instant_


@builtin("time", section=CONVERSION)
def time_of(hour: Decimal, minute: Decimal, second: Decimal, offset: DaysTime | None = None) -> Time | None:
    """The time of that hour, minute and second, with an offset from UTC if one is given. Null when there is none such.

    time(23, 59, 0, duration("PT0H")) = time("23:59:00Z")
    time(12, 59, 1.3, null) = time("12:59:01.3")
    time(24, 0, 0) = null
    """
    zone: Zone = None if offset is None else offset.seconds
    nanoseconds = DECIMAL128.multiply(second, Decimal(SECOND))
    try:
        whole, fraction = divmod(int(nanoseconds), SECOND)
        return Time(_whole(hour), _whole(minute), whole, fraction, zone)
    except (ValueError, OverflowError):
        return null("GJ1432", type="time", parts=[hour, minute, second, offset])


@builtin("date and time", section=CONVERSION)
def date_and_time(from_: str) -> DateTime | None:
    """The date and time that a text names; of a text that names a date, its midnight. Null for any other text.

    date and time("2012-12-24T23:59:00") + duration("PT1M") = date and time("2012-12-25T00:00:00")
    date and time("2012-12-24") = date and time("2012-12-24T00:00:00")
    date and time("11:00:00") = null
    """
    day = parse_date(from_)
    return DateTime(day, Time(0, 0, 0)) if day else _parsed(parse_date_time, from_, "date and time")


@builtin("date and time", section=CONVERSION)
def date_and_time_of(date: Date | DateTime, time: Time) -> DateTime:
    """The date, at the time; the zone is that of the time.

    date and time(date("2012-12-24"), time("23:59:00")) = date and time("2012-12-24T23:59:00")
    """
    return DateTime(_date_part(date), time)


@builtin("duration", section=CONVERSION)
def duration(from_: str) -> YearsMonths | DaysTime | None:
    """The duration of either kind that a text names. Null for any other text.

    duration("P2Y2M") = duration("P26M")
    duration("PT24H") = duration("P1D")
    duration("1D") = null
    """
    value = parse_duration(from_)
    return null("GJ1431", text=from_, type="duration") if value is None else value


@builtin("years and months duration", section=CONVERSION)
def years_and_months_duration(from_: Date | DateTime, to: Date | DateTime) -> YearsMonths:
    """The whole months from one date to another, negative when `to` is earlier. Times and zones do not count.

    years and months duration(date("2011-12-22"), date("2013-08-24")) = duration("P1Y8M")
    years and months duration(date("2013-08-24"), date("2011-12-22")) = duration("-P1Y8M")
    """
    start, end = _date_part(from_), _date_part(to)
    months = (end.year - start.year) * 12 + end.month - start.month
    if start < end and end.day < start.day:
        months -= 1
    if end < start and start.day < end.day:
        months += 1
    return YearsMonths(months)


def _whole(number: Decimal) -> int:
    if number != number.to_integral_value():
        raise ValueError("not a whole number")
    return int(number)


# -- identity ------------------------------------------------------------------------------------------------------


@builtin("is", section="10.3.4.6")
def is_(value1: object | None, value2: object | None) -> bool:
    """Whether both are the same value of the same type; times that mean the same instant in two zones are not.

    is(date("2012-12-25"), time("23:00:50")) = false
    is(time("23:00:50Z"), time("23:00:50+00:00")) = true
    is(time("23:00:50+00:00"), time("00:00:50+01:00")) = false
    """
    return same(value1, value2)


# -- calendar ------------------------------------------------------------------------------------------------------


@builtin("day of year", section=CALENDAR)
def day_of_year(date: Date | DateTime) -> Decimal:
    """The number of the day in its year, 1 to 366.

    day of year(date(2019, 9, 17)) = 260
    """
    return Decimal(_date_part(date).day_of_year)


@builtin("day of week", section=CALENDAR)
def day_of_week(date: Date | DateTime) -> str:
    """The English name of the day of the week.

    day of week(date(2019, 9, 17)) = "Tuesday"
    """
    return DAYS[_date_part(date).weekday - 1]


@builtin("month of year", section=CALENDAR)
def month_of_year(date: Date | DateTime) -> str:
    """The English name of the month.

    month of year(date(2019, 9, 17)) = "September"
    """
    return MONTHS[_date_part(date).month - 1]


@builtin("week of year", section=CALENDAR)
def week_of_year(date: Date | DateTime) -> Decimal:
    """The number of the week in its year (ISO 8601), 1 to 53: week 1 has the year's first Thursday.

    week of year(date(2019, 9, 17)) = 38
    week of year(date(2005, 1, 1)) = 53
    """
    return Decimal(_date_part(date).week)


# -- now -----------------------------------------------------------------------------------------------------------


@builtin("now", section=MISCELLANEOUS)
def now() -> DateTime | None:
    """The instant at which the rules are evaluated, with its zone. Null where the caller gave no clock.

    now() instance of date and time
    """
    reading = from_python(instant.now())
    return reading if isinstance(reading, DateTime) else null("GJ1433")


@builtin("today", section=MISCELLANEOUS)
def today() -> Date | None:
    """The date of `now()` in its zone.

    today() = date(now())
    """
    reading = now()
    return reading.date if reading else None
