"""Conversions: between Python and FEEL values, to a declared type, to text.

`from_python` and `to_python` are the border: inside there are only the values of values.py. `coerce` and
`instance_of` ask a value whether it is of a type (DMN 1.5, 10.3.2.9).
"""

from __future__ import annotations

import datetime as python
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import singledispatch
from types import NoneType
from zoneinfo import ZoneInfo

from engine.dsl import limits
from engine.dsl.literals import Shown, literal, to_text
from engine.dsl.nulls import null
from engine.dsl.temporal import SECOND, Date, DateTime, DaysTime, Time, YearsMonths, Zone
from engine.dsl.types import (
    ANY,
    DATE_TIME,
    NULL,
    AnyType,
    ConstrainedType,
    ContextType,
    FunctionType,
    ListType,
    NullType,
    RangeType,
    SimpleType,
    Type,
    conforms,
    may_conform,
    unconstrained,
)
from engine.dsl.values import DECIMAL128, Function, Range, Value

__all__ = ["coerce", "fits", "from_python", "instance_of", "to_python", "to_text"]

MICROSECOND = 1000


# -- types ---------------------------------------------------------------------------------------------------------


def instance_of(value: Value, type_: Type) -> bool:
    """`value instance of type`: null is an instance of `Null` alone, but may stand in an entry of any type.

    >>> from engine.dsl.types import NUMBER
    >>> instance_of({"a": None}, ContextType((("a", NUMBER),))), instance_of([None], ListType(NUMBER))
    (True, False)
    """
    match value, type_:
        case None, _:
            return type_ == NULL
        case list(), ListType(item=item) if item != ANY:
            return all(instance_of(each, item) for each in value)
        case dict(), ContextType(entries=entries):
            return all(key in value and _entry_of(value[key], entry) for key, entry in entries)
        case Function(types=taken), FunctionType(parameters=asked):
            return fits(value, type_) and all(map(conforms, asked, map(unconstrained, taken)))
    return fits(value, type_)


def _entry_of(value: Value, type_: Type) -> bool:
    return value is None or instance_of(value, type_)


def coerce(value: Value, type_: Type) -> Value:
    """The value as a place of that type takes it; null with a reason when it does not conform (10.3.2.9.4).

    A list of one stands for its item, an item for a list of one, a date for its midnight in UTC. A context may have
    more entries than the type, not fewer.

    >>> from engine.dsl.types import STRING
    >>> coerce(["a"], STRING), coerce("a", ListType(STRING)), coerce(Decimal(1), STRING)
    ('a', ['a'], None)
    """
    if fits(value, type_):
        return value
    if isinstance(type_, ConstrainedType):
        return _allowed(coerce(value, type_.base), type_)
    converted = _converted(value, type_)
    return _refused(value, type_) if converted is None else converted


def _refused(value: Value, type_: Type) -> None:
    """Why a value is not taken: it is none of the texts to choose from, or not of the type."""
    if isinstance(type_, SimpleType) and isinstance(value, str) and type_.closed:
        return null("GJ1505", value=Shown(value), allowed=", ".join(map(literal, type_.options)))
    return null("GJ1420", value=Shown(value), type=type_)


def _allowed(value: Value, type_: ConstrainedType) -> Value:
    """A value of the base type if it is one that the constraint allows."""
    return value if fits(value, type_) else null("GJ1505", value=Shown(value), allowed=type_.text)


def fits(value: Value, type_: Type) -> bool:
    """Whether the value may stand where that type is asked for; null may stand everywhere."""
    return value is None or _FITS[type(type_)](value, type_)


def _converted(value: Value, type_: Type) -> Value:
    """The value after an implicit conversion; None when there is none."""
    if isinstance(value, list) and len(value) == 1 and fits(value[0], type_):
        return value[0]
    if isinstance(type_, ListType) and fits(value, type_.item):
        return [value]
    return value.at_midnight() if isinstance(value, Date) and type_ == DATE_TIME else None


def _fits_simple(value: Value, type_: SimpleType) -> bool:
    return type(value) is _CLASSES[type_.name] and (not type_.closed or value in type_.options)


def _fits_list(value: Value, type_: ListType) -> bool:
    return isinstance(value, list) and all(fits(item, type_.item) for item in value)


def _fits_context(value: Value, type_: ContextType) -> bool:
    return isinstance(value, dict) and all(key in value and fits(value[key], entry) for key, entry in type_.entries)


def _fits_range(value: Value, type_: RangeType) -> bool:
    return isinstance(value, Range) and fits(value.start, type_.endpoint) and fits(value.end, type_.endpoint)


def _fits_function(value: Value, type_: FunctionType) -> bool:
    if not isinstance(value, Function):
        return False
    return any(may_conform(_function_type(each), type_) for each in value.overloads or (value,))


def _function_type(function: Function) -> FunctionType:
    """Parameters without a type take anything."""
    types = function.types or (ANY,) * len(function.parameters)
    return FunctionType(types, function.result, function.parameters)


_FITS: dict[type[Type], Callable[..., bool]] = {
    AnyType: lambda value, type_: True,
    NullType: lambda value, type_: False,
    SimpleType: _fits_simple,
    ListType: _fits_list,
    ContextType: _fits_context,
    RangeType: _fits_range,
    FunctionType: _fits_function,
    ConstrainedType: lambda value, type_: fits(value, type_.base) and type_.allows(value),
}
_CLASSES: dict[str, type] = {
    "number": Decimal,
    "string": str,
    "boolean": bool,
    "date": Date,
    "time": Time,
    "date and time": DateTime,
    "years and months duration": YearsMonths,
    "days and time duration": DaysTime,
}


