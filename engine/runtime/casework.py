"""What the pack's rules say of one record at work: its clocks, its stages, its tags.

    case = Case.open(services, "request", "W001")
    case.clocks, case.processes, case.tags
    move(services, "request", "W001", "ticket", to="处理", reason="", by="李*", version=3)

Reads   the record, the records that relate to it, and its changes, which are the history that the pure modules follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar

from engine.dsl.text import Text
from engine.model.kinds.calendar import ALWAYS, Calendar
from engine.model.kinds.kind import Definition
from engine.model.kinds.pipeline_stages import Pipeline
from engine.model.kinds.sla import Sla
from engine.model.kinds.tags import Tags
from engine.runtime.deadlines import Clock, Event, follow
from engine.runtime.outcome import Outcome
from engine.runtime.services import Dossier, Saved, Services, known
from engine.runtime.stages import Move, Process, Stay, Verdict
from engine.runtime.store import Change
from engine.runtime.tagging import MANUAL, Tag, Tagging, retag

CREATED, UPDATED = "created", "updated"
Kind = TypeVar("Kind", bound=Definition)


@dataclass(frozen=True, slots=True)
class Stages:
    """A record in a pipeline: where it is, since when, and where it may go next."""

    process: Process
    stays: tuple[Stay, ...]
    choices: tuple[Verdict, ...]
    current: str

    @property
    def label(self) -> Text:
        """What the author calls the pipeline."""
        return self.process.pipeline.label


@dataclass(frozen=True)
class Case:
    """One record at work. `facts` are its values with those of the records that point at it."""

    services: Services
    dossier: Dossier
    facts: Mapping[str, object]

    @classmethod
    def open(cls, services: Services, entity: str, identifier: str) -> Case:
        """The record of that identifier; UsageError when there is none."""
        return cls(services, services.open_record(entity, identifier), services.facts(entity, identifier))

    @property
    def clocks(self) -> tuple[tuple[Sla, tuple[Clock, ...]], ...]:
        """Every policy of time limits for such records, with the clocks that have begun."""
        return tuple((policy, self._follow(policy)) for policy in self._about(Sla))

    @property
    def processes(self) -> tuple[Stages, ...]:
        """Every pipeline that such records go through, as far as its field is visible: hidden means absent."""
        asked = self.dossier.form.asked
        return tuple(self._stages(each) for each in self._about(Pipeline) if each.field_name in asked)

    @property
    def tags(self) -> tuple[tuple[Tags, Tagging], ...]:
        """Every set of tags for such records, with those it has now."""
        return tuple((tags, self._tagging(tags)) for tags in self._about(Tags))

    def pipeline(self, name: str) -> Pipeline:
        """The pipeline of that name; UsageError when such records go through none of that name."""
        return known({each.name: each for each in self._about(Pipeline)}, name)

    def process(self, pipeline: Pipeline) -> Process:
        """A pipeline at work on such records."""
        return Process(pipeline, self.dossier.form.entity, self._ask, self._calendar(pipeline.calendar))

    def _about(self, kind: type[Kind]) -> list[Kind]:
        """The definitions of a kind whose subject is the entity of the record."""
        found = (each for each in self.services.project.definitions.values() if isinstance(each, kind))
        return [each for each in found if getattr(each, "subject", "") == self.dossier.record.entity]

    def _follow(self, policy: Sla) -> tuple[Clock, ...]:
        def decide(name: str, facts: Mapping[str, Any]) -> Any:
            return self._ask(name, facts).value

        return follow(policy, history(self.dossier), self._calendars(), decide, self.services.now())

    def _stages(self, pipeline: Pipeline) -> Stages:
        process, now = self.process(pipeline), self.services.now()
        moves = list(moves_of(self.dossier, pipeline, process))
        current = process.current(self.dossier.record.values).name
        return Stages(process, process.stays(moves, now), process.choices(self.facts), current)

    def _tagging(self, tags: Tags) -> Tagging:
        """Tags in the record were given by hand, those of the rules are what the rules say now."""
        record = self.dossier.record
        given = record.values.get(tags.field_name) if tags.field_name else None
        had = [Tag(str(name), MANUAL, record.updated_at) for name in given] if isinstance(given, list) else []
        return retag(tags, had, {record.entity: self.facts}, self._ask, self.services.now())

    def _ask(self, name: str, facts: Mapping[str, Any]) -> Outcome:
        return self.services.project.evaluate(name, facts, clock=self.services.clock)

    def _calendars(self) -> dict[str, Calendar]:
        """The calendars by name; around the clock is told in the project's zone."""
        named = self.services.project.definitions.items()
        zone = str(self.services.project.time_zone)
        always = Calendar(ALWAYS.name, ALWAYS.label, ALWAYS.origin, time_zone=zone, week=ALWAYS.week)
        return {ALWAYS.name: always, **{name: each for name, each in named if isinstance(each, Calendar)}}

    def _calendar(self, name: str) -> Calendar:
        return self._calendars()[name or ALWAYS.name]


def move(
    services: Services, entity: str, identifier: str, pipeline: str, *, to: str, reason: str, by: str, version: int
) -> Saved:
    """Move a record to another stage, if nothing is in the way; the reason is kept with the change.

    raises   EvaluationError with every refusal in the author's words; UsageError when there is no such pipeline
    """
    case = Case.open(services, entity, identifier)
    process = case.process(case.pipeline(pipeline))
    step = process.move(case.facts, to, services.now(), by, reason)
    values = {**case.dossier.record.values, process.pipeline.field_name: step.to}
    return services.change_record(case.dossier, values, by=by, version=version, reason=step.reason)


# -- what happened to a record, out of its changes ---------------------------------------------------------------------


def history(dossier: Dossier) -> list[Event]:
    """The record as it was after every change, the first one as its creation."""
    record: dict[str, Any] = dict(dossier.record.values)
    events = []
    for at, changes in _visits(dossier.changes):
        events.append(Event(at, UPDATED, dict(record)))
        record |= {change.field: change.old for change in changes}
    created = events.pop() if events else Event(dossier.record.created_at, CREATED, record)
    return [Event(created.at, CREATED, created.record), *reversed(events)]


def _visits(changes: Sequence[Change]) -> Iterator[tuple[datetime, list[Change]]]:
    """Changes by the moment at which they were made, the latest first."""
    return ((at, list(group)) for at, group in groupby(changes, key=lambda change: change.at))


def moves_of(dossier: Dossier, pipeline: Pipeline, process: Process) -> Iterator[Move]:
    """How a record came to its stages, the first one first; a record that never moved is in the first."""
    changes = [change for change in reversed(dossier.changes) if change.field == pipeline.field_name and change.new]
    if not changes:
        yield Move(process.current(dossier.record.values).name, dossier.record.created_at)
    for change in changes:
        yield Move(str(change.new), change.at, str(change.old or ""), change.by)
