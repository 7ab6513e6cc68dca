"""`kind: project`: what holds for all definitions of a folder.

Source: configs/project.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from zoneinfo import available_timezones

from engine.dsl.diagnostics import Diagnostics, Label
from engine.dsl.documents import MappingNode
from engine.dsl.text import LANGUAGES
from engine.model.decision import Element
from engine.model.kinds.calendar import Calendar
from engine.model.kinds.kind import Definition, Definitions, Kind
from engine.model.reading import Reader, pairs, report_unknown, string, strings, text


@dataclass(frozen=True, slots=True)
class Project(Definition):
    """The folder's own definition. `calendar` names the calendar of working time, empty when there is none; `words`
    are words of the rules by what they are in English."""

    languages: tuple[str, ...] = LANGUAGES
    time_zone: str = "Asia/Shanghai"
    currency: str = "CNY"
    calendar: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


@cache
def _time_zones() -> frozenset[str]:
    """The zones there are; to look for them takes a while."""
    return frozenset(available_timezones())


def read(node: MappingNode, reader: Reader) -> Project:
    """The project; what is not written keeps its default."""
    zone = node.get("time_zone")
    if zone and string(zone) not in _time_zones():
        report_unknown("GJ0807", string(zone), zone.span, sorted(_time_zones()), reader.diagnostics)
    return Project(
        name=string(node.get("name")),
        label=text(node.get("label"), string(node.get("name"))),
        origin=node.key("kind").span,
        languages=strings(node.get("languages")) or LANGUAGES,
        time_zone=string(node.get("time_zone")) or "Asia/Shanghai",
        currency=string(node.get("currency")) or "CNY",
        calendar=string(node.get("calendar")),
        places={key: each.span for key in ("calendar",) if (each := node.get(key))},
        words={key.text: string(word) for key, word in pairs(node.get("words"))},
    )


def lower(project: Project, definitions: Definitions, diagnostics: Diagnostics) -> tuple[Element, ...]:
    """A project decides nothing."""
    return ()


def check(project: Project, definitions: Definitions, diagnostics: Diagnostics) -> None:
    """The default calendar is one that is defined, and a folder has one project."""
    first = next(each for each in definitions.values() if isinstance(each, Project))
    if first is not project:
        diagnostics.add("GJ0812", project.origin, Label(first.origin, "first", {"name": first.label}))
    if project.calendar and project.calendar not in definitions:
        calendars = {name: each for name, each in definitions.items() if isinstance(each, Calendar)}
        report_unknown("GJ0808", project.calendar, project.place("calendar"), calendars, diagnostics)


KIND = Kind("project", read, lower, check=check)
