"""Feature files before they run: what Gherkin would pass over in silence, refuse in words of its own, or never run.

Reads   the text of a feature file.
Gives   findings: keywords that are none, full-width marks, a wrong language line, steps that nobody
        has defined, tables of uneven rows, outlines without examples, names used twice, scenarios that check nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix, Label
from engine.dsl.documents import text_of
from engine.dsl.source import Source, Span
from engine.dsl.suggestions import suggest
from engine.dsl.tables import as_row
from engine.dsl.typing_mistakes import unmerged
from engine.scenarios import order, vocabulary
from engine.scenarios.contents import check_contents
from engine.scenarios.feature_tree import HOLDS_STEPS, Block, Feature, Part, read_feature
from engine.scenarios.gherkin import CHINESE, STEPS, Line, language
from engine.scenarios.named import Named
from engine.scenarios.rewording import reworded, with_other_verb

FEATURES = "features"
MOST_SHOWN = 3  # wordings that a message names


def feature_files(folder: Path) -> list[Path]:
    """The feature files in a folder, or the one that is named itself."""
    return [folder] if folder.is_file() else sorted(folder.rglob("*.feature"))


def feature_name(folder: Path, file: Path) -> str:
    """What messages call a feature file: its path from beside the folder."""
    return str(Path(folder.name) / file.relative_to(folder)) if folder.is_dir() else folder.name


def feature_texts(folder: Path, diagnostics: Diagnostics) -> dict[str, str]:
    """The texts of the feature files of a folder, by name; a file that is no text is told and left out."""
    names = {feature_name(folder, file): file for file in feature_files(folder)}
    texts = {name: text_of(file, name, diagnostics) for name, file in names.items()}
    return {name: text for name, text in texts.items() if text is not None}


def check_features(folder: Path) -> Diagnostics:
    """What is wrong with the feature files of a folder, as far as their text shows."""
    found = Diagnostics()
    for name, text in feature_texts(folder, found).items():
        check_feature(Source(name, text), found)
    return found


def check_feature(source: Source, diagnostics: Diagnostics, words: Named | None = None) -> None:
    """What is wrong with one feature file; with the words of its project, also with what it says about that.

    >>> found = Diagnostics()
    >>> check_feature(Source("a.feature", "# language: zh-CN\\n功能: 评分\\n  场景：满分\\n    当 检查定义\\n"), found)
    >>> [(d.code, str(d.span)) for d in found]
    [('GJ5023', 'a.feature:3:3'), ('GJ5001', 'a.feature:3:5')]
    """
    if conflict := unmerged(source):
        diagnostics.extend([conflict])
        return
    feature = read_feature(source)
    for check in CHECKS:
        diagnostics.extend(check(feature))
    if words:
        diagnostics.extend(check_contents(feature, words))


# -- the file --------------------------------------------------------------------------------------------------------


def _language(feature: Feature) -> Iterator[Diagnostic]:
    """The language line says what the keywords are."""
    meant = language(feature.source.text)
    line = next((line for line in feature.lines if line.kind == "language"), None)
    if line is None and meant != "en":
        start = feature.source.span(0, 0)
        fix = Fix((Edit(start, f"# language: {meant}\n"),), safe=True)
        yield Diagnostic("GJ5009", start, {"missing": meant, "suggestion": f"# language: {meant}"}, fix=fix)
    elif (
        line and line.span.text.split() != ["#", "language:", meant] and not _LANGUAGE[meant].fullmatch(line.span.text)
    ):
        fix = Fix((Edit(line.span, f"# language: {meant}"),), safe=True)
        values = {"written": line.text, "suggestion": f"# language: {meant}"}
        yield Diagnostic("GJ5009", line.span, values, fix=fix)


def _scenarios(feature: Feature) -> Iterator[Diagnostic]:
    """A file has a scenario, and no two of one name: the second would replace the first."""
    if not feature.scenarios:
        yield Diagnostic("GJ5003", feature.source.span(0, 0))
    names: dict[str, Block] = {}
    for block in feature.scenarios:
        first = names.setdefault(block.header.text, block)
        if first is not block:
            label = Label(first.header.span, "first")
            yield Diagnostic("GJ5013", block.header.span, {"name": block.header.text}, (label,))


def _headline(feature: Feature) -> Iterator[Diagnostic]:
    """Exactly one feature, before everything else."""
    features = [line for line in feature.lines if line.kind == "feature"]
    if not features and feature.lines:
        word = feature.keywords["feature"][0]
        first = next((line for line in feature.lines if line.kind not in ("comment", "language")), feature.lines[0])
        yield Diagnostic("GJ5017", first.span, {"word": word})
    for again in features[1:]:
        yield Diagnostic("GJ5018", again.span, {"word": again.keyword}, (Label(features[0].span, "first"),))


def _backgrounds(feature: Feature) -> Iterator[Diagnostic]:
    """A background stands before the scenarios that it is for."""
    seen: Block | None = None
    for block in feature.blocks:
        if block.header.kind == "rule":
            seen = None
        elif block.header.kind == "background" and seen:
            yield Diagnostic(
                "GJ5019", block.header.span, {"word": block.header.keyword}, (Label(seen.header.span, "first"),)
            )
        seen = seen or (block if block.runs or block.header.kind == "background" else None)


# -- keywords --------------------------------------------------------------------------------------------------------


def _open_texts(feature: Feature) -> Iterator[Diagnostic]:
    """A text between quotes ends where it is told to."""
    for line in feature.lines:
        if line.is_open:
            mark = line.span.text[:3]
            yield Diagnostic("GJ5020", feature.source.span(line.span.start, line.span.start + 3), {"mark": mark})


def _keywords(feature: Feature) -> Iterator[Diagnostic]:
    """Full-width colons, and words that are no keywords."""
    for line in feature.lines:
        if line.wide and line.kind not in STEPS:
            fix = Fix((Edit(line.wide, ":" if line.text[:1].isspace() or not line.text else ": "),), safe=True)
            yield Diagnostic("GJ5001", line.wide, {"word": line.keyword}, fix=fix)
        if line.meant:
            without_colon = line.meant == f"{line.keyword.rstrip(': ')}:"
            word = line.word
            gap = "" if feature.source.text[word.end : word.end + 1] in (" ", "\n", "\r", "") else " "
            fix = Fix((Edit(word, line.meant + gap),), safe=without_colon)
            values = {"word": line.keyword.rstrip(":： "), "suggestion": line.meant}
            yield Diagnostic("GJ5014" if without_colon else "GJ5008", word, values, fix=fix)


def _stray(feature: Feature) -> Iterator[Diagnostic]:
    """Lines that belong to nothing: the first of every block is told."""
    for block in feature.blocks:
        told = (finding for line in block.stray for finding in _stray_line(feature, block, line))
        yield from list(told)[:1]


def _stray_line(feature: Feature, block: Block, line: Line) -> Iterator[Diagnostic]:
    kind, span, text = line.kind, line.span, line.text
    if kind == "other":
        step = vocabulary.clear_kind(text)
        meant = f"{feature.keywords[step][0]} {text}" if step else as_row(text)
        fix = Fix((Edit(span, meant),)) if meant else None
        yield Diagnostic("GJ5004", span, {"suggestion": meant} if meant else {}, fix=fix)
    elif kind in STEPS:
        if any(vocabulary.find(each, text) or vocabulary.mended(each, text) for each in vocabulary.KINDS):
            yield Diagnostic("GJ5011", span)
    elif block.header.kind in HOLDS_STEPS:
        yield Diagnostic("GJ5010", span)


# -- scenarios -------------------------------------------------------------------------------------------------------


def _no_steps(feature: Feature) -> Iterator[Diagnostic]:
    """A scenario without a step checks nothing."""
    for block in feature.scenarios:
        if not block.steps:
            yield Diagnostic("GJ5007", block.header.span, {"scenario": block.header.text})


def _steps(feature: Feature) -> Iterator[Diagnostic]:
    """Every step is worded as the vocabulary has it, and has below it what belongs there."""
    for block in feature.blocks:
        for step in block.steps:
            texts = list(_with_examples(block, step.line.text))
            wordings = [vocabulary.find(step.kind, text) for text in texts]
            if None in wordings:
                yield _unknown_step(feature, step, texts[wordings.index(None)])
            else:
                yield from _below(step, next(each for each in wordings if each))


def _with_examples(block: Block, text: str) -> Iterator[str]:
    """A step with the values of every row of the examples, or as it stands."""
    tables = [_cells(part) or [[]] for part in block.examples]
    examples = [dict(zip(header, row, strict=False)) for header, *rows in tables for row in rows]
    for values in examples if "<" in text and examples else ({},):
        yield order.PLACEHOLDER.sub(lambda match, values=values: values.get(match[1], match[0]) or match[0], text)  # type: ignore[misc]


def _unknown_step(feature: Feature, step: Part, text: str) -> Diagnostic:
    """A step that is worded otherwise, with what was probably meant."""
    span, kind = step.line.content, step.kind
    plain = step.line.text.rstrip("。.！!;；，,")
    if plain != step.line.text and vocabulary.find(kind, plain):
        fix = Fix((Edit(span, plain),), safe=True)
        return Diagnostic("GJ5005", span, {"step": step.line.text, "suggestions": [plain]}, fix=fix)
    if mended := vocabulary.mended(kind, step.line.text):
        safe = mended.replace(" ", "") == step.line.text.replace(" ", "") and vocabulary.is_clear(kind, mended)
        return Diagnostic(
            "GJ5005", span, {"step": step.line.text, "suggestions": [mended]}, fix=Fix((Edit(span, mended),), safe)
        )
    if meant := _with_table(step) or _in_other_words(step):
        return meant
    if other := vocabulary.other_kind(kind, text):
        keyword = feature.keywords[other.kind][0]
        fix = Fix((Edit(step.line.word, keyword),))
        values = {"step": step.line.text, "keyword": keyword, "suggestions": [f"{keyword} {step.line.text}"]}
        return Diagnostic("GJ5005", span, values, fix=fix)
    return _reworded(step, kind, feature.keywords is CHINESE)


def _with_table(step: Part) -> Diagnostic | None:
    """A step with its table written behind it."""
    texts = [each.wording for each in vocabulary.steps() if each.kind == step.kind and each.below == "table"]
    begun = next((each for each in texts if step.line.text.startswith(f"{each} ") and not step.below), None)
    if begun is None:
        return None
    depth = " " * (step.line.span.column + 1)
    cells = re.split(r"\s*[、,，|]\s*", step.line.text[len(begun) :].strip(" |"))
    mended = "\n".join((begun, *(f"{depth}| {cell} |" for cell in cells)))
    values = {"step": step.line.text, "suggestions": [" ".join(mended.split())]}
    return Diagnostic("GJ5005", step.line.content, values, fix=Fix((Edit(step.line.content, mended),)))


def _in_other_words(step: Part) -> Diagnostic | None:
    """A step of which only the verb, or the way to say whose, is another."""
    said = with_other_verb(step.kind, step.line.text)
    if not said or not vocabulary.clear_kind(said):
        return None
    fix = Fix((Edit(step.line.content, said),))
    return Diagnostic("GJ5005", step.line.content, {"step": step.line.text, "suggestions": [said]}, fix=fix)


def _reworded(step: Part, kind: str, chinese: bool) -> Diagnostic:
    """A step in other words, with the sentences that are nearest, else with the wordings that are."""
    text = with_other_verb(kind, step.line.text) or step.line.text
    near = vocabulary.nearest(kind, text, chinese)
    said = reworded(text, [each for each in near if each.below == step.below] or near)
    others = [each.shown for each in near[:MOST_SHOWN]]
    shown = {"suggestions": said or others} if near else {"known": vocabulary.shown(kind, chinese)}
    fix = Fix((Edit(step.line.content, said[0]),)) if said else None
    return Diagnostic("GJ5005", step.line.content, {"step": step.line.text, **shown}, fix=fix)


def _below(step: Part, wording: vocabulary.Step) -> Iterator[Diagnostic]:
    """A table or a longer text where the step takes one, and none where it does not."""
    if wording.below != step.below:
        lacking = f"needs_{wording.below}" if wording.below else f"ignores_{step.below}"
        yield Diagnostic("GJ5012", step.line.content, {lacking: "|" if "table" in lacking else '"""'})


