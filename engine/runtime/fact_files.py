"""Facts out of a file: YAML, where every scalar is a text that its type reads later, or JSON, with exact numbers."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path

from engine.dsl.catalogue import errors
from engine.dsl.diagnostics import Diagnostics
from engine.dsl.documents import MappingNode, Node, ScalarNode, SequenceNode, read
from engine.dsl.source import Source
from engine.errors import EvaluationError, unreadable

STANDARD_INPUT = "-"
NULLS = ("", "null", "~")


def read_facts(path: str) -> dict[str, object]:
    """The facts of a file; `-` is standard input.

    raises   UsageError when there is no such file; EvaluationError when it cannot be read
    """
    try:
        text = sys.stdin.read() if path == STANDARD_INPUT else Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(path, error) from None
    return facts_of(text, "<stdin>" if path == STANDARD_INPUT else path)


def facts_of(text: str, name: str) -> dict[str, object]:
    """The facts that a text holds.

    >>> facts_of("customer: {满意度得分: 92, phone: }", "a.yaml"), facts_of('{"a": 0.10}', "a.json")
    ({'customer': {'满意度得分': '92', 'phone': None}}, {'a': Decimal('0.10')})
    """
    found = Diagnostics()
    try:
        value = json.loads(text, parse_float=Decimal)
    except ValueError:
        documents = read(Source(name, text), found)
        value = _plain(documents[0]) if len(documents) == 1 else None
    if not errors(found) and not isinstance(value, dict):
        found.add("GJ4004", Source(name, text).span(0, 0))
    if errors(found):
        raise EvaluationError(name, found)
    return dict(value)


def _plain(node: Node) -> object:
    """Texts, lists and mappings; a bare `null` and nothing at all are null."""
    match node:
        case ScalarNode():
            return None if not node.style and node.text in NULLS else node.text
        case SequenceNode():
            return [_plain(item) for item in node.items]
        case MappingNode():
            return {name: _plain(value) for name, value in node.items()}
