"""The kinds of definitions. A new kind is a module here, a schema of the same name beside it, and a word in KINDS.

The order is that in which they are read: what others speak of comes first.
"""

from engine.model.kinds import calendar, decision, entity, project, scorecard, sla, survey
from engine.model.kinds.kind import Definition, Definitions, Kind

KINDS = {module.KIND.name: module.KIND for module in (project, calendar, entity, decision, scorecard, sla, survey)}

__all__ = ["KINDS", "Definition", "Definitions", "Kind"]
