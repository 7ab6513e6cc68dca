"""Reads the corpus of mistakes: `tests/data/mistakes/*.txt`, each case an edit of a small project beside it.

    ## a title that says what went wrong | hotel
    configs/scoring.yaml
    -    weight: 30%
    +    weight：30%
    = GJ0006 -> weight: 30%

The project is the folder behind the bar, `base` where there is none.
`-` lines are taken out of the file and `+` lines put in their place; `-` lines behind `+` begin another edit of the
file, another path another file. Without `-` lines, `+` lines make up a whole new file, or go to the end of one.
Every `=` line is a finding that must be told, and no other error may be: its code, then, where needed,

    @ text    a piece of the line at which it is told; without it that is the first line put in
    -> text   the first thing suggested: the line as it is when mended, or words of the first help
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"
MISTAKES = DATA / "mistakes"
BASE = "base"


@dataclass(frozen=True)
class Expected:
    """A finding that must be told: on the line that holds `at`, with `suggestion` first."""

    code: str
    at: str
    suggestion: str


@dataclass(frozen=True)
class Mistake:
    """A case: the project with one thing wrong, and what must be said."""

    family: str
    title: str
    files: dict[str, str]
    file: str
    expected: tuple[Expected, ...]


def project(folder: Path) -> dict[str, str]:
    """The texts of a project's folder by name."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".yaml", ".feature"))
    return {str(path.relative_to(folder)): path.read_bytes().decode() for path in files}


def mistakes(folder: Path = MISTAKES) -> Iterator[Mistake]:
    """Every case of a folder."""
    for path in sorted(folder.glob("*.txt")):
        for part in re.split(r"(?m)^## ", path.read_text(encoding="utf-8"))[1:]:
            head, _, body = part.partition("\n")
            title, _, name = (each.strip() for each in head.partition("|"))
            yield _mistake(path.stem, title, project(MISTAKES / (name or BASE)), body)


def _mistake(family: str, title: str, files: dict[str, str], body: str) -> Mistake:
    """One case."""
    file, first = "", ""
    taken: list[str] = []
    put: list[str] = []
    expected = []
    for line in [*body.split("\n"), ""]:
        mark, rest = line[:1], line[1:]
        if (taken or put) and (mark not in ("-", "+") or (mark == "-" and put)):
            files[file] = _edited(files.get(file, ""), taken, put, f"{family}: {title}")
            first = first or next((line.strip() for line in put if line.strip()), "")
            taken, put = [], []
        if mark == "-":
            taken.append(rest)
        elif mark == "+":
            put.append(rest)
        elif mark == "=":
            expected.append(_expected(rest, _unescaped(first).strip()))
        elif re.fullmatch(r"\S+\.(yaml|feature)", line):
            file = line
    return Mistake(family, title, files, file, tuple(expected))


def _expected(line: str, first: str) -> Expected:
    match = re.fullmatch(r" *(?P<code>GJ\d{4})(?: +@ (?P<at>.*?))?(?: +-> (?P<suggestion>.*))?", line)
    assert match, line
    return Expected(match["code"], match["at"] or first, match["suggestion"] or "")


def _edited(text: str, taken: list[str], put: list[str], title: str) -> str:
    """A text with some lines in the place of others. `\\t` and `\\u….` in a case stand for what cannot be seen."""
    new = "".join(f"{_unescaped(line)}\n" for line in put)
    old = "".join(f"{line}\n" for line in taken)
    if not old:
        return text + new
    assert text.count(old) >= 1, f"{title}: {old!r} is not there"
    return text.replace(old, new, 1)


def _unescaped(line: str) -> str:
    return re.sub(r"⟦(\w+)⟧", lambda match: chr(int(match[1], 16)), line)
