"""`kind: entity`: a thing the business keeps records of, its fields, and how it relates to others.

Source: configs/entities/*.yaml; requirements R001-R010.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from engine.dsl import nodes as feel
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.model.kinds.kind import Definition


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a choice field: `value` is stored and spoken of by rules, `label` is shown."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record.

    `type` is one of FIELD_TYPES. `required` is a FEEL condition (the literal `true` for always). A hidden field
    (`visible_if` false) is absent: not asked, not required, not stored. `valid_if` speaks of the field as `?`.
    `places` is the number of decimal places stored (number, money, percent).
    """

    name: str
    label: Text
    type: str
    origin: Span
    options: tuple[Option, ...] = ()
    other: bool = False
    hint: Text | None = None
    group: str = ""
    required: feel.Node | None = None
    visible_if: feel.Node | None = None
    valid_if: feel.Node | None = None
    message: Text | None = None
    compute: feel.Node | None = None
    default: feel.Node | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    max_length: int | None = None
    places: int | None = None
    unit: Text | None = None
    to: str = ""
    sensitive: bool = False


FIELD_TYPES = (
    "text", "long_text", "number", "integer", "money", "percent", "boolean", "date", "datetime", "time",
    "choice", "choices", "phone", "email", "reference", "user",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relation:
    """Records of another entity that point here: `to` is the entity, `by` its reference field."""

    name: str
    label: Text
    to: str
    by: str
    origin: Span


@dataclass(frozen=True, slots=True)
class Metric:
    """A named figure computed from a record and its relations, shared by rules and reports."""

    name: str
    label: Text
    value: feel.Node
    origin: Span


@dataclass(frozen=True, slots=True)
class Group:
    """A heading under which a form shows some of the fields."""

    name: str
    label: Text


@dataclass(frozen=True, slots=True)
class Entity(Definition):
    """A kind of record. `id_pattern` is like `C{seq:03}`; `title` a text with `{{ FEEL }}`; `owner` a field name."""

    fields: Mapping[str, Field] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    relations: Mapping[str, Relation] = field(default_factory=dict)
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    id_pattern: str = "{seq}"
    title: tuple[str | feel.Node, ...] = ()
    owner: str = ""
    unique: tuple[tuple[str, ...], ...] = ()
    list_columns: tuple[str, ...] = ()
