"""Conditions that can never hold (GJ2201), always do (GJ2202), or come too late (GJ2203).

They stand in fields, stages, tags, clocks, questions and rules.

Reads   the boolean expressions of a model, and the declared values of what they speak of: options, limits, yes or no.
Method  a condition is taken apart into comparisons of something with constants. What each accepts is a set of atoms
        (axes.py); `and` intersects boxes, `or` unites them, `not` takes what is surely false. A part that is no such
        comparison may hold or not, whatever the others do, so what is told is certain. A missing value makes a
        comparison neither true nor false.
Skipped where the pieces are more than MAX_BOXES, and GJ2291 says so.
"Always" is told of what follows from the condition itself, and of a comparison with a number beyond the limits of its
field; not of one that repeats these limits, which asks for a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from engine.analysis.axes import Axis, Line, axis
from engine.analysis.boxes import MAX_BOXES, TooManyBoxesError
from engine.analysis.cells import INPUT, UnclearError, constant, evaluated, landmarks
from engine.analysis.parts import boxes, logic_of
from engine.dsl import nodes as feel
from engine.dsl.builtins import BUILTINS
from engine.dsl.checker import check
from engine.dsl.diagnostics import Diagnostic, Diagnostics, Label
from engine.dsl.nodes import Node
from engine.dsl.scope import Scope
from engine.dsl.text import Text
from engine.dsl.types import ANY, SimpleType, Type
from engine.dsl.unparse import unparse
from engine.model.boxed import Context, InputClause, LiteralExpression
from engine.model.decision import Decision, Element

Box = Mapping[Node, int]
"""For some subjects the atoms that they may have; any other subject may have all."""

CONDITIONS = (feel.Conjunction, feel.Disjunction, feel.Comparison, feel.Between, feel.In)
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A comparison of `subject` with constants: `test` with `?` in its place; None where it is not looked into."""

    subject: Node
    test: Node | None


def check_conditions(element: Element, seen: Mapping[str, Type], diagnostics: Diagnostics) -> None:
    """Report what is constant among the conditions of an element; expressions with other findings are left alone."""
    if not isinstance(element, Decision) or len(diagnostics):
        return
    steps = element.logic.entries if isinstance(element.logic, Context) else ()
    scope = Scope(seen).child({step.name: step.type for step in steps if step.name})
    conditions = [*_conditions(element)]
    scope = scope.child(dict.fromkeys(_bound_within(conditions, scope), ANY))
    for condition in conditions:
        try:
            _check(condition, element.label, scope, diagnostics)
        except TooManyBoxesError:
            diagnostics.add("GJ2291", condition.span)
    _check_chains(element, element.label, scope, diagnostics)


def _check_chains(decision: Decision, label: Text, scope: Scope, diagnostics: Diagnostics) -> None:
    """Report the branches of `if … else if …` that come too late."""
    trees = [each.expression for each in boxes(logic_of(decision)) if isinstance(each, LiteralExpression)]
    choices = [each for tree in trees for each in feel.walk(tree) if isinstance(each, feel.If)]
    later = [each.alternative for each in choices]
    for first in choices:
        if not any(first is each for each in later) and isinstance(first.alternative, feel.If):
            _check_chain(list(_chain(first)), label, scope, diagnostics)


def _chain(choice: Node) -> Iterator[Node]:
    """The conditions of a choice, and of those behind its `else`."""
    while isinstance(choice, feel.If):
        yield choice.condition
        choice = choice.alternative


def _check_chain(conditions: list[Node], label: Text, scope: Scope, diagnostics: Diagnostics) -> None:
    """Conditions about one thing: one that holds only where others before it do."""
    leaves = [leaf(each) for each in conditions]
    if len({each.span for each in conditions}) < len(conditions):  # which no author wrote
        return
    if len({each.subject for each in leaves}) > 1 or not all(each.test for each in leaves):
        return
    formula, taken = Formula(_axes(dict.fromkeys(leaves), label, scope)), 0
    for condition, one in zip(conditions, leaves, strict=True):
        atoms = formula.atoms(one, True) if formula.axes[one.subject] else 0
        if atoms and taken and not atoms & ~taken:
            diagnostics.add("GJ2203", condition.span, Label(conditions[0].span, "before"))
        taken |= atoms


def _bound_within(conditions: Iterable[Node], scope: Scope) -> set[str]:
    """Names that are known further in only, of loops and the like; nothing is known of their types here."""
    names = {each.name for tree in conditions for each in feel.walk(tree) if isinstance(each, feel.Name)}
    return {name for name in names if name not in BUILTINS and not scope.meanings(name)}


