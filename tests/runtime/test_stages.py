"""Records on their way: which moves the order allows, what is in the way, how long a stay is."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dsl.rendering import render
from engine.errors import EvaluationError, UsageError
from engine.runtime.project import Project, load_files
from engine.runtime.stages import Move, Process

CASES = """
kind: entity
name: case
label: 案件
fields:
  step:
    label: 步骤
    type: choice
    options: {open: 受理, study: 分析, wait: 等待, solve: 解决, done: 归档, dropped: 撤销}
  finding: {label: 查明原因, type: text}
  cost: {label: 费用, type: money}
  rating: {label: 评分, type: integer}
---
kind: calendar
name: office
time_zone: Asia/Shanghai
hours: {mon-fri: "09:00-17:00"}
---
kind: pipeline
name: work
subject: case
field: step
calendar: office
aliases: {调查: study}
stages:
  open: {max_stay: 3 working days}
  study: {enter_if: {费用已知: cost != null}}
  wait: {from: [study]}
  solve: {from: [study, wait], enter_if: cost > 0 and cost < 100, require: [查明原因, cost]}
  done: {end: true, from: [solve], enter_when: rating >= 3, enter_if: {有评分: rating != null}}
  dropped: {end: true}
moves: {back: BACK, skip: SKIP}
"""
STAGES = ("open", "study", "wait", "solve", "done", "dropped")


@cache
def cases(back: str = "true", skip: str = "false") -> Project:
    """Cases that are studied, solved and filed."""
    return load_files({"cases.yaml": CASES.replace("BACK", back).replace("SKIP", skip)})


def work(traced: bool = False, back: str = "true", skip: str = "false") -> Process:
    """The pipeline at work."""
    return Process.of(cases(back, skip), "work", traced=traced)


#   from      to        record                        refused with
MOVES = """
    open      study     cost=5                        -
    open      study                                   GJ4357
    open      调查       cost=5                        -
    open      分析       cost=5                        -
    study     wait                                    -
    open      wait                                    GJ4353
    open      solve     cost=5                        GJ4353
    wait      solve     cost=5 finding=x              -
    study     solve     cost=5                        GJ4358
    study     solve     finding=x                     GJ4357 GJ4358
    study     solve     cost=200 finding=x            GJ4357
    solve     study     cost=5                        -
    solve     open                                    -
    solve     done                                    GJ4357
    solve     done      rating=1                      -
    study     done      rating=5                      GJ4353
    study     dropped                                 -
    done      open                                    GJ4352
    study     study                                   GJ4351
