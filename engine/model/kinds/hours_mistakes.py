"""Opening hours, days and weekdays as people write them who do not know how: what they were probably meant to be.

Reads   a text that hours.py does not understand.
Gives   the text as it is written, or "" where that is not clear.
"""

from __future__ import annotations

import re
import unicodedata

from engine.dsl.dates import meant_dates
from engine.dsl.suggestions import suggest
from engine.model.kinds.hours import DAY, days, weekdays, windows


def likely_hours(text: str) -> str:
    """Opening hours that a text probably means.

    >>> likely_hours("9点-18点"), likely_hours("09.00-12.00"), likely_hours("09:00-25:00"), likely_hours("全天")
    ('09:00-18:00', '09:00-12:00', '09:00-24:00', '00:00-24:00')
    >>> likely_hours("9an-1pm"), likely_hours("8 am - 6 p.m")
    ('09:00-13:00', '08:00-18:00')
    >>> likely_hours("08:30-13:45, 13:30-18:00"), likely_hours("上班")
    ('08:30-13:30, 13:30-18:00', '')
    """
    plain = re.sub(r"(?<=\d)\s*([ap])[.n,]?(?![a-z])", r"\1m", unicodedata.normalize("NFKC", text).strip().lower())
    if plain in _ALL_DAY:
        return "00:00-24:00"
    halves = [_window(match) for match in _WINDOW.finditer(_afternoons(plain))]
    if not halves or None in halves:
        return ""
    known = sorted(window for window in halves if window)
    apart = [
        (start, min(end, following[0])) for (start, end), following in zip(known, [*known[1:], (DAY, DAY)], strict=True)
    ]
    said = ", ".join(f"{_clock(start)}-{_clock(end)}" for start, end in apart)
    return said if _reads(windows, said) else ""


def _afternoons(text: str) -> str:
    """Hours behind 下午 and 晚上 as those of the second half of the day."""
    later = re.sub(r"(?:下午|晚上|傍晚)\s*(\d{1,2})", lambda match: str(int(match[1]) % 12 + 12), text)
    return re.sub("上午|早上|早晨|中午|凌晨", "", later)


def _window(match: re.Match[str]) -> tuple[int, int] | None:
    """The ends of a window in seconds, in their order, none behind midnight."""
    start, end = (_seconds(match[f"h{n}"], match[f"m{n}"], match[f"p{n}"]) for n in (1, 2))
    end = min(end, DAY)
    return (min(start, end), max(start, end)) if start != end and start < DAY else None


def _seconds(hour: str, minute: str | None, half: str | None) -> int:
    hours = int(hour) % 12 + 12 * (half == "pm") if half else int(hour)
    return hours * 3600 + (1800 if minute == "半" else int(minute or 0) * 60)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"


def likely_days(text: str) -> str:
    """A day or a range of days that a text probably means.

    >>> likely_days("2026/1/1"), likely_days("2026-10-01至10-07"), likely_days("2026-02-15..2026-02-30")
    ('2026-01-01', '2026-10-01..2026-10-07', '2026-02-15..2026-02-28')
    >>> likely_days("2024/2/10-2024/2/17")
    '2024-02-10..2024-02-17'
    >>> likely_days("1月1日"), likely_days("2026-10-07..2026-10-01"), likely_days("双十一")
    ('01-01', '2026-10-01..2026-10-07', '')
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    ends = [end.strip() for end in _BETWEEN_DAYS.split(plain) if end.strip()]
    if len(ends) == 2 and not re.match(r"\d{4}", ends[1]):
        year = re.match(r"\d{4}", ends[0])
        ends[1] = f"{year[0]}-{ends[1].strip('-')}" if year else ends[1]
    found = [_day(end) for end in ends[:2]]
    said = "..".join(sorted(found)) if found and all(found) else ""
    return said if said and _reads(days, said) else ""


_BETWEEN_DAYS = re.compile(
    r"\.{2,}|…|~|至|到|—|–|\bto\b|(?<=\d)\s+-\s+(?=\d)"
    r"|(?<=[/.]\d)-|(?<=[/.]\d\d)-|(?<=日)-"  # where days are not written with the same sign
)


def _day(text: str) -> str:
    """One day, of a year or of every year; the last of the month for one that the month does not have."""
    yearly = _YEARLY.fullmatch(text)
    if yearly:
        return f"{int(yearly['month']):02}-{int(yearly['day']):02}"
    return next((day.isoformat() for day in meant_dates(text)), "")


def likely_weekdays(text: str) -> str:
    """Weekdays that a text probably means.

    >>> likely_weekdays("mond-fri"), likely_weekdays("周一~五"), likely_weekdays("周八")
    ('mon-fri', '周一至周五', '')
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if (short := _SHORT_RANGE.fullmatch(plain)) is not None:
        plain = f"周{short['first']}至周{short['last']}"
    parts = re.split("([,、]|[-–~至到])", plain)
    said = "".join(part if part in ",、-–~至到" or _reads(weekdays, part) else _weekday(part) for part in parts)
    return said if said and _reads(weekdays, said) else ""


def _weekday(word: str) -> str:
    return next(iter(suggest(word.strip(), _WEEKDAYS, limit=1)), "") if word.strip().isascii() else ""


def _reads(read: object, text: str) -> bool:
    assert callable(read)
    try:
        read(text)
    except ValueError:
        return False
    return True


_ALL_DAY = ("全天", "24小时", "24h", "24x7", "7x24", "全天候", "always", "all day")
_TIME = r"(?P<h{n}>\d{{1,2}})\s*(?:[:.点时]\s*(?P<m{n}>\d{{1,2}}|半)?\s*分?)?\s*(?P<p{n}>[ap]m)?"
_WINDOW = re.compile(rf"{_TIME.format(n=1)}\s*(?:[-–—~至到]|to)\s*{_TIME.format(n=2)}")
_YEARLY = re.compile(r"(?P<month>\d{1,2})\s*[-/月]\s*(?P<day>\d{1,2})\s*[日号]?")
_SHORT_RANGE = re.compile("(?:周|星期|礼拜)(?P<first>[一二三四五六日天])\\s*[-–~至到]\\s*(?P<last>[一二三四五六日天])")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
