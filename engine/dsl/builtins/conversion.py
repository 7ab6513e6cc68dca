"""Conversion functions (DMN 1.5, 10.3.4.1): to text and to a number; to dates and durations: temporal.py."""

from __future__ import annotations

import re
from decimal import Decimal

from engine.dsl import limits
from engine.dsl.builtins.number import finite
from engine.dsl.builtins.registry import builtin
from engine.dsl.conversion import to_text
from engine.dsl.nulls import null
from engine.dsl.values import DECIMAL128

SECTION = "10.3.4.1"
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,9})?")


@builtin("string", section=SECTION)
def string(from_: object) -> str | None:
    """The value as text, written as FEEL writes it. Null when the value is null.

    string(1.5) = "1.5"
    string(true) = "true"
    string(null) = null
    """
    if from_ is None:
        return None
    text = to_text(from_)
    limits.spend(len(text) // limits.ITEMS_PER_STEP)
    return text


@builtin("number", section=SECTION)
def number(from_: str) -> Decimal | None:
    """The number a text says. Null when the text is not a number.

    number("12.5") = 12.5
    number("-1e3") = -1000
    number("12,5") = null
    """
    if not NUMBER.fullmatch(from_):
        return null("GJ1311", function="number", value=from_)
    return finite("number", DECIMAL128.create_decimal(from_))


@builtin("number", section=SECTION)
def number_with_separators(from_: str, grouping_separator: str | None, decimal_separator: str | None) -> Decimal | None:
    """The number a text says that uses these separators.

    The grouping separator is a space, a comma, a period or null for none; the decimal separator a comma, a period
    or null for a period. Null when a separator is any other text, when both are the same, and when the text is not
    a number written with them.

    number("1 000,5", " ", ",") = 1000.5
    number("1,000.5", ",", ".") = 1000.5
    number("1000.5", null, null) = 1000.5
    number("1,000.5", ",", ",") = null
    number("1000.5", null, ",") = null
    """
    point = "." if decimal_separator is None else decimal_separator
    if grouping_separator not in (" ", ",", ".", None):
        return _refuse("grouping separator", grouping_separator, '" " | "," | "." | null')
    if point not in (",", ".") or point == grouping_separator:
        return _refuse("decimal separator", point, '"," | "." | null')
    if point == "," and "." in from_.replace(grouping_separator or "", ""):
        return null("GJ1311", function="number", value=from_)
    return number(from_.replace(grouping_separator or "", "").replace(point, "."))


def _refuse(parameter: str, value: str | None, expected: str) -> None:
    return null("GJ1306", function="number", parameter=parameter, value=value, expected=expected)
