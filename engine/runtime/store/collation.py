"""Chinese text in the order of its pinyin, as a key of bytes.

GB18030 has the 3,755 most common characters in this order, by the reading that names and lists go by. The others stand
behind them by radical there; here each stands behind the common ones that are read like it.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache, lru_cache

from engine.dsl.pinyin import syllables

FIRST, LAST = bytes.fromhex("b0a1"), bytes.fromhex("d7f9")  # the common characters in GB18030, 啊 to 座
KEPT = 50_000  # keys of texts


@lru_cache(KEPT)
def pinyin_key(text: str) -> bytes:
    """The key to order a text by.

    >>> sorted(["鑫源", "新城", "心海", "兴业", "安达", "Abc"], key=pinyin_key)
    ['Abc', '安达', '新城', '心海', '鑫源', '兴业']
    """
    return b"".join(map(_key, text))


@cache
def _key(character: str) -> bytes:
    code = character.encode("GB18030", "replace")
    readings = syllables(character)
    if code in _common() or not readings:
        return code
    place = bisect_right(_last_read_so(), readings[0], key=lambda each: each[0])
    return (_last_read_so()[place - 1][1] if place else FIRST) + code


@cache
def _common() -> frozenset[bytes]:
    """The common characters."""
    codes = (bytes((row, cell)) for row in range(FIRST[0], LAST[0] + 1) for cell in range(FIRST[1], 0xFF))
    return frozenset(code for code in codes if code <= LAST)


@cache
def _last_read_so() -> list[tuple[str, bytes]]:
    """The common characters with one reading, by that reading, as they stand."""
    read = ((set(syllables(code.decode("GB18030"))), code) for code in _common())
    return sorted((readings.pop(), code) for readings, code in read if len(readings) == 1)
