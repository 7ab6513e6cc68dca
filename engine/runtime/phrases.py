"""Phrases: how a decision words its own result, a text with FEEL in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from engine.dsl import nodes as feel
from engine.dsl.literals import to_text
from engine.dsl.text import LANGUAGES, Text
from engine.dsl.values import Value
from engine.model.decision import Decision, Phrase, local_name
from engine.runtime import compiled
from engine.runtime.lowering import Lowering

NOTHING = "–"
Part = str | Callable[..., Value]


@dataclass
class Phrases:
    """Words results; the FEEL of a phrase is compiled when it is first used."""

    _parts: dict[tuple[str, str], list[Part]] = field(default_factory=dict)

    def say(self, decision: Decision, phrase: Phrase, values: Mapping[str, Value]) -> Text:
        """The phrase of a decision; `values` are those of what it requires, and `result`."""
        names = [*(local_name(name, decision.prefix) for name in decision.requires), "result"]
        arguments = [values.get(name) for name in names]
        said = {
            language: "".join(part if isinstance(part, str) else _text(part(*arguments)) for part in parts)
            for language in LANGUAGES
            for parts in [self._compiled(decision.name, language, getattr(phrase, language), names)]
        }
        return Text(**said)

    def _compiled(
        self, name: str, language: str, template: tuple[str | feel.Node, ...], names: list[str]
    ) -> list[Part]:
        if (name, language) not in self._parts:
            self._parts[name, language] = [
                each if isinstance(each, str) else _executable(each, names) for each in template
            ]
        return self._parts[name, language]


def _executable(node: feel.Node, names: list[str]) -> Callable[..., Value]:
    lowering = Lowering()
    return compiled.executable(lowering.function(names, partial(lowering.lower, node), node.span))


def _text(value: Value) -> str:
    return NOTHING if value is None else to_text(value)
