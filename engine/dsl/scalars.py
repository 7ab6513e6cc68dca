"""Scalars read as the type that their place declares.

Reads   a node, which is text until now.
Gives   a number, a date, a label …, or None and a finding at the place. `READERS` names them as schemas do (`x-type`).
Lenient where the meaning is certain: `３０％` is read as 30 %, with a warning and a safe fix.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

from engine.dsl.dates import either, meant_date, meant_dates, parse_date
from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix
from engine.dsl.documents import MappingNode, Node, ScalarNode
from engine.dsl.duration_mistakes import report_no_duration
from engine.dsl.durations import parse_duration
from engine.dsl.numerals import in_digits
from engine.dsl.text import LANGUAGES, Text


def number(node: Node, diagnostics: Diagnostics, sign: str = "") -> Decimal | None:
    """An exact number; `30%` is 0.3, thousands may be grouped by `,` or `_`. `sign` is what a number in words lacks.

    >>> from engine.dsl.documents import read
    >>> from engine.dsl.source import Source
    >>> def value(text): return read(Source("a.yaml", f"x: {text}"), Diagnostics())[0].get("x")
    >>> [number(value(text), Diagnostics()) for text in ("12.50", "30%", "1,000,000", "1e3", "many")]
    [Decimal('12.50'), Decimal('0.30'), Decimal('1000000'), Decimal('1E+3'), None]
    """
    found = Diagnostics()
    text = _narrow(node, found)
    value = parse_number(text) if text is not None else None
    if value is None:
        _no_number(node, text or _shown(node), diagnostics, sign)
    else:
        diagnostics.extend(found)
    return value


def _no_number(node: Node, text: str, diagnostics: Diagnostics, sign: str) -> None:
    """Tell that a text is no number, with the number that it was probably meant to be."""
    if remark := _REMARK_BEHIND.fullmatch(text):
        suggestion = f"{remark['number']} #{remark['remark']}"
        diagnostics.add("GJ0051", node.span, fix=Fix((Edit(node.span, suggestion),)), value=text, suggestion=suggestion)
        return
    if (parts := _FRACTION.fullmatch(text)) and int(parts["below"]):
        suggestion = f"{(Decimal(parts['above']) / Decimal(parts['below'])).quantize(Decimal('0.0001')).normalize():f}"
        diagnostics.add("GJ0051", node.span, fix=Fix((Edit(node.span, suggestion),)), value=text, suggestion=suggestion)
        return
    if share := _PERCENT_IN_WORDS.fullmatch(text):
        suggestion = f"{share['before'] or share['behind']}%"
        diagnostics.add("GJ0051", node.span, fix=Fix((Edit(node.span, suggestion),)), value=text, suggestion=suggestion)
        return
    if digits := in_digits(text):
        suggestion = f"{digits.removesuffix(sign)}{sign}"
        diagnostics.add("GJ0051", node.span, fix=Fix((Edit(node.span, suggestion),)), value=text, suggestion=suggestion)
        return
    meant = _LOOK_ALIKES.sub(lambda match: _DIGITS[match[0]], text) if _HAS_DIGIT.search(text) else ""
    number_in = _NUMBER.match(meant)
    if number_in and not re.search(r"[\d%]", meant[number_in.end() :]) and not node.span.text.startswith(("[", "{")):
        edit = Edit(node.span, node.span.text.replace(_shown(node), number_in[0].strip()))
        diagnostics.add("GJ0051", node.span, fix=Fix((edit,)), value=_shown(node), suggestion=edit.text)
    else:
        diagnostics.add("GJ0051", node.span, value=_shown(node))


def integer(node: Node, diagnostics: Diagnostics) -> int | None:
    """A whole number."""
    value = number(node, diagnostics)
    if value is not None and value != value.to_integral_value():
        diagnostics.add("GJ0052", node.span, value=_shown(node))
        return None
    return None if value is None else int(value)


def count(node: Node, diagnostics: Diagnostics) -> int | None:
    """A whole number of 0 or more."""
    value = integer(node, diagnostics)
    if value is not None and value < 0:
        fix = Fix((Edit(node.span, str(-value)),))
        diagnostics.add("GJ0060", node.span, fix=fix, value=_shown(node), suggestion=str(-value))
        return None
    return value


def percent(node: Node, diagnostics: Diagnostics) -> Decimal | None:
    """A share between 0 and 1 written as `30%` or `0.3`; a bare `30` is refused, for it may mean either.

    >>> from engine.dsl.source import Source
    >>> found = Diagnostics()
    >>> thirty = ScalarNode(Source("a.yaml", "30").snippet(), "", Source("a.yaml", "30").span(0, 2))
    >>> percent(thirty, found), [d.code for d in found], next(iter(found)).fix.edits[0].text
    (None, ['GJ0053'], '30%')
    """
    value = number(node, diagnostics, "%")
    if value is not None and abs(value) > 1 and not _shown(node).endswith(("%", "％")):
        suggestion = f"{_shown(node)}%"
        fix = Fix((Edit(node.span, suggestion),))
        diagnostics.add("GJ0053", node.span, fix=fix, value=_shown(node), suggestion=suggestion)
        return None
    return value


def share(node: Node, diagnostics: Diagnostics) -> Decimal | None:
    """A part of a whole: a percentage from 0% to 100%."""
    value = percent(node, diagnostics)
    if value is not None and not 0 <= value <= 1:
        tenth = value / 10 if 1 < value <= 10 else value / 100
        meant = f"{tenth * 100:f}".rstrip("0").rstrip(".") + "%" if 0 < tenth <= 1 else ""
        fix = Fix((Edit(node.span, meant),)) if meant else None
        values: dict[str, object] = {"value": _shown(node), **({"suggestion": meant} if meant else {})}
        diagnostics.extend([Diagnostic("GJ0059", node.span, values, fix=fix)])
        return None
    return value


def positive(node: Node, diagnostics: Diagnostics) -> Decimal | None:
    """A number above 0."""
    value = number(node, diagnostics)
    if value is not None and value <= 0:
        diagnostics.add("GJ0060", node.span, value=_shown(node))
        return None
    return value


def not_negative(node: Node, diagnostics: Diagnostics) -> Decimal | None:
    """A number of 0 or more."""
    value = number(node, diagnostics)
    if value is not None and value < 0:
        diagnostics.add("GJ0060", node.span, value=_shown(node))
        return None
    return value


def boolean(node: Node, diagnostics: Diagnostics) -> bool | None:
    """`true`, `false`, `是`, `否`."""
    value = BOOLEANS.get(_shown(node))
    if value is None:
        _wrong("GJ0054", node, YES_AND_NO.get(_shown(node).casefold()), diagnostics)
    return value


def date(node: Node, diagnostics: Diagnostics) -> datetime.date | None:
    """A day of the calendar, `2026-05-01`."""
    value = parse_date(_shown(node))
    if value is None:
        _no_date(node, diagnostics)
    return value


def _no_date(node: Node, diagnostics: Diagnostics) -> None:
    """Tell that a text is no day, with the day that it means, or those that it may mean."""
    text = _shown(node)
    likely = meant_dates(text)
    if not likely:
        diagnostics.add("GJ0055", node.span, value=text)
    else:
        fix = Fix((Edit(node.span, likely[0].isoformat()),), safe=meant_date(text) is not None)
        diagnostics.add("GJ0055", node.span, fix=fix, value=text, suggestion=either(likely))


def _wrong(code: str, node: Node, meant: str | None, diagnostics: Diagnostics) -> None:
    """Tell that a text cannot be read as its type; `meant` is the one way to write what it can only mean."""
    if meant is None:
        diagnostics.add(code, node.span, value=_shown(node))
    else:
        fix = Fix((Edit(node.span, meant),), safe=True)
        diagnostics.add(code, node.span, fix=fix, value=_shown(node), suggestion=meant)


def text(node: Node, diagnostics: Diagnostics) -> Text:
    """One text for both languages, or `{zh: …, en: …}`."""
    if isinstance(node, ScalarNode):
        return Text(node.text)
    said = {name: part.text for name, part in _parts(node) if isinstance(part, ScalarNode) and name in LANGUAGES}
    if not isinstance(node, MappingNode) or not said or len(said) < len(node.entries):
        diagnostics.add("GJ0057", node.span)
    return Text(said.get("zh", ""), said.get("en", ""))


def duration_text(node: Node, diagnostics: Diagnostics) -> str:
    """The text of a duration (`2h`, `3 个工作日`, `30 days`), full-width digits made ordinary."""
    narrow = _narrow(node, diagnostics) or ""
    if parse_duration(narrow) is None:
        report_no_duration("GJ0056", node.span, _shown(node), diagnostics)
        return ""
    return narrow


def parse_number(text: str) -> Decimal | None:
    """The number that a text is, or None."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    value = Decimal(match["digits"].translate(_GROUPING))
    return value.scaleb(-2) if match["percent"] else value


