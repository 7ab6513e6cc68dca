"""How a constant of the wrong type would be written if it is meant as a value of the right one: `"90"` as 90, 90 as
@"P90D" beside a date, `是` as true."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from engine.dsl import nodes as feel
from engine.dsl.cell_notations import value
from engine.dsl.dates import meant_dates, parse_date
from engine.dsl.diagnostics import Edit
from engine.dsl.durations import Duration, Unit, parse_duration
from engine.dsl.foreign_texts import duration_literal
from engine.dsl.inference import plain
from engine.dsl.nodes import Node
from engine.dsl.scalars import BOOLEANS, parse_number
from engine.dsl.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    NUMBER,
    STRING,
    YEARS_MONTHS,
    ContextType,
    FunctionType,
    ListType,
    SimpleType,
    Type,
)

YES_AND_NO = {
    **BOOLEANS,
    "1": True,
    "0": False,
    "yes": True,
    "no": False,
    "Y": True,
    "N": False,
    "真": True,
    "假": False,
}
DAYS_OF_MONTH, MONTHS_OF_YEAR = 30, 12
TIME_UNITS = {"小时 个小时 hours hour h": '@"PT1H"', "分钟 minutes minute min": '@"PT1M"', "周 weeks week": '@"P7D"'}
LEAVES = (feel.Name, feel.Path, feel.Call)
PRESENT = {
    **dict.fromkeys(("today", "今天", "今日", "当天", "当前日期", "current date"), "today()"),
    **dict.fromkeys(("now", "现在", "当前时间", "current time"), "now()"),
}
"""The present, as a text where a date is asked for."""
CALLED = ("today", "now")  # functions without arguments, whose parentheses are forgotten


def remedy(node: Node, wanted: Type) -> Edit | None:
    """The constant written as the wanted type; None where it cannot be.

    >>> from engine.dsl.parser import parse_expression
    >>> remedy(parse_expression('"90"'), NUMBER).text, remedy(parse_expression("是"), BOOLEAN).text
    ('90', 'true')
    """
    if isinstance(node, feel.Name) and node.name in CALLED:
        return Edit(node.span, f"{node.name}()")
    if isinstance(node, feel.StringLiteral) and not node.value and plain(wanted) not in (STRING, ANY):
        return Edit(node.span, "null")
    if isinstance(wanted, SimpleType) and not wanted.options and (point := dict(wanted.aliases).get(_text(node))):
        return Edit(node.span, point)
    text = node.name if isinstance(node, feel.Name) and plain(wanted) == BOOLEAN else _text(node)
    if plain(wanted) in (DATE, DATE_TIME) and (call := PRESENT.get(text.removesuffix("()").casefold())):
        return Edit(node.span, call if node.span.text.startswith('"') else f"= {call}")  # a datum has no quotes
    write = None if isinstance(wanted, SimpleType) and wanted.closed else WRITTEN.get(plain(wanted))
    written = write(text) if text and write else None
    return Edit(node.span, written) if written and node.span != feel.NOWHERE else None


def condition(node: Node, given: Type) -> Edit | None:
    """A value where a condition is asked for, compared with something: a number with 0, else with null. A condition in
    quotes is one without them."""
    written = node.span.text
    if isinstance(node, feel.StringLiteral) and written and re.search(r"[<>=]|\b(?:and|or|in)\b", node.value):
        return Edit(node.span, node.value)
    if not isinstance(node, (feel.Name, feel.Path)) or not written:
        return None
    return Edit(node.span, f"{written} > 0" if plain(given) == NUMBER else f"{written} != null")


def either(left: tuple[Node, Type], right: tuple[Node, Type], sum_: bool = False) -> Edit | None:
    """The remedy for the side that is a constant. In a sum or a difference a date stands beside a length of time."""
    empty = next((node for node, _ in (left, right) if isinstance(node, feel.StringLiteral) and not node.value), None)
    if empty is not None:
        return Edit(empty.span, "null")
    wanted = [DAYS_TIME if sum_ and plain(each) in (DATE, DATE_TIME) else each for _, each in (right, left)]
    constant = remedy(left[0], wanted[0]) or remedy(right[0], wanted[1])
    return constant or single(*left, wanted[0]) or single(*right, wanted[1])


def in_units(node: Node, given: Type, wanted: Type) -> Edit | None:
    """A length of time as the number that is asked for: of days, or of the unit that the field has."""
    if (plain(given), plain(wanted)) != (DAYS_TIME, NUMBER) or not node.span.text or not isinstance(wanted, SimpleType):
        return None
    unit = next((literal for words, literal in TIME_UNITS.items() if wanted.unit in words.split()), '@"P1D"')
    return Edit(node.span, f"({node.span.text}) / {unit}")


def single(node: Node, given: Type, wanted: Type) -> Edit | None:
    """One value for a whole: the function called, the list counted or summed up, the figure of a record.

    >>> from engine.dsl.parser import parse_expression
    >>> from engine.dsl.types import ListType
    >>> single(parse_expression("orders"), ListType(STRING), NUMBER).text
    'count(orders)'
    """
    text = node.span.text
    if not text:
        return None
    if isinstance(given, FunctionType) and not given.parameters:
        return Edit(node.span, f"{text}()")
    if plain(wanted) != NUMBER:
        return None
    if isinstance(given, ListType):
        return Edit(node.span, f"{'sum' if plain(given.item) == NUMBER else 'count'}({text})")
    if plain(given) in PER_ONE:
        return Edit(node.span, f'{text if isinstance(node, LEAVES) else f"({text})"} / @"{PER_ONE[plain(given)]}"')
    figures = (
        [name for name, type_ in given.entries if plain(type_) == NUMBER] if isinstance(given, ContextType) else []
    )
    return Edit(node.span, f"{text}.{figures[0]}") if figures else None


def unwrapped(node: feel.Arithmetic) -> Edit | None:
    """A calculation with names in brackets, as spreadsheets have them, without these; a text and a number joined."""
    for side, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(side, feel.ListLiteral) and len(side.items) == 1:
            plain_ = re.sub(r"\[([^\[\]]*)\]", r"\1", node.span.text)
            return Edit(node.span, plain_)
        if isinstance(side, feel.StringLiteral) and node.operator == "+":
            return Edit(other.span, f"string({other.span.text})")
    return None


def _text(node: Node) -> str:
    """A constant without quotes; a date that was taken for a calculation, as it is written."""
    match node:
        case feel.Arithmetic() if meant_dates(node.span.text):
            return node.span.text
        case feel.StringLiteral(value=value):
            return value.strip()
        case feel.NumberLiteral(value=value, percent=False):
            return f"{value:f}"
        case feel.BooleanLiteral(value=value):
            return str(value).lower()
        case feel.AtLiteral(text=text):
            return text
    return ""


def _number(text: str) -> str | None:
    """`P30D` is 30, `P2Y` is 24 months."""
    if length := _AMOUNT.fullmatch(text):
        return str(int(length["amount"]) * (MONTHS_OF_YEAR if text.endswith("Y") else 1))
    number = parse_number(text)
    if number is None:
        return value(text) if _WITH_UNIT.fullmatch(text) else None
    return text if text.endswith("%") else f"{number:f}"


_ISO = re.compile(r"[Pp][Tt]?(?P<amount>\d+)(?P<unit>[DdWwYyHhSs])")
_AMOUNT = re.compile(r"PT?(?P<amount>\d+)[DHMSY]")
_WITH_UNIT = re.compile(r"\d+(?:\.\d+)?\s*%?\s*(?:[^\W\d_]{1,3}|[a-z]+)")


def _boolean(text: str) -> str | None:
    return str(YES_AND_NO[text]).lower() if text in YES_AND_NO else None


def _date(text: str) -> str | None:
    """A year alone is its first day."""
    if text.lower() in ("今天", "今日", "当天", "today"):
        return "today()"
    if re.fullmatch(r"(?:19|20)\d\d", text):
        return f'@"{text}-01-01"'
    date = parse_date(text) or next(iter(meant_dates(text)), None)
    return f'@"{date.isoformat()}"' if date else None


def _length(text: str, unit: Unit) -> str | None:
    """A number alone counts the unit; `PT7D` is `P7D`, `P8H` is `PT8H`. A month among days is 30 of them."""
    iso = _ISO.fullmatch(text)
    meant = f"P{'T' if iso['unit'] in 'hHsS' else ''}{iso['amount']}{iso['unit'].upper()}" if iso else text
    length = parse_duration(f"{text} {unit.name.lower()}" if _is_number(text) else meant)
    if length and (length.unit, unit) == (Unit.MONTHS, Unit.DAYS):
        length = Duration(length.amount * DAYS_OF_MONTH, unit)
    elif length and (length.unit, unit) == (Unit.DAYS, Unit.MONTHS):
        length = None if length.amount % DAYS_OF_MONTH else Duration(length.amount / DAYS_OF_MONTH, unit)
    return duration_literal(length) or None


def _is_number(text: str) -> bool:
    number = parse_number(text)
    return number is not None and number == number.to_integral_value() and abs(number) < Decimal(10**6)


PER_ONE: Mapping[Type, str] = {DAYS_TIME: "P1D", YEARS_MONTHS: "P1M"}
"""The length of time by which one of its kind is divided to be counted."""

WRITTEN: Mapping[Type, Callable[[str], str | None]] = {
    NUMBER: _number,
    BOOLEAN: _boolean,
    DATE: _date,
    DAYS_TIME: lambda text: _length(text, Unit.DAYS),
    YEARS_MONTHS: lambda text: _length(text, Unit.MONTHS),
    STRING: lambda text: f'"{text}"',
}
