"""What scenarios may name: the records, definitions, stages, tags, questions … of a project, by every word for them.

Reads   the definitions and the model of a project.
Gives   words for each, with what they stand for; nothing is evaluated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from engine.dsl.documents import MappingNode
from engine.dsl.types import ANY, ContextType, ListType, Type
from engine.model.decision import Decision, InputData
from engine.model.kinds import Definition
from engine.model.kinds.automation_parts import Automation
from engine.model.kinds.entity import Entity
from engine.model.kinds.fields import Field
from engine.model.kinds.pipeline_stages import Pipeline
from engine.model.kinds.scoring import Scorecard
from engine.model.kinds.sla_parts import Sla
from engine.model.kinds.survey_parts import Item, Survey
from engine.model.kinds.tags import Tags
from engine.model.loader import Loaded
from engine.model.reading import texts

Kind = TypeVar("Kind", bound=Definition)


@dataclass(frozen=True)
class Named:
    """The words of one project; `types` are those of what its model consists of, by name."""

    loaded: Loaded
    types: Mapping[str, Type] = field(default_factory=dict, repr=False)

    def node(self, definition: str) -> MappingNode | None:
        """The document of a definition as it is written."""
        found = self.called(Definition).get(definition)
        return self.loaded.documents[found.name].node if found else None

    def called(self, kind: type[Kind]) -> dict[str, Kind]:
        """The definitions of a kind by name and by label."""
        if kind not in self._called:
            found = [each for each in self.loaded.definitions.values() if isinstance(each, kind)]
            self._called[kind] = {said: each for each in found for said in (each.name, *texts(each.label))}
        return self._called[kind]

    @cached_property
    def _called(self) -> dict[type, dict[str, Any]]:
        """What was asked for before."""
        return {}

    @cached_property
    def decisions(self) -> dict[str, str]:
        """Everything that can be evaluated: its names and labels, each with the name of the decision."""
        elements = self.loaded.model.elements.items()
        known = {name: name for name, each in elements if isinstance(each, Decision)}
        return known | {said: each.name for said, each in self.called(Definition).items() if each.name in known}

    def result(self, decision: str) -> Type:
        """What a decision of that name or label gives; Any where that is not known."""
        return self.types.get(self.decisions.get(decision, ""), ANY)

    @cached_property
    def records(self) -> dict[str, tuple[Type, ...]]:
        """What facts are given about: inputs by name and label, those of a definition also without its name."""
        records: dict[str, tuple[Type, ...]] = {}
        for element in self.loaded.model.elements.values():
            if isinstance(element, InputData):
                for said in dict.fromkeys((element.name, element.name.split("/")[-1], *texts(element.label))):
                    records[said] = (*records.get(said, ()), element.type)
        return records

    def entries(self, record: str) -> dict[str, Type] | None:
        """What a record consists of, by name and by label; None where anything may be given."""
        entries: dict[str, Type] = {}
        for type_ in self.records.get(record, ()):
            if not isinstance(type_, ContextType) or type_.open:
                return None
            entries |= words_of(type_)
        return entries if record in self.records else None

    def related(self, record: str, relation: str) -> dict[str, Type] | None:
        """What the records of a relation consist of."""
        type_ = (self.entries(record) or {}).get(relation)
        item = type_.item if isinstance(type_, ListType) else None
        return words_of(item) if isinstance(item, ContextType) and not item.open else None

    def stages(self, pipelines: Iterable[Pipeline]) -> list[str]:
        """The stages of some pipelines: names, labels, and other words."""
        return [word for each in pipelines for word in self._stage_words(each)]

    def _stage_words(self, pipeline: Pipeline) -> Iterator[str]:
        subject = self.loaded.definitions.get(pipeline.subject)
        stage = subject.fields.get(pipeline.field_name) if isinstance(subject, Entity) else None
        yield from (*pipeline.stages, *pipeline.aliases)
        yield from (said for option in (stage.options if stage else ()) for said in texts(option.label))

    @cached_property
    def created(self) -> Mapping[str, Field]:
        """The fields of what automations create, by name and by label."""
        names = {action.create for each in self.called(Automation).values() for action in each.actions}
        entities = [self.called(Entity)[name] for name in names if name in self.called(Entity)]
        return {said: each for entity in entities for said, each in fields_of(entity).items()}


def words_of(type_: ContextType) -> dict[str, Type]:
    """The entries of a record by name and by label; a label of several entries stands for the first."""
    entries = dict(type_.entries)
    return entries | {said: entries[name] for said, name in reversed(type_.aliases) if name in entries}


def fields_of(entity: Entity) -> dict[str, Field]:
    """The fields of an entity by name and by label."""
    return {said: each for each in entity.fields.values() for said in (each.name, *texts(each.label))}


def clocks_of(policies: Iterable[Sla]) -> list[str]:
    """The clocks of some policies, by name and label."""
    return [said for each in policies for clock in each.clocks.values() for said in (clock.name, *texts(clock.label))]


def told_of(policies: Iterable[Sla]) -> list[str]:
    """Who may be told by some policies."""
    return [each.to for policy in policies for each in policy.escalate]


def tags_of(tags: Tags) -> list[str]:
    """All tags of a definition."""
    return [*tags.rules, *tags.known, *tags.aliases]


def questions_of(surveys: Iterable[Survey]) -> dict[str, Item]:
    """The questions of some surveys by name and by label, the texts beside a choice among them."""
    questions: dict[str, Item] = {}
    for survey in surveys:
        for item in survey.items:
            words = [said for point in item.points for said in (point.name, *texts(point.label))]
            others = [item.other_name] if item.other else []
            questions |= dict.fromkeys((item.name, *texts(item.label), *words, *others), item)
    return questions


def dimensions_of(cards: Iterable[Scorecard]) -> list[str]:
    """The dimensions of some scorecards, by label."""
    return [said for card in cards for each in card.dimensions for said in texts(each.label)]
