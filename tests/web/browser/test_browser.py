"""The pages in a real browser: by keyboard, on a phone, without JavaScript, in light and dark, without barriers."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browser.barriers import barriers

pytestmark = pytest.mark.needs_chromium

CARD = "relationship_health"
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 375, "height": 812}
EVALUATE = f"/records/customer/C003/evaluate/{CARD}"
PAGES = [
    "/",
    "/records/",
    "/records/customer/",
    "/records/customer/new",
    "/records/customer/C001",
    "/records/customer/C001/edit",
    "/records/request/new",
    EVALUATE,
    "/evaluations/",
    "/evaluations/1",
    "/evaluations/2",
    "/rules/",
    f"/rules/definitions/{CARD}",
    "/rules/files/configs/scoring.yaml?line=20",
    "/nothing",
]
LOOKS = [("light", DESKTOP, "zh-CN"), ("dark", PHONE, "en-US")]


@pytest.fixture
def seen(page: Page) -> list[str]:
    """What the console of the page says and which addresses it asks for; the test looks at it in the end."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if "127.0.0.1" not in request.url else None)
    return said


@pytest.mark.parametrize(("scheme", "size", "locale"), LOOKS)
def test_no_page_has_a_barrier_or_scrolls_sideways(
    browser: Browser, base_url: str, scheme: Any, size: Any, locale: str
) -> None:
    """Every page by axe, in both schemes, sizes and languages; the page itself never wider than the screen."""
    context = browser.new_context(base_url=base_url, color_scheme=scheme, viewport=size, locale=locale)
    page = context.new_page()
    found: list[str] = []
    for address in PAGES:
        page.goto(address)
        found += barriers(page)
    context.close()
    assert found == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_faulty_form_has_no_barrier_and_leads_to_the_fault(page: Page, seen: list[str], size: Any) -> None:
    """Focus is on the summary; its link leads to the field, which is described by the fault."""
    page.set_viewport_size(size)
    page.goto("/records/customer/new")
    page.get_by_label("首次签约日").fill("2026-02-31")
    page.get_by_role("button", name="保存").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title("有误: 新建客户 · 客户关系管理")
    assert barriers(page) == []
    summary.get_by_role("link", name="首次签约日").click()
    field = page.get_by_label("首次签约日")
    expect(field).to_be_focused()
    expect(field).to_have_value("2026-02-31")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert [text for text in seen if "422" not in text] == []


def test_a_customer_is_entered_and_evaluated_by_keyboard_alone(page: Page, seen: list[str]) -> None:
    """Skip link, form, save, evaluate, a mark with its remark, keep: never a mouse, never a trap."""
    page.goto("/records/customer/new")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_label("客户名称").focus()
    page.keyboard.type("键盘公司")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已保存 C0")
    page.get_by_role("region", name="客户关系健康度").get_by_role("link", name="评估").press("Enter")
    page.get_by_label("风险管控: 人工分").press_sequentially("8")
    page.keyboard.press("Tab")
    page.keyboard.type("没有投诉")
    page.get_by_label("情况说明").press_sequentially("第一次联系")
    page.get_by_role("button", name="保存评估").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("评估: 键盘公司")
    expect(page.get_by_text("第一次联系")).to_be_visible()
    assert seen == []


def test_what_is_typed_moves_the_page_at_once(page: Page, seen: list[str]) -> None:
    """A choice shows the field that hangs on it; a mark moves the total; neither is stored, focus stays."""
    page.goto("/records/customer/new")
    expect(page.get_by_label("决策链人数")).to_have_count(0)
    page.get_by_label("大型集团").check()
    expect(page.get_by_label("决策链人数")).to_be_visible()
    page.goto(f"/records/customer/C001/evaluate/{CARD}")
    expect(page.locator("#total")).to_have_text("9.55")
    page.get_by_label("合作稳定性: 人工分").fill("9")
    remark = page.get_by_label("合作稳定性: 备注")
    remark.press_sequentially("订单平稳")
    expect(page.locator("#total")).to_have_text("9.25")
    expect(remark).to_be_focused()
    assert seen == []


def test_everything_works_without_javascript(browser: Browser, base_url: str) -> None:
    """A dependent field appears on saving, a button works out the total, reasons open, the language switches."""
    context = browser.new_context(base_url=base_url, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto("/records/customer/new")
    page.get_by_label("大型集团").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_label("决策链人数")).to_be_visible()
    page.goto(f"/records/customer/C001/evaluate/{CARD}")
    page.get_by_label("合作稳定性: 人工分").fill("9")
    page.get_by_label("合作稳定性: 备注").fill("订单平稳")
    page.get_by_role("button", name="算一算").click()
    expect(page.locator("#total")).to_have_text("9.25")
    page.get_by_text("为什么 合作稳定性").click()
    expect(page.get_by_text("订单量波动 8.33% 符合 <= 10%").first).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    context.close()


def test_a_reason_is_one_step_from_its_line(page: Page) -> None:
    """From the figure to the sentence to the marked line of the file."""
    page.goto("/evaluations/1")
    page.get_by_text("为什么 互动粘性").click()
    page.get_by_role("link", name="configs/scoring.yaml:").locator("visible=true").first.click()
    expect(page.locator("li.here")).to_be_in_viewport()


def test_the_phone_has_its_own_layout(page: Page) -> None:
    """Navigation at the thumb, customers as cards, targets of a finger's size, focus not under the bars."""
    page.set_viewport_size(PHONE)
    page.goto("/records/customer/")
    bar = page.get_by_role("navigation", name="主导航").get_by_role("list").bounding_box()
    assert bar is not None
    assert bar["y"] + bar["height"] == PHONE["height"]
    assert page.locator("table.cards tr").nth(1).evaluate("row => getComputedStyle(row).display") == "grid"
    page.goto("/records/customer/C001/edit")
    page.locator("#field-minor_complaint input").first.focus()
    focused, save = page.locator(":focus").bounding_box(), page.locator(".save").bounding_box()
    assert focused is not None
    assert save is not None
    assert focused["y"] + focused["height"] <= save["y"] + 16
