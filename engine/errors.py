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


class GuijuError(Exception):
    """Any error of ours. `diagnostics` is empty where the text says everything."""

    def __init__(self, message: str, diagnostics: Iterable[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.diagnostics = tuple(diagnostics)


class DefinitionError(GuijuError):
    """Definitions that do not compile."""


class EvaluationError(GuijuError):
    """A record or an expression that cannot be evaluated."""


class LimitExceeded(EvaluationError):  # noqa: N818 - the name says what happened
    """An expression asked for more steps, digits, items or characters than `runtime.limits` allows."""


class UsageError(GuijuError):
    """A name or a path that does not exist, an option that does not fit."""
