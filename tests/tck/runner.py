"""Runs the DMN TCK on both executors and writes the result in the kit's CSV form.

python -m tests.tck.runner [FOLDER …]       print what does not pass, and the score
python -m tests.tck.runner --write          also write docs/conformance/tck_results.csv
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from engine.dsl.conversion import to_text
from engine.model.decision import DecisionService
from engine.runtime.dmn import DmnProgram, read_dmn
from tests.tck.kit import Case, Expected, cases, equal

ROOT = Path(__file__).resolve().parents[2]
KIT = ROOT.parent / "shared" / "tck"
REPORT = ROOT / "docs" / "conformance" / "tck_results.csv"
EXECUTORS = {"compiled": False, "traced": True}


@dataclass(frozen=True)
class Result:
    """What one case gave on one executor; `fault` is empty when it passed."""

    case: Case
    executor: str
    fault: str


@cache
def program(path: Path) -> DmnProgram:
    """The compiled model of a file of the kit."""
    return read_dmn(path)


def facts(case: Case) -> dict[str, object]:
    """The inputs of a case, with the namespace of the model they belong to where the case names one."""
    return {f"{{{i.namespace}}}{i.name}" if i.namespace else i.name: i.value for i in case.given}


def outcome(case: Case, expected: Expected, traced: bool) -> object:
    """The value of one result node."""
    if case.kind == "decision":
        return program(case.model).evaluate(expected.name, facts(case), traced=traced).value
    kind = "service" if case.kind == "decisionService" else "bkm"
    value = program(case.model).evaluate(case.invocable, facts(case), kind=kind, traced=traced).value
    service = program(case.model).model.elements[case.invocable]
    several = isinstance(service, DecisionService) and len(service.outputs) > 1 and expected.name in service.outputs
    return value[expected.name] if several and isinstance(value, dict) else value


def fault(case: Case, traced: bool) -> str:
    """Why a case fails, or nothing."""
    for expected in case.expected:
        try:
            actual = outcome(case, expected, traced)
        except Exception as error:  # whatever it is, it is this case that fails
            return f"{expected.name}: {type(error).__name__}: {error}"
        if not equal(actual, expected.value):
            return f"{expected.name}: expected {to_text(expected.value)}, got {to_text(actual)}"
    return ""


def run(folders: Iterable[str] = ()) -> Iterator[Result]:
    """Every case of the kit (or of some of its folders) on both executors."""
    chosen = tuple(folders)
    for case in cases(KIT):
        if not chosen or case.folder.startswith(chosen):
            for executor, traced in EXECUTORS.items():
                yield Result(case, executor, fault(case, traced))


def rows(results: Iterable[Result]) -> list[list[str]]:
    """The rows of the kit's result file; a case passes when it passes on both executors."""
    faults: dict[Case, str] = {}
    for result in results:
        faults[result.case] = faults.get(result.case) or result.fault
    return [
        [f"{c.level}/{c.folder}", c.file.removesuffix(".xml"), c.id, "ERROR" if reason else "SUCCESS", reason]
        for c, reason in faults.items()
    ]


def write(results: Iterable[Result]) -> None:
    """The result file in the kit's own CSV form."""
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    with REPORT.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows(results))


def main(arguments: list[str]) -> int:
    """Run, print the failures and the score."""
    results = list(run(a for a in arguments if not a.startswith("--")))
    failed = [result for result in results if result.fault]
    for result in failed:
        print(f"{result.case.name} [{result.executor}] {result.fault}")
    for executor in EXECUTORS:
        mine = [r for r in results if r.executor == executor]
        print(f"{executor}: {sum(not r.fault for r in mine)} of {len(mine)}")
    if "--write" in arguments:
        write(results)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
