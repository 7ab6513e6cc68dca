"""How values are stored so that they come back as they went in, on SQLite and PostgreSQL alike.

SQLite has no exact decimals and no zones: its NUMERIC silently keeps 15 digits. So a number is the text of its
digits there and NUMERIC on PostgreSQL; a moment is stored in UTC.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

Plain = object


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal with all its digits."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """NUMERIC where it is exact, text where it is not."""
        return dialect.type_descriptor(sa.Text() if dialect.name == "sqlite" else sa.Numeric())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> object:
        """Digits without an exponent, so that the text of a number reads as a number."""
        return value if value is None or dialect.name != "sqlite" else format(value, "f")

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """A `Decimal` whatever the driver gave."""
        return None if value is None else Decimal(value)


class Moment(TypeDecorator[datetime]):
    """A moment in time, stored in UTC; goes in and comes out with a zone."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, without a zone; a moment that has no zone is refused."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """With its zone again."""
        return None if value is None else value.replace(tzinfo=UTC)


class ExactJson(TypeDecorator[Plain]):
    """Nested plain values as JSON text; decimals, dates and moments come back as what they were.

    >>> column = ExactJson()
    >>> text = column.process_bind_param({"total": Decimal("8.60"), "on": date(2026, 3, 5)}, None)
    >>> column.process_result_value(text, None)
    {'total': Decimal('8.60'), 'on': datetime.date(2026, 3, 5)}
    """

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Plain, dialect: Dialect | None) -> str | None:
        """The JSON text; NULL for null."""
        return None if value is None else json.dumps(value, ensure_ascii=False, default=tagged)

    def process_result_value(self, value: str | None, dialect: Dialect | None) -> Plain:
        """The value again."""
        return None if value is None else json.loads(value, object_hook=untagged)


TAGS: dict[str, Any] = {
    "$decimal": Decimal,
    "$moment": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$time": time.fromisoformat,
}


def tagged(value: object) -> dict[str, str]:
    """What JSON has no word for, as an object with one telling key."""
    match value:
        case Decimal():
            return {"$decimal": str(value)}
        case datetime():
            return {"$moment": value.isoformat()}
        case date():
            return {"$date": value.isoformat()}
        case time():
            return {"$time": value.isoformat()}
    raise TypeError(f"{type(value).__name__} cannot be stored")


def untagged(entry: dict[str, Any]) -> object:
    """The opposite of `tagged`; any other object stays what it is."""
    if len(entry) == 1 and (tag := next(iter(entry))) in TAGS:
        return TAGS[tag](entry[tag])
    return entry


COLUMN_TYPES: dict[str, TypeEngine[Any]] = {
    "number": ExactDecimal(),
    "integer": ExactDecimal(),
    "money": ExactDecimal(),
    "percent": ExactDecimal(),
    "boolean": sa.Boolean(),
    "date": sa.Date(),
    "datetime": Moment(),
    "time": sa.Time(),
    "choices": ExactJson(),
}


def column_type(field_type: str) -> TypeEngine[Any]:
    """The column type of a field type; whatever is not listed is text."""
    return COLUMN_TYPES.get(field_type, sa.Text())
