"""A real Chromium in front of the running application; skipped, with a word, where it is not installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from werkzeug.serving import make_server

import engine
from web import create_app
from web.current import workplace_of

PACK = Path(__file__).parents[3] / "configs"
CARD = "relationship_health"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of the system, also as root in a container."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    return {**browser_type_launch_args, "executable_path": path, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A reader of Chinese, unless a test says otherwise."""
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture(scope="session")
def rules_in_use(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that the running application reads; who breaks them mends them."""
    return Path(shutil.copytree(PACK, tmp_path_factory.mktemp("browser") / "configs"))


@pytest.fixture(scope="session")
def base_url(rules_in_use: Path) -> Iterator[str]:
    """The address of the running application; C001 and the newcomer C003 have been evaluated."""
    app = create_app(rules_in_use, clock=engine.FixedClock("2026-03-05T10:00"), seed=True)
    services = workplace_of(app).services()
    services.evaluate_record(CARD, "C001", by="李*")
    services.evaluate_record(CARD, "C003", by="钱*", note="新客户，只有访谈")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    workplace_of(app).database.close()
