"""`kind: tags`: what records are called by rule, what people may call them by hand, and other words for the same.

Reads   a table of tags and conditions, aliases, which tags may be given by hand. Without a `name` they are called
        after their subject: `customer_tags`.
Gives   in the core, for the tags `customer_tags`:

    customer_tags/<tag>    whether the rule holds: true, false, or null when it cannot be told
    customer_tags          all of them by name

A condition may speak of the record, of what relates to it, of decisions, and of other tags of the table. Which tags a
record then has, since when and why: runtime/tagging.py.  Source: domain 2.3; requirements R012-R016.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.dsl import nodes as feel
from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix, Label
from engine.dsl.documents import MappingNode, Node
from engine.dsl.names import NO_NAMES
from engine.dsl.source import Span
from engine.dsl.suggestions import suggest
from engine.dsl.tables import Cell, Table
from engine.dsl.text import Text
from engine.dsl.types import BOOLEAN
from engine.model.boxed import Context, ContextEntry, LiteralExpression
from engine.model.decision import Decision, Element, KnowledgeSource
from engine.model.kinds.entity import Entity, record_scope
from engine.model.kinds.kind import Definition, Definitions, Kind
from engine.model.kinds.record_rules import RecordRules, report_no_field, subject_of
from engine.model.reading import (
    Reader,
    boolean,
    mandatory,
    mapping,
    pairs,
    places,
    report_unknown,
    sources,
    string,
    strings,
    text,
)
from engine.model.synthesis import Synthesis

COLUMNS = {
    "标签": "tag",
    "tag": "tag",
    "条件": "condition",
    "condition": "condition",
    "依据": "source",
    "source": "source",
}
NEEDED = ("tag", "condition")
PHRASE = '{{string join(for each in get entries(result) return if each.value = true then each.key else null, "、")}}'


@dataclass(frozen=True, slots=True)
class TagRule:
    """A tag that records have as long as a condition holds; `source` is where the rule comes from."""

    tag: str
    condition: feel.Node
    origin: Span
    source: str = ""


@dataclass(frozen=True, slots=True)
class Tags(Definition):
    """The tags of the records of `subject`. `field_name` is the field that shows them, where there is one."""

    subject: str
    rules: Mapping[str, TagRule]
    aliases: Mapping[str, str] = field(default_factory=dict)
    known: tuple[str, ...] = ()
    allow_new: bool = False
    field_name: str = ""
    sources: tuple[KnowledgeSource, ...] = ()

    def canonical(self, tag: str) -> str:
        """The tag that a word stands for.

        >>> from engine.dsl.nodes import NOWHERE
        >>> tags = Tags("t", Text("t"), NOWHERE, "customer", {}, {"高活跃度": "高活跃客户"})
        >>> tags.canonical("高活跃度"), tags.canonical("预算充足")
        ('高活跃客户', '预算充足')
        """
        return self.aliases.get(tag, tag)

    def part(self, tag: str) -> str:
        """The name of the decision that says whether a tag's rule holds."""
        return f"{self.name}/{tag}"


def names(node: MappingNode) -> Iterator[str]:
    """The tags that have rules: a condition may speak of another tag."""
    rules = string(node.get("rules")).splitlines()
    yield from (line.strip().strip("|").split("|")[0].strip() for line in rules if line.strip().startswith("|"))


def read(node: MappingNode, reader: Reader) -> Tags:
    """The tags; the conditions of the table are parsed."""
    manual = mapping(node.get("manual"))
    name = string(node.get("name")) or f"{string(node.get('subject'))}_tags"
    tags = Tags(
        name=name,
        label=text(node.get("label"), name),
        origin=node.key("kind").span,
        places=places(node, "subject", "field"),
        subject=string(node.get("subject")),
        rules=_rules(mandatory(node, "rules"), reader),
        aliases={key.text: string(value) for key, value in pairs(node.get("aliases"))},
        known=strings(manual.get("known")),
        allow_new=boolean(manual.get("allow_new")),
        field_name=string(node.get("field")),
        sources=sources(node.get("source")),
    )
    if tags.rules:
        _check_aliases(node.get("aliases"), tags, reader.diagnostics)
    return tags


def _rules(node: Node, reader: Reader) -> dict[str, TagRule]:
    table = reader.table(node)
    columns = _columns(table, reader.diagnostics)
    if not all(each in columns for each in NEEDED):
        return {}
    rules: dict[str, TagRule] = {}
    for row in table.rows:
        rule = _rule(row, columns, reader)
        first = rules.setdefault(rule.tag, rule)
        if first is not rule:
            reader.diagnostics.add("GJ4402", rule.origin, Label(first.origin, "first"), tag=rule.tag)
    return rules


