"""Shortcuts: decisions that tell few cases apart are worked out once for each, and then looked up.

A scorecard reads eight entries of a record and compares each with a few constants. All that follows, totals, ratings,
ways to the next rating, depends only on the class that each entry falls into (classes.py). So the classes of a record
are found by a short compiled function, and the value is kept under them.

Reads   a strict model and the name of a decision.
Guards  Only plain records qualify: values of the declared types, finite numbers, options that exist, entries by name.
        Any other record goes the general way, as does every first of its kind. A value that needed the clock, or an
        evaluation that was refused, is never kept.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from engine.analysis.parts import logic_of, tables
from engine.dsl import nodes as feel
from engine.dsl.types import ContextType, SimpleType, Type
from engine.dsl.values import Value
from engine.model.decision import Decision, DecisionService, Element, InputData, Model
from engine.runtime import compiled
from engine.runtime.classes import KNOWN, Field, class_expression, clear
from engine.runtime.reach import nodes, reached, uses
from engine.runtime.syntax import choice, constant, function, name, sequence, where

KEPT = 5_000  # values; then all are forgotten
UNUSUAL = (KeyError, TypeError, ArithmeticError)
PLAIN = ("number", "string", "boolean")

Key = tuple[object, ...]
NO_CLASSES: Key = (None,)
Found = tuple["Kept", Key | None, Value]


class Kept:
    """Values of a decision by classes; nothing is kept under None."""

    def __init__(self) -> None:
        self._values: dict[Key | None, Value] = {}

    def __contains__(self, key: Key | None) -> bool:
        return key in self._values

    def look_up(self, key: Key | None) -> Value:
        """The value kept under a key."""
        return self._values[key]

    def keep(self, key: Key | None, value: Value) -> None:
        """Keep a value that was worked out the general way."""
        if key is None:
            return
        if len(self._values) >= KEPT:
            self._values.clear()
        self._values[key] = value


class Shortcut(Kept):
    """The values of a decision by the classes of a record.

    kept      gives the value that is kept for facts; raises one of UNUSUAL where there is none, or where a glance does
              not tell: then `key` looks closer
    entries   those of the record that are told apart
    """

    def __init__(
        self,
        record: str,
        entries: Sequence[str],
        classes: Classes,
        labels: frozenset[str],
        beside: Mapping[str, Element],
    ) -> None:
        """`labels` are other words for entries, which leave a record to the general way; `beside` are other elements
        that the decision rests on."""
        super().__init__()
        self._record = record
        self._nothing = dict.fromkeys(entries)
        self._labels = labels
        self._beside = beside
        self._classes: Callable[..., Key] = classes.function()
        self.kept: Callable[[Mapping[str, object]], Value] = classes.look_up(record, self._values)
        self.entries = tuple(entries)

    def key(self, facts: Mapping[str, object]) -> Key | None:
        """The key under which the value for these facts is kept; None when they must go the general way.

        Entries may be missing; beside the record nothing may be given but records without a single value.
        """
        classes = self._of(facts.get(self._record))
        if None in classes or len(facts) == 1:
            return None if None in classes else classes
        others = [(name, facts[name]) for name in self._beside.keys() & facts.keys()]
        return (*classes, *map(repr, sorted(others))) if all(map(self._idle, others)) else None

    def _of(self, record: object) -> Key:
        """The classes of a record; with None among them where one has none."""
        try:
            return self._classes(record)
        except UNUSUAL:
            if not isinstance(record, dict) or not self._labels.isdisjoint(record):
                return NO_CLASSES
        try:
            return self._classes(self._nothing | record)
        except UNUSUAL:
            return NO_CLASSES

    def tells_less(self, whole: Shortcut) -> bool:
        """Whether this decision tells fewer records apart than another that rests on it."""
        return bool(self.entries) and set(self.entries) != set(whole.entries)

    def _idle(self, given: tuple[str, object]) -> bool:
        """Whether a fact says nothing: neither a decision nor a single value."""
        return not isinstance(self._beside[given[0]], Decision) and _hollow(given[1])


class NoShortcut(Shortcut):
    """For a decision that tells more apart than classes: keeps nothing."""

    def __init__(self) -> None:
        super().__init__("", (), Classes((), {}), frozenset(), {})

    def key(self, facts: Mapping[str, object]) -> Key | None:
        """There is none."""
        return None


class Part(Kept):
    """The values of a decision on which another rests, by those classes of the other that it looks at.

    Where the other tells no classes, or not of the facts at hand, the part tells its own.
    """

    def __init__(self, own: Shortcut, whole: Shortcut) -> None:
        super().__init__()
        self._own = own
        positions = [whole.entries.index(entry) for entry in own.entries if entry in whole.entries]
        self._pick: Callable[[Key], Key] | None = itemgetter(*positions) if positions else None

    def key(self, facts: Mapping[str, object], whole: Key | None) -> Key | None:
        """The key under which the value for these facts is kept, whose classes for the other may be known."""
        if whole is not None and self._pick:
            return self._pick(whole)
        own = self._own.key(facts)
        return own and ("", *own)


def shortcut(model: Model, name: str) -> Shortcut:
    """The shortcut to a decision of a strict model, if its value depends on nothing but classes of entries."""
    elements = reached(model, name)
    if not model.strict or any(isinstance(each, DecisionService) for each in elements.values()):
        return NoShortcut()
    reads = [read for element in elements.values() for read in _reads(element)]
    compared = {read.record for read in reads if read.test}
    records = {name: each.type for name, each in elements.items() if isinstance(each, InputData) and name in compared}
    if len(records) != 1:
        return NoShortcut()
    record, type_ = records.popitem()
    fields = _fields(type_, [read for read in reads if read.record == record])
    classes = fields and _classes(fields)
    if not isinstance(type_, ContextType) or not fields or not classes:
        return NoShortcut()
    labels = frozenset(label for label, _ in type_.aliases)
    beside = {name: each for name, each in elements.items() if name != record}
    return Shortcut(record, [each.entry for each in fields], classes, labels, beside)


class Read(NamedTuple):
    """An entry of a record is read: by a test, or, without one, as it is; as a whole where `entry` is empty."""

    record: str
    entry: str
    test: feel.UnaryTests | None


def _reads(element: Element) -> Iterator[Read]:
    """Everything that the logic of an element reads."""
    tested: set[int] = set()
    for table in tables(logic_of(element)):
        for index, clause in enumerate(table.inputs):
            if _is_entry(clause.expression):
                tested.add(id(clause.expression))
                tests = [rule.tests[index] for rule in table.rules]
                yield from _tested(clause.expression, [*tests, *([clause.allowed] if clause.allowed else [])])
    for node in nodes(logic_of(element)):
        if id(node) not in tested:
            yield from _conditions(node)


def _conditions(node: feel.Node) -> Iterator[Read]:
    """What an expression reads: comparisons with constants are tests."""
    compared, test = _comparison(node)
    if compared is not None and _is_entry(compared) and clear(test):
        yield from _tested(compared, [test])
    elif _is_entry(node) or isinstance(node, feel.Name):
        yield from (Read(name, entry, None) for name, entry in uses(node))
    else:
        yield from (read for child in node.children() for read in _conditions(child))


def _comparison(node: feel.Node) -> tuple[feel.Node | None, feel.UnaryTests]:
    """The value that a comparison is about, and what it asks of it."""
    match node:
        case feel.Comparison(operator=operator, left=feel.Path() as left, right=right):
            return left, feel.UnaryTests((feel.ComparisonRange(operator, right),))
        case feel.Between(value=value, low=low, high=high):
            return value, feel.UnaryTests((feel.RangeLiteral(low, high, True, True),))
        case feel.In(value=value, tests=tests):
            return value, feel.UnaryTests(tests)
    return None, feel.UnaryTests(())


def _tested(node: feel.Node, tests: Iterable[feel.UnaryTests]) -> Iterator[Read]:
    return (Read(record, entry, test) for record, entry in uses(node) for test in tests)


def _is_entry(node: feel.Node) -> bool:
    """Whether an expression is an entry of something with a name, and nothing else."""
    return isinstance(node, feel.Path) and isinstance(node.subject, feel.Name)


def _fields(type_: Type, reads: Sequence[Read]) -> list[Field] | None:
    """What is told apart of a record; None where a decision may tell more apart than can be said here."""
    fields: list[Field] = []
    for entry in dict.fromkeys(read.entry for read in reads):
        of = type_.get(entry) if isinstance(type_, ContextType) else None
        whole = any(read.entry == entry and read.test is None for read in reads)
        tests = tuple(read.test for read in reads if read.entry == entry and read.test)
        if not isinstance(of, SimpleType) or of.name not in PLAIN or not all(map(clear, tests)):
            return None
        if whole and not (of.name == "boolean" or of.closed):
            return None
        fields.append(Field(entry, of, tests, whole))
    return fields


def _hollow(fact: object) -> bool:
    """Whether nothing is given."""
    return fact is None or (isinstance(fact, dict) and all(map(_hollow, fact.values())))


@dataclass(frozen=True)
class Classes:
    """The classes of the entries of a `record`, as expressions that speak of some constants."""

    expressions: Sequence[ast.expr]
    constants: Mapping[str, object]

    def function(self) -> Callable[..., Key]:
        """`lambda record: (class, class, …)`; None stands in it where a value has no class."""
        return self._compiled("record", sequence(self.expressions), {})

    def look_up(self, record: str, values: Mapping[Key | None, Value]) -> Callable[..., Value]:
        """`lambda facts: values[class, class, …]` for facts that are the record alone; there is nothing else kept."""
        kept = ast.Subscript(name("$values"), sequence(self.expressions), ast.Load())
        alone = ast.Compare(ast.Call(name("len"), [name("facts")], []), [ast.Eq()], [constant(1)])
        nothing = ast.Subscript(name("$values"), constant(None), ast.Load())
        given = ast.Subscript(name("facts"), constant(record), ast.Load())
        return self._compiled("facts", where(name("record"), given, choice(alone, kept, nothing)), {"$values": values})

    def _compiled(self, parameter: str, body: ast.expr, more: Mapping[str, object]) -> Callable[..., Any]:
        return compiled.function_of(function([parameter], body), "<classes>", {**self.constants, **more}, KNOWN)


def _classes(fields: Sequence[Field]) -> Classes | None:
    """The classes of some entries; None where those of one cannot be told."""
    constants: dict[str, object] = {}
    classes = [class_expression(each, f"v{index}", constants) for index, each in enumerate(fields)]
    known = [each for each in classes if each is not None]
    return Classes(known, constants) if len(known) == len(classes) else None
