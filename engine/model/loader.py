"""A set of files to definitions and a model.

Reads   the texts of files, by the name that messages give them.
Gives   `Loaded`: the definitions, the model they lower to, and what is wrong with them.
How     documents -> schema -> definitions, in the order of KINDS -> elements of the core. Every name that a document
        declares is known to the FEEL texts of all, in whichever file they stand.
        A `Loader` keeps what it read, so that after a change only the file that changed is read again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from engine.dsl.catalogue import errors
from engine.dsl.diagnostics import Diagnostics, Edit, Fix, Label
from engine.dsl.documents import MappingNode, ScalarNode, read
from engine.dsl.names import Names
from engine.dsl.source import Source, Span
from engine.dsl.suggestions import distance
from engine.model.column_units import in_units_of_columns
from engine.model.decision import Element, Model
from engine.model.kinds import KINDS, Definition, Definitions, Kind
from engine.model.kinds.kind import Derived
from engine.model.owners import owned
from engine.model.reading import Reader, mandatory, report_unknown, string, text, texts

Files = Mapping[str, str]
TWICE = "GJ0003"  # a key written twice: the one error of reading that leaves the shape of a file as it was meant
_BEGINNING = re.compile(r"\w+|.", re.DOTALL)
_WORDS = r"""[^\n:：,，{}\[\]()"'|<>=+*/]*"""
_NAME = rf"[^\W\d_]{_WORDS}(?:\({_WORDS}\){_WORDS})?"
_MAY_BE_NAMES = re.compile(rf"(?m)(?:^|[:：,，\[{{\-])\s*({_NAME})(?=[\n:：,，}}\]]|$)")
ALL = "*"  # stands, among names that were looked up, for whatever names there are


@dataclass(frozen=True)
class Document:
    """One document of a file, of a known kind and of the shape that its schema asks for."""

    kind: Kind
    node: MappingNode

    @cached_property
    def words(self) -> frozenset[str]:
        """Every name that this document lets FEEL texts speak of."""
        own = (string(self.node.get("name")), *texts(text(self.node.get("label"))))
        return frozenset((*own, *self.kind.names(self.node)))

    def may_hold(self, words: Iterable[str]) -> bool:
        """Whether one of some names may stand in this document: its first word does."""
        text = self.node.span.text
        return any(_BEGINNING.match(word)[0] in text for word in words if word)  # type: ignore[index]


@dataclass(frozen=True)
class ReadFile:
    """What one file holds. `whole` when nothing in it had to be left out."""

    text: str
    documents: tuple[Document, ...]
    diagnostics: Diagnostics
    whole: bool

    @cached_property
    def words(self) -> frozenset[str]:
        """Every name that this file lets FEEL texts speak of, as far as can be told where it could not be read."""
        declared = frozenset().union(*(document.words for document in self.documents))
        return declared if self.whole else declared | frozenset(map(str.strip, _MAY_BE_NAMES.findall(self.text)))


@dataclass(frozen=True)
class ReadDefinition:
    """One definition, and what is wrong with its words."""

    document: Document
    definition: Definition
    diagnostics: Diagnostics

    @property
    def sound(self) -> bool:
        """Whether every word of it could be read."""
        return not errors(self.diagnostics)


class Watched(Definitions):
    """Definitions that remember which of them were looked up, so that what was made of them can be kept.

    `shared` works out once what all ask for, and `looked_up` is what was looked up for it.
    """

    def __init__(self, shared: Definitions, looked_up: dict[tuple[str, ...], frozenset[str]]) -> None:
        super().__init__(shared.by_name)
        self.shared = shared
        self.looked_up = looked_up
        self.seen: set[str] = set()

    def __getitem__(self, name: str) -> Definition:
        if ALL not in self.seen:
            self.seen.add(name)
        return super().__getitem__(name)

    def __iter__(self) -> Iterator[str]:
        self.seen = {ALL}
        return super().__iter__()

    def once(self, key: tuple[str, ...], make: Callable[[], Derived]) -> Derived:
        """What `make` gives the first time that anybody asks; with it goes what was looked up for it."""
        made = self.shared.once(key, make)
        if key not in self.looked_up:
            self.looked_up[key] = frozenset(self.seen)
        self.seen |= self.looked_up[key]
        return made


@dataclass(frozen=True)
class Lowered:
    """The elements of one definition, what its kind finds wrong with it, and the names that were looked up for both."""

    definition: Definition
    seen: set[str]
    elements: tuple[Element, ...]
    diagnostics: Diagnostics
    checks: Diagnostics

    def depends_on(self, names: set[str]) -> bool:
        """Whether one of some definitions may have been looked at."""
        return bool(names) and (ALL in self.seen or not self.seen.isdisjoint(names))


@dataclass(frozen=True)
class Loaded:
    """Definitions and model of a set of files.

    `documents` has what each definition was read from. `sound` when every word could be read: only then the model says
    what its author means, and is worth further checks.
    """

    definitions: Mapping[str, Definition] = field(repr=False)
    documents: Mapping[str, Document] = field(repr=False)
    model: Model
    diagnostics: Diagnostics = field(repr=False)
    sound: bool


@dataclass
class Loader:
    """Reads sets of files that differ little from each other."""

    files: dict[str, ReadFile] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    read: dict[int, ReadDefinition] = field(default_factory=dict)
    lowered: dict[str, Lowered] = field(default_factory=dict)
    definitions: Definitions = field(default_factory=lambda: Definitions({}))

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
        if whole:
            self._lower(read, definitions)
        lowered = self.lowered.values() if whole else ()
        elements = {element.name: element for each in lowered for element in each.elements}
        found.extend(diagnostic for each in lowered for diagnostic in owned(each.diagnostics, definitions.by_name))
        sound = not errors(found)
        found.extend(diagnostic for each in lowered for diagnostic in each.checks)
        documents = {name: each.document for name, each in read.items()}
        return Loaded(definitions, documents, Model("project", elements), found, sound)

    def _file(self, name: str, content: str) -> ReadFile:
        known = self.files.get(name)
        return known if known and known.text == content else read_file(Source(name, content))

    def _definitions(self, diagnostics: Diagnostics) -> dict[str, ReadDefinition]:
        """Every definition by its name; the second of the same name is told and left out."""
        documents = [document for file in self.files.values() for document in file.documents]
        order = list(KINDS)
        documents.sort(key=lambda document: order.index(document.kind.name))
        words = frozenset().union(*(file.words for file in self.files.values()))
        changed, self.words, names = self.words ^ words, words, Names.of(words)
        self.read = {id(document): self._definition(document, names, changed) for document in documents}
        read: dict[str, ReadDefinition] = {}
        for document, each in zip(documents, self.read.values(), strict=True):
            first = read.setdefault(each.definition.name, each).definition
            if first is not each.definition:
                place = (document.node.get("name") or mandatory(document.node, "kind")).span
                diagnostics.add("GJ0803", place, Label(first.origin, "first"), name=first.name)
        told = (found for each in self.read.values() for found in each.diagnostics)
        diagnostics.extend(in_units_of_columns(told, {name: each.definition for name, each in read.items()}))
        return read

    def _definition(self, document: Document, names: Names, changed: frozenset[str]) -> ReadDefinition:
        """A definition, from before where neither its text nor a word that may stand in it is new or gone."""
        known = self.read.get(id(document))
        if known and known.document is document and not document.may_hold(changed):
            return known
        found = Diagnostics()
        return ReadDefinition(document, document.kind.read(document.node, Reader(names, found)), found)

    def _lower(self, read: Mapping[str, ReadDefinition], definitions: Definitions) -> None:
        """Lower what could be read in full; what does not depend on anything that changed stays as it was."""
        changed = _changed(self.definitions, definitions)
        looked_up: dict[tuple[str, ...], frozenset[str]] = {}
        before, self.lowered, self.definitions = self.lowered, {}, definitions
        for name, each in read.items():
            known = before.get(name)
            if known and known.definition is each.definition and not known.depends_on(changed):
                self.lowered[name] = known
            elif each.sound:
                self.lowered[name] = _lowered(each, Watched(definitions, looked_up))


def _changed(before: Definitions, after: Definitions) -> set[str]:
    """The names of definitions that came, went, or changed in what others see of them."""
    old, new = before.by_name, after.by_name
    return (old.keys() ^ new.keys()) | {
        name
        for name, each in new.items()
        if name in old and old[name] is not each and old[name].seen_by_others != each.seen_by_others
    }


def _lowered(read: ReadDefinition, definitions: Watched) -> Lowered:
    found, checks = Diagnostics(), Diagnostics()
    kind = read.document.kind
    elements = tuple(kind.lower(read.definition, definitions, found))
    kind.check(read.definition, definitions, checks)
    return Lowered(read.definition, definitions.seen, elements, found, checks)


def read_file(source: Source) -> ReadFile:
    """The documents of a file that are of a known kind and a right shape."""
    found = Diagnostics()
    nodes = read(source, found)
    if any(each.code != TWICE for each in errors(found)):
        return ReadFile(source.text, (), found, whole=False)
    documents = tuple(document for node in nodes if (document := _document(node, found)))
    return ReadFile(source.text, documents, found, len(documents) == len(nodes) and not errors(found))


def _report_no_kind(node: MappingNode, diagnostics: Diagnostics) -> None:
    """A document without a kind: the one that has all its keys and needs most of them is meant."""
    name, keys = node.get("kind"), set(node.entries) - {"kind"}
    fitting = [kind.name for kind in KINDS.values() if keys and keys <= set(kind.schema["properties"])]
    needed = {each: len(KINDS[each].schema["required"]) for each in fitting}
    likely = [each for each in fitting if set(KINDS[each].schema["required"]) <= {*keys, "kind"}]
    likely = [each for each in likely if needed[each] == max(needed[other] for other in likely)]
    if len(likely) != 1:
        diagnostics.add("GJ0801", name.span if name else node.span)
        return
    place = name.span if name else Span(node.span.source, node.span.start, node.span.start)
    edit = Edit(place, f" {likely[0]}" if name else f"kind: {likely[0]}\n")
    diagnostics.add("GJ0801", name.span if name else node.span, fix=Fix((edit,)), suggestion=f"kind: {likely[0]}")


def _document(node: MappingNode, diagnostics: Diagnostics) -> Document | None:
    """A document of a known kind that fits its schema; None when it does not, which is told."""
    name = node.get("kind")
    if not isinstance(name, ScalarNode) or name.blank:
        misspelt = next((key for key in node.entries if key != "kind" and distance(key, "kind") <= 1), None)
        if misspelt and not name:
            place = node.key(misspelt).span
            fix = Fix((Edit(place, "kind"),))
            diagnostics.add("GJ0061", place, fix=fix, name=misspelt, suggestions=["kind"])
        else:
            _report_no_kind(node, diagnostics)
        return None
    if name.text not in KINDS:
        meant = (kind.name for kind in KINDS.values() if name.text in kind.words)
        report_unknown("GJ0802", name.text, name.span, KINDS, diagnostics, meant)
        return None
    found = Diagnostics()
    KINDS[name.text].shape.check(node, found)
    diagnostics.extend(found)
    return None if errors(found) else Document(KINDS[name.text], node)
