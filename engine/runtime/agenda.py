"""What is to be done: the actions that follow from an event or a date, each with when it is due and why. Pure.

Reads   automations; an `Event` (what happened to a record, and the record as it was then), or a record and a stretch of
        time; asks the rules through `ask`, at the instant of the occurrence.
Gives   `Action`s: records to be created with their values. An action carries a `key` that is the same whenever the same
        occurrence is looked at again, so that whoever keeps the keys does everything once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from zoneinfo import ZoneInfo

from engine.dsl import nodes as feel
from engine.dsl.conversion import to_python
from engine.dsl.durations import Duration, Unit, parse_duration
from engine.dsl.temporal import DaysTime, YearsMonths
from engine.dsl.values import Value
from engine.model.kinds.automation_parts import CHANGED, CREATED, RATED, RATING, Automation
from engine.model.kinds.automation_parts import Action as Written
from engine.model.kinds.calendar import ALWAYS, Calendar
from engine.model.kinds.created_records import Delay, timed_value
from engine.model.kinds.entity import Entity
from engine.runtime import working_time
from engine.runtime.clock import FixedClock
from engine.runtime.outcome import Outcome
from engine.runtime.project import Project

Values = Mapping[str, object]
Ask = Callable[[str, Mapping[str, object], datetime], Outcome]


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a record: `changed` are the fields that changed; `kind` is "created" or "changed".

    A new record has changed in every field that it has a value in.
    """

    entity: str
    record: str
    values: Values
    at: datetime
    kind: str = CHANGED
    changed: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """Everything that an automation may have been waiting for."""
        filled = {name for name, value in self.values.items() if value not in (None, "", [])}
        names = self.changed | {self.kind} | (filled if self.kind == CREATED else set())
        return names | {RATED} if RATING in names else names


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An automation whose time has come for a record: `at` is when it happened, or the date it was due."""

    automation: Automation
    record: str
    values: Values
    at: datetime


@dataclass(frozen=True, slots=True)
class Action:
    """A record to be created. `why` are the conditions that held; `key` tells this firing from all others."""

    occurrence: Occurrence
    number: int
    create: str
    values: Values
    why: tuple[Outcome, ...] = field(default=(), compare=False, repr=False)

    @property
    def key(self) -> str:
        """Automation, record, instant of the occurrence and number of the action."""
        at = self.occurrence.at.isoformat()
        return f"{self.occurrence.automation.name}/{self.occurrence.record}/{at}/{self.number}"


@dataclass(frozen=True)
class Agenda:
    """Automations at work. `zone` is the zone in which a date begins; `office` names the calendar that counts working
    days where an automation names none."""

    automations: Iterable[Automation]
    entities: Mapping[str, Entity]
    calendars: Mapping[str, Calendar]
    ask: Ask
    zone: ZoneInfo
    office: str = ""

    @classmethod
    def of(cls, project: Project, *, traced: bool = False) -> Agenda:
        """The automations of a project."""
        every = project.definitions.values()

        def ask(name: str, facts: Mapping[str, object], at: datetime) -> Outcome:
            return project.evaluate(name, facts, clock=FixedClock(at), traced=traced)

        return cls(
            [each for each in every if isinstance(each, Automation)],
            {each.name: each for each in every if isinstance(each, Entity)},
            {each.name: each for each in every if isinstance(each, Calendar)},
            ask,
            project.time_zone,
            project.settings.calendar if project.settings else "",
        )

    def follow(self, event: Event) -> tuple[Action, ...]:
        """What follows from an event; the rules see the record as it was then."""
        waiting = (each for each in self.automations if each.subject == event.entity)
        called = (each for each in waiting if any(trigger.event in event.names for trigger in each.triggers))
        found = (Occurrence(each, event.record, event.values, event.at) for each in called)
        return tuple(action for each in found for action in self.actions(each))

    def fall_due(
        self, entity: str, record: str, values: Values, after: datetime, until: datetime
    ) -> tuple[Action, ...]:
        """What fell due for a record behind one instant and up to another, the earliest first."""
        scheduled = (each for each in self.automations if each.schedule and each.subject == entity)
        found = [
            Occurrence(each, record, values, at)
            for each in scheduled
            for at in self.dates(each, values, until)
            if after < at
        ]
        return tuple(action for each in sorted(found, key=lambda o: o.at) for action in self.actions(each))

    def dates(self, automation: Automation, values: Values, until: datetime) -> Iterator[datetime]:
        """The instants of an automation's schedule for a record, up to an instant.

        None while the date they are counted from, or the period, is not known.
        """
        schedule, facts = automation.schedule, {automation.subject: values}
        start = self._instant(self.ask(automation.part("from"), facts, until).value) if schedule else None
        if schedule is None or start is None:
            return
        periods: Iterable[Duration] = schedule.at
        if schedule.every is not None:
            periods = _multiples(self._period(automation, schedule.every, facts, until))
        for period in periods:
            at = self._after(start, period, automation)
            if at > until:
                break
            yield at

    def actions(self, occurrence: Occurrence) -> tuple[Action, ...]:
        """The actions of an automation whose conditions hold, in their order."""
        automation, held = occurrence.automation, []
        if automation.when is not None:
            held.append(self._decide(occurrence, "when"))
        if any(outcome.value is not True for outcome in held):
            return ()
        return tuple(action for each in automation.actions if (action := self._action(occurrence, each, held)))

    def _action(self, occurrence: Occurrence, written: Written, held: list[Outcome]) -> Action | None:
        why = [*held, *([self._decide(occurrence, written.number, "when")] if written.when is not None else [])]
        if any(outcome.value is not True for outcome in why):
            return None
        values = {name: self._value(occurrence, written, name) for name in written.values}
        return Action(occurrence, written.number, written.create, values, tuple(why))

    def _value(self, occurrence: Occurrence, written: Written, name: str) -> object:
        target = self.entities[written.create].fields[name]
        value = timed_value(written.values[name], target)
        if not isinstance(value, Delay):
            return to_python(self._decide(occurrence, written.number, name).value)
        at = self._time(occurrence, value, (written.number, name, "of"))
        return at.date() if at and target.type == "date" else at

    def _time(self, occurrence: Occurrence, delay: Delay, of: tuple[str | int, ...]) -> datetime | None:
        """The time that a delay comes to; None while the date it is counted from is not known."""
        start: datetime | None = occurrence.at
        if delay.of is not None:
            start = self._instant(self._decide(occurrence, *of).value)
        if start is None:
            return None
        count_ = self._before if delay.before else self._after
        return count_(start, delay.period, occurrence.automation)

    def _decide(self, occurrence: Occurrence, *part: str | int) -> Outcome:
        automation = occurrence.automation
        return self.ask(automation.part(*part), {automation.subject: occurrence.values}, occurrence.at)

    # -- counting time -----------------------------------------------------------------------------------------

    def _period(
        self, automation: Automation, every: Duration | feel.Node, facts: Values, at: datetime
    ) -> Duration | None:
        """The period of a schedule, as it is written or as the rules give it."""
        if isinstance(every, Duration):
            return every
        return _duration(self.ask(automation.part("every"), facts, at).value)

    def _instant(self, value: Value) -> datetime | None:
        """An instant, or the beginning of a day."""
        found = to_python(value)
        if isinstance(found, datetime):
            return found if found.tzinfo else found.replace(tzinfo=self.zone)
        return datetime.combine(found, time(), self.zone) if isinstance(found, date) else None

    def _calendar(self, automation: Automation, period: Duration) -> Calendar:
        office = self.office if period.unit is Unit.WORKING_DAYS else ""
        return self.calendars.get(automation.calendar or office) or ALWAYS.told_in(str(self.zone))

    def _after(self, start: datetime, period: Duration, automation: Automation) -> datetime:
        due = working_time.due(start.astimezone(self.zone), period, self._calendar(automation, period))
        assert due is not None  # only a pause can keep a due time open
        return due.astimezone(self.zone)

    def _before(self, start: datetime, period: Duration, automation: Automation) -> datetime:
        """Hours before go round the clock; days, months and working days by the calendar."""
        if period.unit is Unit.WORKING_DAYS:
            return _working_days_before(start, int(period.amount), self._calendar(automation, period))
        if period.working_time is not None:
            return start - period.working_time
        return self._after(start, Duration(-period.amount, period.unit), automation)


def _working_days_before(start: datetime, amount: int, calendar: Calendar) -> datetime:
    """When the n-th working day before a date closes; the date itself does not count."""
    day = start.astimezone(calendar.zone).date()
    for _ in range(amount):
        day = next(filter(calendar.works, _days_before(day)))
    closes = calendar.windows(day)[-1][1] if amount else 0
    return datetime.combine(day, time(), calendar.zone) + timedelta(seconds=closes)


def _multiples(period: Duration | None) -> Iterator[Duration]:
    """Once, twice, three times a period: each counted from the start, so that month ends do not drift."""
    numbers = count(1) if period and period.amount > 0 else ()
    return (Duration(period.amount * number, period.unit) for number in numbers if period)


def _duration(value: Value) -> Duration | None:
    """The period that a rule gave: a text, or a duration of FEEL."""
    if isinstance(value, str):
        return parse_duration(value)
    if isinstance(value, YearsMonths):
        return Duration(Decimal(value.months), Unit.MONTHS)
    if isinstance(value, DaysTime):
        days, rest = divmod(Decimal(value.seconds), 86_400)
        return Duration(Decimal(value.seconds) / 3600, Unit.HOURS) if rest else Duration(days, Unit.DAYS)
    return None


def _days_before(day: date) -> Iterator[date]:
    return (day - timedelta(days=number) for number in range(1, 366 * working_time.MAX_YEARS))
