"""Ranges: from text (DMN 1.5, 10.3.4.1), and how points and ranges lie to each other (10.3.4.7).

Method  Every relation is a few comparisons of edges. An edge is a value and a side: the lower edge of `(1..5]` lies
        just after 1, that of `[1..5]` at 1 itself; the upper edge of `[1..5)` lies just before 5. A point is its own
        lower and upper edge, so that one definition serves points and ranges.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from engine.dsl.builtins.registry import builtin
from engine.dsl.comparison import Truth, compare
from engine.dsl.literals import Shown
from engine.dsl.nulls import listening, null
from engine.dsl.ranges import range_between
from engine.dsl.temporal import Date, DateTime, DaysTime, Time, YearsMonths
from engine.dsl.temporal_text import parse_at, parse_date, parse_date_time, parse_duration, parse_time
from engine.dsl.tokens import unescape
from engine.dsl.values import DECIMAL128, Range, Value

SECTION = "10.3.4.7"

# -- from text -----------------------------------------------------------------------------------------------------

_TEXT = r'"((?:[^"\\]|\\.)*)"'
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_STRING = re.compile(_TEXT, re.DOTALL)
_TEMPORAL = re.compile(rf"(@|date and time|date|time|duration)\s*(\(?)\s*{_TEXT}\s*(\)?)", re.DOTALL)
_RANGE = re.compile(rf'\s*([\[\](])((?:[^"]|{_TEXT})*?)\.\.((?:[^"]|{_TEXT})*)([\[\])])\s*', re.DOTALL)
_PARSERS: dict[str, Callable[[str], Value]] = {
    "@": parse_at,
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_date_time,
    "duration": parse_duration,
}


@builtin("range", section="10.3.4.1")
def range_(from_: str) -> Range | None:
    """The range that a text writes down, with literals at its ends; an excluded end may be left out.

    Null for any other text, for ends of two types, and for an end that comes before the start.

    range("[18..21)") = [18..21)
    range("[@\\"2026-01-01\\"..date(\\"2026-12-31\\")]") = [@"2026-01-01"..@"2026-12-31"]
    range("[18..)") = [18..null)
    range("[21..18]") = null
    """
    match = _RANGE.fullmatch(from_)
    value = match and _read_range(match[1], match[2].strip(), match[4].strip(), match[6])
    return null("GJ1434", text=from_) if value is None else value


def _read_range(opening: str, start_text: str, end_text: str, closing: str) -> Range | None:
    start, end = _endpoint(start_text), _endpoint(end_text)
    lacking = (start is None and (start_text or opening == "[")) or (end is None and (end_text or closing == "]"))
    if lacking or start is end is None:
        return None
    with listening():
        order = -1 if start is None or end is None else compare(start, end)
    return None if order is None or order > 0 else range_between(start, end, opening == "[", closing == "]")


def _endpoint(text: str) -> Value:
    """The value of a literal; None for anything else."""
    if _NUMBER.fullmatch(text):
        number = DECIMAL128.create_decimal(text)
        return number if number.is_finite() else None
    string, temporal = _STRING.fullmatch(text), _TEMPORAL.fullmatch(text)
    try:
        if string:
            return unescape(string[1])
        if temporal and _is_call(temporal):
            return _PARSERS[temporal[1]](unescape(temporal[3]))
    except ValueError:
        return None
    return None


def _is_call(temporal: re.Match[str]) -> bool:
    """Whether the parentheses are right: both behind the name of a function, none behind `@`."""
    return (temporal[2], temporal[4]) == (("", "") if temporal[1] == "@" else ("(", ")"))


# -- edges ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Edge:
    """Where an interval begins or ends: at a value (`side` 0), just before (-1) or after it (1).

    `unbounded` is -1 or 1 for an edge that lies before or after every value.
    """

    value: Value
    side: int
    unbounded: int = 0


@dataclass(frozen=True, slots=True)
class Interval:
    """A range or a point by its edges."""

    lower: Edge
    upper: Edge


Relation = Callable[[Interval, Interval], Truth]


def interval(value: Value) -> Interval | None:
    """The edges of a point or a range; null for a range that is none: `(!= 1)`, or one with an end that is not known.

    >>> interval(Range("a", None, False, False, ">")).lower
    Edge(value='a', side=1, unbounded=0)
    """
    if not isinstance(value, Range):
        return Interval(Edge(value, 0), Edge(value, 0))
    unknown = value.start is None or value.end is None
    if value.operator == "!=" or (unknown and not value.operator):
        return null("GJ1415", range=Shown(value))
    return Interval(
        Edge(value.start, 0 if value.start_included else 1, -1 if value.start is None else 0),
        Edge(value.end, 0 if value.end_included else -1, 1 if value.end is None else 0),
    )


def _order(left: Edge, right: Edge) -> int | None:
    if left.unbounded or right.unbounded:
        return left.unbounded - right.unbounded
    order = compare(left.value, right.value)
    return left.side - right.side if order == 0 else order


_HOLDS: dict[str, Callable[[int], bool]] = {"<": (0).__gt__, "<=": (0).__ge__, "=": (0).__eq__}


def _all(*conditions: tuple[Edge, str, Edge]) -> Truth:
    """Whether all comparisons of edges hold; null when one has no order."""
    for left, operator, right in conditions:
        order = _order(left, right)
        if order is None:
            return None
        if not _HOLDS[operator](order):
            return False
    return True


# -- relations -----------------------------------------------------------------------------------------------------

Point = Decimal | str | Date | Time | DateTime | YearsMonths | DaysTime
POINTS, POINT_RANGE = ("point1", "point2"), ("point", "range")
RANGE_POINT, RANGES = ("range", "point"), ("range1", "range2")


def relation(name: str, *overloads: tuple[str, str]) -> Callable[[Relation], Relation]:
    """Register a relation as a built-in, with an overload for each pair of parameter names."""

    def register(holds: Relation) -> Relation:
        for parameters in overloads:
            builtin(name, section=SECTION)(_overload(holds, parameters))
        return holds

    return register


def _overload(holds: Relation, names: tuple[str, str]) -> Callable[[Value, Value], Truth]:
    """The relation of two values; a parameter takes a range when its name says so, else a point."""

    def overload(first: Value, second: Value) -> Truth:
        left, right = interval(first), interval(second)
        return holds(left, right) if left and right else None

    types = {name: Range if name.startswith("range") else Point for name in names}
    parameters = [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in names]
    overload.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    overload.__annotations__ = {**types, "return": bool}
    overload.__doc__ = holds.__doc__
    return overload


@relation("before", RANGES, POINT_RANGE, RANGE_POINT, POINTS)
def before(first: Interval, second: Interval) -> Truth:
    """The first ends before the second begins.

    before(1, 10) = true
    before([1..10), 10) = true
    before([1..10], [10..20]) = false
    """
    return _all((first.upper, "<", second.lower))


@relation("after", RANGES, POINT_RANGE, RANGE_POINT, POINTS)
def after(first: Interval, second: Interval) -> Truth:
    """The first begins after the second ends.

    after(10, 5) = true
    after((11..20], 11) = true
    after([11..20], [1..11)) = true
    """
    return before(second, first)


@relation("meets", RANGES)
def meets(first: Interval, second: Interval) -> Truth:
    """The first ends where the second begins, and the point belongs to both.

    meets([1..5], [5..10]) = true
    meets([1..5), [5..10]) = false
    """
    return _all((first.upper, "=", second.lower))


@relation("met by", RANGES)
def met_by(first: Interval, second: Interval) -> Truth:
    """The first begins where the second ends, and the point belongs to both.

    met by([5..10], [1..5]) = true
    """
    return meets(second, first)


@relation("overlaps", RANGES)
def overlaps(first: Interval, second: Interval) -> Truth:
    """They have values in common.

    overlaps([5..10], [1..6]) = true
    overlaps([1..5], (5..8]) = false
    """
    return _all((first.lower, "<=", second.upper), (second.lower, "<=", first.upper))


@relation("overlaps before", RANGES)
def overlaps_before(first: Interval, second: Interval) -> Truth:
    """They have values in common; the first begins before the second and does not end after it.

    overlaps before([1..5], [4..10]) = true
    overlaps before([1..5], [1..5]) = false
    """
    return _all(
        (first.lower, "<", second.lower),
        (second.lower, "<=", first.upper),
        (first.upper, "<=", second.upper),
    )


@relation("overlaps after", RANGES)
def overlaps_after(first: Interval, second: Interval) -> Truth:
    """They have values in common; the first begins after the second begins and does not end before it does.

    overlaps after([4..10], [1..5]) = true
    """
    return overlaps_before(second, first)


@relation("finishes", RANGES, POINT_RANGE)
def finishes(first: Interval, second: Interval) -> Truth:
    """They end together, and the first does not begin before the second.

    finishes(10, [1..10]) = true
    finishes([5..10), [1..10]) = false
    """
    return _all((first.upper, "=", second.upper), (second.lower, "<=", first.lower))


@relation("finished by", RANGES, RANGE_POINT)
def finished_by(first: Interval, second: Interval) -> Truth:
    """They end together, and the first does not begin after the second.

    finished by([1..10], 10) = true
    """
    return finishes(second, first)


@relation("includes", RANGES, RANGE_POINT)
def includes(first: Interval, second: Interval) -> Truth:
    """All of the second lies in the first.

    includes([1..10], 5) = true
    includes((1..10], [1..5]) = false
    """
    return _all((first.lower, "<=", second.lower), (second.upper, "<=", first.upper))


@relation("during", RANGES, POINT_RANGE)
def during(first: Interval, second: Interval) -> Truth:
    """All of the first lies in the second.

    during(5, [1..10]) = true
    """
    return includes(second, first)


@relation("starts", RANGES, POINT_RANGE)
def starts(first: Interval, second: Interval) -> Truth:
    """They begin together, and the first does not end after the second.

    starts(1, [1..10]) = true
    starts((1..5], [1..5]) = false
    """
    return _all((first.lower, "=", second.lower), (first.upper, "<=", second.upper))


@relation("started by", RANGES, RANGE_POINT)
def started_by(first: Interval, second: Interval) -> Truth:
    """They begin together, and the first does not end before the second.

    started by([1..10], 1) = true
    """
    return starts(second, first)


@relation("coincides", RANGES, POINTS)
def coincides(first: Interval, second: Interval) -> Truth:
    """They are the same point, or begin and end together.

    coincides([1..5], [1..5]) = true
    coincides((1..5), [1..5]) = false
    """
    return _all((first.lower, "=", second.lower), (first.upper, "=", second.upper))
