"""What the pack's rules say of one record at work: its clocks, its stages, its tags.

    case = Case.open(services, "request", "W001")
    case.clocks, case.processes, case.tags
    move(services, "request", "W001", "ticket", to="处理", reason="", by="李*", version=3)

Reads   the record, the records that relate to it, and its changes, which are the history that the pure modules follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, TypeVar

from engine.dsl.diagnostics import Diagnostic
from engine.dsl.text import Text
from engine.errors import EvaluationError
from engine.model.kinds.fields import Field
from engine.model.kinds.kind import Definition
from engine.model.kinds.pipeline_stages import Pipeline
from engine.model.kinds.sla_parts import Sla
from engine.model.kinds.tags import Tags
from engine.runtime.deadlines import Clock, Event, follow
from engine.runtime.dossiers import Dossier, Saved
from engine.runtime.inputs import Unreadable, read
from engine.runtime.outcome import Outcome
from engine.runtime.services import Services, known
from engine.runtime.stages import Move, Process, Stay, Verdict, calendars_of
from engine.runtime.store import Change
from engine.runtime.tagging import MANUAL, Tag, Tagging, retag

CREATED, UPDATED = "created", "updated"
REASON = Text("原因", "Reason")
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

    def behind(self, stage: str) -> bool:
        """Whether the record is past a stage: one before its own, and none that ends the way."""
        order = self.process.pipeline.order
        return order.index(stage) < order.index(self.current) and not self.process.pipeline.stages[stage].end

    @property
    def following(self) -> str:
        """The stage that most records move to next: the first choice further on; empty where there is none."""
        order = self.process.pipeline.order
        further = (each.target for each in self.choices if order.index(each.target) > order.index(self.current))
        return next(further, "")


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
        """Every pipeline that the record goes through."""
        return tuple(map(self._stages, self._pipelines()))

    @property
    def tags(self) -> tuple[tuple[Tags, Tagging], ...]:
        """Every set of tags for such records, with those it has now."""
        return tuple((tags, self._tagging(tags)) for tags in self._about(Tags))

    def pipeline(self, name: str) -> Pipeline:
        """The pipeline of that name; UsageError when the record goes through none of that name."""
        return known({each.name: each for each in self._pipelines()}, name)

    def process(self, pipeline: Pipeline) -> Process:
        """A pipeline at work on such records."""
        return Process(
            pipeline,
            self.dossier.form.entity,
            self._ask,
            *calendars_of(self.services.project, pipeline),
        )

    def _pipelines(self) -> Iterator[Pipeline]:
        """The pipelines for such records, as far as their fields are visible: hidden means absent."""
        return (each for each in self._about(Pipeline) if each.field_name in self.dossier.form.asked)

    def _about(self, kind: type[Kind]) -> list[Kind]:
        """The definitions of a kind whose subject is the entity of the record."""
        found = (each for each in self.services.project.definitions.values() if isinstance(each, kind))
        return [each for each in found if getattr(each, "subject", "") == self.dossier.record.entity]

    def _follow(self, policy: Sla) -> tuple[Clock, ...]:
        return follow(policy, history(self.dossier), self.services.project.calendars, self._ask, self.services.now())

    def _stages(self, pipeline: Pipeline) -> Stages:
        process, now = self.process(pipeline), self.services.now()
        moves = list(moves_of(self.dossier, pipeline))
        current = process.current(self.dossier.record.values).name
        return Stages(process, process.stays(moves, now), process.choices(self.facts), current)

    def _tagging(self, tags: Tags) -> Tagging:
        """Tags in the record were given by hand, those of the rules are what the rules say now."""
        facts = {self.dossier.record.entity: self.facts}
        return retag(tags, given_by_hand(self.dossier, tags.field_name), facts, self._ask, self.services.now())

    def _ask(self, name: str, facts: Mapping[str, Any]) -> Outcome:
        return self.services.project.evaluate(name, facts, clock=self.services.clock)


def move(
    services: Services, entity: str, identifier: str, pipeline: str, *, to: str, reason: str, by: str, version: int
) -> Saved:
    """Move a record to another stage, if nothing is in the way; the reason is kept with the change. A move that the
    same person made already, as when the same form comes twice, is done.

    raises   EvaluationError with every refusal in the author's words, or when the reason is no line of text;
             UsageError when there is no such pipeline
    """
    case = Case.open(services, entity, identifier)
    process, record = case.process(case.pipeline(pipeline)), case.dossier.record
    if record.version != version and record.updated_by == by and process.current(record.values) is process.stage(to):
        return Saved(case.dossier.form, record)
    step = process.move(case.facts, to, services.now(), by, _line(process.pipeline, reason))
    values = {**case.dossier.record.values, process.pipeline.field_name: step.to}
    return services.change_record(case.dossier, values, by=by, version=version, reason=step.reason)


def _line(pipeline: Pipeline, reason: str) -> str:
    """A reason as it may be kept: one line of limited length."""
    field = Field("reason", REASON, "text", pipeline.origin)
    try:
        return str(read(field, reason, UTC) or "")
    except Unreadable as problem:
        refusal = Diagnostic(problem.code, field.origin, {"field": field.label, **problem.values})
        raise EvaluationError("reason", [refusal]) from None


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


def given_by_hand(dossier: Dossier, field: str) -> list[Tag]:
    """The tags that stand in a field of a record, each since it was put there last, and by whom."""
    changes = [change for change in reversed(dossier.changes) if change.field == field]
    tags: dict[str, Tag] = {}
    for change in changes:
        now = [str(name) for name in change.new] if isinstance(change.new, list) else []
        tags = {name: tags.get(name) or Tag(name, MANUAL, change.at, change.by) for name in now}
    return list(tags.values())


def _visits(changes: Sequence[Change]) -> Iterator[tuple[datetime, list[Change]]]:
    """Changes by the moment at which they were made, the latest first."""
    return ((at, list(group)) for at, group in groupby(changes, key=lambda change: change.at))


def moves_of(dossier: Dossier, pipeline: Pipeline) -> Iterator[Move]:
    """How a record came to its stages, the first one first; one that was entered without a stage began in the first."""
    changes = [change for change in reversed(dossier.changes) if change.field == pipeline.field_name and change.new]
    began = dossier.record.created_at
    if not changes or changes[0].at > began:
        yield Move(str(changes[0].old if changes and changes[0].old else pipeline.first.name), began)
    for change in changes:
        yield Move(str(change.new), change.at, str(change.old or ""), change.by, change.reason)
