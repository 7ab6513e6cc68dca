"""The tags of a record: those that rules give and those that people gave, each with since when and why. Pure.

Reads   the tags a record had, the rules, and what the rules say now.
Gives   a `Tagging`: the tags it has now, those that came and those that went.

A tag of a rule is there as long as the rule holds, and leaves when it no longer does, be it that a fact changed or that
time went by; what a rule cannot tell (null) it does not give. So the tags are the same whether they are followed step
by step or worked out anew. A tag given by hand never leaves by itself. The same tag may be there for both reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.dsl.diagnostics import Diagnostic
from engine.dsl.suggestions import suggest
from engine.errors import EvaluationError
from engine.model.kinds.tags import Tags
from engine.runtime.outcome import Decide, Outcome

RULE, MANUAL = "rule", "manual"


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a record. `origin` is "rule" or "manual", `by` the person who gave it, `why` what the rule said."""

    name: str
    origin: str
    since: datetime
    by: str = ""
    why: Outcome | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Tagging:
    """What tags a record has, and what changed. `why` tells for every rule that was asked what it said."""

    tags: tuple[Tag, ...]
    entered: tuple[Tag, ...] = ()
    left: tuple[Tag, ...] = ()
    why: Mapping[str, Outcome] = field(default_factory=dict, compare=False, repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Every tag once."""
        return tuple(dict.fromkeys(tag.name for tag in self.tags))


def retag(definition: Tags, had: Iterable[Tag], facts: Mapping[str, object], decide: Decide, at: datetime) -> Tagging:
    """The tags of a record at an instant, given those it had; `decide` asks a rule about the facts."""
    before = {(tag.name, tag.origin): tag for tag in _canonical(definition, had)}
    why = {tag: decide(definition.part(tag), facts) for tag in definition.rules}
    held = {(tag, RULE): Tag(tag, RULE, at, why=outcome) for tag, outcome in why.items() if outcome.value is True}
    now = {key: tag for key, tag in before.items() if tag.origin == MANUAL}
    now |= {key: _since(tag, before.get(key)) for key, tag in held.items()}
    entered = tuple(tag for key, tag in now.items() if key not in before)
    left = tuple(tag for key, tag in before.items() if key not in now)
    return Tagging(tuple(now.values()), entered, left, why)


def give(definition: Tags, had: Iterable[Tag], name: str, by: str, at: datetime) -> tuple[Tag, ...]:
    """The tags after somebody gave one by hand; one that was given already stays as it was.

    raises   EvaluationError for a tag that is not defined, unless new ones are allowed
    """
    tags, tag = tuple(_canonical(definition, had)), definition.canonical(name.strip())
    known = (*definition.rules, *definition.known)
    if tag not in known and not definition.allow_new:
        raise EvaluationError(f"no tag {tag}", [_unknown(definition, tag)])
    if any((each.name, each.origin) == (tag, MANUAL) for each in tags):
        return tags
    return (*tags, Tag(tag, MANUAL, at, by))


def take(definition: Tags, had: Iterable[Tag], name: str) -> tuple[Tag, ...]:
    """The tags after somebody took one away that was given by hand; a rule's tag stays."""
    tag = definition.canonical(name.strip())
    return tuple(each for each in _canonical(definition, had) if (each.name, each.origin) != (tag, MANUAL))


def _canonical(definition: Tags, tags: Iterable[Tag]) -> Iterator[Tag]:
    """The tags without aliases; one that is there twice then counts since the first time."""
    found: dict[tuple[str, str], Tag] = {}
    for tag in tags:
        name = definition.canonical(tag.name)
        first = found.get((name, tag.origin))
        if first is None or tag.since < first.since:
            found[name, tag.origin] = Tag(name, tag.origin, tag.since, tag.by, tag.why)
    return iter(found.values())


def _since(tag: Tag, before: Tag | None) -> Tag:
    """The tag since it was there first."""
    return Tag(tag.name, tag.origin, before.since, why=tag.why) if before else tag


def _unknown(definition: Tags, tag: str) -> Diagnostic:
    near = suggest(tag, definition.known)
    shown: dict[str, object] = {"suggestions": near} if near else {"known": list(definition.known)}
    return Diagnostic("GJ4411", definition.origin, {"name": tag, **shown})
