"""FEEL values (DMN 1.5, table 42) as Python values.

| FEEL                                   | Python                                        |
|----------------------------------------|-----------------------------------------------|
| null, boolean, string                  | `None`, `bool`, `str`                         |
| number                                 | `Decimal`, 34 digits (`DECIMAL128`)           |
| date, time, date and time              | `temporal.Date`, `Time`, `DateTime`           |
| years and months, days and time duration | `temporal.YearsMonths`, `temporal.DaysTime` |
| list, context                          | `list`, `dict` with text keys, in order       |
| range                                  | `Range`                                       |
| function                               | `Function`                                    |

Values are never changed in place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from engine.dsl.types import ANY, Type

Value = object

DECIMAL128 = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[])
TRAPPING = Context(34, ROUND_HALF_EVEN, -6143, 6144, traps=[DivisionByZero, InvalidOperation, Overflow])
"""The same numbers for Python's own operators: what has no result is an ArithmeticError."""


@dataclass(frozen=True, slots=True)
class Range:
    """An interval; `None` as an endpoint means unbounded or unknown.

    `operator` is set for ranges written with one operator, `(< 10)`, which are not equal to `(null..10)`: the
    standard tells them apart (TCK 0068). `(!= 10)` exists only so.
    """

    start: Value
    end: Value
    start_included: bool
    end_included: bool
    operator: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """Something that can be called: a built-in, a lambda, a business knowledge model, a decision service.

    `call` takes the arguments positionally, one for every parameter (missing optional ones left out at the end).
    `variadic`: the last parameter takes any number of arguments. `bind` puts named arguments in order.
    """

    name: str
    parameters: tuple[str, ...]
    call: Callable[..., Value]
    types: tuple[Type, ...] = ()
    result: Type = ANY
    variadic: bool = False
    overloads: tuple[Function, ...] = field(default=())


def is_number(value: Value) -> bool:
    """Whether a Python value is a FEEL number; booleans are not."""
    return isinstance(value, (Decimal, int)) and not isinstance(value, bool)


Scope = Mapping[str, Value]
