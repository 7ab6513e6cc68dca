"""The states that pages get into, in a real browser: refused, overtaken, narrowed, broken, printed, gone back to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browser.barriers import barriers

pytestmark = pytest.mark.needs_chromium

DESKTOP: Any = {"width": 1280, "height": 860}
PHONE: Any = {"width": 375, "height": 812}
A4: Any = {"width": 794, "height": 1123}
LOOKS = [("light", DESKTOP, "zh-CN"), ("dark", PHONE, "en-US")]
TURNS = count(1)
EVALUATE = "/records/customer/C002/evaluate/relationship_health"


@contextmanager
def broken(file: Path, old: str, new: str) -> Iterator[None]:
    """A file of the rules as somebody broke it, mended afterwards."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    try:
        yield
    finally:
        file.write_text(text, encoding="utf-8")


def press(page: Page, name: str, value: str) -> None:
    """Press the button that sends a value; it reads differently in each language."""
    page.locator(f"main button[name={name}][value={value}]").first.click()


def overtaken(page: Page, address: str) -> tuple[str, str]:
    """Two tabs open the same form; the other one saves first. Gives what each typed as the position of the contact."""
    texts = f"第 {next(TURNS)} 个人", f"第 {next(TURNS)} 个人"
    other = page.context.new_page()
    for each in (page, other):
        each.goto(address)
    for each, text in zip((other, page), texts, strict=True):
        each.locator("#position").fill(text)
        press(each, "_action", "save")
    other.close()
    return texts


def answered(page: Page) -> None:
    """A survey to its result."""
    page.goto("/surveys/ticket_rating")
    page.locator("input[value='2']").first.check()
    press(page, "_action", "next")


@pytest.mark.parametrize(("scheme", "size", "locale"), LOOKS, ids=["desktop", "phone"])
def test_no_state_has_a_barrier_or_scrolls_sideways(
    browser: Browser, base_url: str, rules_in_use: Path, scheme: Any, size: Any, locale: str
) -> None:
    """Lists narrowed and empty, forms refused and overtaken, a result, files that are broken: axe finds nothing."""
    context = browser.new_context(base_url=base_url, color_scheme=scheme, viewport=size, locale=locale)
    page, found = context.new_page(), list[str]()

    for address in ("/records/customer/?industry=互联网&sort=-name", "/records/review/", "/records/customer/?q=nobody"):
        page.goto(address)
        found += barriers(page)
    overtaken(page, "/records/customer/C004/edit")
    found += barriers(page)
    page.goto(EVALUATE)
    page.locator("#score_risk").fill("11")
    press(page, "_action", "save")
    expect(page.get_by_role("alert")).to_be_visible()
    found += barriers(page)
    answered(page)
    found += barriers(page)
    with broken(rules_in_use / "scoring.yaml", "weight: 30%", "weight: 35%"):
        for address in ("/rules/", "/records/customer/C001"):
            page.goto(address)
            found += barriers(page)
    context.close()
    assert found == []


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_what_stands_around_a_page_fits_every_width(browser: Browser, base_url: str, locale: str) -> None:
    """From a phone to a desk: no word of the navigation broken or cut off, nothing beyond the edge."""
    context = browser.new_context(base_url=base_url, locale=locale)
    page, found = context.new_page(), list[str]()
    for width in (320, 375, 640, 700, 800, 960, 1024, 1200, 1280, 1600):
        page.set_viewport_size({"width": width, "height": 800})
        for address in ("/", "/records/customer/", EVALUATE):
            page.goto(address)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{address} is too wide for {width}")
        for link in page.locator("header a, header button").all()[1:]:
            box = link.bounding_box()
            assert box
            if box["height"] > 56 or box["x"] < 0 or box["x"] + box["width"] > width:
                found.append(f"{link.inner_text()} does not fit {width}: {box}")
    context.close()
    assert found == []


