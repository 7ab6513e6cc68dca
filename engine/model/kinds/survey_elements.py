"""A survey as elements of the DMN core. For the survey `s`:

    s/answers, s/meta, s/responses      input data: what was answered; how (seconds, channel); many answers together
    s/pages/<page>/visible_if           whether a page is shown
    s/items/<item>/visible_if, …        what an item says: required_if, valid_if, default, choices, compute, label
    s/items/<item>                      the answer that counts: null while the item is hidden
    s/items/<item>_other                the text beside the choice that asks for one
    s/form                              what a page needs to know of every item
    s/ratings                           the given answers on the scales of satisfaction
    s/scores/<score>, s/flags/<flag>, s/follow_up/<id>, s/flags
    s/figures                           what many answers come to: mean, shares, NPS
    s                                   scores, flags and follow-ups together

Every rule speaks of `s/items/…`, never of `s/answers`: so hidden means absent everywhere, and the order of the
questions is the order of the requirement graph. A rule about a question that comes later has no answer to look at
and is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.dsl.diagnostics import Diagnostics
from engine.dsl.suggestions import suggest
from engine.dsl.text import Text
from engine.dsl.types import ContextType, ListType
from engine.model.decision import Element, InputData
from engine.model.kinds.entity import Entity, record_type
from engine.model.kinds.kind import Definitions
from engine.model.kinds.survey_checks import check_shape
from engine.model.kinds.survey_items import Items
from engine.model.kinds.survey_outcomes import Outcomes
from engine.model.kinds.survey_parts import Survey
from engine.model.kinds.survey_scope import META
from engine.model.reading import texts


def elements(survey: Survey, definitions: Definitions, diagnostics: Diagnostics) -> Iterator[Element]:
    """Everything that a survey stands for."""
    subject = definitions.get(survey.subject)
    entities = {name: each for name, each in definitions.items() if isinstance(each, Entity)}
    called = [name for name, each in entities.items() if survey.subject in texts(each.label)]
    near = called or suggest(survey.subject, entities)
    unknown = dict.fromkeys((survey.subject, *near), ContextType((), open=True)) if survey.subject else {}
    record = {subject.name: record_type(subject, definitions)} if isinstance(subject, Entity) else unknown
    check_shape(survey, diagnostics)
    items, outcomes = Items(survey, record, diagnostics), Outcomes(survey, record, diagnostics)
    yield from inputs(survey)
    for page in survey.pages:
        yield from items.page(page)
    yield items.form()
    yield from outcomes.elements(definitions)


def inputs(survey: Survey) -> Iterator[InputData]:
    """What is given: the answers of one, how they were given, and the answers of many."""
    origin, answers = survey.origin, survey.answers_type
    yield InputData(f"{survey.name}/answers", Text("答案", "Answers"), origin, answers)
    yield InputData(f"{survey.name}/meta", Text("填写情况", "About the answer"), origin, META)
    yield InputData(f"{survey.name}/responses", Text("答卷", "Responses"), origin, ListType(answers))
