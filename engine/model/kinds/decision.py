"""`kind: decision`: a decision table, or one expression.

Reads   a document of configs/decisions/*.yaml.
Gives   a `DecisionDefinition`; in the core, a decision of its name.

A rule may speak of its inputs, of the fields of an input that is a record (by themselves, by name or label), and of all
other decisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.dsl import nodes as feel
from engine.dsl.checker import check as infer
from engine.dsl.checker import resolve
from engine.dsl.checking.remedies import remedy
from engine.dsl.diagnostics import Diagnostics, Edit, Fix, Label
from engine.dsl.documents import MappingNode, Node
from engine.dsl.inference import plain
from engine.dsl.scope import Scope
from engine.dsl.source import Span
from engine.dsl.suggestions import suggest
from engine.dsl.text import Text
from engine.dsl.type_words import described
from engine.dsl.types import ANY, SIMPLE_TYPES, ContextType, ListType, SimpleType, Type, may_conform
from engine.model.boxed import Boxed, DecisionTable, HitPolicy, LiteralExpression, OutputClause
from engine.model.decision import Decision, Element, InputData, KnowledgeSource
from engine.model.decision_tables import About, read_decision_table, resolve_decision_table, spoken_of
from engine.model.kinds.decision_policies import check_policy, check_shares, in_order
from engine.model.kinds.entity import Entity, columns_of, record_type
from engine.model.kinds.kind import Definition, Definitions, Kind
from engine.model.reading import Reader, mandatory, pairs, places, report_unknown, sources, string, strings, text, texts

ONE_HIT = (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY, HitPolicy.FIRST)


@dataclass(frozen=True, slots=True)
class Input:
    """What a decision is about: `type` is the name of an entity, or of a type of FEEL; `many` when it is a list."""

    name: str
    type: str
    origin: Span
    many: bool = False


@dataclass(frozen=True, slots=True)
class DecisionDefinition(Definition):
    """A decision as it is written; its words are resolved when it is lowered."""

    inputs: tuple[Input, ...]
    logic: DecisionTable | feel.Node
    type: Type = ANY
    outputs: Mapping[str, Type] = field(default_factory=dict)
    sources: tuple[KnowledgeSource, ...] = ()
    type_origin: Span | None = None

    @property
    def seen_by_others(self) -> object:
        """What it is called and what it gives; its rules are its own affair."""
        return self.name, self.label, self.type, self.words

    @property
    def words(self) -> tuple[str, ...]:
        """The bare words in its only column, of which nothing is declared; none where it holds anything else."""
        table = self.logic
        if self.type != ANY or not isinstance(table, DecisionTable) or len(table.outputs) != 1:
            return ()
        cells = [rule.outputs[0] for rule in table.rules] if table.hit_policy in ONE_HIT else []
        names = [cell.name for cell in cells if isinstance(cell, feel.Name)]
        return tuple(dict.fromkeys(names)) if len(names) == len(cells) else ()


def names(node: MappingNode) -> Iterator[str]:
    """The names of inputs and the options of outputs."""
    yield from (key.text for key, _ in pairs(node.get("inputs")))
    for _, value in pairs(node.get("outputs")):
        yield from strings(value)


def read(node: MappingNode, reader: Reader) -> DecisionDefinition:
    """The decision; its cells are parsed."""
    outputs = {key.text: _output_type(value) for key, value in pairs(node.get("outputs"))}
    policy = string(node.get("hit_policy")) or "unique"
    logic = _logic(node, outputs, HitPolicy[policy.upper().replace(" ", "_")], reader)
    return DecisionDefinition(
        name=string(node.get("name")),
        label=text(node.get("label"), string(node.get("name"))),
        origin=node.key("kind").span,
        places=places(node, "hit_policy", "outputs"),
        inputs=tuple(_input(key.text, value) for key, value in pairs(node.get("inputs"))),
        logic=logic,
        type=SIMPLE_TYPES.get(string(node.get("type"))) or _result(logic, outputs),
        outputs=outputs,
        sources=sources(node.get("source")),
        type_origin=declared.span if (declared := node.get("type")) else None,
    )


def _input(name: str, node: Node) -> Input:
    """An input of a type, or of a list of it, `list<employee>`."""
    written = string(node).strip()
    item = written.removeprefix("list<").removesuffix(">").strip()
    return Input(name, item, node.span, many=written != item)


def _logic(
    node: MappingNode, outputs: Mapping[str, Type], policy: HitPolicy, reader: Reader
) -> DecisionTable | feel.Node:
    value = reader.expression(node.get("value"))
    if value is not None:
        return value
    table = read_decision_table(mandatory(node, "table"), reader, outputs, policy)
    columns = [[rule.outputs[column] for rule in table.rules] for column in range(len(table.outputs))]
    results = (in_order(each, policy, cells) for each, cells in zip(table.outputs, columns, strict=True))
    return replace(table, outputs=tuple(map(_ranked, results)))


def _result(logic: DecisionTable | feel.Node, declared: Mapping[str, Type]) -> Type:
    """What a table of one output and one hit gives: what is declared, wherever the table itself is mistaken."""
    if not isinstance(logic, DecisionTable) or logic.hit_policy not in ONE_HIT or len(logic.outputs) > 1:
        return ANY
    given = [*declared.values(), *(each.type for each in logic.outputs if each.allowed)]
    return given[-1] if len(declared) == 1 else ANY


def _output_type(node: Node) -> Type:
    """A type of FEEL by its name, or the list of texts that are allowed."""
    options = strings(node)
    return SIMPLE_TYPES.get(string(node)) or SimpleType("string", options)


def _ranked(output: OutputClause) -> OutputClause:
    """An output with options allows these, in this order: what `priority` goes by."""
    if not isinstance(output.type, SimpleType) or not output.type.options:
        return output
    return replace(output, allowed=feel.UnaryTests(tuple(feel.StringLiteral(o) for o in output.type.options)))


def check(decision: DecisionDefinition, definitions: Definitions, diagnostics: Diagnostics) -> None:
    """Every input is an entity or a type of FEEL."""
    for each in decision.inputs:
        if _input_type(each, definitions) is None:
            entities = {name: other for name, other in definitions.items() if isinstance(other, Entity)}
            report_unknown("GJ0804", each.type, each.origin, {**entities, **SIMPLE_TYPES}, diagnostics)
    if isinstance(decision.logic, DecisionTable):
        _check_outputs(decision.logic, diagnostics)
        declared = [isinstance(each, SimpleType) and bool(each.options) for each in decision.outputs.values()]
        check_policy(decision.logic, bool(declared) and all(declared), decision.places, diagnostics)


def _check_outputs(table: DecisionTable, diagnostics: Diagnostics) -> None:
    for column in range(len(table.outputs)):
        check_shares([rule.outputs[column] for rule in table.rules], diagnostics)


def lower(decision: DecisionDefinition, definitions: Definitions, diagnostics: Diagnostics) -> Iterator[Element]:
    """The decision, and input data for the inputs that are no records of the same name."""
    if any(_input_type(each, definitions) is None for each in decision.inputs):  # which `check` tells
        yield Decision(decision.name, decision.label, decision.origin, None, type=decision.type)
        return
    inputs = {each.name: _input_type(each, definitions) or ANY for each in decision.inputs}
    for each in decision.inputs:
        if each.name != each.type or each.many:
            yield InputData(each.name, Text(each.name), each.origin, inputs[each.name])
    scope = decision_scope(decision, inputs, definitions)
    logic = _resolved(decision, scope, definitions, diagnostics)
    spoken = spoken_of(logic)
    known = (*inputs, *sorted(name for name in spoken if isinstance(definitions.get(name), DecisionDefinition)))
    requires = tuple(name for name in dict.fromkeys(known) if name in spoken)
    if set(requires) <= inputs.keys() and not len(diagnostics):  # else an input may be there for the others
        for unused in (each for each in decision.inputs if each.name not in spoken):
            diagnostics.add("GJ1121", unused.origin, name=unused.name)
    yield Decision(decision.name, decision.label, decision.origin, logic, requires, decision.type, decision.sources)


def _input_type(each: Input, definitions: Definitions) -> Type | None:
    """The type of an input; None where it names nothing."""
    entity = definitions.get(each.type)
    one = record_type(entity, definitions) if isinstance(entity, Entity) else SIMPLE_TYPES.get(each.type)
    return ListType(one) if one and each.many else one


def decision_scope(decision: DecisionDefinition, inputs: Mapping[str, Type], definitions: Definitions) -> Scope:
    """Inputs, the fields of inputs that are records, and decisions, by name and by label."""
    key = ("decision scope", *(f"{each.name}: {each.type} {each.many}" for each in decision.inputs))
    return definitions.once(key, lambda: _scope(decision, inputs, definitions))


def _scope(decision: DecisionDefinition, inputs: Mapping[str, Type], definitions: Definitions) -> Scope:
    scope = decisions_scope(definitions).child(inputs).with_labels(_labels_of_records(decision, inputs, definitions))
    for name, type_ in inputs.items():
        scope = scope.with_subject(name) if isinstance(type_, ContextType) else scope
    return scope


def _labels_of_records(
    decision: DecisionDefinition, inputs: Mapping[str, Type], definitions: Definitions
) -> dict[str, tuple[str, ...]]:
    """The labels of the entities that the inputs are, save those that a field of theirs or a decision has, too."""
    taken = {word for each in inputs.values() if isinstance(each, ContextType) for word in each.words}
    decisions = decisions_scope(definitions)
    labels: dict[str, tuple[str, ...]] = {}
    for each in decision.inputs:
        entity = None if each.many else definitions.get(each.type)
        for said in texts(entity.label) if entity else ():
            if said not in taken and not decisions.meanings(said):
                labels[said] = (*labels.get(said, ()), each.name)
    return labels


def decisions_scope(definitions: Definitions) -> Scope:
    """All decisions, by name and by label."""
    return definitions.once(("decisions",), lambda: _decisions_scope(definitions))


def _decisions_scope(definitions: Definitions) -> Scope:
    decisions = {name: each for name, each in definitions.items() if isinstance(each, DecisionDefinition)}
    labels: dict[str, tuple[str, ...]] = {}
    for name, each in decisions.items():
        for said in texts(each.label):
            labels[said] = (*labels.get(said, ()), name)
    return Scope({name: _given(each, definitions) for name, each in decisions.items()}).with_labels(labels)


def _given(decision: DecisionDefinition, definitions: Definitions) -> Type:
    """What a decision gives to others: what is declared, or else the bare words of its column that name nothing."""
    inputs = [_input_type(each, definitions) for each in decision.inputs]
    named = {word for each in inputs if isinstance(each, ContextType) for word in each.words}
    if not decision.words or any(word in named or word in definitions for word in decision.words):
        return decision.type
    return SimpleType("string", decision.words)


def _resolved(decision: DecisionDefinition, scope: Scope, definitions: Definitions, diagnostics: Diagnostics) -> Boxed:
    if not isinstance(decision.logic, DecisionTable):
        tree = resolve(decision.logic, scope, diagnostics, decision.type)
        _check_type(decision, tree, scope, diagnostics)
        return LiteralExpression(tree.span, tree)
    cells = [[rule.outputs[i] for rule in decision.logic.rules] for i in range(len(decision.logic.outputs))]
    columns = zip(decision.logic.outputs, cells, strict=True)
    fields = [_as_field(output, below, scope) for output, below in columns]
    choices = _choices(decision, definitions)
    outputs = tuple(_as_text(each, below, scope, choices) for each, below in zip(fields, cells, strict=True))
    table = replace(decision.logic, outputs=outputs)
    return resolve_decision_table(table, scope, diagnostics, _about(decision, definitions))


def _as_field(output: OutputClause, cells: Iterable[feel.Node], scope: Scope) -> OutputClause:
    """An output of which nothing is declared, called as a field whose options its cells name: it gives one of these."""
    meanings = scope.meanings(output.label.zh) if output.type == ANY else ()
    options = meanings[0].type if len(meanings) == 1 else ANY
    if not isinstance(options, SimpleType) or not options.closed:
        return output
    named = any(isinstance(cell, feel.Name) and options.option(cell.name) for cell in cells)
    return _ranked(replace(output, type=options)) if named else output


def _as_text(
    output: OutputClause, cells: list[feel.Node], scope: Scope, choices: Mapping[str, SimpleType]
) -> OutputClause:
    """An output of which nothing is declared, and whose cells are all bare words: the options of one field, or, where
    they name nothing, the words themselves. An output that is nearly called as that field is a misspelt one."""
    names = [cell.name for cell in cells if isinstance(cell, feel.Name)]
    if output.type != ANY or len(names) < len(cells) or any(scope.meanings(name) for name in names):
        return output
    meant = {word: each for word, each in choices.items() if any(map(each.option, names))}
    if not meant and len(set(names)) > 1:
        return replace(output, type=SimpleType("string", tuple(dict.fromkeys(names))))
    whole = [each for each in meant.values() if all(map(each.option, names))]
    return replace(output, type=whole[0]) if whole and not suggest(output.label.zh, meant) else output


def _choices(decision: DecisionDefinition, definitions: Definitions) -> dict[str, SimpleType]:
    """The fields with options that a decision may speak of, by name and by label."""
    key = ("choices", *(f"{each.type} {each.many}" for each in decision.inputs))
    return definitions.once(key, lambda: _choices_of(decision, definitions))


def _choices_of(decision: DecisionDefinition, definitions: Definitions) -> dict[str, SimpleType]:
    types = [_input_type(each, definitions) for each in decision.inputs]
    records = [type_ for type_ in types if isinstance(type_, ContextType)]
    fields = {word: record.get(record.called(word)[0]) for record in records for word in record.words}
    return {word: each for word, each in fields.items() if isinstance(each, SimpleType) and each.closed}


def _check_type(decision: DecisionDefinition, tree: feel.Node, scope: Scope, diagnostics: Diagnostics) -> None:
    """A sound expression of another type than the one declared: `type` is as likely to be wrong."""
    found = Diagnostics()
    given = infer(tree, scope, found)
    if decision.type_origin is None or len(found) or may_conform(plain(given), plain(decision.type)):
        return
    if isinstance(given, SimpleType) and not remedy(tree, decision.type):
        fix = Fix((Edit(decision.type_origin, given.name),))
        types: dict[str, Any] = {"given": described(given), "expected": described(decision.type)}
        label = Label(tree.span, "given", types)
        diagnostics.add("GJ1123", decision.type_origin, label, fix=fix, suggestion=given.name, **types)


def _about(decision: DecisionDefinition, definitions: Definitions) -> About:
    """What is known of an input expression that is a field of one of the records."""
    records = [(each.name, definitions.get(each.type)) for each in decision.inputs if not each.many]
    known = [columns_of(entity, name) for name, entity in records if isinstance(entity, Entity)]
    return lambda node: next((column for each in known if (column := each(node))), None)


KIND = Kind("decision", read, lower, names, check)
