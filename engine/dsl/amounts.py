"""Amounts with a unit, in the unit of the column they stand in: `10万元` is 10 in 万元, `1 week` is 7 in days.

Reads   the text of a cell, and the unit in which its column counts.
Gives   the text with plain numbers. What is measured in something else, and what does not come out even, stays.
"""

from __future__ import annotations

import re
from decimal import Decimal
from math import prod

from engine.dsl.foreign_texts import TIMES

_MEASURES = {
    "time": "秒 1 秒钟 1 second 1 s 1 分钟 60 minute 60 min 60 小时 3600 个小时 3600 hour 3600 h 3600 "
    "天 86400 日 86400 day 86400 周 604800 星期 604800 个星期 604800 week 604800",
    "months": "月 1 个月 1 month 1 季度 3 个季度 3 quarter 3 年 12 year 12",
    "mass": "克 1 g 1 斤 500 公斤 1000 千克 1000 kg 1000 吨 1000000 t 1000000",
    "length": "厘米 1 cm 1 米 100 m 100 公里 100000 千米 100000 km 100000",
}
_BASES = {
    word: (kind, int(size))
    for kind, text in _MEASURES.items()
    for word, size in zip(text.split()[::2], text.split()[1::2], strict=True)
}
_PREFIX = "[十百千万亿]{1,2}"
_WORD = re.compile(rf"(?P<times>{_PREFIX})?\s*(?P<base>[^\W\d_]*?)s?", re.I)
_MONEY = ("元", "块", "块钱", "yuan", "rmb")
_AMOUNT = re.compile(
    rf"(?P<digits>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>(?:{_PREFIX})?\s*"
    rf"(?:(?:{'|'.join(sorted((*_BASES, *_MONEY), key=len, reverse=True))})s?(?![a-z]))?)",
    re.I,
)
PLACES = 4


def in_unit(text: str, unit: str) -> str:
    """The text with its amounts in a unit.

    >>> in_unit(">= 10万元", "万元"), in_unit("5000元以下", "万元"), in_unit("> 5万", "元")
    ('>= 10', '0.5以下', '> 50000')
    >>> in_unit("2小时", "分钟"), in_unit("1 week", "days"), in_unit("半年", "个月"), in_unit("3 kg", "天")
    ('120', '7', '半年', '3 kg')
    """
    kind, size = _measure(unit)

    def counted(match: re.Match[str]) -> str:
        digits = match["digits"].replace(",", "")
        if not match["unit"].strip():
            return match[0]
        other, times = _measure(match["unit"])
        number = Decimal(digits) * times / size
        return match[0] if other != kind or round(number, PLACES) != number else f"{number.normalize():f}"

    return _AMOUNT.sub(counted, text)


def _measure(unit: str) -> tuple[str, int]:
    """What a unit measures (nothing in particular for money and counted things), and how much of it."""
    match = _WORD.fullmatch(unit.strip())
    if match is None:
        return unit, 1
    kind, size = _BASES.get(match["base"].lower(), ("", 1))
    return kind, size * prod(10 ** TIMES[each] for each in match["times"] or "")
