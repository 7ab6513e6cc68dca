"""Rules about one record: what pipelines, tags and automations ask of it, as decisions of the core.

A rule may speak of the record's fields by name or label, of what relates to the record, and of all decisions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.dsl import nodes as feel
from engine.dsl.checker import resolve
from engine.dsl.diagnostics import Diagnostics
from engine.dsl.scope import Scope
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.dsl.types import ANY, BOOLEAN, STRING, Type
from engine.model.boxed import Boxed, Context, ContextEntry, LiteralExpression
from engine.model.decision import Decision, KnowledgeSource
from engine.model.decision_tables import spoken_of
from engine.model.kinds.decision import decisions_scope
from engine.model.kinds.entity import Entity, joined, record_scope
from engine.model.kinds.kind import Definition, Definitions
from engine.model.reading import report_unknown, texts

Template = tuple[str | feel.Node, ...]


def subject_of(definition: Definition, subject: str, definitions: Definitions, found: Diagnostics) -> Entity | None:
    """The entity that a definition is about; None, with a finding, where there is none of that name."""
    entity = definitions.get(subject)
    if isinstance(entity, Entity):
        return entity
    entities = [name for name, each in definitions.items() if isinstance(each, Entity)]
    report_unknown("GJ0804", subject, definition.origin, entities, found)
    return None


def field_called(entity: Entity, word: str) -> str | None:
    """The name of the field that a word names: its name, or its label in either language."""
    if word in entity.fields:
        return word
    return next((f.name for f in entity.fields.values() if word in texts(f.label)), None)


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


def _spoken_of(logic: Boxed) -> set[str]:
    parts = [entry.value for entry in logic.entries] if isinstance(logic, Context) else [logic]
    return set().union(*map(spoken_of, parts))
