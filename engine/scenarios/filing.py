"""The form of a record in a scenario: what was filled in, what is wrong with it, what would be stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.dsl.conversion import to_python
from engine.dsl.rendering import render
from engine.model.kinds.entity import Entity
from engine.model.kinds.fields import Field, chosen
from engine.model.kinds.record_rules import field_called
from engine.model.reading import texts
from engine.runtime.forms import Form, Rules, fill
from engine.scenarios.claims import among
from engine.scenarios.stage import Stage

SEPARATOR = "、"


@dataclass(frozen=True)
class Filing:
    """A form that was sent."""

    form: Form

    @classmethod
    def of(cls, stage: Stage, entity: Entity) -> Filing:
        """The form with everything that is known of the record typed into it."""
        project, traced, at = stage.project(), stage.traced, stage.at

        def decide(name: str, facts: Mapping[str, object]) -> object:
            return to_python(project.evaluate(name, facts, traced=traced, at=at).value)

        return cls(fill(entity, dict(_typed(stage, entity)), Rules(decide, project.time_zone)))

    @property
    def complete(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.form.errors

    def refusals(self, said: str) -> str:
        """What is reported about a field, in both languages."""
        error = self.form.errors.get(self._field(said))
        return "\n".join(render(error, lang) for lang in ("zh", "en")) if error else ""

    def stored_answer(self, said: str) -> object:
        """What would be stored in a field; None for nothing."""
        return self.form.values[self._field(said)]

    def option(self, said: str, answer: str) -> str:
        """The answer that is stored where an option is called by its label."""
        return _chosen(self.form.entity.fields[self._field(said)], answer)

    def asks(self, said: str) -> bool:
        """Whether a field is shown to be filled in."""
        return self._field(said) in self.form.asked

    def _field(self, said: str) -> str:
        name = field_called(self.form.entity, said)
        if name is None:
            among(said, (str(each.label) for each in self.form.entity.fields.values()))
        return name or said


def _typed(stage: Stage, entity: Entity) -> Iterator[tuple[str, list[str]]]:
    """Fields as a browser would send them; several choices stand behind each other with 、."""
    known = [stage.facts.get(word) for word in (entity.name, *texts(entity.label))]
    for said, text in ((said, text) for facts in known if facts for said, text in facts.items()):
        name = field_called(entity, said)
        if name is not None and isinstance(text, str):
            field = entity.fields[name]
            text = _chosen(field, text)
            yield name, [part.strip() for part in text.split(SEPARATOR)] if field.type == "choices" else [text]


def _chosen(field: Field, text: str) -> str:
    """Options by their values, where they are called by their labels."""
    return SEPARATOR.join(chosen(field, part) for part in text.split(SEPARATOR)) if field.options else text
