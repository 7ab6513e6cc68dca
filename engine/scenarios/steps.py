"""The whole vocabulary of scenarios. Every step stands in Chinese and in English.

A record's facts go by label or name; `的` takes a part; a value of the rules is named by its path of keys.
"""

from __future__ import annotations

import os
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, cast

import pytest
from pytest_bdd import given, parsers, then, when

from engine.scenarios.clock_steps import *  # noqa: F403
from engine.scenarios.process_steps import *  # noqa: F403
from engine.scenarios.stage import Stage, meant, places
from engine.scenarios.survey_steps import *  # noqa: F403

PROJECT = "GUIJU_PROJECT"  # the folder of definitions that scenarios are about
EXECUTORS = ("compiled", "traced")

Table = list[list[str]]


@pytest.fixture(autouse=True, params=EXECUTORS)
def executor(request: pytest.FixtureRequest) -> str:
    """Every scenario runs on both executors, which must agree."""
    return cast("str", request.param)


@pytest.fixture
def stage(executor: str) -> Stage:
    """A new scenario over the rules as they are in the files."""
    return Stage(Path(os.environ.get(PROJECT, "configs")), executor == "traced")


def pytest_bdd_apply_tag(tag: str, function: object) -> bool:
    """Tags such as @R096 name requirements; they are no marks of pytest."""
    return True


# -- given ---------------------------------------------------------------------------------------------------------


@given(parsers.parse("{record} 的资料是"))
@given(parsers.parse("the {record} is"))
def facts_of_a_record(stage: Stage, record: str, datatable: Table) -> None:
    """Fields of a record, one a row: label or name, value."""
    stage.record(record).update(dict(datatable))


@given(parsers.parse("{record} 的 {name} 是 {value}"))
@given(parsers.parse("the {name} of the {record} is {value}"))
def one_fact(stage: Stage, record: str, name: str, value: str) -> None:
    """One field of a record."""
    stage.record(record)[name] = value


@given(parsers.parse("{record} 没有填 {listed}"))
@given(parsers.parse("the {record} has no {listed}"))
def no_fact(stage: Stage, record: str, listed: str) -> None:
    """Fields of a record that nobody filled in."""
    for name in listed.split(","):
        stage.record(record)[name.strip()] = None


@given(parsers.parse("{record} 的列表是"))
@given(parsers.parse("the {record} are"))
def facts_by_row(stage: Stage, record: str, datatable: Table) -> None:
    """A table with a header: the first cell of a row says what the others are about."""
    (_, *header), *rows = datatable
    for first, *cells in rows:
        stage.record(record)[first] = dict(zip(header, cells, strict=True))


@given("输入是")
@given("the inputs are")
def inputs(stage: Stage, datatable: Table) -> None:
    """Inputs of a decision that are no records, one a row: name, value."""
    stage.facts.update(dict(datatable))


@given(parsers.parse("各维度人工打分 {scores}"))
@given(parsers.parse("by hand the dimensions score {scores}"))
def manual_scores(stage: Stage, scores: str) -> None:
    """A manual score, with a remark, for every dimension in its order."""
    stage.scores = tuple(score.strip() for score in scores.split(","))


@given(parsers.parse("今天是 {day}"))
@given(parsers.parse("today is {day}"))
def today(stage: Stage, day: str) -> None:
    """The day that rules see as today."""
    stage.at = day


@given(parsers.parse('{definition} 的 "{path}" 改为 "{value}"'))
@given(parsers.parse('"{path}" of {definition} is changed to "{value}"'))
def changed_rule(stage: Stage, definition: str, path: str, value: str) -> None:
    """One value of a definition, changed for this scenario."""
    stage.change(definition, path, value)


@given(parsers.parse('{definition} 的 "{path}" 改为'))
@given(parsers.parse('"{path}" of {definition} is changed to'))
def changed_text(stage: Stage, definition: str, path: str, docstring: str) -> None:
    """A table or a longer text of a definition, changed for this scenario."""
    stage.change(definition, path, docstring)


# -- when ----------------------------------------------------------------------------------------------------------


@when("检查定义")
@when("the definitions are checked")
def check(stage: Stage) -> None:
    """Read and check the rules."""
    stage.check()


@when(parsers.parse("评估 {definition}"))
@when(parsers.parse("{definition} is evaluated"))
def evaluate(stage: Stage, definition: str) -> None:
    """Evaluate a definition for the facts given."""
    stage.evaluate(definition)


# -- then: findings ------------------------------------------------------------------------------------------------


@then("检查通过")
@then("the check passes")
def passes(stage: Stage) -> None:
    """Nothing was found."""
    assert not stage.findings, stage.said()


