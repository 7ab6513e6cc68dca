"""Models with parts taken out, doubled, moved and misspelt: refused in our words, or run alike by both executors."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, parse

import pytest

import engine
from engine.dsl.conversion import to_text
from engine.errors import GuijuError
from engine.model.decision import BusinessKnowledgeModel, Decision, DecisionService
from engine.runtime.dmn import DmnProgram

MODELS = sorted((Path(__file__).resolve().parents[1] / "data" / "dmn").glob("*.dmn"))
SPOILED = 8  # of every model
KINDS = {Decision: "decision", DecisionService: "service", BusinessKnowledgeModel: "bkm"}
TEXTS = ("", "1 +", "null", "-", '"a"', "function(x) x", "[1..", "not(1)", "😀", "#", "foo", "{a: 1}")
ATTRIBUTES = ("", "x", "#nothing", "number", "list", "tX", "-1", "true", "COLLECT")


def spoiled(root: Element, chance: random.Random) -> None:
    """One change of an element below the root, while there is one."""
    parents = {child: parent for parent in root.iter() for child in parent}
    if not parents:
        return
    element, other = chance.choice(list(parents)), chance.choice(list(parents))
    match chance.randrange(6):
        case 0:
            parents[element].remove(element)
        case 1:
            parents[element].append(deepcopy(element))
        case 2:
            element.append(deepcopy(other))
        case 3:
            element.text = chance.choice(TEXTS)
        case 4:
            element.tag = other.tag
        case 5 if element.attrib:
            element.set(chance.choice(list(element.attrib)), chance.choice(ATTRIBUTES))


def results(program: DmnProgram, traced: bool) -> Iterator[tuple[str, str]]:
    """What every element gives for no facts: its value as text, or the kind of error."""
    for name, element in program.model.elements.items():
        if kind := KINDS.get(type(element)):
            try:
                yield name, to_text([program.evaluate(name, {}, kind=kind, traced=traced).value])
            except GuijuError as error:
                yield name, type(error).__name__


@pytest.mark.parametrize("model", MODELS, ids=[path.stem for path in MODELS])
def test_a_spoiled_model_is_refused_or_runs(model: Path, tmp_path: Path) -> None:
    """Whatever is wrong with a file, nobody meets an error that is not ours."""
    chance = random.Random(model.stem)
    for path in MODELS:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    for _ in range(SPOILED):
        tree: ElementTree[Element] = parse(model)
        for _ in range(chance.randint(1, 4)):
            spoiled(tree.getroot(), chance)
        tree.write(tmp_path / model.name, encoding="utf-8")
        try:
            program = engine.read_dmn(tmp_path / model.name)
        except GuijuError:
            continue
        assert list(results(program, traced=False)) == list(results(program, traced=True))
