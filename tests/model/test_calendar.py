"""The office calendar of the pack, and what is said about calendars that cannot be."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from engine.dsl.diagnostics import Diagnostics
from engine.dsl.documents import read
from engine.dsl.names import NO_NAMES
from engine.dsl.source import Source
from engine.model.kinds.calendar import KIND, Calendar
from engine.model.reading import Reader

OFFICE = Path(__file__).parents[2] / "configs" / "calendars" / "china_office.yaml"


def calendar_of(text: str) -> tuple[Calendar, list[tuple[str, str]]]:
    """The calendar of a YAML text, and the code and place of every finding."""
    found = Diagnostics()
    node = read(Source("calendar.yaml", text), found)[0]
    office = KIND.read(node, Reader(NO_NAMES, found))
    assert isinstance(office, Calendar)
    return office, [(d.code, d.span.text) for d in found]


def test_the_office_works_on_the_published_workdays() -> None:
    """Every day of 2024 to 2026 is a workday or not as an independent package of published holidays has it."""
    office, findings = calendar_of(OFFICE.read_text(encoding="utf-8"))
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(366 + 365 + 365)]
    assert findings == []
    assert [day for day in days if office.works(day) != chinese_calendar.is_workday(day)] == []
    assert sum(office.works(day) for day in days if day.year == 2026) == 248


def test_the_statutory_days_are_those_that_the_office_lists() -> None:
    """`holidays: cn` closes and opens on the same days as the list in the pack, and knows its own end."""
    listed, _ = calendar_of(OFFICE.read_text(encoding="utf-8"))
    short, findings = calendar_of("kind: calendar\nname: c\nhours: {mon-fri: '09:00-18:00'}\nholidays: cn\n")
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(366 + 365 + 365)]
    assert findings == []
    assert [day for day in days if short.works(day) != listed.works(day)] == []
    assert short.known_until is not None and short.known_until >= date(2026, 12, 31)


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        ("hours: {mon-fri: '9 to 5'}", ("GJ4601", "'9 to 5'")),
        ("hours: {mon-fri: '09:00-12:00, 11:00-18:00'}", ("GJ4601", "'09:00-12:00, 11:00-18:00'")),
        ("hours: {montag: '09:00-12:00'}", ("GJ4606", "montag")),
        ("hours: {mon: '09:00-12:00'}\nholidays: {2026-02-30: 春节}", ("GJ4603", "2026-02-30")),
        ("hours: {mon: '09:00-12:00'}\ntime_zone: Beijing", ("GJ4602", "Beijing")),
        ("hours: {mon: ''}", ("GJ4604", "name")),
        (
            "hours: {mon: '09:00-12:00'}\nholidays: {2026-10-01: 国庆}\nworkdays: {2026-10-01: 调休}",
            ("GJ4605", "2026-10-01"),
        ),
    ],
)
def test_a_mistake_is_named_at_its_place(line: str, finding: tuple[str, str]) -> None:
    """Each calendar is right but for one thing, and just that is said, there."""
    assert calendar_of(f"kind: calendar\nname: office\n{line}\n")[1] == [finding]
