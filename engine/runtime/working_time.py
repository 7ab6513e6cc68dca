"""Working time: when a target is due, how much of it has passed, and the ledger that explains both.

One rule carries everything: working time passes while the calendar is open and nothing is paused. `due` is the first
instant at which that time reaches the target; `elapsed` is that time between two instants; so they are inverse.

Reads   instants of Python (`datetime`). An aware one is answered in the calendar's zone, a naive one is taken as wall
        time of that zone and answered naively. All counting is done in UTC, so daylight saving neither adds nor loses.
Source  domain decision D30: hours run in the windows of the calendar; working days count from the next one and end
        when that day closes. Ambiguous wall times are the first of the two, missing ones lie after the gap.
"""

from __future__ import annotations

import calendar as months_of_year
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from engine.dsl.durations import Duration, Unit, parse_duration
from engine.dsl.text import Text
from engine.errors import EvaluationError
from engine.model.kinds.calendar import ALWAYS, Calendar

MAX_CLOSED_DAYS = 400  # a calendar that stays closed longer than this never opens again
Interval = tuple[datetime, datetime]  # half-open, in UTC
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
    start: datetime,
    target: str | timedelta | Duration,
    calendar: Calendar = ALWAYS,
    pauses: Iterable[Pause] = (),
    *,
    end_of_day: bool = True,
    count_start_day: bool = False,
) -> datetime | None:
    """When `target` is used up; None while a pause that has not ended stands in the way.

    target   working time (`2h`, a timedelta), working days, days or months of the calendar on the wall
    pauses   do not count; for targets in days and months they move the due time by what they held up
    end_of_day, count_start_day   for working days: due when the last day closes, not at the hour of the start; whether
             the day of the start is the first
    raises   EvaluationError when the calendar stays closed for MAX_CLOSED_DAYS

    >>> from engine.model.kinds.calendar import calendar
    >>> office = calendar({"mon-fri": "09:00-12:00, 13:30-18:00"}, "Asia/Shanghai")
    >>> due(datetime(2026, 9, 16, 10), "4h", office)
    datetime.datetime(2026, 9, 16, 15, 30)
    >>> due(datetime(2026, 9, 16, 10), "3 个工作日", office)
    datetime.datetime(2026, 9, 21, 18, 0)
    """
    duration = _duration(target)
    begin, held = _utc(start, calendar), _pauses(pauses, calendar)
    if isinstance(duration, timedelta):
        return _local(_advance(begin, duration, calendar, held), start, calendar)
    reached = _utc(_COUNTED[duration.unit](begin, duration, calendar, end_of_day, count_start_day), calendar)
    clock = calendar if duration.unit is Unit.WORKING_DAYS else ALWAYS
    return _local(_postponed(begin, reached, clock, held), start, calendar)


def elapsed(start: datetime, end: datetime, calendar: Calendar = ALWAYS, pauses: Iterable[Pause] = ()) -> timedelta:
    """The working time between two instants, pauses left out; zero when the end comes first.

    >>> from engine.model.kinds.calendar import calendar
    >>> office = calendar({"mon-fri": "09:00-12:00, 13:30-18:00"}, "Asia/Shanghai")
    >>> elapsed(datetime(2026, 9, 16, 10), datetime(2026, 9, 16, 15, 30), office)
    datetime.timedelta(seconds=14400)
    """
    begin, stop = _utc(start, calendar), _utc(end, calendar)
    return _sum(running(begin, stop, calendar, _pauses(pauses, calendar)))


def ledger(
    start: datetime, end: datetime, calendar: Calendar = ALWAYS, pauses: Iterable[Pause] = ()
) -> tuple[Stretch, ...]:
    """Every stretch from `start` to `end`: working, paused, closed; the last total is what `elapsed` gives."""
    begin, stop = _utc(start, calendar), _utc(end, calendar)
    held = _pauses(pauses, calendar)
    opened = list(_joined(_clipped(openings(begin, calendar), stop)))
    marks = [(*working, "working") for working in _without(iter(opened), held)]
    marks += [(*paused, "paused") for paused in _intersection(opened, held)]
    return tuple(_stretches(begin, stop, sorted(marks), calendar, start))


def provisional(instant: datetime, calendar: Calendar) -> bool:
    """Whether an instant lies beyond the last day whose holidays are known."""
    return bool(calendar.known_until) and _wall(_utc(instant, calendar), calendar).date() > calendar.known_until  # type: ignore[operator]


# -- streams of intervals, ascending and apart -------------------------------------------------------------------------


def openings(start: datetime, calendar: Calendar) -> Iterator[Interval]:
    """When the calendar is open, from an instant on, without end."""
    day, closed = _wall(start, calendar).date() - timedelta(days=1), 0  # yesterday's window may cross midnight
    while closed <= MAX_CLOSED_DAYS:
        windows = calendar.windows(day)
        closed = 0 if windows else closed + 1
        for opens, closes in windows:
            interval = max(_at(day, opens, calendar), start), _at(day, closes, calendar)
            if interval[0] < interval[1]:
                yield interval
        day += timedelta(days=1)
    raise EvaluationError(f"{calendar.label}: {MAX_CLOSED_DAYS} days closed")


def running(start: datetime, stop: datetime, calendar: Calendar, pauses: list[Interval]) -> Iterator[Interval]:
    """When time counts between two instants: open and not paused."""
    return _without(_clipped(openings(start, calendar), stop), pauses)


