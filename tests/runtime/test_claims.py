"""Claims in FEEL, one a line in tests/data/feel: each is true, whichever executor runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.runtime.feel import expression

DATA = Path(__file__).resolve().parents[1] / "data" / "feel"
CLAIMS = [
    pytest.param(line, id=f"{path.stem}:{number}")
    for path in sorted(DATA.rglob("*.feel"))
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    if line and not line.startswith("//")
]


@pytest.mark.parametrize("traced", [False, True], ids=["compiled", "traced"])
@pytest.mark.parametrize("claim", CLAIMS)
def test_claim_holds(claim: str, traced: bool) -> None:
    """The line is true in the mode of the standard."""
    assert expression(claim).evaluate({}, mode="dmn", traced=traced).value is True
