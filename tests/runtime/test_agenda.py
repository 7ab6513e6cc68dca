"""What follows, and when: dates that repeat, times before and after, the same firing under the same key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.runtime.agenda import Action, Agenda, Event
from engine.runtime.project import Project, load_files

ZONE = ZoneInfo("Asia/Shanghai")
DESK = """
kind: entity
name: contract
fields:
  holder: {type: text}
  signed: {type: date}
  ends: {type: date}
  rhythm: {type: text}
  amount: {type: money}
---
kind: entity
name: task
fields:
  title: {type: text, required: true}
  due: {type: datetime}
  day: {type: date}
  weight: {type: number}
  marks: {type: choices, options: [甲, 乙]}
---
kind: calendar
name: office
time_zone: Asia/Shanghai
hours: {mon-fri: "09:00-17:00"}
holidays: {2026-10-01..2026-10-07: 国庆节}
---
kind: automation
name: reminder
subject: contract
every: = rhythm
from: signed
when: amount > 0
do: {create: task, with: {title: "{{holder}} 的合同", due: 0 days, weight: 3, marks: [甲, 乙]}}
---
kind: automation
name: jubilee
subject: contract
at: [12 months, 36 months]
from: signed
do: {create: task, with: {title: 周年}}
---
kind: automation
name: renewal
on: [contract.ends, contract.amount]
calendar: office
do:
  - {create: task, with: {title: 续签, due: {before: 3 working days, of: ends}, day: {before: 1 month, of: ends}}}
  - {when: amount >= 100, create: task, with: {title: "上报 {{string(amount)}}", due: 4 hours, day: {after: 2 days}}}
"""


@cache
def desk() -> Project:
    """Contracts with reminders."""
    return load_files({"desk.yaml": DESK})


def at(text: str) -> datetime:
    """A wall time in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def due(values: Mapping[str, object], after: str, until: str, traced: bool = False) -> tuple[Action, ...]:
    """What falls due for a contract."""
    return Agenda.of(desk(), traced=traced).fall_due("contract", "K1", values, at(after), at(until))


#   signed       rhythm      looked at from .. to      falls due on
DATES = """
    2026-01-31   1 month     2026-01-31 2026-05-01     02-28 03-31 04-30
    2024-01-31   1 个月       2024-01-31 2024-03-31     02-29 03-31
    2026-01-31   14 days     2026-02-20 2026-03-31     02-28 03-14 03-28
    2026-01-31   每天         2026-01-31 2026-03-31     -
    -            1 month     2026-01-31 2026-03-31     -
"""


@pytest.mark.parametrize("traced", [False, True], ids=["compiled", "traced"])
@pytest.mark.parametrize("line", DATES.strip().splitlines())
def test_a_schedule_falls_due_on_these_days(line: str, traced: bool) -> None:
    """Each date is counted from the first, so month ends come back; what is not known has no date."""
    signed, rhythm, span, days = (part.strip() for part in line.split("   ") if part.strip())
    values = {"signed": signed.strip("-") or None, "rhythm": rhythm, "amount": 5, "holder": "甲公司"}
    found = due(values, *span.split(), traced)
    assert [f"{action.occurrence.at:%m-%d}" for action in found] == [day for day in days.split() if day != "-"]
    assert all(action.values["due"] == action.occurrence.at for action in found)


def test_an_action_has_the_values_that_the_file_says() -> None:
    """Text with FEEL in it, a number, a list; and the condition that held."""
    [action] = due(
        {"signed": "2026-01-01", "rhythm": "1 month", "amount": 5, "holder": "甲公司"}, "2026-01-01", "2026-02-01"
    )
    assert action.values == {"title": "甲公司 的合同", "due": at("2026-02-01"), "weight": 3, "marks": ["甲", "乙"]}
    assert [outcome.value for outcome in action.why] == [True]
    assert "5" in action.why[0].explain("zh")


def test_milestones_come_once_each() -> None:
    """One year, three years, and no other."""
    found = due({"signed": "2021-05-20", "amount": 0}, "2021-01-01", "2031-01-01")
    assert [f"{action.occurrence.at:%Y-%m-%d}" for action in found] == ["2022-05-20", "2024-05-20"]


@given(st.lists(st.integers(0, 4000), min_size=2, max_size=6))
def test_looking_often_finds_the_same_as_looking_once(hours: list[int]) -> None:
    """No firing is lost between two looks, none comes twice: the keys together are those of one look."""
    values = {"signed": "2026-01-31", "rhythm": "1 month", "amount": 5, "holder": "甲"}
    agenda, looks = Agenda.of(desk()), sorted(at("2026-01-31") + timedelta(hours=number) for number in hours)
    once = [action.key for action in agenda.fall_due("contract", "K1", values, looks[0], looks[-1])]
    spans = pairwise(looks)
    often = [action.key for span in spans for action in agenda.fall_due("contract", "K1", values, *span)]
    assert often == once
    assert len(set(often)) == len(often)


#   changed        ends         amount  happened           title / due / day
EVENTS = """
    ends           2026-10-14   5       2026-09-01 09:00   续签 / 2026-10-09 17:00 / 2026-09-14
    ends           2026-10-09   5       2026-09-01 09:00   续签 / 2026-09-29 17:00 / 2026-09-09
    amount         2026-03-31   100     2026-03-06 15:00   续签 / 2026-03-26 17:00 / 2026-02-28
    amount         2026-03-31   100     2026-03-06 15:00   上报 100 / 2026-03-09 11:00 / 2026-03-08
    holder         2026-10-14   500     2026-09-01 09:00   -
"""


@pytest.mark.parametrize("line", EVENTS.strip().splitlines())
def test_an_event_is_followed_by_this(line: str) -> None:
    """Working days and hours go by the calendar, days and months by the wall; other fields do not count."""
    changed, ends, amount, happened, expected = (part.strip() for part in line.split("   ") if part.strip())
    values = {"ends": ends, "amount": amount, "holder": "甲"}
    event = Event("contract", "K1", values, at(happened), changed=frozenset({changed}))
    found = [
        f"{a.values['title']} / {a.values['due']:%Y-%m-%d %H:%M} / {a.values['day']}"
        for a in Agenda.of(desk()).follow(event)
    ]
    assert expected in (found or ["-"])


def test_a_new_record_has_changed_in_what_is_filled_in() -> None:
    """A form saved for the first time is followed like a change."""
    event = Event("contract", "K1", {"ends": "2026-10-14", "amount": None}, at("2026-09-01"), kind="created")
    assert event.names == {"created", "ends"}
    assert [action.number for action in Agenda.of(desk()).follow(event)] == [1]
