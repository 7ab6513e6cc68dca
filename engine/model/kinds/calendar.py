"""`kind: calendar`: when people work.

Reads   weekly hours with several windows a day, holidays, make-up workdays (调休), days with hours of their own.
Gives   `Calendar.windows(day)`: the windows of any day, in seconds since local midnight.
Order   a special day beats a make-up workday, which beats a holiday, which beats the week. The same day listed as
        holiday and as workday is an error, not a silent choice.
Source  configs/calendars/*.yaml; domain decision D30.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.dsl.diagnostics import Diagnostics, Label
from engine.dsl.documents import MappingNode, Node, ScalarNode
from engine.dsl.nodes import NOWHERE
from engine.dsl.scalars import parse_date
from engine.dsl.text import Text
from engine.model.decision import Element
from engine.model.kinds.kind import Definition, Definitions, Kind
from engine.model.reading import Reader, pairs, string, text

Parsed = TypeVar("Parsed")
Window = tuple[int, int]  # from, to: seconds since local midnight; `to` may lie on the next day
Windows = tuple[Window, ...]

DAY = 24 * 3600
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHINESE = {f"周{name}": number for number, name in enumerate("一二三四五六日")}
_NUMBERS = {**{name: number for number, name in enumerate(WEEKDAYS)}, **_CHINESE, "周天": 6}
_WINDOW = re.compile(r"(\d{1,2}):(\d{2})\s*[-–~]\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class Calendar(Definition):
    """Working time. `week` holds the windows of Monday to Sunday; `days` those of the days that differ, with a name."""

    time_zone: str = "UTC"
    week: tuple[Windows, ...] = ((),) * 7
    days: Mapping[date, tuple[Windows, Text]] = field(default_factory=dict)
    known_until: date | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose wall clock the windows speak of."""
        return ZoneInfo(self.time_zone)

    def windows(self, day: date) -> Windows:
        """The windows that begin on a day, ascending; none when nobody works."""
        known = self.days.get(day)
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
        known = self.days.get(day)
        return known[1] if known else None


ALWAYS = Calendar("24x7", Text("全天候", "around the clock"), NOWHERE, week=(((0, DAY),),) * 7)


def calendar(
    hours: Mapping[str, str],
    time_zone: str = "UTC",
    *,
    holidays: Iterable[str] = (),
    workdays: Iterable[str] = (),
    special: Mapping[str, str] | None = None,
    known_until: str | None = None,
    name: str = "calendar",
) -> Calendar:
    """A calendar from Python, in the texts of the YAML kind.

    raises   ValueError for a text that is no window, day or zone
    >>> office = calendar({"mon-fri": "09:00-12:00, 13:30-18:00"}, "Asia/Shanghai", holidays=["2026-10-01..2026-10-07"])
    >>> office.windows(date(2026, 10, 8)), office.windows(date(2026, 10, 1))
    (((32400, 43200), (48600, 64800)), ())
    """
    week = _week({key: _windows(text) for key, text in hours.items()})
    days: dict[date, tuple[Windows, Text]] = {day: ((), Text("")) for span in holidays for day in _days(span)}
    days |= {day: (_ordinary(week), Text("")) for span in workdays for day in _days(span)}
    days |= {day: (_windows(text), Text("")) for span, text in (special or {}).items() for day in _days(span)}
    known = parse_date(known_until) if known_until else None
    return Calendar(name, Text(name), NOWHERE, _zone(time_zone), week, days, known)


def read(node: MappingNode, reader: Reader) -> Calendar:
    """The calendar; what cannot be read is reported at its place and left out."""
    found = reader.diagnostics
    before = len(found)
    week = _week(_hours(node.get("hours"), found))
    if not any(week) and len(found) == before:
        found.add("GJ4604", node.key("name").span, name=string(node.get("name")))
    return Calendar(
        name=string(node.get("name")),
        label=text(node.get("label"), string(node.get("name"))),
        origin=node.key("kind").span,
        time_zone=_checked(_zone, node.get("time_zone"), "GJ4602", found) or "UTC",
        week=week,
        days=_exceptions(node, week, found),
        known_until=parse_date(string(node.get("known_until"))),
    )


def lower(calendar: Calendar, definitions: Definitions, diagnostics: Diagnostics) -> tuple[Element, ...]:
    """A calendar decides nothing by itself."""
    return ()


