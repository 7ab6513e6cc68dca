"""Every requirement that the pack claims to meet is stated by scenarios, which carry its number as a tag: `@R096`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from engine.dsl.source import Source
from engine.scenarios.feature_tree import read_feature

FEATURES = Path(__file__).resolve().parents[2] / "features"
CLAIMED = (
    "R008-R009 R011 R012-R016 R036-R040 R046 R050-R058 R060-R061 R065-R072 R075 R079 R082 R085-R091 "
    "R096-R108 R111-R112 R116 R118-R120 R122 R124-R132 R137 R140-R142"
)
"""The decisions, times, gates, forms and scores of the pack."""


def numbers(ranges: str) -> Iterator[str]:
    """Every number of some ranges, `R008-R009`."""
    for part in ranges.split():
        first, last = (int(end[1:]) for end in (part.split("-") * 2)[:2])
        yield from (f"R{number:03}" for number in range(first, last + 1))


@cache
def tagged() -> dict[str, int]:
    """How many scenarios carry each number; those of a rule or a feature carry its tags, too."""
    found: dict[str, int] = {}
    for file in FEATURES.glob("*.feature"):
        tree = read_feature(Source(file.name, file.read_text(encoding="utf-8")))
        above: dict[str, set[str]] = {}
        tags: set[str] = set()
        for line in tree.lines:
            if line.kind == "tag":
                tags |= set(re.findall(r"@(R\d{3})\b", line.span.text))
            elif line.kind in ("feature", "rule"):
                above[line.kind], tags = tags, set()
            elif line.kind in ("scenario", "outline"):
                for number in tags.union(*above.values()):
                    found[number] = found.get(number, 0) + 1
                tags = set()
    return found


@pytest.mark.parametrize("number", list(numbers(CLAIMED)))
def test_a_requirement_is_stated_by_scenarios(number: str) -> None:
    """One finds them by searching for the number."""
    assert tagged().get(number, 0) > 0


def test_tags_are_numbers_of_requirements() -> None:
    """No tag of another shape, and none that does not exist."""
    lines = [line for file in FEATURES.glob("*.feature") for line in file.read_text(encoding="utf-8").splitlines()]
    tags = {tag for line in lines if line.strip().startswith("@") for tag in line.split()}
    assert [tag for tag in tags if not re.fullmatch(r"@R\d{3}", tag)] == []
    assert {tag[1:] for tag in tags} <= set(numbers("R001-R162"))
