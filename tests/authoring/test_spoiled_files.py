"""Whatever is typed into a file, what is said of it is a finding: nothing breaks the check, its fixes or its layout."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from engine.authoring import Checker, laid_out
from engine.dsl.fixes import apply_safe
from engine.dsl.rendering import render_all
from tests.authoring.corpus import DATA, project

PROJECTS = {each.name: project(each) for each in sorted((DATA / "clean").iterdir()) if each.is_dir()}
CHECKERS = {name: Checker() for name in PROJECTS}  # so that only what was spoiled is read again
TYPED = (
    *"：，；（）“”‘’|{}[]<>=-+*/%&@#!\"'\t\\\n ?、。—…０９ａ🙂\u200b\ufeff", "  ", "\n\n", "---\n", "- ",
    "| ", ": ", "{{", "}}",
    "-> ", "null", "true", "= ", '@"', "\r\n", "1e999", "9" * 40, "<", "<a>", "# ", "&a ", "*a ", "!!x ", "<<: ",
)  # fmt: skip
SEEDS = range(150)


def spoil(text: str, dice: random.Random) -> str:
    """A text with one thing done to it: characters gone, typed, typed over; a line gone, doubled, moved to a side."""
    start = dice.randrange(len(text))
    end = start + dice.choice((1, 2, 5, 20, 80))
    lines = text.split("\n")
    line, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    ways: tuple[Callable[[], str], ...] = (
        lambda: text[:start] + text[end:],
        lambda: text[:start] + dice.choice(TYPED) + text[start:],
        lambda: text[:start] + dice.choice(TYPED) + text[end:],
        lambda: "\n".join([*lines[:line], *lines[line + 1 :]]),
        lambda: "\n".join([*lines[:other], lines[line], *lines[other:]]),
        lambda: "\n".join([*lines[:line], " " * dice.randrange(4) + lines[line].lstrip(), *lines[line + 1 :]]),
    )
    return dice.choice(ways)() or " "


@pytest.mark.parametrize("seed", SEEDS)
def test_a_spoiled_file_ends_in_findings(seed: int) -> None:
    """In both languages; the safe fixes can be applied, and the file laid out."""
    dice = random.Random(seed)
    name = dice.choice(sorted(PROJECTS))
    files = dict(PROJECTS[name])
    file = dice.choice(sorted(files))
    for _ in range(dice.choice((1, 1, 2, 4))):
        files[file] = spoil(files[file], dice)
    found = CHECKERS[name].check(files).diagnostics
    assert all(render_all(found, lang) for lang in ("zh", "en")) or not found
    assert apply_safe(files, found)
    assert laid_out(files).keys() == files.keys()
