"""How time limits are asked for from Python: every form of an argument means the same, nonsense is refused in words."""

from __future__ import annotations

import doctest
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import engine
from engine.runtime.project import load_files

PAGE = Path(__file__).parents[2] / "docs" / "time.md"
SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = {"mon-fri": "09:00-17:00"}
OFFICE = engine.calendar(HOURS, "Asia/Shanghai", holidays=["2026-01-06"])
START, DUE = datetime(2026, 1, 5, 10), datetime(2026, 1, 7, 11)  # ten hours of work, with a holiday between


def test_the_page_says_nothing_that_is_not_so() -> None:
    """Every example of docs/time.md gives what stands under it."""
    results = doctest.testfile(str(PAGE), module_relative=False, verbose=False)
    assert results.attempted > 20
    assert results.failed == 0


@pytest.mark.parametrize(
    "start",
    ["2026-01-05 10:00", "2026-01-05T10:00:00", "2026/1/5 10:00", "2026.01.05 10:00:00.0", "2026年1月5日 10:00", START],
)
def test_a_start_without_a_zone_is_wall_time_of_the_calendar(start: Any) -> None:
    """However it is written, it is answered without a zone."""
    reached = engine.due(start, "9h", OFFICE)
    assert (reached, reached.tzinfo) == (DUE, None)


@pytest.mark.parametrize(
    "start",
    [
        "2026-01-05T10:00:00+08:00",
        "2026-01-05 10:00 +0800",
        "2026-01-05T02:00Z",
        "2026-01-05T10:00@Asia/Shanghai",
        "2026-01-05 10:00 Asia/Shanghai",
        datetime(2026, 1, 5, 2, tzinfo=UTC),
        datetime(2026, 1, 4, 21, tzinfo=timezone(timedelta(hours=-5))),
        START.replace(tzinfo=SHANGHAI),
    ],
)
def test_a_start_with_a_zone_is_answered_in_it(start: Any) -> None:
    """The instant is the same in all of them; what the clock shows is the caller's."""
    reached, begin = engine.due(start, "9h", OFFICE), engine.due(start, "0h", OFFICE)
    assert reached == DUE.replace(tzinfo=SHANGHAI)
    assert reached.utcoffset() == begin.utcoffset()


def test_a_day_is_its_midnight() -> None:
    """A date without a time begins with its first instant."""
    assert engine.due(date(2026, 1, 5), "1h", OFFICE) == engine.due("2026-01-05", "1h", OFFICE) == START


@pytest.mark.parametrize(
    "target",
    [
        *(
            "9h",
            "9 hours",
            "9 business hours",
            "PT9H",
            "540 minutes",
            "8h 60m",
            "PT8H60M",
            "九小时",
            "9 小时",
            "32400s",
        ),
        timedelta(hours=9),
    ],
)
def test_a_target_is_a_length_of_working_time(target: Any) -> None:
    """Nine hours, however they are written."""
    assert engine.due(START, target, OFFICE) == DUE


DEFINITION = {
    "kind": "calendar",
    "name": "office",
    "time_zone": "Asia/Shanghai",
    "hours": HOURS,
    "holidays": {"2026-01-06": "休息"},
}
YAML = """
kind: calendar
name: office
time_zone: Asia/Shanghai
hours: {mon-fri: "09:00-17:00"}
holidays: {2026-01-06: 休息}
"""


@pytest.mark.parametrize(
    "calendar",
    [
        OFFICE,
        DEFINITION,
        YAML,
        YAML.replace("kind: calendar\nname: office\n", ""),
        {**DEFINITION, "holidays": ["2026-01-06"], "time_zone": SHANGHAI},
        {**DEFINITION, "holidays": [date(2026, 1, 6)], "time_zone": "+08:00"},
        {**DEFINITION, "holidays": "2026-01-06..2026-01-06"},
        {**DEFINITION, "holidays": [(date(2026, 1, 6), date(2026, 1, 6))]},
        {**DEFINITION, "holidays": ["01-06"]},
        {**DEFINITION, "special": {"2026-01-06": "closed"}, "holidays": []},
        engine.calendar(
            {day: [(time(9), time(17))] for day in ("Monday", "Tue", "wednesday", "周四", "星期五")},
            "Asia/Shanghai",
            holidays={"2026-01-06": "off"},
        ),
        engine.calendar({"weekdays": ["9am-1pm", "13:00-17:00"], "weekend": None}, "Asia/Shanghai", holidays=["01-06"]),
        engine.calendar({"mon-fri": ("09:00", "17:00")}, "UTC+8", holidays=["2026-01-06"]),
    ],
)
def test_a_calendar_as_it_comes(calendar: Any) -> None:
    """Definition, YAML text, mapping, call: the same hours give the same answer."""
    assert engine.due(START, "9h", calendar) == DUE


def test_a_calendar_of_a_file_and_of_a_project() -> None:
    """The office of the pack, by its path and by its name; the 11 May 2024 is a make-up workday."""
    path, named = "configs/calendars/china_office.yaml", engine.load("configs").calendars["china_office"]
    for calendar in (path, Path(path), named):
        assert engine.due("2024-05-09 10:00", "7 个工作日", calendar) == datetime(2024, 5, 17, 18)


