"""A scorecard as elements of the DMN core: short FEEL texts, each at the place of the definition it came from.

For the scorecard `health` of a `customer`:

    health/manual                   input data: what an assessor gave, by dimension: score, remark
    health/stability/<criterion>    decision table: facts -> points; null where the facts are missing
    health/stability/bonus          decision table: facts -> points on top
    health/stability                context: auto and manual points, what counts, bounds, contribution
    health/total                    context: the weighted sum over what is known, completeness, bounds
    health/rating                   decision table over the total, or over its lower bound while data are missing
    health/strategy, health/next    what follows, and what would have to change for the next rating
    health                          context: all of it, as published
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from engine.dsl import nodes as feel
from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix
from engine.dsl.names import Names
from engine.dsl.scope import Scope
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.dsl.types import NUMBER, STRING, ContextType
from engine.model.boxed import Boxed, DecisionTable, HitPolicy, InputClause, OutputClause, Rule
from engine.model.decision import Decision, Element, InputData, Phrase
from engine.model.decision_tables import Column, resolve_decision_table
from engine.model.kinds import scorecard_wording as wording
from engine.model.kinds.entity import Entity, columns_of, record_scope
from engine.model.kinds.kind import Definitions
from engine.model.kinds.scoring import Criterion, Dimension, Scorecard, is_no_points, thresholds
from engine.model.reading import texts
from engine.model.synthesis import Synthesis, quoted

NOTE = "note"

COMBINE = {
    "mean": "mean({0}.points)",
    "min": "min({0}.points)",
    "max": "max({0}.points)",
    "sum": "sum({0}.points)",
    "weighted": "sum(for c in {0} return c.points * c.weight) / sum({0}.weight)",
}
"""How the criteria of a dimension come together; {0} is a list of contexts with `points` and `weight`."""

COUNTED = {
    "neutral": "if given = null then {neutral} else given",
    "worst": "if given = null then low else given",
}
"""What counts when a dimension has no data; nothing does where the policy is not named here."""

GREATEST_GAIN = "function(a, b) a.gain > b.gain"
TOGETHER = (
    f"{{able: sort(options[gain > 0], {GREATEST_GAIN}), "
    "sums: for a in able return a.gain + (if partial = [] then 0 else partial[-1]), "
    "before: sums[item < gap], last: able[count(before) + 1], "
    "needed: last.has + gap - (if before = [] then 0 else before[-1]), "
    "ways: if last = null then [] else append("
    "for a in sublist(able, 1, count(before)) "
    "return {dimension: a.dimension, label: a.label, points: max(a.levels)}, "
    "{dimension: last.dimension, label: last.label, points: min(last.levels[item * last.weight >= needed])})}.ways"
)
"""FEEL for the ways to the next rating that have to be gone together: all that the greatest gains can give."""


def elements(card: Scorecard, definitions: Definitions, diagnostics: Diagnostics) -> Iterator[Element]:
    """Everything that a scorecard stands for."""
    subject = definitions.get(card.subject)
    if isinstance(subject, Entity):
        yield from _Card(card, subject, record_scope(subject, definitions), diagnostics).elements()


@dataclass(frozen=True, slots=True)
class _Card:
    """Makes the elements of one scorecard."""

    card: Scorecard
    subject: Entity
    scope: Scope
    diagnostics: Diagnostics

    def elements(self) -> Iterator[Element]:
        """From the facts to what is published."""
        if self.card.manual:
            yield InputData(
                self.name("manual"), Text("人工评分", "Manual scores"), self.card.origin, self.manual_type()
            )
        if NOTE in self.card.required:
            yield InputData(self.name(NOTE), Text("情况说明", "Note"), self.card.origin, STRING)
        for dimension in self.card.dimensions:
            for criterion in dimension.criteria:
                yield self.criterion(dimension, criterion)
            if dimension.bonus:
                yield self.bonus(dimension, dimension.bonus)
            yield self.dimension(dimension)
        yield from (self.total(), self.rating(), self.strategy(), self.next(), self.published())

    def name(self, *parts: str) -> str:
        """The name of an element of this scorecard."""
        return "/".join((self.card.name, *parts))

    def dimensions(self) -> tuple[str, ...]:
        """The names of the dimensions' decisions."""
        return tuple(self.name(d.name) for d in self.card.dimensions)

    def decision(
        self, name: str, label: Text, logic: Boxed, requires: tuple[str, ...], phrase: Phrase | None = None
    ) -> Decision:
        """A decision of this scorecard."""
        return Decision(name, label, logic.origin, logic, requires, sources=self.card.sources, phrase=phrase)

    def at(self, origin: Span, requires: tuple[str, ...]) -> Synthesis:
        """FEEL texts at a place of the author's file, about some elements."""
        return Synthesis(origin, Names.of(requires))

    # -- facts to points ---------------------------------------------------------------------------------------

    def manual_type(self) -> ContextType:
        """Score and remark for every dimension; dimensions by their labels too."""
        mark = ContextType(
            (("score", NUMBER), ("remark", STRING)),
            aliases=(("得分", "score"), ("分数", "score"), ("备注", "remark")),
        )
        aliases = tuple((said, d.name) for d in self.card.dimensions for said in texts(d.label) if said != d.name)
        return ContextType(tuple((d.name, mark) for d in self.card.dimensions), aliases=aliases)

    def criterion(self, dimension: Dimension, criterion: Criterion) -> Decision:
        """The points of one criterion."""
        name, phrase = self.name(dimension.name, criterion.name), self.at(criterion.origin, ()).phrase(*wording.POINTS)
        return self.points_table(name, criterion.label, criterion.table, phrase)

    def bonus(self, dimension: Dimension, table: DecisionTable) -> Decision:
        """Points on top; none where no row says so, or where data are missing."""
        name, phrase = self.name(dimension.name, "bonus"), self.at(table.origin, ()).phrase(*wording.BONUS)
        none = feel.NumberLiteral(Decimal(0), span=table.origin)
        table = replace(table, outputs=tuple(replace(output, default=none) for output in table.outputs))
        return self.points_table(name, Text("加分", "Bonus"), table, phrase)

    def points_table(self, name: str, label: Text, table: DecisionTable, phrase: Phrase) -> Decision:
        """A table of the file about the subject, its words resolved; points that are no numbers are told elsewhere."""
        rules = (replace(rule, outputs=tuple(map(_points, rule.outputs))) for rule in table.rules)
        table = replace(table, rules=tuple(rules))
        logic = resolve_decision_table(table, self.scope, self.diagnostics, columns_of(self.subject, self.subject.name))
        return replace(self.decision(name, label, logic, (self.subject.name,), phrase), type=NUMBER)

    # -- one dimension -----------------------------------------------------------------------------------------

    def dimension(self, dimension: Dimension) -> Decision:
        """The points that count, and all that is published about them."""
        criteria = tuple(self.name(dimension.name, c.name) for c in dimension.criteria)
        bonus = (self.name(dimension.name, "bonus"),) if dimension.bonus else ()
        manual = (self.name("manual"),) if self.card.manual else ()
        requires = (*criteria, *bonus, *manual)
        at = self.at(dimension.origin, requires)
        logic = at.context({**self.points(dimension), "": self.outcome(dimension)})
        phrase = at.phrase(*wording.dimension(dimension))
        return self.decision(self.name(dimension.name), dimension.label, logic, requires, phrase)

    def points(self, dimension: Dimension) -> dict[str, str]:
        """The steps from the criteria to what counts."""
        manual = f"{self.name('manual')}.{dimension.name}" if self.card.manual else "null"
        bonus = self.name(dimension.name, "bonus")
        neutral = dimension.missing.points
        return {
            "criteria": f"[{', '.join(self.known(dimension, c) for c in dimension.criteria)}]",
            "known": "criteria[points != null]",
            "bonus": bonus if dimension.bonus else "0",
            "auto": f"if known = [] then null else {_capped(dimension, 'known')}",
            "manual": f"{manual}.score" if self.card.manual else "null",
            "remark": f"{manual}.remark" if self.card.manual else "null",
            "given": "if manual = null then auto else manual",
            "share": f"if manual = null then count(known) / {len(dimension.criteria)} else 1",
            "low": f"if share = 1 then given else {_capped(dimension, _if_missing('low'))}",
            "high": f"if share = 1 then given else {_capped(dimension, _if_missing('high'))}",
            "points": COUNTED.get(dimension.missing.policy, "given").format(neutral=neutral),
        }

    def known(self, dimension: Dimension, criterion: Criterion) -> str:
        """One criterion with its points and the fewest and most it can give."""
        low, high = (criterion.points[0], criterion.points[-1]) if criterion.points else (0, 0)
        name = self.name(dimension.name, criterion.name)
        return f"{{points: {name}, weight: {plain(criterion.weight)}, low: {low}, high: {high}}}"

    def outcome(self, dimension: Dimension) -> str:
        """FEEL for what is published about a dimension."""
        weight = plain(dimension.weight)
        names = [(c.label.zh, self.name(dimension.name, c.name)) for c in dimension.criteria]
        criteria = ", ".join(f"{{name: {quoted(label)}, points: {name}}}" for label, name in names)
        return (
            f"{{name: {quoted(dimension.name)}, label: {quoted(str(dimension.label))}, weight: {weight}, auto: auto, "
            "manual: manual, remark: remark, points: points, "
            f"contribution: if points = null then null else points * {weight}, bonus: bonus, "
            f"criteria: [{criteria}], share: share, low: low, high: high}}"
        )

    # -- the total ---------------------------------------------------------------------------------------------

    def total(self) -> Decision:
        """The weighted sum over what is known, scaled to the whole; and what missing data leave open."""
        requires = self.dimensions()
        at = self.at(self.card.origin, requires)
        blocking = (f"{self.name(d.name)}.points = null" for d in self.card.dimensions if d.missing.policy == "block")
        logic = at.context(
            {
                "contributions": f"[{', '.join(f'{name}.contribution' for name in requires)}][item != null]",
                "completeness": self.sum_of("share"),
                "provisional": "completeness < 1",
                "blocked": " or ".join(blocking) or "false",
                "published": f"contributions != [] and not(blocked) and completeness >= {plain(self.card.min_weight)}",
                "weight": f"if provisional then {self.known_weight()} else completeness",
                "weighted": "sum(contributions)",
                "total": "if not(published) then null else if weight = 1 then weighted else weighted / weight",
                "low": f"if provisional then {self.sum_of('low')} else weighted",
                "high": f"if provisional then {self.sum_of('high')} else weighted",
                "": "{total: total, provisional: provisional, completeness: completeness, low: low, high: high, "
                "weight: weight, contributions: contributions}",
            }
        )
        return self.decision(self.name("total"), self.card.total, logic, requires, at.phrase(*wording.TOTAL))

    def sum_of(self, entry: str) -> str:
        """FEEL for the weighted sum of an entry of every dimension."""
        return " + ".join(f"{plain(d.weight)} * {self.name(d.name)}.{entry}" for d in self.card.dimensions)

    def known_weight(self) -> str:
        """FEEL for the weight of all dimensions that have points."""
        weights = ((self.name(d.name), plain(d.weight)) for d in self.card.dimensions)
        return " + ".join(f"(if {name}.points = null then 0 else {weight})" for name, weight in weights)

    def rating(self) -> Decision:
        """The row of the ratings that the total, or its lower bound while data are missing, falls into."""
        requires = (self.name("total"),)
        at = self.at(self.card.ratings.origin, requires)
        total = requires[0]
        rated = f"if {total}.total = null then null else if {total}.provisional then {total}.low else {total}.total"
        logic = at.context({"total": rated, "": self.ratings()})
        phrase = at.phrase(*wording.rating(total, self.rated_name("result")))
        return self.decision(self.name("rating"), self.card.ratings.outputs[0].label, logic, requires, phrase)

    def ratings(self) -> DecisionTable:
        """The ratings table over `total`, which may be anything between the lowest and the highest there is."""
        scope = Scope({"total": NUMBER}).with_labels(dict.fromkeys(texts(self.card.total), ("total",)))
        low, high = (feel.NumberLiteral(each) for each in (self.card.lowest, self.card.highest))
        possible = feel.UnaryTests((feel.RangeLiteral(low, high, True, True),))
        found = Diagnostics()
        table = resolve_decision_table(self.card.ratings, scope, found, lambda node: Column(self.card.total, possible))
        self.diagnostics.extend(map(self.about_total, found))
        return table

    def about_total(self, found: Diagnostic) -> Diagnostic:
        """A finding about the ratings; an unknown name at the head of the only column stands for the total."""
        heads = [clause.expression.span for clause in self.card.ratings.inputs]
        if found.code != "GJ1101" or [found.span] != heads:
            return found
        total = str(self.card.total)
        return replace(found, values={**found.values, "suggestion": [total]}, fix=Fix((Edit(found.span, total),)))

    def rated(self) -> str:
        """FEEL for the rating's name, null when there is none."""
        return f"if {self.name('rating')} = null then null else {self.rated_name(self.name('rating'))}"

    def rated_name(self, row: str) -> str:
        """FEEL for the rating's name in a row of the ratings: its first column, or all there is."""
        first, *others = self.card.ratings.outputs
        return f"{row}.{first.name}" if others else row

    # -- what follows ------------------------------------------------------------------------------------------

    def strategy(self) -> Decision:
        """The strategy of the rating, null where there is none."""
        requires = (self.name("rating"),)
        at = self.at(self.card.origin, requires)
        rules = tuple(self._strategy_rule(index) for index in range(len(self.card.strategies)))
        rating = InputClause(feel.Name("rating"), self.card.ratings.outputs[0].label, self.card.origin, STRING)
        result = OutputClause("", Text("策略", "Strategy"), self.card.origin, default=feel.NullLiteral())
        table = DecisionTable(self.card.origin, (rating,), (result,), rules, HitPolicy.UNIQUE)
        logic = at.context({"rating": self.rated(), "": table})
        return self.decision(
            self.name("strategy"), Text("策略", "Strategy"), logic, requires, at.phrase(*wording.STRATEGY)
        )

    def _strategy_rule(self, index: int) -> Rule:
        strategy = self.card.strategies[index]
        at = self.at(strategy.origin, ())
        entries = {"actions": (), "team": (), "plan": None, **strategy.entries}
        result = at.expression("{" + ", ".join(f"{quoted(k)}: {_strategy_data(v)}" for k, v in entries.items()) + "}")
        test = feel.UnaryTests((at.expression(quoted(strategy.rating)),), span=strategy.origin)
        return Rule((test,), (result,), strategy.origin)

    def next(self) -> Decision:
        """The next rating and the fewest dimensions that have to improve for it.

        Every dimension that is enough alone is named with the least points that do. Where none is, gains add up, so
        taking the greatest gains first needs the fewest dimensions; the last of them has to give the least that does.
        A contribution counts in weighted points, as the total does.
        """
        total = self.name("total")
        requires = (total, *self.dimensions())
        at = self.at(self.card.ratings.origin, requires)
        logic = at.context(
            {
                "total": f"if {total}.provisional then null else {total}.total",
                "target": self.target(),
                "gap": "if target = null then null else target.least - total",
                "options": f"if target = null then [] else [{', '.join(self.options())}]",
                "alone": f"sort(options[points != null], {GREATEST_GAIN})",
                "ways": f"if alone != [] or target = null then alone else {TOGETHER}",
                "": "if target = null then null else {rating: target.rating, needed: target.least, "
                "ways: for w in ways return {dimension: w.dimension, label: w.label, points: w.points}, "
                "together: alone = []}",
            }
        )
        return self.decision(
            self.name("next"), Text("下一级", "Next rating"), logic, requires, at.phrase(*wording.next(total))
        )

    def target(self) -> str:
        """FEEL for the rating above the total and the least total that has it; null where there is none."""
        steps = thresholds(self.card.ratings)
        known = (f"if total < {plain(t.total)} then {{rating: {quoted(t.rating)}, least: {t.total}}}" for t in steps)
        return " else ".join(["if total = null then null", *known, "null"])

    def options(self) -> Iterator[str]:
        """FEEL for every dimension that counts: its greatest gain, and the least points that close the gap alone."""
        for dimension in self.card.dimensions:
            if dimension.levels and dimension.weight:
                levels = [(plain(level), plain(level * dimension.weight)) for level in dimension.levels]
                enough = (f"if needed <= {weighted} then {level}" for level, weighted in levels)
                yield (
                    f"{{dimension: {quoted(dimension.name)}, label: {quoted(str(dimension.label))}, "
                    f"has: {self.name(dimension.name)}.contribution, gain: {levels[-1][1]} - has, "
                    f"needed: gap + has, points: {' else '.join(enough)} else null, "
                    f"weight: {plain(dimension.weight)}, levels: [{', '.join(level for level, _ in levels)}]}}"
                )

    def published(self) -> Decision:
        """The scorecard's own decision: what records keep and pages show."""
        total, rating, strategy, following = (self.name(part) for part in ("total", "rating", "strategy", "next"))
        note = (self.name(NOTE),) if NOTE in self.card.required else ()
        requires = (*self.dimensions(), total, rating, strategy, following, *note)
        at = self.at(self.card.origin, requires)
        others = (f"{quoted(each.name)}: {rating}.{each.name}" for each in self.card.ratings.outputs[1:])
        logic = at.context(
            {
                "total": f"{total}.total",
                "rating": self.rated(),
                "outputs": f"if {rating} = null then {{}} else {{{', '.join(others)}}}",
                "provisional": f"{total}.provisional",
                "note": f"if provisional then {quoted(str(self.card.missing_label))} else null",
                "required": f"if provisional and {note[0]} = null then [{quoted(NOTE)}] else []" if note else "[]",
                "completeness": f"{total}.completeness",
                "bounds": f"{{low: {total}.low, high: {total}.high}}",
                "dimensions": f"[{', '.join(self.dimensions())}]",
                "strategy": strategy,
                "next": following,
            }
        )
        return self.decision(self.card.name, self.card.label, logic, requires, at.phrase(*wording.PUBLISHED))


def _points(cell: feel.Node) -> feel.Node:
    return feel.NullLiteral(span=cell.span) if is_no_points(cell) else cell


# -- pieces of FEEL ------------------------------------------------------------------------------------------------


def _capped(dimension: Dimension, criteria: str) -> str:
    """FEEL for the points of a list of criteria with the bonus, at most the cap."""
    points = f"({COMBINE[dimension.combine].format(criteria)}) + bonus"
    return points if dimension.cap is None else f"min({points}, {plain(dimension.cap)})"


def _if_missing(bound: str) -> str:
    """FEEL for the criteria with a bound in place of the points that are missing."""
    return f"(for c in criteria return {{points: if c.points = null then c.{bound} else c.points, weight: c.weight}})"


def _strategy_data(entry: str | tuple[str, ...] | None) -> str:
    """FEEL for what a strategy says under one name."""
    if entry is None:
        return "null"
    return quoted(entry) if isinstance(entry, str) else f"[{', '.join(map(quoted, entry))}]"


def plain(number: Decimal) -> str:
    """A number as FEEL writes it, without an exponent.

    >>> plain(Decimal("1E+1")), plain(Decimal("0.30"))
    ('10', '0.30')
    """
    return format(number, "f")
