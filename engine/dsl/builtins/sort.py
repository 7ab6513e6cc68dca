"""Sort (DMN 1.5, 10.3.4.9), and how built-in functions ask the functions they are given."""

from __future__ import annotations

from collections.abc import Callable
from functools import cmp_to_key

from engine.dsl.builtins.registry import builtin
from engine.dsl.nulls import null
from engine.dsl.values import Function, Value

SECTION = "10.3.4.9"


def takes(function: Function, count: int) -> bool:
    """Whether a function can be called with so many arguments."""
    sizes = {len(overload.parameters) for overload in function.overloads or (function,)}
    return count in sizes or (function.variadic and count >= min(sizes))


class UndecidedError(Exception):
    """The function that decides an order or a match gave something else than true or false: `answer`."""

    def __init__(self, answer: Value) -> None:
        super().__init__()
        self.answer = answer


def decides(function: Function, left: Value, right: Value) -> bool:
    """What the function says of two values; `UndecidedError` when it says neither true nor false."""
    answer = function.call(left, right)
    if not isinstance(answer, bool):
        raise UndecidedError(answer)
    return answer


def in_order(items: list[Value], precedes: Callable[[Value, Value], Value]) -> list[Value] | None:
    """The items sorted; null when they are not put in order."""

    def before(left: Value, right: Value) -> int:
        answer = precedes(left, right)
        if not isinstance(answer, bool):
            raise UndecidedError(answer)
        return -answer

    try:
        return sorted(items, key=cmp_to_key(before))
    except UndecidedError as error:
        return null("GJ1313", function="sort", parameter="precedes", value=error.answer)


@builtin("sort", section=SECTION)
def sort(list_: list[object], precedes: Function) -> list[object] | None:
    """The list in order: `precedes` says of two items whether the first comes before the second.

    Items of which neither precedes the other keep their order. Null when the function does not take two arguments,
    and when it does not give a boolean.

    sort([3, 1, 2], function(x, y) x < y) = [1, 2, 3]
    sort([3, 1, 2], function(x, y) x > y) = [3, 2, 1]
    sort([{n: 2}, {n: 1}], function(x, y) x.n < y.n) = [{n: 1}, {n: 2}]
    sort([3, 1], function(x) x) = null
    sort([3, "a"], function(x, y) x < y) = null
    """
    if not takes(precedes, 2):
        return null("GJ1312", function="sort", parameter="precedes", expected=2)
    return in_order(list_, precedes.call)
