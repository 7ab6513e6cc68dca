"""Tags over time: a rule's tag comes and goes with the facts and with the clock, one given by hand stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import EvaluationError
from engine.model.kinds.tags import Tags
from engine.runtime.clock import FixedClock
from engine.runtime.outcome import Outcome
from engine.runtime.project import Project, load_files
from engine.runtime.tagging import MANUAL, RULE, Tag, Tagging, give, retag, take

SHOP = """
kind: entity
name: buyer
fields:
  joined: {type: date}
  points: {type: integer}
---
kind: tags
name: marks
subject: buyer
rules: |
  | 标签   | 条件                                              |
  | 新客   | joined >= today() - @"P30D" and joined <= today() |
  | 会员   | points >= 100                                     |
  | 新会员 | 新客 = true and 会员 = true                         |
aliases: {VIP: 会员}
manual: {known: [挑剔]}
"""
START = datetime(2026, 3, 1)


@cache
def shop() -> Project:
    """Buyers with three rules, the third built on the first two."""
    return load_files({"shop.yaml": SHOP})


MARKS = shop().definition("marks", Tags)


def tagged(had: tuple[Tag, ...], facts: Mapping[str, object], at: datetime, traced: bool = False) -> Tagging:
    """The tags of a buyer at an instant."""

    def decide(name: str, given_: Mapping[str, object]) -> Outcome:
        return shop().evaluate(name, given_, clock=FixedClock(at), traced=traced)

    return retag(MARKS, had, {"buyer": facts}, decide, at)


#   joined       points  day          tags
BUYERS = """
    2026-02-20   150     2026-03-01   新客 会员 新会员
    2026-02-20   150     2026-03-22   新客 会员 新会员
    2026-02-20   150     2026-03-23   会员
    2026-02-20   99      2026-03-01   新客
    2026-03-05   -       2026-03-01   -
    -            -       2026-03-01   -
"""


@pytest.mark.parametrize("traced", [False, True], ids=["compiled", "traced"])
@pytest.mark.parametrize("row", [line.split() for line in BUYERS.strip().splitlines()], ids=" ".join)
def test_a_rule_gives_its_tag_while_it_holds(row: list[str], traced: bool) -> None:
    """What cannot be told gives no tag; a tag may rest on others."""
    joined, points, day, *names = row
    facts = {"joined": joined.strip("-") or None, "points": points.strip("-") or None}
    found = tagged((), facts, datetime.fromisoformat(day), traced)
    assert found.names == tuple(name for name in names if name != "-")
    assert set(found.why) == {"新客", "会员", "新会员"}


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 200)), min_size=1, max_size=6))
def test_step_by_step_is_the_same_as_anew(steps: list[tuple[int, int]]) -> None:
    """Followed from day to day or worked out at the end, the tags are the same: all that came, less all that went."""
    at, had, balance = START, (Tag("挑剔", MANUAL, START, "李*"),), set[str]()
    for days, points in steps:
        at += timedelta(days=days)
        step = tagged(had, {"joined": "2026-02-20", "points": points}, at)
        had = step.tags
        balance = (balance | {tag.name for tag in step.entered}) - {tag.name for tag in step.left}
    anew = tagged((), {"joined": "2026-02-20", "points": steps[-1][1]}, at)
    assert {tag.name for tag in had if tag.origin == RULE} == set(anew.names) == balance
    assert had[0] == Tag("挑剔", MANUAL, START, "李*")


def test_a_tag_remembers_since_when_and_why() -> None:
    """As long as it does not leave in between."""
    first = tagged((), {"points": 120}, START)
    later = tagged(first.tags, {"points": 300}, START + timedelta(days=9))
    [tag] = later.tags
    assert (tag.since, later.entered, later.left) == (START, (), ())
    assert tag.why is not None and "300" in tag.why.explain("zh")


def test_tags_given_by_hand() -> None:
    """Once is enough; an alias is its tag; the rule's tag beside it stays when the other is taken away."""
    had = (Tag("会员", RULE, START),)
    given_ = give(MARKS, give(MARKS, had, "VIP", "李*", START), " 会员 ", "王*", START)
    assert [(tag.name, tag.origin, tag.by) for tag in given_] == [("会员", RULE, ""), ("会员", MANUAL, "李*")]
    assert take(MARKS, given_, "VIP") == had


def test_an_unknown_tag_is_refused_with_the_nearest_known() -> None:
    """Unless the definition allows new ones."""
    with pytest.raises(EvaluationError) as refused:
        give(MARKS, (), "挑别", "李*", START)
    assert refused.value.diagnostics[0].values["suggestions"] == ["挑剔"]
