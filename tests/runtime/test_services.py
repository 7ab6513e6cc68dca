"""The verbs that tie rules and records together, on the CRM pack as it is shipped."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

import engine
from engine.errors import DefinitionError, EvaluationError, UsageError
from engine.runtime.store import Query
from engine.runtime.workplace import Workplace

PACK = Path(__file__).parents[2] / "configs"
FIGURES = {
    "order_fluctuation": ["8.33%"], "payment_delay": ["0"], "satisfaction_score": ["92"], "need_match": ["完全满足"],
    "contacts_per_month": ["2"], "complaints": ["0"],
}  # fmt: skip
CARD = "relationship_health"
MANUAL = {
    name: [score, remark]
    for name, score, remark in (
        ("stability", "9", "近6个月订单量平稳"),
        ("satisfaction", "9", "认可质量与响应"),
        ("need_match", "8", "定制需求已交付"),
    )
}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the pack that a test may change."""
    return Path(shutil.copytree(PACK, tmp_path / "configs"))


@pytest.fixture
def place(pack: Path, tmp_path: Path) -> Iterator[Workplace]:
    """The pack over an empty database, on 2026-03-05."""
    place = Workplace(pack, f"sqlite:///{tmp_path / 'guiju.sqlite'}", engine.FixedClock("2026-03-05T10:00"))
    yield place
    place.database.close()


def enter(place: Workplace, **typed: list[str]) -> str:
    """Save a customer; gives its number."""
    saved = place.services().save_record("customer", {"name": ["XX科技有限公司"], **typed}, by="李*")
    assert saved.record, saved.form.errors
    return saved.record.id


def marks(**more: list[str]) -> dict[str, list[str]]:
    """What an assessor posts for the example of the sources."""
    posted = dict(more)
    for name, (score, remark) in MANUAL.items():
        posted |= {f"score_{name}": [score], f"remark_{name}": [remark]}
    return posted


def test_the_examples_of_the_pack_pass_its_own_form(place: Workplace) -> None:
    """They are stored once; a database that has customers is left alone; the next customer gets the next number."""
    assert place.seed(by="示例") >= 2
    assert place.seed(by="示例") == 0
    services = place.services()
    first = services.open_record("customer", "C001").record
    assert (first.values["industry"], first.values["account_manager"]) == ("互联网", "李*")
    total = services.find_records("customer", Query()).total
    assert enter(place, name=["新客户"]) == f"C{total + 1:03}"


def test_what_is_faulty_is_not_stored(place: Workplace) -> None:
    """The findings come back with the form, and no number is used up."""
    saved = place.services().save_record("customer", {"name": [""], "complaints": ["三"]}, by="李*")
    assert saved.record is None
    assert {name: error.code for name, error in saved.form.errors.items()} == {"name": "GJ4501", "complaints": "GJ4502"}
    assert enter(place) == "C001"


def test_the_same_customer_twice_names_the_one_that_is_there(place: Workplace) -> None:
    """R003: nothing is stored, the finding says C001."""
    enter(place, phone=["13812345678"])
    again = {"name": [" XX科技 有限公司"], "phone": ["138-1234-5678"]}
    saved = place.services().save_record("customer", again, by="赵*")
    assert saved.problem is not None
    assert (saved.record, saved.problem.code, saved.problem.values["record"]) == (None, "GJ4521", "C001")


def test_who_comes_second_is_told_who_was_first(place: Workplace) -> None:
    """Both opened version 1; 赵* does not overwrite 李*."""
    services = place.services()
    number = enter(place)
    for by in ("李*", "赵*"):
        saved = services.save_record("customer", {"name": [by]}, by=by, identifier=number, version=1)
    assert saved.problem is not None
    assert (saved.problem.code, saved.problem.values["by"]) == ("GJ4522", "李*")
    assert services.open_record("customer", number).record.values["name"] == "李*"


def test_an_evaluation_is_kept_with_both_scores_and_its_reasons(place: Workplace) -> None:
    """The example of the sources: data give 9.55 优秀, the assessor 8.60 良好; both are on file."""
    services, number = place.services(), enter(place, **FIGURES)
    assert services.assess(CARD, number, {}).result["total"] == Decimal("9.55")
    kept = services.keep(services.review(CARD, number, marks()), by="李*")
    first = kept.result["dimensions"][0]
    assert (kept.total, kept.rating) == (Decimal("8.60"), "良好")
    assert (first["auto"], first["manual"], first["remark"]) == (10, 9, "近6个月订单量平稳")
    assert kept.explanation["parts"][0]["place"]["file"] == "configs/scoring.yaml"
    assert services.open_record("customer", number).latest(CARD) == kept


def test_an_old_evaluation_keeps_the_rules_it_was_made_under(place: Workplace, pack: Path) -> None:
    """Weights change in the file: the kept result, its reasons and the text of that day stay."""
    services, number = place.services(), enter(place, **FIGURES)
    kept = services.evaluate_record(CARD, number, by="李*")
    scoring = pack / "scoring.yaml"
    before = scoring.read_text(encoding="utf-8")
    after = before.replace("weight: 30%", "weight: 20%").replace("weight: 15%", "weight: 25%")
    scoring.write_text(after, encoding="utf-8")
    changed = place.services()
    assert changed.assess(CARD, number, {}).result["total"] == Decimal("9.25")
    assert changed.evaluation(kept.id) == kept
    assert changed.rule_source("configs/scoring.yaml", kept.revision) == before
    assert changed.rule_source("configs/scoring.yaml") == after


