"""What people type into a field, and the value it means.

Reads   one text, as typed: full-width digits, thousands separators, 万, dates in five spellings.
Gives   the value, or an `Unreadable` with the code of what is wrong. `shown` is the way back: reading what it
        shows gives the same value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from typing import NoReturn

from engine.model.kinds.fields import Field

MAX_LENGTH = {"text": 500, "long_text": 10_000, "phone": 40, "email": 254}
MAX_DIGITS = 34
PLACES = {"integer": 0, "money": 2}
MYRIADS = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
NUMBER = re.compile(r"[¥$]?\s*([+-]?)((?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d*)?|\.\d+)\s*([万亿]?)\s*[元%]?", re.ASCII)
DATE = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})"
                  r"|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))", re.ASCII)  # fmt: skip
TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
PHONE = re.compile(r"\+?[0-9*()\s./-]{3,}(?:(?:转|ext\.?|x)\s*[0-9]{1,6})?", re.ASCII)
EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
YES = ("true", "yes", "y", "1", "on", "是", "对")
NO = ("false", "no", "n", "0", "off", "否", "不")


class Unreadable(ValueError):  # noqa: N818 - it says what the text is
    """A text that means no value of the field: the code of the catalogue, and the figures its message speaks of."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def read(field: Field, text: str, zone: tzinfo) -> object:
    """The value that a text means, None where nothing is typed. Moments are read in `zone`.

    raises   Unreadable when it means none
    """
    typed = text.strip()
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in typed if char not in "\t\n\r"):
        raise Unreadable("GJ4513")
    return READERS.get(field.type, _text)(field, typed, zone) if typed else None


def shown(field: Field, value: object, zone: tzinfo) -> str:
    """The text that an input shows for a value.

    >>> from engine.dsl.nodes import NOWHERE
    >>> from engine.dsl.text import Text
    >>> from datetime import UTC
    >>> shown(Field("x", Text("x"), "percent", NOWHERE), Decimal("0.305"), UTC)
    '30.5'
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return _digits(value * 100 if field.type == "percent" else value)
        case datetime():
            return value.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S").removesuffix(":00")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat().removesuffix(":00")
    return str(value)


def _digits(number: Decimal) -> str:
    """Without an exponent, and without zeros behind the point that say nothing."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _text(field: Field, typed: str, _zone: tzinfo) -> str:
    limit = field.max_length or MAX_LENGTH.get(field.type, MAX_LENGTH["text"])
    if len(typed) > limit:
        raise Unreadable("GJ4509", limit=limit, length=len(typed))
    if field.type != "long_text" and re.search(r"[\r\n]", typed):
        raise Unreadable("GJ4513")
    return typed.replace("\r\n", "\n")


def _number(field: Field, typed: str, _zone: tzinfo) -> Decimal:
    found = NUMBER.fullmatch(unicodedata.normalize("NFKC", typed))
    if not found or len(found[2]) > MAX_DIGITS:
        raise Unreadable("GJ4502", typed=typed[:40])
    number = Decimal(found[1] + re.sub("[, ]", "", found[2])) * MYRIADS[found[3]]
    number = number / 100 if field.type == "percent" else number
    _check_places(field, number)
    _check_limits(field, number)
    return number


def _check_places(field: Field, number: Decimal) -> None:
    places = PLACES.get(field.type) if field.places is None else field.places
    if places is not None and field.type == "percent":
        places += 2
    if places is not None and number != round(number, places):
        raise Unreadable("GJ4506" if places == 0 else "GJ4505", places=places)


def _check_limits(field: Field, number: Decimal) -> None:
    if field.minimum is not None and number < field.minimum:
        raise Unreadable("GJ4503", limit=_limit(field, field.minimum))
    if field.maximum is not None and number > field.maximum:
        raise Unreadable("GJ4504", limit=_limit(field, field.maximum))


def _limit(field: Field, number: Decimal) -> str:
    """A limit as it is typed."""
    return _digits(number * 100) + "%" if field.type == "percent" else _digits(number)


def _date(_field: Field, typed: str, _zone: tzinfo) -> date:
    found = DATE.fullmatch(unicodedata.normalize("NFKC", typed))
    try:
        year, month, day = (int(part) for part in found.groups() if part) if found else _refuse_date(typed)
        return date(year, month, day)
    except ValueError:
        _refuse_date(typed)


def _refuse_date(typed: str) -> NoReturn:
    raise Unreadable("GJ4507", typed=typed[:40])


def _time(_field: Field, typed: str, _zone: tzinfo) -> time:
    found = TIME.fullmatch(unicodedata.normalize("NFKC", typed))
    try:
        hour, minute, second = map(int, found.groups("0")) if found else _refuse_time(typed)
        return time(hour, minute, second)
    except ValueError:
        _refuse_time(typed)


def _refuse_time(typed: str) -> NoReturn:
    raise Unreadable("GJ4516", typed=typed[:40])


def _datetime(field: Field, typed: str, zone: tzinfo) -> datetime:
    day, _, clock = unicodedata.normalize("NFKC", typed).replace("T", " ").partition(" ")
    return datetime.combine(_date(field, day, zone), _time(field, clock.strip() or "0:00", zone), zone)


def _boolean(_field: Field, typed: str, _zone: tzinfo) -> bool:
    word = typed.casefold()
    if word not in YES + NO:
        raise Unreadable("GJ4515", typed=typed[:40])
    return word in YES


def _choice(field: Field, typed: str, zone: tzinfo) -> str:
    """An option by its value or by its label; any other text only where the field allows another answer."""
    for option in field.options:
        if typed in (option.value, option.label.zh, option.label.en):
            return option.value
    if not field.other:
        raise Unreadable("GJ4508", typed=typed[:40], options=tuple(option.label for option in field.options))
    return _text(field, typed, zone)


def _phone(field: Field, typed: str, zone: tzinfo) -> str:
    number = unicodedata.normalize("NFKC", typed)
    if not PHONE.fullmatch(number):
        raise Unreadable("GJ4510", typed=typed[:40])
    return _text(field, number, zone)


def _email(field: Field, typed: str, zone: tzinfo) -> str:
    address = unicodedata.normalize("NFKC", typed)
    if not EMAIL.fullmatch(address):
        raise Unreadable("GJ4511", typed=typed[:40])
    return _text(field, address, zone)


READERS: dict[str, Callable[[Field, str, tzinfo], object]] = {
    "number": _number,
    "integer": _number,
    "money": _number,
    "percent": _number,
    "date": _date,
    "datetime": _datetime,
    "time": _time,
    "boolean": _boolean,
    "choice": _choice,
    "choices": _choice,
    "phone": _phone,
    "email": _email,
}
