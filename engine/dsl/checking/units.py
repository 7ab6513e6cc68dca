"""Units: percentages, amounts of money and counted things are no plain numbers.

| finding | what                                                                                                |
|---------|-----------------------------------------------------------------------------------------------------|
| GJ3001  | a plain number beside a percentage: `on_time >= 95` where 95% is meant                              |
| GJ3002  | a percentage beside an amount or a count: `budget >= 50%`                                           |
| GJ3003  | two units that cannot be added or compared: money and days                                          |
| GJ3004  | a share multiplied by 100 where a percentage is asked for: it would be a hundred times too much     |

What is computed has a unit only where it is certain: money / money has none, money * 10% is money, kg * rate may be
anything, and so may hours * 60. A number without a unit goes with everything, 0 and 1 with percentages, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from engine.dsl import nodes as feel
from engine.dsl.checking.core import Checker
from engine.dsl.diagnostics import Edit
from engine.dsl.nodes import Node
from engine.dsl.text import Text
from engine.dsl.types import SimpleType, Type

PERCENT = "percent"
WORDS = {PERCENT: Text("百分数", "a percentage"), "money": Text("金额", "money")}
LARGE = {"千元": 1000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
HUNDRED = Decimal(100)
CONVERSIONS = {*(Decimal(10) ** power for power in range(1, 9)), *map(Decimal, (7, 12, 24, 30, 60, 365, 3600))}
"""Factors between units of the same thing."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def compare(checker: Checker, node: Node, one: tuple[Node, Type], other: tuple[Node, Type]) -> None:
    """Check the constants of either side against the unit of the other, and the units of both."""
    ours, theirs = [*constants(one[0])], [*constants(other[0])]
    for numbers, (_, type_) in ((theirs, one), (ours, other)):
        _constants(checker, numbers, type_)
    if not ours and not theirs:
        _same(checker, node, one[1], other[1])


def calculate(checker: Checker, node: feel.Arithmetic, left: Type, right: Type) -> str:
    """The unit of what an operator gives; empty where there is none."""
    one, other = _unit(left), _unit(right)
    if node.operator in "+-":
        return _sum(checker, node, left, right)
    if _may_convert(node.right, one) or _may_convert(node.left, other):
        return ""
    if node.operator == "*":
        return _product(node, one, other)
    return one if node.operator == "/" and not other else ""


def _product(node: feel.Arithmetic, one: str, other: str) -> str:
    """The unit of a product: what is weighed or counted may be multiplied by a rate, whose unit nobody wrote down. A
    share of something is such a thing; of something of which nothing is known, nobody knows."""
    if PERCENT in (one, other):
        rest, factor = (other, node.right) if one == PERCENT else (one, node.left)
        return rest or (PERCENT if isinstance(factor, feel.NumberLiteral) else "")
    factor = node.right if one else node.left
    certain = not (one and other) and ("money" in (one, other) or isinstance(factor, feel.NumberLiteral))
    return one or other if certain else ""


def _may_convert(factor: Node, unit: str) -> bool:
    """Whether a plain number turns a unit into another one: 10000 makes 元 of 万元, 60 minutes of hours."""
    return unit not in ("", *WORDS) and isinstance(factor, feel.NumberLiteral) and factor.value in CONVERSIONS


def result(checker: Checker, node: Node, expected: Type) -> None:
    """Where a percentage is asked for, nothing is multiplied by 100."""
    if _unit(expected) != PERCENT or not isinstance(node, feel.Arithmetic) or node.operator != "*":
        return
    for factor, rest in ((node.right, node.left), (node.left, node.right)):
        if isinstance(factor, feel.NumberLiteral) and factor.value == HUNDRED and not factor.percent:
            instead = Edit(node.span, rest.span.text) if rest.span.text else None
            checker.report("GJ3004", factor.span, instead)
            return


def constants(node: Node) -> Iterator[feel.NumberLiteral]:
    """The numbers that a test compares with: a number, the ends of a range, the items of a list."""
    match node:
        case feel.NumberLiteral():
            yield node
        case feel.Negation(operand=operand) | feel.ComparisonRange(operand=operand):
            yield from constants(operand)
        case feel.RangeLiteral(start=start, end=end):
            yield from (*constants(start), *constants(end))
        case feel.ListLiteral(items=items):
            for item in items:
                yield from constants(item)


def _constants(checker: Checker, numbers: Sequence[feel.NumberLiteral], type_: Type) -> None:
    """Numbers that stand together; those that all lack their percent sign are told together."""
    plain = [each for each in numbers if _lacks_percent(each, type_)]
    if len(plain) > 1:
        span = plain[0].span.to(plain[-1].span)
        checker.report("GJ3001", span, Edit(span, _NUMBER.sub(r"\g<0>%", span.text)), value=span.text)
    for number in numbers:
        if len(plain) < 2 or number not in plain:
            _constant(checker, number, type_)


def _lacks_percent(number: feel.NumberLiteral, type_: Type) -> bool:
    is_share = isinstance(type_, SimpleType) and type_.unit == PERCENT and number.span != feel.NOWHERE
    return is_share and not number.percent and number.value > 1


def _constant(checker: Checker, number: feel.NumberLiteral, type_: Type) -> None:
    if not isinstance(type_, SimpleType) or number.span == feel.NOWHERE:
        return
    if _lacks_percent(number, type_):
        checker.report("GJ3001", number.span, Edit(number.span, f"{number.value:f}%"), value=number.value)
    elif number.percent and type_.unit != PERCENT and (type_.unit or type_.places == 0 or (type_.most or 0) > 1):
        plain = f"{(number.value * HUNDRED).normalize():f}"
        checker.report("GJ3002", number.span, Edit(number.span, plain), value=number.span.text)


def _sum(checker: Checker, node: feel.Arithmetic, left: Type, right: Type) -> str:
    """Both sides of a sum or a difference have one unit."""
    for number, type_ in ((node.left, right), (node.right, left)):
        if isinstance(number, feel.NumberLiteral) and not number.percent:
            _constant(checker, number, type_)
            return _unit(type_)
    one, other = _unit(left), _unit(right)
    if other == PERCENT and one not in ("", PERCENT):
        instead = Edit(node.span, f"{node.left.span.text} * (1 {node.operator} {node.right.span.text})")
        checker.report("GJ3003", node.span, instead, left=_said(one), right=_said(other))
        return ""
    return one or other if _same(checker, node, left, right) else ""


def _same(checker: Checker, node: Node, left: Type, right: Type) -> bool:
    """Whether two units are the same, as far as they are known; told where not."""
    one, other = _unit(left), _unit(right)
    if one and other and one != other and node.span != feel.NOWHERE:
        checker.report("GJ3003", node.span, _in_yuan(node, one, other), left=_said(one), right=_said(other))
        return False
    return True


def _in_yuan(node: Node, one: str, other: str) -> Edit | None:
    """A figure in 万元 beside one in 元: times ten thousand."""
    if not isinstance(node, (feel.Arithmetic, feel.Comparison)):
        return None
    for side, unit, beside in ((node.left, one, other), (node.right, other, one)):
        if unit in LARGE and beside in ("money", "元") and side.span.text:
            sum_ = isinstance(side, feel.Arithmetic) and side.operator in "+-"
            text = f"({side.span.text})" if sum_ else side.span.text
            return Edit(side.span, f"{text} * {LARGE[unit]}")
    return None


def _unit(type_: Type) -> str:
    return type_.unit if isinstance(type_, SimpleType) else ""


def _said(unit: str) -> Text:
    return WORDS.get(unit, Text(unit))