# -- from Python ---------------------------------------------------------------------------------------------------


def from_python(value: object) -> Value:
    """The FEEL value of a Python value; TypeError when it has none.

    A float becomes the shortest decimal that reads as it, numbers are rounded to 34 digits, NaN and infinity are null
    with a reason. A datetime keeps its zone: by name for a ZoneInfo, else as an offset.

    >>> from_python([1, 0.1, {"on": python.date(2026, 5, 8)}])
    [Decimal('1'), Decimal('0.1'), {'on': Date(year=2026, month=5, day=8)}]
    """
    class_ = type(value)
    convert = _CONVERTERS.get(class_) or _CONVERTERS.setdefault(class_, _from_python.dispatch(class_))
    return convert(value)


_CONVERTERS: dict[type, Callable[[object], Value]] = {}
"""What makes FEEL values of the values of a class; found once."""


@singledispatch
def _from_python(value: object) -> Value:
    raise TypeError(f"{type(value).__name__} is no FEEL value")


@_from_python.register(NoneType)
@_from_python.register(bool)
@_from_python.register(Date)
@_from_python.register(Time)
@_from_python.register(DateTime)
@_from_python.register(YearsMonths)
@_from_python.register(DaysTime)
@_from_python.register(Range)
@_from_python.register(Function)
def _unchanged(value: Value) -> Value:
    return value


@_from_python.register
def _from_str(value: str) -> Value:
    return str(value)


@_from_python.register(int)
@_from_python.register(Decimal)
def _from_exact(value: int | Decimal) -> Value:
    number = DECIMAL128.create_decimal(value)
    return number if number.is_finite() else null("GJ1421", value=value)


@_from_python.register
def _from_float(value: float) -> Value:
    number = DECIMAL128.create_decimal(repr(value))
    return number if number.is_finite() else null("GJ1421", value=number)


@_from_python.register(list)
@_from_python.register(tuple)
def _from_sequence(value: list[object] | tuple[object, ...]) -> Value:
    return [from_python(item) for item in value]


@_from_python.register
def _from_mapping(value: Mapping) -> Value:  # type: ignore[type-arg]
    return {str(key): from_python(item) for key, item in value.items()}


@_from_python.register
def _from_date(value: python.date) -> Value:
    return Date(value.year, value.month, value.day)


@_from_python.register
def _from_time(value: python.time) -> Value:
    offset = value.utcoffset()
    zone = _zone(value.tzinfo, offset)
    return Time(value.hour, value.minute, value.second, value.microsecond * MICROSECOND, zone)


@_from_python.register
def _from_datetime(value: python.datetime) -> Value:
    zone = _zone(value.tzinfo, value.utcoffset())
    time = Time(value.hour, value.minute, value.second, value.microsecond * MICROSECOND, zone)
    return DateTime(Date(value.year, value.month, value.day), time, value.fold if isinstance(zone, str) else 0)


@_from_python.register
def _from_timedelta(value: python.timedelta) -> Value:
    return DaysTime(value // python.timedelta(microseconds=1) * MICROSECOND)


def _zone(tzinfo: python.tzinfo | None, offset: python.timedelta | None) -> Zone:
    if isinstance(tzinfo, ZoneInfo) and tzinfo.key:
        return tzinfo.key
    return None if offset is None else int(offset.total_seconds())


# -- to Python -----------------------------------------------------------------------------------------------------


def to_python(value: Value) -> object:
    """The Python value of a FEEL value: dates and times of the standard library, cut to microseconds.

    What Python cannot hold stays as it is: years outside 1..9999, years and months, ranges, functions. Numbers stay
    exact decimals.

    >>> to_python([Decimal(1), DaysTime.of(hours=36), Date(-44, 3, 15)])
    [Decimal('1'), datetime.timedelta(days=1, seconds=43200), Date(year=-44, month=3, day=15)]
    """
    convert = _TO_PYTHON.get(type(value))
    if convert is None:
        return value
    try:
        return convert(value)
    except (ValueError, OverflowError):
        return value
    except RecursionError:
        limits.exceeded("DEPTH", limits.DEPTH)


def _to_date(value: Date) -> python.date:
    return python.date(value.year, value.month, value.day)


def _to_time(value: Time) -> python.time:
    return python.time(value.hour, value.minute, value.second, value.nanosecond // MICROSECOND, _tzinfo(value.zone))


def _to_datetime(value: DateTime) -> python.datetime:
    return python.datetime.combine(_to_date(value.date), _to_time(value.time)).replace(fold=value.fold)


def _to_timedelta(value: DaysTime) -> python.timedelta:
    seconds, nanoseconds = divmod(value.nanoseconds, SECOND)
    return python.timedelta(seconds=seconds, microseconds=nanoseconds // MICROSECOND)


def _tzinfo(zone: Zone) -> python.tzinfo | None:
    if isinstance(zone, str):
        return ZoneInfo(zone)
    return None if zone is None else python.timezone(python.timedelta(seconds=zone))


_TO_PYTHON: dict[type, Callable[..., object]] = {
    Date: _to_date,
    Time: _to_time,
    DateTime: _to_datetime,
    DaysTime: _to_timedelta,
    list: lambda items: [to_python(item) for item in items],
    dict: lambda entries: {key: to_python(item) for key, item in entries.items()},
}
