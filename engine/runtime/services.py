"""The few verbs that tie rules and records together, each one transaction.

    services = Services(project, Database("sqlite:///var/guiju.sqlite"))
    saved = services.save_record("customer", {"name": ["XX科技有限公司"]}, by="李*")
    saved.record.id, saved.form.errors
    evaluation = services.evaluate_record("relationship_health", "C001", by="李*", manual={...})

Pages, interfaces and imports call these and nothing below them, so the same rules hold on every way in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any, TypeVar

from engine.dsl import nodes as feel
from engine.dsl.conversion import to_python
from engine.dsl.diagnostics import Diagnostic
from engine.dsl.text import Text
from engine.errors import EvaluationError, UsageError
from engine.model.kinds.entity import Entity
from engine.model.kinds.kind import Definition
from engine.model.kinds.pipeline_stages import Pipeline
from engine.model.kinds.scoring import Scorecard, thresholds
from engine.model.kinds.survey_parts import Survey
from engine.runtime import forms
from engine.runtime.clock import Clock, SystemClock
from engine.runtime.dossiers import Dossier, Page, Related, Review, Saved
from engine.runtime.forms import Form, Posted
from engine.runtime.listings import Table
from engine.runtime.outcome import Outcome
from engine.runtime.project import Project
from engine.runtime.readable import tables
from engine.runtime.reasons import kept
from engine.runtime.references import References
from engine.runtime.reviews import NOTE, lacks_note, no_note, read_marks
from engine.runtime.store import (
    ONCE,
    Assessment,
    Database,
    DuplicateError,
    Evaluation,
    Ledger,
    Query,
    Record,
    Records,
    Schema,
    StaleError,
    Stamp,
    Transaction,
)

RECENT = 6
SHOWN_RELATED = 5
ALL_RELATED = 100_000


class Services:
    """A project over a database. Made anew when the rules change; making it lets the database grow with them."""

    def __init__(self, project: Project, database: Database, clock: Clock | None = None) -> None:
        self.project = project
        self.database = database
        self.clock = clock or SystemClock(project.time_zone)
        self.entities = {d.name: d for d in project.definitions.values() if isinstance(d, Entity)}
        self.scorecards = {d.name: d for d in project.definitions.values() if isinstance(d, Scorecard)}
        self.surveys = {d.name: d for d in project.definitions.values() if isinstance(d, Survey)}
        schema = Schema(self.entities)
        schema.sync(database)
        self.records = Records(schema)
        self.ledger = Ledger(schema)
        self.references = References(self.records, database, self._decide)

    @property
    def zone(self) -> tzinfo:
        """The time zone in which people read and write moments."""
        return self.project.time_zone

    def entity(self, name: str) -> Entity:
        """The entity of that name; UsageError when there is none."""
        return known(self.entities, name)

    def scorecard(self, name: str) -> Scorecard:
        """The scorecard of that name; UsageError when there is none."""
        return known(self.scorecards, name)

    def survey(self, name: str) -> Survey:
        """The survey of that name; UsageError when there is none."""
        return known(self.surveys, name)

    def definition(self, name: str) -> Definition:
        """The definition of that name; UsageError when there is none."""
        return known(self.project.definitions, name)

    def readable(self, name: str) -> list[Table]:
        """The tables that a definition consists of, as they are written."""
        return tables(self.project.model, self.project.definitions, name)

    def scorecards_of(self, entity: str) -> list[Scorecard]:
        """The scorecards that rate records of an entity."""
        return [card for card in self.scorecards.values() if card.subject == entity]

    def surveys_about(self, entity: str) -> list[Survey]:
        """The surveys that are filled in about records of an entity."""
        return [survey for survey in self.surveys.values() if survey.subject == entity]

    # -- forms and records ---------------------------------------------------------------------------------------------

    def blank_form(self, entity: str, given: Mapping[str, object] | None = None) -> Form:
        """The form for a new record; `given` are references known beforehand, such as the customer it is for."""
        definition = self.entity(entity)
        references = {f.name: given[f.name] for f in definition.fields.values() if f.to and given and f.name in given}
        return forms.blank(definition, self._rules(), {**references, **self._stages(definition)})

    def filled_form(self, entity: str, posted: Posted, identifier: str = "") -> Form:
        """The form of a record, or of a new one, with what somebody typed so far; nothing is stored.

        Stages are not read from what was posted: `casework.move` changes them, with its gates and its reason.
        """
        definition = self.entity(entity)
        stages = {name: [str(stage)] if stage else [] for name, stage in self._stages(definition, identifier).items()}
        form = forms.fill(definition, {**self.references.understood(definition, posted), **stages}, self._rules())
        return replace(form, errors={**self.references.dangling(form), **form.errors})

    def moved(self, entity: str) -> Mapping[str, Pipeline]:
        """The fields that only a move through a pipeline changes, with the pipeline."""
        pipelines = (each for each in self.project.definitions.values() if isinstance(each, Pipeline))
        return {each.field_name: each for each in pipelines if each.subject == entity}

    def _stages(self, entity: Entity, identifier: str = "") -> dict[str, object]:
        """The stages of a record; of a new one, those in which it begins."""
        if identifier:
            with self.database.reading() as tx:
                values = self.records.require(tx, entity, identifier).values
            return {name: values[name] for name in self.moved(entity.name)}
        return {
            name: self._decide(f"{entity.name}/{name}/default", {}) if entity.fields[name].default else each.first.name
            for name, each in self.moved(entity.name).items()
        }

    def save_record(
        self, entity: str, posted: Posted, *, by: str, identifier: str = "", version: int | None = None, once: str = ""
    ) -> Saved:
        """Store what was typed: as a change of `identifier` made from `version`, or as a new record.

        Nothing is stored when a field is faulty, the record is there already, or somebody else was faster. A new
        record is stored once for each token that a form was given: sent again, it gives the same record.
        """
        form = self.filled_form(entity, posted, "" if version is None else identifier)
        if form.errors:
            return Saved(form)
        try:
            with self.database.writing() as tx:
                if version is not None:
                    stored = self.records.update(tx, form.entity, identifier, form.values, self._stamp(by), version)
                else:
                    stored = self.records.insert(tx, form.entity, form.values, self._stamp(by), identifier, once)
                return Saved(form, stored)
        except DuplicateError as refused:
            return self._there_already(form, refused)
        except StaleError as refused:
            return overtaken(form, refused.record)

    def _there_already(self, form: Form, refused: DuplicateError) -> Saved:
        if refused.fields != (ONCE,):
            return Saved(form, problem=finding(form.entity, "GJ4521", record=refused.record_id))
        with self.database.reading() as tx:
            return Saved(form, self.records.require(tx, form.entity, refused.record_id))

    def change_record(
        self, dossier: Dossier, values: Mapping[str, object], *, by: str, version: int, reason: str = ""
    ) -> Saved:
        """Store other values of a record that still has `version`; the reason is kept with the change."""
        stamp = replace(self._stamp(by), reason=reason)
        try:
            with self.database.writing() as tx:
                return Saved(
                    dossier.form,
                    self.records.update(tx, dossier.form.entity, dossier.record.id, values, stamp, version),
                )
        except StaleError as refused:
            return overtaken(dossier.form, refused.record)

    def find_records(self, entity: str, query: Query) -> Page:
        """One page of a list, each record with its last evaluation by every scorecard of the entity."""
        with self.database.reading() as tx:
            records, total = self.records.find(tx, self.entity(entity), query)
            ids = [record.id for record in records]
            names = [card.name for card in self.scorecards_of(entity)]
            rated = {name: self.ledger.latest(tx, entity, name, ids) for name in names}
        return Page(tuple(records), total, rated)

    def open_record(self, entity: str, identifier: str) -> Dossier:
        """A record with its changes and evaluations, computed fields as they are today."""
        definition = self.entity(entity)
        with self.database.reading() as tx:
            record = self.records.require(tx, definition, identifier)
            changes = self.records.history(tx, definition, identifier)
            evaluations = self.ledger.of_record(tx, entity, identifier)
            related = self._related(tx, definition, identifier, SHOWN_RELATED)
        form = forms.stored(definition, record.values, self._rules())
        current = {**record.values, **forms.compute(definition, record.values, self._rules())}
        return Dossier(replace(record, values=current), form, related, tuple(changes), tuple(evaluations))

    def _related(self, tx: Transaction, entity: Entity, identifier: str, limit: int) -> dict[str, Related]:
        """The records that point at one, by the relations of its entity."""
        related = {}
        for relation in entity.relations.values():
            other = self.entity(relation.to)
            query = Query(sort="id", descending=True, size=limit, where={relation.by: identifier})
            records, total = self.records.find(tx, other, query)
            related[relation.name] = Related(other, tuple(records), total)
        return related

    def counts(self) -> list[tuple[Entity, int]]:
        """Every entity with the number of its records."""
        with self.database.reading() as tx:
            return [(e, self.records.find(tx, e, Query(size=1))[1]) for e in self.entities.values()]

    # -- evaluations ---------------------------------------------------------------------------------------------------

    def assess(self, scorecard: str, identifier: str, manual: Mapping[str, Any], note: str = "") -> Assessment:
        """What a scorecard gives for a record, with the reasons; nothing is stored.

        raises   EvaluationError when a manual score lacks its remark or is out of range
        """
        card = self.scorecard(scorecard)
        with self.database.reading() as tx:
            values = self._facts(tx, self.entity(card.subject), identifier)
        facts = {card.subject: values, "manual": manual}
        outcome = self.project.evaluate(card.name, facts, clock=self.clock, traced=True)
        inputs = {**values, "note": note} if note else values
        return Assessment(
            card.subject, identifier, card.name, inputs, manual, published(outcome), kept(outcome.explanation)
        )

    def facts(self, entity: str, identifier: str) -> dict[str, object]:
        """A record as rules see it: its values, and those of the records that point at it."""
        with self.database.reading() as tx:
            return self._facts(tx, self.entity(entity), identifier)

    def _facts(self, tx: Transaction, entity: Entity, identifier: str) -> dict[str, object]:
        values = self.records.require(tx, entity, identifier).values
        related = self._related(tx, entity, identifier, ALL_RELATED)
        return {**values, **{name: [r.values for r in each.records] for name, each in related.items()}}

    def review(self, scorecard: str, identifier: str, posted: Posted) -> Review:
        """What a scorecard gives for a record together with what an assessor typed so far; nothing is stored."""
        card = self.scorecard(scorecard)
        marks = read_marks(card, posted)
        assessment = self.assess(scorecard, identifier, marks.manual, marks.note)
        errors = {**marks.errors, NOTE: no_note(card)} if lacks_note(card, assessment.result, marks) else marks.errors
        return Review(assessment, posted, errors)

    def keep(self, review: Review, *, by: str, once: str = "") -> Evaluation:
        """Keep a review without errors: with its inputs, its reasons, and the rules it was made under.

        It is kept once for each token that a form was given.
        """
        try:
            with self.database.writing() as tx:
                number = self.ledger.add(tx, review.assessment, self._stamp(by), self.project.sources)
                self.records.claim_once(tx, review.assessment.definition, once, str(number))
                return self._evaluation(tx, number)
        except DuplicateError as refused:
            return self.evaluation(int(refused.record_id))

    def evaluate_record(
        self, scorecard: str, identifier: str, *, by: str, manual: Mapping[str, Any] | None = None, note: str = ""
    ) -> Evaluation:
        """Assess a record and keep the result."""
        return self.keep(Review(self.assess(scorecard, identifier, manual or {}, note)), by=by)

    def thresholds(self, scorecard: Scorecard) -> list[tuple[str, Decimal]]:
        """The ratings of a scorecard with the totals at which they begin, the lowest first."""
        begun = [(each.rating, each.total) for each in thresholds(scorecard.ratings)]
        named = {constant_text(rule.outputs[0]): scorecard.lowest for rule in scorecard.ratings.rules}
        return [*((word, least) for word, least in named.items() if word and word not in dict(begun)), *begun]

    def evaluation(self, number: int) -> Evaluation:
        """A kept evaluation; UsageError when there is none of that number."""
        with self.database.reading() as tx:
            return self._evaluation(tx, number)

    def _evaluation(self, tx: Transaction, number: int) -> Evaluation:
        evaluation = self.ledger.get(tx, number)
        if evaluation is None:
            raise UsageError(f"no evaluation {number}")
        return evaluation

    def count_evaluations(self) -> int:
        """How many evaluations are kept."""
        with self.database.reading() as tx:
            return self.ledger.count(tx)

    def recent_evaluations(self, limit: int = RECENT, before: int = 0) -> list[tuple[Evaluation, Record | None]]:
        """The last few evaluations, each with the record it is about; `before` leaves out so many of the last."""
        with self.database.reading() as tx:
            found = self.ledger.recent(tx, limit, before)
            return [(each, self.records.get(tx, self.entities[each.entity], each.record_id)) for each in found]

    def ratings(self, scorecard: str) -> Mapping[str | None, int]:
        """How many records have which rating by their last evaluation."""
        card = self.scorecard(scorecard)
        with self.database.reading() as tx:
            return self.ledger.ratings(tx, card.subject, card.name)

    # -- rules and examples --------------------------------------------------------------------------------------------

    def rule_source(self, path: str, revision: str = "") -> str:
        """The text of a file of the rules, now or as it was under a revision; UsageError when there is none."""
        if not revision or revision == self.project.revision:
            return known(self.project.sources, path)
        with self.database.reading() as tx:
            return known(self.ledger.sources(tx, revision) or {}, path)

    def seed(self, examples: Mapping[str, Iterable[Posted]], by: str) -> int:
        """Store example records, entity by entity, where an entity has none yet; gives how many were stored.

        raises   EvaluationError for an example that the form would refuse
        """
        with self.database.writing() as tx:
            empty = [name for name in examples if not self.records.find(tx, self.entity(name), Query(size=1))[1]]
            return sum(self._seed(tx, self.entity(name), row, by) for name in empty for row in examples[name])

    def _seed(self, tx: Transaction, entity: Entity, row: Posted, by: str) -> int:
        form = forms.fill(entity, row, self._rules())
        if form.errors:
            raise EvaluationError(f"example {row.get('id')}", tuple(form.errors.values()))
        self.records.insert(tx, entity, form.values, self._stamp(by), "".join(row.get("id", ())))
        return 1

    def _rules(self) -> forms.Rules:
        return forms.Rules(self._decide, self.zone)

    def _decide(self, name: str, facts: Mapping[str, object]) -> object:
        return to_python(self.project.evaluate(name, facts, clock=self.clock).value)

    def _stamp(self, by: str) -> Stamp:
        return Stamp(by, self.now(), self.project.revision)

    def now(self) -> datetime:
        """The present moment of the project's clock."""
        return self.clock.now()


def published(outcome: Outcome) -> Mapping[str, Any]:
    """The value of a scorecard, as Python values."""
    value = to_python(outcome.value)
    assert isinstance(value, dict)
    return value


def constant_text(node: feel.Node) -> str:
    """The text that an expression plainly is; empty for any other."""
    return node.value if isinstance(node, feel.StringLiteral) else ""


Thing = TypeVar("Thing")


def known(things: Mapping[str, Thing], name: str) -> Thing:
    """The thing of that name; UsageError when there is none."""
    if name not in things:
        raise UsageError(Text(f"没有叫“{name}”的", f"nothing is called {name}"))
    return things[name]


def overtaken(form: Form, record: Record) -> Saved:
    """What somebody is told whose form was opened before the last change of the record."""
    return Saved(form, problem=finding(form.entity, "GJ4522", by=record.updated_by), ahead=record)


def finding(entity: Entity, code: str, **values: object) -> Diagnostic:
    """A finding about a record as a whole."""
    return Diagnostic(code, entity.origin, values)
