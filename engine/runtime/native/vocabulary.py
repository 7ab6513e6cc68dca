"""What native forms call, beside the operations that lowered trees know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from engine.dsl import limits, operators
from engine.dsl.builtins.sort import in_order
from engine.dsl.literals import Shown
from engine.dsl.nulls import null
from engine.dsl.values import Value
from engine.runtime import sizes

CLASSES = (Decimal, str, bool)


def kept(items: list[Value] | None, predicate: Callable[[Value], Value]) -> list[Value] | None:
    """`items[predicate]` where the predicate is a condition."""
    if items is None:
        return null("GJ1514")
    limits.spend(len(items) or 1)
    return [item for item in items if predicate(item) is True]


def mapped(items: list[Value] | None, body: Callable[[Value], Value]) -> list[Value] | None:
    """`for item in items return body`; that there are no items is told by what gave them."""
    if items is None:
        return None
    limits.spend(len(items))
    return list(map(body, items))


def entries(items: list[dict[str, Value]], name: str) -> list[Value]:
    """`items.name` of contexts that all have it.

    >>> entries([{"a": 1}, {"a": 2}], "a")
    [1, 2]
    """
    limits.spend(1 + len(items) // limits.ITEMS_PER_STEP)
    return [item[name] for item in items]


def only(*hits: bool) -> int:
    """The index of the only row that matches; -1 where none does, -2, for a reason, where several do.

    >>> only(False, True, False), only(False, False), only(True, True)
    (1, -1, -2)
    """
    count = hits.count(True)
    if count == 1:
        return hits.index(True)
    if count:
        null("GJ1521", rows=tuple(number for number, hit in enumerate(hits, 1) if hit))
    return -2 if count else -1


def concatenated(left: str, right: str) -> str:
    """`left + right` of texts."""
    sizes.count(len(left) + len(right))
    return left + right


def straight(name: str, function: Callable[..., Value], *arguments: Value) -> Value:
    """A built-in function whose arguments are known to fit."""
    sizes.check_call(name, arguments)
    return function(*arguments)


def spread(name: str, function: Callable[..., Value], items: list[Value]) -> Value:
    """A built-in function of any number of arguments, whose arguments are the items of a list and known to fit."""
    sizes.check_call(name, (items,))
    return function(*items)


def ordered(items: list[Value], precedes: Callable[[Value, Value], Value]) -> Value:
    """`sort(items, precedes)`; every question counts like a call of a function value."""
    sizes.check_call("sort", (items,))
    return limits.call(in_order, items, limits.counted(precedes), steps=0) if len(items) > 1 else list(items)


def note(notes: dict[int, Value], part: int, value: Value) -> Value:
    """The value, after a note that a part came out as that; the first note counts."""
    notes.setdefault(part, value)
    return value


def no_row() -> Value:
    """No row of a table matches, and nothing is said for that."""
    return null("GJ1523")


def refused(value: Value) -> Value:
    """A value that is none of those declared."""
    return null("GJ1505", value=Shown(value))


VOCABULARY: Mapping[str, object] = MappingProxyType({
    "$class": type,
    **{f"${each.__name__}": each for each in CLASSES},
    "$kept": kept,
    "$mapped": mapped,
    "$entries": entries,
    "$only": only,
    "$concatenated": concatenated,
    "$straight": straight,
    "$spread": spread,
    "$ordered": ordered,
    "$note": note,
    "$no_row": no_row,
    "$refused": refused,
    "$conjunction": operators.conjunction,
    "$disjunction": operators.disjunction,
})  # fmt: skip
