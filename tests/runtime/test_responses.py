"""Surveys being filled in: hidden means absent, hostile posts are refused by name, versions bind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from engine.dsl.diagnostics import Diagnostic
from engine.errors import EvaluationError
from engine.runtime.answers import inputs_of
from engine.runtime.project import load_files
from engine.runtime.questions import SHOWN
from engine.runtime.responses import Response, Setting, fill, reopen

DATA = Path(__file__).parents[1] / "data/surveys"
CASES = yaml.safe_load((DATA / "posts.yaml").read_text(encoding="utf-8"))
TICKET = {"id": "W001", "subject": "打印机", "origin": "phone", "cost": 1000}
PROJECT = engine.load(DATA / "rules")
SURVEY = PROJECT.definitions["visit"]
assert isinstance(SURVEY, engine.Survey)


def setting(traced: bool = False, **facts: Any) -> Setting:
    """The rules as they are on 2026-03-05, about one ticket."""
    ask = lambda name, given: PROJECT.evaluate(name, given, at="2026-03-05", traced=traced)  # noqa: E731
    return Setting(ask, PROJECT.time_zone, {"ticket": TICKET, **facts})


def sent(post: dict[str, Any], **facts: Any) -> Response:
    """A post on top of the one required answer, as a browser sends it when every question was shown."""
    texts = {name: value if isinstance(value, list) else [value] for name, value in {"overall": "4", **post}.items()}
    return fill(SURVEY, {**texts, SHOWN: [item.name for item in SURVEY.items]}, setting(**facts))


@pytest.mark.parametrize("case", CASES, ids=[case["proves"] for case in CASES])
def test_posts(case: dict[str, Any]) -> None:
    """tests/data/surveys/posts.yaml: what is stored, what is refused, what is not there."""
    response = sent(case["post"])
    expected = case.get("answers", {})
    assert {name: str(response.answers.get(name)) for name in expected} == expected
    assert {name: error.code for name, error in response.errors.items()} == case.get("errors", {})
    assert set(case.get("absent", [])) & set(response.answers) == set()


SCORES = [
    (
        "reversed: 5, 4 and 6 - 2",
        {"polite": "5", "quick": "4", "slow": "2"},
        {"staff": "4.33", "total": "11", "middle": "4"},
    ),
    ("too few answers", {"polite": "5"}, {"staff": "None", "total": "5", "lowest": "5"}),
    ("none at all", {}, {"staff": "None", "total": "None", "doubled": "8"}),
]


@pytest.mark.parametrize(("proves", "rows", "scores"), SCORES)
def test_scores(proves: str, rows: dict[str, str], scores: dict[str, str]) -> None:
    """Means over what is answered, low answers turned round, null where too little is known."""
    response = sent({f"service.{row}": value for row, value in rows.items()})
    came = {score.name: str(score.value)[:4] for score in response.scores}
    assert {name: came[name] for name in scores} == scores


def test_what_follows_says_why() -> None:
    """A rule on a computed answer and on flags; its values, and the reason in the author's words."""
    (call,) = sent({"nps": "2", "why": "漏水", "persons": "2", "serious": "true", "detail": "漏水"}).follow_ups
    assert (call.create, call.values) == ("task", {"title": "回访 打印机", "urgent": True})
    assert "推荐意愿: 2" in call.outcome.explain("zh")


def test_flags_mark_and_keep() -> None:
    """An answer with a doubt is complete; the follow-up that asks about the flag sees it."""
    response = sent({"overall": "1", **{f"service.{row}": "1" for row in ("polite", "quick", "slow")}})
    assert [flag.name for flag in response.flags] == ["same"]
    assert response.complete
    assert response.follow_ups == ()
    assert [flag.name for flag in sent({}, meta={"days_since_last_response": 3}).flags] == ["again"]


# -- pages ---------------------------------------------------------------------------------------------------------


def walked(typed: dict[str, list[str]]) -> tuple[list[str], dict[str, list[str]]]:
    """The pages that somebody sees who types these texts page by page, sending along what each page says; what is sent
    in the end."""
    posted: dict[str, list[str]] = {}
    page: engine.ShownPage | None = fill(SURVEY, posted, setting()).pages[0]
    seen: list[str] = []
    while page and seen.count(page.name) < 3:
        seen.append(page.name)
        posted = {}
        for name, text in page.hidden:
            posted.setdefault(name, []).append(text)
        shown = [name for q in page.questions for name in (q.name, f"{q.name}_other", *(row.name for row in q.rows))]
        posted |= {name: typed[name] for name in shown if name in typed}
        page = fill(SURVEY, posted, setting()).after(page.name)
    return seen, posted


PATHS = [
    ("a happy customer never sees the page about problems", {"overall": ["5"]}, ["first", "last"]),
    ("an unhappy one does", {"overall": ["2"]}, ["first", "problem", "last"]),
    ("what is missing keeps the page, three times here", {}, ["first", "first", "first"]),
    (
        "a page that brings up a question is shown again, once for each link of the chain",
        {"overall": ["2"], "persons": ["3"], "serious": ["true"], "detail": ["漏水"]},
        ["first", "problem", "problem", "problem", "last"],
    ),
]


