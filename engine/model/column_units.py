"""Conditions with units, in the unit of their column: `>= 10万元` below a figure in 万元, `< 3 days` below a length.

Reads   the definitions of a project, and findings about the cells of its tables.
Gives   the findings; GJ1050 about such a cell suggests what the column counts in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from engine.dsl.amounts import in_unit
from engine.dsl.cell_notations import condition
from engine.dsl.diagnostics import Diagnostic, Edit, Fix
from engine.model.kinds.entity import Entity
from engine.model.kinds.fields import Field
from engine.model.kinds.kind import Definition
from engine.model.reading import texts

WRITTEN_OTHERWISE = "GJ1050"


def in_units_of_columns(
    diagnostics: Iterable[Diagnostic], definitions: Mapping[str, Definition]
) -> Iterator[Diagnostic]:
    """The findings, with what is suggested for a cell in the unit of its column."""
    for found in diagnostics:
        yield _in_unit(found, definitions) if found.code == WRITTEN_OTHERWISE else found


def _in_unit(found: Diagnostic, definitions: Mapping[str, Definition]) -> Diagnostic:
    header, text, before = (str(found.values[key]) for key in ("header", "text", "suggestion"))
    fields = {word: field for each in definitions.values() for word, field in _fields(each)}
    if (length := str(found.values.get("duration", ""))) and _is_length(header, fields):
        return _suggesting(found, length)
    field = fields.get(header)
    unit = _unit(header, field)
    plain = in_unit(text, unit) if unit else text
    if field and field.type == "money":
        plain = _MILLIONS.sub(r"\1 million", plain)
    return _suggesting(found, _with_ends_of(condition(plain) or plain, before)) if plain != text else found


def _fields(definition: Definition) -> Iterator[tuple[str, Field]]:
    fields = definition.fields.values() if isinstance(definition, Entity) else ()
    return ((word, field) for field in fields for word in (field.name, *texts(field.label)))


def _unit(header: str, field: Field | None) -> str:
    """What a column counts in: the unit of its field, or a word of its label."""
    if field and field.unit:
        return str(field.unit)
    word = _COUNTED_IN.search(header)
    return word[0] if word else ""


def _is_length(header: str, fields: Mapping[str, Field]) -> bool:
    """Whether a header is one point in time less another one."""
    parts = [part.strip() for part in header.split(" - ")]
    known = [part in ("today()", "now()") or _is_time(fields.get(part.rpartition(".")[2])) for part in parts]
    return len(parts) == 2 and all(known)


def _is_time(field: Field | None) -> bool:
    return field is not None and field.type in ("date", "datetime")


def _with_ends_of(condition: str, other: str) -> str:
    """A band with the brackets of another one, which were chosen to go with its neighbours."""
    one, two = _BAND.fullmatch(condition), _BAND.fullmatch(other)
    return f"{two['open']}{one['ends']}{two['close']}" if one and two else condition


def _suggesting(found: Diagnostic, suggestion: str) -> Diagnostic:
    values = {key: value for key, value in found.values.items() if key != "duration"}
    fix = Fix(tuple(Edit(edit.span, suggestion) for edit in found.fix.edits)) if found.fix else None
    return replace(found, values={**values, "suggestion": suggestion}, fix=fix)


_MILLIONS = re.compile(r"(\d)\s*[mM](?![a-zA-Z])")
_BAND = re.compile(r"(?P<open>[\[(])(?P<ends>.*\.\..*)(?P<close>[\])])")
_COUNTED_IN = re.compile(
    r"个?(?:小时|分钟|天|周|月)(?=数$|$|[)）])|\b(?:days|hours|minutes|weeks|months|years)\b|[千万亿]{1,2}元(?=$|[)）])",
    re.I,
)
