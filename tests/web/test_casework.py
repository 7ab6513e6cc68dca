"""Records at work on their pages: clocks with ledger, stages that refuse in words, tags with why, hostile posts."""

from __future__ import annotations

import re
from typing import Any

import pytest

import engine
from web.current import workplace_of
from web.language import LANGUAGES

NEGOTIATION, PROPOSAL = "/records/opportunity/S001", "/records/opportunity/S002"
COMPLAINT, CUSTOMER = "/records/request/W003", "/records/customer/C001"
PAGES = [
    (COMPLAINT, ("客户需求时限", "时间怎么算的", "超时"), ("Limits for requests", "How the time adds up", "late")),
    (COMPLAINT, ("投诉处理流程", "受理（道歉）"), ("Complaint procedure", "Accept and apologise")),
    (COMPLAINT, ("解决后调研", "工单评分"), ("After the solution", "Ticket rating")),
    (NEGOTIATION, ("销售流程", "商务谈判", "原因"), ("Sales pipeline", "Negotiation", "Reason")),
    (CUSTOMER, ("客户标签", "人打的", "规则给的", "为什么"), ("Customer tags", "by hand", "by rule", "Why")),
]


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize(("address", "chinese", "english"), PAGES)
def test_what_is_at_work_is_on_the_page(
    reader: Any, address: str, chinese: tuple[str, ...], english: tuple[str, ...], language: str
) -> None:
    """Every record tells its clocks, stages, tags and surveys in the reader's language."""
    page = reader.get(address, headers={"Accept-Language": language})
    assert page.status_code == 200
    for word in {"zh": chinese, "en": english}[language]:
        assert word in page.text


@pytest.mark.parametrize("address", [COMPLAINT, NEGOTIATION, CUSTOMER])
def test_what_is_at_work_comes_before_the_file(reader: Any, address: str) -> None:
    """In the text as on the screen, so a phone and a keyboard meet it first."""
    page = reader.read(address)
    work = min(page.index(mark) for mark in ('id="stages-1"', 'id="card-1"') if mark in page)
    assert work < page.index('id="group-1"') < page.index('id="changes"')


def test_a_clock_tells_its_limit_and_its_ledger(reader: Any) -> None:
    """F: an urgent complaint answered after four hours: due after two, missed, each stretch with its time."""
    page = reader.read(COMPLAINT)
    clock = page[page.index(">首次响应<") : page.index(">解决</h3>")]
    for word in ("超时", "2024-05-07 12:00", "2024-05-07 14:00", "时限 2 小时, 按全天候计", "时间怎么算的"):
        assert word in clock
    assert re.search(r"<td>计时</td><td class=\"number\">2 小时</td><td class=\"number\">2 小时</td>", clock)


@pytest.mark.parametrize(
    ("address", "names"),
    [
        (COMPLAINT, ["request_limits", "ticket", "complaint"]),
        (NEGOTIATION, ["sales"]),
        (CUSTOMER, ["relationship_health", "customer_tags"]),
        (f"{CUSTOMER}/evaluate/relationship_health", ["relationship_health"]),
    ],
)
def test_the_rules_are_one_step_from_what_they_give(reader: Any, address: str, names: list[str]) -> None:
    """Every part of a page that a definition makes leads to that definition."""
    page = reader.read(address)
    for name in names:
        assert f'href="/rules/definitions/{name}">看规则</a>' in page


def test_a_tag_tells_why_it_is_there(reader: Any) -> None:
    """The rule's sentence, and the place where it is written."""
    page = reader.read(CUSTOMER)
    tag = page[page.index("<strong>低活跃客户</strong>") :][:2000]
    assert "configs/tags.yaml:" in tag
    assert "为什么" in tag


def deal(**values: object) -> dict[str, object]:
    """A post that moves an opportunity."""
    return {"to": "合同签订", "reason": "客户点头了 <b>", "_version": "1", "_action": "save", **values}


