"""`kind: calendar`: when people work.

Reads   weekly hours with several windows a day, holidays, make-up workdays (调休), days with hours of their own; a day
        is one of one year (`2026-10-01`, `2026-10-01..2026-10-07`) or of every year (`12-25`). `holidays: cn` stands
        for the statutory holidays of China and their make-up workdays, as far as they are published.
Gives   `Calendar.windows(day)`: the windows of any day, in seconds since local midnight; and how working days count.
Order   a special day beats a make-up workday, which beats a holiday, which beats the week; a day of one year beats one
        of every year. The same day listed as holiday and as workday is an error, not a silent choice.
Source  configs/calendars/*.yaml; domain decision D30.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta, timezone, tzinfo
from functools import cache
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.dsl import zones
from engine.dsl.dates import parse_date
from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix, Label
from engine.dsl.documents import MappingNode, Node, ScalarNode
from engine.dsl.nodes import NOWHERE
from engine.dsl.scalars import BOOLEANS
from engine.dsl.text import Text
from engine.model.decision import Element
from engine.model.kinds.calendar_checks import check_calendar
from engine.model.kinds.hours import DAY, Day, Windows, days, weekdays, windows
from engine.model.kinds.hours_mistakes import likely_days, likely_hours, likely_weekdays
from engine.model.kinds.kind import Definition, Definitions, Kind
from engine.model.kinds.openings import Openings, openings_of
from engine.model.kinds.statutory import Published, published
from engine.model.reading import Reader, meant_by, pairs, string, text

Parsed = TypeVar("Parsed")
Known = tuple[Windows, Text]  # the windows of a day that differs from its week, and what it is called

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Calendar(Definition):
    """Working time.

    time_zone    whose wall clock the windows speak of; empty where nothing is said: that of the project
    week         the windows of Monday to Sunday
    days         the days that differ, with a name
    known_until  the last day whose holidays are known
    count_start_day, end_of_day   for limits in working days: whether the day of the start is the first; whether they
                 end when the last day closes, not at the hour of the start
    """

    time_zone: str = ""
    week: tuple[Windows, ...] = ((),) * 7
    days: Mapping[Day, Known] = field(default_factory=dict)
    known_until: date | None = None
    count_start_day: bool = False
    end_of_day: bool = True
    _years: dict[int, Openings] = field(default_factory=dict, init=False, compare=False, repr=False)
    _told: dict[str, Calendar] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def zone(self) -> tzinfo:
        """The zone whose wall clock the windows speak of."""
        return zone_of(self.time_zone or "UTC")

    def told_in(self, time_zone: str) -> Calendar:
        """Itself where it names its zone, otherwise the same hours by the clocks of that zone; made once."""
        if self.time_zone:
            return self
        if time_zone not in self._told:
            self._told[time_zone] = replace(self, time_zone=time_zone)
        return self._told[time_zone]

    def windows(self, day: date) -> Windows:
        """The windows that begin on a day, ascending; none when nobody works."""
        known = self._known(day)
        return known[0] if known else self.week[day.weekday()]

    def works(self, day: date) -> bool:
        """Whether anybody works on that day."""
        return bool(self.windows(day))

    @property
    def never_closes(self) -> bool:
        """Whether it is open day and night.

        >>> ALWAYS.never_closes
        True
        """
        return not self.days and all(windows == ((0, DAY),) for windows in self.week)

    def occasion(self, day: date) -> Text | None:
        """Why a day differs from its week: the name of a holiday, of a make-up workday."""
        known = self._known(day)
        return known[1] if known else None

    def openings(self, year: int) -> Openings:
        """The windows that begin in a year, as instants; worked out once."""
        if year not in self._years:
            self._years[year] = openings_of(year, self.windows, self.zone)
        return self._years[year]

    def _known(self, day: date) -> Known | None:
        return self.days.get(day) or self.days.get((day.month, day.day))


ALWAYS = Calendar("24x7", Text("全天候", "around the clock"), NOWHERE, week=(((0, DAY),),) * 7)


def read(node: MappingNode, reader: Reader) -> Calendar:
    """The calendar; what cannot be read is reported at its place and left out."""
    found = reader.diagnostics
    before = len(found)
    week = week_of(_hours(node.get("hours"), found))
    if not any(week) and len(found) == before:
        found.add("GJ4604", node.key("name").span, name=string(node.get("name")))
    law = published(string(node.get("holidays")))
    known_until, days_ = parse_date(string(node.get("known_until"))), _exceptions(node, week, law, found)
    if len(found) == before:
        check_calendar(node, week, known_until, found)
    return Calendar(
        name=string(node.get("name")),
        label=text(node.get("label"), string(node.get("name"))),
        origin=node.key("kind").span,
        time_zone=string(node.get("time_zone")) if _checked(zone_of, node.get("time_zone"), "GJ4602", found) else "",
        week=week,
        days=days_,
        known_until=min((day for day in (known_until, law.until) if day), default=None),
        count_start_day=BOOLEANS.get(string(node.get("count_start_day")), False),
        end_of_day=BOOLEANS.get(string(node.get("end_of_day")), True),
    )


def lower(calendar: Calendar, definitions: Definitions, diagnostics: Diagnostics) -> tuple[Element, ...]:
    """A calendar decides nothing by itself."""
    return ()


def _hours(node: Node | None, found: Diagnostics) -> dict[str, Windows]:
    """The windows by weekday; a key that names no weekday is reported."""
    hours = {}
    for key, value in pairs(node):
        if _checked(weekdays, key, "GJ4606", found):
            hours[key.text] = _checked(windows, value, "GJ4601", found) or ()
    return hours


def _exceptions(node: MappingNode, week: tuple[Windows, ...], law: Published, found: Diagnostics) -> dict[Day, Known]:
    holidays, workdays = (dict(_listed(node.get(key), found)) for key in ("holidays", "workdays"))
    for day in holidays.keys() & workdays.keys():
        found.add("GJ4605", workdays[day].key.span, Label(holidays[day].key.span, "holiday"), day=day_name(day))
    special = {
        day: _checked(windows, entry.value, "GJ4601", found) for day, entry in _listed(node.get("special"), found)
    }
    return exceptions(
        week,
        {**law.holidays, **{day: entry.name for day, entry in holidays.items()}},
        {**law.workdays, **{day: entry.name for day, entry in workdays.items()}},
        {day: hours or () for day, hours in special.items()},
    )


def exceptions(
    week: tuple[Windows, ...],
    holidays: Mapping[Day, Text],
    workdays: Mapping[Day, Text],
    special: Mapping[Day, Windows],
) -> dict[Day, Known]:
    """The days that differ from their week; what is written further on wins. Make-up workdays have the hours of the
    first day of the week on which anybody works."""
    ordinary: Windows = next(filter(None, week), ())
    return {
        **{day: ((), name) for day, name in holidays.items()},
        **{day: (ordinary, name) for day, name in workdays.items()},
        **{day: (hours, SPECIAL) for day, hours in special.items()},
    }


@dataclass(frozen=True, slots=True)
class _Entry:
    key: ScalarNode
    value: Node

    @property
    def name(self) -> Text:
        """What the author calls the day."""
        return text(self.value)


def _listed(node: Node | None, found: Diagnostics) -> Iterator[tuple[Day, _Entry]]:
    """Every day of a mapping from days or ranges of days."""
    for key, value in pairs(node):
        for day in _checked(days, key, "GJ4603", found) or ():
            yield day, _Entry(key, value)


def _checked(read: Callable[[str], Parsed], node: Node | None, code: str, found: Diagnostics) -> Parsed | None:
    """What a reader makes of a node's text; a finding where it makes nothing."""
    if node is None:
        return None
    try:
        return read(string(node))
    except ValueError:
        likely = LIKELY[code](string(node)) if code in LIKELY else ""
        fix = Fix((Edit(node.span, f'"{likely}"' if ":" in likely else likely),)) if likely else None
        meant = {"suggestion": likely} if likely else {}
        found.extend([Diagnostic(code, node.span, {"value": string(node), **meant}, fix=fix)])
        return None


