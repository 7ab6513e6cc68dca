"""Connections and transactions: SQLite in a file by default, PostgreSQL by address.

Every unit of work is one transaction: all of it happens, or nothing. On SQLite a writer takes the lock at once
(BEGIN IMMEDIATE), so that two writers wait for each other instead of failing half-way; readers block nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, make_url

from engine.errors import UsageError
from engine.runtime.store.collation import pinyin_key

Transaction = Connection
BUSY_TIMEOUT_SECONDS = 10


class UnreachableError(UsageError):
    """An address that means no database, or none that answers. `address` is told without its password."""

    def __init__(self, address: str) -> None:
        super().__init__(f"no database answers at {address}")
        self.address = address


class Database:
    """One database, reached at once; UnreachableError when it cannot be.

    `Database("sqlite://")` lives in memory, for tests.

    >>> database = Database("sqlite://")
    >>> with database.reading() as tx:
    ...     tx.execute(sa.text("SELECT 1")).scalar()
    1
    >>> database.close()
    >>> Database("nonsense://db")
    Traceback (most recent call last):
    engine.runtime.store.database.UnreachableError: no database answers at nonsense://db
    """

    def __init__(self, url: str) -> None:
        address = _address(url)
        self.is_sqlite = address.get_backend_name() == "sqlite"
        if address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        try:
            self.engine = self._connected(address)
        except (sa.exc.SQLAlchemyError, ImportError, OSError):
            raise UnreachableError(address.render_as_string()) from None

    def _connected(self, address: sa.URL) -> sa.Engine:
        """The engine of an address, after it has answered once."""
        if self.is_sqlite and address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        found = sa.create_engine(address, **self._options(address.database))
        if self.is_sqlite:
            event.listen(found, "connect", _prepare_sqlite)
            event.listen(found, "begin", _begin)
        found.connect().close()
        return found

    def _options(self, file: str | None) -> dict[str, Any]:
        if not self.is_sqlite:
            return {"pool_pre_ping": True}
        options: dict[str, Any] = {"connect_args": {"timeout": BUSY_TIMEOUT_SECONDS, "check_same_thread": False}}
        return options if file else options | {"poolclass": sa.pool.StaticPool}

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A unit of work that changes nothing and sees one state of the data."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """A unit of work: committed at the end, rolled back as a whole when anything is raised."""
        with self.engine.execution_options(writing=True).begin() as connection:
            yield connection

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _address(url: str) -> sa.URL:
    try:
        return make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        raise UnreachableError(url.partition(":")[0] + ":…") from None  # the rest may hold a password


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """SQLAlchemy begins transactions, not the driver; readers do not block writers; Chinese sorts as elsewhere."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.create_function("convert_to", 2, _convert_to, deterministic=True)


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _convert_to(text: str | None, _encoding: str) -> bytes | None:
    """PostgreSQL's `convert_to`, for sorting."""
    return None if text is None else pinyin_key(text)
