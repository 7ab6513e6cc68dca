"""The columns of a decision table, cut into atoms: the least pieces that no cell of the column tells apart.

Reads   an input clause and the cells below it.
Gives   an `Axis`. A set of values that matters to the table is a set of atoms: an int with one bit for each, so that
        union, intersection and difference are `|`, `&` and `& ~`, exactly.
Method  on a line (numbers, dates, times, durations) the constants of the cells are the points, and the open stretches
        between them; elsewhere (choices, texts, booleans) each value is an atom, and one more stands for all others.
        A missing value is an atom where a cell speaks of null.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from engine.analysis.cells import UnclearError, acceptance, landmarks
from engine.analysis.scales import Scale, scale
from engine.dsl import nodes as feel
from engine.dsl.literals import literal
from engine.dsl.names import is_word
from engine.dsl.types import SimpleType
from engine.dsl.values import Value
from engine.model.boxed import InputClause

Edges = tuple[Decimal | None, Decimal | None]
OTHER = "…"
ANYTHING = feel.UnaryTests((feel.AnyValue(),))
ORDERINGS = ("<", "<=", ">", ">=")


@dataclass(frozen=True)
class Axis(ABC):
    """A column. `values` has a value of every atom; a last None is the missing value where `nullable`."""

    clause: InputClause
    values: tuple[Value, ...]
    nullable: bool

    @abstractmethod
    def blocks(self, points: Sequence[Value]) -> Iterator[int]:
        """The atoms, apart from the missing value, in sets that tests with these landmarks cannot tell apart."""

    @abstractmethod
    def runs(self, atoms: int) -> Iterator[int]:
        """Atoms in the pieces that are worth speaking of one by one."""

    @abstractmethod
    def text(self, atoms: int) -> str:
        """Atoms as the unary tests of a cell."""

    @property
    def null(self) -> int:
        """The atom of the missing value; 0 where there is none."""
        return 1 << (len(self.values) - 1) if self.nullable else 0

    @cached_property
    def full(self) -> int:
        """All atoms."""
        return (1 << len(self.values)) - 1

    @cached_property
    def domain(self) -> int:
        """What the column may hold: its declared values, and never the missing one."""
        declared = self.declared() & ~self.null
        return declared & self.atoms(self.clause.allowed) if self.clause.allowed else declared

    def beyond(self, atoms: int) -> int:
        """Atoms without the ends that the column has by itself, as an author writes them."""
        return atoms

    def declared(self) -> int:
        """The atoms that the type of the column has."""
        return self.full

    def atoms(self, tests: feel.UnaryTests) -> int:
        """The atoms that a cell accepts; `UnclearError` where that depends on other things."""
        known = self._told.get(tests)
        if known is None:
            points = [point for point in landmarks(tests) if point is not None]
            blocks, accepts = (*self.blocks(points), self.null), acceptance(tests)
            known = self._told[tests] = sum(block for block in blocks if block and accepts(self.value(block)))
        return known

    @cached_property
    def _told(self) -> dict[feel.UnaryTests, int]:
        """What each cell accepts: in a column the same ones stand again and again."""
        return {ANYTHING: self.full}

    def value(self, atoms: int) -> Value:
        """A value among atoms, the first."""
        return self.values[(atoms & -atoms).bit_length() - 1]


@dataclass(frozen=True)
class Line(Axis):
    """A column of ordered values. `edges` are the two ends of every atom, which are the same for a point; `closed` when
    its bands are written with both ends included, `[1..2]`, `[3..5]`, as whole numbers may be."""

    scale: Scale
    points: tuple[Decimal, ...]
    edges: tuple[Edges, ...]
    percent: bool
    closed: bool

    def blocks(self, points: Sequence[Value]) -> Iterator[int]:
        """Before, at and behind each landmark."""
        start = 0
        for point in sorted(map(self.scale.point, points)):
            for end in (bisect_left(self.points, point), bisect_right(self.points, point)):
                yield _bits(start, end)
                start = max(start, end)
        yield _bits(start, len(self.points))

    def runs(self, atoms: int) -> Iterator[int]:
        """Atoms without a break."""
        while atoms:
            start = (atoms & -atoms).bit_length() - 1
            run = _bits(start, start + (~(atoms >> start) & (atoms >> start) + 1).bit_length() - 1)
            yield run
            atoms &= ~run

    def text(self, atoms: int) -> str:
        """`[1..2), > 5`; `null` for the missing value."""
        known = atoms & ~self.null
        if known == self.full & ~self.null:
            return "-"
        texts = [self._interval(run) for run in self.runs(known)]
        return ", ".join([*texts, *(["null"] if atoms & self.null else [])])

    def _interval(self, run: int) -> str:
        low, high = self._included(self.lowest(run), 1), self._included(self.highest(run)[::-1], -1)[::-1]
        start, end = low[0], high[1]
        if start is None or end is None:
            start, end = self.lowest(run)[0], self.highest(run)[1]
            return self._half_line(start, end, start == self.lowest(run)[1], self.highest(run)[0] == end)
        if start == end:
            return self._literal(start)
        opening, closing = "[" if low[0] == low[1] else "(", "]" if high[0] == high[1] else ")"
        return f"{opening}{self._literal(start)}..{self._literal(end)}{closing}"

    def _included(self, edges: Edges, sign: int) -> Edges:
        """The end of a band, first of two, as a value that belongs to it, where bands are written so."""
        outer, inner = edges
        if not self.closed or outer is None or outer == inner or self.scale.step is None:
            return edges
        return (outer + sign * self.scale.step,) * 2

    def lowest(self, atoms: int) -> Edges:
        """The two ends of the lowest of some atoms."""
        return self.edges[(atoms & -atoms).bit_length() - 1]

    def highest(self, atoms: int) -> Edges:
        """The two ends of the highest of some atoms."""
        return self.edges[atoms.bit_length() - 1]

    def end(self, atoms: int) -> str:
        """Where the highest of some atoms ends; empty where they go on without end."""
        high = self.highest(atoms)[1]
        return "" if high is None else self._literal(high)

    def start(self, atoms: int) -> str:
        """Where the lowest of some atoms begins; empty where they come from without end."""
        low = self.lowest(atoms)[0]
        return "" if low is None else self._literal(low)

    def width(self, atoms: int) -> Decimal | None:
        """How far it is from the lowest to the highest of some atoms; None where they go on without end."""
        low, high = self.lowest(atoms)[0], self.highest(atoms)[1]
        return None if low is None or high is None else high - low

    def is_beyond(self, value: Value) -> bool:
        """Whether a value that a cell speaks of lies outside of what is declared."""
        return value in self.values and not self.domain >> self.values.index(value) & 1

    def is_point(self, atoms: int) -> bool:
        """Whether some atoms are a single value that a cell speaks of."""
        low, high = self.lowest(atoms)
        return atoms.bit_count() == 1 and low == high and not atoms & self.null

    def beyond(self, atoms: int) -> int:
        """Bands that reach an end of what the column may hold, without that end: `< 70` for `[0..70)`."""
        domain = self.domain
        if not domain or self.is_point(atoms):
            return atoms
        first = (domain & -domain).bit_length() - 1
        below = _bits(0, first) if atoms >> first & 1 else 0
        above = _bits(domain.bit_length(), len(self.points)) if atoms >> domain.bit_length() - 1 & 1 else 0
        return atoms | below | above

    def is_open(self, atoms: int) -> bool:
        """Whether neither the lowest nor the highest of some atoms is a point."""
        low, high = self.lowest(atoms), self.highest(atoms)
        return low[0] != low[1] and high[0] != high[1]

    def _half_line(self, start: Decimal | None, end: Decimal | None, from_start: bool, to_end: bool) -> str:
        if start is not None:
            return f"{'>=' if from_start else '>'} {self._literal(start)}"
        return f"{'<=' if to_end else '<'} {self._literal(end)}" if end is not None else "-"

    def _literal(self, point: Decimal) -> str:
        return f"{(point * 100).normalize():f}%" if self.percent else literal(self.scale.value(point))


@dataclass(frozen=True)
class Choice(Axis):
    """A column of values without order. The atom of OTHER stands for all texts that no cell mentions."""

    options: tuple[str, ...]

    def blocks(self, points: Sequence[Value]) -> Iterator[int]:
        """Each landmark, and all the rest."""
        known = [i for i, value in enumerate(self.values) if value in points]
        yield from (1 << i for i in known)
        yield self.full & ~self.null & ~sum(1 << i for i in known)

    def declared(self) -> int:
        """The options, where the field declares them and allows no others."""
        if not self.options or OTHER in self.values:
            return self.full
        return sum(1 << i for i, value in enumerate(self.values) if value in self.options)

    def runs(self, atoms: int) -> Iterator[int]:
        """All in one."""
        if atoms:
            yield atoms

    def text(self, atoms: int) -> str:
        """`A, B`, or `not(A, B)` where all others are meant."""
        if atoms | self.null == self.full | self.null or atoms == self.domain:
            return "-"
        if any(value == OTHER for value in self._members(atoms)):
            return f"not({self._list(self.full & ~atoms & ~self.null)})"
        return self._list(atoms)

    def _list(self, atoms: int) -> str:
        return ", ".join(self._literal(value) for value in self._members(atoms))

    def _members(self, atoms: int) -> list[Value]:
        return [value for i, value in enumerate(self.values) if atoms >> i & 1]

    def _literal(self, value: Value) -> str:
        """A declared option needs no quotes where it is one word."""
        bare = isinstance(value, str) and value in self.options and is_word(value)
        return str(value) if bare else literal(value)


def axis(clause: InputClause, cells: Sequence[feel.UnaryTests]) -> Axis:
    """The axis of a column; `UnclearError` where its values cannot be put in one order or one list.

    Cells that are unclear by themselves do not count; the row they stand in is looked at elsewhere.

    >>> from engine.dsl.parser import parse_expression, parse_unary_tests
    >>> from engine.dsl.nodes import NOWHERE
    >>> from engine.dsl.text import Text
    >>> column = InputClause(parse_expression("score"), Text("得分"), NOWHERE)
    >>> cells = [parse_unary_tests(cell) for cell in ("[9..10]", "[7..8]", "<= 4")]
    >>> line = axis(column, cells)
    >>> line.text(line.full & ~sum(map(line.atoms, cells)))
    '(4..7), (8..9), > 10'
    """
    declared = [clause.allowed] if clause.allowed else []
    tests = [*declared, *filter(_clear, dict.fromkeys(cells))]
    points = [point for test in tests for point in landmarks(test)]
    known = [point for point in points if point is not None]
    nullable = len(known) < len(points)
    type_ = clause.type if isinstance(clause.type, SimpleType) else SimpleType("")
    if all(isinstance(point, (str, bool)) for point in known):
        return _choice(clause, type_, known, nullable, tests)
    found = scale(known, type_.places)
    if found is None:
        raise UnclearError(tests[0] if tests else clause.expression)
    percent = any(isinstance(node, feel.NumberLiteral) and node.percent for test in tests for node in feel.walk(test))
    bands = [each for cell in cells for each in cell.tests if isinstance(each, feel.RangeLiteral)]
    closed = bool(bands and found.step) and all(each.start_included and each.end_included for each in bands)
    return _line(clause, found, sorted(set(map(found.point, known))), nullable, percent, closed)


def _clear(cell: feel.UnaryTests) -> bool:
    try:
        landmarks(cell)
    except UnclearError:
        return False
    return True


def _line(
    clause: InputClause, found: Scale, points: list[Decimal], nullable: bool, percent: bool, closed: bool
) -> Line:
    """The points and the stretches between them, those left out in which there is no value."""
    ends: list[Decimal | None] = [None, *points, None]
    atoms: list[tuple[Decimal, Edges]] = []
    for low, high in pairwise(ends):
        inside = found.between(low, high)
        if inside is not None:
            atoms.append((inside, (low, high)))
        if high is not None and found.holds(high):
            atoms.append((high, (high, high)))
    samples = tuple(sample for sample, _ in atoms)
    values = tuple(map(found.value, samples))
    missing = (None,) if nullable else ()
    return Line(
        clause, (*values, *missing), nullable, found, samples, tuple(edge for _, edge in atoms), percent, closed
    )


def _choice(
    clause: InputClause, type_: SimpleType, known: Iterable[Value], nullable: bool, tests: Iterable[feel.UnaryTests]
) -> Choice:
    for node in (node for test in tests for node in feel.walk(test)):
        if isinstance(node, (feel.RangeLiteral, feel.Between)) or getattr(node, "operator", "") in ORDERINGS:
            raise UnclearError(node)
    values: dict[Value, None] = dict.fromkeys((*type_.options, *known))
    booleans = type_.name == "boolean" or any(isinstance(value, bool) for value in values)
    if booleans:
        if any(isinstance(value, str) for value in values):
            raise UnclearError(clause.expression)
        values = dict.fromkeys((True, False))
    others = () if booleans or type_.closed else (OTHER,)
    missing = (None,) if nullable else ()
    return Choice(clause, (*values, *others, *missing), nullable, type_.options)


def _bits(start: int, end: int) -> int:
    """The bits from `start` up to, not including, `end`."""
    return (1 << end) - (1 << start) if end > start else 0
