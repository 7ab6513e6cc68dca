"""Projects that are right, of many trades and styles, can be laid out and have pages.

That nothing is said of them: test_mistakes.py; that their scenarios hold: tests/clean.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import engine
from engine.authoring import Checker, laid_out
from tests.authoring.corpus import DATA, project
from web import create_app

FOLDERS = {path.name: path for path in sorted((DATA / "clean").iterdir()) if path.is_dir()}
PAGES = {
    "Entity": "records/{}/new",
    "Survey": "surveys/{}",
    "Role": "rules/definitions/{}",
    "Report": "rules/definitions/{}",
}


@pytest.fixture(params=FOLDERS)
def folder(request: pytest.FixtureRequest) -> Path:
    """The folder of a project."""
    return FOLDERS[request.param]


def remarks(text: str) -> list[str]:
    """What an author remarks, line by line."""
    return [line.partition("#")[2].strip() for line in text.split("\n") if "#" in line]


def test_it_is_laid_out_once_and_means_the_same(folder: Path) -> None:
    """The second time nothing changes, and every remark is still there."""
    files = project(folder)
    once = files | laid_out(files)
    assert once | laid_out(once) == once
    assert [remarks(text) for text in once.values()] == [remarks(text) for text in files.values()]
    assert len(Checker().check(once).diagnostics) == 0


def test_its_pages_open(folder: Path, tmp_path: Path) -> None:
    """Its forms, its surveys, and what is told of its roles and reports."""
    definitions = engine.load(folder / "configs").definitions.values()
    pages = [PAGES[kind].format(each.name) for each in definitions if (kind := type(each).__name__) in PAGES]
    client = create_app(folder / "configs", var=tmp_path).test_client()
    assert {page: status for page in pages if (status := client.get(f"/{page}").status_code) != 200} == {}