def _tables(feature: Feature) -> Iterator[Diagnostic]:
    """Rows of the same width, divided by ordinary bars."""
    for block in feature.blocks:
        for part in block.parts:
            yield from part.slips


# -- outlines --------------------------------------------------------------------------------------------------------


def _outlines(feature: Feature) -> Iterator[Diagnostic]:
    """An outline has examples, and its names are their columns."""
    for block in feature.scenarios:
        columns = {name for part in block.examples for name in (_cells(part) or [[]])[0]}
        if block.header.kind == "outline" and not any(len(part.rows) > 1 for part in block.examples):
            place = block.examples[0].line if block.examples else block.header
            examples = feature.keywords["examples"][0]
            row = {"row": "| … " * len(columns) + "|"} if columns else {"examples": examples}
            yield Diagnostic("GJ5015", place.span, {"scenario": block.header.text, **row})
        elif misspelt := _misspelt_column(block, columns):
            yield misspelt
        else:
            yield from _names(block, columns)


def _misspelt_column(block: Block, columns: set[str]) -> Diagnostic | None:
    """The head of the only column that no step uses, where steps use a name like it more than once."""
    used = [match[1] for span in _texts(block) for match in order.PLACEHOLDER.finditer(span.text)]
    unknown, unused = [name for name in used if name not in columns], columns - set(used)
    if len(unknown) < 2 or len(set(unknown)) > 1 or len(unused) != 1 or not suggest(unknown[0], unused):
        return None
    head = next(cell for part in block.examples for cell in part.cells[0] if cell.text in unused)
    values = {"column": head.text, "suggestion": unknown[0]}
    return Diagnostic("GJ5030", head.span, values, fix=Fix((Edit(head.span, unknown[0]),)))


