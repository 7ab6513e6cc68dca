"""What every rule of the checker works with: the scope, the findings, and the rewrites that `resolve` makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.dsl.diagnostics import Diagnostic, Diagnostics
from engine.dsl.inference import plain
from engine.dsl.nodes import Node
from engine.dsl.rewriting import Rewrite, nothing
from engine.dsl.scope import Scope
from engine.dsl.source import Span
from engine.dsl.suggestions import suggest
from engine.dsl.type_words import described
from engine.dsl.types import ANY, BOOLEAN, Type, may_conform
from engine.dsl.unparse import unparse

Method = Callable[["Checker", Any, Type], Type]


@dataclass(frozen=True, slots=True)
class Checker:
    """A scope, and where findings and rewrites go; `inside` an inner scope they go to the same places."""

    scope: Scope
    diagnostics: Diagnostics
    methods: Mapping[type[Node], Method]
    rewrites: dict[int, Rewrite] = field(default_factory=dict)

    def inside(self, scope: Scope) -> Checker:
        """The checker of an inner scope."""
        return replace(self, scope=scope)

    def silent(self) -> Checker:
        """A checker that infers only."""
        return Checker(self.scope, Diagnostics(), self.methods)

    def report(self, code: str, span: Span, **values: object) -> Type:
        """Report, types in words, and be of a type that leads to no further message."""
        told = {name: described(value) if isinstance(value, Type) else value for name, value in values.items()}
        self.diagnostics.extend([Diagnostic(code, span, told)])
        return ANY

    def infer(self, node: Node, expected: Type = ANY) -> Type:
        """The type of a node; `expected` helps to read bare words, lists and lambdas, and is not enforced."""
        return self.methods[type(node)](self, node, expected)

    def expect(self, node: Node, expected: Type) -> Type:
        """The type of a node that must conform to `expected`."""
        given = self.infer(node, expected)
        if not may_conform(plain(given), plain(expected)):
            code = "GJ1203" if expected == BOOLEAN else "GJ1208"
            return self.report(code, node.span, given=given, expected=expected)
        return given

    def condition(self, node: Node) -> None:
        """Check a node that must be true or false."""
        self.expect(node, BOOLEAN)

    def rewrite(self, node: Node, rewrite: Rewrite = nothing) -> None:
        """Let `resolve` replace the node, by null where it means nothing, so that nobody reports it again."""
        self.rewrites[id(node)] = rewrite


def meant(word: str, candidates: Iterable[tuple[str, Type]], expected: Type = ANY) -> dict[str, object]:
    """The names that were probably meant, those of a fitting type first, as a value of a message."""
    types = dict(candidates)
    fitting = {each for each, type_ in types.items() if may_conform(plain(type_), plain(expected))}
    near = suggest(word, types, fitting)
    return {"suggestion": near} if near else {}


def spelled(node: Node) -> str:
    """A node as its author wrote it, or as it would be written."""
    return node.span.text or unparse(node)
