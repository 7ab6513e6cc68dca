"""Running the scenarios of a project, as `guiju test` does: pytest underneath, our words on top."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from engine.dsl.diagnostics import Diagnostic, Diagnostics
from engine.dsl.rendering import render
from engine.dsl.source import Source
from engine.dsl.text import Text
from engine.errors import GuijuError, UsageError
from engine.scenarios.claims import Unmet
from engine.scenarios.features import check_features, feature_files, feature_name

FEATURES, PROJECT = "GUIJU_FEATURES", "GUIJU_PROJECT"
COLLECTED = "collected"
EXECUTORS = 2  # every scenario runs on each


@dataclass
class Results:
    """What came out: scenarios by feature and whether they passed, and findings at the steps that failed."""

    passed: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    findings: Diagnostics = field(default_factory=Diagnostics)
    held: dict[tuple[str, str], bool] = field(default_factory=dict)

    @property
    def scenarios_that_held(self) -> list[tuple[str, str]]:
        """File and name of every scenario that held in all its examples, on every executor."""
        return [scenario for scenario, held in self.held.items() if held]

    @property
    def count(self) -> int:
        """How many scenarios ran; each runs on every executor and counts once."""
        return (self.passed.total() + self.failed.total()) // EXECUTORS

    @property
    def failures(self) -> int:
        """How many scenarios failed, on one executor or both."""
        return -(-self.failed.total() // EXECUTORS)


def run_features(project: Path, features: Path) -> Results:
    """Run the scenarios of a folder about the definitions of another.

    raises   UsageError when the test runner is not installed
    """
    if not (find_spec("pytest") and find_spec("pytest_bdd")):
        raise UsageError("pip install pytest pytest-bdd")
    import pytest

    results = Results(findings=check_features(features))
    if not feature_files(features):
        return results
    options = ["-p", "pytest_bdd.plugin", "-p", "engine.scenarios.steps", "-p", "no:terminal", "-p", "no:cacheprovider"]
    collected = str(Path(__file__).with_name(f"{COLLECTED}.py"))
    with _environment(project, features):
        ended = pytest.main(
            [collected, "-c", os.devnull, "--import-mode=importlib", *options],
            plugins=[_Recorder(results, features.resolve())],
        )
    if ended == pytest.ExitCode.INTERNAL_ERROR:
        raise RuntimeError("the test runner broke off")
    return results


@contextmanager
def _environment(project: Path, features: Path) -> Iterator[None]:
    """Tell the collected module what to run; other plugins of pytest stay out."""
    told = {
        PROJECT: str(project.resolve()),
        FEATURES: str(features.resolve()),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    before = dict(os.environ)
    os.environ.update(told)
    sys.modules.pop(f"engine.scenarios.{COLLECTED}", None)  # an earlier run collected other scenarios
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@dataclass
class _Recorder:
    """A plugin of pytest that notes what happens to every scenario."""

    results: Results
    folder: Path
    feature: str = ""
    scenario: tuple[str, str] = ("", "")
    executors: dict[tuple[str, int, Text], list[str]] = field(default_factory=dict)

    def pytest_bdd_before_scenario(self, feature: Any, scenario: Any) -> None:
        """A scenario begins."""
        self.feature = feature.name
        self.scenario = (self._source(feature.filename).name, scenario.name)

    def pytest_runtest_logreport(self, report: Any) -> None:
        """A scenario has run."""
        if report.when == "call":
            counter = self.results.passed if report.passed else self.results.failed
            counter[self.feature] += 1
            self.results.held[self.scenario] = report.passed and self.results.held.get(self.scenario, True)

    def pytest_bdd_step_error(self, request: Any, feature: Any, scenario: Any, step: Any, exception: Exception) -> None:
        """A step did not hold."""
        place, problem = (feature.filename, step.line_number), _problem(exception)
        executors = self.executors.setdefault((*place, problem), [])
        if (executor := request.getfixturevalue("executor")) not in executors:
            executors.append(executor)
        told = {"scenario": scenario.name, "step": step.name, "problem": problem, "executors": executors}
        self._add("GJ5006", *place, told)

    def pytest_bdd_step_func_lookup_error(self, feature: Any, step: Any) -> None:
        """A step that the vocabulary does not have, unless its text has told so already."""
        source = self._source(feature.filename)
        if ("GJ5005", source.name, step.line_number) not in self._told():
            self._add("GJ5005", feature.filename, step.line_number, {"step": step.name})

    def pytest_collectreport(self, report: Any) -> None:
        """A file that Gherkin cannot read, unless its text has told why already."""
        if report.failed:
            told = str(report.longrepr)
            line = re.search(r"(?m)Line number: (\d+)", told)
            file = re.search(r"(?m)File: (.+\.feature)", told)
            if line and file and self._source(file[1].strip()).name not in {name for _, name, _ in self._told()}:
                self._add("GJ5004", file[1].strip(), int(line[1]), {})

    def _add(self, code: str, file: str, line: int, values: dict[str, object]) -> None:
        source = self._source(file)
        text = source.line(line)
        start = source.line_starts()[line - 1] + len(text) - len(text.lstrip())
        span = source.span(start, start + len(text.strip()))
        self.results.findings.extend([Diagnostic(code, span, values)])

    def _source(self, file: str) -> Source:
        path = Path(file)
        return Source(feature_name(self.folder, path), path.read_bytes().decode())

    def _told(self) -> set[tuple[str, str, int]]:
        return {(found.code, found.span.source.name, found.span.line) for found in self.results.findings}


def _problem(exception: Exception) -> Text:
    """What went wrong, in one sentence."""
    if isinstance(exception, Unmet):
        return exception.text
    if isinstance(exception, GuijuError):
        told = [render(each, lang).splitlines()[0] for each in exception.diagnostics[:1] for lang in ("zh", "en")]
        return Text(*told) if told else exception.said
    return Text("这一步没有做成", "this step could not be done")
