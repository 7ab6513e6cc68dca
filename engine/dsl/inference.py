"""What operators, properties and calls give: the type tables of the checker (DMN 1.5, 10.3.2.3, 10.3.2.5, 10.3.2.6).

All functions here are total: where nothing fits they answer None, and the checker says so at the place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from engine.dsl.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    NUMBER,
    SIMPLE_TYPES,
    STRING,
    TIME,
    YEARS_MONTHS,
    ContextType,
    FunctionType,
    ListType,
    RangeType,
    SimpleType,
    Type,
    join,
    may_conform,
)
from engine.dsl.values import Function

# -- operators -------------------------------------------------------------------------------------------------

_COMMUTATIVE: dict[tuple[str, Type, Type], Type] = {
    ("+", NUMBER, NUMBER): NUMBER,
    ("+", STRING, STRING): STRING,
    ("+", YEARS_MONTHS, YEARS_MONTHS): YEARS_MONTHS,
    ("+", DAYS_TIME, DAYS_TIME): DAYS_TIME,
    ("+", DATE, YEARS_MONTHS): DATE,
    ("+", DATE, DAYS_TIME): DATE,
    ("+", DATE_TIME, YEARS_MONTHS): DATE_TIME,
    ("+", DATE_TIME, DAYS_TIME): DATE_TIME,
    ("+", TIME, DAYS_TIME): TIME,
    ("*", NUMBER, NUMBER): NUMBER,
    ("*", YEARS_MONTHS, NUMBER): YEARS_MONTHS,
    ("*", DAYS_TIME, NUMBER): DAYS_TIME,
}

ARITHMETIC: Mapping[tuple[str, Type, Type], Type] = {
    **_COMMUTATIVE,
    **{(operator, right, left): result for (operator, left, right), result in _COMMUTATIVE.items()},
    ("-", NUMBER, NUMBER): NUMBER,
    ("-", YEARS_MONTHS, YEARS_MONTHS): YEARS_MONTHS,
    ("-", DAYS_TIME, DAYS_TIME): DAYS_TIME,
    ("-", DATE, DATE): DAYS_TIME,
    ("-", DATE, DATE_TIME): DAYS_TIME,
    ("-", DATE_TIME, DATE): DAYS_TIME,
    ("-", DATE_TIME, DATE_TIME): DAYS_TIME,
    ("-", TIME, TIME): DAYS_TIME,
    ("-", DATE, YEARS_MONTHS): DATE,
    ("-", DATE, DAYS_TIME): DATE,
    ("-", DATE_TIME, YEARS_MONTHS): DATE_TIME,
    ("-", DATE_TIME, DAYS_TIME): DATE_TIME,
    ("-", TIME, DAYS_TIME): TIME,
    ("/", NUMBER, NUMBER): NUMBER,
    ("/", YEARS_MONTHS, NUMBER): YEARS_MONTHS,
    ("/", DAYS_TIME, NUMBER): DAYS_TIME,
    ("/", YEARS_MONTHS, YEARS_MONTHS): NUMBER,
    ("/", DAYS_TIME, DAYS_TIME): NUMBER,
    ("**", NUMBER, NUMBER): NUMBER,
}
"""(operator, left, right) -> result: tables 45 to 50 of the standard."""

NEGATABLE = (NUMBER, YEARS_MONTHS, DAYS_TIME)
ORDERED = (NUMBER, STRING, DATE, TIME, DATE_TIME, YEARS_MONTHS, DAYS_TIME)


def plain(type_: Type) -> Type:
    """A scalar type without options, unit and places; any other type as it is."""
    return SIMPLE_TYPES[type_.name] if isinstance(type_, SimpleType) else type_


def arithmetic(operator: str, left: Type, right: Type) -> Type | None:
    """What an operator gives; None when no values of these types have a result.

    >>> print(arithmetic("-", DATE, DATE), arithmetic("+", DATE, ANY), arithmetic("+", NUMBER, STRING))
    days and time duration date None
    """
    a, b = plain(left), plain(right)
    if ANY not in (a, b):
        return ARITHMETIC.get((operator, a, b))
    results = {
        result
        for (symbol, one, other), result in ARITHMETIC.items()
        if symbol == operator and a in (one, ANY) and b in (other, ANY)
    }
    if len(results) > 1:
        return ANY
    return results.pop() if results else None


def comparable(a: Type, b: Type) -> bool:
    """Whether values of the two types can be equal: options and labels apart.

    >>> comparable(SimpleType("string", ("A",)), STRING), comparable(DATE, DATE_TIME), comparable(ANY, DATE)
    (True, False, True)
    """
    match plain(a), plain(b):
        case one, other if one is other:
            return True
        case ListType(item=one), ListType(item=other):
            return comparable(one, other)
        case RangeType(endpoint=one), RangeType(endpoint=other):
            return comparable(one, other)
        case ContextType(), ContextType():
            return True
        case one, other:
            return may_conform(one, other) or may_conform(other, one)


def ordered(a: Type, b: Type) -> bool:
    """Whether values of the two types can be told smaller and greater."""
    return all(plain(t) in (*ORDERED, ANY) for t in (a, b)) and comparable(a, b)


# -- properties ------------------------------------------------------------------------------------------------

_DATE_PARTS = dict.fromkeys(("year", "month", "day", "weekday"), NUMBER)
_TIME_PARTS = {
    **dict.fromkeys(("hour", "minute", "second"), NUMBER),
    "time offset": DAYS_TIME,
    "timezone": STRING,
}

PROPERTIES: Mapping[Type, Mapping[str, Type]] = {
    DATE: _DATE_PARTS,
    TIME: _TIME_PARTS,
    DATE_TIME: {**_DATE_PARTS, **_TIME_PARTS},
    YEARS_MONTHS: dict.fromkeys(("years", "months"), NUMBER),
    DAYS_TIME: dict.fromkeys(("days", "hours", "minutes", "seconds"), NUMBER),
}
"""Properties of scalar values (table 65)."""


def properties(type_: Type) -> Mapping[str, Type] | None:
    """The properties that values of a type are known to have; None for types of which nothing is known."""
    match type_:
        case ContextType(by_name=by_name, open=False):
            return by_name
        case RangeType(endpoint=endpoint):
            ends = dict.fromkeys(("start", "end"), endpoint)
            return {**ends, **dict.fromkeys(("start included", "end included"), BOOLEAN)}
        case SimpleType():
            return PROPERTIES.get(plain(type_), {})
        case FunctionType():
            return {}
    return None


# -- calls -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function; a variadic one repeats its last parameter, or takes one list in its place."""

    names: tuple[str, ...]
    types: tuple[Type, ...]
    result: Type
    variadic: bool = False

    def accepts(self, count: int) -> bool:
        """Whether a call may give so many arguments."""
        return count == len(self.types) or (self.variadic and count >= len(self.types))

    def parameter(self, position: int) -> Type:
        """The type asked for at a position, from 0."""
        return self.types[min(position, len(self.types) - 1)]

    def misfit(self, arguments: Sequence[Type]) -> int | None:
        """The position of the first argument that does not fit; None when all do."""
        if self.variadic and len(arguments) == len(self.types) == 1 and isinstance(arguments[0], ListType):
            arguments = (arguments[0].item,)
        return next((i for i, given in enumerate(arguments) if not _passes(given, self.parameter(i))), None)


