"""Gaps and overlaps against brute force: every combination of sample values is tried on every row of random tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis.cells import accepts
from engine.analysis.gaps import holes
from engine.dsl.checker import resolve
from engine.dsl.diagnostics import Diagnostics
from engine.dsl.literals import literal
from engine.dsl.nodes import UnaryTests
from engine.dsl.parser import parse_unary_tests
from engine.dsl.scope import Scope
from engine.dsl.types import BOOLEAN, NUMBER, SimpleType
from engine.dsl.values import Value
from engine.model.boxed import HitPolicy
from tests.analysis.pipe_tables import findings, grid_of

Test = Callable[[object], bool]
Cell = tuple[str, Test]
Column = tuple[str, list[Value]]

HALVES = [Decimal(n) / 2 for n in range(-1, 8)]
"""Between and beyond 0..3, the limits that random cells have: no interval between limits is without a sample."""
COLUMNS: dict[str, Column] = {
    "number": ("n", list(HALVES)),
    "choice": ("c", ["A", "B", "C"]),
    "boolean": ("b", [True, False]),
}
TYPES = {"number": NUMBER, "choice": SimpleType("string", ("A", "B", "C")), "boolean": BOOLEAN}
LIMITS = st.integers(0, 3)


@st.composite
def interval(draw: st.DrawFn) -> Cell:
    """`[a..b)` and the like, empty ones too, with what it means in Python."""
    low, high = draw(LIMITS), draw(LIMITS)
    opening, closing = draw(st.sampled_from("[(")), draw(st.sampled_from("])"))

    def holds(value: object) -> bool:
        above = value >= low if opening == "[" else value > low
        below = value <= high if closing == "]" else value < high
        return above and below

    return f"{opening}{low}..{high}{closing}", holds


COMPARISONS: dict[str, Callable[[object, int], bool]] = {
    "<": lambda value, limit: value < limit,
    "<=": lambda value, limit: value <= limit,
    ">": lambda value, limit: value > limit,
    ">=": lambda value, limit: value >= limit,
    "": lambda value, limit: value == limit,
}
comparison: st.SearchStrategy[Cell] = st.builds(
    lambda operator, limit: (f"{operator} {limit}", lambda value: COMPARISONS[operator](value, limit)),
    st.sampled_from(list(COMPARISONS)),
    LIMITS,
)
condition: st.SearchStrategy[Cell] = st.builds(
    lambda low, high: (f"? > {low} and ? <= {high}", lambda value: low < value <= high), LIMITS, LIMITS
)
either: st.SearchStrategy[Cell] = st.builds(
    lambda a, b: (f"{a[0]}, {b[0]}", lambda value: a[1](value) or b[1](value)), interval(), comparison
)
anything: st.SearchStrategy[Cell] = st.just(("-", lambda value: True))


def denied(cell: Cell) -> Cell:
    return f"not({cell[0]})", lambda value: not cell[1](value)


def one_of(options: list[Value]) -> st.SearchStrategy[Cell]:
    return st.lists(st.sampled_from(options), min_size=1, max_size=2, unique=True).map(
        lambda chosen: (", ".join(map(literal, chosen)), lambda value: value in chosen)
    )


CELLS: dict[str, st.SearchStrategy[Cell]] = {
    "number": st.one_of(interval(), comparison, condition, either, either.map(denied), anything),
    "choice": st.one_of(one_of(["A", "B", "C"]), one_of(["A", "B", "C"]).map(denied), anything),
    "boolean": st.one_of(one_of([True, False]), anything),
}


@st.composite
def random_tables(draw: st.DrawFn) -> tuple[list[str], list[list[Cell]], list[str]]:
    """The kinds of one to three columns, rows of cells, and an output, "x" or "y", for each."""
    kinds = draw(st.lists(st.sampled_from(list(COLUMNS)), min_size=1, max_size=3))
    rows = draw(st.lists(st.tuples(*(CELLS[kind] for kind in kinds)).map(list), min_size=1, max_size=5))
    return kinds, rows, draw(st.lists(st.sampled_from("xy"), min_size=len(rows), max_size=len(rows)))


def written(kinds: list[str], rows: list[list[Cell]], outputs: list[str]) -> str:
    header = [f"{COLUMNS[kind][0]}{i}" for i, kind in enumerate(kinds)]
    lines = [
        [*header, "-> out"],
        *([*(text for text, _ in row), f'"{out}"'] for row, out in zip(rows, outputs, strict=True)),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def matches(kinds: list[str], rows: list[list[Cell]]) -> Iterator[tuple[tuple[Value, ...], list[int]]]:
    """Every combination of samples, and the numbers of the rows that hold for it."""
    for values in product(*(COLUMNS[kind][1] for kind in kinds)):
        yield (
            values,
            [
                number
                for number, row in enumerate(rows, 1)
                if all(test(value) for (_, test), value in zip(row, values, strict=True))
            ],
        )


def accepts_text(said: str, value: Value, kind: str) -> bool:
    """Whether a set of values, written into a cell as a message says it, has a value in it."""
    tests = resolve(parse_unary_tests(said), Scope({"?": TYPES[kind]}), Diagnostics())
    assert isinstance(tests, UnaryTests)
    return accepts(tests, value)


def types(kinds: list[str]) -> dict[str, object]:
    return {f"{COLUMNS[kind][0]}{i}": TYPES[kind] for i, kind in enumerate(kinds)}


@settings(max_examples=80, deadline=None)
@given(random_tables(), st.sampled_from([HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST, HitPolicy.PRIORITY]))
def test_holes_are_exactly_what_no_row_covers(
    drawn: tuple[list[str], list[list[Cell]], list[str]], policy: HitPolicy
) -> None:
    """No false gap and no missed gap: a sample is in a hole if and only if no row holds for it."""
    kinds, rows, _ = drawn
    grid = grid_of(written(*drawn), policy=policy, types=types(kinds), allowed={"out": '"x", "y"'})
    found = holes(grid)
    texts = [[axis.text(atoms) for axis, atoms in zip(grid.axes, hole, strict=True)] for hole in found]
    for values, holding in matches(kinds, rows):
        inside = sum(all(map(accepts_text, said, values, kinds)) for said in texts)
        assert inside == (0 if holding else 1)
    assert ("GJ2103" in {each.code for each in findings(grid)}) == bool(found)


@settings(max_examples=60, deadline=None)
@given(random_tables())
def test_overlaps_are_exactly_what_two_rows_cover(drawn: tuple[list[str], list[list[Cell]], list[str]]) -> None:
    """Of any two rows that hold together one is told, and no other row; under `any`, if they give different results."""
    kinds, rows, outputs = drawn
    together = {(a, b) for _, holding in matches(kinds, rows) for a in holding for b in holding if a < b}
    different = {(a, b) for a, b in together if outputs[a - 1] != outputs[b - 1]}
    expected = {HitPolicy.UNIQUE: together, HitPolicy.ANY: different, HitPolicy.COLLECT: set()}
    for policy, pairs in expected.items():
        grid = grid_of(written(*drawn), policy=policy, types=types(kinds))
        told = [each.values for each in findings(grid) if each.code in ("GJ2111", "GJ2112")]
        rows = {each["row"] for each in told}
        assert all(a in rows or b in rows for a, b in pairs)
        assert all((each["first"], each["second"]) in pairs for each in told)


@settings(max_examples=60, deadline=None)
@given(random_tables())
def test_a_row_is_dead_exactly_if_others_take_all_of_it(drawn: tuple[list[str], list[list[Cell]], list[str]]) -> None:
    """Under `first` the rows before it, under `priority` those with the better result; else no value meets it."""
    kinds, rows, outputs = drawn
    cases = {
        number: [set(holding) for _, holding in matches(kinds, rows) if number in holding]
        for number in range(1, len(rows) + 1)
    }
    better: dict[HitPolicy, Callable[[int, int], bool]] = {
        HitPolicy.FIRST: lambda other, row: other < row,
        HitPolicy.PRIORITY: lambda other, row: outputs[other - 1] < outputs[row - 1],
    }
    for policy, before in better.items():
        grid = grid_of(written(*drawn), policy=policy, types=types(kinds), allowed={"out": '"x", "y"'})
        told = findings(grid)
        dead = {
            n for n, all_ in cases.items() if all_ and all(any(before(other, n) for other in case) for case in all_)
        }
        assert {each.values["row"] for each in told if each.code == "GJ2113"} == dead
        impossible = {row for each in told if each.code == "GJ2114" for row in each.values["rows"]}
        assert impossible == {n for n, all_ in cases.items() if not all_}
