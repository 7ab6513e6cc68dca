r"""The regular expressions of XPath, which FEEL uses, translated for the engines that run them.

The syntax is that of XML Schema (1.1 part 2, appendix G) with the additions of XPath (Functions and Operators 3.1,
5.6.1): anchors, groups that capture, back-references, reluctant quantifiers, and the flags `s m i x`. Character classes
come out as plain sets of characters, already closed under case where `i` asks for it, so that no engine's own idea of
`\w` or of case plays a part.

    >>> translate(r"[A-Z-[OI]]\d", "")[0].startswith("[A-HJ-NP-Z][0-9")
    True
    >>> translate(r"(a)\1", "").linear
    False
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import engine.dsl.builtins.regex.character_sets as sets
from engine.dsl.builtins.regex.character_sets import Ranges

SPACE = "\t\n\r "
DEEPEST = 50
LONGEST = 10_000
SHOWN = 80
LARGEST = 5_000
QUANTIFIER = re.compile(r"(?:[?*+]|\{(?P<least>[0-9]+)(?:,(?P<most>[0-9]*))?\})\??")
PROPERTY = re.compile(r"\{(?P<block>Is)?(?P<name>[A-Za-z0-9-]+)\}")
SPECIAL = frozenset("\\^$.|?*+()[]{}-&~#")
CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}
CLASSES: dict[str, Callable[[], Ranges]] = {
    "s": lambda: sets.union(*(sets.of_range(char, char) for char in SPACE)),
    "d": lambda: sets.category("Nd"),
    "w": lambda: sets.complement(sets.union(*map(sets.category, "PZC"))),
    "i": lambda: sets.NAME_START,
    "c": lambda: sets.NAME,
}


class PatternError(Exception):
    """A pattern, flag or replacement that is not valid; `code` and `values` are the reason."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Translation(NamedTuple):
    """A pattern as engines read it; not `linear` when only a backtracking engine can run it.

    `size` is about what an engine needs for it, in kilobytes.
    """

    text: str
    groups: int
    linear: bool
    size: int


def translate(pattern: str, flags: str) -> Translation:
    """Translate a pattern. Raises `PatternError` for what is not valid in XPath, and for unknown flags."""
    if not set(flags) <= set("smix"):
        raise PatternError("GJ1321", value=flags)
    if len(pattern) > LONGEST:
        raise PatternError("GJ1325", pattern=_shortened(pattern))
    return _Reader(_without_space(pattern) if "x" in flags else pattern, flags).translate()


def _shortened(pattern: str) -> str:
    return pattern if len(pattern) <= SHOWN else pattern[:SHOWN] + "…"


def _without_space(pattern: str) -> str:
    """The pattern without white space outside of character classes; a backslash counts for what follows then."""
    kept, depth, escaped = [], 0, False
    for char in pattern:
        if char in SPACE and not depth:
            continue
        kept.append(char)
        if not escaped:
            depth += (char == "[") - (char == "]")
        escaped = char == "\\" and not escaped
    return "".join(kept)


