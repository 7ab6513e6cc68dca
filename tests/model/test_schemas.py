"""What editors complete and explain: every key is described in both languages, every file names its schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.model.kinds import KINDS

ROOT = Path(__file__).parents[2]
CONFIGS = [file for file in sorted((ROOT / "configs").rglob("*.yaml")) if "examples" not in file.parts]
CHINESE = re.compile("[\u4e00-\u9fff]")
REFERENCE = re.compile(r"# yaml-language-server: \$schema=(?P<path>\S+)")


def keys(schema: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every key that a schema declares, with what it says of it; conditions declare nothing."""
    if isinstance(schema, dict):
        for name, told in schema.get("properties", {}).items():
            yield f"{path}.{name}", told
        for name, part in schema.items():
            if name not in ("if", "then", "else", "not", "allOf"):
                yield from keys(part, f"{path}.{name}")
    elif isinstance(schema, list):
        for part in schema:
            yield from keys(part, path)


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_described_in_both_languages(kind: str) -> None:
    """Chinese, a stroke, English: an editor shows it beside the key."""
    silent = [name for name, told in keys(KINDS[kind].schema) if not _bilingual(told.get("description", ""))]
    assert silent == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_named_in_both_languages(kind: str) -> None:
    """And known by what people call it."""
    assert _bilingual(KINDS[kind].schema["title"])
    assert KINDS[kind].words


def test_no_two_kinds_answer_to_the_same_word() -> None:
    """A suggestion for `kind:` is certain."""
    words = [word for kind in KINDS.values() for word in kind.words]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("file", CONFIGS, ids=lambda file: file.name)
def test_every_file_names_the_schema_of_its_kind(file: Path) -> None:
    """So that VS Code completes its keys without any plug-in of ours."""
    text = file.read_text(encoding="utf-8")
    named = REFERENCE.search(text)
    kind = re.search(r"(?m)^kind: (\w+)", text)
    assert named and kind
    schema = (file.parent / named["path"]).resolve()
    assert schema.is_file()
    assert schema.name == f"{kind[1]}.schema.json"


def _bilingual(description: str) -> bool:
    zh, stroke, en = description.partition(" / ")
    return bool(CHINESE.search(zh) and stroke and en.strip())
