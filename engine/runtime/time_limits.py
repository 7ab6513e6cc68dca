"""Time limits from Python: when something is due, how much time has counted, and why. See docs/time.md.

Reads   times, targets and calendars as they come: texts, Python's own types, a YAML definition of a calendar.
Gives   what `runtime.working_time` works out, in the zone of the question: a start with a zone is answered in it, one
        without is wall time of the calendar's zone, and so is the answer.
Errors  UsageError says which argument is no time, no length, no calendar, and how one is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any, TypeGuard, TypeVar

from engine.dsl.durations import Duration, parse_duration
from engine.dsl.nodes import NOWHERE
from engine.dsl.text import Text
from engine.errors import UsageError
from engine.model.kinds.calendar import ALWAYS, Calendar, exceptions, week_of, zone_of
from engine.model.kinds.hours import Day, Windows, days, weekdays, windows
from engine.runtime import working_time
from engine.runtime.project import load_files
from engine.runtime.working_time import Stretch

Parsed = TypeVar("Parsed")
Moment = str | date | datetime
Listed = str | date | Iterable[object] | Mapping[Any, object]
Source = Calendar | str | Path | Mapping[str, object]


def due(
    start: Moment,
    target: str | timedelta | Duration,
    calendar: Source = ALWAYS,
    pauses: Iterable[tuple[Moment, Moment | None]] = (),
    *,
    end_of_day: bool | None = None,
    count_start_day: bool | None = None,
    next_opening: bool = False,
) -> datetime | None:
    """When `target` is used up; None while a pause that has not ended stands in the way.

    start     a `datetime`, a `date` (its midnight) or a text, `2026-09-16 10:00`
    target    `8h`, `1h 30m`, `PT8H`, a timedelta: working time; `2 working days`, `3 个工作日`; `3 days`, `1 month`
    calendar  a Calendar, a definition as a mapping or YAML text, a path to one; around the clock when left out
    pauses    pairs (from, to), in any order; an open end is None. They do not count; a target in days or months moves
              by the working time that they took
    end_of_day, count_start_day   for working days: due when the last day closes (else at the hour of the start); the
              day of the start is the first (else the next one is). As the calendar says, when left out
    next_opening   an answer at which nobody works, such as closing time, moves on to the next opening
    raises    UsageError for what cannot be read; EvaluationError when so much time does not pass in 200 years

    >>> office = calendar({"mon-fri": "09:00-12:00, 13:30-18:00"}, "Asia/Shanghai")
    >>> due("2026-09-16 10:00", "4h", office)
    datetime.datetime(2026, 9, 16, 15, 30)
    >>> due("2026-09-16 10:00", "3 个工作日", office)
    datetime.datetime(2026, 9, 21, 18, 0)
    """
    begin, office, length = moment(start), calendar_of(calendar), _length(target)
    if end_of_day not in (None, office.end_of_day):
        office = replace(office, end_of_day=not office.end_of_day)
    if count_start_day not in (None, office.count_start_day):
        office = replace(office, count_start_day=not office.count_start_day)
    held = list(_pauses(pauses))
    reached = working_time.due(begin, length, office, held)
    return working_time.next_opening(reached, office, held) if next_opening and reached else reached


def elapsed(
    start: Moment, end: Moment, calendar: Source = ALWAYS, pauses: Iterable[tuple[Moment, Moment | None]] = ()
) -> timedelta:
    """The working time between two moments, pauses left out; zero when the end comes first.

    >>> office = calendar({"mon-fri": "09:00-12:00, 13:30-18:00"}, "Asia/Shanghai")
    >>> str(elapsed("2026-09-16 10:00", "2026-09-16 15:30", office))
    '4:00:00'
    """
    return working_time.elapsed(moment(start), moment(end), calendar_of(calendar), _pauses(pauses))


def ledger(
    start: Moment, end: Moment, calendar: Source = ALWAYS, pauses: Iterable[tuple[Moment, Moment | None]] = ()
) -> tuple[Stretch, ...]:
    """Every stretch from `start` to `end`: working, paused, closed; the last total is what `elapsed` gives.

    >>> office = calendar({"mon-fri": "09:00-12:00, 13:30-18:00"}, "Asia/Shanghai")
    >>> [(line.kind, str(line.total)) for line in ledger("2026-09-16 10:00", "2026-09-16 15:30", office)]
    [('working', '2:00:00'), ('closed', '2:00:00'), ('working', '4:00:00')]
    """
    return working_time.ledger(moment(start), moment(end), calendar_of(calendar), _pauses(pauses))


def provisional(at: Moment, calendar: Source) -> bool:
    """Whether a moment lies beyond the last day whose holidays are known, so that it may still move.

    >>> provisional("2027-01-01", calendar({"mon-fri": "09:00-18:00"}, known_until="2026-12-31"))
    True
    """
    return working_time.provisional(moment(at), calendar_of(calendar))


def calendar(
    hours: Source,
    time_zone: str | tzinfo = "",
    *,
    holidays: Listed = (),
    workdays: Listed = (),
    special: Mapping[Any, object] | None = None,
    known_until: str | date | None = None,
    count_start_day: bool = False,
    end_of_day: bool = True,
    name: str = "calendar",
) -> Calendar:
    """A calendar from Python, in the words of the YAML kind.

    hours      windows by weekday: `{"mon-fri": "09:00-12:00, 13:30-18:00"}`, `{"mon": [("09:00", "17:00")]}`; or a
               whole definition, as a mapping with `hours`, as YAML text, or the path of a file
    time_zone  whose wall clock that is; left out, that of the start that is asked about
    holidays, workdays   days off, and make-up workdays with the ordinary hours: dates, texts (`2026-10-01`,
               `2026-10-01..2026-10-07`, every year: `12-25`), or a mapping from these to their names
    special    days with hours of their own: `{"2026-12-24": "09:00-12:00"}`
    raises     UsageError for what is no window, day or zone; DefinitionError for a text that is no definition

    >>> office = calendar({"mon-fri": "09:00-12:00, 13:30-18:00"}, "Asia/Shanghai", holidays=["2026-10-01..2026-10-07"])
    >>> office.windows(date(2026, 10, 8)), office.windows(date(2026, 10, 1))
    (((32400, 43200), (48600, 64800)), ())
    """
    if not isinstance(hours, Mapping):
        return _defined(hours)
    if "hours" in hours:
        return calendar(**_definition(hours))
    week = week_of({_known(weekdays, str(day), "weekday")[1]: _hours(open_) for day, open_ in hours.items()})
    return Calendar(
        name=name,
        label=Text(name),
        origin=NOWHERE,
        time_zone=_zone(time_zone),
        week=week,
        days=exceptions(week, _named(holidays), _named(workdays), _special(special or {})),
        known_until=moment(known_until).date() if known_until else None,
        count_start_day=count_start_day,
        end_of_day=end_of_day,
    )


def calendar_of(source: Source) -> Calendar:
    """The calendar that an argument is, or describes."""
    return source if isinstance(source, Calendar) else calendar(source)


def moment(given: Moment) -> datetime:
    """The moment that an argument is; a day is its midnight.

    >>> moment("2026-09-16 9:30"), moment("2026年9月16日 18:00 Asia/Shanghai").utcoffset()
    (datetime.datetime(2026, 9, 16, 9, 30), datetime.timedelta(seconds=28800))
    """
    if isinstance(given, datetime):
        return given
    if isinstance(given, date):
        return datetime.combine(given, time())
    match = _MOMENT.fullmatch(given.strip()) if isinstance(given, str) else None
    if match is None:
        raise _no_time(given)
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        at = datetime.combine(day, time.fromisoformat(f"{match['time']:0>5}" if match["time"] else "00:00"))
        zone = match["zone"]
        return at.replace(tzinfo=zone_of("UTC" if zone == "Z" else zone.removeprefix("@"))) if zone else at
    except ValueError:
        raise _no_time(given) from None


def _no_time(given: object) -> UsageError:
    ways = "2026-09-16, 2026-09-16 10:00", "2026-09-16T10:00+08:00"
    return UsageError(
        Text(f"“{given}”不是时间；写成 {'、'.join(ways)}", f"“{given}” is no time; write {' or '.join(ways)}")
    )


def _length(target: object) -> timedelta | Duration:
    """A target as it comes."""
    length = parse_duration(target) if isinstance(target, str) else target
    if not isinstance(length, timedelta | Duration):
        ways = "8h, 1h 30m, 2 working days, 3 个工作日", "1 month"
        raise UsageError(
            Text(
                f"“{target}”不是时长；写成 {'、'.join(ways)}",
                f"“{target}” is no length of time; write {' or '.join(ways)}",
            )
        )
    if (length.total_seconds() if isinstance(length, timedelta) else length.amount) < 0:
        raise UsageError(Text(f"“{target}”小于零", f"“{target}” is less than no time"))
    return length


def _pauses(pauses: Iterable[object]) -> Iterator[tuple[datetime, datetime | None]]:
    """Pauses as they come."""
    for pause in pauses:
        if not isinstance(pause, Sequence) or isinstance(pause, str) or len(pause) != 2:
            raise UsageError(
                Text(
                    f"“{pause}”不是暂停；写成一对一对的时间 [(从, 到)]，还没结束的写 None",
                    f"“{pause}” is no pause; write pairs of times, [(from, to)], with None for an open end",
                )
            )
        begin, end = moment(pause[0]), None if pause[1] is None else moment(pause[1])
        if end and bool(begin.tzinfo) == bool(end.tzinfo) and end < begin:
            raise UsageError(
                Text(f"暂停 {begin} – {end} 的结束早于开始", f"the pause {begin} – {end} ends before it begins")
            )
        yield begin, end


# -- calendars ---------------------------------------------------------------------------------------------------------


def _defined(source: object) -> Calendar:
    """The calendar of a YAML text, or of a file."""
    text = Path(source).read_text(encoding="utf-8") if _is_path(source) else source
    if text in ALWAYS_CALLED:
        return ALWAYS
    if not isinstance(text, str) or ":" not in text:
        raise UsageError(
            Text(
                f"“{source}”不是日历；给出每周的时段、一份定义、文件路径或 24x7。"
                f"项目里的用 project.calendars[“{source}”]",
                f"“{source}” is no calendar; give hours by weekday, a definition, the path of one, or 24x7. "
                f"One of a project is project.calendars[“{source}”]",
            )
        )
    named = "".join(f"\n{key}: calendar" for key in ("kind", "name") if not re.search(rf"(?m)^{key}\s*:", text))
    defined = load_files({"calendar.yaml": text + named}).definitions.values()
    calendars = [each for each in defined if isinstance(each, Calendar)]
    if len(calendars) != 1:
        names = ", ".join(each.name for each in calendars)
        count = len(calendars)
        raise UsageError(
            Text(f"要一份日历，这里有 {count} 份：{names}", f"one calendar is needed; there are {count}: {names}")
        )
    return calendars[0]


def _is_path(source: object) -> TypeGuard[str | Path]:
    return isinstance(source, Path) or (isinstance(source, str) and source.endswith((".yaml", ".yml")))


def _definition(given: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a definition as arguments."""
    parts = {key: value for key, value in given.items() if key not in ("kind", "label")}
    unknown = [key for key in parts if key not in PARTS]
    if unknown:
        there = ", ".join(PARTS)
        raise UsageError(
            Text(f"日历没有“{unknown[0]}”，有: {there}", f"a calendar has no “{unknown[0]}”; its parts are {there}")
        )
    return parts


