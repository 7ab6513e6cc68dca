"""Unknown names that are fields of another kind of record: whose they are is told, before any name that looks alike.

Reads   the definitions of a project, and findings about its rules.
Gives   the findings; GJ1101 about such a name says `owner` and `entity`, about a result of a scorecard its `card`, and
        has no guess of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from engine.dsl.diagnostics import Diagnostic
from engine.dsl.suggestions import is_slip
from engine.model.kinds.entity import Entity, Field, Metric
from engine.model.kinds.kind import Definition
from engine.model.kinds.scoring import Scorecard
from engine.model.reading import texts

UNKNOWN = "GJ1101"


def owned(diagnostics: Iterable[Diagnostic], definitions: Mapping[str, Definition]) -> Iterator[Diagnostic]:
    """The findings, with the owner of every name that is a field elsewhere."""
    return (_owned(found, definitions) if found.code == UNKNOWN else found for found in diagnostics)


def _owned(found: Diagnostic, definitions: Mapping[str, Definition]) -> Diagnostic:
    name = str(found.values["name"])
    card = next((each for each in definitions.values() if isinstance(each, Scorecard) and name in _results(each)), None)
    if card and not _meant(found, name):
        return replace(found, values={"name": name, "card": card.label}, labels=(), fix=None)
    owners = [each for each in definitions.values() if isinstance(each, Entity) and name in _words(each)]
    return _with_owner(found, owners[0]) if len(owners) == 1 and not _meant(found, name) else found


def _meant(found: Diagnostic, name: str) -> bool:
    """Whether one letter makes a name one that the rule can speak of, `ticket` for `tickets`, or the way to it does."""
    near = found.values.get("suggestion")
    first = str(near[0]) if isinstance(near, list) and near else ""
    return is_slip(name, first) or first.endswith(f".{name}")


def _with_owner(found: Diagnostic, entity: Entity) -> Diagnostic:
    values: dict[str, object] = {"name": found.values["name"], "owner": entity.label, "entity": entity.name}
    return replace(found, values=values, labels=(), fix=None)


def _results(card: Scorecard) -> set[str]:
    """The words for what a scorecard gives."""
    labels = (card.label, card.total, *(output.label for output in card.ratings.outputs))
    return {card.name, *(word for label in labels for word in texts(label))}


def _words(entity: Entity) -> set[str]:
    """The names and labels of fields and figures."""
    parts: tuple[Field | Metric, ...] = (*entity.fields.values(), *entity.metrics.values())
    return {word for each in parts for word in (each.name, *texts(each.label))}
