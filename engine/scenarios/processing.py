"""Scenarios about records that move, are tagged, and have things follow: what was given, and what came out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from engine.dsl.conversion import to_python
from engine.errors import EvaluationError
from engine.model.kinds.entity import Entity
from engine.model.kinds.record_rules import field_called
from engine.model.kinds.tags import Tags
from engine.runtime.admission import Admission
from engine.runtime.agenda import Action, Agenda, Event
from engine.runtime.clock import FixedClock
from engine.runtime.stages import Move, Process, Stay
from engine.runtime.tagging import MANUAL, RULE, Tag, Tagging, give, retag
from engine.scenarios.claims import claim
from engine.scenarios.stage import Stage

ORIGINS = {"规则": RULE, "人工": MANUAL, "rule": RULE, "by hand": MANUAL}
ORIGIN_WORDS = {"rule": "规则", "by hand": "人工"}


@dataclass
class Processing:
    """One record under way: its history and its tags, and what came of the last step."""

    stage: Stage
    reason: str = ""
    history: list[Move] = field(default_factory=list)
    had: tuple[Tag, ...] = ()
    process: Process | None = None
    moves: tuple[str, ...] | None = None
    stay: Stay | None = None
    tags_now: Tagging | None = None
    followed: tuple[Action, ...] | None = None

    # -- given -------------------------------------------------------------------------------------------------

    def entered(self, place: str, moment: str) -> None:
        """The record came to a stage at some time."""
        self.history.append(Move(place, self.moment(moment)))

    def tagged(self, rows: Iterable[Mapping[str, str]]) -> None:
        """The tags that the record has: name, rule or by hand, since when."""
        self.had = tuple(Tag(name, ORIGINS[origin], self.moment(since)) for name, origin, since in _cells(rows))

    # -- when --------------------------------------------------------------------------------------------------

    def move(self, pipeline: str, place: str) -> None:
        """Ask for a move; a refusal is an outcome too."""
        process, self.moves = self._process(pipeline), ()
        try:
            move = process.move(self._values(process.entity), place, self.now, "经办人", self.reason)
        except EvaluationError as error:
            self.stage.findings = error.diagnostics
        else:
            self.stage.findings, self.moves = (), (move.to,)

    def go_on(self, pipeline: str) -> None:
        """Let the record move by itself, as far as it does, and see how long it has stayed before."""
        process = self._process(pipeline)
        named = [Move(process.stage(move.to).name, move.at) for move in self.history]
        values = self._values(process.entity)
        if named:
            self.stay = process.stays(named, self.now)[-1]
            values = {**values, process.pipeline.field_name: named[-1].to}
        self.moves = tuple(move.to for move in process.by_itself(values, named, self.now))

    def happen(self, record: str, kind: str, fields: Iterable[str]) -> None:
        """Something happens to a record: it is created, or some of its fields change."""
        entity = self.stage.project().definition(record, Entity)
        changed = frozenset(field_called(entity, name.strip()) or name for name in fields)
        values = self._values(entity)
        event = Event(entity.name, str(values.get("id") or ""), values, self.now, kind, changed)
        self.followed = self._agenda().follow(event)

    def pass_time(self, record: str, start: str, end: str) -> None:
        """Time goes by."""
        entity = self.stage.project().definition(record, Entity)
        values = self._values(entity)
        identifier = str(values.get("id") or "")
        self.followed = self._agenda().fall_due(entity.name, identifier, values, self.moment(start), self.moment(end))

    def tag(self, definition: str) -> None:
        """Ask all rules of some tags anew."""
        project = self.stage.project()
        tags = project.definition(definition, Tags)
        facts = {tags.subject: self._values(project.definition(tags.subject, Entity))}
        clock = FixedClock(self.now)
        self.tags_now = retag(
            tags,
            self.had,
            facts,
            lambda name, given: project.evaluate(name, given, clock=clock, traced=self.stage.traced),
            self.now,
        )
        self.had = self.tags_now.tags

    def give(self, definition: str, names: Iterable[str]) -> None:
        """Somebody gives tags by hand."""
        tags = self.stage.project().definition(definition, Tags)
        try:
            for name in names:
                self.had = give(tags, self.had, name, "经办人", self.now)
        except EvaluationError as error:
            self.stage.findings = error.diagnostics
        self.tags_now = Tagging(self.had)

    # -- then --------------------------------------------------------------------------------------------------

    @property
    def moved(self) -> tuple[str, ...]:
        """The stages that the record came to."""
        claim(self.moves is not None, "还没有移动，也没有自动推进", "it was neither moved nor went on by itself")
        return self.moves or ()

    def called(self, place: str) -> str:
        """The name of the stage that a scenario calls by its name, its label or another word."""
        return self.process.stage(place).name if self.process else place

    @property
    def actions(self) -> tuple[Action, ...]:
        """What follows from what happened."""
        claim(
            self.followed is not None, "还没有发生什么，时间也没有过去", "nothing has happened and no time has gone by"
        )
        return self.followed or ()

    @property
    def tagging(self) -> Tagging:
        """The tags of the record, and what changed."""
        claim(self.tags_now, "还没有打标", "it was not tagged")
        return self.tags_now or Tagging(())

    def done(self, columns: Iterable[str]) -> list[list[str]]:
        """What follows, a row for each action: the fields that the columns name, moments without their zone."""
        entities = self._agenda().entities
        rows = []
        for action in self.actions:
            named = ((field_called(entities[action.create], column) or column) for column in columns)
            rows.append([_said(action.values.get(name)) for name in named])
        return rows

    def tags(self) -> list[list[str]]:
        """The tags of the record: name, where from, since when."""
        words = {origin: word for word, origin in reversed(ORIGINS.items())}
        return [[tag.name, words[tag.origin], _said(tag.since)] for tag in self.tagging.tags]

    @property
    def now(self) -> datetime:
        """The present of the scenario."""
        return self.moment(self.stage.at or "2024-01-01")

    def moment(self, text: str) -> datetime:
        """An instant as scenarios write it: `2024-03-15`, `2024-03-15 10:00`."""
        return FixedClock(text.strip(), self.stage.project().time_zone).now()

    def _process(self, pipeline: str) -> Process:
        """The pipeline at work, which is kept."""
        self.process = Process.of(self.stage.project(), pipeline, clock=FixedClock(self.now), traced=self.stage.traced)
        return self.process

    def _agenda(self) -> Agenda:
        return Agenda.of(self.stage.project(), traced=self.stage.traced)

    def _values(self, entity: Entity) -> dict[str, Any]:
        """The facts of the scenario about a record, by the names of its fields."""
        admitted = Admission(self.stage.project().loaded).admit(entity.name, self.stage.facts)
        values = to_python(admitted.get(entity.name) or {})
        assert isinstance(values, dict)
        return values


def _cells(rows: Iterable[Mapping[str, str]]) -> Iterable[tuple[str, str, str]]:
    for row in rows:
        name, origin, since = row.values()
        yield name, origin, since


def _said(value: object) -> str:
    """A value as scenarios write it: no zone, no seconds, a midnight as a day."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if (value.hour, value.minute) == (0, 0) else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
