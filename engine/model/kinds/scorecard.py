"""`kind: scorecard`: facts to points, points to a weighted total, the total to a rating and a strategy.

Reads   a document such as configs/scoring.yaml.
Gives   a `Scorecard`; in the core, a decision for every criterion, dimension, the total, the rating, the strategy and
        the next rating, and one of the scorecard's own name that publishes them together (scorecard_elements.py).
Checks  the weights sum to 100%; points are plain numbers; a bonus takes nothing away; strategies belong to ratings.
Source  requirements R096-R108, R112.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from engine.dsl import nodes as feel
from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix, Label
from engine.dsl.documents import MappingNode, Node, ScalarNode
from engine.dsl.duration_mistakes import likely_durations, report_no_duration
from engine.dsl.durations import parse_duration
from engine.dsl.scalars import parse_number
from engine.dsl.schema_shapes import SHAPES, parts_of
from engine.dsl.types import NUMBER, STRING
from engine.model.decision_tables import read_decision_table
from engine.model.kinds.entity import Entity
from engine.model.kinds.kind import Definitions, Kind
from engine.model.kinds.scorecard_elements import elements
from engine.model.kinds.scorecard_laws import check_laws, mistyped_weight
from engine.model.kinds.scoring import (
    FULL_MARK,
    Criterion,
    Dimension,
    Missing,
    Scorecard,
    Strategy,
    constant,
    is_no_points,
    percent,
)
from engine.model.reading import (
    Reader,
    mandatory,
    mapping,
    pairs,
    places,
    report_unknown,
    sources,
    string,
    strings,
    text,
    texts,
)

_NEUTRAL = re.compile(r"neutral\((?P<points>[^)]*)\)")


def names(node: MappingNode) -> Iterator[str]:
    """The author's word for the total."""
    return texts(text(node.get("total")))


def read(node: MappingNode, reader: Reader) -> Scorecard:
    """The scorecard as it is written; what its words mean is found when it is lowered."""
    missing = mapping(node.get("missing"))
    policy = _missing(missing.get("policy"), Missing(), reader)
    manual = node.get("manual")
    return Scorecard(
        name=string(node.get("name")),
        label=text(node.get("label"), string(node.get("name"))),
        origin=node.key("kind").span,
        subject=string(node.get("subject")),
        subject_origin=mandatory(node, "subject").span,
        total=text(node.get("total"), "综合评分"),
        window=string(node.get("window")),
        dimensions=tuple(
            _dimension(key, mapping(value), policy, reader) for key, value in pairs(node.get("dimensions"))
        ),
        ratings=read_decision_table(mandatory(node, "ratings"), reader, otherwise=STRING),
        strategies=tuple(_strategy(key, value, reader) for key, value in pairs(node.get("strategies"))),
        missing_label=text(missing.get("label"), "数据待完善"),
        min_weight=reader.number(missing.get("min_weight")) or Decimal(0),
        required=strings(missing.get("require")),
        manual=string(manual) != "none",
        remark=string(mapping(manual).get("require")) == "remark" or manual is None,
        sources=sources(node.get("source")),
    )


def _dimension(key: ScalarNode, node: MappingNode, policy: Missing, reader: Reader) -> Dimension:
    bonus = node.get("bonus")
    return Dimension(
        name=key.text,
        label=text(node.get("label"), key.text),
        weight=reader.number(node.get("weight")) or Decimal(0),
        weight_origin=mandatory(node, "weight").span,
        origin=key.span,
        criteria=tuple(_criterion(name, value, reader) for name, value in pairs(node.get("criteria"))),
        combine=string(node.get("combine")) or "mean",
        bonus=read_decision_table(bonus, reader, otherwise=NUMBER) if bonus else None,
        cap=_cap(node.get("cap"), reader),
        cap_origin=places(node, "cap").get("cap"),
        combine_origin=places(node, "combine").get("combine"),
        missing=_missing(node.get("missing"), policy, reader),
    )


