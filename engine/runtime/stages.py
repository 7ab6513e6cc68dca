"""Records on their way through a pipeline: may one move, what is in the way, how long has it stayed. Pure.

Reads   a pipeline, a record and its history of moves; asks the rules through `decide`.
Gives   a `Verdict` on a move, with every refusal at once and in the author's words; the stays of a record; the moves
        that it makes by itself.

The same gate serves every way in: a form, a board, an import, a bulk edit. A move is asked for; nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise

from engine.dsl.diagnostics import Diagnostic
from engine.dsl.durations import Unit
from engine.dsl.suggestions import suggest
from engine.dsl.text import Text
from engine.errors import EvaluationError
from engine.model.kinds.calendar import ALWAYS, Calendar
from engine.model.kinds.entity import Entity
from engine.model.kinds.pipeline import stage_label
from engine.model.kinds.pipeline_stages import Obstacle, Pipeline, Stage
from engine.model.kinds.record_rules import field_called
from engine.model.reading import texts
from engine.runtime import working_time
from engine.runtime.clock import Clock
from engine.runtime.outcome import Decide, Outcome
from engine.runtime.project import Project

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Move:
    """A record came to a stage; `origin` is where it came from, empty for the first. `by` is empty when by itself."""

    to: str
    at: datetime
    origin: str = ""
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a record may move. `missing` are the fields to fill in, `criteria` what the rules said of each stage."""

    current: str
    target: str
    refusals: tuple[Diagnostic, ...]
    missing: tuple[str, ...] = ()
    criteria: Mapping[str, Outcome] = field(default_factory=dict, compare=False, repr=False)

    @property
    def allowed(self) -> bool:
        """Whether nothing is in the way."""
        return not self.refusals


@dataclass(frozen=True, slots=True)
class Stay:
    """A record in a stage from an instant to another, or to now.

    time     how long, in the time of the pipeline's calendar; `days` counts its days after the first
    due      when the longest stay is over; `late` when it is
    """

    stage: str
    since: datetime
    until: datetime | None
    time: timedelta
    days: int
    due: datetime | None
    late: bool