def _columns(table: Table, diagnostics: Diagnostics) -> dict[str, int]:
    """The number of every column; words that are no columns, and columns that are missing, are told."""
    words = [cell.text.lower() for cell in table.header]
    found = {COLUMNS[word]: index for index, word in enumerate(words) if word in COLUMNS}
    for cell in table.header:
        if cell.text.lower() not in COLUMNS:
            language = [word for word in COLUMNS if word.isascii() == cell.text.isascii()]
            lacking = [word for word in language if COLUMNS[word] in NEEDED and COLUMNS[word] not in found]
            report_unknown("GJ4401", cell.text, cell.span, language, diagnostics, lacking[:1])
    for missing in [each for each in NEEDED if each not in found and table.header and len(found) == len(table.header)]:
        diagnostics.add(
            "GJ4403", table.header[0].span, name=[word for word, each in COLUMNS.items() if each == missing]
        )
    return found


def _rule(row: tuple[Cell, ...], columns: Mapping[str, int], reader: Reader) -> TagRule:
    tag, condition = (row[columns[each]] for each in NEEDED)
    source = row[columns["source"]].text if "source" in columns else ""
    return TagRule(tag.text.strip('"“”'), reader.parse(condition.snippet), tag.span, source)


def _check_aliases(node: Node | None, tags: Tags, diagnostics: Diagnostics) -> None:
    """An alias stands for a tag, and is none itself."""
    known = (*tags.rules, *tags.known)
    for key, value in pairs(node):
        alias, tag = key.text, string(value)
        if tag in tags.aliases:
            meant = tags.aliases[tag]
            fix = Fix((Edit(value.span, meant),))
            diagnostics.add("GJ4406", value.span, fix=fix, alias=alias, tag=tag, suggestion=meant)
            continue
        if alias in tags.rules:
            turned = Edit(key.span.to(value.span), f"{tag}: {alias}") if tag not in known else None
            values: dict[str, object] = {"alias": alias, "tag": tag, **({"suggestion": turned.text} if turned else {})}
            label = Label(tags.rules[alias].origin, "rule")
            wrong = Diagnostic("GJ4404", key.span, values, (label,), fix=Fix((turned,)) if turned else None)
            diagnostics.extend([wrong])
        elif tag not in known and (not tags.allow_new or suggest(tag, known)):
            report_unknown("GJ4405", tag, value.span, known, diagnostics, alias=alias)


def _report_no_choices(tags: Tags, subject: Entity, diagnostics: Diagnostics) -> None:
    """A field that holds one value cannot show tags; one of type choices can."""
    place = tags.place("field")
    fitting = [each.name for each in subject.fields.values() if each.type == "choices"]
    fix = Fix((Edit(place, fitting[0]),)) if fitting else None
    shown: dict[str, object] = {"suggestions": fitting} if fitting else {}
    label = subject.fields[tags.field_name].label
    diagnostics.extend([Diagnostic("GJ4407", place, {"field": label, **shown}, fix=fix)])


def lower(tags: Tags, definitions: Definitions, diagnostics: Diagnostics) -> Iterator[Element]:
    """A decision for every rule, and one that publishes them together."""
    subject = subject_of(tags, tags.subject, definitions, diagnostics)
    if subject is None:
        return
    if tags.field_name and tags.field_name not in subject.fields:
        report_no_field(tags.field_name, tags.place("field"), subject, diagnostics)
    elif tags.field_name and subject.fields[tags.field_name].type != "choices":
        _report_no_choices(tags, subject, diagnostics)
    record = record_scope(subject, definitions)
    free = {tag: tags.part(tag) for tag in tags.rules if not record.meanings(tag)}  # a field goes before a tag
    rules = RecordRules.about(tags, subject, definitions, diagnostics).speaking_of(
        {tags.part(tag): BOOLEAN for tag in tags.rules}, free
    )
    for rule in tags.rules.values():
        written = (KnowledgeSource(Text(rule.source), rule.origin),) if rule.source else ()
        yield rules.sourced(written or tags.sources).decision(rule.tag, Text(rule.tag), rule.condition)
    entries = (
        ContextEntry(tag, LiteralExpression(rule.origin, feel.Name(tags.part(tag), span=rule.origin)), BOOLEAN)
        for tag, rule in tags.rules.items()
    )
    logic = Context(tags.origin, tuple(entries))
    requires = tuple(map(tags.part, tags.rules))
    phrase = Synthesis(tags.origin, NO_NAMES).phrase(PHRASE, PHRASE)
    yield Decision(tags.name, tags.label, tags.origin, logic, requires, sources=tags.sources, phrase=phrase)


KIND = Kind("tags", read, lower, names)
