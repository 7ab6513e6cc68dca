"""A name or a value of a step, held against what there is.

Gives   GJ5021 (a name of nothing), GJ5022 (a value that cannot be), with what was probably meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engine.dsl.diagnostics import Diagnostic, Edit, Fix
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.dsl.types import Type
from engine.model.reading import meant_by
from engine.scenarios.story import Said, Story, Values
from engine.scenarios.values import is_moment, likely_hours, likely_moments, likely_value, unlike

MOST_KNOWN = 12  # names that a message lists
_YEAR = re.compile(r"\b(20\d\d)-\d\d-\d\d")
_HOURS = re.compile(r"\d+:[0-5]\d")
HOURS = Text("小时和分钟", "time in hours and minutes")
MOMENT = Text("时间", "moment")


def check_name(said: Said, known: Iterable[str], what: Text, story: Story | None = None) -> Iterator[Diagnostic]:
    """A name is one of those that are known, unless a story is about the refusal of others."""
    words = list(dict.fromkeys(known))
    if said.text not in words:
        near = meant_by(said.text, words)
        if story and story.refuses(said, near):
            return
        alike = [word for word in words if word.isascii() == said.text.isascii()] or words
        near = near or (alike if len(alike) == 1 else [])
        others: dict[str, object] = {"known": alike[:MOST_KNOWN]} if words else {"none": what}
        shown = {"suggestions": near} if near else others
        fix = Fix((Edit(said.span, near[0]),)) if near else None
        yield Diagnostic("GJ5021", said.span, {"name": said.text, "what": what, **shown}, fix=fix)


def check_value(said: Said, type_: Type, name: str) -> Iterator[Diagnostic]:
    """A text can be a value of a type; an empty one is none."""
    expected = unlike(said.text, type_, name) if said.text else None
    if expected:
        near = likely_value(said.text, type_)
        others: dict[str, object] = {"options": expected.options} if expected.options else {"example": expected.example}
        shown = {"suggestions": near} if near else others
        fix = Fix((Edit(said.span, near[0]),)) if near else None
        values = {
            "value": said.text,
            "expected": expected.words,
            **({} if expected.options else {"name": name}),
            **shown,
        }
        yield Diagnostic("GJ5022", said.span, values, fix=fix)


def check_moment(said: Said, values: Values, story: Story) -> Iterator[Diagnostic]:
    """A text is an instant as scenarios write it."""
    if not is_moment(said.text):
        years = _YEAR.findall(said.span.source.text)
        near = likely_moments(said.text, max(years, key=years.count, default=""))
        fix = Fix((Edit(said.span, near[0]),)) if near else None
        shown: dict[str, object] = {"suggestions": near} if near else {"example": "2026-03-10 09:00"}
        yield Diagnostic("GJ5022", said.span, {"value": said.text, "expected": MOMENT, **shown}, fix=fix)


def check_length(said: Said, values: Values, story: Story) -> Iterator[Diagnostic]:
    """A text is a length of time in hours and minutes, `3:30`."""
    if "clock" in values and not _HOURS.fullmatch(said.text):
        near = likely_hours(said.text)
        fix = Fix((Edit(said.span, near),)) if near else None
        shown: dict[str, object] = {"suggestions": [near]} if near else {"example": "3:30"}
        yield Diagnostic("GJ5022", said.span, {"value": said.text, "expected": HOURS, **shown}, fix=fix)


def each_of(said: Said) -> Iterator[Said]:
    """Several words behind each other, each at its place."""
    for match in re.finditer("[^、,]+", said.text):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        yield cut(said, start, start + len(match[0].strip()))


def cut(said: Said, start: int, end: int) -> Said:
    """A piece of what is said."""
    return Said(said.text[start:end], Span(said.span.source, said.span.start + start, said.span.start + end))
