"""Conditions as people write them in a spreadsheet: `小于5`, `7-9`, `10万以上`, `任意`, an empty cell.

Reads   the text of a cell that holds conditions.
Gives   the finding with the condition that was probably meant, or None. Only whole cells that can hardly mean anything
        else are recognised; what is meant is a guess, to be looked at.
Why     some of these cannot be read, with messages that miss the point; `7-9` can, and is minus two.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from engine.dsl.diagnostics import Diagnostic, Edit, Fix
from engine.dsl.source import Snippet

MAX_KEPT = 5_000  # the same cells stand in many rows and tables


def mistaken_cell(cell: Snippet) -> Diagnostic | None:
    """The finding for a cell, if it is written as in a spreadsheet.

    >>> from engine.dsl.source import Source
    >>> def meant(text): return mistaken_cell(Source("a.yaml", text).snippet()).fix.edits[0].text
    >>> [meant(text) for text in ("小于5", "90分以上", "7-9", "[7~9)", "7<=x<9", "不足10万元", "任意", "30天")]
    ['< 5', '>= 90', '[7..9]', '[7..9)', '[7..9)', '< 100000', '-', '30']
    """
    text = cell.text.strip()
    meant = _meant(text)
    if not meant:
        return None
    values: dict[str, object] = {"text": text, "suggestion": meant}
    if time := re.search(rf"(?P<count>\d+)\s*(?P<unit>{'|'.join(_LENGTHS)})", text):
        values["duration"] = f'@"{_LENGTHS[time["unit"]].format(time["count"])}"'
    fix = Fix((Edit(cell.whole(), meant),))
    return Diagnostic("GJ1050" if text else "GJ1051", cell.whole(), values, fix=fix)


@lru_cache(maxsize=MAX_KEPT)
def _meant(text: str) -> str:
    """What a text was to be; empty where it is that already, or anything else."""
    meant = "-" if text in ANYTHING else TRUTHS.get(text) or _condition(text)
    right = meant.replace(" ", "") == text.replace(" ", "") and not _PARTED.search(text)
    return "" if right else meant


def _condition(text: str) -> str:
    """The condition that a text stands for; empty when it is none of these."""
    for pattern, written in _NOTATIONS:
        if match := pattern.fullmatch(text):
            return written(match)
    return ""


def _between(match: re.Match[str]) -> str:
    left, right = match["open"] or "[", match["close"] or "]"
    low, high = _number(match["low"]), _number(match["high"])
    percent = "%" if high.endswith("%") and not low.endswith("%") else ""
    return f"{left.translate(_BRACKETS)}{low}{percent}..{high}{right.translate(_BRACKETS)}"


def _bounded(match: re.Match[str]) -> str:
    left, right = ("=" in match[side] or "≤" in match[side] for side in ("left", "right"))
    return f"{'[' if left else '('}{_number(match['low'])}..{_number(match['high'])}{']' if right else ')'}"


def _number(text: str) -> str:
    """A number without its unit; `10万` is 100000.

    >>> _number("1.5万元"), _number("90 分"), _number("95%")
    ('15000', '90', '95%')
    """
    match = re.match(_AMOUNT, text)
    if match is None:
        return text
    if times := _TIMES.get(match["times"]):
        return f"{(Decimal(match['digits']).scaleb(times)).normalize():f}"
    return match["digits"] + (match["percent"] or "")


ANYTHING = (
    "",
    "—",
    "——",
    "–",
    "－",
    "*",
    "/",
    "任意",
    "不限",
    "全部",
    "所有",
    "any",
    "Any",
    "ANY",
    "all",
    "N/A",
    "n/a",
)

TRUTHS = {
    **dict.fromkeys(("True", "TRUE", "Yes", "YES", "yes", "Y", "√", "✓", "对"), "true"),
    **dict.fromkeys(("False", "FALSE", "No", "NO", "no", "N", "×", "✗", "错"), "false"),
}

_PARTED = re.compile(r"[<>]\s+=")  # a sign of two marks with a space between
_LENGTHS = {"天": "P{}D", "小时": "PT{}H", "个小时": "PT{}H", "分钟": "PT{}M", "个月": "P{}M", "年": "P{}Y"}
_AMOUNT = r"(?P<digits>\d+(?:\.\d+)?)\s*(?P<percent>%)?(?P<times>[百千万亿]?)"
_UNIT = r"(?:天|日|小时|个小时|分钟|分|元|块|次|个|人|件|单|岁|年|个月|月|级|名|家|days?|hours?|points?|yuan)?"
_VALUE = rf"\d+(?:\.\d+)?\s*%?[百千万亿]?\s*{_UNIT}"
_TIMES = {"百": 2, "千": 3, "万": 4, "亿": 8}
_WORDS = {
    ">=": "大于等于|大于或等于|不小于|不低于|不少于|至少|最少|大等于|at least|not less than",
    "<=": "小于等于|小于或等于|不大于|不高于|不超过|不多于|至多|最多|at most|up to",
    ">": "大于|高于|超过|多于|more than|greater than|over|above",
    "<": "小于|低于|少于|不足|未满|不到|less than|below|under",
    "=": "等于|equals?",
}
_BEHIND = {">=": "及以上|以上|或以上|和以上", "<=": "及以下|或以下|和以下|以内|之内", "<": "以下"}
_BRACKETS = str.maketrans("［］（）", "[]()")

_BOUND = r"\s*(?:<|<=|≤|＜|＜=)\s*"

_NOTATIONS = (
    (re.compile(rf"(?P<low>{_VALUE})(?P<left>{_BOUND})[^\W\d]\w*(?P<right>{_BOUND})(?P<high>{_VALUE})"),
     _bounded),
    (re.compile(rf"(?P<sign>[<>])\s+=\s*(?P<value>{_VALUE})"), lambda match: _compared(match["sign"] + "=", match)),
    (re.compile(rf"(?P<open>[\[(［（])\s*(?P<low>{_VALUE})\s*[,，]\s*(?P<high>{_VALUE})\s*(?P<close>[)）])"), _between),
    (re.compile(rf"(?P<open>[(（])\s*(?P<low>{_VALUE})\s*[,，]\s*(?P<high>{_VALUE})\s*(?P<close>[\]］])"), _between),
    *((re.compile(rf"(?:{words})\s*(?P<value>{_VALUE})", re.I), lambda match, sign=sign: _compared(sign, match))
      for sign, words in _WORDS.items()),
    *((re.compile(rf"(?P<value>{_VALUE})\s*(?:{words})"), lambda match, sign=sign: _compared(sign, match))
      for sign, words in _BEHIND.items()),
    (re.compile(rf"(?P<open>[\[(［（\]]?)\s*(?P<low>{_VALUE})\s*(?:-|~|～|—+|–|－|至|到|\.{{3,}}|…+|to)\s*"
                rf"(?P<high>{_VALUE})\s*(?P<close>[\])］）\[]?)"), _between),
    (re.compile(rf"(?P<sign>[<>]=?|=)\s*(?P<value>{_VALUE})"), lambda match: _compared(match["sign"], match)),
    (re.compile(_VALUE), lambda match: _number(match[0])),
)  # fmt: skip
"""What is written, and what is meant, the first that fits."""


def _compared(sign: str, match: re.Match[str]) -> str:
    return _number(match["value"]) if sign == "=" else f"{sign} {_number(match['value'])}"
