"""What a definition of a wrong shape is told, keyword by keyword of JSON Schema.

Reads   an error of the schema library, whose own words are never shown, and the root of the definition.
Gives   findings at the node that is wrong: WORDINGS has one function for every keyword that our schemas use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from engine.dsl.dates import meant_dates, parse_date
from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix
from engine.dsl.documents import MappingNode, Node, ScalarNode, SequenceNode, plain
from engine.dsl.durations import parse_duration
from engine.dsl.scalars import READERS
from engine.dsl.schema_keys import Schema, holders, meanings, neighbours, owners
from engine.dsl.schema_shapes import SHAPES, head_of, misshapen
from engine.dsl.source import Span
from engine.dsl.suggestions import distance, suggest
from engine.dsl.synonyms import SYNONYMS, synonyms
from engine.dsl.text import Text


@dataclass(frozen=True, slots=True)
class Whole:
    """A definition, and the schema it is checked against."""

    root: Node
    schema: Schema


def worded(error: Any, root: Node, schema: Schema) -> Iterator[Diagnostic]:
    """The findings that an error of the library stands for; `schema` is that of the whole definition."""
    node = _descend(root, error.absolute_path)
    wording = WORDINGS.get(error.validator)
    if wording is None:
        yield Diagnostic("GJ0069", node.span)
    else:
        yield from wording(error, node, Whole(root, schema))


def _unknown_keys(error: Any, node: Node, whole: Whole) -> Iterator[Diagnostic]:
    """Keys that the place does not have, with those it has that resemble them, or where else they belong."""
    assert isinstance(node, MappingNode)
    known = error.schema.get("properties", {})
    for name, near in meanings(error.schema, node).items():
        key = node.key(name)
        fix = Fix((Edit(key.span, near[0]),)) if near else None
        shown: dict[str, object] = {"suggestions": near} if near else _elsewhere(name, node, error.schema, whole)
        yield Diagnostic("GJ0061", key.span, {"name": name, **(shown or {"known": list(known)})}, fix=fix)


def _elsewhere(name: str, node: MappingNode, schema: Schema, whole: Whole) -> dict[str, object]:
    """Where a key belongs that has no place here: at the top, below one or two other keys, among the fields."""
    owners_ = owners(whole.schema, name) or holders(schema, whole.schema, node.entries[name].value)
    fields = [key for key, each in schema.get("properties", {}).items() if each.get("x-holds") == "fields"]
    if owners_ == [""]:
        return {"top": name}
    return {"owners": owners_ or fields} if 0 < len(owners_ or fields) <= MOST_OWNERS else {}


def _missing_keys(error: Any, node: Node, whole: Whole) -> Iterator[Diagnostic]:
    """Keys that must be written, save those that are there, but misspelt."""
    assert isinstance(node, MappingNode)
    schema = _of_mapping(error, whole)
    misspelt = {each for near in meanings(schema, node).values() for each in near}
    for name in error.validator_value:
        if name not in (*node.entries, *misspelt) and not any(distance(name, key) == 1 for key in node.entries):
            beside = _beside(name, node, whole.root)
            shown = {"suggestion": f"{name}: {beside}"} if beside else {"lacking": name}
            yield Diagnostic("GJ0062", _owner(error, whole.root), {"name": name, **shown})


def _beside(name: str, node: MappingNode, root: Node) -> str:
    """What the others of its type say behind a key, where all say the same in one word; else nothing."""
    type_ = node.get("type")
    others = [each for each in _mappings(root) if type_ and plain(type_) == plain(each.get("type") or type_)]
    said = [plain(value) for each in others if "type" in each.entries and (value := each.get(name)) is not None]
    return str(said[0]) if said and isinstance(said[0], str) and all(each == said[0] for each in said) else ""


def _mappings(node: Node) -> Iterator[MappingNode]:
    """All mappings below a node, and itself."""
    yield from [node] if isinstance(node, MappingNode) else []
    inner = [value for _, value in node.items()] if isinstance(node, MappingNode) else getattr(node, "items", ())
    for each in inner if not isinstance(node, ScalarNode) else ():
        yield from _mappings(each)


def _of_mapping(error: Any, whole: Whole) -> Schema:
    """The schema that has the keys of the mapping an error is about: the innermost around it."""
    schema: Any = whole.schema
    found = whole.schema
    for step in error.absolute_schema_path:
        if "$ref" in schema and step not in schema:
            schema = reduce(lambda each, key: each[key], schema["$ref"].removeprefix("#/").split("/"), whole.schema)
            found = schema if "properties" in schema else found
        schema = schema[step]
        found = schema if isinstance(schema, Mapping) and "properties" in schema else found
    return found


def _missing_partners(error: Any, node: Node, whole: Whole) -> Iterator[Diagnostic]:
    """Keys that must be written because another one is."""
    assert isinstance(node, MappingNode)
    for given, needed in error.validator_value.items():
        alternatives = [each.get("required", ()) for each in error.schema.get("oneOf", ())]
        if sum(any(name in node.entries for name in names) for names in alternatives) > 1:
            return  # that several of them are written is told
        for name in needed:
            if given in node.entries and name not in node.entries:
                yield Diagnostic("GJ0062", node.key(given).span, {"name": name, "given": given, "lacking": name})


def _wrong_shape(error: Any, node: Node, whole: Whole) -> Iterator[Diagnostic]:
    """A list where a text is expected, and so on."""
    types = error.validator_value
    yield misshapen(node, [types] if isinstance(types, str) else types, error.schema)


def _not_allowed(error: Any, node: Node, whole: Whole) -> Iterator[Diagnostic]:
    """A word that is not among the few that the place takes."""
    allowed = [error.validator_value] if error.validator == "const" else list(error.validator_value)
    word = _word(error, node)
    if word is None:
        yield misshapen(node, ["string"])
        return
    near = synonyms(word.text, allowed) or suggest(word.text, allowed) or (allowed if len(allowed) == 1 else [])
    values = {"value": word.text, "allowed": allowed, **({"suggestions": near} if near else {})}
    yield Diagnostic("GJ0064", word.span, values, fix=Fix((Edit(word.span, near[0]),)) if near else None)


def _wrong_form(error: Any, node: Node, whole: Whole) -> Iterator[Diagnostic]:
    """A text that is not formed as it must be; `description` of the place says how."""
    if isinstance(node, ScalarNode) and node.blank:
        yield Diagnostic("GJ0068", node.span, {"expected": SHAPES["string"]})
        return
    values: dict[str, object] = {"value": error.instance}
    if description := error.schema.get("description"):
        values["form"] = _bilingual(description)
    word = _word(error, node)
    span = word.span if word else node.span
    likely = (*_other_forms(str(error.instance), error.validator_value), *_listed(error))
    meant = next((each for each in likely if _fits(each, error.validator_value)), error.instance)
    if meant != error.instance:
        values, fix = {**values, "suggestion": meant}, Fix((Edit(span, span.text.replace(str(error.instance), meant)),))
        yield Diagnostic("GJ0065", span, values, fix=fix)
    else:
        yield Diagnostic("GJ0065", span, values)


def _other_forms(text: str, pattern: str) -> Iterator[str]:
    """A text as it may have been meant: without marks at its ends, its words joined, without a number before it."""
    stripped = text.strip(" ,;，；。、")
    yield stripped
    yield from SYNONYMS.get(stripped.casefold(), ())
    if "seq" in pattern:
        yield _NUMBERED.sub(lambda match: f"{{seq:0{match['width'] or len(match['marks'] or '') or 3}}}", stripped)
    yield from suggest(stripped, re.findall("[a-z_]{4,}", pattern), limit=1)
    yield re.sub(r"[\s:：。→>/-]+", ".", stripped)
    joined = re.sub(r"\W+", "_", stripped).strip("_")
    yield from (joined, joined.lstrip("0123456789_"))


def _listed(error: Any) -> list[str]:
    """A text with commas as the list that the place takes as well."""
    takes_lists = error.parent is not None and any(each.get("type") == "array" for each in error.parent.validator_value)
    parts = re.split(r"\s*[,，、;；]\s*", str(error.instance).strip("()（）"))
    return [f"[{', '.join(parts)}]"] if takes_lists and len(parts) > 1 else []


def _fits(text: str, pattern: str) -> bool:
    """Whether a text, or every item of a list of texts, has the form."""
    parts = text[1:-1].split(", ") if text.startswith("[") else [text]
    return all(re.search(pattern, part) for part in parts)


def _wrong_count(error: Any, node: Node, whole: Whole) -> Iterator[Diagnostic]:
    """Too few or too many."""
    bound = "least" if error.validator.startswith("min") else "most"
    if isinstance(node, ScalarNode) and not node.text:
        yield Diagnostic("GJ0068", node.span, {"expected": SHAPES["string"]})
    else:
        yield Diagnostic("GJ0066", head_of(node), {bound: error.validator_value})


def _repeated(error: Any, node: Node, whole: Whole) -> Iterator[Diagnostic]:
    """An item that stands in a list twice."""
    assert isinstance(node, SequenceNode)
    seen: list[Any] = []
    for item in node.items:
        if plain(item) in seen:
            yield Diagnostic("GJ0067", item.span, {"value": plain(item)})
        seen.append(plain(item))


def _alternatives(error: Any, node: Node, whole: Whole) -> Iterator[Diagnostic]:
    """None of several shapes fits: the findings of the one that was most likely meant."""
    if not error.context:
        yield from _too_many(error, node, whole)
        return
    words = [inner.validator_value for inner in error.context if inner.validator == "const"]
    if isinstance(node, ScalarNode) and (near := synonyms(node.text, words) or suggest(node.text, words)):
        fix = Fix((Edit(node.span, near[0]),))
        yield Diagnostic("GJ0064", node.span, {"value": node.text, "allowed": words, "suggestions": near}, fix=fix)
        return
    groups: dict[int, list[Any]] = {}
    for inner in error.context:
        groups.setdefault(inner.schema_path[0], []).append(inner)
    fitting = [group for group in groups.values() if not any(_is_shape(inner, error) for inner in group)]
    if fitting:
        for inner in min(fitting, key=_unlikeliness):
            yield from worded(inner, whole.root, whole.schema)
    else:
        yield misshapen(node, (name for group in groups.values() for inner in group for name in _types(inner, error)))


def _too_many(error: Any, node: Node, whole: Whole) -> Iterator[Diagnostic]:
    """Things of which only one may be written."""
    names = [name for shape in error.validator_value for name in shape.get("required", ())]
    keys = [node.key(name) for name in names if isinstance(node, MappingNode) and name in node.entries]
    span = keys[-1].span if keys else _owner(error, whole.root)
    yield Diagnostic("GJ0069", span, {"names": [key.text for key in keys]} if keys else {})


def _unlikeliness(group: list[Any]) -> tuple[int, int, int]:
    """Less likely meant is a shape whose fixed words differ, that fails early, that fails often."""
    fixed = sum(error.validator in ("const", "enum") for error in group)
    return fixed, -max(len(error.absolute_path) for error in group), len(group)


def _is_shape(inner: Any, outer: Any) -> bool:
    """Whether an error says that the place itself has another shape."""
    if inner.absolute_path != outer.absolute_path:
        return False
    needs_text = inner.validator in ("enum", "const", "x-type")
    return inner.validator == "type" or (needs_text and not isinstance(inner.instance, str))


def _types(inner: Any, outer: Any) -> list[str]:
    """The shapes that an error asks for."""
    if not _is_shape(inner, outer):
        return []
    types = inner.validator_value if inner.validator == "type" else "string"
    return [types] if isinstance(types, str) else list(types)


def _mistyped_scalar(error: Any, node: Node, whole: Whole) -> Iterator[Diagnostic]:
    """A text that cannot be read as the type of its place."""
    declared = error.validator_value
    if isinstance(node, ScalarNode) and not node.text:
        yield Diagnostic("GJ0068", node.span, {"expected": SHAPES["string"]})
    elif declared == "number" and (limit := _limit_of_dates(error, node, whole)):
        yield limit
    elif declared in NUMBERS and (key := _key_of_duration(error, whole)):
        suggestion = f"{key}: {plain(node)}"
        fix = Fix((Edit(_owner(error, whole.root).to(node.span), suggestion),))
        yield Diagnostic("GJ0051", node.span, {"value": plain(node), "suggestion": suggestion}, fix=fix)
    elif declared == "boolean" and (key := _condition_key(error, whole)):
        fix = Fix((Edit(_owner(error, whole.root), key),))
        yield Diagnostic("GJ0054", node.span, {"value": plain(node), "key": key}, fix=fix)
    elif declared in READERS and (isinstance(node, ScalarNode) or declared == "text"):
        found = Diagnostics()
        READERS[declared](node, found)
        yield from found
    else:
        yield misshapen(node, ["string"])


def _limit_of_dates(error: Any, node: Node, whole: Whole) -> Diagnostic | None:
    """`min: 2026-01-01`: what a date must be, `valid_if` says."""
    sign = {"min": ">=", "max": "<="}.get(str(error.absolute_path[-1]) if error.absolute_path else "")
    date = parse_date(str(error.instance)) or next(iter(meant_dates(str(error.instance))), None)
    if sign is None or date is None or not owners(whole.schema, "valid_if"):
        return None
    suggestion = f"""valid_if: '? {sign} @"{date.isoformat()}"'"""
    fix = Fix((Edit(_owner(error, whole.root).to(node.span), suggestion),))
    return Diagnostic("GJ0051", node.span, {"value": plain(node), "suggestion": suggestion}, fix=fix)


def _key_of_duration(error: Any, whole: Whole) -> str:
    """The key beside that of an amount which takes a length of time, where one is written; empty without such a key."""
    *above, last = [*error.absolute_path] or [None]
    beside = _descend(whole.root, above)
    text = str(error.instance)
    is_length = text[:1].isdigit() and not text.endswith("分") and parse_duration(text)  # `10分` are points
    if not is_length or not isinstance(beside, MappingNode):
        return ""
    return next((key for key in neighbours(whole.schema, str(last), "duration") if key not in beside.entries), "")


def _condition_key(error: Any, whole: Whole) -> str:
    """The key that takes a condition, `required_if` for `required`, where one is written; empty where there is none."""
    key = f"{error.absolute_path[-1]}_if" if error.absolute_path else ""
    return key if re.search(r"[<>=!]|\b(?:and|or|not)\b", str(error.instance)) and owners(whole.schema, key) else ""


def _impossible(error: Any, node: Node, whole: Whole) -> Iterator[Diagnostic]:
    """Something that the place must not have."""
    yield Diagnostic("GJ0069", _owner(error, whole.root))


# -- places ------------------------------------------------------------------------------------------------------------


def _descend(root: Node, path: Iterable[str | int]) -> Node:
    """The node that a path of keys and numbers leads to."""
    for step in path:
        if isinstance(root, MappingNode):
            root = root.entries[str(step)].value
        elif isinstance(root, SequenceNode):
            root = root.items[int(step)]
    return root


def _owner(error: Any, root: Node) -> Span:
    """The key whose value is wrong; at the top or in a list, where the value begins."""
    *above, last = [*error.absolute_path] or [None]
    parent = _descend(root, above)
    if isinstance(parent, MappingNode) and isinstance(last, str):
        return parent.key(last).span
    return head_of(_descend(root, error.absolute_path))


def _word(error: Any, node: Node) -> ScalarNode | None:
    """The text that an error is about: the value, or one of its keys where the schema speaks of names."""
    if isinstance(node, MappingNode) and isinstance(error.instance, str):
        return node.key(error.instance)
    return node if isinstance(node, ScalarNode) else None


def _bilingual(value: object) -> Text:
    """A description of a schema: Chinese and English with a stroke between."""
    zh, _, en = str(value).partition(" / ")
    return Text(zh, en)


_NUMBERED = re.compile(r"\{\w+(?::0?(?P<width>\d+))?\}|(?P<marks>#+|X{2,}|x{2,}|0+1?)$|%0?\d*d")
NUMBERS = ("number", "percent", "share", "positive", "not_negative", "integer")
MOST_OWNERS = 2  # places that a message names for a key that stands in the wrong one

WORDINGS: dict[str | None, Callable[[Any, Node, Whole], Iterator[Diagnostic]]] = {
    "additionalProperties": _unknown_keys,
    "anyOf": _alternatives,
    "const": _not_allowed,
    "dependentRequired": _missing_partners,
    "enum": _not_allowed,
    "maxItems": _wrong_count,
    "maxLength": _wrong_count,
    "maxProperties": _wrong_count,
    "minItems": _wrong_count,
    "minLength": _wrong_count,
    "minProperties": _wrong_count,
    "not": _impossible,
    "oneOf": _alternatives,
    "pattern": _wrong_form,
    "required": _missing_keys,
    "type": _wrong_shape,
    "uniqueItems": _repeated,
    "x-type": _mistyped_scalar,
}