"""


def rows(table: str) -> list[tuple[str, str, dict[str, str], list[str]]]:
    """From, to, record, codes."""
    found = []
    for line in table.strip().splitlines():
        start, end, *rest = line.split()
        facts = dict(each.split("=") for each in rest if "=" in each)
        found.append((start, end, facts, [each for each in rest if each.startswith("GJ")]))
    return found


@pytest.mark.parametrize("traced", [False, True], ids=["compiled", "traced"])
@pytest.mark.parametrize(("start", "end", "facts", "codes"), rows(MOVES))
def test_a_move_is_refused_for_these_reasons(
    start: str, end: str, facts: dict[str, str], codes: list[str], traced: bool
) -> None:
    """Every reason at once, and no other."""
    verdict = work(traced).may_move({"step": start, **facts}, end)
    assert [refusal.code for refusal in verdict.refusals] == codes
    assert verdict.allowed == (not codes)


@pytest.mark.parametrize(
    ("back", "skip", "start", "end", "said"),
    [
        ("false", "false", "study", "open", "不能从“分析”退回“受理”"),
        ("false", "false", "open", "study", "还不能进入“分析”：费用已知"),
        ("false", "false", "study", "solve", "要先填查明原因"),
        ("false", "false", "dropped", "open", "“撤销”已经结束，不能再移到“受理”"),
        ("false", "false", "open", "solve", "只能从这里来：分析、等待"),
        ("false", "false", "open", "stduy", "是不是 study"),
    ],
)
def test_a_refusal_is_told_in_the_words_of_the_author(back: str, skip: str, start: str, end: str, said: str) -> None:
    """Labels, not keys."""
    with pytest.raises(EvaluationError) as refused:
        work(back=back, skip=skip).move({"step": start}, end, datetime(2026, 3, 2), "李*")
    assert said in "\n".join(render(each, "zh") for each in refused.value.diagnostics)


def test_the_choices_of_a_record_say_what_is_still_missing() -> None:
    """A board can tell before anybody drags: where to, and what to fill in."""
    choices = {each.target: each.missing for each in work().choices({"step": "study", "cost": 5})}
    assert choices == {"open": (), "wait": (), "solve": ("finding",), "dropped": ()}


@given(st.lists(st.sampled_from(STAGES), max_size=12), st.booleans(), st.booleans())
def test_no_sequence_of_allowed_moves_breaks_the_order(targets: list[str], back: bool, skip: bool) -> None:
    """Whatever is tried: what has ended stays, `done` comes behind `solve`, nobody returns where one may not."""
    pipeline = work(back=str(back).lower(), skip=str(skip).lower()).pipeline
    path = ["open"]
    for target in targets:
        if pipeline.obstacle(path[-1], target) is None:
            path.append(target)
    assert not any(pipeline.stages[name].end for name in path[:-1])
    assert path[-1] != "done" or path[-2] == "solve"
    positions = [pipeline.order.index(name) for name in path if not pipeline.stages[name].comes_from]
    assert back or positions == sorted(positions)


MONDAY = datetime(2026, 3, 2, 9)


@pytest.mark.parametrize(
    ("now", "days", "hours", "late"),
    [
        ("2026-03-02 17:00", 0, 8, False),
        ("2026-03-05 16:59", 3, 31.983, False),
        ("2026-03-05 17:00", 3, 32, True),
        ("2026-03-08 12:00", 4, 40, True),
    ],
)
def test_a_stay_is_counted_by_the_calendar(now: str, days: int, hours: float, late: bool) -> None:
    """Three working days end when the third one closes; a weekend adds nothing."""
    [stay] = work().stays([Move("open", MONDAY)], datetime.fromisoformat(now))
    assert (stay.days, round(stay.time / timedelta(hours=1), 3), stay.late) == (days, hours, late)
    assert stay.due == datetime(2026, 3, 5, 17)


@given(st.lists(st.tuples(st.sampled_from(STAGES[:4]), st.integers(0, 5000)), min_size=1, max_size=8))
def test_stays_together_are_the_whole_time(moves: list[tuple[str, int]]) -> None:
    """No working minute is lost between stages or counted twice, whatever the way."""
    process, at, history = work(), MONDAY, []
    for stage, minutes in moves:
        history.append(Move(stage, at))
        at += timedelta(minutes=minutes)
    whole = process.stays([Move("open", MONDAY)], at)[0].time
    assert sum((stay.time for stay in process.stays(history, at)), timedelta()) == whole
    assert sum(process.dwell(history, at).values(), timedelta()) == whole


def test_a_record_moves_by_itself_as_far_as_it_is_called() -> None:
    """The call counts only where one may come from, and where the gates are open."""
    process = work()
    assert [move.to for move in process.by_itself({"step": "solve", "rating": 4}, [], MONDAY)] == ["done"]
    assert list(process.by_itself({"step": "study", "rating": 4}, [], MONDAY)) == []
    assert list(process.by_itself({"step": "solve", "rating": 2}, [], MONDAY)) == []


def test_a_pipeline_that_is_not_there() -> None:
    """Asked for by a wrong name, it says which there are."""
    with pytest.raises(UsageError, match="work"):
        Process.of(cases(), "wrok")
