"""Checking again after a change: the findings of a fresh start, and only what the change can reach is redone."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.analysis import Analysis
from engine.dsl.diagnostics import Diagnostics
from engine.model.loader import Loader
from engine.runtime.project import checked, files_of

FILES = files_of(Path(__file__).resolve().parents[2] / "configs")
EDITS = [
    ("configs/scoring.yaml", "weight: 30%", "weight: 31%"),
    ("configs/scoring.yaml", "| >= 90 ", "| > 90 "),
    ("configs/scoring.yaml", "满意度得分", "满意度的分"),
    ("configs/entities/customer.yaml", "zh: 满意度得分", "zh: 满意得分"),
    ("configs/entities/customer.yaml", "type: percent", "type: money"),
    ("configs/entities/customer.yaml", "max: 100", "max: 85"),
    ("configs/entities/customer.yaml", "compute: years", "compute: yaers"),
    ("configs/tags.yaml", ">=", "<"),
    ("configs/sla.yaml", "china_office |", "office       |"),
    ("configs/pipelines.yaml", "enter_if: 需求已确认", "enter_if: 需求确认"),
    ("configs/project.yaml", "kind: project", "kind: projcet"),
]


def codes(found: Diagnostics) -> list[tuple[str, str]]:
    return [(each.code, str(each.span)) for each in found]


@pytest.fixture(scope="module")
def seen() -> tuple[Loader, Analysis]:
    """A loader and an analysis that have seen the pack; every test leaves the pack as it was."""
    return Loader(), Analysis()


@pytest.mark.parametrize(("file", "old", "new"), EDITS)
def test_findings_after_a_change_are_those_of_a_fresh_start(
    seen: tuple[Loader, Analysis], file: str, old: str, new: str
) -> None:
    """With the mistake, and after it was put right again."""
    loader, analysis = seen
    assert old in FILES[file]
    wrong = {**FILES, file: FILES[file].replace(old, new, 1)}
    assert codes(checked(FILES, loader, analysis=analysis)[1]) == []
    assert codes(checked(wrong, loader, analysis=analysis)[1]) == codes(checked(wrong)[1])


def test_only_what_a_change_can_reach_is_looked_at_again() -> None:
    """A limit in the scorecard: its own parts anew, everything about customers and requests as it was."""
    loader, analysis = Loader(), Analysis()
    checked(FILES, loader, analysis=analysis)
    before = analysis.elements
    file = "configs/scoring.yaml"
    checked({**FILES, file: FILES[file].replace("| >= 90 ", "| >= 91 ", 1)}, loader, analysis=analysis)
    kept = {name for name, each in analysis.elements.items() if before.get(name) is each}
    assert {"customer", "customer/title", "request"} <= kept
    assert not any(name.startswith("relationship_health/satisfaction") for name in kept)
