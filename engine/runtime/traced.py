"""The traced executor: a simpleeval evaluator walks the same tree that the fast one compiles.

It explains results and finds the places of reasons, and it alone runs text that nobody has reviewed. simpleeval refuses
whatever it has no handler for; of Python's forms only those of syntax.py have one here. Its own deny-lists and length
limits are for trees written in Python; ours hold no attribute, and runtime.limits binds both executors.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Mapping
from typing import Any

from simpleeval import SimpleEval

from engine.dsl.values import Value
from engine.runtime import limits
from engine.runtime.lowering import Lowered
from engine.runtime.operations import GLOBALS
from engine.runtime.trace import LITERALS, Trace

sys.setrecursionlimit(max(sys.getrecursionlimit(), limits.FRAMES))  # so that both executors go equally deep


def executable(lowered: Lowered, trace: Trace) -> Callable[..., Value]:
    """The function of a lowered tree, every step of which is recorded."""
    evaluator = Evaluator(lowered, trace)
    function: Callable[..., Value] = evaluator.eval("", previously_parsed=lowered.tree)
    return function


class Evaluator(SimpleEval):  # type: ignore[misc]
    """Evaluates one lowered tree."""

    def __init__(self, lowered: Lowered, trace: Trace) -> None:
        super().__init__(operators={ast.Is: lambda left, right: left is right}, functions={}, names={})
        self.globals = {**GLOBALS, **lowered.constants}
        self.names: dict[str, object] = {}
        self.places = lowered.places
        self.trace = trace
        self.nodes: Mapping[type[ast.AST], Callable[..., object]] = {
            ast.BoolOp: self._eval_boolop,
            ast.Call: self._eval_call,
            ast.Compare: self._eval_compare,
            ast.Constant: lambda node: node.value,
            ast.Dict: lambda node: {
                key.value: self._eval(value) for key, value in zip(node.keys, node.values, strict=True)
            },
            ast.IfExp: self._eval_ifexp,
            ast.Lambda: self._eval_lambda,
            ast.List: lambda node: [self._eval(item) for item in node.elts],
            ast.Name: self._eval_name,
            ast.NamedExpr: self._eval_bound,
            ast.Tuple: lambda node: tuple(self._eval(item) for item in node.elts),
        }

    def _eval(self, node: ast.expr) -> Value:
        """The one place that every node passes; those that an author wrote become steps, literals excepted."""
        evaluate = self.nodes[type(node)]
        place = self.places.get(node)
        if place is None or isinstance(place, LITERALS):
            return evaluate(node)
        return self.trace.step(place, evaluate, node)

    def _eval_name(self, node: ast.Name) -> Value:
        return self.names[node.id] if node.id in self.names else self.globals[node.id]

    def _eval_call(self, node: ast.Call) -> Value:
        """An operation by its name, or a lambda that stands there."""
        function: Any = self.globals[node.func.id] if isinstance(node.func, ast.Name) else self._eval(node.func)
        return function(*[self._eval(argument) for argument in node.args])

    def _eval_bound(self, node: ast.NamedExpr) -> Value:
        value = self.names[node.target.id] = self._eval(node.value)
        return value

    def _eval_lambda(self, node: ast.Lambda) -> Callable[..., Value]:
        """A Python function that evaluates the body in the scope where the lambda stands."""
        parameters = [argument.arg for argument in node.args.args]
        outer = self.names

        def function(*arguments: Value) -> Value:
            caller = self.names
            self.names = {**outer, **dict(zip(parameters, arguments, strict=True))}
            try:
                return self._eval(node.body)
            finally:
                self.names = caller

        return function
