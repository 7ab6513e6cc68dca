"""How Chinese characters are read: data of the package pypinyin, read when a character is first asked about.

Without the package nothing is known of any character, and nothing fails.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def syllables(character: str) -> tuple[str, ...]:
    """The readings of a character without their tones, the most common one first; none of what is not Chinese.

    >>> syllables("鑫"), syllables("行")[:2], syllables("x")
    (('xin', 'xun'), ('xing', 'hang'), ())
    """
    known = _readings().get(str(ord(character)), "") if len(character) == 1 else ""
    return tuple(_plain(reading) for reading in known.split(",") if reading)


def _plain(reading: str) -> str:
    """Without tone marks."""
    return "".join(c for c in unicodedata.normalize("NFD", reading) if not unicodedata.combining(c))


@cache
def _readings() -> Mapping[str, str]:
    """Readings by the number of the character. The file is read by itself: the package would load a lexicon, too."""
    package = find_spec("pypinyin")
    file = Path(package.origin).with_name("pinyin_dict.json") if package and package.origin else None
    if file is None or not file.exists():
        return {}
    known: Mapping[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return known
