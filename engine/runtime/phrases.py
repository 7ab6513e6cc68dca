"""Phrases: how a decision words its own result, a text with FEEL in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from engine.dsl import nodes as feel
from engine.dsl.literals import to_text
from engine.dsl.text import LANGUAGES, Text
from engine.dsl.values import Value
from engine.model.decision import Decision, Phrase, local_name
from engine.runtime import compiled
from engine.runtime.logic import Logic
from engine.runtime.lowering import Lowering
from engine.runtime.native import native
from engine.runtime.native.shapes import Shape

NOTHING = "–"
Part = str | Callable[..., Value]


class Phrases:
    """Words results; the FEEL of a phrase is compiled when it is first used, in native form where values are known."""

    def __init__(self, logic: Logic) -> None:
        self._logic = logic
        self._parts: dict[tuple[str, str, bool], list[Part]] = {}

    def say(
        self,
        decision: Decision,
        phrase: Phrase,
        values: Mapping[str, Value],
        languages: Iterable[str] = LANGUAGES,
        *,
        known: bool = False,
    ) -> Text:
        """The phrase of a decision in some languages; `values` are those of what it requires, and `result`.

        known   whether the values are what the logic of the elements gives
        """
        names = [*(local_name(name, decision.prefix) for name in decision.requires), "result"]
        arguments = [values.get(name) for name in names]
        said = {
            language: "".join(part if isinstance(part, str) else _text(part(*arguments)) for part in parts)
            for language in languages
            for parts in [self._compiled(decision, language, getattr(phrase, language), names, known)]
        }
        return Text(**{"zh": "", **said})

    def _compiled(
        self, decision: Decision, language: str, template: tuple[str | feel.Node, ...], names: list[str], known: bool
    ) -> list[Part]:
        key = decision.name, language, known
        if key not in self._parts:
            shapes = [self._logic.shape(name) for name in (*decision.requires, decision.name)] if known else []
            self._parts[key] = [
                each if isinstance(each, str) else _executable(each, names, shapes) for each in template
            ]
        return self._parts[key]


def _executable(node: feel.Node, names: list[str], shapes: Sequence[Shape]) -> Callable[..., Value]:
    lowering = Lowering()
    lowered = lowering.function(names, partial(lowering.lower, node), node.span)
    return compiled.executable(native(lowered, shapes)[0] if shapes else lowered)


def _text(value: Value) -> str:
    return NOTHING if value is None else to_text(value)
