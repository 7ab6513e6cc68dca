"""The vocabulary of scenarios about records on their way: stages and moves, tags, and what follows by itself."""

from __future__ import annotations

import pytest
from pytest_bdd import given, then, when

from engine.scenarios.claims import claim, held, mentions, same, same_names, same_rows
from engine.scenarios.processing import ORIGIN_WORDS, Processing
from engine.scenarios.stage import Stage
from engine.scenarios.wording import worded

Rows = list[list[str]]


@pytest.fixture
def processing(stage: Stage) -> Processing:
    """A record to which nothing has happened yet."""
    return Processing(stage)


# -- given ---------------------------------------------------------------------------------------------------------


@given(worded("{record} 的 {relation} 有"))
@given(worded("the {record} has these {relation}"))
def related_records(stage: Stage, record: str, relation: str, datatable: Rows) -> None:
    """Records that belong to a record, one a row under the names of their fields."""
    stage.record(record)[relation] = table(datatable)


@given(worded("一组 {records}"))
@given(worded("a group of {records}"))
def group(stage: Stage, records: str, datatable: Rows) -> None:
    """Several records, for a decision that looks at all of them; under the one column 值 (value), plain values."""
    rows = table(datatable)
    plain = datatable[0] in (["值"], ["value"])
    stage.facts[records] = [value for row in rows for value in row.values()] if plain else rows


@given(worded("现在是 {moment}"))
@given(worded("it is now {moment}"))
def now(stage: Stage, moment: str) -> None:
    """The instant that rules see as now."""
    stage.at = moment


@given(worded("变更原因是 {reason}"))
@given(worded("the reason for the move is {reason}"))
def reason(processing: Processing, reason: str) -> None:
    """What is said when the record is moved."""
    processing.reason = reason


@given(worded("{moment} 进入 {place}"))
@given(worded("on {moment} it came to {place}"))
def entered(processing: Processing, moment: str, place: str) -> None:
    """When the record came to a stage; several of these are its history."""
    processing.entered(place, moment)


@given("原有标签")
@given("the tags were")
def tagged(processing: Processing, datatable: Rows) -> None:
    """The tags that the record has: tag, 规则 or 人工 (rule, by hand), since when."""
    processing.tagged({name: cell or "" for name, cell in row.items()} for row in table(datatable))


# -- when ----------------------------------------------------------------------------------------------------------


@when(worded("{pipeline} 移到 {place}"))
@when(worded("{pipeline} is moved to {place}"))
def move(processing: Processing, pipeline: str, place: str) -> None:
    """Somebody moves the record to a stage."""
    processing.move(pipeline, place)


@when(worded("{pipeline} 自动推进"))
@when(worded("{pipeline} goes on by itself"))
def go_on(processing: Processing, pipeline: str) -> None:
    """The record moves as far as it does by itself."""
    processing.go_on(pipeline)


@when(worded("{record} 的 {fields} 变更"))
@when(worded("the {fields} of the {record} changes"))
def change(processing: Processing, record: str, fields: str) -> None:
    """Some fields of the record change; what is given is the record after that."""
    processing.happen(record, "changed", fields.split("、"))


@when(worded("新建 {record}"))
@when(worded("the {record} is created"))
def create(processing: Processing, record: str) -> None:
    """The record is new."""
    processing.happen(record, "created", ())


@when(worded("{record} 的时间从 {start} 到 {end}"))
@when(worded("time goes by for the {record} from {start} to {end}"))
def pass_time(processing: Processing, record: str, start: str, end: str) -> None:
    """What falls due for the record behind the first instant and up to the second."""
    processing.pass_time(record, start, end)


@when(worded("按 {tags} 打标"))
@when(worded("the record is tagged by {tags}"))
def tag(processing: Processing, tags: str) -> None:
    """All rules are asked for the tags of the record."""
    processing.tag(tags)


@when(worded("人工给 {tags} 打上 {labels}"))
@when(worded("by hand {tags} get {labels}"))
def give(processing: Processing, tags: str, labels: str) -> None:
    """Somebody gives tags; several behind each other with 、."""
    processing.give(tags, labels.split("、"))


# -- then ----------------------------------------------------------------------------------------------------------


@then("允许移动")
@then("the move is allowed")
def move_allowed(processing: Processing) -> None:
    """Nothing is in the way."""
    held(processing.stage.findings)
    claim(processing.moved, "什么也没有移动", "nothing was moved")


@then("拒绝移动，提到")
@then("the move is refused and mentions")
def move_refused(processing: Processing, datatable: Rows) -> None:
    """The move is refused, and everything that the refusal must mention."""
    claim(
        processing.stage.findings, f"移到了 {'、'.join(processing.moved)}", f"it moved to {', '.join(processing.moved)}"
    )
    for (text,) in datatable:
        mentions(processing.stage.said(), text)


@then(worded("自动到了 {place}"))
@then(worded("it has come to {place} by itself"))
def came(processing: Processing, place: str) -> None:
    """Where the record is after it moved by itself."""
    same_names(processing.moved[-1:], [processing.called(place)])


@then("停在原处")
@then("it stays where it is")
def stays_there(processing: Processing) -> None:
    """The record does not move by itself."""
    same_names(processing.moved, [])


@then(worded("已停留 {days} 天，{late}"))
@then(worded("it has stayed {days} days, {late}"))
def stayed(processing: Processing, days: str, late: str) -> None:
    """How long the record has been where it is, and whether that is 超时 (late) or 没有超时 (in time)."""
    stay = processing.stay
    claim(stay is not None, "没有说什么时候进入的", "it is not said when it came there")
    assert stay is not None
    same(str(stay.days), days)
    same(stay.late, late in ("超时", "late"))


@then("随后要做")
@then("these tasks follow")
def actions(processing: Processing, datatable: Rows) -> None:
    """Every action that follows, one a row, in order: fields of the new record by name or label."""
    header, *rows = datatable
    same_rows(processing.done(header), [[cell or "" for cell in row] for row in rows])


@then("没有要做的事")
@then("nothing is to be done")
def no_actions(processing: Processing) -> None:
    """No action follows."""
    same_names((action.create for action in processing.actions), [])


@then("标签有")
@then("the tags are")
def tags(processing: Processing, datatable: Rows) -> None:
    """All tags, one a row: the tag, 规则 or 人工 (rule, by hand), since when."""
    same_rows(processing.tags(), [[ORIGIN_WORDS.get(cell, cell) for cell in row] for row in datatable[1:]])


@then(worded("新增标签 {labels}"))
@then(worded("the tags gained are {labels}"))
def gained(processing: Processing, labels: str) -> None:
    """The tags that came."""
    same_names((tag.name for tag in processing.tagging.entered), labels.split("、"))


@then(worded("失去标签 {labels}"))
@then(worded("the tags lost are {labels}"))
def lost(processing: Processing, labels: str) -> None:
    """The tags that went."""
    same_names((tag.name for tag in processing.tagging.left), labels.split("、"))


@then("没有标签")
@then("there are no tags")
def no_tags(processing: Processing) -> None:
    """The record has no tag."""
    same_names((tag.name for tag in processing.tagging.tags), [])


def table(datatable: Rows) -> list[dict[str, str | None]]:
    """Rows under a header; an empty cell is null."""
    header, *rows = datatable
    return [{name: cell or None for name, cell in zip(header, row, strict=True)} for row in rows]
