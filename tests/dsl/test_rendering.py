"""How findings look: carets under Chinese text, places of several files, and JSON with exact numbers."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dsl.catalogue import codes, headline, message, page, placeholders, show
from engine.dsl.diagnostics import Diagnostic, Label
from engine.dsl.machine_formats import as_json
from engine.dsl.rendering import cells, render, render_all
from engine.dsl.source import Source
from engine.dsl.suggestions import distance, suggest
from engine.dsl.text import Text

SOURCE = Source("configs/scoring.yaml", "维度:\n  价格: 40%\n  质量: 35%\n\n\t交付: 20%\n  价格: 45%\n")
OTHER = Source("configs/fields.yaml", "价格: number\n")


def at(text: str, source: Source = SOURCE, which: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(which + 1):
        start = source.text.index(text, start + 1)
    return start, start + len(text)


TWICE = Diagnostic("GJ0003", SOURCE.span(*at("价格", which=1)), {"name": "价格"})


def test_two_places_of_one_file() -> None:
    """The lines of both places in the file's order, the main one with carets, the other with dashes."""
    shown = render(replace(TWICE, labels=(Label(SOURCE.span(*at("价格")), "first"),)), "zh")
    assert shown.splitlines() == [
        "configs/scoring.yaml:6:3: error[GJ0003]: “价格”写了两次，只能保留一个",
        "1 | 维度:",
        "2 |   价格: 40%",
        "  |   ---- 第一次",
        "...",
        "6 |   价格: 45%",
        "  |   ^^^^ 第二次",
        "  = 建议: 删去其中一个“价格”，或者把它改成真正要写的名称",
    ]


def test_a_place_in_another_file() -> None:
    """It is drawn below, under its own path."""
    shown = render(replace(TWICE, labels=(Label(OTHER.span(0, 2), "first"),)), "en")
    assert shown.splitlines()[-4:] == [
        " --> configs/fields.yaml:1:1",
        "1 | 价格: number",
        "  | ---- the first time",
        "  = help: delete one of the two “价格”, or write the name that was meant",
    ]


def test_no_more_than_three_places() -> None:
    """Further ones are counted."""
    labels = tuple(Label(OTHER.span(0, 2), "first") for _ in range(4))
    shown = render(replace(TWICE, labels=labels), "zh")
    assert shown.count("第一次") == 2
    assert "= 另有 2 处" in shown


