"""What a program does with a model: facts in, values on demand, errors at their place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from threading import Thread

import pytest

from engine.dsl.names import Names
from engine.dsl.nodes import NOWHERE
from engine.dsl.parser import parse_expression
from engine.dsl.temporal import Date
from engine.dsl.text import Text
from engine.dsl.types import ANY, DATE, NUMBER, STRING, ContextType, ListType, SimpleType, Type
from engine.errors import EvaluationError, LimitExceeded, UsageError
from engine.model.boxed import FunctionDefinition, LiteralExpression, Parameter
from engine.model.decision import BusinessKnowledgeModel, Decision, DecisionService, Element, InputData, Model
from engine.runtime.facts import given
from engine.runtime.program import Program, compile_model

SIZE = SimpleType("string", ("large", "small"), aliases=(("大型集团", "large"), ("中小企业", "small")))
CUSTOMER = ContextType(
    (("score", NUMBER), ("signed on", DATE), ("size", SIZE), ("orders", ListType(NUMBER))),
    aliases=(("得分", "score"), ("签约日", "signed on"), ("规模", "size")),
)
NAMES = Names.of(["customer", "signed on", "double", "points", "rating", "service", "fact"])


def literal(text: str) -> LiteralExpression:
    """An expression as logic."""
    node = parse_expression(text, NAMES)
    return LiteralExpression(node.span, node)


def decision(name: str, text: str, *requires: str, type_: Type = ANY) -> Decision:
    """A decision of one expression."""
    logic = literal(text)
    return Decision(name, Text(name), logic.origin, logic, requires, type_)


def function(name: str, text: str, *parameters: str, requires: tuple[str, ...] = ()) -> BusinessKnowledgeModel:
    """A business knowledge model of number parameters."""
    given = tuple(Parameter(each, NUMBER) for each in parameters)
    return BusinessKnowledgeModel(
        name, Text(name), NOWHERE, FunctionDefinition(NOWHERE, given, literal(text)), requires
    )


ELEMENTS: tuple[Element, ...] = (
    InputData("customer", Text("客户"), NOWHERE, CUSTOMER),
    decision("points", "customer.score * 2", "customer", type_=NUMBER),
    decision("rating", 'if points >= 10 then "good" else "bad"', "points", type_=STRING),
    decision("hidden", "customer.score"),
    decision("a", "b + 1", "b"),
    decision("b", "a + 1", "a"),
    decision("mistaken", 'points + "a"', "points"),
    decision("mistyped", "points", "points", type_=STRING),
    function("double", "2 * n", "n"),
    function("fact", "if n < 2 then 1 else n * fact(n - 1)", "n", requires=("fact",)),
    decision("called", "double(n: points) + double(1)", "points", "double"),
    decision("factorial", "fact(20)", "fact"),
    decision("endless", "fact(1000)", "fact"),
    DecisionService("service", Text("service"), NOWHERE, ("rating",), (), ("points",), ()),
    decision("served", "[service(10), service(points: 9)]", "service"),
)


@cache
def program(*, strict: bool = True) -> Program:
    """The program of all these."""
    return compile_model(Model("test", {element.name: element for element in ELEMENTS}, strict=strict))


@pytest.mark.parametrize(
    ("name", "facts", "value"),
    [
        ("rating", {"customer": {"score": 5, "size": None}}, "good"),
        ("rating", {"customer": {"得分": 4.5}}, "bad"),
        ("rating", {"points": 10}, "good"),
        ("points", {"customer": {"score": Decimal("0.1")}}, Decimal("0.2")),
        ("points", {"customer": {"score": 0.1}}, Decimal("0.2")),
        ("points", {"customer": {"score": 1, "size": "no size", "orders": object()}}, 2),
        ("points", {"customer": {}}, None),
        ("points", {"customer": None}, None),
        ("points", {}, None),
        ("called", {"points": 3}, 8),
        ("factorial", {}, 2432902008176640000),
        ("served", {}, ["good", "bad"]),
    ],
)
@pytest.mark.parametrize("traced", [False, True], ids=["compiled", "traced"])
def test_value(name: str, facts: dict[str, object], value: object, traced: bool) -> None:
    """Facts by name or label; a decision that is given is not worked out; missing facts are null."""
    assert program().evaluate(name, facts, traced=traced).value == value


def test_facts_become_what_their_types_ask_for() -> None:
    """Dates from text, options from labels, missing entries null; entries nobody declared stay."""
    fact = {"签约日": "2024-02-29", "规模": "大型集团", "orders": [1, 2.5], "note": "x", "得分": 1, "score": 2}
    assert given(fact, CUSTOMER) == {
        "score": 2,
        "signed on": Date(2024, 2, 29),
        "size": "large",
        "orders": [1, Decimal("2.5")],
        "note": "x",
    }


@pytest.mark.parametrize(
    ("name", "facts", "code"),
    [
        ("mistaken", {"points": 1}, "GJ1401"),
        ("mistyped", {"points": 1}, "GJ1420"),
        ("points", {"customer": {"score": "high"}}, "GJ1420"),
        ("hidden", {"customer": {"score": 1}}, "GJ1501"),
        ("a", {}, "GJ1509"),
    ],
)
def test_the_impossible_is_an_error_in_strict_mode_and_null_in_dmn_mode(
    name: str, facts: dict[str, object], code: str
) -> None:
    """Wrong types, names that are not required, cycles; the finding stands at its place."""
    with pytest.raises(EvaluationError) as caught:
        program().evaluate(name, facts)
    assert caught.value.diagnostics[0].code == code
    outcome = program(strict=False).evaluate(name, facts)
    assert code in [found.code for found in outcome.findings]


def test_missing_data_is_no_error() -> None:
    """A null that comes from nothing given flows on, with its reason."""
    outcome = program().evaluate("rating", {"customer": {}})
    assert outcome.value == "bad"
    assert {found.code for found in outcome.findings} == {"GJ1403"}


@pytest.mark.parametrize(("kind", "facts", "value"), [("bkm", {"n": 4}, 8), ("bkm", {"n": "a"}, None)])
def test_functions_can_be_asked_for(kind: str, facts: dict[str, object], value: object) -> None:
    """A business knowledge model by its arguments; one that does not fit means it is not called."""
    assert program(strict=False).evaluate("double", facts, kind=kind).value == value


@pytest.mark.parametrize(
    ("name", "kind"), [("nobody", "decision"), ("rating", "input"), ("double", "decision"), ("rating", "bkm")]
)
def test_unknown_names_are_refused(name: str, kind: str) -> None:
    """A name that does not exist, or is of another kind."""
    with pytest.raises(UsageError):
        program().evaluate(name, {}, kind=kind)


def test_recursion_is_limited() -> None:
    """A function that calls itself too often ends in an error at the decision that was asked for."""
    with pytest.raises(LimitExceeded) as caught:
        program().evaluate("endless", {})
    assert caught.value.diagnostics[0].span == program().model.elements["endless"].origin


def test_evaluations_do_not_meet() -> None:
    """One program serves several threads."""
    results: dict[int, object] = {}

    def work(score: int) -> None:
        results[score] = [program().evaluate("points", {"customer": {"score": score}}).value for _ in range(50)]

    threads = [Thread(target=work, args=(score,)) for score in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {score: [Decimal(2 * score)] * 50 for score in range(8)}


def test_a_model_stays_as_it_is() -> None:
    """Compiling changes nothing in the model that was given."""
    model = Model("test", {element.name: element for element in ELEMENTS})
    compile_model(model).evaluate("rating", {"points": 1})
    assert model == replace(model)
