"""Clocks of a policy, followed through histories: the worked examples E8 to E12, E16, and the limits of the pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from engine.model.kinds.calendar import Calendar
from engine.model.kinds.sla_parts import Sla
from engine.runtime.deadlines import Clock, Event, follow
from engine.runtime.project import Project, load, load_files

PACK = Path(__file__).parents[2] / "configs"
OFFICE = (PACK / "calendars" / "china_office.yaml").read_text(encoding="utf-8")
DESK = """
kind: entity
name: ticket
fields:
  priority: {type: choice, options: [P1, P3, any]}
  status: {type: text}
---
kind: sla
name: desk
subject: ticket
clocks:
  first_response: {start_when: event = "created", stop_when: event = "agent"}
  next_response: {start_when: event = "customer", stop_when: event = "agent"}
  resolution:
    start_when: event = "created"
    stop_when: status = "solved"
    pause_when: status = "waiting"
    reopen: REOPEN
  by_priority: {start_when: event = "created", stop_when: status = "solved"}
targets: |
  | priority | clock          | -> limit | -> calendar  |
  | -        | first_response | 2h       | china_office |
  | -        | next_response  | 4h       | china_office |
  | -        | resolution     | 16h      | china_office |
  | P1       | by_priority    | 8h       | china_office |
  | P3       | by_priority    | 24h      | china_office |
warn_at: [75%, 80%]
escalate: [{at: 100%, to: 主管}, {after: 4 business hours, to: 部门负责人}]
on_change: CHANGE
"""


@cache
def pack() -> Project:
    """The CRM pack."""
    return load(PACK)


@cache
def desk(reopen: str = "resume", change: str = "retroactive") -> Project:
    """A help desk whose office keeps the calendar of the pack."""
    return load_files({"office.yaml": OFFICE, "desk.yaml": DESK.replace("REOPEN", reopen).replace("CHANGE", change)})


def at(text: str) -> datetime:
    """An instant of September 2026 as `14 16:30`, or any ISO text."""
    return datetime.fromisoformat(text if "-" in text else f"2026-09-{text}")


def clocks(
    project: Project, policy: str, history: Sequence[tuple[str, str, Mapping[str, object]]], now: str
) -> list[Clock]:
    """Every cycle of every clock at an instant."""
    sla = project.definitions[policy]
    assert isinstance(sla, Sla)
    calendars = {name: each for name, each in project.definitions.items() if isinstance(each, Calendar)}
    events = [Event(at(when), name, record) for when, name, record in history]
    return list(follow(sla, events, calendars, project.evaluate, at(now)))


def of(found: Sequence[Clock], name: str) -> list[Clock]:
    """The cycles of one clock."""
    return [clock for clock in found if clock.name == name]


def test_a_second_message_of_the_customer_moves_nothing() -> None:
    """E10: the answer is due four working hours after the first unanswered message; each question is its own cycle."""
    history = [
        ("14 16:30", "created", {}), ("15 09:20", "agent", {}), ("15 11:30", "customer", {}),
        ("15 15:00", "customer", {}), ("15 16:00", "agent", {}),
    ]  # fmt: skip
    found = clocks(desk(), "desk", history, "15 18:00")
    (first,), (following,) = of(found, "first_response"), of(found, "next_response")
    assert (first.due, first.outcome, first.elapsed) == (at("15 09:30"), "met", timedelta(minutes=110))
    assert (following.due, following.outcome, following.elapsed) == (at("15 17:00"), "met", timedelta(hours=3))


@pytest.mark.parametrize(
    ("change", "due"), [("retroactive", "15 09:30"), ("from_change", "15 16:30"), ("proportional", "15 14:40")]
)
def test_a_raised_priority_moves_the_due_time(change: str, due: str) -> None:
    """E11: 24 working hours become 8 after 5.5 were used; three ways to see it, each to the minute."""
    history = [("14 09:00", "created", {"priority": "P3"}), ("14 16:00", "updated", {"priority": "P1"})]
    (before,) = of(clocks(desk(change=change), "desk", history, "14 12:00"), "by_priority")
    (after,) = of(clocks(desk(change=change), "desk", history, "14 17:00"), "by_priority")
    assert (before.due, after.due) == (at("17 10:30"), at(due))


@pytest.mark.parametrize(
    ("reopen", "due", "cycles"),
    [("resume", "17 16:00", 1), ("new_cycle", "20 10:30", 2), ("continuous", "16 11:00", 1)],
)
def test_a_reopened_record(reopen: str, due: str, cycles: int) -> None:
    """E12: solved after 11 of 16 hours and opened again two days later; three ways to go on."""
    history = [("14 10:00", "created", {}), ("15 15:00", "updated", {"status": "solved"}), ("17 09:30", "updated", {})]
    found = of(clocks(desk(reopen), "desk", history, "17 10:00"), "resolution")
    assert (found[-1].due, len(found)) == (at(due), cycles)
    assert found[-1].outcome == ("missed" if reopen == "continuous" else "none")


def test_whom_to_tell_when() -> None:
    """E16: three quarters, four fifths, the due time, four working hours after it; each only once its time has come."""
    history = [("2026-10-09T15:00", "created", {"priority": "P1"})]
    (clock,) = of(clocks(desk(), "desk", history, "2026-10-10T14:00"), "by_priority")
    assert [(signal.at.strftime("%d %H:%M"), signal.to) for signal in clock.signals] == [
        ("10 12:00", ""), ("10 13:54", ""), ("10 15:30", "主管"), ("12 10:30", "部门负责人"),
    ]  # fmt: skip
    assert len(clock.told) == 2


def test_while_it_is_paused_nothing_is_due() -> None:
    """E8: half an hour before lunch to two o'clock costs an hour and a half of working time, no more."""
    history = [("14 09:30", "created", {}), ("14 11:00", "updated", {"status": "waiting"})]
    (paused,) = of(clocks(desk(), "desk", history, "14 13:00"), "resolution")
    assert (paused.state, paused.due, paused.elapsed) == ("paused", None, timedelta(minutes=90))
    (resumed,) = of(clocks(desk(), "desk", [*history, ("14 14:00", "updated", {})], "14 15:00"), "resolution")
    assert (resumed.due, resumed.remaining) == (at("16 12:00"), timedelta(hours=13.5))


