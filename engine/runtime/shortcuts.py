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
from collections.abc import Callable, Mapping
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple

from engine.dsl.types import ContextType
from engine.dsl.values import Value
from engine.model.decision import Decision, DecisionService, Element, InputData, Model
from engine.runtime import compiled
from engine.runtime.keys import Classes, Key, classes_of
from engine.runtime.reach import reached
from engine.runtime.reads import gathers, reads, told_apart
from engine.runtime.syntax import constant, function, name, sequence

KEPT = 5_000  # values; then all are forgotten
UNUSUAL = (KeyError, TypeError, ArithmeticError)
NO_CLASSES: Key = (None,)
MISSING = object()  # no value is kept

Found = tuple["Kept", Key | None, Value]


class Kept:
    """Values of a decision by classes; nothing is kept under None."""

    def __init__(self) -> None:
        self.values: dict[Any, Value] = {}

    def look_up(self, key: Key | None) -> Any:
        """The value kept under a key, or MISSING."""
        return self.values.get(key, MISSING)

    def keep(self, key: Key | None, value: Value) -> None:
        """Keep a value that was worked out the general way."""
        if key is None:
            return
        if len(self.values) >= KEPT:
            self.values.clear()
        self.values[key] = value


class Told(NamedTuple):
    """What a decision tells apart.

    record    the input whose entries are told apart, by their classes
    labels    other words for entries, which leave a record to the general way
    beside    other elements that the decision rests on
    """

    record: str
    classes: Classes
    labels: frozenset[str]
    beside: Mapping[str, Element]


class Shortcut(Kept):
    """The values of a decision by the classes of a record.

    entries   those of the record that are told apart
    """

    def __init__(self, told: Told) -> None:
        super().__init__()
        self.told = told
        self.entries = tuple(told.classes.expressions)
        self._nothing = dict.fromkeys(self.entries)

    @cached_property
    def _classes(self) -> Callable[..., Key]:
        """`lambda record: (class, class, …)`."""
        return self.told.classes.of_record()

    @cached_property
    def kept(self) -> Callable[[Mapping[str, object]], Value]:
        """What gives the value that is kept for facts: `lambda facts: values[class, class, …]`.

        raises   one of UNUSUAL where there is none, or where a glance does not tell: then `key` looks closer
        """
        return self._found(_item("$values", self.told.classes.key), {})

    def _found(self, found: ast.expr, speaks_of: Mapping[str, object]) -> Callable[[Mapping[str, object]], Value]:
        """A function of facts that are the record alone; nothing is kept for others."""
        nothing, speaks_of = _item("$values", constant(None)), {"$values": self.values, **speaks_of}
        found_by: Callable[..., Value] = self.told.classes.of_facts(self.told.record, found, nothing, speaks_of)
        return found_by

    def key(self, facts: Mapping[str, object]) -> Key | None:
        """The key under which the value for these facts is kept; None when they must go the general way.

        Entries may be missing; beside the record nothing may be given but records without a single value.
        """
        classes = self._of(facts.get(self.told.record))
        if None in classes or len(facts) == 1:
            return None if None in classes else classes
        others = [(name, facts[name]) for name in self.told.beside.keys() & facts.keys()]
        return (*classes, *map(repr, sorted(others))) if all(map(self._idle, others)) else None

    def _of(self, record: object) -> Key:
        """The classes of a record; with None among them where one has none."""
        try:
            return self._classes(record)
        except UNUSUAL:
            if not isinstance(record, dict) or not self.told.labels.isdisjoint(record):
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
        return not isinstance(self.told.beside[given[0]], Decision) and _hollow(given[1])


class NoShortcut(Shortcut):
    """For a decision that tells more apart than classes: keeps nothing."""

    def __init__(self) -> None:
        super().__init__(Told("", Classes({}, {}), frozenset(), {}))

    def key(self, facts: Mapping[str, object]) -> Key | None:
        """There is none."""
        return None


class Part(Kept):
    """The values of a decision on which another rests, by those classes of the other that it looks at.

    Where the other tells no classes, or not of the facts at hand, the part tells its own.

    positions   of those classes among the other's
    """

    def __init__(self, own: Shortcut, whole: Shortcut) -> None:
        super().__init__()
        self._own = own
        self.positions = [whole.entries.index(entry) for entry in own.entries if entry in whole.entries]
        self._pick: Callable[[Key], Key] | None = itemgetter(*self.positions) if self.positions else None

    def key(self, facts: Mapping[str, object], whole: Key | None) -> Key | None:
        """The key under which the value for these facts is kept, whose classes for the other may be known."""
        if whole is not None and self._pick:
            return self._pick(whole)
        own = self._own.key(facts)
        return own and ("", *own)