@dataclass(frozen=True)
class Process:
    """A pipeline at work on records of its entity. `calendar` counts its stays, `office` those in working days."""

    pipeline: Pipeline
    entity: Entity
    decide: Decide
    calendar: Calendar = ALWAYS
    office: Calendar = ALWAYS

    @classmethod
    def of(cls, project: Project, name: str, *, clock: Clock | None = None, traced: bool = False) -> Process:
        """The pipeline of a project.

        raises   UsageError when there is none of that name or label
        """
        pipeline = project.definition(name, Pipeline)
        entity = project.definition(pipeline.subject, Entity)
        decide = partial(project.evaluate, clock=clock, traced=traced)
        return cls(pipeline, entity, decide, *calendars_of(project, pipeline))

    def stage(self, word: str) -> Stage:
        """The stage of that name, label or alias.

        raises   EvaluationError, with the nearest names, when there is none
        """
        labels = {said: name for name in self.pipeline.stages for said in (*texts(self.named(name)), name)}
        name = labels.get(self.pipeline.aliases.get(word, word))
        if name is None:
            near = suggest(word, [*labels, *self.pipeline.aliases])
            shown: dict[str, object] = {"suggestions": near} if near else {"known": list(self.pipeline.stages)}
            refusal = Diagnostic("GJ4350", self.pipeline.origin, {"name": word, **shown})
            raise EvaluationError(f"no stage {word}", [refusal])
        return self.pipeline.stages[name]

    def current(self, values: Values) -> Stage:
        """The stage that a record is in; the first while its field is empty."""
        return self.pipeline.stages.get(str(values.get(self.pipeline.field_name)), self.pipeline.first)

    # -- moving ------------------------------------------------------------------------------------------------

    def may_move(self, values: Values, to: str, reason: str = "") -> Verdict:
        """Whether a record may move to a stage, and everything that is in the way."""
        current, target = self.current(values), self.stage(to)
        obstacle = self.pipeline.obstacle(current.name, target.name)
        if obstacle:
            return Verdict(current.name, target.name, (self._obstacle(obstacle, current, target),))
        silent = self.pipeline.reason and not reason.strip()
        refusal = Diagnostic("GJ4359", self.pipeline.origin, {"stage": self.named(target.name)})
        return self._gates(values, current, target, (refusal,) if silent else ())

    def move(self, values: Values, to: str, at: datetime, by: str, reason: str = "") -> Move:
        """The move to be kept.

        raises   EvaluationError with every refusal
        """
        verdict = self.may_move(values, to, reason)
        if verdict.refusals:
            raise EvaluationError(f"{verdict.current} -> {verdict.target}", verdict.refusals)
        return Move(verdict.target, at, verdict.current, by, reason.strip())

    def choices(self, values: Values) -> tuple[Verdict, ...]:
        """The stages that the order allows to move to, each with what is still in the way; a reason is not asked."""
        current = self.current(values)
        allowed = (s for s in self.pipeline.stages.values() if not self.pipeline.obstacle(current.name, s.name))
        return tuple(self._gates(values, current, stage) for stage in allowed)

    def by_itself(self, values: Values, history: Sequence[Move], at: datetime) -> Iterator[Move]:
        """The moves that a record makes by itself at an instant, one after the other."""
        since = history[-1].at if history else at
        for _ in self.pipeline.stages:
            current = self.current(values)
            target = self._called(values, current) or self._expired(current, since, at)
            if target is None:
                break
            yield Move(target.name, at, current.name)
            values, since = {**values, self.pipeline.field_name: target.name}, at

    def _called(self, values: Values, current: Stage) -> Stage | None:
        """The first stage that calls for the record and whose gates are open."""
        for stage in self.pipeline.stages.values():
            if stage.enter_when is None or self.pipeline.obstacle(current.name, stage.name):
                continue
            called = self._ask(stage, "enter_when", values).value is True
            if called and self._gates(values, current, stage).allowed:
                return stage
        return None

    def _expired(self, current: Stage, since: datetime, at: datetime) -> Stage | None:
        """Where the record goes when it has stayed as long as it may."""
        due = self._due(current, since)
        return self.pipeline.stages[current.then] if current.then and due and at >= due else None

    def _gates(self, values: Values, current: Stage, target: Stage, refusals: tuple[Diagnostic, ...] = ()) -> Verdict:
        """What the criteria of both stages and the fields of the target ask for, besides what is refused already."""
        criteria: dict[str, Outcome] = {}
        if current.exit_if and self.pipeline.goes_on(current.name, target.name):
            criteria["exit_if"] = self._ask(current, "exit_if", values)
        if target.enter_if:
            criteria["enter_if"] = self._ask(target, "enter_if", values)
        missing = tuple(self._missing(values, target))
        unmet = (
            *self._unmet("GJ4356", current, "exit_if", criteria),
            *self._unmet("GJ4357", target, "enter_if", criteria),
            *(self._lacks(target, name) for name in missing),
            *refusals,
        )
        return Verdict(current.name, target.name, unmet, missing, criteria)

    def _ask(self, stage: Stage, condition: str, values: Values) -> Outcome:
        return self.decide(self.pipeline.part(stage.name, condition), {self.entity.name: values})

    def _unmet(self, code: str, stage: Stage, gate: str, criteria: Mapping[str, Outcome]) -> Iterator[Diagnostic]:
        """A refusal for every criterion that does not hold, at the place where it is written."""
        said = criteria[gate].value if gate in criteria else {}
        written = stage.exit_if if gate == "exit_if" else stage.enter_if
        for name, holds in said.items() if isinstance(said, dict) else ():
            if holds is not True:
                told = {"stage": self.named(stage.name), "criterion": name}
                yield Diagnostic(code, written[name].span, told if holds is False else {**told, "unknown": name})

    def _missing(self, values: Values, target: Stage) -> Iterator[str]:
        """The fields that must be filled in and are not."""
        named = (field_called(self.entity, word) for word in target.require)
        return (name for name in named if name and values.get(name) in (None, "", []))

    def _lacks(self, target: Stage, name: str) -> Diagnostic:
        label = self.entity.fields[name].label
        return Diagnostic("GJ4358", target.origin, {"stage": self.named(target.name), "field": label})

    def _obstacle(self, obstacle: Obstacle, current: Stage, target: Stage) -> Diagnostic:
        told: dict[str, object] = {"current": self.named(current.name), "stage": self.named(target.name)}
        if obstacle is Obstacle.SKIPS:
            told["skipped"] = [self.named(name) for name in self.pipeline.between(current.name, target.name)]
        if obstacle is Obstacle.NOT_FROM_HERE:
            told["known"] = [self.named(name) for name in target.comes_from]
        return Diagnostic(obstacle.value, target.origin, told)

    def named(self, stage: str) -> Text:
        """What people call a stage."""
        return stage_label(self.pipeline, self.entity, stage)

    # -- staying -----------------------------------------------------------------------------------------------

    def stays(self, history: Sequence[Move], now: datetime) -> tuple[Stay, ...]:
        """Every stay of a record, the present one last; what ended a stay is the next move."""
        ends: list[datetime | None] = [later.at for _, later in pairwise(history)]
        return tuple(self._stay(move, end, now) for move, end in zip(history, [*ends, None], strict=True))

    def dwell(self, history: Sequence[Move], now: datetime) -> dict[str, timedelta]:
        """How long a record was in each stage, all its stays together."""
        total: dict[str, timedelta] = {}
        for stay in self.stays(history, now):
            total[stay.stage] = total.get(stay.stage, timedelta()) + stay.time
        return total

    def _stay(self, move: Move, until: datetime | None, now: datetime) -> Stay:
        end = until or now
        due = self._due(self.pipeline.stages[move.to], move.at) if move.to in self.pipeline.stages else None
        return Stay(
            stage=move.to,
            since=move.at,
            until=until,
            time=working_time.elapsed(move.at, end, self.calendar),
            days=self._days(move.at, end),
            due=due,
            late=due is not None and end >= due,
        )

    def _due(self, stage: Stage, since: datetime) -> datetime | None:
        if stage.max_stay is None:
            return None
        calendar = self.office if stage.max_stay.unit is Unit.WORKING_DAYS else self.calendar
        return working_time.due(since, stage.max_stay, calendar)

    def _days(self, since: datetime, end: datetime) -> int:
        """The days on which the calendar works, after the first up to the last."""
        count = (end.date() - since.date()).days
        return sum(self.calendar.works(since.date() + timedelta(days=day)) for day in range(1, count + 1))


def calendars_of(project: Project, pipeline: Pipeline) -> tuple[Calendar, Calendar]:
    """The calendar that counts the stays of a pipeline, and the one that counts those in working days."""
    return project.calendars[pipeline.calendar or ALWAYS.name], project.working_days(pipeline.calendar)
