"""Writing DMN: what is written reads back as a model that gives the same results, and its diagram can be read."""

from __future__ import annotations

import shutil
from functools import cache
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

import engine
from engine.dsl.conversion import to_text
from engine.model.dmn_xml import write_dmn
from engine.model.dmn_xml.layout import Box, Layout, layout
from engine.model.loader import Loader
from engine.runtime.dmn import DmnProgram
from engine.runtime.program import compile_model
from tests.tck import runner
from tests.tck.kit import Case, cases

DATA = Path(__file__).resolve().parents[1] / "data" / "dmn"
DMNDI = "{https://www.omg.org/spec/DMN/20230324/DMNDI/}"
DC = "{http://www.omg.org/spec/DMN/20180521/DC/}"


def written(path: Path, folder: Path) -> DmnProgram:
    """A model after it was written anew, beside what it imports."""
    for other in path.parent.glob("*.dmn"):
        shutil.copy(other, folder)
    again = folder / path.name
    again.write_text(write_dmn(engine.read_dmn(path).model), encoding="utf-8")
    return engine.read_dmn(again)


CLAIMS = {
    path.stem: [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for path in sorted(DATA.glob("*.txt"))
}


@pytest.mark.parametrize("stem", CLAIMS)
def test_our_models_give_the_same_after_being_written(stem: str, tmp_path: Path) -> None:
    """Every claim about a model holds of the model that was written and read again."""
    program = written(DATA / f"{stem}.dmn", tmp_path)
    for claim in CLAIMS[stem]:
        element, facts, value, *_ = claim.split(" | ")
        kind, _, name = element.rpartition(": ")
        outcome = program.evaluate(name, engine.feel(facts, mode="dmn"), kind=kind or "decision")  # type: ignore[arg-type]
        assert to_text([outcome.value]) == to_text([engine.feel(value, mode="dmn")]), claim


@cache
def kit() -> dict[Path, list[Case]]:
    """The cases of every model of the kit."""
    models: dict[Path, list[Case]] = {}
    for case in cases(runner.KIT):
        models.setdefault(case.model, []).append(case)
    return models


@pytest.mark.needs_tck
@pytest.mark.parametrize("path", sorted(kit()), ids=lambda path: path.stem)
def test_the_kit_passes_after_being_written(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every case of the kit passes on the model that was written and read again."""
    program = written(path, tmp_path)
    monkeypatch.setattr(runner, "program", lambda _: program)
    assert [case.name for case in kit()[path] if runner.fault(case, traced=False)] == []


RULES = """kind: entity
name: order
label: {zh: 订单, en: Order}
fields:
  amount: {label: 金额, type: money}
  urgency: {label: 紧急度, type: choice, options: {high: 高, low: 低}}
---
kind: decision
name: discount
label: {zh: 折扣, en: Discount}
inputs: {order: order}
hit_policy: first
table: |
  | 金额    | 紧急度 | -> 折扣 |
  | >= 1000 | 低    | 10%    |
  | >= 1000 | -     | 5%     |
  | -       | -     | 0      |
---
kind: decision
name: price
label: {zh: 应付, en: To pay}
inputs: {order: order}
value: 金额 * (1 - 折扣)
"""


@pytest.mark.parametrize(
    ("amount", "urgency", "price"), [(1000, "low", "900"), (1000, "high", "950"), (10, "low", "10")]
)
def test_rules_of_a_project_give_the_same_as_dmn(amount: int, urgency: str, price: str, tmp_path: Path) -> None:
    """A table and an expression from YAML, with labels and percentages, give the same value as a DMN file."""
    model = Loader().load({"rules.yaml": RULES}).model
    (tmp_path / "rules.dmn").write_text(write_dmn(model), encoding="utf-8")
    facts = {"order": {"id": "1", "amount": amount, "urgency": urgency}}
    values = [
        compile_model(model).evaluate("price", facts).value,
        engine.read_dmn(tmp_path / "rules.dmn").evaluate("price", facts).value,
    ]
    assert values[0] == values[1] == engine.feel(price)


def test_a_written_table_is_plain_feel() -> None:
    """Labels are paths, options are texts and percentages are numbers: what every DMN tool understands."""
    text = write_dmn(Loader().load({"rules.yaml": RULES}).model)
    assert "<text>order.amount</text>" in text
    assert '<text>"low"</text>' in text
    assert "<text>0.10</text>" in text
    assert '<allowedValues>\n        <text>"high", "low"</text>' in text


def test_every_element_and_requirement_is_drawn() -> None:
    """The diagram has a shape for every element and a line for every requirement."""
    root = ElementTree.fromstring(write_dmn(Loader().load({"rules.yaml": RULES}).model))
    shapes = {shape.get("dmnElementRef") for shape in root.iter(f"{DMNDI}DMNShape")}
    lines = {line.get("dmnElementRef") for line in root.iter(f"{DMNDI}DMNEdge")}
    elements = {e.get("id") for e in root if e.tag.endswith(("}decision", "}inputData"))}
    requirements = {e.get("id") for e in root.iter() if e.tag.endswith("Requirement")}
    assert (shapes, lines) == (elements, requirements)
    assert len(list(root.iter(f"{DC}Bounds"))) == len(shapes)


# -- the diagram ---------------------------------------------------------------------------------------------------


@some.composite
def graphs(draw: some.DrawFn) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Elements with their widths, and requirements; circles among them."""
    names = [f"e{i}" for i in range(draw(some.integers(1, 12)))]
    widths = {name: draw(some.integers(120, 400)) for name in names}
    pairs = some.tuples(some.sampled_from(names), some.sampled_from(names))
    return widths, draw(some.lists(pairs, max_size=25, unique=True))


@given(graphs())
def test_nothing_overlaps_and_lines_run_upwards_through_gaps(
    graph: tuple[dict[str, int], list[tuple[str, str]]],
) -> None:
    """No two boxes share a point; every line goes up from one box to another and, in between, past all others."""
    drawn = layout(*graph)
    assert set(drawn.boxes) == set(graph[0])
    assert not any(_overlap(one, other) for one, other in combinations(drawn.boxes.values(), 2))
    for (low, high), points in drawn.lines.items():
        assert points[0] == (drawn.boxes[low].middle, drawn.boxes[low].y)
        assert points[-1] == (drawn.boxes[high].middle, drawn.boxes[high].y + drawn.boxes[high].height)
        assert [y for _, y in points] == sorted((y for _, y in points), reverse=True)
        assert not any(_passes(points[1:-1], box) for box in drawn.boxes.values())


def test_what_is_given_stands_at_the_bottom() -> None:
    """Every element stands above all it rests on."""
    drawn: Layout = layout(dict.fromkeys("abcd", 100), [("a", "b"), ("b", "c"), ("a", "c"), ("d", "c")])
    heights = {name: box.y for name, box in drawn.boxes.items()}
    assert heights["c"] < heights["b"] < heights["a"] == heights["d"]


def _overlap(one: Box, other: Box) -> bool:
    return abs(one.y - other.y) < one.height and one.x < other.x + other.width and other.x < one.x + one.width


def _passes(points: tuple[tuple[int, int], ...], box: Box) -> bool:
    """Whether a corner of a line lies in a box."""
    return any(box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height for x, y in points)
