"""Limits that move: nothing is said where the bands between them are whole on every day and for every value, and only
there."""

from __future__ import annotations

import pytest

from engine.authoring import Checker

OFFER = """kind: entity
name: offer
label: Offer
fields:
  price: {label: Price, type: number, min: 0, max: 100}
  pieces: {label: Pieces, type: integer}
  budget: {label: Budget, type: number}
  signed_on: {label: Signed on, type: date}
---
"""


def told(head: str, *cells: str) -> list[str]:
    """The codes of what is said about a table of one column."""
    rows = "".join(f"  | {cell} | {number} |\n" for number, cell in enumerate(cells))
    table = f"kind: decision\nname: fit\ninputs: {{offer: offer}}\ntable: |\n  | {head} | -> fit |\n{rows}"
    return sorted({each.code for each in Checker().check({"a.yaml": OFFER + table}).diagnostics})


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("Price", ("< budget", ">= budget")),
        ("Price", ("< budget - 5", "[budget - 5..budget)", ">= budget")),
        ("Signed on", ('< today() - @"P1Y"', '[today() - @"P1Y"..today() - @"P3M")', '>= today() - @"P3M"')),
        ("Signed on", ('< today() - @"P30D"', '>= today() - @"P30D"')),
    ],
)
def test_bands_that_are_whole_wherever_they_lie(head: str, cells: tuple[str, ...]) -> None:
    """Whatever the budget, whatever the day; a band that lies below the least price today is no row out of reach."""
    assert told(head, *cells) == []


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("Price", ("< budget", "> budget")),
        ("Price", ("<= budget", "(budget..budget + 99]")),  # a budget of 0 leaves prices from 99 to 100
        ("Pieces", ("<= budget", ">= budget + 1")),  # a budget of 1.5 leaves 2 pieces
        ("Signed on", ('< today() - @"P30D"', '>= today() - @"P1M"')),  # whole in July, not in March
    ],
)
def test_a_doubt_that_remains_is_told(head: str, cells: tuple[str, ...]) -> None:
    """No all-clear for bands that fit together only for some budgets, or on some days."""
    assert "GJ2192" in told(head, *cells)