def test_a_refused_move_keeps_what_was_typed_and_says_why(reader: Any) -> None:
    """422: the criterion in the author's word, its line in the file, the stage still chosen, the reason still there."""
    response = reader.post(f"{NEGOTIATION}/move/sales", deal(), page=NEGOTIATION)
    assert response.status_code == 422
    alert = response.text[response.text.index('role="alert"') :][:1500]
    assert "条款已谈妥" in alert
    assert re.search(r'href="/rules/files/configs/pipelines.yaml\?line=\d+#here">configs/pipelines.yaml:\d+</a>', alert)
    assert re.search(r'<option value="合同签订" selected>合同签订 · 还差 1 项', response.text)
    assert 'value="客户点头了 &lt;b&gt;"' in response.text
    assert re.search(r'aria-current="step"><span>商务谈判', reader.read(NEGOTIATION))


def test_a_refusal_speaks_english_too(reader: Any) -> None:
    """The same refusal for another reader."""
    reader.client.set_cookie("language", "en")
    response = reader.post(f"{NEGOTIATION}/move/sales", deal(reason=""), page=NEGOTIATION)
    assert "It cannot move like this yet" in response.text
    assert "Contract" in response.text


def test_a_move_is_done_once_nothing_is_in_the_way(visitor: Any) -> None:
    """The terms are agreed: moved, told so by label, with the reason in the record's changes."""
    form = {
        "customer": "C001",
        "amount": "50",
        "stage": "商务谈判",
        "expected_on": "2024-04-30",
        "terms_agreed": "true",
    }
    saved = visitor.post(f"{NEGOTIATION}/edit", {**form, "_version": "1", "_action": "save"})
    assert saved.status_code == 303, saved.text
    visitor.client.set_cookie("language", "en")
    response = visitor.post(f"{NEGOTIATION}/move/sales", deal(_version="2"), page=NEGOTIATION)
    assert response.status_code == 303
    page = visitor.read(response.location)
    assert "Moved to Contract" in page
    assert 'aria-current="step"><span>Contract' in page
    assert "客户点头了 &lt;b&gt;" in page[page.index('id="changes"') :]


@pytest.mark.parametrize("address", [f"{NEGOTIATION}/edit", "/records/opportunity/new"])
def test_a_form_shows_the_stage_and_does_not_ask_for_it(reader: Any, address: str) -> None:
    """The stage stands there in words, with the way to change it; there is no input that could."""
    page = reader.main(reader.read(address))
    assert "保存以后在档案页上移动" in page
    assert 'name="stage"' not in page


def test_a_move_sent_twice_is_made_once(visitor: Any) -> None:
    """A double click: told that it moved, moved once. Somebody else's page of before is refused."""
    back = deal(to="方案制定")
    moves = [visitor.post(f"{NEGOTIATION}/move/sales", back, page=NEGOTIATION) for _ in range(2)]
    assert [each.status_code for each in moves] == [303, 303]
    page = visitor.read(NEGOTIATION)
    assert page.count("<ins>方案制定</ins>") == 1
    later = deal(to="需求分析")
    assert visitor.post(f"{NEGOTIATION}/move/sales", later, page=NEGOTIATION).status_code == 422


def test_what_is_missing_for_other_stages_is_one_step_away(reader: Any) -> None:
    """Before anybody tries: each criterion in the author's words, with its line; stages behind are marked in words."""
    page = reader.read(PROPOSAL)
    stages = page[page.index('class="stages"') : page.index("</ol>", page.index('class="stages"'))]
    assert re.findall(r'<li class="done">.*?<span class="visually-hidden">已过</span><span>([^<]+)', stages) == [
        "线索获取",
        "需求分析",
    ]
    missing = page[page.index("还差什么") :][:1500]
    assert "方案已提交" in missing
    assert re.search(r"configs/pipelines.yaml:\d+</a>", missing)


