"""The proofs: what can be said about a model without running it; one module per check.

>>> from engine.model.decision import Model
>>> len(check(Model("empty", {})))
0
"""

from __future__ import annotations

from engine.analysis.readable import check_readable
from engine.analysis.requirements import check_requirements
from engine.analysis.tables import check_tables
from engine.analysis.typecheck import check_types
from engine.dsl.diagnostics import Diagnostics
from engine.model.decision import Model

CHECKS = (check_readable, check_requirements, check_types, check_tables)
"""Every check, in order: a later one may leave alone what an earlier one found wrong."""


def check(model: Model) -> Diagnostics:
    """Everything that is wrong with a model, sorted by place."""
    diagnostics = Diagnostics()
    for each in CHECKS:
        each(model, diagnostics)
    return diagnostics
