"""Values that are looked up are the values that are worked out, for clean and for spoiled records."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import EvaluationError
from engine.model.loader import Loader
from engine.runtime.clock import FixedClock
from engine.runtime.program import Program, compile_model
from engine.runtime.shortcuts import Gathered, NoShortcut, shortcut

RULES = Path(__file__).parents[1] / "data" / "explanations" / "rules.yaml"
ENTITY = """\
kind: entity
name: thing
label: 东西
fields:
  n: {label: 数, type: number, min: -5}
  kind: {label: 类别, type: choice, options: {A: {zh: 甲}, B: {zh: 乙}, C: {zh: 丙}}}
  note: {label: 备注, type: text}
  flag: {label: 标记, type: boolean}
---
"""
TABLE = """\
kind: decision
name: result
label: 结果
hit_policy: first
inputs: {thing: thing}
table: |
  | n | kind | note | flag | -> 结果 |
"""


def program(text: str) -> Program:
    """The program of a file."""
    loaded = Loader().load({"rules.yaml": text})
    assert not list(loaded.diagnostics)
    return compile_model(loaded.model)


def answer(program: Program, name: str, facts: dict[str, object], *, traced: bool = False) -> object:
    """The value, or what is wrong."""
    try:
        return program.evaluate(name, facts, traced=traced).value
    except EvaluationError as error:
        return sorted(found.code for found in error.diagnostics)
    except TypeError:
        return "no FEEL value"


ODD = st.sampled_from(
    [None, True, False, "", "A", "甲", "x", float("nan"), float("inf"), -float("inf"), Decimal("NaN"), Decimal("sNaN"),
     Decimal("Infinity"), 10**40, -(10**40), Decimal("1.00000000000000000000000000000000000000000001"), 1e-320, [1],
     {}, object()]
)  # fmt: skip
ENDS = ("-5", "0", "0.1", "0.2", "1", "7", "1e3")
NUMBERS = st.one_of(
    st.sampled_from(ENDS).map(Decimal),
    st.sampled_from(ENDS).map(float),
    st.integers(-10, 2000),
    st.floats(-10, 2000),
    st.decimals(-10, 2000, places=3),
)
CELLS = {
    "n": st.one_of(
        st.just("-"),
        st.builds("{} {}".format, st.sampled_from(["<", "<=", ">", ">="]), st.sampled_from(ENDS)),
        st.sampled_from(["[0..7)", "(0.1..0.2]", "0, 1, 7", "10%", "not(0.2, > 7)", "-5", "[0..1], 1e3", "? * 2 > 7"]),
    ),
    "kind": st.sampled_from(["-", "A", "甲", '"A", "B"', 'not("C")', "null"]),
    "note": st.sampled_from(["-", '"x"', '"x", "y"', 'not("x")', '"甲"', '> "m"']),
    "flag": st.sampled_from(["-", "true", "false", "true, false"]),
}
ROWS = st.lists(st.tuples(*CELLS.values(), st.sampled_from(["1", "2", "3", "null"])), min_size=1, max_size=5)
RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "n": NUMBERS | ODD,
        "数": NUMBERS,
        "kind": st.sampled_from("ABC") | ODD,
        "note": st.sampled_from(["x", "y", "z"]) | ODD,
        "flag": st.booleans() | ODD,
        "more": ODD,
    },
)


@given(ROWS, st.lists(RECORDS, min_size=1, max_size=8))
def test_any_table_any_record(rows: list[tuple[str, ...]], records: list[dict[str, object]]) -> None:
    """What one program has kept for earlier records never answers for a record that is told apart from them."""
    lines = "".join(f"  | {' | '.join(row)} |\n" for row in rows)
    warm = program(ENTITY + TABLE + lines)
    for record in records:
        facts: dict[str, object] = {"thing": record}
        worked_out = answer(warm, "result", facts, traced=True)
        assert repr(answer(warm, "result", facts)) == repr(worked_out)
        assert repr(answer(warm, "result", facts)) == repr(worked_out)


CONDITIONS = st.recursive(
    st.sampled_from(
        [
            "n > 7", "n <= 10%", "数 between 0 and 7", "n in (< 0, [1..7))", "n = 1", "n != null", "flag",
            "flag = true", 'kind = "A"', 'kind in ("A", "B")', 'note = "x"', 'note != "y"', "kind = null",
            "n + 0 > 7", "7 < n",
        ]
    ),
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner)
    | st.builds("not({})".format, inner)
    | st.builds("(if {} then {} else {})".format, inner, inner, inner),
    max_leaves=5,
)  # fmt: skip


@given(CONDITIONS, st.lists(RECORDS, min_size=1, max_size=8))
def test_any_condition_any_record(condition: str, records: list[dict[str, object]]) -> None:
    """The same of conditions over entries, as tags and gates have them."""
    rules = ENTITY + f"kind: decision\nname: result\nlabel: 结果\ninputs: {{thing: thing}}\nvalue: '{condition}'\n"
    warm = program(rules)
    for record in records:
        worked_out = answer(warm, "result", {"thing": record}, traced=True)
        assert repr(answer(warm, "result", {"thing": record})) == repr(worked_out)
        assert repr(answer(warm, "result", {"thing": record})) == repr(worked_out)


@cache
def risks() -> Program:
    """Decisions that rest on one another."""
    return program(RULES.read_text(encoding="utf-8"))


@given(
    st.fixed_dictionaries(
        {
            "swing": st.floats(0, 0.4) | st.sampled_from([0.1, 0.2, Decimal("0.1"), Decimal("0.2"), None]),
            "delay": st.integers(0, 12) | st.none(),
            "size": st.sampled_from(["中小企业", "大型集团", None]),
            "vip": st.sampled_from([True, False, None]),
        }
    ),
    st.sampled_from(["risk", "days", "call"]),
)
def test_decisions_that_rest_on_one_another(record: dict[str, object], name: str) -> None:
    """Also those that read a number as it is, which cannot be looked up."""
    facts: dict[str, object] = {"account": record}
    assert answer(risks(), name, facts) == answer(risks(), name, facts, traced=True)


PARTS = """\
kind: decision
name: size
label: 大小
hit_policy: first
inputs: {thing: thing}
table: |
  | n       | -> 结果 |
  | > 7     | 2     |
  | [0..7]  | 1     |
