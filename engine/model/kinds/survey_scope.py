"""What the rules of a survey may speak of, and the decisions that they become.

Every word stands for an element `s/items/…`, `s/scores/…`, never for the raw answers: so hidden means absent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.dsl import nodes as feel
from engine.dsl.checker import resolve
from engine.dsl.diagnostics import Diagnostics
from engine.dsl.names import Names
from engine.dsl.scope import Scope
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.dsl.types import NUMBER, STRING, ContextType, ListType, Type
from engine.model.boxed import Boxed, LiteralExpression
from engine.model.decision import Decision, Phrase
from engine.model.kinds.survey_parts import Item, Point, Survey
from engine.model.reading import texts
from engine.model.synthesis import Synthesis

META = ContextType(
    (("seconds", NUMBER), ("channel", STRING), ("days_since_last_response", NUMBER)),
    aliases=(("填写秒数", "seconds"), ("渠道", "channel"), ("距上次填写天数", "days_since_last_response")),
)
WORDS = ("meta", "ratings", "flags", *dict(META.entries), *dict(META.aliases))


@dataclass(frozen=True)
class Speaking:
    """One survey and the words its rules may use; `record` is the record that it is about, by name."""

    survey: Survey
    record: Mapping[str, Type]
    diagnostics: Diagnostics

    def name(self, *parts: str) -> str:
        """The name of an element of this survey."""
        return "/".join((self.survey.name, *parts))

    def item_name(self, item: Item, *part: str) -> str:
        """The name of an item's element."""
        return self.name("items", item.name, *part)

    def point_name(self, point: Point) -> str:
        """FEEL for the answer to a question."""
        return f"{self.item_name(point.item)}.{point.row.name}" if point.row else self.item_name(point.item)

    @cached_property
    def scope(self) -> Scope:
        """The answers and scores by name and label, how the survey was answered, and the record that it is about."""
        words: dict[str, tuple[str, ...]] = {}
        for said, name in self.labels():
            words[said] = (*words.get(said, ()), name)
        for said, name in self.names():
            words[said] = (name,)  # a name is what it names, whatever else has it for a label
        return Scope(dict(self.types())).with_labels(words)

    def types(self) -> Iterator[tuple[str, Type]]:
        """Every element that rules may speak of, with its type."""
        yield from self.record.items()
        for item in self.survey.items:
            yield from ((self.name("items", entry), type_) for entry, type_ in item.entries)
        yield from ((self.name("scores", score.name), NUMBER) for score in self.survey.scores)
        yield self.name("meta"), META
        yield self.name("ratings"), ListType(NUMBER)
        yield self.name("flags"), ListType(STRING)

    def names(self) -> Iterator[tuple[str, str]]:
        """Every name, with the element it stands for."""
        yield from ((word, self.name(word)) for word in ("meta", "ratings", "flags"))
        yield from ((score.name, self.name("scores", score.name)) for score in self.survey.scores)
        for item in self.survey.items:
            yield from ((entry, self.name("items", entry)) for entry, _ in item.entries)

    def labels(self) -> Iterator[tuple[str, str]]:
        """Every label, with the element it stands for."""
        for item in self.survey.items:
            yield from ((said, self.item_name(item)) for said in texts(item.label))
        for score in self.survey.scores:
            yield from ((said, self.name("scores", score.name)) for said in texts(score.label))

    def written(self, name: str, label: Text, tree: feel.Node, type_: Type) -> Decision:
        """A decision that is an expression of the author."""
        resolved = resolve(tree, self.scope, self.diagnostics, type_)
        return self.decision(name, label, LiteralExpression(tree.span, resolved), self.spoken_of(resolved), type_)

    def decision(
        self,
        name: str,
        label: Text,
        logic: Boxed,
        requires: Iterable[str],
        type_: Type,
        phrase: Phrase | None = None,
    ) -> Decision:
        """A decision of this survey."""
        return Decision(name, label, logic.origin, logic, tuple(requires), type_, self.survey.sources, phrase)

    def spoken_of(self, tree: feel.Node) -> tuple[str, ...]:
        """The elements that an expression speaks of, each once."""
        known = self.scope.names
        return tuple(
            dict.fromkeys(node.name for node in feel.walk(tree) if isinstance(node, feel.Name) and node.name in known)
        )

    def at(self, origin: Span, requires: Iterable[str]) -> Synthesis:
        """FEEL texts at a place of the author's file, about some elements."""
        return Synthesis(origin, Names.of(requires))
