"""Typed values out of the nodes of a document.

Reads   nodes that already fit their schema.
Gives   labels, numbers, conditions, templates. What does not fit is reported at its place, and something harmless
        stands in for it, so that one mistake does not hide the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from engine.dsl import nodes as feel
from engine.dsl import scalars
from engine.dsl.builtins import BUILTINS
from engine.dsl.cell_mistakes import Beside, mistaken_cell
from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix
from engine.dsl.documents import MappingNode, Node, ScalarNode, SequenceNode
from engine.dsl.names import Names
from engine.dsl.parser import parse_expression, parse_template, parse_unary_tests
from engine.dsl.source import Snippet, Span
from engine.dsl.suggestions import suggest
from engine.dsl.synonyms import synonyms
from engine.dsl.syntax_errors import FeelSyntaxError
from engine.dsl.tables import Table, read_table
from engine.dsl.text import Text
from engine.model.decision import KnowledgeSource

Parsed = TypeVar("Parsed")

ALWAYS = feel.UnaryTests((feel.AnyValue(),))


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads values; `names` are the words that FEEL texts of the project may hold."""

    names: Names
    diagnostics: Diagnostics

    def number(self, node: Node | None) -> Decimal | None:
        """A number; `30%` is 0.3."""
        return None if node is None else scalars.number(node, self.diagnostics)

    def percent(self, node: Node | None) -> Decimal | None:
        """A share; `30%` is 0.3, and a bare 30 is refused."""
        return None if node is None else scalars.percent(node, self.diagnostics)

    def whole(self, node: Node | None) -> Decimal | None:
        """A whole number, as a decimal."""
        value = self.integer(node)
        return None if value is None else Decimal(value)

    def integer(self, node: Node | None) -> int | None:
        """A whole number."""
        return None if node is None else scalars.integer(node, self.diagnostics)

    def expression(self, node: Node | None) -> feel.Node | None:
        """FEEL in a place that always holds FEEL; None when nothing is written there."""
        if not isinstance(node, ScalarNode) or node.blank:
            return None
        return self.parse(node.snippet)

    def data(self, node: Node | None) -> feel.Node | None:
        """A data position: text as it stands, or FEEL behind `=`."""
        if not isinstance(node, ScalarNode) or node.blank:
            return None
        if node.text.startswith("="):
            return self.parse(node.snippet.cut(1, len(node.text)).strip())
        self._check_braces(node)
        return feel.StringLiteral(node.text, span=node.span)

    def _check_braces(self, node: ScalarNode) -> None:
        """A name between single or full-width braces is shown as it stands, and not its value."""
        for match in _BRACES.finditer(node.text):
            name = (match["name"] or match["wide"]).strip()
            if self.known(name) or ("." in name and self.known(name.partition(".")[0])):
                span, suggestion = node.snippet.span(*match.span()), f"{{{{{name}}}}}"
                fix = Fix((Edit(span, suggestion),))
                self.diagnostics.add("GJ0809", span, fix=fix, name=name, suggestion=suggestion)

    def template(self, node: Node | None) -> tuple[str | feel.Node, ...]:
        """A text with `{{ FEEL }}`."""
        if not isinstance(node, ScalarNode):
            return ()
        self._check_braces(node)
        return self._guarded(parse_template, node.snippet) or ()

    def parse(self, snippet: Snippet) -> feel.Node:
        """An expression; `null` after a mistake."""
        return self._guarded(parse_expression, snippet) or feel.NullLiteral(span=snippet.whole())

    def tests(self, snippet: Snippet, header: str, texts: tuple[str, ...], row: int) -> feel.UnaryTests:
        """A cell of conditions; `-` after a mistake. `texts` are those of its column, `row` is its place there."""
        if mistake := mistaken_cell(snippet, Beside(header, texts, row, self.known)):
            self.diagnostics.extend([mistake])
            return ALWAYS
        return self._guarded(parse_unary_tests, snippet) or ALWAYS

    def known(self, text: str) -> bool:
        """Whether a text is a name as it stands: a field, a label, an option."""
        longest = self.names.longest(text, 0)
        return bool(text) and longest is not None and longest[1] == len(text) and text not in BUILTINS

    def table(self, node: Node | None) -> Table:
        """A pipe table."""
        assert isinstance(node, ScalarNode)
        found = Diagnostics()
        table = read_table(node.snippet, found)
        if table.header and not table.rows and not len(found):
            found.add("GJ0047", table.header[0].span.to(table.header[-1].span))
        self.diagnostics.extend(found)
        return table

    def _guarded(self, parse: Callable[[Snippet, Names], Parsed], snippet: Snippet) -> Parsed | None:
        """What is read; None after a mistake."""
        try:
            return parse(snippet, self.names)
        except FeelSyntaxError as error:
            self.diagnostics.extend([error.diagnostic])
            return None


