"""Dates, times and durations: how they are written, what exists, and that their arithmetic is that of a calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dsl.operators import get
from engine.dsl.temporal import DAY, SECOND, Date, DateTime, DaysTime, Temporal, Time, YearsMonths
from engine.dsl.temporal_text import parse_at
from engine.dsl.zones import offset_on
from tests.dsl import claims
from tests.dsl.strategies import ZONES, date_times, dates, days_time, instants, temporals, times, years_months, zones

python_dates = st.dates()
months = st.integers(-2000, 2000).map(YearsMonths)


@pytest.mark.parametrize(("text", "kind", "written"), claims.rows("temporal"))
def test_texts_of_dates_times_and_durations(text: str, kind: str, written: str) -> None:
    """Each text is of one type and written back in its canonical form, or is of none."""
    value = parse_at(text)
    assert (type(value).__name__, str(value)) == (("NoneType", "None") if kind == "-" else (kind, written))


@pytest.mark.parametrize(("subject", "name", "result"), claims.rows("properties"))
def test_properties(subject: str, name: str, result: str) -> None:
    """What stands behind a dot."""
    subject_value = claims.value(subject)
    assert claims.answer(lambda: get(subject_value, name), result) == claims.expected(result)


@given(temporals)
def test_what_is_written_reads_as_the_same_value(value: Temporal) -> None:
    """Printing and parsing are inverse, for every year, nanosecond and zone."""
    assert parse_at(str(value)) == value


@given(dates, days_time)
def test_days_added_and_taken_away_leave_the_date(start: Date, length: DaysTime) -> None:
    """(date + d) - d = date when d is whole days."""
    days = DaysTime(length.nanoseconds // (DAY * SECOND * 10**6) * DAY * SECOND)
    back = DaysTime(-days.nanoseconds)
    assert _unless_out_of_range(lambda: start + days + back, start) == start


@given(python_dates, python_dates, months)
def test_the_calendar_is_pythons(a: date, b: date, length: YearsMonths) -> None:
    """In the years that Python knows: distances, days of the week, weeks, and months that keep their day."""
    ours = Date(a.year, a.month, a.day)
    assert ours.number - Date(b.year, b.month, b.day).number == (a - b).days
    assert (ours.weekday, ours.week, ours.day_of_year) == (a.isoweekday(), a.isocalendar().week, a.timetuple().tm_yday)
    later = ours + length
    assert (later.year * 12 + later.month) - (a.year * 12 + a.month) == length.months
    assert later.day == a.day or (later.day < a.day and (later + DaysTime.of(days=1)).day == 1)


@given(instants, days_time)
def test_elapsed_time_added_and_taken_away_leaves_the_instant(start: DateTime, length: DaysTime) -> None:
    """(instant + d) - d is the same instant in the same zone, through every change of the clocks."""
    back = DaysTime(-length.nanoseconds)
    assert _unless_out_of_range(lambda: start + length + back, start) == start


@given(st.datetimes(datetime(1950, 1, 1), datetime(2200, 1, 1)), st.sampled_from(ZONES), st.sampled_from(ZONES))
def test_instants_are_pythons(moment: datetime, zone: str, other: str) -> None:
    """What clocks of a zone show at an instant, and which instant they show."""
    local = moment.replace(microsecond=0, tzinfo=UTC).astimezone(ZoneInfo(zone))
    nanoseconds = int(local.timestamp()) * SECOND
    shown = DateTime.at(nanoseconds, zone)
    assert str(shown) == f"{local:%Y-%m-%dT%H:%M:%S}@{zone}"
    assert shown.nanoseconds == nanoseconds == DateTime.at(nanoseconds, other).nanoseconds


def test_a_time_that_clocks_show_twice() -> None:
    """At the end of summer time 02:30 comes twice; an hour passes between, and sums know which one is meant."""
    first = DateTime.at(int(datetime(2021, 10, 31, 0, 30, tzinfo=UTC).timestamp()) * SECOND, "Europe/Paris")
    second = first + DaysTime.of(hours=1)
    assert str(first) == str(second) == "2021-10-31T02:30:00@Europe/Paris"
    assert second.nanoseconds - first.nanoseconds == 3600 * SECOND


@pytest.mark.parametrize(("year", "hours"), [(9_999, 2), (123_456_789, 2), (999_999_999, 2)])
def test_far_years_follow_the_last_rule_of_their_zone(year: int, hours: int) -> None:
    """Summer time holds for ever; before there were zones, clocks showed the sun's time."""
    assert offset_on("Europe/Paris", (year, 7, 1), 0) == hours * 3600
    assert offset_on("Europe/Paris", (-year, 7, 1), 0) == 561


@given(st.lists(st.one_of(dates), min_size=2, max_size=5))
def test_dates_sort_as_they_are_numbered(some: list[Date]) -> None:
    """The order of dates is that of the days since 1970-01-01."""
    assert sorted(some) == sorted(some, key=lambda day: day.number)


@given(times, times)
def test_times_of_one_kind_sort_by_instant(a: Time, b: Time) -> None:
    """Two times have an order when both are local or neither is."""
    if (a.zone is None) == (b.zone is None):
        assert (a < b) == (a.nanoseconds < b.nanoseconds)
    else:
        with pytest.raises(TypeError):
            assert a < b


@given(date_times, zones)
def test_the_midnight_of_a_date_is_in_utc(moment: DateTime, zone: int | str | None) -> None:
    """A date stands for the midnight of UTC on that day."""
    assert moment.date.at_midnight().nanoseconds == moment.date.number * DAY * SECOND


@given(years_months, years_months)
def test_months_add_up(a: YearsMonths, b: YearsMonths) -> None:
    """Durations are ordered as their months are."""
    assert (a < b) == (a.months < b.months)


@pytest.mark.parametrize(
    "parts", [(2025, 2, 29), (2026, 0, 1), (2026, 4, 31), (1_000_000_000, 1, 1), (-1_000_000_000, 1, 1)]
)
def test_what_does_not_exist_is_refused(parts: tuple[int, int, int]) -> None:
    """There is no value for a day that is not in the calendar."""
    with pytest.raises(ValueError):
        Date(*parts)


def _unless_out_of_range(compute: object, fallback: Temporal) -> Temporal:
    """What is computed; the fallback where a step leaves the years that exist."""
    try:
        return compute()  # type: ignore[operator,no-any-return]
    except ValueError:
        return fallback


@given(st.timedeltas(min_value=timedelta(days=-(10**6)), max_value=timedelta(days=10**6)))
def test_durations_are_written_as_their_parts(length: timedelta) -> None:
    """Days, hours, minutes and seconds of a text add up to the duration."""
    written = str(DaysTime(length // timedelta(microseconds=1) * 1000))
    assert parse_at(written) == DaysTime(length // timedelta(microseconds=1) * 1000)
    assert written.startswith("-") == (length < timedelta())
