"""Guiju: rules and forms as text. The public names; each is imported when it is first used.

    project = engine.load("configs")                    # DefinitionError carries .diagnostics
    outcome = project.evaluate("relationship_health", {"customer": {...}})
    engine.feel("sum([1, 2, 3])")
    model = engine.read_dmn("model.dmn")                # model.evaluate("Decision name", {"Input": 1})

>>> import engine
>>> engine.feel("单价 * 数量", {"单价": 1.5, "数量": 4})
Decimal('6.0')
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.dsl.diagnostics import Diagnostic as Diagnostic
    from engine.dsl.diagnostics import Diagnostics as Diagnostics
    from engine.dsl.durations import parse_duration as parse_duration
    from engine.dsl.machine_formats import as_json as as_json
    from engine.dsl.rendering import render as render
    from engine.dsl.text import Text as Text
    from engine.errors import DefinitionError as DefinitionError
    from engine.errors import EvaluationError as EvaluationError
    from engine.errors import GuijuError as GuijuError
    from engine.errors import LimitExceeded as LimitExceeded
    from engine.errors import UsageError as UsageError
    from engine.model.kinds import Definition as Definition
    from engine.model.kinds.calendar import Calendar as Calendar
    from engine.model.kinds.entity import Entity as Entity
    from engine.model.kinds.entity import Field as Field
    from engine.model.kinds.pipeline_stages import Pipeline as Pipeline
    from engine.model.kinds.scoring import Scorecard as Scorecard
    from engine.model.kinds.sla_parts import Sla as Sla
    from engine.model.kinds.survey_parts import Survey as Survey
    from engine.model.kinds.tags import Tags as Tags
    from engine.runtime.casework import Case as Case
    from engine.runtime.casework import move as move
    from engine.runtime.clock import Clock as Clock
    from engine.runtime.clock import FixedClock as FixedClock
    from engine.runtime.dmn import read_dmn as read_dmn
    from engine.runtime.dossiers import Dossier as Dossier
    from engine.runtime.dossiers import Review as Review
    from engine.runtime.dossiers import Saved as Saved
    from engine.runtime.feel import feel as feel
    from engine.runtime.forms import Form as Form
    from engine.runtime.outcome import Outcome as Outcome
    from engine.runtime.project import Project as Project
    from engine.runtime.project import Workspace as Workspace
    from engine.runtime.project import load as load
    from engine.runtime.questions import Question as Question
    from engine.runtime.questions import ShownPage as ShownPage
    from engine.runtime.reasons import kept as kept
    from engine.runtime.responses import Response as Response
    from engine.runtime.responses import Setting as Setting
    from engine.runtime.responses import fill as fill
    from engine.runtime.services import Services as Services
    from engine.runtime.store import Change as Change
    from engine.runtime.store import Evaluation as Evaluation
    from engine.runtime.store import Query as Query
    from engine.runtime.store import Record as Record
    from engine.runtime.time_limits import calendar as calendar
    from engine.runtime.time_limits import due as due
    from engine.runtime.time_limits import elapsed as elapsed
    from engine.runtime.time_limits import ledger as ledger
    from engine.runtime.time_limits import provisional as provisional
    from engine.runtime.workplace import Workplace as Workplace

HOMES = {
    "engine.dsl.diagnostics": ("Diagnostic", "Diagnostics"),
    "engine.dsl.durations": ("parse_duration",),
    "engine.dsl.machine_formats": ("as_json",),
    "engine.dsl.rendering": ("render",),
    "engine.dsl.text": ("Text",),
    "engine.errors": ("DefinitionError", "EvaluationError", "GuijuError", "LimitExceeded", "UsageError"),
    "engine.model.kinds": ("Definition",),
    "engine.model.kinds.calendar": ("Calendar",),
    "engine.model.kinds.entity": ("Entity", "Field"),
    "engine.model.kinds.pipeline_stages": ("Pipeline",),
    "engine.model.kinds.scoring": ("Scorecard",),
    "engine.model.kinds.sla": ("Sla",),
    "engine.model.kinds.survey_parts": ("Survey",),
    "engine.model.kinds.tags": ("Tags",),
    "engine.runtime.casework": ("Case", "move"),
    "engine.runtime.clock": ("Clock", "FixedClock"),
    "engine.runtime.dmn": ("read_dmn",),
    "engine.runtime.dossiers": ("Dossier", "Review", "Saved"),
    "engine.runtime.feel": ("feel",),
    "engine.runtime.forms": ("Form",),
    "engine.runtime.outcome": ("Outcome",),
    "engine.runtime.project": ("Project", "Workspace", "load"),
    "engine.runtime.questions": ("Question", "ShownPage"),
    "engine.runtime.reasons": ("kept",),
    "engine.runtime.responses": ("Response", "Setting", "fill"),
    "engine.runtime.services": ("Services",),
    "engine.runtime.store": ("Change", "Evaluation", "Query", "Record"),
    "engine.runtime.time_limits": ("calendar", "due", "elapsed", "ledger", "provisional"),
    "engine.runtime.workplace": ("Workplace",),
}
"""Where the public names live."""

_HOME = {name: module for module, names in HOMES.items() for name in names}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'engine' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOME[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted(_HOME)
