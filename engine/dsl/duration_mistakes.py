"""Lengths of time as people write them who do not know how: `两小时`, `半天`, `近3个月`, `3 mouths`, `每周一`.

Reads   a text that `parse_duration` does not understand.
Gives   the ways to write what it was probably meant to be, the likeliest first, in the language of the text.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix
from engine.dsl.duration_words import OTHER_UNITS, SPOKEN
from engine.dsl.durations import SPELLINGS, Duration, Unit, parse_duration
from engine.dsl.numerals import ENGLISH
from engine.dsl.source import Span
from engine.dsl.suggestions import suggest
from engine.dsl.text import Text

Written = str | Text


def likely_durations(text: str) -> list[Written]:
    """What a text may mean as a length of time; nothing for one that says nothing of the kind.

    >>> [likely_durations(each) for each in ("两个半小时", "近3个月", "3 mouths", "每周一", "半天", "quarterly")]
    [['2.5 小时'], ['3 个月'], ['3 months'], ['1 周'], ['12 小时'], ['3 months']]
    >>> [str(each) for each in likely_durations("14")], likely_durations("1~3天"), likely_durations("尽快")
    (['14 小时', '14 天', '14 个工作日'], ['3 天'], [])
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower().strip("\"'“”。.")
    plain = re.sub(r"^an?\s+", "1 ", plain)
    plain = _LOOK_ALIKES.sub(lambda match: match[0].translate(_ALIKE), plain)
    if _BARE.fullmatch(plain):
        return [Text(f"{plain} {unit.value.zh}", f"{plain} {unit.value.en}") for unit in _USUAL]
    if plain in SPOKEN:
        return [SPOKEN[plain]]
    if clock := _CLOCK.fullmatch(plain):
        return [f"{int(clock['hours'])} 小时"]
    match = _AMOUNT.search(_in_digits(plain))
    word = _BEHIND.sub("", match["unit"]).strip() if match else ""
    return [said] if match and (said := _said(Decimal(match["amount"]), word, match["half"])) else []


def report_no_duration(code: str, span: Span, text: str, diagnostics: Diagnostics) -> None:
    """Report a text that is no length of time, with what it was probably meant to be."""
    likely = likely_durations(text)
    fix = Fix((Edit(span, span.text.replace(text, str(likely[0]))),)) if len(likely) == 1 and span.text else None
    shown: dict[str, object] = {"suggestions": likely} if likely else {}
    diagnostics.extend([Diagnostic(code, span, {"value": text, **shown}, fix=fix)])


def _in_digits(text: str) -> str:
    """Chinese and English numerals as digits: `两小时`, `十五天`, `two hours`.

    >>> _in_digits("三十天"), _in_digits("two hours"), _in_digits("十二个月")
    ('30天', '2 hours', '12个月')
    """
    digits = _CHINESE_NUMBER.sub(lambda match: str(_chinese_number(match[0])), text)
    return _ENGLISH_NUMBER.sub(lambda match: str(ENGLISH.index(match[0])), digits)


def _chinese_number(text: str) -> int:
    """A number below a hundred."""
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS[tens] if tens else 1) * 10 * bool(ten) + (_DIGITS[ones] if ones else 0)


def _said(amount: Decimal, word: str, half: str | None) -> str:
    """An amount of a unit as it is written, where the word is a unit or nearly one."""
    unit = next((each for each in (word, OTHER_UNITS.get(word), *_unit_like(word)) if each and _known(each)), None)
    if unit is None:
        return ""
    amount = amount + Decimal("0.5") if half else amount
    whole = parse_duration(f"{amount:f} {unit}")
    if whole is None:
        amount, unit = _in_smaller(amount, unit)
        whole = parse_duration(f"{amount:f} {unit}")
    return _written(amount, unit, whole) if whole else ""


def _in_smaller(amount: Decimal, unit: str) -> tuple[Decimal, str]:
    """Parts of a day in hours, parts of a month or a week in days."""
    one = parse_duration(f"1 {unit}")
    smaller, factor = _SMALLER.get(one.unit, (Unit.DAYS, 1)) if one else (Unit.DAYS, 1)
    total = amount * (one.amount if one else 1) * factor
    return total.normalize(), smaller.value.zh if not unit.isascii() else smaller.value.en


def _written(amount: Decimal, unit: str, duration: Duration) -> str:
    """With the usual word for the unit."""
    language = "en" if unit.isascii() else "zh"
    week = _WEEKS[language] if unit in _WEEK_WORDS else ""
    if week:
        return f"{amount.normalize():f} {week.removesuffix('s') if amount == 1 else week}"
    return Duration(duration.amount.normalize(), duration.unit).say(language)


def _unit_like(word: str) -> list[str]:
    return suggest(word, (name for name in _NAMES if len(name) > 1), limit=1)


def _known(unit: str) -> bool:
    return parse_duration(f"1 {unit}") is not None


_NAMES = tuple(word for _, _, words in SPELLINGS for word in words.split("|"))
_USUAL = (Unit.HOURS, Unit.DAYS, Unit.WORKING_DAYS)
_SMALLER = {
    Unit.DAYS: (Unit.HOURS, 24),
    Unit.WORKING_DAYS: (Unit.HOURS, 8),
    Unit.MONTHS: (Unit.DAYS, 30),
}
_WEEKS = {"zh": "周", "en": "weeks"}
_WEEK_WORDS = ("w", "week", "weeks", "周", "星期", "个星期")
_DIGITS = {**{digit: number for number, digit in enumerate("零一二三四五六七八九")}, "两": 2, "俩": 2, "仨": 3, "〇": 0}
_CHINESE_NUMBER = re.compile(
    r"[一二两三四五六七八九]?十[一二三四五六七八九]?|(?<!周)(?<!星期)[一二两俩仨三四五六七八九]"
)
_ENGLISH_NUMBER = re.compile(rf"\b(?:{'|'.join(ENGLISH)})\b")
_BARE = re.compile(r"\d+(?:\.\d+)?")
_LOOK_ALIKES = re.compile(r"^(?=[oil]*\d)[\doil]+(?=[^a-z])")
_ALIKE = str.maketrans("oil", "011")
_CLOCK = re.compile(r"(?P<hours>\d{1,2}):00")
_AMOUNT = re.compile(
    r"(?P<amount>\d+(?:\.\d+)?)\s*个?(?P<half>半)?[-\s]*(?P<unit>[^\W\d]+(?: (?:days?|hours?|minutes?))?)"
)
_BEHIND = re.compile("[以之]?[内后前]$|左右$|一次$| ago$")
