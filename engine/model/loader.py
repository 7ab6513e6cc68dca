"""A set of files to definitions and a model.

Reads   the texts of files, by the name that messages give them.
Gives   `Loaded`: the definitions, the model they lower to, and what is wrong with them.
How     documents -> schema -> definitions, in the order of KINDS -> elements of the core. Every name that a document
        declares is known to the FEEL texts of all, in whichever file they stand.
        A `Loader` keeps what it read, so that after a change only the file that changed is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.dsl.catalogue import errors
from engine.dsl.diagnostics import Diagnostics, Label
from engine.dsl.documents import MappingNode, ScalarNode, read
from engine.dsl.names import Names
from engine.dsl.schemas import validate
from engine.dsl.source import Source
from engine.model.decision import Element, Model
from engine.model.kinds import KINDS, Definition, Definitions, Kind
from engine.model.kinds.kind import Derived
from engine.model.reading import Reader, mandatory, report_unknown, string, text, texts

Files = Mapping[str, str]
ALL = ("*",)  # stands, among names that were looked up, for whatever names there are


@dataclass(frozen=True)
class Document:
    """One document of a file, of a known kind and of the shape that its schema asks for."""

    kind: Kind
    node: MappingNode

    def words(self) -> Iterator[str]:
        """Every name that this document lets FEEL texts speak of."""
        yield string(self.node.get("name"))
        yield from texts(text(self.node.get("label")))
        yield from self.kind.names(self.node)


@dataclass(frozen=True)
class ReadFile:
    """What one file holds. `whole` when nothing in it had to be left out."""

    text: str
    documents: tuple[Document, ...]
    diagnostics: Diagnostics
    whole: bool


@dataclass(frozen=True)
class ReadDefinition:
    """One definition, and the names that were known when it was read."""

    document: Document
    names: Names
    definition: Definition
    diagnostics: Diagnostics

    @property
    def sound(self) -> bool:
        """Whether every word of it could be read."""
        return not errors(self.diagnostics)


class Watched(Definitions):
    """Definitions that remember which of them were looked up, so that what was made of them can be kept.

    `looked_up` is shared by all who watch the same definitions: what was looked up for something that is worked out
    once for all.
    """

    def __init__(self, definitions: Definitions, looked_up: dict[tuple[str, ...], set[str]]) -> None:
        super().__init__(definitions)
        self.shared = definitions
        self.looked_up = looked_up
        self.seen: set[str] = set()

    def __getitem__(self, name: str) -> Definition:
        self.seen.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """A definition, or the default; the look-up is remembered."""
        self.seen.add(name)
        return super().get(name, default)

    def __contains__(self, name: object) -> bool:
        self.seen.add(str(name))
        return super().__contains__(name)

    def __iter__(self) -> Iterator[str]:
        self.seen.update(ALL, super().__iter__())
        return super().__iter__()

    def items(self) -> Any:
        """All definitions with their names; that all were looked at is remembered."""
        iter(self)
        return super().items()

    def values(self) -> Any:
        """All definitions; that all were looked at is remembered."""
        iter(self)
        return super().values()

    def once(self, key: tuple[str, ...], make: Callable[[], Derived]) -> Derived:
        """What `make` gives the first time that anybody asks; with it goes what was looked up for it."""
        made = self.shared.once(key, make)
        self.seen |= self.looked_up.setdefault(key, set(self.seen))
        return made

    def same_in(self, definitions: Definitions) -> bool:
        """Whether whoever looked would have seen the same among other definitions."""
        if ALL[0] in self.seen and definitions.keys() != self.shared.keys():
            return False
        return all(definitions.get(name) is self.shared.get(name) for name in self.seen)


@dataclass(frozen=True)
class Lowered:
    """The elements of one definition, and what lowering it looked at."""

    definition: Definition
    looked_at: Watched
    elements: tuple[Element, ...]
    diagnostics: Diagnostics


@dataclass(frozen=True)
class Loaded:
    """Definitions and model of a set of files.

    `kinds` tells of which kind each definition is. `sound` when every word could be read: only then the model says
    what its author means, and is worth further checks.
    """

    definitions: Mapping[str, Definition]
    kinds: Mapping[str, Kind]
    model: Model
    diagnostics: Diagnostics
    sound: bool


@dataclass
class Loader:
    """Reads sets of files that differ little from each other."""

    files: dict[str, ReadFile] = field(default_factory=dict)
    read: dict[int, ReadDefinition] = field(default_factory=dict)
    lowered: dict[str, Lowered] = field(default_factory=dict)

    def load(self, files: Files) -> Loaded:
        """The definitions and the model of these files.

        >>> loaded = Loader().load({"a.yaml": "kind: desicion\\n"})
        >>> [(d.code, str(d.span), d.values["suggestions"]) for d in loaded.diagnostics]
        [('GJ0802', 'a.yaml:1:7', ['decision'])]
        """
        self.files = {name: self._file(name, content) for name, content in sorted(files.items())}
        found = Diagnostics()
        for file in self.files.values():
            found.extend(file.diagnostics)
        read = self._definitions(found)
        definitions = Definitions({name: each.definition for name, each in read.items()})
        whole = all(file.whole for file in self.files.values())
        elements = self._elements(read, definitions, found) if whole else {}
        sound = not errors(found)
        if whole:
            _check(read, definitions, found)
        kinds = {name: each.document.kind for name, each in read.items()}
        return Loaded(definitions, kinds, Model("project", elements), found, sound)

    def _file(self, name: str, content: str) -> ReadFile:
        known = self.files.get(name)
        return known if known and known.text == content else read_file(Source(name, content))

    def _definitions(self, diagnostics: Diagnostics) -> dict[str, ReadDefinition]:
        """Every definition by its name; the second of the same name is told and left out."""
        documents = [document for file in self.files.values() for document in file.documents]
        order = list(KINDS)
        documents.sort(key=lambda document: order.index(document.kind.name))
        names = Names.of(word for document in documents for word in document.words())
        self.read = {id(document): self._definition(document, names) for document in documents}
        read: dict[str, ReadDefinition] = {}
        for document, each in zip(documents, self.read.values(), strict=True):
            diagnostics.extend(each.diagnostics)
            first = read.setdefault(each.definition.name, each).definition
            if first is not each.definition:
                place = mandatory(document.node, "name").span
                diagnostics.add("GJ0803", place, Label(first.origin, "first"), name=first.name)
        return read

    def _definition(self, document: Document, names: Names) -> ReadDefinition:
        known = self.read.get(id(document))
        if known and known.document is document and known.names is names:
            return known
        found = Diagnostics()
        return ReadDefinition(document, names, document.kind.read(document.node, Reader(names, found)), found)

    def _elements(
        self, read: Mapping[str, ReadDefinition], definitions: Definitions, diagnostics: Diagnostics
    ) -> dict[str, Element]:
        """The elements that the definitions lower to; a definition that could not be read in full is left out."""
        sound = {name: each for name, each in read.items() if each.sound}
        looked_up: dict[tuple[str, ...], set[str]] = {}
        self.lowered = {name: self._lower(name, each, definitions, looked_up) for name, each in sound.items()}
        for each in self.lowered.values():
            diagnostics.extend(each.diagnostics)
        return {element.name: element for each in self.lowered.values() for element in each.elements}

    def _lower(
        self, name: str, read: ReadDefinition, definitions: Definitions, looked_up: dict[tuple[str, ...], set[str]]
    ) -> Lowered:
        """The elements of a definition; those from before when nothing that they depend on has changed."""
        known = self.lowered.get(name)
        if known and known.definition is read.definition and known.looked_at.same_in(definitions):
            return known
        found, watched = Diagnostics(), Watched(definitions, looked_up)
        elements = tuple(read.document.kind.lower(read.definition, watched, found))
        return Lowered(read.definition, watched, elements, found)


def read_file(source: Source) -> ReadFile:
    """The documents of a file that are of a known kind and a right shape."""
    found = Diagnostics()
    nodes = read(source, found)
    documents = tuple(document for node in nodes if (document := _document(node, found)))
    return ReadFile(source.text, documents, found, len(documents) == len(nodes) and not errors(found))


def _document(node: MappingNode, diagnostics: Diagnostics) -> Document | None:
    """A document of a known kind that fits its schema; None when it does not, which is told."""
    name = node.get("kind")
    if not isinstance(name, ScalarNode) or name.blank:
        diagnostics.add("GJ0801", name.span if name else node.span)
        return None
    if name.text not in KINDS:
        report_unknown("GJ0802", name.text, name.span, KINDS, diagnostics)
        return None
    found = Diagnostics()
    validate(node, KINDS[name.text].schema, found)
    diagnostics.extend(found)
    return None if errors(found) else Document(KINDS[name.text], node)


def _check(read: Mapping[str, ReadDefinition], definitions: Definitions, diagnostics: Diagnostics) -> None:
    """What every kind finds wrong with its own definitions, those that could be read in full."""
    for each in read.values():
        if each.sound:
            each.document.kind.check(each.definition, definitions, diagnostics)
