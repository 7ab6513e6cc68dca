"""Customers through the pages: listed, searched, entered, corrected; nobody overwrites anybody."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from web.current import workplace_of

ROWS = re.compile(r'<th scope="row"><a href="[^"]+">([^<]+)</a></th>')
NEW = "/records/customer/new"
FORM = {"name": "新客户", "_action": "save"}


def names(page: str) -> list[str]:
    """The customers of a list, in order."""
    return [unescape(name) for name in ROWS.findall(page)]


def test_the_list_shows_the_pack_s_columns(reader: Any) -> None:
    """R001: the columns that the definition names, with the values of C001."""
    page = reader.read("/records/customer/")
    for word in ("客户名称", "所属行业", "规模等级", "负责人", "互联网", "中小企业", "李*"):
        assert word in page


@pytest.mark.parametrize(
    ("query", "first"),
    [("q=YY", ["YY制造集团"]), ("q=制造业 赵", ["YY制造集团"]), ("q=没有这个", []), ("q=%25", []),
     ("sort=name", ["WW银行", "XX科技有限公司"]), ("sort=-name", ["ZZ贸易集团", "YY制造集团"]),
     ("sort=-id", ["WW银行", "ZZ贸易集团"]), ("sort=nothing&page=x", ["XX科技有限公司"]), ("page=99", [])],
)  # fmt: skip
def test_search_and_order_follow_the_address(reader: Any, query: str, first: list[str]) -> None:
    """What the address asks for; nonsense in it is ignored."""
    found = names(reader.read(f"/records/customer/?{query}"))
    assert found[: len(first)] == first
    assert bool(found) == bool(first)


NARROWED = [
    ("industry=制造业", ["YY制造集团"]),
    ("size=大型集团", ["YY制造集团", "WW银行"]),
    ("size=大型集团&q=银行", ["WW银行"]),
    ("industry=制造业&size=中小企业", []),
    ("industry=%00", []),
    ("name=WW银行&consent=maybe", ["XX科技有限公司"]),
]


@pytest.mark.parametrize(("query", "found"), NARROWED)
def test_a_list_is_narrowed_by_what_its_columns_choose_from(reader: Any, query: str, found: list[str]) -> None:
    """One choice, several, together with a search; what no column chooses from narrows nothing."""
    assert names(reader.read(f"/records/customer/?{query}"))[: len(found) or None] == found


def test_what_a_list_is_narrowed_to_stays(visitor: Any) -> None:
    """The choice stays chosen, and goes along to the next page, to another order, and to the words above the list."""
    for number in range(30):
        visitor.post(NEW, {**FORM, "name": f"批量{number:02}", "industry": "互联网"})
    page = visitor.read("/records/customer/?industry=互联网&sort=-name")
    assert '<option value="互联网" selected>互联网' in page
    assert "符合条件的 31 条" in page
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following
    assert len(names(visitor.read(unescape(following[1])))) == 6
    assert all("industry=" in order for order in re.findall(r'<th scope="col"[^>]*><a href="([^"]+)"', page))


def test_a_rating_on_the_front_page_leads_to_those_who_have_it(visitor: Any) -> None:
    """Counted by their last evaluation: the same in the list as in the count."""
    evaluate = "/records/customer/{}/evaluate/relationship_health"
    for customer in ("C001", "C002"):
        visitor.post(evaluate.format(customer), {"_action": "save"})
    assert names(visitor.read("/records/customer/?relationship_health=优秀")) == ["XX科技有限公司"]
    marks = {"score_risk": "1", "remark_risk": "投诉", "score_stability": "1", "remark_stability": "订单下滑"}
    visitor.post(evaluate.format("C001"), {**marks, "_action": "save"})
    page = visitor.read("/")
    links = re.findall(r'href="([^"]+)" aria-label="(\S+): (\d+)"', page)
    assert [(word, count) for _, word, count in links] == [("一般", "1"), ("较差", "1")]
    assert names(visitor.read(unescape(links[0][0]))) == ["XX科技有限公司"]
    assert names(visitor.read("/records/customer/?relationship_health=优秀")) == []


def test_long_lists_have_pages(visitor: Any) -> None:
    """Thirty customers are two pages; the second says where it begins."""
    for number in range(30):
        visitor.post(NEW, {**FORM, "name": f"批量{number:02}"})
    page = visitor.read("/records/customer/?q=批量&sort=name&page=2")
    assert names(page) == [f"批量{number}" for number in range(25, 30)]
    assert "第 26–30 条, 共 30 条" in page


def test_a_new_customer_gets_a_number_and_a_page(visitor: Any) -> None:
    """R002: saved without a number, it gets the next one; the page shows what was typed."""
    response = visitor.post(NEW, {**FORM, "budget": "５０万", "signed_on": "2026年3月1日", "tags": ["高价值客户"]})
    assert response.status_code == 303
    page = visitor.read(response.location)
    for word in ("已保存 C0", "新客户", "500,000", "2026-03-01", "高价值客户", "演示用户"):
        assert word in page


WIDE = [
    ("phone", "１３８１２３４５６７８", "13812345678"),
    ("order_fluctuation", "８．３３％", "8.33%"),
    ("budget", "５０万", "500,000"),
    ("signed_on", "２０２６－０３－０１", "2026-03-01"),
    ("complaints", "　３　", "3"),
    ("email", "ｚｈａｎｇ＠ｘｘ．ｃｏｍ", "zhang@xx.com"),
]


@pytest.mark.parametrize(("field", "typed", "shown"), WIDE)
def test_full_width_characters_are_understood(visitor: Any, field: str, typed: str, shown: str) -> None:
    """As an input method leaves them."""
    response = visitor.post(NEW, {**FORM, field: typed})
    assert response.status_code == 303, response.text
    assert re.search(rf"<dd>\s*{re.escape(shown)}", visitor.read(response.location))


def test_a_full_width_colon_is_one(visitor: Any) -> None:
    """In a moment, date and time."""
    request = {
        "customer": "C001",
        "type": "咨询",
        "description": "升级功能",
        "created_at": "２０２６－０３－０５　９：３０",
    }
    response = visitor.post("/records/request/new", {**request, "_action": "save"})
    assert response.status_code == 303, response.text
    assert "2026-03-05 09:30" in visitor.read(response.location)


FAULTY = {"name": "", "signed_on": "2026-02-31", "complaints": "三", "need_match": "还行", "phone": "问李经理"}


def test_a_faulty_form_comes_back_whole(reader: Any) -> None:
    """422; a summary that links to the fields; the same words beside them; the title says so; nothing typed is lost."""
    response = reader.post(NEW, {**FORM, **FAULTY, "contact": "张三 <b>"})
    page = response.text
    assert response.status_code == 422
    assert "<title>有误: 新建客户" in page
    for name, sentence in (
        ("name", "请填写客户名称"),
        ("signed_on", "首次签约日要填日期, “2026-02-31”不是日期"),
        ("complaints", "投诉次数要填数字, 不能是“三”"),
        ("need_match", "需求匹配没有“还行”这个选项"),
        ("phone", "电话要填电话号码, 不能是“问李经理”"),
    ):
        assert f'<a href="#{name}">{sentence}' in page
        assert f'id="{name}-fault"' in page
    assert 'value="2026-02-31"' in page
    assert 'value="张三 &lt;b&gt;"' in page
    assert "有 5 处要改" in page


def test_the_same_customer_twice_links_to_the_first(visitor: Any) -> None:
    """R003: nothing is saved, the page names and links the record that is there."""
    twin = {"name": "双胞胎公司", "phone": "13812345678", "_action": "save"}
    first = visitor.post(NEW, twin).location
    response = visitor.post(NEW, {**twin, "name": " 双胞胎 公司", "phone": "138-1234-5678"})
    assert response.status_code == 422
    assert "已有相同的记录" in response.text
    assert f'href="{first}"' in response.text


def test_a_change_is_on_file_with_old_new_who_and_when(visitor: Any) -> None:
    """R007: the page shows what was there before, what is there now, and by whom."""
    address = "/records/customer/C004/edit"
    visitor.post(address, {"name": "WW银行", "industry": "制造业", "_version": "1", "_action": "save"})
    page = visitor.read("/records/customer/C004")
    assert "所属行业: <del>金融业</del> → <ins>制造业</ins>" in page
    assert "2026-03-05 10:00" in page


def test_the_second_of_two_is_told(visitor: Any) -> None:
    """Both opened version 1: the second is refused and told who was first. No version is as old as can be."""
    address = "/records/customer/C004/edit"
    assert visitor.post(address, {"name": "甲", "_version": "1", "_action": "save"}).status_code == 303
    for version in ({"_version": "1"}, {}, {"_version": "-1"}, {"_version": "²"}, {"_version": "9" * 99}):
        response = visitor.post(address, {"name": "乙", "_action": "save", **version})
        assert response.status_code == 422
        assert "演示用户已经先改了这条记录" in response.text


def test_the_second_compares_and_may_save_on_top(visitor: Any) -> None:
    """What is there by now stands beside what was typed; nothing typed is lost; saving again keeps it knowingly."""
    address = "/records/customer/C004/edit"
    bank = {"name": "WW银行", "industry": "金融业", "size": "大型集团", "account_manager": "孙*", "_action": "save"}
    visitor.post(address, {**bank, "contact": "张三", "_version": "1"})
    mine = {**bank, "address": "北京"}
    page = visitor.main(visitor.post(address, {**mine, "_version": "1"}).text)
    differing = page[page.index("<tbody>") : page.index("</tbody>")]
    assert re.findall(r'<a href="#(\w+)">', differing) == ["address", "contact"]
    assert re.findall(r"<td>([^<]+)</td>", differing) == ["—", "北京", "张三", "—"]
    assert 'value="北京"' in page
    again = re.search(r'name="_version" value="(\d+)"', page)
    assert again
    saved = visitor.post(address, {**mine, "_version": again[1]})
    assert saved.status_code == 303
    assert "北京" in visitor.read("/records/customer/C004")


def test_a_form_sent_twice_is_stored_once(visitor: Any) -> None:
    """A double click on a new record gives one record, and on a change no quarrel with oneself."""
    token = re.search(r'name="_once" value="([^"]+)"', visitor.read(NEW))
    assert token
    form = {**FORM, "name": "双击公司", "_once": token[1]}
    twice = [visitor.post(NEW, form) for _ in range(2)]
    assert [each.status_code for each in twice] == [303, 303]
    assert twice[0].location == twice[1].location
    assert len(names(visitor.read("/records/customer/?q=双击公司"))) == 1
    change = {"name": "双击公司", "address": "上海", "_version": "1", "_action": "save"}
    assert [visitor.post(f"{twice[0].location}/edit", change).status_code for _ in range(2)] == [303, 303]


@pytest.mark.parametrize("token", ["", "\x00", "a b", "x" * 65, "钥匙"])
def test_a_token_that_is_none_stores_like_any_form(visitor: Any, token: str) -> None:
    """What no page of ours has given is as good as no token."""
    addresses = {visitor.post(NEW, {**FORM, "_once": token}).location for _ in range(2)}
    assert len(addresses) == 2


def test_a_condition_is_followed_without_saving(reader: Any) -> None:
    """A preview shows 决策链人数 for 大型集团, tells no faults, and stores nothing."""
    before = names(reader.read("/records/customer/"))
    hidden = reader.post(NEW, {"size": "中小企业", "_action": "preview"})
    shown = reader.post(NEW, {"size": "大型集团", "_action": "preview"})
    assert 'name="decision_chain"' not in hidden.text
    assert 'name="decision_chain"' in shown.text
    assert (shown.status_code, 'role="alert"' in shown.text) == (200, False)
    assert names(reader.read("/records/customer/")) == before


def test_an_empty_list_says_what_to_do(reader: Any) -> None:
    """Nothing found: another word, or everything."""
    assert "看全部" in reader.read("/records/customer/?q=没有这个")


def test_what_points_at_a_customer_is_on_its_page(visitor: Any) -> None:
    """R005: a request entered from the customer's page is for that customer, and is listed there and nowhere else."""
    form = visitor.read("/records/request/new?customer=C001")
    assert re.search(r'<option value="C001" selected>XX科技有限公司', form)
    request = {"customer": "C001", "type": "咨询", "description": "升级功能", "_action": "save"}
    address = visitor.post("/records/request/new", request).location
    assert f'href="{address}"' in visitor.read("/records/customer/C001")
    assert f'href="{address}"' not in visitor.read("/records/customer/C002")
    assert f'href="{address}"' in visitor.read("/records/request/?customer=C001")
    assert f'href="{address}"' not in visitor.read("/records/request/?customer=C002")
    assert 'href="/records/customer/C001">XX科技有限公司' in visitor.read(address)


