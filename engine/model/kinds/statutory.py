"""Statutory holidays and make-up workdays, as a government publishes them year by year. The only importer of
chinesecalendar.

Reads   the short name of a country: `cn`.
Gives   the days off and the days worked instead (调休), by name, and the last day for which they are published.
Source  announcements of the State Council of China, in the data of the package; domain decision D30.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from engine.dsl.text import Text
from engine.model.kinds.hours import Day


@dataclass(frozen=True, slots=True)
class Published:
    """The days that differ from their week; `until` is the last day that anything is known of, None for no end."""

    holidays: Mapping[Day, Text] = field(default_factory=dict)
    workdays: Mapping[Day, Text] = field(default_factory=dict)
    until: date | None = None


@cache
def published(country: str) -> Published:
    """What is known of a country; nothing of those that are not listed.

    >>> days = published("cn")
    >>> days.holidays[date(2026, 10, 1)].zh, days.workdays[date(2026, 10, 10)].en, days.until.year >= 2026
    ('国庆节', 'National Day, made up', True)
    """
    if country != "cn":
        return Published()
    from chinese_calendar.constants import Holiday, holidays, workdays

    names = {each.value: each.chinese for each in Holiday}
    last = max(holidays).year
    return Published(
        {day: Text(names[name], name) for day, name in holidays.items()},
        {day: Text(f"{names[name]}调休", f"{name}, made up") for day, name in workdays.items()},
        date(last, 12, 31),
    )
