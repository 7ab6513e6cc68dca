"""Types of expressions, what is wrong with them, and what words are replaced by.

The claims about whole expressions stand in tests/data/types; every one speaks of the scope below: a customer whose
fields are in scope by themselves, by name and by label.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.dsl import nodes as feel
from engine.dsl.checker import METHODS, check, resolve
from engine.dsl.diagnostics import Diagnostics
from engine.dsl.names import Names
from engine.dsl.parser import parse_expression, parse_unary_tests
from engine.dsl.scope import Scope
from engine.dsl.types import (
    ANY,
    BOOLEAN,
    DATE,
    NUMBER,
    STRING,
    ContextType,
    ListType,
    SimpleType,
    Type,
    conforms,
    join,
    may_conform,
)
from engine.dsl.unparse import unparse

DATA = Path(__file__).parents[1] / "data" / "types"

CHOICE = SimpleType("string", ("战略客户", "普通客户"), aliases=(("Strategic", "战略客户"),))
ORDER = ContextType(
    (("amount", NUMBER), ("year", NUMBER), ("customer", ContextType((), open=True))), aliases=(("金额", "amount"),)
)
CUSTOMER = ContextType(
    (
        ("satisfaction_score", NUMBER),
        ("type", CHOICE),
        ("signed_on", DATE),
        ("active", BOOLEAN),
        ("orders", ListType(ORDER)),
        ("tags", ListType(STRING)),
    ),
    aliases=(
        ("满意度得分", "satisfaction_score"),
        ("客户类型", "type"),
        ("订单", "orders"),
        ("电话", "type"),
        ("电话", "tags"),
    ),
)
SCOPE = Scope({"customer": CUSTOMER, "anything": ANY}).with_labels({"客户": ("customer",)}).with_subject("customer")


def claims(name: str) -> list[tuple[str, str]]:
    """The lines `expression -> claim` of a file."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    claimed = (line.split(" -> ", 1) for line in lines if line and not line.startswith("#"))
    return [(expression.strip(), claim.strip()) for expression, claim in claimed]


def findings(node: feel.Node, scope: Scope = SCOPE, expected: Type = ANY) -> list[str]:
    """Every finding as ``code at `place`: suggestion``."""
    found = Diagnostics()
    check(node, scope, found, expected=expected)
    return [
        f"{each.code} at `{each.span.text}`"
        + (f": {first(each.values['suggestion'])}" if "suggestion" in each.values else "")
        for each in found
    ]


def first(suggestion: object) -> object:
    return suggestion[0] if isinstance(suggestion, list) else suggestion


@pytest.mark.parametrize(("expression", "expected"), claims("expressions.txt"))
def test_types(expression: str, expected: str) -> None:
    """The type, and nothing to find fault with."""
    found = Diagnostics()
    assert str(check(parse_expression(expression, SCOPE.all_names()), SCOPE, found)) == expected
    assert [(each.code, each.values) for each in found] == []


@pytest.mark.parametrize(("expression", "expected"), claims("findings.txt"))
def test_findings(expression: str, expected: str) -> None:
    """One mistake, one message, at its place, the likeliest remedy first."""
    assert findings(parse_expression(expression, SCOPE.all_names())) == [expected]


@pytest.mark.parametrize(("expression", "_"), claims("findings.txt"))
def test_dmn_mode_reports_nothing(expression: str, _: str) -> None:
    """There an impossible operation is null, with a reason, when it runs."""
    found = Diagnostics()
    check(parse_expression(expression, SCOPE.all_names()), SCOPE, found, strict=False)
    assert len(found) == 0


CELLS = {
    (NUMBER, ">= 90"): [],
    (NUMBER, "[60..75), null, 3"): [],
    (NUMBER, "1, not(3)"): ["GJ1204 at `3`"],
    (NUMBER, "-"): [],
    (NUMBER, "? > 3 and ? < 5"): [],
    (NUMBER, "count(订单) > 3"): [],
    (NUMBER, "satisfaction_score"): [],
    (NUMBER, '"A"'): ['GJ1209 at `"A"`'],
    (NUMBER, '> "A"'): ['GJ1202 at `> "A"`'],
    (NUMBER, "true"): ["GJ1209 at `true`"],
    (NUMBER, "? + 1"): ["GJ1203 at `? + 1`"],
    (CHOICE, "战略客户, 普通客户"): [],
    (CHOICE, "Strategic"): [],
    (CHOICE, "not(战略客户)"): [],
    (CHOICE, '"Strategic"'): [],
    (CHOICE, "战略顾客"): ["GJ1107 at `战略顾客`: 战略客户"],
    (CHOICE, '"战略顾客"'): ['GJ1107 at `"战略顾客"`: 战略客户'],
    (STRING, "VIP"): ['GJ1102 at `VIP`: "VIP"'],
    (DATE, '>= @"2026-01-01"'): [],
    (DATE, "> 3"): ["GJ1202 at `> 3`"],
    (BOOLEAN, "true"): [],
    (BOOLEAN, "1"): ["GJ1209 at `1`: true"],
    (BOOLEAN, "是"): ["GJ1101 at `是`: true"],
    (ListType(STRING), '"A"'): ['GJ1209 at `"A"`'],
    (ListType(STRING), 'list contains(?, "A")'): [],
    (ANY, "whatever"): ["GJ1101 at `whatever`"],
}


@pytest.mark.parametrize(("type_", "cell"), CELLS, ids=str)
def test_cells_are_about_their_column(type_: Type, cell: str) -> None:
    """Unary tests against the type of the column: what can never hold is refused."""
    tests = parse_unary_tests(cell, SCOPE.all_names())
    assert findings(tests, SCOPE.child({"?": type_})) == CELLS[type_, cell]


