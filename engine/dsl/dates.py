"""Days as texts: read as `2026-05-01`, and understood where they are written in another way.

Reads   a text.
Gives   its day, or the days that it may mean, the likeliest first.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Iterator

from engine.dsl.text import Text


def parse_date(text: str) -> datetime.date | None:
    """The day that a text is, or None.

    >>> parse_date("2026-02-28"), parse_date("2026-02-30")
    (datetime.date(2026, 2, 28), None)
    """
    try:
        return datetime.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def meant_date(text: str) -> datetime.date | None:
    """The day that a text can only mean, though it says it in another way, or None.

    >>> str(meant_date("2026/5/1")), str(meant_date("2026年5月1日")), meant_date("03/04/2026")
    ('2026-05-01', '2026-05-01', None)
    """
    meant = list(dict.fromkeys(_meant(text)))
    return meant[0] if len(meant) == 1 else None


def meant_dates(text: str) -> list[datetime.date]:
    """The days that a text may mean; the last of the month for one that the month does not have.

    >>> [str(day) for day in meant_dates("03/04/2026")], [str(day) for day in meant_dates("2026-02-30")]
    (['2026-04-03', '2026-03-04'], ['2026-02-28'])
    """
    return list(dict.fromkeys((*_meant(text), *_meant(text, clamped=True))))[:2]


def either(days: Iterable[datetime.date]) -> Text:
    """One day or another, for people."""
    said = [day.isoformat() for day in days]
    return Text(" 或 ".join(said), " or ".join(said))


def _meant(text: str, clamped: bool = False) -> Iterator[datetime.date]:
    """Every day that a way of writing makes of a text."""
    plain = _YEAR_END.sub(r"\1-12-31", unicodedata.normalize("NFKC", text).strip())
    for pattern in _WAYS:
        if match := pattern.fullmatch(plain):
            year, month = int(match["year"]), _month(match["month"])
            last = monthrange(year, month)[1] if 1 <= month <= 12 and year else 0
            day = min(int(match["day"]), last) if clamped else int(match["day"])
            if 1 <= day <= last:
                yield datetime.date(year, month, day)


def _month(text: str) -> int:
    """The number of a month, which may be said by its English name."""
    return int(text) if text.isdigit() else _MONTHS.index(text[:3].casefold()) + 1


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.A)
_YEAR_END = re.compile(r"^(\d{4})年[底末]$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = rf"(?P<month>(?:{'|'.join(_MONTHS)})[a-z]{{0,6}})\.?"
_WAYS = tuple(
    re.compile(pattern, re.A | re.I)
    for pattern in (
        r"(?P<year>\d{4})(?P<mark>[-/.]|年\s*)(?P<month>\d\d?)(?:(?P=mark)|\s*月\s*)(?P<day>\d\d?)[日号]?",
        r"(?P<day>\d\d?)(?P<mark>[-/.])(?P<month>\d\d?)(?P=mark)(?P<year>\d{4})",
        r"(?P<month>\d\d?)(?P<mark>[-/.])(?P<day>\d\d?)(?P=mark)(?P<year>\d{4})",
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<day>1[3-9]|2\d|3[01])(?P=mark)(?P<month>\d\d?)",
        rf"(?P<day>\d\d?)(?:st|nd|rd|th)?[ -]{_NAMED},?[ -](?P<year>\d{{4}})",
        rf"{_NAMED} (?P<day>\d\d?)(?:st|nd|rd|th)?,? (?P<year>\d{{4}})",
        r"(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)",
    )
)
"""The year first is sure; of a day and a month before it, only a number above 12 tells which is which."""
