"""String functions (DMN 1.5, 10.3.4.3). Characters are Unicode code points. Patterns: regex.py."""

from __future__ import annotations

from decimal import Decimal

import engine.dsl.builtins.regex as regex
from engine.dsl.builtins.positions import ALL, begin
from engine.dsl.builtins.registry import builtin
from engine.dsl.nulls import null

SECTION = "10.3.4.3"


@builtin("substring", section=SECTION)
def substring(string: str, start_position: Decimal, length: Decimal = ALL) -> str | None:
    """The part of the text that begins at a position: the first character is 1, the last is -1.

    All characters from there, or at most `length` of them. Positions and lengths are cut to whole numbers. Null when
    the text has no such position, and when the length is less than 1.

    substring("foobar", 3) = "obar"
    substring("foobar", 3, 3) = "oba"
    substring("foobar", -2, 1) = "a"
    substring("🐎ab", 2) = "ab"
    substring("foobar", 0) = null
    substring("foobar", 7) = null
    substring("foobar", 5, 9) = "ar"
    """
    start = begin("substring", len(string), start_position)
    if start is None:
        return None
    if length < 1:
        return null("GJ1306", function="substring", parameter="length", value=length, expected=">= 1")
    return string[start : start + int(length)]


@builtin("string length", section=SECTION)
def string_length(string: str) -> Decimal:
    """The number of characters.

    string length("foo") = 3
    string length("客户") = 2
    string length("🐎ab") = 3
    """
    return Decimal(len(string))


@builtin("upper case", section=SECTION)
def upper_case(string: str) -> str:
    """The text in capital letters.

    upper case("aBc4") = "ABC4"
    """
    return string.upper()


@builtin("lower case", section=SECTION)
def lower_case(string: str) -> str:
    """The text in small letters.

    lower case("aBc4") = "abc4"
    """
    return string.lower()


@builtin("substring before", section=SECTION)
def substring_before(string: str, match: str) -> str:
    """What stands before the first occurrence of `match`; nothing when it does not occur.

    substring before("foobar", "bar") = "foo"
    substring before("foobar", "xyz") = ""
    substring before("foobar", "o") = "f"
    """
    at = string.find(match)
    return string[:at] if at >= 0 else ""


@builtin("substring after", section=SECTION)
def substring_after(string: str, match: str) -> str:
    """What stands after the first occurrence of `match`; nothing when it does not occur.

    substring after("foobar", "ob") = "ar"
    substring after("foobar", "xyz") = ""
    substring after("foobar", "") = "foobar"
    """
    at = string.find(match)
    return string[at + len(match) :] if at >= 0 else ""


@builtin("contains", section=SECTION)
def contains(string: str, match: str) -> bool:
    """Whether `match` occurs in the text.

    contains("foobar", "ob") = true
    contains("foobar", "of") = false
    """
    return match in string


@builtin("starts with", section=SECTION)
def starts_with(string: str, match: str) -> bool:
    """Whether the text begins with `match`.

    starts with("foobar", "fo") = true
    starts with("foobar", "ba") = false
    """
    return string.startswith(match)


@builtin("ends with", section=SECTION)
def ends_with(string: str, match: str) -> bool:
    """Whether the text ends with `match`.

    ends with("foobar", "bar") = true
    ends with("foobar", "foo") = false
    """
    return string.endswith(match)


@builtin("matches", section=SECTION)
def matches(input: str, pattern: str, flags: str | None = None) -> bool | None:  # noqa: A002 - the standard's name
    r"""Whether a part of the text matches the pattern, a regular expression of XPath.

    Flags: `s` the dot matches line ends too, `m` `^` and `$` match at lines, `i` capital and small letters are the
    same, `x` white space in the pattern does not count. Null when the pattern or a flag is not valid, and when a
    pattern with a back-reference takes too long.

    matches("foobar", "^fo*b") = true
    matches("FOOBAR", "^fo*b", "i") = true
    matches("13800138000", "^1[3-9]\\d{9}$") = true
    matches("foobar", "(") = null
    """
    return regex.matches(input, pattern, flags or "")


@builtin("replace", section=SECTION)
def replace(input: str, pattern: str, replacement: str, flags: str | None = None) -> str | None:  # noqa: A002
    r"""The text with all that matches the pattern replaced.

    In the replacement `$1` is what the first group of the pattern matched, `$0` the whole match, `\$` a dollar.
    Flags as in `matches`. Null when the pattern, a flag or the replacement is not valid, and when the pattern
    matches the empty text.

    replace("banana", "a", "o") = "bonono"
    replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") = "[1=ab][2=]cd"
    replace("13800138000", "(\\d{3})\\d{4}(\\d{4})", "$1****$2") = "138****8000"
    replace("banana", "x*", "o") = null
    """
    return regex.replace(input, pattern, replacement, flags or "")


@builtin("split", section=SECTION)
def split(string: str, delimiter: str) -> list[str] | None:
    r"""The parts of the text between the places that match the pattern `delimiter`, empty parts included.

    Null when the pattern is not valid, and when it matches the empty text.

    split("John Doe", "\\s") = ["John", "Doe"]
    split("a;b;c;;", ";") = ["a", "b", "c", "", ""]
    split("张三、李四", "[、，]") = ["张三", "李四"]
    """
    return regex.split(string, delimiter)


@builtin("string join", section=SECTION)
def string_join(list_: list[str | None], delimiter: str | None = None) -> str:
    """The texts of the list in one, with the delimiter between them; nulls are left out.

    string join(["a", "b", "c"], "、") = "a、b、c"
    string join(["a", null, "c"]) = "ac"
    string join([]) = ""
    """
    return (delimiter or "").join(text for text in list_ if text is not None)
