"""What tells records apart: identifiers by pattern, and the keys under which two records are the same thing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from engine.model.kinds.entity import Entity

PLACEHOLDER = re.compile(r"\{seq(?::0?(\d+)d?)?\}")
COUNTRY_CODE = re.compile(r"^(?:\+|00)86")


def record_id(pattern: str, number: int) -> str:
    """The identifier of the n-th record.

    >>> record_id("C{seq:03}", 7), record_id("C{seq:03}", 1234), record_id("{seq}", 7)
    ('C007', 'C1234', '7')
    """
    return PLACEHOLDER.sub(lambda found: str(number).zfill(int(found[1] or 0)), pattern)


def sequence_number(pattern: str, identifier: str) -> int:
    """The number in an identifier that follows the pattern; 0 in any other.

    >>> sequence_number("C{seq:03}", "C007"), sequence_number("C{seq:03}", "K-7")
    (7, 0)
    """
    before, *_, after = PLACEHOLDER.split(pattern, maxsplit=1)
    found = re.fullmatch(f"{re.escape(before)}([0-9]{{1,18}}){re.escape(after)}", identifier)
    return int(found[1]) if found else 0


def unique_key(entity: Entity, fields: tuple[str, ...], values: Mapping[str, object]) -> str | None:
    """The text that two records with the same `fields` share; None when one of them is empty, for then nobody knows.

    Names are compared without case, width and white space, phones by their digits (R003).
    """
    parts = [same(entity.fields[name].type, values.get(name)) for name in fields]
    return "\x1f".join(parts) if all(parts) else None


def same(field_type: str, value: object) -> str:
    """A value as it is compared with others of its field.

    >>> same("text", " ＸＸ科技 有限公司 "), same("phone", "+86 138-1234-5678"), same("text", None)
    ('xx科技有限公司', '13812345678', '')
    """
    text = unicodedata.normalize("NFKC", "" if value is None else str(value))
    if field_type == "phone":
        return "".join(re.findall(r"[0-9*]", COUNTRY_CODE.sub("", text.strip())))
    return "".join(text.casefold().split())
