"""The questions of a survey as decisions: asked or not, required, valid, what can be chosen, what counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.dsl import nodes as feel
from engine.dsl.checker import resolve
from engine.dsl.diagnostics import Label
from engine.dsl.text import Text
from engine.dsl.types import BOOLEAN, STRING, ContextType, ListType, Type
from engine.model.boxed import Context, ContextEntry, LiteralExpression
from engine.model.decision import Decision
from engine.model.kinds import survey_wording as wording
from engine.model.kinds.entity import joined
from engine.model.kinds.fields import constant
from engine.model.kinds.survey_parts import Item, Page
from engine.model.kinds.survey_scope import Speaking
from engine.model.synthesis import quoted

STATE = ("required_if", "valid_if", "choices", "default", "label")
"""What an item may say of itself, as the form asks for it."""


class Items(Speaking):
    """Makes the elements of pages and items."""

    def page(self, page: Page) -> Iterator[Decision]:
        """Whether the page is shown, and everything about its items."""
        if page.visible_if is not None:
            label = wording.whether_shown(page.label if str(page.label) else Text(page.name))
            yield self.asking(self.page_condition(page), label, page.visible_if, BOOLEAN, page.items[0])
        for item in page.items:
            yield from self.conditions(item)
            yield self.answer(page, item)
            if item.other:
                yield self.other(item)

    def page_condition(self, page: Page) -> str:
        """The name of a page's condition."""
        return self.name("pages", page.name, "visible_if")

    def conditions(self, item: Item) -> Iterator[Decision]:
        """What an item says of itself."""
        field = item.field
        said = (
            ("visible_if", field.visible_if, BOOLEAN),
            ("required_if", field.required, BOOLEAN),
            ("default", constant(field.default, item.type) if field.default else None, item.type),
            ("compute", field.compute, item.type),
        )
        for part, tree, type_ in said:
            if tree is not None:
                label = wording.whether_shown(item.label) if part == "visible_if" else item.label
                yield self.asking(self.item_name(item, part), label, tree, type_, item)
        if item.choice_filter is not None:
            yield self.choices(item, item.choice_filter)
        if field.valid_if is not None:
            yield self.validity(item, field.valid_if)
        if item.wording:
            yield self.wording(item)

    def asking(self, name: str, label: Text, tree: feel.Node, type_: Type, item: Item) -> Decision:
        """A decision that is needed when the item is asked; it may speak of what was asked before."""
        decision = self.written(name, label, tree, type_)
        self.refuse_later(decision, item)
        return decision

    def refuse_later(self, decision: Decision, item: Item, after: Item | None = None) -> None:
        """Report what a decision says of questions that come later than `item`, or later than `after`."""
        order = [each.name for each in self.survey.items]
        if len(set(order)) < len(order):  # which is told; nobody knows which of them comes later
            return
        last = order.index((after or item).name) + (after is not None)
        later = {self.name("items", entry): each for each in self.survey.items[last:] for entry, _ in each.entries}
        assert isinstance(decision.logic, LiteralExpression | Context)
        for node in _names(decision.logic):
            for needed in self.behind(node.name):
                if needed in later:
                    origin = later[needed].origin
                    self.diagnostics.add(
                        "GJ4202", node.span, Label(origin, "later"), item=item.label, later=later[needed].label
                    )

    def behind(self, name: str) -> tuple[str, ...]:
        """The answers behind a name: itself, or those of a score."""
        score = next((s for s in self.survey.scores if self.name("scores", s.name) == name), None)
        return (name,) if score is None else tuple(self.item_name(p.item) for p in self.survey.points(score.items))

    def answer(self, page: Page, item: Item) -> Decision:
        """The answer that counts: null while the item is hidden."""
        visible = tuple(self.visibility(page, item))
        source = self.name("answers") if item.field.compute is None else self.item_name(item, "compute")
        value = f"{source}.{item.name}" if item.field.compute is None else source
        requires = (*visible, source)
        at = self.at(item.origin, requires)
        logic = at.literal(f"if {_all_hold(visible)} then {value} else null" if visible else value)
        phrase = at.phrase(*wording.answer(item))
        return self.decision(self.item_name(item), item.label, logic, requires, item.type, phrase)

    def visibility(self, page: Page, item: Item) -> Iterator[str]:
        """The names of the conditions that must hold for an item to be shown."""
        if page.visible_if is not None:
            yield self.page_condition(page)
        if item.field.visible_if is not None:
            yield self.item_name(item, "visible_if")

    def other(self, item: Item) -> Decision:
        """The text beside the choice that asks for one; null unless that is chosen."""
        requires = (self.item_name(item), self.name("answers"))
        chosen = f"list contains(flatten([{requires[0]}]), {quoted(item.other)})"
        logic = self.at(item.origin, requires).literal(
            f"if {chosen} then {self.name('answers')}.{item.other_name} else null"
        )
        return self.decision(self.name("items", item.other_name), item.label, logic, requires, STRING)

    def choices(self, item: Item, condition: feel.Node) -> Decision:
        """The values of the choices that the filter leaves."""
        columns = dict.fromkeys(column for choice in item.choices for column in choice.columns)
        rows = (
            ", ".join(
                [f"value: {quoted(c.value)}", f"label: {quoted(str(c.label))}"]
                + [f"{quoted(each)}: {text_or_null(c.columns.get(each))}" for each in columns]
            )
            for c in item.choices
        )
        table = self.at(condition.span, ()).expression(f"[{', '.join(f'{{{row}}}' for row in rows)}]")
        left = feel.Path(feel.Filter(table, condition, span=condition.span), "value", span=condition.span)
        return self.asking(self.item_name(item, "choices"), item.label, left, ListType(STRING), item)

    def validity(self, item: Item, condition: feel.Node) -> Decision:
        """A condition about `?`, the answer; no answer is not invalid. It may speak of everything on its page."""
        tree = resolve(condition, self.scope.child({"?": item.type}), self.diagnostics, BOOLEAN)
        absent = feel.Comparison("=", feel.Name("?"), feel.NullLiteral(), span=condition.span)
        name = self.item_name(item)
        value = LiteralExpression(item.origin, feel.Name(name, span=item.origin))
        valid = LiteralExpression(condition.span, feel.Disjunction(absent, tree, span=condition.span))
        logic = Context(condition.span, (ContextEntry("?", value, item.type), ContextEntry("", valid)))
        requires = dict.fromkeys((name, *self.spoken_of(tree)))
        decision = self.decision(self.item_name(item, "valid_if"), item.label, logic, requires, BOOLEAN)
        page = next(page for page in self.survey.pages if item in page.items)
        self.refuse_later(decision, item, after=page.items[-1])
        return decision

    def wording(self, item: Item) -> Decision:
        """The question in the languages it is written in, its `{{ FEEL }}` filled in."""
        said = {lang: joined(parts, item.origin) for lang, parts in item.wording.items()}
        entries = tuple(feel.ContextEntry(lang, tree, span=item.origin) for lang, tree in said.items())
        tree = feel.ContextLiteral(entries, span=item.origin)
        type_ = ContextType(tuple((lang, STRING) for lang in said))
        return self.asking(self.item_name(item, "label"), item.label, tree, type_, item)

    def form(self) -> Decision:
        """What a page needs to know of every item: shown, required, valid, its choices, its default, its value."""
        states = [(page, item) for page in self.survey.pages for item in page.items]
        requires = [name for page, item in states for name in self.state_names(page, item)]
        logic = self.at(self.survey.origin, requires).literal(
            "[" + ", ".join(self.state(page, item) for page, item in states) + "]"
        )
        label = Text("表单", "Form")
        return self.decision(
            self.name("form"), label, logic, dict.fromkeys(requires), ListType(ContextType((), open=True))
        )

    def state_names(self, page: Page, item: Item) -> Iterator[str]:
        """The elements that tell the state of an item."""
        yield from (self.item_name(item), *self.visibility(page, item))
        if item.other:
            yield self.name("items", item.other_name)
        yield from (self.item_name(item, part) for part in STATE if _says(item, part))

    def state(self, page: Page, item: Item) -> str:
        """FEEL for the state of one item; null where it says nothing."""
        visible = tuple(self.visibility(page, item))
        other = self.name("items", item.other_name) if item.other else "null"
        said = {part: self.item_name(item, part) if _says(item, part) else "null" for part in STATE}
        entries = {
            "name": quoted(item.name),
            "visible": _all_hold(visible) if visible else "true",
            "value": self.item_name(item),
            "other": other,
            **said,
        }
        return "{" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}"


def _says(item: Item, part: str) -> bool:
    """Whether an item has such a rule."""
    field = item.field
    said = {
        "required_if": field.required,
        "valid_if": field.valid_if,
        "choices": item.choice_filter,
        "default": field.default,
        "label": item.wording or None,
    }
    return said[part] is not None


def _names(logic: LiteralExpression | Context) -> Iterator[feel.Name]:
    """The names in the author's part of some logic."""
    trees = [logic] if isinstance(logic, LiteralExpression) else [e.value for e in logic.entries if not e.name]
    for tree in trees:
        if isinstance(tree, LiteralExpression):
            yield from (node for node in feel.walk(tree.expression) if isinstance(node, feel.Name))


def _all_hold(conditions: Iterable[str]) -> str:
    """FEEL for conditions that are all true; one that cannot tell does not hold."""
    return " and ".join(f"{name} = true" for name in conditions)


def text_or_null(text: str | None) -> str:
    """FEEL for a text that may be missing."""
    return "null" if text is None else quoted(text)
