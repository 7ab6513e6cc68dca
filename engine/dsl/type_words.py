"""Types in the words of people who write rules, in zh and en; for messages."""

from __future__ import annotations

from engine.dsl.text import Text
from engine.dsl.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    NULL,
    NUMBER,
    STRING,
    TIME,
    YEARS_MONTHS,
    ConstrainedType,
    ContextType,
    FunctionType,
    ListType,
    RangeType,
    SimpleType,
    Type,
)

WORDS: dict[Type, Text] = {
    NUMBER: Text("数字", "number"),
    STRING: Text("文本", "text"),
    BOOLEAN: Text("真假值", "true or false"),
    DATE: Text("日期", "date"),
    TIME: Text("时刻", "time"),
    DATE_TIME: Text("日期时间", "date and time"),
    YEARS_MONTHS: Text("年月时长", "duration in months"),
    DAYS_TIME: Text("天时时长", "duration in days and hours"),
    ANY: Text("任意值", "anything"),
    NULL: Text("空值", "nothing (null)"),
}


EXAMPLES: dict[Type, str] = {
    NUMBER: "12.5",
    BOOLEAN: "true",
    DATE: "2024-03-14",
    TIME: "09:30:00",
    DATE_TIME: "2024-03-14 09:30",
    YEARS_MONTHS: "P3M",
    DAYS_TIME: "PT24H",
}
"""How a value of a type is written among facts; texts as they are."""


def described(type_: Type) -> Text:
    """A type in words.

    >>> str(described(ListType(NUMBER))), described(RangeType(DATE)).say("en")
    ('列表（数字）', 'range (date)')
    """
    match type_:
        case SimpleType(name=name):
            return WORDS[SimpleType(name)]
        case ListType(item=inner):
            return _of(Text("列表", "list"), inner)
        case RangeType(endpoint=inner):
            return _of(Text("区间", "range"), inner)
        case ContextType():
            return Text("记录", "record")
        case FunctionType():
            return Text("函数", "function")
        case ConstrainedType(base=inner):
            return described(inner)
    return WORDS[type_]


def _of(whole: Text, inner: Type) -> Text:
    """A whole and, where it is known, what it consists of."""
    if inner in (ANY, NULL):
        return whole
    part = described(inner)
    return Text(f"{whole.zh}（{part.zh}）", f"{whole.en} ({part.en})")
