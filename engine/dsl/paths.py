"""Paths: what stands behind a dot (DMN 1.5, 10.3.2.5 and table 66).

An entry of a context, a property of a date, time, duration or range, or, of a list, the list of what every item has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from engine.dsl import limits
from engine.dsl.literals import Shown
from engine.dsl.nulls import null
from engine.dsl.temporal import DAY, SECOND, Date, DateTime, DaysTime, Time, YearsMonths
from engine.dsl.values import DECIMAL128, Range, Value

Property = Callable[..., Value]


def get(value: Value, name: str) -> Value:
    """`value.name`; null with a reason when there is no such entry or property.

    >>> get({"a": Decimal(1)}, "a"), get([{"a": True}, {}], "a"), get(Date(2018, 12, 10), "weekday")
    (Decimal('1'), [True, None], Decimal('1'))
    """
    if isinstance(value, dict):
        return value[name] if name in value else null("GJ1441", name=name, entries=list(value))
    if isinstance(value, list):
        limits.spend(1 + len(value) // limits.ITEMS_PER_STEP)
        return [get(item, name) for item in value]
    if value is None:
        return null("GJ1442", name=name)
    read = PROPERTIES.get(type(value), {}).get(name)
    return null("GJ1440", name=name, value=Shown(value)) if read is None else read(value)


def _zone_name(value: Time | DateTime) -> str | None:
    return value.zone if isinstance(value.zone, str) else null("GJ1443", value=Shown(value))


def _offset(value: Time | DateTime) -> DaysTime | None:
    return null("GJ1443", value=Shown(value)) if value.offset is None else DaysTime.of(seconds=value.offset)


def _second(value: Time) -> Decimal:
    """With its decimals, if it has any."""
    return value.second + DECIMAL128.divide(Decimal(value.nanosecond), Decimal(SECOND))


def _whole(count: int, of: int) -> Decimal:
    """`count` of that many units, towards zero: a negative duration has negative parts."""
    return Decimal(abs(count) // of if count >= 0 else -(abs(count) // of))


def _rest(count: int, of: int) -> int:
    """What is left of a count beyond whole units, with its sign."""
    return abs(count) % of if count >= 0 else -(abs(count) % of)


def _seconds(duration: DaysTime) -> Decimal:
    return DECIMAL128.divide(Decimal(_rest(duration.nanoseconds, 60 * SECOND)), Decimal(SECOND))


_DATE: dict[str, Property] = {
    "year": lambda date: Decimal(date.year),
    "month": lambda date: Decimal(date.month),
    "day": lambda date: Decimal(date.day),
    "weekday": lambda date: Decimal(date.weekday),
}
_TIME: dict[str, Property] = {
    "hour": lambda time: Decimal(time.hour),
    "minute": lambda time: Decimal(time.minute),
    "second": _second,
}
_ZONE: dict[str, Property] = {"time offset": _offset, "timezone": _zone_name}


def _of(part: str, properties: Mapping[str, Property]) -> dict[str, Property]:
    """The properties of a part as properties of the whole."""

    def through(read: Property) -> Property:
        return lambda whole: read(getattr(whole, part))

    return {name: through(read) for name, read in properties.items()}


PROPERTIES: Mapping[type, Mapping[str, Property]] = {
    Date: _DATE,
    Time: _TIME | _ZONE,
    DateTime: _of("date", _DATE) | _of("time", _TIME) | _ZONE,
    YearsMonths: {
        "years": lambda duration: _whole(duration.months, 12),
        "months": lambda duration: Decimal(_rest(duration.months, 12)),
    },
    DaysTime: {
        "days": lambda duration: _whole(duration.nanoseconds, DAY * SECOND),
        "hours": lambda duration: _whole(_rest(duration.nanoseconds, DAY * SECOND), 3600 * SECOND),
        "minutes": lambda duration: _whole(_rest(duration.nanoseconds, 3600 * SECOND), 60 * SECOND),
        "seconds": _seconds,
    },
    Range: {
        "start": lambda range_: range_.start,
        "end": lambda range_: range_.end,
        "start included": lambda range_: range_.start_included,
        "end included": lambda range_: range_.end_included,
    },
}
"""How each property of each type is read."""
