"""Deadlines: the clocks of a policy, followed through the history of a record. Pure: history in, clocks out.

Reads   events in order, each with the record as it was after it; a policy; its calendars; the present instant.
Gives   for every clock and cycle: when it began, was paused, ended; what was due when; whether it was met; whom to tell
        when; and the ledger that explains it.

The order at one event is: the pause ends, cancel, stop, reset, start, pause. A clock that was stopped stays so unless
its policy says how it reopens, or a condition of start that had ceased to hold comes true again: a new cycle begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from engine.dsl.conversion import to_python
from engine.dsl.durations import Duration, parse_duration
from engine.dsl.text import Text
from engine.dsl.values import Value
from engine.model.kinds.calendar import ALWAYS, Calendar
from engine.model.kinds.sla_parts import ClockDefinition, Sla
from engine.runtime.outcome import Decide
from engine.runtime.working_time import Pause, Stretch, due, elapsed, ledger, provisional


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a record: when, what, and the record after it."""

    at: datetime
    name: str
    record: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class _Moment:
    """What an event means to a clock: the conditions that hold, and the instants that the record states."""

    at: datetime
    holds: Mapping[str, bool]
    stated: Mapping[str, datetime]

    @property
    def start(self) -> datetime:
        """When the clock starts, if it does: as stated, or with the event."""
        return self.stated.get("start_at", self.at)

    @property
    def stop(self) -> datetime:
        """When the clock stops, if it does."""
        return self.stated.get("stop_at", self.at)


@dataclass(frozen=True, slots=True)
class Target:
    """A limit that applies, and the calendar that it runs in."""

    limit: Duration
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Signal:
    """Somebody to be told: at a share of the limit, or so long after it was missed. `to` is empty for a warning."""

    at: datetime
    kind: str
    to: str = ""
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """One cycle of a clock at an instant.

    state     "running", "paused", "completed" or "cancelled"; a clock that has not begun has no Clock
    outcome   "none" while it is open, then "met" or "missed"; a running clock past its due time is "missed" already
    due       None while it is paused, for nobody knows how long that lasts, and when no limit applies
    """

    name: str
    label: Text
    cycle: int
    start: datetime
    state: str
    now: datetime
    stop: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    target: Target | None = None
    due: datetime | None = None
    signals: tuple[Signal, ...] = ()

    @property
    def until(self) -> datetime:
        """The instant up to which time has run: the end of the clock, or now."""
        return self.stop or self.now

    @property
    def outcome(self) -> str:
        """Whether the limit was kept: exactly on time is."""
        if self.due is None or self.state == "cancelled":
            return "none"
        if self.until > self.due:
            return "missed"
        return "met" if self.stop else "none"

    @property
    def elapsed(self) -> timedelta:
        """The time that has counted so far."""
        return elapsed(self.start, self.until, self._calendar, self.pauses)

    @property
    def remaining(self) -> timedelta | None:
        """The time that is left; negative when it is overdue, None where no limit applies or it is over."""
        if self.due is None or self.stop:
            return None
        late = elapsed(self.due, self.now, self._calendar, self.pauses)
        return -late if late else elapsed(self.now, self.due, self._calendar, self.pauses)

    @property
    def provisional(self) -> bool:
        """Whether the due time lies beyond the published holidays."""
        return self.due is not None and provisional(self.due, self._calendar)

    @property
    def told(self) -> tuple[Signal, ...]:
        """The signals whose time came before the clock ended; a limit is missed only once its instant has passed."""
        return tuple(signal for signal in self.signals if signal.at < self.until)

    def ledger(self) -> tuple[Stretch, ...]:
        """Every stretch from the start to the due time, or to its end where nothing is due."""
        return ledger(self.start, self.due or self.until, self._calendar, self.pauses)

    @property
    def _calendar(self) -> Calendar:
        return self.target.calendar if self.target else ALWAYS


