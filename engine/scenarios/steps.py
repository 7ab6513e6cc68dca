"""The whole vocabulary of scenarios. Every step stands in Chinese and in English.

A record's facts go by label or name; `的` takes a part; a value of the rules is named by its path of keys.
"""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
from pytest_bdd import given, then, when

from engine.dsl.scalars import parse_number
from engine.scenarios.claims import among, claim, held, mentions, nothing, same, same_rows
from engine.scenarios.clock_steps import *  # noqa: F403
from engine.scenarios.process_steps import *  # noqa: F403
from engine.scenarios.stage import Stage, meant, part, rounded
from engine.scenarios.survey_steps import *  # noqa: F403
from engine.scenarios.wording import worded

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


@given(worded("{record} 的资料是"))
@given(worded("the {record} is"))
def facts_of_a_record(stage: Stage, record: str, datatable: Table) -> None:
    """Fields of a record, one a row: label or name, value."""
    stage.record(record).update(dict(datatable))


@given(worded("{record} 的 {field} 是 {value}"))
@given(worded("the {field} of the {record} is {value}"))
def one_fact(stage: Stage, record: str, field: str, value: str) -> None:
    """One field of a record."""
    stage.record(record)[field] = value


@given(worded("{record} 没有填 {fields}"))
@given(worded("the {record} has no {fields}"))
def no_fact(stage: Stage, record: str, fields: str) -> None:
    """Fields of a record that nobody filled in."""
    for name in fields.split(","):
        stage.record(record)[name.strip()] = None


@given(worded("{record} 的列表是"))
@given(worded("the {record} are"))
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


@given(worded("各维度人工打分 {scores}"))
@given(worded("by hand the dimensions score {scores}"))
def manual_scores(stage: Stage, scores: str) -> None:
    """A manual score, with a remark, for every dimension in its order."""
    stage.scores = tuple(score.strip() for score in scores.split(","))


@given(worded("今天是 {day}"))
@given(worded("today is {day}"))
def today(stage: Stage, day: str) -> None:
    """The day that rules see as today."""
    stage.at = day


@given(worded('{definition} 的 "{keys}" 改为 "{value}"'))
@given(worded('"{keys}" of {definition} is changed to "{value}"'))
def changed_rule(stage: Stage, definition: str, keys: str, value: str) -> None:
    """One value of a definition, changed for this scenario."""
    stage.change(definition, keys, value)


@given(worded('{definition} 的 "{keys}" 改为'))
@given(worded('"{keys}" of {definition} is changed to'))
def changed_text(stage: Stage, definition: str, keys: str, docstring: str) -> None:
    """A table or a longer text of a definition, changed for this scenario."""
    stage.change(definition, keys, docstring)


# -- when ----------------------------------------------------------------------------------------------------------


@when("检查定义")
@when("the definitions are checked")
def check(stage: Stage) -> None:
    """Read and check the rules."""
    stage.check()


@when(worded("评估 {definition}"))
@when(worded("{definition} is evaluated"))
def evaluate(stage: Stage, definition: str) -> None:
    """Evaluate a definition for the facts given."""
    stage.evaluate(definition)


# -- then: findings ------------------------------------------------------------------------------------------------


@then("检查通过")
@then("the check passes")
def passes(stage: Stage) -> None:
    """Nothing was found."""
    claim(stage.checked, "还没有检查", "nothing was checked")
    held(stage.findings)


@then(worded("检查报告 {code}，提到"))
@then(worded("拒绝评估，报告 {code}，提到"))
@then(worded("the check reports {code} and mentions"))
@then(worded("the evaluation is refused with {code} and mentions"))
def reports(stage: Stage, code: str, datatable: Table) -> None:
    """A finding of that code, and everything it must mention."""
    among(code, (finding.code for finding in stage.findings))
    for (text,) in datatable:
        mentions(stage.said(), text)


# -- then: results -------------------------------------------------------------------------------------------------


