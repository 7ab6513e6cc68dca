"""YAML files as trees that know their place. The only importer of PyYAML.

Reads   the text of a file: one or more documents between `---`, each a mapping.
Gives   `MappingNode`, `SequenceNode` and `ScalarNode`, each with its span. A scalar is always text: its type is
        declared by the place where it stands and read there (scalars.py), so `00123` stays `00123` and `NO` is a word.
How     the events of the YAML library give the structure; the text of a scalar is cut out of the file anew
        (scalar_text.py), so every character knows its offset. What people mistype is named by typing_mistakes.py;
        what the library refuses is put into our words by yaml_errors.py.
Limits  MAX_BYTES, MAX_DEPTH; no anchors, aliases or tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from engine.dsl import scalar_text, typing_mistakes, yaml_errors
from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix, Label
from engine.dsl.source import Snippet, Source, Span

MAX_BYTES = 500_000  # the largest rule file anyone wrote by hand is a tenth of that
MAX_DEPTH = 100
TEXTS = ("zh", "en", "label", "hint", "message", "title", "note", "goal")  # keys of which the value is one text
_BRACKETED = re.compile(r"\([^()]*\)")  # what stands between parentheses belongs together
BEGINNING = "kind"  # the key with which a document begins

Plain = str | list["Plain"] | dict[str, "Plain"]


class ScalarNode(NamedTuple):
    """A text. `style` is how it is written: "" plain, `'`, `"`, `|` or `>`; `span` includes quotes and the `|`."""

    snippet: Snippet
    style: str
    span: Span

    @property
    def text(self) -> str:
        """What the author wrote, without quotes, escapes and indentation."""
        return self.snippet.text

    @property
    def blank(self) -> bool:
        """Whether nothing was written at all, as behind `key:`."""
        return not self.style and not self.snippet.text


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list. `flow` when it is written `[a, b]`."""

    items: tuple[Node, ...]
    span: Span
    flow: bool = False


class Entry(NamedTuple):
    """One `key: value` of a mapping."""

    key: ScalarNode
    value: Node


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys and values in the author's order. `flow` when it is written `{a: b}`."""

    entries: Mapping[str, Entry]
    span: Span
    flow: bool = False

    def get(self, name: str) -> Node | None:
        """The value of a key, or None."""
        entry = self.entries.get(name)
        return entry.value if entry else None

    def key(self, name: str) -> ScalarNode:
        """The key itself, for its place; KeyError when it is not written."""
        return self.entries[name].key

    def items(self) -> Iterator[tuple[str, Node]]:
        """Pairs of key text and value."""
        return ((name, entry.value) for name, entry in self.entries.items())


Node = ScalarNode | SequenceNode | MappingNode


def plain(node: Node) -> Plain:
    """The tree as texts, lists and dicts.

    >>> [plain(d) for d in read(Source("a.yaml", "id: 007\\ntags: [NO, 12:30]\\n"), Diagnostics())]
    [{'id': '007', 'tags': ['NO', '12:30']}]
    """
    match node:
        case ScalarNode():
            return node.text
        case SequenceNode():
            return [plain(item) for item in node.items]
        case MappingNode():
            return {name: plain(value) for name, value in node.items()}


def read_file(path: Path, name: str, diagnostics: Diagnostics) -> list[MappingNode]:
    """The documents of a file. `name` is what messages call it, usually the path within the project."""
    text = text_of(path, name, diagnostics)
    return [] if text is None else read(Source(name, text), diagnostics)


def text_of(path: Path, name: str, diagnostics: Diagnostics) -> str | None:
    """The text of a file, its line ends as they are; None, and a finding, for one that is too large or no text."""
    data = path.read_bytes()
    nowhere = Source(name, "").span(0, 0)
    if len(data) > MAX_BYTES:
        diagnostics.add("GJ0001", nowhere, limit=MAX_BYTES)
        return None
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        diagnostics.add("GJ0002", nowhere, line=data.count(b"\n", 0, error.start) + 1)
        return None


def read(source: Source, diagnostics: Diagnostics) -> list[MappingNode]:
    """The documents of a source; empty ones are left out. Mistakes go to `diagnostics`, nothing is raised.

    >>> found = Diagnostics()
    >>> read(Source("a.yaml", "质量：35%\\n"), found), [(d.code, str(d.span)) for d in found]
    ([], [('GJ0006', 'a.yaml:1:3')])
    """
    if len(source.text) > MAX_BYTES:
        diagnostics.add("GJ0001", source.span(0, 0), limit=MAX_BYTES)
        return []
    mistakes = typing_mistakes.find(source)
    diagnostics.extend(mistakes)
    codes = {mistake.code for mistake in mistakes}
    if "GJ0033" in codes:
        return []
    return list(_Reader(source, diagnostics, mistaken=bool(mistakes)).documents())


