"""Working time: worked examples as tables, and laws against an oracle that steps minute by minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import EvaluationError, calendar, due, elapsed, ledger, provisional
from engine.dsl.durations import parse_duration
from engine.model.kinds.calendar import Calendar
from engine.runtime.project import load_files
from engine.runtime.time_limits import moment

TABLES = Path(__file__).parents[1] / "data" / "deadlines"
CALENDARS = {
    name: each
    for name, each in load_files({"calendars.yaml": (TABLES / "calendars.yaml").read_text("utf-8")}).definitions.items()
    if isinstance(each, Calendar)
}
OPTIONS = {
    "": {},
    "next_opening": {"next_opening": True},
    "same_hour": {"end_of_day": False},
    "count_start": {"count_start_day": True},
}
Pauses = list[tuple[datetime, datetime | None]]


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a table, comments and header left out."""
    for line in (TABLES / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("|") and "| id" not in line:
            yield [cell.strip() for cell in line.strip("|").split("|")]


def at(text: str) -> datetime | None:
    """A time of a table, or None for an empty cell."""
    return moment(text) if text else None


def pauses_of(text: str) -> Pauses:
    """The pauses of a table's cell."""
    return [(moment(begin), at(end)) for begin, end in (pause.strip().split("~") for pause in text.split(",") if pause)]


def holds(name: str, start: str, target: str, pauses: str, option: str, expected: str) -> None:
    """The due time is the one expected, in the zone of the question; until then just the target has elapsed."""
    office, held, begin, answer = CALENDARS[name], pauses_of(pauses), moment(start), at(expected)
    reached = due(begin, target, office, held, **OPTIONS[option])
    assert reached == answer
    assert answer is None or (reached.tzinfo is None) == (begin.tzinfo is None)
    length = parse_duration(target).working_time
    if answer and length:
        assert elapsed(begin, reached, office, held) == length


@pytest.mark.parametrize("row", list(rows("due.txt")), ids=lambda row: row[0])
def test_due(row: list[str]) -> None:
    """Every worked example comes out to the second."""
    _, name, start, target, pauses, expected = row
    holds(name, start, target, pauses, "", expected)


@pytest.mark.parametrize("row", list(rows("conventions.txt")), ids=lambda row: row[0])
def test_conventions(row: list[str]) -> None:
    """Every convention holds: edges of windows, days off, nights, working days, months, daylight saving, pauses."""
    holds(*row[1:])


@pytest.mark.parametrize("row", list(rows("elapsed.txt")), ids=lambda row: row[0])
def test_elapsed(row: list[str]) -> None:
    """The time between two moments, and the last total of their ledger, are what was counted by hand."""
    _, name, start, end, pauses, expected = row
    question = moment(start), moment(end), CALENDARS[name], pauses_of(pauses)
    assert elapsed(*question) == parse_duration(expected).working_time
    assert elapsed(*question) == sum((line.counted for line in ledger(*question)), timedelta())


def test_the_ledger_explains_the_sum() -> None:
    """The stretches follow one another without holes, name the holiday, and add up to what elapsed gives."""
    start, end = datetime(2026, 9, 30, 16), datetime(2026, 10, 8, 16, 30)
    lines = ledger(start, end, CALENDARS["cn"], [(datetime(2026, 10, 8, 9), datetime(2026, 10, 8, 10))])
    assert [line.kind for line in lines] == ["working", "closed", "paused", "working", "closed", "working"]
    assert all(one.end == other.start for one, other in pairwise(lines))
    assert (lines[0].start, lines[-1].end) == (start, end)
    assert str(lines[1].occasion) == "国庆节"
    assert lines[-1].total == timedelta(hours=7) == sum((line.counted for line in lines), timedelta())


def test_around_the_clock_a_ledger_has_one_line() -> None:
    """A new day or a new year is no break."""
    assert len(ledger("2025-12-30", "2027-01-02", CALENDARS["always"])) == 1


def test_beyond_the_published_holidays_a_due_time_is_provisional() -> None:
    """Holidays are known until the end of 2026; what falls due after that may still move."""
    assert provisional(due("2026-12-31 17:00", "2h", CALENDARS["cn"]), CALENDARS["cn"])
    assert not provisional("2026-12-31 23:00", CALENDARS["cn"])
    assert not provisional("2099-01-01", CALENDARS["plain"])


@pytest.mark.parametrize("target", ["1h", "1 working day"])
def test_a_calendar_that_never_opens_again_is_refused(target: str) -> None:
    """A due time that cannot be reached is an error in words, not an endless search."""
    with pytest.raises(EvaluationError, match="ever open"):
        due("2026-01-01", target, calendar({"mon": "closed"}, special={"2025-01-01": "09:00-10:00"}))


def test_days_of_a_calendar() -> None:
    """A special day beats a make-up workday, which beats a holiday, which beats the week; one year beats every year."""
    office = calendar(
        {"mon-fri": "09:00-12:00, 13:30-18:00"},
        holidays=["2026-10-01..2026-10-03", "10-05..10-06"],
        workdays=["2026-10-04", "2026-10-06"],
        special={"2026-10-02": "10:00-11:00"},
    )
    assert [len(office.windows(date(2026, 10, day))) for day in range(1, 8)] == [0, 1, 0, 2, 0, 2, 2]


# -- laws --------------------------------------------------------------------------------------------------------------


def stepped(start: datetime, minutes: int, office: Calendar, pauses: Pauses) -> datetime:
    """The oracle: walk minute by minute in UTC and count those that are open and not paused."""
    now = start.replace(tzinfo=office.zone).astimezone(UTC)
    held = [[p.replace(tzinfo=office.zone).astimezone(UTC) for p in pause] for pause in pauses]
    while minutes:
        if is_open(now, office) and not any(begin <= now < end for begin, end in held):
            minutes -= 1
        now += timedelta(minutes=1)
    return now.astimezone(office.zone)


def is_open(now: datetime, office: Calendar) -> bool:
    """Whether a minute lies in a window of its day, or in one of the day before that crosses midnight."""
    for back in (0, 1):
        day = now.astimezone(office.zone).date() - timedelta(days=back)
        midnight = datetime.combine(day, datetime.min.time())
        for window in office.windows(day):
            opens, closes = ((midnight + timedelta(seconds=s)).replace(tzinfo=office.zone) for s in window)
            if opens.astimezone(UTC) <= now < closes.astimezone(UTC):
                return True
    return False


def whole_minute(moment: datetime) -> datetime:
    """A moment without seconds, the first of two."""
    return moment.replace(second=0, microsecond=0, fold=0)


# from the last days of February to the middle of April and of November: the clocks of all these zones change
springs = st.datetimes(datetime(2026, 2, 27), datetime(2026, 4, 8))
autumns = st.datetimes(datetime(2026, 9, 28), datetime(2026, 11, 4))
moments = st.one_of(springs, autumns).map(whole_minute)
NAMES = ["cn", "new_york", "ny_always", "ny_night", "ten_six", "berlin_always", "lord_howe", "split_night", "ny_one"]
offices = st.sampled_from(NAMES).map(CALENDARS.__getitem__)


@st.composite
def breaks(draw: st.DrawFn) -> Pauses:
    """Up to two pauses of up to two days."""
    starts = draw(st.lists(moments, max_size=2))
    return [(start, start + timedelta(minutes=draw(st.integers(1, 2880)))) for start in starts]


@settings(max_examples=60)
@given(moments, st.integers(1, 900), offices, breaks())
def test_due_agrees_with_stepping_minute_by_minute(
    start: datetime, minutes: int, office: Calendar, pauses: Pauses
) -> None:
    """Interval arithmetic and a minute stepper agree across weekends, daylight saving and pauses."""
    reached = due(start.replace(tzinfo=office.zone), timedelta(minutes=minutes), office, pauses)
    assert reached.astimezone(UTC) == stepped(start, minutes, office, pauses).astimezone(UTC)


@given(moments, st.integers(1, 100_000), offices, breaks())
def test_due_and_elapsed_are_inverse(start: datetime, seconds: int, office: Calendar, pauses: Pauses) -> None:
    """Exactly the target has elapsed when it is due, and less an instant before."""
    begin, target = start.replace(tzinfo=office.zone).astimezone(UTC), timedelta(seconds=seconds)
    reached = due(begin, target, office, pauses)
    assert reached is not None
    assert elapsed(begin, reached, office, pauses) == target
    assert elapsed(begin, reached - timedelta(seconds=1), office, pauses) < target


@given(moments, st.integers(0, 100_000), st.integers(0, 100_000), offices, breaks())
def test_targets_add_up(start: datetime, one: int, other: int, office: Calendar, pauses: Pauses) -> None:
    """Two targets one behind the other are due when their sum is; so is none of them later than the sum."""
    begin = start.replace(tzinfo=UTC)
    first, both = (due(begin, timedelta(seconds=length), office, pauses) for length in (one, one + other))
    assert first is not None
    assert other == 0 or due(first, timedelta(seconds=other), office, pauses) == both


@given(moments, st.integers(1, 100_000), offices, breaks(), breaks())
def test_no_pause_makes_it_due_earlier(
    start: datetime, seconds: int, office: Calendar, some: Pauses, more: Pauses
) -> None:
    """Every further pause leaves the due time where it is or moves it on, whatever the order they are given in."""
    begin, target = start.replace(tzinfo=UTC), timedelta(seconds=seconds)
    assert due(begin, target, office) <= due(begin, target, office, some) <= due(begin, target, office, [*more, *some])
    assert due(begin, target, office, [*more, *some]) == due(begin, target, office, [*some, *more])


@given(moments, moments, moments, offices, breaks())
def test_elapsed_adds_up(one: datetime, two: datetime, three: datetime, office: Calendar, pauses: Pauses) -> None:
    """What lies between three moments is what lies between their neighbours."""
    first, second, third = sorted(each.replace(tzinfo=UTC) for each in (one, two, three))
    parts = elapsed(first, second, office, pauses), elapsed(second, third, office, pauses)
    assert sum(parts, timedelta()) == elapsed(first, third, office, pauses)


@given(moments, st.integers(1, 400), offices)
def test_working_days_are_those_on_which_somebody_works(start: datetime, number: int, office: Calendar) -> None:
    """So many days on which the calendar opens lie between the day of the start and the day that closes last."""
    last = due(start, f"{number} working days", office) - timedelta(microseconds=1)
    between = (start.date() + timedelta(days=n) for n in range(1, (last.date() - start.date()).days + 1))
    overnight = any(end > 86_400 for windows in office.week for _, end in windows)
    assert overnight or sum(map(office.works, between)) == number


@given(moments, st.integers(1, 600))
def test_a_pause_outside_hours_moves_nothing(start: datetime, minutes: int) -> None:
    """Waiting for the customer at night costs nobody working time."""
    target, night = timedelta(minutes=minutes), datetime.combine(start.date(), datetime.min.time())
    pause = [(night + timedelta(hours=18), night + timedelta(hours=33))]
    assert due(start, target, CALENDARS["cn"], pause) == due(start, target, CALENDARS["cn"])
