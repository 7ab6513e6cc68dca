"""Plans: a decision and all that it rests on as one function, where no decision is given.

    lambda value, look_up: (v1 := value("customer"), v2 := f2(v1), v3 := look_up(part3, "…"), v4 := f4(v2, v3))[-1]

Each element is worked out once, those it rests on first. `value` is asked for input data and functions, and for all
where decisions rest on themselves; `look_up` for parts whose values may be kept.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping

from engine.dsl.values import Value
from engine.model.decision import Decision
from engine.runtime import compiled
from engine.runtime.logic import Logic
from engine.runtime.shortcuts import Part
from engine.runtime.syntax import bound, constant, function, name, sequence

Plan = Callable[[Callable[[str], Value], Callable[[Part, str], Value]], Value]


class _CircleError(Exception):
    """A decision rests on itself."""


def plan(logic: Logic, of: str, parts: Mapping[str, Part]) -> Plan:
    """How a decision is worked out."""
    try:
        order = list(_order(logic, of, parts, {}))
    except _CircleError:
        return lambda value, look_up: value(of)
    targets = {element: f"v{index}" for index, element in enumerate(order)}
    constants: dict[str, object] = {}
    steps: list[ast.expr] = []
    for element, target in targets.items():
        if element in parts:
            constants[f"${target}"] = parts[element]
            step = ast.Call(name("look_up"), [name(f"${target}"), constant(element)], [])
        elif _is_worked_out(logic, element):
            constants[f"${target}"] = logic.native(element)
            step = ast.Call(name(f"${target}"), [name(targets[each]) for each in logic.requires(element)], [])
        else:
            step = ast.Call(name("value"), [constant(element)], [])
        steps.append(bound(target, step))
    last = ast.Subscript(sequence(steps), constant(-1), ast.Load())
    return compiled.function_of(function(["value", "look_up"], last), f"<{of}>", constants)


def _order(logic: Logic, element: str, parts: Mapping[str, Part], ready: dict[str, bool]) -> Iterator[str]:
    """An element after those it rests on, each once."""
    if element in ready:
        if not ready[element]:
            raise _CircleError
        return
    ready[element] = False
    if element not in parts and _is_worked_out(logic, element):
        for each in logic.requires(element):
            yield from _order(logic, each, parts, ready)
    ready[element] = True
    yield element


def _is_worked_out(logic: Logic, element: str) -> bool:
    decision = logic.model.elements[element]
    return isinstance(decision, Decision) and decision.logic is not None
