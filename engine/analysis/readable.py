"""Logic that could not be read: its syntax error, where a DMN file keeps it as a null and goes on."""

from __future__ import annotations

from collections.abc import Mapping

from engine.analysis.parts import boxes, logic_of
from engine.dsl.diagnostics import Diagnostics
from engine.dsl.types import Type
from engine.model.boxed import Erroneous
from engine.model.decision import Element


def check_readable(element: Element, seen: Mapping[str, Type], diagnostics: Diagnostics) -> None:
    """Report every syntax error that was put off."""
    diagnostics.extend(part.diagnostic for part in boxes(logic_of(element)) if isinstance(part, Erroneous))