def _known(read: Callable[[str], Parsed], text: str, what: str) -> tuple[Parsed, str]:
    """What a reader makes of a text, and the text; UsageError where it makes nothing."""
    try:
        return read(text), text
    except ValueError:
        zh, en, ways = WRITTEN[what]
        raise UsageError(Text(f"“{text}”不是{zh}；写成 {ways}", f"“{text}” is no {en}; write {ways}")) from None


def _hours(given: object) -> Windows:
    """Windows as they come: a text, a pair of times, several of either, or nothing."""
    return _known(windows, _text_of_windows(given), "window")[0]


def _text_of_windows(given: object) -> str:
    if given is None or isinstance(given, str):
        return given or ""
    parts = [*given] if isinstance(given, Iterable) else [given]
    if len(parts) == 2 and all(isinstance(part, time) or _CLOCK.fullmatch(str(part)) for part in parts):
        return "-".join(map(str, parts))
    return ", ".join(map(_text_of_windows, parts)) if isinstance(given, Iterable) else str(given)


def _days(given: object) -> list[Day]:
    """Days as they come: a text, a date, a pair of dates."""
    ends = given if isinstance(given, tuple) else (given,)
    text = "..".join(end.isoformat()[:10] if isinstance(end, date) else str(end) for end in ends)
    return _known(days, text, "day")[0]


