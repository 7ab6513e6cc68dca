"""What the words and marks of FEEL look like: tokens, their patterns, and how people misspell them.

Gives   `Token`, the patterns that lexer.py reads with, TO_ASCII, FOREIGN and `foreign_word` (misspellings that can
        only mean one thing), `words`, `unescape` and `closing`.
Source  DMN 1.5, 10.3.1.2: numeric literal, string literal, name, white space, comments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.dsl.names import KEYWORDS, SPACE, WORD
from engine.dsl.source import Span

END = "$END"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark. `type` is a terminal of feel.lark; `text` a name normalised, a string without its escapes."""

    type: str
    text: str
    span: Span


# What an input method puts in the place of ASCII marks, mark by mark.
_WIDE = "（）［］【】｛｝，、：．。＋－＊／×÷＞＜＝〉〈！？％＠“”＂０１２３４５６７８９"
_ASCII = '()[][]{},,:..+-*/*/><=><!?%@"""0123456789'
_LONGER = {"≥": ">=", "≤": "<=", "≠": "!=", "⩾": ">=", "⩽": "<=", "≧": ">=", "≦": "<=", "…": "..", "～": ".."}
TO_ASCII = str.maketrans(dict(zip(_WIDE, _ASCII, strict=True)) | _LONGER)

# How other languages spell FEEL's operators.
FOREIGN = {
    "==": "=", "===": "=", "!==": "!=", "<>": "!=", "=>": ">=", "=<": "<=", "&&": "and", "||": "or",
    "&": "and", "|": "or", "^": "**", ";": ",", "~": "..",
    "&gt;": ">", "&lt;": "<", "&gt;=": ">=", "&lt;=": "<=", "&lt;&gt;": "!=", "&amp;": "and", "&amp;&amp;": "and",
}  # fmt: skip
_FOREIGN_WORDS = {
    "且": "and", "并且": "and", "而且": "and", "或": "or", "或者": "or", "等于": "=", "不等于": "!=", "大于": ">",
    "小于": "<", "大于等于": ">=", "不小于": ">=", "小于等于": "<=", "不大于": "<=", "属于": "in",
    "那么": "then", "否则": "else",
}  # fmt: skip

_CHARACTERS = r'(?:[^"\\\n\r]|\\.)*'
_NOT_GENERIC = r"(?<!list)(?<!range)(?<!context)(?<!function)"
BLANK = re.compile(rf"(?:{SPACE}+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
TOKEN = re.compile(
    rf"""
      (?P<number> (?: [0-9０-９]+ (?:[.．][0-9０-９]+)? | \.[0-9]+ ) (?:[eE][-+]?[0-9]+(?!\w))? [%％]? )
    | (?P<instance> instance {SPACE}+ of (?!\w) )
    | (?P<word> {WORD} )
    | (?P<string> "{_CHARACTERS}" | [“”＂] [^“”＂"\n\r]* [“”＂"] )
    | (?P<at> [@＠] {SPACE}* "{_CHARACTERS}" )
    | (?P<quoted> ' [^'\n\r]* ' | [‘’] [^‘’\n\r]* [‘’] )
    | (?P<comment> /\* )
    | (?P<foreign> &(?:lt;&gt;|(?:gt|lt);=?|amp;(?:&amp;)?)
                | ={{2,3}} | !== | {_NOT_GENERIC} <> (?!{SPACE}*->) | =[<>] | &&? | \|\|? | [\^;~] )
    | (?P<symbol> \*\* | \.\. | -> | [<>!＜＞！][=＝] | [-+*/<>=≥≤≠⩾⩽≧≦.,:()\[\]{{}}]
                | [（）［］【】｛｝，、：．。＋－＊／×÷＞＜＝〉〈…～？] )
    """,
    re.VERBOSE | re.DOTALL,
)
ONE_WORD = re.compile(WORD)
IN = re.compile(rf"(?<!{SPACE}){SPACE}+in(?!\w)")
# A value begins here: a `[` before it opens a filter or list, a `]` before it a range. These words cannot begin one:
_NO_VALUE = r"(?:and|or|in|between|instance|then|else|return|satisfies)(?!\w)"
VALUE_FOLLOWS = re.compile(rf'{SPACE}*+(?!{_NO_VALUE})(?:[-"@(\[{{\w?]|\.[0-9]|[^\x00-\x7f])')
GENERIC_TYPE = re.compile(rf"(?:list|range|context|function)(?={SPACE}*<)")
EXTERNAL = re.compile(rf"external(?={SPACE}*[{{｛])")
NOT_CALL = re.compile(rf"not(?={SPACE}*[(（])")

_SPACES = re.compile(rf"{SPACE}*")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)
_SHORT_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/|[()\[\]{}（）［］【】｛｝]', re.DOTALL)


def words(text: str, start: int, end: int | None = None) -> int:
    """The offset behind the words that stand in a row at `start`, up to a keyword; `start` where there is none.

    >>> words("start included and x", 0)
    14
    """
    stop, position = start, start
    while match := ONE_WORD.match(text, position, len(text) if end is None else end):
        if match[0] in KEYWORDS and stop > start:
            break
        stop = match.end()
        position = _SPACES.match(text, stop).end()  # type: ignore[union-attr]  # it matches nothing, too
    return stop


def foreign_word(word: str) -> str | None:
    """What a word means that stands where only an operator or keyword can: `AND`, `并且`; None when nothing.

    >>> foreign_word("AND"), foreign_word("大于"), foreign_word("days")
    ('and', '>', None)
    """
    return word.lower() if word.lower() in KEYWORDS else _FOREIGN_WORDS.get(word)


def unescape(text: str) -> str:
    r"""The characters that a string literal stands for; an unknown escape such as `\d` stands for itself.

    Surrogate pairs become one character, a lone surrogate U+FFFD. ValueError where a code point does not exist.

    >>> unescape(r"\uD83D\uDC0E \U01F40E \d \"")
    '🐎 🐎 \\d "'
    """
    if "\\" not in text:
        return text
    replaced = _ESCAPE.sub(_character, text)
    return replaced.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(match: re.Match[str]) -> str:
    short, long, simple = match.groups()
    code = short or long
    return chr(int(code, 16)) if code else _SHORT_ESCAPES.get(simple, match[0])


def closing(text: str, start: int, opening: str = "([{", end: str = ")") -> int:
    """The offset of the `end` that closes what stands open at `start`; -1 when nothing does.

    Strings and comments are passed over. Brackets of all kinds count alike, since a range may open and close with
    different ones.

    >>> closing('not([1..2), ")") and x', 4)
    15
    """
    depth = 0
    for match in _STRUCTURE.finditer(text, start):
        mark = match[0].translate(TO_ASCII)
        if len(match[0]) == 1 and mark == end and depth == 0:
            return match.start()
        depth += (mark in opening) - (mark in ")]}")
    return -1
