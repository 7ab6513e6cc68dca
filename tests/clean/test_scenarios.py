"""Every scenario of the projects that are right holds, compiled and traced."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_bdd import scenarios
from pytest_bdd.scenario import scenario_wrapper_template_registry

from engine.scenarios.stage import Stage
from tests.authoring.corpus import DATA

for features in sorted((DATA / "clean").glob("*/features")):
    scenarios(str(features))


@pytest.fixture
def stage(request: pytest.FixtureRequest, executor: str) -> Stage:
    """A new scenario over the rules beside its feature."""
    feature = Path(scenario_wrapper_template_registry[request.function].feature.filename)
    return Stage(feature.parents[1] / "configs", executor == "traced")
