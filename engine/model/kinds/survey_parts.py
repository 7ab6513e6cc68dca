"""What a survey consists of: pages of items, scores, quality flags, follow-ups; and the types of its answers.

A question is spoken of by its `Point`: an item (`nps`), or a row of a matrix (`service.speed`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from engine.dsl import nodes as feel
from engine.dsl.durations import Duration
from engine.dsl.scalars import parse_number
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.dsl.types import STRING, ContextType, ListType, SimpleType, Type
from engine.model.decision import KnowledgeSource
from engine.model.kinds.created_records import Creation
from engine.model.kinds.fields import Field, field_type
from engine.model.kinds.kind import Definition
from engine.model.reading import texts

OTHER = "_other"
STANDARD_SCALES = {"nps": range(11), "csat": range(1, 6), "ces": range(1, 8)}
SCALES = ("rating", *STANDARD_SCALES)
CHOOSING = ("choice", "choices", "ranking")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose. `exclusive`: not together with others. `columns`: what `choice_filter` may speak of."""

    value: str
    label: Text
    origin: Span
    exclusive: bool = False
    columns: Mapping[str, str] = dataclasses.field(default_factory=dict)
    places: Mapping[str, Span] = dataclasses.field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a matrix."""

    name: str
    label: Text
    origin: Span


@dataclass(frozen=True)
class Item:
    """One question. `field` is what it has in common with the field of a record; its `group` is the page.

    `other` is the choice that asks for a text besides, kept as `<item>_other`; "" where there is none.
    `lines` is the height of a box for a text. `wording` is a label with `{{ FEEL }}` in it, by language.
    """

    field: Field
    choices: tuple[Choice, ...] = ()
    rows: tuple[Row, ...] = ()
    lines: int | None = None
    other: str = ""
    choice_filter: feel.Node | None = None
    min_selected: int | None = None
    max_selected: int | None = None
    wording: Mapping[str, tuple[str | feel.Node, ...]] = dataclasses.field(default_factory=dict)

    @property
    def name(self) -> str:
        """The answer's name in rules, in storage and in export."""
        return self.field.name

    @property
    def label(self) -> Text:
        """The question."""
        return self.field.label

    @property
    def origin(self) -> Span:
        """Where its id is written."""
        return self.field.origin

    @property
    def other_name(self) -> str:
        """The name of the text beside the choices."""
        return self.name + OTHER

    @cached_property
    def scale(self) -> tuple[Decimal, ...]:
        """The points of its scale, ascending; none where the answers are no numbers."""
        points = [parse_number(choice.value) for choice in self.choices]
        numbers = sorted(point for point in points if point is not None)
        scaled = self.field.type in (*SCALES, "matrix") and len(numbers) == len(points)
        return tuple(numbers) if scaled else ()

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The questions that it asks: itself, or one for every row."""
        return tuple(Point(self, row) for row in self.rows) or (Point(self),)

    @cached_property
    def type(self) -> Type:
        """The type of the answer."""
        if self.rows:
            aliases = tuple((said, row.name) for row in self.rows for said in texts(row.label) if said != row.name)
            return ContextType(tuple((row.name, self.choice_type) for row in self.rows), aliases=aliases)
        if self.field.type in CHOOSING:
            return self.choice_type if self.field.type == "choice" else ListType(self.choice_type)
        return self.choice_type if self.scale else field_type(self.field)

    @cached_property
    def choice_type(self) -> SimpleType:
        """The type of one chosen answer."""
        labels = tuple((said, c.value) for c in self.choices for said in texts(c.label) if said != c.value)
        if self.scale:
            places = max(-min(int(point.as_tuple().exponent), 0) for point in self.scale)
            return SimpleType("number", places=places, least=self.scale[0], most=self.scale[-1], aliases=labels)
        return SimpleType("string", tuple(choice.value for choice in self.choices), aliases=labels)

    @property
    def entries(self) -> Iterator[tuple[str, Type]]:
        """What the answers to it are kept as."""
        yield self.name, self.type
        if self.other:
            yield self.other_name, STRING


@dataclass(frozen=True, slots=True)
class Point:
    """One question: an item, or one row of it."""

    item: Item
    row: Row | None = None

    @property
    def name(self) -> str:
        """`nps`, `service.speed`."""
        return f"{self.item.name}.{self.row.name}" if self.row else self.item.name

    @property
    def label(self) -> Text:
        """The question."""
        return self.row.label if self.row else self.item.label

    @property
    def origin(self) -> Span:
        """Where it is written."""
        return self.row.origin if self.row else self.item.origin


@dataclass(frozen=True, slots=True)
class Page:
    """Items that are shown together. `part`: 1 basic information, 2 core evaluation, 3 suggestions."""

    name: str
    label: Text
    origin: Span
    items: tuple[Item, ...]
    part: int | None = None
    visible_if: feel.Node | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A question as a score or a dimension names it: `service.speed`, or `service` for all of its rows."""

    name: str
    origin: Span


@dataclass(frozen=True, slots=True)
class Score:
    """A figure out of several answers; null where fewer than `min_answered` are given.

    `reverse` names the questions where a low answer is a good one. `compute` stands in place of items and method.
    """

    name: str
    label: Text
    origin: Span
    items: tuple[Mention, ...] = ()
    reverse: tuple[Mention, ...] = ()
    method: str = "mean"
    min_answered: int = 1
    compute: feel.Node | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """What a survey wants to know: indicators, each with the questions that ask for it (none: not asked)."""

    name: str
    label: Text
    origin: Span
    indicators: Mapping[str, tuple[Mention, ...]]


@dataclass(frozen=True, slots=True)
class Flag:
    """A doubt about the quality of an answer. It marks the answer and never deletes it."""

    name: str
    label: Text
    origin: Span
    when: feel.Node


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What shall happen after an answer: a record to create."""

    name: str
    label: Text
    origin: Span
    when: feel.Node
    record: Creation

    @property
    def create(self) -> str:
        """The entity of the record."""
        return self.record.create


@dataclass(frozen=True, slots=True)
class Delivery:
    """Who is asked and how: `access` is open, invited or staff; how long a link is valid, and when to remind."""

    origin: Span
    access: str = ""
    single_use: bool = False
    expires: Duration | None = None
    remind: tuple[Duration, ...] = ()


@dataclass(frozen=True)
class Survey(Definition):
    """A questionnaire. `revision` changes with every word of it; an answer stays bound to that it was given under."""

    version: str
    revision: str
    goal: Text
    subject: str
    pages: tuple[Page, ...]
    scores: tuple[Score, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    flags: tuple[Flag, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    delivery: Delivery | None = None
    sources: tuple[KnowledgeSource, ...] = ()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items in their order."""
        return tuple(item for page in self.pages for item in page.items)

    @property
    def asked(self) -> tuple[Item, ...]:
        """The items that are asked, not computed."""
        return tuple(item for item in self.items if item.field.compute is None)

    def points(self, mentions: tuple[Mention, ...] = ()) -> tuple[Point, ...]:
        """The questions of that name, or the rows of an item of that name; all questions where nothing is named."""
        points = tuple(point for item in self.items for point in item.points)
        if not mentions:
            return points
        return tuple(p for m in mentions for p in points if m.name in (p.name, p.item.name))

    @property
    def answers_type(self) -> ContextType:
        """The type of all answers together, labels as aliases."""
        entries = tuple(entry for item in self.asked for entry in item.entries)
        aliases = tuple((said, item.name) for item in self.asked for said in texts(item.label) if said != item.name)
        return ContextType(entries, aliases=aliases)
