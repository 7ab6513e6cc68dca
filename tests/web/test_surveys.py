"""Surveys on their pages: filled in page by page to the result, with what is required, hidden, odd and hostile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import pytest

from web.current import workplace_of
from web.language import LANGUAGES

SATISFACTION = "/surveys/satisfaction"
Posted = dict[str, list[str]]
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
SERVICE = {"service.speed": "2", "service.expertise": "4", "service.once": "3"}
PRODUCT = {"product.functions": "4", "product.ease": "5", "product.value": "3"}
PAGES = [
    {"customer_id": "C001", "cooperation": "1年以上", "industry": "互联网"},
    SERVICE,
    PRODUCT,
    {"improve": "响应再快一点", "advice": ""},
    {"nps": "5"},
]


class Filling:
    """Somebody who fills in a survey: every post sends what stands on the page before it, and what is answered."""

    def __init__(self, reader: Any, address: str) -> None:
        self.reader, self.address = reader, address.partition("?")[0]
        self.text = reader.main(reader.read(address))

    def send(self, answers: Mapping[str, str | list[str]], action: str = "next") -> int:
        """Answer the page; gives the status."""
        kept: Posted = {}
        for name, value in HIDDEN.findall(self.text):
            kept.setdefault(unescape(name), []).append(unescape(value))
        response = self.reader.client.post(self.address, data={**kept, **answers, "_action": action})
        self.head, self.text = response.text[: response.text.index("<main ")], self.reader.main(response.text)
        return int(response.status_code)

    def switch(self, language: str) -> str:
        """The button beside the page that shows it in another language."""
        sent: Posted = {}
        for name, value in HIDDEN.findall(self.head):
            sent.setdefault(unescape(name), []).append(unescape(value))
        assert sent["_language"] == [language]
        return str(self.reader.client.post(self.address, data=sent).text)

    def leave(self, answers: Mapping[str, str | list[str]]) -> None:
        """Answer the page until it is left: an answer may bring up a question, which is answered too."""
        page = self.page
        if self.send(answers) == 200 and self.page == page:
            self.send(answers)
        assert self.page != page, self.text

    @property
    def page(self) -> str:
        """The name of the page that is shown; empty for the result."""
        found = re.search(r'name="_page" value="([^"]+)"', self.text)
        return found[1] if found else ""

    def asked(self) -> set[str]:
        """The inputs that one can see."""
        return set(
            re.findall(r'<(?:input type="(?:radio|checkbox|text)"[^>]*|textarea[^>]*) name="([^"]+)"', self.text)
        )

    def checked(self) -> set[tuple[str, str]]:
        """The choices that stand ticked."""
        return set(re.findall(r'<input type="(?:radio|checkbox)" name="([^"]+)" value="([^"]+)" checked>', self.text))


def test_a_language_chosen_halfway_keeps_every_answer(reader: Any) -> None:
    """The same page in English, with what was answered before it."""
    filling = Filling(reader, SATISFACTION)
    filling.leave(PAGES[0])
    response = filling.switch("en")
    assert '<html lang="en">' in response
    assert "page 2 of 5" in response
    assert '<input type="hidden" name="industry" value="互联网">' in reader.main(response)


def test_a_browser_may_go_back_to_a_page_of_a_survey(reader: Any) -> None:
    """It keeps the pages for itself; other pages hold customers' data and are kept by nobody."""
    assert reader.get(SATISFACTION).headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_every_survey_opens_in_both_languages(shared_app: Any, reader: Any, language: str) -> None:
    """The list, and the first page of each, with its progress."""
    surveys = workplace_of(shared_app).services().surveys
    assert len(surveys) == 4
    listed = reader.get("/surveys/", headers={"Accept-Language": language}).text
    for survey in surveys.values():
        assert survey.label.say(language) in listed
        page = reader.get(f"/surveys/{survey.name}", headers={"Accept-Language": language})
        assert page.status_code == 200
        assert survey.pages[0].label.say(language) in page.text
        assert f'max="{len(survey.pages)}"' in page.text


def test_a_survey_is_filled_in_to_its_result(reader: Any) -> None:
    """F4-5: five pages in their order; then the scores with their reasons, and the call that follows from 5 of 10."""
    filling = Filling(reader, f"{SATISFACTION}?_about=C001")
    assert "关于 XX科技有限公司" in filling.text
    assert ("cooperation", "1年以上") in filling.checked()
    for number, answers in enumerate(PAGES, 1):
        assert f'value="{number}" max="5"' in filling.text
        assert filling.send(answers) == 200
    result = filling.text
    assert filling.page == ""
    for word in ("服务质量得分 <strong class=\"number\">3.00", "产品体验得分 <strong class=\"number\">4.00",
                 "回访 XX科技有限公司（推荐意愿 5 分）", "低推荐意愿回访", "任务名称", "问卷版本 1"):  # fmt: skip
        assert word in result, word
    assert re.search(r"configs/surveys/satisfaction.yaml:\d+", result)


