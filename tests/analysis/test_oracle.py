"""Gaps, overlaps and needless parts against brute force: all combinations of samples are tried on random tables.

GUIJU_ORACLE_EXAMPLES=5000 pytest tests/analysis/test_oracle.py      # a long run; the suite makes a short one
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis.cells import accepts
from engine.analysis.gaps import holes
from engine.analysis.overlaps import lost_row, place
from engine.dsl.checker import resolve
from engine.dsl.diagnostics import Diagnostics
from engine.dsl.literals import literal
from engine.dsl.nodes import UnaryTests
from engine.dsl.parser import parse_unary_tests
from engine.dsl.scope import Scope
from engine.dsl.temporal import Date, DaysTime
from engine.dsl.types import BOOLEAN, DATE, DAYS_TIME, NUMBER, SimpleType
from engine.dsl.values import Value
from engine.model.boxed import HitPolicy
from tests.analysis.pipe_tables import findings, grid_of, needless

Test = Callable[[object], bool]
Cell = tuple[str, Test]
Column = tuple[str, list[Value]]

EXAMPLES = int(os.environ.get("GUIJU_ORACLE_EXAMPLES", "80"))
HALVES = [Decimal(n) / 2 for n in range(-1, 8)]
"""Between and beyond 0..3, the limits that random cells have: no interval between limits is without a sample."""
COLUMNS: dict[str, Column] = {
    "number": ("n", list(HALVES)),
    "choice": ("c", ["A", "B", "C"]),
    "boolean": ("b", [True, False]),
    "whole": ("w", [Decimal(n) for n in range(-1, 5)]),
    "date": ("d", [Date(2026, 1, day) for day in range(1, 8)]),
    "duration": ("t", [DaysTime.of(hours=hours) for hours in range(-1, 8)]),
}
TYPES = {
    "number": NUMBER,
    "choice": SimpleType("string", ("A", "B", "C")),
    "boolean": BOOLEAN,
    "whole": SimpleType("number", places=0),
    "date": DATE,
    "duration": DAYS_TIME,
}
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


def ordered(write: Callable[[int], str], value: Callable[[int], Value]) -> st.SearchStrategy[Cell]:
    """Intervals and comparisons of another type than number, whose limits lie at 0 to 3 of its own."""

    def compare(operator: str, limit: int) -> Cell:
        return f"{operator} {write(limit)}", lambda given: COMPARISONS[operator](given, value(limit))

    def between(low: int, high: int) -> Cell:
        return f"[{write(low)}..{write(high)})", lambda given: value(low) <= given < value(high)

    return st.one_of(st.builds(compare, st.sampled_from(list(COMPARISONS)), LIMITS), st.builds(between, LIMITS, LIMITS))


CELLS: dict[str, st.SearchStrategy[Cell]] = {
    "whole": st.one_of(interval(), comparison, anything),
    "date": st.one_of(ordered(lambda n: f'@"2026-01-0{n + 3}"', lambda n: Date(2026, 1, n + 3)), anything),
    "duration": st.one_of(ordered(lambda n: f'@"PT{2 * n}H"', lambda n: DaysTime.of(hours=2 * n)), anything),
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


@settings(max_examples=EXAMPLES, deadline=None)
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


@settings(max_examples=EXAMPLES, deadline=None)
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
        rows = {row for each in told for row in (each["row"], *each.get("also", ()))}
        assert all(a in rows or b in rows for a, b in pairs)
        assert all((each["first"], each["second"]) in pairs for each in told)


@settings(max_examples=EXAMPLES, deadline=None)
@given(random_tables())
def test_a_row_is_dead_exactly_if_others_take_all_of_it(drawn: tuple[list[str], list[list[Cell]], list[str]]) -> None:
    """Under `first` the rows before it, under `priority` those with the better result; else no value meets it, which is
    told by itself or with the only gap of its column, which it was to cover."""
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
        hidden = {row for each in told if each.code == "GJ2119" for row in each.values["hidden"]}
        assert {each.values["row"] for each in told if each.code == "GJ2113"} | hidden == dead
        impossible = {row for each in told if each.code == "GJ2114" for row in each.values["rows"]}
        gap_at = {each.span for each in told if each.code == "GJ2103"}
        lost = lost_row(grid)
        impossible |= {lost[0].number} if lost and place(grid, lost[0]) in gap_at else set()
        assert impossible == {n for n, all_ in cases.items() if not all_}


# -- what a table could do without -------------------------------------------------------------------------------------

PIECES: dict[str, list[list[Cell]]] = {
    "number": [
        [("-", lambda v: True)],
        [("< 1", lambda v: v < 1), (">= 1", lambda v: v >= 1)],
        [("< 1", lambda v: v < 1), ("[1..2)", lambda v: 1 <= v < 2), (">= 2", lambda v: v >= 2)],
    ],
    "boolean": [[("true", lambda v: v), ("false", lambda v: not v)], [("-", lambda v: True)]],
    "choice": [[('"A"', lambda v: v == "A"), ('"B", "C"', lambda v: v != "A")], [("-", lambda v: True)]],
}


@st.composite
def partitions(draw: st.DrawFn) -> tuple[list[str], list[list[Cell]], list[str]]:
    """Complete tables in which exactly one row holds: every combination of the pieces of each column."""
    kinds = draw(st.lists(st.sampled_from(list(PIECES)), min_size=1, max_size=3))
    rows = [list(row) for row in product(*(draw(st.sampled_from(PIECES[kind])) for kind in kinds))]
    return kinds, rows, draw(st.lists(st.sampled_from("xy"), min_size=len(rows), max_size=len(rows)))


@settings(max_examples=EXAMPLES, deadline=None)
@given(partitions())
def test_a_column_is_idle_exactly_if_its_value_never_matters(
    drawn: tuple[list[str], list[list[Cell]], list[str]],
) -> None:
    """Whatever else comes, all its values lead to the same result; and some two results differ."""
    kinds, rows, outputs = drawn
    grid = grid_of(written(*drawn), types=types(kinds))
    assert findings(grid) == []
    given_ = {values: outputs[holding[0] - 1] for values, holding in matches(kinds, rows)}
    groups = [{(*values[:i], *values[i + 1 :]): set[str]() for values in given_} for i in range(len(kinds))]
    for values, output in given_.items():
        for i, group in enumerate(groups):
            group[*values[:i], *values[i + 1 :]].add(output)
    idle = {i for i, group in enumerate(groups) if all(len(each) == 1 for each in group.values())}
    expected = {f"{COLUMNS[kinds[i]][0]}{i}" for i in idle} if len(set(outputs)) > 1 else set()
    assert {str(each.values["name"]) for each in needless(grid) if each.code == "GJ2118"} == expected


@settings(max_examples=EXAMPLES, deadline=None)
@given(partitions())
def test_rows_told_to_be_one_cover_together_what_is_proposed(
    drawn: tuple[list[str], list[list[Cell]], list[str]],
) -> None:
    """The proposed row holds exactly where one of the two does, and both give the same."""
    kinds, rows, outputs = drawn
    for each in needless(grid_of(written(*drawn), types=types(kinds))):
        if each.code == "GJ2117":
            pair = {each.values["first"], each.values["row"]}
            assert len({outputs[n - 1] for n in pair}) == 1
            proposed = [cell.strip() for cell in str(each.values["suggestion"]).strip("|").split("|")]
            for values, holding in matches(kinds, rows):
                assert all(map(accepts_text, proposed, values, kinds)) == bool(pair & set(holding))


@settings(max_examples=EXAMPLES, deadline=None)
@given(random_tables())
def test_a_repeated_row_holds_only_where_the_other_does(drawn: tuple[list[str], list[list[Cell]], list[str]]) -> None:
    """Under `any` it lies within a row of the same result; where rows are collected it is the same row again."""
    kinds, rows, outputs = drawn
    where = {n: {values for values, holding in matches(kinds, rows) if n in holding} for n in range(1, len(rows) + 1)}
    for policy in (HitPolicy.ANY, HitPolicy.COLLECT):
        grid = grid_of(written(*drawn), policy=policy, types=types(kinds))
        told = [each.values for each in needless(grid) if each.code == "GJ2116"]
        assert all(where[each["row"]] <= where[each["first"]] for each in told)
        assert all(outputs[each["row"] - 1] == outputs[each["first"] - 1] for each in told)
        if all(where.values()):
            again = {
                b
                for a, b in product(where, where)
                if a < b and (where[a], outputs[a - 1]) == (where[b], outputs[b - 1])
            }
            assert again <= {each["row"] for each in told}
