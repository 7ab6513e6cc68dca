"""What the keys of a definition may stand for that its schema does not have, and where else a key belongs.

Reads   a JSON Schema over text, list and mapping, and a mapping of nodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from engine.dsl.documents import MappingNode, Node
from engine.dsl.suggestions import suggest
from engine.dsl.synonyms import synonyms

Schema = Mapping[str, Any]


def unknown_keys(schema: Schema, node: MappingNode) -> list[str]:
    """The keys of a mapping that its schema does not speak of."""
    known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    return [name for name in node.entries if name not in known and not any(re.search(each, name) for each in patterns)]


def meanings(schema: Schema, node: MappingNode) -> dict[str, list[str]]:
    """Every unknown key with those it may stand for, of the keys that are not written yet, the likeliest first.

    The only key of which nothing else is known stands for the only one that is missing.
    """
    free = {key: each for key, each in schema.get("properties", {}).items() if key not in node.entries}
    meant = {name: _meant(name, free) for name in unknown_keys(schema, node)}
    taken = {near[0] for near in meant.values() if near}
    lacking = [names for names in _needed(schema) if not taken.intersection(names) and not node.entries.keys() & names]
    left = [name for name, near in meant.items() if not near and not owners(schema, name)]
    if len(lacking) == len(left) == 1:
        meant[left[0]] = [*lacking[0]]
    return meant


def _needed(schema: Schema) -> Iterator[dict[str, None]]:
    """The keys of which at least one must be written, need by need."""
    yield from ({name: None} for name in schema.get("required", ()))
    alternatives = [each.get("required", ()) for each in schema.get("oneOf", ())]
    if alternatives and all(alternatives):
        yield dict.fromkeys(name for names in alternatives for name in names)


def _meant(name: str, free: Schema) -> list[str]:
    """The keys that a word translates, or resembles."""
    spoken = [key for key, schema in free.items() if name in _spoken(schema)]
    return spoken or synonyms(name, free) or suggest(name, free)


def _spoken(schema: object) -> list[str]:
    """What a key is called in Chinese: the words with which its description begins."""
    said = schema.get("description", "") if isinstance(schema, Mapping) else ""
    return re.split("、", re.split("[：/ ]", said, maxsplit=1)[0])


# -- keys in the wrong place -------------------------------------------------------------------------------------------


def owners(schema: Schema, name: str) -> list[str]:
    """The keys below which, somewhere in a schema, another key may be written; "" for the top.

    >>> moves = {"properties": {"back": {"type": "string"}}}
    >>> owners({"properties": {"moves": moves, "name": {}}}, "back"), owners({"properties": {"name": {}}}, "name")
    (['moves'], [''])
    """
    return list(dict.fromkeys(owner for owner, keys in _places(schema, schema, "") if name in keys))


def holders(schema: Schema, root: Schema, value: Node) -> list[str]:
    """The keys of a place below which entries have free names and look like a value: a clock belongs below `clocks`."""
    if not isinstance(value, MappingNode) or len(value.entries) < 2:
        return []
    return [
        key
        for key, each in schema.get("properties", {}).items()
        if isinstance(entry := _resolved(each, root).get("additionalProperties"), Mapping)
        and value.entries.keys() <= _resolved(entry, root).get("properties", {}).keys()
    ]


def neighbours(schema: Schema, name: str, type_: str) -> list[str]:
    """The keys that somewhere stand beside another and take texts of a type."""
    beside = [keys for _, keys in _places(schema, schema, "") if name in keys]
    return [key for keys in beside for key, each in keys.items() if each.get("x-type") == type_]


def _places(schema: Schema, root: Schema, owner: str, depth: int = 0) -> Iterator[tuple[str, Schema]]:
    """Every place of a schema that has keys, with the key above it."""
    schema = _resolved(schema, root)
    properties: Schema = schema.get("properties", {})
    if properties:
        yield owner, properties
    if depth < _DEEPEST:
        for key, each in properties.items():
            yield from _places(each, root, key, depth + 1)
        for part in _parts(schema):
            yield from _places(part, root, owner, depth + 1)


def _parts(schema: Schema) -> Iterator[Schema]:
    """The schemas of items, of values, of alternatives."""
    inner = (schema.get(name) for name in ("items", "additionalProperties"))
    yield from (each for each in inner if isinstance(each, Mapping))
    yield from (each for name in ("anyOf", "oneOf", "allOf") for each in schema.get(name, ()))


def _resolved(schema: Schema, root: Schema) -> Schema:
    reference = str(schema.get("$ref", ""))
    found: Schema = root.get("$defs", {}).get(reference.removeprefix("#/$defs/"), {}) if reference else schema
    return found


_DEEPEST = 8
