"""What is suspicious in a calendar that can be read: days and weekdays named twice, ends that seem exchanged.

Gives   GJ4607 (a window that lasts nearly all night and day), GJ4608 (a day listed twice), GJ4609 (a make-up workday
        that is worked anyway), GJ4610 (known until a day before the last holiday), GJ4614 (a weekday named twice).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix, Label
from engine.dsl.documents import MappingNode, Node, ScalarNode
from engine.model.kinds.hours import DAY, Day, Windows, days, weekday_name, weekdays, windows
from engine.model.reading import pairs, string

SATURDAY, WEEKDAYS = 5, 7
EARLY = 7 * 3600  # nobody begins before, by day
LONGEST_SHIFT = 16 * 3600  # seconds; a longer window over midnight has its ends exchanged


def check_calendar(node: MappingNode, week: tuple[Windows, ...], known_until: date | None, found: Diagnostics) -> None:
    """Everything about a calendar of which every text can be read."""
    _weekdays_once(node.get("hours"), found)
    _shifts(node, found)
    holidays, workdays = (list(_days(node.get(key))) for key in ("holidays", "workdays"))
    _days_once(holidays, found)
    _days_once(workdays, found)
    _worked_anyway(workdays, {day for day, _ in holidays}, week, found)
    _known(node, holidays, known_until, found)


def _weekdays_once(hours: Node | None, found: Diagnostics) -> None:
    """No two keys speak of one weekday: the later would win."""
    seen: dict[int, ScalarNode] = {}
    for key, _ in pairs(hours):
        twice = [number for number in weekdays(key.text) if number in seen]
        if twice:
            first = seen[twice[0]]
            found.extend([_weekday_again(key, first, {day for each, _ in pairs(hours) for day in weekdays(each.text)})])
        seen |= dict.fromkeys(weekdays(key.text), key)


def _weekday_again(key: ScalarNode, first: ScalarNode, spoken_of: set[int]) -> Diagnostic:
    """The finding for a weekday that another key has, with the next that none has."""
    last = weekdays(key.text)[-1]
    free = [day for day in range(last + 1, WEEKDAYS) if day not in spoken_of][:1]
    meant = {"suggestion": weekday_name(free[0], key.text)} if free and len(weekdays(key.text)) == 1 else {}
    fix = Fix((Edit(key.span, meant["suggestion"]),)) if meant else None
    values = {"name": key.text, "first": first.text, **meant}
    return Diagnostic("GJ4614", key.span, values, (Label(first.span, "first"),), fix=fix)


def _shifts(node: MappingNode, found: Diagnostics) -> None:
    """A window over midnight is a night shift, not a day and a night."""
    for _, value in (*pairs(node.get("hours")), *pairs(node.get("special"))):
        long = [(end, start) for start, end in windows(string(value)) if end - start > LONGEST_SHIFT and end > DAY]
        for end, start in long[:1]:
            hours, end = (end - start) // 3600, end % DAY
            afternoon = start < end + DAY // 2 and end < EARLY  # `09:00-3:30`: by a clock of twelve hours
            meant = (start, end + DAY // 2) if afternoon else (end, start)
            found.add("GJ4607", value.span, hours=hours, suggestion="-".join(map(_clock, meant)))


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"


def _days(node: Node | None) -> Iterator[tuple[Day, ScalarNode]]:
    """Every day that is listed, with the key that lists it."""
    return ((day, key) for key, _ in pairs(node) for day in days(key.text))


def _days_once(listed: Iterable[tuple[Day, ScalarNode]], found: Diagnostics) -> None:
    """No day is listed twice; of two entries the one with fewer days is told, once."""
    seen: dict[Day, ScalarNode] = {}
    told: set[str] = set()
    for day, key in listed:
        first = seen.setdefault(day, key)
        fewer, more = sorted((key, first), key=lambda each: len(days(each.text)))
        if first is not key and fewer.text not in told:
            told.add(fewer.text)
            found.add("GJ4608", fewer.span, Label(more.span, "first"), day=fewer.text, first=more.text)


def _worked_anyway(
    workdays: Iterable[tuple[Day, ScalarNode]], holidays: set[Day], week: tuple[Windows, ...], found: Diagnostics
) -> None:
    """A make-up workday falls on a weekend, also where that is worked anyway, or on a day that is not worked else."""
    ordinary = next(filter(None, week), ())
    for day, key in workdays:
        weekday = day.weekday() if isinstance(day, date) else SATURDAY
        if weekday < SATURDAY and week[weekday] == ordinary and day not in holidays:
            found.add("GJ4609", key.span, day=key.text)


def _known(
    node: MappingNode, holidays: Iterable[tuple[Day, ScalarNode]], known_until: date | None, found: Diagnostics
) -> None:
    """What is listed is known."""
    last = max((day for day, _ in holidays if isinstance(day, date)), default=None)
    written = node.get("known_until")
    if written and known_until and last and last > known_until:
        suggestion = date(last.year, 12, 31).isoformat()
        fix = Fix((Edit(written.span, suggestion),))
        found.add("GJ4610", written.span, fix=fix, last=last.isoformat(), suggestion=suggestion)
