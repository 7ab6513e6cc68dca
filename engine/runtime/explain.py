"""Explanations: why a value is what it is, told with the author's words and the values of the record.

Reads   the steps of a traced evaluation, and the elements of the model they are about.
Gives   a tree of sentences, each with its place in the author's file. A decision is explained by its own phrase where
        it has one; a decision table by the row that matched, or, where none did, by the cells that stood in the way,
        the nearest miss first; an expression by its text and the values it read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, partial

from engine.dsl import nodes as feel
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.dsl.unparse import unparse
from engine.dsl.values import Function, Value
from engine.model.boxed import Boxed, Context, DecisionTable, InputClause, LiteralExpression, Rule
from engine.model.decision import Decision, InputData, KnowledgeSource, Model, local_name
from engine.model.reading import texts
from engine.runtime.phrases import Phrases
from engine.runtime.showing import joined, shown, shown_json, together
from engine.runtime.trace import LITERALS, Step

MATCHES = Text("{label} {value} 符合 {test}", "{label} {value} meets {test}")
FAILS = Text("{label} {value} 不符合 {test}", "{label} {value} does not meet {test}")
UNKNOWN = Text("没有 {label} 的数据，无法判断 {test}", "no data for {label}, so {test} is not known")
RESULT = Text("{conditions} → {result}", "{conditions} → {result}")
OTHERWISE = Text("任何情况", "in any case")
NO_ROW = Text("没有一行符合", "no row matches")
MISSING = Text("缺少数据", "data missing")
COMPUTED = Text("{value}，由 {text} 算出", "{value}, computed as {text}")
SOURCE = Text("依据", "source")
GIVEN = Text("已给出", "given")

SHOWN_MISSES = 3  # rows told about in text where no row matched; JSON has them all


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence about one value, and what it rests on. `holds` is False for a row that did not match."""

    label: Text
    sentence: Text
    value: Value
    place: Span | None
    parts: tuple[Explanation, ...] = ()
    sources: tuple[KnowledgeSource, ...] = ()
    holds: bool = True

    def as_text(self, language: str = "zh") -> str:
        """The whole tree as indented lines; a source that the sentence above rests on too is not told again."""
        return "\n".join(self._lines(language, "", ()))

    def _lines(self, language: str, indent: str, above: tuple[KnowledgeSource, ...]) -> Iterator[str]:
        said = joined((self.label, self.sentence), ": ").say(language)
        yield f"{indent}{said}" + (f"   [{self.place}]" if self.place else "")
        for source in self.sources:
            if source not in above:
                yield f"{indent}  {SOURCE.say(language)}: {source.text.say(language)}"
        for part in [part for part in self.parts if part.holds] or self.parts[:SHOWN_MISSES]:
            yield from part._lines(language, indent + "  ", self.sources or above)

    def as_json(self, language: str = "zh") -> dict[str, object]:
        """The whole tree as data that JSON can hold; numbers stay exact, as Decimal."""
        return {
            "label": self.label.say(language),
            "sentence": self.sentence.say(language),
            "value": shown_json(self.value),
            "place": str(self.place) if self.place else None,
            "holds": self.holds,
            "sources": [source.text.say(language) for source in self.sources],
            "parts": [part.as_json(language) for part in self.parts],
        }


