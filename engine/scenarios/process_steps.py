"""The vocabulary of scenarios about records on their way: stages and moves, tags, and what follows by itself."""

from __future__ import annotations

import pytest
from pytest_bdd import given, parsers, then, when

from engine.scenarios.processing import Processing
from engine.scenarios.stage import Stage

Rows = list[list[str]]


@pytest.fixture
def processing(stage: Stage) -> Processing:
    """A record to which nothing has happened yet."""
    return Processing(stage)


# -- given ---------------------------------------------------------------------------------------------------------


@given(parsers.parse("{record} 的 {relation} 有"))
@given(parsers.parse("the {record} has these {relation}"))
def related_records(stage: Stage, record: str, relation: str, datatable: Rows) -> None:
    """Records that belong to a record, one a row under the names of their fields."""
    stage.record(record)[relation] = table(datatable)


@given(parsers.parse("一组 {records}"))
@given(parsers.parse("a group of {records}"))
def group(stage: Stage, records: str, datatable: Rows) -> None:
    """Several records, for a decision that looks at all of them; under the one column 值 (value), plain values."""
    rows = table(datatable)
    plain = datatable[0] in (["值"], ["value"])
    stage.facts[records] = [value for row in rows for value in row.values()] if plain else rows


@given(parsers.parse("现在是 {moment}"))
@given(parsers.parse("it is now {moment}"))
def now(stage: Stage, moment: str) -> None:
    """The instant that rules see as now."""
    stage.at = moment


@given(parsers.parse("变更原因是 {reason}"))
@given(parsers.parse("the reason for the move is {reason}"))
def reason(processing: Processing, reason: str) -> None:
    """What is said when the record is moved."""
    processing.reason = reason


@given(parsers.parse("{moment} 进入 {place}"))
@given(parsers.parse("on {moment} it came to {place}"))
def entered(processing: Processing, moment: str, place: str) -> None:
    """When the record came to a stage; several of these are its history."""
    processing.entered(place, moment)


@given("原有标签")
@given("the tags were")
def tagged(processing: Processing, datatable: Rows) -> None:
    """The tags that the record has: tag, 规则 or 人工 (rule, by hand), since when."""
    processing.tagged({name: cell or "" for name, cell in row.items()} for row in table(datatable))


# -- when ----------------------------------------------------------------------------------------------------------


@when(parsers.parse("{pipeline} 移到 {place}"))
@when(parsers.parse("{pipeline} is moved to {place}"))
def move(processing: Processing, pipeline: str, place: str) -> None:
    """Somebody moves the record to a stage."""
    processing.move(pipeline, place)


@when(parsers.parse("{pipeline} 自动推进"))
@when(parsers.parse("{pipeline} goes on by itself"))
def go_on(processing: Processing, pipeline: str) -> None:
    """The record moves as far as it does by itself."""
    processing.go_on(pipeline)


@when(parsers.parse("{record} 的 {fields} 变更"))
@when(parsers.parse("the {fields} of the {record} changes"))
def change(processing: Processing, record: str, fields: str) -> None:
    """Some fields of the record change; what is given is the record after that."""
    processing.happen(record, "changed", fields.split("、"))


@when(parsers.parse("新建 {record}"))
@when(parsers.parse("the {record} is created"))
def create(processing: Processing, record: str) -> None:
    """The record is new."""
    processing.happen(record, "created", ())


@when(parsers.parse("{record} 的时间从 {start} 到 {end}"))
@when(parsers.parse("time goes by for the {record} from {start} to {end}"))
def pass_time(processing: Processing, record: str, start: str, end: str) -> None:
    """What falls due for the record behind the first instant and up to the second."""
    processing.pass_time(record, start, end)


@when(parsers.parse("按 {tags} 打标"))
@when(parsers.parse("the record is tagged by {tags}"))
def tag(processing: Processing, tags: str) -> None:
    """All rules are asked for the tags of the record."""
    processing.tag(tags)


@when(parsers.parse("人工给 {tags} 打上 {names}"))
@when(parsers.parse("by hand {tags} get {names}"))
def give(processing: Processing, tags: str, names: str) -> None:
    """Somebody gives tags; several behind each other with 、."""
    processing.give(tags, names.split("、"))


# -- then ----------------------------------------------------------------------------------------------------------


@then("允许移动")
@then("the move is allowed")
def move_allowed(processing: Processing) -> None:
    """Nothing is in the way."""
    assert processing.moved, processing.stage.said() or "nothing was moved"


@then("拒绝移动，提到")
@then("the move is refused and mentions")
def move_refused(processing: Processing, datatable: Rows) -> None:
    """The move is refused, and everything that the refusal must mention."""
    assert not processing.moved and processing.stage.findings, f"it moved to {processing.moved}"
    for (text,) in datatable:
        assert text in processing.stage.said(), f"{text} is not mentioned in:\n{processing.stage.said()}"


@then(parsers.parse("自动到了 {place}"))
@then(parsers.parse("it has come to {place} by itself"))
def came(processing: Processing, place: str) -> None:
    """Where the record is after it moved by itself."""
    assert processing.moved[-1:] == (place,), processing.moved


@then("停在原处")
@then("it stays where it is")
def stays_there(processing: Processing) -> None:
    """The record does not move by itself."""
    assert not processing.moved, processing.moved


@then(parsers.parse("已停留 {days:d} 天，{late}"))
@then(parsers.parse("it has stayed {days:d} days, {late}"))
def stayed(processing: Processing, days: int, late: str) -> None:
    """How long the record has been where it is, and whether that is 超时 (late) or 没有超时 (in time)."""
    assert processing.stay is not None, "nothing was asked about a stay"
    assert (processing.stay.days, processing.stay.late) == (days, late in ("超时", "late"))


@then("随后要做")
@then("these tasks follow")
def actions(processing: Processing, datatable: Rows) -> None:
    """Every action that follows, one a row, in order: fields of the new record by name or label."""
    header, *rows = datatable
    assert processing.done(header) == [[cell or "" for cell in row] for row in rows]


@then("没有要做的事")
@then("nothing is to be done")
def no_actions(processing: Processing) -> None:
    """No action follows."""
    assert not processing.actions, [action.key for action in processing.actions]


@then("标签有")
@then("the tags are")
def tags(processing: Processing, datatable: Rows) -> None:
    """All tags, one a row: the tag, 规则 or 人工 (rule, by hand), since when."""
    assert processing.tags() == datatable[1:]


@then(parsers.parse("新增标签 {names}"))
@then(parsers.parse("the tags gained are {names}"))
def gained(processing: Processing, names: str) -> None:
    """The tags that came."""
    assert [tag.name for tag in processing.tagging.entered] == names.split("、")


@then(parsers.parse("失去标签 {names}"))
@then(parsers.parse("the tags lost are {names}"))
def lost(processing: Processing, names: str) -> None:
    """The tags that went."""
    assert [tag.name for tag in processing.tagging.left] == names.split("、")


@then("没有标签")
@then("there are no tags")
def no_tags(processing: Processing) -> None:
    """The record has no tag."""
    assert not processing.tagging.tags


def table(datatable: Rows) -> list[dict[str, str | None]]:
    """Rows under a header; an empty cell is null."""
    header, *rows = datatable
    return [{name: cell or None for name, cell in zip(header, row, strict=True)} for row in rows]
