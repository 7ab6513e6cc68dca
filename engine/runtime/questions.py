"""A survey as it is shown: its visible pages with their questions, what was typed, and what is wrong.

A page sends its own inputs and its `hidden`: what was typed on the other pages, and which questions were shown. So the
server need not remember anything, and whoever goes back finds what was typed. A question that was not shown yet has no
error; a page that brings up a new question is shown again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal
from functools import cached_property
from typing import Any

from engine.dsl.diagnostics import Diagnostic
from engine.dsl.text import Text
from engine.model.kinds.survey_parts import Item, Page, Survey
from engine.runtime.answers import Posted, inputs_of, names_of, rank_input, typed_for

SHOWN = ".shown"  # the input that names the questions a page showed; no item can be called so
YES_NO = {"true": Text("是", "Yes"), "false": Text("否", "No")}
CONTROLS = {
    **dict.fromkeys(("rating", "nps", "csat", "ces"), "scale"),
    **dict.fromkeys(("integer", "money", "percent"), "number"),
}
State = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """One choice as it is shown."""

    value: str
    label: Text
    chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it is shown; see the module for what each control uses."""

    name: str
    label: Text
    control: str
    required: bool = False
    typed: str = ""
    error: Diagnostic | None = None
    hint: Text | None = None
    unit: Text | None = None
    choices: tuple[ShownChoice, ...] = ()
    rows: tuple[Question, ...] = ()
    other: Question | None = None
    other_choice: str = ""
    max_length: int | None = None
    lines: int | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ShownPage:
    """One page as it is shown. `errors` are those of questions that were shown before; `done` when nothing is left to
    answer on it."""

    name: str
    label: Text
    number: int
    questions: tuple[Question, ...]
    errors: Mapping[str, Diagnostic]
    hidden: tuple[tuple[str, str], ...]
    done: bool


