"""What the verbs of `services` give: a saved form, a record with everything about it, a page of a list, a review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.dsl.diagnostics import Diagnostic
from engine.model.kinds.entity import Entity
from engine.runtime.forms import Form, Posted
from engine.runtime.store import Assessment, Change, Evaluation, Record


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving a form: the record, or the form with what is wrong with it. Where somebody else was faster,
    `ahead` is the record as it is by now."""

    form: Form
    record: Record | None = None
    problem: Diagnostic | None = None
    ahead: Record | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """The records of another entity that point at one, the latest first, and how many there are in all."""

    entity: Entity
    records: tuple[Record, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything kept about one record; `related` are the records that point at it, by relation."""

    record: Record
    form: Form
    related: Mapping[str, Related]
    changes: tuple[Change, ...]
    evaluations: tuple[Evaluation, ...]

    def latest(self, scorecard: str) -> Evaluation | None:
        """The last evaluation by a scorecard."""
        return next((each for each in self.evaluations if each.definition == scorecard), None)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: the records, how many there are in all, and by scorecard the last evaluation of each."""

    records: tuple[Record, ...]
    total: int
    evaluations: Mapping[str, Mapping[str, Evaluation]]


@dataclass(frozen=True, slots=True)
class Review:
    """A result that is not kept yet, what was typed for it, and what is wrong with that."""

    assessment: Assessment
    typed: Posted = field(default_factory=dict)
    errors: Mapping[str, Diagnostic] = field(default_factory=dict)
