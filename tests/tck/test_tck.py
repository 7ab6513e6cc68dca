"""The DMN TCK, every case on both executors, and the committed score."""

from __future__ import annotations

import csv
from functools import cache

import pytest

from engine.dsl.conversion import from_python
from tests.tck import runner
from tests.tck.kit import Case, cases, equal

pytestmark = pytest.mark.needs_tck


@cache
def by_folder() -> dict[str, list[Case]]:
    """The cases of every folder of the kit."""
    folders: dict[str, list[Case]] = {}
    for case in cases(runner.KIT):
        folders.setdefault(case.folder, []).append(case)
    return folders


@pytest.mark.parametrize("executor", runner.EXECUTORS)
@pytest.mark.parametrize("folder", sorted(by_folder()))
def test_folder(folder: str, executor: str) -> None:
    """Every case of a folder gives what the kit expects."""
    faults = {case.id: runner.fault(case, runner.EXECUTORS[executor]) for case in by_folder()[folder]}
    assert {case: fault for case, fault in faults.items() if fault} == {}


def test_the_committed_score_is_current() -> None:
    """The result file in docs/ lists exactly the cases of the kit, with what came out here."""
    with runner.REPORT.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == runner.rows(runner.run())


def test_a_wrong_answer_is_a_fault() -> None:
    """The comparison can fail: another number, another type, a missing entry, null for a value."""
    pairs = [(1, 2), ("1", 1), ({}, {"a": 1}), (None, "x"), ([1], [1, 2])]
    assert not any(equal(actual, from_python(expected)) for actual, expected in pairs)
