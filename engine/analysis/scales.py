"""Scales: the ordered types of FEEL as points on a line of exact decimals, so that intervals can be reckoned with.

| type                         | unit of the line     | step                                       |
|------------------------------|----------------------|--------------------------------------------|
| number                       | 1                    | none, or 10^-places where places are declared |
| date                         | a day                | 1                                          |
| years and months duration    | a month              | 1                                          |
| days and time duration       | a second             | none                                       |
| time, date and time          | a second             | 1 (the standard compares to the second)    |

On a line with a step two neighbours have nothing between them: no date lies between March 31st and April 1st.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Context, Decimal
from typing import Any

from engine.dsl.temporal import SECOND, Date, DateTime, DaysTime, Time, YearsMonths
from engine.dsl.values import Value

EXACT = Context(prec=200)
FINEST = 34
"""Decimal places looked at for a point between two others."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How values of one type lie on the line; `lowest` and `highest` where the type has ends."""

    point: Callable[[Any], Decimal]
    value: Callable[[Decimal], Value]
    step: Decimal | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None

    def holds(self, point: Decimal) -> bool:
        """Whether there is a value at a point."""
        below = self.lowest is not None and point < self.lowest
        above = self.highest is not None and point > self.highest
        return not below and not above and (self.step is None or not EXACT.remainder(point, self.step))

    def between(self, low: Decimal | None, high: Decimal | None) -> Decimal | None:
        """A point strictly between two others (None: without end), round and near the middle; None if there is none.

        >>> number = NUMBERS
        >>> print(number.between(Decimal(8), Decimal(9)), number.between(Decimal(10), None), number.between(None, None))
        8.5 11 0
        >>> print(replace(number, step=Decimal(1)).between(Decimal(8), Decimal(9)))
        None
        """
        if low is not None and high is not None:
            return self._inside(low, high)
        unit = self.step or Decimal(1)
        if low is not None:
            found = EXACT.add(_floor(low, unit), unit)
        else:
            found = EXACT.subtract(-_floor(-high, unit), unit) if high is not None else Decimal(0)
        return found if self.holds(found) else None

    def _inside(self, low: Decimal, high: Decimal) -> Decimal | None:
        """The coarsest power of ten that has a multiple inside gives the point."""
        middle = EXACT.divide(EXACT.add(low, high), Decimal(2))
        for exponent in range((high - low).adjusted() + 1, -FINEST, -1):
            unit = Decimal(1).scaleb(exponent)
            if self.step is not None and unit < self.step:
                return None
            below = _floor(middle, unit)
            inside = [point for point in (below, EXACT.add(below, unit)) if low < point < high and self.holds(point)]
            if inside:
                return min(inside, key=lambda point: abs(EXACT.subtract(point, middle)))
        return None


def _floor(point: Decimal, unit: Decimal) -> Decimal:
    """The greatest multiple of a unit that is not above a point."""
    return EXACT.multiply(EXACT.divide(point, unit).to_integral_value(ROUND_FLOOR), unit)


NUMBERS = Scale(lambda value: value, lambda point: point)
_DATES = Scale(lambda date: Decimal(date.number), lambda day: Date.numbered(int(day)), Decimal(1))
_MONTHS = Scale(lambda length: Decimal(length.months), lambda months: YearsMonths(int(months)), Decimal(1))
_SECONDS = Scale(
    lambda length: EXACT.divide(Decimal(length.nanoseconds), SECOND),
    lambda seconds: DaysTime(int(EXACT.multiply(seconds, SECOND))),
)


def scale(values: Iterable[Value], places: int | None) -> Scale | None:
    """The scale on which all of some values lie; None where they have no common one.

    >>> scale([Date(2026, 3, 31), Date(2026, 4, 1)], None).between(Decimal(20543), Decimal(20544)) is None
    True
    """
    kinds = {type(value) for value in values}
    if len(kinds) != 1:
        return None
    kind = kinds.pop()
    if kind is Decimal:
        return NUMBERS if places is None else replace(NUMBERS, step=Decimal(1).scaleb(-places))
    return _SCALES[kind](values) if kind in _SCALES else None


def _times(values: Iterable[Any]) -> Scale | None:
    zones = {value.zone for value in values}
    if len(zones) != 1:
        return None
    zone = zones.pop()
    return Scale(
        lambda time: Decimal(time.second_of_day),
        lambda second: Time.of_day(int(second) * SECOND, zone),
        Decimal(1),
        Decimal(0),
        Decimal(24 * 3600 - 1),
    )


def _date_times(values: Iterable[Any]) -> Scale | None:
    zones = [value.zone for value in values]
    if None in zones and any(zone is not None for zone in zones):
        return None
    return Scale(
        lambda moment: Decimal(moment.nanoseconds // SECOND),
        lambda second: DateTime.at(int(second) * SECOND, zones[0]),
        Decimal(1),
    )


_SCALES: Mapping[type, Callable[[Iterable[Any]], Scale | None]] = {
    Date: lambda _: _DATES,
    YearsMonths: lambda _: _MONTHS,
    DaysTime: lambda _: _SECONDS,
    Time: _times,
    DateTime: _date_times,
}
