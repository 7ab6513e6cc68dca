"""Classes of values: what a decision tells apart in one entry of a record.

A decision that only compares an entry with constants gives the same for all values between two of these. Where classes
begin is found by asking the tests about one value of each stretch; stretches that all tests answer alike are one class.

Reads   the tests that the tables of a decision put to an entry.
Gives   for every Python type that a value may come as, a Python expression that gives the value's class. Comparisons in
        it are Python's own, on numbers as they come: exact, since the constants are chosen for that type.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

from engine.analysis.cells import INPUT, UnclearError, accepts, landmarks
from engine.dsl import nodes as feel
from engine.dsl.types import SimpleType
from engine.dsl.values import DECIMAL128, Value
from engine.runtime.syntax import choice, constant, name

GREATEST = Decimal(10) ** 15
DIGITS = 15  # a float tells decimals of so many digits apart
ORDER = ("<", "<=", ">", ">=")


class Field(NamedTuple):
    """One entry of a record, its type, and the tests put to it. `whole`: it is also read as it is."""

    record: str
    entry: str
    type: SimpleType
    tests: tuple[feel.UnaryTests, ...]
    whole: bool


class Band(NamedTuple):
    """A class of numbers up to `end`, whether with it, and the number of the class."""

    end: Decimal
    included: bool
    number: int


class TextClasses(dict[str, int]):
    """The class of each text that is told apart; `others` is the class of all further texts, None if there may be none.

    Labels stand for options and are not told apart here: KeyError, as for a text that is not allowed.
    """

    def __init__(self, classes: Mapping[str, int], others: int | None, labels: frozenset[str]) -> None:
        super().__init__(classes)
        self._others = others
        self._labels = labels

    def __missing__(self, text: str) -> int:
        if self._others is None or text in self._labels:
            raise KeyError(text)
        return self._others


@dataclass
class Classifier:
    """Builds the expressions for one combination of types; `constants` holds what they speak of by `$` names."""

    constants: dict[str, object] = field(default_factory=lambda: {"$exact": DECIMAL128.plus})

    def classes(self, of: Field, variable: str, given: type) -> ast.expr | None:
        """The class of the value of a variable; None where values of that type cannot be told apart here."""
        if given is type(None):
            return constant(None)
        build = _BUILDERS.get((of.type.name, given))
        return build(self, of, variable, given) if build else None

    def truth(self, of: Field, variable: str, _: type) -> ast.expr | None:
        """A truth value is its own class."""
        return name(variable)

    def text(self, of: Field, variable: str, _: type) -> ast.expr | None:
        """Looked up in a table of texts."""
        texts = text_classes(of)
        if texts is None:
            return None
        self.constants[f"${variable}"] = texts.__getitem__
        return ast.Call(name(f"${variable}"), [name(variable)], [])

    def number(self, of: Field, variable: str, given: type) -> ast.expr | None:
        """A chain of comparisons, from below."""
        classes = None if of.whole else number_classes(of)
        if classes is None:
            return None
        bands, last = classes
        result: ast.expr = constant(last)
        for band in reversed(bands):
            operator = ast.LtE() if band.included else ast.Lt()
            test = ast.Compare(name(variable), [operator], [self.end(band.end, given)])
            result = choice(test, constant(band.number), result)
        return result

    def end(self, number: Decimal, given: type) -> ast.expr:
        """A constant in the type that makes the comparison exact and quick."""
        if given is Decimal:
            self.constants[f"${number}"] = number
            return name(f"${number}")
        return ast.Constant(int(number) if number == number.to_integral_value() else float(number))


Builder = Callable[[Classifier, Field, str, type], ast.expr | None]
_BUILDERS: Mapping[tuple[str, type], Builder] = {
    ("boolean", bool): Classifier.truth,
    ("string", str): Classifier.text,
    ("number", int): Classifier.number,
    ("number", float): Classifier.number,
    ("number", Decimal): Classifier.number,
}
"""By FEEL type and Python type: how a class is found."""


def number_classes(of: Field) -> tuple[list[Band], int] | None:
    """The classes from below, each with its end, and the class above all ends; None where they cannot be told.

    >>> from engine.dsl.parser import parse_unary_tests
    >>> from engine.dsl.types import NUMBER
    >>> tests = tuple(map(parse_unary_tests, ["<= 10%", "(10%..20%]", "> 20%"]))
    >>> number_classes(Field("r", "e", NUMBER, tests, False))
    ([Band(end=Decimal('0.10'), included=True, number=0), Band(end=Decimal('0.20'), included=True, number=1)], 2)
    """
    ends = sorted({each for test in of.tests for each in landmarks(test) if isinstance(each, Decimal)})
    if any(abs(end) > GREATEST or len(end.as_tuple().digits) > DIGITS for end in ends):
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
    >>> classes = text_classes(Field("r", "e", SimpleType("string", ("A", "B", "C", "D")), tests, False))
    >>> [classes[text] for text in "ABCD"]
    [0, 0, 1, 2]
    """
    if any(_orders(test) for test in of.tests) or (of.whole and not of.type.closed):
        return None
    told = [each for test in of.tests for each in landmarks(test) if isinstance(each, str)]
    texts = list(of.type.options) if of.type.closed else list(dict.fromkeys([*of.type.options, *told]))
    other = "".join(texts) + "?"  # longer than any of them
    numbers = _numbered([text if of.whole else _signature(of, text) for text in (*texts, other)])
    classes = {text: numbers[text if of.whole else _signature(of, text)] for text in texts}
    labels = frozenset(label for label, _ in of.type.aliases) - classes.keys()
    return TextClasses(classes, None if of.type.closed else numbers[_signature(of, other)], labels)


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
