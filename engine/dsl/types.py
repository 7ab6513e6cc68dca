"""FEEL types and conformance (DMN 1.5, 10.3.2.9 and table 52).

A type is a frozen value and prints as FEEL writes it. `conforms(a, b)` says whether every value of `a` may stand
where `b` is asked for; `may_conform(a, b)` whether some value of it may, as far as is known.

Enumerations are strings with `options`: the list of texts a choice field may hold. Other spellings (labels) of an
option or of a context's entry are `aliases`; they help to find what an author means and are no part of the type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, reduce

from engine.dsl.source import Span

Aliases = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Type:
    """Any FEEL type."""


@dataclass(frozen=True, slots=True)
class AnyType(Type):
    """Everything conforms to it."""

    def __str__(self) -> str:
        return "Any"


@dataclass(frozen=True, slots=True)
class NullType(Type):
    """Only `null`; conforms to everything."""

    def __str__(self) -> str:
        return "Null"


@dataclass(frozen=True, slots=True)
class SimpleType(Type):
    """A scalar type by its FEEL name.

    options   the texts of a choice, in the author's order; `other` when further texts are allowed
    unit      marks percent, money and the like; empty for plain numbers
    least     the smallest and `most` the greatest number that is allowed; None where there is no such limit
    places    decimal places that values are stored with; None when not known, 0 for whole numbers
    aliases   (label, option) pairs; of a number without options, what its points are called
    """

    name: str
    options: tuple[str, ...] = ()
    unit: str = ""
    places: int | None = None
    other: bool = False
    least: Decimal | None = field(default=None, compare=False, repr=False)
    most: Decimal | None = field(default=None, compare=False, repr=False)
    aliases: Aliases = field(default=(), compare=False, repr=False)

    def option(self, text: str) -> str | None:
        """The option of that text or of that label.

        >>> SimpleType("string", ("high",), aliases=(("高", "high"),)).option("高")
        'high'
        """
        return text if text in self.options else dict(self.aliases).get(text) if self.options else None

    @property
    def closed(self) -> bool:
        """Whether the options are all there is."""
        return bool(self.options) and not self.other

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class ListType(Type):
    """`list<item>`."""

    item: Type

    def __str__(self) -> str:
        return f"list<{self.item}>"


@dataclass(frozen=True, slots=True)
class RangeType(Type):
    """`range<endpoint>`."""

    endpoint: Type

    def __str__(self) -> str:
        return f"range<{self.endpoint}>"


@dataclass(frozen=True)
class ContextType(Type):
    """`context<…>`: entries by name, in the author's order. `open` when unknown entries are allowed.

    `aliases` are (label, entry name) pairs; a label that stands in two pairs is ambiguous.
    `time` names the entry that says when the thing happened; empty where none does. `places` tells where entries are
    declared.
    """

    entries: tuple[tuple[str, Type], ...]
    open: bool = False
    aliases: Aliases = field(default=(), compare=False, repr=False)
    time: str = field(default="", compare=False, repr=False)
    places: Mapping[str, Span] = field(default_factory=dict, compare=False, repr=False)

    def get(self, name: str) -> Type | None:
        """The type of an entry, or None when there is none of that name."""
        return self.by_name.get(name)

    def called(self, label: str) -> tuple[str, ...]:
        """The names of the entries that have this name or, where there is none, this label.

        >>> ContextType((("score", NUMBER),), aliases=(("得分", "score"),)).called("得分")
        ('score',)
        """
        if self.get(label) is not None:
            return (label,)
        return self._by_label.get(label, ())

    @property
    def words(self) -> tuple[str, ...]:
        """The names and labels of all entries."""
        return tuple(dict.fromkeys((*self.by_name, *self._by_label)))

    @cached_property
    def by_name(self) -> Mapping[str, Type]:
        """The entries by name; of those with the same name the first."""
        first = dict(reversed(self.entries))
        return {name: first[name] for name, _ in self.entries}

    @cached_property
    def _by_label(self) -> Mapping[str, tuple[str, ...]]:
        names: dict[str, tuple[str, ...]] = {}
        for label, name in self.aliases:
            names[label] = tuple(dict.fromkeys((*names.get(label, ()), name)))
        return names

    def __str__(self) -> str:
        entries = ", ".join(f"{name}: {type_}" for name, type_ in self.entries)
        return f"context<{entries}>" if entries else "context"


@dataclass(frozen=True, slots=True)
class FunctionType(Type):
    """`function<parameters> -> result`; `names` are the parameter names where they are known.

    `open` for `function` alone: any function, whatever it takes.
    """

    parameters: tuple[Type, ...]
    result: Type
    names: tuple[str, ...] = ()
    open: bool = False

    def __str__(self) -> str:
        if self.open:
            return "function"
        return f"function<{', '.join(map(str, self.parameters))}> -> {self.result}"


@dataclass(frozen=True, slots=True)
class ConstrainedType(Type):
    """Some values of a type: those that `allows` says true of; `text` is what the author demands of them."""

    base: Type
    text: str
    allows: Callable[[object], bool] = field(compare=False, repr=False)

    def __str__(self) -> str:
        return str(self.base)


ANY = AnyType()
NULL = NullType()
NUMBER = SimpleType("number")
STRING = SimpleType("string")
BOOLEAN = SimpleType("boolean")
DATE = SimpleType("date")
TIME = SimpleType("time")
DATE_TIME = SimpleType("date and time")
YEARS_MONTHS = SimpleType("years and months duration")
DAYS_TIME = SimpleType("days and time duration")
ANY_FUNCTION = FunctionType((), ANY, open=True)

SIMPLE_TYPES = {t.name: t for t in (NUMBER, STRING, BOOLEAN, DATE, TIME, DATE_TIME, YEARS_MONTHS, DAYS_TIME)}


def conforms(a: Type, b: Type) -> bool:
    """Whether every value of `a` is a value of `b` (DMN 1.5, 10.3.2.9.2).

    >>> conforms(ListType(NUMBER), ListType(ANY)), conforms(ANY, NUMBER), conforms(NULL, NUMBER)
    (True, False, True)
    >>> person = ContextType((("name", STRING),))
    >>> conforms(ContextType((("name", STRING), ("age", NUMBER))), person), conforms(ContextType(()), person)
    (True, False)
    """
    return _conforms(a, b, gradual=False)


def may_conform(a: Type, b: Type) -> bool:
    """As `conforms`, but what is not known (`Any`, an open context, a text that is not constant) is trusted.

    >>> may_conform(ANY, NUMBER), may_conform(ListType(ANY), ListType(NUMBER)), may_conform(STRING, NUMBER)
    (True, True, False)
    """
    return _conforms(a, b, gradual=True)


def _conforms(a: Type, b: Type, *, gradual: bool) -> bool:
    if a is b or isinstance(b, AnyType) or isinstance(a, NullType) or (gradual and isinstance(a, AnyType)):
        return True
    match a, b:
        case SimpleType(), SimpleType():
            return a.name == b.name and (not b.closed or _options_conform(a, b, gradual))
        case _ if a == b:
            return True
        case ConstrainedType(base=ours), _:
            return _conforms(ours, b, gradual=gradual)
        case _, ConstrainedType(base=theirs):
            return gradual and _conforms(a, theirs, gradual=True)
        case ListType(item=ours), ListType(item=theirs):
            return _conforms(ours, theirs, gradual=gradual)
        case RangeType(endpoint=ours), RangeType(endpoint=theirs):
            return _conforms(ours, theirs, gradual=gradual)
        case ContextType(), ContextType():
            return all(_entry_conforms(a, name, type_, gradual) for name, type_ in b.entries)
        case FunctionType(), FunctionType():
            return _function_conforms(a, b, gradual)
    return False


def _options_conform(a: SimpleType, b: SimpleType, gradual: bool) -> bool:
    return set(a.options) <= set(b.options) if a.closed else gradual


def _entry_conforms(a: ContextType, name: str, type_: Type, gradual: bool) -> bool:
    own = a.get(name)
    return (gradual and a.open) if own is None else _conforms(own, type_, gradual=gradual)


def _function_conforms(a: FunctionType, b: FunctionType, gradual: bool) -> bool:
    """Parameters the other way round, the result the same way; `function` alone takes any."""
    if a.open or b.open:
        return b.open or gradual
    parameters = zip(b.parameters, a.parameters, strict=False)
    return (
        len(a.parameters) == len(b.parameters)
        and all(_conforms(theirs, ours, gradual=gradual) for theirs, ours in parameters)
        and _conforms(a.result, b.result, gradual=gradual)
    )


def unconstrained(type_: Type) -> Type:
    """The structure of a type alone, without the values it allows: what `instance of` asks for (TCK 0070).

    >>> unconstrained(ListType(SimpleType("string", options=("A",)))) == ListType(STRING)
    True
    """
    match type_:
        case SimpleType(name=name):
            return SIMPLE_TYPES[name]
        case ConstrainedType(base=base):
            return unconstrained(base)
        case ListType(item=item):
            return ListType(unconstrained(item))
        case ContextType(entries=entries):
            return replace(type_, entries=tuple((name, unconstrained(entry)) for name, entry in entries))
    return type_


def join(types: Iterable[Type]) -> Type:
    """The narrowest type that all conform to; `Null` of none.

    >>> print(join([NUMBER, NULL, NUMBER]), join([NUMBER, STRING]), join([ListType(NULL), ListType(DATE)]))
    number Any list<date>
    """
    nothing: Type = NULL
    return reduce(_join, types, nothing)


def _join(a: Type, b: Type) -> Type:
    if a == b:
        return a
    if isinstance(a, SimpleType) and isinstance(b, SimpleType) and a.name == b.name:
        return _join_simple(a, b)
    if isinstance(a, ContextType) and isinstance(b, ContextType):
        return _join_contexts(a, b)
    if conforms(a, b):
        return b
    if conforms(b, a):
        return a
    match a, b:
        case ListType(item=ours), ListType(item=theirs):
            return ListType(_join(ours, theirs))
        case RangeType(endpoint=ours), RangeType(endpoint=theirs):
            return RangeType(_join(ours, theirs))
    return ANY


def _join_simple(a: SimpleType, b: SimpleType) -> SimpleType:
    """All options of both; a unit only where it is the same, as many decimal places as either may have."""
    options = tuple(dict.fromkeys(a.options + b.options)) if a.closed and b.closed else ()
    places = None if a.places is None or b.places is None else max(a.places, b.places)
    return SimpleType(a.name, options, a.unit if a.unit == b.unit else "", places, aliases=a.aliases + b.aliases)


def _join_contexts(a: ContextType, b: ContextType) -> ContextType:
    """What both have; further entries may be there, unless both have the same."""
    shared = ((name, type_, b.get(name)) for name, type_ in a.entries)
    entries = tuple((name, _join(ours, theirs)) for name, ours, theirs in shared if theirs is not None)
    differ = a.open or b.open or a.by_name.keys() != b.by_name.keys()
    return ContextType(entries, open=differ, aliases=a.aliases + b.aliases)
