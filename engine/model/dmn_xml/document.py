"""XML text as a tree of elements that know their place.

Reads   the text of a DMN file; entity declarations and external references are refused (defusedxml).
Gives   `Element`: local tag name, attributes, children, and the text as a `Snippet`, so that a fault inside a FEEL
        expression points at its line and column of the XML file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl, InputSource

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from engine.dsl.diagnostics import Diagnostic
from engine.dsl.source import Snippet, Source, Span
from engine.errors import DefinitionError


@dataclass
class Element:
    """One XML element; `prefixes` are the namespace prefixes in force where it stands."""

    tag: str
    namespace: str
    attributes: dict[str, str]
    span: Span
    prefixes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    pieces: list[tuple[str, int]] = field(default_factory=list)

    def all(self, *tags: str) -> Iterator[Element]:
        """The children with one of these tags, in order."""
        return (child for child in self.children if child.tag in tags)

    def first(self, *tags: str) -> Element | None:
        """The first child with one of these tags."""
        return next(self.all(*tags), None)

    def get(self, name: str, default: str = "") -> str:
        """An attribute, or the default."""
        return self.attributes.get(name, default)

    def text(self) -> Snippet:
        """The text inside, entities resolved, every character with its place."""
        starts, length = [], 0
        for text, offset in self.pieces:
            starts.append((length, offset))
            length += len(text)
        joined = "".join(text for text, _ in self.pieces)
        return Snippet(joined, self.span.source, tuple(starts) or ((0, self.span.start),))

    def text_of(self, tag: str) -> str:
        """The stripped text of a child, empty where there is none."""
        child = self.first(tag)
        return child.text().text.strip() if child else ""


class _Builder(ContentHandler):
    """Collects SAX events into elements."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source
        self.prefixes: dict[str, str] = {}
        self.open: list[Element] = [Element("", "", {}, source.span(0, 0), {})]

    def _offset(self) -> int:
        line, column = int(self._locator.getLineNumber()), int(self._locator.getColumnNumber())  # type: ignore[attr-defined]
        starts = self.source.line_starts()
        return starts[min(line, len(starts)) - 1] + column

    def startPrefixMapping(self, prefix: str | None, uri: str | None) -> None:  # noqa: N802
        """A namespace declaration comes into force."""
        self.prefixes = {**self.prefixes, prefix or "": uri or ""}

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl) -> None:  # noqa: N802
        """An opening tag."""
        at = self._offset()
        span = self.source.span(at, self.source.text.find(">", at) + 1)
        element = Element(name[1], name[0] or "", {key[1]: attrs[key] for key in attrs.keys()}, span, self.prefixes)  # noqa: SIM118
        self.open[-1].children.append(element)
        self.open.append(element)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        """A closing tag."""
        self.open.pop()

    def characters(self, content: str) -> None:
        """A run of text without line breaks or entities inside, or one of those alone."""
        self.open[-1].pieces.append((content, self._offset()))


def parse(source: Source) -> Element:
    """The root element of an XML text.

    raises   DefinitionError (GJ0901) for text that is not XML or that declares entities.
    >>> root = parse(Source("a.dmn", '<definitions name="x"><text>1 &lt; 2</text></definitions>'))
    >>> root.get("name"), root.text_of("text")
    ('x', '1 < 2')
    """
    builder = _Builder(source)
    parser = make_parser()
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(builder)
    stream = InputSource()
    stream.setByteStream(BytesIO(source.text.encode()))
    stream.setEncoding("utf-8")  # the text is decoded already, whatever its declaration says
    try:
        parser.parse(stream)
    except (SAXParseException, DefusedXmlException) as error:
        raise DefinitionError(source.name, [Diagnostic("GJ0901", _place(source, error))]) from None
    return builder.open[0].children[0]


def _place(source: Source, error: Exception) -> Span:
    line = (isinstance(error, SAXParseException) and error.getLineNumber()) or 1
    start = source.line_starts()[min(line, len(source.line_starts())) - 1]
    return source.span(start, start + len(source.line(line)))
