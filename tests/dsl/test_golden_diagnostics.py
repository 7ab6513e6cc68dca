"""What people read when something is wrong: one folder per finding, the exact text in both languages.

A folder `tests/data/diagnostics/<CODE>[-variant]/` holds what is wrong and `zh.txt`, `en.txt`,
`found.json`, what is said about it:

    bad.yaml                    a file that is read, and checked against schema.json if that lies beside it
    any *.yaml with `kind:`     a small project, loaded and checked as a whole, together with bad.feature
    bad.table, bad.feel         a pipe table, a FEEL expression
    bad.facts, bad.feature      facts for the scorecard of the pack, a file of scenarios

To add one, make the folder with the wrong file and run this test with GUIJU_WRITE_GOLDEN=1; then read what was written.
"""

from __future__ import annotations

import datetime
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import engine
from engine.authoring import Checker
from engine.dsl.catalogue import codes, headline
from engine.dsl.diagnostics import Diagnostics
from engine.dsl.documents import read_file
from engine.dsl.parser import parse_expression
from engine.dsl.rendering import render_all
from engine.dsl.schemas import Shape
from engine.dsl.source import Source
from engine.dsl.syntax_errors import FeelSyntaxError
from engine.dsl.tables import read_table
from engine.errors import DefinitionError, EvaluationError
from engine.runtime.fact_files import facts_of
from engine.runtime.feel import expression
from engine.runtime.project import files_of
from engine.scenarios.features import check_feature

ROOT = Path(__file__).parents[2]
REASONS = [
    line
    for line in (ROOT / "tests/data/diagnostics/reasons.txt").read_text(encoding="utf-8").splitlines()
    if line.startswith("GJ")
]
FOLDERS = sorted(path for path in (ROOT / "tests/data/diagnostics").iterdir() if path.is_dir())
TODAY = datetime.date(2026, 6, 1)  # for permissions that end
WHOLE_FAMILIES = ("GJ00",)  # every code of these has a folder
NOT_IN_A_FOLDER = {"GJ0001"}  # needs a file of half a megabyte; see test_documents.py


def read_yaml(path: Path, found: Diagnostics) -> None:
    schema = path.with_name("schema.json")
    for root in read_file(path, path.name, found):
        if schema.exists():
            Shape(json.loads(schema.read_text(encoding="utf-8"))).check(root, found)


def read_pipe_table(path: Path, found: Diagnostics) -> None:
    read_table(Source(path.name, path.read_text(encoding="utf-8")).snippet(), found)


def read_feel(path: Path, found: Diagnostics) -> None:
    try:
        parse_expression(Source(path.name, path.read_text(encoding="utf-8").rstrip("\n")).snippet())
    except FeelSyntaxError as error:
        found.extend([error.diagnostic])


def read_project(folder: Path, found: Diagnostics) -> None:
    """As `guiju check` does on a certain day."""
    try:
        features = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.feature")}
        found.extend(Checker(TODAY).check({**files_of(folder), **features}).diagnostics)
    except DefinitionError as error:
        found.extend(error.diagnostics)


def read_facts(path: Path, found: Diagnostics) -> None:
    """Facts given to the pack's own scorecard."""
    project = engine.load(ROOT / "configs")
    try:
        project.evaluate("relationship_health", facts_of(path.read_text(encoding="utf-8"), path.name))
    except EvaluationError as error:
        found.extend(error.diagnostics)


def read_feature(path: Path, found: Diagnostics) -> None:
    check_feature(Source(path.name, path.read_text(encoding="utf-8")), found)


READERS: dict[str, Callable[[Path, Diagnostics], None]] = {
    "bad.table": read_pipe_table,
    "bad.feel": read_feel,
    "bad.yaml": read_yaml,
    "bad.facts": read_facts,
    "bad.feature": read_feature,
}


def diagnose(folder: Path) -> Diagnostics:
    """What is said about the wrong files of a folder."""
    found = Diagnostics()
    if any(re.search(rb"(?m)^kind:", path.read_bytes()) for path in folder.rglob("*.yaml")):
        read_project(folder, found)
    for name, reader in READERS.items() if not len(found) else ():
        if (folder / name).exists():
            reader(folder / name, found)
    return found


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_is_said_exactly_so(folder: Path) -> None:
    """The finding that the folder is named after, in these words, under these places, and as a program reads it."""
    found = diagnose(folder)
    shown = {
        "zh.txt": render_all(found, "zh"),
        "en.txt": render_all(found, "en"),
        "found.json": render_all(found, "zh", "json"),
    }
    if os.environ.get("GUIJU_WRITE_GOLDEN"):
        for name, text in shown.items():
            (folder / name).write_text(text, encoding="utf-8")
    assert folder.name[:6] in {finding.code for finding in found}
    assert shown == {name: (folder / name).read_text(encoding="utf-8") for name in shown}


@pytest.mark.parametrize("line", REASONS, ids=lambda line: line[:6])
def test_a_reason_is_said_exactly_so(line: str) -> None:
    """Why the value of an expression is null, in both languages."""
    code, text, zh, en = (part.strip() for part in re.split(r" \| (?!\|)", line))
    (reason,) = [each for each in expression(text).evaluate({}, mode="dmn").reasons if each.code == code]
    assert (headline(reason, "zh").strip(), headline(reason, "en").strip()) == (zh, en)


@pytest.mark.parametrize("code", [code for code in codes() if code.startswith(WHOLE_FAMILIES)])
def test_every_code_has_a_folder(code: str) -> None:
    """No finding whose look nobody has read."""
    assert code in NOT_IN_A_FOLDER or any(folder.name.startswith(code) for folder in FOLDERS)


def test_every_code_that_is_used_is_worded() -> None:
    """The sources name no code that the catalogue does not have."""
    sources = [path for part in ("engine", "web") for path in (ROOT / part).rglob("*.py")]
    used = {code for path in sources for code in re.findall(r'"(GJ\d{4})"', path.read_text(encoding="utf-8"))}
    assert sorted(used - set(codes())) == []