def _hours(node: Node | None, found: Diagnostics) -> dict[str, Windows]:
    """The windows by weekday; a key that names no weekday is reported."""
    hours = {}
    for key, value in pairs(node):
        if _checked(_weekdays, key, "GJ4606", found):
            hours[key.text] = _checked(_windows, value, "GJ4601", found) or ()
    return hours


def _exceptions(node: MappingNode, week: tuple[Windows, ...], found: Diagnostics) -> dict[date, tuple[Windows, Text]]:
    holidays, workdays = (dict(_listed(node.get(key), found)) for key in ("holidays", "workdays"))
    for day in holidays.keys() & workdays.keys():
        found.add("GJ4605", workdays[day].key.span, Label(holidays[day].key.span, "holiday"), day=day.isoformat())
    days: dict[date, tuple[Windows, Text]] = {day: ((), entry.name) for day, entry in holidays.items()}
    days |= {day: (_ordinary(week), entry.name) for day, entry in workdays.items()}
    for day, entry in _listed(node.get("special"), found):
        days[day] = (_checked(_windows, entry.value, "GJ4601", found) or (), Text("特殊时段", "special hours"))
    return days


@dataclass(frozen=True, slots=True)
class _Entry:
    key: ScalarNode
    value: Node

    @property
    def name(self) -> Text:
        """What the author calls the day."""
        return text(self.value)


def _listed(node: Node | None, found: Diagnostics) -> Iterator[tuple[date, _Entry]]:
    """Every day of a mapping from days or ranges of days."""
    for key, value in pairs(node):
        for day in _checked(_days, key, "GJ4603", found) or ():
            yield day, _Entry(key, value)


def _checked(read: Callable[[str], Parsed], node: Node | None, code: str, found: Diagnostics) -> Parsed | None:
    """What a reader makes of a node's text; a finding where it makes nothing."""
    if node is None:
        return None
    try:
        return read(string(node))
    except ValueError:
        found.add(code, node.span, value=string(node))
        return None


def _week(hours: Mapping[str, Windows]) -> tuple[Windows, ...]:
    week: list[Windows] = [()] * 7
    for days, windows in hours.items():
        for number in _weekdays(days):
            week[number] = windows
    return tuple(week)


def _weekdays(text: str) -> list[int]:
    """Numbers of `mon-fri`, `sat`, `周一至周五`, several of them behind commas; Monday is 0.

    >>> _weekdays("mon-wed, sat"), _weekdays("周六、周日"), _weekdays("fri-mon")
    ([0, 1, 2, 5], [5, 6], [4, 5, 6, 0])
    """
    numbers = []
    for part in re.split(r"[,、]", _narrow(text).lower()):
        first, last = ([_NUMBERS.get(end.strip()) for end in re.split("[-–~至到]", part)] * 2)[:2]
        if first is None or last is None:
            raise ValueError(text)
        numbers += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    return numbers


def _windows(text: str) -> Windows:
    """Windows of a day, ascending and apart; one that ends before it begins crosses midnight.

    >>> _windows("09:00-12:00, 13:30-18:00"), _windows("22:00-06:00"), _windows("")
    (((32400, 43200), (48600, 64800)), ((79200, 108000),), ())
    """
    windows = sorted(_window(part) for part in re.split(r"[,、;]", _narrow(text)) if part.strip())
    if any(later[0] < earlier[1] for earlier, later in pairwise(windows)):
        raise ValueError(text)
    return tuple(windows)


def _window(text: str) -> Window:
    match = _WINDOW.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    hour, minute, end_hour, end_minute = map(int, match.groups())
    start, end = hour * 3600 + minute * 60, end_hour * 3600 + end_minute * 60
    if max(minute, end_minute) > 59 or start >= DAY or end > DAY or start == end:
        raise ValueError(text)
    return start, end if end > start else end + DAY


def _days(text: str) -> list[date]:
    """The days of `2026-10-01` or of `2026-10-01..2026-10-07`."""
    first, *rest = (parse_date(part.strip()) for part in _narrow(text).split(".."))
    last = rest[0] if len(rest) == 1 else first
    if first is None or last is None or len(rest) > 1 or not 0 <= (last - first).days <= 366:
        raise ValueError(text)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text.strip()).key
    except (ZoneInfoNotFoundError, OSError):
        raise ValueError(text) from None


def _ordinary(week: tuple[Windows, ...]) -> Windows:
    """The hours of a make-up workday: those of the first day of the week on which anybody works."""
    return next(filter(None, week), ())


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


KIND = Kind("calendar", read, lower)
