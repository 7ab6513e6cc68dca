"""Every page is there, in both languages, with its frame; what is not there is said in the reader's language."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from flask import Flask

from web.language import LANGUAGES, messages

WEB = Path(__file__).parents[2] / "web"
CARD = "relationship_health"
PAGES = {
    "/": ("从哪里开始", "Where to begin"),
    "/records/": ("所有档案", "All records"),
    "/records/customer/": ("XX科技有限公司", "Customer name"),
    "/records/customer/new": ("新建客户", "New Customer"),
    "/records/customer/C001": ("修改记录", "Changes"),
    "/records/customer/C001/edit": ("保存", "Save"),
    f"/records/customer/C001/evaluate/{CARD}": ("系统分", "System"),
    "/evaluations/": ("还没有评估", "No evaluations yet"),
    "/rules/": ("正在使用", "In use"),
    f"/rules/definitions/{CARD}": ("订单量波动", "As written"),
    "/rules/files/configs/scoring.yaml?line=5": ("kind: scorecard", "kind: scorecard"),
}
NAMED_BY_RULES = {"kinds", "strategy"}  # areas whose texts are found by a name out of the rules
TEXT = re.compile(r"""\bt\(["'](\w+\.\w+)["'](?! ~)""")
VOID = {"meta", "link", "input", "br", "img", "path", "rect", "circle", "hr"}


class Outline(HTMLParser):
    """Checks that tags close in order, identifiers are unique, and collects what the tests look at."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.references: set[str] = set()
        self.inline: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        self.inline += [tag] if tag == "style" or (tag == "script" and "src" not in given) else []
        self.ids += [given["id"]] if "id" in given else []
        for name in ("for", "aria-labelledby", "aria-describedby"):
            self.references |= set(given.get(name, "").split())
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("address", list(PAGES))
def test_every_page_speaks_both_languages(reader: Any, address: str, language: str) -> None:
    """Its own words, its `lang`, one heading, one main part, a way past the navigation, no text left unfilled."""
    page = reader.get(address, headers={"Accept-Language": language}).text
    assert PAGES[address][list(LANGUAGES).index(language)] in page
    assert f'<html lang="{LANGUAGES[language]}">' in page
    assert (page.count("<h1>"), page.count("<main "), page.count('href="#main"')) == (1, 1, 1)
    assert "Undefined" not in page


@pytest.mark.parametrize("address", list(PAGES))
def test_every_page_is_sound_html_without_inline_code(reader: Any, address: str) -> None:
    """Tags close, identifiers are unique, labels point at something, no style or script stands in the page."""
    outline = Outline(reader.read(address))
    assert outline.open == []
    assert sorted(outline.ids) == sorted(set(outline.ids))
    assert outline.references - set(outline.ids) == set()
    assert outline.inline == []


MISSING = [
    ("/nothing", 404),
    ("/records/nothing/", 404),
    ("/records/customer/C999", 404),
    ("/records/customer/C999/edit", 404),
    (f"/records/customer/C999/evaluate/{CARD}", 404),
    ("/records/customer/C001/evaluate/nothing", 404),
    ("/evaluations/999", 404),
    ("/evaluations/999999999999999999999999", 404),
    ("/rules/definitions/nothing", 404),
    ("/rules/files/configs/nothing.yaml", 404),
    ("/rules/files/../pyproject.toml", 404),
    ("/rules/files/%2e%2e/%2e%2e/etc/passwd", 404),
    ("/rules/files/configs/scoring.yaml?revision=nothing", 404),
    ("/language/en", 405),
]


@pytest.mark.parametrize(("address", "status"), MISSING)
def test_what_is_not_there_gets_a_page(reader: Any, address: str, status: int) -> None:
    """In the reader's language, with a way home, and without the inside of the program."""
    for language, home in (("zh", "回首页"), ("en", "Home")):
        response = reader.get(address, headers={"Accept-Language": language})
        assert response.status_code == status
        assert home in response.text
        assert "Traceback" not in response.text


def test_a_fault_of_ours_shows_nothing_of_the_inside(shared_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unforeseen error is a page with an apology."""
    monkeypatch.setattr("engine.Services.recent_evaluations", lambda _self, _limit=0: 1 / 0)
    response = shared_app.test_client().get("/evaluations/")
    assert response.status_code == 500
    assert "这是程序的错" in response.text
    assert "ZeroDivisionError" not in response.text


def test_the_language_chosen_on_a_page_stays(reader: Any) -> None:
    """The switch is kept, leads back to where one was, and nowhere else."""
    response = reader.post("/language/en", {"back": "/rules/"}, page="/")
    assert response.location == "/rules/"
    assert "In use" in reader.read("/rules/")
    for elsewhere in ("https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)", ""):
        assert reader.post("/language/zh", {"back": elsewhere}, page="/").location == "/"
    assert reader.post("/language/xx", {}, page="/").status_code == 404


def used_keys() -> set[str]:
    """The keys of texts that templates and code name."""
    files = [*WEB.rglob("*.html"), *WEB.rglob("*.py")]
    return {key for file in files for key in re.findall(r"""["'](\w+\.\w+)["']""", file.read_text(encoding="utf-8"))}


def test_every_text_exists_in_both_languages_with_the_same_placeholders() -> None:
    """No page falls back to the other language, no placeholder is forgotten."""
    for key, texts in messages().items():
        assert set(texts) == set(LANGUAGES), key
        fields = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in texts.values()]
        assert fields[0] == fields[1], key
        assert all(text.strip() for text in texts.values()), key


def areas_named_by_values() -> set[str]:
    """The areas whose texts templates find by a value: `t("failure." ~ key)`."""
    templates = (file.read_text(encoding="utf-8") for file in WEB.rglob("*.html"))
    return NAMED_BY_RULES | {area for text in templates for area in re.findall(r'"(\w+)\.\w*" ~', text)}


def test_every_text_is_used_and_every_text_used_exists() -> None:
    """The catalogue and the pages agree, apart from texts that are found by a value."""
    by_value = areas_named_by_values()
    assert {key for key in set(messages()) - used_keys() if key.split(".")[0] not in by_value} == set()
    texts = {match for file in WEB.rglob("*.html") for match in TEXT.findall(file.read_text(encoding="utf-8"))}
    assert texts <= set(messages())
