"""Syntax errors."""

from __future__ import annotations

from engine.dsl.diagnostics import Diagnostic, Fix
from engine.dsl.source import Span
from engine.errors import DefinitionError


class FeelSyntaxError(DefinitionError):
    """A FEEL text that cannot be read. `diagnostic` says where and why."""

    def __init__(self, code: str, span: Span, *, fix: Fix | None = None, **values: object) -> None:
        self.diagnostic = Diagnostic(code, span, values, fix=fix)
        super().__init__(f"{span}: {code}", (self.diagnostic,))
