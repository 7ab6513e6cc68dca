"""The small rules of tests/data/forms, ready to be asked on 2026-03-05."""

from __future__ import annotations

from pathlib import Path

import pytest

import engine
from engine.dsl.conversion import to_python
from engine.runtime.forms import Rules

FORMS = Path(__file__).parents[1] / "data/forms/rules"


@pytest.fixture(scope="session")
def project() -> engine.Project:
    """The project with the entity `order`, a field of every type."""
    return engine.load(FORMS)


@pytest.fixture(scope="session")
def order(project: engine.Project) -> engine.Entity:
    """The entity `order`."""
    entity = project.definitions["order"]
    assert isinstance(entity, engine.Entity)
    return entity


@pytest.fixture(scope="session")
def rules(project: engine.Project) -> Rules:
    """The rules of the project as they are on 2026-03-05."""
    return Rules(lambda name, facts: to_python(project.evaluate(name, facts, at="2026-03-05").value), project.time_zone)
