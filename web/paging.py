"""What a list was asked for, and the addresses of its other orders and pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import url_for

import engine

PAGE_SIZE = 25
BOOLEANS: Mapping[object, str] = {True: "true", False: "false"}
LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it was asked for by address; `total` is known once it was looked up."""

    entity: engine.Entity
    query: engine.Query
    total: int = 0

    @classmethod
    def asked(
        cls, arguments: Mapping[str, str], entity: engine.Entity, cards: Iterable[engine.Scorecard] = ()
    ) -> Listing:
        """From the address, where `cards` rate the records; what makes no sense counts as not asked."""
        search = arguments.get("q", "").strip()[:100]
        descending, named = arguments.get("sort", "").startswith("-"), arguments.get("sort", "").removeprefix("-")
        sort = named if named in entity.fields or named == "updated_at" else "id"
        place = min(max(1, number(arguments.get("page", ""), 1)), LAST_PAGE)
        where = {f.name: value for f in entity.fields.values() if (value := asked_for(f, arguments)) is not None}
        rated = {card.name: arguments[card.name] for card in cards if arguments.get(card.name)}
        return cls(entity, engine.Query(search, sort, descending, place, PAGE_SIZE, where, rated))

    @property
    def columns(self) -> tuple[str, ...]:
        """The fields that the list shows."""
        return self.entity.list_columns or tuple(self.entity.fields)[:6]

    def counted(self, total: int) -> Listing:
        """The same list, its length known."""
        return replace(self, total=total)

    @property
    def order(self) -> str:
        """The order as the address says it."""
        return ("-" if self.query.descending else "") + self.query.sort

    def direction(self, field: str) -> str:
        """How the list is sorted by a field, in the words of `aria-sort`; empty when it is not."""
        if self.query.sort != field:
            return ""
        return "descending" if self.query.descending else "ascending"

    def sorted_by(self, field: str) -> str:
        """The address of the list sorted by a field; backwards when it already is."""
        backwards = self.direction(field) == "ascending"
        return self._address(sort=("-" if backwards else "") + field)

    @property
    def previous(self) -> str:
        """The address of the page before; empty on the first."""
        return self._address(sort=self.order, page=self.query.page - 1) if self.query.page > 1 else ""

    @property
    def next(self) -> str:
        """The address of the page behind; empty on the last."""
        more = self.query.page * PAGE_SIZE < self.total
        return self._address(sort=self.order, page=self.query.page + 1) if more else ""

    @property
    def first_and_last(self) -> tuple[int, int]:
        """The numbers of the first and the last record of the page, counted from 1."""
        before = (self.query.page - 1) * PAGE_SIZE
        return before + 1, min(before + PAGE_SIZE, self.total)

    def _address(self, **arguments: object) -> str:
        search = {"q": self.query.search} if self.query.search else {}
        asked = urlencode({**search, **self.narrowed, **arguments})
        return f"{url_for('records.index', entity=self.entity.name)}?{asked}"

    @property
    def offered(self) -> tuple[str, ...]:
        """The orders that can be chosen without the headings of the columns."""
        return ("id", *self.columns, "-updated_at")

    @property
    def narrowed(self) -> dict[str, str]:
        """What the list is narrowed to, besides its search, as the address says it."""
        where = {name: BOOLEANS.get(value, value) for name, value in self.query.where.items()}
        return {name: str(value) for name, value in {**where, **self.query.rated}.items()}

    @property
    def filters(self) -> tuple[engine.Field, ...]:
        """The columns that the list can be narrowed by."""
        columns = (self.entity.fields[name] for name in self.columns)
        return tuple(f for f in columns if f.type == "boolean" or (f.type == "choice" and f.options))


def number(text: str, otherwise: int) -> int:
    """The whole number that a text plainly is; another one where it is none, or too long to be meant.

    >>> number("12", 1), number("-1", 1), number("²", 1)
    (12, 1, 1)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def asked_for(field: engine.Field, arguments: Mapping[str, str]) -> object:
    """The value of a field that an address narrows a list to, `?customer=C001`; None where it does not."""
    given = arguments.get(field.name) or None
    if field.type == "boolean":
        return {word: value for value, word in BOOLEANS.items()}.get(given or "")
    return given if field.type in ("choice", "reference") else None
