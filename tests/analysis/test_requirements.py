"""Requirements that do not exist, and requirements that go round in a circle."""

from __future__ import annotations

import pytest

from engine.analysis.requirements import check_requirements, requirements_first
from engine.dsl.diagnostics import Diagnostic, Diagnostics
from engine.dsl.parser import parse_expression
from engine.dsl.source import Source
from engine.dsl.text import Text
from engine.model.boxed import FunctionDefinition, LiteralExpression
from engine.model.decision import BusinessKnowledgeModel, Decision, Element, InputData, Model

Graph = dict[str, list[str]]


def model(decisions: Graph, functions: Graph | None = None) -> Model:
    """Decisions and functions whose logic is the sum of what they require, one a line."""
    functions = functions or {}
    lines = [f"{name}: {' + '.join(requires) or '1'}" for name, requires in {**decisions, **functions}.items()]
    source = Source("model", "\n".join(lines))
    elements: dict[str, Element] = {"x": InputData("x", Text("X"), source.span(0, 0))}
    start = 0
    for line, (name, requires) in zip(lines, {**decisions, **functions}.items(), strict=True):
        origin, behind = source.span(start, start + len(name)), start + len(name) + 2
        tree = parse_expression(source.snippet().cut(behind, start + len(line)))
        logic = LiteralExpression(tree.span, tree)
        if name in functions:
            function = FunctionDefinition(origin, (), logic)
            elements[name] = BusinessKnowledgeModel(name, Text(name.upper()), origin, function, tuple(requires))
        else:
            elements[name] = Decision(name, Text(name.upper()), origin, logic, tuple(requires))
        start += len(line) + 1
    return Model("test", elements)


def findings(decisions: Graph, functions: Graph | None = None) -> list[Diagnostic]:
    found = Diagnostics()
    check_requirements(model(decisions, functions), found)
    return list(found)


def test_an_unknown_requirement_is_told_where_it_is_spoken_of() -> None:
    """With the name that was probably meant."""
    (told,) = findings({"rating": ["x"], "alarm": ["x", "ratnig"]})
    assert (told.code, told.span.text, told.values["suggestion"]) == ("GJ1111", "ratnig", ["rating"])


@pytest.mark.parametrize(
    ("graph", "path", "hops"),
    [
        ({"a": ["a"]}, "A → A", ["a"]),
        ({"a": ["b"], "b": ["a"]}, "A → B → A", ["b", "a"]),
        ({"c": ["a"], "a": ["b"], "b": ["c"], "d": ["a"]}, "C → A → B → C", ["a", "b", "c"]),
    ],
    ids=str,
)
def test_a_circle_is_told_once_with_every_hop(graph: Graph, path: str, hops: list[str]) -> None:
    """It begins at the element that stands first, and every hop is at the name that is spoken of."""
    (told,) = findings(graph)
    assert (told.code, told.values["path"]) == ("GJ1112", path)
    assert [each.text for each in (told.span, *(label.span for label in told.labels))] == hops
    assert len({each.start for each in (told.span, *(label.span for label in told.labels))}) == len(hops)


def test_two_circles_are_two_findings() -> None:
    """Also when they share an element."""
    assert len(findings({"a": ["b", "c"], "b": ["a"], "c": ["a"]})) == 2


def test_functions_may_call_themselves() -> None:
    """Recursion has an end of its own; with a decision in the circle there is none."""
    assert findings({"d": ["f"]}, {"f": ["f", "g"], "g": ["f"]}) == []
    assert [each.code for each in findings({"d": ["f"]}, {"f": ["d"]})] == ["GJ1112"]


def test_requirements_come_first() -> None:
    """In an order in which everything is known when it is needed; a circle keeps the order of the file."""
    assert requirements_first(model({"a": ["b"], "b": ["c"], "c": ["x"]})) == ["x", "c", "b", "a"]
    assert requirements_first(model({"a": ["b"], "b": ["a"]})) == ["x", "a", "b"]