def string(node: Node | None) -> str:
    """The text of a scalar; empty for anything else."""
    return node.text if isinstance(node, ScalarNode) else ""


def places(node: MappingNode, *keys: str) -> dict[str, Span]:
    """Where the values of some keys stand, of those that are written."""
    return {key: value.span for key in keys if (value := node.get(key)) is not None}


def text(node: Node | None, otherwise: str = "") -> Text:
    """A label: one text, or `{zh: …, en: …}`; `otherwise` stands for what is not written."""
    if isinstance(node, MappingNode):
        return Text(string(node.get("zh")) or otherwise, string(node.get("en")))
    return Text(string(node) or otherwise)


def texts(label: Text) -> Iterator[str]:
    """A label in each language it is written in.

    >>> list(texts(Text("客户", "Customer"))), list(texts(Text("客户")))
    (['客户', 'Customer'], ['客户'])
    """
    return (said for said in dict.fromkeys((label.zh, label.en)) if said)


def sources(node: Node | None) -> tuple[KnowledgeSource, ...]:
    """`source:` where a rule comes from: one text or several."""
    return tuple(KnowledgeSource(text(item), item.span) for item in items(node))


def strings(node: Node | None) -> tuple[str, ...]:
    """The texts of a list; one text is a list of one."""
    return tuple(string(item) for item in items(node))


def items(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; a single value is a list of one, nothing a list of none."""
    if isinstance(node, SequenceNode):
        return node.items
    return () if node is None or (isinstance(node, ScalarNode) and node.blank) else (node,)


def pairs(node: Node | None) -> Iterator[tuple[ScalarNode, Node]]:
    """Keys and values of a mapping; none of anything else."""
    return iter(node.entries.values()) if isinstance(node, MappingNode) else iter(())


def mapping(node: Node | None) -> MappingNode:
    """The node as a mapping; an empty one in place of nothing or of a plain text."""
    return node if isinstance(node, MappingNode) else EMPTY


def boolean(node: Node | None) -> bool:
    """Whether `true` or `是` is written; anything else, and nothing, is false."""
    return scalars.BOOLEANS.get(string(node), False)


def mandatory(node: MappingNode, key: str) -> Node:
    """A value that the schema demands; KeyError where no schema did."""
    return node.entries[key].value


def meant_by(name: str, known: Collection[str]) -> list[str]:
    """The known names that an unknown one may stand for: what it translates, else what it resembles."""
    return synonyms(name, known) or suggest(name, known)


def report_unknown(
    code: str,
    name: str,
    span: Span,
    known: Iterable[str],
    diagnostics: Diagnostics,
    meant: Iterable[str] = (),
    **values: object,
) -> None:
    """Report a name that names nothing, with those that are `meant`, the known names nearest to it, or all.

    Where `known` is a mapping to things with labels, a label in the place of a name says which is meant.
    """
    said = _said(known) if isinstance(known, Mapping) else {}
    known = list(known)
    near = [*meant] or said.get(name) or meant_by(name, known)
    near = near or [each for label in suggest(name, said) for each in said[label]]
    shown: dict[str, object] = {"suggestions": near} if near else {"known": known}
    fix = Fix((Edit(span, near[0]),)) if near and span.text == name else None
    diagnostics.extend([Diagnostic(code, span, {"name": name, **shown, **values}, fix=fix)])


def _said(labelled: Mapping[str, object]) -> dict[str, list[str]]:
    """Names by the labels of what they name."""
    said: dict[str, list[str]] = {}
    for name, each in labelled.items():
        for label in texts(getattr(each, "label", Text(""))):
            said.setdefault(label, []).append(name)
    return said


_BRACES = re.compile(r"(?<!\{)\$?\{(?P<name>[^{}:\n]+)\}(?!\})|｛+(?P<wide>[^｛｝{}\n]+)｝+")
EMPTY = MappingNode({}, feel.NOWHERE)
