"""What a scorecard should obey besides its sums: nothing in it is out of reach, points go one way.

| finding | what                                                                                                    |
|---------|---------------------------------------------------------------------------------------------------------|
| GJ2507  | the cap is lower than what a criterion gives by itself: its best rows would all count the same          |
| GJ2508  | a weight of nothing: the dimension changes no total                                                     |
| GJ2509  | all ratings but one have a strategy                                                                     |
| GJ2510  | along the bands of a criterion the points go down and up again                                          |
| GJ2513  | the points are highest in the middle, as they may be meant to be                                        |
| GJ2511  | a criterion gives the same points whatever comes: it tells nothing apart                                |
A rating that no total can have is found by the check of its table, for the total's least and greatest value are known.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from engine.dsl import nodes as feel
from engine.dsl.diagnostics import Diagnostics, Label
from engine.model.boxed import DecisionTable
from engine.model.kinds.scoring import Criterion, Dimension, Scorecard, constant, points_of


def check_laws(card: Scorecard, diagnostics: Diagnostics) -> None:
    """Report caps that cut off, weights of nothing, a rating left without a strategy, points that go up and down."""
    for dimension in card.dimensions:
        _check_dimension(dimension, diagnostics)
        for criterion in dimension.criteria:
            _check_criterion(criterion, diagnostics)
    _check_strategies(card, diagnostics)


def _check_dimension(dimension: Dimension, diagnostics: Diagnostics) -> None:
    if not dimension.weight:
        diagnostics.add("GJ2508", dimension.weight_origin, name=dimension.label)
    cut = [each for each in dimension.criteria if dimension.cap is not None and _cut(each.table, dimension.cap)]
    if cut and dimension.combine != "sum" and dimension.cap is not None:
        highest = max(_cut(cut[0].table, dimension.cap), key=lambda each: constant(each) or Decimal(0))
        label = Label(dimension.origin, "dimension", {"dimension": dimension.label})
        diagnostics.add("GJ2507", highest.span, label, points=constant(highest), cap=dimension.cap)


def _cut(table: DecisionTable, cap: Decimal) -> list[feel.Node]:
    """The cells whose points are above the cap."""
    return [each for rule in table.rules for each in rule.outputs if (constant(each) or Decimal(0)) > cap]


def _check_criterion(criterion: Criterion, diagnostics: Diagnostics) -> None:
    cells = [rule.outputs[0] for rule in criterion.table.rules if rule.outputs]
    if len(cells) > 1 and len(points_of(criterion.table)) == 1 and all(constant(each) is not None for each in cells):
        diagnostics.add("GJ2511", criterion.origin, name=criterion.label, points=constant(cells[0]))
    turns = list(_turns(criterion.table))
    if turns:
        points = [point for _, point in _bands(criterion.table)]
        peak = len(turns) == 1 and points[0] < max(points) > points[-1]
        diagnostics.add("GJ2513" if peak else "GJ2510", turns[0].span, name=criterion.label, points=points)


def _turns(table: DecisionTable) -> Iterator[feel.Node]:
    """The cells at which the points, along the bands from the lowest, turn back."""
    bands = _bands(table)
    steps = [(after[0], after[1] - before[1]) for before, after in pairwise(bands)]
    moves = [(cell, step) for cell, step in steps if step]
    return (cell for (_, one), (cell, other) in pairwise(moves) if (one > 0) is not (other > 0))


def _bands(table: DecisionTable) -> list[tuple[feel.Node, Decimal]]:
    """The points of a table of bands of one number, with their cells, the lowest band first; none of other tables."""
    rows = [(_start(rule.tests[0]), rule.outputs[0]) for rule in table.rules if len(rule.tests) == 1]
    if len(rows) < len(table.rules) or any(start is None or constant(cell) is None for start, cell in rows):
        return []
    return [(cell, constant(cell) or Decimal(0)) for _, cell in sorted(rows, key=lambda row: row[0] or Decimal(0))]


def _start(tests: feel.UnaryTests) -> Decimal | None:
    """Where the band of a cell begins; None for a cell that is no band of numbers."""
    if len(tests.tests) != 1 or tests.negated:
        return None
    match tests.tests[0]:
        case feel.ComparisonRange(operator="<" | "<="):
            return Decimal("-Infinity") if constant(tests.tests[0].operand) is not None else None
        case feel.ComparisonRange(operator=">" | ">=", operand=operand):
            return constant(operand)
        case feel.RangeLiteral(start=start):
            return constant(start)
        case single:
            return constant(single)


def _check_strategies(card: Scorecard, diagnostics: Diagnostics) -> None:
    """A single rating without a strategy was most often forgotten; several are meant to have none. A strategy for no
    rating is told by itself."""
    cells = [rule.outputs[0] for rule in card.ratings.rules if rule.outputs]
    ratings = [each for each in cells if isinstance(each, feel.StringLiteral)]
    known = {strategy.rating for strategy in card.strategies}
    without = [each for each in ratings if each.value not in known]
    if len(without) == 1 and len(known) > 2 and known <= {each.value for each in ratings}:
        diagnostics.add("GJ2509", without[0].span, name=without[0].value)