def _criterion(key: ScalarNode, value: Node, reader: Reader) -> Criterion:
    """A table, or a mapping with a table, a label and a weight."""
    node = mapping(value)
    written = reader.number(node.get("weight"))
    return Criterion(
        name=key.text,
        label=text(node.get("label"), key.text),
        table=read_decision_table(node.get("table") or value, reader, otherwise=NUMBER),
        origin=key.span,
        weight=Decimal(1) if written is None else written,
        weight_origin=places(node, "weight").get("weight"),
        monotone=string(node.get("monotone")),
    )


def _cap(node: Node | None, reader: Reader) -> Decimal | None:
    """The most points a dimension can have; the full mark when nothing is said, none for `none`."""
    if string(node) == "none":
        return None
    written = reader.number(node)
    return FULL_MARK if written is None else written


def _missing(node: Node | None, otherwise: Missing, reader: Reader) -> Missing:
    """A policy by its name, or `neutral(5)`."""
    written = string(node)
    if not written:
        return otherwise
    neutral = _NEUTRAL.fullmatch(written)
    if not neutral:
        return Missing(written)
    points = parse_number(neutral["points"])
    if node and (points is None or not 0 <= points <= FULL_MARK):
        tenth = points / 10 if points and 0 < points / 10 <= FULL_MARK else Decimal(5)
        meant = f"neutral({tenth.normalize():f})"
        fix = Fix((Edit(node.span, meant),))
        values: dict[str, Any] = {"value": neutral["points"], "limit": FULL_MARK, "suggestion": meant}
        reader.diagnostics.add("GJ2506", node.span, fix=fix, **values)
    return Missing("neutral", points)


def _strategy(key: ScalarNode, value: Node, reader: Reader) -> Strategy:
    """A plan is a length of time; several names are a list."""
    for name, entry in pairs(value):
        if name.text == "plan" and not parse_duration(string(entry)) and likely_durations(string(entry)):
            report_no_duration("GJ0056", entry.span, string(entry), reader.diagnostics)
        elif name.text == "team" and len(people := parts_of(string(entry))) > 1:
            expected, listed = SHAPES["array"], f"[{', '.join(people)}]"
            values: dict[str, object] = {"expected": expected, "found": SHAPES["string"], "listed": listed}
            fix = Fix((Edit(entry.span, listed),))
            reader.diagnostics.extend([Diagnostic("GJ0063", entry.span, values, fix=fix)])
    entries = {
        name.text: string(entry) if isinstance(entry, ScalarNode) else strings(entry) for name, entry in pairs(value)
    }
    return Strategy(key.text, entries, key.span)


# -- checks ----------------------------------------------------------------------------------------------------


def check(card: Scorecard, definitions: Definitions, diagnostics: Diagnostics) -> None:
    """What can be wrong with a scorecard besides its words and its tables."""
    if card.subject not in definitions:
        entities = {name: each for name, each in definitions.items() if isinstance(each, Entity)}
        report_unknown("GJ0804", card.subject, card.subject_origin, entities, diagnostics)
    negative = [each for each in card.dimensions if each.weight < 0]
    for each in negative:
        fix = Fix((Edit(each.weight_origin, percent(-each.weight)),))
        diagnostics.add("GJ2512", each.weight_origin, fix=fix, name=each.label, suggestion=percent(-each.weight))
    if not negative:
        _check_sum(card, diagnostics)
    _check_ratings(card, diagnostics)
    for dimension in card.dimensions:
        _check_points(dimension, diagnostics)
    check_laws(card, diagnostics)


