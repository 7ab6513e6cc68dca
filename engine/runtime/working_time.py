"""Working time: when a target is used up, how much of it has passed, and the ledger that explains both.

One rule carries everything: working time passes while the calendar is open and nothing is paused. `due` is the first
instant at which that time reaches the target; `elapsed` is that time between two instants; so they are inverse.

Reads   instants of Python (`datetime`), read further by `runtime.time_limits`, which takes texts too. An aware one is
        answered in its own zone; a naive one is taken as wall time of the calendar's zone and answered naively. All
        counting is done in UTC, so daylight saving neither adds nor loses.
Source  domain decision D30: hours run in the windows of the calendar; working days count from the next one and end
        when that day closes. Ambiguous wall times are the first of the two, missing ones lie after the gap.
"""

from __future__ import annotations

import calendar as months_of_year
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from engine.dsl.durations import Duration, Unit
from engine.dsl.text import Text
from engine.errors import EvaluationError
from engine.model.kinds.calendar import ALWAYS, Calendar
from engine.model.kinds.openings import MIDNIGHT, Interval, Openings, instant

MAX_YEARS = 200  # nobody waits longer; a calendar that stays closed that long never opens again
Pause = tuple[datetime, datetime | None]  # from, to; None while it lasts
FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line of the ledger: what happened between two instants, and the working time reached at its end.

    `kind` is "working", "paused" or "closed"; `occasion` names the holiday or make-up workday, where it is one.
    """

    start: datetime
    end: datetime
    kind: str
    counted: timedelta
    total: timedelta
    occasion: Text | None = None


def due(
    start: datetime, target: timedelta | Duration, calendar: Calendar = ALWAYS, pauses: Iterable[Pause] = ()
) -> datetime | None:
    """When `target` is used up; None while a pause that has not ended stands in the way.

    target   working time (hours, a timedelta), working days, days or months of the calendar on the wall
    pauses   do not count; for targets in days and months they move the due time by what they held up
    raises   EvaluationError when the calendar is not open long enough within MAX_YEARS
    """
    calendar = _told(calendar, start)
    begin, held = _utc(start, calendar), _pauses(pauses, calendar)
    if isinstance(target, Duration) and target.unit in _COUNTED:
        return _local(_counted(begin, target, calendar, held), start, calendar)
    length = target if isinstance(target, timedelta) else target.working_time or timedelta()
    return _local(_advance(begin, length, calendar, held), start, calendar)


def elapsed(start: datetime, end: datetime, calendar: Calendar = ALWAYS, pauses: Iterable[Pause] = ()) -> timedelta:
    """The working time between two instants, pauses left out; zero when the end comes first."""
    calendar = _told(calendar, start)
    return _elapsed(_utc(start, calendar), _utc(end, calendar), calendar, _pauses(pauses, calendar))


def ledger(
    start: datetime, end: datetime, calendar: Calendar = ALWAYS, pauses: Iterable[Pause] = ()
) -> tuple[Stretch, ...]:
    """Every stretch from `start` to `end`: working, paused, closed; the last total is what `elapsed` gives."""
    calendar = _told(calendar, start)
    begin, stop = _utc(start, calendar), _utc(end, calendar)
    held = _pauses(pauses, calendar)
    opened = list(_openings(begin, calendar, stop))
    marks = [(*working, "working") for working in _without(opened, held)]
    marks += [(*paused, "paused") for paused in _intersection(opened, held)]
    return tuple(_stretches(begin, stop, sorted(marks), calendar, start))


def provisional(at: datetime, calendar: Calendar) -> bool:
    """Whether an instant lies beyond the last day whose holidays are known."""
    known = calendar.known_until
    return known is not None and _wall(_utc(at, calendar), calendar).date() > known


def next_opening(at: datetime, calendar: Calendar, pauses: Iterable[Pause] = ()) -> datetime | None:
    """The first instant from `at` on at which time counts; None while a pause that has not ended stands in the way."""
    calendar = _told(calendar, at)
    begin, held = _utc(at, calendar), _pauses(pauses, calendar)
    just_behind = _advance(begin, timedelta.resolution, calendar, held)
    return _local(just_behind and just_behind - timedelta.resolution, at, calendar)


# -- how much time is open ---------------------------------------------------------------------------------------------


def _years(start: datetime, calendar: Calendar, stop: datetime | None = None) -> Iterator[Openings]:
    """The openings of every year from the one in which an instant lies; without a stop, as long as anybody waits."""
    first = (_wall(start, calendar).date() - timedelta(days=1)).year  # yesterday's window may cross midnight
    last = stop.year + 1 if stop else first + MAX_YEARS
    yield from map(calendar.openings, range(first, min(last + 1, date.max.year)))


def _open(start: datetime, stop: datetime, calendar: Calendar) -> timedelta:
    """The time that the calendar is open between two instants."""
    years = _years(start, calendar, stop) if start < stop else ()
    return sum((openings.until(stop) - openings.until(start) for openings in years), timedelta())


def _reach(start: datetime, target: timedelta, calendar: Calendar) -> datetime:
    """The first instant at which the calendar has been open for `target`, which is more than nothing."""
    for openings in _years(start, calendar):
        passed = openings.until(start)
        if target <= openings.whole - passed:
            return openings.at(passed + target)
        target -= openings.whole - passed
    raise _endless(calendar)


def _endless(calendar: Calendar) -> EvaluationError:
    name = calendar.label.en or calendar.label.zh
    return EvaluationError(f"{name}: so much time does not pass within {MAX_YEARS} years; is it ever open?")


# -- reaching a target -------------------------------------------------------------------------------------------------


def _advance(start: datetime, target: timedelta, calendar: Calendar, pauses: Iterable[Interval]) -> datetime | None:
    """The first instant at which `target` has run; None when an endless pause comes first."""
    if target <= timedelta():
        return start
    for begin, end in pauses:
        room = _open(start, begin, calendar)
        if target <= room:
            break
        if end == FOREVER:
            return None
        start, target = max(start, end), target - room
    return _reach(start, target, calendar)


def _elapsed(start: datetime, stop: datetime, calendar: Calendar, pauses: Iterable[Interval]) -> timedelta:
    held = (_open(max(start, begin), min(stop, end), calendar) for begin, end in pauses)
    return _open(start, stop, calendar) - sum(held, timedelta())


def _counted(start: datetime, target: Duration, calendar: Calendar, pauses: list[Interval]) -> datetime | None:
    """When so many days or months are over, moved on by what pauses held up."""
    try:
        reached = _utc(_COUNTED[target.unit](start, int(target.amount), calendar), calendar)
    except (OverflowError, ValueError):
        raise _endless(calendar) from None
    return _postponed(start, reached, calendar if target.unit is Unit.WORKING_DAYS else ALWAYS, pauses)


def _postponed(start: datetime, reached: datetime, calendar: Calendar, pauses: list[Interval]) -> datetime | None:
    """A due time moved on by the working time that pauses took before it."""
    target = _open(start, reached, calendar)
    held = target - _elapsed(start, reached, calendar, pauses)
    return _advance(start, target, calendar, pauses) if held else reached


def _working_days(start: datetime, amount: int, calendar: Calendar) -> datetime:
    first = _working_date(start, calendar)
    left = amount - (calendar.count_start_day and start < _closing(first, calendar))
    if amount <= 0:
        return start
    day = _working_day(start, first, left, calendar) if left else first
    return _closing(day, calendar) if calendar.end_of_day else _same_hour(start, first, day, calendar)


def _working_day(start: datetime, first: date, number: int, calendar: Calendar) -> date:
    """The n-th working day behind a day."""
    for openings in _years(start, calendar):
        index = bisect_right(openings.days, first)
        if number <= len(openings.days) - index:
            return openings.days[index + number - 1]
        number -= len(openings.days) - index
    raise _endless(calendar)


def _working_date(start: datetime, calendar: Calendar) -> date:
    """The day that an instant belongs to: the one before, while its last window runs on behind midnight."""
    day = _wall(start, calendar).date()
    eve = day - timedelta(days=1)
    return eve if start < _closing(eve, calendar) else day


def _closing(day: date, calendar: Calendar) -> datetime:
    """When a day closes; its beginning, when nobody works."""
    return instant(day, max((closes for _, closes in calendar.windows(day)), default=0), calendar.zone)


def _same_hour(start: datetime, first: date, day: date, calendar: Calendar) -> datetime:
    """The same hour on another day, moved into its windows: never in a break, never after closing."""
    wall = _wall(start, calendar).replace(tzinfo=None) - datetime.combine(first, MIDNIGHT)
    windows = calendar.windows(day)
    opens, closes = next((window for window in windows if wall.total_seconds() <= window[1]), windows[-1])
    return instant(day, min(max(wall.total_seconds(), opens), closes), calendar.zone)


def _days(start: datetime, amount: int, calendar: Calendar) -> datetime:
    wall = _wall(start, calendar).replace(tzinfo=None) + timedelta(days=amount)
    return wall.replace(tzinfo=calendar.zone)


def _months(start: datetime, amount: int, calendar: Calendar) -> datetime:
    """The same day of a later month, or its last day: 31 January and a month is 28 or 29 February."""
    wall = _wall(start, calendar)
    years, month = divmod(wall.month - 1 + amount, 12)
    last = months_of_year.monthrange(wall.year + years, month + 1)[1]
    return wall.replace(year=wall.year + years, month=month + 1, day=min(wall.day, last))


_COUNTED: Mapping[Unit, Callable[[datetime, int, Calendar], datetime]] = {
    Unit.WORKING_DAYS: _working_days,
    Unit.DAYS: _days,
    Unit.MONTHS: _months,
}


# -- streams of intervals, ascending and apart -------------------------------------------------------------------------


def _openings(start: datetime, calendar: Calendar, stop: datetime) -> Iterator[Interval]:
    """When the calendar is open between two instants; openings that touch are one, as around the clock."""
    held: Interval | None = None
    for begin, end in (each for openings in _years(start, calendar, stop) for each in openings.after(start)):
        if begin >= stop:
            break
        if held and begin > held[1]:
            yield held
            held = None
        held = (held[0] if held else begin, min(end, stop))
    if held:
        yield held


def _without(intervals: Iterable[Interval], holes: list[Interval]) -> Iterator[Interval]:
    for begin, end in intervals:
        for hole_begin, hole_end in holes:
            if hole_end <= begin or hole_begin >= end:
                continue
            if hole_begin > begin:
                yield begin, hole_begin
            begin = min(hole_end, end)
        if begin < end:
            yield begin, end


def _intersection(intervals: Iterable[Interval], others: Iterable[Interval]) -> Iterator[Interval]:
    pairs = ((max(a, c), min(b, d)) for a, b in intervals for c, d in others)
    return ((begin, end) for begin, end in pairs if begin < end)


# -- instants and wall clocks ------------------------------------------------------------------------------------------


def _told(calendar: Calendar, start: datetime) -> Calendar:
    """A calendar that names no zone, by the clock of the start."""
    if calendar.time_zone or start.tzinfo is None:
        return calendar
    return calendar.told_in(getattr(start.tzinfo, "key", None) or f"{start:%z}"[:5])


def _utc(at: datetime, calendar: Calendar) -> datetime:
    aware = at if at.tzinfo else at.replace(tzinfo=calendar.zone)
    return aware.astimezone(UTC)


def _wall(at: datetime, calendar: Calendar) -> datetime:
    return at.astimezone(calendar.zone)


def _local(at: datetime | None, like: datetime, calendar: Calendar) -> datetime | None:
    """An answer in the zone of the question; wall time of the calendar's zone where that was."""
    if at is None:
        return None
    return at.astimezone(like.tzinfo) if like.tzinfo else _wall(at, calendar).replace(tzinfo=None)


