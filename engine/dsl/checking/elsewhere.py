"""Words that are known from elsewhere: `None`, `今天`, `IF(a, b, c)`, `name.contains("A")`, `金额大于5` in one word."""

from __future__ import annotations

import re

from engine.dsl import nodes as feel
from engine.dsl.cell_notations import condition
from engine.dsl.checking.core import Checker
from engine.dsl.diagnostics import Edit
from engine.dsl.foreign_texts import rewritings
from engine.dsl.inference import plain
from engine.dsl.types import ANY, NUMBER, Type

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
    **dict.fromkeys(("equals",), "{subject} = {arguments}"),
}
"""What is called on a value elsewhere, and is a function of that value here."""


def instead_of_word(checker: Checker, node: feel.Name, expected: Type = ANY) -> Edit | None:
    """What an unknown name says elsewhere; None when nothing."""
    if plain(expected) == NUMBER and (number := condition(node.name)).isdecimal():
        return Edit(node.span, number)
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


def _names(text: str) -> list[str]:
    """The names between the operators of a text, one at least."""
    parts = re.split(r"\s+(?:[<>!]?=|[<>]|and|or|between)\s*|[\d.%]+|@?\"[^\"]*\"", text)
    return [part.strip() for part in parts if part.strip()] or [""]


def instead_of_call(node: feel.Call) -> Edit | None:
    """A call of a function of a spreadsheet that is an operator here; None when it is none."""
    text = node.span.text
    return next((Edit(node.span, each.text) for each in rewritings(text) if each.code and each.text != text), None)


def instead_of_method(node: feel.Call) -> Edit | None:
    """A call of a function on a value, as programs have it."""
    if not isinstance(node.function, feel.Path) or node.function.name not in METHODS:
        return None
    arguments = ", ".join(each.span.text for each in node.arguments)
    subject = node.function.subject.span.text
    return Edit(node.span, METHODS[node.function.name].format(subject=subject, arguments=arguments))


def tell(checker: Checker, edit: Edit) -> Type:
    """Report what is written otherwise here."""
    return checker.report("GJ1110", edit.span, edit, found=edit.span.text) or ANY
