"""Explanations: why a value is what it is, told with the author's words and the values of the record.

Reads   what the elements of a model and the parts of their logic came out as: the notes of an evaluation, or its steps.
Gives   a tree of sentences, each with its place in the author's file. A decision is explained by its own phrase where
        it has one; a decision table by the row that matched, or, where none did, by the cells that stood in the way,
        the nearest miss first; an expression by its text and the values it read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from engine.dsl import nodes as feel
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.dsl.unparse import unparse
from engine.dsl.values import Function, Value
from engine.model.boxed import Boxed, Context, DecisionTable, InputClause, LiteralExpression, Rule
from engine.model.decision import Decision, KnowledgeSource, Model, Phrase, local_name
from engine.model.reading import texts
from engine.runtime.noted import Notes
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
    """One sentence about one value, and what it rests on. `holds` is False for a row that did not match.

    told   what is told of in text; nothing where no row matched
    more   gives the rows that did not match, the nearest miss first
    """

    label: Text
    sentence: Text
    value: Value
    place: Span | None
    told: tuple[Explanation, ...] = ()
    more: Callable[[], tuple[Explanation, ...]] = tuple
    sources: tuple[KnowledgeSource, ...] = ()
    holds: bool = True

    @property
    def parts(self) -> tuple[Explanation, ...]:
        """All that the sentence rests on."""
        return self.told + self.more()

    @property
    def shown(self) -> tuple[Explanation, ...]:
        """What it rests on as text has it: where no row matched, the few that came nearest."""
        return self.told or self.more()[:SHOWN_MISSES]

    def as_text(self, language: str = "zh") -> str:
        """The whole tree as indented lines; a source that the sentence above rests on too is not told again."""
        return "\n".join(self._lines(language, "", ()))

    def _lines(self, language: str, indent: str, above: tuple[KnowledgeSource, ...]) -> Iterator[str]:
        said = joined((self.label, self.sentence), ": ").say(language)
        yield f"{indent}{said}" + (f"   [{self.place}]" if self.place else "")
        for source in self.sources:
            if source not in above:
                yield f"{indent}  {SOURCE.say(language)}: {source.text.say(language)}"
        for part in self.shown:
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


class Parts(NamedTuple):
    """What an explanation rests on, as its fields of these names have it."""

    told: tuple[Explanation, ...] = ()
    more: Callable[[], tuple[Explanation, ...]] = tuple


def all_of(parts: Iterable[Parts]) -> Parts:
    """The parts of several pieces of logic, one after the other."""
    pieces = list(parts)
    told = tuple(each for piece in pieces for each in piece.told)
    further = [piece.more for piece in pieces if piece.more is not tuple]
    return Parts(told, lambda: tuple(each for more in further for each in more())) if further else Parts(told)


@dataclass
class Explainer:
    """Explains logic by what its parts came out as."""

    seen: Notes

    def value(self, of: object) -> Value:
        """What a part came out as; null where it was not reached."""
        return of.value if isinstance(of, LITERALS) else self.seen.get(_key(of))

    def reached(self, of: object) -> bool:
        """Whether a part was worked out at all."""
        return _key(of) in self.seen

    def expression(self, node: feel.Node) -> Explanation:
        """Why an expression that stands alone has its value."""
        value = self.value(node)
        return Explanation(Text(written(node)), shown(value), value, node.span, tuple(self.read(node)))

    # -- logic ---------------------------------------------------------------------------------------------------

    def outcome(self, logic: Boxed, value: Value) -> Text:
        """A value as the sentence about some logic, with what is missing when there is none."""
        if isinstance(logic, LiteralExpression):
            return together(COMPUTED, text=Text(written(logic.expression)), value=shown(value))
        if value is not None or not isinstance(logic, DecisionTable):
            return shown(value)
        return NO_ROW

    def logic(self, logic: Boxed, in_full: bool) -> Parts:
        """The parts of some logic: rows, entries, values read. Only tables, unless it shall be told `in_full`.

        Steps at the very place of their context are not the author's; a kind of definition added them.
        """
        if isinstance(logic, DecisionTable):
            return self.rows(logic)
        if isinstance(logic, Context):
            told = [each for each in logic.entries if _is_told(each.value, logic, in_full)]
            return all_of(self.entry(each.name, each.value, in_full) for each in told)
        return (
            Parts(tuple(self.read(logic.expression))) if in_full and isinstance(logic, LiteralExpression) else Parts()
        )

    def entry(self, name: str, logic: Boxed, in_full: bool) -> Parts:
        """One step of a context; the nameless result is told by its parts alone."""
        parts = self.logic(logic, in_full)
        if not name:
            return parts
        if not self.reached(logic):
            return Parts()
        value = self.value(logic)
        return Parts((Explanation(Text(name), self.outcome(logic, value), value, logic.origin, *parts),))

    def read(self, expression: feel.Node) -> Iterator[Explanation]:
        """The single values that an expression looked at, each once, and none that was told of as an element."""
        told = set(self.told_names())
        for node in self._readings(expression):
            if written(node) not in told:
                told.add(written(node))
                yield Explanation(Text(written(node)), shown(self.value(node)), self.value(node), node.span)

    def told_names(self) -> Iterable[str]:
        """What those elements are called that were told of."""
        return ()

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

    def rows(self, table: DecisionTable) -> Parts:
        """The rows that matched; on demand, those that did not. None of those that were not looked at."""
        matched = [
            _row(number, rule, self.matching(table, rule), self.result(table, rule))
            for number, rule in self.rows_where(table, True)
        ]
        absent = [clause.label for clause in table.inputs if self.value(clause.expression) is None]
        if absent and not matched:
            matched = [Explanation(MISSING, joined(absent, ", "), None, table.origin)]
        return Parts(tuple(matched), partial(self.missed, table))

    def rows_where(self, table: DecisionTable, holds: bool) -> list[tuple[int, Rule]]:
        """The rows that were looked at and matched, or did not, with their numbers."""
        rows = [(number, rule, id(rule)) for number, rule in enumerate(table.rules, 1)]
        return [(number, rule) for number, rule, key in rows if key in self.seen and (self.seen[key] is True) is holds]

    def missed(self, table: DecisionTable) -> tuple[Explanation, ...]:
        """The rows that did not match, the nearest miss first."""
        missed = self.rows_where(table, False)
        missed.sort(key=lambda row: self.distance(table, row[1]))
        return tuple(_row(number, rule, self.missing(table, rule), None, holds=False) for number, rule in missed)

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
            holds = self.seen.get(id(test), self.seen.get(id(test.tests[0])))  # one test may stand for its cell
            if holds is not True:
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


@dataclass
class DecisionExplainer(Explainer):
    """Explains the decisions of a model, too.

    say         words the result of a decision by its phrase and the values that it speaks of
    value_of    the value of an element
    look_into   what the parts of a decision came out as, where it is not among what was seen
    """

    model: Model
    say: Callable[[Decision, Phrase, Mapping[str, Value]], Text]
    value_of: Callable[[str], Value]
    look_into: Callable[[Decision], Notes] = lambda decision: {}
    told: set[str] = field(default_factory=set)

    def element(self, name: str) -> Explanation:
        """Why an element of the model has its value."""
        element, value = self.model.elements[name], self.value_of(name)
        if not isinstance(element, Decision):
            return Explanation(element.label, shown(value), value, element.origin)
        self.told.add(name)
        if element.phrase is None or _has_rows(element.logic):
            self.seen.update(self.look_into(element))
        sentence, parts = self.sentence(element), self.parts(element)
        return Explanation(element.label, sentence, value, element.origin, *parts, sources=element.sources)

    def told_names(self) -> Iterable[str]:
        """What those elements are called that were told of: by label, or by name within their definition."""
        for name in self.told:
            yield from (*texts(self.model.elements[name].label), name.rpartition("/")[2])

    def sentence(self, decision: Decision) -> Text:
        """A decision's own phrase, or its value, or what is missing for one."""
        value = self.value_of(decision.name)
        if decision.phrase:
            local = {local_name(name, decision.prefix): self.value_of(name) for name in decision.requires}
            return self.say(decision, decision.phrase, {**local, "result": value})
        if decision.logic is None or not self.reached(decision.logic):
            return joined((shown(value), GIVEN), ", ")
        return self.outcome(decision.logic, value)

    def parts(self, decision: Decision) -> Parts:
        """What a decision rests on: other decisions that were not told before, then its own rows or values."""
        others = (name for name in decision.requires if isinstance(self.model.elements[name], Decision))
        told = tuple(self.element(name) for name in others if name not in self.told)
        if decision.logic is None or not self.reached(decision.logic):
            return Parts(told)
        own = self.logic(decision.logic, decision.phrase is None)
        return Parts(told + own.told, own.more)


def _row(number: int, rule: Rule, sentence: Text, value: Value, *, holds: bool = True) -> Explanation:
    """One row, called by its number."""
    return Explanation(Text(f"第 {number} 行", f"row {number}"), sentence, value, rule.origin, holds=holds)


def notes_of(steps: Iterable[Step]) -> Notes:
    """What the parts came out as that steps are about, each at the first time."""
    notes: Notes = {}
    for step in steps:
        notes.setdefault(id(step.of), step.value)
    return notes


def _key(of: object) -> int:
    """What a part is noted under; a literal expression is worked out as its FEEL."""
    return id(of.expression if isinstance(of, LiteralExpression) else of)


def _is_told(entry: Boxed, context: Context, in_full: bool) -> bool:
    return isinstance(entry, DecisionTable) or (in_full and entry.origin != context.origin)


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
