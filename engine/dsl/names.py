"""Names with spaces, operators and keywords inside: the longest known name that begins at a place.

Reads   the names that are in view: fields, labels, decisions, variables, in any language.
Gives   `Names`, an immutable set that finds the longest of its members at an offset of a text.
Method  a name is a sequence of pieces: words, white space, single marks. The pieces of all names form a trie, and
        a text is walked piece by piece, so a look-up costs what the name is long, however many names there are.
Source  DMN 1.5, 10.3.1.2 (name, name part, additional name symbols) and 10.3.1.5 (the longest name in scope wins).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

# White space of the standard: more than Python's \s (10.3.1.2, white space).
SPACE = r"[\s\u180e\u200b\ufeff]"

# name start char and name part char of the standard, without the full-width and CJK punctuation that its ranges
# include: an author who types `（` means a parenthesis. A known name may still contain it.
_START = (
    r"?A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u167f\u1681-\u180d\u180f-\u1fff\u200c\u200d"
    r"\u2070-\u218f\u2c00-\u2fef\u3004-\u3007\u3012\u3013\u3020-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe"
    r"\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc\U00010000-\U000effff"
)
_LATER = r"0-9\u00b7\u0300-\u036f\u203f\u2040"  # what may stand in a word, but not begin one

WORD = rf"(?![{_LATER}])[{_START}{_LATER}]+"
# A name of any length: words, digits, spaces and the additional name symbols `. / - ’ ' + *`.
_BETWEEN = r"./\-’'+*\s\u180e\u200b\ufeff"
LONG_NAME = re.compile(rf"(?![{_LATER}{_BETWEEN}])[{_START}{_LATER}{_BETWEEN}]+")

_PIECE = re.compile(rf"\w+|(?P<space>{SPACE}+)|.", re.DOTALL)
_SPACES = re.compile(rf"{SPACE}+")
_FIRST = re.compile(r"\w|\?|[^\x00-\x7f]")

_Trie = dict[str, Any]  # piece -> trie, and "" -> the name that ends here

KEYWORDS = frozenset({
    "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "function", "and", "or", "between",
    "instance", "true", "false", "null",
})  # fmt: skip

BUILT_IN_NAMES = (
    # 10.3.4.1 conversion, 10.3.4.2 boolean
    "date", "date and time", "time", "duration", "years and months duration", "number", "string", "context",
    "range", "from json", "not", "is",
    # 10.3.4.3 string
    "substring", "string length", "upper case", "lower case", "substring before", "substring after", "replace",
    "contains", "starts with", "ends with", "matches", "split", "string join",
    # 10.3.4.4 list
    "list contains", "list replace", "count", "min", "max", "sum", "mean", "all", "any", "sublist", "append",
    "concatenate", "insert before", "remove", "reverse", "index of", "union", "distinct values", "flatten",
    "product", "median", "stddev", "mode", "sort",
    # 10.3.4.5 numeric
    "decimal", "floor", "ceiling", "round up", "round down", "round half up", "round half down", "abs", "modulo",
    "sqrt", "log", "exp", "odd", "even",
    # 10.3.4.6-10.3.4.10 temporal, range, context
    "day of year", "day of week", "month of year", "week of year", "now", "today",
    "before", "after", "meets", "met by", "overlaps", "overlaps before", "overlaps after", "finishes",
    "finished by", "includes", "during", "starts", "started by", "coincides",
    "get value", "get entries", "context put", "context merge",
    # extensions
    "months between",
    # types and properties (tables 53, 54)
    "days and time duration", "time offset", "start included", "end included",
    # special names
    "item", "partial", "?",
)  # fmt: skip


def normalise(name: str) -> str:
    """The name with runs of white space made one space, and none at its ends.

    >>> normalise("  Monthly \\n income ")
    'Monthly income'
    """
    return _SPACES.sub(" ", name).strip()


def is_word(name: str) -> bool:
    """Whether the name is one plain word that the lexer reads without knowing it.

    >>> is_word("客户"), is_word("Monthly income"), is_word("and")
    (True, False, False)
    """
    return name.isidentifier() and name not in KEYWORDS


def is_long_name(name: str) -> bool:
    """Whether the name may stand unquoted before a colon: it has none but the characters of names, and is normalised.

    >>> is_long_name("foo+bar"), is_long_name("合作时长(月)"), is_long_name("1st")
    (True, False, False)
    """
    return LONG_NAME.fullmatch(name) is not None and name == normalise(name)


class Names:
    """An immutable set of known names. Built-in functions, types and properties are always in it.

    >>> names = Names.of(["Monthly income", "Date-Time", "客户 姓名"])
    >>> names.longest("Date-Time - Date", 0), names.longest("客户  姓名 = 1", 0)
    (('Date-Time', 9), ('客户 姓名', 6))
    >>> names.longest("Monthly incomes", 0) is None
    True
    """

    __slots__ = ("_tries",)

    def __init__(self, tries: tuple[_Trie, ...] = ()) -> None:
        self._tries = tries

    @classmethod
    def of(cls, names: Iterable[str]) -> Names:
        """The built-in names and these. The same names give the same object, however often they are asked for."""
        return _names(frozenset(names))

    def __or__(self, other: Names) -> Names:
        tries = tuple({id(trie): trie for trie in self._tries + other._tries}.values())
        return self if len(tries) == len(self._tries) else Names(tries)

    def longest(self, text: str, start: int) -> tuple[str, int] | None:
        """The longest known name that begins at `start`, and the offset where it ends; None when there is none."""
        found: tuple[str, int] | None = None
        for trie in self._tries:
            match = _walk(trie, text, start)
            if match and (found is None or match[1] > found[1]):
                found = match
        return found

    def __iter__(self) -> Iterator[str]:
        for trie in self._tries:
            yield from _members(trie)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.longest(name, 0) == (normalise(name), len(name))


class GrowingNames(Names):
    """The names in view, and those that a text declares while it is read.

    >>> names = GrowingNames(NO_NAMES)
    >>> names.add("each order")
    >>> names.longest("each order.amount", 0), "each order" in NO_NAMES
    (('each order', 10), False)
    """

    __slots__ = ("_declared",)

    def __init__(self, outer: Names) -> None:
        self._declared: _Trie = {}
        super().__init__((*outer._tries, self._declared))

    def add(self, name: str) -> None:
        """Know this name from now on."""
        _insert(self._declared, name)


def _walk(trie: _Trie, text: str, position: int) -> tuple[str, int] | None:
    found = None
    while piece := _PIECE.match(text, position):
        node = trie.get(" " if piece["space"] else piece[0])
        if node is None:
            break
        trie, position = node, piece.end()
        if "" in trie:
            found = trie[""], position
    return found


def _members(trie: _Trie) -> Iterator[str]:
    for piece, below in trie.items():
        if piece:
            yield from _members(below)
        else:
            yield below


def _usable(name: str) -> bool:
    """Whether a name can be recognised at all: not a number, a keyword or something that begins with a mark."""
    return bool(name) and _FIRST.match(name) is not None and name not in KEYWORDS and not name.isdecimal()


def _build(names: Iterable[str]) -> _Trie:
    root: _Trie = {}
    for name in filter(_usable, map(normalise, names)):
        _insert(root, name)
    return root


def _insert(trie: _Trie, name: str) -> None:
    for piece in _PIECE.finditer(name):
        trie = trie.setdefault(piece[0], {})
    trie[""] = name


@lru_cache(maxsize=256)
def _names(names: frozenset[str]) -> Names:
    return Names((_BUILT_IN, _build(names))) if names else NO_NAMES


_BUILT_IN = _build(BUILT_IN_NAMES)
NO_NAMES = Names((_BUILT_IN,))
