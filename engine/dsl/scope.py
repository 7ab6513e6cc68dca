"""Scopes: which names an expression may speak of, and what each stands for.

A scope maps names to types and falls back to its parent. A label is an alias: another word for a name
(`客户` for `customer`) or for a path (`满意度得分` for `customer.satisfaction_score`, where the fields of the subject
are in scope by themselves). A name goes before an alias, an inner scope before an outer one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from engine.dsl.names import Names
from engine.dsl.nodes import Name, Node, Path
from engine.dsl.source import Span
from engine.dsl.types import ANY, ContextType, FunctionType, ListType, Type


class Meaning(NamedTuple):
    """What a word stands for: the name or path that rules are compiled with, and its type.

    `hidden` when an inner scope has a name of its own in the place where the path would begin.
    """

    node: Node
    type: Type
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """Names and their types; `aliases` are further words, `types` the named types of `instance of`. In an `open` scope
    a name that nobody declares is trusted.

    >>> customer = ContextType((("score", ANY),), aliases=(("得分", "score"),))
    >>> scope = Scope({"customer": customer}).with_subject("customer")
    >>> scope.meanings("得分")[0].node
    Path(subject=Name(name='customer'), name='score')
    >>> scope.child({"customer": ANY}).meanings("得分")[0].hidden
    True
    """

    names: Mapping[str, Type] = field(default_factory=dict)
    parent: Scope | None = None
    aliases: Mapping[str, tuple[Node, ...]] = field(default_factory=dict)
    types: Mapping[str, Type] = field(default_factory=dict)
    open: bool = False

    @property
    def trusts_names(self) -> bool:
        """Whether a name that nobody declares may be an entry of a record of which not everything is known."""
        return self.open or (self.parent is not None and self.parent.trusts_names)

    def child(self, names: Mapping[str, Type]) -> Scope:
        """An inner scope with further names."""
        return Scope(names, self)

    def child_of_entries(self, context: ContextType, names: Mapping[str, Type]) -> Scope:
        """An inner scope with `names` and the entries of a context, by name and by label: inside of a filter."""
        aliases = {label: tuple(map(Name, context.called(label))) for label, _ in context.aliases}
        return Scope({**names, **dict(context.entries)}, self, aliases, open=context.open)

    def with_labels(self, labels: Mapping[str, tuple[str, ...]]) -> Scope:
        """The same scope; each label stands for one of the names, or is ambiguous between several."""
        return self._with_aliases({label: tuple(map(Name, names)) for label, names in labels.items()})

    def with_subject(self, name: str) -> Scope:
        """The same scope; the entries of the context `name` are in scope by themselves, by name and by label."""
        context = self.names[name]
        assert isinstance(context, ContextType)
        paths = {word: tuple(Path(Name(name), each) for each in context.called(word)) for word in context.words}
        return self._with_aliases(paths)

    def _with_aliases(self, more: Mapping[str, tuple[Node, ...]]) -> Scope:
        merged = {word: (*self.aliases.get(word, ()), *nodes) for word, nodes in more.items()}
        return replace(self, aliases={**self.aliases, **merged})

    def meanings(self, word: str) -> tuple[Meaning, ...]:
        """What a word may stand for: nothing (unknown), one thing, or several (ambiguous)."""
        if word in self.names:
            return (Meaning(Name(word), self.names[word]),)
        if word in self.aliases:
            return tuple(Meaning(node, self._type(node)) for node in dict.fromkeys(self.aliases[word]))
        outer = self.parent.meanings(word) if self.parent else ()
        return tuple([m._replace(hidden=True) if _captured(m.node, self.names) else m for m in outer])

    def _type(self, node: Node) -> Type:
        """The type of what an alias stands for."""
        if isinstance(node, Path):
            subject = self._type(node.subject)
            return (isinstance(subject, ContextType) and subject.get(node.name)) or ANY
        return self.names.get(node.name, ANY) if isinstance(node, Name) else ANY

    def place(self, word: str) -> Span | None:
        """Where what a word stands for is declared; None where nobody knows."""
        meaning = next(iter(self.meanings(word)), None)
        if meaning is None or not isinstance(meaning.node, Path) or not isinstance(meaning.node.subject, Name):
            return None
        return next(
            (place_of(each.type, [meaning.node.name]) for each in self.meanings(meaning.node.subject.name)), None
        )

    def named_type(self, name: str) -> Type | None:
        """The type that was declared under a name."""
        return self.types.get(name) or (self.parent.named_type(name) if self.parent else None)

    def words(self) -> Iterator[tuple[str, Type]]:
        """Every word in scope with its type, inner ones first: the candidates for a suggestion."""
        yield from self.names.items()
        yield from ((word, self._type(nodes[0])) for word, nodes in self.aliases.items() if nodes)
        if self.parent:
            yield from self.parent.words()

    def all_names(self) -> Names:
        """Every word that text in this scope may hold, properties of properties included: what the lexer asks for."""
        words: set[str] = set()
        for word, type_ in self.words():
            words.add(word)
            words.update(property_names(type_))
        return Names.of(words)


def place_of(type_: Type, names: Sequence[str]) -> Span | None:
    """Where the first of some entries of a type is declared, by name or by label."""
    if not isinstance(type_, ContextType) or not names:
        return None
    return next((type_.places[entry] for entry in type_.called(names[0]) if entry in type_.places), None)


def property_names(type_: Type) -> Iterator[str]:
    """The names and labels of all properties that values of a type have, and of theirs.

    >>> list(property_names(ListType(ContextType((("unit price", ANY),), aliases=(("单价", "unit price"),)))))
    ['unit price', '单价']
    """
    match type_:
        case ContextType(entries=entries, aliases=aliases):
            for name, inner in entries:
                yield name
                yield from property_names(inner)
            yield from (label for label, _ in aliases)
        case ListType(item=item):
            yield from property_names(item)
        case FunctionType(result=result, names=names):
            yield from names
            yield from property_names(result)


def _captured(node: Node, names: Mapping[str, Type]) -> bool:
    """Whether one of `names` stands where the path begins."""
    root = node
    while isinstance(root, Path):
        root = root.subject
    return isinstance(root, Name) and root.name in names
