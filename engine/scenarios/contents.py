"""What scenarios say about a project: every name is one of it, every value can be one of its place.

Reads   the tree of a feature file, and what the project defines.
Gives   GJ5021 (a name of nothing), GJ5022 (a value that cannot be), at the word or the cell.
Leaves  values alone where a scenario is about their refusal, or types them into a form, and what depends on a
        definition that a scenario changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from engine.dsl.catalogue import codes
from engine.dsl.diagnostics import Diagnostic
from engine.dsl.documents import Node
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.dsl.types import ANY, ContextType, ListType, Type
from engine.model.kinds import Definition
from engine.model.kinds.entity import Entity
from engine.model.kinds.fields import field_type
from engine.model.kinds.pipeline_stages import Pipeline
from engine.model.kinds.scoring import Scorecard
from engine.model.kinds.sla_parts import Sla
from engine.model.kinds.survey_parts import Survey
from engine.model.kinds.tags import Tags
from engine.model.reading import texts
from engine.scenarios import named
from engine.scenarios.checking import check_length, check_moment, check_name, check_value, cut, each_of
from engine.scenarios.editing import keys_of
from engine.scenarios.feature_tree import Feature
from engine.scenarios.limits import STATES
from engine.scenarios.named import Named
from engine.scenarios.processing import ORIGINS
from engine.scenarios.results import part_of, values_in
from engine.scenarios.story import Said, Step, Story, Values, stories

Kind = TypeVar("Kind", bound=Definition)


def check_contents(feature: Feature, words: Named) -> Iterator[Diagnostic]:
    """What is wrong with the names and values of a feature file, each place told once."""
    told: set[tuple[int, str]] = set()
    for block, story in stories(feature, words):
        own = {id(part) for part in block.steps}
        for step in story.steps:
            if id(step.part) in own:
                for finding in _step(step, story):
                    key = (finding.span.start, finding.code)
                    if key not in told:
                        told.add(key)
                        yield finding


# -- one step ----------------------------------------------------------------------------------------------------------


def _step(step: Step, story: Story) -> Iterator[Diagnostic]:
    """What is wrong with the values of a step, and with the table below it."""
    if story.is_wrong_on_purpose and step.wording.kind == "given":
        return
    for role, value in step.values.items():
        check = ROLES.get(role)
        for said in story.said(value) if check else ():
            yield from check(said, step.values, story)  # type: ignore[misc]
    if step.name in TABLES and step.part.rows:
        yield from TABLES[step.name](step, story)


def _record(said: Said, values: Values, story: Story) -> Iterator[Diagnostic]:
    return check_name(said, story.words.records, RECORD)


def _fields(said: Said, values: Values, story: Story) -> Iterator[Diagnostic]:
    """One field of the record, or several behind each other."""
    entries = story.words.entries(values["record"].text)
    for each in each_of(said) if entries is not None else ():
        yield from check_name(each, entries or (), _of(values["record"].text))


def _value(said: Said, values: Values, story: Story) -> Iterator[Diagnostic]:
    """A value of a field, or a part of the result."""
    if "path" in values:
        type_ = part_of(values["path"].text, story.result, story.own).type
        for each in each_of(said) if isinstance(type_, ListType) else [said]:
            yield from check_value(each, type_, values["path"].text)
    if "field" not in values:
        return
    type_ = (story.words.entries(values["record"].text) or {}).get(values["field"].text, ANY)
    if not story.forms and said.text not in NOTHING:
        yield from check_value(said, type_, values["field"].text)


def _relation(said: Said, values: Values, story: Story) -> Iterator[Diagnostic]:
    entries = story.words.entries(values["record"].text)
    if entries is not None:
        yield from check_name(said, [name for name, type_ in entries.items() if isinstance(type_, ListType)], RELATION)


def _definition(said: Said, values: Values, story: Story) -> Iterator[Diagnostic]:
    known = [*story.words.called(Definition)] if "keys" in values else [*story.words.decisions]
    return check_name(said, known, DEFINITION)


def _path(said: Said, values: Values, story: Story) -> Iterator[Diagnostic]:
    """What a result is asked for."""
    part = part_of(said.text, story.result, story.own)
    if part.known is not None:
        yield from check_name(cut(said, part.start, part.start + len(part.word)), part.known, RESULT)
    elif "value" in values and isinstance(part.type, ContextType) and not part.type.open:
        yield from check_name(said, values_in(said.text, part.type), VALUE)


def _place(said: Said, values: Values, story: Story) -> Iterator[Diagnostic]:
    if not story.changes_rules:
        yield from check_name(said, story.words.stages(story.about("pipeline", Pipeline)), STAGE, story)


def _labels(said: Said, values: Values, story: Story) -> Iterator[Diagnostic]:
    """Tags that came, went or are given."""
    definitions = story.about("tags", Tags)
    if not story.changes_rules and not any(each.allow_new for each in definitions):
        for word in said.text.split("、"):
            yield from check_name(
                Said(word, said.span), (tag for each in definitions for tag in named.tags_of(each)), TAG
            )


def _question(said: Said, values: Values, story: Story) -> Iterator[Diagnostic]:
    if not story.changes_rules:
        yield from check_name(said, story.questions, QUESTION)


def _answer(said: Said, values: Values, story: Story) -> Iterator[Diagnostic]:
    yield from _answered(said, values["question"], story)


def _answered(said: Said, question: Said, story: Story) -> Iterator[Diagnostic]:
    """An answer is one of the choices, or can be read as what is asked for."""
    item = named.questions_of(story.surveys).get(question.text)
    if item is None or story.changes_rules or question.text.endswith(item.other_name):
        return
    choices = {said_ for choice in item.choices for said_ in (choice.value, *texts(choice.label))}
    if choices:
        for word in said.text.split("、"):
            yield from check_name(Said(word.strip(), said.span), choices, CHOICE, story)
    elif not story.refusals:
        yield from check_value(said, field_type(item.field), question.text)


def _score(said: Said, values: Values, story: Story) -> Iterator[Diagnostic]:
    if not story.changes_rules:
        yield from check_name(said, (w for s in story.surveys for each in s.scores for w in texts(each.label)), SCORE)


def _flags(said: Said, values: Values, story: Story) -> Iterator[Diagnostic]:
    if not story.changes_rules:
        for word in re.split("[、,]", said.text):
            known = (w for s in story.surveys for each in s.flags for w in texts(each.label))
            yield from check_name(Said(word.strip(), said.span), known, FLAG)


def _follow_up(said: Said, values: Values, story: Story) -> Iterator[Diagnostic]:
    if not story.changes_rules:
        yield from check_name(
            said, (w for s in story.surveys for each in s.follow_ups for w in texts(each.label)), FOLLOW_UP
        )


def _clock(said: Said, values: Values, story: Story) -> Iterator[Diagnostic]:
    if not story.changes_rules:
        yield from check_name(said, named.clocks_of(story.about("policy", Sla)), CLOCK)


def _dimension(said: Said, values: Values, story: Story) -> Iterator[Diagnostic]:
    if isinstance(story.evaluated, Scorecard) and not story.changes_rules:
        yield from check_name(said, named.dimensions_of([story.evaluated]), DIMENSION)


def _keys(said: Said, values: Values, story: Story) -> Iterator[Diagnostic]:
    """A path into a definition: every key before the last is there; the last may be added."""
    node: Node | None = story.words.node(values["definition"].text)
    at = said.span.start
    for key in said.text.split(".")[:-1] if node else ():
        known = keys_of(node)
        place = Said(key, Span(said.span.source, at, at + len(key)))
        at += len(key) + 1
        if key not in known:
            yield from check_name(place, known, KEY)
            return
        node = known[key]


def _code(said: Said, values: Values, story: Story) -> Iterator[Diagnostic]:
    return check_name(said, codes(), CODE)


def _of_kind(kind: type[Definition], what: Text) -> Callable[[Said, Values, Story], Iterator[Diagnostic]]:
    return lambda said, values, story: check_name(said, story.words.called(kind), what)


def _sent(said: Said, values: Values, story: Story) -> Iterator[Diagnostic]:
    """A survey, or a record whose form is sent."""
    return check_name(said, [*story.words.called(Survey), *story.words.called(Entity)], SENT)


def _one_of(known: Iterable[str], what: Text) -> Callable[[Said, Values, Story], Iterator[Diagnostic]]:
    words = [*known]
    return lambda said, values, story: check_name(said, words, what)


# -- tables ------------------------------------------------------------------------------------------------------------


def _fact_rows(step: Step, story: Story) -> Iterator[Diagnostic]:
    """`| field | value |`."""
    record = step.values["record"]
    entries = story.words.entries(record.text)
    for row in step.rows() if entries is not None else ():
        yield from _pair(row, entries or {}, _of(record.text), story)


def _pair(row: list[Said], entries: Mapping[str, Type], what: Text, story: Story) -> Iterator[Diagnostic]:
    for name in story.said(row[0]):
        yield from check_name(name, entries, what)
        for value in story.said(row[1]) if len(row) > 1 and name.text in entries and not story.forms else ():
            yield from check_value(value, entries[name.text], name.text)


def _record_rows(step: Step, story: Story) -> Iterator[Diagnostic]:
    """A header of fields, and a record a row."""
    entries = story.words.related(step.values["record"].text, step.values["relation"].text)
    if entries is not None:
        yield from _columns(step.rows(), entries, _of(step.values["relation"].text), story)


def _columns(rows: list[list[Said]], entries: Mapping[str, Type], what: Text, story: Story) -> Iterator[Diagnostic]:
    header, *below = rows or [[]]
    for index, name in enumerate(header):
        yield from check_name(name, entries, what)
        for row in below if name.text in entries else ():
            for value in story.said(row[index]) if index < len(row) else ():
                yield from check_value(value, entries[name.text], name.text)


def _task_rows(step: Step, story: Story) -> Iterator[Diagnostic]:
    """What follows: a header of fields of what automations create."""
    fields = story.words.created
    if fields and not story.changes_rules:
        entries = {word: field_type(each) for word, each in fields.items()}
        header = step.rows()[:1]
        yield from _columns(header, entries, FIELD, story)


def _answer_rows(step: Step, story: Story) -> Iterator[Diagnostic]:
    """`| question | answer |`."""
    for row in step.rows() if not story.changes_rules else ():
        for question in story.said(row[0]):
            yield from check_name(question, story.questions, QUESTION)
            for answer in story.said(row[1]) if len(row) > 1 else ():
                yield from _answered(answer, question, story)


def _many_answers(step: Step, story: Story) -> Iterator[Diagnostic]:
    """A header of questions behind the number of responses."""
    for question in (step.rows() or [[]])[0][1:]:
        yield from _question(question, step.values, story)


def _created_rows(step: Step, story: Story) -> Iterator[Diagnostic]:
    """`| field | value |` of what a follow-up creates."""
    entity = story.words.called(Entity).get(step.values["created"].text)
    for row in step.rows() if entity else ():
        yield from check_name(row[0], named.fields_of(entity) if entity else (), _of(step.values["created"].text))


def _told_rows(step: Step, story: Story) -> Iterator[Diagnostic]:
    """`| when | whom |`."""
    told = [*named.told_of(story.about("policy", Sla)), "预警", "warning"]
    for row in step.rows() if not story.changes_rules else ():
        for moment in story.said(row[0]):
            yield from check_moment(moment, step.values, story)
        for whom in story.said(row[1]) if len(row) > 1 else ():
            yield from check_name(whom, told, TOLD)


def _tag_rows(step: Step, story: Story) -> Iterator[Diagnostic]:
    """`| tag | where from | since |` below a header."""
    for row in step.rows()[1:]:
        for origin in story.said(row[1]) if len(row) > 1 else ():
            yield from check_name(origin, ORIGINS, ORIGIN)


def _of(record: str) -> Text:
    return Text(f"字段（{record}）", f"field of {record}")


RECORD = Text("记录", "record")
SENT = Text("问卷或记录", "survey or record")
RELATION = Text("关联", "relation")
DEFINITION = Text("定义", "definition")
RESULT = Text("结果", "part of the result")
VALUE = Text("单个值", "single value")
STAGE = Text("阶段", "stage")
TAG = Text("标签", "tag")
QUESTION = Text("题目", "question")
CHOICE = Text("选项", "choice")
SCORE = Text("得分", "score")
FLAG = Text("质量标记", "quality flag")
FOLLOW_UP = Text("后续", "follow-up")
CLOCK = Text("时钟", "clock")
DIMENSION = Text("维度", "dimension")
CODE = Text("代码", "code")
KEY = Text("项", "key")
FIELD = Text("字段", "field")
TOLD = Text("通知对象", "person to be told")
ORIGIN = Text("来源", "origin")
NOTHING = ("空", "nothing")

ROLES: Mapping[str, Callable[[Said, Values, Story], Iterator[Diagnostic]]] = {
    "record": _record,
    "field": _fields,
    "fields": _fields,
    "value": _value,
    "relation": _relation,
    "definition": _definition,
    "path": _path,
    "policy": _of_kind(Sla, Text("时限", "policy of limits")),
    "pipeline": _of_kind(Pipeline, Text("流程", "pipeline")),
    "tags": _of_kind(Tags, Text("标签定义", "definition of tags")),
    "survey": _sent,
    "created": _of_kind(Entity, RECORD),
    "clock": _clock,
    "state": _one_of(STATES, Text("状态", "state")),
    "place": _place,
    "labels": _labels,
    "question": _question,
    "answer": _answer,
    "score": _score,
    "flags": _flags,
    "follow_up": _follow_up,
    "dimension": _dimension,
    "code": _code,
    "moment": check_moment,
    "start": check_moment,
    "end": check_moment,
    "keys": _keys,
    "day": check_moment,
    "time": check_length,
}
"""How each value of a wording is held against the project, by the name of the value."""

TABLES: Mapping[str, Callable[[Step, Story], Iterator[Diagnostic]]] = {
    "facts_of_a_record": _fact_rows,
    "related_records": _record_rows,
    "actions": _task_rows,
    "answers": _answer_rows,
    "stored": _answer_rows,
    "many_answers": _many_answers,
    "follows": _created_rows,
    "told": _told_rows,
    "tagged": _tag_rows,
    "tags": _tag_rows,
}
"""How a table below a step is held against the project, by what the step means."""
