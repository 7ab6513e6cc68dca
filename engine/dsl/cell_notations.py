"""Conditions as people write them in a spreadsheet, each by itself: `小于5`, `7-9`, `10万以上`, `>= 6 and < 12`.

Reads   the text of a cell.
Gives   the condition that it stands for, as FEEL has it. Only whole cells that can hardly mean anything else are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from engine.dsl.foreign_texts import TIMES, date_literal
from engine.dsl.numerals import in_digits

LONGEST = 100  # characters of a condition
ANYTHING = frozenset({
    "", "—", "——", "–", "－", "*", "/", "\\", "任意", "任何", "任意值", "不限", "不限制", "全部", "所有", "均可",
    "都可", "其他", "其它", "其余", "其他情况", "默认", "否则", "any", "all", "n/a", "#n/a", "n.a.", "else",
    "any other", "others", "the rest", "rest", "all others", "everything else", "剩余", "以上都不是", "不适用", "不论",
    "无要求", "otherwise", "default",
})  # fmt: skip
TRUTHS = {
    **dict.fromkeys(
        ("True", "TRUE", "Yes", "YES", "yes", "Y", "x", "X", "√", "✓", "✔", "✔️", "☑", "✅", "👌", "对", "真"), "true"
    ),
    **dict.fromkeys(("False", "FALSE", "No", "NO", "no", "N", "×", "✗", "✘", "✖", "☒", "❌", "错", "假"), "false"),
}


def condition(text: str) -> str:
    """The condition that a text stands for; empty when it is none of these.

    >>> [condition(text) for text in ("小于5", "90分以上", "7-9", "[7~9)", "7<=x<9", "不足10万元", "任意", "30天")]
    ['< 5', '>= 90', '[7..9]', '[7..9)', '[7..9)', '< 100000', '-', '30']
    >>> [condition(text) for text in (">= 6 and < 12", "[10..)", "10+", ">= 50,000", "2026/1/1以后", "6（不含）以上")]
    ['[6..12)', '>= 10', '>= 10', '>= 50000', '>= @"2026-01-01"', '> 6']
    """
    if text.casefold() in ANYTHING:
        return "-"
    if text in TRUTHS:
        return TRUTHS[text]
    if len(text) > LONGEST:
        return ""
    plain, inclusive = _without_remark(text.translate(_DIGITS_IN_WIDTH))
    if not _HAS_NUMBER.search(plain):
        return ""
    for pattern, written in NOTATIONS:
        if match := re.fullmatch(pattern, plain):
            return _with_end(written(match), inclusive)
    return ""


def value(text: str) -> str:
    """A number without its unit, or a date; `10万` is 100000.

    >>> value("1.5万元"), value("90 分"), value("95%"), value("¥3,000"), value("2026年5月1日")
    ('15000', '90', '95%', '3000', '@"2026-05-01"')
    """
    if date := _DATED.fullmatch(text.strip()):
        return date_literal(date["year"], date["month"], date["day"]) or text
    match = _AMOUNT.match(text.strip())
    if match is None:
        return text
    digits = re.sub(r"[,，\s]", "", match["digits"])
    if times := TIMES.get(match["times"]):
        digits = f"{Decimal(digits).scaleb(times).normalize():f}"
    return digits + ("%" if match["percent"] else "")


# -- how each notation is written --------------------------------------------------------------------------------------


def _without_remark(text: str) -> tuple[str, bool | None]:
    """A text without `（含）` or `（不含）`, and which of them it was."""
    remark = _REMARK.search(text)
    return (_REMARK.sub("", text).strip(), remark["not"] is None) if remark else (text, None)


def _with_end(written: str, inclusive: bool | None) -> str:
    """A half-line with its end in or out, where a remark says so."""
    sign = re.match("[<>]=?", written)
    if inclusive is None or not sign:
        return written
    return f"{sign[0][0]}{'=' if inclusive else ''}{written[sign.end() :]}"


def _between(match: re.Match[str]) -> str:
    """`7-9`, `[7~9)`; the percent sign of the end goes for both."""
    opening, closing = (match["open"] or "[").translate(_BRACKETS), (match["close"] or "]").translate(_BRACKETS)
    low, high = value(match["low"]), value(match["high"])
    whole = match["open"] and match["close"] and ".." in match[0]  # written as here: what its numbers are is told later
    percent = "%" if high.endswith("%") and not low.endswith("%") and not whole else ""
    return f"{opening}{low}{percent}..{high}{closing}"


def _bounded(match: re.Match[str]) -> str:
    """`7 <= x < 9`, `>= 7 and < 9`; empty where nothing lies between."""
    first, second = _sign(match["left"]), _sign(match["right"])
    low, high = value(match["low"]), value(match["high"])
    if "@" not in low and Decimal(low.rstrip("%")) > Decimal(high.rstrip("%")):
        return ""
    return f"{'[' if '=' in first else '('}{low}..{high}{']' if '=' in second else ')'}"


def _sign(text: str) -> str:
    return text.strip().translate(_SIGNS)


def _compared(sign: str) -> Callable[[re.Match[str]], str]:
    return lambda match: (f"{sign} " if sign != "=" else "") + value(match["value"])


def _open_end(match: re.Match[str]) -> str:
    """`[1000..)`, `(..5]`: a band without an end; whether the other end is in, its bracket says."""
    if match["low"]:
        return f"{'>' if match['open'] in tuple('(（]') else '>='} {value(match['low'])}"
    return f"{'<' if match['close'] in tuple(')）[') else '<='} {value(match['high'])}"


_NUMERALS = "[零一二两三四五六七八九十百千万亿成分之]{2,}"
_HAS_NUMBER = re.compile(rf"\d|{_NUMERALS}")
_DIGITS_IN_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")
_BRACKETS = str.maketrans("［］（）", "[]()")
NARROW = _DIGITS_IN_WIDTH | _BRACKETS
_SIGNS = str.maketrans({"≥": ">=", "≤": "<=", "＞": ">", "＜": "<", "＝": "="})
_UNIT = (
    r"(?:天|日|周|个?星期|小时|个小时|分钟|分|元|块|块钱|次|个|人|件|单|岁|年|个月|月|级|名|家|台|间|晚|公斤|千克|斤|吨|公里|米|厘米|平米|"
    r"kg|km|cm|m|g|t|GB|MB|TB|kWh?|ml|mm|度|升|days?|weeks?|hours?|months?|years?|points?|yuan|pcs|times|nights?)?"
)
_DAY = r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?"
_DATED = re.compile(r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?")
_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d"
_DIGITS = r"(?:\d{1,3}(?:[,，]\d{3}|[ \u00a0\u202f]\d{3})+|\d+)(?:\.\d+)?"
_TIMES = "[百千万亿]|[kKwW](?![a-z])|million|billion|mn|bn"
_AMOUNT = re.compile(rf"[¥￥$€£]?\s*(?P<digits>{_DIGITS})\s*(?P<percent>[%％])?\s*(?P<times>{_TIMES})?")
_NUMBER = rf"[¥￥$€£]?\s*{_DIGITS}\s*[%％]?\s*(?:{_TIMES})?\s*{_UNIT}"
_VALUE = rf"(?:@?\"?{_DAY}\"?|{_NUMBER})"
_LOW, _HIGH = f"(?P<low>{_VALUE})", f"(?P<high>{_VALUE})"
_ANY_SIGN = "[<>＜＞]\\s*[=＝]?|[≥≤]"
_LESS, _MORE = "(?:[<＜]\\s*[=＝]?|≤)", "(?:[>＞]\\s*[=＝]?|≥)"
_ALSO = r"\s*(?:and|AND|且|并且|而且|同时|和|&&?|[,，、;；])?\s*"
_OR = r"\s*(?:or|OR|或者?|\|\|?)\s*"
_REMARK = re.compile(rf"\s*[（(]\s*(?P<not>不)?(?:包?含|包括)\s*(?:{_VALUE})?\s*[)）]\s*")
_OPENING, _CLOSING = r"(?P<open>[\[(［（\]]?)", r"(?P<close>[\])］）\[]?)"
_FAR = r"(?:\+?[∞~]|\+?无穷大?|inf(?:inity)?|max|\*)?"
_WORDS = {
    ">=": "大于等于|大于或等于|大等于|不得?小于|不得?低于|不得?少于|至少|最少|满|达到|at least|not less than|from",
    "<=": "小于等于|小于或等于|不得?大于|不得?高于|不得?超过|不得?多于|至多|最多|at most|not more than|up to|until",
    ">": "大于|高于|超过|多于|晚于|more than|greater than|over|above|after",
    "<": "小于|低于|少于|不足|未满|不满|不到|早于|less than|fewer than|below|under|before",
    "=": "等于|equals?|==",
}
_BEHIND = {
    ">=": "及其?以上|以上|或以上|和以上|起|以后|及以后|or more|and more|and above|and up|or above|[+＋]|个?以上",
    "<=": "及其?以下|或以下|和以下|以内|之内|or less|or fewer|and below|or below",
    "<": "以下|以前|之前",
    ">": "之后",
}

NOTATIONS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (rf"(?P<low>{_CLOCK})\s*(?:-|~|～|—+|–|至|到|to)\s*(?P<high>{_CLOCK})",
     lambda match: f'[@"{match["low"]:0>5}:00"..@"{match["high"]:0>5}:00"]'),
    (rf"{_LOW}\s*(?P<left>{_LESS})\s*(?:[^\W\d]\w*|[?？])\s*(?P<right>{_LESS})\s*{_HIGH}", _bounded),
    (rf"(?P<left>{_MORE})\s*{_LOW}{_ALSO}(?P<right>{_LESS})\s*{_HIGH}", _bounded),
    (rf"(?P<right>{_LESS})\s*{_HIGH}{_ALSO}(?P<left>{_MORE})\s*{_LOW}", _bounded),
    (rf"(?:满|达到|达)?\s*{_LOW}\s*(?:及?以上)?[,，、至到]?\s*(?:不足|不满|未满|不到|低于|小于)\s*{_HIGH}",
     lambda match: f"[{value(match['low'])}..{value(match['high'])})"),
    (rf"{_LOW}\s*(?:及?以上|起)[,，、至到]?\s*{_HIGH}\s*以下",
     lambda match: f"[{value(match['low'])}..{value(match['high'])})"),
    (rf"(?i)(?:between|介于|在)\s*{_LOW}\s*(?:and|to|和|与|到|至|-|~|～|,|，)\s*{_HIGH}\s*(?:之间)?(?P<open>)(?P<close>)",
     _between),
    (rf"(?i)(?:over|above|more than|超过|大于|高于|[>＞])\s*{_LOW}\s*(?:up to|to|至|到|-|~|～)\s*{_HIGH}",
     lambda match: f"({value(match['low'])}..{value(match['high'])}]"),
    (rf"(?P<sign>[<>])\s+=\s*(?P<value>{_VALUE})",
     lambda match: f"{match['sign']}= {value(match['value'])}"),
    (rf"(?P<one>(?:{_ANY_SIGN})\s*{_VALUE}){_OR}(?P<other>(?:{_ANY_SIGN})\s*{_VALUE})",
     lambda match: f"{match['one']}, {match['other']}"),
    (rf"(?P<open>[\[(［（])\s*{_LOW}\s*[,，]\s*{_HIGH}\s*(?P<close>[)）])", _between),
    (rf"(?P<open>[(（])\s*{_LOW}\s*[,，]\s*{_HIGH}\s*(?P<close>[\]］])", _between),
    (r"(?P<open>[\[(])\s*(?P<low>\d+)\.(?P<high>\d+)\s*(?P<close>[)\]])", _between),
    *((rf"(?i)(?:{words})\s*(?P<value>{_VALUE})", _compared(sign)) for sign, words in _WORDS.items()),
    *((rf"(?i)(?P<value>{_VALUE})\s*(?:{words})", _compared(sign)) for sign, words in _BEHIND.items()),
    (rf"{_OPENING}\s*{_LOW}\s*(?:\.\.+|…+|~|～|-|—+|,|至|到)\s*{_FAR}\s*{_CLOSING}(?P<high>)", _open_end),
    (rf"{_OPENING}\s*-?{_FAR}\s*(?:\.\.+|…+|~|～|,|至|到)\s*{_HIGH}\s*{_CLOSING}(?P<low>)", _open_end),
    (rf"{_OPENING}\s*{_LOW}\s*(?:-|~|～|—+|–|－|至|到|\.{{2,}}|…+|to|through)\s*{_HIGH}\s*{_CLOSING}",
     _between),
    (rf"(?P<sign>[<>]=?|=)\s*(?P<value>{_VALUE})",
     lambda match: ("" if match["sign"] == "=" else f"{match['sign']} ") + value(match["value"])),
    (rf"(?!\d{{1,3}}(?:,[1-9]\d\d)+$){_VALUE}", lambda match: value(match[0])),
    (_NUMERALS, lambda match: in_digits(match[0])),
)  # fmt: skip
"""What is written, and what is meant, the first that fits. Patterns are texts: few files need any of them compiled."""
