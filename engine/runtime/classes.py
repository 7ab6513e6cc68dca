"""Classes of values: what a decision tells apart in one entry of a record.

A decision that only compares an entry with constants gives the same for all values between two of these. Where classes
begin is found by asking the tests about one value of each stretch; stretches that all tests answer alike are one class.

Reads   the tests that the tables of a decision put to an entry.
Gives   a Python expression for the number of the value's class, with Python's own comparisons: exact for int, float and
        Decimal alike, since the constants are chosen for each. A value that rules could not take as it is (of a wrong
        type, infinite, an option that does not exist) has the class None, or is a KeyError.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

from engine.analysis.cells import INPUT, UnclearError, accepts, landmarks
from engine.dsl import nodes as feel
from engine.dsl.types import SimpleType
from engine.dsl.values import DECIMAL128, Value
from engine.runtime.syntax import bound, choice, constant, name

LEAST, GREATEST = Decimal(10) ** -15, Decimal(10) ** 15
DIGITS = 15  # a float tells decimals of so many digits apart
ORDER = ("<", "<=", ">", ">=")
NULL = -1  # the class of null
KNOWN: dict[str, object] = {
    "type": type,
    "int": int,
    "float": float,
    "Decimal": Decimal,
    "len": len,
    "$exact": DECIMAL128.plus,
    **{sign + "$infinity": float(sign + "inf") for sign in ("", "-")},
    **{sign + "$Infinity": Decimal(sign + "Infinity") for sign in ("", "-")},
}
"""What the expressions speak of, beside `record` and constants of their own."""


class Field(NamedTuple):
    """One entry of a record, its type, and the tests put to it. `whole`: it is also read as it is."""

    entry: str
    type: SimpleType
    tests: tuple[feel.UnaryTests, ...]
    whole: bool


class Band(NamedTuple):
    """A class of numbers up to `end`, whether with it, and the number of the class."""

    end: Decimal
    included: bool
    number: int


class TextClasses(dict[object, int]):
    """The class of each text that is told apart, and of null; `others` is that of all further texts.

    Labels stand for options: KeyError, as for what is no text, and for further texts where `others` is None.
    """

    def __init__(self, classes: Mapping[str, int], others: int | None, labels: frozenset[str]) -> None:
        super().__init__()
        self.update(classes)
        self[None] = NULL
        self._others = others
        self._labels = labels

    def __missing__(self, text: object) -> int:
        if self._others is None or not isinstance(text, str) or text in self._labels:
            raise KeyError(text)
        return self._others


def class_expression(of: Field, variable: str, constants: dict[str, object]) -> ast.expr | None:
    """The class of an entry of `record`, whose value is kept in `variable`; None where classes cannot be told.

    `constants` gets what the expression speaks of by `$` names.
    """
    value = bound(variable, ast.Subscript(name("record"), constant(of.entry), ast.Load()))
    if of.type.name == "boolean":
        return _truth(variable, value)
    if of.type.name == "string":
        return _text(of, variable, value, constants)
    return _number(of, variable, value, constants)


def _truth(variable: str, value: ast.expr) -> ast.expr:
    """`1 if (v := …) is True else 0 if v is False else …`."""
    false_or_null = choice(_is(name(variable), constant(False)), constant(0), _null_or_none(variable))
    return choice(_is(value, constant(True)), constant(1), false_or_null)


def _text(of: Field, variable: str, value: ast.expr, constants: dict[str, object]) -> ast.expr | None:
    """Looked up in a table of texts."""
    texts = text_classes(of)
    if texts is None:
        return None
    constants[f"${variable}"] = texts
    return ast.Subscript(name(f"${variable}"), value, ast.Load())


def _number(of: Field, variable: str, value: ast.expr, constants: dict[str, object]) -> ast.expr | None:
    """A chain of comparisons for int and float, another for Decimal, which is first rounded as rules do."""
    classes = None if of.whole else number_classes(of)
    if classes is None:
        return None
    constants |= {f"${band.end}": band.end for band in classes[0]}
    rounded = bound(variable, ast.Call(name("$exact"), [name(variable)], []))
    exact = _chain(classes, variable, rounded, lambda end: name(f"${end}"), "$Infinity")
    native = _chain(classes, variable, name(variable), _native, "$infinity")
    kind = bound("kind", ast.Call(name("type"), [value], []))
    is_native = ast.BoolOp(ast.Or(), [_is(kind, name("float")), _is(name("kind"), name("int"))])
    otherwise = choice(_is(name("kind"), name("Decimal")), exact, _null_or_none(variable))
    return choice(is_native, native, otherwise)


def _chain(
    classes: tuple[list[Band], int], variable: str, number: ast.expr, end: Callable[[Decimal], ast.expr], infinity: str
) -> ast.expr:
    """`(0 if v > -infinity else None) if (v := number) <= a else 1 if v < b else 2 if v < infinity else None`.

    So what is not a number has no class: nothing holds of it.
    """
    bands, last = classes
    if not bands:
        between = ast.Compare(name(f"-{infinity}"), [ast.Lt(), ast.Lt()], [number, name(infinity)])
        return choice(between, constant(last), constant(None))
    below = ast.Compare(name(variable), [ast.Gt()], [name(f"-{infinity}")])
    above = ast.Compare(name(variable), [ast.Lt()], [name(infinity)])
    result: ast.expr = choice(above, constant(last), constant(None))
    for band in reversed(bands[1:]):
        result = choice(_within(name(variable), band, end), constant(band.number), result)
    first = choice(below, constant(bands[0].number), constant(None))
    return choice(_within(number, bands[0], end), first, result)


def _within(number: ast.expr, band: Band, end: Callable[[Decimal], ast.expr]) -> ast.expr:
    return ast.Compare(number, [ast.LtE() if band.included else ast.Lt()], [end(band.end)])


def _native(number: Decimal) -> ast.expr:
    """A constant that int and float are compared with, exactly."""
    return ast.Constant(int(number) if number == number.to_integral_value() else float(number))


def _is(value: ast.expr, other: ast.expr) -> ast.expr:
    return ast.Compare(value, [ast.Is()], [other])


def _null_or_none(variable: str) -> ast.expr:
    """The class of null; None, for no class, where the value is anything else."""
    return choice(_is(name(variable), constant(None)), constant(NULL), constant(None))


def number_classes(of: Field) -> tuple[list[Band], int] | None:
    """The classes from below, each with its end, and the class above all ends; None where they cannot be told.

    >>> from engine.dsl.parser import parse_unary_tests
    >>> from engine.dsl.types import NUMBER
    >>> tests = tuple(map(parse_unary_tests, ["<= 10%", "(10%..20%]", "> 20%"]))
    >>> number_classes(Field("e", NUMBER, tests, False))
    ([Band(end=Decimal('0.1'), included=True, number=0), Band(end=Decimal('0.2'), included=True, number=1)], 2)
    """
    ends = sorted({each for test in of.tests for each in landmarks(test) if isinstance(each, Decimal)})
    if not all(map(_exact_as_float, ends)):
        return None
    signatures = [_signature(of, value) for value in _samples(ends)]
    numbers = _numbered(signatures)
    stretches = [(end, included) for end in ends for included in (False, True)]  # up to the end, then with it
    bands = [
        Band(*stretch, numbers[signature])
        for stretch, signature, after in zip(stretches, signatures, signatures[1:], strict=False)
        if signature != after
    ]
    return bands, numbers[signatures[-1]]


def _exact_as_float(end: Decimal) -> bool:
    """Whether floats compare with the nearest float of a number as with the number itself."""
    return not end or (LEAST <= abs(end) <= GREATEST and len(end.as_tuple().digits) <= DIGITS)


def _samples(ends: Sequence[Decimal]) -> Iterator[Decimal]:
    """A number below all ends, each end, one between every two, one above all."""
    below = ends[0] - 1 if ends else Decimal()
    yield below
    for end, above in zip_longest(ends, ends[1:]):
        yield end
        yield end + 1 if above is None else (end + above) / 2


def text_classes(of: Field) -> TextClasses | None:
    """The classes of the texts that an entry may hold; None where they cannot be told.

    >>> from engine.dsl.parser import parse_unary_tests
    >>> tests = tuple(map(parse_unary_tests, ['"A", "B"', '"C"']))
    >>> classes = text_classes(Field("e", SimpleType("string", ("A", "B", "C", "D")), tests, False))
    >>> [classes[text] for text in (*"ABCD", None)]
    [0, 0, 1, 2, -1]
    """
    if any(_orders(test) for test in of.tests) or (of.whole and not of.type.closed):
        return None
    told = [each for test in of.tests for each in landmarks(test) if isinstance(each, str)]
    texts = list(of.type.options) if of.type.closed else list(dict.fromkeys([*of.type.options, *told]))
    other = "".join(texts) + "?"  # longer than any of them
    told_by = {text: text if of.whole else _signature(of, text) for text in (*texts, other)}
    numbers = _numbered(list(told_by.values()))
    classes = {text: numbers[told_by[text]] for text in texts}
    labels = frozenset(label for label, _ in of.type.aliases) - classes.keys()
    return TextClasses(classes, None if of.type.closed else numbers[told_by[other]], labels)


def _signature(of: Field, value: Value) -> tuple[bool, ...]:
    """What every test says about a value."""
    return tuple(accepts(test, value) for test in of.tests)


def _numbered(keys: Sequence[Hashable]) -> dict[Hashable, int]:
    """Different keys with numbers, in the order they first come."""
    return {key: number for number, key in enumerate(dict.fromkeys(keys))}


def _orders(test: feel.UnaryTests) -> bool:
    """Whether a test asks for an order of texts, which a table of texts does not know."""
    return any(
        isinstance(part, feel.RangeLiteral) or (isinstance(part, feel.ComparisonRange) and part.operator in ORDER)
        for part in feel.walk(test)
    )


def clear(test: feel.UnaryTests) -> bool:
    """Whether a test compares with constants and does nothing else with the value."""
    try:
        list(landmarks(test))
    except UnclearError:
        return False
    return not any(part == INPUT for part in feel.walk(test))
