"""Functions that the standard does not have: windows over records, whole months, texts as they are compared, spread.

`within`, `previous` and `change` look at what happened in the last days or months, seen from `today()`. Each record
says when it happened in the entry that `time` names. In rules of a project nobody writes `time`: the entity says it
(`time: ordered_on`), and the checker puts it into the call (checking/windows.py). Both ends of the window count: on
06-30 the last three months begin with 03-30; the window before it ends with 03-29.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime
from decimal import Decimal

from engine.dsl import instant
from engine.dsl.builtins.registry import builtin
from engine.dsl.builtins.temporal import today, years_and_months_duration
from engine.dsl.conversion import to_python
from engine.dsl.durations import Unit, parse_duration
from engine.dsl.nulls import null
from engine.dsl.temporal import Date, DateTime, DaysTime, YearsMonths
from engine.dsl.values import DECIMAL128, Value

SECTION = "extension"


@builtin("months between", section=SECTION)
def months_between(from_: Date | DateTime, to: Date | DateTime) -> Decimal:
    """The whole months from one date to another, negative when `to` is earlier. Times and zones do not count.

    months between(@"2025-01-15", @"2026-01-14") = 11
    months between(@"2025-01-15", @"2026-01-15") = 12
    months between(@"2026-01-15", @"2025-01-15") = -12
    """
    return Decimal(years_and_months_duration(from_, to).months)


@builtin("normalised", section=SECTION)
def normalised(text: str) -> str:
    """The text as it is compared with others that people typed: width, case and white space made the same.

    normalised(" ＡＢＣ　公司 ") = "abc 公司"
    normalised("Guiju  Ltd.") = normalised("ＧＵＩＪＵ ltd.")
    """
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).split())


@builtin("digits", section=SECTION)
def digits(text: str) -> str:
    """The decimal digits of the text, full-width ones and those of other scripts as 0 to 9; nothing else.

    digits("+86 138-0013-8000") = "8613800138000"
    digits("１２３") = "123"
    digits("none") = ""
    """
    return "".join(str(unicodedata.decimal(char)) for char in text if char.isdecimal())


@builtin("spread", section=SECTION)
def spread(list_: list[Decimal]) -> Decimal | None:
    """The greatest number of the list less the least. Null when the list is empty.

    spread([3, 5, 4]) = 2
    spread([4, 4, 4]) = 0
    spread([]) = null
    """
    if not list_:
        return null("GJ1308", function="spread", parameter="list")
    return DECIMAL128.subtract(max(list_), min(list_))


Period = YearsMonths | DaysTime


@builtin("within", section=SECTION)
def within(list_: list[object], period: str | YearsMonths | DaysTime, time: str | None = None) -> list[object] | None:
    """The items of the last days or months, seen from `today()`: dates, or records whose entry `time` is a date.

    Both ends count; what lies ahead, or has no date, is left out. Null for a period in hours or working days.

    within([today(), today() - @"P40D", today() + @"P1D"], "30 days") = [today()]
    within([{on: today()}, {on: today() - @"P2Y"}], "3 months", "on") = [{on: today()}]
    within([today() - @"P3M"], @"P3M") = [today() - @"P3M"]
    within([], "3 working days") = null
    """
    return _window(list_, _period("within", period), time, 0)


@builtin("previous", section=SECTION)
def previous(list_: list[object], period: str | YearsMonths | DaysTime, time: str | None = None) -> list[object] | None:
    """The items of the window just before that of `within`: as long, and ended by the day before it begins.

    previous([today(), today() - @"P40D", today() - @"P70D"], "30 days") = [today() - @"P40D"]
    previous([today() - @"P3M"], "3 months") = []
    """
    return _window(list_, _period("previous", period), time, 1)


@builtin("change", section=SECTION)
def change(now: Decimal, before: Decimal) -> Decimal | None:
    """How much a figure has changed, as a share of what it was. Null when it was zero.

    change(70, 100) = -30%
    change(84, 120) <= -30%
    change(5, 0) = null
    """
    if before == 0:
        return null("GJ1331", function="change")
    return DECIMAL128.divide(DECIMAL128.subtract(now, before), DECIMAL128.abs(before))


@builtin("change", section=SECTION)
def change_of_records(
    list_: list[object], period: str | YearsMonths | DaysTime, figure: str | None = None, time: str | None = None
) -> Decimal | None:
    """The change of the last days or months against those before: of the sum of `figure`, without it of the number.

    Nothing in the window counts as zero; null when there was nothing before either.

    change([{on: today(), yuan: 70}, {on: today() - @"P4M", yuan: 100}], "3 months", "yuan", "on") = -30%
    change([today() - @"P4M", today() - @"P5M"], "3 months") = -100%
    change([today()], "3 months") = null
    """
    length = _period("change", period)
    windows = [_window(list_, length, time, back) for back in (0, 1)]
    if any(window is None for window in windows):
        return None
    now, before = (_total(window or [], figure) for window in windows)
    return None if now is None or before is None else change(now, before)


def period_of(text: str) -> Period | None:
    """A period of days or months as people write it; None for anything else.

    >>> str(period_of("3 个月")), str(period_of("2 weeks")), period_of("2 小时")
    ('P3M', 'P14D', None)
    """
    duration = parse_duration(text)
    if duration is None or duration.unit not in (Unit.DAYS, Unit.MONTHS):
        return None
    amount = int(duration.amount)
    return YearsMonths(amount) if duration.unit is Unit.MONTHS else DaysTime.of(days=amount)


def _period(function: str, period: str | Period) -> Period | None:
    if not isinstance(period, str):
        return period
    return period_of(period) or null("GJ1330", function=function, value=period)


def _window(items: list[object], period: Period | None, time: str | None, back: int) -> list[object] | None:
    """The items of the last window, or of the one that lies `back` windows before it."""
    end = today()
    if period is None or end is None:
        return None
    if time is None and any(isinstance(item, dict) for item in items):
        return null("GJ1329")
    first, last = _ago(end, period, back + 1), _ago(end, period, back) + DaysTime.of(days=-1 if back else 0)
    dated = ((item, _day(item.get(time) if isinstance(item, dict) else item)) for item in items)
    return [item for item, day in dated if day and first <= day <= last]


def _ago(day: Date, period: Period, times: int) -> Date:
    """The day so many periods before; from the end at once, since the months between may be shorter."""
    if isinstance(period, YearsMonths):
        return day + YearsMonths(-times * period.months)
    return day + DaysTime(-times * period.nanoseconds)


def _day(value: Value) -> Date | None:
    """The day that a value falls on, where the clock stands."""
    if isinstance(value, DateTime) and value.zone is not None:
        moment, clock = to_python(value), instant.now()
        local = moment.astimezone(clock.tzinfo) if isinstance(moment, datetime) and clock else None
        return Date(local.year, local.month, local.day) if local else None
    return value.date if isinstance(value, DateTime) else value if isinstance(value, Date) else None


def _total(items: list[object], figure: str | None) -> Decimal | None:
    """How many items there are, or the sum of one of their figures; null when an item lacks it."""
    if figure is None:
        return Decimal(len(items))
    total = Decimal(0)
    for item in items:
        value = item.get(figure) if isinstance(item, dict) else None
        if not isinstance(value, Decimal):
            return null("GJ1332", function="change", entry=figure)
        total = DECIMAL128.add(total, value)
    return total
