"""Durations as business people write them in data positions: `2h`, `24 小时`, `3 个工作日`, `30 days`, `3 months`.

Reads   a text: an amount and a unit, in Chinese or English, or an ISO 8601 duration of one unit (`PT2H`, `P3M`).
Gives   a `Duration`. Hours are counted in the working time of whatever calendar applies; with the calendar `24x7` that
        is every hour. Days and months are days and months of the calendar on the wall.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import Enum

from engine.dsl.text import Text


class Unit(Enum):
    """What a duration counts; the value is its name in both languages."""

    MINUTES = Text("分钟", "minutes")
    HOURS = Text("小时", "hours")
    WORKING_DAYS = Text("个工作日", "working days")
    DAYS = Text("天", "days")
    MONTHS = Text("个月", "months")


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount of a unit; only minutes and hours may be fractions.

    >>> parse_duration("3 个工作日").say("en"), parse_duration("2h").say("zh")
    ('3 working days', '2 小时')
    """

    amount: Decimal
    unit: Unit

    @property
    def working_time(self) -> timedelta | None:
        """Minutes and hours as a length of time; None for days and months, whose length depends on where they begin."""
        seconds = {Unit.MINUTES: 60, Unit.HOURS: 3600}.get(self.unit)
        return None if seconds is None else timedelta(seconds=float(self.amount * seconds))

    def say(self, language: str) -> str:
        """The duration in words."""
        unit = self.unit.value.say(language)
        return f"{self.amount:f} {unit.removesuffix('s') if language == 'en' and self.amount == 1 else unit}"


def parse_duration(text: str) -> Duration | None:
    """The duration that a text is, or None; full-width digits count as digits.

    >>> [str(parse_duration(t).amount) for t in ("90 minutes", "4 business hours", "１.５小时", "P1Y", "2 weeks")]
    ['90', '4', '1.5', '12', '14']
    >>> parse_duration("1.5 days"), parse_duration("soon"), parse_duration("-2h")
    (None, None, None)
    """
    match = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", text).strip().lower())
    if match is None or match["iso"] + match["unit"] not in _UNITS:
        return None
    unit, factor = _UNITS[match["iso"] + match["unit"]]
    amount = Decimal(match["amount"]) * factor
    whole = unit in (Unit.MINUTES, Unit.HOURS) or amount == amount.to_integral_value()
    return Duration(amount, unit) if whole else None


_WRITTEN = re.compile(r"(?P<iso>(?:pt?(?=\d+[a-z]$))?)(?P<amount>\d+(?:\.\d+)?)\s*(?P<unit>[^\d\s.].*)")
_SPELLINGS = (
    (Unit.MINUTES, 1, "min|minute|minutes|分钟|分|ptm"),
    (
        Unit.HOURS,
        1,
        "h|hour|hours|business hour|business hours|working hour|working hours|小时|个小时|工作小时|个工作小时|pth",
    ),
    (Unit.WORKING_DAYS, 1, "wd|working day|working days|business day|business days|workdays|工作日|个工作日"),
    (Unit.DAYS, 1, "d|day|days|calendar day|calendar days|天|日|自然日|个自然日|pd"),
    (Unit.DAYS, 7, "w|week|weeks|周|星期|个星期|pw"),
    (Unit.MONTHS, 1, "month|months|calendar month|calendar months|月|个月|pm"),
    (Unit.MONTHS, 3, "quarter|quarters|季度|个季度"),
    (Unit.MONTHS, 12, "y|year|years|年|py"),
)
_UNITS = {word: (unit, factor) for unit, factor, words in _SPELLINGS for word in words.split("|")}
