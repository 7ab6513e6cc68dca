"""Conditions as people know them from spreadsheets, databases, programs and plain speech, put into FEEL.

Reads   a FEEL text that cannot be read, or that calls a function which does not exist.
Gives   `Rewriting`s, likeliest first: the text as it was probably meant. Which of them can be read, the caller finds
        out. The last one has everything rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.dsl.dates import parse_date
from engine.dsl.durations import Duration, Unit, parse_duration
from engine.dsl.notations import NOTHING, Call, Found, Notation, Whole
from engine.dsl.unclosed import close_brackets, close_group, close_quotes

ISO = {Unit.SECONDS: "PT{}S", Unit.MINUTES: "PT{}M", Unit.HOURS: "PT{}H", Unit.DAYS: "P{}D", Unit.MONTHS: "P{}M"}
TIMES = {
    "十": 1,
    "百": 2,
    "千": 3,
    "万": 4,
    "亿": 8,
    "k": 3,
    "K": 3,
    "w": 4,
    "W": 4,
    "million": 6,
    "mn": 6,
    "billion": 9,
    "bn": 9,
}
NO_LENGTHS = ("", "分", "月", "日", "m", "M")  # units that do not say for certain that a length of time is meant
FOREIGN = "GJ1005"
LONGEST = 600  # characters; longer texts were not typed by hand, and take long
QUOTES = "GJ1004"
LOOK_ALIKES = str.maketrans("OoIl〇", "00110")


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A text as it was meant. `code` says what was wrong; without one, whoever found the mistake knows best."""

    text: str
    code: str = ""


def rewritings(text: str) -> Iterator[Rewriting]:
    """What a text may have been meant to be.

    >>> [next(rewritings(text)).text for text in ("得分 > 3万", "签约日 < 2026/5/1", 'IF(a > 3, "x", "y")')]
    ['得分 > 30000', '签约日 < @"2026-05-01"', 'if a > 3 then "x" else "y"']
    >>> [next(rewritings(text)).text for text in ("推荐值 在 0 到 6 之间", "金额超过5", "a ? 1 : 2", "b is not null")]
    ['推荐值 between 0 and 6 ', '金额 > 5', 'if a then 1 else 2', 'b != null ']
    """
    everything, code = text, ""
    for notation in NOTATIONS if len(text) <= LONGEST else ():
        rewritten = notation.apply(text)
        if rewritten != text:
            yield Rewriting(rewritten, notation.code)
            everything, code = notation.apply(everything), notation.code or code
    yield Rewriting(everything, code)


def duration_literal(duration: Duration | None) -> str:
    """`@"P30D"` for 30 days; empty for working days, which have no such literal."""
    if duration is None or duration.unit not in ISO:
        return ""
    return f'@"{ISO[duration.unit].format(f"{duration.amount:f}")}"'


def date_literal(year: str, month: str, day: str) -> str:
    """`@"2026-05-01"`; empty for a day that does not exist."""
    date = parse_date(f"{year}-{month:0>2}-{day:0>2}")
    return f'@"{date.isoformat()}"' if date else ""


# -- what is written instead -------------------------------------------------------------------------------------------


def _if(arguments: Sequence[str]) -> str:
    if len(arguments) != 3:
        return ""
    return f"if {arguments[0]} then {arguments[1]} else {arguments[2]}"


def _ifs(arguments: Sequence[str]) -> str:
    """`IFS(a, 1, b, 2, TRUE, 3)`: what stands behind a last TRUE, or alone, is for all else."""
    if len(arguments) < 3:
        return ""
    pairs = list(zip(arguments[::2], arguments[1::2], strict=False))
    last = arguments[-1] if len(arguments) % 2 or pairs[-1][0].lower() == "true" else ""
    tested = pairs[:-1] if pairs[-1][0].lower() == "true" else pairs
    return " ".join(f"if {test} then {value} else" for test, value in tested) + f" {last or 'null'}"


def _joined(word: str) -> Callable[[Sequence[str]], str]:
    return lambda arguments: f" {word} ".join(arguments) if len(arguments) > 1 else ""


def _number(match: Found) -> str:
    """A number without thousands marks, currency and unit; `3万` is 30000, `30 天` a length of time."""
    if not (match["currency"] or match["times"] or match["unit"] or re.search(r"[,，\s]", match["digits"])):
        return ""
    digits = re.sub(r"[,，\s]", "", match["digits"])
    length = _time(digits, match) if match["unit"] not in NO_LENGTHS else ""
    if length and not match["times"]:
        return length
    value = Decimal(digits).scaleb(TIMES.get(match["times"], 0))
    return f"{value.normalize() if match['times'] else value:f}{match['percent'] and '%'}"


