"""Values as scenarios write them: whether a text can be a value of a type, and what it was probably meant to be."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from engine.dsl.dates import meant_dates
from engine.dsl.durations import Unit, parse_duration
from engine.dsl.numerals import in_digits
from engine.dsl.scalars import YES_AND_NO, parse_number
from engine.dsl.suggestions import suggest
from engine.dsl.synonyms import synonyms
from engine.dsl.text import Text
from engine.dsl.type_words import described
from engine.dsl.types import ListType, SimpleType, Type
from engine.runtime.admission import reading

EXAMPLES = {
    "number": "12.5",
    "boolean": "是",
    "date": "2026-03-10",
    "time": "09:00",
    "date and time": "2026-03-10 09:00",
}


@dataclass(frozen=True, slots=True)
class Expected:
    """What should stand in the place of a text."""

    words: Text
    options: tuple[str, ...] = ()
    example: str = ""


def unlike(text: str, type_: Type, name: str = "") -> Expected | None:
    """What is expected where a text cannot be a value of a type; None where it can.

    >>> from engine.dsl.types import BOOLEAN, NUMBER
    >>> unlike("12", NUMBER), unlike("两分", NUMBER).example, unlike("有", BOOLEAN).words.zh
    (None, '12.5', '真假值')
    """
    if isinstance(type_, ListType):
        item = type_.item
        wrong = (found for part in re.split("[、，,]", text) if (found := unlike(part.strip(), item, name)))
        return next(wrong, None) if isinstance(item, SimpleType) and unlike(text, item, name) else None
    if not isinstance(type_, SimpleType):
        return None
    if type_.closed:
        known = type_.option(text) is not None
        return None if known else Expected(Text(f"“{name}”的选项", f"option of “{name}”"), type_.options)
    if type_.name not in EXAMPLES or reading(text, type_) is not None:
        return None
    return Expected(described(type_), (), EXAMPLES[type_.name])


def likely_value(text: str, type_: Type) -> list[str]:
    """What a text was probably meant to be as a value of a type, the likeliest first."""
    if isinstance(type_, ListType):
        return likely_value(text, type_.item)
    if not isinstance(type_, SimpleType):
        return []
    plain = unicodedata.normalize("NFKC", text).strip().strip("\"'“”‘’「」")
    if type_.closed:
        words = [*type_.options, *(said for said, _ in type_.aliases)]
        return [plain] if type_.option(plain) else synonyms(plain, words) or suggest(plain, words)
    return [said for said in _RATHER.get(type_.name, _number)(plain) if reading(said, type_) is not None]


def _number(text: str) -> list[str]:
    """The number in a text: `12分`, `两分`."""
    if said := in_digits(text):
        return [said]
    digits = "".join(str(_DIGITS.find(char)) if char in _DIGITS else char for char in text.replace("两", "二"))
    match = re.search(r"-?\d+(?:,\d{3})*(?:\.\d+)?%?", digits)
    number = match[0].replace(",", "") if match else ""
    return [number] if parse_number(number) is not None else []


def _truth(text: str) -> list[str]:
    word = YES_AND_NO.get(text.casefold(), "")
    chinese = {"true": "是", "false": "否"}.get(word, "")
    return [each for each in (word if text.isascii() else chinese,) if each]


def _day(text: str) -> list[str]:
    """The days that may have been meant."""
    return [day.isoformat() for day in meant_dates(text)]


def _moment(text: str) -> list[str]:
    return [meant if " " in meant else f"{meant} 00:00" for meant in likely_moments(text)]


def is_moment(text: str) -> bool:
    """Whether scenarios understand a text as an instant.

    >>> is_moment("2024-03-15 10:00"), is_moment("3月15日"), is_moment("2024-02-30")
    (True, False, False)
    """
    try:
        datetime.fromisoformat(text.strip())
    except ValueError:
        return False
    return bool(_DATE.match(text.strip()))


def likely_moments(text: str, year: str = "") -> list[str]:
    """The instants that a text may have been meant to be, the likeliest first; `year` is that of one without a year.

    >>> likely_moments("2024年3月15日 9点30分"), likely_moments("15/3/2024 10：00"), likely_moments("昨天")
    (['2024-03-15 09:30'], ['2024-03-15 10:00'], [])
    >>> likely_moments("3月15日 10:00", year="2024")
    ['2024-03-15 10:00']
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = _NO_YEAR.sub(rf"{year}-\1-\2", plain) if year else plain
    parts = _MOMENT.fullmatch(plain)
    if parts is None:
        return []
    days = [day.isoformat() for day in meant_dates(parts["day"].strip())]
    return [said for day in days if is_moment(said := f"{day} {_hour(parts)}" if parts["hour"] else day)]


def _hour(parts: re.Match[str]) -> str:
    """The hour and the minute of a moment, in the afternoon where it says so."""
    hour, late = int(parts["hour"]), (parts["half"] or parts["only"] or parts["before"] or "").casefold()
    hour += 12 if hour < 12 and late in ("pm", "下午", "晚上") else 0
    return f"{hour:02}:{int(parts['minute'] or 0):02}"


def likely_hours(text: str) -> str:
    """A length of time in hours and minutes, as it is counted; empty for a text that is none.

    >>> likely_hours("2小时"), likely_hours("20 minutes"), likely_hours("90"), likely_hours("1h 30m")
    ('2:00', '0:20', '', '1:30')
    """
    length = parse_duration(text)
    minutes = int(length.amount * (60 if length.unit is Unit.HOURS else 1)) if length else 0
    return f"{minutes // 60}:{minutes % 60:02}" if length and length.unit in (Unit.HOURS, Unit.MINUTES) else ""


_DIGITS = "零一二三四五六七八九"
_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-\d\d")
_NO_YEAR = re.compile(r"^(\d\d?)\s*[月/-]\s*(\d\d?)日?(?=\s|$)")
_MOMENT = re.compile(
    r"(?P<day>\d[\w\s,./-]*?[\d日号]|[a-z]{3,9}\.? \d\d?,? \d{4})"
    r"(?:[T\s,]*(?:at )?(?P<before>上午|下午|晚上)?(?P<hour>\d\d?)"
    r"(?:\s*[:.点时]\s*(?:(?P<minute>\d\d?)\s*分?)?(?::\d\d)?(?:\s*(?P<half>[ap]m))?|\s*(?P<only>[ap]m)))?",
    re.I,
)
_RATHER = {"boolean": _truth, "date": _day, "date and time": _moment}