@pytest.mark.parametrize("always", ["24x7", "24/7", "全天候", {"daily": "00:00-24:00"}])
def test_around_the_clock(always: Any) -> None:
    """Without a zone of its own, a calendar goes by the clock of whoever asks: a month from 31 January ends there."""
    late = datetime(2026, 1, 31, 23, 30, tzinfo=ZoneInfo("America/New_York"))
    assert engine.due(late, "1h", always).isoformat() == "2026-02-01T00:30:00-05:00"
    assert engine.due(late, "1 month", always).isoformat() == "2026-02-28T23:30:00-05:00"
    assert engine.due(late, "1 month").isoformat() == "2026-02-28T23:30:00-05:00"


def test_in_a_project_a_calendar_without_a_zone_is_in_that_of_the_project() -> None:
    """Nobody in Shanghai means nine o'clock in Greenwich."""
    texts = {"project.yaml": "kind: project\nname: p\ntime_zone: Asia/Shanghai\n", "a.yaml": _without_zone()}
    office = load_files(texts).calendars["office"]
    assert engine.due("2026-01-05T01:00Z", "1h", office).isoformat() == "2026-01-05T02:00:00+00:00"


def _without_zone() -> str:
    return YAML.replace("time_zone: Asia/Shanghai\n", "")


@pytest.mark.parametrize(
    "pauses",
    [
        [("2026-01-05 11:00", "2026-01-05 12:00")],
        [(datetime(2026, 1, 5, 11), datetime(2026, 1, 5, 12))],
        [["2026-01-05T03:00Z", "2026-01-05 12:00"]],
        ((d, e) for d, e in [(datetime(2026, 1, 5, 3, tzinfo=UTC), datetime(2026, 1, 5, 4, tzinfo=UTC))]),
    ],
)
def test_pauses_as_they_come(pauses: Any) -> None:
    """Texts, datetimes, with a zone and without."""
    assert engine.due(START, "4h", OFFICE, pauses) == datetime(2026, 1, 5, 15)


def test_a_calendar_says_how_its_working_days_count() -> None:
    """In the definition, or in the call, which has the last word."""
    office = engine.calendar(YAML + "count_start_day: true\nend_of_day: false\n")
    assert engine.due(START, "2 working days", office) == datetime(2026, 1, 7, 10)
    assert engine.due(START, "2 working days", office, end_of_day=True) == datetime(2026, 1, 7, 17)
    assert engine.due(START, "2 working days", office, count_start_day=False) == datetime(2026, 1, 8, 10)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("tomorrow", "1h"), "“tomorrow” is no time; write 2026-09-16"),
        (("2026-02-30", "1h"), "“2026-02-30” is no time"),
        (("2026-01-05 25:00", "1h"), "is no time"),
        (("2026-01-05 10:00 Mars/Olympus", "1h"), "is no time"),
        ((1767600000, "1h"), "“1767600000” is no time"),
        ((None, "1h"), "“None” is no time"),
        (("2026-01-05", "soon"), "“soon” is no length of time; write 8h"),
        (("2026-01-05", "1.5 days"), "“1.5 days” is no length of time"),
        (("2026-01-05", "2 days 4 hours"), "is no length of time"),
        (("2026-01-05", 8), "“8” is no length of time"),
        (("2026-01-05", timedelta(hours=-1)), "is less than no time"),
        (("2026-01-05", "1h", "china_office"), "project.calendars[“china_office”]"),
        (("2026-01-05", "1h", {"mon-fri": "9 to 5"}), "“9 to 5” is no window; write 09:00-12:00, 13:30-18:00"),
        (("2026-01-05", "1h", {"funday": "09:00-17:00"}), "“funday” is no weekday; write mon-fri"),
        (
            ("2026-01-05", "1h", {"hours": HOURS, "holiday": []}),
            "a calendar has no “holiday”; its parts are name, hours",
        ),
        (("2026-01-05", "1h", {"hours": HOURS, "time_zone": "Beijing"}), "“Beijing” is no time zone"),
        (("2026-01-05", "1h", {"hours": HOURS, "holidays": ["2026-13-01"]}), "“2026-13-01” is no day"),
        (("2026-01-05", "1h", OFFICE, ("2026-01-05", "2026-01-06")), "write pairs of times, [(from, to)]"),
        (("2026-01-05", "1h", OFFICE, [("2026-01-06", "2026-01-05")]), "ends before it begins"),
        (("2026-01-05", "1h", "a: 1\n---\nb: 2"), "calendar.yaml:1:1"),
    ],
)
def test_nonsense_is_refused(arguments: tuple[Any, ...], said: str) -> None:
    """The text names what was passed and how it is written."""
    with pytest.raises(engine.GuijuError) as refused:
        engine.due(*arguments)
    assert said in str(refused.value)


def test_what_nobody_lives_to_see_is_refused() -> None:
    """Neither an endless search nor an error of the calendar's arithmetic."""
    for target in ("1000000000h", "1000000000 days", "1000000000 months", "1000000000 working days"):
        with pytest.raises(engine.EvaluationError):
            engine.due("2026-01-05", target, OFFICE)
    with pytest.raises(engine.EvaluationError):
        engine.due(datetime.max, "1h", OFFICE)
