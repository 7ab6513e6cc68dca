"""The fast executor: a lowered tree becomes a Python function."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from types import CodeType, FunctionType
from typing import Any

from engine.runtime.lowering import Lowered
from engine.runtime.native.vocabulary import VOCABULARY
from engine.runtime.operations import GLOBALS

KNOWN = {**GLOBALS, **VOCABULARY}
"""The operations and the built-in functions, in place of the builtins of Python."""


def executable(lowered: Lowered) -> FunctionType:
    """The function of a lowered tree; it takes its parameters positionally.

    The code sees its arguments, its constants, the operations and the built-in functions, and no builtin of Python.
    """
    return function_of(lowered.tree, lowered.span.source.name, lowered.constants, KNOWN)


def function_of(
    tree: ast.Lambda, name: str, constants: Mapping[str, object], known: dict[str, Any] | None = None
) -> FunctionType:
    """A compiled function that sees its arguments, some constants and what is known everywhere.

    What has no place in the author's text stands where the part around it does.
    """
    module = compile(ast.fix_missing_locations(ast.Expression(tree)), name, "eval", dont_inherit=True)
    code = next(constant for constant in module.co_consts if isinstance(constant, CodeType))
    return FunctionType(code, {"__builtins__": known or {}, **constants}, name)


def speaks_of(code: CodeType) -> Iterator[str]:
    """The names that some code, and the functions in it, look up."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from speaks_of(constant)
