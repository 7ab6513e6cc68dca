"""Brackets and quotes that lack their partner.

Reads   a FEEL text.
Gives   the text with what is open closed, and without what closes nothing.
"""

from __future__ import annotations

import re

from engine.dsl.notations import masked


def close_brackets(text: str) -> str:
    """What is open is closed at the end, or before `then`; a call already where its argument ends.

    >>> close_brackets("a * (b - 1"), close_brackets("count(orders >= 5"), close_brackets("count(a)) > 1")
    ('a * (b - 1)', 'count(orders) >= 5', 'count(a) > 1')
    """
    opened, stray = _unanswered(masked(text))
    kept = "".join(char for position, char in enumerate(text) if position not in stray)
    for position in reversed(opened):
        end = (_BEHIND_CALL if _CALL.search(kept, 0, position) else _BEHIND_BRACKET).search(kept, position)
        at = end.start() if end else len(kept.rstrip())
        kept = kept[:at] + _CLOSING[kept[position]] + kept[at:]
    return kept


def close_group(text: str) -> str:
    """A group that holds a comma was to end before it, where something is open.

    >>> close_group("round half up(a * (b + 1, 2)"), close_group("f(a, b")
    ('round half up(a * (b + 1), 2)', 'f(a, b')
    """
    hidden, groups = masked(text), []
    for position, mark in enumerate(hidden if _unanswered(hidden)[0] else ""):
        if mark in _CLOSING:
            groups.append(mark == "(" and not _NAMED.search(hidden, 0, position))
        elif mark in ")]}" and groups:
            groups.pop()
        elif mark in ",，" and groups and groups[-1]:
            return f"{text[:position]}){text[position:]}"
    return text


def _unanswered(text: str) -> tuple[list[int], list[int]]:
    """The places of brackets that are never closed, and of those that close nothing. `[1..5)` is a range."""
    opened: list[int] = []
    stray: list[int] = []
    for position, mark in enumerate(text):
        if mark in _CLOSING:
            opened.append(position)
        elif mark in ")]}" and opened and (mark == "}") is (text[opened[-1]] == "{"):
            opened.pop()
        elif mark in ")]}":
            stray.append(position)
    return (opened, stray) if not (opened and stray) else ([], [])


def close_quotes(text: str) -> str:
    """A text that lacks a quote ends before the next `and`, comma or bracket, or begins with its word.

    >>> close_quotes('state = "open and paid'), close_quotes('state = open" and paid')
    ('state = "open" and paid', 'state = "open" and paid')
    """
    quotes = [match.start() for match in _QUOTE.finditer(text)]
    if len(quotes) % 2 == 0:
        return text
    last = quotes[-1]
    end = _END_OF_TEXT.search(text, last + 1)
    if end and end.start() > last + 1:
        return f'{text[: end.start()]}"{text[end.start() :]}'
    word = _LAST_WORD.search(text, 0, last)
    return f'{text[: word.start()]}"{text[word.start() :]}' if word else text


_CLOSING = {"(": ")", "[": "]", "{": "}"}
_CALL = re.compile(r"(?<!\bnot)(?<!\bif)(?<!\band)(?<!\bor)(?<!\bin)(?<=\w)$")
_NAMED = re.compile(r"(?<!\bif)(?<!\bthen)(?<!\belse)(?<!\band)(?<!\bor)(?<=\w)\s*$")
_BEHIND_CALL = re.compile(r"\s*(?:[<>]=?|!?=)|\s+(?:and|or|then|else)\b")
_BEHIND_BRACKET = re.compile(r"\s+(?:then|else)\b")
_QUOTE = re.compile('["“”]')
_END_OF_TEXT = re.compile(r"\s+(?:and|or|then|else|且|或)(?!\w)|\s*[,，)）\]]|\s*$")
_LAST_WORD = re.compile(r'[^\s"“”=<>(（,，]+$')
