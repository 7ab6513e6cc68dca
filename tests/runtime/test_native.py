"""The native form of rules gives the values of the tree it was made of, for the same reasons, in no more steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from engine.dsl import limits
from engine.dsl.nulls import Reason
from engine.dsl.temporal import Date, DaysTime, YearsMonths
from engine.dsl.values import Value
from engine.errors import LimitExceeded
from engine.runtime import compiled
from engine.runtime.feel import Expression, expression
from engine.runtime.native import native
from engine.runtime.native.shapes import ANYTHING, Shape, join, of_value
from engine.runtime.running import running
from tests.dsl.feel_strategies import NAMES, expressions, unary_tests
from tests.dsl.strategies import values
from tests.runtime.test_executors import comparable


def shape_of(value: Value) -> Shape:
    """All that can be known of a value."""
    if isinstance(value, list):
        return Shape(list, False, item=join(map(shape_of, value)) if value else None)
    if isinstance(value, dict):
        return Shape(dict, False, {key: shape_of(each) for key, each in value.items()})
    return of_value(value)


def known_of(context: Mapping[str, Value], loosen: Callable[[Shape], Shape]) -> list[Shape]:
    """What is known of the values of a context, less for some."""
    return [loosen(shape_of(value)) for value in context.values()]


LOOSEN = st.sampled_from([lambda shape: shape, Shape.maybe, lambda shape: join([shape, shape]), lambda shape: ANYTHING])


def outcome(function: Callable[..., Value], context: Mapping[str, Value]) -> tuple[object, int]:
    """What a function gives, value and reasons, or the limit that was met; and the steps that are left."""
    reasons: list[Reason] = []
    try:
        value, left = running(lambda: (function(*context.values()), limits.left()), reasons)
    except LimitExceeded as error:
        return str(error), 0
    return (repr(comparable(value)), [reason.code for reason in reasons]), left


def same(tree: Expression, context: dict[str, Value], shapes: list[Shape]) -> None:
    """The native form gives what the tree gives in no more steps, or leaves it to the tree.

    The tree tries the predicate of an empty list in vain, and may meet a limit there that the native form does not.
    """
    lowered, _ = native(tree.lowered, shapes)
    try:
        found, left = outcome(compiled.executable(lowered), context)
    except ArithmeticError:
        return
    expected, left_by_tree = outcome(compiled.executable(tree.lowered), context)
    assert found == expected or isinstance(expected, str)
    assert left >= left_by_tree


@given(expressions() | unary_tests(), st.dictionaries(st.sampled_from(sorted(NAMES)), values), LOOSEN)
def test_any_expression(tree: object, context: dict[str, Value], loosen: Callable[[Shape], Shape]) -> None:
    """Whatever the expression and the values, and however little is known of them."""
    context = {"?": None, **context}
    same(Expression(tree, tuple(context)), context, known_of(context, loosen))


# -- expressions whose types fit -------------------------------------------------------------------------------------

NUMBERS = st.sampled_from(["n", "m", "d", "r.n", "0", "7", "0.25", "-3", "90%", "ns[1]", "rs[-1].n"])
TEXTS = st.sampled_from(["t", "u", "r.t", '"a"', '""', "rs[1].t"])
TRUTHS = st.sampled_from(["b", "c", "r.b", "true", "false", "rs[1].b"])
LISTS = st.sampled_from(["ns", "[n, m]", "[]", "rs.n", "[1, 2, 3]"])
CONTEXTS = st.sampled_from(["rs", "[r, r]", "rs[n > 1]", "rs[b]", "rs[n != null]", "[{n: n, t: t, b: b}]"])


def built(pattern: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Texts of a pattern."""
    return st.builds(pattern.format, *parts)


def wider(inner: tuple[st.SearchStrategy[str], ...]) -> tuple[st.SearchStrategy[str], ...]:
    """One operation more of every type."""
    number, text, truth, numbers, contexts = inner
    comparison = st.sampled_from(["<", "<=", ">", ">=", "=", "!="])
    return (
        number
        | built("({} {} {})", number, st.sampled_from(["+", "-", "*", "/"]), number)
        | built("-({})", number)
        | built("{}({}, {})", st.sampled_from(["min", "max", "sum", "mean"]), number, number)
        | built("{}({})", st.sampled_from(["min", "max", "sum", "mean", "count"]), numbers)
        | built("(if {} then {} else {})", truth, number, number)
        | built("{{a: {}, b: a + 1}}.b", number)
        | built("{{f: function(k) if k <= 0 then {} else f(k - 1), r: f({})}}.r", number, number)
        | built("count({})", contexts),
        text | built("(if {} then {} else {})", truth, text, text) | built("({} + {})", text, text),
        truth
        | built("({} {} {})", number, comparison, number)
        | built("({} {} {})", text, comparison, text)
        | built("({} {} {})", truth, st.sampled_from(["and", "or", "=", "!="]), truth)
        | built("not({})", truth)
        | built("({} between {} and {})", number, number, number)
        | built("({} in ([1..7), > {}, 0.25))", number, number)
        | built("({} in ({}))", truth, truth)
        | built("({} in {})", text, text)
        | built("({} {} null)", number | text | truth | numbers, st.sampled_from(["=", "!="]))
        | built("({} = [])", numbers)
        | built("(some x in {} satisfies x > {})", numbers, number)
        | built("(every x in {} satisfies x.b)", contexts),
        numbers
        | built("(for x in {} return x * {})", numbers, number)
        | built("(for x in {}, y in {} return x - y)", numbers, numbers)
        | built("(for x in {} return x + (if partial = [] then 0 else partial[-1]))", numbers)
        | built("{}[item > {}]", numbers, number)
        | built("{}[{}]", numbers, number)
        | built("sort({}, function(x, y) x > y)", numbers)
        | built("sublist({}, 1, 1)", numbers)
        | built("append({}, {})", numbers, number)
        | built("{}.n", contexts),
        contexts
        | built("{}[n {} {}]", contexts, comparison, number)
        | built("sort({}, function(x, y) x.n < y.n)", contexts)
        | built("(for x in {} return {{n: x.n + 1, t: x.t, b: x.b, more: n}})", contexts),
    )


TYPED = st.one_of(*wider(wider((NUMBERS, TEXTS, TRUTHS, LISTS, CONTEXTS))))
DECIMALS = st.sampled_from([Decimal(0), Decimal(1), Decimal("7.0"), Decimal("0.25"), Decimal("-3"), Decimal("9E6144")])
RECORDS = st.fixed_dictionaries(
    {"n": DECIMALS | st.none(), "t": st.sampled_from(["a", "b", None]), "b": st.sampled_from([True, False, None])}
)
FACTS = st.fixed_dictionaries(
    {
        "n": DECIMALS | st.none(),
        "m": DECIMALS,
        "t": st.sampled_from(["a", "b"]) | st.none(),
        "u": st.just("b"),
        "b": st.booleans() | st.none(),
        "c": st.booleans(),
        "d": DECIMALS | st.sampled_from([YearsMonths(3), DaysTime(5), Date(2026, 5, 8), "d"]),
        "r": RECORDS,
        "ns": st.lists(DECIMALS, max_size=3) | st.none(),
        "rs": st.lists(RECORDS, max_size=3) | st.none(),
    }
)


@given(TYPED, FACTS, LOOSEN)
def test_expressions_whose_types_fit(text: str, facts: dict[str, Value], loosen: Callable[[Shape], Shape]) -> None:
    """What operations become for numbers, texts, truth values, contexts and lists of them, null or not."""
    same(expression(text, tuple(facts)), facts, known_of(facts, loosen))