def _passes(given: Type, asked: Type) -> bool:
    """A single value may stand for a list of one (10.3.2.9.4); a list for its only item is left to `dmn` mode."""
    return may_conform(given, asked) or (isinstance(asked, ListType) and may_conform(given, asked.item))


def signatures(function: Function | FunctionType) -> tuple[Signature, ...]:
    """All ways to call a function; none when nothing is known about it."""
    if isinstance(function, FunctionType):
        return () if function.open else (Signature(function.names, function.parameters, function.result),)
    overloads = function.overloads or (function,)
    return tuple(Signature(each.parameters, each.types, each.result, each.variadic) for each in overloads)


_ENTRY = ContextType((("key", STRING), ("value", ANY)))


def _same_list(arguments: Sequence[Type]) -> Type:
    return ListType(item_type(arguments[0]))


def _joined_list(arguments: Sequence[Type]) -> Type:
    return ListType(join(map(item_type, arguments)))


def _one_of(arguments: Sequence[Type]) -> Type:
    return item_type(arguments[0]) if len(arguments) == 1 else join(arguments)


def _rounded(arguments: Sequence[Type]) -> Type:
    return NUMBER if len(arguments) > 1 else replace(NUMBER, places=0)


COUNT = replace(NUMBER, places=0, least=Decimal(0))
CHANGE = replace(NUMBER, least=Decimal(-1))
"""A count is whole and never negative; records cannot become fewer by more than all of them."""


def _flat_list(arguments: Sequence[Type]) -> Type:
    item = arguments[0]
    while isinstance(item, ListType):
        item = item.item
    return ListType(item)


RESULTS: Mapping[str, Callable[[Sequence[Type]], Type]] = {
    **dict.fromkeys(("sort", "distinct values", "insert before", "remove", "reverse", "sublist"), _same_list),
    **dict.fromkeys(("list replace", "within", "previous"), _same_list),
    **dict.fromkeys(("append", "concatenate", "union"), _joined_list),
    **dict.fromkeys(("min", "max"), _one_of),
    **dict.fromkeys(("floor", "ceiling"), _rounded),
    **dict.fromkeys(("count", "string length"), lambda _: COUNT),
    "change": lambda arguments: CHANGE if isinstance(arguments[0], ListType) else NUMBER,
    "flatten": _flat_list,
    "get entries": lambda _: ListType(_ENTRY),
}
"""Built-ins whose result depends on the types of their arguments, or is narrower than a signature can say."""


def result_of(name: str, candidates: Iterable[Signature], arguments: Sequence[Type]) -> Type:
    """What a call of a built-in gives, once its arguments are known to fit."""
    if name in RESULTS and arguments:
        return RESULTS[name](arguments)
    return join(each.result for each in candidates)


def item_type(type_: Type) -> Type:
    """What a list of this type has in it; a single value stands for a list of one."""
    return type_.item if isinstance(type_, ListType) else type_
