"""What a policy of time limits consists of: clocks, targets, escalations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from engine.dsl import nodes as feel
from engine.dsl.durations import Duration
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.model.boxed import DecisionTable
from engine.model.decision import KnowledgeSource
from engine.model.kinds.kind import Definition


@dataclass(frozen=True, slots=True)
class ClockDefinition:
    """One clock.

    conditions   what holds when it starts, stops …; one that is not written never holds
    instants     `start_at`, `stop_at`: the moments that the record states for it, which may lie before the event that
                 tells of them; what is not stated happened with the event
    reopen       "" (stays stopped), "resume", "new_cycle" or "continuous"
    required     whether some limit must apply to every record
    """

    name: str
    label: Text
    origin: Span
    conditions: Mapping[str, feel.Node]
    instants: Mapping[str, feel.Node] = field(default_factory=dict)
    reopen: str = ""
    required: bool = False
    label_place: Span = feel.NOWHERE


@dataclass(frozen=True, slots=True)
class Escalation:
    """Who is told, and when: a share of the limit (`at`), or a time after the due time (`after`)."""

    to: str
    origin: Span
    at: Decimal | None = None
    after: Duration | None = None


@dataclass(frozen=True, slots=True)
class Sla(Definition):
    """A policy of time limits for the records of `subject`; `warn_at` are shares of a limit, with their places."""

    subject: str
    clocks: Mapping[str, ClockDefinition]
    targets: DecisionTable
    warn_at: Mapping[Decimal, Span] = field(default_factory=dict)
    escalate: tuple[Escalation, ...] = ()
    on_change: str = "retroactive"
    sources: tuple[KnowledgeSource, ...] = field(default=())

    def part(self, name: str) -> str:
        """The full name of an element of this policy."""
        return f"{self.name}/{name}"
