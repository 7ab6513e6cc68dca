"""Values in sentences: rounded as far as a reader needs, percentages as percentages, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal

from engine.dsl.literals import Shown, to_text
from engine.dsl.text import LANGUAGES, Text
from engine.dsl.types import ANY, SimpleType, Type
from engine.dsl.values import Value

NOTHING = Text("无", "none")
BOOLEANS = {True: Text("是", "true"), False: Text("否", "false")}
PLACES = (2, 4, 8)
PUNCTUATION = str.maketrans({",": "，", ";": "；"})


def shown(value: Value, type_: Type = ANY) -> Text:
    """A value as a sentence shows it; the unit of its type says how.

    >>> from engine.dsl.types import NUMBER
    >>> str(shown(Decimal("0.083333"), SimpleType("number", unit="percent"))), str(shown(Decimal("10.0001"), NUMBER))
    ('8.33%', '10.0001')
    """
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return BOOLEANS[value]
    if isinstance(value, Decimal):
        percent = isinstance(type_, SimpleType) and type_.unit == "percent"
        return Text(f"{_rounded(value * 100)}%" if percent else _rounded(value))
    return Text(value if isinstance(value, str) else str(Shown(value)))


def _rounded(number: Decimal) -> str:
    """Two decimals; more where two would make the number look like a rounder one than it is."""
    for places in PLACES:
        near = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN) if number.adjusted() < 20 else number
        if near == number or near != near.quantize(Decimal(1).scaleb(1 - places), ROUND_HALF_EVEN):
            break
    else:
        near = number
    text = format(near, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown_json(value: Value) -> object:
    """A value as JSON can hold it; dates and durations as text, numbers as they are."""
    if isinstance(value, list):
        return [shown_json(item) for item in value]
    if isinstance(value, dict):
        return {key: shown_json(item) for key, item in value.items()}
    plain = value is None or isinstance(value, bool | Decimal | str)
    return value if plain else to_text(value)


def together(wording: Text, **values: Text) -> Text:
    """A wording with its placeholders filled, in both languages."""
    zh, en = (
        wording.say(language).format(**{name: value.say(language) for name, value in values.items()})
        for language in LANGUAGES
    )
    return Text(zh, en)


def joined(texts: Iterable[Text], separator: str) -> Text:
    """Several texts as one; the Chinese one with full-width punctuation.

    >>> joined([Text("甲", "a"), Text("乙", "b")], ", ")
    Text(zh='甲，乙', en='a, b')
    """
    parts = [text for text in texts if str(text)]
    full_width = separator.strip().translate(PUNCTUATION) if separator in (", ", "; ") else separator
    return Text(full_width.join(t.say("zh") for t in parts), separator.join(t.say("en") for t in parts))
