"""Findings for other programs: the structure that SARIF 2.1.0 and JUnit ask for, exact places, legal characters."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest

from engine.dsl.diagnostics import Diagnostic, Edit, Fix, Label
from engine.dsl.machine_formats import junit
from engine.dsl.rendering import render_all
from engine.dsl.source import Source

SOURCE = Source("configs/评分.yaml", "a: 1\n  质量：35%\nb: ３\n")
COLON = SOURCE.span(9, 10)
FULL_WIDTH = Diagnostic("GJ0006", COLON, {"name": "质量"}, fix=Fix((Edit(COLON, ": "),), safe=True))
TWICE = Diagnostic("GJ0003", SOURCE.span(14, 15), {"name": "b"}, (Label(SOURCE.span(0, 1), "first"),), witness={"b": 3})
WARNING = Diagnostic("GJ0058", SOURCE.span(17, 18), {"suggestion": "3"})
ALL = [WARNING, TWICE, FULL_WIDTH]


def sarif(lang: str = "zh") -> Any:
    return json.loads(render_all(ALL, lang, "sarif"))


def test_sarif_is_a_log_of_one_run() -> None:
    """With a version, the tool and its rules, and results that point at the rules."""
    log = sarif()
    (run,) = log["runs"]
    assert (log["version"], run["tool"]["driver"]["name"]) == ("2.1.0", "guiju")
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["GJ0003", "GJ0006", "GJ0058"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        for location in (*result["locations"], *result["relatedLocations"]):
            place = location["physicalLocation"]
            assert place["artifactLocation"]["uri"] == "configs/评分.yaml"
            assert place["region"]["startLine"] <= place["region"]["endLine"]


def test_sarif_has_exact_places_fixes_and_witnesses() -> None:
    """Lines and columns from 1, the end behind the last character; results in the order of their places."""
    colon, twice, warning = sarif()["runs"][0]["results"]
    region = {"startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 6}
    assert colon["locations"][0]["physicalLocation"]["region"] == region
    (change,) = colon["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [{"deletedRegion": region, "insertedContent": {"text": ": "}}]
    assert twice["relatedLocations"][0]["message"]["text"] == "第一次"
    assert (twice["properties"]["witness"], warning["level"]) == ({"b": 3}, "warning")


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "这里是全角冒号“：”，需要半角“:”加空格"), ("en", "full-width colon “：”")]
)
def test_sarif_speaks_the_language_asked_for(lang: str, said: str) -> None:
    """The message stands alone."""
    assert sarif(lang)["runs"][0]["results"][0]["message"]["text"].startswith(said)


def test_junit_has_a_suite_for_every_file() -> None:
    """An error is a failure, a warning is printed below a case that passes, and what passed is told."""
    root = ElementTree.fromstring(junit([FULL_WIDTH, TWICE, WARNING], "zh", [("features/a.feature", "满意度满分")]))
    assert (root.get("tests"), root.get("failures")) == ("4", "2")
    definitions, features = root
    assert (definitions.get("name"), definitions.get("failures")) == ("configs/评分.yaml", "2")
    failures = [case.find("failure") for case in definitions]
    assert [None if each is None else each.get("type") for each in failures] == ["GJ0006", "GJ0003", None]
    assert [(case.get("classname"), case.get("name")) for case in features] == [("features/a.feature", "满意度满分")]


def test_junit_holds_no_character_that_xml_refuses() -> None:
    """A name typed with a control character does not break the report."""
    told = Diagnostic("GJ0003", SOURCE.span(0, 1), {"name": "a\x00\x1b[31m"})
    assert "\ufffd" in str(ElementTree.fromstring(junit([told], "en"))[0][0].get("name"))


@pytest.mark.parametrize("format_", ["json", "sarif", "junit"])
def test_no_findings_are_a_whole_document(format_: str) -> None:
    """A program can always read what is printed."""
    text = render_all([], "zh", format_)
    if format_ == "junit":
        assert ElementTree.fromstring(text).get("tests") == "0"
    else:
        assert json.loads(text)
