"""What was posted to a survey, and the answers it means. Pure, and hard on hostile posts.

Reads   texts by the name of the input: `nps`, `industry` and `industry_other`, `service.speed` for a row of a matrix,
        `priorities.price` for the rank of a choice.
Gives   a `Reading`: answers under the names that rules use, and one finding for each faulty input.
Never   looks at a name that the survey does not ask for, at what is computed, or at more texts than an item can have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from decimal import Decimal

from engine.dsl.diagnostics import Diagnostic
from engine.dsl.scalars import parse_number
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.model.kinds.fields import Field
from engine.model.kinds.survey_parts import Item, Survey
from engine.runtime.inputs import Unreadable, read, shown

Posted = Mapping[str, Sequence[str]]
Answers = Mapping[str, object]
OTHER_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """Answers by name, without those that are not given; findings by input."""

    answers: Answers
    errors: Mapping[str, Diagnostic]

    def without(self, errors: Mapping[str, Diagnostic]) -> Reading:
        """The reading with some answers refused."""
        left = {name: value for name, value in self.answers.items() if name not in errors}
        return Reading(left, {**self.errors, **errors})


def read_answers(survey: Survey, posted: Posted, zone: tzinfo) -> Reading:
    """The answers to all items that are asked."""
    readings = [_Item(item, posted, zone).read() for item in survey.asked]
    answers = {name: value for reading in readings for name, value in reading.answers.items()}
    return Reading(answers, {name: error for reading in readings for name, error in reading.errors.items()})


def finding(code: str, origin: Span, field: Text, **values: object) -> Diagnostic:
    """A finding about an answer, at the place of its question."""
    return Diagnostic(code, origin, {"field": field, **values})


def inputs_of(item: Item) -> tuple[str, ...]:
    """The names of the inputs that an item is answered with."""
    if item.rows:
        return tuple(point.name for point in item.points)
    if item.field.type == "ranking":
        return tuple(rank_input(item, choice.value) for choice in item.choices)
    return (item.name, item.other_name) if item.other else (item.name,)


def names_of(item: Item) -> tuple[str, ...]:
    """The names that findings about an item may stand under: its own, and those of its inputs."""
    return tuple(dict.fromkeys((item.name, *inputs_of(item))))


def rank_input(item: Item, choice: str) -> str:
    """The name of the input for the rank of a choice."""
    return f"{item.name}.{choice}"


def typed_for(item: Item, answers: Answers, zone: tzinfo) -> dict[str, list[str]]:
    """What would have to be posted to give these answers: the way back."""
    value = answers.get(item.name)
    if isinstance(value, Mapping):
        return {p.name: [_shown(item, value.get(p.row.name), zone)] for p in item.points if p.row}
    if item.field.type == "ranking" and isinstance(value, list):
        return {rank_input(item, choice): [str(rank)] for rank, choice in enumerate(value, 1)}
    values = value if isinstance(value, list) else [value]
    typed = {item.name: [_shown(item, each, zone) for each in values if each is not None]}
    return typed | ({item.other_name: [str(answers[item.other_name])]} if answers.get(item.other_name) else {})


def _shown(item: Item, value: object, zone: tzinfo) -> str:
    """The text of one input; points of a scale as they are written."""
    if item.scale:
        return next((choice.value for choice in item.choices if parse_number(choice.value) == value), "")
    return shown(item.field, value, zone)


@dataclass(frozen=True, slots=True)
class _Item:
    """Reads the answer to one item."""

    item: Item
    posted: Posted
    zone: tzinfo

    def read(self) -> Reading:
        """The answer, or what is wrong with it."""
        method = METHODS.get(self.item.field.type, _Item.single)
        return method(self)

    def texts(self, name: str, most: int = 1) -> list[str]:
        """What was posted under a name, one text more than can be needed at most."""
        return [text for text in self.posted.get(name, ())[: most + 1] if text.strip()]

    def single(self) -> Reading:
        """One value, and the text beside it where its choice asks for one."""
        try:
            value = self.value(self.item.field, self.texts(self.item.name))
        except Unreadable as problem:
            return self.refused(self.item.name, problem)
        return self.with_other({} if value is None else {self.item.name: value}, value == self.item.other)

    def value(self, field: Field, texts: list[str]) -> object:
        """The one value that some texts mean: a point of the scale as a number."""
        if len(texts) > 1:
            raise Unreadable("GJ4514")
        reader = self.chosen if field.options else self.typed
        return reader(field, texts[0]) if texts else None

    def typed(self, field: Field, text: str) -> object:
        """A value that is typed and not chosen."""
        return read(field, text, self.zone)

    def chosen(self, field: Field, text: str) -> Decimal | str | None:
        """A choice by its value or label."""
        value = str(read(replace(field, type="choice"), text, self.zone))
        return parse_number(value) if self.item.scale else value

    def with_other(self, answers: Answers, asked: bool) -> Reading:
        """The answers with the text that `other` asks for; without it the answer is not complete."""
        item = self.item
        if not (item.other and asked):
            return Reading(answers, {})
        field = Field(item.other_name, item.label, "text", item.origin, max_length=OTHER_LENGTH)
        try:
            text = self.value(field, self.texts(field.name))
        except Unreadable as problem:
            return Reading(answers, self.refused(item.other_name, problem).errors)
        if not text:
            label = next(choice.label for choice in item.choices if choice.value == item.other)
            return Reading(answers, {item.other_name: finding("GJ4251", item.origin, item.label, choice=label)})
        return Reading({**answers, item.other_name: text}, {})

    def several(self) -> Reading:
        """A list of choices, each once, as many as are allowed."""
        item = self.item
        try:
            texts = self.texts(item.name, len(item.choices))
            chosen = list(dict.fromkeys(str(self.chosen(item.field, text)) for text in texts))
            self.check_number(chosen)
            self.check_exclusive(chosen)
        except Unreadable as problem:
            return self.refused(item.name, problem)
        return self.with_other({item.name: chosen} if chosen else {}, item.other in chosen)

    def check_number(self, chosen: list[str]) -> None:
        """At least and at most so many; none at all is no answer."""
        least, most = self.item.min_selected or 0, self.item.max_selected or len(self.item.choices)
        if 0 < len(chosen) < least:
            raise Unreadable("GJ4253", least=least, count=len(chosen))
        if len(chosen) > most:
            raise Unreadable("GJ4254", most=most, count=len(chosen))

    def check_exclusive(self, chosen: list[str]) -> None:
        """A choice such as “none of these” stands alone."""
        alone = [choice for choice in self.item.choices if choice.exclusive and choice.value in chosen]
        if alone and len(chosen) > 1:
            raise Unreadable("GJ4252", choice=alone[0].label)

    def matrix(self) -> Reading:
        """A value for every row that has one."""
        rows: dict[str, object] = {}
        errors: dict[str, Diagnostic] = {}
        for point in self.item.points:
            assert point.row is not None
            try:
                value = self.value(self.item.field, self.texts(point.name))
            except Unreadable as problem:
                errors[point.name] = finding(problem.code, point.origin, point.label, **problem.values)
            else:
                rows |= {point.row.name: value} if value is not None else {}
        return Reading({self.item.name: rows} if rows else {}, errors)

    def ranking(self) -> Reading:
        """The choices by rank: the first few or all of them, from 1 on."""
        try:
            ranked = dict(self.ranks())
            if sorted(ranked) != list(range(1, len(ranked) + 1)):
                raise Unreadable("GJ4256")
            chosen = [ranked[rank] for rank in sorted(ranked)]
            self.check_number(chosen)
        except Unreadable as problem:
            return self.refused(self.item.name, problem)
        return Reading({self.item.name: chosen} if chosen else {}, {})

    def ranks(self) -> Iterator[tuple[int, str]]:
        """Every rank that is given, with its choice."""
        field = Field(self.item.name, self.item.label, "integer", self.item.origin,
                      minimum=Decimal(1), maximum=Decimal(len(self.item.choices)))  # fmt: skip
        seen: set[int] = set()
        for choice in self.item.choices:
            for text in self.texts(rank_input(self.item, choice.value)):
                rank = int(str(read(field, text, self.zone)))
                if rank in seen:
                    raise Unreadable("GJ4255", rank=rank)
                seen.add(rank)
                yield rank, choice.value

    def refused(self, name: str, problem: Unreadable) -> Reading:
        """No answer, and why."""
        return Reading({}, {name: finding(problem.code, self.item.origin, self.item.label, **problem.values)})


METHODS: Mapping[str, Callable[[_Item], Reading]] = {
    "choices": _Item.several,
    "matrix": _Item.matrix,
    "ranking": _Item.ranking,
}
"""How the answer to an item is read, by its type; one value otherwise."""
