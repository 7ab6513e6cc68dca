"""Loops and filters of FEEL (DMN 1.5, 10.3.2.5, 10.3.2.14 to 16): every turn counts against the limits.

What is run through is given as functions of the variables before it: `for x in a, y in x.list` has the sources
`lambda: a` and `lambda x: x.list`. A null source makes the whole null.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from engine.dsl import limits, operators
from engine.dsl.literals import Shown
from engine.dsl.nulls import listening, null
from engine.dsl.temporal import Date
from engine.dsl.values import DECIMAL128, Range, Value, is_number

Items = Iterable[Value] | None
Sources = Sequence[Callable[..., Items]]
Body = Callable[..., Value]


class _NoItemsError(Exception):
    """A source has nothing to run through, not even an empty list."""


def items(value: Value) -> Items:
    """What `for x in value` runs through: a list, the whole numbers or days of a range, or the one value itself."""
    if isinstance(value, list):
        return value
    if isinstance(value, Range):
        return count_inside(value)
    return null("GJ1514") if value is None else [value]


def count(start: Value, end: Value) -> Items:
    """What `for x in start..end` runs through: whole numbers or days, up or down, both ends included."""
    if isinstance(start, Date) and isinstance(end, Date):
        return map(Date.numbered, _upwards_or_down(start.number, end.number))
    if _is_whole(start) and _is_whole(end):
        return map(Decimal, _upwards_or_down(int(start), int(end)))  # type: ignore[call-overload]
    return null("GJ1511", start=Shown(start), end=Shown(end))


def count_inside(interval: Range) -> Items:
    """The members of an interval of whole numbers or days, without the ends it excludes; never downwards."""
    if operators.greater(interval.start, interval.end) is True:
        return null("GJ1511", start=Shown(interval.start), end=Shown(interval.end))
    members = count(interval.start, interval.end)
    return members and _without_excluded(members, interval)


def _without_excluded(members: Iterable[Value], interval: Range) -> Iterator[Value]:
    for member in members:
        if (member != interval.start or interval.start_included) and (member != interval.end or interval.end_included):
            yield member


def _upwards_or_down(start: int, end: int) -> range:
    return range(start, end + 1) if start <= end else range(start, end - 1, -1)


def _is_whole(value: Value) -> bool:
    """Whether a value is a whole number, and one that can be counted from: with all its digits."""
    return isinstance(value, Decimal) and value.adjusted() < DECIMAL128.prec and value == value.to_integral_value()


def _turns(sources: Sources, values: tuple[Value, ...] = ()) -> Iterator[tuple[Value, ...]]:
    """The values of all variables, turn by turn; the last variable runs fastest."""
    members = sources[len(values)](*values)
    if members is None:
        raise _NoItemsError
    if len(values) + 1 < len(sources):
        for member in members:
            yield from _turns(sources, (*values, member))
    else:
        for member in members:
            limits.spend()
            yield (*values, member)


def for_each(sources: Sources, body: Body) -> Value:
    """`for … return …`."""
    try:
        return [body(*values) for values in _turns(sources)]
    except _NoItemsError:
        return None


def for_each_partial(sources: Sources, body: Body) -> Value:
    """`for … return …` whose result speaks of `partial`, the results so far."""
    results: list[Value] = []
    try:
        for values in _turns(sources):
            limits.spend(len(results) // 100)
            results.append(body(*values, list(results)))
    except _NoItemsError:
        return None
    return results


def some(sources: Sources, condition: Body) -> Value:
    """`some … satisfies …`: true as soon as one turn is true; null when none is and one is null."""
    return _quantified(sources, condition, decisive=True)


def every(sources: Sources, condition: Body) -> Value:
    """`every … satisfies …`: false as soon as one turn is false; null when none is and one is null."""
    return _quantified(sources, condition, decisive=False)


def _quantified(sources: Sources, condition: Body, *, decisive: bool) -> Value:
    """Null as soon as a turn is neither true, false nor null (TCK 1153)."""
    known = True
    try:
        for values in _turns(sources):
            holds = condition(*values)
            if holds is decisive:
                return decisive
            if holds is not None and not isinstance(holds, bool):
                return null("GJ1512", value=Shown(holds))
            known = known and holds is not None
    except _NoItemsError:
        return None
    return not decisive if known else None


def filtered(subject: Value, predicate: Body) -> Value:
    """`subject[predicate]`: the items for which it is true, or the item at the position it gives.

    A value that is no list is a list of one. A position does not speak of the items: it is a number without them, too.
    """
    members = as_list(subject)
    if members is None:
        return None
    limits.spend()
    first, *others = members or [None]
    holds = predicate(first) if members else None
    if not members or is_number(holds):
        position = _without_items(predicate)
        if is_number(position):
            return item_at(members, position)
    limits.spend(len(others))
    return [member for member, kept in zip(members, [holds, *map(predicate, others)]) if kept is True]  # noqa: B905


def _without_items(predicate: Body) -> Value:
    """What a predicate gives of no item; nobody hears why that is null."""
    with listening():
        return predicate(None)


def matching(subject: Value, predicate: Body) -> Value:
    """A boxed filter: as `filtered`, but a condition that is not a boolean makes the whole null."""
    members = as_list(subject)
    if members is None:
        return None
    results: list[Value] = []
    for member in members:
        limits.spend()
        holds = predicate(member)
        if not isinstance(holds, bool):
            return null("GJ1512", value=Shown(holds))
        if holds:
            results.append(member)
    return results


def item_at(subject: Value, position: Value) -> Value:
    """`subject[1]`, `subject[-1]`: counted from 1, or from the end; null where there is no such item."""
    members = as_list(subject)
    if members is None:
        return None
    index = int(position) if _is_whole(position) else 0  # type: ignore[call-overload]
    if not 1 <= abs(index) <= len(members):
        return null("GJ1513", position=Shown(position), length=len(members))
    return members[index - 1 if index > 0 else index]


def as_list(value: Value) -> list[Value] | None:
    """A list as it is, anything else as a list of one; null has no items to choose from."""
    if isinstance(value, list):
        return value
    return null("GJ1514") if value is None else [value]