class Gathered(Shortcut):
    """For a decision that does nothing but name others: what is kept of its parts is put together for every record.

    Forty conditions tell a million records apart, and each of them a handful.
    """

    def __init__(self, told: Told, parts: Mapping[str, Part]) -> None:
        """`parts` are the entries of the value."""
        self._together = _together(len(told.classes.expressions), parts)
        super().__init__(told)

    @cached_property
    def kept(self) -> Callable[[Mapping[str, object]], Value]:
        """`lambda facts: together(class, class, …)`."""
        together = ast.Call(name("$together"), list(self.told.classes.expressions.values()), [])
        return self._found(together, {"$together": self._together})

    def look_up(self, key: Key | None) -> Any:
        """The values kept of the parts; MISSING where there is one of which none is kept."""
        if key is None or len(key) != len(self.entries):
            return MISSING
        try:
            return self._together(*key)
        except KeyError:
            return MISSING

    def keep(self, key: Key | None, value: Value) -> None:
        """The parts are kept, nothing more."""


def _together(count: int, parts: Mapping[str, Part]) -> Callable[..., Value]:
    """`lambda c0, c1, c2: {"entry": part[c0], "entry": part[c1, c2]}`."""
    classes = [f"c{index}" for index in range(count)]
    values: list[ast.expr] = []
    for entry, part in parts.items():
        picked = [name(classes[position]) for position in part.positions]
        values.append(_item(f"${entry}", sequence(picked) if len(picked) > 1 else picked[0]))
    together = ast.Dict([constant(entry) for entry in parts], values)
    return compiled.function_of(
        function(classes, together), "<together>", {f"${e}": p.values for e, p in parts.items()}
    )


def _item(of: str, key: ast.expr) -> ast.Subscript:
    return ast.Subscript(name(of), key, ast.Load())


class Shortcuts:
    """The shortcuts to the decisions of a model, each looked for once."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._own: dict[str, Shortcut] = {}
        self._parts: dict[str, Mapping[str, Part]] = {}
        self._to: dict[str, Shortcut] = {}

    def to(self, name: str) -> Shortcut:
        """The shortcut to a decision."""
        if name not in self._to:
            own, parts, entries = self._alone(name), self.parts(name), self._gathers(name)
            whole = entries and set(entries.values()) <= parts.keys()
            self._to[name] = Gathered(own.told, {entry: parts[of] for entry, of in entries.items()}) if whole else own
        return self._to[name]

    def parts(self, name: str) -> Mapping[str, Part]:
        """Those of the decisions that a decision rests on whose values are looked up: they look at less than it does,
        and it saves something, as they rest on others, or as the decision does nothing but name them."""
        if name not in self._parts:
            whole, gathered = self._alone(name), set(self._gathers(name).values())
            decisions = [each for each in reached(self._model, name).values() if isinstance(each, Decision)]
            names = {each.name for each in decisions}
            wanted = [each.name for each in decisions if each.name in gathered or names.intersection(each.requires)]
            ways = {each: self._alone(each) for each in wanted}
            self._parts[name] = {each: Part(way, whole) for each, way in ways.items() if way.tells_less(whole)}
        return self._parts[name]

    def _gathers(self, name: str) -> Mapping[str, str]:
        return gathers(self._model, name) if self._alone(name).entries else {}

    def _alone(self, name: str) -> Shortcut:
        """The shortcut to a decision, its parts left out of account."""
        if name not in self._own:
            self._own[name] = shortcut(self._model, name)
        return self._own[name]


def shortcut(model: Model, name: str) -> Shortcut:
    """The shortcut to a decision of a strict model, if its value depends on nothing but classes of entries."""
    elements = reached(model, name)
    if not model.strict or any(isinstance(each, DecisionService) for each in elements.values()):
        return NoShortcut()
    read = [each for element in elements.values() for each in reads(element)]
    compared = {each.record for each in read if each.test} or {each.record for each in read}
    records = {name: each.type for name, each in elements.items() if isinstance(each, InputData) and name in compared}
    if len(records) != 1:
        return NoShortcut()
    record, type_ = records.popitem()
    fields = told_apart(type_, [each for each in read if each.record == record])
    classes = fields and classes_of(fields)
    if not isinstance(type_, ContextType) or not classes:
        return NoShortcut()
    labels = frozenset(label for label, _ in type_.aliases)
    beside = {name: each for name, each in elements.items() if name != record}
    return Shortcut(Told(record, classes, labels, beside))


def _hollow(fact: object) -> bool:
    """Whether nothing is given."""
    return fact is None or (isinstance(fact, dict) and all(map(_hollow, fact.values())))
