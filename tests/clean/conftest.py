"""Scenarios of `tests/data/clean/*/features` speak the vocabulary of `engine.scenarios.steps`."""

import pytest

from engine.scenarios.steps import *  # noqa: F403


def pytest_configure(config: pytest.Config) -> None:
    """A tag of examples becomes a mark whatever it means."""
    config.addinivalue_line("markers", "yes: examples of one of the projects")
