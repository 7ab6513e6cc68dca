"""Shortcuts: decisions that tell few cases apart are worked out once for each, and then looked up.

A scorecard reads eight entries of a record and compares each with a few constants. All that follows, totals, ratings,
ways to the next rating, depends only on the class that each entry falls into (classes.py). So the classes of a record
are found by a short compiled function, and the value is kept under them.

Reads   a strict model and the name of a decision.
Guards  Only plain records qualify: the types that were expected, finite numbers, options that exist, entries by name.
        Any other record goes the general way, as does every first of its kind. A value that needed the clock, or an
        evaluation that was refused, is never kept.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from types import CodeType, FunctionType
from typing import NamedTuple

from engine.analysis.parts import logic_of, tables
from engine.dsl import nodes as feel
from engine.dsl.types import ContextType, SimpleType, Type
from engine.dsl.values import Value
from engine.model.boxed import DecisionTable
from engine.model.decision import Decision, DecisionService, Element, InputData, Model
from engine.runtime.classes import Classifier, Field, clear
from engine.runtime.reach import nodes, reached, uses
from engine.runtime.syntax import bound, choice, constant, function, name, sequence

KEPT = 5_000  # values; then all are forgotten
VARIANTS = 200  # combinations of types that get a function of their own; further ones go the general way
UNUSUAL = (KeyError, TypeError, ArithmeticError)
PLAIN = ("number", "string", "boolean")

Key = tuple[object, ...]
Slot = tuple[dict[Key | None, Value], Key]
Tests = dict[str, list[feel.UnaryTests]]


class Variant(NamedTuple):
    """The classes of one combination of types, None for a record that has none; and the values kept under them."""

    classes: Callable[..., Key | None]
    values: dict[Key | None, Value]


class Shortcut:
    """Finds the place where the value for some facts is kept. `labels` are other words for entries of the record."""

    def __init__(self, record: str, fields: Sequence[Field], labels: frozenset[str], decisions: frozenset[str]) -> None:
        self._record = record
        self._fields = fields
        self._labels = labels
        self._decisions = decisions
        self._entries = (*(each.entry for each in fields), fields[0].entry)  # at least two, so that a tuple is picked
        self._pick = itemgetter(*self._entries)
        self._variants: dict[tuple[type, ...], Variant] = {}

    def kept(self, facts: Mapping[str, object]) -> Value:
        """The value that is kept for these facts.

        raises   one of UNUSUAL when there is none, or the facts are not so plain that a glance
                 tells: then `slot` looks closer
        """
        values = self._pick(facts[self._record])  # type: ignore[arg-type]
        classes, kept = self._variants[tuple(map(type, values))]
        if len(facts) > 1:
            raise KeyError
        return kept[classes(*values)]

    def slot(self, facts: Mapping[str, object]) -> Slot | None:
        """Where the value for these facts is kept, and under which key; None when they must go the general way.

        Entries may be missing; beside the record nothing may be given but records without a single value.
        """
        record = facts.get(self._record)
        if type(record) is not dict or not self._labels.isdisjoint(record):
            return None
        values = tuple(map(record.get, self._entries))
        others = {name: fact for name, fact in facts.items() if name != self._record}
        variant = self._variant(tuple(map(type, values)))
        if variant is None or any(name in self._decisions or not _hollow(fact) for name, fact in others.items()):
            return None
        try:
            key = variant.classes(*values)
        except UNUSUAL:
            return None
        return (variant.values, (*key, *map(repr, sorted(others.items())))) if key else None

    def _variant(self, types: tuple[type, ...]) -> Variant | None:
        """The function for a combination of types, compiled when it first comes."""
        if types not in self._variants and len(self._variants) < VARIANTS:
            classes = _classes(self._fields, types)
            if classes:
                self._variants[types] = Variant(classes, {})
        return self._variants.get(types)


class NoShortcut(Shortcut):
    """For a decision that tells more apart than classes: keeps nothing."""

    def __init__(self) -> None:
        pass

    def kept(self, facts: Mapping[str, object]) -> Value:
        """There is none."""
        raise KeyError

    def slot(self, facts: Mapping[str, object]) -> Slot | None:
        """There is none."""
        return None


def keep(slot: Slot, value: Value) -> None:
    """Keep a value that was worked out the general way."""
    values, key = slot
    if len(values) >= KEPT:
        values.clear()
    values[key] = value


def shortcut(model: Model, name: str) -> Shortcut:
    """The shortcut to a decision of a strict model, if its value depends on nothing but classes of entries."""
    elements = reached(model, name)
    if not model.strict or any(isinstance(each, DecisionService) for each in elements.values()):
        return NoShortcut()
    tests = _tests(elements)
    records = {name: each.type for name, each in elements.items() if isinstance(each, InputData) and name in tests}
    if len(records) != 1:
        return NoShortcut()
    record, type_ = records.popitem()
    whole = {entry for used, entry in _used_otherwise(elements) if used == record}
    fields = _fields(record, type_, tests[record], whole)
    if not isinstance(type_, ContextType) or fields is None:
        return NoShortcut()
    decisions = frozenset(name for name, each in model.elements.items() if isinstance(each, Decision))
    return Shortcut(record, fields, frozenset(label for label, _ in type_.aliases), decisions)


def _tests(elements: Mapping[str, Element]) -> dict[str, Tests]:
    """The tests that tables put to entries, by the name in front of the entry."""
    found: dict[str, Tests] = {}
    for table in _tables(elements):
        for index, clause in enumerate(table.inputs):
            for record, entry in _entry(clause.expression):
                tests = found.setdefault(record, {}).setdefault(entry, [])
                tests += [*([clause.allowed] if clause.allowed else []), *(rule.tests[index] for rule in table.rules)]
    return found


def _used_otherwise(elements: Mapping[str, Element]) -> Iterator[tuple[str, str]]:
    """The entries that are read elsewhere than as the input of a table; a record as a whole is the entry ""."""
    tested = {id(clause.expression) for table in _tables(elements) for clause in table.inputs}
    for element in elements.values():
        for node in nodes(logic_of(element)):
            if id(node) not in tested or not list(_entry(node)):
                yield from uses(node)


def _tables(elements: Mapping[str, Element]) -> Iterator[DecisionTable]:
    return (table for element in elements.values() for table in tables(logic_of(element)))


def _entry(node: feel.Node) -> Iterator[tuple[str, str]]:
    """The entry that an input of a table is, where it is nothing else."""
    if isinstance(node, feel.Path) and isinstance(node.subject, feel.Name):
        yield node.subject.name, node.name


def _fields(record: str, type_: Type, tests: Tests, whole: set[str]) -> list[Field] | None:
    """What is told apart of a record; None where a decision may tell more apart than can be said here."""
    fields: list[Field] = []
    for entry in dict.fromkeys([*tests, *sorted(whole)]):
        of = type_.get(entry) if isinstance(type_, ContextType) else None
        if not isinstance(of, SimpleType) or of.name not in PLAIN or not all(map(clear, tests.get(entry, ()))):
            return None
        if entry in whole and not (of.name == "boolean" or of.closed):
            return None
        fields.append(Field(record, entry, of, tuple(tests.get(entry, ())), entry in whole))
    return fields


def _hollow(fact: object) -> bool:
    """Whether nothing is given."""
    return fact is None or (isinstance(fact, dict) and all(map(_hollow, fact.values())))


def _classes(fields: Sequence[Field], types: Sequence[type]) -> Callable[..., Key | None] | None:
    """`lambda …: (class, class, …) if all numbers are finite else None`; None where a type has no classes."""
    classifier = Classifier()
    typed = [(of, f"v{index}", given) for index, (of, given) in enumerate(zip(fields, types, strict=False))]
    classes = [classifier.classes(*each) for each in typed]
    known = [each for each in classes if each is not None]
    if len(known) < len(classes):
        return None
    checks = [_difference(variable, given) for _, variable, given in typed if given in (float, Decimal)]
    key: ast.expr = sequence(known)
    if checks:
        finite = ast.Compare(checks[0], [ast.Eq()] * len(checks), [*checks[1:], constant(0)])
        key = choice(finite, key, constant(None))
    return _compiled(function([*(variable for _, variable, _ in typed), "_"], key), classifier.constants)


def _difference(variable: str, given: type) -> ast.expr:
    """`v - v`, which is 0 for a finite number only; a Decimal is rounded to the digits that rules work with."""
    value: ast.expr = name(variable)
    if given is Decimal:
        value = bound(variable, ast.Call(name("$exact"), [value], []))
    return ast.BinOp(value, ast.Sub(), name(variable))


def _compiled(tree: ast.Lambda, constants: Mapping[str, object]) -> Callable[..., Key | None]:
    module = compile(ast.fix_missing_locations(ast.Expression(tree)), "<shortcut>", "eval")
    code = next(each for each in module.co_consts if isinstance(each, CodeType))
    return FunctionType(code, {"__builtins__": {}, **constants})
