"""What every rule of the checker works with: the scope, the findings, and the rewrites that `resolve` makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.dsl import nodes as feel
from engine.dsl.checking.remedies import condition, in_units, remedy, single
from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix, Label
from engine.dsl.inference import plain
from engine.dsl.nodes import Node
from engine.dsl.rewriting import Rewrite, nothing
from engine.dsl.scope import Scope
from engine.dsl.source import Span
from engine.dsl.suggestions import suggest
from engine.dsl.synonyms import kindred
from engine.dsl.type_words import described
from engine.dsl.types import ANY, BOOLEAN, ContextType, Type, may_conform
from engine.dsl.unparse import unparse

MOST_FITTING = 5  # words of the right type that a message names

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
        return Checker(scope, self.diagnostics, self.methods, self.rewrites)

    def silent(self) -> Checker:
        """A checker that infers only."""
        return Checker(self.scope, Diagnostics(), self.methods)

    def report(self, code: str, span: Span, instead: Edit | None = None, /, **values: object) -> Type:
        """Report, types in words, and be of a type that leads to no further message. `instead` would put it right."""
        told = {name: described(value) if isinstance(value, Type) else value for name, value in values.items()}
        mended = {"suggestion": instead.text} if instead else {}
        fix = Fix((instead,)) if instead else None
        self.diagnostics.extend([Diagnostic(code, span, {**told, **mended}, fix=fix)])
        return ANY

    def unknown(
        self,
        code: str,
        name: str,
        span: Span,
        near: Sequence[str],
        place: Span | None = None,
        quote: str = "",
        **values: object,
    ) -> Type:
        """Report a name that names nothing, with the nearest names, and where the first of them is declared."""
        place = place or (self.scope.place(near[0]) if near else None)
        labels = (Label(place, "declared"),) if place else ()
        fix = Fix((Edit(span, f"{quote}{near[0]}{quote}"),)) if near else None
        suggestion = {"suggestion": list(near)} if near else {}
        self.diagnostics.extend([Diagnostic(code, span, {"name": name, **suggestion, **values}, labels, fix=fix)])
        return ANY

    def infer(self, node: Node, expected: Type = ANY) -> Type:
        """The type of a node; `expected` helps to read bare words, lists and lambdas, and is not enforced."""
        return self.methods[type(node)](self, node, expected)

    def expect(self, node: Node, expected: Type) -> Type:
        """The type of a node that must conform to `expected`."""
        given = self.infer(node, expected)
        if not may_conform(plain(given), plain(expected)):
            code = "GJ1203" if expected == BOOLEAN else "GJ1208"
            instead = condition(node, given) if expected == BOOLEAN else remedy(node, expected)
            instead = instead or single(node, given, expected) or in_units(node, given, expected)
            return self.report(
                code, node.span, instead, given=given, expected=expected, **self._of_type(node, expected)
            )
        return given

    def _of_type(self, node: Node, expected: Type) -> dict[str, object]:
        """The few words in scope that are of a type, as a value of a message, where a word of another stands."""
        if not isinstance(node, feel.Name | feel.Path) or plain(expected) in (BOOLEAN, ANY):
            return {}
        subject = self.silent().infer(node.subject) if isinstance(node, feel.Path) else ANY
        words = subject.entries if isinstance(subject, ContextType) else tuple(self.scope.words())
        fitting = [word for word, type_ in words if plain(type_) == plain(expected)]
        fitting = suggest(spelled(node), fitting) or fitting
        return {"fitting": fitting} if 0 < len(fitting) <= MOST_FITTING else {}

    def condition(self, node: Node) -> None:
        """Check a node that must be true or false."""
        self.expect(node, BOOLEAN)

    def rewrite(self, node: Node, rewrite: Rewrite = nothing) -> None:
        """Let `resolve` replace the node, by null where it means nothing, so that nobody reports it again."""
        self.rewrites[id(node)] = rewrite


def meant(word: str, candidates: Iterable[tuple[str, Type]], expected: Type = ANY) -> list[str]:
    """The names that were probably meant, those of a fitting type first."""
    types = dict(candidates)
    fitting = {each for each, type_ in types.items() if may_conform(plain(type_), plain(expected))}
    return [each for each in kindred(word) if each in types] or suggest(word, types, fitting)


def spelled(node: Node) -> str:
    """A node as its author wrote it, or as it would be written."""
    return node.span.text or unparse(node)
