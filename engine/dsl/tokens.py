"""What the words and marks of FEEL look like: tokens, their patterns, and how people misspell them.

Gives   `Token`, the patterns that lexer.py reads with, WIDE and FOREIGN (misspellings that can only mean one thing),
        `unescape` and `closing`.
Source  DMN 1.5, 10.3.1.2: numeric literal, string literal, name, white space, comments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.dsl.names import KEYWORDS, LONG_NAME, SPACE, WORD, WORD_END
from engine.dsl.source import Span

END = "$END"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark. `type` is a terminal of feel.lark; `text` a name normalised, a string without its escapes."""

    type: str
    text: str
    span: Span


# What an input method puts in the place of ASCII marks.
WIDE = {
    "（": "(", "）": ")", "［": "[", "］": "]", "【": "[", "】": "]", "｛": "{", "｝": "}", "，": ",", "、": ",", "：": ":",
    "．": ".", "。": ".", "＋": "+", "－": "-", "＊": "*", "／": "/", "×": "*", "÷": "/", "＞": ">", "＜": "<", "＝": "=",
    "〉": ">", "〈": "<", "≥": ">=", "≤": "<=", "≠": "!=", "！": "!", "％": "%", "＠": "@", "…": "..", "～": "..",
    "？": "?", "“": '"', "”": '"', "＂": '"', **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
}  # fmt: skip
TO_ASCII = str.maketrans(WIDE)

# How other languages spell FEEL's operators.
FOREIGN = {
    "==": "=", "===": "=", "!==": "!=", "<>": "!=", "=>": ">=", "=<": "<=", "&&": "and", "||": "or",
    "&": "and", "|": "or", "^": "**", ";": ",", "~": "..",
}  # fmt: skip

_CHARACTERS = r'(?:[^"\\\n\r]|\\.)*'
BLANK = re.compile(rf"(?:{SPACE}+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
TOKEN = re.compile(
    rf"""
      (?P<number> (?: [0-9０-９]+ (?:[.．][0-9０-９]+)? | \.[0-9]+ ) (?:[eE][-+]?[0-9]+{WORD_END})? [%％]? )
    | (?P<instance> instance {SPACE}+ of {WORD_END} )
    | (?P<word> {WORD} )
    | (?P<string> "{_CHARACTERS}" | [“”＂] [^“”＂"\n\r]* [“”＂"] )
    | (?P<at> [@＠] {SPACE}* "{_CHARACTERS}" )
    | (?P<quoted> ' [^'\n\r]* ' | [‘’] [^‘’\n\r]* [‘’] )
    | (?P<comment> /\* )
    | (?P<foreign> ={{2,3}} | !== | <> (?!{SPACE}*->) | =[<>] | &&? | \|\|? | [\^;~] )
    | (?P<symbol> \*\* | \.\. | -> | [<>!＜＞！][=＝] | [-+*/<>=≥≤≠.,:()\[\]{{}}]
                | [（）［］【】｛｝，、：．。＋－＊／×÷＞＜＝〉〈…～？] )
    """,
    re.VERBOSE | re.DOTALL,
)

_INSIDE = "|".join(("and", "or", "in", "between", "instance", "then", "else", "return", "satisfies"))
# A value begins here, so a `[` before it opens a filter or list, and a `]` before it opens a range.
VALUE_FOLLOWS = re.compile(rf"""{SPACE}*(?!(?:{_INSIDE}){WORD_END})(?:[-"@(\[{{]|\.?[0-9]|{WORD})""")
NAME_BEFORE_COLON = re.compile(rf"({LONG_NAME})(?={SPACE}*[:：])")
NAME_BEFORE_IN = re.compile(rf"({LONG_NAME})(?={SPACE}+in{WORD_END})")
PARAMETER = re.compile(rf"({LONG_NAME})(?={SPACE}*[:：,，)）])")
COLON = re.compile(rf"{SPACE}*[:：]")
_STOP = rf"(?:{'|'.join(sorted(KEYWORDS))}){WORD_END}"
WORDS = re.compile(rf"{WORD}(?:{SPACE}+(?!{_STOP}){WORD})*")
TYPE = re.compile(rf"{WORDS.pattern}(?:\.{WORDS.pattern})*")
GENERIC_TYPE = re.compile(rf"(?:list|range|context|function)(?={SPACE}*<)")
EXTERNAL = re.compile(rf"external(?={SPACE}*[{{｛])")
NOT_CALL = re.compile(rf"not(?={SPACE}*[(（])")

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)
_SHORT_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/|[()\[\]{}（）［］【】｛｝]', re.DOTALL)


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
