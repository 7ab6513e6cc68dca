"""`kind: survey`: a questionnaire with its logic, scores, quality flags, and what follows from an answer.

Reads   a document of configs/surveys/*.yaml.
Gives   a `Survey` (survey_parts.py); in the core, a decision for every condition, score, flag and follow-up
        (survey_elements.py). `runtime.responses` fills it in.
Checks  survey_checks.py.
Source  requirements R125-R132; forms as people know them from XLSForm and FHIR SDC ("hidden means absent").
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from engine.dsl import nodes as feel
from engine.dsl.diagnostics import Edit, Fix
from engine.dsl.documents import MappingNode, Node, ScalarNode, SequenceNode, plain
from engine.dsl.durations import parse_duration
from engine.dsl.scalars import parse_number
from engine.dsl.synonyms import synonyms
from engine.dsl.text import LANGUAGES, Text
from engine.model.kinds.created_records import CREATE, Creation
from engine.model.kinds.entity import joined
from engine.model.kinds.fields import Option, read_field
from engine.model.kinds.kind import Kind
from engine.model.kinds.survey_checks import admit, check
from engine.model.kinds.survey_elements import elements
from engine.model.kinds.survey_parts import (
    OTHER,
    STANDARD_SCALES,
    Choice,
    Delivery,
    Dimension,
    Flag,
    FollowUp,
    Item,
    Mention,
    Page,
    Row,
    Score,
    Survey,
)
from engine.model.kinds.survey_scope import WORDS
from engine.model.reading import (
    Reader,
    boolean,
    items,
    mandatory,
    mapping,
    pairs,
    places,
    report_unknown,
    sources,
    string,
    strings,
    text,
    texts,
)

Lists = Mapping[str, tuple[Choice, ...]]

OTHER_CHOICE = Text("其他", "Other")
PIPED = "{{"  # a label that holds this is a template, and no name
REVISION_LENGTH = 12
_PIPED_RECORD = re.compile(r"\{\{\s*([^\W\d]\w*)\.")


def names(node: MappingNode) -> Iterator[str]:
    """What rules of the survey may speak of: items and rows, choices, scores, and the words of every survey."""
    yield from WORDS
    for page in items(node.get("pages")):
        for item in items(mapping(page).get("items")):
            yield from _item_names(mapping(item))
    for key, value in pairs(node.get("scores")):
        yield from (key.text, *texts(text(mapping(value).get("label"))))
    for _, value in pairs(node.get("lists")):
        yield from _choice_names(value)


def _item_names(node: MappingNode) -> Iterator[str]:
    yield from (string(node.get("id")), string(node.get("id")) + OTHER, *_spoken(text(node.get("label"))))
    for key, label in pairs(node.get("rows")):
        yield from (key.text, *_spoken(text(label)))
    yield from _choice_names(node.get("choices"))


def _choice_names(node: Node | None) -> Iterator[str]:
    for choice in _inline_choices(node):
        yield from (choice.value, *texts(choice.label), *choice.columns)


def _spoken(label: Text) -> Iterator[str]:
    return (said for said in texts(label) if PIPED not in said)


def read(node: MappingNode, reader: Reader) -> Survey:
    """The survey as it is written; what its words mean is found when it is lowered."""
    lists = {key.text: tuple(_inline_choices(value)) for key, value in pairs(node.get("lists"))}
    _check_lists(node, reader)
    return Survey(
        name=string(node.get("name")),
        label=text(node.get("label"), string(node.get("name"))),
        origin=node.key("kind").span,
        places=places(node, "subject"),
        version=string(node.get("version")),
        revision=_revision(node),
        goal=text(node.get("goal")),
        subject=string(node.get("subject")) or _spoken_to(node, reader),
        pages=tuple(_page(mapping(page), lists, reader) for page in items(node.get("pages"))),
        scores=tuple(_score(key, mapping(value), reader) for key, value in pairs(node.get("scores"))),
        dimensions=tuple(_dimension(key, mapping(value)) for key, value in pairs(node.get("dimensions"))),
        flags=tuple(_flag(mapping(flag), reader) for flag in items(node.get("quality"))),
        follow_ups=tuple(
            _follow_up(mapping(each), number, reader) for number, each in enumerate(items(node.get("follow_up")), 1)
        ),
        delivery=_delivery(node.get("delivery"), reader),
        sources=sources(node.get("source")),
    )


def _spoken_to(node: MappingNode, reader: Reader) -> str:
    """The record that a survey without a subject is about: that of which its follow-ups speak, `{{customer.name}}`."""
    values = [mapping(mapping(each).get("do")).get("with") for each in items(node.get("follow_up"))]
    texts_ = " ".join(string(value) for each in values for _, value in pairs(each))
    own = {string(mapping(i).get("id")) for page in items(node.get("pages")) for i in items(mapping(page).get("items"))}
    spoken = [word for word in _PIPED_RECORD.findall(texts_) if word not in own and reader.known(word)]
    return spoken[0] if len(set(spoken)) == 1 else ""


def _delivery(node: Node | None, reader: Reader) -> Delivery | None:
    written = mapping(node)
    if node is None:
        return None
    expires, last = parse_duration(string(written.get("expires"))), string(written.get("expires"))
    reminders = [(item, parse_duration(string(item))) for item in items(written.get("remind"))]
    for item, when in reminders:
        if expires and when and when.unit == expires.unit and when.amount >= expires.amount:
            reader.diagnostics.add("GJ4224", item.span, remind=string(item), expires=last)
    return Delivery(
        origin=node.span,
        access=string(written.get("access")),
        single_use=boolean(written.get("single_use")),
        expires=expires,
        remind=tuple(when for _, when in reminders if when),
    )


def _check_lists(node: MappingNode, reader: Reader) -> None:
    """Every list is used by a question."""
    asked = [mapping(item) for page in items(node.get("pages")) for item in items(mapping(page).get("items"))]
    used = {string(each.get("choices")) for each in asked}
    named = used | {"".join(strings(each.get("choices"))) for each in asked}
    for key, _ in pairs(node.get("lists")):
        if key.text not in named and not used - {each.text for each, _ in pairs(node.get("lists"))} - {""}:
            reader.diagnostics.add("GJ4217", key.span, name=key.text)


def _revision(node: MappingNode) -> str:
    """A hash of everything the document says, however it is laid out and commented."""
    canonical = json.dumps(plain(node), ensure_ascii=False, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()[:REVISION_LENGTH]


def _page(node: MappingNode, lists: Lists, reader: Reader) -> Page:
    name = mandatory(node, "id")
    return Page(
        name=string(name),
        label=text(node.get("label")),
        origin=name.span,
        items=tuple(_item(mapping(item), string(name), lists, reader) for item in items(node.get("items"))),
        part=reader.integer(node.get("part")),
        visible_if=reader.expression(node.get("visible_if")),
    )


def _item(node: MappingNode, page: str, lists: Lists, reader: Reader) -> Item:
    name = mandatory(node, "id")
    assert isinstance(name, ScalarNode)
    field = read_field(name, node, page, reader)
    lines = reader.integer(node.get("rows")) if isinstance(node.get("rows"), ScalarNode) else None
    if field.type == "text" and (lines or 1) > 1:
        field = replace(field, type="long_text")
    choices = _choices(node.get("choices"), lists, reader)
    if field.type in STANDARD_SCALES:
        _check_points(field.type, choices, node, reader)
        choices = _points_of(field.type, choices, node)
    other = _other(node.get("other"))
    _check_other(node.get("other"), str(other or ""), [choice.value for choice in choices], reader)
    if other and str(other) not in {choice.value for choice in choices}:
        choices = (*choices, Choice(str(other), other, name.span))
    return Item(
        field=replace(field, options=tuple(Option(choice.value, choice.label) for choice in choices), other=False),
        choices=choices,
        lines=lines,
        rows=tuple(Row(key.text, text(label, key.text), key.span) for key, label in pairs(node.get("rows"))),
        other=str(other) if other else "",
        choice_filter=reader.expression(node.get("choice_filter")),
        min_selected=reader.integer(node.get("min_selected")),
        max_selected=reader.integer(node.get("max_selected")),
        wording=_wording(node.get("label"), reader),
    )


def _wording(node: Node | None, reader: Reader) -> Mapping[str, tuple[str | feel.Node, ...]]:
    """A label with FEEL in it, by language; none for a plain one."""
    if PIPED not in "".join(texts(text(node))):
        return {}
    languages = {lang: mapping(node).get(lang) for lang in LANGUAGES} if isinstance(node, MappingNode) else {"zh": node}
    return {lang: reader.template(said) for lang, said in languages.items() if said is not None}


# -- choices ---------------------------------------------------------------------------------------------------


def _choices(node: Node | None, lists: Lists, reader: Reader) -> tuple[Choice, ...]:
    """The choices of a list by its name, or those written in place."""
    name = "".join(strings(node)) if isinstance(node, SequenceNode) else ""
    if name in lists and isinstance(node, SequenceNode):
        fix = Fix((Edit(node.span, name),))
        reader.diagnostics.add("GJ4223", node.span, fix=fix, name=name)
        return lists[name]
    if not isinstance(node, ScalarNode):
        return tuple(_inline_choices(node))
    if node.text not in lists and (several := re.split("\\s*[、，,;；/|]\\s*", node.text))[1:]:
        listed = f"[{', '.join(several)}]"
        fix = Fix((Edit(node.span, listed),))
        reader.diagnostics.add("GJ4204", node.span, fix=fix, name=node.text, listed=listed)
    elif node.text not in lists:
        report_unknown("GJ4204", node.text, node.span, lists, reader.diagnostics)
    return lists.get(node.text, ())


def _inline_choices(node: Node | None) -> Iterator[Choice]:
    """Choices as a mapping from value to label, or as a list of values or of mappings."""
    for key, label in pairs(node):
        yield Choice(key.text, text(label, key.text), key.span)
    for entry in node.items if isinstance(node, SequenceNode) else ():
        yield _listed_choice(entry)


def _listed_choice(entry: Node) -> Choice:
    if not isinstance(entry, MappingNode):
        return Choice(string(entry), Text(string(entry)), entry.span)
    value = mandatory(entry, "value")
    others = [(key, cell) for key, cell in pairs(entry) if key.text not in ("value", "label", "exclusive")]
    columns, spans = {key.text: string(cell) for key, cell in others}, {key.text: key.span for key, _ in others}
    label = text(entry.get("label"), string(value))
    return Choice(string(value), label, value.span, boolean(entry.get("exclusive")), columns, spans)


def _check_points(scale: str, named: tuple[Choice, ...], node: MappingNode, reader: Reader) -> None:
    """The choices of a standard scale name points of it, one end of it at least; others are a scale of their own."""
    points = [str(point) for point in STANDARD_SCALES[scale]]
    values = {choice.value for choice in named}
    if values and not (values <= {*points} and values & {points[0], points[-1]}):
        numbers = all(parse_number(value) is not None for value in values)
        type_, place = "rating" if numbers else "choice", mandatory(node, "type").span
        values_: dict[str, Any] = {"scale": scale, "low": points[0], "high": points[-1], "type": type_}
        reader.diagnostics.add("GJ4219", node.key("choices").span, fix=Fix((Edit(place, type_),)), **values_)


def _points_of(scale: str, named: tuple[Choice, ...], node: MappingNode) -> tuple[Choice, ...]:
    """Every point of a standard scale; some of them are named."""
    known = {choice.value: choice for choice in named}
    points = [str(point) for point in STANDARD_SCALES[scale]]
    return tuple(known.get(point) or Choice(point, Text(point), node.key("type").span) for point in points)


def _other(node: Node | None) -> Text | None:
    """The choice that asks for a text: as it is written, 其他 for `true`, none for `false`."""
    written = string(node)
    if node is None or (written and not boolean(node) and written in ("false", "否")):
        return None
    return OTHER_CHOICE if boolean(node) else text(node)


def _check_other(node: Node | None, other: str, known: list[str], reader: Reader) -> None:
    """Tell where one of the choices means the same as the choice that asks for a text: 其他, 其它."""
    near = synonyms(other, known)
    if isinstance(node, ScalarNode) and near and other not in known:
        fix = Fix((Edit(node.span, near[0]),))
        reader.diagnostics.add("GJ0064", node.span, fix=fix, value=other, allowed=known, suggestions=near)


# -- what answers come to --------------------------------------------------------------------------------------


def _mentions(node: Node | None) -> tuple[Mention, ...]:
    return tuple(Mention(string(item), item.span) for item in items(node))


def _score(key: ScalarNode, node: MappingNode, reader: Reader) -> Score:
    least = reader.integer(node.get("min_answered"))
    return Score(
        name=key.text,
        label=text(node.get("label"), key.text),
        origin=key.span,
        items=_mentions(node.get("items")),
        reverse=_mentions(node.get("reverse")),
        method=string(node.get("method")) or "mean",
        min_answered=1 if least is None else least,
        compute=reader.expression(node.get("compute")),
    )


def _dimension(key: ScalarNode, node: MappingNode) -> Dimension:
    indicators = {name.text: _mentions(value) for name, value in pairs(node.get("indicators"))}
    return Dimension(key.text, text(node.get("label"), key.text), key.span, indicators)


def _flag(node: MappingNode, reader: Reader) -> Flag:
    name = mandatory(node, "flag")
    return Flag(string(name), text(node.get("label"), string(name)), name.span, _condition(node, reader))


def _follow_up(node: MappingNode, number: int, reader: Reader) -> FollowUp:
    """What follows; without an `id` it is called by its number."""
    action = mapping(node.get("do"))
    name, origin = string(node.get("id")) or f"follow_up_{number}", (node.get("id") or mandatory(node, "when")).span
    fields = list(pairs(action.get("with")))
    values = {key.text: _datum(value, reader) for key, value in fields}
    spans = {key.text: key.span for key, _ in fields} | {CREATE: mandatory(action, CREATE).span}
    record = Creation(create=string(action.get("create")), origin=action.span, values=values, places=spans)
    return FollowUp(name, text(node.get("label"), name), origin, _condition(node, reader), record)


def _condition(node: MappingNode, reader: Reader) -> feel.Node:
    when = mandatory(node, "when")
    return reader.expression(when) or feel.NullLiteral(span=when.span)


def _datum(node: Node, reader: Reader) -> feel.Node:
    """A text as it stands, FEEL behind `=`, or a text with `{{ FEEL }}` in it."""
    if PIPED in string(node):
        return joined(reader.template(node), node.span)
    return reader.data(node) or feel.NullLiteral(span=node.span)


KIND = Kind("survey", read, elements, names, check, admit)
