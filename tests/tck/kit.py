"""The DMN TCK as data: its test files as cases, its expected values as FEEL values, and how results compare.

Comparison follows the kit's public runners: numbers within 1e-8, lists item by item, contexts with the same keys,
temporal values by what they print, null for null whether or not the kit expects an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

from engine.dsl.conversion import to_text
from engine.dsl.temporal_text import parse_date, parse_date_time, parse_duration, parse_time

LEVELS = ("compliance-level-2", "compliance-level-3")
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
TOLERANCE = Decimal("1e-8")
SCALARS = {
    "boolean": lambda text: text.strip() == "true",
    "decimal": lambda text: Decimal(text.strip()),
    "double": lambda text: Decimal(text.strip()),
    "integer": lambda text: Decimal(text.strip()),
    "string": lambda text: text,
    "date": lambda text: parse_date(text.strip()),
    "dateTime": lambda text: parse_date_time(text.strip()),
    "time": lambda text: parse_time(text.strip()),
    "duration": lambda text: parse_duration(text.strip()),
}


@dataclass(frozen=True)
class Given:
    """An input of a case: a name, perhaps the namespace of the model it belongs to, and a value."""

    name: str
    namespace: str
    value: object


@dataclass(frozen=True)
class Expected:
    """One result node: what to evaluate and what must come out."""

    name: str
    value: object


@dataclass(frozen=True, eq=False)
class Case:
    """One test case. `kind` is "decision", "decisionService" or "bkm"; `invocable` names what is called."""

    level: str
    folder: str
    file: str
    id: str
    kind: str
    invocable: str
    model: Path
    given: tuple[Given, ...]
    expected: tuple[Expected, ...]

    @property
    def name(self) -> str:
        """A name that is unique in the kit."""
        return f"{self.folder}/{self.file.removesuffix('.xml')}/{self.id}"


def cases(root: Path) -> Iterator[Case]:
    """Every case of the kit, in the order of levels, folders, files and ids."""
    for level in LEVELS:
        for path in sorted((root / level).glob("*/*-test-[0-9][0-9].xml")):
            yield from sorted(_file(level, path), key=lambda case: case.id)


def _file(level: str, path: Path) -> Iterator[Case]:
    tree = ElementTree.parse(path).getroot()
    for element in tree.iter():
        element.tag = element.tag.rpartition("}")[2]
    model = path.parent / (tree.findtext("modelName") or "").strip()
    for case in tree.iter("testCase"):
        yield Case(
            level,
            path.parent.name,
            path.name,
            case.get("id", ""),
            case.get("type", "decision"),
            case.get("invocableName", ""),
            model,
            tuple(Given(n.get("name", ""), n.get("namespace", ""), value(n)) for n in case.iter("inputNode")),
            tuple(Expected(n.get("name", ""), _expected(n)) for n in case.iter("resultNode")),
        )


def _expected(node: ElementTree.Element) -> object:
    inner = node.find("expected")
    return value(inner) if inner is not None else None


def value(element: ElementTree.Element) -> object:
    """The FEEL value that a `value`, `list` or `component` structure of the kit stands for."""
    components = element.findall("component")
    if components:
        return {component.get("name", ""): value(component) for component in components}
    listed = element.find("list")
    if listed is not None:
        return [value(item) for item in listed.findall("item")]
    scalar = element.find("value")
    if scalar is None or scalar.get(NIL) == "true":
        return None
    return SCALARS[scalar.get(TYPE, "string").rpartition(":")[2]](scalar.text or "")


def equal(actual: object, expected: object) -> bool:
    """Whether a result is what the kit expects."""
    if isinstance(expected, Decimal):
        return isinstance(actual, Decimal) and abs(actual - expected) < TOLERANCE
    if isinstance(expected, list):
        return isinstance(actual, list) and len(actual) == len(expected) and all(map(equal, actual, expected))
    if isinstance(expected, dict):
        return (
            isinstance(actual, dict)
            and actual.keys() == expected.keys()
            and all(equal(actual[k], expected[k]) for k in expected)
        )
    return type(actual) is type(expected) and to_text(actual) == to_text(expected)