def _conditions(decision: Decision) -> Iterator[Node]:
    """Every expression that is to be true or false: a whole one, and what stands behind `if`."""
    for tree in (each.expression for each in boxes(logic_of(decision)) if isinstance(each, LiteralExpression)):
        if isinstance(tree, CONDITIONS) or _denied(tree) is not None:
            yield tree
        yield from (each.condition for each in feel.walk(tree) if isinstance(each, feel.If))


def _check(condition: Node, label: Text, scope: Scope, diagnostics: Diagnostics) -> None:
    """The condition, or those of its parts, that can never hold; else whether it always does."""
    leaves = dict.fromkeys(_leaves(condition))
    if not any(leaf.test for leaf in leaves) or condition.span == feel.NOWHERE:
        return
    formula = Formula(_axes(leaves, label, scope))
    if not formula.boxes(condition, True):
        values = _why_never(_culprit(condition, formula), formula, scope)
        diagnostics.extend([Diagnostic("GJ2201", condition.span, values)])
    elif not replace(formula, limited=False).boxes(condition, False):
        diagnostics.add("GJ2202", condition.span)
    elif (
        isinstance(condition, feel.Comparison)
        and _is_beyond(condition, formula)
        and not formula.boxes(condition, False)
    ):
        values = {**_limits(formula), **_as_percent(condition, scope)}
        diagnostics.extend([Diagnostic("GJ2202", condition.span, values)])
    elif isinstance(condition, (feel.Disjunction, feel.Conjunction)):
        for part in (condition.left, condition.right):
            _check(part, label, scope, diagnostics)


def _culprit(condition: Node, formula: Formula) -> Node:
    """The only part of `and` that can never hold, if there is one, else all of it."""
    sides = (condition.left, condition.right) if isinstance(condition, feel.Conjunction) else ()
    never = [side for side in sides if not formula.boxes(side, True)]
    return _culprit(never[0], formula) if len(never) == 1 else condition


def _why_never(condition: Node, formula: Formula, scope: Scope) -> dict[str, object]:
    """What is declared of what a condition speaks of, where it is this that the condition goes against."""
    axes = {each.subject: formula.axes[each.subject] for each in _leaves(condition)}
    by_itself = not Formula(axes, limited=False).boxes(condition, True)
    return {**({} if by_itself else _limits(Formula(axes))), **_as_percent(condition, scope)}


def _is_beyond(condition: feel.Comparison, formula: Formula) -> bool:
    """Whether the number that a comparison speaks of lies beyond the limits of the field beside it."""
    one = leaf(condition)
    line = formula.axes.get(one.subject)
    constants = landmarks(feel.UnaryTests((one.test,))) if one.test else ()
    return isinstance(line, Line) and any(value is not None and line.is_beyond(value) for value in constants)


def _limits(formula: Formula) -> dict[str, object]:
    """What is declared of the only thing that a condition speaks of."""
    known = [each for each in formula.axes.values() if each is not None]
    if len(known) != 1 or known[0].domain == known[0].full & ~known[0].null:
        return {}
    return {"name": known[0].clause.label, "domain": known[0].text(known[0].domain)}


def _as_percent(condition: Node, scope: Scope) -> dict[str, object]:
    """A comparison of a share, at most all of itself, with a number above one: a percentage was meant."""
    if not isinstance(condition, feel.Comparison):
        return {}
    for value, subject in ((condition.right, condition.left), (condition.left, condition.right)):
        number = value.operand if isinstance(value, feel.Negation) else value
        if isinstance(number, feel.NumberLiteral) and not number.percent and number.value > 1 and number.span.text:
            type_ = check(subject, scope, Diagnostics())
            limits = (type_.least, type_.most) if isinstance(type_, SimpleType) else ()
            bounds = [each for each in limits if each is not None]
            if bounds and all(abs(each) <= 1 for each in bounds) and any(bounds):
                text, end = condition.span.text, number.span.end - condition.span.start
                return {"suggestion": f"{text[:end]}%{text[end:]}"}
    return {}


# -- parts of a condition ----------------------------------------------------------------------------------------------


def _leaves(node: Node) -> Iterator[Leaf]:
    match node:
        case feel.Conjunction(left=left, right=right) | feel.Disjunction(left=left, right=right):
            yield from (*_leaves(left), *_leaves(right))
        case feel.Call() if _denied(node):
            yield from _leaves(_denied(node) or node)
        case _:
            yield leaf(node)


def _denied(node: Node) -> Node | None:
    """What stands in `not(…)`."""
    is_not = isinstance(node, feel.Call) and node.function == feel.Name("not") and len(node.arguments) == 1
    return node.arguments[0].value if is_not and isinstance(node, feel.Call) else None


