"""Surveys: conditions that can never hold, held against every answer; choices, scales and labels as they are read."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from engine.errors import DefinitionError
from engine.model.kinds.survey_conditions import impossible
from engine.model.loader import Loader
from engine.runtime.project import load_files

HEAD = "kind: survey\nname: s\nversion: 1\ngoal: 试\npages:\n"


def survey(text: str) -> engine.Survey:
    """The survey that a text defines, right or wrong."""
    definition = Loader().load({"s.yaml": text}).definitions["s"]
    assert isinstance(definition, engine.Survey)
    return definition


def page(*items: str, when: str = "") -> str:
    """A page of items, and the condition that it is shown under."""
    condition = f"    visible_if: {when}\n" if when else ""
    lines = "".join(f"      - {{{item}}}\n" for item in items)
    return f"  - id: p{sum(map(ord, ''.join((*items, when))))}\n{condition}    items:\n{lines}"


CONFLICTS = [
    ("a contradiction", "a = true and a = false", True),
    ("an empty range", "n > 8 and n < 5", True),
    ("outside the limits of the question", "n > 20", True),
    ("between its whole numbers there is room", "n > 8 and n < 9", False),
    ("a choice and another one", 'c = "x" and c != "x"', True),
    ("a choice by its label", 'c = "二" and c = "y"', False),
    ("the other way round", "8 < n and 5 > n", True),
    ("a rating above its scale", "r > 5", True),
    ("an or leaves a way", "(n > 8 or n < 5) and n > 6", False),
    ("what compares two questions is left out", "n > r and n < r", False),
    ("never at all", "false", True),
    ("a boolean by itself", "a and a = false", True),
]
ASKED = (
    "id: a, type: boolean",
    "id: n, type: number, min: 0, max: 10",
    "id: c, type: choice, choices: {x: 一, y: 二}",
    "id: r, type: csat",
)


@pytest.mark.parametrize(("proves", "condition", "told"), CONFLICTS)
def test_conditions_that_never_hold(proves: str, condition: str, told: bool) -> None:
    """What is told is certain; what cannot be read is left alone."""
    quoted = condition.replace("'", "''")
    text = HEAD + page(*ASKED) + page(f"id: why, type: text, visible_if: '{quoted}'")
    assert [conflict.item.name for conflict in impossible(survey(text))] == (["why"] if told else [])


def test_conditions_of_pages_and_of_earlier_questions_count() -> None:
    """b is asked of those with a; so on a page for those without a, a question about b is never asked."""
    text = (
        HEAD
        + page("id: a, type: boolean", "id: b, type: csat, visible_if: a = true")
        + page("id: c, type: text, visible_if: b >= 4", when="a = false")
    )
    assert [conflict.item.name for conflict in impossible(survey(text))] == ["c"]


ATOMS = st.sampled_from(
    ["a = true", "a = false", "a != true", "r > 2", "r <= 2", "r = 5", "r != 1", "4 < r", "n = 0", "n >= 7", "n < 7"]
)
CONDITIONS = st.lists(ATOMS, min_size=1, max_size=4).map(" and ".join)


@settings(deadline=None, max_examples=30)
@given(CONDITIONS, CONDITIONS)
def test_what_is_told_is_exact(first: str, second: str) -> None:
    """For joined comparisons of single questions, a question is told to be impossible when no answers bring it up."""
    text = (
        HEAD
        + page("id: a, type: boolean", "id: r, type: csat", "id: n, type: nps")
        + page(f"id: why, type: text, visible_if: {second}", when=first)
    )
    told = [conflict.item.name for conflict in impossible(survey(text))]
    project = load_files({"s.yaml": text})
    answers = product([True, False], range(1, 6), [0, 6, 7, 10])
    shown = any(
        project.evaluate("s/form", {"answers": {"a": a, "r": r, "n": n}}).value[-1]["visible"] for a, r, n in answers
    )
    assert told == ([] if shown else ["why"])


def test_a_required_question_that_never_comes_is_an_error() -> None:
    """Nobody could complete the survey as its author meant it."""
    with pytest.raises(DefinitionError) as refused:
        load_files({"s.yaml": HEAD + page(*ASKED) + page("id: why, type: text, required: true, visible_if: n > 20")})
    assert [each.code for each in refused.value.diagnostics] == ["GJ4206"]


# -- reading -------------------------------------------------------------------------------------------------------


def test_scales() -> None:
    """Named points of a standard scale, points as authors write them, words that are no points."""
    read = survey(
        HEAD
        + page(
            "id: nps, type: nps, choices: {0: 不会, 10: 一定}",
            "id: ces, type: ces",
            "id: half, type: rating, choices: {0: 无, 0.5: 半, 1: 全}",
            "id: words, type: choice, choices: [1, 2]",
        )
    )
    nps, ces, half, words = read.items
    assert [str(choice.label) for choice in nps.choices][:2] == ["不会", "1"]
    assert (len(nps.scale), ces.scale[-1], half.scale[1]) == (11, Decimal(7), Decimal("0.5"))
    assert words.scale == ()


def test_other_is_a_choice_with_a_text() -> None:
    """`other` names a choice that is there, or adds one; `false` adds none."""
    read = survey(
        HEAD
        + page(
            "id: a, type: choice, choices: [甲, 其他], other: 其他",
            "id: b, type: choice, choices: [甲], other: true",
            "id: c, type: choice, choices: [甲], other: 别的",
            "id: d, type: choice, choices: [甲], other: false",
        )
    )
    assert [[choice.value for choice in item.choices] for item in read.items] == [
        ["甲", "其他"], ["甲", "其他"], ["甲", "别的"], ["甲"],
    ]  # fmt: skip
    assert [name for name, _ in read.answers_type.entries] == ["a", "a_other", "b", "b_other", "c", "c_other", "d"]


def test_a_question_may_speak_of_earlier_answers() -> None:
    """A label with FEEL in it is a template, in each language, and no name."""
    text = HEAD + page("id: a, type: csat", 'id: b, type: text, label: {zh: "为什么打{{a}}分", en: "Why {{a}}?"}')
    form = load_files({"s.yaml": text}).evaluate("s/form", {"answers": {"a": 2}}).value
    assert form[-1]["label"] == {"zh": "为什么打2分", "en": "Why 2?"}