class _Reader:
    """Reads a pattern once from left to right and writes its translation."""

    def __init__(self, text: str, flags: str) -> None:
        self.text = text
        self.flags = flags
        self.at = 0
        self.groups = 0
        self.closed: set[int] = set()
        self.linear = True
        self.size = 0  # about what an engine needs, in kilobytes

    def translate(self) -> Translation:
        """The whole pattern."""
        text = self._branches(0)
        if self.at < len(self.text):
            raise self._unreadable()
        return Translation(text, self.groups, self.linear, self.size)

    def _branches(self, depth: int) -> str:
        branches = [self._branch(depth)]
        while self._take("|"):
            branches.append(self._branch(depth))
        return "|".join(branches)

    def _branch(self, depth: int) -> str:
        pieces = []
        while self._peek() not in ("", "|", ")"):
            before = self.size
            atom = self._atom(depth)
            quantifier, times = self._quantifier()
            self.size = before + max(self.size - before, 1) * times
            if self.size > LARGEST:
                raise PatternError("GJ1325", pattern=_shortened(self.text))
            pieces.append(atom + quantifier)
        return "".join(pieces)

    def _atom(self, depth: int) -> str:
        if self._take("("):
            return self._group(depth + 1)
        if self._take("["):
            return self._set(self._class(depth + 1))
        if self._take("\\"):
            return self._back_reference() if self._digit() else self._literal(self._escape())
        char = self._peek()
        if char in "?*+{}]":
            raise self._unreadable()
        self.at += 1
        return _ATOMS[char](self) if char in _ATOMS else self._literal(char)

    def _quantifier(self) -> tuple[str, int]:
        """The quantifier that stands here, if any, and how often engines then write the atom down.

        RE2 writes it down as often as it may come, the other engine as often as it must come, and once more.
        """
        found = QUANTIFIER.match(self.text, self.at)
        if not found:
            return "", 1
        least = int(found["least"] or found[0].startswith("+"))
        most = int(found["most"] or least)
        if most < least:
            raise self._unreadable()
        self.at = found.end()
        return found[0], max(most, least + 1)

    def _group(self, depth: int) -> str:
        self._not_too_deep(depth)
        captures = not self._take("?:")
        self.groups += captures
        number = self.groups
        inner = self._branches(depth)
        if not self._take(")"):
            raise self._unreadable()
        if captures:
            self.closed.add(number)
        return f"({inner})" if captures else f"(?:{inner})"

    def _back_reference(self) -> str:
        """A reference to a closed group; to one that has matched nothing it matches nothing."""
        digits = 1
        while self._digit(digits) and int(self.text[self.at : self.at + digits + 1]) <= self.groups:
            digits += 1
        number = int(self.text[self.at : self.at + digits])
        if number not in self.closed:
            raise PatternError("GJ1327", pattern=self.text, number=number)
        self.at += digits
        self.linear = False
        caseless = "i" if "i" in self.flags else ""
        return rf"(?:(?({number})(?{caseless}:\{number})))"

    def _any(self) -> str:
        return "(?s:.)" if "s" in self.flags else "[^\n\r]"

    def _start(self) -> str:
        """`^`; with `m` also behind a line end, but not behind the one that ends the text."""
        if "m" not in self.flags:
            return r"(?:\A)"
        self.linear = False
        return r"(?:\A|(?<=\n)(?!\z))"

    def _end(self) -> str:
        return r"(?m:$)" if "m" in self.flags else r"(?:\z)"

    def _literal(self, meant: str | Ranges) -> str:
        """A character, or the class that an escape means."""
        return self._set(self._cased(sets.of_range(meant, meant)) if isinstance(meant, str) else meant)

    def _set(self, ranges: Ranges) -> str:
        self.size += 1 + len(ranges) // 16
        return _written(ranges)

    def _cased(self, ranges: Ranges) -> Ranges:
        return sets.caseless(ranges) if "i" in self.flags else ranges

    def _escape(self) -> str | Ranges:
        """What stands behind a backslash: a character, or a class."""
        char = self._peek()
        self.at += 1
        if char and char in SPECIAL - frozenset("&~#"):
            return char
        if char in CONTROLS:
            return CONTROLS[char]
        if char in ("p", "P"):
            return self._complemented(char, self._property())
        if char.lower() in CLASSES:
            return self._complemented(char, CLASSES[char.lower()]())
        raise self._unreadable(back=1)

    def _complemented(self, letter: str, ranges: Ranges) -> Ranges:
        """The set, or its complement where the letter of the escape is a capital."""
        return sets.complement(ranges) if letter.isupper() else ranges

    def _property(self) -> Ranges:
        found = PROPERTY.match(self.text, self.at)
        if not found:
            raise self._unreadable()
        self.at = found.end()
        ranges = sets.block(found["name"]) if found["block"] else sets.category(found["name"])
        if not ranges:
            raise PatternError("GJ1326", pattern=self.text, name=found[0][1:-1])
        return ranges

    def _class(self, depth: int) -> Ranges:
        """What stands behind `[`, up to its `]`."""
        self._not_too_deep(depth)
        negated = self._take("^")
        members = [self._member()]
        while not self._take("]"):
            if self._take("-["):
                without = self._class(depth + 1)
                if not self._take("]"):
                    raise self._unreadable()
                return sets.difference(self._united(members, negated), without)
            members.append(self._member())
        return self._united(members, negated)

    def _united(self, members: list[Ranges], negated: bool) -> Ranges:
        ranges = sets.union(*members)
        return sets.complement(ranges) if negated else ranges

    def _member(self) -> Ranges:
        """A character, a range or an escape of a class."""
        first = self._class_character()
        if not isinstance(first, str):
            return first
        if self._peek() != "-" or self.text[self.at + 1 :][:1] in ("", "[", "]"):
            return self._cased(sets.of_range(first, first))
        self.at += 1
        last = self._class_character()
        if not isinstance(last, str) or last < first:
            raise self._unreadable(back=1)
        return self._cased(sets.of_range(first, last))

    def _class_character(self) -> str | Ranges:
        if self._take("\\"):
            return self._escape()
        char = self._peek()
        if char in ("", "[", "]"):
            raise self._unreadable()
        self.at += 1
        return char

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _digit(self, ahead: int = 0) -> bool:
        """Whether a digit stands here, or so many characters ahead."""
        return self.text[self.at + ahead : self.at + ahead + 1] in tuple("0123456789")

    def _take(self, text: str) -> bool:
        """Step over the text when it stands here."""
        if not self.text.startswith(text, self.at):
            return False
        self.at += len(text)
        return True

    def _not_too_deep(self, depth: int) -> None:
        if depth > DEEPEST:
            raise PatternError("GJ1325", pattern=_shortened(self.text))

    def _unreadable(self, back: int = 0) -> PatternError:
        """The pattern cannot be read at this place, or so many characters before it."""
        return PatternError("GJ1320", pattern=self.text, position=self.at - back + 1)


_ATOMS: dict[str, Callable[[_Reader], str]] = {".": _Reader._any, "^": _Reader._start, "$": _Reader._end}


def _written(ranges: Ranges) -> str:
    """A set as engines read it."""
    if not ranges:
        return "[^\0-\U0010ffff]"
    if ranges[-1][1] == sets.LAST:
        excluded = sets.complement(ranges)
        return f"[^{_listed(excluded)}]" if excluded else "(?s:.)"
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        return _quoted(ranges[0][0])
    return f"[{_listed(ranges)}]"


def _listed(ranges: Ranges) -> str:
    return "".join(_quoted(a) if a == b else f"{_quoted(a)}-{_quoted(b)}" for a, b in ranges)


def _quoted(code: int) -> str:
    char = chr(code)
    return "\\" + char if char in SPECIAL else char