def _pauses(pauses: Iterable[Pause], calendar: Calendar) -> list[Interval]:
    """Pauses in UTC, ascending, those that touch made one."""
    ends = sorted((_utc(begin, calendar), _utc(end, calendar) if end else FOREVER) for begin, end in pauses)
    merged: list[Interval] = []
    for begin, end in ends:
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        elif begin < end:
            merged.append((begin, end))
    return merged


def _stretches(
    begin: datetime, stop: datetime, marks: list[tuple[datetime, datetime, str]], calendar: Calendar, like: datetime
) -> Iterator[Stretch]:
    """Marks in order, with what lies between them as closed."""
    at, total = begin, timedelta()
    for start, end, kind in [*marks, (stop, stop, "")]:
        if at < start:
            yield _stretch(at, start, "closed", timedelta(), total, calendar, like)
        counted = end - start if kind == "working" else timedelta()
        total += counted
        if kind:
            yield _stretch(start, end, kind, counted, total, calendar, like)
        at = end


def _stretch(
    start: datetime, end: datetime, kind: str, counted: timedelta, total: timedelta, calendar: Calendar, like: datetime
) -> Stretch:
    first, last = _local(start, like, calendar), _local(end, like, calendar)
    assert first is not None and last is not None
    days = (first.date() + timedelta(days=n) for n in range((last.date() - first.date()).days + 1))
    return Stretch(first, last, kind, counted, total, next(filter(None, map(calendar.occasion, days)), None))
