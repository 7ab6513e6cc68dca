"""Steps in their order: a scenario does something before it claims anything, claims something, and says so plainly.

Gives   GJ5023 (no claim), GJ5024 (nothing done before a claim), GJ5025 (begins with `And`), GJ5026 (a remark behind a
        step), GJ5027 (a colon behind a step's keyword), GJ5028 (tags with spaces), GJ5029 (a column that nobody uses).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.dsl.diagnostics import Diagnostic, Edit, Fix
from engine.dsl.source import Span
from engine.scenarios import vocabulary
from engine.scenarios.feature_tree import Block, Feature, Part
from engine.scenarios.gherkin import STEPS


def claims(feature: Feature) -> Iterator[Diagnostic]:
    """Every scenario claims something, and does something before."""
    for block, before in scenarios(feature):
        if not all(_is_known(step) for step in block.steps):
            continue
        kinds = [step.kind for step in (*before, *block.steps)]
        words = {kind: feature.keywords[kind][0] for kind in vocabulary.KINDS}
        if block.steps and "then" not in kinds:
            values = {"scenario": block.header.text, "word": words["then"]}
            yield Diagnostic("GJ5023", block.header.span, values)
        for step in block.steps:
            done = kinds[: len(before) + block.steps.index(step)]
            if step.kind == "then" and "when" not in done:
                later = "when" in kinds[len(done) :]
                values = {"word": words["when"], **({"later": words["when"]} if later else {})}
                yield Diagnostic("GJ5024", step.line.span, values)
                break


def _is_known(step: Part) -> bool:
    """Whether a step is worded as the vocabulary has it, or is put together from examples, and ends."""
    if step.text and step.text.is_open:
        return False
    return "<" in step.line.text or vocabulary.find(step.kind, step.line.text) is not None


def scenarios(feature: Feature) -> Iterator[tuple[Block, list[Part]]]:
    """Every scenario with the steps of the backgrounds before it."""
    above: list[Part] = []
    rule: list[Part] = []
    is_in_rule = False
    for block in feature.blocks:
        if block.header.kind == "rule":
            is_in_rule, rule = True, []
        elif block.header.kind == "background":
            above, rule = (above, block.steps) if is_in_rule else (block.steps, rule)
        elif block.runs:
            yield block, [*above, *rule]


def first_words(feature: Feature) -> Iterator[Diagnostic]:
    """The first step of a scenario says what kind it is."""
    for block in feature.blocks:
        first = next(iter(block.steps), None)
        if first and first.line.kind == "and" and not block.stray:  # what stands there may be the first step
            kinds = (kind for kind in vocabulary.KINDS if vocabulary.find(kind, first.line.text))
            word = feature.keywords[next(kinds, first.kind)][0]
            fix = Fix((Edit(first.line.word, word),))
            yield Diagnostic("GJ5025", first.line.word, {"word": first.line.keyword, "suggestion": word}, fix=fix)


def remarks(feature: Feature) -> Iterator[Diagnostic]:
    """A remark behind a step is taken for a part of it."""
    for line in feature.lines:
        match = REMARK.search(line.text) if line.kind in STEPS else None
        if match:
            start = line.content.start + match.start()
            span = Span(line.span.source, start, line.span.end)
            yield Diagnostic("GJ5026", span, {"remark": match[0].strip()}, fix=Fix((Edit(span, ""),)))


def colons(feature: Feature) -> Iterator[Diagnostic]:
    """A keyword of a step has no colon."""
    for line in feature.lines:
        if line.kind in STEPS and line.wide:
            fix = Fix((Edit(line.wide, " "),), safe=True)
            yield Diagnostic("GJ5027", line.wide, {"word": line.keyword}, fix=fix)


def labels(feature: Feature) -> Iterator[Diagnostic]:
    """Every word of a line of tags begins with @."""
    for line in feature.lines:
        words = [*re.finditer(r"\S+", line.span.text)] if line.kind == "tag" else []
        for match in words:
            if match[0].startswith("#"):
                break
            if not match[0].startswith("@"):
                span = Span(line.span.source, line.span.start + match.start(), line.span.start + match.end())
                joined = Edit(Span(span.source, span.start, span.start), "@")
                yield Diagnostic("GJ5028", span, {"tag": match[0], "suggestion": f"@{match[0]}"}, fix=Fix((joined,)))


def columns(feature: Feature) -> Iterator[Diagnostic]:
    """Every column of the examples is used, save those for people."""
    for block in feature.scenarios:
        spoken = "\n".join(span.text for step in block.steps for span in _spans(step)) + block.header.text
        headers = [next(iter(part.cells), ()) for part in block.examples]
        names = {cell.text for header in headers for cell in header}
        if set(PLACEHOLDER.findall(spoken)) - names:
            continue  # a misspelt name is told, and its column is not the one that nobody uses
        used = {*FOR_PEOPLE, *(match["name"] for match in BRACKETS.finditer(spoken))}
        for cell in (cell for header in headers for cell in header):
            if cell.text and cell.text not in used and cell.text.casefold() not in used:
                yield Diagnostic("GJ5029", cell.span, {"name": cell.text})


def _spans(step: Part) -> Iterator[Span]:
    yield from (step.line.span, *(row.span for row in step.rows))
    if step.text:
        yield step.text.span


FOR_PEOPLE = (
    "说明", "备注", "注", "注释", "编号", "序号", "用例", "note", "notes", "remark", "comment", "case",
    "description", "no",
)  # fmt: skip
"""Columns that tell people what a row is about."""
REMARK = re.compile(r"\s+(?:[#＃]|//)\s*\D.*$")
PLACEHOLDER = re.compile(r"<([^<>\s|](?:[^<>|\n]*[^<>\s|])?)>")
BRACKETS = re.compile(r"[〈＜《‹<{\[【「](?P<name>[^〈＜《〉＞》‹›<>{}\[\]【】「」\n|]+)[〉＞》›>}\]】」]")
"""Names of the examples in a step: between the brackets that are replaced, and between others like them."""
CHECKS = (claims, first_words, remarks, colons, labels, columns)
