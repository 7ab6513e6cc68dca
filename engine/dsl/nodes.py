"""The FEEL tree: one dataclass per grammar rule of DMN 1.5, chapter 10.3.1.

Nobody changes a node: the type checker sees to that. They are made by the thousand whenever files are read, and a
dataclass that watches over itself (`frozen`) takes four times as long to be made.
Every node carries `span`, its place in the author's file. Spans do not count when trees are compared, so
`parse(unparse(tree)) == tree` can be said of trees that stand in different places.
"""

from __future__ import annotations

from collections.abc import Iterator as Iteration
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, ClassVar, TypeVar, cast, dataclass_transform

from engine.dsl.source import Source, Span

NOWHERE = Span(Source("<none>", ""), 0, 0)


Made = TypeVar("Made")
Same = TypeVar("Same", bound="Node")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def node(kind: type[Made]) -> type[Made]:
    """A class of nodes: a dataclass that the type checker takes to be frozen, and that knows its parts by name."""
    made: Any = dataclass(slots=True, unsafe_hash=True)(kind)
    made.parts = tuple(item.name for item in fields(made) if item.name != "span")
    made.links = tuple(item.name for item in fields(made) if item.type not in _PLAIN)
    return cast(type[Made], made)


_PLAIN = ("str", "str | None", "bool", "Decimal", "Span")


@node
class Node:
    """A piece of FEEL. `span` is keyword-only and last in the mind of the reader.

    parts   the names of what nodes of the class consist of, apart from their place
    links   those of them that may be nodes or hold some

    >>> Path.parts, Path.links
    (('subject', 'name'), ('subject',))
    """

    parts: ClassVar[tuple[str, ...]]
    links: ClassVar[tuple[str, ...]]

    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)

    def changed(self: Same, **parts: Any) -> Same:
        """The same with other parts, or at another place.

        >>> Path(Name("a"), "b").changed(name="c")
        Path(subject=Name(name='a'), name='c')
        """
        kept = {name: getattr(self, name) for name in (*self.parts, "span")}
        return type(self)(**{**kept, **parts})

    def children(self) -> list[Node]:
        """The nodes directly below, in the order they are written."""
        found: list[Node] = []
        for name in self.links:
            value = getattr(self, name)
            if isinstance(value, tuple):
                found += [child for child in value if isinstance(child, Node)]
            elif isinstance(value, Node):
                found.append(value)
        return found


# -- literals (rules 19, 33-37) --------------------------------------------------------------------------------


@node
class NumberLiteral(Node):
    """`12.5`, `1.2e3`; `10%` is 0.1 (our extension) and remembers that it was written as a percentage."""

    value: Decimal
    percent: bool = False


@node
class StringLiteral(Node):
    """`"text"`, escapes already resolved."""

    value: str


@node
class BooleanLiteral(Node):
    """`true`, `false`."""

    value: bool


@node
class NullLiteral(Node):
    """`null`."""


@node
class AtLiteral(Node):
    """`@"2026-01-01"`: a date, time, date and time or duration; `text` is what stands between the quotes."""

    text: str


@node
class Name(Node):
    """A name, white space normalised to single spaces: `客户 姓名`, `Monthly income`, `?`."""

    name: str


# -- boxed literals --------------------------------------------------------------------------------------------


@node
class ContextEntry(Node):
    """`key: value` of a context."""

    key: str
    value: Node


@node
class ContextLiteral(Node):
    """`{a: 1, b: a + 1}`; later entries see earlier ones."""

    entries: tuple[ContextEntry, ...]


@node
class ListLiteral(Node):
    """`[1, 2, 3]`."""

    items: tuple[Node, ...]


@node
class RangeLiteral(Node):
    """`[a..b]`, `(a..b)`, `]a..b[` (canonical form: parentheses)."""

    start: Node
    end: Node
    start_included: bool
    end_included: bool


@node
class ComparisonRange(Node):
    """`(< 10)`, `(>= 10)`, `(= 10)`, `(!= 10)`: a range given by one operator. As a unary test: `< 10`.

    `operator` is one of `< <= > >= = !=`. The same node serves a bare unary test `>= 90` in a cell or behind `in`.
    """

    operator: str
    operand: Node


