"""Every scenario of the CRM pack holds, compiled and traced."""

from pytest_bdd import scenarios

scenarios(".")