def _check_sum(card: Scorecard, diagnostics: Diagnostics) -> None:
    """Weights are compared as exact decimals; a single one that looks like a slip is the one to be changed."""
    total = sum((d.weight for d in card.dimensions), Decimal(0))
    if total != 1:
        slip = mistyped_weight(card.dimensions, 1 - total)
        place = slip or card.dimensions[0]
        others = [d for d in card.dimensions if d is not place]
        labels = [Label(d.weight_origin, "weight", {"name": d.label, "weight": percent(d.weight)}) for d in others[:2]]
        terms = " + ".join(percent(d.weight) for d in card.dimensions)
        values: dict[str, Any] = {"total": percent(total), "terms": terms, "difference": percent(abs(total - 1))}
        meant = percent(slip.weight + 1 - total) if slip else ""
        values |= {"suggestion": meant} if slip else {}
        fix = Fix((Edit(place.weight_origin, meant),)) if slip else None
        code = "GJ2501" if total > 1 else "GJ2502"
        diagnostics.extend([Diagnostic(code, place.weight_origin, values, tuple(labels), fix=fix)])


def _check_ratings(card: Scorecard, diagnostics: Diagnostics) -> None:
    """A strategy belongs to a rating of the table; a rating is a text."""
    ratings = [rule.outputs[0] for rule in card.ratings.rules if rule.outputs]
    known = [each.value for each in ratings if isinstance(each, feel.StringLiteral)]
    for strategy in card.strategies:
        if strategy.rating not in known:
            report_unknown("GJ2503", strategy.rating, strategy.origin, known, diagnostics)
    for above, below in pairwise(rule.outputs for rule in card.ratings.rules if rule.outputs):
        if above[0] == below[0] and above != below and isinstance(below[0], feel.StringLiteral):
            diagnostics.add("GJ2514", below[0].span, Label(above[0].span, "first"), name=below[0].value)


def _check_points(dimension: Dimension, diagnostics: Diagnostics) -> None:
    """Points are plain numbers (one in words is told where words are); a bonus only adds, else a missing value would
    raise the rating."""
    tables = [criterion.table for criterion in dimension.criteria] + ([dimension.bonus] if dimension.bonus else [])
    for table in tables:
        cells = [output for rule in table.rules for output in rule.outputs]
        others = [points for each in cells if (points := constant(each)) is not None]
        for cell in filter(is_no_points, cells):
            _report_no_points(cell, others, diagnostics)
    for rule in dimension.bonus.rules if dimension.bonus else ():
        if (constant(rule.outputs[0]) or 0) < 0:
            diagnostics.add("GJ2505", rule.outputs[0].span, value=rule.outputs[0].span.text)


def _report_no_points(cell: feel.Node, others: Sequence[Decimal], diagnostics: Diagnostics) -> None:
    """The number that begins the cell was meant; a word alone says none."""
    text = cell.span.text.strip('"')
    leading = re.match(r"\d+(?:\.\d+)?", text)
    values: dict[str, object] = {"value": cell.span.text}
    if leading:
        values["suggestion"] = parse_number(leading[0])
    elif isinstance(cell, (feel.Name, feel.StringLiteral)) and others:
        values["others"] = list(others)
    diagnostics.extend([Diagnostic("GJ2504", cell.span, values)])


# -- facts -----------------------------------------------------------------------------------------------------


def admit(card: Scorecard, facts: Mapping[str, object], diagnostics: Diagnostics) -> None:
    """Marks of an assessor lie between 0 and the full mark and say what they rest on."""
    given = mapping_of(facts.get(f"{card.name}/manual"))
    for dimension in card.dimensions if given else ():
        mark = mapping_of(given.get(dimension.name))
        score = mark.get("score")
        if isinstance(score, Decimal):
            _admit_mark(card, dimension, score, str(mark.get("remark") or ""), diagnostics)


def _admit_mark(card: Scorecard, dimension: Dimension, score: Decimal, remark: str, diagnostics: Diagnostics) -> None:
    if not 0 <= score <= FULL_MARK:
        diagnostics.add("GJ4012", dimension.origin, name=dimension.label, value=score, limit=FULL_MARK)
    if card.remark and not remark.strip():
        diagnostics.add("GJ4011", dimension.origin, name=dimension.label)


def mapping_of(value: object) -> Mapping[str, object]:
    """The value if it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


KIND = Kind("scorecard", read, elements, names, check, admit)
