"""Working hours and days as people write them: weekdays, windows of a day, dates and ranges of dates.

Reads   `mon-fri`, `周一至周五`, `09:00-12:00, 13:30-18:00`, `9am-5pm`, `2026-10-01..2026-10-07`, `12-25`.
Gives   numbers of weekdays, `Windows` in seconds since local midnight, days. What cannot be read is a ValueError.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from itertools import pairwise

from engine.dsl.dates import parse_date

Window = tuple[int, int]  # from, to: seconds since local midnight; `to` may lie on the next day
Windows = tuple[Window, ...]
Day = date | tuple[int, int]  # a day of one year, or month and day of every year

DAY = 24 * 3600
MAX_DAYS = 366  # a longer range is a slip of the pen


def weekdays(text: str) -> list[int]:
    """Numbers of the weekdays that a text names; Monday is 0.

    >>> weekdays("mon-wed, sat"), weekdays("周六、周日"), weekdays("Friday to Monday"), weekdays("weekend")
    ([0, 1, 2, 5], [5, 6], [4, 5, 6, 0], [5, 6])
    """
    numbers = []
    for part in re.split(r"[,、]", _narrow(text).lower()):
        ends = [_weekday(end.strip()) for end in re.split(r"[-–~至到]|\bto\b", part)]
        first, last = (ends * 2)[:2] if len(ends) <= 2 else (None, None)
        if first is None or last is None:
            raise ValueError(text)
        numbers += [(first[0] + step) % 7 for step in range((last[-1] - first[0]) % 7 + 1)]
    return numbers


def _weekday(word: str) -> tuple[int, ...] | None:
    """The days that one word stands for."""
    return _GROUPS.get(word) or next(((n,) for n, names in enumerate(_NAMES) if word in names), None)


def weekday_name(number: int, like: str) -> str:
    """What a weekday is called where another is called so.

    >>> weekday_name(5, "Fri"), weekday_name(5, "thursday"), weekday_name(5, "星期五")
    ('Sat', 'saturday', '星期六')
    """
    names = _NAMES[number]
    if not like.isascii():
        return next((name for name in names if name.startswith(like[:-1])), names[-1])
    name = next(name for name in names if name.endswith("day")) if like.casefold().endswith("day") else names[0]
    return name.capitalize() if like[:1].isupper() else name


def windows(text: str) -> Windows:
    """Windows of a day, ascending and apart; one that ends before it begins crosses midnight.

    >>> windows("09:00-12:00, 13:30-18:00"), windows("22:00-06:00"), windows("closed")
    (((32400, 43200), (48600, 64800)), ((79200, 108000),), ())
    >>> windows("9am to 5:30pm"), windows("00:00-24:00")
    (((32400, 63000),), ((0, 86400),))
    """
    parts = [part.strip() for part in re.split(r"[,、;]", _narrow(text).lower())]
    found = sorted(_window(part) for part in parts if part and part not in CLOSED)
    if any(later[0] < earlier[1] for earlier, later in pairwise(found)):
        raise ValueError(text)
    return tuple(found)


def _window(text: str) -> Window:
    match = _WINDOW.fullmatch(text)
    if match is None:
        raise ValueError(text)
    start, end = (_seconds(*match.group(*(f"{part}{n}" for part in ("h", "m", "s", "half")))) for n in (1, 2))
    loose = end < start and not (match["m2"] or match["half2"])  # `9-5` may mean five in the afternoon
    if start >= DAY or end > DAY or start == end or loose:
        raise ValueError(text)
    return start, end if end > start else end + DAY


def _seconds(hour: str, minute: str | None, second: str | None, half: str | None) -> int:
    """Seconds since midnight; with am or pm the hour goes from 12 to 11."""
    if int(minute or 0) > 59 or int(second or 0) > 59 or (half and not 1 <= int(hour) <= 12):
        raise ValueError(hour)
    hours = int(hour) % 12 + 12 * (half[0] == "p") if half else int(hour)
    return hours * 3600 + int(minute or 0) * 60 + int(second or 0)


def days(text: str) -> list[Day]:
    """The days of `2026-10-01` or `2026-10-01..2026-10-07`; where no year is named, those of every year: `12-25`.

    >>> [day.isoformat() for day in days("2026-10-01..2026-10-02")], days("12-25"), days("12-31..01-01")
    (['2026-10-01', '2026-10-02'], [(12, 25)], [(12, 31), (1, 1)])
    """
    first, *rest = [part.strip() for part in _narrow(text).split("..")]
    last = rest[0] if rest else first
    if len(rest) > 1:
        raise ValueError(text)
    if _YEARLY.fullmatch(first) and _YEARLY.fullmatch(last):  # in a leap year, which has a 29 February
        return [(day.month, day.day) for day in _span(f"2000-{first}", f"{2001 if last < first else 2000}-{last}")]
    return [*_span(first, last)]


def _span(first: str, last: str) -> list[date]:
    begin, end = parse_date(first), parse_date(last)
    if begin is None or end is None or not 0 <= (end - begin).days <= MAX_DAYS:
        raise ValueError(f"{first}..{last}")
    return [begin + timedelta(days=number) for number in range((end - begin).days + 1)]


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


CLOSED = ("closed", "休息", "不上班")
_NAMES = [
    (*english.split(), f"周{sign}", f"星期{sign}", f"礼拜{sign}")
    for english, sign in zip(
        (
            "mon monday",
            "tue tues tuesday",
            "wed wednesday",
            "thu thur thurs thursday",
            "fri friday",
            "sat saturday",
            "sun sunday",
        ),
        "一二三四五六日",
        strict=True,
    )
]
_NAMES[6] += ("周天", "星期天", "礼拜天")
_GROUPS = {
    **dict.fromkeys(("weekdays", "工作日"), (0, 4)),
    **dict.fromkeys(("weekend", "weekends", "周末"), (5, 6)),
    **dict.fromkeys(("daily", "every day", "everyday", "每天"), (0, 6)),
}
_TIME = r"(?P<h{n}>\d{{1,2}})(?::(?P<m{n}>\d{{2}})(?::(?P<s{n}>\d{{2}}))?)?\s*(?P<half{n}>am|pm|a\.m\.|p\.m\.)?"
_WINDOW = re.compile(rf"{_TIME.format(n=1)}\s*(?:[-–—~至到]|to)\s*{_TIME.format(n=2)}", re.A)
_YEARLY = re.compile(r"\d{2}-\d{2}", re.A)
