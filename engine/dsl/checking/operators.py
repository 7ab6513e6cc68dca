"""Operators, conditions and unary tests."""

from __future__ import annotations

from typing import TypeGuard

from engine.dsl import nodes as feel
from engine.dsl.builtins import BUILTINS
from engine.dsl.checking import units
from engine.dsl.checking.choosing import choose
from engine.dsl.checking.core import Checker
from engine.dsl.checking.literals import turned
from engine.dsl.checking.names import no_option, unknown, unquoted
from engine.dsl.checking.remedies import either, remedy, unwrapped
from engine.dsl.diagnostics import Edit
from engine.dsl.inference import NEGATABLE, arithmetic, comparable, ordered, plain
from engine.dsl.nodes import Node
from engine.dsl.types import ANY, BOOLEAN, NULL, NUMBER, STRING, ContextType, ListType, RangeType, SimpleType, Type

INPUT = feel.Name("?")
IDENTIFYING = ("value", "id")
"""The entries by which a choice, a record is told from others."""
LEAVES = (feel.NumberLiteral, feel.Name, feel.Path)
"""What is asked for its type beside each other: not sums, which are asked for theirs at every sign."""


def negation(checker: Checker, node: feel.Negation, expected: Type) -> Type:
    """`-operand`."""
    given = plain(checker.infer(node.operand))
    return given if given in (*NEGATABLE, ANY) else checker.report("GJ1213", node.span, given=given)


def calculation(checker: Checker, node: feel.Arithmetic, expected: Type) -> Type:
    """`+ - * / **`."""
    left, right = _operand(checker, node.left, node.right), _operand(checker, node.right, node.left)
    result = arithmetic(node.operator, left, right)
    if result is None:
        instead = either((node.left, left), (node.right, right), sum_=node.operator in "+-") or unwrapped(node)
        return checker.report("GJ1201", node.span, instead, operator=node.operator, left=left, right=right)
    unit = units.calculate(checker, node, left, right)
    return SimpleType("number", unit=unit) if result == NUMBER and unit else result


def _operand(checker: Checker, node: Node, other: Node) -> Type:
    """One side of a calculation. A word that names nothing is most likely a number beside a number."""
    if _is_unknown(node, checker) and isinstance(other, LEAVES) and plain(checker.silent().infer(other)) == NUMBER:
        return unknown(checker, node, NUMBER)
    return checker.infer(node)


def comparison(checker: Checker, node: feel.Comparison, expected: Type) -> Type:
    """`= != < <= > >=`; constant texts beside a choice must be options of it."""
    left, right = _side(checker, node.left, node.right), _side(checker, node.right, node.left)
    compare(checker, node, node.operator, (node.left, left), (node.right, right))
    choose(checker, node.left, right)
    choose(checker, node.right, left)
    return BOOLEAN


def _side(checker: Checker, node: Node, other: Node) -> Type:
    """One side of a comparison. A word that names nothing but is an option of the other side wants quotes; else it is
    most likely one of the type of the other side."""
    if _is_unknown(node, checker):
        choice = checker.silent().infer(other)
        if isinstance(choice, SimpleType) and choice.option(node.name) is not None:
            return unquoted(checker, node, choice)
        return unknown(checker, node, choice)
    return checker.infer(node)


def _is_unknown(node: Node, checker: Checker) -> TypeGuard[feel.Name]:
    return isinstance(node, feel.Name) and node.name not in BUILTINS and not checker.scope.meanings(node.name)


def compare(checker: Checker, node: Node, operator: str, one: tuple[Node, Type], other: tuple[Node, Type]) -> None:
    """Two values that must be of one type, and of one with an order for `<` and the like."""
    (_, left), (_, right) = one, other
    if not comparable(left, right):
        options = _options(*one) or _options(*other)
        instead = (
            _as_number(operator, one, other)
            or _as_number(operator, other, one)
            or either(one, other)
            or _named(one, other)
            or _named(other, one)
            or _chained(node)
            or _contained_in(one, other)
            or _contained_in(other, one)
        )
        checker.report("GJ1202", node.span, instead, left=left, right=right, **options)
    elif operator not in ("=", "!=") and not ordered(left, right):
        checker.report("GJ1211", node.span, operator=operator, given=right if ordered(left, left) else left)
    else:
        units.compare(checker, node, one, other)


def _contained_in(one: tuple[Node, Type], other: tuple[Node, Type]) -> Edit | None:
    """`tags = "A"`, where a field holds several; `level = ["A", "B"]`, where one of several is asked for."""
    (many, list_type), (single, type_) = one, other
    if not isinstance(list_type, ListType) or not comparable(list_type.item, type_) or not single.span.text:
        return None
    if isinstance(many, feel.ListLiteral):
        return Edit(many.span.to(single.span), f"{single.span.text} in {many.span.text}")
    return Edit(many.span.to(single.span), f"list contains({many.span.text}, {single.span.text})")


def _as_number(operator: str, one: tuple[Node, Type], other: tuple[Node, Type]) -> Edit | None:
    """A field for a text that is asked whether it is more or less than a number: the number in it."""
    (text, type_), (number, _) = one, other
    if operator in ("=", "!=") or plain(type_) != STRING or isinstance(text, feel.StringLiteral):
        return None
    if not isinstance(number, feel.NumberLiteral):
        return None
    return Edit(text.span, f"number({text.span.text or '?'})") if text.span.text or text == INPUT else None


def _named(one: tuple[Node, Type], other: tuple[Node, Type]) -> Edit | None:
    """A record that is compared with what it is called: `item != place` for `item.value != place`."""
    (record, type_), (_, wanted) = one, other
    entries = dict(type_.entries) if isinstance(type_, ContextType) else {}
    name = next((each for each in IDENTIFYING if each in entries and comparable(entries[each], wanted)), None)
    return Edit(record.span, f"{record.span.text}.{name}") if name and record.span.text else None