def week_of(hours: Mapping[str, Windows]) -> tuple[Windows, ...]:
    """The windows of Monday to Sunday, out of those of the weekdays that texts name."""
    week: list[Windows] = [()] * 7
    for text_, windows_ in hours.items():
        for number in weekdays(text_):
            week[number] = windows_
    return tuple(week)


@cache
def zone_of(text: str) -> tzinfo:
    """The time zone of a name, or of an offset; ValueError for one that does not exist.

    >>> zone_of("Asia/Shanghai"), str(zone_of("+05:30"))
    (zoneinfo.ZoneInfo(key='Asia/Shanghai'), 'UTC+05:30')
    """
    if offset := _OFFSET.fullmatch(text.strip()):
        hours, minutes = int(offset["hours"]), int(offset["minutes"] or 0)
        return timezone((-1 if offset["sign"] == "-" else 1) * timedelta(hours=hours, minutes=minutes))
    try:
        return ZoneInfo(text.strip())
    except (ZoneInfoNotFoundError, OSError):
        raise ValueError(text) from None


def likely_zone(text: str) -> str:
    """The zone that a name of none probably means.

    >>> likely_zone("Europe/Londn"), likely_zone("北京时间")
    ('Europe/London', 'Asia/Shanghai')
    """
    return next(iter(meant_by(text.strip(), sorted(zones.names()))), "")


def day_name(day: Day) -> str:
    """A day as calendars write it.

    >>> day_name(date(2026, 10, 1)), day_name((12, 5))
    ('2026-10-01', '12-05')
    """
    return day.isoformat() if isinstance(day, date) else f"{day[0]:02}-{day[1]:02}"


_OFFSET = re.compile(r"(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?", re.A)
LIKELY = {"GJ4601": likely_hours, "GJ4602": likely_zone, "GJ4603": likely_days, "GJ4606": likely_weekdays}
"""What a text that cannot be read was probably meant to be, by the code that reports it."""
SPECIAL = Text("特殊时段", "special hours")

KIND = Kind("calendar", read, lower)
