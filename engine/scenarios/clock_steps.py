"""The vocabulary of scenarios about time limits: a record's history, what is due when, whether it was kept."""

from __future__ import annotations

import pytest
from pytest_bdd import given, then, when

from engine.scenarios.claims import nothing, same, same_rows
from engine.scenarios.limits import Limits, in_chinese, said
from engine.scenarios.stage import Stage
from engine.scenarios.wording import worded

Rows = list[list[str]]


@pytest.fixture
def limits(stage: Stage) -> Limits:
    """A record to which nothing has happened yet."""
    return Limits(stage)


@given(worded("{record} 于 {moment} 建立"))
@given(worded("the {record} was created at {moment}"))
def was_created(limits: Limits, record: str, moment: str) -> None:
    """The record came to be, with the facts given so far."""
    limits.happen(record, moment, "created")


@given(worded("{moment}，{record} 的 {field} 变为 {value}"))
@given(worded("at {moment} the {field} of the {record} became {value}"))
def became(limits: Limits, moment: str, record: str, field: str, value: str) -> None:
    """A field of the record changed; `空` (nothing) empties it."""
    limits.stage.record(record)[field] = None if value in ("空", "nothing") else value
    limits.happen(record, moment, "updated")


@when(worded("{moment} 查看 {policy}"))
@when(worded("{policy} are looked at at {moment}"))
def look(limits: Limits, moment: str, policy: str) -> None:
    """Follow all clocks of a policy up to an instant."""
    limits.look(policy, moment)


@then(worded("{clock} 的到期时间是 {moment}"))
@then(worded("{clock} is due at {moment}"))
def due_at(limits: Limits, clock: str, moment: str) -> None:
    """When a clock is due."""
    same(limits.due(clock), moment)


@then(worded("{clock} 没有时限"))
@then(worded("{clock} has no limit"))
def no_limit(limits: Limits, clock: str) -> None:
    """The clock has not begun, or no limit applies to it."""
    nothing([said(each.due) for each in limits.cycles(clock) if each.target is not None])


@then(worded("{clock} 的状态是 {state}"))
@then(worded("the state of {clock} is {state}"))
def state_is(limits: Limits, clock: str, state: str) -> None:
    """按时 or 超时 (in time, late), or 进行中, 暂停, 已完成, 作废 (running, paused, completed, cancelled)."""
    limits.claim_state(clock, state)


@then(worded("{clock} 已计时 {time}"))
@then(worded("{clock} has counted {time}"))
def counted(limits: Limits, clock: str, time: str) -> None:
    """The time that has counted, as hours and minutes: `3:30`."""
    same(limits.counted(clock), time)


@then(worded("{clock} 已通知"))
@then(worded("{clock} has told"))
def told(limits: Limits, clock: str, datatable: Rows) -> None:
    """Every warning and escalation whose time has come: when, and whom (预警: warning)."""
    same_rows(limits.told(clock), in_chinese(datatable))


@then(worded("{clock} 没有通知"))
@then(worded("{clock} has told nobody"))
def told_nobody(limits: Limits, clock: str) -> None:
    """No warning and no escalation is due yet."""
    same_rows(limits.told(clock), [])


@then(worded("{clock} 的时间账是"))
@then(worded("the ledger of {clock} is"))
def ledger(limits: Limits, clock: str, datatable: Rows) -> None:
    """Every stretch: from, to, 计时 / 暂停 / 休息 (counts, paused, closed), and the time reached."""
    same_rows(limits.ledger(clock), in_chinese(datatable))
