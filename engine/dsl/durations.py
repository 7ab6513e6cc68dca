"""Durations as business people write them in data positions: `2h`, `24 小时`, `3 个工作日`, `30 days`, `3 months`.

Reads   a text: an amount and a unit, in Chinese or English; several of hours, minutes and seconds (`1h 30m`); or an
        ISO 8601 duration of one of these (`PT2H`, `PT1H30M`, `P3M`).
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

    SECONDS = Text("秒", "seconds")
    MINUTES = Text("分钟", "minutes")
    HOURS = Text("小时", "hours")
    WORKING_DAYS = Text("个工作日", "working days")
    DAYS = Text("天", "days")
    MONTHS = Text("个月", "months")


SECONDS = {Unit.SECONDS: 1, Unit.MINUTES: 60, Unit.HOURS: 3600}
"""The units that are lengths of time wherever they begin; only these may be fractions, and stand together."""

MAX_AMOUNT = 10**9


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount of a unit.

    >>> parse_duration("3 个工作日").say("en"), parse_duration("2h").say("zh")
    ('3 working days', '2 小时')
    """

    amount: Decimal
    unit: Unit

    @property
    def working_time(self) -> timedelta | None:
        """Hours, minutes and seconds as a length of time; None for days and months, whose length depends on when."""
        seconds = SECONDS.get(self.unit)
        return None if seconds is None else timedelta(microseconds=int(self.amount * seconds * 1_000_000))

    def say(self, language: str) -> str:
        """The duration in words."""
        unit = self.unit.value.say(language)
        return f"{self.amount:f} {unit.removesuffix('s') if language == 'en' and self.amount == 1 else unit}"


def parse_duration(text: str) -> Duration | None:
    """The duration that a text is, or None; full-width digits count as digits.

    >>> [str(parse_duration(t).amount) for t in ("90 minutes", "4 business hours", "１.５小时", "P1Y", "2 weeks")]
    ['90', '4', '1.5', '12', '14']
    >>> [parse_duration(t).say("en") for t in ("1h 30m", "PT1H30M", "2小时30分钟", "两个工作日", "半小时")]
    ['90 minutes', '90 minutes', '150 minutes', '2 working days', '0.5 hours']
    >>> parse_duration("1.5 days"), parse_duration("2 days 4 hours"), parse_duration("soon"), parse_duration("-2h")
    (None, None, None, None)
    """
    parts = [_part(amount, unit) for amount, unit in _pieces(unicodedata.normalize("NFKC", text).strip().lower())]
    known = [part for part in parts if part]
    if not known or len(known) < len(parts):
        return None
    return known[0] if len(known) == 1 else _together(known)


def _pieces(text: str) -> list[tuple[str, str]]:
    """The amounts and units that a text consists of; none where it holds anything else."""
    if iso := _ISO.fullmatch(text):
        return [(amount, iso["prefix"] + letter) for amount, letter in _ISO_PIECE.findall(iso["pieces"])]
    pieces, end = [], 0
    while match := _PIECE.match(text, end):
        pieces.append((match["amount"], match["unit"]))
        end = match.end()
    return pieces if end == len(text) else []


def _part(written: str, unit_: str) -> Duration | None:
    """One amount of one unit; days and months are whole."""
    if unit_ not in _UNITS:
        return None
    unit, factor = _UNITS[unit_]
    amount = (_NUMERALS.get(written) or Decimal(written)) * factor
    whole = unit in SECONDS or amount == amount.to_integral_value()
    return Duration(amount, unit) if whole and amount <= MAX_AMOUNT else None


def _together(parts: list[Duration]) -> Duration | None:
    """Hours, minutes and seconds behind each other as an amount of the smallest of them; nothing else mixes."""
    units = [part.unit for part in parts]
    if any(unit not in SECONDS for unit in units) or units != sorted(set(units), key=SECONDS.__getitem__, reverse=True):
        return None
    seconds = sum((part.amount * SECONDS[part.unit] for part in parts), Decimal())
    return Duration(seconds / SECONDS[units[-1]], units[-1])


SPELLINGS = (
    (Unit.SECONDS, 1, "s|sec|secs|second|seconds|秒|秒钟|pts"),
    (Unit.MINUTES, 1, "m|min|mins|minute|minutes|business minute|business minutes|working minutes|分钟|分|ptm"),
    (
        Unit.HOURS,
        1,
        "h|hr|hrs|hour|hours|business hour|business hours|working hour|working hours|"
        "小时|个小时|工作小时|个工作小时|pth",
    ),
    (
        Unit.WORKING_DAYS,
        1,
        "wd|bd|working day|working days|business day|business days|workday|workdays|工作日|个工作日",
    ),
    (Unit.DAYS, 1, "d|day|days|calendar day|calendar days|天|日|自然日|个自然日|pd"),
    (Unit.DAYS, 7, "w|week|weeks|周|星期|个星期|pw"),
    (Unit.MONTHS, 1, "month|months|calendar month|calendar months|月|个月|pm"),
    (Unit.MONTHS, 3, "quarter|quarters|季度|个季度"),
    (Unit.MONTHS, 12, "y|year|years|年|py"),
)
_UNITS = {word: (unit, factor) for unit, factor, words in SPELLINGS for word in words.split("|")}
_NUMERALS = {sign: Decimal(n) for n, sign in enumerate("一二三四五六七八九十", 1)} | {
    "两": Decimal(2),
    "半": Decimal("0.5"),
}
_PIECE = re.compile(
    rf"(?P<amount>\d+(?:\.\d+)?|[{''.join(_NUMERALS)}])\s*"
    rf"(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})\s*(?:(?:,|and\b|又)\s*(?=\S))?",
    re.A,
)
_ISO = re.compile(r"(?P<prefix>pt?)(?P<pieces>(?:\d+(?:\.\d+)?[a-z])+)", re.A)
_ISO_PIECE = re.compile(r"([\d.]+)([a-z])")
