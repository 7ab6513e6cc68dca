"""Rules about one record: what pipelines, tags and automations ask of it, as decisions of the core.

A rule may speak of the record's fields by name or label, of what relates to the record, and of all decisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from engine.dsl import nodes as feel
from engine.dsl.checker import check, resolve
from engine.dsl.diagnostics import Diagnostic, Diagnostics
from engine.dsl.durations import Duration
from engine.dsl.scope import Scope
from engine.dsl.source import Span
from engine.dsl.suggestions import suggest
from engine.dsl.text import Text
from engine.dsl.types import ANY, BOOLEAN, DATE, DATE_TIME, STRING, Type
from engine.model.boxed import Boxed, Context, ContextEntry, LiteralExpression
from engine.model.decision import Decision, KnowledgeSource
from engine.model.decision_tables import spoken_of
from engine.model.kinds.calendar import ALWAYS, Calendar
from engine.model.kinds.decision import decisions_scope
from engine.model.kinds.entity import Entity, joined, record_scope
from engine.model.kinds.kind import Definition, Definitions
from engine.model.kinds.project import Project
from engine.model.reading import report_unknown, texts

Template = tuple[str | feel.Node, ...]


def subject_of(definition: Definition, subject: str, definitions: Definitions, found: Diagnostics) -> Entity | None:
    """The entity that a definition is about; None, with a finding, where there is none of that name."""
    entity = definitions.get(subject)
    if isinstance(entity, Entity):
        return entity
    report_no_entity(subject, definition.place("subject"), definitions, found)
    return None


def report_no_entity(name: str, place: Span, definitions: Definitions, found: Diagnostics) -> None:
    """Report a word that names no entity: a near name, or the entity that is called so."""
    report_unknown("GJ0804", name, place, entities_of(definitions), found)


def entities_of(definitions: Definitions) -> dict[str, Entity]:
    """The entities by name."""
    return {name: each for name, each in definitions.items() if isinstance(each, Entity)}


def report_no_field(name: str, place: Span, entity: Entity, found: Diagnostics, likely: Iterable[str] = ()) -> None:
    """Report a word that names no field of an entity: a near name, the field that is called so, or the `likely`."""
    called = field_called(entity, name)
    known = (*entity.fields, *(said for each in entity.fields.values() for said in texts(each.label)))
    near = [called] if called else suggest(name, known)
    meant = dict.fromkeys(field_called(entity, each) or each for each in near or likely)
    report_unknown("GJ0805", name, place, entity.fields, found, meant, entity=entity.label)


def report_no_calendar(name: str, place: Span, definitions: Definitions, found: Diagnostics) -> None:
    """Report a word that names no calendar, unless it does."""
    calendars = {each.name: each for each in (*definitions.values(), ALWAYS) if isinstance(each, Calendar)}
    if name and name not in calendars:
        called = [each.name for each in calendars.values() if name in texts(each.label)]
        report_unknown("GJ4613", name, place, calendars, found, called)


def field_called(entity: Entity, word: str) -> str | None:
    """The name of the field that a word names: its name, or its label in either language."""
    if word in entity.fields:
        return word
    return next((f.name for f in entity.fields.values() if word in texts(f.label)), None)


def report_working_days(period: Duration, place: Span, definitions: Definitions, found: Diagnostics) -> None:
    """Report working days where no calendar says which they are: neither the definition's own nor the project's."""
    if any(isinstance(each, Project) and each.calendar for each in definitions.values()):
        return
    calendars = [each.name for each in definitions.values() if isinstance(each, Calendar)]
    shown: dict[str, object] = {"calendars": calendars} if calendars else {}
    value = Text(period.say("zh"), period.say("en"))
    found.extend([Diagnostic("GJ4424", place, {"value": value, **shown})])


@dataclass(frozen=True, slots=True)
class RecordRules:
    """Makes the decisions of one definition; they are named `definition/part`."""

    definition: Definition
    scope: Scope
    known: tuple[str, ...]
    diagnostics: Diagnostics
    sources: tuple[KnowledgeSource, ...] = ()

    @classmethod
    def about(
        cls,
        definition: Definition,
        subject: Entity,
        definitions: Definitions,
        diagnostics: Diagnostics,
        sources: tuple[KnowledgeSource, ...] = (),
    ) -> RecordRules:
        """The rules of a definition about records of an entity; decisions can be spoken of by name and by label."""
        decisions, record = decisions_scope(definitions), record_scope(subject, definitions)
        scope = Scope(record.names, decisions, record.aliases)
        return cls(definition, scope, (subject.name, *decisions.names), diagnostics, sources)

    def sourced(self, sources: tuple[KnowledgeSource, ...]) -> RecordRules:
        """The same rules, from another source."""
        return replace(self, sources=sources)

    def speaking_of(self, names: Mapping[str, Type], labels: Mapping[str, str]) -> RecordRules:
        """The same, with further elements that rules may speak of, by their labels."""
        inner = self.scope.child(names).with_labels({said: (name,) for said, name in labels.items()})
        return replace(self, scope=inner, known=(*self.known, *names))

    def decision(self, part: str, label: Text, expression: feel.Node, type_: Type = BOOLEAN) -> Decision:
        """An expression as a decision."""
        return self._decision(part, label, self.literal(expression, type_), type_)

    def moment(self, part: str, label: Text, expression: feel.Node) -> Decision:
        """A date, or a date and time, as a decision."""
        tree = resolve(expression, self.scope, Diagnostics())
        if any(not len(_findings(tree, self.scope, type_)) for type_ in (DATE, DATE_TIME)):
            return self.decision(part, label, expression, ANY)
        known = [type_ for _, type_ in self.scope.words()]
        return self.decision(part, label, expression, DATE if DATE in known or DATE_TIME not in known else DATE_TIME)

    def conditions(self, part: str, label: Text, origin: Span, conditions: Mapping[str, feel.Node]) -> Decision:
        """Several conditions by name, each true, false or null."""
        entries = (ContextEntry(name, self.literal(tree, BOOLEAN), BOOLEAN) for name, tree in conditions.items())
        return self._decision(part, label, Context(origin, tuple(entries)))

    def text(self, part: str, label: Text, template: Template, origin: Span) -> Decision:
        """A text with FEEL in it."""
        return self.decision(part, label, joined(template, origin), STRING)

    def literal(self, expression: feel.Node, type_: Type) -> LiteralExpression:
        """An expression with every word replaced by what it means."""
        return LiteralExpression(expression.span, resolve(expression, self.scope, self.diagnostics, type_))

    def _decision(self, part: str, label: Text, logic: Boxed, type_: Type = ANY) -> Decision:
        name = f"{self.definition.name}/{part}"
        spoken = _spoken_of(logic)
        requires = tuple(each for each in self.known if each in spoken)
        return Decision(name, label, logic.origin, logic, requires, type_, self.sources)


def _findings(tree: feel.Node, scope: Scope, type_: Type) -> Diagnostics:
    """What is wrong with an expression where a type is asked for."""
    found = Diagnostics()
    check(tree, scope, found, expected=type_)
    return found


def _spoken_of(logic: Boxed) -> set[str]:
    parts = [entry.value for entry in logic.entries] if isinstance(logic, Context) else [logic]
    return set().union(*map(spoken_of, parts))
