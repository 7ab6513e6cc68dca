"""What a list was asked for, and the addresses of its other orders and pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import request, url_for

import engine

PAGE_SIZE = 25
LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it was asked for by address; `total` is known once it was looked up."""

    entity: engine.Entity
    query: engine.Query
    total: int = 0

    @classmethod
    def asked(cls, arguments: Mapping[str, str], entity: engine.Entity) -> Listing:
        """From the address; what makes no sense counts as not asked."""
        sort = arguments.get("sort", "")
        page = arguments.get("page", "")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
        search = arguments.get("q", "").strip()[:100]
        named = sort.removeprefix("-")
        sort = named if named in entity.fields or named == "updated_at" else "id"
        descending = arguments.get("sort", "").startswith("-")
        place = max(1, min(number, LAST_PAGE))
        return cls(entity, engine.Query(search, sort, descending, place, PAGE_SIZE, pointing(arguments, entity)))

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
        search = dict([self.query.pointing] if self.query.pointing else [])
        search |= {"q": self.query.search} if self.query.search else {}
        return url_for(request.endpoint or "records.index", entity=self.entity.name, **search, **arguments)  # type: ignore[arg-type]


def pointing(arguments: Mapping[str, str], entity: engine.Entity) -> tuple[str, str] | None:
    """The reference that an address narrows the list to: `?customer=C001`."""
    asked = ((f.name, arguments[f.name]) for f in entity.fields.values() if f.to and arguments.get(f.name))
    return next(asked, None)
