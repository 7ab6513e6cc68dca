"""DMN models of our own: claims about what their elements give, in tests/data/dmn, beside the models."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import engine
from engine.dsl.conversion import to_text
from engine.runtime.dmn import DmnProgram

DATA = Path(__file__).resolve().parents[1] / "data" / "dmn"
CLAIMS = [
    pytest.param(path.stem, line, id=f"{path.stem}:{number}")
    for path in sorted(DATA.glob("*.txt"))
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    if not line.startswith("#")
]


@cache
def model(stem: str) -> DmnProgram:
    """A model of the folder."""
    return engine.read_dmn(DATA / f"{stem}.dmn")


@pytest.mark.parametrize("traced", [False, True], ids=["compiled", "traced"])
@pytest.mark.parametrize(("stem", "claim"), CLAIMS)
def test_the_model_gives_the_value(stem: str, claim: str, traced: bool) -> None:
    """The element gives the value for the facts; where a reason is claimed, it is among those heard."""
    element, facts, value, *reasons = claim.split(" | ")
    kind, _, name = element.rpartition(": ")
    context = engine.feel(facts, mode="dmn")
    assert isinstance(context, dict)
    outcome = model(stem).evaluate(name, context, kind=kind or "decision", traced=traced)
    assert to_text([outcome.value]) == to_text([engine.feel(value, mode="dmn")])
    assert set(reasons) <= {reason.code for reason in outcome.reasons}


def test_a_reason_says_why_in_words_and_where_in_the_file() -> None:
    """A null that comes from a type is found at the decision that declares it, in both languages."""
    outcome = model("constraints").evaluate("The Score", {"Score": 101})
    found = outcome.findings[0]
    assert (found.code, found.span.source.name) == ("GJ1505", "constraints.dmn")
    assert found.span.text.startswith('<inputData name="Score"')
    assert "101 is not one of the allowed values" in engine.render(found, "en")
    assert "101 不在允许的值之中" in engine.render(found, "zh")


def test_the_reason_inside_a_literal_expression_points_into_its_text() -> None:
    """The place of a null is the part of the FEEL text that gave it."""
    outcome = model("functions").evaluate("Hidden", {"N": 1})
    assert [finding.span.text for finding in outcome.findings if finding.code == "GJ1501"] == ["double"]


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        ("Uniqe", "decision", "no decision is called Uniqe; did you mean Unique?"),
        ("Unique", "bkm", "no bkm is called Unique"),
        ("Score", "decision", "no decision is called Score"),
        ("Unique", "table", "there is no kind table, only decision, bkm, service"),
    ],
)
def test_what_is_not_there_is_refused_in_words(name: str, kind: str, message: str) -> None:
    """A name that nothing of the kind has, and a kind that there is not, are wrong use."""
    with pytest.raises(engine.UsageError) as refused:
        model("hit_policies").evaluate(name, {}, kind=kind)
    assert str(refused.value).startswith(message)


EDITIONS = {
    "1.1": "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "1.2": "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "1.3": "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "1.4": "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "1.5": "https://www.omg.org/spec/DMN/20230324/MODEL/",
    "1.6": "https://www.omg.org/spec/DMN/20240513/MODEL/",
}
OF_ANY_EDITION = """<d:definitions xmlns:d="{0}" xmlns:feel="urn:feel" xmlns:own="urn:m" name="m" namespace="urn:m">
<d:itemDefinition name="tSize"><d:typeRef>feel:number</d:typeRef>
<d:allowedValues><d:text>&gt; 0</d:text></d:allowedValues></d:itemDefinition>
<d:inputData name="Size" id="_s"><d:variable name="Size" typeRef="own:tSize"/></d:inputData>
<d:decision name="Long" id="_l"><d:variable name="Long" typeRef="feel:days and time duration"/>
<d:informationRequirement><d:requiredInput href="urn:m#_s"/></d:informationRequirement>
<d:literalExpression><d:text>duration("P1D") * Size</d:text></d:literalExpression></d:decision>
</d:definitions>"""


@pytest.mark.parametrize("namespace", EDITIONS.values(), ids=EDITIONS)
def test_models_of_every_edition_are_read_alike(tmp_path: Path, namespace: str) -> None:
    """Elements with a prefix, types with a prefix, references with a namespace."""
    path = tmp_path / "a.dmn"
    path.write_text(OF_ANY_EDITION.format(namespace), encoding="utf-8")
    program = engine.read_dmn(path)
    assert to_text([program.evaluate("Long", {"Size": size}).value for size in (2, -2)]) == '[@"P2D", null]'


BROKEN = {
    "not XML": ("<definitions", "GJ0901"),
    "no definitions": ("<html/>", "GJ0901"),
    "an entity": ('<!DOCTYPE d [<!ENTITY e "x">]><definitions name="a">&e;</definitions>', "GJ0901"),
    "an import of itself": (
        '<definitions namespace="n"><import name="a" namespace="n" importType="DMN"/></definitions>',
        "GJ0902",
    ),
    "an import that is not there": (
        '<definitions namespace="n"><import name="a" namespace="m" importType="DMN"/></definitions>',
        "GJ0902",
    ),
    "a requirement of nothing": (
        '<definitions namespace="n"><decision name="a"><informationRequirement><requiredInput href="#b"/>'
        "</informationRequirement></decision></definitions>",
        "GJ0903",
    ),
}


@pytest.mark.parametrize(("text", "code"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_model_is_refused(tmp_path: Path, text: str, code: str) -> None:
    """A file that cannot be a model says so at its place; other files of the folder do not matter."""
    (tmp_path / "other.dmn").write_text("<broken", encoding="utf-8")
    path = tmp_path / "a.dmn"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(engine.DefinitionError) as refused:
        engine.read_dmn(path)
    assert [(found.code, found.span.source.name) for found in refused.value.diagnostics] == [(code, "a.dmn")]


TABLE = """<definitions name="m" namespace="n"><decision name="a"><variable name="a"/>
<decisionTable hitPolicy="{policy}"{more}>{input}<output/>
<rule><inputEntry><text>{cell}</text></inputEntry>{result}</rule></decisionTable></decision></definitions>"""
SOUND = {
    "policy": "FIRST",
    "more": "",
    "input": "<input><inputExpression><text>1</text></inputExpression></input>",
    "cell": "1",
    "result": "<outputEntry><text>2</text></outputEntry>",
}


@pytest.mark.parametrize(
    ("change", "value", "reasons"),
    [
        ({}, "2", []),
        ({"more": ' aggregation="SUM"'}, "2", []),
        ({"input": "<input/>", "cell": "null"}, "2", []),
        ({"input": ""}, "null", ["GJ0906"]),
        ({"result": ""}, "null", ["GJ0906"]),
        ({"result": SOUND["result"] * 2}, "null", ["GJ0906"]),
        ({"policy": "BEST"}, "null", ["GJ0907"]),
    ],
)
def test_a_table_with_a_cell_too_few_is_null(
    tmp_path: Path, change: dict[str, str], value: str, reasons: list[str]
) -> None:
    """What is missing has its reason; an input without expression is null, an aggregation without COLLECT nothing."""
    path = tmp_path / "a.dmn"
    path.write_text(TABLE.format(**{**SOUND, **change}), encoding="utf-8")
    outcome = engine.read_dmn(path).evaluate("a", {})
    assert (to_text(outcome.value), [reason.code for reason in outcome.reasons]) == (value, reasons)
    assert all("{" not in engine.render(found, lang) for found in outcome.findings for lang in ("zh", "en"))


def test_logic_that_cannot_be_read_is_null_and_the_rest_runs(tmp_path: Path) -> None:
    """A syntax error makes its own decision null, with the error as the reason."""
    decision = (
        '<decision name="{0}"><variable name="{0}"/><literalExpression><text>{1}</text></literalExpression></decision>'
    )
    path = tmp_path / "a.dmn"
    parts = decision.format("bad", "1 +") + decision.format("good", "1 + 1")
    path.write_text(f'<definitions name="a" namespace="n">{parts}</definitions>', encoding="utf-8")
    program = engine.read_dmn(path)
    bad = program.evaluate("bad", {})
    assert (bad.value, [reason.code[:4] for reason in bad.reasons]) == (None, ["GJ10"])
    assert to_text(program.evaluate("good", {}).value) == "2"
