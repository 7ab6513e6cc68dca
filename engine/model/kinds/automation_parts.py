"""What an automation consists of: when it fires, and what it then does."""

from __future__ import annotations

from dataclasses import dataclass

from engine.dsl import nodes as feel
from engine.dsl.durations import Duration
from engine.dsl.source import Span
from engine.model.decision import KnowledgeSource
from engine.model.kinds.created_records import Creation
from engine.model.kinds.kind import Definition

CREATED, CHANGED = "created", "changed"
RATED, RATING = "rated", "rating"  # a record is rated when its field `rating` is filled in or changes


@dataclass(frozen=True, slots=True)
class Trigger:
    """Something that happens to a record: `created`, `changed`, or the name of the field that changes.

    `origin` is where the event is written, `place` where the entity is.
    """

    entity: str
    event: str
    origin: Span
    place: Span


@dataclass(frozen=True, slots=True)
class Schedule:
    """Instants counted from a date of the record: again and again (`every`), or once for each of some periods (`at`).

    `every` is a period, or an expression that gives one.
    """

    start: feel.Node
    every: Duration | feel.Node | None = None
    at: tuple[Duration, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Creation):
    """Create a record, when a further condition holds."""

    number: int
    when: feel.Node | None = None


@dataclass(frozen=True, slots=True)
class Automation(Definition):
    """What follows by itself for records of `subject`: on a trigger or by a schedule, when a condition holds.

    `calendar` counts periods in working days and hours.
    """

    subject: str
    actions: tuple[Action, ...]
    triggers: tuple[Trigger, ...] = ()
    schedule: Schedule | None = None
    when: feel.Node | None = None
    calendar: str = ""
    sources: tuple[KnowledgeSource, ...] = ()

    def part(self, *names: str | int) -> str:
        """The name of a decision of this automation: `when`, `from`, `every`, `1/when`, `1/title`, `1/due/of`."""
        return "/".join((self.name, *map(str, names)))
