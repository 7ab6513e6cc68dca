"""Example records of a project: `examples/*.yaml` below the definitions.

    customer:
      - {id: C001, name: XX科技有限公司, satisfaction_score: 92}

Values are written as people type them into the form, and go through the same checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.dsl.diagnostics import Diagnostics
from engine.dsl.documents import read
from engine.dsl.source import Source
from engine.errors import DefinitionError
from engine.model.reading import items, pairs, strings
from engine.runtime.forms import Posted
from engine.runtime.project import EXAMPLES

Examples = dict[str, list[Posted]]


def read_examples(folder: Path) -> Examples:
    """The example records below a folder of definitions, by entity; empty where there are none.

    raises   DefinitionError for a file that is no YAML
    """
    examples: Examples = {}
    for file in sorted((folder / EXAMPLES).glob("*.yaml")):
        for entity, row in _rows(Source(f"{folder.name}/{EXAMPLES}/{file.name}", file.read_text(encoding="utf-8"))):
            examples.setdefault(entity, []).append(row)
    return examples


def _rows(source: Source) -> Iterator[tuple[str, Posted]]:
    found = Diagnostics()
    documents = read(source, found)
    if len(found):
        raise DefinitionError(source.name, found)
    for document in documents:
        for entity, rows in pairs(document):
            yield from ((entity.text, {key.text: strings(value) for key, value in pairs(row)}) for row in items(rows))