def test_a_title_calls_the_records_it_refers_to_by_their_titles(reader: Any) -> None:
    """The opportunity of a customer is called by the customer's name, wherever it is mentioned."""
    assert "<h1>XX科技有限公司 50 万元</h1>" in reader.read("/records/opportunity/S001")
    assert ">XX科技有限公司 50 万元</a>" in reader.read("/records/customer/C001")


def test_among_many_one_types_a_number_or_a_name(visitor: Any) -> None:
    """More than a hundred customers are not scrolled through: what is typed is understood or explained."""
    services = workplace_of(visitor.client.application).services()
    for number in range(100):
        services.save_record("customer", {"name": [f"第{number:03}公司"]}, by="导入")
    address, request = "/records/request/new", {"type": "咨询", "description": "升级功能", "_action": "save"}
    assert 'list="customer-known"' in visitor.read(address)
    for typed in ("C004", " WW银行 ", "ＷＷ银行"):
        saved = visitor.post(address, {**request, "customer": typed})
        assert saved.status_code == 303
        assert 'href="/records/customer/C004">WW银行' in visitor.read(saved.location)
    refused = visitor.post(address, {**request, "customer": "第05"})
    assert refused.status_code == 422
    assert 'value="第05"' in refused.text
    assert "是不是 第050公司 (C055)、" in refused.text
    preview = visitor.post(address, {**request, "customer": "第05", "_action": "preview"}).text
    known = preview[preview.index("<datalist") : preview.index("</datalist>")]
    assert known.count("<option") == 10
    for strange in ("第" * 5_000, "\x00", "%", " ".join("一二三四五六七八九十" * 9)):
        assert visitor.post(address, {**request, "customer": strange}).status_code == 422


