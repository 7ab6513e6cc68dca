"""`kind: loyalty`: points for what customers do, more for some of them, to be redeemed later.

Reads   for every activity: how much of it earns how many points, and the most it can earn; a table of how many times
        the points count for which customer.
Gives   in the core, for the programme `points`:

    points/activities, points/redeem    input data: how much of each activity; the points to be redeemed
    points/times                        how many times the points count for this customer
    points/earned                       the points of every activity, whole ones only, never more than its cap
    points                              earned, total, redeemed, accepted, balance

Points that are not there cannot be redeemed: `accepted` is then false, and the balance stays.
Source: domain 8; requirement R124.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from engine.dsl.diagnostics import Diagnostics
from engine.dsl.documents import MappingNode, ScalarNode
from engine.dsl.names import Names
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.dsl.types import NUMBER, ContextType
from engine.model.boxed import Boxed, DecisionTable
from engine.model.decision import Decision, Element, InputData, KnowledgeSource
from engine.model.decision_tables import read_decision_table, resolve_decision_table
from engine.model.kinds.entity import Entity, columns_of, record_scope
from engine.model.kinds.kind import Definition, Definitions, Kind
from engine.model.kinds.record_rules import subject_of
from engine.model.reading import Reader, mandatory, mapping, pairs, places, sources, string, text
from engine.model.synthesis import Synthesis, quoted

ACTIVITIES, REDEEM, TIMES, EARNED = "activities", "redeem", "times", "earned"


@dataclass(frozen=True, slots=True)
class Earning:
    """Every full `per` of an activity earns `points`, `cap` at most."""

    activity: str
    per: Decimal
    points: Decimal
    cap: Decimal | None
    origin: Span


@dataclass(frozen=True, slots=True)
class Loyalty(Definition):
    """A programme of points for records of `subject`; without a table `times`, points count once."""

    subject: str
    earn: Mapping[str, Earning]
    times: DecisionTable | None = None
    sources: tuple[KnowledgeSource, ...] = ()

    def part(self, name: str) -> str:
        """The full name of an element of this programme."""
        return f"{self.name}/{name}"


def names(node: MappingNode) -> Iterator[str]:
    """The activities."""
    yield from (key.text for key, _ in pairs(node.get("earn")))


def read(node: MappingNode, reader: Reader) -> Loyalty:
    """The programme as it is written."""
    times = node.get("times")
    return Loyalty(
        name=string(node.get("name")),
        label=text(node.get("label"), string(node.get("name"))),
        origin=node.key("kind").span,
        places=places(node, "subject"),
        subject=string(node.get("subject")),
        earn={key.text: _earning(key, mapping(value), reader) for key, value in pairs(node.get("earn"))},
        times=read_decision_table(times, reader, otherwise=NUMBER) if times else None,
        sources=sources(node.get("source")),
    )


def _earning(key: ScalarNode, node: MappingNode, reader: Reader) -> Earning:
    per, points, cap = (reader.number(node.get(name)) for name in ("per", "points", "cap"))
    if cap is not None and points is not None and cap < points:
        reader.diagnostics.add("GJ4432", mandatory(node, "cap").span, activity=key.text, cap=cap, points=points)
    return Earning(key.text, per or Decimal(1), points or Decimal(), cap, key.span)


def lower(loyalty: Loyalty, definitions: Definitions, diagnostics: Diagnostics) -> Iterator[Element]:
    """From what was done to the points that are left."""
    subject = subject_of(loyalty, loyalty.subject, definitions, diagnostics)
    if subject is None:
        return
    activities = ContextType(tuple((activity, NUMBER) for activity in loyalty.earn))
    yield InputData(loyalty.part(ACTIVITIES), Text("事项", "Activities"), loyalty.origin, activities)
    yield InputData(loyalty.part(REDEEM), Text("兑换积分", "Points to redeem"), loyalty.origin, NUMBER)
    yield _decision(loyalty, TIMES, Text("积分倍数", "Times"), *_times(loyalty, subject, definitions, diagnostics))
    yield _decision(loyalty, EARNED, Text("各项积分", "Points earned"), _earned(loyalty), (TIMES, ACTIVITIES))
    yield _decision(loyalty, "", loyalty.label, _balance(loyalty), (EARNED, REDEEM))


def _decision(loyalty: Loyalty, part: str, label: Text, logic: Boxed, requires: tuple[str, ...]) -> Decision:
    name = loyalty.part(part) if part else loyalty.name
    needed = tuple(each if each == loyalty.subject else loyalty.part(each) for each in requires)
    return Decision(name, label, logic.origin, logic, needed, sources=loyalty.sources)


def _times(
    loyalty: Loyalty, subject: Entity, definitions: Definitions, diagnostics: Diagnostics
) -> tuple[Boxed, tuple[str, ...]]:
    """The table about the customer; once where there is none."""
    if loyalty.times is None:
        return Synthesis(loyalty.origin, Names.of(())).literal("1"), ()
    scope = record_scope(subject, definitions)
    return resolve_decision_table(loyalty.times, scope, diagnostics, columns_of(subject, subject.name)), (subject.name,)


def _earned(loyalty: Loyalty) -> Boxed:
    """The points of every activity; one that was not done earns none."""
    done, times = loyalty.part(ACTIVITIES), loyalty.part(TIMES)
    write = Synthesis(loyalty.origin, Names.of((done, times)))
    return write.context({each.activity: _points(each, done, times) for each in loyalty.earn.values()})


def _points(each: Earning, done: str, times: str) -> str:
    amount = f"get value({done}, {quoted(each.activity)})"
    points = f"floor(floor({amount} / {each.per}) * {each.points} * {times})"
    return f"if {amount} = null then 0 else " + (points if each.cap is None else f"min({points}, {each.cap})")


def _balance(loyalty: Loyalty) -> Boxed:
    earned, redeem = loyalty.part(EARNED), loyalty.part(REDEEM)
    return Synthesis(loyalty.origin, Names.of((earned, redeem))).context(
        {
            "earned": earned,
            "total": f"sum(get entries({earned}).value)",
            "redeemed": f"if {redeem} = null then 0 else {redeem}",
            "accepted": "redeemed >= 0 and redeemed <= total",
            "balance": "if accepted then total - redeemed else total",
        }
    )


KIND = Kind("loyalty", read, lower, names)
