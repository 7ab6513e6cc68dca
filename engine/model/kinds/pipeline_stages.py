"""The stages of a pipeline, and which moves their order allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from engine.dsl import nodes as feel
from engine.dsl.durations import Duration
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.model.decision import KnowledgeSource
from engine.model.kinds.kind import Definition

Criteria = Mapping[str, feel.Node]


class Obstacle(Enum):
    """Why the order of the stages does not let a record move; the value is the code that words it."""

    SAME = "GJ4351"
    ENDED = "GJ4352"
    NOT_FROM_HERE = "GJ4353"
    SKIPS = "GJ4354"
    BACK = "GJ4355"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage.

    label               what it is called; empty where the label of the option of its name says so
    enter_if, exit_if   criteria by name, all of which must hold to come in, or to go on from here
    require             words for fields that must be filled in to come in, each with its place
    comes_from          the only stages that one can come from; empty for those that the order gives
    enter_when          a record that may come here and for which this holds moves by itself
    max_stay, then      the longest stay, and the stage that a record moves to by itself when it is over
    """

    name: str
    origin: Span
    label: Text = field(default_factory=lambda: Text(""))
    end: bool = False
    probability: Decimal | None = None
    enter_if: Criteria = field(default_factory=dict)
    exit_if: Criteria = field(default_factory=dict)
    require: Mapping[str, Span] = field(default_factory=dict)
    comes_from: Mapping[str, Span] = field(default_factory=dict)
    enter_when: feel.Node | None = None
    max_stay: Duration | None = None
    then: str = ""
    probability_place: Span = feel.NOWHERE


@dataclass(frozen=True, slots=True)
class Pipeline(Definition):
    """Stages in order, for the records of `subject`, whose `field` says where they are.

    `back` and `skip` say whether one may return to an earlier stage, and leave stages out. `reason`: whether every move
    says why. `calendar` counts the days of a stay. `aliases` are other words for stages.
    """

    subject: str
    field_name: str
    stages: Mapping[str, Stage]
    back: bool = False
    skip: bool = False
    reason: bool = False
    calendar: str = ""
    aliases: Mapping[str, str] = field(default_factory=dict)
    alias_places: Mapping[str, Span] = field(default_factory=dict, compare=False, repr=False)
    mentions: tuple[tuple[str, Span], ...] = field(default=(), compare=False, repr=False)  # words that name a stage
    sources: tuple[KnowledgeSource, ...] = ()

    @property
    def order(self) -> tuple[str, ...]:
        """The names of the stages from first to last."""
        return tuple(self.stages)

    @property
    def first(self) -> Stage:
        """Where a record begins."""
        return next(iter(self.stages.values()))

    def part(self, stage: str, condition: str) -> str:
        """The name of the decision about a stage: `enter_if`, `exit_if`, `enter_when`."""
        return f"{self.name}/{stage}/{condition}"

    def obstacle(self, current: str, target: str) -> Obstacle | None:
        """What in the order of the stages is in the way of a move; None when nothing is.

        A stage that says `from` can be reached from these, an end from every open stage, any other from the one before.
        """
        stage = self.stages[target]
        if current == target:
            return Obstacle.SAME
        if self.stages[current].end:
            return Obstacle.ENDED
        if stage.comes_from or stage.end:
            return Obstacle.NOT_FROM_HERE if stage.comes_from and current not in stage.comes_from else None
        if self.order.index(target) < self.order.index(current):
            return None if self.back else Obstacle.BACK
        return Obstacle.SKIPS if self.between(current, target) and not self.skip else None

    def between(self, current: str, target: str) -> tuple[str, ...]:
        """The stages that a move from one to a later one leaves out."""
        start, end = self.order.index(current), self.order.index(target)
        return tuple(name for name in self.order[start + 1 : end] if not self.stages[name].end)

    def goes_on(self, current: str, target: str) -> bool:
        """Whether a move means that the work of the current stage is done: not when one returns or gives up."""
        stage = self.stages[target]
        given_up = stage.end and not stage.comes_from
        return self.order.index(target) > self.order.index(current) and not given_up
