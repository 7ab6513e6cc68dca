"""Patterns of XPath on the engines that run them: what both dialects share means the same, and nothing runs away."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dsl.builtins import regex
from engine.dsl.builtins.regex import character_sets as sets
from engine.dsl.builtins.regex.pattern import translate
from engine.dsl.nulls import listening

SHARED = st.recursive(
    st.sampled_from(["a", "b", "c", "[ab]", "[^a]", "[a-c]", "(?:)", "\\.", "^", "$"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "*?", "+?", "??"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
        inner.map(lambda text: f"({text})"),
    ),
    max_leaves=8,
)
TEXTS = st.text(alphabet="abc.", max_size=12)


def reasons(pattern: str, text: str = "a", flags: str = "") -> list[str]:
    """The codes of the reasons why `matches` is null."""
    with listening() as heard:
        assert regex.matches(text, pattern, flags) is None
    return [each.code for each in heard]


@given(SHARED, TEXTS)
def test_what_is_shared_means_the_same(pattern: str, text: str) -> None:
    """A pattern that Python reads the same way matches the same texts."""
    expected = re.search(pattern.replace("$", r"\Z"), text) is not None
    assert regex.matches(text, pattern, "") is expected


@given(SHARED, TEXTS)
def test_the_engines_agree(pattern: str, text: str) -> None:
    """A back-reference to an empty group changes the engine that runs a pattern, not what it matches."""
    assert regex.matches(text, f"()(?:{pattern})\\1", "") is regex.matches(text, pattern, "")


@given(TEXTS, st.sampled_from(["a", "[ab]", "b+", "c|\\."]))
def test_split_and_join_are_inverse(text: str, pattern: str) -> None:
    """The parts and what separated them make the text again."""
    parts = regex.split(text, pattern)
    assert parts is not None
    assert "".join(parts) == regex.replace(text, pattern, "", "")
    assert len(parts) == 1 + len(re.findall(pattern, text))


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)).map(lambda pair: (min(pair), max(pair)))))
def test_sets_are_sets(ranges: list[tuple[int, int]]) -> None:
    """Union, complement and difference are those of sets of characters."""
    united = sets.union(tuple(ranges))
    members = {code for first, last in ranges for code in range(first, last + 1)}
    assert {code for first, last in united for code in range(first, last + 1)} == members
    assert sets.complement(sets.complement(united)) == united
    assert sets.difference(united, united) == ()


@pytest.mark.parametrize(
    ("pattern", "linear"),
    [("a+b", True), ("^a$", True), ("\\p{L}+", True), ("[a-z-[aeiou]]", True), ("(a)\\1", False)],
)
def test_only_back_references_leave_linear_time(pattern: str, linear: bool) -> None:
    """Whatever RE2 can say is run by RE2."""
    assert translate(pattern, "").linear is linear


@pytest.mark.parametrize(
    ("pattern", "flags", "code"),
    [
        ("(", "", "GJ1320"),
        ("a", "g", "GJ1321"),
        ("\\p{Nonsense}", "", "GJ1326"),
        ("(a)\\2", "", "GJ1327"),
        ("a{99999999999}", "", "GJ1325"),
        ("(((a{100}){100}){100}){100}", "", "GJ1325"),
        ("((((((((((((((((a+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+\\1", "", "GJ1325"),
        ("(" * 1000 + ")" * 1000, "", "GJ1325"),
        ("[a-" * 1000 + "[b]" + "]" * 1000, "", "GJ1325"),
        ("a" * 20_000, "", "GJ1325"),
        ("\ud800", "", "GJ1328"),
    ],
)
def test_refused_patterns_say_why(pattern: str, flags: str, code: str) -> None:
    """What is wrong, too large or too deep is refused with its own reason before anything runs."""
    assert reasons(pattern, flags=flags) == [code]


def test_a_pattern_that_runs_away_is_stopped() -> None:
    """Back-references make some texts endless; the engine gives up and says so."""
    assert reasons(r"(.*)(.*)(.*)(.*)(.*)\1\2\3\4y|z", "a" * 200 + "xy") == ["GJ1324"]


def test_linear_patterns_cannot_run_away() -> None:
    """What is endless for a backtracking engine is nothing for RE2."""
    assert regex.matches("a" * 50_000 + "b", "^(a+)+$", "") is False
