"""Chinese names in the order of their pinyin: every character where it is read, rare ones among the common."""

from __future__ import annotations

from itertools import pairwise

import pytest

from engine.dsl.pinyin import syllables
from engine.runtime.store.collation import pinyin_key

ORDERS = [
    ("阿里 百度 工商 京东 腾讯", "the first letters"),
    ("张飞 张飞豹 张三 赵一", "the next characters, and the shorter name first"),
    ("晟达 李宁 淼鑫 心海 鑫源 兴业 赵记 喆思", "rare characters, behind the common ones that are read like them"),
    ("3M Abb apple 安达", "figures and letters first"),
]


@pytest.mark.parametrize(("names", "what"), ORDERS, ids=[what for _, what in ORDERS])
def test_names_stand_as_in_a_directory(names: str, what: str) -> None:
    """The order that is written here comes out of any other."""
    assert sorted(names.split(), key=pinyin_key) == names.split()


def test_every_character_stands_among_those_read_like_it() -> None:
    """Of all characters with one reading, the order of the keys is that of the readings, save where GB2312 differs."""
    read_one_way = [chr(code) for code in range(0x4E00, 0xA000) if len(set(syllables(chr(code)))) == 1]
    ordered = [syllables(character)[0] for character in sorted(read_one_way, key=pinyin_key)]
    assert len(ordered) > 10_000
    steps_back = sum(later < earlier for earlier, later in pairwise(ordered))
    assert steps_back < len(ordered) / 100
    assert (ordered[0], ordered[-1]) == ("a", "zuo")
