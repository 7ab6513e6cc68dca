"""List functions (DMN 1.5, 10.3.4.4). They give new lists and never change one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from decimal import Context, Decimal
from functools import reduce
from itertools import chain
from types import NoneType

from engine.dsl import limits
from engine.dsl.builtins.number import ZERO, finite
from engine.dsl.builtins.positions import ALL, begin
from engine.dsl.builtins.registry import builtin
from engine.dsl.builtins.sort import UndecidedError, decides, takes
from engine.dsl.nulls import null
from engine.dsl.operators import equal, greater, less
from engine.dsl.temporal import Date, DaysTime, YearsMonths
from engine.dsl.values import DECIMAL128, Function, Value

SECTION = "10.3.4.4"
EXACT = Context(prec=30_000, Emin=-99_999, Emax=99_999, traps=[])
"""Wide enough for the sum of any decimal128 numbers and of their squares: such sums are rounded once, at the end."""


@builtin("list contains", section=SECTION)
def list_contains(list_: list[object], element: object) -> bool:
    """Whether an item of the list equals the element.

    list contains([1, 2, 3], 2) = true
    list contains([1, null], null) = true
    list contains([], 2) = false
    """
    return any(_equals(item, element) for item in list_)


def _equals(left: Value, right: Value) -> bool:
    """Whether two values are equal; values of different types are not, which is no reason for null here."""
    return type(left) is type(right) and equal(left, right) is True


@builtin("count", section=SECTION)
def count(list_: list[object]) -> Decimal:
    """The number of items, nulls included.

    count([1, 2, 3]) = 3
    count([]) = 0
    count([1, null]) = 2
    """
    return Decimal(len(list_))


@builtin("min", section=SECTION)
def minimum(*list_: object) -> object:
    """The least item: numbers, texts, dates, times or durations.

    Null when the list is empty, and when its items do not compare.

    min([3, 1, 2]) = 1
    min(3, 1, 2) = 1
    min(["b", "a"]) = "a"
    min([]) = null
    min([1, "a"]) = null
    """
    return _foremost("min", list_, less)


@builtin("max", section=SECTION)
def maximum(*list_: object) -> object:
    """The greatest item: numbers, texts, dates, times or durations.

    Null when the list is empty, and when its items do not compare.

    max([3, 1, 2]) = 3
    max(3, 1, 2) = 3
    max([]) = null
    max([1, null]) = null
    """
    return _foremost("max", list_, greater)


def _foremost(function: str, values: tuple[Value, ...], before: Callable[[Value, Value], Value]) -> Value:
    """The first value that no other comes before."""
    if not values:
        return null("GJ1308", function=function, parameter="list")
    best = values[0]
    for value in values:
        first = before(value, best)
        if first is None:
            return None
        best = value if first else best
    return best


@builtin("sum", section=SECTION)
def total(*list_: Decimal) -> Decimal | None:
    """The sum of numbers, rounded once. Null when the list is empty.

    sum([1, 2, 3]) = 6
    sum(1, 2, 3) = 6
    sum(1) = 1
    sum([]) = null
    """
    return (
        finite("sum", DECIMAL128.plus(_exact_sum(list_))) if list_ else null("GJ1308", function="sum", parameter="list")
    )


@builtin("mean", section=SECTION)
def mean(*list_: Decimal) -> Decimal | None:
    """The arithmetic mean of numbers, rounded once. Null when the list is empty.

    mean([1, 2, 3]) = 2
    mean(9, 8, 7, 10) = 8.5
    mean([]) = null
    """
    if not list_:
        return null("GJ1308", function="mean", parameter="list")
    return finite("mean", DECIMAL128.divide(_exact_sum(list_), Decimal(len(list_))))


def _exact_sum(numbers: Iterable[Decimal]) -> Decimal:
    """The sum with all its digits, which numbers of very different size have many of."""
    exact = reduce(EXACT.add, numbers, ZERO)
    limits.spend(len(exact.as_tuple().digits) // limits.ITEMS_PER_STEP)
    return exact


@builtin("all", section=SECTION)
def all_(*list_: bool | None) -> bool | None:
    """Whether every item is true: false when one is false, else null when one is null. All items must be booleans.

    all([true, false]) = false
    all(true, true) = true
    all([]) = true
    all([true, null]) = null
    all([false, null]) = false
    all([false, 1]) = null
    """
    return _decided("all", list_, deciding=False)


@builtin("any", section=SECTION)
def any_(*list_: bool | None) -> bool | None:
    """Whether some item is true: true when one is true, else null when one is null. All items must be booleans.

    any([false, true]) = true
    any(false, false) = false
    any([]) = false
    any([false, null]) = null
    any([true, null]) = true
    any([true, 1]) = null
    """
    return _decided("any", list_, deciding=True)


def _decided(function: str, values: tuple[bool | None, ...], *, deciding: bool) -> bool | None:
    """The deciding boolean when it is there, the other when none is null."""
    if deciding in values:
        return deciding
    return null("GJ1315", function=function, position=values.index(None) + 1) if None in values else not deciding


@builtin("sublist", section=SECTION)
def sublist(list_: list[object], start_position: Decimal, length: Decimal = ALL) -> list[object] | None:
    """The part of the list that begins at a position: the first item is 1, the last is -1.

    All items from there, or `length` of them. Positions and lengths are cut to whole numbers. Null when the list has
    no such position, and when there are not so many items, or none are asked for.

    sublist([4, 5, 6], 2) = [5, 6]
    sublist([4, 5, 6], 1, 2) = [4, 5]
    sublist([4, 5, 6], -1, 1) = [6]
    sublist([4, 5, 6], 0) = null
    sublist([4, 5, 6], 2, 3) = null
    """
    start = begin("sublist", len(list_), start_position)
    if start is None:
        return None
    if length is not ALL and not 1 <= int(length) <= len(list_) - start:
        expected = f"[1..{len(list_) - start}]"
        return null("GJ1306", function="sublist", parameter="length", value=length, expected=expected)
    return list_[start : start + int(length)]


@builtin("append", section=SECTION)
def append(list_: list[object], *item: object) -> list[object]:
    """The list with items added at its end.

    append([1], 2, 3) = [1, 2, 3]
    append([1], [2]) = [1, [2]]
    append([], null) = [null]
    """
    return [*list_, *item]


@builtin("concatenate", section=SECTION)
def concatenate(*list_: list[object]) -> list[object]:
    """The items of all lists, in order.

    concatenate([1, 2], [3]) = [1, 2, 3]
    concatenate([1], [[2]], []) = [1, [2]]
    """
    return list(chain.from_iterable(list_))


@builtin("insert before", section=SECTION)
def insert_before(list_: list[object], position: Decimal, newItem: object) -> list[object] | None:  # noqa: N803
    """The list with a new item before the one at a position. Null when the list has no such position.

    insert before([1, 3], 1, 2) = [2, 1, 3]
    insert before([1, 3], -1, 2) = [1, 2, 3]
    insert before([1, 3], 3, 2) = null
    """
    at = begin("insert before", len(list_), position, "position")
    return None if at is None else [*list_[:at], newItem, *list_[at:]]


@builtin("remove", section=SECTION)
def remove(list_: list[object], position: Decimal) -> list[object] | None:
    """The list without the item at a position. Null when the list has no such position.

    remove([4, 5, 6], 2) = [4, 6]
    remove([4, 5, 6], -1) = [4, 5]
    remove([4, 5, 6], 4) = null
    """
    at = begin("remove", len(list_), position, "position")
    return None if at is None else [*list_[:at], *list_[at + 1 :]]


@builtin("list replace", section=SECTION)
def list_replace(list_: list[object], position: Decimal, newItem: object) -> list[object] | None:  # noqa: N803
    """The list with the item at a position replaced. Null when the list has no such position.

    list replace([1, 2, 3], 2, 4) = [1, 4, 3]
    list replace([1, 2, 3], -1, 4) = [1, 2, 4]
    list replace([1, 2, 3], 4, 4) = null
    """
    at = begin("list replace", len(list_), position, "position")
    return None if at is None else [*list_[:at], newItem, *list_[at + 1 :]]


@builtin("list replace", section=SECTION)
def list_replace_matching(list_: list[object], match: Function, newItem: object) -> list[object] | None:  # noqa: N803
    """The list with every item replaced of which `match(item, newItem)` is true.

    Null when the function does not take two arguments, and when it does not give a boolean.

    list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5) = [5, 5, 7, 8]
    list replace([2, 4], function(item) item = 2, 5) = null
    list replace([2, 4], function(item, newItem) item, 5) = null
    """
    if not takes(match, 2):
        return null("GJ1312", function="list replace", parameter="match", expected=2)
    try:
        return [newItem if decides(match, item, newItem) else item for item in list_]
    except UndecidedError as error:
        return null("GJ1313", function="list replace", parameter="match", value=error.answer)


@builtin("reverse", section=SECTION)
def reverse(list_: list[object]) -> list[object]:
    """The list from its end to its beginning.

    reverse([1, 2, 3]) = [3, 2, 1]
    """
    return list_[::-1]


@builtin("index of", section=SECTION)
def index_of(list_: list[object], match: object) -> list[Decimal]:
    """The positions, from 1, of the items that equal `match`.

    index of([1, 2, 3, 2], 2) = [2, 4]
    index of([1, null], null) = [2]
    index of([1], 2) = []
    """
    return [Decimal(i) for i, item in enumerate(list_, 1) if _equals(item, match)]


@builtin("union", section=SECTION)
def union(*list_: list[object]) -> list[object]:
    """The items of all lists, in order, equal ones once.

    union([1, 2], [2, 3]) = [1, 2, 3]
    union([1, 1]) = [1]
    """
    return _distinct(chain.from_iterable(list_))


@builtin("distinct values", section=SECTION)
def distinct_values(list_: list[object]) -> list[object]:
    """The items of the list, in order, equal ones once.

    distinct values([1, 2, 3, 2, 1]) = [1, 2, 3]
    distinct values([1, "1", null, null]) = [1, "1", null]
    """
    return _distinct(list_)


def _distinct(values: Iterable[Value]) -> list[Value]:
    """Each value once. Most are looked up; those with a part that has no key are compared with others of the kind."""
    seen: set[Hashable] = set()
    kept: list[Value] = []
    keyless: list[Value] = []
    for value in values:
        try:
            key = _key(value)
            new = key not in seen
            seen.add(key)
        except KeyError:
            limits.spend(len(keyless))
            new = not any(_equals(value, other) for other in keyless)
            keyless += [value] if new else []
        kept += [value] if new else []
    return kept


def _key(value: Value) -> Hashable:
    """The same for equal values, another for others; KeyError for clocks, ranges and functions, which have none.

    >>> _key([Decimal("1.0")]) == _key([Decimal(1)]), _key(True) == _key(Decimal(1))
    (True, False)
    """
    return _KEYS[type(value)](value)


_KEYS: dict[type, Callable[..., Hashable]] = {
    list: lambda items: (list, *map(_key, items)),
    dict: lambda entries: (dict, frozenset((name, _key(entry)) for name, entry in entries.items())),
    **dict.fromkeys((NoneType, bool, str, Decimal, Date, YearsMonths, DaysTime), lambda scalar: (type(scalar), scalar)),
}


@builtin("flatten", section=SECTION)
def flatten(list_: list[object]) -> list[object]:
    """The items of the list and of all lists in it, in order.

    flatten([[1, 2], [[3]], 4]) = [1, 2, 3, 4]
    flatten([[]]) = []
    """
    flat: list[Value] = []
    open_lists: list[Iterator[Value]] = [iter(list_)]
    while open_lists:
        for item in open_lists[-1]:
            if isinstance(item, list):
                open_lists.append(iter(item))
                break
            flat.append(item)
        else:
            open_lists.pop()
    return flat


@builtin("product", section=SECTION)
def product(*list_: Decimal) -> Decimal | None:
    """The product of numbers. Null when the list is empty.

    product([2, 3, 4]) = 24
    product(2, 3, 4) = 24
    product([]) = null
    """
    return (
        finite("product", reduce(DECIMAL128.multiply, list_))
        if list_
        else null("GJ1308", function="product", parameter="list")
    )


@builtin("median", section=SECTION)
def median(*list_: Decimal) -> Decimal | None:
    """The number in the middle of the sorted list, or the mean of the two in the middle. Null when the list is empty.

    median(8, 2, 5, 3, 4) = 4
    median([6, 1, 2, 3]) = 2.5
    median([]) = null
    """
    if not list_:
        return null("GJ1308", function="median", parameter="list")
    ordered = sorted(list_)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else mean(ordered[half - 1], ordered[half])


@builtin("stddev", section=SECTION)
def stddev(*list_: Decimal) -> Decimal | None:
    """The standard deviation of a sample (divided by n - 1), rounded once. Null for fewer than two numbers.

    stddev(2, 4, 7, 5) = 2.081665999466132735282297706979931
    stddev([47]) = null
    stddev([]) = null
    """
    size = Decimal(len(list_))
    if size < 2:
        return null("GJ1316", function="stddev", expected=2, given=len(list_))
    squares = _exact_sum(EXACT.multiply(n, n) for n in list_)
    spread = EXACT.subtract(EXACT.multiply(size, squares), EXACT.power(_exact_sum(list_), 2))
    wide = Context(prec=100, Emin=EXACT.Emin, Emax=EXACT.Emax, traps=[])
    return finite("stddev", DECIMAL128.plus(wide.sqrt(wide.divide(spread, size * (size - 1)))))


@builtin("mode", section=SECTION)
def mode(*list_: Decimal) -> list[Decimal]:
    """The numbers that come most often, ascending. An empty list has none.

    mode(6, 3, 9, 6, 6) = [6]
    mode([6, 1, 9, 6, 1]) = [1, 6]
    mode([]) = []
    """
    times = Counter(list_)
    most = max(times.values(), default=0)
    return sorted(number for number, count in times.items() if count == most)
