"""Shapes of definitions: every keyword is worded by us, at the place that is wrong."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dsl import scalars, schemas
from engine.dsl.catalogue import codes
from engine.dsl.diagnostics import Diagnostic, Diagnostics
from engine.dsl.documents import Node, read
from engine.dsl.rendering import render_all
from engine.dsl.schema_wording import WORDINGS
from engine.dsl.schemas import Shape
from engine.dsl.source import Source
from engine.dsl.text import Text

OBJECT = {"type": "object"}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "dependentRequired": {"cap": ["bonus"]},
    "not": {"required": ["low", "high"]},
    "properties": {
        "name": {"type": "string", "pattern": "^[a-z_]+$", "description": "小写字母 / small letters"},
        "label": {"x-type": "text"},
        "weight": {"x-type": "percent"},
        "cap": {"x-type": "number"},
        "bonus": {"x-type": "feel"},
        "low": {},
        "high": {},
        "combine": {"enum": ["mean", "min", "max"]},
        "require": {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True},
        "team": {"anyOf": [{"type": "string", "minLength": 1}, {"type": "array", "items": {"type": "string"}}]},
        "field": {
            "oneOf": [
                {"properties": {"type": {"const": "choice"}, "options": {"type": "array"}}, "required": ["options"]},
                {"properties": {"type": {"const": "number"}, "min": {"x-type": "number"}}},
            ]
        },
        "stages": {"type": "object", "propertyNames": {"pattern": "^[a-z]+$"}, "additionalProperties": OBJECT},
        "hours": {"patternProperties": {"^[a-z]{3}$": {"type": "string"}}, "additionalProperties": False},
        "missing": {"$ref": "#/$defs/missing"},
    },
    "$defs": {"missing": {"type": "object", "properties": {"policy": {"type": "string"}}}},
}  # fmt: skip


def checking(text: str) -> list[Diagnostic]:
    found = Diagnostics()
    for root in read(Source("a.yaml", text), found):
        Shape(SCHEMA).check(root, found)
    return list(found)


RIGHT = """name: health
label: {zh: 健康度, en: Health}
weight: 30%
cap: 10
bonus: a >= 1
combine: mean
require: [a, b]
team: 客服
field: {type: number, min: 3}
stages: {won: {}}
missing: {policy: exclude}
"""


def test_what_fits_is_silent() -> None:
    """A right definition gives no finding."""
    assert checking(RIGHT) == []


WRONG = {
    # what was typed behind `name: a`: (code, what is marked)
    "wieght: 30%": ("GJ0061", "wieght"),
    "xyz: 30%": ("GJ0061", "xyz"),
    "hours: {mon: 9-17, holiday: none}": ("GJ0061", "holiday"),
    "cap: 10": ("GJ0062", "cap"),
    "field: {type: choice}": ("GJ0062", "field"),
    "require: a": ("GJ0063", "a"),
    "combine: [mean]": ("GJ0063", "[mean]"),
    "bonus: [1, 2]": ("GJ0063", "[1, 2]"),
    "missing: x": ("GJ0063", "x"),
    "stages:\n  won：{}": ("GJ0006", "："),
    "stages:\n  won:{}": ("GJ0013", ":"),
    "combine: meen": ("GJ0064", "meen"),
    "stages: {Won: {}}": ("GJ0065", "Won"),
    "require: []": ("GJ0066", "[]"),
    "require: [a, b, a]": ("GJ0067", "a"),
    "stages:": ("GJ0068", ""),
    "weight:": ("GJ0068", ""),
    "team: ''": ("GJ0068", "''"),
    "low: 1\nhigh: 2": ("GJ0069", "name"),
    "weight: viel": ("GJ0051", "viel"),
    "weight: 30": ("GJ0053", "30"),
    "weight: ３０％": ("GJ0058", "３０％"),
    "label: {zh: a, de: b}": ("GJ0057", "{zh: a, de: b}"),
    "team: {a: b}": ("GJ0063", "{a: b}"),
    "team: [a, [b]]": ("GJ0063", "[b]"),
    "field: {type: number, min: x}": ("GJ0051", "x"),
}


@pytest.mark.parametrize(("typed", "expected"), WRONG.items(), ids=[f"{w[0]}-{w[1]}" for w in WRONG.values()])
def test_each_fault_at_its_place(typed: str, expected: tuple[str, str]) -> None:
    """One finding each, at the key or the value that is wrong."""
    assert [(d.code, d.span.text) for d in checking(f"name: a\n{typed}\n")] == [expected]


def test_names_follow_their_form() -> None:
    """The description of the place says how it is to be written."""
    (found,) = checking("name: 客户\n")
    assert (found.code, found.values["form"]) == ("GJ0065", Text("小写字母", "small letters"))


def test_nothing_is_fetched() -> None:
    """A schema that refers elsewhere is the fault of its author; no connection is made."""
    (root,) = read(Source("a.yaml", "a: b\n"), Diagnostics())
    with pytest.raises(Exception, match=r"example\.invalid"):
        Shape({"$ref": "https://example.invalid/schema.json"}).check(root, Diagnostics())


KINDS = Path(schemas.__file__).parents[1] / "model" / "kinds"
STRUCTURE = {"$defs", "$id", "$ref", "$schema", "allOf", "default", "description", "else", "examples", "if", "items",
             "patternProperties", "prefixItems", "properties", "propertyNames", "then", "title", "format"}  # fmt: skip


def keywords(schema: Any) -> set[str]:
    if not isinstance(schema, dict):
        return set()
    inner = [
        schema.get(name) for name in ("items", "additionalProperties", "propertyNames", "if", "then", "else", "not")
    ]
    for name in ("properties", "patternProperties", "$defs"):
        inner += list(schema.get(name, {}).values())
    for name in ("anyOf", "oneOf", "allOf", "prefixItems"):
        inner += schema.get(name, [])
    return set(schema).union(*(keywords(part) for part in inner))


@pytest.mark.parametrize("file", sorted(KINDS.glob("*.schema.json")), ids=lambda file: file.name)
def test_every_keyword_of_our_schemas_is_worded(file: Path) -> None:
    """No schema uses a keyword whose violation could only be told in general words."""
    schema = json.loads(file.read_text(encoding="utf-8"))
    assert {word for word in keywords(schema) if not word.startswith("x-")} <= set(map(str, WORDINGS)) | STRUCTURE


def value(text: str) -> Node:
    node = read(Source("a.yaml", f"x: {text}\n"), Diagnostics())[0].get("x")
    assert node is not None
    return node


SCALARS = [
    ("number", "12.50", Decimal("12.50")), ("number", "-5", Decimal(-5)), ("number", "30%", Decimal("0.3")),
    ("number", "1,000", Decimal(1000)), ("number", "1_000.5", Decimal("1000.5")), ("number", ".5", Decimal("0.5")),
    ("number", "１２", Decimal(12)), ("number", "1,00", None), ("number", "0x10", None), ("number", "NaN", None),
    ("number", "十", None), ("number", "[1]", None), ("number", "'12'", Decimal(12)),
    ("percent", "30%", Decimal("0.3")), ("percent", "0.3", Decimal("0.3")), ("percent", "120%", Decimal("1.2")),
    ("percent", "30", None), ("integer", "3", 3), ("integer", "3.0", 3), ("integer", "3.5", None),
    ("boolean", "true", True), ("boolean", "否", False), ("boolean", "yes", None), ("boolean", "1", None),
    ("duration", "3 个工作日", "3 个工作日"), ("duration", "２h", "2h"), ("duration", "soon", ""),
    ("text", "客户", Text("客户")), ("text", "{zh: 客户, en: Customer}", Text("客户", "Customer")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "expected"), SCALARS, ids=[f"{k}-{t}" for k, t, _ in SCALARS])
def test_scalars(kind: str, text: str, expected: object) -> None:
    """A text is read as its place declares, or there is a finding."""
    found = Diagnostics()
    assert scalars.READERS[kind](value(text), found) == expected
    assert expected not in (None, "") or len(found) == 1


def test_dates_exist() -> None:
    """A day that the calendar does not have is refused."""
    found = Diagnostics()
    day = scalars.date(value("2026-02-28"), found)
    assert day is not None and day.isoformat() == "2026-02-28"
    assert scalars.date(value("2026-02-30"), found) is None
    assert [d.code for d in found] == ["GJ0055"]


@given(st.text("kind: name[]{}\n -|>abc客户：'\"%19", max_size=80))
def test_any_file_gives_findings_not_exceptions(text: str) -> None:
    """Whatever is typed, it is worded."""
    assert {found.code for found in checking(text)} <= set(codes())
    render_all(checking(text), "zh")