def leaf(node: Node) -> Leaf:
    """A part of a condition as a question about one thing.

    >>> from engine.dsl.parser import parse_expression
    >>> leaf(parse_expression("5 < score")).test == leaf(parse_expression("score > 5")).test
    True
    """
    match node:
        case feel.Comparison(operator=operator, left=left, right=right) if _plain(right):
            return Leaf(left, feel.Comparison(operator, INPUT, right))
        case feel.Comparison(operator=operator, left=left, right=right) if _plain(left):
            return Leaf(right, feel.Comparison(TURNED[operator], INPUT, left))
        case feel.Between(value=value, low=low, high=high) if _plain(low) and _plain(high):
            return Leaf(value, feel.Between(INPUT, low, high))
        case feel.In(value=value, tests=tests) if all(map(_plain_test, tests)):
            return Leaf(value, feel.In(INPUT, tests))
        case feel.Name() | feel.Path():
            return Leaf(node, feel.Comparison("=", INPUT, feel.BooleanLiteral(True)))
    return Leaf(node, None)


def _plain(node: Node) -> bool:
    try:
        constant(node)
    except UnclearError:
        return False
    return True


def _plain_test(node: Node) -> bool:
    return _plain(node.operand if isinstance(node, feel.ComparisonRange) else node)


# -- sets --------------------------------------------------------------------------------------------------------------


def _axes(leaves: Mapping[Leaf, None], label: Text, scope: Scope) -> dict[Node, Axis | None]:
    """The axis of every subject; None for one that is not looked into. `label` is what `?` is called."""
    tests: dict[Node, list[Node]] = {}
    for each in leaves:
        tests.setdefault(each.subject, []).extend([each.test] if each.test else [])
    return {subject: _axis(subject, asked, label, scope) if asked else None for subject, asked in tests.items()}


def _axis(subject: Node, tests: list[Node], label: Text, scope: Scope) -> Axis | None:
    type_ = check(subject, scope, Diagnostics())
    said = label if subject == INPUT else Text(subject.span.text or unparse(subject))
    clause = InputClause(subject, said, subject.span, type_, _allowed(type_))
    try:
        found = axis(clause, [feel.UnaryTests((test,)) for test in tests])
        return found if all(_told(found, test) for test in tests) else None
    except UnclearError:
        return None


def _told(found: Axis, test: Node) -> bool:
    return all(evaluated(test, value) is not None for value in found.values if value is not None)


def _allowed(type_: Type) -> feel.UnaryTests | None:
    """What a type declares, as tests."""
    if not isinstance(type_, SimpleType):
        return None
    if type_.closed:
        return feel.UnaryTests(tuple(map(feel.StringLiteral, type_.options)))
    limits = {">=": type_.least, "<=": type_.most}
    tests = [feel.Comparison(sign, INPUT, feel.NumberLiteral(at)) for sign, at in limits.items() if at is not None]
    if len(tests) == 2:
        return feel.UnaryTests((feel.Conjunction(*tests),))
    return feel.UnaryTests(tuple(tests)) if tests else None


@dataclass(frozen=True, slots=True)
class Formula:
    """Conditions over some subjects: where they are true, and where false. `limited`: among declared values."""

    axes: Mapping[Node, Axis | None]
    limited: bool = True

    def boxes(self, node: Node, value: bool) -> list[Box]:
        """Where a condition has a value, in boxes; none when it nowhere has."""
        denied = _denied(node)
        if denied is not None:
            return self.boxes(denied, not value)
        if isinstance(node, (feel.Conjunction, feel.Disjunction)):
            left, right = self.boxes(node.left, value), self.boxes(node.right, value)
            return _both(left, right) if isinstance(node, feel.Conjunction) is value else left + right
        if isinstance(node, feel.BooleanLiteral):
            return [{}] if node.value is value else []
        one = leaf(node)
        atoms = self.atoms(one, value)
        return [{one.subject: atoms}] if atoms else []

    def atoms(self, one: Leaf, value: bool) -> int:
        """The atoms of a subject for which a comparison has a value."""
        found = self.axes[one.subject]
        if found is None or one.test is None:
            return 1 if value else 2
        domain = (found.domain if self.limited else found.declared()) | found.null
        having = sum(1 << i for i, each in enumerate(found.values) if evaluated(one.test, each) is value)
        return having & domain


def _both(left: list[Box], right: list[Box]) -> list[Box]:
    if len(left) * len(right) > MAX_BOXES:
        raise TooManyBoxesError
    pairs = ((a, b, {each: a[each] & b[each] for each in a.keys() & b.keys()}) for a in left for b in right)
    return [{**a, **b, **shared} for a, b, shared in pairs if all(shared.values())]
