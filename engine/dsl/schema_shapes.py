"""What stands where something of another shape is expected, and what it was probably meant to be.

Reads   nodes of a document, the shapes that the schema takes there: a text, a list, a mapping.
Gives   GJ0063 with the same thing rewritten, GJ0068 where nothing stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from engine.dsl.diagnostics import Diagnostic, Edit, Fix
from engine.dsl.documents import MappingNode, Node, ScalarNode, SequenceNode, plain
from engine.dsl.schema_keys import Schema
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.dsl.typing_mistakes import mistyped_key, quoted

SEVERAL = 3  # words with spaces between; two may be one name
NO_SCHEMA: Schema = MappingProxyType({})
SHAPES = {
    "string": Text("一段文字", "a text"),
    "array": Text("一个列表", "a list"),
    "object": Text("一组“名称: 内容”", "a mapping of keys to values"),
}


def misshapen(node: Node, expected: Iterable[str], schema: Schema = NO_SCHEMA) -> Diagnostic:
    """What stands there, what should, and why it may have come out otherwise than the author meant."""
    expected = list(dict.fromkeys(expected))
    if isinstance(node, ScalarNode) and node.blank:
        return Diagnostic("GJ0068", node.span, {"expected": _shapes(expected)})
    if isinstance(node, ScalarNode) and not node.style and "object" in expected and (key := mistyped_key(node.span)):
        return key
    values: dict[str, object] = {"expected": _shapes(expected), "found": SHAPES[_shape_of(node)]}
    for manner, suggestion in _rewritten(node, expected, schema):
        fix = Fix((Edit(node.span, suggestion),))
        return Diagnostic("GJ0063", node.span, {**values, manner: suggestion}, fix=fix)
    texts = [item.text for item in node.items if isinstance(item, ScalarNode)] if isinstance(node, SequenceNode) else []
    shown = schema["examples"][0] if "examples" in schema else dict.fromkeys(texts, "…")
    example = {"example": _written(shown)} if shown and "object" in expected else {}
    return Diagnostic("GJ0063", head_of(node), {**values, **example})


def _written(example: Mapping[str, str]) -> str:
    """A mapping on one line: `a: 1`."""
    return ", ".join(f"{key}: {value}" for key, value in example.items())


def _rewritten(node: Node, expected: list[str], schema: Schema) -> Iterator[tuple[str, str]]:
    """The same as a text in quotes, as a list of one, or behind the key that it must be meant for."""
    if "object" in expected and (flags := _flags(node, schema)):
        yield "keyed", "{" + ", ".join(f"{flag}: true" for flag in flags) + "}"
    if "object" in expected and (key := _key_for(node, schema)):
        yield "keyed", f"{{{key}: {node.span.text}}}"
    if "object" in expected and isinstance(node, SequenceNode) and _is_of_texts(schema) and _are_names(node, schema):
        yield "keyed", "{" + ", ".join(f"{plain(item)}: {plain(item)}" for item in node.items) + "}"
    if "string" in expected and not isinstance(node, ScalarNode) and node.flow:
        parts = [item for item in node.items if isinstance(item, ScalarNode)] if isinstance(node, SequenceNode) else []
        texts = parts and all(each.style for each in parts)  # each in quotes: the list was meant to be one text
        yield "quoted", quoted(", ".join(each.text for each in parts) if texts else node.span.text)
    if "array" in expected and isinstance(node, MappingNode) and node.flow:
        yield "listed", f"[{node.span.text}]"
    if "array" in expected and isinstance(node, ScalarNode) and node.style not in ("|", ">"):
        sign = "%" if schema.get("items", {}).get("x-type") in ("percent", "share") else ""
        listed = (f"{part}{sign}" if part.isdigit() else part for part in parts_of(node.text))
        yield "listed", f"[{', '.join(listed)}]"


def parts_of(text: str) -> list[str]:
    """The items of a list that was written as a text.

    >>> parts_of("Medicare / Private"), parts_of("（优、良）"), parts_of("customer"), parts_of("A B C")
    (['Medicare', 'Private'], ['优', '良'], ['customer'], ['A', 'B', 'C'])
    """
    inner = text[1:-1] if text[:1] + text[-1:] in ("()", "（）", "【】", "［］", "「」", "『』") else text
    parts = [part for each in re.split("[,，、;；/|]", inner) if (part := each.strip())]
    words = inner.split()
    return words if len(parts) == 1 and len(words) >= SEVERAL else parts


def _is_of_texts(schema: Schema) -> bool:
    """Whether a mapping takes any keys, each with a text."""
    more = schema.get("additionalProperties")
    return isinstance(more, Mapping) and (more.get("type") == "string" or more.get("x-type") == "text")


def _are_names(node: SequenceNode, schema: Schema) -> bool:
    """Whether the items of a list can be the keys of a mapping."""
    pattern = schema.get("propertyNames", {}).get("pattern", "")
    return all(isinstance(plain(item), str) and re.search(pattern, str(plain(item))) for item in node.items)


def _flags(node: Node, schema: Schema) -> list[str]:
    """The words of a text or a list, if each is a key of the mapping that says yes or no."""
    keys = {key for key, each in schema.get("properties", {}).items() if each.get("x-type") == "boolean"}
    given = [plain(item) for item in (node.items if isinstance(node, SequenceNode) else [node])]
    return [str(each) for each in given] if all(isinstance(each, str) and each in keys for each in given) else []


def _key_for(node: Node, schema: Schema) -> str:
    """The one key of a mapping that takes a value of this shape; empty where none or several do, or it has lines."""
    if isinstance(node, MappingNode) or "\n" in node.span.text or not (isinstance(node, ScalarNode) or node.flow):
        return ""
    properties, needed = schema.get("properties", {}), schema.get("required", ())
    if isinstance(node, SequenceNode):
        needed = [key for key, each in properties.items() if each.get("type") == "array"]
    return needed[0] if len(needed) == 1 else ""


def head_of(node: Node) -> Span:
    """A span of one line that stands for a node: the first key of a mapping, the first item of a list."""
    if isinstance(node, MappingNode) and node.entries and not node.flow:
        return next(iter(node.entries.values())).key.span
    if isinstance(node, SequenceNode) and node.items and not node.flow:
        return head_of(node.items[0])
    return node.span


def _shape_of(node: Node) -> str:
    return {ScalarNode: "string", SequenceNode: "array", MappingNode: "object"}[type(node)]


def _shapes(names: list[str]) -> Text:
    """“a text or a list” in both languages."""
    known = [SHAPES[name] for name in names if name in SHAPES]
    return Text("或".join(shape.zh for shape in known), " or ".join(shape.en for shape in known))
