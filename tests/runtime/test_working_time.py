"""Working time: worked examples as tables, and laws against an oracle that steps minute by minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.dsl.durations import parse_duration
from engine.model.kinds.calendar import ALWAYS, Calendar, calendar
from engine.runtime.working_time import due, elapsed, ledger, provisional

OFFICE = {"mon-fri": "09:00-12:00, 13:30-18:00"}
CALENDARS = {
    "always": ALWAYS,
    "cn": calendar(
        OFFICE,
        "Asia/Shanghai",
        holidays=["2024-05-01..2024-05-05", "2026-09-25..2026-09-27", "2026-10-01..2026-10-07"],
        workdays=["2024-05-11", "2026-09-20", "2026-10-10"],
        known_until="2026-12-31",
    ),
    "new_york": calendar({"mon-fri": "09:00-17:00"}, "America/New_York"),
    "ny_always": calendar({"mon-sun": "00:00-24:00"}, "America/New_York"),
    "ny_night": calendar({"mon-sun": "22:00-06:00"}, "America/New_York"),
    "berlin": calendar({"mon-fri": "09:00-17:00"}, "Europe/Berlin"),
    "daily_8": calendar({"mon-sun": "08:00-17:00"}, "Europe/Berlin"),
    "daily_8h": calendar({"mon-sun": "08:00-17:00"}, "Europe/Berlin", holidays=["2015-09-22"]),
    "daily_9": calendar({"mon-sun": "09:00-18:00"}, "Europe/Berlin"),
    "ten_six": calendar({"mon-fri": "10:00-18:00"}, "Asia/Shanghai"),
    "ten_six_h": calendar({"mon-fri": "10:00-18:00"}, "Asia/Shanghai", holidays=["2026-01-08..2026-01-09"]),
}
TABLE = Path(__file__).parents[1] / "data" / "deadlines" / "due.txt"


def rows() -> Iterator[list[str]]:
    """The rows of the table, comments and header left out."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("|") and "| id" not in line:
            yield [cell.strip() for cell in line.strip("|").split("|")]


def at(text: str) -> datetime | None:
    """A wall time, or None for an empty cell."""
    return datetime.fromisoformat(text) if text else None


@pytest.mark.parametrize(("id_", "name", "start", "target", "pauses", "expected"), list(rows()))
def test_due(id_: str, name: str, start: str, target: str, pauses: str, expected: str) -> None:
    """Every worked example comes out to the second, and the time elapsed until then is the target."""
    held = [tuple(map(at, pause.strip().split("~"))) for pause in pauses.split(",") if pause]
    begin, answer = at(start), at(expected)
    assert due(begin, target, CALENDARS[name], held) == answer
    length = parse_duration(target).working_time
    if answer and length:
        assert elapsed(begin, answer, CALENDARS[name], held) == length


def test_instants_with_a_zone_are_answered_with_one() -> None:
    """E14 in UTC: two hours from Friday 16:00 New York end on Monday 14:00 UTC, an hour earlier than the clock says."""
    assert due(datetime(2026, 3, 6, 21, tzinfo=UTC), "2h", CALENDARS["new_york"]) == datetime(
        2026, 3, 9, 14, tzinfo=UTC
    )


def test_the_same_office_counts_more_days_when_the_start_day_counts() -> None:
    """R030's printed table: three working days from 8 May end on 10 May only if the 8th itself counts."""
    start = datetime(2024, 5, 8, 10)
    assert due(start, "3 working days", CALENDARS["cn"], count_start_day=True) == datetime(2024, 5, 10, 18)
    assert due(start, "3 working days", CALENDARS["cn"], end_of_day=False) == datetime(2024, 5, 11, 10)