def test_back_loses_nothing(reader: Any) -> None:
    """Two pages on and two pages back: every answer still stands, also what was typed on the page one left."""
    filling = Filling(reader, SATISFACTION)
    filling.send(PAGES[0])
    filling.send(SERVICE)
    assert filling.page == "product"
    assert filling.send({"product.ease": "5"}, action="back") == 200
    assert filling.checked() == set(SERVICE.items())
    filling.send(SERVICE, action="back")
    assert {("cooperation", "1年以上"), ("industry", "互联网")} <= filling.checked()
    assert re.search(r'name="customer_id" value="C001"', filling.text)
    filling.send(PAGES[0])
    filling.send(SERVICE)
    assert filling.checked() == {("product.ease", "5")}


def test_what_is_missing_is_said_in_place_and_in_a_summary(reader: Any) -> None:
    """422: a row without an answer is named above with a link, and beside its question; the others keep theirs."""
    filling = Filling(reader, SATISFACTION)
    filling.send(PAGES[0])
    assert filling.send({"service.speed": "2"}) == 422
    assert filling.page == "service"
    summary = filling.text[filling.text.index('role="alert"') : filling.text.index('class="survey"')]
    assert re.findall(r'<a href="#([^"]+)">([^<]+)</a>', summary) == [
        ("service.expertise", "请填写服务人员专业性"),
        ("service.once", "请填写问题一次性解决率"),
    ]
    assert "有 2 处要改" in summary
    assert filling.text.count('class="fault"') == 2
    for name in ("service.expertise", "service.once"):
        assert f'id="{name}"' in filling.text
        assert f'aria-describedby="{name}-fault"' in filling.text
    assert filling.checked() == {("service.speed", "2")}
    assert "<title>有误: " in filling.head


def test_a_hidden_question_is_not_asked_and_not_counted(reader: Any) -> None:
    """Manufacturing is asked for its supply chain, a bank is not; whoever changes the trade loses the question."""
    filling = Filling(reader, SATISFACTION)
    filling.send({**PAGES[0], "industry": "制造业"})
    filling.send(SERVICE)
    assert 'name="supply"' in filling.text
    assert filling.send(PRODUCT) == 422
    assert filling.send({**PRODUCT, "supply": "1"}) == 200
    other = Filling(reader, SATISFACTION)
    other.send({**PAGES[0], "industry": "金融业"})
    other.send(SERVICE)
    assert 'name="supply"' not in other.text
    assert other.send({**PRODUCT, "supply": "1"}) == 200
    assert 'name="supply"' not in other.text


def test_another_answer_has_a_text_beside_it(reader: Any) -> None:
    """其他 without a word is asked for one; with a word it is kept when one comes back."""
    filling = Filling(reader, SATISFACTION)
    assert filling.send({**PAGES[0], "industry": "其他"}) == 422
    assert 'id="industry_other"' in filling.text
    assert filling.send({**PAGES[0], "industry": "其他", "industry_other": "渔业 <i>"}) == 200
    filling.send({}, action="back")
    assert 'name="industry_other" value="渔业 &lt;i&gt;"' in filling.text


def test_the_scale_of_recommendation_has_eleven_points(reader: Any) -> None:
    """Every point is a radio of its own; only the ends have words; a point off the scale is refused."""
    filling = Filling(reader, SATISFACTION)
    for answers in PAGES[:4]:
        filling.send(answers)
    assert re.findall(r'<input type="radio" name="nps" value="(\d+)">', filling.text) == [str(n) for n in range(11)]
    assert "0 完全不可能" in filling.text
    assert filling.send({"nps": "11"}) == 422
    assert filling.send({"nps": "10"}) == 200
    assert "没有后续动作" in filling.text


EXTENDED: list[Mapping[str, str | list[str]]] = [
    {"industry": "制造业", "cooperation": "3-6个月"},
    {"service.speed": "4", "service.solving": "4", "service.expertise": "5", "service.attitude": "5"},
    {"function_fit": "部分满足", "missing_functions": "报表", "product.stability": "4", "product.ease": "3",
     "product.value": "4", "supply": "5"},
    {"channel": ["电话", "企业微信"], "interaction.accuracy": "4", "interaction.initiative": "2"},
    {"nps": "6", "why": "交付慢", "loyalty.renew": "4", "loyalty.compared": "3"},
    {"wishes": ["定期培训"], "wishes_other": "", "improve": "", "advice": ""},
]  # fmt: skip


