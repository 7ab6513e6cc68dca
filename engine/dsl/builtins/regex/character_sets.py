r"""Sets of characters, as the character classes of regular expressions need them (XML Schema 1.1 part 2, appendix G).

A set is a tuple of ascending, disjoint, non-adjacent ranges of code points; surrogates belong to none.

    >>> difference(of_range("A", "Z"), union(of_range("I", "I"), of_range("O", "O")))
    ((65, 72), (74, 78), (80, 90))
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from functools import cache
from itertools import chain, groupby, pairwise

import regex

Ranges = tuple[tuple[int, int], ...]

LAST = 0x10FFFF
SURROGATES = (0xD800, 0xDFFF)
ASSIGNED = (range(0x33480), range(0xE0000, 0xE0200))
CASED = (range(0x3000), range(0xA000, 0xAC00), range(0xF900, 0x12000), range(0x16E00, 0x17000), range(0x1E900, 0x1E980))
# where assigned characters and characters with case lie; only these are looked at

PRIVATE_PLANES = ((0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))


def of_range(first: str, last: str) -> Ranges:
    """The characters from `first` to `last`."""
    return ((ord(first), ord(last)),)


def union(*sets: Ranges) -> Ranges:
    """The characters of any of the sets.

    >>> union(((1, 3),), ((4, 6),), ((2, 2),))
    ((1, 6),)
    """
    merged: list[tuple[int, int]] = []
    for first, last in sorted(chain.from_iterable(sets)):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)


def complement(ranges: Ranges) -> Ranges:
    """All characters that are not in the set.

    >>> complement(((0, 64), (0x5B, 0x10FFFF)))
    ((65, 90),)
    """
    edges = [(-1, -1), *union(ranges, (SURROGATES,)), (LAST + 1, LAST + 1)]
    return tuple((left[1] + 1, right[0] - 1) for left, right in pairwise(edges) if left[1] + 1 < right[0])


def difference(ranges: Ranges, without: Ranges) -> Ranges:
    """The characters of the first set that are not in the second."""
    return complement(union(complement(ranges), without))


@cache
def caseless(ranges: Ranges) -> Ranges:
    """The set and all case variants of its characters; those of k are K and the sign for Kelvin.

    >>> [f"U+{first:04X}" for first, _ in caseless(of_range("k", "k"))]
    ['U+004B', 'U+006B', 'U+212A']
    """
    variants, cased = _variants()
    found = (cased[bisect_left(cased, first) : bisect_right(cased, last)] for first, last in ranges)
    return union(ranges, *(variants[code] for code in chain.from_iterable(found)))


@cache
def category(name: str) -> Ranges:
    """The characters of a general category: `Lu`, or `L` for all letters; empty when there is no such category.

    >>> category("Nd")[0], category("Xy")
    ((48, 57), ())
    """
    if name in ("C", "Cn"):  # what is not assigned is most of Unicode, so it is told by what is
        return complement(union(*(ranges for key, ranges in _categories().items() if name == "Cn" or key[0] != "C")))
    return union(*(ranges for key, ranges in _categories().items() if name in (key, key[0])))


@cache
def block(name: str) -> Ranges:
    """The characters of a Unicode block by its name without spaces; empty when there is no such block.

    >>> block("BasicLatin"), block("NoSuch")
    (((0, 127),), ())
    """
    try:
        member = regex.compile(rf"\p{{Block={name}}}")
    except regex.error:
        return ()
    # blocks begin and end at multiples of 16
    return union(*(((start, start + 15),) for start in range(0, LAST, 16) if member.match(chr(start))))


NAME_START = union(
    *(
        of_range(first, last)
        for first, last in (
            "::", "AZ", "__", "az", "\u00c0\u00d6", "\u00d8\u00f6", "\u00f8\u02ff", "\u0370\u037d",
            "\u037f\u1fff", "\u200c\u200d", "\u2070\u218f", "\u2c00\u2fef", "\u3001\ud7ff", "\uf900\ufdcf",
            "\ufdf0\ufffd", "\U00010000\U000effff",
        )
    )
)  # fmt: skip
NAME = union(NAME_START, *(of_range(*ends) for ends in ("-.", "09", "\u00b7\u00b7", "\u0300\u036f", "\u203f\u2040")))
"""What a name of XML begins with, and what it is made of: the classes i and c of a pattern."""


@cache
def _categories() -> dict[str, Ranges]:
    """The assigned characters by general category."""
    sets: dict[str, list[tuple[int, int]]] = {"Co": list(PRIVATE_PLANES)}
    for codes in ASSIGNED:
        for name, run in groupby(codes, key=lambda code: unicodedata.category(chr(code))):
            first, *rest = run
            sets.setdefault(name, []).append((first, rest[-1] if rest else first))
    return {name: union(tuple(runs)) for name, runs in sets.items() if name not in ("Cn", "Cs")}


@cache
def _variants() -> tuple[dict[int, Ranges], list[int]]:
    """The case variants of every character that has some, and these characters in order."""
    folded: dict[str, list[int]] = {}
    for code in chain(*CASED):
        folded.setdefault(chr(code).casefold(), []).append(code)
    orbits = [orbit for orbit in folded.values() if len(orbit) > 1]
    variants = {code: union(*(((other, other),) for other in orbit)) for orbit in orbits for code in orbit}
    return variants, sorted(variants)
