"""The vocabulary of scenarios about surveys: answers, what is asked and refused, and what the answers come to."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from pytest_bdd import given, parsers, then, when

from engine.dsl.conversion import from_python
from engine.model.reading import texts
from engine.scenarios.stage import Stage, meant, places
from engine.scenarios.surveying import Surveying, figure

Rows = list[list[str]]


@pytest.fixture
def surveying(stage: Stage) -> Surveying:
    """A survey that nobody has answered yet."""
    return Surveying(stage)


# -- given ---------------------------------------------------------------------------------------------------------


@given("答案是")
@given("the answers are")
def answers(surveying: Surveying, datatable: Rows) -> None:
    """Answers to questions, one a row: label or name, what was typed or chosen."""
    surveying.answers.update(dict(datatable))


@given(parsers.parse("{question} 答 {text}"))
@given(parsers.parse("{question} is answered with {text}"))
def one_answer(surveying: Surveying, question: str, text: str) -> None:
    """The answer to one question; several choices behind each other with 、."""
    surveying.answers[question] = text


@given(parsers.parse("{question} 没有回答"))
@given(parsers.parse("{question} is not answered"))
def no_answer(surveying: Surveying, question: str) -> None:
    """A question that is left out."""
    surveying.answers.pop(question, None)


@given("答卷有")
@given("the responses are")
def many_answers(surveying: Surveying, datatable: Rows) -> None:
    """Many responses: how many of each, then their answers."""
    (_, *header), *rows = datatable
    surveying.many += [(int(count), dict(zip(header, cells, strict=True))) for count, *cells in rows]


# -- when ----------------------------------------------------------------------------------------------------------


@when(parsers.parse("提交 {survey}"))
@when(parsers.parse("{survey} is submitted"))
def submit(surveying: Surveying, survey: str) -> None:
    """Send the answers; a refusal is an outcome too."""
    surveying.submit(survey)


@when("保存答卷")
@when("the response is stored")
def keep(surveying: Surveying) -> None:
    """Store what was sent."""
    surveying.keep()


@when(parsers.parse("用现在的规则打开 {survey}"))
@when(parsers.parse("{survey} is opened with the present rules"))
def reopen(surveying: Surveying, survey: str) -> None:
    """Open the stored response."""
    surveying.reopen(survey)


@when(parsers.parse("汇总 {survey}"))
@when(parsers.parse("{survey} is summarised"))
def summarise(surveying: Surveying, survey: str) -> None:
    """What many responses come to."""
    surveying.figures(survey)


# -- then ----------------------------------------------------------------------------------------------------------


@then("提交成功")
@then("the submission is accepted")
def accepted(surveying: Surveying) -> None:
    """Nothing is wrong with the answers."""
    assert surveying.filled.complete, surveying.stage.said()


@then(parsers.parse("退回 {question}，提到 {text}"))
@then(parsers.parse("{question} is refused and mentions {text}"))
def refused(surveying: Surveying, question: str, text: str) -> None:
    """A question whose answer is refused, and what is said about it."""
    said = surveying.refusals(question)
    assert text in said, said or f"nothing is wrong with {question}"


@then(parsers.parse("打不开，报告 {code}"))
@then(parsers.parse("it cannot be opened and {code} is reported"))
def not_opened(stage: Stage, code: str) -> None:
    """A stored response that the present rules cannot read."""
    assert code in {finding.code for finding in stage.findings}, stage.said() or "it was opened"


@then(parsers.parse("各页题数是 {counts}"))
@then(parsers.parse("the pages ask {counts} questions"))
def asked(surveying: Surveying, counts: str) -> None:
    """How many questions each page asks: `3/3/3/2/1`."""
    assert surveying.questions() == [int(count) for count in counts.split("/")], surveying.questions()


@then(parsers.parse("预先填好 {question} 为 {choice}"))
@then(parsers.parse("{question} is filled in beforehand with {choice}"))
def default(surveying: Surveying, question: str, choice: str) -> None:
    """What stands in a question when it is shown first."""
    assert surveying.prefilled(question) == choice


@then("保存的答案有")
@then("what is stored has")
def stored(surveying: Surveying, datatable: Rows) -> None:
    """Answers as they are stored, one a row."""
    for question, text in datatable:
        value = surveying.stored_answer(question)
        assert value == meant(text, value), f"{question}: {value}"


@then(parsers.parse("不保存 {question}"))
@then(parsers.parse("{question} is not stored"))
def not_stored(surveying: Surveying, question: str) -> None:
    """A question of which nothing is stored."""
    assert surveying.stored_answer(question) is None


@then(parsers.parse("{label} 计 {points} 分"))
@then(parsers.parse("the {label} comes to {points} points"))
def score(surveying: Surveying, label: str, points: str) -> None:
    """A score, rounded to as many places as are written."""
    assert rounded(value_of(surveying, label), points) == Decimal(points), value_of(surveying, label)


@then(parsers.parse("{label} 不计分"))
@then(parsers.parse("the {label} is not scored"))
def no_score(surveying: Surveying, label: str) -> None:
    """A score that too few answers are given for."""
    assert value_of(surveying, label) is None


@then(parsers.parse("质量标记有 {labels}"))
@then(parsers.parse("the quality flags are {labels}"))
def flags(surveying: Surveying, labels: str) -> None:
    """All flags that the answers earn, by label."""
    expected = labels.replace("、", ",").split(",")
    assert [str(flag.label) for flag in surveying.filled.flags] == [label.strip() for label in expected]


@then("没有质量标记")
@then("there are no quality flags")
def no_flags(surveying: Surveying) -> None:
    """Nothing speaks against the answers."""
    assert [str(flag.label) for flag in surveying.filled.flags] == []


@then(parsers.parse("后续 {label} 新建 {record}"))
@then(parsers.parse("{label} follows and creates a {record}"))
def follows(surveying: Surveying, label: str, record: str, datatable: Rows) -> None:
    """What follows: the kind of record, and its values, one a row."""
    came = surveying.follow_up(label)
    assert came.create == record
    for name, text in datatable:
        assert came.values[name] == meant(text, from_python(came.values[name])), came.values


@then("没有后续")
@then("nothing follows")
def nothing_follows(surveying: Surveying) -> None:
    """The answers bring nothing about."""
    assert [str(each.label) for each in surveying.filled.follow_ups] == []


@then("汇总表是")
@then("the figures are")
def figures(surveying: Surveying, datatable: Rows) -> None:
    """Figures by question, one a row, rounded as they are written; `-` for none."""
    for about, value, text in surveying.figure_rows(datatable):
        expected = figure(text)
        came = rounded(value, text) if isinstance(value, Decimal) and expected is not None else value
        same = came == (text if isinstance(value, str) else expected)
        assert same, f"{about}: {value} instead of {text}"


def value_of(surveying: Surveying, label: str) -> object:
    """The value of the score of that label."""
    return next(score.value for score in surveying.filled.scores if label in texts(score.label))


def rounded(value: object, written: str) -> Decimal:
    """A number rounded to the places that another is written with."""
    number = Decimal(str(value))
    number = number * 100 if written.endswith("%") else number
    near = number.quantize(Decimal(1).scaleb(-places(written)), ROUND_HALF_UP)
    return near / 100 if written.endswith("%") else near
