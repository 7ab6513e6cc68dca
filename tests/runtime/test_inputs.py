"""What people type, and what it means: the same text never means two things, and nothing is guessed."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dsl.nodes import NOWHERE
from engine.dsl.text import Text
from engine.model.kinds.fields import Field, Option
from engine.runtime.inputs import Unreadable, read, shown

SHANGHAI = ZoneInfo("Asia/Shanghai")
OPTIONS = (Option("大型集团", Text("大型集团", "Large group")), Option("中小企业", Text("中小企业", "SME")))


def field(kind: str, **more: object) -> Field:
    """A field of a type."""
    return Field("x", Text("x"), kind, NOWHERE, options=OPTIONS if kind.startswith("choice") else (), **more)  # type: ignore[arg-type]


READ = [
    # type, typed, value
    ("number", "1234.50", Decimal("1234.50")),
    ("number", "１２３，４５６．７", Decimal("123456.7")),
    ("number", "-1,234,567", Decimal(-1234567)),
    ("number", "50万", Decimal(500000)),
    ("number", "1.5 亿", Decimal(150000000)),
    ("number", "  7  ", Decimal(7)),
    ("number", ".5", Decimal("0.5")),
    ("number", "0.1234567890123456789012345678", Decimal("0.1234567890123456789012345678")),
    ("money", "¥1,000.50元", Decimal("1000.50")),
    ("integer", "3", Decimal(3)),
    ("integer", "3.0", Decimal(3)),
    ("percent", "30", Decimal("0.3")),
    ("percent", "8.33%", Decimal("0.0833")),
    ("percent", "8.33％", Decimal("0.0833")),
    ("date", "2026-03-05", date(2026, 3, 5)),
    ("date", "2026/3/5", date(2026, 3, 5)),
    ("date", "2026.3.5", date(2026, 3, 5)),
    ("date", "20260305", date(2026, 3, 5)),
    ("date", "2026年3月5日", date(2026, 3, 5)),
    ("date", "２０２６－０３－０５", date(2026, 3, 5)),
    ("date", "2024-02-29", date(2024, 2, 29)),
    ("time", "9:30", time(9, 30)),
    ("time", "09：30：15", time(9, 30, 15)),
    ("datetime", "2026-03-05 9:30", datetime(2026, 3, 5, 9, 30, tzinfo=SHANGHAI)),
    ("datetime", "2026/3/5T23:59:59", datetime(2026, 3, 5, 23, 59, 59, tzinfo=SHANGHAI)),
    ("boolean", "是", True),
    ("boolean", "false", False),
    ("choice", "大型集团", "大型集团"),
    ("choice", "Large group", "大型集团"),
    ("phone", "+86 138-1234-5678", "+86 138-1234-5678"),
    ("phone", "１３８＊＊＊＊５６７８", "138****5678"),
    ("phone", "010-62345678转801", "010-62345678转801"),
    ("email", "zhang@xxtech.com", "zhang@xxtech.com"),
    ("email", "zhang＠xxtech.com", "zhang@xxtech.com"),
    ("text", "  甲 乙🐎 ", "甲 乙🐎"),
    ("text", "<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("long_text", "一\r\n二\t三", "一\n二\t三"),
    ("number", "", None),
    ("date", "   ", None),
]


@pytest.mark.parametrize(("kind", "typed", "value"), READ)
def test_what_is_typed_means_a_value(kind: str, typed: str, value: object) -> None:
    """Full-width digits, separators, 万 and 亿, five spellings of a date, labels of options."""
    assert read(field(kind), typed, SHANGHAI) == value


REFUSED = [
    # type, typed, code
    ("number", "三", "GJ4502"),
    ("number", "1e5", "GJ4502"),
    ("number", "NaN", "GJ4502"),
    ("number", "Infinity", "GJ4502"),
    ("number", "1,23", "GJ4502"),
    ("number", "12 34", "GJ4502"),
    ("number", "1..2", "GJ4502"),
    ("number", "0x10", "GJ4502"),
    ("number", "9" * 40, "GJ4502"),
    ("number", "٣", "GJ4502"),
    ("integer", "2.5", "GJ4506"),
    ("money", "1.005", "GJ4505"),
    ("date", "2026-02-31", "GJ4507"),
    ("date", "2023-02-29", "GJ4507"),
    ("date", "26-3-5", "GJ4507"),
    ("date", "3月15日", "GJ4507"),
    ("date", "2026-3/5", "GJ4507"),
    ("date", "05/03/2026", "GJ4507"),
    ("date", "0000-01-01", "GJ4507"),
    ("date", "tomorrow", "GJ4507"),
    ("time", "24:00", "GJ4516"),
    ("time", "9点", "GJ4516"),
    ("datetime", "2026-03-05 25:00", "GJ4516"),
    ("datetime", "9:30", "GJ4507"),
    ("boolean", "maybe", "GJ4515"),
    ("boolean", "2", "GJ4515"),
    ("choice", "黄金客户", "GJ4508"),
    ("choice", "大型集团 ' OR 1=1", "GJ4508"),
    ("phone", "问李经理", "GJ4510"),
    ("phone", "12", "GJ4510"),
    ("email", "zhangxxtech", "GJ4511"),
    ("email", "a@b@c.com", "GJ4511"),
    ("email", "a b@c.com", "GJ4511"),
    ("text", "a\x00b", "GJ4513"),
    ("text", "a\x1b[31m", "GJ4513"),
    ("text", "两\n行", "GJ4513"),
    ("text", "\ud800", "GJ4513"),
    ("text", "x" * 501, "GJ4509"),
    ("long_text", "x" * 10_001, "GJ4509"),
]


@pytest.mark.parametrize(("kind", "typed", "code"), REFUSED)
def test_what_means_nothing_is_refused_by_name(kind: str, typed: str, code: str) -> None:
    """Not rounded, not cut, not guessed: the code says what is wrong."""
    with pytest.raises(Unreadable) as refused:
        read(field(kind), typed, SHANGHAI)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("kind", "limits", "typed", "code"),
    [
        ("integer", {"minimum": Decimal(1)}, "0", "GJ4503"),
        ("integer", {"minimum": Decimal(1)}, "1", None),
        ("number", {"maximum": Decimal(100)}, "100.1", "GJ4504"),
        ("number", {"maximum": Decimal(100)}, "100", None),
        ("percent", {"maximum": Decimal(1)}, "101", "GJ4504"),
        ("number", {"places": 1}, "92.55", "GJ4505"),
        ("percent", {"places": 1}, "8.3", None),
        ("percent", {"places": 1}, "8.33", "GJ4505"),
        ("text", {"max_length": 3}, "四个字吗", "GJ4509"),
        ("choice", {"other": True}, "新能源", None),
    ],
)
def test_the_limits_of_a_field_hold_at_the_edge(
    kind: str, limits: dict[str, object], typed: str, code: str | None
) -> None:
    """The limit itself is allowed, what lies beyond is not."""
    try:
        read(field(kind, **limits), typed, SHANGHAI)
        found = None
    except Unreadable as refused:
        found = refused.code
    assert found == code


VALUES = {
    "number": st.decimals(-(10**12), 10**12, places=4),
    "percent": st.decimals(-10, 10, places=6),
    "date": st.dates(min_value=date(1000, 1, 1)),
    "datetime": st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1)).map(
        lambda moment: moment.replace(microsecond=0, tzinfo=ZoneInfo("UTC"))
    ),
    "time": st.times().map(lambda clock: clock.replace(microsecond=0)),
    "boolean": st.booleans(),
}


@given(st.sampled_from(sorted(VALUES)).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind])))
def test_reading_what_is_shown_gives_the_value(case: tuple[str, object]) -> None:
    """A form that is opened and saved untouched changes nothing."""
    kind, value = case
    assert read(field(kind), shown(field(kind), value, SHANGHAI), SHANGHAI) == value


@given(st.text(max_size=60), st.sampled_from(sorted({kind for kind, *_ in READ})))
def test_any_text_is_read_or_refused(typed: str, kind: str) -> None:
    """Whatever is typed: a value or a code, never another error."""
    try:
        read(field(kind), typed, SHANGHAI)
    except Unreadable as refused:
        assert refused.code.startswith("GJ45")
