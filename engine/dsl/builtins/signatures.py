"""From an annotated Python function to the signature of a FEEL function.

| Python                             | FEEL                                                                      |
|------------------------------------|---------------------------------------------------------------------------|
| `start_position`, `from_`          | parameters `start position`, `from`                                       |
| `str`, `Decimal`, `bool`, `Date` … | `string`, `number`, `boolean`, `date` …                                   |
| `list[str]`, `dict[str, object]`   | a list whose items are checked, a context                                 |
| `Range`, `Function`                | a range, a function                                                       |
| `object`                           | Any, null included                                                        |
| `X | None`                         | null may be given, and is meant where a named argument is left out        |
| `Date | DateTime`                  | either                                                                    |
| `length: Decimal | None = None`    | may be left out                                                           |
| `*list_: Decimal`                  | alone: any number of arguments, or one list of them: `sum(1, 2)`, `sum([1, 2])` |
| `list_: list[object], *item: object` | any number of further arguments                                         |
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import product
from types import NoneType, UnionType
from typing import Final, get_args, get_origin, get_type_hints

from engine.dsl.temporal import Date, DateTime, DaysTime, Time, YearsMonths
from engine.dsl.types import (
    ANY,
    ANY_FUNCTION,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    NULL,
    NUMBER,
    STRING,
    TIME,
    YEARS_MONTHS,
    ContextType,
    ListType,
    RangeType,
    Type,
)
from engine.dsl.values import Function, Range, Value

FEEL_TYPES: dict[object, Type] = {
    object: ANY,
    NoneType: NULL,
    Decimal: NUMBER,
    str: STRING,
    bool: BOOLEAN,
    Date: DATE,
    Time: TIME,
    DateTime: DATE_TIME,
    YearsMonths: YEARS_MONTHS,
    DaysTime: DAYS_TIME,
    list: ListType(ANY),
    dict: ContextType((), open=True),
    Range: RangeType(ANY),
    Function: ANY_FUNCTION,
}
"""The FEEL type of every Python class that carries values."""


class Misfit:
    """Stands where an argument does not fit its parameter."""


MISFIT: Final = Misfit()


@dataclass(frozen=True, slots=True)
class Shape:
    """What an argument may be: the classes that carry it, their FEEL types, the classes of a list's items."""

    classes: tuple[type, ...]
    types: tuple[Type, ...]
    items: tuple[type, ...] = (object,)

    def fits(self, value: Value) -> bool:
        """Whether the value can be passed as it is."""
        if not isinstance(value, list):
            return isinstance(value, self.classes)
        return isinstance(value, self.classes) and all(isinstance(item, self.items) for item in value)

    def convert(self, value: Value) -> Value:
        """The value as it is passed, by the implicit conversions of DMN 1.5, 10.3.2.9.4.

        A list of one is its item, an item a list of one, a date its midnight, where that is what fits.
        """
        if self.fits(value):
            return value
        if isinstance(value, list):
            return value[0] if len(value) == 1 and self.fits(value[0]) else MISFIT
        if isinstance(value, Date) and DateTime in self.classes:
            return value.at_midnight()
        return [value] if value is not None and self.fits([value]) else MISFIT


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter by its FEEL name."""

    name: str
    shape: Shape
    optional: bool

    @property
    def nullable(self) -> bool:
        """Whether null may be given on purpose, and is meant where a named argument is left out."""
        return NoneType in self.shape.classes


@dataclass(frozen=True, eq=False)
class Signature:
    """One overload of a built-in. `section` is the heading of the standard, or "extension" for ours."""

    name: str
    section: str
    parameters: tuple[Parameter, ...]
    result: Type
    variadic: bool
    python: Callable[..., Value]

    @cached_property
    def counts(self) -> range:
        """The numbers of arguments that the parameters stand for; a variadic last one takes more."""
        least = sum(not parameter.optional for parameter in self.parameters)
        return range(least, len(self.parameters) + 1)

    @cached_property
    def spreads(self) -> bool:
        """Whether a single list stands for all arguments."""
        return self.variadic and len(self.parameters) == 1 and list not in self.parameters[0].shape.classes

    @cached_property
    def classes(self) -> tuple[tuple[type, ...], ...]:
        """The classes that arguments must have to be passed unseen; empty where more must be looked at."""
        shapes = [parameter.shape for parameter in self.parameters]
        looked_into = self.variadic or any(shape.items != (object,) for shape in shapes)
        return () if looked_into else tuple(shape.classes for shape in shapes)

    @cached_property
    def item_classes(self) -> tuple[type, ...]:
        """The classes of what a last parameter takes any number of."""
        return self.parameters[-1].shape.classes

    def accepts(self, count: int) -> bool:
        """Whether a call may give so many arguments."""
        return count in self.counts or (self.variadic and count > len(self.parameters))

    def ordered(self, named: Mapping[str, Value]) -> tuple[Value, ...] | None:
        """Named arguments in order, null for one left out that may be null; None when they are for another overload."""
        known = [parameter.name for parameter in self.parameters]
        last = max((known.index(name) for name in named if name in known), default=-1)
        needed = [p for i, p in enumerate(self.parameters) if i <= last or not p.optional]
        if not named.keys() <= set(known) or any(p.name not in named and not p.nullable for p in needed):
            return None
        return tuple(named.get(parameter.name) for parameter in needed)

    def parameter(self, position: int) -> Parameter:
        """The parameter of the argument at a position, from 0; the last one repeats when variadic."""
        return self.parameters[min(position, len(self.parameters) - 1)]

    def spread(self, arguments: tuple[Value, ...]) -> tuple[Value, ...]:
        """The arguments; the items of a single list where it stands for all of them."""
        return tuple(arguments[0]) if self._is_spread(arguments) else arguments  # type: ignore[arg-type]

    def _is_spread(self, arguments: tuple[Value, ...]) -> bool:
        return self.spreads and len(arguments) == 1 and isinstance(arguments[0], list)

    def convert(self, arguments: tuple[Value, ...]) -> list[Value]:
        """The arguments as they are passed, `MISFIT` where one does not fit; items of a list must fit as they are."""
        if self._is_spread(arguments):
            fits = self.parameters[0].shape.fits
            return [item if fits(item) else MISFIT for item in self.spread(arguments)]
        return [self.parameter(i).shape.convert(value) for i, value in enumerate(arguments)]

    def misfit(self, arguments: tuple[Value, ...]) -> int:
        """The position of the first argument that does not fit."""
        return self.convert(arguments).index(MISFIT)

    def functions(self, call: Callable[..., Value]) -> list[Function]:
        """One function for every number of arguments and every choice among alternative types."""
        return [
            Function(self.name, tuple(p.name for p in given), call, types, self.result, self.variadic)
            for given in (self.parameters[:count] for count in self.counts)
            for types in product(*(p.shape.types for p in given))
        ]


def signature(name: str, section: str, python: Callable[..., Value]) -> Signature:
    """Read the signature from the annotations.

    >>> def repeat(text: str, times_over: Decimal) -> str: ...
    >>> [p.name for p in signature("repeat", "extension", repeat).parameters]
    ['text', 'times over']
    """
    hints = get_type_hints(python)
    parameters = inspect.signature(python).parameters.values()
    variadic = any(p.kind is p.VAR_POSITIONAL for p in parameters)
    return Signature(
        name,
        section,
        tuple(Parameter(_feel_name(p.name), shape(hints[p.name]), p.default is not p.empty) for p in parameters),
        _only(shape(hints["return"]).types),
        variadic,
        python,
    )


def shape(annotation: object) -> Shape:
    """The shape an annotation asks for.

    >>> shape(str | None).classes == (str, NoneType), shape(list[Decimal]).items == (Decimal,)
    (True, True)
    """
    alternatives = get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)
    classes = tuple(get_origin(a) or a or NoneType for a in alternatives)
    types = tuple(_type(a) for a in alternatives if a is not NoneType)
    items = next((shape(get_args(a)[0]).classes for a in alternatives if get_origin(a) is list), (object,))
    return Shape(classes, types, items)


def _type(annotation: object) -> Type:
    """The FEEL type of one alternative of an annotation."""
    if get_origin(annotation) is list:
        return ListType(_only(shape(get_args(annotation)[0]).types))
    return FEEL_TYPES[get_origin(annotation) or annotation]


def _only(types: tuple[Type, ...]) -> Type:
    """The type when there is one, Any when there are alternatives."""
    return types[0] if len(types) == 1 else ANY


def _feel_name(name: str) -> str:
    """`start_position` is `start position`; `from_` is `from`."""
    return name.rstrip("_").replace("_", " ")


def class_name(class_: type) -> str:
    """The FEEL type of a Python class, as FEEL writes it.

    >>> class_name(Decimal), class_name(dict)
    ('number', 'context')
    """
    return str(FEEL_TYPES.get(class_, ANY))