@then(worded("{path} 是 {value}"))
@then(worded("the {path} is {value}"))
def equals(stage: Stage, path: str, value: str) -> None:
    """A part of the result, exactly; by its key, or in the author's words for the total, the rating, the decision."""
    means(stage.get(path), value)


@then(worded("{path} 约为 {value}"))
@then(worded("the {path} is about {value}"))
def about(stage: Stage, path: str, value: str) -> None:
    """A number, rounded to as many places as are written."""
    came = stage.get(path)
    claim(isinstance(came, Decimal), "得到的不是数字", "it is no number")
    same(rounded(came, value), parse_number(value))


@then(worded("没有 {path}"))
@then(worded("there is no {path}"))
def absent(stage: Stage, path: str) -> None:
    """A part of the result that is null."""
    nothing(stage.get(path))


@then(worded("{_} 在 {low} 和 {high} 之间"))
@then(worded("the {_} lies between {low} and {high}"))
def bounds(stage: Stage, low: str, high: str) -> None:
    """What missing data leave open."""
    means(stage.get("bounds.low"), low)
    means(stage.get("bounds.high"), high)


@then(worded("评级是暂定的，标明 {note}"))
@then(worded("a provisional result says {note}"))
def provisional(stage: Stage, note: str) -> None:
    """A rating in spite of missing data."""
    claim(stage.get("provisional") is True, "评级不是暂定的", "the rating is not provisional")
    means(stage.get("note"), note)


@then(worded('策略 的 "{key}" 是 {value}'))
@then(worded('the "{key}" of the strategy is {value}'))
def strategy(stage: Stage, key: str, value: str) -> None:
    """What follows from the rating."""
    means(part(stage.get("strategy"), key), value)


@then(worded("维度 {dimension} 得 {points} 分"))
@then(worded("the dimension {dimension} has {points} points"))
def dimension_points(stage: Stage, dimension: str, points: str) -> None:
    """The points of a dimension that count."""
    means(named(stage.get("dimensions"), "label", dimension)["points"], points)


@then(worded("标准 {criterion} 得 {points} 分"))
@then(worded("the criterion {criterion} has {points} points"))
def criterion_points(stage: Stage, criterion: str, points: str) -> None:
    """The points of one criterion."""
    criteria = [criterion for dimension in stage.get("dimensions") for criterion in dimension["criteria"]]
    means(named(criteria, "name", criterion)["points"], points)


@then("各维度是")
@then("the dimensions are")
def dimensions(stage: Stage, datatable: Table) -> None:
    """What is published about dimensions, one a row."""
    for expected, dimension in stage.rows(datatable):
        for key, value in expected.items():
            means(dimension[key], value)


@then(worded("下一级是 {rating}，{how}"))
@then(worded("the next rating is {rating}, {how}"))
def next_rating(stage: Stage, rating: str, how: str, datatable: Table) -> None:
    """What would have to change for the next rating: any one of the rows, or all of them together."""
    following = stage.get("next")
    same(following["rating"], rating)
    same(following["together"], how in ("要一起改善", "together"))
    expected = {dimension["name"]: Decimal(row["points"]) for row, dimension in stage.rows(datatable)}
    ways = {way["dimension"]: way["points"] for way in following["ways"]}
    same_rows([[name, f"{ways[name]:f}"] for name in sorted(ways)], [[n, f"{expected[n]:f}"] for n in sorted(expected)])


@then("解释里有")
@then("the explanation says")
def explains(stage: Stage, datatable: Table) -> None:
    """Sentences of the explanation, in either language."""
    claim(stage.outcome is not None, "还没有评估", "nothing was evaluated")
    assert stage.outcome is not None
    said = "\n".join(stage.outcome.explain(lang=lang) for lang in ("zh", "en"))
    for (text,) in datatable:
        mentions(said, text)


def means(value: object, text: str) -> None:
    """A value is what a text means."""
    same(value, meant(text, value))


def named(rows: list[dict[str, Any]], key: str, name: str) -> dict[str, Any]:
    """The row of that name."""
    among(name, (row[key] for row in rows))
    return next(row for row in rows if row[key] == name)
