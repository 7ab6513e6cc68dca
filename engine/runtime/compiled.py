"""The fast executor: a lowered tree becomes a Python function."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from types import CodeType, FunctionType
from typing import Any

from engine.dsl.values import Value
from engine.runtime.lowering import Lowered
from engine.runtime.native.vocabulary import VOCABULARY
from engine.runtime.operations import GLOBALS

KNOWN = {**GLOBALS, **VOCABULARY}
"""The operations and the built-in functions, in place of the builtins of Python."""


def executable(lowered: Lowered) -> Callable[..., Value]:
    """The function of a lowered tree; it takes its parameters positionally.

    The code sees its arguments, its constants, the operations and the built-in functions, and no builtin of Python.
    """
    return function_of(lowered.tree, lowered.span.source.name, lowered.constants, KNOWN)


def function_of(
    tree: ast.Lambda, name: str, constants: Mapping[str, object], known: dict[str, Any] | None = None
) -> Callable[..., Any]:
    """A compiled function that sees its arguments, some constants and what is known everywhere."""
    module = compile(ast.fix_missing_locations(ast.Expression(tree)), name, "eval", dont_inherit=True)
    code = next(constant for constant in module.co_consts if isinstance(constant, CodeType))
    return FunctionType(code, {"__builtins__": known or {}, **constants}, name)