@dataclass(frozen=True)
class Sheet:
    """A survey with what was typed into it. `errors`: one finding for each faulty input, in order, whether or not its
    question was shown yet; `states`: what the rules say of every item."""

    survey: Survey
    posted: Posted
    zone: tzinfo
    errors: Mapping[str, Diagnostic]
    states: Mapping[str, State]

    @property
    def complete(self) -> bool:
        """Whether it can be stored."""
        return not self.errors

    @cached_property
    def pages(self) -> tuple[ShownPage, ...]:
        """The pages that have something to show."""
        visible = [page for page in self.survey.pages if self.visible(page)]
        return tuple(self._page(page, number) for number, page in enumerate(visible, 1))

    def page(self, name: str) -> ShownPage:
        """The visible page of that name, else the first on which something is left to answer, else the last."""
        open_ = (page for page in self.pages if not page.done)
        return next((page for page in self.pages if page.name == name), None) or next(open_, self.pages[-1])

    def after(self, name: str) -> ShownPage | None:
        """What to show when a page was sent: itself while something is wrong on it, else the next one.

        None behind the last page of a complete response; the first open page where an earlier one is not done.
        """
        names = [page.name for page in self.pages]
        if name not in names:
            return self.page("") if self.errors else None
        page, *others = self.pages[names.index(name) :]
        following = page if not page.done else next(iter(others), None)
        return following or next((page for page in self.pages if not page.done), None)

    def before(self, name: str) -> ShownPage | None:
        """The page before; None on the first one."""
        names = [page.name for page in self.pages]
        place = names.index(name) if name in names else 0
        return self.pages[place - 1] if place else None

    def visible(self, page: Page) -> tuple[Item, ...]:
        """The items of a page that are shown."""
        return tuple(item for item in page.items if self.states[item.name]["visible"] is True)

    def _page(self, page: Page, number: int) -> ShownPage:
        items = self.visible(page)
        faults = {name: self.errors[name] for item in items for name in names_of(item) if name in self.errors}
        questions = tuple(self._question(item) for item in items)
        shown = {name for item in items if self._was_shown(item) for name in names_of(item)}
        errors = {name: error for name, error in faults.items() if name in shown}
        return ShownPage(page.name, page.label, number, questions, errors, tuple(self._hidden(page)), not faults)

    def _hidden(self, shown: Page) -> Iterator[tuple[str, str]]:
        """What a page sends along: the questions it shows, and everything typed on other pages."""
        for page in self.survey.pages:
            for item in self.visible(page):
                if page is shown or self._was_shown(item):
                    yield SHOWN, item.name
                if page is not shown and item.field.compute is None:
                    yield from ((name, text) for name in inputs_of(item) for text in self._texts(item, name))

    def _was_shown(self, item: Item) -> bool:
        return item.name in self.posted.get(SHOWN, ())

    def _texts(self, item: Item, name: str) -> tuple[str, ...]:
        """What was typed into an input, as far as the item can use it."""
        return tuple(self.posted.get(name, ())[: len(item.choices) + 1])

    def _question(self, item: Item) -> Question:
        typed = self._typed(item)
        state, about = self.states[item.name], item.field
        control = "computed" if about.compute is not None else CONTROLS.get(about.type, about.type)
        return Question(
            name=item.name,
            label=self._label(item),
            control=control,
            required=state["required_if"] is True,
            typed=next(iter(typed.get(item.name, ())), ""),
            error=self._error(item, item.name),
            hint=about.hint,
            unit=about.unit,
            choices=tuple(self._choices(item, typed.get(item.name, ()))) if not item.rows else (),
            rows=tuple(self._rows(item, typed)),
            other=self._other(item, typed),
            other_choice=item.other,
            max_length=about.max_length,
            lines=item.lines,
            minimum=about.minimum,
            maximum=about.maximum,
        )

    def _label(self, item: Item) -> Text:
        said = self.states[item.name]["label"]
        return Text(said.get("zh") or "", said.get("en") or "") if isinstance(said, Mapping) else item.label

    def _typed(self, item: Item) -> Mapping[str, tuple[str, ...]]:
        """What stands in the inputs: what was typed, or, when the question is shown first, its default."""
        if item.field.compute is not None:
            return _frozen(typed_for(item, {item.name: self.states[item.name]["value"]}, self.zone))
        given = {name: self._texts(item, name) for name in inputs_of(item)}
        default = self.states[item.name]["default"]
        if self._was_shown(item) or any(given.values()) or default is None:
            return given
        return _frozen(typed_for(item, {item.name: default}, self.zone))

    def _error(self, item: Item, name: str) -> Diagnostic | None:
        return self.errors.get(name) if self._was_shown(item) else None

    def _choices(self, item: Item, chosen: tuple[str, ...]) -> Iterator[ShownChoice]:
        """The choices that are offered; yes and no for a boolean."""
        if item.field.type == "boolean":
            yield from (ShownChoice(value, label, value in chosen) for value, label in YES_NO.items())
        if item.field.type != "ranking":
            offered = self.states[item.name]["choices"]
            left = (choice for choice in item.choices if offered is None or choice.value in offered)
            yield from (ShownChoice(choice.value, choice.label, choice.value in chosen) for choice in left)

    def _rows(self, item: Item, typed: Mapping[str, tuple[str, ...]]) -> Iterator[Question]:
        """The rows of a matrix; the choices of a ranking, each with a rank to choose."""
        required = self.states[item.name]["required_if"] is True
        for point in item.points if item.rows else ():
            chosen = typed.get(point.name, ())
            error = self._error(item, point.name)
            choices = tuple(self._choices(item, chosen))
            yield Question(point.name, point.label, "scale", required, next(iter(chosen), ""), error, choices=choices)
        ranks = [str(rank) for rank in range(1, len(item.choices) + 1)] if item.field.type == "ranking" else []
        for choice in item.choices if ranks else ():
            name = rank_input(item, choice.value)
            rank = next(iter(typed.get(name, ())), "")
            choices = tuple(ShownChoice(each, Text(each), each == rank) for each in ranks)
            yield Question(name, choice.label, "rank", False, rank, self._error(item, name), choices=choices)

    def _other(self, item: Item, typed: Mapping[str, tuple[str, ...]]) -> Question | None:
        if not item.other:
            return None
        label = next(choice.label for choice in item.choices if choice.value == item.other)
        text = next(iter(typed.get(item.other_name, ())), "")
        return Question(item.other_name, label, "text", False, text, self._error(item, item.other_name))


def _frozen(typed: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(texts) for name, texts in typed.items()}