def _time(digits: str, match: Found) -> str:
    """A length of time; in days where the difference of two dates is compared with it."""
    length = parse_duration(f"{digits} {match['unit']}")
    if length and length.unit is Unit.MONTHS and _DIFFERENCE.search(match.text[: match.match.start()]):
        length = Duration(length.amount * 365 // 12, Unit.DAYS)
    return duration_literal(length)


def _digits(match: Found) -> str:
    """`5OO` and `l00` with the digits that the letters look like."""
    return match["digits"].translate(LOOK_ALIKES) if not match["digits"].isdecimal() else ""


def _keyword(match: Found) -> str:
    """A keyword in small letters."""
    return {"none": "null"}.get(match.match[0].lower(), match.match[0].lower())


def _nothing(match: Found) -> str:
    return NOTHING


def _operator(match: Found) -> str:
    """The sign of an operator in words."""
    return next(f" {sign} " for (name, _), sign in zip(_NAMED_OPERATORS, _OPERATORS, strict=True) if match[name])


def _like(match: Found) -> str:
    """`name like "%A%"`: the marks at the ends say which function it is."""
    text = match["text"]
    inner = text.strip("%*")
    ends = text[:1] in "%*", text[-1:] in "%*"
    function = {(False, True): "starts with", (True, False): "ends with"}.get(ends, "contains")
    call = f'{function}({match["left"].strip()}, "{inner}")'
    return f"not({call})" if match["not"] else call


def _share(match: Found) -> str:
    """`8折`, `8.5折`, `85折`: what is left of the whole."""
    digits = match["digits"].replace(".", "")
    return f"{digits}0%" if len(digits) == 1 else f"{digits}%"


def _length_of(arguments: Sequence[str]) -> str:
    """`timedelta(days=45)`."""
    said = re.fullmatch(r"(?P<unit>\w+)\s*=\s*(?P<amount>\d+)", arguments[0]) if len(arguments) == 1 else None
    return duration_literal(parse_duration(f"{said['amount']} {said['unit']}")) if said else ""


def _date_in_english(match: Found) -> str:
    """`January 31, 2026`."""
    return date_literal(match["year"], str(_MONTHS.index(match["month"].lower()) + 1), match["day"])


def _bounds(arguments: Sequence[str]) -> str:
    return "{} between {} and {}".format(*arguments) if len(arguments) == 3 else ""


_DIFFERENCE = re.compile(r"[\w)]\s+-\s+\w[^<>=]*[<>]=?\s*$")
_FLAT = r"[^()\[\],，]*"
_OPERAND = r"\b(?!(?:and|or|not|if|then|else|in)\b)[^\W\d][\w.]*(?:[ \-]\w+)*"
_VALUE = r"(?:[-+]?\d[\d.,]*%?|@?\"X*\"|[^\W\d][\w.]*(?:\([^()]*\))?)"
_POINT = r"[-+]?\d[\d.]*%?|@\"[^\"]*\""
_TEXT_NEXT = r"(?=\s*[\"“\d])"
_UNIT_WORDS = (
    "倍 元 块 块钱 人民币 美元 欧元 岁 分 次 个 人 件 单 名 家 台 套 晚 间 克 千克 公斤 斤 吨 米 公里 厘米 平米 平方米 "
    "kg g km cm mm m t pcs "
    "yuan usd eur cny rmb GBP USD EUR CNY RMB HKD JPY dollars? pounds? euros? 港币 港元 日元 英镑 "
    "points? times 年 个月 月 周 个星期 星期 天 日 个自然日 自然日 "
    "个小时 小时 钟头 分钟 days? "
    "hours? hrs? minutes? mins? weeks? months? years? "
)
_UNITS = "|".join(sorted(_UNIT_WORDS.split(), key=len, reverse=True))
_NUMBERS = (
    r"(?<![\w.\"@-])(?:(?P<currency>[¥￥$€£]|\b(?:EUR|USD|CNY|RMB)\b)\s*)?"
    r"(?P<digits>\d{1,3}(?:[,，]\d{3}|[ \u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:\s*(?P<percent>[%％]))?(?:\s*(?P<times>[十百千万亿]|(?:[kKwW]|million|mn|billion|bn)(?!\w)))?(?:\s*"
    rf"(?P<unit>(?:{_UNITS})(?![A-Za-z])(?:\s*(?:/|per )\s*(?:{_UNITS})(?!\w))?))?"
)
_DATES = (
    r"(?<![\w\"-])(?P<year>\d{4})(?:(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
    r"|\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]?)(?!\w)"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATES_IN_ENGLISH = (
    rf"\b(?P<month>{'|'.join(_MONTHS)})[a-z]*\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})\b"
)
_NOT_TO = "(?:不|不得|不应|不能|不可|不会)"
_OPERATORS = {
    ">=": f"大于等于|大于或等于|大等于|{_NOT_TO}(?:小于|低于|少于|早于)|至少为?|"
    "is at least|greater than or equal to|at least|(?:not|no) less than",
    "<=": f"小于等于|小于或等于|{_NOT_TO}(?:大于|高于|超过|多于|晚于)|至多为?|"
    "(?:is )?at most|less than or equal to|(?:is )?(?:not|no) (?:more|greater) than|does not exceed|up to",
    "!=": rf"不等于|不[是为]{_TEXT_NEXT}|is not{_TEXT_NEXT}|not equals?(?: to)?|does not equal",
    ">": "大于|高于|超过|多于|晚于|is greater than|greater than|more than|is over|is above|later than|exceeds",
    "<": "小于|低于|少于|不足|未满|不到|早于|is less than|less than|fewer than|is below|is under|earlier than",
    "=": rf"等于|[是为]{_TEXT_NEXT}|is equal to|equals?(?: to)?(?!\w)|is{_TEXT_NEXT}",
    "*": r"(?:(?<=[%％]\s)|(?<=[%％])|(?<=percent\s))of(?=\s)|乘以|乘上|乘(?![\w])|(?<=\s)times(?=\s)",
    "/": r"除以|(?<=\s)divided by(?=\s)",
    "+": r"加上|(?<=\s)加(?=\s)|(?<=\s)plus(?=\s)",
    "-": r"减去|扣除|(?<=\s)减(?=\s)|(?<=\s)minus(?=\s)|[—–−]+",
    "and": r"(?<=[\w\"）)])[,，]?\s*(?:并且|而且|同时|以及|且)(?=.)",
    "or": r"(?<=[\w\"）)])[,，]?\s*(?:或者|或是|或)(?=.)",
}
_NAMED_OPERATORS = [(f"operator{number}", said) for number, said in enumerate(_OPERATORS.values())]
_STRANGE = r"""[^\w\s.,:()\[\]{}"'“”@%?<>=!+*/&|^~;#\\-]|\\n.*|[$#\\]"""
_SIGNS_OF_NUMBERS = {"²": " ** 2", "³": " ** 3", "½": "0.5", "¼": "0.25", "¾": "0.75"}
_CHOICE = "if {test} then {one} else {other}".format_map


def _pattern(pattern: str) -> str:
    """The pattern for letters of either case."""
    return f"(?i){pattern}"


NOTATIONS: tuple[Notation | Call | Whole, ...] = (
    # texts
    Notation(_pattern("[「『«](?P<text>[^「」『』«»\"]*)[」』»]"), '"{text}"'.format_map, QUOTES),
    Whole(close_quotes),
    Notation(_pattern(r"[$#]?\{\{?\s*(?P<name>[^{}:：]+?)\s*\}\}?"), "{name}".format_map, FOREIGN),
    # numbers, lengths of time, dates
    Notation(r"(?<![\w.])(?P<digits>[\dOoIl〇]*\d[\dOoIl〇]*)(?![\w.])", _digits),
    Notation(_pattern(r"^\s*\*+\s*(?=[\d.\w])"), " ".format_map),
    Notation(_pattern(r"(?<=,)\s*(?P<digits>\d+)\s*个?(?P<unit>月|天|年|周|days?|months?|weeks?|years?)\s*(?=\))"),
             ' "{digits} {unit}"'.format_map),
    Notation(_pattern(_DATES),
             lambda found: date_literal(found["year"], found["month"] or found["m"], found["day"] or found["d"])),
    Notation(_pattern(_DATES_IN_ENGLISH), _date_in_english),
    Notation(_pattern(r"(?<=\d)\s*(?:percent|per cent|pct)\b"), "%".format_map),
    Notation(r"(?P<digits>\d+(?:\.\d+)?)\s*‰", lambda found: f"{Decimal(found['digits']) / 10:f}%"),
    Notation(r"(?<=[\[(（.])\s*(?P<whole>\d+)[,，](?P<part>\d{1,2})(?=\s*(?:\.\.|[\])）\[]))",
             "{whole}.{part}".format_map),
    Notation(_NUMBERS, _number),
    Notation(_pattern(r"^\s*(?P<whole>\d+)[,，](?P<part>\d{1,2})\s*$"), "{whole}.{part}".format_map),
    Notation(_pattern(r"(?<=[-+*/])\s*(?P<whole>\d+)[,，](?P<part>\d{1,2})(?=\s*(?:$|[-+*/)]))"),
             " {whole}.{part}".format_map),
    Notation(_pattern(r"(?<=\d),\s*[-—–]+\s*$"), _nothing),
    Notation(_pattern(r"(?<![\w.])(?P<digits>\d(?:\.?\d)?)\s*折"), _share, FOREIGN),
    Notation("[²³½¼¾]", lambda found: _SIGNS_OF_NUMBERS[found.match[0]], FOREIGN),
    Notation(_pattern(r"^\s*(?P<mark>\*\*|__|`)(?P<inner>[^*_`]+)(?P=mark)\s*$"), "{inner}".format_map, FOREIGN),
    Notation(_pattern(r"^\s*return\b"), _nothing, FOREIGN),
    # functions of spreadsheets
    Call(_pattern(r"\bCOUNTIFS?\s*[(（]"), lambda given: f"count({given[0]}[{given[1]}])" if len(given) == 2 else "",
         FOREIGN),
    Call(_pattern(r"\b(?:IF|IIF|如果)\s*[(（]"), _if, FOREIGN),
    Call(_pattern(r"\bIFS\s*[(（]"), _ifs, FOREIGN),
    Call(_pattern(r"\bAND\s*[(（]"), _joined("and"), FOREIGN),
    Call(_pattern(r"\bOR\s*[(（]"), _joined("or"), FOREIGN),
    Call(r"\bNOT\s*[(（]", lambda given: f"not({given[0]})" if len(given) == 1 else "", FOREIGN),
    Call(_pattern(r"\b(?:ISBLANK|IS_?NULL|IsEmpty)\s*\("), lambda given: f"{given[0]} = null", FOREIGN),
    Call(_pattern(r"\bBETWEEN\s*\("), _bounds, FOREIGN),
    Call(_pattern(r"\btimedelta\s*\("), _length_of, FOREIGN),
    # choices
    Notation(_pattern(r"^\s*case\s+when\s+(?P<test>.+?)\s+then\s+(?P<one>.+?)\s+else\s+(?P<other>.+?)\s+end\s*$"),
             _CHOICE, FOREIGN),
    Notation(_pattern(r"^(?P<test>[^?]+?)\s*[?？]\s*(?P<one>[^?]+?)\s*[:：]\s*(?P<other>[^?]+)$"), _CHOICE, FOREIGN),
    Notation(_pattern(r"^(?P<one>(?:(?!\bif\b).)+?)\s+if\s+(?P<test>.+?)\s+else\s+(?P<other>.+)$"), _CHOICE, FOREIGN),
    Notation(_pattern(r"\b(?:elif|elseif|elsif|否则如果)\b"), "else if".format_map, FOREIGN),
    Notation(_pattern(r"(?:如果|假如|若|当)\s*(?P<test>.+?)\s*[,，]?\s*(?:则|那么|就|时)[为是]?\s*(?P<one>.+?)\s*[,，;；]?\s*"
                      r"(?:否则|不然|其他情况)[为是就]?\s*(?P<other>.+)"), _CHOICE, FOREIGN),
    # texts within texts
    Notation(_pattern(rf"(?P<left>{_OPERAND}?)\s+(?P<not>not\s+|不)?(?:like|包含|含有|contains|includes)\s*"
                      r'"(?P<text>[^"]*)"'), _like, FOREIGN),
    Notation(_pattern(rf"(?P<left>{_OPERAND})\s+(?P<function>starts with|ends with|matches|list contains)\s+"
                      rf"(?P<right>{_VALUE})"), "{function}({left}, {right})".format_map),
    # nothing
    Notation(_pattern(r"(?<!\s)\s*+(?:\bis not (?:null|empty|blank)|不为空|非空|不是空|有值)"), " != null ".format_map,
             FOREIGN),
    Notation(_pattern(r"(?<!\s)\s*+(?:\bis (?:null|empty|missing)|为空|是空|没有值)"), " = null ".format_map, FOREIGN),
    # loops
    Notation(_pattern(r"^\s*(?:when|whenever|如果|若|当)\b\s*(?=.*\bthen\b)"), "if ".format_map, FOREIGN),
    Notation(_pattern(r"\b(?:satisfy|satisfied|such that)\b"), "satisfies".format_map, FOREIGN),
    Notation(_pattern(r"\ball\s+(?P<each>\w+)\s+in\b(?=.*\bsatisfies\b)"), "every {each} in".format_map, FOREIGN),
    Notation(_pattern(r"\bany\s+(?P<each>\w+)\s+in\b(?=.*\bsatisfies\b)"), "some {each} in".format_map, FOREIGN),
    Notation(_pattern(r"\bfor\s+(?:each|every|all)\s+(?P<each>\w+)\s+in\b"), "for {each} in".format_map, FOREIGN),
    # ranges and lists
    Notation(_pattern(rf"(?<!\s)\s*+(?:在|介于|处于|\bbetween)\s*[\[(（]?\s*(?P<low>{_POINT})\s*(?:到|至|和|与|~|～|-|—|,|，|、|to|and)"
                      rf"\s*(?P<high>{_POINT})\s*[\])）]?\s*(?:之间|以内|内)?"),
             " between {low} and {high} ".format_map, FOREIGN),
    Notation(_pattern(r"\bbetween\s+(?P<range>[\[(][^\[\]()]*\.\.[^\[\]()]*[\])])"), "in {range}".format_map),
    Notation(_pattern(r"\bin\s+(?P<low>[-+]?[\d.]+?%?)\s*\.\.\s*(?P<high>[\d.]+%?)"), "in [{low}..{high}]".format_map),
    Notation(_pattern(rf"(?P<left>{_OPERAND})\s+(?:not in|不属于)\s*(?P<list>[\[(][^\[\]()]*[\])])"),
             "not({left} in {list})".format_map, FOREIGN),
    Notation(_pattern(rf"\b(?:in|属于)\s*(?P<list>{_VALUE}(?:\s*[,，、]\s*{_VALUE})+)(?!\s*[)）\]])"),
             "in ({list})".format_map),
    # operators
    Notation(_pattern(r"(?<!\s)\s*+(?:" + "|".join(f"(?P<{name}>{said})" for name, said in _NAMED_OPERATORS) + r")\s*"),
             _operator, FOREIGN),
    Notation(_pattern(r"(?<=\w)的\s*(?=[\d.]+[%％])"), " * ".format_map, FOREIGN),
    Notation(_pattern(r"(?<=\w)的(?=\w)"), ".".format_map, FOREIGN),
    Notation(_pattern(r"^\s*=(?!=)"), _nothing),
    Notation(_pattern(rf"(?P<left>{_OPERAND})\s*(?P<first>[<>]=?\s*{_VALUE})\s+(?P<word>and|or)\s+(?=[<>])"),
             "{left} {first} {word} {left} ".format_map),
    Notation(_pattern(rf"(?P<left>{_VALUE})\s*[%％]\s*(?P<right>\d+)"), "modulo({left}, {right})".format_map),
    Notation(_pattern(r"(?<=[\w)])\s+x\s+(?=[\w(])|(?<=\d)x(?=\d)"), " * ".format_map, FOREIGN),
    Notation(_pattern(rf"^(?={_FLAT}[,，]{_FLAT}$)(?P<left>{_FLAT}[<>=]{_FLAT})[,，]\s*+(?P<right>{_FLAT}[<>=]{_FLAT})$"),
             "{left} and {right}".format_map, FOREIGN),
    # marks
    Notation(_pattern(r"^\s*[=＝]{1,2}\s*(?![=＝])"), _nothing, FOREIGN),
    Notation(r"(?<!\w)(?:TRUE|True|FALSE|False|NULL|Null|None)(?!\w)", _keyword, FOREIGN),
    Notation(_pattern(r"\b(?:not|非|并非)\s+(?P<denied>(?!not\b)[^()]+?)(?=\s+(?:and|or|then|else)\b|\s*$)"),
             "not({denied})".format_map, FOREIGN),
    Notation(_pattern(rf"\bif\b(?P<test>(?:(?!\bthen\b).)+?[<>=]\s*{_VALUE})\s+(?!and\b|or\b|then\b)(?P<one>.+?)\s+else\b"),
             "if{test} then {one} else".format_map),
    Notation(_pattern(r"(?<=[=,(\s])<(?P<text>[^<>=,()]+)>"), '"{text}"'.format_map, QUOTES),
    Notation(_pattern(r"(?<![\w'])'(?=\d+(?:\.\d+)?(?!['\w]))|(?<![\w)\s])\s*\+(?=\d)|(?<=\d)\s+(?=[%％])"), _nothing),
    Notation(_pattern(r"[;；。]\s*$"), " ".format_map, FOREIGN),
    Notation(_pattern(_STRANGE), _nothing),
    Whole(close_group),
    Whole(close_brackets),
)  # fmt: skip
"""The notations in the order in which they are tried."""
