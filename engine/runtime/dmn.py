"""DMN models as the standard writes them, ready to run in its own mode: what is impossible is null, with a reason."""

from __future__ import annotations

from pathlib import Path

from engine.model import dmn_xml
from engine.runtime.program import Program, compile_model


def read_dmn(path: str | Path) -> Program:
    """The model of a DMN file, imports resolved beside it: `read_dmn("loan.dmn").evaluate("Rating", {"Income": 1})`.

    raises   UsageError when there is no such file, DefinitionError when it is not DMN
    """
    return compile_model(dmn_xml.read_dmn(path))
