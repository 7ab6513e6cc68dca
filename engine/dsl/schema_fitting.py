"""Whether a value fits a JSON Schema, as a mere yes or no: a schema becomes a function, once.

Nearly every document is in order, and the library that tells why one is not keeps count of places and resolves
references at every step: to hear no more than yes from it takes as long as reading the file does.

Reads   a schema over text, list and mapping. A keyword that is not in KEYWORDS and no remark fits nothing, so that the
        library has its say: only a yes is final.
Source  JSON Schema 2020-12.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Fits = Callable[[Any], bool]
Reads = Callable[[str, Any], bool]


class Fitting:
    """What fits a schema. `reads` is asked whether a value can be read as an `x-type`.

    >>> fitting = Fitting({"properties": {"weight": {"type": "string"}}, "required": ["weight"]}, lambda *_: True)
    >>> fitting.fits({"weight": "30%"}), fitting.fits({"weight": ["30%"]}), fitting.fits({})
    (True, False, False)
    """

    def __init__(self, schema: Mapping[str, Any], reads: Reads) -> None:
        self.root = schema
        self.reads = reads
        self.referred: dict[str, Fits] = {}
        self.fits = self.part(schema)

    def part(self, schema: Any) -> Fits:
        """What fits a part of the schema."""
        if isinstance(schema, bool):
            return lambda value: schema
        keywords = [keyword for keyword in schema if keyword not in REMARKS]
        parts = [KEYWORDS.get(keyword, _unknown)(self, schema[keyword], schema) for keyword in keywords]
        return parts[0] if len(parts) == 1 else lambda value: all(fits(value) for fits in parts)

    def at(self, reference: str) -> Fits:
        """What fits the part of the schema at `#/…`, which may hold itself."""
        if reference not in self.referred:
            schema: Any = self.root
            for step in reference.removeprefix("#/").split("/"):
                schema = schema[step]
            self.referred[reference] = self.part(schema)
        return self.referred[reference]


# -- one function for each keyword: the schema, what the keyword asks for, what stands beside it -> what fits ---------


def _unknown(fitting: Fitting, asked: Any, beside: Any) -> Fits:
    return lambda value: False


def _type(fitting: Fitting, asked: Any, beside: Any) -> Fits:
    types = tuple(TYPES[name] for name in ([asked] if isinstance(asked, str) else asked) if name in TYPES)
    return lambda value: isinstance(value, types)


def _properties(fitting: Fitting, asked: Any, beside: Any) -> Fits:
    parts = {name: fitting.part(schema) for name, schema in asked.items()}
    return _of(dict, lambda value: all(parts[name](item) for name, item in value.items() if name in parts))


def _additional_properties(fitting: Fitting, asked: Any, beside: Any) -> Fits:
    known, fits = beside.get("properties", {}), fitting.part(asked)
    return _of(dict, lambda value: all(fits(item) for name, item in value.items() if name not in known))


def _dependent_required(fitting: Fitting, asked: Any, beside: Any) -> Fits:
    return _of(dict, lambda value: all(value.keys() >= set(needed) for name, needed in asked.items() if name in value))


def _one_of(fitting: Fitting, asked: Any, beside: Any) -> Fits:
    parts = [fitting.part(schema) for schema in asked]
    return lambda value: sum(fits(value) for fits in parts) == 1


def _if(fitting: Fitting, asked: Any, beside: Any) -> Fits:
    if_, then, else_ = (fitting.part(schema) for schema in (asked, beside.get("then", True), beside.get("else", True)))
    return lambda value: then(value) if if_(value) else else_(value)


def _ref(fitting: Fitting, asked: Any, beside: Any) -> Fits:
    return (lambda value: fitting.at(asked)(value)) if asked.startswith("#/") else _unknown(fitting, asked, beside)


def _any_of(fitting: Fitting, asked: Any, beside: Any) -> Fits:
    parts = [fitting.part(schema) for schema in asked]
    return lambda value: any(fits(value) for fits in parts)


def _all_of(fitting: Fitting, asked: Any, beside: Any) -> Fits:
    parts = [fitting.part(schema) for schema in asked]
    return lambda value: all(fits(value) for fits in parts)


def _each(type_: type, asked: Any, fitting: Fitting) -> Fits:
    """Every item of a list, every name of a mapping."""
    fits = fitting.part(asked)
    return _of(type_, lambda value: all(map(fits, value)))


def _of(type_: type, fits: Fits) -> Fits:
    """Keywords about one type ask nothing of others."""
    return lambda value: not isinstance(value, type_) or fits(value)


TYPES = {"string": str, "array": list, "object": dict}

KEYWORDS: Mapping[str, Callable[[Fitting, Any, Any], Fits]] = {
    "$ref": _ref,
    "additionalProperties": _additional_properties,
    "allOf": _all_of,
    "anyOf": _any_of,
    "const": lambda fitting, asked, _: lambda value: bool(value == asked),
    "dependentRequired": _dependent_required,
    "enum": lambda fitting, asked, _: lambda value: value in asked,
    "if": _if,
    "items": lambda fitting, asked, _: _each(list, asked, fitting),
    "minItems": lambda fitting, asked, _: _of(list, lambda value: len(value) >= asked),
    "minLength": lambda fitting, asked, _: _of(str, lambda value: len(value) >= asked),
    "minProperties": lambda fitting, asked, _: _of(dict, lambda value: len(value) >= asked),
    "oneOf": _one_of,
    "pattern": lambda fitting, asked, _: _of(str, lambda value: re.search(asked, value) is not None),
    "properties": _properties,
    "propertyNames": lambda fitting, asked, _: _each(dict, asked, fitting),
    "required": lambda fitting, asked, _: _of(dict, lambda value: value.keys() >= set(asked)),
    "type": _type,
    "uniqueItems": lambda fitting, asked, _: _of(list, lambda value: not asked or _all_differ(value)),
    "x-type": lambda fitting, asked, _: lambda value: fitting.reads(asked, value),
}
REMARKS = frozenset(("$schema", "$defs", "title", "description", "examples", "then", "else", "x-words"))


def _all_differ(items: list[Any]) -> bool:
    return not any(item in items[:i] for i, item in enumerate(items))
