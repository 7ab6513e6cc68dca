"""Words that are known from elsewhere: `None`, `今天`, `IF(a, b, c)`, `name.contains("A")`, `金额大于5` in one word."""

from __future__ import annotations

import re

from engine.dsl import nodes as feel
from engine.dsl.checking.core import Checker
from engine.dsl.diagnostics import Edit
from engine.dsl.duration_mistakes import likely_durations
from engine.dsl.durations import parse_duration
from engine.dsl.foreign_texts import duration_literal, rewritings
from engine.dsl.numerals import in_digits
from engine.dsl.types import ANY, ListType, Type

WORDS = {
    **dict.fromkeys(("None", "NULL", "Null", "nil", "undefined", "NaN", "空", "空值", "无"), "null"),
    **dict.fromkeys(("True", "TRUE"), "true"),
    **dict.fromkeys(("False", "FALSE"), "false"),
    **dict.fromkeys(
        ("今天", "今日", "当天", "当前日期", "Today", "TODAY", "sysdate", "curdate", "current_date"), "today()"
    ),
    **dict.fromkeys(("现在", "此刻", "当前时间", "Now", "NOW", "current_timestamp"), "now()"),
}
"""What names of nothing stand for elsewhere, in FEEL."""

METHODS = {
    **dict.fromkeys(("contains", "includes", "include", "包含"), "contains({subject}, {arguments})"),
    **dict.fromkeys(("startsWith", "startswith", "starts_with"), "starts with({subject}, {arguments})"),
    **dict.fromkeys(("endsWith", "endswith", "ends_with"), "ends with({subject}, {arguments})"),
    **dict.fromkeys(("length", "len", "size", "长度"), "string length({subject})"),
    **dict.fromkeys(("toUpperCase", "upper"), "upper case({subject})"),
    **dict.fromkeys(("toLowerCase", "lower"), "lower case({subject})"),
    **dict.fromkeys(("count", "数量"), "count({subject})"),
    **dict.fromkeys(("sum", "合计"), "sum({subject})"),
    **dict.fromkeys(("isNull", "isEmpty", "isBlank"), "{subject} = null"),
    **dict.fromkeys(("now", "utcnow"), "now()"),
    **dict.fromkeys(("today",), "today()"),
    **dict.fromkeys(("equals",), "{subject} = {arguments}"),
}
"""What is called on a value elsewhere, and is a function of that value here."""

OF_LISTS = {"contains": "list contains", "string length": "count"}
"""What functions of a text are called for lists."""


def instead_of_word(checker: Checker, node: feel.Name) -> Edit | None:
    """What an unknown name says elsewhere; None when nothing."""
    if number := in_digits(node.name):
        return Edit(node.span, number)
    if _LENGTH.fullmatch(node.name) and len(likely := likely_durations(node.name)) == 1:
        return Edit(node.span, duration_literal(parse_duration(str(likely[0]))))
    if node.name in WORDS:
        return Edit(node.span, WORDS[node.name])
    if node.name.isascii():
        return None
    return next(
        (
            Edit(node.span, each.text.strip())
            for each in rewritings(node.name)
            if each.text != node.name and all(map(checker.scope.meanings, _names(each.text)))
        ),
        None,
    )


_CALL = re.compile(r"[^\W\d]\w*\s*[(（]")
_LENGTH = re.compile("[一二两三四五六七八九十百\\d]+个?半?(?:天|日|周|星期|月|年|小时|分钟|季度)")


def _names(text: str) -> list[str]:
    """The names between the operators of a text, one at least."""
    text = re.sub(r"(?<=\w)\.[^\W\d]\w*", "", text)
    parts = re.split(r"\s+(?:[<>!]?=|[<>]|and|or|between)\s*|[\d.%]+|@?\"[^\"]*\"|\bnull\b", text)
    return [part.strip() for part in parts if part.strip()] or [""]


def instead_of_call(node: feel.Call) -> Edit | None:
    """A call of a function of a spreadsheet that is an operator here; None when it is none."""
    text = node.span.text
    if re.fullmatch(r"(?:TRUE|FALSE)\(\s*\)", text, re.I):
        return Edit(node.span, text.lower().rstrip("( )"))
    called = _CALL.match(text)
    operators = [each for each in rewritings(text) if called and not each.text.startswith(called[0])]
    return Edit(node.span, operators[-1].text) if operators else None


def instead_of_method(checker: Checker, node: feel.Call) -> Edit | None:
    """A call of a function on a value, as programs have it."""
    if not isinstance(node.function, feel.Path) or node.function.name not in METHODS:
        return None
    arguments = ", ".join(each.span.text for each in node.arguments)
    subject = node.function.subject
    written = METHODS[node.function.name].format(subject=subject.span.text, arguments=arguments)
    function, rest = written.split("(", 1) if "(" in written else ("", written)
    if function in OF_LISTS and isinstance(checker.silent().infer(subject), ListType):
        written = f"{OF_LISTS[function]}({rest}"
    return Edit(node.span, written)


def tell(checker: Checker, edit: Edit) -> Type:
    """Report what is written otherwise here."""
    return checker.report("GJ1110", edit.span, edit, found=edit.span.text) or ANY
