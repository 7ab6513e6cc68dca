"""What belongs to a kind of definition is complete: its module, its schema, a config that declares it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from engine.dsl.text import LANGUAGES
from engine.model.kinds import KINDS
from engine.model.kinds.pages import overview

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "engine/model/kinds"
CONFIGS = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "configs").rglob("*.yaml")))


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_a_module_and_a_schema_of_its_name(kind: str) -> None:
    """One `ls` shows a missing twin."""
    assert (FOLDER / f"{kind}.py").is_file()
    assert (FOLDER / f"{kind}.schema.json").is_file()


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one_that_every_editor_understands(kind: str) -> None:
    """It keeps to the standard, and fixes the kind it is for; so editors complete and check while one types."""
    schema = json.loads((FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["properties"]["kind"]["const"] == kind
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("kind", KINDS)
def test_the_pack_uses_every_kind(kind: str) -> None:
    """No kind without an example that is real."""
    assert re.search(rf"(?m)^kind: {kind}$", CONFIGS)


@pytest.mark.parametrize("path", sorted((ROOT / "configs").rglob("*.yaml")), ids=lambda path: path.name)
def test_a_config_names_the_schema_that_editors_check_it_by(path: Path) -> None:
    """The first line leads from the file to its schema."""
    if "examples" not in path.parts:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        named = re.fullmatch(r"# yaml-language-server: \$schema=(.+)", first)
        assert named and (path.parent / named[1]).resolve().parent == FOLDER


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_documentation_of_all_keys_is_current(lang: str) -> None:
    """Written from the schemas: `python -m engine.model.kinds.pages docs/definitions`."""
    assert (ROOT / f"docs/definitions/{lang}.md").read_text(encoding="utf-8") == overview(lang)
