"""`kind: pipeline`: the stages that a record goes through, and what must be true for it to move.

Reads   stages in order, each with criteria to enter and to leave, required fields, a longest stay; which moves there
        are. The stages are the options of a field of the record, which has their labels.
Gives   in the core, for the pipeline `sales`:

    sales/<stage>/enter_if, sales/<stage>/exit_if    context: every criterion by its name -> whether it holds
    sales/<stage>/enter_when                         whether the record moves here by itself
    sales                                            how likely it is won from the stage it is in, where stages say so

What follows from these for a record and its history: runtime/stages.py.
Source: domain 5, 6.2, 6.3, 6.5; requirements R036-R040, R051, R075.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix, Label
from engine.dsl.documents import MappingNode, Node, ScalarNode
from engine.dsl.durations import parse_duration
from engine.dsl.names import Names
from engine.dsl.source import Span
from engine.dsl.suggestions import suggest
from engine.dsl.text import Text
from engine.model.decision import Decision, Element
from engine.model.kinds.entity import Entity, Field
from engine.model.kinds.kind import Definition, Definitions, Kind
from engine.model.kinds.pipeline_checks import check_stages
from engine.model.kinds.pipeline_stages import Criteria, Pipeline, Stage
from engine.model.kinds.record_rules import RecordRules, field_called, report_no_calendar, report_no_field, subject_of
from engine.model.reading import (
    Reader,
    boolean,
    items,
    mapping,
    pairs,
    places,
    report_unknown,
    sources,
    string,
    strings,
    text,
)
from engine.model.synthesis import Synthesis, quoted


def names(node: MappingNode) -> Iterator[str]:
    """The stages and their other words."""
    yield from (key.text for section in ("stages", "aliases") for key, _ in pairs(node.get(section)))


def read(node: MappingNode, reader: Reader) -> Pipeline:
    """The pipeline as it is written."""
    moves = mapping(node.get("moves"))
    return Pipeline(
        name=string(node.get("name")),
        label=text(node.get("label"), string(node.get("name"))),
        origin=node.key("kind").span,
        places=places(node, "subject", "field", "calendar"),
        subject=string(node.get("subject")),
        field_name=string(node.get("field")),
        stages={key.text: _stage(key, mapping(value), reader) for key, value in pairs(node.get("stages"))},
        back=boolean(moves.get("back")),
        skip=boolean(moves.get("skip")),
        reason="reason" in strings(moves.get("require")),
        calendar=string(node.get("calendar")),
        aliases={key.text: string(value) for key, value in pairs(node.get("aliases"))},
        alias_places={key.text: key.span for key, _ in pairs(node.get("aliases"))},
        mentions=tuple((string(each), each.span) for each in _mentioned(node)),
        sources=sources(node.get("source")),
    )


def _stage(key: ScalarNode, node: MappingNode, reader: Reader) -> Stage:
    return Stage(
        name=key.text,
        origin=key.span,
        label=text(node.get("label")),
        end=boolean(node.get("end")),
        probability=reader.number(node.get("probability")),
        enter_if=_criteria(node.get("enter_if"), reader),
        exit_if=_criteria(node.get("exit_if"), reader),
        require=_words(node.get("require")),
        comes_from=_words(node.get("from")),
        enter_when=reader.expression(node.get("enter_when")),
        max_stay=parse_duration(string(node.get("max_stay"))),
        then=string(node.get("then")),
        probability_place=places(node, "probability").get("probability", key.span),
    )


def _criteria(node: Node | None, reader: Reader) -> Criteria:
    """Criteria by name, or one condition that is its own name."""
    written = {key.text: reader.expression(value) for key, value in pairs(node)} or {
        string(node): reader.expression(node)
    }
    return {name: tree for name, tree in written.items() if tree is not None}


def _words(node: Node | None) -> dict[str, Span]:
    return {string(item): item.span for item in items(node)}


# -- checks ----------------------------------------------------------------------------------------------------


def check(pipeline: Pipeline, definitions: Definitions, diagnostics: Diagnostics) -> None:
    """Stages are the options of a choice field, required fields are fields, the calendar exists."""
    subject = definitions.get(pipeline.subject)
    if not _check_mentions(pipeline, subject, diagnostics) or not _check_ways(pipeline, diagnostics):
        return
    if isinstance(subject, Entity):
        _check_field(pipeline, subject, diagnostics)
        for stage in pipeline.stages.values():
            _check_required(stage, subject, diagnostics)
    check_stages(pipeline, definitions, diagnostics)
    report_no_calendar(pipeline.calendar, pipeline.place("calendar"), definitions, diagnostics)


def _check_field(pipeline: Pipeline, subject: Entity, diagnostics: Diagnostics) -> None:
    field_ = subject.fields.get(pipeline.field_name)
    if field_ is None:
        report_no_field(pipeline.field_name, pipeline.place("field"), subject, diagnostics)
    elif field_.type != "choice":
        _report_no_choice(pipeline, field_, subject, diagnostics)
    else:
        _check_options(pipeline, field_, diagnostics)


def _report_no_choice(pipeline: Pipeline, field_: Field, subject: Entity, diagnostics: Diagnostics) -> None:
    """The field cannot hold a stage; one whose options the stages are is the one that was meant."""
    place = pipeline.place("field")
    choices = [each for each in subject.fields.values() if each.type == "choice"]
    fitting = [each.name for each in choices if {option.value for option in each.options} & set(pipeline.stages)]
    fix = Fix((Edit(place, fitting[0]),)) if fitting else None
    meant = {"suggestions": fitting} if fitting else {}
    diagnostics.extend([Diagnostic("GJ4301", place, {"field": field_.label, **meant}, fix=fix)])


def _check_options(pipeline: Pipeline, field_: Field, diagnostics: Diagnostics) -> None:
    options = [option.value for option in field_.options]
    unknown = [stage for stage in pipeline.stages.values() if stage.name not in options]
    for stage in unknown:
        report_unknown("GJ4302", stage.name, stage.origin, options, diagnostics, field=field_.label)
    for option in options if not unknown else ():  # a misspelt stage is the one that its option lacks
        if option not in pipeline.stages:
            diagnostics.add("GJ4303", field_.origin, option=option, pipeline=pipeline.label)


def _check_required(stage: Stage, subject: Entity, diagnostics: Diagnostics) -> None:
    for word, span in stage.require.items():
        if field_called(subject, word) is None:
            words = [*subject.fields, *(str(each.label) for each in subject.fields.values())]
            report_unknown("GJ4304", word, span, words, diagnostics, entity=subject.label)


def _check_mentions(pipeline: Pipeline, subject: Definition | None, diagnostics: Diagnostics) -> bool:
    """Whether every stage that is spoken of exists."""
    unknown: dict[str, list[Span]] = {}
    for name, place in pipeline.mentions:
        if name not in pipeline.stages:
            unknown.setdefault(name, []).append(place)
    field_ = subject.fields.get(pipeline.field_name) if isinstance(subject, Entity) else None
    options = {option.value for option in field_.options} if field_ else set()
    for name, places_ in unknown.items():
        _report_unknown_stage(name, places_, options, pipeline, diagnostics)
    return not unknown


def _report_unknown_stage(
    name: str, places_: list[Span], options: set[str], pipeline: Pipeline, diagnostics: Diagnostics
) -> None:
    """Of a name that is an option or written several times, and a stage like it that nobody mentions, the stage is
    misspelt."""
    mentioned = {each for each, _ in pipeline.mentions}
    near = suggest(name, (stage for stage in pipeline.stages if stage not in mentioned | options), limit=1)
    if near and (len(places_) > 1 or name in options):
        place = pipeline.stages[near[0]].origin
        fix = Fix((Edit(place, name),))
        values = {"stage": near[0], "suggestion": name}
        diagnostics.extend([Diagnostic("GJ4315", place, values, (Label(places_[0], "used"),), fix=fix)])
    else:
        for place in places_:
            report_unknown("GJ4305", name, place, pipeline.stages, diagnostics)


def _check_ways(pipeline: Pipeline, diagnostics: Diagnostics) -> bool:
    """Whether every stage can be reached, and an end from it."""
    ways = {name: {other for other in pipeline.stages if _leads(pipeline, name, other)} for name in pipeline.stages}
    back = {name: {other for other in ways if name in ways[other]} for name in ways}
    reached = _reached([pipeline.first.name], ways)
    ending = _reached([stage.name for stage in pipeline.stages.values() if stage.end], back)
    lost = [stage for name, stage in pipeline.stages.items() if name not in reached]
    for stage in lost[:1]:  # those behind it are lost with it
        before = pipeline.order[: pipeline.order.index(stage.name)][-1:]
        known = {"known": [*stage.comes_from], "before": before} if stage.comes_from else {}
        diagnostics.extend([Diagnostic("GJ4306", stage.origin, {"stage": stage.name, **known})])
    stuck = [stage for name, stage in pipeline.stages.items() if name in reached - ending]
    if not any(stage.end for stage in pipeline.stages.values()):
        last = pipeline.stages[pipeline.order[-1]]
        diagnostics.add("GJ4307", last.origin, stage=last.name, last=last.name)
    else:
        for stage in stuck[:1]:
            diagnostics.add("GJ4307", stage.origin, stage=stage.name)
    return not lost and not stuck


def _mentioned(node: MappingNode) -> Iterator[Node]:
    """Every word that should be the name of a stage."""
    for _, stage in pairs(node.get("stages")):
        yield from (*items(mapping(stage).get("from")), *items(mapping(stage).get("then")))
    yield from (value for _, value in pairs(node.get("aliases")))


def _leads(pipeline: Pipeline, current: str, target: str) -> bool:
    return pipeline.obstacle(current, target) is None or pipeline.stages[current].then == target


def _reached(start: Iterable[str], ways: Mapping[str, set[str]]) -> set[str]:
    """Every name that ways lead to, the start included."""
    reached: set[str] = set()
    ahead = list(start)
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead += ways[name]
    return reached


# -- lowering --------------------------------------------------------------------------------------------------


def lower(pipeline: Pipeline, definitions: Definitions, diagnostics: Diagnostics) -> Iterator[Element]:
    """The conditions of every stage."""
    subject = subject_of(pipeline, pipeline.subject, definitions, diagnostics)
    if subject is None:
        return
    rules = RecordRules.about(pipeline, subject, definitions, diagnostics, pipeline.sources)
    for stage in pipeline.stages.values():
        label = stage_label(pipeline, subject, stage.name)
        for name, criteria in (("enter_if", stage.enter_if), ("exit_if", stage.exit_if)):
            if criteria:
                yield rules.conditions(f"{stage.name}/{name}", label, stage.origin, criteria)
        if stage.enter_when is not None:
            yield rules.decision(f"{stage.name}/enter_when", label, stage.enter_when)
    if any(stage.probability is not None for stage in pipeline.stages.values()):
        yield _chance(pipeline, subject)


def _chance(pipeline: Pipeline, subject: Entity) -> Decision:
    """The probability of the stage that a record is in; the first while its field is empty."""
    likely = ", ".join(f"{quoted(each.name)}: {_written(each.probability)}" for each in pipeline.stages.values())
    stage = f"get value({subject.name}, {quoted(pipeline.field_name)})"
    here = f"if {stage} = null then {quoted(pipeline.first.name)} else {stage}"
    write = Synthesis(pipeline.origin, Names.of((subject.name,)))
    logic = write.context({"probability": f"get value({{{likely}}}, {here})"})
    return Decision(pipeline.name, pipeline.label, pipeline.origin, logic, (subject.name,), sources=pipeline.sources)


def _written(probability: Decimal | None) -> str:
    return "null" if probability is None else f"{probability:f}"


def stage_label(pipeline: Pipeline, subject: Entity, stage: str) -> Text:
    """What a stage is called: its own label, or that of the option of its name."""
    if pipeline.stages[stage].label.zh:
        return pipeline.stages[stage].label
    field_ = subject.fields.get(pipeline.field_name)
    options = field_.options if field_ else ()
    return next((option.label for option in options if option.value == stage), Text(stage))


KIND = Kind("pipeline", read, lower, names, check)