def test_a_language_chosen_beside_a_refusal_moves_nothing(reader: Any) -> None:
    """The form comes back in the other language with what was typed; it is sent once more, but not meant."""
    refused = reader.post(f"{NEGOTIATION}/move/sales", deal(), page=NEGOTIATION).text
    switch = dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', refused[: refused.index("<main ")])
    )
    assert switch["_language"] == "en"
    again = reader.client.post(f"{NEGOTIATION}/move/sales", data=switch)
    assert again.status_code == 200
    assert '<html lang="en">' in again.text
    assert 'value="客户点头了' in reader.main(again.text)
    assert "Sales pipeline" in reader.read(NEGOTIATION)


def test_clocks_run_on_while_nothing_changes(visitor: Any, watch: Any) -> None:
    """An urgent complaint from 10:00: two hours left, due soon after 75%, then late; answered late, it stays late."""
    form = {"customer": "C001", "type": "投诉", "channel": "电话", "description": "设备停机", "urgency": "紧急",
            "created_at": "2026-03-05 10:00", "_action": "save"}  # fmt: skip
    address = visitor.post("/records/request/new", form).location

    def clock(at: str) -> str:
        watch.at = at
        page = visitor.read(address)
        found = page[page.index(">首次响应<") :]
        return str(found[: found.index("</article>")])

    for at, words in (
        ("2026-03-05T10:00", ("进行中", "到期", "2026-03-05 12:00", "还剩 2 小时")),
        ("2026-03-05T11:29", ("进行中", "还剩 31 分")),
        ("2026-03-05T11:31", ("快到期", "还剩 29 分")),
        ("2026-03-05T12:00", ("快到期", "—")),
        ("2026-03-05T12:01", ("超时 1 分",)),
        ("2026-03-08T13:00", ("超时 3 天 1 小时", "报给客服主管")),
    ):
        for word in words:
            assert word in clock(at), (at, word)
    answered = {**form, "first_response_at": "2026-03-05 14:00", "_version": "1"}
    visitor.post(f"{address}/edit", answered)
    assert ">超时</span>" in re.sub(r"<svg.*?</svg>", "", clock("2026-03-09T10:00"))
    assert "还剩" not in clock("2026-03-09T10:00")


def test_tags_come_and_go_as_time_passes(visitor: Any, watch: Any) -> None:
    """新签客户 for 90 days after the contract, by rule; one given by hand stays, with who gave it and when."""
    form = {"name": "时间公司", "signed_on": "2026-03-01", "tags": ["价格敏感型"], "_action": "save"}
    address = visitor.post("/records/customer/new", form).location

    def tags(at: str) -> str:
        watch.at = at
        page = visitor.read(address)
        return page[page.index('id="tags-1"') :].partition("</section>")[0]

    assert "<strong>新签客户</strong>" in tags("2026-05-30T23:59")
    assert "<strong>新签客户</strong>" not in tags("2026-05-31T00:00")
    given = tags("2026-06-30T10:00")
    given = given[given.index("<strong>价格敏感型</strong>") :]
    assert re.search(r"演示用户 · <time[^>]*>2026-03-05</time> <span class=\"state\"><svg.*?</svg>人打的", given)


HOSTILE = [
    ("an unknown stage", {"to": "nonsense"}, 422),
    ("no stage", {"to": ""}, 422),
    ("the same stage", {"to": "商务谈判"}, 422),
    ("an end behind other stages", {"to": "赢单"}, 422),
    ("no reason", {"reason": "   "}, 422),
    ("a huge reason", {"reason": "长" * 20_000}, 422),
    ("a reason of several lines", {"to": "方案制定", "reason": "一\n二"}, 422),
    ("control characters", {"to": "方案制定", "reason": "\x00\x1b"}, 422),
    ("a stale version", {"to": "方案制定", "_version": "0"}, 422),
    ("no version", {"to": "方案制定", "_version": ""}, 422),
    ("a strange version", {"to": "方案制定", "_version": "1e9"}, 422),
    ("markup", {"to": "<script>alert(1)</script>", "reason": "<script>alert(1)</script>"}, 422),
    ("a list of stages", {"to": ["方案制定"] * 100, "_version": "0"}, 422),
]


