"""FEEL values for property tests."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from engine.dsl.temporal import DAY, MAX_OFFSET, SECOND, Date, DateTime, DaysTime, Time, YearsMonths
from engine.dsl.values import DECIMAL128, Range, Value

ZONES = ("Asia/Shanghai", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Etc/UTC")
ENDS = tuple(Date(year, 12, 31).number for year in (-999_999_999, 999_999_998))

truths = st.sampled_from([True, False, None])
numbers = st.decimals("-1e30", "1e30").map(DECIMAL128.plus)
texts = st.text(max_size=8)
dates = st.integers(*ENDS).map(Date.numbered)
zones = st.one_of(st.none(), st.integers(-MAX_OFFSET, MAX_OFFSET), st.sampled_from(ZONES))
times = st.builds(Time.of_day, st.integers(0, DAY * SECOND - 1), zones)
date_times = st.builds(DateTime, dates, times)
"""What clocks may be said to show, a time that they skip included."""
instants = st.builds(DateTime.at, st.integers(*(end * DAY * SECOND for end in ENDS)), zones)
"""What clocks really show."""
years_months = st.integers(-(10**10), 10**10).map(YearsMonths)
days_time = st.integers(-(10**24), 10**24).map(DaysTime)
temporals = st.one_of(dates, times, date_times, years_months, days_time)
scalars = st.one_of(st.none(), st.booleans(), numbers, texts, temporals)


def _nested(inner: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    return st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=4), inner, max_size=3)


values = st.recursive(scalars, _nested, max_leaves=6)


@st.composite
def small_ranges(draw: st.DrawFn) -> Range:
    """A range of small whole numbers that holds at least one number of a dense line."""
    start = draw(st.integers(0, 6))
    end = draw(st.integers(start, 6))
    closed = start == end
    return Range(Decimal(start), Decimal(end), closed or draw(st.booleans()), closed or draw(st.booleans()))


points = st.integers(0, 6).map(Decimal)