def test_the_full_survey_asks_for_all_fourteen_indicators(shared_app: Any, reader: Any) -> None:
    """Every indicator has a question on some page; the questions that hang on an answer come with it."""
    survey = workplace_of(shared_app).services().surveys["satisfaction_extended"]
    filling, asked = Filling(reader, "/surveys/satisfaction_extended?_about=C002"), set[str]()
    for answers in EXTENDED:
        asked |= filling.asked()
        filling.leave(answers)
    indicators = [survey.points(mentions) for each in survey.dimensions for mentions in each.indicators.values()]
    assert len(indicators) == 14
    assert all(points and {point.name for point in points} <= asked for points in indicators)
    for word in ("服务质量得分", "产品体验得分", "互动体验得分", "合作意愿得分", "推荐意愿 6 分）：交付慢"):
        assert word in filling.text, word


def test_after_a_solution_a_further_need_becomes_a_request(reader: Any) -> None:
    """About request W001: the need is asked for once there is one, and follows as a request of the same customer."""
    filling = Filling(reader, "/surveys/after_solution?_about=W001")
    answers = {"speed": "5", "effective": "有效", "further_need": "true"}
    assert filling.send(answers) == 200
    assert 'name="need"' in filling.text
    assert filling.send({**answers, "need": "接口对接"}) == 200
    result = filling.text[filling.text.index('id="follow"') :]
    for word in ("登记新需求", "提出客户", "XX科技有限公司", "接口对接"):
        assert word in result


def test_a_quick_or_uniform_answer_is_marked_not_dropped(reader: Any) -> None:
    """All ratings the same: the result says so, with the reason, and still has its scores."""
    filling = Filling(reader, SATISFACTION)
    for answers in (PAGES[0], dict.fromkeys(SERVICE, "3"), dict.fromkeys(PRODUCT, "3"), PAGES[3], {"nps": "9"}):
        filling.send(answers)
    assert "所有评分相同" in filling.text
    assert "不会被删除" in filling.text
    assert '服务质量得分 <strong class="number">3.00' in filling.text


@pytest.mark.parametrize(
    "address",
    ["/surveys/nothing", "/surveys/customer", f"{SATISFACTION}?_about=C999", f"{SATISFACTION}?_about=../../etc/passwd"],
)
def test_a_survey_or_a_record_that_is_not_there_is_not_found(reader: Any, address: str) -> None:
    """404, with a page, for a link and for a post."""
    assert reader.get(address).status_code == 404
    token = re.search(r'name="_csrf" value="([^"]+)"', reader.read("/surveys/satisfaction"))
    assert token
    path, _, about = address.partition("?_about=")
    assert reader.client.post(path, data={"_csrf": token[1], "_about": about}).status_code == 404


HOSTILE = [
    ("unknown inputs", {"nothing": "1", "service.nothing": "1", "__class__": "x", "_nothing": "x"}),
    ("an unknown page", {"_page": "nowhere"}),
    ("a page list", {"_page": ["service"] * 50}),
    ("an unknown action", {"_action": "delete"}),
    ("huge lists", {"service.speed": ["1"] * 5000, "industry": ["制造业"] * 5000}),
    ("many shown questions", {".shown": ["nothing"] * 5000}),
    ("huge texts", {"improve": "长" * 50_000}),
    ("control characters", {"customer_id": "\x00", "improve": "\x1b[31m"}),
    ("figures off the scale", {"service.speed": "99", "nps": "1e400"}),
    ("markup", {"customer_id": "<script>alert(1)</script>", "industry_other": "<script>alert(1)</script>"}),
    ("an answer to a hidden question", {"supply": "1"}),
    ("surrogates and separators", {"improve": "\u2028\u202e", "_page": "\u2028"}),
]


@pytest.mark.parametrize("page", ["", "basic", "service", "overall"])
@pytest.mark.parametrize("data", [row[1] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_a_hostile_post_ends_on_a_page(reader: Any, data: dict[str, Any], page: str) -> None:
    """A page of the survey, whatever was sent; never a fault of ours, never markup that runs, never the result."""
    filling = Filling(reader, SATISFACTION)
    status = filling.send({"_page": page, **data}, **({"action": data["_action"]} if "_action" in data else {}))
    assert status in (200, 422)
    assert filling.page
    assert "<script>alert" not in filling.text


@pytest.mark.parametrize("data", [{"x": ["1"] * 1001}, {"improve": "x" * 250_000}, {"improve": "长" * 400_000}])
def test_more_than_a_form_can_hold_is_refused(reader: Any, data: dict[str, Any]) -> None:
    """Too many fields or too much text end in a page that says so, or in the survey; never in a fault of ours."""
    assert Filling(reader, SATISFACTION).send(data) in (200, 400, 413, 422)


def test_a_post_from_elsewhere_is_refused(reader: Any) -> None:
    """Without the token of our own page."""
    assert reader.client.post(SATISFACTION, data={"_action": "next"}).status_code == 400