@pytest.mark.parametrize(("data", "status"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_a_hostile_move_changes_nothing(reader: Any, data: dict[str, object], status: int) -> None:
    """The page again with a sentence, never a fault of ours, never a move, never markup that runs."""
    response = reader.post(f"{NEGOTIATION}/move/sales", deal(**data), page=NEGOTIATION)
    assert response.status_code == status
    assert 'role="alert"' in response.text
    assert "<script>alert" not in response.text
    assert re.search(r'aria-current="step"><span>商务谈判', reader.read(NEGOTIATION))


@pytest.mark.parametrize(
    "address",
    [
        f"{NEGOTIATION}/move/nothing",
        f"{NEGOTIATION}/move/ticket",
        "/records/request/W002/move/complaint",
        "/records/opportunity/S999/move/sales",
        "/records/nothing/S001/move/sales",
        "/records/opportunity/S001/move/%00",
    ],
)
def test_a_move_in_what_is_not_there_is_not_found(reader: Any, address: str) -> None:
    """Unknown records, entities and pipelines, and a pipeline whose field the record does not show."""
    assert reader.post(address, deal(), page=NEGOTIATION).status_code == 404


def test_a_move_from_elsewhere_is_refused(reader: Any) -> None:
    """Without the token of our own page, and by a mere link."""
    assert reader.client.post(f"{NEGOTIATION}/move/sales", data=deal()).status_code == 400
    assert reader.get(f"{NEGOTIATION}/move/sales").status_code == 405


def test_a_record_with_nothing_at_work_has_its_file_only(visitor: Any) -> None:
    """An order has no stages, clocks or tags: no empty cards, one column."""
    form = {"customer": "C001", "ordered_on": "2024-01-15", "amount": "38", "_action": "save"}
    page = visitor.read(visitor.post("/records/order/new", form).location)
    assert page.count('<div class="stack">') == 1


def test_a_newcomer_is_led_to_everything(reader: Any) -> None:
    """The front page has steps for form, ratings, tags, clocks, stages, surveys and rules; each leads to a page."""
    page = reader.read("/")
    steps = re.findall(r'<h3><a href="([^"]+)">', page[page.index('class="steps"') : page.index("</ol>")])
    assert steps == [
        "/records/customer/new",
        *("/records/customer/", "/records/customer/", "/records/request/", "/records/opportunity/"),
        *("/surveys/", "/rules/"),
    ]
    for step in steps:
        reader.read(step)


def test_every_definition_stands_as_tables_beside_its_text(reader: Any) -> None:
    """Rows in the language of the reader, and the file they come from, for every definition of the pack."""
    for name, word in (
        ("request_limits", "3 个工作日"), ("sales", "15 天"), ("customer_tags", "客单价 &gt;= 10"),
        ("satisfaction", "问题一次性解决率"), ("china_office", "春节调休"), ("low_score_callback", "rating &lt;= 3"),
        ("lifetime_value", "毛利率"), ("request", "满意度评分"),
    ):  # fmt: skip
        page = reader.read(f"/rules/definitions/{name}")
        tables = page[page.index("<table") : page.rindex("</table>")]
        assert word in tables, name
        assert 'class="source"' in page


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_every_record_and_definition_has_a_page(shared_app: Any, reader: Any, language: str) -> None:
    """Everything of the pack and its examples can be opened in both languages."""
    services = workplace_of(shared_app).services()
    records = [
        f"/records/{name}/{record.id}"
        for name in services.entities
        for record in services.find_records(name, engine.Query(size=2)).records
    ]
    for address in [*records, *(f"/rules/definitions/{name}" for name in services.project.definitions)]:
        assert reader.get(address, headers={"Accept-Language": language}).status_code == 200, address


def test_a_part_of_the_file_that_is_hidden_has_no_heading(reader: Any) -> None:
    """A question shows nothing of a complaint, not even the word above an empty part; a complaint does."""
    heading = re.compile(r'<h2 id="group-\d+">投诉</h2>')
    assert not heading.search(reader.read("/records/request/W002"))
    assert heading.search(reader.read(COMPLAINT))
