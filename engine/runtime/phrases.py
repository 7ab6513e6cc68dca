"""Phrases: how a decision words its own result, a text with FEEL in it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from engine.dsl import nodes as feel
from engine.dsl.literals import to_text
from engine.dsl.text import LANGUAGES, Text
from engine.dsl.values import Value
from engine.model.decision import Decision, Phrase, local_name
from engine.runtime import compiled
from engine.runtime.bindings import Bindings
from engine.runtime.logic import Logic
from engine.runtime.lowering import Lowering
from engine.runtime.native import native

NOTHING = "–"
Template = tuple[str | feel.Node, ...]


class Wording(NamedTuple):
    """A phrase ready to be said.

    names    whose values it speaks of
    values   gives, from theirs, the values of all FEEL in it
    texts    by language, with the numbers of those values in braces
    """

    names: tuple[str, ...]
    values: Callable[..., Any]
    texts: Mapping[str, str]


class Phrases:
    """Words results; the FEEL of a phrase is compiled when it is first used, in native form where values are known."""

    def __init__(self, logic: Logic) -> None:
        self._logic = logic
        self._wordings: dict[tuple[str, tuple[str, ...], bool], Wording] = {}

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
        wording = self._wording(decision, phrase, tuple(languages), known)
        said = [*map(_text, wording.values(*map(values.get, wording.names)))]
        return Text(**{"zh": "", **{language: text.format(*said) for language, text in wording.texts.items()}})

    def _wording(self, decision: Decision, phrase: Phrase, languages: tuple[str, ...], known: bool) -> Wording:
        key = decision.name, languages, known
        if key not in self._wordings:
            templates = {language: getattr(phrase, language) for language in languages}
            asked = {repr(part): part for each in templates.values() for part in each if isinstance(part, feel.Node)}
            numbers = {part: number for number, part in enumerate(asked)}
            names = (*(local_name(name, decision.prefix) for name in decision.requires), "result")
            values = self._values(decision, names, [*asked.values()], known)
            texts = {language: _numbered(each, numbers) for language, each in templates.items()}
            self._wordings[key] = Wording(names, values, texts)
        return self._wordings[key]

    def _values(
        self, decision: Decision, names: tuple[str, ...], asked: list[feel.Node], known: bool
    ) -> Callable[..., Any]:
        """A function of the values of names that gives those of some FEEL."""
        lowering = Lowering()

        def body(bindings: Bindings) -> ast.expr:
            return ast.List([lowering.lower(each, bindings) for each in asked], ast.Load())

        lowered = lowering.function(names, body, decision.origin)
        shapes = [self._logic.shape(name) for name in (*decision.requires, decision.name)]
        return compiled.executable(native(lowered, shapes)[0] if known else lowered)


def _numbered(template: Template, numbers: Mapping[str, int]) -> str:
    """`{0} × {1}`."""
    return "".join(
        part.replace("{", "{{").replace("}", "}}") if isinstance(part, str) else f"{{{numbers[repr(part)]}}}"
        for part in template
    )


def _text(value: Value) -> str:
    return NOTHING if value is None else to_text(value)