def _narrow(node: Node, diagnostics: Diagnostics) -> str | None:
    """The text with full-width digits and signs made ordinary, which is told; None for a node that is no text."""
    if not isinstance(node, ScalarNode):
        return None
    narrow = "".join(unicodedata.normalize("NFKC", char) if char in _WIDE else char for char in node.text)
    if narrow != node.text:
        suggestion = node.span.text.replace(node.text, narrow)
        fix = Fix((Edit(node.span, suggestion),), safe=True)
        diagnostics.add("GJ0058", node.span, fix=fix, suggestion=suggestion)
    return narrow


def _shown(node: Node) -> str:
    return node.text if isinstance(node, ScalarNode) else node.span.text


def _parts(node: Node) -> list[tuple[str, Node]]:
    return list(node.items()) if isinstance(node, MappingNode) else []


BOOLEANS = {"true": True, "false": False, "是": True, "否": False}
TRUTHS = {**BOOLEANS, "yes": True, "no": False}  # in facts, where an English speaker answers so

READERS: dict[str, Callable[[Node, Diagnostics], object]] = {
    "number": number,
    "integer": integer,
    "count": count,
    "percent": percent,
    "share": share,
    "positive": positive,
    "not_negative": not_negative,
    "boolean": boolean,
    "date": date,
    "text": text,
    "duration": duration_text,
}
"""How to read a scalar, by the `x-type` of its place. `feel` and `name` are read by the kinds themselves."""