@dataclass(frozen=True, slots=True)
class _Cycle:
    """A stretch of a clock's life, while it is followed. `changes` are the instants at which other targets came."""

    start: datetime
    pauses: tuple[Pause, ...] = ()
    stop: datetime | None = None
    cancelled: bool = False
    changes: tuple[tuple[datetime, tuple[Target, ...]], ...] = ()

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.stop is not None

    @property
    def paused(self) -> bool:
        """Whether its last pause still lasts."""
        return bool(self.pauses) and self.pauses[-1][1] is None

    def held(self, at: datetime) -> _Cycle:
        """Paused from now on."""
        return self if self.paused else replace(self, pauses=(*self.pauses, (at, None)))

    def resumed(self, at: datetime) -> _Cycle:
        """No longer paused."""
        return replace(self, pauses=(*self.pauses[:-1], (self.pauses[-1][0], at))) if self.paused else self

    def ended(self, at: datetime, cancelled: bool = False) -> _Cycle:
        """Stopped, or given up."""
        return replace(self.resumed(at), stop=at, cancelled=cancelled)


def follow(
    policy: Sla, history: Sequence[Event], calendars: Mapping[str, Calendar], decide: Decide, now: datetime
) -> tuple[Clock, ...]:
    """Every cycle of every clock of a policy, as things stand at `now`; events after that have not happened yet."""
    happened = [event for event in history if event.at <= now]
    return tuple(
        _clock(policy, clock, number, cycle, now)
        for clock in policy.clocks.values()
        for number, cycle in enumerate(_cycles(policy, clock, happened, calendars, decide), 1)
    )


def _cycles(
    policy: Sla, clock: ClockDefinition, history: Iterable[Event], calendars: Mapping[str, Calendar], decide: Decide
) -> list[_Cycle]:
    cycles: list[_Cycle] = []
    started = False
    for event in history:
        moment = _moment(policy, clock, event, decide)
        if not cycles or cycles[-1].over:
            _begin(cycles, clock, moment, started)
        if cycles and not cycles[-1].over:
            targets = _targets(policy, clock, event, calendars, decide)
            cycles[-1] = _aimed(_after(cycles[-1], moment), event.at, targets)
        started = moment.holds.get("start", False)
    return cycles


def _moment(policy: Sla, clock: ClockDefinition, event: Event, decide: Decide) -> _Moment:
    facts = {policy.subject: dict(event.record), policy.part("event"): event.name}
    values = to_python(decide(policy.part(clock.name), facts).value)
    assert isinstance(values, dict)
    holds = {name: values[name] is True for name in clock.conditions}
    stated = {name: _instant(values[name], event.at) for name in clock.instants if values[name] is not None}
    return _Moment(event.at, holds, stated)


def _instant(stated: object, like: datetime) -> datetime:
    """A stated moment as comparable with the events: without a zone of its own it is in theirs."""
    assert isinstance(stated, datetime)
    return stated if stated.tzinfo or not like.tzinfo else stated.replace(tzinfo=like.tzinfo)


def _begin(cycles: list[_Cycle], clock: ClockDefinition, moment: _Moment, started: bool) -> None:
    """A clock that does not run begins, or goes on after it was stopped. `started`: its condition held before."""
    reopened = cycles and not cycles[-1].cancelled and not moment.holds.get("stop")
    if reopened and clock.reopen in _REOPEN:
        cycles[-1:] = _REOPEN[clock.reopen](cycles[-1], moment.at)
    elif moment.holds.get("start") and not (cycles and started):
        cycles.append(_Cycle(moment.start))


_REOPEN: Mapping[str, Callable[[_Cycle, datetime], list[_Cycle]]] = {
    "resume": lambda cycle, at: [replace(cycle, stop=None, pauses=(*cycle.pauses, (cycle.stop or at, at)))],
    "continuous": lambda cycle, at: [replace(cycle, stop=None)],
    "new_cycle": lambda cycle, at: [cycle, _Cycle(at)],
}
"""How a stopped clock goes on: without the time it was stopped, as if it had not been, or anew."""


def _after(cycle: _Cycle, moment: _Moment) -> _Cycle:
    """A running cycle after an event."""
    if moment.holds.get("cancel"):
        return cycle.ended(moment.at, cancelled=True)
    if moment.holds.get("stop"):
        return cycle.ended(max(moment.stop, cycle.start))
    if moment.holds.get("reset"):
        cycle = _Cycle(moment.start)
    return cycle.held(moment.at) if moment.holds.get("pause") else cycle.resumed(moment.at)


