"""A value of a definition changed at its place in the file, as an author would do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.dsl.diagnostics import Diagnostics
from engine.dsl.documents import MappingNode, Node, ScalarNode, SequenceNode, read
from engine.dsl.source import Source
from engine.dsl.text import Text
from engine.errors import UsageError
from engine.model.reading import string, text, texts


@dataclass(frozen=True, slots=True)
class Found:
    """A definition and the file it stands in."""

    file: str
    node: MappingNode


def changed(files: Mapping[str, str], definition: str, path: str, value: str) -> dict[str, str]:
    """The files with the value at a path of keys, `dimensions.stability.weight`, `pages.basic.part`, replaced or added.

    raises   UsageError when there is no such definition or place
    >>> changed({"a.yaml": "kind: x\\nname: a\\nsize: 1\\n"}, "a", "size", "2")["a.yaml"]
    'kind: x\\nname: a\\nsize: 2\\n'
    """
    found = find(files, definition)
    *above, last = path.split(".")
    parent: Node | None = found.node
    for key in above:
        parent = _part(parent, key)
    if not isinstance(parent, MappingNode):
        raise UsageError(Text(f"“{definition}”里没有 {path}", f"{definition} has no {path}"))
    return {**files, found.file: _edited(files[found.file], parent, last, value)}


def find(files: Mapping[str, str], definition: str) -> Found:
    """The definition of a name or label."""
    for file, content in files.items():
        for node in read(Source(file, content), Diagnostics()):
            if definition in (string(node.get("name")), *texts(text(node.get("label")))):
                return Found(file, node)
    raise UsageError(Text(f"没有叫“{definition}”的定义", f"nothing is called {definition}"))


def keys_of(node: Node | None) -> dict[str, Node]:
    """The values of a mapping by their keys; the items of a list by their ids."""
    if isinstance(node, SequenceNode):
        return {string(item.get("id")): item for item in node.items if isinstance(item, MappingNode) and item.get("id")}
    return dict(node.items()) if isinstance(node, MappingNode) else {}


def _part(node: Node | None, key: str) -> Node | None:
    return keys_of(node).get(key)


def _edited(content: str, parent: MappingNode, key: str, value: str) -> str:
    """The text with one value of a mapping put in place of the old one, or before all others."""
    first = next(iter(parent.entries.values())).key
    indent = " " * (first.span.column - 1)
    old = parent.get(key)
    if old is None:
        separator = ", " if parent.flow else f"\n{indent}"
        return content[: first.span.start] + f"{key}: {value}{separator}" + content[first.span.start :]
    end = old.span.end
    if isinstance(old, ScalarNode) and old.style == "|":
        lines = "".join(f"{indent}  {line}\n" for line in value.strip().splitlines())
        return content[: old.span.start] + "|\n" + lines + content[end:].removeprefix("\n")
    return content[: old.span.start] + value + content[end:]
