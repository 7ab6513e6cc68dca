"""What can be wrong with a survey besides its words: names given twice, choices given twice, figures about nothing.

Gives   GJ4201, GJ4203, GJ4205 … GJ4220, each at the place that is wrong.
How     `check_shape` comes first: what it finds would make every rule that speaks of these names wrong as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix, Label
from engine.dsl.scalars import parse_number
from engine.dsl.source import Span
from engine.dsl.suggestions import suggest
from engine.dsl.text import Text
from engine.model.kinds.created_records import check_creation
from engine.model.kinds.kind import Definitions
from engine.model.kinds.record_rules import subject_of
from engine.model.kinds.survey_conditions import Conflict, impossible
from engine.model.kinds.survey_parts import Choice, Dimension, Item, Mention, Score, Survey
from engine.model.reading import report_unknown, texts

LEAST_POINTS = 3  # of a scale that shows in what steps it goes
CHOICE_KEYS = ("value", "label", "exclusive")
SEVERAL = ("choices", "ranking")  # types of which several choices are selected


def check_shape(survey: Survey, diagnostics: Diagnostics) -> None:
    """Names are given once, and scores count numbers."""
    _names_once(survey, diagnostics)
    names = [item.name for item in survey.items]
    if len(set(names)) == len(names):  # else nobody knows which question a score means
        _scores(survey, diagnostics)


def check(survey: Survey, definitions: Definitions, diagnostics: Diagnostics) -> None:
    """Everything else that only a survey can have wrong."""
    for part in CHECKS:
        part(survey, diagnostics)
    if survey.subject:
        subject_of(survey, survey.subject, definitions, diagnostics)
    words = {survey.subject, *(item.name for item in survey.items), *(score.name for score in survey.scores)}
    for each in survey.follow_ups:
        check_creation(each.record, words, definitions, diagnostics)


def admit(survey: Survey, facts: Mapping[str, object], diagnostics: Diagnostics) -> None:
    """Answers on a scale are points of it."""
    answers = _mapping(facts.get(f"{survey.name}/answers"))
    for point in survey.points():
        value = (
            _mapping(answers.get(point.item.name)).get(point.row.name) if point.row else answers.get(point.item.name)
        )
        if point.item.scale and value is not None and value not in point.item.scale:
            options = [choice.label for choice in point.item.choices]
            diagnostics.add("GJ4508", point.origin, field=point.label, typed=value, options=options)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _names_once(survey: Survey, diagnostics: Diagnostics) -> None:
    """Items and scores share one set of names; pages, flags and follow-ups have one each."""
    for named in (
        [(name, item.origin) for item in survey.items for name, _ in item.entries]
        + [(score.name, score.origin) for score in survey.scores],
        [(page.name, page.origin) for page in survey.pages],
        [(flag.name, flag.origin) for flag in survey.flags],
        [(each.name, each.origin) for each in survey.follow_ups],
    ):
        _once("GJ4201", named, diagnostics)


def _choices_once(survey: Survey, diagnostics: Diagnostics) -> None:
    """No two choices of an item have one value or one label."""
    for item in survey.items:
        _once("GJ4203", [(choice.value, choice.origin) for choice in item.choices], diagnostics)
        _once("GJ4203", [(said, c.origin) for c in item.choices for said in _labels(c)], diagnostics)


def _scales_whole(survey: Survey, diagnostics: Diagnostics) -> None:
    """A scale of whole points that goes up by one leaves none out."""
    for item in survey.items:
        gaps = [(low, high) for low, high in pairwise(item.scale) if high - low != 1]
        if len(item.scale) > LEAST_POINTS and len(gaps) == 1 and gaps[0][1] - gaps[0][0] > 1:
            low, high = gaps[0]
            place = next(choice.origin for choice in item.choices if parse_number(choice.value) == high)
            diagnostics.add("GJ4222", place, low=low, high=high, missing=low + 1)


def _labels_once(survey: Survey, diagnostics: Diagnostics) -> None:
    """No page asks two questions in the same words, unless a condition shows one of them only."""
    for page in survey.pages:
        seen: dict[Text, Span] = {}
        for item in (item for item in page.items if item.field.visible_if is None and not item.wording):
            first = seen.setdefault(item.label, item.origin)
            if first is not item.origin:
                diagnostics.add("GJ4220", item.origin, Label(first, "first"), label=item.label, name=item.name)


def _labels(choice: Choice) -> Iterator[str]:
    return (said for said in set(texts(choice.label)) if said != choice.value)


def _once(code: str, named: Iterable[tuple[str, Span]], diagnostics: Diagnostics) -> None:
    """Report every name that was there before."""
    seen: dict[str, Span] = {}
    for name, span in named:
        first = seen.setdefault(name, span)
        if first is not span:
            diagnostics.add(code, span, Label(first, "first"), name=name)


def _counts(survey: Survey, diagnostics: Diagnostics) -> None:
    """So many can be selected as are asked for."""
    for item in survey.items:
        if item.field.type not in SEVERAL and (item.min_selected is not None or item.max_selected is not None):
            diagnostics.add("GJ4215", item.origin, item=item.label)
            continue
        least, most = item.min_selected or 0, item.max_selected or len(item.choices)
        if item.choices and not least <= most <= len(item.choices):
            values: dict[str, Any] = {"least": least, "most": most, "count": len(item.choices)}
            if item.max_selected is not None and most < least <= len(item.choices):
                values |= {"low": most, "high": least}
            diagnostics.add("GJ4205", item.origin, item=item.label, **values)


def _misspelt_keys(survey: Survey, diagnostics: Diagnostics) -> None:
    """What a choice says besides its value and label is for a filter of choices; without one it is misspelt."""
    for item in (item for item in survey.items if item.choice_filter is None):
        for choice in item.choices:
            for column, place in choice.places.items():
                for meant in suggest(column, CHOICE_KEYS, limit=1):
                    values = {"name": column, "suggestions": [meant]}
                    diagnostics.extend([Diagnostic("GJ4216", place, values, fix=Fix((Edit(place, meant),)))])


def _is_one_condition(conflict: Conflict, survey: Survey) -> bool:
    """Whether what excludes each other stands in one condition, of the item or of its page."""
    page = next(page for page in survey.pages if conflict.item in page.items)
    whole = [each.span for each in (page.visible_if, conflict.item.field.visible_if) if each is not None]
    return any(all(span.start <= part.start and part.end <= span.end for part in conflict.conditions) for span in whole)


def _never_shown(survey: Survey, diagnostics: Diagnostics) -> None:
    """A question that no answer brings up: its conditions exclude each other."""
    told: set[tuple[Span, ...]] = set()
    for conflict in impossible(survey):
        if conflict.conditions in told:
            continue  # one condition, such as that of a page, may hide several questions
        told.add(conflict.conditions)
        if conflict.item.field.required is None and _is_one_condition(conflict, survey):
            continue  # that it never holds is told of every condition
        code = "GJ4206" if conflict.item.field.required is not None else "GJ4207"
        own = [span for span in conflict.conditions if span.line == conflict.item.origin.line]
        first = (own or [*conflict.conditions])[0]
        labels = [Label(span, "condition") for span in conflict.conditions if span is not first]
        diagnostics.add(code, first, *labels, item=conflict.item.label, about=conflict.about)


# -- figures -------------------------------------------------------------------------------------------------------


def _scores(survey: Survey, diagnostics: Diagnostics) -> None:
    """A score is about questions that there are, with numbers for answers, on one scale."""
    for score in survey.scores:
        if score.compute is None and _mentioned((*score.items, *score.reverse), survey, diagnostics):
            _numbers(score, survey, diagnostics)


def _mentioned(mentions: Iterable[Mention], survey: Survey, diagnostics: Diagnostics, said: str = "") -> bool:
    """Whether all questions that are named are there; others are reported, with the one called as is `said`, or the
    rows of the matrix that is named."""
    known = [name for point in survey.points() for name in dict.fromkeys((point.item.name, point.name))]
    unknown = [mention for mention in mentions if mention.name not in known]
    for mention in unknown:
        rows = [name for name in known if name.startswith(f"{mention.name.partition('.')[0]}.")]
        called = [point.name for point in survey.points() if said and said in texts(point.label)]
        fitting = dict.fromkeys(rows if "." in mention.name and rows else known)
        report_unknown("GJ4208", mention.name, mention.origin, fitting, diagnostics, called)
    return not unknown


def _numbers(score: Score, survey: Survey, diagnostics: Diagnostics) -> None:
    points = survey.points(score.items) if score.items else ()
    for mention in score.items:
        words = [point.item for point in survey.points((mention,)) if not _numeric(point.item)]
        if words and all(item.field.type in ("rating", "matrix") for item in words):
            _report_words(words[0], diagnostics)
        elif words:
            diagnostics.add("GJ4209", mention.origin, name=mention.name, score=score.label)
    if not points:
        diagnostics.add("GJ4210", score.origin, score=score.label)
    elif score.min_answered > len(points):
        diagnostics.add("GJ4211", score.origin, score=score.label, least=score.min_answered, count=len(points))
    scales = {point.item.scale: point for point in points if point.item.scale}
    if len({(scale[0], scale[-1]) for scale in scales}) > 1 and score.method != "sum":
        counted = Counter(point.item.scale for point in points if point.item.scale)
        one, other = list(scales.values())[:2]
        odd = scales[min(counted, key=lambda scale: (counted[scale], -len(scale)))].name
        diagnostics.add("GJ4212", score.origin, score=score.label, one=one.label, other=other.label, odd=odd)
    _reversed(score, survey, diagnostics)


def _report_words(item: Item, diagnostics: Diagnostics) -> None:
    """The choices of a scale that have no points, told once however many scores count them."""
    first, last = item.choices[0].origin, item.choices[-1].origin
    inside = first.to(last)
    listed = Span(inside.source, inside.start - 1, inside.end + 1)
    points = "{" + ", ".join(f"{n}: {choice.value}" for n, choice in enumerate(item.choices, 1)) + "}"
    fix = Fix((Edit(listed, points),)) if listed.text[:1] + listed.text[-1:] == "[]" else None
    diagnostics.add("GJ4221", first, fix=fix, points=points)


def _reversed(score: Score, survey: Survey, diagnostics: Diagnostics) -> None:
    """What is turned round is among what is counted."""
    points = survey.points(score.items) if score.items else ()
    for mention in score.reverse:
        if any(point not in points for point in survey.points((mention,))):
            diagnostics.add("GJ4218", mention.origin, name=mention.name, score=score.label)


def _numeric(item: Item) -> bool:
    return bool(item.scale) or item.field.type in ("number", "integer", "money", "percent")


def _dimensions(survey: Survey, diagnostics: Diagnostics) -> None:
    """A dimension that no question asks about; how many indicators are asked for at all."""
    covered = sum(1 for d in survey.dimensions for mentions in d.indicators.values() if mentions)
    count = sum(len(dimension.indicators) for dimension in survey.dimensions)
    for dimension in survey.dimensions:
        for said, mentions in dimension.indicators.items():
            _mentioned(mentions, survey, diagnostics, said)
        if not any(dimension.indicators.values()):
            _report_empty(dimension, covered, count, diagnostics)


def _report_empty(dimension: Dimension, covered: int, count: int, diagnostics: Diagnostics) -> None:
    indicators = list(dimension.indicators)
    diagnostics.add(
        "GJ4213", dimension.origin, dimension=dimension.label, indicators=indicators, covered=covered, count=count
    )


def _parts(survey: Survey, diagnostics: Diagnostics) -> None:
    """Basic information comes first; what comes before it is reported."""
    parts = [page.part for page in survey.pages]
    first = parts.index(1) if 1 in parts else 0
    for page in survey.pages[:first]:
        if page.part is not None:
            diagnostics.add("GJ4214", page.origin, Label(survey.pages[first].origin, "basic"), part=page.part)


CHECKS: tuple[Callable[[Survey, Diagnostics], None], ...] = (
    _choices_once,
    _labels_once,
    _scales_whole,
    _counts,
    _misspelt_keys,
    _never_shown,
    _dimensions,
    _parts,
)