---
kind: decision
name: group
label: 类型
inputs: {thing: thing}
value: 'if flag then kind else note'
---
kind: decision
name: result
label: 结果
inputs: {thing: thing}
value: '{size: size, group: group, twice: [size, size], late: flag and size = 2}'
"""


@given(st.lists(RECORDS, min_size=1, max_size=8), st.sampled_from([2, None, "nothing given"]))
def test_parts_that_tell_less_apart(records: list[dict[str, object]], size: object) -> None:
    """What was kept of a part for other records serves a record that is new as a whole; not where the part is given."""
    warm = program(ENTITY + PARTS)
    for record in records:
        facts: dict[str, object] = {"thing": record} if size == "nothing given" else {"thing": record, "size": size}
        worked_out = answer(warm, "result", facts, traced=True)
        assert repr(answer(warm, "result", facts)) == repr(worked_out)
        assert repr(answer(warm, "result", facts)) == repr(worked_out)


TAGS = """\
kind: tags
name: labels
label: 标签
subject: thing
rules: |
  | tag | condition |
"""


@given(
    st.lists(CONDITIONS, min_size=1, max_size=6),
    st.lists(RECORDS, min_size=1, max_size=8),
    st.sampled_from([{}, {"labels/t0": True}, {"labels/t0": None}]),
)
def test_tags_are_put_together(
    conditions: list[str], records: list[dict[str, object]], given: dict[str, object]
) -> None:
    """Tags that were kept for other records serve a new one, each by the entries that it looks at."""
    rows = "".join(f"  | t{number} | {condition} |\n" for number, condition in enumerate(conditions))
    warm = program(ENTITY + TAGS + rows)
    for record in records:
        facts: dict[str, object] = {"thing": record, **given}
        worked_out = answer(warm, "labels", facts, traced=True)
        assert repr(answer(warm, "labels", facts)) == repr(worked_out)
        assert repr(answer(warm, "labels", facts)) == repr(worked_out)
        if isinstance(worked_out, dict):
            assert repr(warm.function("labels")(facts)) == repr(worked_out)


def test_a_tag_of_its_own_classes_is_worked_out_once() -> None:
    """What a record is like otherwise does not matter."""
    warm = program(ENTITY + TAGS + '  | big | n > 7 |\n  | marked | flag |\n  | first | kind = "A" |\n')
    assert isinstance(warm.shortcuts.to("labels"), Gathered)
    for n, flag, kind in [(8, True, "A"), (1, False, "B"), (None, None, None)]:
        warm.evaluate("labels", {"thing": {"n": n, "flag": flag, "kind": kind}})
    new: dict[str, object] = {"thing": {"n": 100, "flag": False, "kind": None}}
    assert warm.shortcuts.to("labels").kept(new) == {"big": True, "marked": False, "first": False}


@pytest.mark.parametrize(("name", "looked_up"), [("risk", True), ("days", False), ("call", False)])
def test_what_can_be_looked_up(name: str, looked_up: bool) -> None:
    """A decision that compares with constants; not one that computes with an entry."""
    assert isinstance(shortcut(risks().model, name), NoShortcut) is not looked_up


def test_the_time_is_never_kept() -> None:
    """A decision that asks for today is worked out anew each time."""
    rules = program(ENTITY + TABLE + '  | - | - | - | true | today() = date("2026-05-08") |\n')
    facts: dict[str, object] = {"thing": {"flag": True}}
    days = ["2026-05-08", "2026-05-09", "2026-05-08"]
    assert [rules.evaluate("result", facts, clock=FixedClock(day)).value for day in days] == [True, False, True]


def test_a_decision_that_is_given_is_not_looked_up() -> None:
    """Neither are records with other facts beside them."""
    facts: dict[str, object] = {"account": {"swing": 0.05, "delay": 1}}
    assert risks().evaluate("risk", facts).value == "低"
    assert risks().evaluate("risk", {**facts, "risk": "高"}).value == "高"
    assert risks().evaluate("risk", {**facts, "risk": None}).value is None
    assert risks().evaluate("risk", {**facts, "unknown": 1}).value == "低"


def test_a_kept_value_is_explained_by_its_own_record() -> None:
    """Two records of the same classes share a value, not an explanation."""
    outcomes = [risks().evaluate("risk", {"account": {"swing": swing, "delay": 1}}) for swing in (0.04, 0.05)]
    assert outcomes[0].value is outcomes[1].value
    assert [("4%" in each.explain("en"), "5%" in each.explain("en")) for each in outcomes] == [
        (True, False),
        (False, True),
    ]