# -- access and calls ------------------------------------------------------------------------------------------


@node
class Path(Node):
    """`subject.name`."""

    subject: Node
    name: str


@node
class Filter(Node):
    """`subject[predicate]`: an index or a condition with `item` and the item's own properties in scope."""

    subject: Node
    predicate: Node


@node
class Argument(Node):
    """One argument of a call; `name` is None when positional."""

    name: str | None
    value: Node


@node
class Call(Node):
    """`function(arguments)`. The arguments are all positional or all named."""

    function: Node
    arguments: tuple[Argument, ...]


# -- operators -------------------------------------------------------------------------------------------------


@node
class Negation(Node):
    """`-operand`; binds tighter than `**`."""

    operand: Node


@node
class Arithmetic(Node):
    """`left operator right` with `+ - * / **`; all left associative."""

    operator: str
    left: Node
    right: Node


@node
class Comparison(Node):
    """`left operator right` with `= != < <= > >=`."""

    operator: str
    left: Node
    right: Node


@node
class Conjunction(Node):
    """`left and right`, three-valued."""

    left: Node
    right: Node


@node
class Disjunction(Node):
    """`left or right`, three-valued."""

    left: Node
    right: Node


@node
class Between(Node):
    """`value between low and high`, both ends included."""

    value: Node
    low: Node
    high: Node


@node
class In(Node):
    """`value in test` or `value in (test, test)`; true when any test holds."""

    value: Node
    tests: tuple[Node, ...]


@node
class InstanceOf(Node):
    """`value instance of type`."""

    value: Node
    type: TypeExpression


# -- control ---------------------------------------------------------------------------------------------------


@node
class If(Node):
    """`if condition then consequent else alternative`."""

    condition: Node
    consequent: Node
    alternative: Node


@node
class Iterator(Node):
    """`name in source`, or `name in source..end` where `end` is given."""

    name: str
    source: Node
    end: Node | None = None


@node
class For(Node):
    """`for iterators return result`; `partial` in the result is the list so far."""

    iterators: tuple[Iterator, ...]
    result: Node


@node
class Quantified(Node):
    """`some iterators satisfies condition` or `every …`; `quantifier` is "some" or "every"."""

    quantifier: str
    iterators: tuple[Iterator, ...]
    condition: Node


@node
class Parameter(Node):
    """A formal parameter; without a type it takes anything."""

    name: str
    type: TypeExpression | None = None


@node
class FunctionLiteral(Node):
    """`function(parameters) body`; `external` when the body describes foreign code (`function(…) external {…}`)."""

    parameters: tuple[Parameter, ...]
    body: Node
    external: bool = False


# -- unary tests (rules 7, 12-18) --------------------------------------------------------------------------------


@node
class AnyValue(Node):
    """`-`: every value passes."""


@node
class UnaryTests(Node):
    """`test, test` or `not(test, test)` about `?`.

    A test is a `ComparisonRange`, an `AnyValue`, or an expression. An expression that mentions `?` holds when it is
    true; any other holds when `?` equals it, lies in it (a range), or is one of it (a list): DMN 1.5, table 55.
    """

    tests: tuple[Node, ...]
    negated: bool = False


# -- types (rule 53) --------------------------------------------------------------------------------------------


@node
class TypeExpression(Node):
    """A type as written."""


@node
class NamedType(TypeExpression):
    """`number`, `days and time duration`, `tPerson`, `imported.tPerson`."""

    name: str


@node
class ListTypeExpression(TypeExpression):
    """`list<item>`."""

    item: TypeExpression


@node
class RangeTypeExpression(TypeExpression):
    """`range<endpoint>`."""

    endpoint: TypeExpression


@node
class ContextTypeExpression(TypeExpression):
    """`context<a: number, b: string>`."""

    fields: tuple[Parameter, ...]


@node
class FunctionTypeExpression(TypeExpression):
    """`function<number, string> -> boolean`."""

    parameters: tuple[TypeExpression, ...]
    result: TypeExpression


def walk(node: Node) -> Iteration[Node]:
    """The node and everything below it, parents first.

    >>> [type(n).__name__ for n in walk(Negation(Name("x")))]
    ['Negation', 'Name']
    """
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        if node.links:
            waiting += reversed(node.children())
