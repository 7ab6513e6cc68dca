"""Definitions as tables that people can read beside the file: decision tables cell by cell, and for every kind what it
consists of. A kind that is not in LISTINGS shows its decision tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from itertools import groupby
from typing import Any

from engine.dsl import nodes as feel
from engine.dsl.text import Text
from engine.model.boxed import Boxed, ContextEntry, DecisionTable
from engine.model.decision import Decision, Model
from engine.model.kinds.automation_parts import Action, Automation
from engine.model.kinds.calendar import WEEKDAYS, Calendar, Known, day_name
from engine.model.kinds.created_records import Delay
from engine.model.kinds.decision import DecisionDefinition
from engine.model.kinds.entity import Entity, Field
from engine.model.kinds.hours import DAY, Windows
from engine.model.kinds.kind import Definition
from engine.model.kinds.pipeline import stage_label
from engine.model.kinds.pipeline_stages import Pipeline
from engine.model.kinds.report import Report
from engine.model.kinds.role import Role
from engine.model.kinds.scoring import Scorecard
from engine.model.kinds.sla_parts import ClockDefinition, Escalation, Sla
from engine.model.kinds.survey_parts import Mention, Survey
from engine.model.kinds.tags import Tags
from engine.runtime.listings import Table, labelled, listing, percent, said

Definitions = Mapping[str, Definition]
WINDOWS = {"cycle": Text("评估周期", "the evaluation cycle")}
WHEN, WHO, CREATES, VALUES = Text("条件", "When"), Text("通知", "Tell"), Text("建立", "Creates"), Text("内容", "With")


def tables(model: Model, definitions: Definitions, name: str) -> list[Table]:
    """The tables that a definition consists of, in the order of the file."""
    definition = definitions[name]
    own = [e for e in model.elements.values() if isinstance(e, Decision) and _belongs(e.name, name)]
    written = {table.origin: readable(table, each.label) for each in own for table in decision_tables(each.logic)}
    found = [table for place, table in written.items() if "|" in place.text]
    listed = LISTINGS.get(type(definition), _nothing_more)(definition, definitions)
    return sorted([*found, *(table for table in listed if table.rows)], key=lambda table: table.line)


def _belongs(name: str, definition: str) -> bool:
    return name == definition or name.startswith(definition + "/")


# -- decision tables ---------------------------------------------------------------------------------------------------


def decision_tables(logic: object) -> Iterator[DecisionTable]:
    """Every decision table in a piece of logic."""
    if isinstance(logic, DecisionTable):
        yield logic
    elif isinstance(logic, tuple):
        for item in logic:
            yield from decision_tables(item)
    elif is_dataclass(logic) and isinstance(logic, Boxed | ContextEntry):
        for part in fields(logic):
            yield from decision_tables(getattr(logic, part.name))


def readable(table: DecisionTable, label: Text) -> Table:
    """The table as it is written."""
    header = (*(clause.label for clause in table.inputs), *(clause.label for clause in table.outputs))
    rows = ((*(t.span.text or "-" for t in rule.tests), *(o.span.text for o in rule.outputs)) for rule in table.rules)
    return Table(label, header, tuple(tuple(map(Text, row)) for row in rows), table.origin.line)


# -- kinds -------------------------------------------------------------------------------------------------------------


def _nothing_more(definition: Any, definitions: Definitions) -> Iterator[Table]:
    return iter(())


def _decision(decision: DecisionDefinition, definitions: Definitions) -> Iterator[Table]:
    """The expression of a decision that is no table."""
    if isinstance(decision.logic, feel.Node):
        yield listing(
            decision.label,
            decision.logic.span,
            [decision],
            (Text("由", "From"), lambda each: tuple(about.name for about in each.inputs)),
            (Text("结果", "Result"), lambda each: each.logic),
        )


def _entity(entity: Entity, definitions: Definitions) -> Iterator[Table]:
    yield listing(
        Text("字段", "Fields"),
        entity.origin,
        entity.fields.values(),
        (Text("字段", "Field"), lambda each: each.label),
        (Text("种类", "Type"), lambda each: each.type),
        (Text("选项", "Options"), lambda each: tuple(option.label for option in each.options)),
        (Text("必填", "Required"), lambda each: each.required),
        (Text("何时出现", "Shown if"), lambda each: each.visible_if),
        (Text("要符合", "Valid if"), _bounds),
        (Text("自动计算", "Worked out"), lambda each: each.compute),
    )
    yield listing(
        Text("指标", "Metrics"),
        next((each.origin for each in entity.metrics.values()), entity.origin),
        entity.metrics.values(),
        (Text("指标", "Metric"), lambda each: each.label),
        (Text("怎么算", "Value"), lambda each: each.value),
    )
    yield listing(
        Text("定期核对", "Checked again"),
        entity.review.origin if entity.review else entity.origin,
        [entity.review] if entity.review else [],
        (Text("每隔", "Every"), lambda each: each.every),
        (Text("字段", "Fields"), lambda each: tuple(entity.fields[name].label for name in each.fields)),
    )


def _bounds(each: Field) -> Text:
    ends = tuple(f"{sign} {end}" for sign, end in ((">=", each.minimum), ("<=", each.maximum)) if end is not None)
    return said((*ends, *([each.valid_if] if each.valid_if is not None else [])))


def _scorecard(card: Scorecard, definitions: Definitions) -> Iterator[Table]:
    yield listing(
        Text("维度", "Dimensions"),
        card.origin,
        card.dimensions,
        (Text("维度", "Dimension"), lambda each: each.label),
        (Text("权重", "Weight"), lambda each: percent(each.weight)),
        (Text("标准", "Criteria"), lambda each: tuple(criterion.label for criterion in each.criteria)),
    )
    yield listing(
        Text("统计区间", "Period"),
        card.origin,
        [card] if card.window else [],
        (Text("数据属于", "Figures of"), lambda each: WINDOWS.get(each.window, each.window)),
    )


def _sla(policy: Sla, definitions: Definitions) -> Iterator[Table]:
    def column(label: Text, name: str) -> tuple[Text, Any]:
        return label, lambda clock: _part(clock, name)

    yield listing(
        Text("时钟", "Clocks"),
        policy.origin,
        policy.clocks.values(),
        (Text("时钟", "Clock"), lambda clock: clock.label),
        column(Text("开始", "Starts when"), "start"),
        column(Text("开始时间", "Starts at"), "start_at"),
        column(Text("停止", "Stops when"), "stop"),
        column(Text("停止时间", "Stops at"), "stop_at"),
        column(Text("暂停", "Pauses while"), "pause"),
        column(Text("作废", "Cancelled when"), "cancel"),
        column(Text("重来", "Reset when"), "reset"),
    )
    place = policy.escalate[0].origin if policy.escalate else policy.origin
    warnings = [Escalation("", place, at=share) for share in policy.warn_at]
    yield listing(
        Text("提醒与升级", "Warnings and escalation"),
        place,
        (*warnings, *policy.escalate),
        (Text("何时", "At"), lambda each: percent(each.at) or each.after),
        (WHO, lambda each: each.to),
    )


def _part(clock: ClockDefinition, name: str) -> feel.Node | None:
    return clock.conditions.get(name) or clock.instants.get(name)


def _pipeline(pipeline: Pipeline, definitions: Definitions) -> Iterator[Table]:
    subject = definitions[pipeline.subject]
    assert isinstance(subject, Entity)

    def named(stage: str) -> Text:
        return stage_label(pipeline, subject, stage) if stage else Text("")

    yield listing(
        Text("阶段", "Stages"),
        pipeline.first.origin,
        pipeline.stages.values(),
        (Text("阶段", "Stage"), lambda stage: named(stage.name)),
        (Text("概率", "Probability"), lambda stage: percent(stage.probability)),
        (Text("只能来自", "Only from"), lambda stage: tuple(map(named, stage.comes_from))),
        (Text("进入条件", "To enter"), lambda stage: stage.enter_if),
        (Text("要填的字段", "Fields needed"), lambda stage: tuple(stage.require)),
        (Text("离开条件", "To leave"), lambda stage: stage.exit_if),
        (Text("自动进入", "Enters by itself"), lambda stage: stage.enter_when),
        (Text("最长停留", "Longest stay"), lambda stage: stage.max_stay),
        (Text("之后到", "Then to"), lambda stage: named(stage.then)),
        (Text("终点", "End"), lambda stage: stage.end or None),
    )
    yield listing(
        Text("移动", "Moves"),
        pipeline.origin,
        [pipeline],
        (Text("可以退回", "May go back"), lambda each: each.back),
        (Text("可以跳过", "May leave out stages"), lambda each: each.skip),
        (Text("要写原因", "Must say why"), lambda each: each.reason),
        (Text("别名", "Other words"), lambda each: each.aliases),
    )


def _tags(tags: Tags, definitions: Definitions) -> Iterator[Table]:
    yield listing(
        tags.label,
        next((rule.origin for rule in tags.rules.values()), tags.origin),
        tags.rules.values(),
        (Text("标签", "Tag"), lambda rule: rule.tag),
        (WHEN, lambda rule: rule.condition),
        (Text("依据", "Source"), lambda rule: rule.source),
    )
    yield listing(
        Text("手工标签", "By hand"),
        tags.origin,
        [tags] if tags.known or tags.allow_new else [],
        (Text("现有", "Known"), lambda each: each.known),
        (Text("可以新增", "New ones allowed"), lambda each: each.allow_new),
        (Text("别名", "Other words"), lambda each: each.aliases),
    )


def _calendar(calendar: Calendar, definitions: Definitions) -> Iterator[Table]:
    yield listing(
        Text("每周", "Week"),
        calendar.origin,
        enumerate(calendar.week),
        (Text("星期", "Day"), lambda day: Text("一二三四五六日"[day[0]], WEEKDAYS[day[0]].capitalize())),
        (Text("时段", "Hours"), lambda day: hours(day[1])),
    )
    yield listing(
        Text("节假日与调休", "Holidays and make-up workdays"),
        calendar.origin,
        [*_runs(calendar), *_annual(calendar)],
        (Text("日期", "Days"), lambda run: run[0]),
        (Text("名称", "Name"), lambda run: run[1][1]),
        (Text("时段", "Hours"), lambda run: hours(run[1][0])),
    )


def hours(windows: Windows) -> Text:
    """The windows of a day as people write them.

    >>> hours(((32400, 43200), (48600, 64800))).zh, hours(((0, 86400),)).zh, hours(((79200, 108000),)).en, hours(()).en
    ('09:00-12:00、13:30-18:00', '00:00-24:00', '22:00-06:00', 'closed')
    """
    within = (tuple(at if at <= DAY else at - DAY for at in window) for window in windows)
    ends = tuple("-".join(f"{at // 3600:02}:{at // 60 % 60:02}" for at in window) for window in within)
    return said(ends) if ends else Text("休息", "closed")


def _runs(calendar: Calendar) -> Iterator[tuple[str, Known]]:
    """The days that differ from their week, those in a row with the same name and hours together."""
    days = sorted(day for day in calendar.days if isinstance(day, date))
    for _, run in groupby(enumerate(days), key=lambda at: (at[1].toordinal() - at[0], calendar.days[at[1]])):
        together = [day for _, day in run]
        first, last = together[0], together[-1]
        yield f"{first}" if first == last else f"{first} – {last}", calendar.days[first]


def _annual(calendar: Calendar) -> Iterator[tuple[Text, Known]]:
    """The days that differ every year."""
    every = sorted(day for day in calendar.days if isinstance(day, tuple))
    return ((Text(f"每年 {day_name(day)}", f"every {day_name(day)}"), calendar.days[day]) for day in every)


def _survey(survey: Survey, definitions: Definitions) -> Iterator[Table]:
    asked = ((page, point) for page in survey.pages for item in page.items for point in item.points)
    yield listing(
        Text("题目", "Questions"),
        survey.pages[0].origin,
        asked,
        (Text("页", "Page"), lambda each: each[0].label),
        (Text("题目", "Question"), lambda each: each[1].label),
        (Text("种类", "Type"), lambda each: each[1].item.field.type),
        (Text("选项", "Answers"), lambda each: tuple(choice.label for choice in each[1].item.choices)),
        (Text("必填", "Required"), lambda each: each[1].item.field.required),
        (Text("何时出现", "Shown if"), lambda each: each[1].item.field.visible_if or each[0].visible_if),
    )
    yield listing(
        Text("发放", "Delivery"),
        survey.delivery.origin if survey.delivery else survey.origin,
        [survey.delivery] if survey.delivery else [],
        (Text("谁来填", "Access"), lambda each: each.access),
        (Text("只填一次", "Once"), lambda each: each.single_use),
        (Text("有效", "Valid for"), lambda each: each.expires),
        (Text("提醒", "Reminders"), lambda each: each.remind),
    )
    yield listing(
        Text("维度与指标", "Dimensions and indicators"),
        next((each.origin for each in survey.dimensions), survey.origin),
        [(each, name) for each in survey.dimensions for name in each.indicators],
        (Text("维度", "Dimension"), lambda each: each[0].label),
        (Text("指标", "Indicator"), lambda each: each[1]),
        (Text("题目", "Question"), lambda each: _questions(survey, each[0].indicators[each[1]])),
    )
    yield listing(
        Text("得分", "Scores"),
        next((each.origin for each in survey.scores), survey.origin),
        survey.scores,
        (Text("得分", "Score"), lambda each: each.label),
        (Text("题目", "Questions"), lambda each: _questions(survey, each.items) if each.items else None),
        (Text("方法", "Method"), lambda each: each.compute or each.method),
        (Text("至少回答", "Answers needed"), lambda each: each.min_answered),
    )
    yield listing(
        Text("质量提示", "Doubts about quality"),
        next((each.origin for each in survey.flags), survey.origin),
        survey.flags,
        (Text("提示", "Doubt"), lambda each: each.label),
        (WHEN, lambda each: each.when),
    )
    yield listing(
        Text("后续动作", "What follows"),
        next((each.origin for each in survey.follow_ups), survey.origin),
        survey.follow_ups,
        (Text("动作", "Action"), lambda each: each.label),
        (WHEN, lambda each: each.when),
        (CREATES, lambda each: definitions[each.create].label),
    )


def _questions(survey: Survey, mentions: tuple[Mention, ...]) -> tuple[Text, ...]:
    return tuple(point.label for point in survey.points(mentions)) if mentions else ()


def _automation(automation: Automation, definitions: Definitions) -> Iterator[Table]:
    schedule = automation.schedule
    yield listing(
        Text("何时", "Occasion"),
        automation.origin,
        [automation],
        (Text("对象", "About"), lambda each: definitions[each.subject].label),
        (Text("发生", "On"), lambda each: tuple(f"{trigger.entity}.{trigger.event}" for trigger in each.triggers)),
        (Text("每隔", "Every"), lambda each: schedule.every if schedule else None),
        (Text("满", "At"), lambda each: schedule.at if schedule else None),
        (Text("从", "From"), lambda each: schedule.start if schedule else None),
        (WHEN, lambda each: each.when),
        (Text("日历", "Calendar"), lambda each: definitions[each.calendar].label if each.calendar else None),
    )
    yield listing(
        Text("做什么", "Actions"),
        automation.actions[0].origin,
        automation.actions,
        (WHEN, lambda action: action.when),
        (CREATES, lambda action: definitions[action.create].label),
        (VALUES, lambda action: _values(action, definitions)),
    )


def _values(action: Action, definitions: Definitions) -> tuple[Text, ...]:
    """Every value as it is written, behind the label of its field."""
    target = definitions[action.create]
    assert isinstance(target, Entity)
    return tuple(labelled(target.fields[name].label, Text(_written(each))) for name, each in action.values.items())


def _written(value: feel.Node | Delay) -> str:
    """A value without the signs of the file around it."""
    return value.origin.text.strip("{}") if isinstance(value, Delay) else value.span.text.strip('"')


def _role(role: Role, definitions: Definitions) -> Iterator[Table]:
    parts = (
        (Text("记录", "Records"), role.records),
        (Text("操作", "Actions"), role.actions),
        (Text("字段", "Fields"), role.fields),
    )
    for label, rights in parts:
        yield listing(
            label,
            next((right.origin for right in rights.values()), role.origin),
            rights.values(),
            (Text("对象", "Of"), lambda right: right.name),
            (Text("可以", "May"), lambda right: right.allowed),
        )


def _report(report: Report, definitions: Definitions) -> Iterator[Table]:
    yield listing(
        report.label,
        report.origin,
        [report],
        (Text("来自", "From"), lambda each: each.about),
        (Text("分组", "Group"), lambda each: tuple(each.group)),
        (Text("各列", "Columns"), lambda each: tuple(each.columns.values())),
        (Text("图形", "Chart"), lambda each: each.chart or None),
        (Text("对比", "Compare"), lambda each: tuple(each.compare)),
    )


LISTINGS: Mapping[type[Definition], Callable[[Any, Definitions], Iterator[Table]]] = {
    DecisionDefinition: _decision,
    Entity: _entity,
    Scorecard: _scorecard,
    Sla: _sla,
    Pipeline: _pipeline,
    Tags: _tags,
    Calendar: _calendar,
    Survey: _survey,
    Automation: _automation,
    Role: _role,
    Report: _report,
}
"""What the definitions of a kind consist of, besides decision tables."""
