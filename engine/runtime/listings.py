"""Parts of a definition as a table: a row for each, a column for each thing that is said of it.

listing(label, origin, stages.values(), (Text("阶段", "Stage"), lambda stage: stage.name), …)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.dsl import nodes as feel
from engine.dsl.durations import Duration
from engine.dsl.source import Span
from engine.dsl.text import LANGUAGES, Text

Column = tuple[Text, Callable[[Any], object]]
NOTHING = Text("")
YES, NO = Text("是", "yes"), Text("否", "no")


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its label; `line` is where it begins in the file."""

    label: Text
    header: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    line: int


def listing(label: Text, origin: Span, things: Iterable[object], *columns: Column) -> Table:
    """A row for every thing; a column in which nothing stands is left out.

    >>> from engine.dsl.nodes import NOWHERE
    >>> letter, number = (Text("字母"), lambda thing: thing[0]), (Text("数"), lambda thing: thing[1])
    >>> table = listing(Text("表"), NOWHERE, [("a", None), ("b", None)], letter, number)
    >>> [str(each) for each in table.header], [str(row[0]) for row in table.rows]
    (['字母'], ['a', 'b'])
    """
    cells = [[said(value(thing)) for _, value in columns] for thing in things]
    used = [number for number in range(len(columns)) if any(row[number] != NOTHING for row in cells)]
    header = tuple(columns[number][0] for number in used)
    return Table(label, header, tuple(tuple(row[number] for number in used) for row in cells), origin.line)


def said(value: object) -> Text:
    """A part of a definition as people read it: conditions as they are written, several things behind each other.

    >>> said(("a", Text("甲", "A"))).zh, said({"已致歉": "apologised"}).en, said(True).zh, said(None).zh
    ('a、甲', '已致歉: apologised', '是', '')
    """
    match value:
        case None:
            return NOTHING
        case Text():
            return value
        case bool():
            return YES if value else NO
        case Duration():
            return Text(value.say("zh"), value.say("en"))
        case feel.BooleanLiteral():
            return said(value.value)
        case feel.Node():
            return Text(" ".join(value.span.text.split()))
        case Mapping():
            return said(tuple(labelled(Text(name), said(each)) for name, each in value.items()))
        case tuple() | list():
            parts = [said(each) for each in value]
            return Text("、".join(part.say("zh") for part in parts), ", ".join(part.say("en") for part in parts))
    return Text(str(value))


def labelled(label: Text, value: Text) -> Text:
    """A value behind its label, unless it says the label itself.

    >>> labelled(Text("类型", "Type"), Text("回访")).en, labelled(Text("已致歉"), Text("已致歉")).zh
    ('Type: 回访', '已致歉')
    """
    if value in (NOTHING, label):
        return label
    return Text(*(f"{label.say(language)}: {value.say(language)}" for language in LANGUAGES))


def percent(share: Decimal | None) -> str:
    """A share as a percentage; nothing for none.

    >>> percent(Decimal("0.125")), percent(None)
    ('12.5%', '')
    """
    return "" if share is None else f"{(share * 100).normalize():f}%"
