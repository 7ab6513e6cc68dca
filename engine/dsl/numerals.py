"""Numbers in words, as digits: `一千五百`, `三万`, `百分之二十`, `五成`, `twelve`."""

from __future__ import annotations

import re
from decimal import Decimal


def in_digits(text: str) -> str:
    """A number in words as digits; empty for anything else, and for a single Chinese character below ten.

    >>> [in_digits(text) for text in ("一千五百", "三万", "百分之二十", "两百", "八五折", "一", "一级", "Nine")]
    ['1500', '30000', '20%', '200', '85%', '', '', '9']
    """
    if text.casefold() in ENGLISH:
        return str(ENGLISH.index(text.casefold()))
    if text[-1:] in ("%", "％") and (number := in_digits(text[:-1])):
        return f"{number}%"
    if share := _SHARE.fullmatch(text):
        return f"{_number(share['number'])}%"
    if tenths := _TENTHS.fullmatch(text):
        return f"{_number(tenths['number']) * 10}%"
    if left := _LEFT.fullmatch(text):
        return f"{_DIGITS[left['tens']]}{_DIGITS[left['ones'] or '零']}%"
    return f"{_number(text)}" if _NUMBER.fullmatch(text) else ""


def _number(text: str) -> int:
    total = part = 0
    for match in _PART.finditer(text):
        digit = _DIGITS.get(match["digit"], 1 if match["power"] else 0)
        part += digit * 10 ** _POWERS.get(match["power"], 0)
        if match["large"]:
            total, part = (total + part) * 10 ** _POWERS[match["large"]], 0
    return int(Decimal(total + part))


ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_PART = re.compile("(?P<digit>[零一二两三四五六七八九])?(?P<power>[十百千])?(?P<large>[万亿])?")
_NUMBER = re.compile("[零一二两三四五六七八九十百千万亿]{2,}|[十百千万]")
_SHARE = re.compile("百分之(?P<number>[零一二两三四五六七八九十百]+)")
_LEFT = re.compile("(?P<tens>[一二三四五六七八九])(?P<ones>[一二三四五六七八九])?折")
_TENTHS = re.compile("(?P<number>[一二两三四五六七八九])成")