def test_changes_far_back_are_one_step_away(visitor: Any, watch: Any) -> None:
    """The last five stand open, the others behind a word that counts them; the first of all entered the record."""
    for version in range(1, 8):
        watch.at = f"2026-03-{5 + version:02}T10:00"
        change = {"name": "WW银行", "address": f"第 {version} 处", "_version": str(version), "_action": "save"}
        assert visitor.post("/records/customer/C004/edit", change).status_code == 303
    page = visitor.read("/records/customer/C004")
    changes, earlier = page[page.index('id="changes"') :].split("<details")
    assert re.findall(r"→ <ins>第 (\d) 处", changes) == ["7", "6", "5", "4", "3"]
    assert "更早的 3 次" in earlier
    assert re.findall(r"→ <ins>第 (\d) 处", earlier) == ["2"]
    assert (changes.count("建立档案"), earlier.count("建立档案")) == (0, 1)


def test_a_reference_must_point_at_something(visitor: Any) -> None:
    """A request for a customer that is not there is refused; what was chosen stays chosen."""
    request = {"customer": "C999", "type": "咨询", "description": "升级功能", "_action": "save"}
    response = visitor.post("/records/request/new", request)
    assert response.status_code == 422
    assert "提出客户指向的“C999”不存在" in response.text
    assert '<option value="C999" selected>' in response.text
