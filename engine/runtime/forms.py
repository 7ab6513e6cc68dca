"""A form of an entity: what is asked, what was answered, and what is wrong with it. Pure: nothing is stored here.

Reads   an entity, texts as they were posted, and the answers of the rules (visible_if, required_if, valid_if,
        compute, default), which the engine holds as decisions named `customer/decision_chain/visible_if`.
Gives   a `Form`: what was typed, untouched; the values it means; one finding per faulty field.

Hidden means absent: a hidden field is not required, not stored, and reads as null in every rule. What is computed is
never read from the post, and neither is anything that the entity does not declare.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from engine.dsl import nodes as feel
from engine.dsl.diagnostics import Diagnostic
from engine.model.kinds.entity import Entity
from engine.model.kinds.fields import Field
from engine.runtime.inputs import Unreadable, read, shown

Posted = Mapping[str, Sequence[str]]
Values = Mapping[str, object]
OTHER = ".other"  # no field can be called so


@dataclass(frozen=True, slots=True)
class Rules:
    """What a form asks of the engine: `decide` gives the value of a decision for some facts; texts of moments are
    read in `zone`."""

    decide: Callable[[str, Values], object]
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it stands: `typed` is shown again as it was, `values` is what would be stored.

    `asked` are the fields that are visible and not computed, `required` those that need an answer, `errors` one
    finding for each faulty field, at the place where the field is defined.
    """

    entity: Entity
    typed: Posted
    values: Values
    asked: frozenset[str]
    required: frozenset[str]
    errors: Mapping[str, Diagnostic]


def fill(entity: Entity, posted: Posted, rules: Rules) -> Form:
    """The form after somebody typed `posted` into it; names that are no fields are ignored."""
    known = {key: texts for key, texts in posted.items() if key.removesuffix(OTHER) in entity.fields}
    readings = {name: _read(field, known, rules) for name, field in entity.fields.items() if not field.compute}
    unreadable = {name: value for name, value in readings.items() if isinstance(value, Diagnostic)}
    answers = {name: value for name, value in readings.items() if name not in unreadable}
    return _judge(entity, known, answers, unreadable, rules)


def blank(entity: Entity, rules: Rules, given: Values | None = None) -> Form:
    """The form for a new record, with the defaults, and what is given beforehand, filled in."""
    defaults = {
        f.name: rules.decide(f"{entity.name}/{f.name}/default", {}) for f in entity.fields.values() if f.default
    }
    return stored(entity, {**defaults, **(given or {})}, rules)


def stored(entity: Entity, values: Values, rules: Rules) -> Form:
    """The form for a record that is there."""
    typed = {name: _typed(field, values.get(name), rules) for name, field in entity.fields.items()}
    return fill(entity, {key: texts for shown in typed.values() for key, texts in shown.items()}, rules)


def compute(entity: Entity, values: Values, rules: Rules) -> Values:
    """The values with the computed ones as they are now."""
    return _settle(entity, dict(values), rules)[0]


def _read(field: Field, posted: Posted, rules: Rules) -> object:
    """The value of a field, or the finding that says why there is none."""
    texts = [text for text in posted.get(field.name, ()) if text.strip() and text != OTHER]
    texts += [text for text in posted.get(field.name + OTHER, ()) if field.other and text.strip()]
    try:
        values = [read(field, text, rules.zone) for text in texts]
    except Unreadable as problem:
        return _finding(field, problem.code, **problem.values)
    if field.type == "choices":
        return list(dict.fromkeys(values)) or None
    return _finding(field, "GJ4514") if len(values) > 1 else next(iter(values), None)


def _typed(field: Field, value: object, rules: Rules) -> Posted:
    """What would have to be typed to give the value; an answer beside the options goes into the box for it."""
    items = value if isinstance(value, list) else [value]
    texts = [text for item in items if (text := shown(field, item, rules.zone))]
    beside = [text for text in texts if field.other and text not in {option.value for option in field.options}]
    chosen = [text for text in texts if text not in beside] + ([OTHER] if beside else [])
    return {field.name: chosen, field.name + OTHER: beside} if field.other else {field.name: chosen}


def _judge(
    entity: Entity, typed: Posted, answers: dict[str, object], unreadable: Mapping[str, Diagnostic], rules: Rules
) -> Form:
    values, visible = _settle(entity, answers, rules)
    asked = frozenset(name for name in visible if not entity.fields[name].compute)
    required = frozenset(name for name in asked if _holds(entity, name, "required", values, rules))
    faults = ((name, _fault(entity, name, values, required, rules)) for name in entity.fields if name in asked)
    errors = {name: unreadable.get(name) or fault for name, fault in faults}
    return Form(entity, typed, values, asked, required, {name: error for name, error in errors.items() if error})


def _settle(entity: Entity, answers: dict[str, object], rules: Rules) -> tuple[dict[str, object], frozenset[str]]:
    """The values once every rule has seen what the others left, and the visible fields.

    One round settles what depends on answers only, one more each further link of a chain; rules that chase each
    other in a circle end after as many rounds as there are fields.
    """
    visible = frozenset(entity.fields)
    values = {**dict.fromkeys(entity.fields), **answers}
    for _round in entity.fields:
        settled = visible, values
        visible = frozenset(name for name in entity.fields if _holds(entity, name, "visible_if", values, rules))
        values = {name: _value(entity, name, answers, values, rules) if name in visible else None for name in values}
        if (visible, values) == settled:
            break
    return values, visible


def _value(entity: Entity, name: str, answers: Values, values: Values, rules: Rules) -> object:
    if entity.fields[name].compute:
        return rules.decide(f"{entity.name}/{name}", {entity.name: values})
    return answers.get(name)


def _holds(entity: Entity, name: str, condition: str, values: Values, rules: Rules) -> bool:
    """Whether a condition of a field is true. Without one, a field is visible, and not required."""
    node: feel.Node | None = getattr(entity.fields[name], condition)
    if node is None or isinstance(node, feel.BooleanLiteral):
        return condition == "visible_if" if node is None else node.value
    return rules.decide(f"{entity.name}/{name}/{DECISIONS[condition]}", {entity.name: values}) is True


DECISIONS = {"visible_if": "visible_if", "required": "required_if"}


def _fault(
    entity: Entity, name: str, values: Values, required: frozenset[str], rules: Rules
) -> Diagnostic | None:  # fmt: skip
    """What is wrong with a value that could be read. A rule that cannot tell (null) is not broken."""
    field, value = entity.fields[name], values[name]
    if value is None:
        return _finding(field, "GJ4501") if name in required else None
    if field.valid_if and rules.decide(f"{entity.name}/{name}/valid_if", {entity.name: values}) is False:
        return _finding(field, "GJ4512", message=field.message) if field.message else _finding(field, "GJ4512")
    return None


def _finding(field: Field, code: str, **values: object) -> Diagnostic:
    return Diagnostic(code, field.origin, {"field": field.label, **values})
