"""Scenarios about time limits: the history that was given, and the clocks that follow it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from engine.model.kinds.sla_parts import Sla
from engine.model.reading import texts
from engine.runtime.clock import FixedClock
from engine.runtime.deadlines import Clock, Event, follow
from engine.runtime.outcome import Outcome
from engine.scenarios.claims import claim
from engine.scenarios.stage import Stage

STATES = {
    "按时": "met", "超时": "missed", "进行中": "running", "暂停": "paused", "已完成": "completed", "作废": "cancelled",
    "in time": "met", "late": "missed", "running": "running", "paused": "paused", "completed": "completed",
    "cancelled": "cancelled",
}  # fmt: skip
ENGLISH = {"warning": "预警", "counts": "计时", "paused": "暂停", "closed": "休息"}
STRETCHES = {"working": "计时", "paused": "暂停", "closed": "休息"}


@dataclass
class Limits:
    """One record with its history, and the clocks of the policy last looked at."""

    stage: Stage
    history: list[Event] = field(default_factory=list)
    clocks: tuple[Clock, ...] = ()

    def happen(self, record: str, moment: str, name: str) -> None:
        """Something happened to the record, which is from then on as the facts say."""
        self.history.append(Event(self.moment(moment), name, dict(self.stage.record(record))))

    def look(self, policy: str, moment: str) -> None:
        """Follow the clocks of a policy up to an instant."""
        project = self.stage.project()
        sla = project.definition(policy, Sla)
        self.clocks = follow(sla, self.history, project.calendars, self._ask, self.moment(moment))

    def cycles(self, clock: str) -> list[Clock]:
        """Every cycle of a clock, by its name or label."""
        return [each for each in self.clocks if clock in (each.name, *texts(each.label))]

    def last(self, clock: str) -> Clock:
        """The last cycle of a clock."""
        cycles = self.cycles(clock)
        claim(cycles, f"“{clock}”还没有开始计时", f"{clock} has not begun")
        return cycles[-1]

    def due(self, clock: str) -> str:
        """When a clock is due, as scenarios write it."""
        return said(self.last(clock).due)

    def claim_state(self, clock: str, word: str) -> None:
        """A clock is in a state, or came to an outcome."""
        found = self.last(clock)
        known = {each: said_ for said_, each in reversed(STATES.items())}
        zh, en = known.get(found.outcome or found.state, found.state), found.outcome or found.state
        claim(STATES.get(word, word) in (found.state, found.outcome), f"现在是“{zh}”", f"it is {en}")

    def counted(self, clock: str) -> str:
        """The time that a clock has counted."""
        return length(self.last(clock).elapsed)

    def told(self, clock: str) -> list[list[str]]:
        """Who was told when."""
        return [[said(signal.at), signal.to or "预警"] for signal in self.last(clock).told]

    def ledger(self, clock: str) -> list[list[str]]:
        """The ledger of a clock, a row a stretch."""
        stretches = self.last(clock).ledger()
        return [[said(s.start), said(s.end), STRETCHES[s.kind], length(s.total)] for s in stretches]

    def moment(self, text: str) -> datetime:
        """An instant as scenarios write it."""
        return FixedClock(text.strip(), self.stage.project().time_zone).now()

    def _ask(self, name: str, facts: Any) -> Outcome:
        return self.stage.project().evaluate(name, facts, traced=self.stage.traced)


def in_chinese(rows: Iterable[Iterable[str]]) -> list[list[str]]:
    """The cells of a table, English words for warnings and stretches in Chinese.

    >>> in_chinese([["2024-03-14 10:30", "warning"]])
    [['2024-03-14 10:30', '预警']]
    """
    return [[ENGLISH.get(cell.strip(), cell) for cell in row] for row in rows]


def said(moment: datetime | None) -> str:
    """A moment as scenarios write it; empty for none.

    >>> said(datetime(2024, 3, 14, 9, 5)), said(None)
    ('2024-03-14 09:05', '')
    """
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def length(time: timedelta) -> str:
    """Hours and minutes.

    >>> length(timedelta(days=1, minutes=5))
    '24:05'
    """
    minutes = round(time.total_seconds() / 60)
    return f"{minutes // 60}:{minutes % 60:02}"
