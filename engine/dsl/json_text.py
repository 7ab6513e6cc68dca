"""JSON with exact numbers: a Decimal is written as the plain number that it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal


def dumps(value: object) -> str:
    """Values as JSON on one line; whatever JSON does not know is written as text.

    >>> from decimal import Decimal
    >>> print(dumps({"综合评分": Decimal("8.40"), "tags": ["a", None, True]}))
    {"综合评分": 8.40, "tags": ["a", null, true]}
    """
    match value:
        case None | bool() | int() | str():
            return json.dumps(value, ensure_ascii=False)
        case Decimal():
            return f"{value:f}" if value.is_finite() else "null"
        case Mapping():
            return "{" + ", ".join(f"{dumps(str(key))}: {dumps(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(dumps(item) for item in value) + "]"
        case _:
            return json.dumps(str(value), ensure_ascii=False)
