"""What scenarios ask of a result: the way to a part of it, held against the type of what is evaluated.

Reads   paths as scenarios write them, `bounds.low`, `评级`, and types that were inferred.
Gives   the type of the part, or the word on the way that there is none of; nothing where the type does not tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.dsl.types import ANY, ContextType, ListType, SimpleType, Type
from engine.scenarios.result_words import WHOLE, WORDS, OwnWords, way


@dataclass(frozen=True, slots=True)
class Part:
    """Where a path leads: to a type; or no further than to the word at `start`, in whose place one of `known` stands.

    `known` is None where the path leads to something.
    """

    type: Type = ANY
    word: str = ""
    start: int = 0
    known: tuple[str, ...] | None = None


def part_of(path: str, type_: Type, own: OwnWords = MappingProxyType({})) -> Part:
    """The part of a result that a path leads to; `own` are the author's words for parts of it.

    >>> from engine.dsl.types import NUMBER
    >>> card = ContextType((("total", NUMBER), ("bounds", ContextType((("low", NUMBER),)))))
    >>> str(part_of("综合评分", card).type), part_of("bounds.hgih", card).word, part_of("total", NUMBER).known
    ('number', 'hgih', ('结果', 'result'))
    >>> str(part_of("Trust score", card, {"Trust score": "total"}).type)
    'number'
    """
    start, whole = 0, type_
    for word in way(path, own):
        entries = _entries(type_)
        if entries is None or (word not in entries and isinstance(type_, ContextType) and type_.open):
            return Part()
        if word not in entries:
            known = (*own, *(entries or WHOLE)) if type_ is whole else tuple(entries)
            return Part(ANY, word, start, tuple(dict.fromkeys(known)))
        type_, start = entries[word], start + len(word) + 1
    return Part(type_)


def values_in(path: str, type_: ContextType) -> list[str]:
    """The paths to the values of a part of a result that is none itself."""
    entries = (_entries(type_) or {}).items()
    before = "" if path in WHOLE else f"{path}."
    return [f"{before}{word}" for word, each in entries if not isinstance(each, ContextType)]


def _entries(type_: Type) -> Mapping[str, Type] | None:
    """What a result has, by every word for it; nothing for a plain value or a list, None where that is not known."""
    if isinstance(type_, ContextType):
        entries = dict(type_.entries)
        return {word: entries[name] for word, name in WORDS.items() if name in entries} | entries
    return {} if isinstance(type_, (SimpleType, ListType)) else None
