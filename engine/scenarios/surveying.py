"""A survey in a scenario: what was answered, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from engine.dsl.rendering import render
from engine.dsl.scalars import parse_number
from engine.errors import EvaluationError
from engine.model.kinds.entity import Entity
from engine.model.kinds.fields import chosen
from engine.model.kinds.survey_parts import Item, Point, Survey
from engine.model.reading import texts
from engine.runtime.answers import rank_input, read_answers
from engine.runtime.questions import SHOWN
from engine.runtime.responses import Consequence, Kept, Response, Setting, fill, reopen
from engine.scenarios.claims import among, claim, held
from engine.scenarios.filing import SEPARATOR, Filing
from engine.scenarios.stage import Stage

FIGURES = {
    "评价项": "label",
    "维度": "dimension",
    "份数": "n",
    "平均分": "mean",
    "满意": "top2",
    "不满意": "bottom2",
    "推荐者": "promoters",
    "贬损者": "detractors",
    "NPS": "nps",
    "question": "label",
    "answers": "n",
    "satisfied": "top2",
    "dissatisfied": "bottom2",
}
"""Columns of a table of figures; any other word is a figure itself."""


@dataclass
class Surveying:
    """A survey, or the form of a record, under way in a scenario."""

    stage: Stage
    answers: dict[str, str] = field(default_factory=dict)
    many: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    response: Response | None = None
    filing: Filing | None = None
    stored: Kept | None = None

    def submit(self, name: str) -> None:
        """Send everything that was answered at once, as if every question had been shown; or the form of a record."""
        if entity := self._entity(name):
            self.filing = Filing.of(self.stage, entity)
            self.stage.findings = tuple(self.filing.form.errors.values())
            return
        survey, setting = self._survey(name), self._setting()
        posted = {key: found for said, text in self.answers.items() for key, found in _posted(survey, said, text)}
        self.response = fill(survey, {**posted, SHOWN: [item.name for item in survey.items]}, setting)
        self.stage.findings = tuple(self.response.errors.values())
        self.stage.outcome = self.response.outcome

    def keep(self) -> None:
        """Store the response, which must be complete."""
        held(self.stage.findings)
        self.stored = self.filled.kept()

    def reopen(self, name: str) -> None:
        """Open what was stored with the rules as they are now."""
        claim(self.stored is not None, "没有保存的答卷", "nothing was stored")
        assert self.stored is not None
        self.stage.findings = ()
        try:
            self.response = reopen(self._survey(name), self.stored, self._setting())
        except EvaluationError as error:
            self.stage.findings = error.diagnostics

    def figures(self, name: str) -> None:
        """What all the answers given so far come to."""
        survey = self._survey(name)
        given = [
            read_answers(survey, dict(self._given(survey, row)), self._setting().zone).answers
            for count, row in self.many
            for _ in range(count)
        ]
        outcome = self.stage.project().evaluate(
            f"{survey.name}/figures", {"responses": given}, traced=self.stage.traced
        )
        self.stage.outcome = outcome

    @property
    def sent(self) -> bool:
        """Whether anything was sent."""
        return bool(self.filing or self.response)

    @property
    def filled(self) -> Response:
        """The survey as it was sent."""
        claim(self.response is not None, "没有提交答卷", "nothing was sent")
        assert self.response is not None
        return self.response

    def questions(self) -> list[int]:
        """How many questions each page asks."""
        pages = {page.name for page in self.filled.pages}
        return [
            sum(len(item.points) for item in self.filled.visible(page))
            for page in self.filled.survey.pages
            if page.name in pages
        ]

    def refusals(self, said: str) -> str:
        """What is reported about a question, in both languages."""
        if self.filing:
            return self.filing.refusals(said)
        inputs = {name for name, _ in _posted(self.filled.survey, said, "")}
        found = [error for name, error in self.filled.errors.items() if name in inputs]
        return "\n".join(render(error, lang) for error in found for lang in ("zh", "en"))

    def prefilled(self, said: str) -> str:
        """What stands in a question when nobody has answered it yet."""
        blank = fill(self.filled.survey, {}, self._setting())
        shown = {said: q for page in blank.pages for q in page.questions for said in (q.name, *texts(q.label))}
        chosen = [choice.value for choice in shown[said].choices if choice.chosen]
        return chosen[0] if chosen else shown[said].typed

    def stored_answer(self, said: str) -> object:
        """What is stored as the answer to a question; None for nothing."""
        if self.filing:
            return self.filing.stored_answer(said)
        value: Any = self.filled.answers
        for part in next(_posted(self.filled.survey, said, ""))[0].split("."):
            value = value.get(part) if value else None
        return value

    def option(self, said: str, answer: str) -> str:
        """The answer that is stored where a choice is called by its label."""
        if self.filing:
            return self.filing.option(said, answer)
        items = (item for item in self.filled.survey.items for point in item.points if said in called(point))
        item = next(items, None)
        return SEPARATOR.join(chosen(item.field, part) for part in answer.split(SEPARATOR)) if item else answer

    def created(self, said: str) -> Entity | None:
        """The entity of a record that follows, called by its name or label."""
        return self._entity(said)

    def follow_up(self, label: str) -> Consequence:
        """What follows under that label."""
        found = [each for each in self.filled.follow_ups if label in texts(each.label)]
        among(label, (said for each in self.filled.follow_ups for said in texts(each.label)))
        return found[0]

    def figure_rows(self, table: Iterable[Iterable[str]]) -> Iterator[tuple[str, object, str]]:
        """Every cell that a table claims: what it is about, the figure that came out, the text of the claim."""
        (first, *columns), *rows = ([*row] for row in table)
        came = {row[FIGURES.get(first, first)]: row for row in self.stage.result}
        for about, *cells in rows:
            for column, cell in zip(columns, cells, strict=True):
                yield f"{about}, {column}", came[about][FIGURES.get(column, column)], cell

    def _entity(self, name: str) -> Entity | None:
        entities = (each for each in self.stage.project().definitions.values() if isinstance(each, Entity))
        return next((each for each in entities if name in (each.name, *texts(each.label))), None)

    def _survey(self, name: str) -> Survey:
        project = self.stage.project()
        survey = project.definitions[project.named(name)]
        claim(isinstance(survey, Survey), f"“{name}”不是问卷", f"{name} is no survey")
        assert isinstance(survey, Survey)
        return survey

    def _setting(self) -> Setting:
        project, traced, at = self.stage.project(), self.stage.traced, self.stage.at
        return Setting(
            lambda name, facts: project.evaluate(name, facts, traced=traced, at=at), project.time_zone, self.stage.facts
        )

    def _given(self, survey: Survey, row: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
        for said, text in row.items():
            yield from _posted(survey, said, text)


def _posted(survey: Survey, said: str, text: str) -> Iterator[tuple[str, list[str]]]:
    """What a browser would send for an answer to a question, called by its label or its name."""
    for item in survey.items:
        for point in item.points:
            if said in called(point):
                yield from _sent(item, point.name, text)
                return
    yield said, [text]


def called(point: Point) -> tuple[str, ...]:
    """The words for a question: its name and its label."""
    return (point.name, *texts(point.label))


def _sent(item: Item, name: str, text: str) -> Iterator[tuple[str, list[str]]]:
    several = [chosen(item.field, part.strip()) for part in text.split(SEPARATOR)]
    if item.field.type == "ranking":
        yield from ((rank_input(item, choice), [str(rank)]) for rank, choice in enumerate(several, 1))
    else:
        yield name, several if item.choices else [text]


def figure(text: str) -> Decimal | None:
    """A figure as it is written: `65%`, `3.8`; `-` for none."""
    return parse_number(text)
