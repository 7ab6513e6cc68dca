"""Windows over records: which days the last months hold, and which the months before; on both executors."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.runtime.clock import FixedClock
from engine.runtime.feel import expression

#   today        period       first day     last day of the window before it
WINDOWS = """
    2024-06-30   3 months     2024-03-30    2024-03-29
    2024-05-31   3 months     2024-02-29    2024-02-28
    2024-06-30   6 个月        2023-12-30    2023-12-29
    2024-03-01   1 month      2024-02-01    2024-01-31
    2024-03-31   30 days      2024-03-01    2024-02-29
    2024-03-15   2 weeks      2024-03-01    2024-02-29
    2024-02-29   1 year       2023-02-28    2023-02-27
"""
ROWS = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in WINDOWS.strip().splitlines()]
PERIODS = ("7 days", "30 days", "1 month", "3 months", "1 year")


def dates(function: str, today: str, period: str, days: list[str], traced: bool = False) -> list[str]:
    """Which of the days a window holds."""
    listed = ", ".join(f'@"{day}"' for day in days)
    text = f'for day in {function}([{listed}], "{period}") return string(day)'
    value = expression(text).evaluate({}, clock=FixedClock(today), traced=traced).value
    assert isinstance(value, list)
    return value


@pytest.mark.parametrize("traced", [False, True], ids=["compiled", "traced"])
@pytest.mark.parametrize(("today", "period", "first", "before"), ROWS, ids=[" ".join(row[:2]) for row in ROWS])
def test_a_window_begins_and_ends_on_these_days(today: str, period: str, first: str, before: str, traced: bool) -> None:
    """Both ends count; the day before the first belongs to the window before, tomorrow to none."""
    tomorrow = (date.fromisoformat(today) + timedelta(days=1)).isoformat()
    days = [today, first, before, tomorrow]
    assert dates("within", today, period, days, traced) == [today, first]
    assert dates("previous", today, period, days, traced) == [before]


@given(st.dates(date(1999, 1, 1), date(2040, 1, 1)), st.sampled_from(PERIODS), st.integers(-10, 800))
def test_the_two_windows_adjoin_and_share_no_day(today: date, period: str, back: int) -> None:
    """A day lies in at most one of them; and once in neither, no earlier day lies in one again."""
    days = [(today - timedelta(days=number)).isoformat() for number in (back, back + 1)]
    last = dates("within", today.isoformat(), period, days)
    before = dates("previous", today.isoformat(), period, days)
    assert not set(last) & set(before)
    if back >= 0 and days[0] not in (*last, *before):
        assert days[1] not in (*last, *before)


@pytest.mark.parametrize("traced", [False, True], ids=["compiled", "traced"])
def test_a_moment_lies_on_the_day_it_has_where_the_clock_stands(traced: bool) -> None:
    """23:30 in London is the next day in Shanghai, and only then within its last day."""
    text = 'count(within([@"2024-06-28T23:30:00@Europe/London"], "1 day"))'
    evaluated = [
        expression(text).evaluate({}, clock=FixedClock(day), traced=traced).value
        for day in ("2024-06-30", "2024-07-01")
    ]
    assert evaluated == [1, 0]


REASONS = {
    'within([{on: @"2024-06-01"}], "3 months")': "GJ1329",
    'within([@"2024-06-01"], "3 working days")': "GJ1330",
    "change(5, 0)": "GJ1331",
    'change([{on: @"2024-06-01"}], "3 months", "yuan", "on")': "GJ1332",
}


@pytest.mark.parametrize(("text", "code"), REASONS.items())
def test_what_cannot_be_told_is_null_and_says_why(text: str, code: str) -> None:
    """Nothing is guessed."""
    outcome = expression(text).evaluate({}, mode="dmn", clock=FixedClock("2024-06-30"))
    assert outcome.value is None
    assert code in [reason.code for reason in outcome.reasons]