def test_the_ledger_explains_the_sum() -> None:
    """The stretches follow one another without holes, name the holiday, and add up to what elapsed gives."""
    start, end = datetime(2026, 9, 30, 16), datetime(2026, 10, 8, 16, 30)
    lines = ledger(start, end, CALENDARS["cn"], [(datetime(2026, 10, 8, 9), datetime(2026, 10, 8, 10))])
    assert [line.kind for line in lines] == ["working", "closed", "paused", "working", "closed", "working"]
    assert all(one.end == other.start for one, other in pairwise(lines))
    assert (lines[0].start, lines[-1].end) == (start, end)
    assert lines[-1].total == timedelta(hours=7) == sum((line.counted for line in lines), timedelta())


def test_beyond_the_published_holidays_a_due_time_is_provisional() -> None:
    """Holidays are known until the end of 2026; what falls due after that may still move."""
    assert provisional(datetime(2027, 1, 1), CALENDARS["cn"])
    assert not provisional(datetime(2026, 12, 31, 23), CALENDARS["cn"])


def stepped(start: datetime, minutes: int, office: Calendar, pauses: list[tuple[datetime, datetime]]) -> datetime:
    """The oracle: walk minute by minute in UTC and count those that are open and not paused."""
    now = start.replace(tzinfo=office.zone).astimezone(UTC)
    held = [tuple(p.replace(tzinfo=office.zone).astimezone(UTC) for p in pause) for pause in pauses]
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


moments = st.datetimes(datetime(2026, 2, 27), datetime(2026, 3, 12)).map(
    lambda d: d.replace(second=0, microsecond=0, fold=0)
)
offices = st.sampled_from(["cn", "new_york", "ny_always", "ny_night", "ten_six"]).map(CALENDARS.__getitem__)


@st.composite
def breaks(draw: st.DrawFn) -> list[tuple[datetime, datetime]]:
    """Up to two pauses of up to two days."""
    starts = draw(st.lists(moments, max_size=2))
    return [(start, start + timedelta(minutes=draw(st.integers(1, 2880)))) for start in starts]


@settings(max_examples=60)
@given(moments, st.integers(1, 900), offices, breaks())
def test_due_agrees_with_stepping_minute_by_minute(
    start: datetime, minutes: int, office: Calendar, pauses: list[tuple[datetime, datetime]]
) -> None:
    """Interval arithmetic and a minute stepper agree across weekends, daylight saving and pauses."""
    reached = due(start.replace(tzinfo=office.zone), timedelta(minutes=minutes), office, pauses)
    assert reached == stepped(start, minutes, office, pauses)


@given(moments, st.integers(1, 100_000), offices, breaks())
def test_due_and_elapsed_are_inverse(
    start: datetime, seconds: int, office: Calendar, pauses: list[tuple[datetime, datetime]]
) -> None:
    """Exactly the target has elapsed when it is due, and less an instant before."""
    begin, target = start.replace(tzinfo=office.zone), timedelta(seconds=seconds)
    reached = due(begin, target, office, pauses)
    assert reached is not None
    assert elapsed(begin, reached, office, pauses) == target
    assert elapsed(begin, reached - timedelta(seconds=1), office, pauses) < target


@given(moments, st.integers(1, 600))
def test_a_pause_outside_hours_moves_nothing(start: datetime, minutes: int) -> None:
    """Waiting for the customer at night costs nobody working time."""
    target, night = timedelta(minutes=minutes), datetime.combine(start.date(), datetime.min.time())
    pause = [(night + timedelta(hours=18), night + timedelta(hours=33))]
    assert due(start, target, CALENDARS["cn"], pause) == due(start, target, CALENDARS["cn"])


def test_a_calendar_that_never_opens_again_is_refused() -> None:
    """A due time that cannot be reached is an error in words, not an endless search."""
    with pytest.raises(Exception, match="closed"):
        due(datetime(2026, 1, 1), "1h", calendar({"mon": ""}))


def test_days_of_a_calendar() -> None:
    """A special day beats a make-up workday, which beats a holiday, which beats the week."""
    office = calendar(
        OFFICE, holidays=["2026-10-01..2026-10-03"], workdays=["2026-10-04"], special={"2026-10-02": "10:00-11:00"}
    )
    assert [len(office.windows(date(2026, 10, day))) for day in range(1, 6)] == [0, 1, 0, 2, 2]
