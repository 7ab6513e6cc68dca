"""What the author may have meant: known names that resemble an unknown one, by letters and by sound.

Most slips in Chinese are made by an input method: another character of the same sound, 交附 for 交付. The readings of
characters are read when a Chinese name is first looked for; without them names are compared by their characters alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from functools import cache

from engine.dsl.pinyin import syllables

SHORT = 3  # letters; a shorter word resembles too many


def suggest(name: str, candidates: Iterable[str], preferred: Collection[str] = (), limit: int = 3) -> list[str]:
    """The candidates nearest to `name`, best first; none that has little in common with it.

    `preferred` come first among the near ones: those whose type fits the place. Then the fewer edits the better,
    then the nearer in sound, then the more characters in common, then the order given.

    >>> suggest("交附及时率", ["价格", "及时率", "交付及时率"])
    ['交付及时率', '及时率']
    >>> suggest("钟", ["高", "中", "低"]), suggest("colour", ["color", "cooler", "weight"], preferred=["cooler"])
    (['中'], ['cooler', 'color'])
    """
    ranked = [
        ((candidate not in preferred, edits, sound, -shared), candidate)
        for candidate in dict.fromkeys(candidates)
        if _near(
            name,
            candidate,
            edits := distance(name, candidate),
            sound := _sound_distance(name, candidate, edits),
            shared := _shared(name, candidate),
        )
    ]
    return [candidate for _, candidate in sorted(ranked, key=lambda pair: pair[0])[:limit]]


def is_slip(word: str, name: str) -> bool:
    """Whether a word is a longer name with one letter wrong, and means nothing else: digits count.

    >>> is_slip("create", "created"), is_slip("Level 3", "Level 2"), is_slip("new", "net")
    (True, False, False)
    """
    return word.isascii() and len(word) > SHORT and not re.search(r"\d", word) and distance(word, name) <= 1


def distance(left: str, right: str, same: Callable[[str, str], bool] = str.__eq__) -> int:
    """How many letters must be put in, taken out, replaced, or swapped with their neighbour (case does not count).

    >>> distance("weigth", "weight"), distance("Rating", "rating"), distance("", "abc")
    (1, 0, 3)
    """
    left, right = left.casefold()[:_LONGEST], right.casefold()[:_LONGEST]
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, row, above = row, [i], before
        for j, b in enumerate(right, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (not same(a, b))))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                row[j] = min(row[j], above[j - 2] + 1)
    return row[-1]


def _sound_distance(left: str, right: str, edits: int) -> int:
    """The same, where characters that sound alike count as the same; 0 for the letters of a Chinese name."""
    if left.isascii() and not right.isascii():
        return 0 if _spelled(re.sub("[ _-]", "", left.casefold()), right) else edits
    return edits if left.isascii() or right.isascii() or not edits else distance(left, right, sounds_alike)


def sounds_alike(one: str, other: str) -> bool:
    """Whether two characters are the same, or have a reading in common; tones, zh and z, ang and an do not count.

    >>> sounds_alike("附", "付"), sounds_alike("生", "身"), sounds_alike("高", "低")
    (True, True, False)
    """
    return one == other or not readings(one).isdisjoint(readings(other))


@cache
def readings(character: str) -> frozenset[str]:
    """How a character is read, in letters, without the differences that many speakers do not make."""
    return frozenset(map(_folded, syllables(NUMERALS.get(character, character))))


NUMERALS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
"""What digits are read as."""


def _folded(reading: str) -> str:
    for wide, narrow in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        reading = reading.replace(wide, narrow)
    return reading.removesuffix("g") if reading.endswith("ng") else reading


def _shared(left: str, right: str) -> int:
    """How many different characters two names have in common."""
    return len(set(left.casefold()) & set(right.casefold()))


@cache
def _spelled(letters: str, name: str) -> bool:
    """Whether letters spell a Chinese name, as an input method leaves them that was not switched on.

    >>> _spelled("sunshijine", "损失金额"), _spelled("jine", "损失金额")
    (True, False)
    """
    if not name or not letters:
        return not name and not letters
    sounds = {name[0].casefold(), *syllables(name[0])}
    return any(letters.startswith(sound) and _spelled(letters[len(sound) :], name[1:]) for sound in sounds)


def _near(left: str, right: str, edits: int, sound: int, shared: int) -> bool:
    """Few edits for the length, the same sound, half of the words in common, or, for Chinese, of the characters; one
    inside the other counts too."""
    if edits <= max(1, max(len(left), len(right)) // 3):
        return shared > 0 or not sound
    left, right = left.casefold(), right.casefold()
    if not sound or (min(len(left), len(right)) >= 2 and (left in right or right in left)):
        return True
    if left.isascii():
        return _have_words_in_common(left, right)
    return shared * 2 >= max(len(set(left)), len(set(right)))


def _have_words_in_common(left: str, right: str) -> bool:
    """Whether half of the words of two names are the same, one or many of a thing.

    >>> _have_words_in_common("objection count", "objections"), _have_words_in_common("driver age", "driver licence no")
    (True, False)
    """
    words = [{word.removesuffix("s") for word in re.split(r"[\s_]+", name)} for name in (left, right)]
    long = {word for word in words[0] & words[1] if len(word) > SHORT}
    return len(long) * 2 >= max(map(len, words)) > 0


_LONGEST = 60  # characters compared; names are shorter
