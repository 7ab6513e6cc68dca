"""Random and mutated FEEL on both executors: whatever the text, there is a value or an error of ours, and soon.

python -m tests.fuzz [COUNT [SEED]]      100,000 expressions by default; prints those that misbehave

Texts are grown from a grammar, or are claims of tests/data/feel with tokens dropped, doubled, swapped and replaced.
"""

from __future__ import annotations

import gc
import random
import re
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType

from engine.dsl.builtins import BUILTINS
from engine.dsl.conversion import to_text
from engine.dsl.unparse import unparse
from engine.errors import GuijuError
from engine.runtime.clock import FixedClock
from engine.runtime.feel import Expression, Mode
from engine.runtime.feel import expression as parsed

DATA = Path(__file__).parent / "data" / "feel"
COUNT = 100_000
SECONDS = 1  # of the processor, for one evaluation
DEPTH = 4
MODES: tuple[Mode, ...] = ("dmn", "strict")
CLOCK = FixedClock("2026-05-08T09:00")
CONTEXT: dict[str, object] = {
    "x": 3,
    "the list": [1, 2, 3, None],
    "客户": {"name": "张三", "spent so far": 12.5},
    "t": "abc",
}
COMPLETE = {**CONTEXT, "the list": [1, 2, 3]}
NAMES = ("x", "the list", "客户", "t", "name", "客户.name", "客户.spent so far", "item", "partial", "?", "unknown")
LITERALS = (
    "0", "1", "-1", "2.5", "1e3", "10%", "99999999999999999999999999999999999", '""', '"a"', '"\\uD83D\\uDE00"', "true",
    "false", "null", "[]", "{}", '@"2026-05-08"', '@"2026-05-08T09:00:00@Asia/Shanghai"', '@"P1D"', '@"P1Y"',
    '@"10:00:00Z"', '@"-999999999-01-01"', "[1..3]", "(< 5)", '"(a+)+b"', '@"PT0.001S"',
)  # fmt: skip
OPERATORS = ("+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in", "between 1 and", "[", ".")
TYPES = ("number", "string", "list<number>", "context<a: number>", "function<number> -> Any", "range<date>", "Any")
FORMS = (
    "({0})", "-{0}", "[{0}, {1}]", "{{a: {0}, b: a}}", "{0}[{1}]", "{0}.a", "if {0} then {1} else {2}",
    "for i in {0} return {1}", "for i in {0}..{1} return i", "some i in {0} satisfies {1}",
    "every i in {0}, j in i satisfies {1}", "(function(a, b) {0})({1}, {2})", "{0} instance of {type}",
    "{0} in ({1}, > {2})", "{0} between {1} and {2}", "[{0}..{1})", "{0} {op} {1}", "{0} {op} {1}", "{0} {op} {1}",
    "{call}({0})", "{call}({0}, {1})", "{call}({0}, {1}, {2})", "sort({0}, function(a, b) a < b)",
    "for i in {0} return partial[-1] {op} {1}", "{{f: function(n) if n < 1 then {0} else f(n - 1), r: f({1})}}.r",
)  # fmt: skip
TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\w+|\s+|\*\*|[<>!]=|\.\.|.', re.DOTALL)
NOISE = (
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "..",
    "@",
    '"',
    "\\",
    "//",
    "/*",
    "，",
    "“",
    "‘",
    "\x00",
    "\ud800",
    "🐎",
    "not",
)


def texts(count: int, seed: int) -> Iterator[str]:
    """Expressions, the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        text = grown(chance, DEPTH) if chance.random() < 0.5 else chance.choice(claims())
        yield mutated(chance, text) if chance.random() < 0.5 else text


@cache
def claims() -> list[str]:
    """Every line of FEEL that the tests claim something with."""
    lines = (line for path in sorted(DATA.rglob("*.feel")) for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("//")]


def grown(chance: random.Random, depth: int) -> str:
    """An expression of the grammar."""
    if depth == 0 or chance.random() < 0.25:
        return chance.choice(chance.choice((NAMES, LITERALS)))
    words = {"op": chance.choice(OPERATORS), "type": chance.choice(TYPES), "call": chance.choice(sorted(BUILTINS))}
    return chance.choice(FORMS).format(*(grown(chance, depth - 1) for _ in range(3)), **words)


def mutated(chance: random.Random, text: str) -> str:
    """The text with a few tokens dropped, doubled, swapped or replaced."""
    tokens = TOKEN.findall(text)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(tokens) + 1)
        strange = chance.choice(chance.choice((NOISE, OPERATORS, LITERALS, NAMES)))
        end = place + chance.randint(0, 2)
        tokens[place:end] = chance.choice(([], [strange], tokens[place:end] * 2, tokens[place:end][::-1]))
    return "".join(tokens)


def fault(text: str, seconds: int = 0) -> str:
    """What is wrong with how a text was taken; nothing when all is well. Without `seconds` it may take any time."""
    try:
        with alarm(seconds):
            given = parsed(text, tuple(CONTEXT), ("spent so far",))
    except GuijuError:
        return ""
    except (Exception, SlowError) as error:
        return f"reading: {error!r}"
    for mode in MODES:
        results = [outcome(given, mode, traced, seconds) for traced in (False, True)]
        if results[0] != results[1] or results[0].startswith("!"):
            return f"{mode}: {results}"
    return ""


def outcome(given: Expression, mode: Mode, traced: bool, seconds: int) -> str:
    """The value as text, or the kind of error; `!` before what no caller should meet."""
    try:
        with alarm(seconds):
            return to_text([given.evaluate(CONTEXT, mode=mode, clock=CLOCK, traced=traced).value])
    except GuijuError as error:
        return type(error).__name__
    except (Exception, SlowError) as error:
        return f"!{error!r}"


def unexplained(text: str) -> bool:
    """Whether there is a null in the value that nothing gave a reason for; a text that writes `null` may have one."""
    if "null" in text:
        return False
    try:
        given = parsed(text, tuple(COMPLETE), ("spent so far",)).evaluate(COMPLETE, mode="dmn", clock=CLOCK)
        return "null" in to_text([given.value]) and not given.reasons
    except GuijuError:
        return False


def misspelt(text: str) -> bool:
    """Whether the canonical text of an expression means something else; what cannot be read has none."""
    try:
        given = parsed(text, tuple(CONTEXT), ("spent so far",))
    except GuijuError:
        return False
    return parsed(unparse(given.node), tuple(CONTEXT), ("spent so far",)).node != given.node


class SlowError(BaseException):
    """An expression took too long; nothing on the way catches it."""


@contextmanager
def alarm(seconds: int) -> Iterator[None]:
    """Break off what takes the processor longer; 0 is for ever."""

    def ring(_: int, __: FrameType | None) -> None:
        raise SlowError

    signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def main(arguments: list[str]) -> int:
    """Run, print what misbehaves and the slowest expression."""
    count, seed = (*map(int, arguments), *(COUNT, 1)[len(arguments) :])
    faults, slowest = 0, (0.0, "")
    for number, text in enumerate(texts(count, seed)):
        if number % 1000 == 0:
            gc.freeze()  # what is kept of expressions before does not count as time of the next one
        began = time.process_time()
        found = fault(text, SECONDS)
        slowest = max(slowest, (time.process_time() - began, text))
        if found:
            faults += 1
            print(repr(text), found)
    print(f"{count} expressions, {faults} faults; slowest {slowest[0]:.2f} s: {slowest[1]!r}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