def _without(intervals: Iterator[Interval], holes: list[Interval]) -> Iterator[Interval]:
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


def _clipped(intervals: Iterator[Interval], stop: datetime) -> Iterator[Interval]:
    for begin, end in intervals:
        if begin >= stop:
            return
        yield begin, min(end, stop)


def _joined(intervals: Iterator[Interval]) -> Iterator[Interval]:
    """Intervals that touch as one: a calendar around the clock has a window a day and no break between them."""
    held: Interval | None = None
    for begin, end in intervals:
        if held and begin > held[1]:
            yield held
            held = None
        held = (held[0] if held else begin, end)
    if held:
        yield held


def _sum(intervals: Iterable[Interval]) -> timedelta:
    return sum((end - begin for begin, end in intervals), timedelta())


# -- reaching a target -------------------------------------------------------------------------------------------------


def _advance(start: datetime, target: timedelta, calendar: Calendar, pauses: list[Interval]) -> datetime | None:
    """The first instant at which `target` has run; None when an endless pause comes first."""
    if target <= timedelta():
        return start
    endless = next((begin for begin, end in pauses if end == FOREVER), FOREVER)
    for begin, end in running(start, endless, calendar, pauses):
        if end - begin >= target:
            return begin + target
        target -= end - begin
    return None


def _postponed(start: datetime, reached: datetime, calendar: Calendar, pauses: list[Interval]) -> datetime | None:
    """A due time moved on by the working time that pauses took before it, until no more of them lies before it."""
    moved, target = reached, _sum(_clipped(openings(start, calendar), reached))
    if not pauses:
        return reached
    while _sum(running(start, moved, calendar, pauses)) < target:
        following = _advance(start, target, calendar, pauses)
        if following is None or following == moved:
            return following
        moved = following
    return moved


def _working_days(start: datetime, target: Duration, calendar: Calendar, end_of_day: bool, first: bool) -> datetime:
    wall = _wall(start, calendar)
    day, left = wall.date(), int(target.amount) - (first and calendar.works(wall.date()))
    closed = 0
    while left > 0:
        day += timedelta(days=1)
        closed = 0 if calendar.works(day) else closed + 1
        left -= calendar.works(day)
        if closed > MAX_CLOSED_DAYS:
            raise EvaluationError(f"{calendar.label}: {MAX_CLOSED_DAYS} days closed")
    return _closing(day, calendar) if end_of_day else _clip(day, wall.time(), calendar)


def _closing(day: date, calendar: Calendar) -> datetime:
    windows = calendar.windows(day)
    return _at(day, windows[-1][1] if windows else 24 * 3600, calendar)


def _clip(day: date, at: time, calendar: Calendar) -> datetime:
    """The same hour on another day, moved into its windows: never in a break, never after closing."""
    seconds = at.hour * 3600 + at.minute * 60 + at.second
    for opens, closes in calendar.windows(day):
        if seconds <= closes:
            return _at(day, max(seconds, opens), calendar)
    return _closing(day, calendar)


def _days(start: datetime, target: Duration, calendar: Calendar, *_: bool) -> datetime:
    wall = _wall(start, calendar).replace(tzinfo=None) + timedelta(days=int(target.amount))
    return wall.replace(tzinfo=calendar.zone)


def _months(start: datetime, target: Duration, calendar: Calendar, *_: bool) -> datetime:
    """The same day of a later month, or its last day: 31 January and a month is 28 or 29 February."""
    wall = _wall(start, calendar)
    years, month = divmod(wall.month - 1 + int(target.amount), 12)
    last = months_of_year.monthrange(wall.year + years, month + 1)[1]
    return wall.replace(year=wall.year + years, month=month + 1, day=min(wall.day, last))


_COUNTED: Mapping[Unit, Callable[[datetime, Duration, Calendar, bool, bool], datetime]] = {
    Unit.WORKING_DAYS: _working_days,
    Unit.DAYS: _days,
    Unit.MONTHS: _months,
}


# -- instants and wall clocks ------------------------------------------------------------------------------------------


def _duration(target: str | timedelta | Duration) -> timedelta | Duration:
    if isinstance(target, str):
        parsed = parse_duration(target)
        if parsed is None:
            raise EvaluationError(target)
        target = parsed
    return target if isinstance(target, timedelta) else target.working_time or target


def _utc(instant: datetime, calendar: Calendar) -> datetime:
    aware = instant if instant.tzinfo else instant.replace(tzinfo=calendar.zone)
    return aware.astimezone(UTC)


def _wall(instant: datetime, calendar: Calendar) -> datetime:
    return instant.astimezone(calendar.zone)


def _local(instant: datetime | None, like: datetime, calendar: Calendar) -> datetime | None:
    """An answer in the calendar's zone, naive where the question was."""
    if instant is None:
        return None
    wall = _wall(instant, calendar)
    return wall if like.tzinfo else wall.replace(tzinfo=None)


def _at(day: date, seconds: int, calendar: Calendar) -> datetime:
    """The instant at which the wall clock of `day` shows so many seconds since midnight."""
    wall = datetime.combine(day, time()) + timedelta(seconds=seconds)
    return wall.replace(tzinfo=calendar.zone).astimezone(UTC)


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
