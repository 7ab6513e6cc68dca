"""Conditions that are written as in a spreadsheet, or lean on their neighbours: `7-9`, `同上`, `标准间/大床房`.

Reads   the text of a cell, and the column it stands in.
Gives   the finding with the condition that was probably meant, or None; what is meant is a guess, to be looked at.
Why     some of these cannot be read, with messages that miss the point; `7-9` can, and is minus two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from engine.dsl.cell_notations import NARROW, condition
from engine.dsl.diagnostics import Diagnostic, Edit, Fix
from engine.dsl.source import Snippet

MAX_KEPT = 20_000  # texts looked at before
DITTO = ('"', "'", "〃", "″", "″", "↑", "^", "同上", "同前", "ditto", "same")
LENGTHS = {
    **dict.fromkeys(("天", "日", "day"), "P{}D"),
    **dict.fromkeys(("小时", "个小时", "hour"), "PT{}H"),
    **dict.fromkeys(("分钟", "minute"), "PT{}M"),
    **dict.fromkeys(("个月", "month"), "P{}M"),
    **dict.fromkeys(("年", "year"), "P{}Y"),
}
THERE_OR_NOT = {"有": "true", "具备": "true", "无": "false", "没有": "false", "不具备": "false", "none": "false"}
WEEKS = ("周", "星期", "个星期", "week")


@dataclass(frozen=True, slots=True)
class Beside:
    """Where a cell stands: the header of its column, the texts of all its cells, the number of its row from 0.

    `known` tells whether a text is a name as it stands.
    """

    header: str = ""
    texts: tuple[str, ...] = ()
    row: int = 0
    known: Callable[[str], bool] = lambda text: False


NOWHERE = Beside()


def mistaken_cell(cell: Snippet, beside: Beside = NOWHERE) -> Diagnostic | None:
    """The finding for a cell, if it is written as in a spreadsheet.

    >>> from engine.dsl.source import Source
    >>> def meant(text, *column):
    ...     beside = Beside("年龄", (text, *column), known=lambda word: word in ("A", "B"))
    ...     found = mistaken_cell(Source("a.yaml", text).snippet(), beside)
    ...     return found and found.fix.edits[0].text
    >>> meant("25-60"), meant("25-60", "60-80", ">= 80"), meant("A/B"), meant("非A"), meant("年龄 >= 18"), meant("A")
    ('[25..60]', '[25..60)', 'A, B', 'not(A)', '>= 18', None)
    """
    text = cell.text.strip()
    meant = _meant(text)
    if meant and beside.known(text):
        return None
    meant = _joined(meant, beside) if meant else _leaning(text, beside)
    if not meant:
        return None
    values: dict[str, object] = {"text": text, "suggestion": meant, "header": beside.header}
    if time := _TIME.search(text):
        values["duration"] = _NUMBER.sub(lambda each: _length(int(each[0]), time["unit"]), meant)
    fix = Fix((Edit(cell.whole(), meant),))
    return Diagnostic("GJ1050" if text else "GJ1051", cell.whole(), values, fix=fix)


def _length(count: int, unit: str) -> str:
    """A length of time as FEEL has it, which knows no weeks."""
    return f'@"P{count * 7}D"' if unit in WEEKS else f'@"{LENGTHS[unit].format(count)}"'


@lru_cache(maxsize=MAX_KEPT)
def _meant(text: str) -> str:
    """What a text was to be; empty where it is that already but for full-width marks, or anything else."""
    if "@" not in text and any(each.fullmatch(text) for each in _AS_IN_FEEL):
        return ""
    meant = condition(text)
    right = meant.replace(" ", "") == text.replace(" ", "").translate(NARROW) and not _PARTED.search(text)
    return "" if right else meant


# -- what only the column tells ----------------------------------------------------------------------------------------


def _leaning(text: str, beside: Beside) -> str:
    """What a cell means that speaks of the row above, of its own header, or of several options in one."""
    if text in DITTO:
        return next((each for each in reversed(beside.texts[: beside.row]) if each not in DITTO), "")
    if yes_or_no := _header_itself(text, beside) or _there_or_not(text, beside):
        return yes_or_no
    if len(beside.header) < len(text) and beside.header and beside.header in text:
        return _about_itself(text, beside.header)
    words = text.split()
    if not (len(words) > 1 or _SEVERAL.search(text)) or beside.known(text):
        return ""
    if len(words) > 1 and all(map(beside.known, words)):
        return ", ".join(words)
    if denied := _DENIED.fullmatch(text):
        return f"not({denied['word']})" if beside.known(denied["word"]) else ""
    parts = [part.strip() for part in _BETWEEN_OPTIONS.split(text)]
    return ", ".join(parts) if len(parts) > 1 and all(map(beside.known, parts)) else ""


def _header_itself(text: str, beside: Beside) -> str:
    """`学生`, `非学生`, `not fragile` in a column of yes and no with that header."""
    denied = _DENIED.fullmatch(text)
    word = denied["word"] if denied else text
    if word.casefold() != beside.header.casefold() or not all(map(_YES_OR_NO.fullmatch, _others(beside))):
        return ""
    return "false" if denied else "true"


def _there_or_not(text: str, beside: Beside) -> str:
    """`有`, `无` in a column of yes and no."""
    others = {*_others(beside)} - {"-"} if text in THERE_OR_NOT else set()
    return THERE_OR_NOT[text] if others and others <= {"true", "false"} else ""


def _about_itself(text: str, header: str) -> str:
    """`年龄 >= 18 and 年龄 < 60` in a column of ages."""
    rest = re.sub(rf"\s*{re.escape(header)}\s*", " ", text).strip()
    return _meant(rest) or (rest if condition(rest) else "")


def _joined(meant: str, beside: Beside) -> str:
    """A band whose ends touch those of its neighbours: a limit that two bands share belongs to the one above."""
    text = beside.texts[beside.row] if beside.texts else ""
    if _UNFINISHED.fullmatch(text) and (half := _HALF.fullmatch(meant)) and half["low"]:
        return _finished(meant, half["low"], beside)
    band = _BAND.fullmatch(meant)
    if band is None or _COMPARED.search(text):
        return meant
    ends = {_amount(match["high"]) for match in _limits(beside) if match["close"] in ("]", "<=")}
    starts = {_amount(match["low"]) for match in _limits(beside) if match["open"] in ("[", ">=")}
    opening = "(" if _amount(band["low"]) in ends and not _is_typed(band["low"], beside) else "["
    closing = ")" if _amount(band["high"]) in starts else "]"
    opening = band["open"] if _OPENED.match(text) else opening
    closing = band["close"] if _CLOSED.search(text) else closing
    return f"{opening}{band['low']}..{band['high']}{closing}"


def _finished(meant: str, low: str, beside: Beside) -> str:
    """`[7..)` below `>= 9` ends where the band above begins."""
    above = [match["low"] for match in _limits(beside) if match["low"] and _is_above(match["low"], low)]
    return f"[{low}..{min(above, key=lambda each: Decimal(each.rstrip('%')))})" if above else meant


def _is_above(one: str, other: str) -> bool:
    return "@" not in one + other and Decimal(one.rstrip("%")) > Decimal(other.rstrip("%"))


def _limits(beside: Beside) -> Iterator[re.Match[str]]:
    """The ends of the other bands of the column."""
    for other in _others(beside):
        if match := _BAND.fullmatch(other) or _HALF.fullmatch(other):
            yield match


def _others(beside: Beside) -> Iterator[str]:
    """The other cells of the column, as conditions."""
    for row, text in enumerate(beside.texts):
        if row != beside.row:
            yield _meant(text) or text


def _is_typed(low: str, beside: Beside) -> bool:
    """Whether another cell that ends where this one begins is written without brackets, too: then it gives way."""
    return any(
        _meant(text).endswith(f"{low}]") and not _CLOSED.search(text)
        for row, text in enumerate(beside.texts)
        if row != beside.row
    )


def _amount(text: str | None) -> object:
    if not text:
        return None
    return text if text.startswith("@") else Decimal(text.rstrip("%"))


_YES_OR_NO = re.compile("true|false|-")
_PARTED = re.compile(r"[<>]\s+=|\d\s+%")  # two marks that belong together, with a space between
_NUMBER = re.compile(r"\d+")
_TIME = re.compile(rf"(?P<count>\d+)\s*(?P<unit>{'|'.join((*LENGTHS, *WEEKS))})")
_POINT = r"-?\d+(?:\.\d+)?%?|@\"[^\"]*\""
_BAND = re.compile(rf"(?P<open>[\[(])(?P<low>{_POINT})\.\.(?P<high>{_POINT})(?P<close>[\])])")
_HALF = re.compile(rf"(?:(?P<open>>=?)\s*(?P<low>{_POINT})|(?P<close><=?)\s*(?P<high>{_POINT}))")
_AS_IN_FEEL = (re.compile(_POINT), _BAND, _HALF)
_UNFINISHED = re.compile(r"[\[(].*\.\.\s*[\])]")
_COMPARED = re.compile(r"[<>＜＞≤≥]")
_OPENED, _CLOSED = re.compile(r"\s*[\[\](（]"), re.compile(r"[\])）\[]\s*$")
_SEVERAL = re.compile(r"[/、;；|和及或非除不]|\bor\b|\band\b|\bnot\b|\+", re.I)
_DENIED = re.compile(r"(?:非|不是|除了?|不含|不包括|not\s+|!)\s*(?P<word>.+?)(?:以外|之外|外)?", re.I)
_BETWEEN_OPTIONS = re.compile(r"\s*(?:[/、;；|+]|或者?|以?及|和|\bor\b|\band\b)\s*", re.I)
