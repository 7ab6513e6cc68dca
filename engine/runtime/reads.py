"""What a decision reads of records, each entry with the tests put to it or as it is; and of other decisions, where it
does nothing but name them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from engine.analysis.parts import logic_of, tables
from engine.dsl import nodes as feel
from engine.dsl.types import ANY, ContextType, SimpleType, Type
from engine.model.boxed import Context, ContextEntry, LiteralExpression
from engine.model.decision import Decision, Element, Model
from engine.runtime.classes import Field, clear
from engine.runtime.reach import nodes, uses

PLAIN = ("number", "string", "boolean")


class Read(NamedTuple):
    """An entry of a record is read: by a test, or, without one, as it is; as a whole where `entry` is empty."""

    record: str
    entry: str
    test: feel.UnaryTests | None


def reads(element: Element) -> Iterator[Read]:
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


def told_apart(type_: Type, reads: Sequence[Read]) -> list[Field] | None:
    """What is told apart of a record; None where a decision may tell more apart than can be said here."""
    told: list[Field] = []
    for entry in dict.fromkeys(read.entry for read in reads):
        of = type_.get(entry) if isinstance(type_, ContextType) else None
        whole = any(read.entry == entry and read.test is None for read in reads)
        tests = tuple(read.test for read in reads if read.entry == entry and read.test)
        if not isinstance(of, SimpleType) or of.name not in PLAIN or not all(map(clear, tests)):
            return None
        if whole and not (of.name == "boolean" or of.closed):
            return None
        told.append(Field(entry, of, tests, whole))
    return told


def gathers(model: Model, name: str) -> Mapping[str, str]:
    """The decisions that are the entries of a decision's value, by entry; nothing where it does more than name them."""
    decision = model.elements[name]
    logic = logic_of(decision)
    if (
        not isinstance(decision, Decision)
        or not isinstance(logic, Context)
        or (decision.type, logic.type) != (ANY, ANY)
    ):
        return {}
    named = {entry.name: of for entry in logic.entries if (of := _named(entry, decision, model))}
    alone = all(named.get(of, of) == of for of in named.values())  # later entries see earlier ones
    return named if alone and len(named) == len(logic.entries) else {}


def _named(entry: ContextEntry, decision: Decision, model: Model) -> str:
    """The decision that an entry of a context is; empty where it is something else."""
    match entry:
        case ContextEntry(name=str(name), value=LiteralExpression(expression=feel.Name(name=of), type=type_)) if name:
            types = (ANY, model.elements[of].type) if of in decision.requires else ()
            return of if type_ in types and entry.type in types else ""
    return ""