def _aimed(cycle: _Cycle, at: datetime, targets: tuple[Target, ...]) -> _Cycle:
    """The cycle with the limits that apply from now on, where they changed."""
    known = cycle.changes[-1][1] if cycle.changes else None
    return cycle if targets == known else replace(cycle, changes=(*cycle.changes, (at, targets)))


def _targets(
    policy: Sla, clock: ClockDefinition, event: Event, calendars: Mapping[str, Calendar], decide: Decide
) -> tuple[Target, ...]:
    """Every limit that applies to a clock of a record."""
    facts = {policy.subject: dict(event.record), policy.part("clock"): clock.name}
    rows = decide(policy.part("targets"), facts).value
    return tuple(_target(row, calendars) for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()


def _target(row: Mapping[str, Value], calendars: Mapping[str, Calendar]) -> Target:
    limit = parse_duration(str(row["limit"]))
    assert limit is not None, "the check of the kind lets no other text pass"
    return Target(limit, calendars.get(str(row.get("calendar")), ALWAYS))


# -- due times ---------------------------------------------------------------------------------------------------------


def _clock(policy: Sla, clock: ClockDefinition, number: int, cycle: _Cycle, now: datetime) -> Clock:
    aims = [(target, _due(policy.on_change, cycle, target)) for target in _applying(cycle)]
    target, at = min(aims, key=lambda aim: aim[1] or _unpaused(cycle, aim[0]), default=(None, None))
    state = "cancelled" if cycle.cancelled else "completed" if cycle.over else "paused" if cycle.paused else "running"
    found = Clock(clock.name, clock.label, number, cycle.start, state, now, cycle.stop, cycle.pauses, target, at)
    return replace(found, signals=tuple(_signals(policy, found)))


def _applying(cycle: _Cycle) -> tuple[Target, ...]:
    return cycle.changes[-1][1] if cycle.changes else ()


def _unpaused(cycle: _Cycle, target: Target) -> datetime:
    """When a target would be due had nothing been paused: what tells the stricter one while a pause lasts."""
    at = due(cycle.start, target.limit, target.calendar)
    assert at is not None
    return at


def _due(on_change: str, cycle: _Cycle, target: Target) -> datetime | None:
    """When a target is due, by what the policy makes of a change on the way."""
    if len(cycle.changes) < 2 or on_change == "retroactive":
        return due(cycle.start, target.limit, target.calendar, cycle.pauses)
    begun = cycle.changes[-1][0]
    limit = target.limit if on_change == "from_change" else _left(cycle, target)
    return due(begun, limit, target.calendar, cycle.pauses)


def _left(cycle: _Cycle, target: Target) -> timedelta:
    """The share of a limit that earlier limits left unused, as working time: what `proportional` means."""
    share = 1.0
    for (begun, aims), (ended, _) in pairwise(cycle.changes):
        full = min((_length(cycle, aim) for aim in aims), default=None)
        if full:
            share -= elapsed(begun, ended, aims[0].calendar, cycle.pauses) / full
    return max(share, 0.0) * _length(cycle, target)


def _length(cycle: _Cycle, target: Target) -> timedelta:
    """A limit as working time, for one counted in days from the start of the cycle."""
    return target.limit.working_time or elapsed(cycle.start, _unpaused(cycle, target), target.calendar)


def _signals(policy: Sla, clock: Clock) -> Iterator[Signal]:
    """Warnings and escalations, in the order of the policy."""
    if clock.due is None or clock.target is None:
        return
    for share in policy.warn_at:
        yield Signal(_at_share(clock, share), "warning", share=share)
    for step in policy.escalate:
        if step.at is not None:
            yield Signal(_at_share(clock, step.at), "escalation", step.to, step.at)
        elif step.after is not None:
            late = due(clock.due, step.after, clock.target.calendar, clock.pauses)
            yield from () if late is None else (Signal(late, "escalation", step.to),)


def _at_share(clock: Clock, share: Decimal) -> datetime:
    """The instant at which a share of the time until the due time has run."""
    assert clock.due is not None and clock.target is not None
    whole = elapsed(clock.start, clock.due, clock.target.calendar, clock.pauses)
    at = due(
        clock.start,
        timedelta(seconds=float(Decimal(str(whole.total_seconds())) * share)),
        clock.target.calendar,
        clock.pauses,
    )
    return clock.due if share == 1 or at is None else at
