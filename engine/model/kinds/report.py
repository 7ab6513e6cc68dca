"""`kind: report`: what is counted over many records or answers, how it is grouped and drawn.

Reads   where the figures come from (an entity, or `survey.satisfaction`), what makes groups, which figures there are
        under which names, the chart, and what is set side by side.
Gives   a `Report`. It decides nothing in the core; its page says what it consists of.
Source: domain 9.6, 9.7.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix
from engine.dsl.documents import MappingNode, Node, ScalarNode
from engine.dsl.source import Span
from engine.dsl.suggestions import suggest
from engine.dsl.synonyms import synonyms
from engine.dsl.text import Text
from engine.model.decision import Element, KnowledgeSource
from engine.model.kinds.entity import Entity, Field, Metric
from engine.model.kinds.kind import Definition, Definitions, Kind
from engine.model.kinds.survey_parts import Survey
from engine.model.reading import Reader, items, pairs, places, report_unknown, sources, string, text, texts

OF_SURVEY = "survey."
PARTS_OF_SURVEY = ("dimension", "item")
"""What groups the figures of a survey besides its questions."""


FIGURES = (
    "count", "mean", "median", "sum", "min", "max", "share", "top2", "bottom2", "promoters", "detractors", "nps",
    "keywords",
)  # fmt: skip
"""What is usually worked out of many records or answers."""


@dataclass(frozen=True, slots=True)
class Report(Definition):
    """A report. `group` and `compare` are words for fields or questions, with their places; `columns` figures."""

    about: str
    columns: Mapping[str, Text]
    group: Mapping[str, Span] = field(default_factory=dict)
    compare: Mapping[str, Span] = field(default_factory=dict)
    chart: str = ""
    sources: tuple[KnowledgeSource, ...] = ()


def read(node: MappingNode, reader: Reader) -> Report:
    """The report as it is written."""
    _check_columns(node.get("columns"), reader)
    return Report(
        name=string(node.get("name")),
        label=text(node.get("label"), string(node.get("name"))),
        origin=node.key("kind").span,
        places=places(node, "from"),
        about=string(node.get("from")),
        columns={key.text: text(value, key.text) for key, value in pairs(node.get("columns"))},
        group=_words(node.get("group")),
        compare=_words(node.get("compare")),
        chart=string(node.get("chart")),
        sources=sources(node.get("source")),
    )


def _check_columns(node: Node | None, reader: Reader) -> None:
    """A figure stands before the colon, what it is called behind it; another word for a figure is told."""
    unknown = [(key, value) for key, value in pairs(node) if key.text not in FIGURES]
    swapped = [(key, value) for key, value in unknown if string(value) in FIGURES]
    if swapped:
        meant = [(key.span.to(value.span), f"{string(value)}: {key.text}") for key, value in swapped]
        _report(swapped[0][0], [", ".join(each for _, each in meant)], meant, reader)
        return
    for key, _ in unknown:
        if near := synonyms(key.text, FIGURES):
            _report(key, near, [(key.span, near[0])], reader)


def _report(key: ScalarNode, near: list[str], meant: list[tuple[Span, str]], reader: Reader) -> None:
    """A word that is no figure, and what was meant, which goes into some places."""
    fix = Fix(tuple(Edit(span, said) for span, said in meant))
    values = {"value": key.text, "allowed": FIGURES, "suggestions": near}
    reader.diagnostics.extend([Diagnostic("GJ0064", key.span, values, fix=fix)])


def _words(node: Node | None) -> dict[str, Span]:
    return {string(item): item.span for item in items(node)}


def check(report: Report, definitions: Definitions, diagnostics: Diagnostics) -> None:
    """There is what it is about, and that has what it speaks of."""
    subject = definitions.get(report.about.removeprefix(OF_SURVEY))
    if not isinstance(subject, Survey if report.about.startswith(OF_SURVEY) else Entity | Survey):
        report_unknown("GJ0804", report.about, report.place("from"), _subjects(definitions), diagnostics)
        return
    known = [*_words_of(subject, definitions)]
    for word, place in (*report.group.items(), *report.compare.items()):
        if word not in known and (isinstance(subject, Entity) or suggest(word, known)):
            report_unknown("GJ0805", word, place, known, diagnostics, entity=subject.label)


def _subjects(definitions: Definitions) -> list[str]:
    each = definitions.values()
    surveys = [f"{OF_SURVEY}{survey.name}" for survey in each if isinstance(survey, Survey)]
    return [*(entity.name for entity in each if isinstance(entity, Entity)), *surveys]


def _words_of(subject: Entity | Survey, definitions: Definitions) -> Iterator[str]:
    """What groups records or answers: fields and figures, questions and parts, by name and by label."""
    if isinstance(subject, Entity):
        yield from _called(subject)
        return
    yield from PARTS_OF_SURVEY
    for item in subject.items:
        yield from (item.name, *texts(item.label))
    about = definitions.get(subject.subject)
    yield from _called(about) if isinstance(about, Entity) else ()


def _called(entity: Entity) -> Iterable[str]:
    parts: tuple[Field | Metric, ...] = (*entity.fields.values(), *entity.metrics.values())
    return (word for each in parts for word in (each.name, *texts(each.label)))


def lower(report: Report, definitions: Definitions, diagnostics: Diagnostics) -> tuple[Element, ...]:
    """A report decides nothing."""
    return ()


KIND = Kind("report", read, lower, check=check)
