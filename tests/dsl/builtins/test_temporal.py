"""Built-ins about dates and times: what they refuse, and the clock they read."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from engine.dsl import instant
from engine.dsl.builtins import BUILTINS
from engine.dsl.operators import add, between
from engine.dsl.temporal import Date, YearsMonths
from tests.dsl import claims
from tests.dsl.strategies import dates

SHANGHAI = datetime(2026, 5, 8, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("name", "arguments", "result"),
    [
        ("date", '["2012-02-30"]', "null GJ1431"),
        ("date", '["2012-12-25T11:00:00"]', "null GJ1431"),
        ("date", "[2017.5, 1, 1]", "null GJ1432"),
        ("date", "[1000000000, 1, 1]", "null GJ1432"),
        ("date", "[1e6144, 1, 1]", "null GJ1432"),
        ("date", "[-999999999, 12, 31]", '@"-999999999-12-31"'),
        ("time", '["24:00:00"]', "null GJ1431"),
        ("time", "[12, 59, 60, null]", "null GJ1432"),
        ("time", "[12, 59, -0.5, null]", "null GJ1432"),
        ("time", "[12, 59, 1e6144, null]", "null GJ1432"),
        ("time", "[12, 59.5, 1]", "null GJ1432"),
        ("time", '[11, 59, 45, @"PT2H45M55S"]', '@"11:59:45+02:45:55"'),
        ("time", '[11, 59, 45, @"PT19H"]', "null GJ1432"),
        ("time", '[11, 59, 1.3, @"-PT1H"]', '@"11:59:01.3-01:00"'),
        ("time", '[@"2017-08-10"]', '@"00:00:00Z"'),
        ("time", '[@"2017-09-04T11:20:00@Asia/Dhaka"]', '@"11:20:00@Asia/Dhaka"'),
        ("date and time", '["11:00:00"]', "null GJ1431"),
        ("date and time", '["2012-12-24"]', '@"2012-12-24T00:00:00"'),
        ("date and time", '[@"2012-12-24"]', "null GJ1302"),
        ("date and time", '[@"2017-08-10T10:20:00+02:00", @"23:59:01"]', '@"2017-08-10T23:59:01"'),
        ("date and time", '[@"2017-08-10", @"23:59:01@Europe/Paris"]', '@"2017-08-10T23:59:01@Europe/Paris"'),
        ("duration", '["P1Y1D"]', "null GJ1431"),
        ("years and months duration", '[@"2015-12-31T23:59:59.9", @"2018-10-01T12:32:59"]', '@"P2Y9M"'),
        ("years and months duration", '[@"2017-09-05T10:20:00-01:00", @"-2019-10-01"]', '@"-P4035Y11M"'),
        ("years and months duration", '[@"-2016-01-30", @"-2017-02-28"]', '@"-P11M"'),
        ("day of week", '[@"-0001-01-01"]', '"Friday"'),
        ("month of year", '[@"2026-05-08T00:00:00"]', '"May"'),
        ("week of year", '[@"2003-12-29"]', "1"),
        ("day of year", '[@"2020-12-31"]', "366"),
        ("is", '[@"P0Y", @"P0D"]', "false"),
    ],
)
def test_claims(name: str, arguments: str, result: str) -> None:
    """What dates and times are made of, and what is refused with a reason."""
    values = claims.value(arguments)
    assert isinstance(values, list)
    assert claims.answer(lambda: BUILTINS[name].call(*values), result) == claims.expected(result)


@given(dates, dates)
def test_the_end_lies_within_a_month_of_the_whole_months(start: Date, end: Date) -> None:
    """Adding the months between two dates to the first does not pass the second, and one month more reaches it."""
    months = BUILTINS["years and months duration"].call(start, end)
    assert isinstance(months, YearsMonths)
    step = YearsMonths(1 if start <= end else -1)
    reached, further = add(start, months), add(start, add(months, step))
    assert isinstance(reached, Date)
    assert further is None or isinstance(further, Date)
    assert further is None or between(end, min(reached, further), max(reached, further))


def test_now_reads_the_clock_it_is_given() -> None:
    """now() keeps the zone of the clock, and today() is the date there."""
    with instant.reading(lambda: SHANGHAI):
        assert str(BUILTINS["now"].call()) == "2026-05-08T00:30:00@Asia/Shanghai"
        assert BUILTINS["today"].call() == Date(2026, 5, 8)


def test_without_a_clock_there_is_no_now() -> None:
    """The language itself does not know what time it is."""
    assert claims.answer(BUILTINS["now"].call, "null GJ1433") == (None, "GJ1433")
    assert claims.answer(BUILTINS["today"].call, "null GJ1433") == (None, "GJ1433")