MARKS = [
    ({"score_stability": ["9"]}, {"remark_stability": "GJ4519"}),
    ({"score_stability": ["11"], "remark_stability": ["好"]}, {"score_stability": "GJ4504"}),
    ({"score_stability": ["-1"], "remark_stability": ["差"]}, {"score_stability": "GJ4503"}),
    ({"score_stability": ["九"], "remark_stability": ["好"]}, {"score_stability": "GJ4502"}),
    ({"score_stability": ["9.999"], "remark_stability": ["好"]}, {"score_stability": "GJ4505"}),
    ({"remark_stability": ["只有备注"]}, {}),
    ({"score_nothing": ["9"], "score_": ["1"]}, {}),
    ({"note": ["x" * 2001]}, {"note": "GJ4509"}),
]


@pytest.mark.parametrize(("posted", "errors"), MARKS)
def test_a_mark_that_cannot_be_used_is_told_and_does_not_count(
    place: Workplace, posted: dict[str, list[str]], errors: dict[str, str]
) -> None:
    """R106: points between 0 and 10, with a remark; the result shown meanwhile is that of the data."""
    review = place.services().review(CARD, enter(place, **FIGURES), posted)
    assert {name: finding.code for name, finding in review.errors.items()} == errors
    assert review.assessment.result["total"] == Decimal("9.55")


def test_missing_data_need_a_note(place: Workplace) -> None:
    """R112: without orders the result is provisional, and asks for words."""
    services = place.services()
    number = enter(place, **{k: v for k, v in FIGURES.items() if k not in ("order_fluctuation", "payment_delay")})
    review = services.review(CARD, number, {})
    assert review.assessment.result["provisional"]
    assert {name: finding.code for name, finding in review.errors.items()} == {"note": "GJ4518"}
    kept = services.keep(services.review(CARD, number, {"note": ["新客户，只有访谈"]}), by="李*")
    assert kept.inputs["note"] == "新客户，只有访谈"


def test_a_broken_file_leaves_the_rules_before_it_running(place: Workplace, pack: Path) -> None:
    """Staff go on; maintainers see what is wrong; the corrected file is taken over."""
    services, scoring = place.services(), pack / "scoring.yaml"
    good = scoring.read_text(encoding="utf-8")
    scoring.write_text(good.replace("weight: 30%", "weight: 35%"), encoding="utf-8")
    assert place.services() is services
    assert place.broken
    scoring.write_text(good, encoding="utf-8")
    assert place.services().project.revision == services.project.revision
    assert not place.broken


def test_a_field_added_to_the_file_is_there_for_the_next_customer(place: Workplace, pack: Path) -> None:
    """R004, without a restart: written into the file, asked in the form, stored, refused when wrong."""
    number = enter(place)
    entity = pack / "entities/customer.yaml"
    text = entity.read_text(encoding="utf-8")
    field = "fields:\n  branches: {label: 分公司数, type: integer, min: 1}\n"
    entity.write_text(text.replace("fields:\n", field, 1), encoding="utf-8")
    services = place.services()
    assert services.open_record("customer", number).record.values["branches"] is None
    second = enter(place, name=["乙"], branches=["3"])
    assert services.open_record("customer", second).record.values["branches"] == 3
    refused = services.save_record("customer", {"name": ["丙"], "branches": ["三"]}, by="李*")
    assert refused.form.errors["branches"].code == "GJ4502"


def test_a_type_that_would_misread_stored_data_does_not_take_effect(place: Workplace, pack: Path) -> None:
    """The names of customers cannot become dates: the rules from before go on."""
    enter(place)
    entity = pack / "entities/customer.yaml"
    text = entity.read_text(encoding="utf-8")
    changed = text.replace(
        "address: {label: {zh: 地址, en: Address}, type: text}", "address: {label: 地址, type: date}"
    )
    assert changed != text
    entity.write_text(changed, encoding="utf-8")
    assert place.services().entity("customer").fields["address"].type == "text"
    assert [finding.code for finding in place.problems] == ["GJ4523"]


def test_without_any_rules_in_order_nothing_runs(tmp_path: Path) -> None:
    """There is nothing from before to go on with."""
    folder = tmp_path / "configs"
    folder.mkdir()
    (folder / "bad.yaml").write_text("kind: nonsense\n", encoding="utf-8")
    place = Workplace(folder, "sqlite://")
    with pytest.raises(DefinitionError):
        place.services()
    assert place.problems
    place.database.close()


@pytest.mark.parametrize(
    "ask",
    [
        lambda services: services.entity("nothing"),
        lambda services: services.scorecard("customer"),
        lambda services: services.open_record("customer", "C999"),
        lambda services: services.assess(CARD, "C999", {}),
        lambda services: services.evaluation(999),
        lambda services: services.rule_source("../../etc/passwd"),
        lambda services: services.rule_source("configs/scoring.yaml", "no such revision"),
        lambda services: services.definition("nothing"),
    ],
)
def test_what_is_not_there_is_said_to_be_not_there(place: Workplace, ask: object) -> None:
    """One kind of error for every name that does not exist."""
    with pytest.raises(UsageError):
        ask(place.services())  # type: ignore[operator]


def test_an_example_that_the_form_refuses_stops_the_seeding(place: Workplace, pack: Path) -> None:
    """Nothing of the file is stored, the example and its field are named."""
    (pack / "examples").mkdir(exist_ok=True)
    for file in (pack / "examples").iterdir():
        file.unlink()
    rows = "customer:\n  - {id: C001, name: 甲}\n  - {id: C002, name: 乙, complaints: 许多}\n"
    (pack / "examples/customers.yaml").write_text(rows, encoding="utf-8")
    with pytest.raises(EvaluationError) as refused:
        place.seed(by="示例")
    assert [finding.code for finding in refused.value.diagnostics] == ["GJ4502"]
    assert place.services().find_records("customer", Query()).total == 0
