"""What a scorecard is: dimensions with weights, criteria with points, ratings; and which points it can give.

The points of a criterion are the constants in its table, so everything a dimension can reach is known beforehand.
That gives the bounds that missing data leave open, and what has to change for the next rating: exactly, not by search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from engine.dsl import nodes as feel
from engine.dsl.numerals import in_digits
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.model.boxed import DecisionTable
from engine.model.decision import KnowledgeSource
from engine.model.kinds.kind import Definition

FULL_MARK = Decimal(10)
POLICIES = ("renormalise", "exclude", "neutral", "worst", "block")


@dataclass(frozen=True, slots=True)
class Missing:
    """What happens when a dimension has no data.

    renormalise, exclude   it is left out and the weights of the others are scaled up
    neutral                it gets `points`
    worst                  it gets the fewest points it can
    block                  there is no total and no rating
    """

    policy: str = "renormalise"
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One table from facts to points. `weight` counts where the dimension says `combine: weighted`.

    `monotone` is which way the points go as the value grows, "increasing" or "decreasing"; "either" where they may go
    either way, empty where nothing is said.
    """

    name: str
    label: Text
    table: DecisionTable
    origin: Span
    weight: Decimal = Decimal(1)
    weight_origin: Span | None = None
    monotone: str = ""

    @property
    def points(self) -> tuple[Decimal, ...]:
        """The points it can give, ascending."""
        return points_of(self.table)


@dataclass(frozen=True, slots=True)
class Dimension:
    """One aspect. Its points are its criteria combined, plus the bonus, at most `cap` (None: no cap)."""

    name: str
    label: Text
    weight: Decimal
    weight_origin: Span
    origin: Span
    criteria: tuple[Criterion, ...]
    combine: str = "mean"
    bonus: DecisionTable | None = None
    cap: Decimal | None = FULL_MARK
    missing: Missing = Missing()
    cap_origin: Span | None = None
    combine_origin: Span | None = None

    @property
    def cut(self) -> tuple[feel.Node, ...]:
        """The cells of criteria that give more than the cap by themselves, which is a mistake."""
        if self.cap is None:
            return ()
        cells = (cell for each in self.criteria for rule in each.table.rules for cell in rule.outputs)
        return tuple(cell for cell in cells if (constant(cell) or Decimal(0)) > self.cap)

    @property
    def highest(self) -> Decimal:
        """The most points it can reach; where the cap is a mistake, without it."""
        return (replace(self, cap=None) if self.cut else self).levels[-1]

    @property
    def levels(self) -> tuple[Decimal, ...]:
        """All points it can reach, ascending, when everything about it is known."""
        extra = (Decimal(0), *(points_of(self.bonus) if self.bonus else ()))
        reached = {base + bonus for base in combined(self.combine, self.criteria) for bonus in extra}
        return tuple(sorted({each if self.cap is None else min(each, self.cap) for each in reached}))


@dataclass(frozen=True, slots=True)
class Strategy:
    """What follows from a rating: texts and lists of texts under names such as `actions`, `team`, `plan`."""

    rating: str
    entries: Mapping[str, str | tuple[str, ...]]
    origin: Span


@dataclass(frozen=True, slots=True)
class Threshold:
    """A rating and the least total that has it."""

    rating: str
    total: Decimal


@dataclass(frozen=True, slots=True)
class Scorecard(Definition):
    """`total` is the author's word for the weighted sum, which the header of `ratings` speaks of; `window` the period
    that the figures are about, `cycle` for that from one evaluation to the next, empty where nothing is said.

    `min_weight` is the completeness below which nothing is rated; `required` names what a provisional result asks
    for; `manual` whether an assessor may give points, `remark` whether these need a remark.
    """

    subject: str
    subject_origin: Span
    total: Text
    dimensions: tuple[Dimension, ...]
    ratings: DecisionTable
    strategies: tuple[Strategy, ...] = ()
    window: str = ""
    missing_label: Text = field(default_factory=lambda: Text("数据待完善", "Data to be completed"))
    min_weight: Decimal = Decimal(0)
    required: tuple[str, ...] = ()
    manual: bool = True
    remark: bool = True
    sources: tuple[KnowledgeSource, ...] = ()

    @property
    def lowest(self) -> Decimal:
        """The least total: of the criteria, or of an assessor's marks."""
        given = sum((d.levels[0] * d.weight for d in self.dimensions if d.levels), Decimal(0))
        return min(given, Decimal(0)) if self.manual else given

    @property
    def highest(self) -> Decimal:
        """The greatest total: of the criteria, or of an assessor's marks."""
        given = sum((d.highest * d.weight for d in self.dimensions if d.levels), Decimal(0))
        return max(given, FULL_MARK) if self.manual else given


