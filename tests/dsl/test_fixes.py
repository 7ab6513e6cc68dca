"""Safe fixes applied to texts: whole or not at all, and never two in one place."""

from __future__ import annotations

import pytest

from engine.dsl.diagnostics import Diagnostic, Edit, Fix
from engine.dsl.fixes import apply_safe
from engine.dsl.source import Source

TEXT = "abcdef\n"
SOURCE = Source("a.yaml", TEXT)


def finding(*edits: tuple[int, int, str], safe: bool = True) -> Diagnostic:
    """A finding at its first edit."""
    made = tuple(Edit(SOURCE.span(start, end), text) for start, end, text in edits)
    return Diagnostic("GJ0006", made[0].span, fix=Fix(made, safe))


@pytest.mark.parametrize(
    ("findings", "fixed", "applied"),
    [
        ([finding((0, 1, "X"))], "Xbcdef\n", 1),
        ([finding((0, 1, "X"), safe=False)], TEXT, 0),
        ([finding((0, 1, "X"), (3, 4, "Y"))], "XbcYef\n", 1),
        ([finding((0, 2, "X")), finding((1, 3, "Y"))], "Xcdef\n", 1),
        ([finding((0, 2, "X")), finding((4, 5, "Y"), (1, 2, "Z"))], "Xcdef\n", 1),
        ([finding((0, 1, "X")), finding((2, 2, "Y"))], "XbYcdef\n", 2),
        ([finding((0, 1, "X")), finding((1, 2, "Y"))], "Xbcdef\n", 1),
        ([finding((2, 3, ""))], "abdef\n", 1),
    ],
    ids=["one", "unsafe", "two edits", "overlap", "one of two overlaps", "insertion", "touching", "removal"],
)
def test_fixes_are_made_whole_or_not_at_all(findings: list[Diagnostic], fixed: str, applied: int) -> None:
    """Of two that touch, the first in the file wins."""
    texts, done = apply_safe({"a.yaml": TEXT}, findings)
    assert (texts["a.yaml"], len(done)) == (fixed, applied)


def test_a_fix_for_another_text_is_not_made() -> None:
    """The file changed since it was checked."""
    assert apply_safe({"a.yaml": "other\n"}, [finding((0, 1, "X"))]) == ({"a.yaml": "other\n"}, [])