@pytest.mark.parametrize(("proves", "typed", "pages"), PATHS)
def test_pages_follow_each_other(proves: str, typed: dict[str, list[str]], pages: list[str]) -> None:
    """Page by page, with nothing remembered between requests."""
    seen, posted = walked(typed)
    assert seen == pages
    if seen[-1] == "last":
        assert fill(SURVEY, posted, setting()).answers == sent({**typed}).answers


def test_a_new_page_has_no_errors_and_holds_defaults() -> None:
    """Nobody is told that an answer is missing before the question was shown."""
    first, *_ = fill(SURVEY, {}, setting()).pages
    assert first.errors == {}
    assert [question.error for question in first.questions] == [None] * 6
    chosen = [choice.value for question in first.questions for choice in question.choices if choice.chosen]
    assert chosen == ["朋友"]
    assert not first.done


def test_a_default_that_was_taken_away_stays_away() -> None:
    """Once the question was shown, an empty answer is an empty answer."""
    first, *_ = sent({}).pages
    origin = next(question for question in first.questions if question.name == "origin")
    assert not any(choice.chosen for choice in origin.choices)


def test_questions_are_shown_as_the_rules_say() -> None:
    """The record's words in the question, filtered choices, ranks, yes and no."""
    response = sent({"nps": "5", "persons": "2"})
    questions = {question.name: question for page in response.pages for question in page.questions}
    assert str(questions["used"].label) == "关于“打印机”，用过哪些渠道"
    assert [choice.value for choice in questions["used"].choices] == ["phone", "mail", "none"]
    assert [row.name for row in questions["order"].rows] == ["order.价格", "order.质量", "order.速度"]
    assert [choice.value for choice in questions["order"].rows[0].choices] == ["1", "2", "3"]
    assert [choice.value for choice in questions["serious"].choices] == ["true", "false"]
    assert (questions["unhappy"].control, questions["unhappy"].typed) == ("computed", "true")
    assert (questions["nps"].control, len(questions["nps"].choices)) == ("scale", 11)


def test_going_back_finds_what_was_typed_even_when_it_is_wrong() -> None:
    """Faulty texts travel along and are shown again."""
    response = sent({"nps": "5", "persons": "viele"})
    assert ("persons", "viele") in response.page("last").hidden
    persons = {question.name: question for question in response.page("problem").questions}["persons"]
    assert persons.typed == "viele"
    assert isinstance(persons.error, Diagnostic)
    before = response.before("problem")
    assert before is not None
    assert before.name == "first"


# -- versions ------------------------------------------------------------------------------------------------------


def test_a_stored_answer_opens_as_it_was() -> None:
    """The same answers, scores and flags, whatever was typed to give them."""
    response = sent(
        {
            "nps": "2",
            "why": "漏水",
            "service.polite": "同意",
            "order.质量": "1",
            "origin": "其他",
            "origin_other": "路过",
        }
    )
    kept = response.kept()
    assert (kept.survey, kept.version) == ("visit", "3")
    assert reopen(SURVEY, kept, setting()).kept() == kept


def test_another_version_does_not_read_it() -> None:
    """One changed word makes another revision; a comment or another layout does not."""
    text = (DATA / "rules/survey.yaml").read_text(encoding="utf-8")

    def revision(changed: str) -> engine.Survey:
        survey = load_files({"survey.yaml": changed}).definitions["visit"]
        assert isinstance(survey, engine.Survey)
        return survey

    assert revision(text + "# a comment\n").revision == SURVEY.revision
    other = revision(text.replace("有礼貌", "很有礼貌"))
    with pytest.raises(EvaluationError) as refused:
        reopen(other, sent({}).kept(), setting())
    assert [each.code for each in refused.value.diagnostics] == ["GJ4257"]


# -- laws ----------------------------------------------------------------------------------------------------------

INPUTS = [name for item in SURVEY.items for name in inputs_of(item)]
TEXTS = st.sampled_from(
    ["", "0", "1", "2", "5", "7", "true", "phone", "chat", "none", "其他", "质量", "2026-03-01", "NaN", "a" * 300]
)
POSTS = st.dictionaries(st.sampled_from([*INPUTS, "x", ".shown"]), st.lists(TEXTS | st.text(max_size=5), max_size=30))


@settings(deadline=None, max_examples=40)
@given(POSTS)
def test_whatever_is_posted(posted: dict[str, list[str]]) -> None:
    """No post breaks the form; nothing hidden, unknown or faulty is stored; both executors agree."""
    response = fill(SURVEY, posted, setting())
    visible = {name for page in SURVEY.pages for item in response.visible(page) for name, _ in item.entries}
    assert set(response.answers) <= visible
    assert not set(response.answers) & set(response.errors)
    assert all(len(page.hidden) <= 300 for page in response.pages)
    stepwise = fill(SURVEY, posted, setting(traced=True))
    assert (stepwise.answers, stepwise.kept()) == (response.answers, response.kept())


@settings(deadline=None, max_examples=20)
@given(POSTS)
def test_what_is_stored_would_be_accepted_again(posted: dict[str, list[str]]) -> None:
    """Storing and opening changes nothing."""
    kept = fill(SURVEY, posted, setting()).kept()
    assert reopen(SURVEY, kept, setting()).kept() == kept