class _UnreadableError(Exception):
    """Stops the reading of a file; the finding is already noted."""


class _Reader:
    """Builds the nodes of one source from the library's events.

    `mistaken`: mistakes are already known, so a failure to read on is their consequence and not told again.
    """

    def __init__(self, source: Source, diagnostics: Diagnostics, mistaken: bool) -> None:
        self.source = source
        self.diagnostics = diagnostics
        self.mistaken = mistaken
        self.joined = False  # two documents have run into one, so that all further keys seem to be there twice
        self.start = len(source.text) - len(source.text.removeprefix("\ufeff"))
        self.events: Iterator[Any] = yaml.parse(source.text[self.start :], Loader=_LOADER)

    def documents(self) -> Iterator[MappingNode]:
        """Document by document, until the end or the first place that cannot be read."""
        try:
            for event in self.events:
                if isinstance(event, yaml.DocumentStartEvent):
                    yield from self.document(self.node(next(self.events), -1, 0))
        except yaml.MarkedYAMLError as error:
            if not self.mistaken:
                self.diagnostics.extend([self.failure(error)])
        except _UnreadableError:
            return

    def document(self, node: Node) -> Iterator[MappingNode]:
        """The root of a document if it is a mapping; else a finding, unless there is nothing."""
        if isinstance(node, MappingNode):
            yield node
        elif not (isinstance(node, ScalarNode) and node.blank) and not self.mistaken:
            self.diagnostics.add("GJ0035", node.span)

    def failure(self, error: yaml.MarkedYAMLError) -> Diagnostic:
        """What the library refused, in our words."""
        at = self.start + (error.problem_mark.index if error.problem_mark else 0)
        begun = self.start + error.context_mark.index if error.context_mark else None
        phrase = f"{error.context or ''}: {error.problem or ''}"
        return yaml_errors.explain(self.source, phrase, at, begun, _is_readable)

    def node(self, event: Any, indent: int, depth: int) -> Node:
        """The node that begins with `event`; `indent` is the column of the block around it."""
        if depth > MAX_DEPTH:
            self.diagnostics.add("GJ0030", self.span(event), limit=MAX_DEPTH)
            raise _UnreadableError
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        if event.anchor:
            self.quote_instead("GJ0031", self.properties(event))
        elif event.tag:
            self.quote_instead("GJ0032", self.properties(event))
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, indent)
        inner = indent if event.flow_style else event.start_mark.column
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, inner, depth + 1)
        return self.mapping(event, inner, depth + 1)

    def scalar(self, event: Any, indent: int) -> ScalarNode:
        """A text, cut out of the file."""
        end = self.start + event.end_mark.index
        start = self.properties(event).end if event.anchor or event.tag else self.start + event.start_mark.index
        style = event.style if event.style in scalar_text.READERS else ""
        snippet, visible_end = scalar_text.READERS[style](self.source, min(start, end), end, indent)
        if not style and (smart := typing_mistakes.smart_quotes(snippet)):
            self.diagnostics.extend([smart])
            snippet = snippet.cut(1, len(snippet.text) - 1)
        return ScalarNode(snippet, style, self.source.span(start, max(start, visible_end)))

    def alias(self, event: Any) -> ScalarNode:
        """`*name` is refused and read as the text it looks like."""
        span = self.span(event)
        self.quote_instead("GJ0031", span)
        return ScalarNode(Snippet(span.text, self.source, ((0, span.start),)), "", span)

    def sequence(self, event: Any, indent: int, depth: int) -> SequenceNode:
        """A list."""
        items: list[Node] = []
        while not isinstance(following := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(following, indent, depth))
            if event.flow_style and _is_plain(items[-1]):
                self.diagnostics.extend(typing_mistakes.joined_items(items[-1].span))
        span = self.extent(event, following, items[-1].span if items else None)
        return SequenceNode(tuple(items), span, bool(event.flow_style))

    def mapping(self, event: Any, indent: int, depth: int) -> MappingNode:
        """Keys and values; a key written twice keeps its first value."""
        entries: dict[str, Entry] = {}
        last = None
        while not isinstance(following := next(self.events), yaml.MappingEndEvent):
            key = self.node(following, indent, depth)
            value = self.node(next(self.events), indent, depth)
            last = value.span
            if event.flow_style and _is_plain(key) and not plain(value):
                self.diagnostics.extend(typing_mistakes.key_without_value(key.span))
            if isinstance(key, ScalarNode):
                self.enter(entries, Entry(key, value))
            elif not self.mistaken:
                self.diagnostics.add("GJ0034", key.span)
        if event.flow_style:
            self.bracket(entries)
        return MappingNode(entries, self.extent(event, following, last), bool(event.flow_style))

    def bracket(self, entries: dict[str, Entry]) -> None:
        """Make one value of `options: a, b, c` between braces, where it reads as further keys without a value."""
        for name in list(entries):
            entry = entries.get(name)
            loose = (
                list(_without_value(entries, name)) if entry and _is_plain(entry.value) and plain(entry.value) else []
            )
            if entry is None or not loose:
                continue
            span = entry.value.span.to(loose[-1].key.span)
            listed, text = f"[{span.text.strip('【】［］()（）')}]", typing_mistakes.quoted(span.text)
            whole = name in TEXTS or "," not in _BRACKETED.sub("", span.text)
            suggestion = text if whole else listed
            fix = Fix((Edit(span, suggestion),))
            self.diagnostics.add("GJ0039", span, fix=fix, name=name, suggestion=suggestion, listed=listed, text=text)
            items = (entry.value, *(each.key for each in loose))
            one = ScalarNode(self.source.snippet().cut(span.start, span.end), "", span)
            entries[name] = Entry(entry.key, one if whole else SequenceNode(items, span, flow=True))
            for each in loose:
                del entries[each.key.text]

    def enter(self, entries: dict[str, Entry], entry: Entry) -> None:
        """Add an entry unless its key is there already."""
        first = entries.setdefault(entry.key.text, entry)
        if first is entry or self.joined:
            return
        label = Label(first.key.span, "first")
        if entry.key.text == BEGINNING and entry.key.span.column == 1:
            self.joined = True
            start = self.source.span(entry.key.span.start, entry.key.span.start)
            self.diagnostics.add("GJ0038", entry.key.span, label, fix=Fix((Edit(start, "---\n"),)))
        else:
            name = entry.key.text
            following = str(int(name) + 1) if name.isdecimal() and name == next(reversed(entries)) else ""
            fix = Fix((Edit(entry.key.span, following),)) if following else None
            values = {"name": name, **({"suggestion": following} if following else {})}
            self.diagnostics.extend([Diagnostic("GJ0003", entry.key.span, values, (label,), fix=fix)])

    def span(self, event: Any) -> Span:
        """Where an event stands."""
        return self.source.span(self.start + event.start_mark.index, self.start + event.end_mark.index)

    def extent(self, begin: Any, end: Any, last: Span | None) -> Span:
        """From the beginning of a collection to its bracket, or to the end of its last part when it has none."""
        span = self.span(begin)
        return span.to(last) if last and not begin.flow_style else span.to(self.span(end))

    def properties(self, event: Any) -> Span:
        """The anchor and the tag before a node, with the white space behind them."""
        start = self.start + event.start_mark.index
        match = _PROPERTIES.match(self.source.text, start)
        return self.source.span(start, match.end() if match else start)

    def quote_instead(self, code: str, span: Span) -> None:
        """Refuse what stands there; if it was meant as text, quotes around the rest of the line make it so."""
        if not self.mistaken:
            self.diagnostics.extend([typing_mistakes.to_be_quoted(code, span)])


def _without_value(entries: Mapping[str, Entry], name: str) -> Iterator[Entry]:
    """The entries right behind one that have neither a value nor a colon."""
    behind = list(entries.values())[list(entries).index(name) + 1 :]
    return takewhile(_is_loose, behind)


def _is_loose(entry: Entry) -> bool:
    key, value = entry.key, entry.value
    colon = key.span.source.text[key.span.end : key.span.end + 1] == ":" or re.search("[:：]", key.text)
    return _is_plain(key) and isinstance(value, ScalarNode) and value.blank and not colon


def _is_readable(value: str) -> bool:
    """Whether a text can be the value of a key."""
    try:
        return sum(1 for _ in yaml.parse(f"key: {value}\n", Loader=_LOADER)) > 0
    except yaml.YAMLError:
        return False


def _is_plain(node: Node) -> bool:
    """Whether a node is a text without quotes."""
    return isinstance(node, ScalarNode) and not node.style


_PROPERTIES = re.compile(r"(?:[&!]\S*\s*)*")
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
