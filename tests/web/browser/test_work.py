"""Records at work, surveys and rules in a real browser: without JavaScript, by keyboard alone, small and large, light
and dark, without barriers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.web.browser.barriers import barriers

pytestmark = pytest.mark.needs_chromium

DESKTOP: Any = {"width": 1280, "height": 860}
PHONE: Any = {"width": 375, "height": 812}
KINDS = (
    "request_limits", "sales", "customer_tags", "satisfaction", "china_office", "low_score_callback",
    "urgency_of_request", "lifetime_value", "customer", "relationship_health",
)  # fmt: skip
LOOKS = [("light", DESKTOP), ("dark", PHONE)]


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, base_url: str) -> Iterator[Page]:
    """A page of a reader without JavaScript, on a large screen and on a small one."""
    context = browser.new_context(
        base_url=base_url, viewport=request.param, java_script_enabled=False, locale="zh-CN", reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def press(target: Locator, key: str) -> None:
    """Focus by keyboard and press a key; what is focused is on the screen."""
    target.focus()
    expect(target).to_be_focused()
    target.press(key)


@pytest.mark.parametrize(("scheme", "size"), LOOKS, ids=[f"{s}-{z['width']}" for s, z in LOOKS])
def test_no_page_at_work_has_a_barrier_or_scrolls_sideways(
    browser: Browser, base_url: str, scheme: Any, size: Any
) -> None:
    """Records with everything opened, every page state of a survey, definitions as tables: axe finds nothing."""
    context = browser.new_context(base_url=base_url, color_scheme=scheme, viewport=size, locale="zh-CN")
    page, found = context.new_page(), list[str]()

    for address in ("/records/request/W003", "/records/opportunity/S002", "/records/customer/C001", "/surveys/"):
        page.goto(address)
        found += barriers(page)
    page.goto("/records/opportunity/S001")
    page.get_by_label("移到").select_option("合同签订")
    page.get_by_role("button", name="移动").click()
    found += barriers(page)
    page.goto("/surveys/satisfaction?_about=C001")
    found += barriers(page)
    page.get_by_label("互联网").check()
    page.get_by_role("button", name="下一页").click()
    page.get_by_role("button", name="下一页").click()
    found += barriers(page)
    for name in KINDS[:4]:
        page.goto(f"/rules/definitions/{name}")
        found += barriers(page)
    context.close()
    assert found == []


def test_a_request_shows_its_clocks_and_opens_a_ledger(page: Page) -> None:
    """The state as a word, the due time, and by keyboard the ledger, which scrolls within itself."""
    page.goto("/records/request/W003")
    clock = page.locator("article.clock").filter(has=page.get_by_role("heading", name="首次响应", exact=True))
    expect(clock).to_contain_text("超时")
    expect(clock).to_contain_text("到期 2024-05-07 12:00")
    summary = clock.locator("summary")
    press(summary, "Enter")
    ledger = clock.get_by_role("group", name="时间怎么算的: 首次响应")
    expect(ledger.get_by_role("row")).to_have_count(2)
    expect(ledger).to_be_visible()
    page.keyboard.press("Tab")
    expect(ledger).to_be_focused()


def test_an_opportunity_is_refused_and_then_moves(page: Page) -> None:
    """By keyboard: refused with the missing criterion and what was typed; once it holds, it moves; then back again."""
    page.goto("/records/opportunity/S002")
    stage, reason = page.get_by_label("移到"), page.get_by_label("原因")
    expect(stage).to_have_value("商务谈判")
    reason.focus()
    page.keyboard.type("老板催了")
    page.keyboard.press("Enter")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("方案已提交")
    expect(alert.get_by_role("link", name="configs/pipelines.yaml:")).to_be_visible()
    expect(page.get_by_label("原因")).to_have_value("老板催了")
    press(page.get_by_role("link", name="修改资料"), "Enter")
    press(page.get_by_role("group", name="方案已提交").get_by_label("是", exact=True), " ")
    press(page.get_by_role("button", name="保存"), "Enter")
    expect(page.get_by_role("status")).to_contain_text("已保存")
    page.get_by_label("原因").focus()
    page.keyboard.type("方案发出去了")
    press(page.get_by_role("button", name="移动"), "Enter")
    expect(page.get_by_role("status")).to_contain_text("已移到 商务谈判")
    expect(page.locator("[aria-current=step]")).to_have_text("商务谈判")
    expect(page.get_by_role("region", name="修改记录")).to_contain_text("方案发出去了")
    page.goto("/records/opportunity/S002/edit")  # as it was, for the next reader
    page.get_by_role("group", name="方案已提交").get_by_label("否", exact=True).check()
    page.get_by_role("button", name="保存").click()
    page.get_by_label("移到").select_option("方案制定")
    page.get_by_label("原因").fill("退回")
    page.get_by_role("button", name="移动").click()
    expect(page.locator("[aria-current=step]")).to_have_text("方案制定")


def test_a_customer_s_tag_says_why(page: Page) -> None:
    """One key from the tag to its sentence and its line."""
    page.goto("/records/customer/C001")
    tags = page.get_by_role("region", name="客户标签")
    expect(tags).to_contain_text("人打的")
    press(tags.locator("summary").first, "Enter")
    expect(tags.get_by_role("link", name="configs/tags.yaml:").first).to_be_visible()


def test_a_survey_is_filled_in_from_a_customer_s_page_to_its_result(page: Page) -> None:
    """By keyboard alone: link, choices, scale, back, result; what is missing is focused and named."""
    page.goto("/records/customer/C001")
    press(page.get_by_role("region", name="问卷").get_by_role("link", name="客户满意度调查", exact=True), "Enter")
    expect(page.get_by_text("关于 XX科技有限公司")).to_be_visible()
    next_page = page.get_by_role("button", name="下一页")
    press(next_page, "Enter")
    expect(page.get_by_role("alert")).to_contain_text("所属行业")
    press(page.get_by_role("group", name="所属行业").get_by_label("互联网"), " ")
    press(next_page, "Enter")
    for name in ("问题响应速度", "服务人员专业性", "问题一次性解决率"):
        press(page.get_by_role("group", name=name, exact=True).get_by_label("满意", exact=True), " ")
    press(next_page, "Enter")
    press(page.get_by_role("button", name="上一页"), "Enter")
    expect(page.get_by_role("group", name="问题响应速度", exact=True).get_by_label("满意", exact=True)).to_be_checked()
    press(next_page, "Enter")
    for name in ("产品功能满足度", "产品易用性", "性价比感知"):
        press(page.get_by_role("group", name=name, exact=True).get_by_label("一般"), " ")
    press(next_page, "Enter")
    page.get_by_label("服务中最需要改进的方面").focus()
    page.keyboard.type("响应")
    press(next_page, "Enter")
    press(page.get_by_role("radio", name="4", exact=True), " ")
    press(page.get_by_role("button", name="提交"), "Enter")
    scores = page.get_by_role("region", name="得分")
    expect(scores).to_contain_text("服务质量得分 4.00")
    expect(page.get_by_role("region", name="后续动作")).to_contain_text("回访 XX科技有限公司（推荐意愿 4 分）")
    press(scores.locator("summary").first, "Enter")
    expect(scores.get_by_role("link", name="configs/surveys/satisfaction.yaml:").first).to_be_visible()


def test_every_kind_of_definition_stands_as_tables_beside_its_text(page: Page) -> None:
    """At least one table with rows, and the text of the file, on either screen."""
    for name in KINDS:
        page.goto(f"/rules/definitions/{name}")
        assert page.locator("table.rules tbody tr").count() > 0, name
        expect(page.locator("pre.source")).to_be_visible()


def test_fingers_find_every_entry_and_every_answer(browser: Browser, base_url: str) -> None:
    """At 375 px the bottom bar shows all its entries in both languages; answers are at least 44 px in both ways."""
    for locale in ("zh-CN", "en-US"):
        context = browser.new_context(base_url=base_url, viewport=PHONE, locale=locale)
        page = context.new_page()
        page.goto("/")
        bar = page.locator(".places")
        assert bar.evaluate("bar => bar.scrollWidth - bar.clientWidth") <= 0, locale
        for entry in bar.get_by_role("link").all():
            box = entry.bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= PHONE["width"]
            assert entry.evaluate("link => link.scrollWidth - link.clientWidth") <= 0, entry.inner_text()
        for survey in ("ticket_rating", "satisfaction"):
            page.goto(f"/surveys/{survey}")
            boxes = [label.bounding_box() for label in page.locator(".options label, .numbers label").all()]
            assert all(box and box["height"] >= 44 and box["width"] >= 44 for box in boxes)
        context.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_keyboard_goes_as_the_eye_does(browser: Browser, base_url: str, size: Any) -> None:
    """On a record's page the focus never jumps up within a column: what is at work, then the file, then its changes."""
    context = browser.new_context(base_url=base_url, viewport=size, locale="zh-CN")
    page = context.new_page()
    page.goto("/records/request/W003")
    places = page.locator("main .columns :is(a, select, button, summary)").evaluate_all(
        """all => all.filter(each => each.checkVisibility())
            .map(each => { const box = each.getBoundingClientRect(); return [box.left, box.top] })"""
    )
    context.close()
    half = size["width"] / 2 if size is DESKTOP else 0
    columns = [[top for left, top in places if (left > half) == right] for right in (False, True)]
    assert all(column == sorted(column) for column in columns)
    assert [left > half for left, _ in places] == sorted(left > half for left, _ in places)
