"""Time zones by name: which offset a zone had, has or will have.

Reads   the IANA rules from the `tzdata` package, not from the machine, so that every machine gives the same answer.
Gives   offsets in seconds east of UTC, for every year from -999,999,999 to 999,999,999.
Method  Python's datetime ends at 9999. The Gregorian calendar repeats every 400 years, so a year outside 400..9599 is
        looked up 400·n years away: far years follow the zone's last rule, early years its local mean time.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

Civil = tuple[int, int, int]
"""Year, month and day."""


@cache
def names() -> frozenset[str]:
    """The names of all zones."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())


@cache
def rules(name: str) -> ZoneInfo:
    """The rules of a zone; ValueError when there is no zone of that name.

    >>> rules("Asia/Shanghai").key
    'Asia/Shanghai'
    """
    if name not in names():
        raise ValueError(f"no such time zone: {name}")
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def offset_on(name: str, day: Civil, second: int, fold: int = 0) -> int:
    """The offset when the zone's own clocks show `second` of `day`.

    Where clocks go back and show a time twice, `fold` 1 is the second time (as in PEP 495); a time that clocks skip is
    read with the offset before the gap.

    >>> offset_on("Europe/Paris", (2021, 7, 1), 0), offset_on("Europe/Paris", (999_999_999, 1, 1), 0)
    (7200, 3600)
    """
    wall = _looked_up(day, second).replace(tzinfo=rules(name), fold=fold)
    return _seconds(wall.utcoffset())


def offset_at(name: str, day: Civil, second: int) -> tuple[int, int]:
    """The offset when it is `second` of `day` in UTC, and the `fold` of the time that the zone's clocks then show.

    >>> offset_at("Europe/Paris", (2021, 10, 31), 3600)     # 01:00 UTC: 02:00 in Paris for the second time
    (3600, 1)
    """
    local = _looked_up(day, second).replace(tzinfo=UTC).astimezone(rules(name))
    return _seconds(local.utcoffset()), local.fold


def _looked_up(day: Civil, second: int) -> datetime:
    """The same day of the calendar in a year that the rules can be asked about."""
    year, month, date = day
    if not 400 <= year < 9600:
        year = (9200 if year > 0 else 400) + year % 400
    return datetime(year, month, date) + timedelta(seconds=second)


def _seconds(offset: timedelta | None) -> int:
    return int((offset or timedelta()).total_seconds())
