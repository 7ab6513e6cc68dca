"""A quick yes is what the library would say, too: for definitions in order, and for such with any part replaced."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dsl.diagnostics import Diagnostics
from engine.dsl.documents import Plain, plain, read
from engine.dsl.schema_fitting import Fitting
from engine.dsl.source import Source
from engine.model.kinds import KINDS

ROOT = Path(__file__).parents[2]
FOLDERS = ("configs", "tests/data/clean", "tests/data/diagnostics", "tests/data/mistakes")


def documents() -> Iterator[dict[str, Plain]]:
    """Every definition of a known kind, in order or not, that lies in the repository."""
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.yaml")):
            for node in read(Source(file.name, file.read_text(encoding="utf-8", errors="replace")), Diagnostics()):
                document = plain(node)
                if isinstance(document, dict) and document.get("kind") in list(KINDS):
                    yield document


DOCUMENTS = list(documents())
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(["", "x", "客户", "12", "30%", "true", "number", "2h", "2026-05-08", "kind"]),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.sampled_from(["name", "label", "zh", "x"]), parts),
    max_leaves=4,
)


def judged_alike(document: dict[str, Plain]) -> bool:
    shape = KINDS[str(document["kind"])].shape
    return shape.fitting.fits(document) == (not list(shape.errors(document)))


def test_the_repository_has_both() -> None:
    """Documents of every kind, some of which fit and some of which do not."""
    assert {document["kind"] for document in DOCUMENTS} == set(KINDS)
    assert {KINDS[str(document["kind"])].shape.fitting.fits(document) for document in DOCUMENTS} == {True, False}


def test_documents_are_judged_as_by_the_library() -> None:
    """Every definition that lies in the repository."""
    assert [document for document in DOCUMENTS if not judged_alike(document)] == []


@given(st.data())
def test_spoiled_documents_are_judged_as_by_the_library(data: st.DataObject) -> None:
    """A definition of which a part, however deep, is something else, is gone, or is there once more."""
    kind = data.draw(st.sampled_from(list(KINDS)))
    document = data.draw(st.sampled_from([each for each in DOCUMENTS if each["kind"] == kind]))
    assert judged_alike({**spoiled(document, data), "kind": kind})


def spoiled(part: Any, data: st.DataObject) -> Any:
    """The part with one change somewhere below."""
    if isinstance(part, str) or not part or data.draw(st.integers(0, 4)) == 0:
        return data.draw(ANYTHING) if not isinstance(part, dict) else part
    if isinstance(part, list):
        at = data.draw(st.integers(0, len(part) - 1))
        before, here, behind = part[:at], part[at], part[at + 1 :]
        return data.draw(st.sampled_from([[*before, *behind], [*part, here], [*before, spoiled(here, data), *behind]]))
    name = data.draw(st.sampled_from(list(part)))
    rest = {key: value for key, value in part.items() if key != name}
    return data.draw(st.sampled_from([rest, {**part, "x": part[name]}, {**part, name: spoiled(part[name], data)}]))


KEYWORDS: list[tuple[dict[str, Any], list[Any], list[Any]]] = [
    ({"type": ["string", "array"]}, ["x", []], [{}]),
    ({"const": "a"}, ["a"], ["b", ["a"]]),
    ({"enum": ["a", "b"]}, ["b"], ["c", {}]),
    ({"pattern": "^a"}, ["ab", ["b"]], ["ba"]),
    ({"minLength": 1}, ["a", []], [""]),
    ({"minItems": 1}, [["a"], ""], [[]]),
    ({"minProperties": 1}, [{"a": ""}, ""], [{}]),
    ({"uniqueItems": True}, [["a", "b"], [["a"], "a"], "aa"], [["a", "b", "a"], [{"a": "b"}, {"a": "b"}]]),
    ({"required": ["a", "b"]}, [{"a": "", "b": ""}, "a"], [{"a": ""}]),
    ({"dependentRequired": {"a": ["b"]}}, [{"b": ""}, {"a": "", "b": ""}, "a"], [{"a": ""}]),
    ({"properties": {"a": {"const": "1"}}}, [{"a": "1"}, {"b": "2"}, "a"], [{"a": "2"}]),
    ({"properties": {"a": {}}, "additionalProperties": False}, [{"a": "1"}, []], [{"b": "1"}]),
    ({"additionalProperties": {"const": "1"}}, [{"a": "1"}, []], [{"a": "1", "b": "2"}]),
    ({"propertyNames": {"pattern": "^a"}}, [{"ab": ""}, "b"], [{"ab": "", "b": ""}]),
    ({"items": {"const": "1"}}, [["1", "1"], [], {"a": "2"}], [["1", "2"]]),
    ({"anyOf": [{"const": "a"}, {"type": "array"}]}, ["a", []], ["b"]),
    ({"allOf": [{"pattern": "a"}, {"pattern": "b"}]}, ["ab"], ["a", "b"]),
    ({"oneOf": [{"pattern": "a"}, {"pattern": "b"}]}, ["a", "b"], ["ab", "c"]),
    ({"if": {"pattern": "a"}, "then": {"pattern": "b"}}, ["ab", "c"], ["a"]),
    ({"if": {"pattern": "a"}, "else": {"pattern": "b"}}, ["a", "b"], ["c"]),
    ({"$ref": "#/$defs/l", "$defs": {"l": {"items": {"$ref": "#/$defs/l"}, "type": "array"}}}, [[[], [[]]]], [["a"]]),
    ({"$ref": "https://example.invalid/schema.json"}, [], ["a", [], {}]),
    ({"contains": {}}, [], ["a", [], {}]),
    ({"x-type": "number"}, ["1"], ["one"]),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "fit", "unfit"), KEYWORDS, ids=[next(iter(schema)) for schema, _, _ in KEYWORDS])
def test_keywords(schema: dict[str, Any], fit: list[Any], unfit: list[Any]) -> None:
    """What each keyword asks for, and of what it asks nothing; one that is not known is left to the library."""
    fitting = Fitting(schema, lambda declared, value: (declared, value) == ("number", "1"))
    assert [value for value in fit if not fitting.fits(value)] == []
    assert [value for value in unfit if fitting.fits(value)] == []
