"""What people get wrong, and what they are told: the corpus of mistakes, and projects that are right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from engine.authoring import Checker, open_folder
from engine.dsl.catalogue import errors
from engine.dsl.diagnostics import Diagnostic
from engine.dsl.fixes import edited
from engine.dsl.machine_formats import as_json
from tests.authoring.corpus import DATA, MISTAKES, Expected, Mistake, mistakes, project


def folders(folder: Path) -> list[Path]:
    """The projects in a folder."""
    return sorted(path for path in folder.iterdir() if path.is_dir())


CORPUS = list(mistakes())
CLEAN = {
    "the pack": dict(open_folder(DATA.parents[1]).files),
    **{f"the project {each.name}": project(each) for each in folders(MISTAKES)},
    **{each.name: project(each) for each in folders(DATA / "clean")},
    **{case.title: case.files for case in mistakes(DATA / "clean")},
}
CHECKER = Checker()  # one for all: what a case has in common with the one before is not read again
LIBRARY_WORDS = re.compile(
    r"\b(python|lark|yaml|pyyaml|jsonschema|json schema|gherkin|pytest|regex|regular expression|traceback|exception|"
    r"token|terminal|scalar|node|mapping node|anchor|parser|NoneType|None|True|False|dict|str|int|lambda|KeyError|"
    r"ValueError|chomping)\b",
    re.I,
)
OWN_WORDS = re.compile(r"\b(true|false|string)\b|“[^”]*”")  # of the rules, in small letters; of the author, in quotes


@cache
def found(index: int) -> tuple[Diagnostic, ...]:
    """What is told about a case."""
    return tuple(CHECKER.check(CORPUS[index].files).diagnostics)


def finding(index: int, expected: Expected) -> Diagnostic | None:
    """The finding with the expected code, one on the right line if there is any."""
    fitting = [each for each in found(index) if each.code == expected.code]
    return next((each for each in fitting if on_line(each, expected)), next(iter(fitting), None))


def on_line(found: Diagnostic, expected: Expected) -> bool:
    """Whether a finding is told at the line that holds the text."""
    return expected.at in found.span.source.line(found.span.line)


def suggested(found: Diagnostic) -> Iterator[str]:
    """What is suggested first: the mended line, and the first help in both languages."""
    if found.fix:
        source = found.span.source
        mended = edited(source.text, found.fix.edits)
        first = source.position(min(edit.span.start for edit in found.fix.edits))[0]
        yield "\n".join(mended.splitlines()[first - 1 : first + 2])
    told: dict[str, list[str]] = as_json(found)["help"]  # type: ignore[assignment]
    yield from (helps[0] for helps in told.values() if helps)
    yield from (str(each) for each in found.values.get("suggestions", ())[:1])  # type: ignore[index]


def expectations() -> Iterator[tuple[int, Mistake, Expected]]:
    """Every finding that is expected."""
    return ((index, case, each) for index, case in enumerate(CORPUS) for each in case.expected)


def named(case: Mistake) -> str:
    return f"{case.family}: {case.title}"


def test_every_mistake_is_caught_and_nothing_else_is_said() -> None:
    """All of them; one root cause, one message."""
    wrong = [
        f"{named(case)}: expected {want}, told {told}"
        for index, case in enumerate(CORPUS)
        if (want := sorted(each.code for each in case.expected))
        != (told := sorted(each.code for each in errors(found(index)) or found(index)))
    ]
    assert wrong == []


def test_mistakes_are_told_at_their_line() -> None:
    """At least 98 of 100."""
    every = list(expectations())
    astray = [
        f"{named(case)}: {each.code} at {place.span if place else None}, not at {each.at}"
        for index, case, each in every
        if not ((place := finding(index, each)) and on_line(place, each))
    ]
    assert len(astray) <= len(every) * 0.02, astray


def test_the_first_suggestion_is_the_right_one() -> None:
    """At least 90 of 100 of all findings."""
    every = list(expectations())
    useless = [
        f"{named(case)}: {each.code} -> {each.suggestion}, not {list(suggested(place)) if place else None}"
        for index, case, each in every
        if not (place := finding(index, each))
        or not each.suggestion
        or not any(each.suggestion in said for said in suggested(place))
    ]
    assert len(useless) <= len(every) * 0.1, useless


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_word_of_a_library_is_said(lang: str) -> None:
    """What is told speaks of the author's things only."""
    said = {
        (each.code, text)
        for index in range(len(CORPUS))
        for each in found(index)
        for text in (as_json(each)["message"][lang], *as_json(each)["help"][lang], *as_json(each)["facts"][lang])  # type: ignore[index]
        if LIBRARY_WORDS.search(OWN_WORDS.sub("", text))
    }
    assert said == set()


def test_the_corpus_is_large() -> None:
    """A hundred and fifty mistakes at least, each of its own, and each expects something."""
    assert len({named(case) for case in CORPUS if case.expected}) == len(CORPUS) >= 150


@pytest.mark.parametrize("title", CLEAN)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_nothing_is_said_about_a_project_that_is_right(title: str, line_end: str) -> None:
    """No false alarm, whatever the editor puts at the end of a line."""
    files = {name: text.replace("\n", line_end) for name, text in CLEAN[title].items()}
    assert [(each.code, str(each.span)) for each in Checker().check(files).diagnostics] == []
