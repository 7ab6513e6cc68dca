"""The proofs: what can be said about a model without running it; one module per check.

>>> from engine.model.decision import Model
>>> len(check(Model("empty", {})))
0
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.analysis.conditions import check_conditions
from engine.analysis.elements import Checked, Elements
from engine.analysis.readable import check_readable
from engine.analysis.requirements import check_requirements
from engine.analysis.tables import check_tables
from engine.dsl.diagnostics import Diagnostics
from engine.model.decision import Model

CHECKS = (check_requirements,)
"""Every check of a model as a whole."""

ELEMENT_CHECKS = (check_readable, check_tables, check_conditions)
"""Every check of a single element, after its types; a later one may leave alone what an earlier one found wrong."""


@dataclass
class Analysis:
    """Checks models that differ little from each other: only elements that a change can reach are looked at again."""

    elements: Mapping[str, Checked] = field(default_factory=dict, repr=False)

    def check(self, model: Model) -> Diagnostics:
        """Everything that is wrong with a model, sorted by place."""
        diagnostics = Diagnostics()
        for each in CHECKS:
            each(model, diagnostics)
        self.elements = Elements(model, ELEMENT_CHECKS, self.elements).check()
        for checked in self.elements.values():
            diagnostics.extend(checked.diagnostics)
        return diagnostics


def check(model: Model) -> Diagnostics:
    """Everything that is wrong with a model, sorted by place."""
    return Analysis().check(model)