CREATED = "2024-03-14T09:00"


@pytest.mark.parametrize(
    ("type_", "field", "done", "clock", "due", "outcome"),
    [
        ("投诉", "first_response_at", "2024-03-14T10:59", "first_response", "2024-03-14T11:00", "met"),
        ("投诉", "first_response_at", "2024-03-14T11:00", "first_response", "2024-03-14T11:00", "met"),
        ("投诉", "first_response_at", "2024-03-14T11:01", "first_response", "2024-03-14T11:00", "missed"),
        ("报修", "solved_at", "2024-03-15T08:59", "resolution", "2024-03-15T09:00", "met"),
        ("报修", "solved_at", "2024-03-15T09:01", "resolution", "2024-03-15T09:00", "missed"),
        ("咨询", "solved_at", "2024-03-25T17:00", "resolution", "2024-03-25T18:00", "met"),
        ("建议", "first_response_at", "2024-03-19T18:01", "first_response", "2024-03-19T18:00", "missed"),
    ],
)
def test_the_limits_of_the_pack(type_: str, field: str, done: str, clock: str, due: str, outcome: str) -> None:
    """R053 to R055: what is due when for a ticket of 14 March 2024, and exactly on time is on time."""
    record = {"type": type_, "customer": "C001", "description": "x"}
    history = [(CREATED, "created", record), (done, "updated", {**record, field: datetime.fromisoformat(done)})]
    (found,) = of(clocks(pack(), "request_limits", history, "2024-04-01T00:00"), clock)
    assert (found.due, found.outcome) == (datetime.fromisoformat(due), outcome)


def test_the_stricter_of_two_limits_counts() -> None:
    """D29: a consultation may take seven working days, an urgent request 24 hours: the hours count."""
    record = {"type": "咨询", "urgency": "紧急", "customer": "C001", "description": "x"}
    (found,) = of(clocks(pack(), "request_limits", [(CREATED, "created", record)], CREATED), "resolution")
    assert found.due == datetime(2024, 3, 15, 9)


def test_a_warning_at_three_quarters_and_an_escalation_once_it_is_late() -> None:
    """R056: two hours from 09:00 warn at 10:30 and escalate after 11:00; an answer at 10:20 silences both."""
    record = {"type": "投诉", "customer": "C001", "description": "x"}

    def told(*answers: str, now: str) -> list[str]:
        history = [(CREATED, "created", record)]
        history += [
            (answer, "updated", {**record, "first_response_at": datetime.fromisoformat(answer)}) for answer in answers
        ]
        (found,) = of(clocks(pack(), "request_limits", history, now), "first_response")
        return [signal.to or signal.kind for signal in found.told]

    assert told(now="2024-03-14T10:31") == ["warning"]
    assert told(now="2024-03-14T11:01") == ["warning", "客服主管"]
    assert told("2024-03-14T10:20", now="2024-03-14T12:00") == []
