"""Lists of records: what a search matches, and in which order it comes.

Empty values come last in both directions; equal ones in the order of their identifiers.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as by_default
from typing import Any

import sqlalchemy as sa

from engine.model.kinds.entity import Entity
from engine.model.kinds.fields import Field

SEARCHED = ("text", "long_text", "choice", "choices", "phone", "email", "reference", "user")
NUMBERS = ("number", "integer", "money", "percent")
Condition = sa.ColumnElement[bool]
Key = sa.ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Query:
    """Which records, in which order: `sort` is a field name, "id" or "updated_at"; pages are counted from 1.

    `where` keeps those whose fields hold a value: `{"customer": "C001"}`; `rated` those that scorecards gave a rating
    by their last evaluation: `{"relationship_health": "优秀"}`.
    """

    search: str = ""
    sort: str = "id"
    descending: bool = False
    page: int = 1
    size: int = 25
    where: Mapping[str, object] = by_default(default_factory=dict)
    rated: Mapping[str, str] = by_default(default_factory=dict)


def matching(table: sa.Table, entity: Entity, query: Query) -> list[Condition]:
    """Every word of the search occurs somewhere in the record, and its fields hold what they are asked to."""
    held = [table.c[name] == value for name, value in query.where.items()]
    columns = [table.c._id, *(table.c[f.name] for f in entity.fields.values() if f.type in SEARCHED)]
    words = unicodedata.normalize("NFKC", query.search.replace("\x00", "")).split()
    found = [sa.or_(*(sa.cast(c, sa.Text).icontains(word, autoescape=True) for c in columns)) for word in words]
    return [*held, *found]


def rated_so(table: sa.Table, evaluations: sa.Table, entity: Entity, query: Query) -> list[Condition]:
    """The last evaluation by every scorecard that is asked for gave the rating that is asked for."""
    return [
        table.c._id.in_(
            sa.select(evaluations.c.record_id).where(
                evaluations.c.id.in_(last_evaluations(evaluations, entity.name, card)), evaluations.c.rating == rating
            )
        )
        for card, rating in query.rated.items()
    ]


def last_evaluations(evaluations: sa.Table, entity: str, definition: str) -> sa.Select[tuple[int]]:
    """The numbers of the last evaluation by a definition of every record."""
    by = sa.and_(evaluations.c.entity == entity, evaluations.c.definition == definition)
    return sa.select(sa.func.max(evaluations.c.id)).where(by).group_by(evaluations.c.record_id)


def ordering(table: sa.Table, entity: Entity, query: Query) -> list[Key]:
    """The keys to order by; an unknown `sort` means the identifier, where C9 comes before C10."""
    identifier = [sa.func.length(table.c._id), table.c._id]
    if query.sort in entity.fields:
        column = table.c[query.sort]
        return [column.is_(None), directed(sort_key(entity.fields[query.sort], column), query), *identifier]
    keys = [table.c._updated_at] if query.sort == "updated_at" else identifier
    return [*(directed(key, query) for key in keys), *identifier]


def directed(key: Key, query: Query) -> Key:
    """The key in the direction asked for."""
    return key.desc() if query.descending else key


def sort_key(field: Field, column: sa.Column[Any]) -> Key:
    """Choices in the order of the file, numbers by size, Chinese by pinyin.

    GB18030 has the 3,755 most common characters in the order of their pinyin, the others by radical behind them; on
    SQLite these stand where they are read (collation.py).
    """
    if field.options and field.type == "choice":
        places = {option.value: place for place, option in enumerate(field.options)}
        return sa.case(places, value=column, else_=len(places))
    if field.type in NUMBERS:
        return sa.cast(column, sa.Numeric)
    if field.type in SEARCHED:
        return sa.func.convert_to(sa.func.lower(sa.cast(column, sa.Text)), "GB18030")
    return column