def points_of(table: DecisionTable) -> tuple[Decimal, ...]:
    """The points that a table can give, ascending; results that are no plain numbers are left out."""
    found = {value for rule in table.rules for output in rule.outputs if (value := constant(output)) is not None}
    return tuple(sorted(found))


def constant(node: feel.Node) -> Decimal | None:
    """The number that an expression plainly is.

    >>> constant(feel.Negation(feel.NumberLiteral(Decimal(2)))), constant(feel.Name("x"))
    (Decimal('-2'), None)
    """
    if isinstance(node, feel.NumberLiteral):
        return node.value
    if isinstance(node, feel.Negation) and isinstance(node.operand, feel.NumberLiteral):
        return -node.operand.value
    return None


def is_no_points(node: feel.Node) -> bool:
    """Whether a result is no plain number; one in words is told where words are."""
    if isinstance(node, feel.Name) and in_digits(node.name):
        return False
    return constant(node) is None or getattr(node, "percent", False)


def combined(method: str, criteria: tuple[Criterion, ...]) -> set[Decimal]:
    """Every value that the criteria of a dimension can combine to.

    Folding one criterion after the other keeps the set small: 20 criteria of 4 levels have 61 sums, not 4^20.
    """
    if not all(criterion.points for criterion in criteria):
        return set()
    weights = [criterion.weight if method == "weighted" else Decimal(1) for criterion in criteria]
    weighed = [[p * w for p in c.points] for c, w in zip(criteria, weights, strict=True)]
    reached = _fold(_FOLDS.get(method, _plus), weighed)
    divisor = {"mean": Decimal(len(criteria)), "weighted": sum(weights, Decimal(0))}.get(method, Decimal(1))
    return {value / divisor for value in reached}


def _plus(a: Decimal, b: Decimal) -> Decimal:
    return a + b


_FOLDS: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {"min": min, "max": max}


def _fold(join: Callable[[Decimal, Decimal], Decimal], levels: Iterable[Iterable[Decimal]]) -> set[Decimal]:
    reached: set[Decimal] = set()
    for each in levels:
        reached = {join(a, b) for a in reached for b in each} if reached else set(each)
    return reached


def thresholds(table: DecisionTable) -> tuple[Threshold, ...]:
    """The ratings that begin with a total, the lowest first. `> 7` begins with none: no total is the least above 7."""
    return tuple(sorted(_beginnings(table), key=lambda each: each.total))


def _beginnings(table: DecisionTable) -> Iterator[Threshold]:
    for rule in table.rules:
        for test in rule.tests[0].tests if len(rule.tests) == 1 and not rule.tests[0].negated else ():
            name, total = rule.outputs[0], _beginning(test)
            if total is not None and isinstance(name, feel.StringLiteral):
                yield Threshold(name.value, total)


def _beginning(test: feel.Node) -> Decimal | None:
    """The least number that passes a test."""
    match test:
        case feel.ComparisonRange(operator=">=", operand=operand):
            return constant(operand)
        case feel.RangeLiteral(start=start, start_included=True):
            return constant(start)
    return constant(test)


def percent(share: Decimal) -> str:
    """A share in percent.

    >>> percent(Decimal("0.30")), percent(Decimal("1.05")), percent(Decimal("0.125"))
    ('30%', '105%', '12.5%')
    """
    return f"{(share * 100).normalize():f}%"
