"""The vocabulary of scenarios about time limits: a record's history, what is due when, whether it was kept."""

from __future__ import annotations

import pytest
from pytest_bdd import given, parsers, then, when

from engine.scenarios.limits import Limits
from engine.scenarios.stage import Stage

Rows = list[list[str]]


@pytest.fixture
def limits(stage: Stage) -> Limits:
    """A record to which nothing has happened yet."""
    return Limits(stage)


@given(parsers.parse("{record} 于 {moment} 建立"))
@given(parsers.parse("the {record} was created at {moment}"))
def was_created(limits: Limits, record: str, moment: str) -> None:
    """The record came to be, with the facts given so far."""
    limits.happen(record, moment, "created")


@given(parsers.parse("{moment}，{record} 的 {name} 变为 {value}"))
@given(parsers.parse("at {moment} the {name} of the {record} became {value}"))
def became(limits: Limits, moment: str, record: str, name: str, value: str) -> None:
    """A field of the record changed; `空` (nothing) empties it."""
    limits.stage.record(record)[name] = None if value in ("空", "nothing") else value
    limits.happen(record, moment, "updated")


@when(parsers.parse("{moment} 查看 {policy}"))
@when(parsers.parse("{policy} are looked at at {moment}"))
def look(limits: Limits, moment: str, policy: str) -> None:
    """Follow all clocks of a policy up to an instant."""
    limits.look(policy, moment)


@then(parsers.parse("{clock} 的到期时间是 {moment}"))
@then(parsers.parse("{clock} is due at {moment}"))
def due_at(limits: Limits, clock: str, moment: str) -> None:
    """When a clock is due."""
    assert limits.due(clock) == moment


@then(parsers.parse("{clock} 没有时限"))
@then(parsers.parse("{clock} has no limit"))
def no_limit(limits: Limits, clock: str) -> None:
    """The clock has not begun, or no limit applies to it."""
    assert all(each.target is None for each in limits.cycles(clock))


@then(parsers.parse("{clock} 的状态是 {state}"))
@then(parsers.parse("the state of {clock} is {state}"))
def state_is(limits: Limits, clock: str, state: str) -> None:
    """按时 or 超时 (in time, late), or 进行中, 暂停, 已完成, 作废 (running, paused, completed, cancelled)."""
    assert limits.state(clock, state), limits.told(clock)


@then(parsers.parse("{clock} 已计时 {time}"))
@then(parsers.parse("{clock} has counted {time}"))
def counted(limits: Limits, clock: str, time: str) -> None:
    """The time that has counted, as hours and minutes: `3:30`."""
    assert limits.counted(clock) == time


@then(parsers.parse("{clock} 已通知"))
@then(parsers.parse("{clock} has told"))
def told(limits: Limits, clock: str, datatable: Rows) -> None:
    """Every warning and escalation whose time has come: when, and whom (预警: warning)."""
    assert limits.told(clock) == datatable


@then(parsers.parse("{clock} 没有通知"))
@then(parsers.parse("{clock} has told nobody"))
def told_nobody(limits: Limits, clock: str) -> None:
    """No warning and no escalation is due yet."""
    assert limits.told(clock) == []


@then(parsers.parse("{clock} 的时间账是"))
@then(parsers.parse("the ledger of {clock} is"))
def ledger(limits: Limits, clock: str, datatable: Rows) -> None:
    """Every stretch: from, to, 计时 / 暂停 / 休息 (counts, paused, closed), and the time reached."""
    assert limits.ledger(clock) == datatable