def test_the_second_of_two_compares_and_saves(browser: Browser, base_url: str) -> None:
    """Without JavaScript: told what is there by now, what was typed still stands there, saving again keeps it."""
    context = browser.new_context(base_url=base_url, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    first, second = overtaken(page, "/records/customer/C004/edit")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("已经先改了这条记录")
    expect(alert.get_by_role("row", name="职务")).to_contain_text(first)
    expect(page.get_by_label("职务")).to_have_value(second)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_contain_text("已保存 C004")
    context.close()


def test_a_double_click_stores_once(page: Page) -> None:
    """However fast somebody clicks, there is one new customer."""
    page.goto("/records/customer/new")
    page.get_by_label("客户名称").fill("双击一次公司")
    page.get_by_role("button", name="保存").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("双击一次公司")
    page.goto("/records/customer/?q=双击一次公司")
    expect(page.get_by_role("row")).to_have_count(2)


def test_the_back_button_leads_through_a_survey(page: Page) -> None:
    """To the page before, with its answers, and no question whether to send anything again."""
    page.goto("/surveys/satisfaction?_about=C001")
    page.get_by_label("互联网").check()
    page.get_by_role("button", name="下一页").click()
    for row in range(3):
        page.locator("fieldset.row").nth(row).get_by_label("满意", exact=True).check()
    page.get_by_role("button", name="下一页").click()
    expect(page.get_by_text("第 3 页")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("第 2 页")).to_be_visible()
    expect(page.locator("fieldset.row").first.get_by_label("满意", exact=True)).to_be_checked()
    page.go_back()
    expect(page.get_by_label("互联网")).to_be_checked()


def test_a_list_is_narrowed_by_keyboard_alone(browser: Browser, base_url: str) -> None:
    """Nothing is sent before one asks for it: a choice by arrow keys, then the button."""
    context = browser.new_context(base_url=base_url, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto("/records/customer/")
    page.get_by_text("筛选和排序").press("Enter")
    page.get_by_label("所属行业").press("ArrowDown")
    page.get_by_role("button", name="照此显示").press("Enter")
    expect(page.get_by_role("table").get_by_role("link", name="YY制造集团")).to_be_visible()
    expect(page.get_by_role("table").get_by_role("link", name="XX科技有限公司")).to_have_count(0)
    expect(page.get_by_label("所属行业")).to_have_value("制造业")
    context.close()


@pytest.mark.parametrize(
    "address", ["/evaluations/1", "/records/customer/C001", "/rules/definitions/relationship_health"]
)
def test_a_printed_page_is_a_report(page: Page, address: str) -> None:
    """On A4 nothing is cut off; what one can click is gone, the reasons stand open."""
    page.set_viewport_size(A4)
    page.emulate_media(media="print")
    page.goto(address)
    for gone in (page.get_by_role("navigation", name="主导航"), page.locator("main .button").first):
        expect(gone).not_to_be_visible()
    for table in page.locator("main table").all():
        box = table.bounding_box()
        assert box
        assert box["x"] + box["width"] <= A4["width"]
    if page.locator("main details").count():
        expect(page.locator("main details > :not(summary)").first).to_be_visible()


def test_broken_rules_are_told_and_mended_without_a_restart(page: Page, rules_in_use: Path) -> None:
    """Two weights that sum to 105%: the old rules go on, the rules' page shows the line; mended, the notice is gone."""
    with broken(rules_in_use / "scoring.yaml", "weight: 30%", "weight: 35%"):
        page.goto("/records/customer/C001/evaluate/relationship_health")
        expect(page.locator("#total")).to_have_text("9.55")
        page.get_by_role("link", name="看错在哪里").click()
        finding = page.locator("article.finding")
        expect(finding).to_contain_text("权重合计 105%")
        expect(finding.locator("mark")).to_have_text("35%")
        page.get_by_role("button", name="English").click()
        expect(finding).to_contain_text("the weights sum to 105%")
    page.reload()
    expect(page.get_by_text("The files have no errors.")).to_be_visible()
