"""Records at work over a database: history out of changes, clocks, moves with their reason, refusals, tags."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engine.errors import EvaluationError, UsageError
from engine.runtime.casework import Case, Stages, history, move
from engine.runtime.deadlines import Clock
from engine.runtime.dossiers import Saved
from engine.runtime.services import Services
from engine.runtime.workplace import Workplace

PACK = Path(__file__).parents[2] / "configs"
SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2024, 5, 6, 10, tzinfo=SHANGHAI)
COMPLAINT = {"customer": ["C001"], "type": ["投诉"], "description": ["晚发货"], "created_at": ["2024-05-06 09:00"],
             "status": ["创建"]}  # fmt: skip
DEAL = {"customer": ["C001"], "stage": ["线索获取"], "amount": ["50"], "expected_on": ["2024-08-01"]}


class Hands:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.at = MONDAY

    def now(self) -> datetime:
        """Where the hands stand."""
        return self.at


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workplace, Hands]]:
    """The pack over a database with one customer; every test enters records of its own."""
    folder, hands = tmp_path_factory.mktemp("casework"), Hands()
    pack = Path(shutil.copytree(PACK, folder / "configs"))
    found = Workplace(pack, f"sqlite:///{folder / 'guiju.sqlite'}", hands)
    found.services().save_record("customer", {"name": ["XX科技有限公司"]}, by="李*")
    yield found, hands
    found.database.close()


@pytest.fixture
def hands(place: tuple[Workplace, Hands]) -> Hands:
    """The clock, back at Monday ten o'clock."""
    place[1].at = MONDAY
    return place[1]


@pytest.fixture
def services(place: tuple[Workplace, Hands], hands: Hands) -> Services:
    """The verbs."""
    return place[0].services()


def enter(services: Services, entity: str, posted: dict[str, list[str]]) -> str:
    """Save a new record; gives its number."""
    saved = services.save_record(entity, posted, by="李*")
    assert saved.record, saved.form.errors
    return saved.record.id


def change(services: Services, entity: str, number: str, **values: object) -> None:
    """Change some fields of a record."""
    dossier = services.open_record(entity, number)
    record = dossier.record
    services.change_record(dossier, {**record.values, **values}, by="赵*", version=record.version)


def move_deal(services: Services, number: str, to: str, reason: str = "客户同意", version: int = 1) -> Saved:
    """Try to move an opportunity."""
    return move(services, "opportunity", number, "sales", to=to, reason=reason, by="李*", version=version)


def stages(services: Services, entity: str, number: str, pipeline: str) -> Stages:
    """Where a record stands in a pipeline."""
    found = Case.open(services, entity, number).processes
    return next(each for each in found if each.process.pipeline.name == pipeline)


def clocks(services: Services, number: str) -> dict[str, Clock]:
    """The clocks of a request by name."""
    return {each.name: each for _, found in Case.open(services, "request", number).clocks for each in found}


# -- history -----------------------------------------------------------------------------------------------------------


def test_the_history_is_the_record_after_every_change(services: Services, hands: Hands) -> None:
    """Out of a file of old and new values comes the record as it was, the creation first, then every change."""
    number = enter(services, "request", COMPLAINT)
    made: list[dict[str, object]] = [{"handler": "孙*"}, {"status": "分配"}, {"handler": None, "status": "处理"}]
    for hour, values in enumerate(made, 1):
        hands.at = MONDAY + timedelta(hours=hour)
        change(services, "request", number, **values)
    events = history(services.open_record("request", number))
    assert [(e.name, e.at.astimezone(SHANGHAI).hour, e.record["handler"], e.record["status"]) for e in events] == [
        ("created", 10, None, "创建"),
        ("updated", 11, "孙*", "创建"),
        ("updated", 12, "孙*", "分配"),
        ("updated", 13, None, "处理"),
    ]


# -- clocks ------------------------------------------------------------------------------------------------------------


def test_a_clock_goes_by_what_the_record_states(services: Services, hands: Hands) -> None:
    """Entered at ten, the complaint came at nine: due at eleven. An answer at 10:20, entered at noon, was in time."""
    number = enter(services, "request", COMPLAINT)
    first = clocks(services, number)["first_response"]
    assert (first.state, first.due) == ("running", MONDAY.replace(hour=11))
    assert first.remaining == timedelta(hours=1)
    hands.at = MONDAY.replace(hour=12)
    assert clocks(services, number)["first_response"].outcome == "missed"
    change(services, "request", number, first_response_at=MONDAY.replace(minute=20))
    first = clocks(services, number)["first_response"]
    assert (first.outcome, first.stop) == ("met", MONDAY.replace(minute=20))


def test_waiting_for_the_customer_stops_the_time(services: Services, hands: Hands) -> None:
    """A pause of two hours puts the solution off by two hours, and stands in the ledger."""
    number = enter(services, "request", COMPLAINT)
    change(services, "request", number, status="等待客户")
    assert clocks(services, number)["resolution"].due is None
    hands.at = MONDAY + timedelta(hours=2)
    change(services, "request", number, status="处理")
    resolution = clocks(services, number)["resolution"]
    assert resolution.due == datetime(2024, 5, 7, 11, tzinfo=SHANGHAI)
    assert [(line.kind, line.counted) for line in resolution.ledger()] == [
        ("working", timedelta(hours=1)),
        ("paused", timedelta()),
        ("working", timedelta(hours=23)),
    ]


# -- stages ------------------------------------------------------------------------------------------------------------


