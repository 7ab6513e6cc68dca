"""Hit policies of decision tables: which matching rows give the result, in both executors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.errors import EvaluationError
from engine.model.loader import Loader
from engine.runtime.program import Program, compile_model

POINTS = """\
kind: decision
name: result
label: 结果
hit_policy: {policy}
inputs: {{n: number}}
outputs: {{points: number}}
table: |
  | n    | -> points |
  | >= 5 | 2         |
  | >= 1 | 1         |
  | >= 3 | 2         |
"""
LEVELS = """\
kind: decision
name: result
label: 结果
hit_policy: {policy}
inputs: {{n: number}}
outputs: {{level: [high, middle, low]}}
table: |
  | n    | -> level |
  | >= 1 | low      |
  | >= 5 | high     |
  | >= 3 | middle   |
  | >= 4 | middle   |
"""

CLAIMS = [
    # rows, policy, value of n, result
    (POINTS, "unique", 1, 1),
    (POINTS, "unique", 5, None),
    (POINTS, "unique", 0, None),
    (POINTS, "any", 1, 1),
    (POINTS, "any", 3, None),
    (POINTS, "first", 5, 2),
    (POINTS, "first", 3, 1),
    (POINTS, "first", 0, None),
    (POINTS, "rule order", 5, [2, 1, 2]),
    (POINTS, "rule order", 0, None),
    (POINTS, "collect", 3, [1, 2]),
    (POINTS, "collect sum", 5, 5),
    (POINTS, "collect sum", 0, None),
    (POINTS, "collect min", 5, 1),
    (POINTS, "collect max", 5, 2),
    (POINTS, "collect count", 5, 3),
    (POINTS, "collect count", 0, 0),
    (LEVELS, "priority", 5, "high"),
    (LEVELS, "priority", 3, "middle"),
    (LEVELS, "priority", 0, None),
    (LEVELS, "output order", 5, ["high", "middle", "middle", "low"]),
    (LEVELS, "output order", 1, ["low"]),
    (LEVELS, "any", 4, None),
]


def program(text: str, *, strict: bool = False) -> Program:
    """The program of one file."""
    loaded = Loader().load({"rules.yaml": text})
    assert not list(loaded.diagnostics)
    return compile_model(replace(loaded.model, strict=strict))


@pytest.mark.parametrize("traced", [False, True], ids=["compiled", "traced"])
@pytest.mark.parametrize(("rows", "policy", "n", "expected"), CLAIMS)
def test_policy(rows: str, policy: str, n: int, expected: object, traced: bool) -> None:
    """A null has a reason."""
    outcome = program(rows.format(policy=policy)).evaluate("result", {"n": n}, traced=traced)
    assert outcome.value == expected
    assert bool(outcome.findings) == (expected is None)


@pytest.mark.parametrize(
    ("policy", "n", "code", "rows"), [("unique", 5, "GJ1521", (1, 2, 3)), ("any", 3, "GJ1522", (2, 3))]
)
def test_a_breach_names_the_rows(policy: str, n: int, code: str, rows: tuple[int, ...]) -> None:
    """In strict mode it is an error at the table."""
    with pytest.raises(EvaluationError) as caught:
        program(POINTS.format(policy=policy), strict=True).evaluate("result", {"n": n})
    (found,) = caught.value.diagnostics
    assert (found.code, found.values["rows"]) == (code, rows)
    assert found.span.source.name == "rules.yaml"


def test_only_what_is_needed_is_worked_out() -> None:
    """First looks no further than the row that matches, and asks for no result but its own."""
    text = POINTS.format(policy="first").replace("| >= 1 | 1 ", '| n + "a" > 1 | 1 / 0 ')
    outcome = program(text).evaluate("result", {"n": 5})
    assert outcome.value == 2
    assert not outcome.reasons
