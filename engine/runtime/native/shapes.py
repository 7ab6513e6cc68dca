"""Shapes: what is known of a value before anything runs; the native form of rules rests on it.

A shape says which Python class a value has, and whether it may be null instead; of a context, which entries are there
for certain; of a list, what its items are. What nothing is known of has the shape ANYTHING.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache, reduce

from engine.dsl.types import ConstrainedType, ContextType, ListType, SimpleType, Type
from engine.dsl.values import Value

SCALARS: Mapping[str, type] = {"number": Decimal, "string": str, "boolean": bool}
CLASSES = (*SCALARS.values(), dict, list)


@dataclass(frozen=True)
class Shape:
    """What is known of a value.

    kind      one of CLASSES, `type(None)` for null, None where it may be anything
    null      whether it may be null instead
    entries   of a context: those that are there for certain
    closed    of a context: whether there are no others
    item      of a list: what each item is; None where it has none
    options   of a text: the texts it is one of; empty where it may be any
    """

    kind: type | None = None
    null: bool = True
    entries: Mapping[str, Shape] = field(default_factory=dict)
    item: Shape | None = None
    options: frozenset[str] = frozenset()
    closed: bool = False

    def sure(self) -> Shape:
        """The same without null."""
        return replace(self, null=False) if self.null else self

    def maybe(self) -> Shape:
        """The same, or null."""
        return self if self.null else replace(self, null=True)

    def with_entry(self, name: str, shape: Shape) -> Shape:
        """The same with another shape of one entry."""
        return replace(self, entries={**self.entries, name: shape})

    def fits(self, type_: Type) -> bool:
        """Whether every value of this shape is of a type as it is, or null.

        >>> [TEXT.fits(SimpleType(*type_)) for type_ in (("string",), ("string", ("A",)), ("number",))]
        [True, False, False]
        """
        if not isinstance(type_, SimpleType) or self.kind is not SCALARS.get(type_.name, object):
            return False
        return not type_.closed or (bool(self.options) and self.options <= set(type_.options))


ANYTHING = Shape()
NULL = Shape(type(None))
NUMBER, TEXT, TRUTH = Shape(Decimal), Shape(str), Shape(bool)
LIST = Shape(list, item=ANYTHING)


@lru_cache(maxsize=512)
def of_type(type_: Type) -> Shape:
    """The shape of what a declared type lets in.

    >>> of_type(ContextType((("n", SimpleType("number")),))).entries["n"] == NUMBER
    True
    """
    match type_:
        case SimpleType(name=name) if name in SCALARS:
            return Shape(SCALARS[name], options=frozenset(type_.options if type_.closed else ()))
        case ContextType(entries=entries):
            return Shape(dict, entries={name: of_type(each) for name, each in reversed(entries)})
        case ListType(item=item):
            return Shape(list, item=of_type(item))
        case ConstrainedType(base=base):
            return of_type(base)
    return ANYTHING


def of_value(value: Value) -> Shape:
    """The shape of a constant.

    >>> of_value("a")
    Shape(kind=<class 'str'>, null=False, entries={}, item=None, options=frozenset({'a'}), closed=False)
    """
    if value is None:
        return NULL
    options = frozenset({value}) if isinstance(value, str) else frozenset()
    return Shape(type(value), null=False, options=options) if type(value) in SCALARS.values() else ANYTHING.sure()


def join(shapes: Iterable[Shape]) -> Shape:
    """What is known of a value that has one of some shapes.

    >>> join([NUMBER.sure(), NULL]) == NUMBER, join([NUMBER, TEXT]) == ANYTHING
    (True, True)
    """
    return reduce(_join, shapes)


def _join(one: Shape, other: Shape) -> Shape:
    null = one.null or other.null
    for known, added in ((one, other), (other, one)):
        if added.kind is NULL.kind:
            return known.maybe()
    if one.kind is not other.kind:
        return replace(ANYTHING, null=null)
    entries = {name: _join(each, other.entries[name]) for name, each in one.entries.items() if name in other.entries}
    item = _join(one.item, other.item) if one.item and other.item else one.item or other.item
    options = one.options | other.options if one.options and other.options else frozenset()
    closed = one.closed and other.closed and one.entries.keys() == other.entries.keys()
    return Shape(one.kind, null, entries, item, options, closed)
