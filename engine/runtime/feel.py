"""FEEL by itself: one expression, one set of values. What `engine.feel` is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache, partial
from types import FunctionType, NoneType
from typing import Literal, TypeVar

from engine.dsl import nodes
from engine.dsl.conversion import from_python
from engine.dsl.names import Names, is_word
from engine.dsl.nulls import LISTENER, Reason, unheard
from engine.dsl.parser import parse_expression, parse_unary_tests
from engine.dsl.text import LANGUAGES
from engine.dsl.values import Value
from engine.errors import LimitExceeded
from engine.runtime import compiled, traced
from engine.runtime.clock import Clock, StandingClock
from engine.runtime.explain import Explainer, Explanation, notes_of
from engine.runtime.lowering import Lowered, Lowering
from engine.runtime.noted import Notes, noting
from engine.runtime.outcome import Outcome, Run, refuse_impossible
from engine.runtime.running import running
from engine.runtime.trace import Step, Trace

T = TypeVar("T")
Mode = Literal["strict", "dmn"]
SCALARS = frozenset({NoneType, bool, int, float, Decimal, str})
REPEATING = frozenset({"$for", "$for_partial", "$some", "$every", "$filter", "$function", "$foreign"})


def feel(
    text: str,
    context: Mapping[str, object] | None = None,
    *,
    mode: Mode = "strict",
    clock: Clock | None = None,
) -> Value:
    """The value of a FEEL expression; `context` gives names their values.

    mode     "strict": what cannot be done raises EvaluationError; "dmn": it is null, as the standard says
    raises   FeelSyntaxError; LimitExceeded; EvaluationError
    >>> feel("sum([1, 2, 3])"), feel("单价 * 数量", {"单价": 1.5, "数量": 4})
    (Decimal('6'), Decimal('6.0'))
    >>> feel('1 + "a"', mode="dmn")
    """
    given = context or {}
    return expression(text, *_names(given)).value(given, mode, clock)


def holds(tests: str, value: object, context: Mapping[str, object] | None = None, *, mode: Mode = "strict") -> Value:
    """Whether a value passes unary tests, the text of a table's cell.

    >>> holds(">= 90", 91), holds("[60..75), 80", 75), holds('not("A","B")', "C")
    (True, False, True)
    """
    given = {**(context or {}), "?": value}
    return unary_tests(tests, *_names(given)).value(given, mode)


@lru_cache(maxsize=4096)
def expression(text: str, names: tuple[str, ...] = (), inner: tuple[str, ...] = ()) -> Expression:
    """An expression ready to run: `names` are bound, `inner` are further names it may hold, of properties.

    raises   FeelSyntaxError
    """
    return Expression(parse_expression(text, Names.of((*names, *inner))), names)


@lru_cache(maxsize=4096)
def unary_tests(text: str, names: tuple[str, ...] = ("?",), inner: tuple[str, ...] = ()) -> Expression:
    """Unary tests about `?`, ready to run."""
    return Expression(parse_unary_tests(text, Names.of((*names, *inner))), names)


@dataclass(frozen=True)
class Expression:
    """A parsed expression and the names that are bound in it."""

    node: nodes.Node
    names: tuple[str, ...]

    def evaluate(
        self,
        context: Mapping[str, object],
        *,
        mode: Mode = "strict",
        clock: Clock | None = None,
        traced: bool = False,
    ) -> Outcome:
        """The value under the values of a context; `traced` goes step by step, and may be trusted with any text."""
        run = ExpressionRun(self.node.span, StandingClock(clock), self, context)
        outcome = run.traced() if traced else run.compiled()
        return refuse_impossible(outcome) if mode == "strict" else outcome

    def value(self, context: Mapping[str, object], mode: Mode, clock: Clock | None = None) -> Value:
        """The value alone."""
        if self.is_straight and LISTENER.get() is None and _is_small(context.values()):
            before = unheard()
            try:
                value = self.call(self.function, context)
            except LimitExceeded:
                return self.evaluate(context, mode=mode, clock=clock).value
            if unheard() is before:
                return value
        reasons: list[Reason] = []
        value = running(partial(self.call, self.function, context), reasons, StandingClock(clock).now, self.node.span)
        return self.evaluate(context, mode=mode, clock=clock).value if reasons and mode == "strict" else value

    def call(self, function: Callable[..., T], context: Mapping[str, object]) -> T:
        """What a function of the names gives for the values of a context."""
        return function(*[from_python(context[name]) for name in self.names])

    @cached_property
    def is_straight(self) -> bool:
        """Whether every part is worked out once at the most: nothing loops, no function is made. Of small values, that
        is done at once, without a budget or a clock or anybody who listens, unless there was a reason to listen."""
        return REPEATING.isdisjoint(compiled.speaks_of(self.function.__code__))

    @cached_property
    def lowered(self) -> Lowered:
        """The tree of the expression, a function of its names."""
        lowering = Lowering()
        return lowering.function(self.names, lambda names: lowering.lower(self.node, names), self.node.span)

    @cached_property
    def function(self) -> FunctionType:
        """The compiled function."""
        return compiled.executable(self.lowered)


@dataclass(eq=False)
class ExpressionRun(Run):
    """A request for the value of an expression."""

    expression: Expression
    context: Mapping[str, object]

    def worked_out(self, *, native: bool) -> Value:
        """The value under the values of the context; nothing is known of them, so there is no native form."""
        return self.expression.call(self.expression.function, self.context)

    def stepped(self, trace: Trace) -> Value:
        """The same, step by step."""
        return self.expression.call(traced.executable(self.expression.lowered, trace), self.context)

    def explain(self, steps: Step | None, languages: Collection[str] = LANGUAGES) -> Explanation:
        """The expression and the values it read."""
        notes = notes_of(steps.walk()) if steps else self.ran(self._noted)[0]
        return Explainer(notes).expression(self.expression.node)

    def _noted(self, *, native: bool) -> Notes:
        return self.expression.call(noting(self.expression.lowered), self.context)


def _names(context: Mapping[str, object]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of a context, and those inside it that the parser would not take for one name."""
    values = context.values()
    return tuple(context), () if _are_scalars(values) else tuple(dict.fromkeys(_inner(values)))


def _is_small(values: Collection[object]) -> bool:
    """Whether values are scalars, or contexts of scalars."""
    return _are_scalars(values) or all(
        type(each) in SCALARS or (type(each) is dict and _are_scalars(each.values())) for each in values
    )


def _are_scalars(values: Collection[object]) -> bool:
    return SCALARS.issuperset(map(type, values))


def _inner(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, Mapping):
            yield from (key for key in value if not is_word(key))
            yield from _inner(value.values())
        elif isinstance(value, list | tuple):
            yield from _inner(value)
