"""What must not work: text that asks for too much, or for what lies outside of FEEL, ends cleanly in both executors."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.dsl import limits
from engine.dsl.conversion import to_python, to_text
from engine.dsl.syntax_errors import FeelSyntaxError
from engine.dsl.values import Value
from engine.errors import EvaluationError, LimitExceeded
from engine.runtime.feel import expression, feel

DOUBLED = ", ".join(f"t{n}: t{n - 1} + t{n - 1}" for n in range(1, 60))
NESTED = ", ".join(f"l{n}: [l{n - 1}, l{n - 1}]" for n in range(1, 60))

EXCEEDED = {
    "for i in 1..10 ** 9 return i": "STEPS",
    "for i in 1..10 ** 9 return 0 * i": "STEPS",
    "for i in [1..10 ** 9] return i": "STEPS",
    "some i in 1..10 ** 9 satisfies false": "STEPS",
    "every i in 1..10 ** 9 satisfies true": "STEPS",
    "for i in 1..1000, j in 1..1000 return i * j": "STEPS",
    'for day in @"0001-01-01"..@"9999-12-31" return day': "STEPS",
    "count((for i in 1..60000 return i)[for i in 1..10 return i])": "STEPS",
    "{again: function(f) f(f), result: again(again)}": "CALL_DEPTH",
    "{fib: function(f, n) if n < 2 then n else f(f, n - 1) + f(f, n - 2), result: fib(fib, 40)}": "STEPS",
    f'{{t0: "many words", {DOUBLED}}}': "SIZE",
    f"{{l0: [1], {NESTED}, result: count(flatten(l59))}}": "SIZE",
    f"{{l0: [1], {NESTED}, result: l59 = l59}}": "SIZE",
    f"{{l0: [1], {NESTED}, result: string(l59)}}": "SIZE",
    f"{{l0: [1], {NESTED}, result: l59.name}}": "STEPS",
    "{l: for i in 1..10000 return {a: i}, result: for i in 1..10000 return l.a}": "STEPS",
    'distinct values(for i in 1..5000 return [@"09:00:00" + @"PT1S" * i])': "STEPS",
    '{t: string join(for i in 1..9000 return "words"), result: for i in 1..2000 return t + "s"}': "STEPS",
    '{t: string join(for i in 1..20000 return "words"), result: split(t, "o")}': "STEPS",
    'for i in 1..1000 return matches("word", "\\\\p{L}{3}" + string(i))': "STEPS",
    'for i in 1..9000 return matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "^(a|aa)+\\\\1$")': "STEPS",
    "for i in 1..9000 return sum(1e6000, 1e-6000)": "STEPS",
    "for i in 1..9000 return string(1e6000)": "STEPS",
    "(for i in 1..9000 return context put(if i = 1 then {} else partial[-1], string(i), i))": "STEPS",
    'string join(for i in 1..50000 return "a long line of words to be repeated")': "SIZE",
    '{t: string join(for i in 1..50000 return "words"), result: replace(t, "w", t)}': "SIZE",
}
TOO_DEEP = "(for i in 1..3000 return if i = 1 then {a: 1} else {a: [[partial[-1]]]})[-1]"
UNREADABLE = [
    "-" * 5000 + "1",
    "[" * 5000,
    "+".join(["1"] * 5000),
    '"a".__class__.mro()[1] + ',
    "$add(1, 2)",
    "lambda: 1",
    "[i for i in [1, 2]]",
    "a[0:1]",
]
WITHOUT_VALUE = [
    '"a".__class__',
    "sum.__globals__",
    '__import__("os")',
    "eval(1)",
    "open(1)",
    "__builtins__",
    "9 ** (9 ** 9)",
    "(0 - 9) ** (9 ** 9)",
    r'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "^(a|aa)+\\1$")',
]


@pytest.mark.parametrize("traced", [False, True], ids=["compiled", "traced"])
@pytest.mark.parametrize(("text", "limit"), EXCEEDED.items(), ids=range(len(EXCEEDED)))
def test_too_much_is_refused_by_name(text: str, limit: str, traced: bool) -> None:
    """The error names the limit, says how much is allowed, and where."""
    with pytest.raises(LimitExceeded) as caught:
        expression(text).evaluate({}, mode="dmn", traced=traced)
    (found,) = caught.value.diagnostics
    assert found.values == {"limit": limit, "allowed": getattr(limits, limit)}
    assert found.span.source.name == "<expression>"


@pytest.mark.parametrize("write", [to_text, to_python])
def test_what_is_too_deep_cannot_be_written_out(write: Callable[[Value], object]) -> None:
    """A value may be deeper than any function of Python can follow it."""
    value = feel(TOO_DEEP, mode="dmn")
    with pytest.raises(LimitExceeded):
        write(value)


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_not_feel_is_a_syntax_error(text: str) -> None:
    """Nesting beyond the parser's depth, and pieces of Python."""
    with pytest.raises(FeelSyntaxError):
        expression(text)


@pytest.mark.parametrize("traced", [False, True], ids=["compiled", "traced"])
@pytest.mark.parametrize("text", WITHOUT_VALUE)
def test_nothing_of_python_is_in_reach(text: str, traced: bool) -> None:
    """Python's attributes, builtins and endless numbers are null with a reason in dmn mode, refused in strict mode."""
    outcome = expression(text).evaluate({}, mode="dmn", traced=traced)
    assert outcome.value is None
    assert outcome.findings
    with pytest.raises(EvaluationError):
        expression(text).evaluate({}, traced=traced)


@pytest.mark.parametrize(
    ("text", "value"),
    {
        '{"$add": 5, a: 1 + 1}.a': 2,
        '{"": 5, a: 1 + 1}.a': 2,
        '{"$1": 5, a: 1 + 1}.a': 2,
        '{"1": 5, a: 1 + 1}.a': 2,
        "{None: 5, a: None + 1}.a": 6,
        "{True: 5, __debug__: 1, a: True + __debug__}.a": 6,
        "{sum: sum([1, 2]), a: sum + 1}.a": 4,
        "{x: 1, a: {x: x + 1, y: x + 1}.y}.a": 3,
        "{f: function(x, x) x, a: f = null}.a": True,
    }.items(),
)
def test_no_name_takes_the_place_of_another(text: str, value: object) -> None:
    """Keys that read like operations, constants or words of Python are names like others."""
    assert feel(text, mode="dmn") == value
    assert expression(text).evaluate({}, mode="dmn", traced=True).value == value


def test_deep_recursion_up_to_the_limit_works() -> None:
    """A function may wait for itself as deep as the limit says, in both executors."""
    depth = limits.CALL_DEPTH - 1
    text = f"{{f: function(f, n) if n = 0 then 0 else 1 + f(f, n - 1), a: f(f, {depth})}}.a"
    assert feel(text) == expression(text).evaluate({}, traced=True).value == depth


def test_one_budget_serves_a_whole_evaluation() -> None:
    """Loops one after the other count together."""
    loop = f"count(for i in 1..{limits.STEPS * 2 // 3} return i)"
    assert feel(loop) == limits.STEPS * 2 // 3
    with pytest.raises(LimitExceeded):
        feel(f"{loop} + {loop}")
