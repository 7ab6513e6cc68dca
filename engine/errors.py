"""The exceptions a caller may meet.

GuijuError
├── DefinitionError     definitions that do not compile; `.diagnostics` says why
├── EvaluationError     a record that cannot be evaluated; `.diagnostics` says why
│   └── LimitExceeded   an expression asked for more than the limits allow
└── UsageError          a name or a path that does not exist
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.dsl.diagnostics import Diagnostic
from engine.dsl.text import Text


class GuijuError(Exception):
    """Any error of ours. `said` is its text in zh and en; `diagnostics` is empty where that says everything."""

    def __init__(self, message: str | Text, diagnostics: Iterable[Diagnostic] = ()) -> None:
        self.said = message if isinstance(message, Text) else Text(message)
        super().__init__(self.said.say("en"))
        self.diagnostics = tuple(diagnostics)


class DefinitionError(GuijuError):
    """Definitions that do not compile."""


class EvaluationError(GuijuError):
    """A record or an expression that cannot be evaluated."""


class LimitExceeded(EvaluationError):  # noqa: N818 - the name says what happened
    """An expression asked for more steps, digits, items or characters than `dsl.limits` allows."""


class UsageError(GuijuError):
    """A name or a path that does not exist, an option that does not fit."""
