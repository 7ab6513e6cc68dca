"""What is wrong or suspicious in the stages of a pipeline, besides its words.

Gives   GJ4308 (comes from an end), GJ4310 (less likely than before), GJ4311 (an end that is
        neither sure nor lost), GJ4312 (the last stage is no end), GJ4313 (moves to itself), GJ4314 (an alias that is a
        stage), GJ4316 (won, and no end), GJ4424 (working days without a calendar), GJ4617 (a stay of nothing).
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from engine.dsl.diagnostics import Diagnostics, Label
from engine.dsl.durations import Unit
from engine.dsl.text import Text
from engine.model.kinds.kind import Definitions
from engine.model.kinds.pipeline_stages import Pipeline, Stage
from engine.model.kinds.record_rules import report_working_days


def check_stages(pipeline: Pipeline, definitions: Definitions, found: Diagnostics) -> None:
    """Everything that the stages tell by themselves."""
    for stage in pipeline.stages.values():
        _check_moves(pipeline, stage, found)
        if stage.max_stay and stage.max_stay.unit is Unit.WORKING_DAYS and not pipeline.calendar:
            report_working_days(stage.max_stay, stage.origin, definitions, found)
        if stage.max_stay and not stage.max_stay.amount:
            found.add("GJ4617", stage.origin, value=Text(stage.max_stay.say("zh"), stage.max_stay.say("en")))
    for alias, place in pipeline.alias_places.items():
        if alias in pipeline.stages:
            found.add("GJ4314", place, alias=alias, stage=pipeline.aliases[alias])
    _check_end(pipeline, found)
    _check_probabilities(pipeline, found)


def _check_moves(pipeline: Pipeline, stage: Stage, found: Diagnostics) -> None:
    """Nobody comes from an end, and nobody moves to where he is."""
    for name, place in stage.comes_from.items():
        if name in pipeline.stages and pipeline.stages[name].end:
            found.add("GJ4308", place, stage=stage.name, end=name)
    if stage.then == stage.name:
        found.add("GJ4313", stage.origin, stage=stage.name)


def _check_end(pipeline: Pipeline, found: Diagnostics) -> None:
    """Where the order ends, the record does."""
    last = pipeline.stages[pipeline.order[-1]]
    leads = any(last.name in other.comes_from for other in pipeline.stages.values())
    if not (last.end or last.then or leads):
        found.add("GJ4312", last.origin, stage=last.name)


def _check_probabilities(pipeline: Pipeline, found: Diagnostics) -> None:
    """They grow on the way, and are certain at an end."""
    known = [stage for stage in pipeline.stages.values() if stage.probability is not None]
    for stage in known:
        share = stage.probability or Decimal(0)
        if stage.end and share not in (0, 1):
            found.add("GJ4311", stage.probability_place, stage=stage.name, value=_percent(share))
    won = [stage for stage in known if stage.probability == 1]
    if won and {stage.probability for stage in known if stage.end} == {Decimal(0)}:
        found.add("GJ4316", won[-1].origin, stage=won[-1].name)
    for before, stage in pairwise(each for each in known if not each.end and each.probability):
        if (stage.probability or 0) < (before.probability or 0):
            label = Label(before.probability_place, "before")
            value, lower = _percent(before.probability), _percent(stage.probability)
            found.add("GJ4310", stage.probability_place, label, stage=stage.name, value=lower, before=value)


def _percent(share: Decimal | None) -> str:
    return f"{((share or Decimal(0)) * 100).normalize():f}%"
