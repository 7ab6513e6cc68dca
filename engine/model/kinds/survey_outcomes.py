"""What the answers to a survey come to, as decisions: scores, quality flags, follow-ups, figures of many answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.dsl import nodes as feel
from engine.dsl.checker import resolve
from engine.dsl.text import Text
from engine.dsl.types import BOOLEAN, NUMBER, STRING, ContextType, ListType
from engine.model.boxed import Boxed, List, LiteralExpression
from engine.model.decision import Decision
from engine.model.kinds import survey_wording as wording
from engine.model.kinds.created_records import Value, typed
from engine.model.kinds.entity import Entity
from engine.model.kinds.fields import Field
from engine.model.kinds.kind import Definitions
from engine.model.kinds.survey_items import text_or_null
from engine.model.kinds.survey_parts import FollowUp, Point, Score
from engine.model.kinds.survey_scope import Speaking
from engine.model.synthesis import quoted

SATISFACTION = ("rating", "csat", "matrix")
PROMOTERS, DETRACTORS = 9, 6
VALUES = "the values"  # no field has a space in its name

METHODS = {
    "mean": "mean({0})",
    "sum": "sum({0})",
    "min": "min({0})",
    "max": "max({0})",
    "median": "median({0})",
}
"""How the answers of a score come together; {0} is the list of those that are given."""


class Outcomes(Speaking):
    """Makes the elements of scores, flags, follow-ups and figures."""

    def elements(self, definitions: Definitions) -> Iterator[Decision]:
        """From the ratings to what is published."""
        yield self.ratings()
        yield from (self.score(score) for score in self.survey.scores)
        for flag in self.survey.flags:
            yield self.written(self.name("flags", flag.name), flag.label, flag.when, BOOLEAN)
        yield self.flags()
        for each in self.survey.follow_ups:
            yield from self.follow_up(each, definitions)
        yield from (self.figures(), self.published())

    def ratings(self) -> Decision:
        """The given answers on the scales of satisfaction, for rules about the answer as a whole."""
        points = [point for point in self.survey.points() if point.item.scale and point.item.field.type in SATISFACTION]
        requires = dict.fromkeys(self.item_name(point.item) for point in points)
        given = f"[{', '.join(map(self.point_name, points))}][item != null]"
        at, label = self.at(self.survey.origin, requires), Text("评分", "Ratings")
        phrase = at.phrase(*wording.RATINGS)
        return self.decision(self.name("ratings"), label, at.literal(given), requires, ListType(NUMBER), phrase)

    def score(self, score: Score) -> Decision:
        """One figure; null where too few answers are given."""
        name = self.name("scores", score.name)
        if score.compute is not None:
            return self.written(name, score.label, score.compute, NUMBER)
        points = self.survey.points(score.items)
        requires = dict.fromkeys(self.item_name(point.item) for point in points)
        at = self.at(score.origin, requires)
        reverse = {point.name for point in self.survey.points(score.reverse)} if score.reverse else set()
        answers = ", ".join(self.counted(point, point.name in reverse) for point in points)
        least, together = max(score.min_answered, 1), METHODS[score.method].format("given")
        steps: dict[str, str | Boxed] = {
            "given": f"[{answers}][item != null]",
            "": f"if count(given) < {least} then null else {together}",
        }
        phrase = at.phrase(*wording.score(score, len(points)))
        return self.decision(name, score.label, at.context(steps), requires, NUMBER, phrase)

    def counted(self, point: Point, reverse: bool) -> str:
        """FEEL for an answer as it counts: turned round on its scale where a low one is good."""
        name = self.point_name(point)
        if not reverse or not point.item.scale:
            return name
        return f"(if {name} = null then null else {point.item.scale[0] + point.item.scale[-1]} - {name})"

    def flags(self) -> Decision:
        """The names of the flags that an answer earns."""
        requires = [self.name("flags", flag.name) for flag in self.survey.flags]
        at, label = self.at(self.survey.origin, requires), Text("质量标记", "Quality flags")
        rows = (f"{{name: {quoted(f.name)}, holds: {self.name('flags', f.name)}}}" for f in self.survey.flags)
        logic = at.literal(f"[{', '.join(rows)}][item.holds = true].name" if requires else "[]")
        phrase = at.phrase(*wording.flags(self.survey))
        return self.decision(self.name("flags"), label, logic, requires, ListType(STRING), phrase)

    def follow_up(self, each: FollowUp, definitions: Definitions) -> Iterator[Decision]:
        """Whether it follows, and what: null, or what to create with which values."""
        name = self.name("follow_up", each.name)
        when = self.written(f"{name}/when", each.label, each.when, BOOLEAN)
        target = definitions.get(each.create)
        fields = target.fields if isinstance(target, Entity) else {}
        values = [self.value(tree, fields.get(key)) for key, tree in each.record.values.items()]
        given = ", ".join(f"{quoted(key)}: {VALUES}[{number}]" for number, key in enumerate(each.record.values, 1))
        requires = dict.fromkeys((when.name, *(name for value in values for name in self.spoken_of(value.expression))))
        at = self.at(each.origin, (*requires, VALUES))
        steps: dict[str, str | Boxed] = {
            VALUES: List(each.origin, tuple(values)),
            "": f"if {when.name} = true then {{name: {quoted(each.name)}, label: {quoted(str(each.label))}, "
            f"create: {quoted(each.create)}, with: {{{given}}}}} else null",
        }
        phrase = at.phrase(*wording.follow_up(target.label if target else Text(each.create)))
        yield when
        yield self.decision(name, each.label, at.context(steps), requires, ContextType((), open=True), phrase)

    def value(self, written: Value, field: Field | None) -> LiteralExpression:
        """What is put into a field of the new record."""
        assert isinstance(written, feel.Node)  # times are counted by automations only
        tree, type_ = typed(written, field)
        return LiteralExpression(tree.span, resolve(tree, self.scope, self.diagnostics, type_), type_)

    def published(self) -> Decision:
        """The survey's own decision: scores, flags, and what follows."""
        scores = [self.name("scores", score.name) for score in self.survey.scores]
        follow_ups = [self.name("follow_up", each.name) for each in self.survey.follow_ups]
        requires = [*scores, self.name("flags"), *follow_ups]
        rows = (
            f"{{name: {quoted(s.name)}, label: {quoted(str(s.label))}, value: {self.name('scores', s.name)}}}"
            for s in self.survey.scores
        )
        at = self.at(self.survey.origin, requires)
        logic = at.context(
            {
                "scores": f"[{', '.join(rows)}]",
                "flags": self.name("flags"),
                "follow_up": f"[{', '.join(follow_ups)}][item != null]",
            }
        )
        phrase = at.phrase(*wording.PUBLISHED)
        return self.decision(self.survey.name, self.survey.label, logic, requires, ContextType((), open=True), phrase)

    def figures(self) -> Decision:
        """What many answers come to, question by question: mean, share of the two best and worst points, NPS."""
        requires = (self.name("responses"),)
        rows = ", ".join(self.figures_of(point) for point in self.survey.points() if point.item.scale)
        result = (
            "for q in questions return if count(q.given) = 0 then "
            "{name: q.name, label: q.label, dimension: q.dimension, n: 0, mean: null, top2: null, bottom2: null, "
            "promoters: null, detractors: null, nps: null} else "
            "{name: q.name, label: q.label, dimension: q.dimension, n: count(q.given), mean: mean(q.given), "
            "top2: count(q.given[item >= q.high - 1]) / n, bottom2: count(q.given[item <= q.low + 1]) / n, "
            f"promoters: if q.recommends then count(q.given[item >= {PROMOTERS}]) / n else null, "
            f"detractors: if q.recommends then count(q.given[item <= {DETRACTORS}]) / n else null, "
            "nps: if q.recommends then 100 * (promoters - detractors) else null}"
        )
        logic = self.at(self.survey.origin, requires).context({"questions": f"[{rows}]", "": result})
        label = Text("汇总", "Figures")
        return self.decision(self.name("figures"), label, logic, requires, ListType(ContextType((), open=True)))

    def figures_of(self, point: Point) -> str:
        """FEEL for one question with the answers given to it and the ends of its scale."""
        row = f".{point.row.name}" if point.row else ""
        dimension = next((d for d in self.survey.dimensions if point in self.points_of(d.indicators.values())), None)
        return (
            f"{{name: {quoted(point.name)}, label: {quoted(str(point.label))}, "
            f"dimension: {text_or_null(str(dimension.label) if dimension else None)}, "
            f"low: {point.item.scale[0]}, high: {point.item.scale[-1]}, "
            f"recommends: {str(point.item.field.type == 'nps').lower()}, "
            f"given: {self.name('responses')}.{point.item.name}{row}[item != null]}}"
        )

    def points_of(self, indicators: Iterable[tuple[object, ...]]) -> tuple[Point, ...]:
        """The questions that ask for some indicators."""
        return tuple(p for mentions in indicators if mentions for p in self.survey.points(mentions))  # type: ignore[arg-type]