def _named(given: Listed) -> dict[Day, Text]:
    """Days with their names, out of a mapping or of a list without names."""
    listed = [given] if isinstance(given, str | date) else given
    spans = listed.items() if isinstance(listed, Mapping) else ((each, "") for each in listed)
    return {day: Text(str(name)) for span, name in spans for day in _days(span)}


def _special(given: Mapping[Any, object]) -> dict[Day, Windows]:
    return {day: _hours(hours) for span, hours in given.items() for day in _days(span)}


def _zone(given: object) -> str:
    name = getattr(given, "key", None) or str(given)
    return _known(zone_of, name, "time zone")[1] if name else ""


ALWAYS_CALLED = ("24x7", "24/7", "全天候", "around the clock")
PARTS = (
    "name", "hours", "time_zone", "holidays", "workdays", "special", "known_until", "count_start_day", "end_of_day",
)  # fmt: skip
WRITTEN = {
    "weekday": ("星期", "weekday", "mon-fri, sat, 周一至周五"),
    "window": ("时段", "window", "09:00-12:00, 13:30-18:00"),
    "day": ("日期", "day", "2026-10-01, 2026-10-01..2026-10-07, 12-25"),
    "time zone": ("时区", "time zone", "Asia/Shanghai, +08:00"),
}
_MOMENT = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
    r"(?:(?:T|\s+)(?P<time>\d{1,2}:\d\d(?::\d\d(?:\.\d{1,6})?)?)\s*(?P<zone>Z|[+-]\d\d:?\d\d|@?[A-Za-z]\S+)?)?",
    re.A,
)
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?", re.A)
