"""The scenarios of the folder that `guiju test` was asked to run; collected by pytest."""

import os

from pytest_bdd import scenarios

scenarios(os.environ["GUIJU_FEATURES"])
