"""FEEL by itself: one expression, one set of values. What `engine.feel` is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from engine.dsl import nodes
from engine.dsl.conversion import from_python
from engine.dsl.names import Names, is_word
from engine.dsl.parser import parse_expression, parse_unary_tests
from engine.dsl.values import Value
from engine.runtime import compiled, traced
from engine.runtime.clock import Clock, StandingClock
from engine.runtime.explain import Explainer, Explanation
from engine.runtime.lowering import Lowered, Lowering
from engine.runtime.outcome import Outcome, Run, refuse_impossible
from engine.runtime.trace import Step, Trace

Mode = Literal["strict", "dmn"]


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
    return expression(text, *_names(context or {})).evaluate(context or {}, mode=mode, clock=clock).value


def holds(tests: str, value: object, context: Mapping[str, object] | None = None, *, mode: Mode = "strict") -> Value:
    """Whether a value passes unary tests, the text of a table's cell.

    >>> holds(">= 90", 91), holds("[60..75), 80", 75), holds('not("A","B")', "C")
    (True, False, True)
    """
    given = {**(context or {}), "?": value}
    return unary_tests(tests, *_names(given)).evaluate(given, mode=mode).value


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

    @cached_property
    def lowered(self) -> Lowered:
        """The tree of the expression, a function of its names."""
        lowering = Lowering()
        return lowering.function(self.names, lambda names: lowering.lower(self.node, names), self.node.span)

    @cached_property
    def function(self) -> Callable[..., Value]:
        """The compiled function."""
        return compiled.executable(self.lowered)


@dataclass(eq=False)
class ExpressionRun(Run):
    """A request for the value of an expression."""

    expression: Expression
    context: Mapping[str, object]

    def value(self, trace: Trace | None) -> Value:
        """The value under the values of the context."""
        expression = self.expression
        function = traced.executable(expression.lowered, trace) if trace else expression.function
        return function(*(from_python(self.context[name]) for name in expression.names))

    def explain(self, steps: Step | None) -> Explanation:
        """The expression and the values it read."""
        return Explainer(steps or self.traced().trace).expression(self.expression.node)


def _names(context: Mapping[str, object]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of a context, and those inside it that the parser would not take for one name."""
    return tuple(context), tuple(dict.fromkeys(_inner(list(context.values()))))


def _inner(values: list[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, Mapping):
            yield from (key for key in value if not is_word(key))
            yield from _inner(list(value.values()))
        elif isinstance(value, list | tuple):
            yield from _inner(list(value))
