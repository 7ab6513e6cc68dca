"""Values between brackets, or in quotes, that YAML cannot read: what their line was probably meant to be.

Reads   the text of a value that begins with a bracket or a quote, up to the end of its line.
Gives   texts, likeliest first; which of them can be read, the caller finds out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

OPENING = {"[": "]", "{": "}"}


def repairs(text: str) -> Iterator[str]:
    """What a value may have been meant to be.

    >>> next(repairs("{type: choice, options: [优, 良}")), next(repairs('{value: ""f(a)""}'))
    ('{type: choice, options: [优, 良]}', '{value: "f(a)"}')
    >>> print(next(repairs('{type: date, visible_if: size in ("A", "B")}')))
    {type: date, visible_if: 'size in ("A", "B")'}
    >>> next(repairs("{type: date, valid_if: ? > a}")), next(repairs("[a, the #1 carrier]"))
    ("{type: date, valid_if: '? > a'}", "[a, 'the #1 carrier']")
    """
    for pattern, written in _IN_QUOTES:
        mended = pattern.sub(written, text)
        if mended != text:
            yield mended
            yield closed(mended)
    yield closed(text.translate(_WIDE))
    yield closed(_SEMICOLON.sub(", ", text))
    yield closed(text)
    yield closed(text + '"')
    yield closed(re.sub(r"\"(?=[^\"]*$)", "", text))


def closed(text: str) -> str:
    """The text with a closing bracket for every one that is open, and without those that close nothing.

    >>> closed("[[name, city]"), closed("{a: 1}}")
    ('[[name, city]]', '{a: 1}')
    """
    parts, open_ = [], list[str]()
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in OPENING:
            open_.append(OPENING[mark])
        elif mark in ("]", "}"):
            while open_ and open_[-1] != mark and mark in open_:
                parts.append(open_.pop())
            if not open_ or open_[-1] != mark:
                continue
            open_.pop()
        parts.append(mark)
    return "".join([*parts, *reversed(open_)])


def _single(match: re.Match[str]) -> str:
    """A text between single quotes."""
    return f"{match['before']}'{match['text'].strip().replace(chr(39), chr(39) * 2)}'"


_SEMICOLON = re.compile(r"\s*[;；]\s*(?=[^\W\d]\w*:\s)")  # before a key
_WIDE = str.maketrans("｛｝［］【】，：", "{}[][],:")
_TOKEN = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|.", re.DOTALL)
_BEFORE = r"(?P<before>(?<=[:,\[{])\s+|(?<=[\[{]))"
_PLAIN = r"[^,{}\[\]\"':]"
_IN_QUOTES = (
    (
        re.compile(rf"{_BEFORE}\"\"(?P<text>[^\"].*?[^\"])\"\"(?=\s*(?:[,}}\]]|$))"),
        lambda match: f'{match["before"]}"{match["text"]}"',
    ),
    (re.compile(rf"{_BEFORE}\"(?P<text>[^\"]*\"[^\"]+\"[^\"]*)\"(?=\s*(?:[}}\]]|,\s*\w+:|$))"), _single),
    (re.compile(rf"(?P<before>(?<=:)\s+)(?P<text>{_PLAIN}+:\s{_PLAIN}*?)(?=\s*[,}}])"), _single),
    (
        re.compile(
            rf"(?P<before>(?<=:)\s+)(?P<text>{_PLAIN}+\((?:[^()\"']|\"[^\"]*\")*,[^()]*\){_PLAIN}*)(?=\s*[,}}])"
        ),
        _single,
    ),
    (re.compile(rf"{_BEFORE}(?P<text>[?%@`&*!|>][^,{{}}\[\]]*?)(?=\s*(?:[,}}\]]|$))"), _single),
    (re.compile(rf"{_BEFORE}(?P<text>[^,{{}}\[\]\"'\s][^,{{}}\[\]\"']*\s#[^,{{}}\[\]\"']*)(?=[,}}\]])"), _single),
)