def test_witness_is_json_that_eval_takes() -> None:
    """Numbers are plain numbers, exactly as they are."""
    witness = {"综合评分": Decimal("8.40"), "big": Decimal("1E+3"), "tags": ["a", None, True]}
    (line,) = [line for line in render(replace(TWICE, witness=witness), "zh").splitlines() if "例子" in line]
    assert line == '  = 例子: {"综合评分": 8.40, "big": 1000, "tags": ["a", null, true]}'
    assert json.loads(line.split(": ", 1)[1], parse_float=Decimal) == witness


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("评级", 4), ("“客户”", 6), ("％", 2), ("e\u0301", 1), ("🐎", 2), ("ｶ", 1), ("", 0), ("한국", 4)],
)
def test_widths(text: str, width: int) -> None:
    """East Asian wide characters take two cells, combining marks none."""
    assert cells(text) == width


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), st.data())
def test_carets_stand_under_the_text(text: str, data: st.DataObject) -> None:
    """Whatever a line holds, its marks begin in the cell where the place begins; lines are never overlong."""
    source = Source("a", text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    lines = render(Diagnostic("GJ0004", source.span(start, end)), "en").splitlines()
    if text:
        marks = next(index for index, line in enumerate(lines) if line.strip(" |").startswith("^"))
        drawn, marked = lines[marks - 1], lines[marks]
        _, column = source.position(start)
        if cells(drawn) < 100 and column < 80:
            before = drawn[: drawn.index("| ") + 2 + column - 1]
            assert marked.index("^") == cells(before)
        assert cells(drawn) < 400


def test_json() -> None:
    """Both languages, exact places, the fix as an edit."""
    shown = json.loads(render_all([replace(TWICE, labels=(Label(OTHER.span(0, 2), "first"),))], format="json"))
    assert shown["schema_version"] == 1
    (told,) = shown["diagnostics"]
    assert told["message"]["en"] == "“价格” is written twice, only one can hold"
    main, first = told["labels"]
    assert main == {
        "file": "configs/scoring.yaml", "line": 6, "column": 3, "end_line": 6, "end_column": 5,
        "text": {"zh": "第二次", "en": "the second time"}, "primary": True,
    }  # fmt: skip
    assert (first["file"], first["line"], first["primary"]) == ("configs/fields.yaml", 1, False)
    assert as_json(TWICE)["fixes"] == []


def test_order_and_count() -> None:
    """Findings come in the order of their places, one told twice once, with a total."""
    later = Diagnostic("GJ0008", OTHER.span(4, 10), {"suggestion": "x"})
    shown = render_all([TWICE, later, TWICE], "zh")
    assert shown.index("fields.yaml") < shown.index("scoring.yaml")
    assert shown.endswith("1 个错误, 1 个警告\n")
    assert render_all([], "zh") == ""


def test_very_many_findings_are_counted() -> None:
    """Nobody reads the thousandth finding; how many there are is still said."""
    many = [replace(TWICE, values={"name": str(number)}) for number in range(130)]
    shown = render_all(many, "zh")
    assert shown.count("GJ0003") == 100
    assert shown.endswith("另有 30 处\n\n130 个错误\n")
    assert len(json.loads(render_all(many, format="json"))["diagnostics"]) == 130


def test_an_overlong_value_is_shortened() -> None:
    """A message quotes no more than a sentence can hold."""
    assert len(render(replace(TWICE, values={"name": "价" * 100_000}), "zh")) < 1000


# -- the catalogue -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", codes())
def test_every_message_says_the_same_in_both_languages(code: str) -> None:
    """Chinese and English, with equal placeholders."""
    for text in message(code).texts():
        assert text.zh and text.en, text
        assert placeholders(text.zh) == placeholders(text.en), text


@pytest.mark.parametrize("code", codes())
def test_every_code_has_a_page(code: str) -> None:
    """`guiju explain` says why it matters, in both languages."""
    assert message(code).why
    assert page(code, "zh") != page(code, "en")


@pytest.mark.parametrize("code", codes())
def test_headlines_speak_of_the_domain(code: str) -> None:
    """No headline names a library or a part of one."""
    for lang in ("zh", "en"):
        words = message(code).headline.say(lang).lower()
        assert not any(word in words for word in ("python", "lark", "pyyaml", "jsonschema", "token", "traceback"))


def test_an_unfilled_placeholder_is_shown_as_it_is() -> None:
    """A message that lacks a value can still be read."""
    assert headline(replace(TWICE, values={}), "en") == "“{name}” is written twice, only one can hold"


@pytest.mark.parametrize(
    ("value", "zh"),
    [(Decimal("1E+2"), "100"), (Decimal("8.40"), "8.40"), (Text("客户", "customer"), "客户"), (["a", "b"], "a、b")],
)
def test_values_in_messages(value: object, zh: str) -> None:
    """Values are shown as authors write them."""
    assert show(value, "zh") == zh


# -- suggestions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "known", "expected"),
    [
        ("wieght", ["weight", "height", "label"], ["weight", "height"]),
        ("Label", ["table", "label"], ["label"]),
        ("交附及时率", ["交付及时率", "价格"], ["交付及时率"]),
        ("满意度", ["满意度得分", "客户满意度", "回款"], ["满意度得分", "客户满意度"]),
        ("x", ["weight", "label"], []),
    ],
)
def test_suggestions(typed: str, known: list[str], expected: list[str]) -> None:
    """The nearest first, and nothing that has little in common."""
    assert suggest(typed, known)[: len(expected) or 1] == expected


def test_the_fitting_type_comes_first() -> None:
    """A name whose type fits the place is offered before a nearer one that does not fit."""
    assert suggest("得分", ["得 分", "总得分"], preferred=["总得分"]) == ["总得分", "得 分"]


@given(st.text("abc客", max_size=8), st.text("abc客", max_size=8))
def test_distance_is_symmetric(left: str, right: str) -> None:
    """As far there as back; zero only for the same name."""
    assert distance(left, right) == distance(right, left)
    assert (distance(left, right) == 0) == (left == right)