@then(parsers.parse("检查报告 {code}，提到"))
@then(parsers.parse("拒绝评估，报告 {code}，提到"))
@then(parsers.parse("the check reports {code} and mentions"))
@then(parsers.parse("the evaluation is refused with {code} and mentions"))
def reports(stage: Stage, code: str, datatable: Table) -> None:
    """A finding of that code, and everything it must mention."""
    assert code in {finding.code for finding in stage.findings}, stage.said() or "nothing was reported"
    for (text,) in datatable:
        assert text in stage.said(), f"{text} is not mentioned in:\n{stage.said()}"


# -- then: results -------------------------------------------------------------------------------------------------


@then(parsers.parse("{path} 是 {value}"))
@then(parsers.parse("the {path} is {value}"))
def equals(stage: Stage, path: str, value: str) -> None:
    """A part of the result, exactly."""
    same(stage.get(path), value)


@then(parsers.parse("{path} 约为 {value}"))
@then(parsers.parse("the {path} is about {value}"))
def about(stage: Stage, path: str, value: str) -> None:
    """A number, rounded to as many places as are written."""
    unit = Decimal(1).scaleb(-places(value))
    assert stage.get(path).quantize(unit, ROUND_HALF_UP) == Decimal(value), stage.get(path)


@then(parsers.parse("没有 {path}"))
@then(parsers.parse("there is no {path}"))
def absent(stage: Stage, path: str) -> None:
    """A part of the result that is null."""
    assert stage.get(path) is None


@then(parsers.parse("{_} 在 {low} 和 {high} 之间"))
@then(parsers.parse("the {_} lies between {low} and {high}"))
def bounds(stage: Stage, low: str, high: str) -> None:
    """What missing data leave open."""
    same(stage.get("bounds.low"), low)
    same(stage.get("bounds.high"), high)


@then(parsers.parse("评级是暂定的，标明 {note}"))
@then(parsers.parse("a provisional result says {note}"))
def provisional(stage: Stage, note: str) -> None:
    """A rating in spite of missing data."""
    assert stage.get("provisional") is True
    same(stage.get("note"), note)


@then(parsers.parse('策略 的 "{key}" 是 {value}'))
@then(parsers.parse('the "{key}" of the strategy is {value}'))
def strategy(stage: Stage, key: str, value: str) -> None:
    """What follows from the rating."""
    same(stage.get("strategy")[key], value)


@then(parsers.parse("维度 {label} 得 {points} 分"))
@then(parsers.parse("the dimension {label} has {points} points"))
def dimension_points(stage: Stage, label: str, points: str) -> None:
    """The points of a dimension that count."""
    same(named(stage.get("dimensions"), "label", label)["points"], points)


@then(parsers.parse("标准 {name} 得 {points} 分"))
@then(parsers.parse("the criterion {name} has {points} points"))
def criterion_points(stage: Stage, name: str, points: str) -> None:
    """The points of one criterion."""
    criteria = [criterion for dimension in stage.get("dimensions") for criterion in dimension["criteria"]]
    same(named(criteria, "name", name)["points"], points)


@then("各维度是")
@then("the dimensions are")
def dimensions(stage: Stage, datatable: Table) -> None:
    """What is published about dimensions, one a row."""
    for expected, dimension in stage.rows(datatable):
        for key, value in expected.items():
            same(dimension[key], value)


@then(parsers.parse("下一级是 {rating}，{how}"))
@then(parsers.parse("the next rating is {rating}, {how}"))
def next_rating(stage: Stage, rating: str, how: str, datatable: Table) -> None:
    """What would have to change for the next rating: any one of the rows, or all of them together."""
    following = stage.get("next")
    assert following["rating"] == rating
    assert following["together"] is (how in ("要一起改善", "together"))
    expected = {dimension["name"]: Decimal(row["points"]) for row, dimension in stage.rows(datatable)}
    assert {way["dimension"]: way["points"] for way in following["ways"]} == expected


@then("解释里有")
@then("the explanation says")
def explains(stage: Stage, datatable: Table) -> None:
    """Sentences of the explanation, in either language."""
    assert stage.outcome is not None
    said = "\n".join(stage.outcome.explain(lang=lang) for lang in ("zh", "en"))
    for (text,) in datatable:
        assert text in said, f"{text} is not said in:\n{said}"


def same(value: object, text: str) -> None:
    """A value is what a text means."""
    expected = meant(text, value)
    assert value == expected, f"{value} instead of {expected}"


def named(rows: list[dict[str, Any]], key: str, name: str) -> dict[str, Any]:
    """The row of that name."""
    assert name in [row[key] for row in rows], f"there is no {name}"
    return next(row for row in rows if row[key] == name)
