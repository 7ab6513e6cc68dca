"""The vocabulary of scenarios about surveys: answers, what is asked and refused, and what the answers come to."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pytest_bdd import given, then, when

from engine.dsl.conversion import from_python
from engine.model.kinds.fields import chosen
from engine.model.kinds.record_rules import field_called
from engine.model.reading import texts
from engine.scenarios.claims import among, claim, held, mentions, nothing, same, same_names
from engine.scenarios.stage import Stage, meant, rounded
from engine.scenarios.surveying import Surveying, figure
from engine.scenarios.wording import worded

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


@given(worded("{question} 答 {answer}"))
@given(worded("{question} is answered with {answer}"))
def one_answer(surveying: Surveying, question: str, answer: str) -> None:
    """The answer to one question; several choices behind each other with 、."""
    surveying.answers[question] = answer


@given(worded("{question} 没有回答"))
@given(worded("{question} is not answered"))
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


@when(worded("提交 {survey}"))
@when(worded("{survey} is submitted"))
def submit(surveying: Surveying, survey: str) -> None:
    """Send the answers to a survey, or the form of a record with what is known of it; a refusal is an outcome too."""
    surveying.submit(survey)


@when("保存答卷")
@when("the response is stored")
def keep(surveying: Surveying) -> None:
    """Store what was sent."""
    surveying.keep()


@when(worded("用现在的规则打开 {survey}"))
@when(worded("{survey} is opened with the present rules"))
def reopen(surveying: Surveying, survey: str) -> None:
    """Open the stored response."""
    surveying.reopen(survey)


@when(worded("汇总 {survey}"))
@when(worded("{survey} is summarised"))
def summarise(surveying: Surveying, survey: str) -> None:
    """What many responses come to."""
    surveying.figures(survey)


# -- then ----------------------------------------------------------------------------------------------------------


@then("提交成功")
@then("the submission is accepted")
def accepted(surveying: Surveying) -> None:
    """Nothing is wrong with what was sent."""
    claim(surveying.sent, "还没有提交", "nothing was sent")
    held(surveying.stage.findings)


@then(worded("退回 {question}，提到 {text}"))
@then(worded("{question} is refused and mentions {text}"))
def refused(surveying: Surveying, question: str, text: str) -> None:
    """A question or field whose answer is refused, and what is said about it."""
    mentions(surveying.refusals(question), text)


@then(worded("打不开，报告 {code}"))
@then(worded("it cannot be opened and {code} is reported"))
def not_opened(stage: Stage, code: str) -> None:
    """A stored response that the present rules cannot read."""
    among(code, (finding.code for finding in stage.findings))


@then(worded("各页题数是 {counts}"))
@then(worded("the pages ask {counts} questions"))
def asked(surveying: Surveying, counts: str) -> None:
    """How many questions each page asks: `3/3/3/2/1`."""
    same("/".join(map(str, surveying.questions())), counts)


@then(worded("各页属于第 {parts} 部分"))
@then(worded("the pages belong to parts {parts}"))
def parts(surveying: Surveying, parts: str) -> None:
    """Which part of the questionnaire each page belongs to: `1/2/2/3/2`."""
    same("/".join(str(page.part) for page in surveying.filled.survey.pages), parts)


@then(worded("预先填好 {question} 为 {answer}"))
@then(worded("{question} is filled in beforehand with {answer}"))
def default(surveying: Surveying, question: str, answer: str) -> None:
    """What stands in a question when it is shown first."""
    same(surveying.prefilled(question), answer)


@then("保存的答案有")
@then("what is stored has")
def stored(surveying: Surveying, datatable: Rows) -> None:
    """Answers as they are stored, one a row."""
    for question, text in datatable:
        value = surveying.stored_answer(question)
        same(value, meant(surveying.option(question, text), value))


@then(worded("不保存 {question}"))
@then(worded("{question} is not stored"))
def not_stored(surveying: Surveying, question: str) -> None:
    """A question of which nothing is stored."""
    nothing(surveying.stored_answer(question))


@then(worded("{score} 计 {points} 分"))
@then(worded("the {score} comes to {points} points"))
def score(surveying: Surveying, score: str, points: str) -> None:
    """A score, rounded to as many places as are written."""
    came = value_of(surveying, score)
    claim(came is not None, "没有计分", "it is not scored")
    same(rounded(came, points), Decimal(points))


@then(worded("{score} 不计分"))
@then(worded("the {score} is not scored"))
def no_score(surveying: Surveying, score: str) -> None:
    """A score that too few answers are given for."""
    nothing(value_of(surveying, score))


@then(worded("质量标记有 {flags}"))
@then(worded("the quality flags are {flags}"))
def flags(surveying: Surveying, flags: str) -> None:
    """All flags that the answers earn, by label."""
    expected = flags.replace("、", ",").split(",")
    same_names((str(flag.label) for flag in surveying.filled.flags), (label.strip() for label in expected))


@then("没有质量标记")
@then("there are no quality flags")
def no_flags(surveying: Surveying) -> None:
    """Nothing speaks against the answers."""
    same_names((str(flag.label) for flag in surveying.filled.flags), [])


@then(worded("后续 {follow_up} 新建 {created}"))
@then(worded("{follow_up} follows and creates a {created}"))
def follows(surveying: Surveying, follow_up: str, created: str, datatable: Rows) -> None:
    """What follows: the kind of record, and its values, one a row; all of them by name or label."""
    came, entity = surveying.follow_up(follow_up), surveying.created(created)
    same(came.create, entity.name if entity else created)
    for said, text in datatable:
        name = (field_called(entity, said) if entity else None) or said
        among(name, came.values)
        expected = chosen(entity.fields[name], text) if entity else text
        same(came.values[name], meant(expected, from_python(came.values[name])))


@then("没有后续")
@then("nothing follows")
def nothing_follows(surveying: Surveying) -> None:
    """The answers bring nothing about."""
    same_names((str(each.label) for each in surveying.filled.follow_ups), [])


@then("汇总表是")
@then("the figures are")
def figures(surveying: Surveying, datatable: Rows) -> None:
    """Figures by question, one a row, rounded as they are written; `-` for none."""
    for about, value, text in surveying.figure_rows(datatable):
        expected = figure(text)
        came = rounded(value, text) if isinstance(value, Decimal) and expected is not None else value
        fits = came == (text if isinstance(value, str) else expected)
        claim(fits, f"{about}：得到的是 {value}，不是 {text}", f"{about}: it is {value}, not {text}")


def value_of(surveying: Surveying, label: str) -> object:
    """The value of the score of that label."""
    scores = {said: score.value for score in surveying.filled.scores for said in texts(score.label)}
    among(label, scores)
    return scores[label]
