"""Feature files before they run: slips of the keyboard that Gherkin passes over in silence.

A full-width colon turns a scenario into a description, which is never run; full-width brackets are never replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from engine.dsl.diagnostics import Diagnostics, Edit, Fix
from engine.dsl.source import Source

KEYWORDS = (
    "功能", "背景", "规则", "场景大纲", "剧本大纲", "场景", "剧本", "例子", "示例",
    "Feature", "Background", "Rule", "Scenario Outline", "Scenario", "Example", "Examples",
)  # fmt: skip
_SCENARIO = re.compile(
    r"(?m)^\s*(?P<header>(?:场景大纲|剧本大纲|场景|剧本|Scenario Outline|Scenario|Example)\s*:[ \t]*(?P<name>.*))$"
)
_FULL_WIDTH_COLON = re.compile(rf"(?m)^\s*(?P<word>{'|'.join(KEYWORDS)})\s*(?P<colon>：)")
_FULL_WIDTH_BRACKETS = re.compile(r"[〈＜《](?P<name>[^〈＜《〉＞》\n]+)[〉＞》]")
_STEP = re.compile(r"(?m)^\s*(?:假如|假设|假定|当|那么|而且|并且|同时|但是|(?:Given|When|Then|And|But|\*)\s).*$")


def feature_files(folder: Path) -> list[Path]:
    """The feature files in a folder, or the one that is named itself."""
    return [folder] if folder.is_file() else sorted(folder.rglob("*.feature"))


def check_features(folder: Path) -> Diagnostics:
    """What is wrong with the feature files of a folder, as far as their text shows."""
    found = Diagnostics()
    for file in feature_files(folder):
        name = str(Path(folder.name) / file.relative_to(folder)) if folder.is_dir() else folder.name
        check_feature(Source(name, file.read_text(encoding="utf-8")), found)
    return found


def check_feature(source: Source, diagnostics: Diagnostics) -> None:
    """What is wrong with one feature file.

    >>> found = Diagnostics()
    >>> check_feature(Source("a.feature", "功能: 评分\\n  场景：满分\\n"), found)
    >>> [(d.code, str(d.span)) for d in found]
    [('GJ5003', 'a.feature:1:1'), ('GJ5001', 'a.feature:2:5')]
    """
    for colon in _FULL_WIDTH_COLON.finditer(source.text):
        span = source.span(*colon.span("colon"))
        diagnostics.add("GJ5001", span, fix=Fix((Edit(span, ":"),), safe=True), word=colon["word"])
    for start, brackets in _brackets(source):
        span = source.span(start + brackets.start(), start + brackets.end())
        suggestion = f"<{brackets['name']}>"
        fix = Fix((Edit(span, suggestion),))
        diagnostics.add("GJ5002", span, fix=fix, text=brackets[0], suggestion=suggestion)
    scenarios = list(_SCENARIO.finditer(source.text))
    if not scenarios:
        diagnostics.add("GJ5003", source.span(0, 0))
    for scenario, following in zip_longest(scenarios, scenarios[1:]):
        end = following.start() if following else len(source.text)
        if not _STEP.search(source.text, scenario.end(), end):
            diagnostics.add("GJ5007", source.span(*scenario.span("header")), scenario=scenario["name"])


def _brackets(source: Source) -> Iterator[tuple[int, re.Match[str]]]:
    """Full-width brackets in steps, each with the offset of its line."""
    for line in _STEP.finditer(source.text):
        yield from ((line.start(), brackets) for brackets in _FULL_WIDTH_BRACKETS.finditer(line[0]))
