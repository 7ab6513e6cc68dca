"""What the `$` names of a lowered tree stand for: the whole vocabulary of both executors.

Operators come from dsl/operators.py unchanged; here they meet the limits. Nothing here can reach a Python attribute.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from engine.dsl import conversion, operators, ranges
from engine.dsl.builtins import BUILTINS
from engine.dsl.diagnostics import Diagnostic
from engine.dsl.literals import Shown
from engine.dsl.nulls import null
from engine.dsl.types import Type
from engine.dsl.values import Value
from engine.runtime import calls, foreign, iteration, sizes
from engine.runtime.hit_policies import POLICIES

NESTED = (list, dict)


def add(left: Value, right: Value) -> Value:
    """`left + right`; a text does not grow without end."""
    result = operators.add(left, right)
    if type(result) is str:
        sizes.count(len(result))
    return result


def conjunction(left: Value, right: Callable[[], Value]) -> Value:
    """`left and right`; the right side is not looked at when the left one decides."""
    return False if left is False else operators.conjunction(left, right())


def disjunction(left: Value, right: Callable[[], Value]) -> Value:
    """`left or right`; the right side is not looked at when the left one decides."""
    return True if left is True else operators.disjunction(left, right())


def bounded(operation: Callable[[Value, Value], Value]) -> Callable[[Value, Value], Value]:
    """A comparison that looks into lists, counted like a built-in function."""

    def compare(left: Value, right: Value) -> Value:
        if type(left) is type(right) and type(left) in NESTED and len(left) == len(right):  # type: ignore[arg-type]
            sizes.check_call("", (left, right))
        return operation(left, right)

    return compare


def conditional(condition: Value, consequent: Callable[[], Value], alternative: Callable[[], Value]) -> Value:
    """A boxed conditional; unlike FEEL's `if` it is null when the condition is not a boolean (TCK 1150)."""
    if not isinstance(condition, bool):
        return null("GJ1512", value=Shown(condition))
    return consequent() if condition else alternative()


def has(item: Value, name: str) -> bool:
    """Whether an item is a context with an entry of that name."""
    return isinstance(item, dict) and name in item


def allowed(value: Value, test: Callable[[Value], Value]) -> Value:
    """The value if it is one of those declared; a missing value is not refused."""
    if value is None or test(value) is True:
        return value
    return null("GJ1505", value=Shown(value))


def unknown(name: str) -> Value:
    """A name that means nothing here."""
    return null("GJ1501", name=name)


def no_literal(text: str) -> Value:
    """An at-literal whose text is no date, time or duration."""
    return null("GJ1506", text=text)


def twice(key: str) -> Value:
    """A context that names an entry twice."""
    return null("GJ1507", name=key)


def erroneous(diagnostic: Diagnostic) -> Value:
    """Logic that could not be read."""
    return null(diagnostic.code, **diagnostic.values)


def typed(value: Value, type_: Type) -> Value:
    """The value as a declared type asks for it."""
    return conversion.coerce(value, type_)


OPERATIONS: Mapping[str, Callable[..., object]] = MappingProxyType({
    "$add": add,
    "$subtract": operators.subtract,
    "$multiply": operators.multiply,
    "$divide": operators.divide,
    "$power": operators.power,
    "$negate": operators.negate,
    "$eq": bounded(operators.equal),
    "$ne": bounded(operators.not_equal),
    "$lt": operators.less,
    "$le": operators.less_equal,
    "$gt": operators.greater,
    "$ge": operators.greater_equal,
    "$between": operators.between,
    "$in": bounded(operators.contains),
    "$among": bounded(operators.among),
    "$test": bounded(operators.test),
    "$and": conjunction,
    "$or": disjunction,
    "$not": operators.negation,
    "$get": operators.get,
    "$has": has,
    "$range": ranges.range_between,
    "$comparison_range": ranges.comparison_range,
    "$instance_of": conversion.instance_of,
    "$coerce": typed,
    "$allowed": allowed,
    "$items": iteration.items,
    "$count": iteration.count,
    "$for": iteration.for_each,
    "$for_partial": iteration.for_each_partial,
    "$some": iteration.some,
    "$every": iteration.every,
    "$filter": iteration.filtered,
    "$matching": iteration.matching,
    "$index": iteration.item_at,
    "$call": calls.invoke,
    "$call_named": calls.invoke_named,
    "$function": calls.closure,
    "$foreign": foreign.foreign,
    "$conditional": conditional,
    "$unknown": unknown,
    "$no_literal": no_literal,
    "$twice": twice,
    "$erroneous": erroneous,
    **{f"${policy.value}": table for policy, table in POLICIES.items()},
})  # fmt: skip

GLOBALS: Mapping[str, object] = MappingProxyType({"__builtins__": {}, **OPERATIONS, **BUILTINS})
"""All that a compiled function can see beside its arguments and constants."""
