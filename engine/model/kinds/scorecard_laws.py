"""What a scorecard should obey besides its sums: nothing in it is out of reach, points go one way.

| finding | what                                                                                                    |
|---------|---------------------------------------------------------------------------------------------------------|
| GJ2507  | the cap is lower than what a criterion gives by itself: its best rows would all count the same          |
| GJ2508  | a weight of nothing: the dimension changes no total                                                     |
| GJ2509  | all ratings but one have a strategy                                                                     |
| GJ2510  | along the bands of a criterion the points go down and up again                                          |
| GJ2513  | the points are highest in the middle, as they may be meant to be                                        |
| GJ2515  | criteria have weights, but are combined in a way that does not look at them                              |
| GJ2516  | the points do not go the way that the criterion declares                                                |
| GJ2511  | a criterion gives the same points whatever comes: it tells nothing apart                                |
A rating that no total can have is found by the check of its table, for the total's least and greatest value are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from engine.dsl import nodes as feel
from engine.dsl.diagnostics import Diagnostics, Edit, Fix, Label
from engine.dsl.source import Span
from engine.model.boxed import DecisionTable
from engine.model.kinds.scoring import Criterion, Dimension, Scorecard, constant, points_of

WAYS = {"increasing": 1, "decreasing": -1}
STEP = Decimal("0.05")
"""Weights are mostly round."""
Bands = list[tuple[feel.Node, Decimal]]
BEST_INSIDE = re.compile(
    "年龄|岁|体重|体质|体温|温度|湿度|气温|水温|血压|血糖|血脂|心率|脉搏|睡眠|酸碱|(?<![a-z])(?:age|weight|bmi|ph|"
    "temperature|humidity|pressure|pulse|heart|sleep|glucose)(?![a-z])",
    re.I,
)
"""What is best neither small nor great, so that its points are highest in the middle by intent."""


def check_laws(card: Scorecard, diagnostics: Diagnostics) -> None:
    """Report caps that cut off, weights of nothing, a rating left without a strategy, points that go up and down."""
    for dimension in card.dimensions:
        _check_dimension(dimension, diagnostics)
        for criterion in dimension.criteria:
            _check_criterion(criterion, dimension.cut, diagnostics)
    _check_strategies(card, diagnostics)


def mistyped_weight(dimensions: Sequence[Dimension], missing: Decimal) -> Dimension | None:
    """The only weight that would be right with its point elsewhere, with two digits exchanged, or as a round number
    like the others, if so much is added to it as is missing from 100%.

    >>> from engine.dsl.nodes import NOWHERE
    >>> from engine.dsl.text import Text
    >>> def weights(*shares): return [Dimension(s, Text(s), Decimal(s) / 100, NOWHERE, NOWHERE, ()) for s in shares]
    >>> def slip(*shares):
    ...     return getattr(mistyped_weight(weights(*shares), 1 - sum(d.weight for d in weights(*shares))), "name", None)
    >>> slip("60", "4"), slip("40", "52", "35"), slip("40", "35", "23"), slip("40", "30", "20")
    ('4', '52', '23', None)
    """
    meant = [(each, each.weight + missing) for each in dimensions if each.weight > 0 and each.weight + missing > 0]
    for is_slip in (_is_moved, _is_exchanged, _is_uneven):
        likely = [each for each, weight in meant if is_slip(each.weight, weight)]
        if len(likely) == 1:
            others = [each for each in dimensions if each is not likely[0]]
            return likely[0] if is_slip is not _is_uneven or not any(each.weight % STEP for each in others) else None
    return None


def _is_moved(weight: Decimal, meant: Decimal) -> bool:
    return meant / weight in (10, 100) or weight / meant in (10, 100)


def _is_exchanged(weight: Decimal, meant: Decimal) -> bool:
    return weight != meant and f"{weight * 100:.0f}" == f"{meant * 100:.0f}"[::-1]


def _is_uneven(weight: Decimal, meant: Decimal) -> bool:
    return bool(weight % STEP) and not meant % STEP


def _check_dimension(dimension: Dimension, diagnostics: Diagnostics) -> None:
    if not dimension.weight:
        diagnostics.add("GJ2508", dimension.weight_origin, name=dimension.label)
    weights = [each.weight_origin for each in dimension.criteria if each.weight_origin]
    if len(weights) > 1 and dimension.combine != "weighted":
        place = dimension.combine_origin
        fix = Fix((Edit(place, "weighted"),)) if place else None
        diagnostics.add("GJ2515", place or weights[0], Label(weights[-1], "weight"), fix=fix, combine=dimension.combine)
    if dimension.cut:
        _report_cut(dimension, dimension.cut, diagnostics)


def _report_cut(dimension: Dimension, cut: Sequence[feel.Node], diagnostics: Diagnostics) -> None:
    """A single row above the cap was written on another scale; where several are, the cap was."""
    highest = max(cut, key=lambda each: constant(each) or Decimal(0))
    points = constant(highest)
    values: dict[str, Any] = {"points": points, "cap": dimension.cap}
    label = Label(dimension.cap_origin or dimension.origin, "dimension", {"dimension": dimension.label})
    if len(cut) == 1:
        diagnostics.add("GJ2507", highest.span, label, **values)
    elif dimension.cap_origin:
        fix = Fix((Edit(dimension.cap_origin, str(points)),))
        label = Label(highest.span, "row", {"points": points})
        diagnostics.add("GJ2507", dimension.cap_origin, label, fix=fix, raised=f"cap: {points}", **values)
    else:
        fix = Fix((_behind_weight(dimension.weight_origin, f"cap: {points}"),))
        diagnostics.add("GJ2507", highest.span, label, fix=fix, raised=f"cap: {points}", **values)


def _behind_weight(weight: Span, entry: str) -> Edit:
    """A further entry of a dimension, on a line of its own where the weight has one."""
    before = weight.source.line(weight.line)[: weight.column - 1]
    indentation = before[: len(before) - len(before.lstrip())]
    between = f"\n{indentation}" if before.strip() == "weight:" else ", "
    return Edit(weight.source.span(weight.end, weight.end), between + entry)


def _check_criterion(criterion: Criterion, cut: Sequence[feel.Node], diagnostics: Diagnostics) -> None:
    """Points that tell nothing apart, or turn back where none is `cut` off, which is told by itself."""
    cells = [rule.outputs[0] for rule in criterion.table.rules if rule.outputs]
    if len(cells) > 1 and len(points_of(criterion.table)) == 1 and all(constant(each) is not None for each in cells):
        diagnostics.add("GJ2511", criterion.origin, name=criterion.label, points=constant(cells[0]))
    bands = _bands(criterion.table)
    turns = list(_turns(bands))
    if criterion.monotone in WAYS:
        _check_way(criterion, bands, diagnostics)
    elif turns and criterion.monotone != "either" and not any(cell in cut for cell in cells):
        _report_turn(criterion, bands, turns, diagnostics)


def _check_way(criterion: Criterion, bands: Bands, diagnostics: Diagnostics) -> None:
    """Points go the way that is declared, from the lowest band to the highest."""
    sign = WAYS[criterion.monotone]
    for (before, less), (cell, points) in pairwise(bands):
        if (points - less) * sign < 0:
            label = Label(before.span, "before")
            values: dict[str, Any] = {"points": points, "before": less, "way": criterion.monotone}
            diagnostics.add("GJ2516", cell.span, label, name=criterion.label, **values)
            return


def _report_turn(criterion: Criterion, bands: Bands, turns: Sequence[feel.Node], diagnostics: Diagnostics) -> None:
    """A number with a digit too few or too many, two neighbours that were swapped; else where the points turn."""
    points = [point for _, point in bands]
    values: dict[str, Any] = {"name": criterion.label, "points": points}
    swapped = _swapped(bands)
    is_peak = len(turns) == 1 and points[0] < max(points) > points[-1]
    is_meant = len(turns) == 1 and (not swapped or _is_meant(criterion, points, is_peak))
    if is_peak and is_meant:
        return
    if slip := _slip(bands):
        cell, meant = slip
        diagnostics.add("GJ2510", cell.span, fix=Fix((Edit(cell.span, meant),)), suggestion=meant, **values)
    elif is_meant:
        return
    elif swapped:
        one, other = swapped
        fix = Fix((Edit(one.span, other.span.text), Edit(other.span, one.span.text)))
        rows = [number for number, rule in enumerate(criterion.table.rules, 1) if rule.outputs[0] in swapped]
        code = "GJ2513" if is_peak else "GJ2510"
        diagnostics.add(code, one.span, fix=fix, first=rows[0], second=rows[-1], **values)
    else:
        diagnostics.add("GJ2510", turns[0].span, **values)


def _is_meant(criterion: Criterion, points: Sequence[Decimal], is_peak: bool) -> bool:
    """Whether points turn once by intent: both ends are equal, it is an age or the like, or the bands say so. A peak
    falls as no scale falls from its full mark; a low without points is what is normal."""
    third, second, best = sorted(points)[-3:]
    shape = best - second > second - third if is_peak else min(points) == 0
    named = BEST_INSIDE.search(str(criterion.table.inputs[0].label))
    return bool(shape or points[0] == points[-1] or named or _is_target(criterion.table))


def _is_target(table: DecisionTable) -> bool:
    """Whether the best band has both of its limits, between two half-lines without them: `< 8`, `[8..12]`, `> 12`."""
    best = max(table.rules, key=lambda rule: constant(rule.outputs[0]) or Decimal(0))
    match best.tests[0].tests:
        case (feel.RangeLiteral(start=start, end=end, start_included=True, end_included=True),):
            around = (feel.ComparisonRange("<", start), feel.ComparisonRange(">", end))
            return all(any(each in rule.tests[0].tests for rule in table.rules) for each in around)
    return False


def _slip(bands: Bands) -> tuple[feel.Node, str] | None:
    """The number that fits in with ten times or a tenth of its size: `7.5` among whole numbers, `700` below 100."""
    points = [point for _, point in bands]
    for index, (cell, point) in enumerate(bands):
        others = [*points[:index], *points[index + 1 :]]
        if point % 1 and not any(other % 1 for other in others):
            meant = point * 10
        elif point > 2 * max(others):
            meant = point / 10
        else:
            continue
        if _go_one_way([*points[:index], meant, *points[index + 1 :]]):
            return cell, f"{meant.normalize():f}"
    return None


def _swapped(bands: Bands) -> tuple[feel.Node, feel.Node] | None:
    """Two neighbours, as they are written, whose points would go one way with all others if they changed places."""
    points = [point for _, point in bands]
    for i in range(len(points) - 1):
        if _go_one_way([*points[:i], points[i + 1], points[i], *points[i + 2 :]]):
            one, other = sorted((bands[i][0], bands[i + 1][0]), key=lambda cell: cell.span.start)
            return one, other
    return None


def _go_one_way(points: Sequence[Decimal]) -> bool:
    """Whether points only grow or only fall."""
    return points in (sorted(points), sorted(points, reverse=True))


def _turns(bands: Bands) -> Iterator[feel.Node]:
    """The cells at which the points, along the bands from the lowest, turn back."""
    steps = [(after[0], after[1] - before[1]) for before, after in pairwise(bands)]
    moves = [(cell, step) for cell, step in steps if step]
    return (cell for (_, one), (cell, other) in pairwise(moves) if (one > 0) is not (other > 0))


def _bands(table: DecisionTable) -> Bands:
    """The points of a table of bands of one number, with their cells, the lowest band first; none of other tables."""
    rows = [(_start(rule.tests[0]), rule.outputs[0]) for rule in table.rules if len(rule.tests) == 1]
    if len(rows) < len(table.rules) or any(start is None or constant(cell) is None for start, cell in rows):
        return []
    if len({number.percent for rule in table.rules for number in _numbers(rule.tests[0])}) > 1:  # one lacks its sign
        return []
    return [(cell, constant(cell) or Decimal(0)) for _, cell in sorted(rows, key=lambda row: row[0] or Decimal(0))]


def _numbers(tests: feel.UnaryTests) -> Iterator[feel.NumberLiteral]:
    return (node for node in feel.walk(tests) if isinstance(node, feel.NumberLiteral) and node.value)


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
