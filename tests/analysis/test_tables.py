"""How decision tables of a model are found, and what is said where one cannot be looked at."""

from __future__ import annotations

import pytest

from engine.analysis.tables import check_tables
from engine.dsl.diagnostics import Diagnostics
from engine.dsl.text import Text
from engine.model.boxed import Boxed, Context, ContextEntry, FunctionDefinition, HitPolicy
from engine.model.decision import BusinessKnowledgeModel, Decision, Element
from tests.analysis.pipe_tables import table

GAP = table("| x | -> y |\n| > 5 | 1 |")


def codes(*elements: Element, found: Diagnostics | None = None) -> list[str]:
    diagnostics = found or Diagnostics()
    for element in elements:
        check_tables(element, {}, diagnostics)
    return [each.code for each in diagnostics]


def decision(logic: Boxed) -> Decision:
    return Decision("d", Text("判定"), logic.origin, logic)


@pytest.mark.parametrize(
    "element",
    [
        decision(GAP),
        decision(Context(GAP.origin, (ContextEntry("a", GAP), ContextEntry("", GAP)))),
        BusinessKnowledgeModel("f", Text("函数"), GAP.origin, FunctionDefinition(GAP.origin, (), GAP)),
    ],
    ids=["decision", "context", "function"],
)
def test_tables_are_found_however_deep(element: Element) -> None:
    """In a decision, in a step of a context, in a function."""
    assert codes(element) == ["GJ2103"]


@pytest.mark.parametrize("cells", [("1", '"A"'), ('> "M"', "-"), ('@"09:00:00"', '@"09:00:00Z"'), ("true", '"A"')])
def test_a_table_that_cannot_be_looked_at_is_never_passed_over(cells: tuple[str, str]) -> None:
    """Values of several kinds in a column, the order of texts, local and zoned times: said, not guessed."""
    text = "\n".join(["| x | -> y |", *(f"| {cell} | 1 |" for cell in cells)])
    assert codes(decision(table(text))) == ["GJ2191"]


def test_cells_with_other_findings_are_left_alone() -> None:
    """One mistake, one message: a table whose cells are wrong is looked at once they are right."""
    found = Diagnostics()
    found.add("GJ1101", GAP.rules[0].tests[0].span, name="x")
    assert codes(decision(GAP), found=found) == ["GJ1101"]


def test_too_many_combinations_are_said_to_be_too_many() -> None:
    """Forty columns, each row deciding one: the rest falls into more pieces than are looked at."""
    columns = [f"x{i}" for i in range(40)]
    rows = [[str(j) if i in (k, (k * 7 + 3) % 40) else "-" for i in range(40)] for k in range(40) for j in range(3)]
    lines = [[*columns, "-> y"], *([*row, "1"] for row in rows)]
    text = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    assert "GJ2193" in codes(decision(table(text, HitPolicy.FIRST)))
