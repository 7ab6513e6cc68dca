"""The application over a copy of the CRM pack, with its examples, on 2026-03-05."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import engine
from web import create_app
from web.current import EXAMPLES, workplace_of

PACK = Path(__file__).parents[2] / "configs"
TOKEN = re.compile(r'name="_csrf" value="([^"]+)"')


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the pack that a test may change."""
    return Path(shutil.copytree(PACK, tmp_path / "configs"))


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> engine.Workspace:
    """The pack, read once for all tests that leave its files alone."""
    return engine.Workspace(Path(shutil.copytree(PACK, tmp_path_factory.mktemp("shared") / "configs")))


class Watch:
    """A clock that a test sets: `watch.at = "2026-03-06T10:00"`."""

    def __init__(self, at: str) -> None:
        self.at = at

    def now(self) -> datetime:
        """The instant it is set to."""
        return engine.FixedClock(self.at).now()


@pytest.fixture
def watch() -> Watch:
    """The clock of an application that a test changes."""
    return Watch("2026-03-05T10:00")


@contextmanager
def opened(workspace: engine.Workspace, var: Path, clock: engine.Clock) -> Iterator[Flask]:
    """The application over a database of its own with the pack's examples, on 2026-03-05."""
    app = create_app(workspace.path, clock=clock, var=var)
    place = workplace_of(app)
    place.workspace = workspace
    place.seed(by=EXAMPLES)
    yield app
    place.database.close()


@pytest.fixture
def app(request: pytest.FixtureRequest, workspace: engine.Workspace, watch: Watch, tmp_path: Path) -> Iterator[Flask]:
    """An application that a test may change; its rules too, where the test asks for `pack`."""
    own = engine.Workspace(request.getfixturevalue("pack")) if "pack" in request.fixturenames else workspace
    with opened(own, tmp_path / "var", watch) as app:
        yield app


@pytest.fixture(scope="session")
def shared_app(workspace: engine.Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application for all tests that store nothing."""
    with opened(workspace, tmp_path_factory.mktemp("var"), Watch("2026-03-05T10:00")) as app:
        yield app


class Browser:
    """A client that reads pages and posts forms with their tokens, as a browser does."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str, **more: object) -> TestResponse:
        """Open a page."""
        return self.client.get(address, **more)  # type: ignore[arg-type]

    def read(self, address: str) -> str:
        """The text of a page that must be there."""
        response = self.get(address)
        assert response.status_code == 200, response.text
        return response.text

    @staticmethod
    def main(page: str) -> str:
        """A page without what stands around it; above waits the same form once more, to be sent in another language."""
        return page[page.index("<main ") :]

    def post(self, address: str, data: Mapping[str, object], page: str = "") -> TestResponse:
        """Send the form that stands on a page, by default the page of the address itself."""
        token = TOKEN.search(self.read(page or address))
        assert token
        return self.client.post(address, data={"_csrf": token[1], **data})


@pytest.fixture
def visitor(app: Flask) -> Browser:
    """Somebody who changes things."""
    return Browser(app.test_client())


@pytest.fixture
def reader(shared_app: Flask) -> Browser:
    """Somebody who looks, or tries what must not succeed."""
    return Browser(shared_app.test_client())
