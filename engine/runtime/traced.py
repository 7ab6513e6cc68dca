"""The traced executor: a simpleeval evaluator walks the same tree that the fast one compiles.

It explains results and finds the places of reasons, and it alone runs text that nobody has reviewed. simpleeval refuses
whatever it has no handler for; of Python's forms only those of syntax.py have one here. Its own deny-lists and length
limits are for trees written in Python; ours hold no attribute, and dsl.limits binds both executors.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Mapping
from copy import copy
from functools import partial
from operator import is_, is_not
from typing import Any

from simpleeval import SimpleEval

from engine.dsl import limits
from engine.dsl.values import Value
from engine.runtime.lowering import Lowered, Place
from engine.runtime.operations import GLOBALS
from engine.runtime.trace import LITERALS, Trace

sys.setrecursionlimit(max(sys.getrecursionlimit(), limits.FRAMES))  # so that both executors go equally deep


def executable(lowered: Lowered, trace: Trace) -> Callable[..., Value]:
    """The function of a lowered tree, every step of which is recorded."""
    evaluator = copy(_READY)
    evaluator.names = {}
    evaluator.constants, evaluator.places, evaluator.trace = lowered.constants, lowered.places, trace
    function: Callable[..., Value] = evaluator.eval("", previously_parsed=lowered.tree)
    return function


class Evaluator(SimpleEval):  # type: ignore[misc]
    """Evaluates one lowered tree."""

    constants: Mapping[str, Value]
    names: dict[str, Value]
    places: Mapping[ast.expr, Place]
    trace: Trace

    def __init__(self) -> None:
        super().__init__(operators={ast.Is: is_, ast.IsNot: is_not}, functions={}, names={})

    def _eval(self, node: ast.expr) -> Value:
        """The one place that every node passes; those that an author wrote become steps, literals excepted."""
        evaluate = FORMS[type(node)]
        place = self.places.get(node)
        if place is None or isinstance(place, LITERALS):
            return evaluate(self, node)
        return self.trace.step(place, partial(evaluate, self), node)

    def _eval_dict(self, node: ast.Dict) -> Value:
        return {key.value: self._eval(value) for key, value in zip(node.keys, node.values, strict=True)}  # type: ignore[union-attr]

    def _eval_list(self, node: ast.List) -> Value:
        return [self._eval(item) for item in node.elts]

    def _eval_name(self, node: ast.Name) -> Value:
        name = node.id
        for known in (self.names, self.constants):
            if name in known:
                return known[name]
        return GLOBALS[name]

    def _eval_call(self, node: ast.Call) -> Value:
        """An operation by its name, or a lambda that stands there."""
        function: Any = GLOBALS[node.func.id] if isinstance(node.func, ast.Name) else self._eval(node.func)
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


_READY = Evaluator()
FORMS: Mapping[type[ast.AST], Callable[..., object]] = {
    ast.BoolOp: Evaluator._eval_boolop,
    ast.Call: Evaluator._eval_call,
    ast.Compare: Evaluator._eval_compare,
    ast.Constant: lambda _, node: node.value,
    ast.Dict: Evaluator._eval_dict,
    ast.IfExp: Evaluator._eval_ifexp,
    ast.Lambda: Evaluator._eval_lambda,
    ast.List: Evaluator._eval_list,
    ast.Name: Evaluator._eval_name,
    ast.NamedExpr: Evaluator._eval_bound,
    ast.Tuple: lambda evaluator, node: tuple(evaluator._eval(item) for item in node.elts),
}
"""How each form that rules lower to is evaluated; there is no other."""
