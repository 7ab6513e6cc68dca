"""Conditions of a survey that exclude each other, so that a question is never shown.

An item is shown when the conditions of its page and its own hold, and with them those of every question that they need
an answer to. Of these conditions, the parts joined by `and` that compare one question with constants are held against
every answer that the question can have. What cannot be read this way is left out: a conflict that is told is certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from engine.dsl import nodes as feel
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.model.kinds.survey_parts import Item, Survey
from engine.model.reading import texts

Answer = Decimal | str | bool
COMPARE = {
    "=": lambda answer, constant: answer == constant,
    "!=": lambda answer, constant: answer != constant,
    "<": lambda answer, constant: answer < constant,
    "<=": lambda answer, constant: answer <= constant,
    ">": lambda answer, constant: answer > constant,
    ">=": lambda answer, constant: answer >= constant,
}
NUMBERS = ("number", "integer", "money", "percent")
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Conflict:
    """An item that is never shown: the parts of conditions that no answer to `about` meets together."""

    item: Item
    about: Text
    conditions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """A part of a condition: what it asks of the answer to one item."""

    item: Item
    operator: str
    constant: Answer
    span: Span

    def met_by(self, answer: Answer) -> bool:
        """Whether an answer meets it."""
        return type(answer) is type(self.constant) and bool(COMPARE[self.operator](answer, self.constant))


def impossible(survey: Survey) -> Iterator[Conflict]:
    """Every item that is never shown, with one conflict that is the reason."""
    words = {said: item for item in survey.items for said in (item.name, *texts(item.label))}
    for item in survey.items:
        conflict = _conflict(item, list(_behind(item, survey, words, set())))
        if conflict:
            yield conflict


def _conflict(item: Item, conditions: list[feel.Node | Demand]) -> Conflict | None:
    """The first question about which too much is demanded."""
    for each in conditions:
        if isinstance(each, feel.BooleanLiteral) and not each.value:
            return Conflict(item, item.label, (each.span,))
    demands = [each for each in conditions if isinstance(each, Demand)]
    for asked in dict.fromkeys(demand.item.name for demand in demands):
        about = [demand for demand in demands if demand.item.name == asked]
        domain = _domain(about[0].item, about)
        if domain and not any(all(demand.met_by(answer) for demand in about) for answer in domain):
            return Conflict(item, about[0].item.label, tuple(dict.fromkeys(demand.span for demand in about)))
    return None


def _behind(item: Item, survey: Survey, words: Mapping[str, Item], seen: set[str]) -> Iterator[feel.Node | Demand]:
    """What must hold for an item to be shown: its own conditions, and those of the questions they need."""
    if item.name in seen:
        return
    seen.add(item.name)
    page = next(page for page in survey.pages if item in page.items)
    for condition in filter(None, (page.visible_if, item.field.visible_if)):
        for part in _conjuncts(condition):
            demand = _demand(part, words)
            yield demand or part
            if demand:
                yield from _behind(demand.item, survey, words, seen)


def _conjuncts(condition: feel.Node) -> Iterator[feel.Node]:
    """The parts of a condition that must all hold."""
    if isinstance(condition, feel.Conjunction):
        yield from _conjuncts(condition.left)
        yield from _conjuncts(condition.right)
    else:
        yield condition


def _demand(part: feel.Node, words: Mapping[str, Item]) -> Demand | None:
    """The comparison of an item with a constant; a boolean item by itself asks for true."""
    if isinstance(part, feel.Name) and part.name in words and words[part.name].field.type == "boolean":
        return Demand(words[part.name], "=", True, part.span)
    if not isinstance(part, feel.Comparison):
        return None
    name, operator, constant = part.left, part.operator, part.right
    if not isinstance(name, feel.Name):
        name, operator, constant = constant, MIRRORED.get(operator, operator), name
    if not isinstance(name, feel.Name) or name.name not in words or operator not in COMPARE:
        return None
    value = _constant(constant, words[name.name])
    return None if value is None else Demand(words[name.name], operator, value, part.span)


def _constant(node: feel.Node, item: Item) -> Answer | None:
    """A number, true or false, or the value of the choice that a text is or names."""
    if isinstance(node, feel.NumberLiteral | feel.BooleanLiteral):
        return node.value
    said = node.value if isinstance(node, feel.StringLiteral) else None
    return next((choice.value for choice in item.choices if said in (choice.value, *texts(choice.label))), None)


def _domain(item: Item, demands: Iterable[Demand]) -> tuple[Answer, ...]:
    """Every answer that an item can have; of numbers, one for every stretch that the demands tell apart."""
    if item.field.type == "boolean":
        return (True, False)
    if item.scale and not item.rows:
        return item.scale
    if item.field.type == "choice":
        return tuple(choice.value for choice in item.choices)
    return tuple(_numbers(item, demands)) if item.field.type in NUMBERS else ()


def _numbers(item: Item, demands: Iterable[Demand]) -> Iterator[Decimal]:
    low, high = item.field.minimum, item.field.maximum
    ends = {demand.constant for demand in demands if isinstance(demand.constant, Decimal)}
    ordered = sorted(ends | {end for end in (low, high) if end is not None})
    between = [(one + other) / 2 for one, other in pairwise(ordered)]
    for number in (*ordered, *between, *([ordered[0] - 1, ordered[-1] + 1] if ordered else ())):
        if (low is None or low <= number) and (high is None or number <= high):
            yield number
