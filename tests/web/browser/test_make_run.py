"""The README's first command: `make run` serves the pack with its examples, and a browser opens it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from playwright.sync_api import Page, expect

ROOT = Path(__file__).parents[3]
READY_WITHIN_SECONDS = 120

pytestmark = [
    pytest.mark.needs_chromium,
    pytest.mark.skipif(not shutil.which("make"), reason="make is not installed"),
]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_port(port: int, server: subprocess.Popen[bytes]) -> None:
    """Return once somebody listens; fail when the server ends or takes too long."""
    deadline, pause = monotonic() + READY_WITHIN_SECONDS, Event()
    while server.poll() is None and monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            pause.wait(0.1)
    pytest.fail("the server did not come up")


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A copy of the checkout, set up with the packages of this environment, served by `make run`."""
    copy = tmp_path / "guiju"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "var", "tests", "__pycache__"))
    venv = copy / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "guiju").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m engine "$@"\n', encoding="utf-8")
    (venv / "bin" / "guiju").chmod(0o755)
    (venv / "run.stamp").touch()
    port = free_port()
    server = subprocess.Popen(["make", "run", f"PORT={port}"], cwd=copy)
    try:
        await_port(port, server)
        yield f"http://127.0.0.1:{port}/"
    finally:
        subprocess.run(["pkill", "-P", str(server.pid)], check=False)
        server.wait(10)


def test_make_run_serves_the_pack(address: str, page: Page) -> None:
    """The front page comes up in Chinese, leads to the example customers, and one of them is rated there."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("客户关系管理")
    page.get_by_role("navigation").get_by_role("link", name="客户").click()
    page.get_by_role("link", name="XX科技有限公司").click()
    page.get_by_role("region", name="客户关系健康度").get_by_role("link", name="评估").click()
    expect(page.get_by_text("9.55").first).to_be_visible()