def _names(block: Block, columns: set[str]) -> Iterator[Diagnostic]:
    """Names between brackets in steps, beside the columns of the examples."""
    for span in _texts(block):
        for match in order.PLACEHOLDER.finditer(span.text):
            if match[1] not in columns and (columns or block.header.kind == "outline"):
                yield _unknown_name(_part(span, match), match[1], columns)
        for match in order.BRACKETS.finditer(span.text):
            suggestion = f"<{match['name']}>"
            if match["name"] in columns and match[0] != suggestion:
                fix = Fix((Edit(_part(span, match), suggestion),), safe=True)
                yield Diagnostic("GJ5002", _part(span, match), {"text": match[0], "suggestion": suggestion}, fix=fix)


def _unknown_name(span: Span, name: str, columns: Iterable[str]) -> Diagnostic:
    near = suggest(name, columns)
    fix = Fix((Edit(span, f"<{near[0]}>"),)) if near else None
    shown: dict[str, object] = {"suggestions": near} if near else {"known": sorted(columns)}
    return Diagnostic("GJ5016", span, {"name": name, **shown}, fix=fix)


def _texts(block: Block) -> Iterator[Span]:
    """Everything of a scenario in which names are replaced."""
    yield block.header.span
    for step in block.steps:
        yield from (step.line.span, *(row.span for row in step.rows))
        if step.text:
            yield step.text.span


def _cells(part: Part) -> list[list[str]]:
    """The texts of a table, for what is right about it."""
    return [[cell.text for cell in row] for row in part.cells]


def _part(span: Span, match: re.Match[str]) -> Span:
    return Span(span.source, span.start + match.start(), span.start + match.end())


CHECKS = (
    _language, _headline, _scenarios, _backgrounds, _keywords, _open_texts, _stray, _no_steps, _steps,
    _tables, _outlines, *order.CHECKS,
)  # fmt: skip
"""Everything that is looked at."""

_LANGUAGE = {name: re.compile(rf"#\s*language\s*:\s*{name}\s*") for name in ("zh-CN", "en")}
