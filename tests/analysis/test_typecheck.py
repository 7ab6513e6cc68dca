"""Types of whole models: every boxed expression gives a type, and passes on what is wrong inside of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.analysis import check
from engine.analysis.elements import Elements
from engine.analysis.typecheck import RULES, TYPES
from engine.dsl.nodes import NOWHERE
from engine.dsl.parser import parse_expression, parse_unary_tests
from engine.dsl.text import Text
from engine.dsl.types import ANY, BOOLEAN, NUMBER, STRING, ContextType, ListType, Type
from engine.model import boxed
from engine.model.boxed import (
    Binding,
    Boxed,
    Column,
    Conditional,
    Context,
    ContextEntry,
    Filter,
    FunctionDefinition,
    HitPolicy,
    Invocation,
    Iteration,
    List,
    LiteralExpression,
    Parameter,
    Relation,
)
from engine.model.decision import BusinessKnowledgeModel, Decision, Element, InputData, ItemDefinition, Model, Phrase
from tests.analysis.pipe_tables import table

ORDERS = ListType(ContextType((("amount", NUMBER), ("kind", STRING))))
INPUTS: tuple[Element, ...] = (
    InputData("score", Text("得分"), NOWHERE, NUMBER),
    InputData("orders", Text("订单"), NOWHERE, ORDERS),
    InputData("level", Text("级别"), NOWHERE, STRING, parse_unary_tests('"A", "B"')),
    BusinessKnowledgeModel(
        "double",
        Text("加倍"),
        NOWHERE,
        FunctionDefinition(NOWHERE, (Parameter("n", NUMBER),), LiteralExpression(NOWHERE, parse_expression("n * 2"))),
    ),
)
REQUIRED = tuple(element.name for element in INPUTS)


def literal(text: str, type_: Type = ANY) -> LiteralExpression:
    return LiteralExpression(NOWHERE, parse_expression(text), type_)


def context(*entries: tuple[str, Boxed]) -> Context:
    return Context(NOWHERE, tuple(ContextEntry(name, value) for name, value in entries))


def findings(logic: Boxed, type_: Type = ANY, strict: bool = True, phrase: str = "") -> list[str]:
    """The codes that a decision leads to, which knows the inputs above."""
    said = Phrase((parse_expression(phrase),), ()) if phrase else None
    decision = Decision("d", Text("判定"), NOWHERE, logic, REQUIRED, type_, phrase=said)
    return codes(decision, strict=strict)


def codes(*decisions: Decision, strict: bool = True, types: tuple[ItemDefinition, ...] = ()) -> list[str]:
    elements = {element.name: element for element in (*INPUTS, *decisions)}
    checked = Elements(Model("test", elements, {each.name: each for each in types}, strict), ()).check()
    return [each.code for one in checked.values() for each in one.diagnostics]


GOOD: dict[str, tuple[Boxed, Type]] = {
    "literal": (literal("score + 1"), NUMBER),
    "steps": (context(("a", literal("score")), ("", literal("a * 2"))), NUMBER),
    "a step that calls itself": (
        context(("f", literal("function(n) if n < 1 then 0 else f(n - 1)")), ("", literal("count([f(score)])"))),
        NUMBER,
    ),
    "entries": (context(("a", literal("score"))), ContextType((("a", NUMBER),))),
    "invocation": (Invocation(NOWHERE, literal("double"), (Binding("n", literal("score")),)), NUMBER),
    "list": (List(NOWHERE, (literal("1"), literal("2"))), ListType(NUMBER)),
    "relation": (
        Relation(NOWHERE, (Column("a"),), ((literal("1"),), (literal("2"),))),
        ListType(ContextType((("a", NUMBER),))),
    ),
    "conditional": (Conditional(NOWHERE, literal("score > 1"), literal("1"), literal("2")), NUMBER),
    "filter": (Filter(NOWHERE, literal("orders"), literal("amount > 1")), ORDERS),
    "for": (Iteration(NOWHERE, "for", "o", literal("orders"), literal("o.amount")), ListType(NUMBER)),
    "some": (Iteration(NOWHERE, "some", "o", literal("orders"), literal("o.amount > 1")), BOOLEAN),
    "table": (table('| score | -> r |\n| > 5 | "x" |'), STRING),
    "two outputs": (table('| score | -> a | -> b |\n| - | "x" | "y" |'), ContextType((("a", STRING), ("b", STRING)))),
    "collect": (table('| score | -> r |\n| - | "x" |', HitPolicy.COLLECT), ListType(STRING)),
    "count": (table('| score | -> r |\n| - | "x" |', HitPolicy.COLLECT_COUNT), NUMBER),
    "option": (table('| level | -> r |\n| A | "x" |'), STRING),
}


@pytest.mark.parametrize("name", GOOD)
def test_every_boxed_expression_has_a_type(name: str) -> None:
    """It conforms to what it is, and to nothing else."""
    logic, type_ = GOOD[name]
    assert findings(logic, type_) == []
    assert findings(logic, BOOLEAN if type_ != BOOLEAN else NUMBER) in (["GJ1208"], ["GJ1203"])


BAD: dict[str, tuple[Boxed, list[str]]] = {
    "literal": (literal("socre"), ["GJ1101"]),
    "declared type": (literal("score", STRING), ["GJ1208"]),
    "a later step": (context(("", literal("b")), ("b", literal("1"))), ["GJ1101"]),
    "column": (Relation(NOWHERE, (Column("a", STRING),), ((literal("1"),),)), ["GJ1208"]),
    "argument": (Invocation(NOWHERE, literal("double"), (Binding("n", literal('"x"')),)), ["GJ1208"]),
    "condition": (Conditional(NOWHERE, literal("score"), literal("1"), literal("2")), ["GJ1203"]),
    "match": (Filter(NOWHERE, literal("orders"), literal("amount")), ["GJ1203"]),
    "every": (Iteration(NOWHERE, "every", "o", literal("orders"), literal("o.amount")), ["GJ1203"]),
    "item": (Iteration(NOWHERE, "for", "o", literal("orders"), literal("o.amuont")), ["GJ1103"]),
    "cell": (table('| score | -> r |\n| "high" | "x" |'), ["GJ1209"]),
    "result": (table("| score | -> r |\n| - | 1 |"), ["GJ1208"]),
    "option in a cell": (table('| level | -> r |\n| "C" | "x" |'), ["GJ1107"]),
    "option in a result": (table('| score | -> r |\n| - | "C" |', allowed={"r": '"A", "B"'}), ["GJ1107"]),
    "input": (table('| socre | -> r |\n| - | "x" |'), ["GJ1101"]),
    "default": (table('| score | -> r |\n| - | "x" |', default="1"), ["GJ1208"]),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_inside_is_told(name: str) -> None:
    """However deep it stands; in dmn mode nothing is."""
    logic, expected = BAD[name]
    assert findings(logic) == expected
    assert findings(logic, strict=False) == []


def test_what_a_decision_gives_is_known_to_those_that_require_it() -> None:
    """Inferred where it is not declared; a choice is compared with its options."""
    logic = Conditional(NOWHERE, literal("score >= 5"), literal('"good"'), literal('"bad"'))
    first = Decision("rating", Text("等级"), NOWHERE, logic, REQUIRED)
    second = Decision("alarm", Text("警报"), NOWHERE, literal('rating = "goood"'), ("rating",))
    assert codes(second, first) == ["GJ1107"]
    assert codes(replace(second, logic=literal("rating > 5")), first) == ["GJ1202"]


def test_named_types_are_known() -> None:
    """`instance of` may name them."""
    decision = Decision("d", Text("判定"), NOWHERE, literal("score instance of tLevel"), REQUIRED)
    assert codes(decision) == ["GJ1108"]
    assert codes(decision, types=(ItemDefinition("tLevel", NUMBER, NOWHERE),)) == []


def test_the_wording_of_a_result_is_checked() -> None:
    """A phrase may speak of the result and of what the decision requires."""
    assert findings(literal("score"), phrase="string(result + score)") == []
    assert findings(literal("score"), phrase="resutl") == ["GJ1101"]


def test_every_class_has_a_rule() -> None:
    """No boxed expression and no element that types do not know."""
    classes = {each for each in vars(boxed).values() if isinstance(each, type) and issubclass(each, Boxed)}
    assert set(RULES) == classes - {Boxed}
    assert set(TYPES) == set(Element.__args__)  # type: ignore[attr-defined]


def test_a_model_in_order_gives_no_finding() -> None:
    """All checks together."""
    logic = table('| score | -> r |\n| > 5 | "x" |\n| <= 5 | "y" |')
    elements = {element.name: element for element in (*INPUTS, Decision("d", Text("判定"), NOWHERE, logic, REQUIRED))}
    assert list(check(Model("test", elements))) == []
