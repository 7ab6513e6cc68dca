"""What an assessor says about a record beside what its data say: points, remarks, a note.

Reads   texts as posted: `score_stability`, `remark_stability`, `note`.
Gives   `Marks`: the manual scores that can be used, and one finding for each that cannot.
Source  requirements R106 (a manual score needs a remark) and R112 (missing data need a note).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from typing import Any

from engine.dsl.diagnostics import Diagnostic
from engine.model.kinds.fields import Field
from engine.model.kinds.scoring import FULL_MARK, Dimension, Scorecard
from engine.runtime.forms import Posted
from engine.runtime.inputs import Unreadable, read

SCORE, REMARK, NOTE = "score_", "remark_", "note"
SCORE_PLACES = 2
MAX_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class Marks:
    """The manual scores by dimension, the note, and what is wrong, by the name of the input."""

    manual: Mapping[str, Mapping[str, Any]]
    note: str
    errors: Mapping[str, Diagnostic]


def read_marks(card: Scorecard, posted: Posted) -> Marks:
    """The assessor's marks; a dimension whose marks are faulty counts as not marked."""
    errors: dict[str, Diagnostic] = {}
    manual: dict[str, Mapping[str, Any]] = {}
    for dimension in card.dimensions if card.manual else ():
        score = _read(_score_field(dimension), posted, errors)
        remark = _read(_remark_field(dimension), posted, errors)
        if score is not None and card.remark and not remark:
            errors.setdefault(REMARK + dimension.name, _no_remark(dimension))
        elif score is not None:
            manual[dimension.name] = {"score": score, "remark": remark or ""}
    note = _read(Field(NOTE, card.missing_label, "long_text", card.origin, max_length=MAX_NOTE), posted, errors)
    return Marks(manual, str(note or ""), errors)


def lacks_note(card: Scorecard, result: Mapping[str, Any], marks: Marks) -> bool:
    """Whether data are missing and the scorecard asks to say in words what is known."""
    return bool(result["provisional"]) and NOTE in card.required and not marks.note


def no_note(card: Scorecard) -> Diagnostic:
    """The finding that a note is missing."""
    return Diagnostic("GJ4518", card.origin, {"label": card.missing_label})


def _score_field(dimension: Dimension) -> Field:
    return Field(
        SCORE + dimension.name, dimension.label, "number", dimension.origin,
        minimum=Decimal(0), maximum=FULL_MARK, places=SCORE_PLACES,
    )  # fmt: skip


def _remark_field(dimension: Dimension) -> Field:
    return Field(REMARK + dimension.name, dimension.label, "text", dimension.origin)


def _no_remark(dimension: Dimension) -> Diagnostic:
    return Diagnostic("GJ4519", dimension.origin, {"dimension": dimension.label})


def _read(field: Field, posted: Posted, errors: dict[str, Diagnostic]) -> object:
    try:
        return read(field, next(iter(posted.get(field.name, ())), ""), UTC)
    except Unreadable as problem:
        errors[field.name] = Diagnostic(problem.code, field.origin, {"field": field.label, **problem.values})
        return None
