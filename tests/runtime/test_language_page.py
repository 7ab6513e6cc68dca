"""The page about the language says nothing that is not so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.runtime.feel import expression

PAGE = Path(__file__).resolve().parents[2] / "docs" / "language.md"
EXAMPLES = re.findall(r"```feel\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[0].splitlines()


@pytest.mark.parametrize("traced", [False, True], ids=["compiled", "traced"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_true(example: str, traced: bool) -> None:
    """Each line of FEEL on the page holds, in the strict mode that authors write for."""
    assert expression(example).evaluate({}, traced=traced).value is True
