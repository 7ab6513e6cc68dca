"""The scenarios of the folder that `guiju test` was asked to run; collected by pytest."""

import os

from pytest_bdd import scenarios

if folder := os.environ.get("GUIJU_FEATURES"):  # not set when the product itself is tested
    scenarios(folder)