@dataclass
class Explainer:
    """Explains the steps of one evaluation; `look_into` gives those inside a decision where the root lacks them."""

    root: Step
    model: Model | None = None
    phrases: Phrases = field(default_factory=Phrases)
    look_into: Callable[[Decision], Iterable[Step]] | None = None
    told: set[str] = field(default_factory=set)

    @cached_property
    def steps(self) -> dict[int, Step]:
        """The first step about every part of the rules."""
        return _index(self.root.walk())

    def step(self, of: object) -> Step | None:
        """The step about a part, None where it was not reached; a literal expression is stepped through by its FEEL."""
        return self.steps.get(id(of.expression if isinstance(of, LiteralExpression) else of))

    def value(self, of: object) -> Value:
        """What a part came out as; null where it was not reached."""
        if isinstance(of, LITERALS):
            return of.value
        step = self.step(of)
        return step.value if step else None

    def reached(self, of: object) -> bool:
        """Whether a part was worked out at all."""
        return self.step(of) is not None

    def expression(self, node: feel.Node) -> Explanation:
        """Why an expression that stands alone has its value."""
        value = self.value(node)
        parts = tuple(self.read(node))
        return Explanation(Text(written(node)), shown(value), value, node.span, parts)

    # -- elements ------------------------------------------------------------------------------------------------

    def element(self, name: str) -> Explanation:
        """Why an element of the model has its value."""
        assert self.model is not None
        element = self.model.elements[name]
        value = self.value(element)
        if not isinstance(element, Decision):
            return Explanation(element.label, shown(value), value, element.origin)
        self.told.add(name)
        if self.look_into and (element.phrase is None or _has_rows(element.logic)):
            self.steps.update(_index(self.look_into(element)))
        return Explanation(
            element.label, self.sentence(element), value, element.origin, tuple(self.parts(element)), element.sources
        )

    def sentence(self, decision: Decision) -> Text:
        """A decision's own phrase, or its value, or what is missing for one."""
        value = self.value(decision)
        if decision.phrase:
            required = {name: self.value(self._element(name)) for name in decision.requires}
            local = {local_name(name, decision.prefix): each for name, each in required.items()}
            return self.phrases.say(decision, decision.phrase, {**local, "result": value})
        if decision.logic is None or not self.reached(decision.logic):
            return joined((shown(value), GIVEN), ", ")
        return self.outcome(decision.logic, value)

    def parts(self, decision: Decision) -> Iterator[Explanation]:
        """What a decision rests on: other decisions that were not told before, then its own rows or values."""
        for name in decision.requires:
            if name not in self.told and isinstance(self._element(name), Decision):
                yield self.element(name)
        if decision.logic is not None and self.reached(decision.logic):
            yield from self.logic(decision.logic, decision.phrase is None)

    def _element(self, name: str) -> Decision | InputData | object:
        return self.model.elements[name] if self.model else None

    # -- logic ---------------------------------------------------------------------------------------------------

    def outcome(self, logic: Boxed, value: Value) -> Text:
        """A value as the sentence about some logic, with what is missing when there is none."""
        if isinstance(logic, LiteralExpression):
            return together(COMPUTED, text=Text(written(logic.expression)), value=shown(value))
        if value is not None or not isinstance(logic, DecisionTable):
            return shown(value)
        return NO_ROW

    def logic(self, logic: Boxed, in_full: bool) -> Iterator[Explanation]:
        """The parts of some logic: rows, entries, values read. Only tables, unless it shall be told `in_full`.

        Steps at the very place of their context are not the author's; a kind of definition added them.
        """
        if isinstance(logic, DecisionTable):
            yield from self.rows(logic)
        elif isinstance(logic, Context):
            for entry in logic.entries:
                by_author = entry.value.origin != logic.origin
                if isinstance(entry.value, DecisionTable) or (in_full and by_author):
                    yield from self.entry(entry.name, entry.value, in_full)
        elif in_full and isinstance(logic, LiteralExpression):
            yield from self.read(logic.expression)

    def entry(self, name: str, logic: Boxed, in_full: bool) -> Iterator[Explanation]:
        """One step of a context; the nameless result is told by its parts alone."""
        parts = tuple(self.logic(logic, in_full))
        if not name:
            yield from parts
        elif self.reached(logic):
            value = self.value(logic)
            yield Explanation(Text(name), self.outcome(logic, value), value, logic.origin, parts)

    def read(self, expression: feel.Node) -> Iterator[Explanation]:
        """The single values that an expression looked at, each once, and none that was told of as an element."""
        told = {label for name in self.told for label in texts(self._label(name))}
        for node in self._readings(expression):
            if written(node) not in told:
                told.add(written(node))
                yield Explanation(Text(written(node)), shown(self.value(node)), self.value(node), node.span)

    def _label(self, name: str) -> Text:
        assert self.model is not None
        return self.model.elements[name].label

    def _readings(self, node: feel.Node) -> Iterator[feel.Node]:
        """Names and paths outside of loops and filters that have a single value; a call where what it reads has none,
        as with a count of records."""
        if isinstance(node, feel.Name | feel.Path):
            yield from (node,) if self._is_single(node) else ()
        elif isinstance(node, feel.Call):
            inside = [each for argument in node.arguments for each in self._readings(argument.value)]
            yield from inside or ((node,) if self._is_single(node) else ())
        elif not isinstance(node, feel.For | feel.Quantified | feel.Filter | feel.FunctionLiteral):
            yield from (each for child in node.children() for each in self._readings(child))

    def _is_single(self, node: feel.Node) -> bool:
        return self.reached(node) and not isinstance(self.value(node), list | dict | Function)

    # -- decision tables -------------------------------------------------------------------------------------------

    def rows(self, table: DecisionTable) -> Iterator[Explanation]:
        """The rows that matched, then those that did not, the nearest miss first; not those that were not looked at."""
        looked_at = [rule for rule in table.rules if self.reached(rule)]
        matched = [rule for rule in looked_at if self.value(rule) is True]
        missed = [rule for rule in looked_at if self.value(rule) is not True]
        absent = [clause.label for clause in table.inputs if self.value(clause.expression) is None]
        if absent and not matched:
            yield Explanation(MISSING, joined(absent, ", "), None, table.origin)
        for rule in matched:
            yield self.row(table, rule, self.matching(table, rule))
        for rule in sorted(missed, key=partial(self.distance, table)):
            yield self.row(table, rule, self.missing(table, rule))

    def row(self, table: DecisionTable, rule: Rule, sentence: Text) -> Explanation:
        """One row, called by its number."""
        number = table.rules.index(rule) + 1
        holds = self.value(rule) is True
        value = self.result(table, rule) if holds else None
        return Explanation(Text(f"第 {number} 行", f"row {number}"), sentence, value, rule.origin, holds=holds)

    def result(self, table: DecisionTable, rule: Rule) -> Value:
        """What a row gave."""
        values = [self.value(cell) for cell in rule.outputs]
        named = {clause.name: value for clause, value in zip(table.outputs, values, strict=True)}
        return values[0] if len(values) == 1 else named

    def matching(self, table: DecisionTable, rule: Rule) -> Text:
        """`订单量波动 8.33% 符合 <= 10% → 10`."""
        conditions = [self.cell(MATCHES, clause, test) for clause, test in _cells(table, rule)]
        values = [
            shown(self.value(cell), clause.type)
            for clause, cell in zip(table.outputs, rule.outputs, strict=True)
            if not isinstance(self.value(cell), list | dict)
        ]
        if not values:
            return joined(conditions or [OTHERWISE], ", ")
        return together(RESULT, conditions=joined(conditions or [OTHERWISE], ", "), result=joined(values, ", "))

    def missing(self, table: DecisionTable, rule: Rule) -> Text:
        """The cells that were met, and the first that was not."""
        cells = list(_cells(table, rule))
        met = len(list(self.met(rule)))
        clause, test = cells[met]
        wording = UNKNOWN if self.value(clause.expression) is None else FAILS
        return joined([*(self.cell(MATCHES, *cell) for cell in cells[:met]), self.cell(wording, clause, test)], ", ")

    def met(self, rule: Rule) -> Iterator[feel.UnaryTests]:
        """The cells of a row that hold, up to the first that does not."""
        for test in rule.tests:
            if any(isinstance(each, feel.AnyValue) for each in test.tests):
                continue
            step = self.step(test) or self.step(test.tests[0])  # a cell of one test may be told of as that test
            if step is None or step.value is not True:
                return
            yield test

    def distance(self, table: DecisionTable, rule: Rule) -> tuple[int, Decimal]:
        """How far a row is from matching: by the cells that hold, then by the number that is missed."""
        met = len(list(self.met(rule)))
        clause, test = list(_cells(table, rule))[met]
        value = self.value(clause.expression)
        numbers = [node.value for node in feel.walk(test) if isinstance(node, feel.NumberLiteral)]
        missed_by = (
            min(abs(value - number) for number in numbers) if numbers and isinstance(value, Decimal) else Decimal()
        )
        return -met, missed_by

    def cell(self, wording: Text, clause: InputClause, test: feel.UnaryTests) -> Text:
        """One cell with the value that it was asked about."""
        value = shown(self.value(clause.expression), clause.type)
        return together(wording, label=clause.label, value=value, test=Text(written(test)))


def _index(steps: Iterable[Step]) -> dict[int, Step]:
    """The first step about each part."""
    index: dict[int, Step] = {}
    for step in steps:
        index.setdefault(id(step.of), step)
    return index


def _has_rows(logic: Boxed | None) -> bool:
    """Whether there are rows to tell of."""
    return isinstance(logic, DecisionTable) or (
        isinstance(logic, Context) and any(isinstance(entry.value, DecisionTable) for entry in logic.entries)
    )


def _cells(table: DecisionTable, rule: Rule) -> Iterator[tuple[InputClause, feel.UnaryTests]]:
    """The cells of a row that ask for something."""
    for clause, test in zip(table.inputs, rule.tests, strict=True):
        if not any(isinstance(each, feel.AnyValue) for each in test.tests):
            yield clause, test


def written(node: feel.Node) -> str:
    """What the author wrote, on one line; the canonical text of what a kind of definition wrote itself."""
    text = node.span.text
    return text if text and "\n" not in text else unparse(node)
