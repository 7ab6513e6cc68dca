"""FEEL that a kind writes for itself, told as if it stood at the author's place.

A kind lowers to texts such as `sum(dimensions.contribution)`; they are parsed like any other FEEL. Every node takes the
place of the definition it came from, so no message and no explanation points at a text the author never wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine.dsl import nodes as feel
from engine.dsl.names import Names
from engine.dsl.parser import parse_expression, parse_template
from engine.dsl.rewriting import placed
from engine.dsl.source import Source, Span
from engine.model.boxed import Boxed, Context, ContextEntry, LiteralExpression
from engine.model.decision import Phrase


@dataclass(frozen=True, slots=True)
class Synthesis:
    """Makes boxed expressions at one place; `names` are the elements of the model that the texts may speak of."""

    origin: Span
    names: Names

    def expression(self, text: str) -> feel.Node:
        """A FEEL text as a tree."""
        return placed(_parsed(text, self.names), self.origin)

    def literal(self, text: str) -> LiteralExpression:
        """A FEEL text as logic."""
        return LiteralExpression(self.origin, self.expression(text))

    def context(self, entries: Mapping[str, str | Boxed]) -> Context:
        """Named steps; a step with the empty name is the result."""
        steps = ((name, self.literal(step) if isinstance(step, str) else step) for name, step in entries.items())
        return Context(self.origin, tuple(ContextEntry(name, step) for name, step in steps))

    def phrase(self, zh: str, en: str) -> Phrase:
        """How an explanation words the result."""
        return Phrase(*(placed(_template(text, self.names), self.origin) for text in (zh, en)))


@lru_cache(maxsize=2048)
def _parsed(text: str, names: Names) -> feel.Node:
    return parse_expression(text, names)


@lru_cache(maxsize=512)
def _template(text: str, names: Names) -> tuple[str | feel.Node, ...]:
    return parse_template(Source("<phrase>", text).snippet(), names)


def quoted(text: str) -> str:
    """A text as a FEEL string literal.

    >>> quoted('say "9"')
    '"say \\\\"9\\\\""'
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
