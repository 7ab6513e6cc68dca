"""Scenarios of `features/` speak the vocabulary of `engine.scenarios.steps`; here it is made known to pytest."""

from engine.scenarios.steps import *  # noqa: F403
