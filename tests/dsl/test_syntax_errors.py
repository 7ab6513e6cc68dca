"""Syntax errors: what is wrong is named, at the place where the author has to look, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.dsl.catalogue import message
from engine.dsl.cell_notations import condition
from engine.dsl.diagnostics import Diagnostic
from engine.dsl.foreign_texts import Rewriting, rewritings
from engine.dsl.names import Names
from engine.dsl.parser import parse_expression, parse_type, parse_unary_tests
from engine.dsl.rendering import render
from engine.dsl.syntax_errors import FeelSyntaxError, examples

DATA = Path(__file__).parents[1] / "data" / "feel"
NAMES = Names.of(["Monthly income", "客户 姓名", "合作时长(月)"])
PARSERS = {"expression": parse_expression, "unary_tests": parse_unary_tests, "type": parse_type}


def finding(text: str, rule: str = "expression") -> Diagnostic:
    """What is found in a malformed text."""
    with pytest.raises(FeelSyntaxError) as error:
        PARSERS[rule](text, NAMES)
    return error.value.diagnostic


def golden() -> list[tuple[str, ...]]:
    """The rows of the golden table: code, text, what is underlined, headline."""
    lines = (DATA / "syntax_errors.txt").read_text(encoding="utf-8").splitlines()
    return [tuple(re.split(r"  +\| ", line)) for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("rule", "code", "text"), list(examples()))
def test_examples_agree(rule: str, code: str, text: str) -> None:
    """Every malformed example gets the code under which it stands, so no two codes claim one kind of failure."""
    assert finding(text, rule).code == code


@pytest.mark.parametrize(("code", "text", "underlined", "headline"), golden())
def test_golden(code: str, text: str, underlined: str, headline: str) -> None:
    """The finding, the text it underlines (`…^`: the place right behind the text), and its Chinese headline."""
    diagnostic = finding(text)
    place = diagnostic.span
    assert (diagnostic.code, place.text or f"{place.source.text[: place.start]}^") == (code, underlined)
    assert f"[{code}]: {headline}\n" in render(diagnostic, "zh")


def test_each_code_is_shown() -> None:
    """Each code that the examples or the lexer use stands in the golden table, and has a page in both languages."""
    in_table = {code for code, *_ in golden()}
    assert {code for _, code, _ in examples()} <= in_table | {"GJ1040"}
    for code in in_table:
        assert message(code).why


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("等级 in （“A”，“B”）", '等级 in ("A", "B")'.replace(", ", ",")),
        ("金额 ＞＝ １００", "金额 >= 100"),
        ("占比 < 10％", "占比 < 10%"),
        ('状态 == "A" && 金额 <> 3', '状态 = "A" and 金额 != 3'),
        ("a AND b 或者 c", "a and b or c"),
        ("x = 'it is \"so\"'", 'x = "it is \\"so\\""'),
        ("金额 大于 3 并且 金额 小于等于 9", "金额 > 3 and 金额 <= 9"),
        ("x in [1～5]", "x in [1..5]"),
        ("2 ^ 3", "2 ** 3"),
        ("｛a：1｝", "{a:1}"),
        ("合作时长(月) ≥ 3", "合作时长(月) >= 3"),
    ],
)
def test_slips_have_safe_fixes(text: str, fixed: str) -> None:
    """What can only mean one thing is corrected by one safe fix, which leads to a text that can be read."""
    fix = finding(text).fix
    assert fix and fix.safe
    for edit in sorted(fix.edits, key=lambda edit: edit.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert text == fixed
    parse_expression(fixed, NAMES)


def test_marks_in_strings_and_names_are_left_alone() -> None:
    """Full-width marks inside double quotes, and inside names that are known, are no slips."""
    parse_expression('满意度（总体） = "好（非常），“满意”：％"', Names.of(["满意度（总体）"]))


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [("Montly income > 3", "Monthly income"), ("客户 性名 = 1", "客户 姓名"), ("quite another", None)],
)
def test_unknown_names_of_several_words(text: str, suggestion: str | None) -> None:
    """Two words in a row can only be a name that nobody knows; the nearest known one is suggested."""
    diagnostic = finding(text)
    assert (diagnostic.code, diagnostic.values.get("suggestion")) == ("GJ1017", suggestion)


@pytest.mark.parametrize(("rule", "code", "text"), list(examples()))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_are_ours(rule: str, code: str, text: str, lang: str) -> None:
    """No finding speaks of the parser's inside, and every placeholder is filled."""
    told = render(finding(text, rule), lang).replace(text, "")
    assert not re.search(r"lark|token|terminal|LALR|__ANON|LPAR|\$END|Traceback|Expected one of", told, re.IGNORECASE)
    assert not re.search(r"\{\w+\}", told)


@pytest.mark.parametrize("part", ["如果a则b", "百分之", "(", "a ? b : ", "在 1 到 ", "1,"])
def test_endless_lines_are_not_searched_for_what_was_meant(part: str) -> None:
    """A line of ten thousand characters was not typed; to look for what it means would take minutes."""
    text = (part * 10_000)[:10_000]
    assert (list(rewritings(text)), condition(text)) == ([Rewriting(text)], "")
