"""DMN files as definitions: what is imported gives the same values, what cannot be said is refused with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

import engine
from engine.dsl.conversion import to_text
from engine.model.dmn_xml import read_dmn
from engine.model.dmn_xml.definitions import definitions_of
from engine.model.loader import Loader
from engine.runtime.program import compile_model

DATA = Path(__file__).resolve().parents[1] / "data" / "dmn"
SAME = [
    # model, decision there, decision here, facts there, facts here
    ("hit_policies", "First", "First", "{Score: 92}", "{Score: 92}"),
    ("hit_policies", "Any", "Any", "{Score: 85}", "{Score: 85}"),
    ("hit_policies", "Priority", "Priority", "{Score: 92}", "{Score: 92}"),
    ("hit_policies", "Rule order of several", "Rule_order_of_several", "{Score: 60}", "{Score: 60}"),
    ("hit_policies", "Sum", "Sum", "{Score: 92}", "{Score: 92}"),
    ("hit_policies", "Output expression", "Output_expression", "{Score: 5}", "{Score: 5}"),
    ("names", "Student's name !", "Student_s_name_2", '{"Student\'s name": "Al"}', '{Student_s_name: "Al"}'),
    ("names", "per cent (%) !", "per_cent_2", '{"per cent (%)": 5}', "{per_cent: 5}"),
    ("names", "客户 满意度 !", "客户_满意度_2", '{"客户 满意度": 91}', "{客户_满意度: 91}"),
    (
        "discount",
        "Discount",
        "Discount",
        '{Order: {amount: 1000, customer group: "regular"}}',
        '{Order: {amount: 1000, customer_group: "regular"}}',
    ),
    ("common", "Adult", "Adult", '{Person: {full name: "a", age: 20}}', '{Person: {full_name: "a", age: 20}}'),
]


@pytest.mark.parametrize(("model", "there", "here", "facts", "own_facts"), SAME)
def test_an_imported_decision_gives_the_same(model: str, there: str, here: str, facts: str, own_facts: str) -> None:
    """A decision of the DMN file and the definition made of it agree."""
    path = DATA / f"{model}.dmn"
    loaded = Loader().load(dict(definitions_of(read_dmn(path)).files))
    given = engine.read_dmn(path).evaluate(there, _context(facts)).value
    made = compile_model(loaded.model).evaluate(here, _context(own_facts)).value
    assert given is not None
    assert to_text(made) == to_text(given)


def test_a_table_is_written_as_people_write_it() -> None:
    """Columns stand below one another, names are words, the name in the model is the label."""
    text = definitions_of(read_dmn(DATA / "hit_policies.dmn")).files["decisions/hit_policies.yaml"]
    assert (
        """kind: decision
name: First
label: "First"
inputs: {Score: number}
hit_policy: first
outputs:
  "result": string
table: |
  | Score | -> result |
  | > 90  | "A"       |
  | > 80  | "B"       |
  | -     | "C"       |
"""
        in text
    )


def test_a_record_becomes_an_entity_with_its_limits() -> None:
    """Fields have types, choices and limits; the names of the model are the labels."""
    text = definitions_of(read_dmn(DATA / "common.dmn")).files["entities/Person.yaml"]
    assert 'full_name: {label: "full name", type: text}' in text
    assert 'age: {label: "age", type: number, min: 0, max: 150}' in text


REFUSED = [
    ("functions", "Fact", "functions (knowledge models, decision services)"),
    ("functions", "Entry sees itself", "logic other than tables and expressions"),
    ("boxed", "No logic", "a decision without logic"),
    ("boxed", "Uses no logic", "“No logic”, which cannot be imported"),
    ("hit_policies", "Unique with default", "default outputs"),
    ("top", "Person ok", "elements of imported models"),
    ("constraints", "Is grade", "types of the model's own in an expression"),
    ("constraints", "Tree", "this type in a record"),
]


@pytest.mark.parametrize(("model", "name", "why"), REFUSED)
def test_what_cannot_be_said_is_refused_with_the_reason(model: str, name: str, why: str) -> None:
    """The finding stands at the element and says what it is that has no word in definitions."""
    made = definitions_of(read_dmn(DATA / f"{model}.dmn"))
    found = [each for each in made.found if each.code == "GJ0904" and str(each.values["name"]) == name]
    assert [why in engine.render(each, "en") for each in found] == [True]
    assert not any(f'label: "{name}"' in text for text in made.files.values())


def test_values_that_are_not_carried_over_are_told() -> None:
    """A constraint on a single input is dropped, and the author hears of it."""
    found = definitions_of(read_dmn(DATA / "constraints.dmn")).found
    assert "Score" in [str(each.values["name"]) for each in found if each.code == "GJ0905"]


def _context(text: str) -> dict[str, object]:
    value = engine.feel(text, mode="dmn")
    assert isinstance(value, dict)
    return value