YES_AND_NO = {
    **dict.fromkeys(("true", "yes", "y", "on", "对", "是的", "√", "必填", "required"), "true"),
    **dict.fromkeys(("false", "no", "n", "off", "不", "不是", "×", "非必填", "选填", "可选", "optional"), "false"),
}
_DIGITS = {"O": "0", "o": "0", "О": "0", "〇": "0", "○": "0", "l": "1", "I": "1", "|": "1"}
_LOOK_ALIKES = re.compile(f"[{re.escape(''.join(_DIGITS))}]")
_REMARK_BEHIND = re.compile(r"(?P<number>[\d.]+%?)#\s*(?P<remark>.+)")
_PERCENT_IN_WORDS = re.compile(
    r"(?P<before>\d+(?:\.\d+)?)\s*(?:percent|per cent|pct|个百分点)|百分之\s*(?P<behind>\d+(?:\.\d+)?)", re.I
)
_FRACTION = re.compile(r"(?P<above>\d{1,9})\s*/\s*(?P<below>\d{1,9})")
_HAS_DIGIT = re.compile(r"\d", re.A)
_GROUPING = dict.fromkeys(map(ord, ",_ "))
_WIDE = "０１２３４５６７８９％．＋－，"
_NUMBER = re.compile(
    r"(?P<digits>[+-]?(?:\d{1,3}(?:[,_]\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?)\s*(?P<percent>%)?",
    re.A,
)
