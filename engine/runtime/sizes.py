"""How large values are, and calls that would make them too large.

A list may hold the same list many times, so a few lines can describe more items than there are atoms. The size of a
value counts what is written when it is written out; shared parts are measured once and counted as often as they occur.
"""

from __future__ import annotations

from engine.dsl import limits
from engine.dsl.values import Value

DEEP = frozenset({
    "", "string", "string join", "concatenate", "flatten", "union", "distinct values", "list contains", "index of",
    "duplicate values", "mode", "is",
})  # fmt: skip
"""Functions that look into the items of a list, or join them; the nameless one is equality."""
ENTRY = 9
"""An entry of a context counts for so many items more: it takes that much room in a copy."""
_LARGE = (list, dict, str)


def size(value: Value, measured: dict[int, int] | None = None) -> int:
    """Items of a list or context with all that is inside, characters of a text; 1 for anything else.

    >>> ones = [1] * 10
    >>> size([ones, ones]), size("abc"), size({"a": "abc"})
    (23, 3, 4)
    """
    if isinstance(value, str):
        return len(value)
    if not isinstance(value, (list, dict)):
        return 1
    measured = {} if measured is None else measured
    known = measured.get(id(value))
    if known is None:
        known = 1
        for item in value.values() if isinstance(value, dict) else value:
            known += size(item, measured) if isinstance(item, _LARGE) else 1
        measured[id(value)] = known
    return known


def check_call(name: str, arguments: tuple[Value, ...]) -> None:
    """Refuse a call of a built-in function that would look at, or make, too much; count what it looks at."""
    total = 0
    for argument in arguments:
        if isinstance(argument, _LARGE):
            total += size(argument) if name in DEEP else len(argument)
            if isinstance(argument, dict):
                total += ENTRY * len(argument)
    if total:
        if name == "replace" and len(arguments) > 2:
            total += size(arguments[0]) * size(arguments[2])
        count(total)


def count(total: int) -> None:
    """Refuse a size beyond the limit; count the steps that so much takes."""
    if total > limits.SIZE:
        limits.exceeded("SIZE", limits.SIZE)
    if total >= limits.ITEMS_PER_STEP:
        limits.spend(total // limits.ITEMS_PER_STEP)
