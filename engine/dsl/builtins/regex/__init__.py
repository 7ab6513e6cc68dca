"""Regular expressions of XPath: the only door to the engines that run them.

Patterns are translated (pattern.py) and run by RE2, in time linear in the text. What RE2 cannot say (back-references,
`^` at the lines of a text, repetitions beyond its limits) is run by a backtracking engine, which may take half a
second; what takes longer gives null and says so. All functions give null with a reason for what is not valid.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, partial, wraps
from time import thread_time
from typing import ParamSpec, Protocol, TypeVar

import re2
import regex

from engine.dsl import limits
from engine.dsl.builtins.regex.pattern import PatternError, translate
from engine.dsl.nulls import null

P = ParamSpec("P")
T = TypeVar("T")

SECONDS = 0.5
STEPS_PER_SECOND = 100_000  # of the backtracking engine, which alone is bounded by a clock
STEPS_PER_KILOBYTE = 10  # to make a pattern ready
STEPS_PER_MATCH = 5
REPLACEMENT = re.compile(r"\\(?P<escaped>[\\$])|\$(?P<group>[0-9]+)|(?P<text>[^\\$]+)")


class Match(Protocol):
    """What both engines say of a match."""

    def start(self) -> int:
        """Where it begins."""

    def end(self) -> int:
        """Behind its last character."""

    def group(self, number: int, /) -> str | None:
        """What a group has matched, 0 being all; None where it took no part."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A pattern ready to run. Both functions may raise `TimeoutError`."""

    search: Callable[[str], Match | None]
    finditer: Callable[[str], Iterable[Match]]
    groups: int
    size: int


def _null_when_invalid(function: Callable[P, T]) -> Callable[P, T | None]:
    """Turn what is not valid or takes too long into null with its reason."""

    @wraps(function)
    def answer(*args: P.args, **kwargs: P.kwargs) -> T | None:
        try:
            return function(*args, **kwargs)
        except PatternError as error:
            return null(error.code, **error.values)
        except TimeoutError:
            return null("GJ1324", seconds=SECONDS)
        except UnicodeEncodeError:
            return null("GJ1328")

    return answer


@_null_when_invalid
def matches(text: str, pattern: str, flags: str) -> bool:
    """Whether a part of the text matches.

    >>> matches("foobar", "^fo*b", ""), matches("foobar", "(", "")
    (True, None)
    """
    return _ready(pattern, flags).search(text) is not None


@_null_when_invalid
def replace(text: str, pattern: str, replacement: str, flags: str) -> str:
    r"""The text with every match replaced; `$1` is what a group has matched, `\$` a dollar.

    >>> replace("2026-08", "(\\d+)-(\\d+)", "$2/$1", "")
    '08/2026'
    """
    compiled = _consuming(pattern, flags)
    template = _template(replacement, compiled.groups)
    parts, done = [], 0
    for match in compiled.finditer(text):
        limits.spend(STEPS_PER_MATCH)
        parts.append(text[done : match.start()])
        parts += [part if isinstance(part, str) else match.group(part) or "" for part in template]
        done = match.end()
    return "".join([*parts, text[done:]])


@_null_when_invalid
def split(text: str, pattern: str) -> list[str]:
    """The parts of the text between matches.

    >>> split("a, b,c", ", ?")
    ['a', 'b', 'c']
    """
    parts, done = [], 0
    for match in _consuming(pattern, "").finditer(text):
        limits.spend(STEPS_PER_MATCH)
        parts.append(text[done : match.start()])
        done = match.end()
    return [*parts, text[done:]]


def _consuming(pattern: str, flags: str) -> Compiled:
    """The compiled pattern, refused when it matches the empty text."""
    compiled = _ready(pattern, flags)
    if compiled.search("") is not None:
        raise PatternError("GJ1322", pattern=pattern)
    return compiled


def _ready(pattern: str, flags: str) -> Compiled:
    """The compiled pattern, counted at its first use in an evaluation."""
    compiled = _compiled(pattern, flags)
    limits.prepare((pattern, flags), STEPS_PER_KILOBYTE * compiled.size)
    return compiled


@lru_cache(maxsize=128)
def _compiled(pattern: str, flags: str) -> Compiled:
    translation = translate(pattern, flags)
    if translation.linear:
        try:
            linear = re2.compile(translation.text, _options())
            return Compiled(linear.search, linear.finditer, translation.groups, translation.size)
        except re2.error:  # RE2 has a limit on what repetitions may multiply to
            pass
    bounded = regex.compile(translation.text, cache_pattern=False)
    search = _timed(partial(bounded.search, timeout=SECONDS))
    finditer = _timed(lambda text: list(bounded.finditer(text, timeout=SECONDS)))
    return Compiled(search, finditer, translation.groups, translation.size)


def _timed(run: Callable[[str], T]) -> Callable[[str], T]:
    """Count the time that the backtracking engine takes."""

    def timed(text: str) -> T:
        began = thread_time()
        try:
            return run(text)
        finally:
            limits.spend(int((thread_time() - began) * STEPS_PER_SECOND))

    return timed


def _options() -> re2.Options:
    options = re2.Options()
    options.log_errors = False
    return options


@lru_cache(maxsize=512)
def _template(replacement: str, groups: int) -> tuple[str | int, ...]:
    """A replacement as texts and numbers of groups."""
    template: list[str | int] = []
    at = 0
    while at < len(replacement):
        part = REPLACEMENT.match(replacement, at)
        if part is None:
            raise PatternError("GJ1323", value=replacement, position=at + 1)
        at = part.end()
        if part["group"]:
            template += _reference(part["group"], groups)
        else:
            template.append(part["escaped"] or part["text"])
    return tuple(template)


def _reference(digits: str, groups: int) -> list[str | int]:
    """The group that digits mean: as many of them as there are groups, the others are text; nothing beyond the last."""
    if len(digits) > 1 and int(digits) > groups:
        return [*_reference(digits[:-1], groups), digits[-1]]
    return [int(digits) if int(digits) <= groups else ""]
