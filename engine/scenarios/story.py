"""What a scenario is about: its steps as the vocabulary understands them, with those of its background.

Reads   the tree of a feature file, and what the project defines.
Gives   a `Story` for every scenario, and for every background with the scenarios that it is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from typing import TypeVar

from engine.dsl.source import Span
from engine.dsl.types import ANY, Type
from engine.model.kinds import Definition
from engine.model.kinds.entity import Entity
from engine.model.kinds.survey_parts import Survey
from engine.scenarios import vocabulary
from engine.scenarios.feature_tree import Block, Feature, Part
from engine.scenarios.named import Named, fields_of, questions_of
from engine.scenarios.order import REMARK
from engine.scenarios.result_words import OwnWords, own_words

Kind = TypeVar("Kind", bound=Definition)


@dataclass(frozen=True, slots=True)
class Said:
    """A word or a value of a step, at its place."""

    text: str
    span: Span


Values = Mapping[str, Said]


@dataclass(frozen=True)
class Step:
    """One step as the vocabulary understands it, its values by name."""

    wording: vocabulary.Step
    values: Values
    part: Part

    @property
    def name(self) -> str:
        """What the step means."""
        return self.wording.name

    def rows(self) -> list[list[Said]]:
        """The cells below it."""
        return [[Said(cell.text, cell.span) for cell in row] for row in self.part.cells]


@dataclass(frozen=True)
class Story:
    """The steps of a scenario with those of its background, and what they are about.

    The story of a background has the steps of all `scenarios` that it is for.
    """

    words: Named
    steps: Sequence[Step]
    examples: Mapping[str, Sequence[Said]] = field(default_factory=dict)
    scenarios: Sequence[Story] = ()

    def about(self, role: str, kind: type[Kind]) -> list[Kind]:
        """The definitions of a kind that the steps name in some role; all of the kind where they name none."""
        called = self.words.called(kind)
        spoken = [step.values[role].text for step in self.steps if role in step.values]
        every = {each.name: each for each in called.values()}
        return [called[word] for word in spoken if word in called] or [*every.values()]

    @cached_property
    def surveys(self) -> list[Survey]:
        """The surveys that are filled in."""
        return [] if self.forms else self.about("survey", Survey)

    @cached_property
    def forms(self) -> list[Entity]:
        """The records whose forms are filled in."""
        called = self.words.called(Entity)
        spoken = [step.values["survey"].text for step in self.steps if "survey" in step.values]
        return [called[word] for word in spoken if word in called]

    @cached_property
    def questions(self) -> list[str]:
        """Everything that is asked, by name and by label."""
        return [*questions_of(self.surveys), *(word for form in self.forms for word in fields_of(form))]

    @cached_property
    def evaluated(self) -> Definition | None:
        """The definition that is evaluated last."""
        spoken = [step.values["definition"].text for step in self.steps if step.name == "evaluate"]
        return self.words.called(Definition).get(spoken[-1]) if spoken else None

    @cached_property
    def result(self) -> Type:
        """What the one thing that is evaluated gives; Any where it changes the rules, or does anything else besides."""
        done = [step for step in self.steps if step.wording.kind == "when"]
        spoken = {step.values["definition"].text if step.name == "evaluate" else "" for step in done}
        return self.words.result(spoken.pop()) if len(spoken) == 1 and not self.changes_rules else ANY

    @cached_property
    def own(self) -> OwnWords:
        """The author's words for the result of what is evaluated."""
        return own_words(self.evaluated)

    @cached_property
    def names(self) -> frozenset[str]:
        """What its steps mean."""
        return frozenset(step.name for step in self.steps)

    @cached_property
    def refusals(self) -> list[str]:
        """What refusals of moves and answers mention."""
        refused = [step for step in self.steps if step.name in ("move_refused", "refused")]
        cells = [cell.text for step in refused for row in step.rows() for cell in row]
        return [*cells, *(step.values["text"].text for step in refused if "text" in step.values)]

    def refuses(self, said: Said, near: Iterable[str]) -> bool:
        """Whether it is about the refusal of such a word: it, or the right one, or the lack of it, is mentioned."""
        words = (said.text, *near)
        quoted = [f"“{word}”" for word in words]
        return any(_LACK.search(text) or text in words or any(q in text for q in quoted) for text in self.refusals)

    @property
    def is_wrong_on_purpose(self) -> bool:
        """Whether it is about a mistake in the facts or in the rules: a background, if all its scenarios are."""
        if self.scenarios:
            return all(each.is_wrong_on_purpose for each in self.scenarios)
        return "reports" in self.names

    @property
    def changes_rules(self) -> bool:
        """Whether it changes definitions for itself: a background, if all its scenarios do."""
        if self.scenarios:
            return all(each.changes_rules for each in self.scenarios)
        return bool(self.names & {"changed_rule", "changed_text"})

    def said(self, value: Said) -> Iterator[Said]:
        """A value, or for a name between brackets the cells of the examples below it."""
        match = _PLACEHOLDER.fullmatch(value.text)
        if match and (match[1] in self.examples or value.text[0] == "<"):
            yield from self.examples.get(match[1], ())
        elif "<" not in value.text:
            yield value


def stories(feature: Feature, words: Named) -> Iterator[tuple[Block, Story]]:
    """Every scenario, and every background with all the scenarios that it is for."""
    backgrounds: list[Block] = []
    known = {id(block): [*steps_of(block)] for block in feature.blocks}
    for index, block in enumerate(feature.blocks):
        if block.header.kind == "rule":
            backgrounds = backgrounds[:1] if backgrounds and not _in_rule(feature, backgrounds[0]) else []
        elif block.header.kind == "background":
            backgrounds.append(block)
            rest = feature.blocks[index:]
            its = takewhile(lambda each: each.header.kind != "rule", rest) if _in_rule(feature, block) else rest
            behind = [each for each in its if each.runs]
            steps = [step for each in (block, *behind) for step in known[id(each)]]
            scenarios = [Story(words, [*known[id(block)], *known[id(each)]]) for each in behind]
            yield block, Story(words, steps, scenarios=scenarios)
        elif block.runs:
            steps = [step for each in (*backgrounds, block) for step in known[id(each)]]
            yield block, Story(words, steps, _examples(block))


def _in_rule(feature: Feature, block: Block) -> bool:
    return any(each.header.kind == "rule" for each in feature.blocks[: feature.blocks.index(block)])


def steps_of(block: Block) -> Iterator[Step]:
    """The steps that the vocabulary knows."""
    for part in block.steps:
        if REMARK.search(part.line.text):
            continue  # told by itself
        wording = vocabulary.find(part.kind, part.line.text)
        match = wording.match(part.line.text) if wording else None
        if wording and match:
            content = part.line.content
            spans = {
                name: Span(content.source, *(content.start + at for at in match.span(name)))
                for name in match.groupdict()
            }
            yield Step(wording, {name: Said(match[name], span) for name, span in spans.items()}, part)


def _examples(block: Block) -> dict[str, list[Said]]:
    """The cells of the examples by the name of their column."""
    columns: dict[str, list[Said]] = {}
    for part in block.examples:
        header, *rows = part.cells or ((),)
        for row in rows:
            for name, cell in zip(header, row, strict=False):
                columns.setdefault(name.text, []).append(Said(cell.text, cell.span))
    return columns


_LACK = re.compile("选项|阶段|没有|<|option|choice|stage|there is no")
_PLACEHOLDER = re.compile(r"[〈＜《‹<{\[【「](.+)[〉＞》›>}\]】」]")