def _chained(node: Node) -> Edit | None:
    """`0 <= score <= 10` as two comparisons."""
    match node:
        case feel.Comparison(left=feel.Comparison(right=middle) as first) if node.operator not in ("=", "!="):
            return Edit(node.span, f"{first.span.text} and {middle.span.text} {node.operator} {node.right.span.text}")
    return None


def _options(node: Node, type_: Type) -> dict[str, object]:
    """The options of a field or of a result, as a value of a message."""
    known = isinstance(type_, SimpleType) and type_.closed and isinstance(node, (feel.Name, feel.Path))
    return {"options": type_.options} if known and isinstance(type_, SimpleType) else {}


def logic(checker: Checker, node: feel.Conjunction | feel.Disjunction, expected: Type) -> Type:
    """`and`, `or`."""
    checker.condition(node.left)
    if instead := _same_again(checker, node):
        checker.report("GJ1203", node.right.span, instead, given=STRING, expected=BOOLEAN)
    else:
        checker.condition(node.right)
    return BOOLEAN


def _same_again(checker: Checker, node: feel.Conjunction | feel.Disjunction) -> Edit | None:
    """`region = "A" or "B"`: the text, or the option without quotes, compared with what the one before is."""
    before = node.left.right if isinstance(node.left, (feel.Conjunction, feel.Disjunction)) else node.left
    if not isinstance(before, feel.Comparison) or before.operator not in ("=", "!="):
        return None
    choice = checker.silent().infer(before.left)
    word = node.right.name if isinstance(node.right, feel.Name) and _is_unknown(node.right, checker) else ""
    if isinstance(node.right, feel.StringLiteral) or (isinstance(choice, SimpleType) and choice.option(word)):
        quoted = f'"{word}"' if word else node.right.span.text
        return Edit(node.right.span, f"{before.left.span.text} {before.operator} {quoted}")
    return None


def between(checker: Checker, node: feel.Between, expected: Type) -> Type:
    """`value between low and high`."""
    value = checker.infer(node.value)
    if turned(node.low, node.high):
        whole = node.low.span.to(node.high.span)
        meant = Edit(whole, f"{node.high.span.text} and {node.low.span.text}")
        return checker.report("GJ1217", whole, meant, low=node.low.span.text, high=node.high.span.text) and BOOLEAN
    for end in (node.low, node.high):
        compare(checker, end, "<", (node.value, value), (end, checker.infer(end)))
    return BOOLEAN


def contained(checker: Checker, node: feel.In, expected: Type) -> Type:
    """`value in tests`."""
    value = checker.infer(node.value)
    for each in node.tests:
        test(checker, each, value)
    return BOOLEAN


def any_value(checker: Checker, node: feel.AnyValue, expected: Type) -> Type:
    """`-`."""
    return ANY


def unary_tests(checker: Checker, node: feel.UnaryTests, expected: Type) -> Type:
    """Tests about `?`, whose type the scope tells."""
    meanings = checker.scope.meanings(INPUT.name)
    for each in node.tests:
        test(checker, each, meanings[0].type if meanings else ANY)
    return BOOLEAN


def test(checker: Checker, node: Node, tested: Type) -> None:
    """One test: a comparison, a value, a range or a list of such, or a condition (that mentions `?` or does not)."""
    if isinstance(node, feel.ComparisonRange):
        compare(checker, node, node.operator, (INPUT, tested), (node.operand, checker.infer(node.operand, tested)))
        return choose(checker, node.operand, tested)
    if isinstance(tested, SimpleType) and _is_broken_option(checker, node, tested):
        checker.rewrite(node)
        no_option(checker, node, node.span.text, tested)
        return None
    if isinstance(tested, ListType) and (contained := _option_of_several(checker, node, tested.item)):
        checker.rewrite(node)
        checker.report("GJ1101", node.span, contained, name=node.span.text)
        return None
    given = checker.infer(node, tested)
    if INPUT in feel.walk(node):
        if given not in (BOOLEAN, ANY):
            checker.report("GJ1203", node.span, given=given, expected=BOOLEAN)
    elif not _can_hold(tested, given) and (given != BOOLEAN or isinstance(node, feel.BooleanLiteral)):
        checker.report(
            "GJ1209", node.span, remedy(node, tested), given=given, expected=tested, **_options(INPUT, tested)
        )
    else:
        units.compare(checker, node, (INPUT, tested), (node, ANY))
    return choose(checker, node, tested)


def _option_of_several(checker: Checker, node: Node, item: Type) -> Edit | None:
    """What a bare word means in a column of several choices each: that it is among them."""
    word = node.name if isinstance(node, feel.Name) and _is_unknown(node, checker) else ""
    option = item.option(word) if isinstance(item, SimpleType) and word else None
    return Edit(node.span, f'list contains(?, "{option}")') if option else None


def _is_broken_option(checker: Checker, node: Node, tested: SimpleType) -> bool:
    """Whether a test is a word with a mark in it, `Follow-ups`, taken for a calculation with names of nothing."""
    if not isinstance(node, feel.Arithmetic) or not tested.closed:
        return False
    names = [each for each in feel.walk(node) if isinstance(each, feel.Name)]
    return bool(names) and not any(checker.scope.meanings(each.name) for each in names)


def _can_hold(tested: Type, given: Type) -> bool:
    """Whether a test may hold: it is comparable to the value, or it is a range or list of such."""
    if comparable(tested, given) or given == NULL:
        return True
    match given:
        case ListType(item=inner) | RangeType(endpoint=inner):
            return _can_hold(tested, inner)
    return False