@pytest.mark.parametrize(
    ("expression", "expected", "finding"),
    [
        ("满意度得分 > 1", BOOLEAN, []),
        ("满意度得分", BOOLEAN, ["GJ1203 at `满意度得分`: 满意度得分 > 0"]),
        ("满意度得分", STRING, ["GJ1208 at `满意度得分`"]),
        ("战略客户", CHOICE, []),
        ("if active then 战略客户 else 普通客户", CHOICE, []),
        ('if active then "战略客户" else "普通顾客"', CHOICE, ['GJ1107 at `"普通顾客"`: 普通客户']),
        ("null", NUMBER, []),
        ("anything", NUMBER, []),
        ("[1, 2]", ListType(NUMBER), []),
        ('[1, "a"]', ListType(STRING), []),
        ("[1, 2]", ListType(STRING), ["GJ1208 at `[1, 2]`"]),
    ],
)
def test_a_result_is_what_is_expected(expression: str, expected: Type, finding: list[str]) -> None:
    """Conditions are booleans, a result has its declared type, a bare word is an option where options are declared."""
    assert findings(parse_expression(expression, SCOPE.all_names()), expected=expected) == finding


RESOLVED = {
    "满意度得分 >= 90": "customer.satisfaction_score >= 90",
    "客户.满意度得分 + customer.满意度得分": "customer.satisfaction_score + customer.satisfaction_score",
    "订单[金额 > 1].金额": "customer.orders[amount > 1].amount",
    "for o in 订单 return o.金额": "for o in customer.orders return o.amount",
    "sort(订单, function(a, b) a.金额 < b.金额)": "sort(customer.orders, function(a, b) a.amount < b.amount)",
    '客户类型 = "Strategic"': 'customer.type = "战略客户"',
    '客户类型 in ("Strategic", "普通客户")': 'customer.type in ("战略客户", "普通客户")',
    "{满意度得分: 1, b: 满意度得分}": "{满意度得分: 1, b: 满意度得分}",
    "no_such_name > 1": "null > 1",
}


@pytest.mark.parametrize("expression", RESOLVED)
def test_labels_become_names(expression: str) -> None:
    """A label is its field, wherever the type is known; an inner name goes before it; what names nothing is null."""
    node = parse_expression(expression, SCOPE.all_names())
    resolved = resolve(node, SCOPE, Diagnostics())
    assert unparse(resolved) == RESOLVED[expression]
    assert resolved.span == node.span


def test_resolving_tells_of_names_only() -> None:
    """Types are told by `check`; a name that was told by `resolve` is not told again."""
    node = parse_expression('no_such_name = 满意度得分 + "a"', SCOPE.all_names())
    found = Diagnostics()
    resolved = resolve(node, SCOPE, found)
    assert [each.code for each in found] == ["GJ1101"]
    assert findings(resolved) == ['GJ1201 at `满意度得分 + "a"`: string(满意度得分)']


def test_a_bare_word_in_a_cell_becomes_the_option() -> None:
    """In a column with options the option goes before any name."""
    scope = SCOPE.child({"?": CHOICE, "战略客户": NUMBER})
    assert unparse(resolve(parse_unary_tests("战略客户, Strategic"), scope, Diagnostics())) == '"战略客户", "战略客户"'


def test_every_node_has_a_method() -> None:
    """No expression that the checker does not know; parts of nodes and types are looked at by what they belong to."""
    parts = (feel.ContextEntry, feel.Argument, feel.Iterator, feel.Parameter, feel.TypeExpression)
    nodes = {each for each in vars(feel).values() if isinstance(each, type) and issubclass(each, feel.Node)}
    assert set(METHODS) == {each for each in nodes - {feel.Node} if not issubclass(each, parts)}


def test_names_for_the_lexer_hold_everything_that_can_be_said() -> None:
    """Labels and the properties of properties, spaces and all."""
    scope = Scope({"order": ContextType((("unit price", NUMBER),), aliases=(("单 价", "unit price"),))})
    names = scope.all_names()
    assert isinstance(names, Names)
    assert unparse(resolve(parse_expression("order.单 价 + order.unit price", names), scope, Diagnostics())) == (
        "order.unit price + order.unit price"
    )


@pytest.mark.parametrize(
    ("a", "b", "always", "perhaps"),
    [
        (CHOICE, STRING, True, True),
        (STRING, CHOICE, False, True),
        (SimpleType("string", ("x",)), CHOICE, False, False),
        (ListType(ANY), ListType(NUMBER), False, True),
        (CUSTOMER, ContextType((("active", BOOLEAN),)), True, True),
        (ContextType((), open=True), CUSTOMER, False, True),
        (ContextType(()), CUSTOMER, False, False),
    ],
    ids=str,
)
def test_conformance(a: Type, b: Type, always: bool, perhaps: bool) -> None:
    """What every value of a type may do, and what some value of it may do as far as is known."""
    assert (conforms(a, b), may_conform(a, b)) == (always, perhaps)


def test_join_is_the_same_in_any_order() -> None:
    """Of two choices the options of both, of a choice and a text a text, of numbers the finer one."""
    other = SimpleType("string", ("其他",))
    assert join([CHOICE, other]) == SimpleType("string", ("战略客户", "普通客户", "其他"))
    assert join([CHOICE, STRING]) == join([STRING, CHOICE]) == STRING
    whole, cents = SimpleType("number", places=0), SimpleType("number", places=2)
    assert join([whole, cents]) == join([cents, whole]) == cents
