"""What the words of rules are in English: labels are written in both languages, values and names often in one.

Reads   the labels of all definitions, and `words` of the project for what has no label: ratings, tags, actions.
Gives   the same sentence for readers of English. Nothing that rules compare or store is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property

from engine.dsl import nodes as feel
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.runtime.explain import Explanation

OPAQUE = (str, feel.Node, Span)


@dataclass(frozen=True)
class Words:
    """The words of some definitions, and those that are `written` besides, which stand before labels."""

    definitions: Iterable[object]
    written: Mapping[str, str]

    def say(self, text: str) -> str:
        """A text in which every known word that stands for itself is put in English.

        >>> words = Words([Text("总分", "Total")], {"良好": "Good", "好": "Fine"})
        >>> words.say("总分 8.60, 良好; 不好")
        'Total 8.60, Good; 不好'
        """
        return self._pattern.sub(lambda found: self.english[found[0]], text) if self.english else text

    def text(self, text: Text) -> Text:
        """A text in both languages, its words in English where that is read."""
        return Text(text.zh, self.say(text.say("en")))

    def explanation(self, told: Explanation) -> Explanation:
        """An explanation that readers of English can follow."""
        label, sentence, parts = self.text(told.label), self.text(told.sentence), self._parts(told.told)
        return replace(told, label=label, sentence=sentence, told=parts, more=lambda: self._parts(told.more()))

    def _parts(self, told: Iterable[Explanation]) -> tuple[Explanation, ...]:
        return tuple(map(self.explanation, told))

    @cached_property
    def english(self) -> Mapping[str, str]:
        """What every word is in English; of two labels the first."""
        return {**dict(reversed(list(labels(self.definitions)))), **self.written}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.english, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def labels(things: Iterable[object]) -> Iterator[tuple[str, str]]:
    """The texts in both languages that stand anywhere in some definitions.

    >>> list(labels([Text("客户", "Customer"), [Text("只有中文")]]))
    [('客户', 'Customer')]
    """
    for thing in things:
        if isinstance(thing, Text):
            if thing.zh and thing.en:
                yield thing.zh, thing.en
        elif isinstance(thing, Mapping):
            yield from labels(thing.values())
        elif isinstance(thing, tuple | list):
            yield from labels(thing)
        elif is_dataclass(thing) and not isinstance(thing, OPAQUE):
            yield from labels(getattr(thing, each.name) for each in fields(thing))
