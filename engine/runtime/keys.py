"""Keys: the classes that the entries of a record fall into, told by a short compiled function."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.runtime import compiled
from engine.runtime.classes import KNOWN, Field, class_expression
from engine.runtime.syntax import choice, constant, function, name, sequence, where

Key = tuple[object, ...]


@dataclass(frozen=True)
class Classes:
    """The classes of some entries of a `record`, as expressions that speak of some constants."""

    expressions: Mapping[str, ast.expr]
    constants: Mapping[str, object]

    @property
    def key(self) -> ast.expr:
        """`(class, class, …)`; None stands in it where a value has no class."""
        return sequence(self.expressions.values())

    def of_record(self) -> Callable[..., Key]:
        """`lambda record: (class, class, …)`."""
        return self._compiled("record", self.key, {})

    def of_facts(self, record: str, found: ast.expr, nothing: ast.expr, speaks_of: Mapping[str, object]) -> Any:
        """`lambda facts: found` for facts that are the record alone, else `nothing`."""
        alone = ast.Compare(ast.Call(name("len"), [name("facts")], []), [ast.Eq()], [constant(1)])
        given = ast.Subscript(name("facts"), constant(record), ast.Load())
        return self._compiled("facts", where(name("record"), given, choice(alone, found, nothing)), speaks_of)

    def _compiled(self, parameter: str, body: ast.expr, speaks_of: Mapping[str, object]) -> Callable[..., Any]:
        return compiled.function_of(function([parameter], body), "<classes>", {**self.constants, **speaks_of}, KNOWN)


def classes_of(fields: Sequence[Field]) -> Classes | None:
    """The classes of some entries; None where those of one cannot be told."""
    constants: dict[str, object] = {}
    classes = {each.entry: class_expression(each, f"v{index}", constants) for index, each in enumerate(fields)}
    known = {entry: each for entry, each in classes.items() if each is not None}
    return Classes(known, constants) if len(known) == len(classes) else None