def test_a_move_is_kept_with_its_reason(services: Services, hands: Hands) -> None:
    """The audit says from where to where, by whom, when and why; the stay begins with it."""
    number = enter(services, "opportunity", DEAL)
    hands.at = MONDAY + timedelta(days=3)
    saved = move_deal(services, number, "需求分析", reason="  第一次拜访以后 ")
    assert saved.record
    assert saved.record.values["stage"] == "需求分析"
    last = services.open_record("opportunity", number).changes[0]
    assert (last.field, last.old, last.new, last.by, last.reason) == (
        "stage", "线索获取", "需求分析", "李*", "第一次拜访以后",
    )  # fmt: skip
    hands.at = MONDAY + timedelta(days=5)
    found = stages(services, "opportunity", number, "sales")
    assert [(stay.stage, stay.days) for stay in found.stays] == [("线索获取", 3), ("需求分析", 2)]
    assert (found.current, found.following, str(found.label)) == ("需求分析", "方案制定", "销售流程")


def test_a_form_moves_nothing(services: Services) -> None:
    """The gates hold on every way in: a new deal begins in the first stage, a changed one stays where it is."""
    number = enter(services, "opportunity", {**DEAL, "stage": ["赢单"]})
    assert services.open_record("opportunity", number).record.values["stage"] == "线索获取"
    move_deal(services, number, "需求分析")
    changed = {**DEAL, "stage": ["赢单"], "amount": ["60"]}
    saved = services.save_record("opportunity", changed, by="李*", identifier=number, version=2)
    assert saved.record
    assert (saved.record.values["stage"], saved.record.values["amount"]) == ("需求分析", 60)


def test_a_record_without_a_stage_began_in_the_first(services: Services, hands: Hands) -> None:
    """Entered without a stage, it is in the first one, and its stay there counts from its entry."""
    number = enter(services, "opportunity", {"customer": ["C001"]})
    assert stages(services, "opportunity", number, "sales").current == "线索获取"
    hands.at = MONDAY + timedelta(days=2)
    move_deal(services, number, "需求分析")
    found = stages(services, "opportunity", number, "sales").stays
    assert [(stay.stage, stay.days) for stay in found] == [("线索获取", 2), ("需求分析", 0)]


REFUSED = [
    ("需求分析", "", ["GJ4359"]),
    ("需求分析", "x" * 501, ["GJ4509"]),
    ("需求分析", "一\x00二", ["GJ4513"]),
    ("需求分析", "一\n二", ["GJ4513"]),
    ("线索获取", "再来", ["GJ4351"]),
    ("方案制定", "快一点", ["GJ4354"]),
    ("赢单", "快一点", ["GJ4353"]),
    ("输单", "没戏了", ["GJ4358"]),
    ("方案", "写错了", ["GJ4350"]),
    ("", "没有选", ["GJ4350"]),
]


@pytest.mark.parametrize(("to", "reason", "codes"), REFUSED)
def test_a_move_that_is_refused_changes_nothing(services: Services, to: str, reason: str, codes: list[str]) -> None:
    """By the order of the stages, their gates, or a reason that cannot be kept: all is as before, with the place."""
    number = enter(services, "opportunity", DEAL)
    with pytest.raises(EvaluationError) as refused:
        move_deal(services, number, to, reason)
    assert [each.code for each in refused.value.diagnostics] == codes
    assert all(each.span.source.name == "configs/pipelines.yaml" for each in refused.value.diagnostics)
    record = services.open_record("opportunity", number).record
    assert (record.values["stage"], record.version) == ("线索获取", 1)


def test_who_moves_second_is_told_who_was_first(services: Services) -> None:
    """Both looked at version 1: the second move is not made."""
    number = enter(services, "opportunity", DEAL)
    assert move_deal(services, number, "需求分析").record
    change(services, "opportunity", number, needs_confirmed=True)
    late = move_deal(services, number, "方案制定", version=2)
    assert late.problem
    assert (late.record, late.problem.code, late.problem.values["by"]) == (None, "GJ4522", "赵*")


def test_choices_tell_what_is_missing_before_anybody_tries(services: Services) -> None:
    """After the needs analysis: back is open, on is not yet, lost asks for its reason."""
    number = enter(services, "opportunity", DEAL)
    move_deal(services, number, "需求分析")
    found = {
        each.target: [r.code for r in each.refusals]
        for each in stages(services, "opportunity", number, "sales").choices
    }
    assert found == {"线索获取": [], "方案制定": ["GJ4356", "GJ4357"], "输单": ["GJ4358"]}


def test_a_pipeline_that_is_hidden_is_not_there(services: Services) -> None:
    """A question has no complaint procedure, neither to look at nor to move in."""
    number = enter(services, "request", {**COMPLAINT, "type": ["咨询"]})
    case = Case.open(services, "request", number)
    assert [each.process.pipeline.name for each in case.processes] == ["ticket", "response_card"]
    for pipeline in ("complaint", "sales", "nothing"):
        with pytest.raises(UsageError):
            move(services, "request", number, pipeline, to="分析", reason="", by="李*", version=1)


# -- tags --------------------------------------------------------------------------------------------------------------


def test_tags_by_rule_and_by_hand_stand_side_by_side(services: Services) -> None:
    """A tag somebody gave stays; the rule's says why; words that mean the same tag are one."""
    signed = {"name": ["新签公司"], "signed_on": ["2024-05-01"], "tags": ["价格敏感型"], "tags.other": ["高活跃度"]}
    number = enter(services, "customer", signed)
    [(_, tagging)] = Case.open(services, "customer", number).tags
    found = {(each.name, each.origin) for each in tagging.tags}
    assert {("价格敏感型", "manual"), ("高活跃客户", "manual"), ("新签客户", "rule")} <= found
    why = next(each.why for each in tagging.tags if each.name == "新签客户")
    assert why is not None
    assert "2024-05-01" in why.explain("zh")
