"""Records: numbered, told apart, never overwritten unseen, every change on file (R001-R003, R007)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import UsageError
from engine.model.kinds.entity import Entity
from engine.runtime.store import Database, DuplicateError, Query, Records, Schema, StaleError, Stamp

XX = {"name": "XX科技有限公司", "phone": "13812345678"}


def test_every_value_comes_back_as_it_went_in(
    database: Database, records: Records, customer: Entity, stamp: Stamp
) -> None:
    """Decimals keep all digits, choices their order, moments their instant."""
    values: dict[str, object] = {
        "name": "甲🐎",
        "phone": "010-1234 5678",
        "size": "大型集团",
        "budget": Decimal("1234567890123456789.123456780"),
        "signed_on": date(2024, 2, 29),
        "tags": ["乙", "甲"],
        "consent": False,
        "opens": time(9, 30),
        "met_at": datetime(2024, 3, 15, 8, tzinfo=timezone(timedelta(hours=8))),
    }
    with database.writing() as tx:
        records.insert(tx, customer, values, stamp)
    with database.reading() as tx:
        stored = records.require(tx, customer, "C001").values
    assert stored == values
    assert str(stored["budget"]) == "1234567890123456789.123456780"
    assert stored["met_at"] == datetime(2024, 3, 15, 0, tzinfo=UTC)


def test_identifiers_follow_the_pattern_behind_those_already_given(
    database: Database, records: Records, customer: Entity, stamp: Stamp
) -> None:
    """R002: with C001 to C004 there, the next one is C005; a second C002 is refused."""
    with database.writing() as tx:
        for number in range(1, 5):
            records.insert(tx, customer, {"name": f"n{number}"}, stamp, f"C{number:03}")
        assert records.insert(tx, customer, {"name": "new"}, stamp).id == "C005"
        with pytest.raises(DuplicateError, match="C002"):
            records.insert(tx, customer, {"name": "again"}, stamp, "C002")


def test_many_writers_at_once_get_different_identifiers(
    database: Database, records: Records, customer: Entity, stamp: Stamp
) -> None:
    """Forty customers entered by eight people at the same time are C001 to C040."""

    def enter(number: int) -> str:
        with database.writing() as tx:
            return records.insert(tx, customer, {"name": str(number)}, stamp).id

    with ThreadPoolExecutor(8) as people:
        assert sorted(people.map(enter, range(40))) == [f"C{n:03}" for n in range(1, 41)]


@pytest.mark.parametrize(
    ("name", "phone", "same"),
    [
        (" XX科技有限公司 ", "138-1234-5678", True),
        ("ＸＸ科技有限公司", "+86 138 1234 5678", True),
        ("xx 科技有限公司", "１３８１２３４５６７８", True),
        ("XX科技有限公司", "13812345679", False),
        ("YY科技有限公司", "13812345678", False),
        ("XX科技有限公司", None, False),
    ],
)
def test_one_customer_one_file(
    database: Database, records: Records, customer: Entity, stamp: Stamp, name: str, phone: str | None, same: bool
) -> None:
    """R003: the same name and phone, however written, is refused and names the record that is there."""
    with database.writing() as tx:
        records.insert(tx, customer, XX, stamp)
        if same:
            with pytest.raises(DuplicateError) as refused:
                records.insert(tx, customer, {"name": name, "phone": phone}, stamp)
            assert (refused.value.record_id, refused.value.fields) == ("C001", ("name", "phone"))
        else:
            assert records.insert(tx, customer, {"name": name, "phone": phone}, stamp).id == "C002"


def test_of_two_who_enter_the_same_customer_at_once_one_is_refused(
    database: Database, records: Records, customer: Entity, stamp: Stamp
) -> None:
    """The check holds in the saving transaction, not only before it."""

    def enter(_number: int) -> str:
        try:
            with database.writing() as tx:
                return records.insert(tx, customer, XX, stamp).id
        except DuplicateError as refused:
            return f"refused: {refused.record_id}"

    with ThreadPoolExecutor(8) as people:
        outcomes = list(people.map(enter, range(8)))
    assert len(set(outcomes)) == 2
    assert sum(outcome.startswith("refused: C") for outcome in outcomes) == 7


def test_a_changed_record_gives_its_old_key_back(
    database: Database, records: Records, customer: Entity, stamp: Stamp
) -> None:
    """After the phone of C001 was corrected, its old phone is free; saving a record unchanged is no duplicate."""
    with database.writing() as tx:
        records.insert(tx, customer, XX, stamp)
        records.update(tx, customer, "C001", XX, stamp, 1)
        records.update(tx, customer, "C001", {**XX, "phone": "13900000000"}, stamp, 1)
        assert records.insert(tx, customer, XX, stamp).id == "C002"
        with pytest.raises(DuplicateError, match="C002"):
            records.update(tx, customer, "C001", XX, stamp, 2)


def test_a_change_leaves_field_old_new_who_and_when(
    database: Database, records: Records, customer: Entity, stamp: Stamp
) -> None:
    """R007: 李* changes the phone at 10:00; last update is 10:00 and the audit grows by one row."""
    ten = replace(stamp, at=datetime(2024, 3, 15, 10, tzinfo=UTC), revision="r2")
    with database.writing() as tx:
        records.insert(tx, customer, XX, stamp)
        before = len(records.history(tx, customer, "C001"))
        after = records.update(tx, customer, "C001", {**XX, "phone": "139"}, ten, 1)
        latest, *others = records.history(tx, customer, "C001")
    assert (after.updated_at, after.updated_by, after.version) == (ten.at, "李*", 2)
    assert (latest.field, latest.old, latest.new) == ("phone", "13812345678", "139")
    assert (latest.by, latest.at, latest.revision) == ("李*", ten.at, "r2")
    assert len(others) == before == 2


def test_a_change_based_on_an_old_version_is_refused(
    database: Database, records: Records, customer: Entity, stamp: Stamp
) -> None:
    """Two people opened version 1; the second to save is told, and overwrites nothing."""
    with database.writing() as tx:
        records.insert(tx, customer, XX, stamp)
        records.update(tx, customer, "C001", {**XX, "size": "大型集团"}, stamp, 1)
        with pytest.raises(StaleError) as refused:
            records.update(tx, customer, "C001", {**XX, "size": "中小企业"}, stamp, 1)
        assert records.require(tx, customer, "C001").values["size"] == "大型集团"
    assert refused.value.record.version == 2


def test_what_fails_half_way_leaves_nothing(
    database: Database, records: Records, customer: Entity, stamp: Stamp
) -> None:
    """A transaction that ends in an error takes everything back, the number too."""
    with pytest.raises(ZeroDivisionError), database.writing() as tx:
        records.insert(tx, customer, XX, stamp)
        _ = 1 / 0
    with database.writing() as tx:
        assert records.find(tx, customer, Query()) == ([], 0)
        assert records.insert(tx, customer, XX, stamp).id == "C001"
    with pytest.raises(UsageError), database.reading() as tx:
        records.require(tx, customer, "C002")


SORTED = [
    ("name", False, ["阿里", "李四", "王五", "张三", "赵六", None]),
    ("name", True, ["赵六", "张三", "王五", "李四", "阿里", None]),
    ("budget", False, ["李四", "张三", "王五", "阿里", "赵六", None]),
    ("size", False, ["王五", "张三", "李四", "阿里", "赵六", None]),
    ("signed_on", True, ["张三", "李四", "阿里", "王五", "赵六", None]),
    ("id", True, [None, "赵六", "阿里", "王五", "李四", "张三"]),
    ("no such field; DROP TABLE", False, ["张三", "李四", "王五", "阿里", "赵六", None]),
]
PEOPLE: list[dict[str, object]] = [
    {"name": "张三", "size": "中小企业", "budget": Decimal(10), "signed_on": date(2026, 3, 1)},
    {"name": "李四", "size": "大型集团", "budget": Decimal("9.5"), "signed_on": date(2025, 3, 1)},
    {"name": "王五", "size": "微型企业", "budget": Decimal("10.01")},
    {"name": "阿里", "budget": Decimal(1000), "phone": "138_0000", "signed_on": date(2024, 12, 31)},
    {"name": "赵六", "phone": "138-0000 100%"},
    {"phone": "1390000"},
]


@pytest.mark.parametrize(("sort", "descending", "expected"), SORTED)
def test_lists_sort_as_people_expect(
    database: Database, records: Records, customer: Entity, stamp: Stamp, sort: str, descending: bool, expected: object
) -> None:
    """Chinese by pinyin, numbers by size, choices in the order of the file, empty last."""
    with database.writing() as tx:
        for person in PEOPLE:
            records.insert(tx, customer, person, stamp)
        found, total = records.find(tx, customer, Query(sort=sort, descending=descending))
    assert ([record.values["name"] for record in found], total) == (expected, 6)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("138", ["C004", "C005"]), ("138_", ["C004"]), ("100%", ["C005"]), ("c003", ["C003"]), ("中小 张", ["C001"]),
     ("１３９", ["C006"]), ("' OR 1=1 --", []), ("\x00", ["C001", "C002", "C003", "C004", "C005", "C006"])],
)  # fmt: skip
def test_search_takes_words_literally(
    database: Database, records: Records, customer: Entity, stamp: Stamp, text: str, expected: list[str]
) -> None:
    """Every word must occur; % and _ mean themselves; full-width digits are digits."""
    with database.writing() as tx:
        for person in PEOPLE:
            records.insert(tx, customer, person, stamp)
        found, _ = records.find(tx, customer, Query(search=text))
    assert [record.id for record in found] == expected


def test_pages_cover_everything_once(database: Database, records: Records, customer: Entity, stamp: Stamp) -> None:
    """Three pages of four, four and three are the eleven customers, C009 before C010."""
    with database.writing() as tx:
        for _ in range(11):
            records.insert(tx, customer, {}, stamp)
        pages = [records.find(tx, customer, Query(page=n, size=4)) for n in (1, 2, 3, 4)]
    assert [[record.id for record in found] for found, _ in pages[1:]] == [
        ["C005", "C006", "C007", "C008"], ["C009", "C010", "C011"], []]  # fmt: skip
    assert {total for _, total in pages} == {11}


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_any_decimal_survives(customer: Entity, number: Decimal) -> None:
    """What is stored is the number itself, not a binary neighbour of it."""
    database, schema = Database("sqlite://"), Schema({"customer": customer})
    schema.sync(database)
    with database.writing() as tx:
        Records(schema).insert(tx, customer, {"budget": number}, Stamp("x", datetime.now(UTC), ""))
        assert Records(schema).require(tx, customer, "C001").values["budget"] == number
    database.close()
