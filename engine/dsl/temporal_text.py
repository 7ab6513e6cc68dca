"""From text to dates, times and durations: the lexical forms of XML Schema Part 2, as DMN 1.5 narrows and widens them.

No leading `+`, years of four to nine digits without needless zeros, seconds never left out. Widened: nine decimals of a
second and a zone by name, `10:00:00@Europe/Paris`. Decimals beyond the ninth are cut off. Every function gives None for
text that is not of its form or names what does not exist, such as February 30th or an unknown zone.
"""

from __future__ import annotations

import re

from engine.dsl.temporal import Date, DateTime, DaysTime, Temporal, Time, YearsMonths, Zone

_DATE = re.compile(r"(-?(?:[1-9][0-9]{3,8}|0[0-9]{3}))-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    r"(?:(?P<utc>Z)|(?P<offset>[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)|@(?P<zone>[A-Za-z0-9_+/-]+))?"
)
_YEARS_MONTHS = re.compile(r"(-?)P(?=[0-9])(?:([0-9]{1,18})Y)?(?:([0-9]{1,18})M)?")
_DAYS_TIME = re.compile(
    r"(-?)P(?!$)(?:([0-9]{1,18})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,18})H)?(?:([0-9]{1,18})M)?(?:([0-9]{1,18})(?:\.([0-9]*))?S)?)?"
)
_END_OF_DAY = re.compile(r"T24:00:00(?:\.0+)?(?=$|[Z@+-])")


def parse_date(text: str) -> Date | None:
    """A date.

    >>> str(parse_date("2026-05-08")), parse_date("2026-02-30"), parse_date("+2026-05-08"), parse_date("02026-05-08")
    ('2026-05-08', None, None, None)
    """
    match = _DATE.fullmatch(text)
    try:
        return Date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def parse_time(text: str) -> Time | None:
    """A time: local, with an offset, or with a zone.

    >>> str(parse_time("09:30:00.50+08:00")), str(parse_time("09:30:00-00:00"))
    ('09:30:00.5+08:00', '09:30:00Z')
    >>> parse_time("9:30"), parse_time("24:00:00")
    (None, None)
    """
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second, fraction = match.groups()[:4]
    try:
        return Time(int(hour), int(minute), int(second), _nanoseconds(fraction), _zone(match))
    except ValueError:
        return None


def parse_date_time(text: str) -> DateTime | None:
    """A date and time. `24:00:00` is midnight of the next day (XML Schema 1.1, endOfDayFrag).

    >>> str(parse_date_time("2026-05-08T17:00:00@Asia/Shanghai")), str(parse_date_time("2026-12-31T24:00:00"))
    ('2026-05-08T17:00:00@Asia/Shanghai', '2027-01-01T00:00:00')
    """
    midnight = _END_OF_DAY.sub("T00:00:00", text)
    day, letter, clock = midnight.partition("T")
    date, time = parse_date(day), parse_time(clock)
    if date is None or time is None or not letter:
        return None
    try:
        return DateTime(date if midnight == text else date + DaysTime.of(days=1), time)
    except ValueError:
        return None


def parse_duration(text: str) -> YearsMonths | DaysTime | None:
    """A duration of either kind; both kinds in one text are none.

    >>> parse_duration("P1Y2M"), str(parse_duration("-PT36H")), parse_duration("P1Y1D"), parse_duration("P")
    (YearsMonths(months=14), '-P1DT12H', None, None)
    """
    try:
        return _years_months(text) or _days_time(text)
    except ValueError:
        return None


def parse_at(text: str) -> Temporal | None:
    """What `@"text"` stands for; None when it is of none of the five types (DMN 1.5, rule 62).

    >>> str(parse_at("2026-05-08")), str(parse_at("P1D")), parse_at("tomorrow")
    ('2026-05-08', 'P1D', None)
    """
    for parse in (parse_date, parse_time, parse_date_time, parse_duration):
        value = parse(text)
        if value is not None:
            return value
    return None


def _years_months(text: str) -> YearsMonths | None:
    match = _YEARS_MONTHS.fullmatch(text)
    if match is None:
        return None
    years, months = (int(part or 0) for part in match.groups()[1:])
    return YearsMonths(_signed(match, years * 12 + months))


def _days_time(text: str) -> DaysTime | None:
    match = _DAYS_TIME.fullmatch(text)
    if match is None:
        return None
    *counts, fraction = match.groups()[1:]
    days, hours, minutes, seconds = (int(count or 0) for count in counts)
    length = DaysTime.of(days=days, hours=hours, minutes=minutes, seconds=seconds, nanoseconds=_nanoseconds(fraction))
    return DaysTime(_signed(match, length.nanoseconds))


def _signed(match: re.Match[str], length: int) -> int:
    return -length if match[1] else length


def _nanoseconds(fraction: str | None) -> int:
    """The decimals of a second."""
    return int((fraction or "")[:9].ljust(9, "0"))


def _zone(match: re.Match[str]) -> Zone:
    """The zone that a time was written with; ValueError for minutes or seconds beyond 59."""
    if match["utc"]:
        return 0
    if match["offset"] is None:
        return match["zone"]
    hours, minutes, seconds = (int(part) for part in (match["offset"][1:] + ":00").split(":")[:3])
    if minutes > 59 or seconds > 59:
        raise ValueError("offset out of range")
    length = hours * 3600 + minutes * 60 + seconds
    return -length if match["offset"][0] == "-" else length
