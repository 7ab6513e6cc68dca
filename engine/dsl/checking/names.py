"""Names, labels, paths and filters: what a word stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.dsl import nodes as feel
from engine.dsl.builtins import BUILTINS
from engine.dsl.checking.core import Checker, meant, spelled
from engine.dsl.checking.elsewhere import instead_of_word, tell
from engine.dsl.checking.remedies import remedy
from engine.dsl.diagnostics import Edit, Fix
from engine.dsl.inference import item_type, plain, properties
from engine.dsl.nodes import Node
from engine.dsl.rewriting import placed
from engine.dsl.scope import Meaning, place_of
from engine.dsl.source import Span
from engine.dsl.suggestions import distance, is_slip, suggest
from engine.dsl.types import (
    ANY,
    ANY_FUNCTION,
    BOOLEAN,
    NUMBER,
    STRING,
    ContextType,
    ListType,
    SimpleType,
    Type,
)

SLIPS = 2  # letters that may be wrong in a name of which few are possible


ITSELF = ("value", "this", "self", "it", "x", "值", "本字段", "当前值", "输入值")
"""What the value that a condition is about is called elsewhere; here it is `?`."""
MOST_KNOWN = 12  # entries that a message names


def name(checker: Checker, node: feel.Name, expected: Type) -> Type:
    """A bare word is an option where options are expected, else a name or label of the scope, else a built-in."""
    if isinstance(expected, SimpleType) and (option := expected.option(node.name)) is not None:
        checker.rewrite(node, lambda old: feel.StringLiteral(option, span=old.span))
        return expected
    match checker.scope.meanings(node.name):
        case (meaning,):
            return _meaning(checker, node, meaning)
        case ():
            return ANY_FUNCTION if node.name in BUILTINS else _unknown(checker, node, expected)
        case several:
            checker.rewrite(node)
            meanings = [spelled(each.node) for each in several]
            return checker.report("GJ1104", node.span, name=node.name, meanings=meanings)


def _meaning(checker: Checker, node: feel.Name, meaning: Meaning) -> Type:
    """A name of the scope, or a label that is replaced by what it stands for."""
    if meaning.hidden:
        checker.rewrite(node)
        return checker.report("GJ1106", node.span, name=node.name, path=spelled(meaning.node))
    if meaning.node != node:
        checker.rewrite(node, lambda old: placed(meaning.node, old.span))
    return meaning.type


def _unknown(checker: Checker, node: feel.Name, expected: Type) -> Type:
    """A word that names nothing: a text without quotes where a text is expected, else an unknown name."""
    if checker.scope.trusts_names:
        return ANY
    if isinstance(expected, SimpleType) and expected.closed:
        return no_option(checker, node, node.name, expected)
    if plain(expected) == STRING:
        near = [word for word in meant(node.name, checker.scope.words(), expected) if is_slip(node.name, word)]
        if near:
            checker.rewrite(node)
            return checker.unknown("GJ1101", node.name, node.span, near)
        if within := _within(checker, node.name):
            checker.rewrite(node)
            return checker.unknown("GJ1101", node.name, node.span, within)
        return unquoted(checker, node, expected)
    return unknown(checker, node, expected)


def unknown(checker: Checker, node: feel.Name, expected: Type) -> Type:
    """A word that names nothing, where a value of a type, though not this word as a text, was probably meant."""
    if checker.scope.trusts_names:
        return ANY
    checker.rewrite(node)
    if elsewhere := instead_of_word(checker, node):
        return tell(checker, elsewhere)
    if plain(expected) == BOOLEAN and (instead := remedy(node, BOOLEAN) or _comparison(checker, node)):
        return checker.report("GJ1101", node.span, instead, name=node.name)
    near = _itself(checker, node.name) or _labelled(node.name, expected) or _within(checker, node.name)
    near = near or meant(node.name, checker.scope.words(), expected)
    more: dict[str, Any] = {} if near else {"word": node.name}
    return checker.unknown("GJ1101", node.name, node.span, near, **more)


def _within(checker: Checker, name: str) -> list[str]:
    """The way to an entry of the only record in scope that has one of that name: `meta.seconds`."""
    records = ((word, type_) for word, type_ in checker.scope.words() if isinstance(type_, ContextType))
    paths = {
        id(record): f"{word}.{name}" for word, record in records if record.get(name)
    }  # its shortest word comes last
    return [*paths.values()] if len(paths) == 1 else []


def _itself(checker: Checker, word: str) -> list[str]:
    """The value under test, which elsewhere is called so."""
    return ["?"] if word in ITSELF and checker.scope.meanings("?") else []


def _labelled(word: str, expected: Type) -> list[str]:
    """The point of a scale that is called so."""
    return [point for label, point in expected.aliases if label == word] if isinstance(expected, SimpleType) else []


def _comparison(checker: Checker, node: feel.Name) -> Edit | None:
    """The comparison that an option alone stands for, where only one field has it."""
    fields: dict[str, str] = {}
    for word, _ in checker.scope.words():
        for meaning in checker.scope.meanings(word):
            if isinstance(meaning.type, SimpleType) and (option := meaning.type.option(node.name)) is not None:
                fields.setdefault(spelled(meaning.node), f'{word} = "{option}"')
    return Edit(node.span, next(iter(fields.values()))) if len(fields) == 1 else None


def unquoted(checker: Checker, node: feel.Name, expected: Type) -> Type:
    """A bare word where a text is expected: safe to quote when it is an option and no name."""
    choice = expected if isinstance(expected, SimpleType) else STRING
    option = choice.option(node.name)
    near = suggest(node.name, choice.options, limit=1) or [node.name]
    quoted = f'"{option or near[0]}"'
    fix = Fix((Edit(node.span, quoted),), safe=option is not None)
    checker.diagnostics.add("GJ1102", node.span, fix=fix, word=node.name, suggestion=quoted)
    checker.rewrite(node)
    return ANY


def no_option(checker: Checker, node: Node, text: str, choice: SimpleType) -> Type:
    """A text or a bare word that is none of the options."""
    if isinstance(node, feel.Name):
        checker.rewrite(node)
    words = (*choice.options, *(label for label, _ in choice.aliases))
    near = [choice.option(word) or word for word in suggest(text, words)]
    quote = '"' if isinstance(node, feel.StringLiteral) else ""
    near = list(dict.fromkeys(near))
    others: dict[str, Any] = {} if near else {"choose": choice.options}
    return checker.unknown("GJ1107", text, node.span, near, quote=quote, text=text, options=choice.options, **others)


def path(checker: Checker, node: feel.Path, expected: Type) -> Type:
    """An entry or property; of a list, the list of those of its items."""
    subject = checker.infer(node.subject)
    if isinstance(subject, ListType):
        return ListType(_entry(checker, node, subject.item))
    return _entry(checker, node, subject)


def _entry(checker: Checker, node: feel.Path, subject: Type) -> Type:
    """The type of an entry or property of one value; a label is replaced by the name of the entry."""
    names = subject.called(node.name) if isinstance(subject, ContextType) else ()
    if len(names) > 1:
        checker.rewrite(node)
        return checker.report("GJ1104", _last_name(node), name=node.name, meanings=list(names))
    name = names[0] if names else node.name
    if name != node.name:
        checker.rewrite(node, lambda old: old.changed(name=name))
    known = properties(subject)
    if known is None:
        return (isinstance(subject, ContextType) and subject.get(name)) or ANY
    return known[name] if name in known else _no_entry(checker, node, subject, known)


def _no_entry(checker: Checker, node: feel.Path, subject: Type, known: Mapping[str, Type]) -> Type:
    checker.rewrite(node)
    if not known:
        return checker.report("GJ1109", _last_name(node), name=node.name, given=subject)
    aliases = subject.aliases if isinstance(subject, ContextType) else ()
    words = (*known.items(), *((label, known.get(entry, ANY)) for label, entry in aliases))
    of = spelled(node.subject)
    near = meant(node.name, words) or _alike([word for word, _ in words], node.name)
    more: dict[str, Any] = {} if near else {"known": [*known][:MOST_KNOWN]}
    return checker.unknown("GJ1103", node.name, _last_name(node), near, place_of(subject, near), of=of, **more)


def _alike(words: Iterable[str], name: str) -> list[str]:
    """Of the few entries of a record the only one that is like a name from its first letter on: `paid` for `payed`."""
    near = [word for word in words if word[:1] == name[:1] and distance(word, name) <= SLIPS]
    return near if len(near) == 1 else []


def _last_name(node: feel.Path) -> Span:
    """The place of the name behind the last dot."""
    behind = node.span.source.span(node.subject.span.end, node.span.end)
    return behind.source.span(behind.end - len(behind.text.lstrip(". \t\r\n")), behind.end)


def filter_(checker: Checker, node: feel.Filter, expected: Type) -> Type:
    """Inside, `item` and the entries of the item are in scope; a number picks one item, a condition several."""
    before = len(checker.diagnostics)
    item = item_type(checker.infer(node.subject))
    entries = item if isinstance(item, ContextType) else ContextType(())
    inner = checker.inside(checker.scope.child_of_entries(entries, {"item": item}))
    if item == ANY and len(checker.diagnostics) > before:
        inner = inner.silent()  # why nothing is known of the items has been told
    given = plain(inner.infer(node.predicate))
    if given not in (BOOLEAN, NUMBER, ANY):
        given = checker.report("GJ1214", node.predicate.span, given=given)
    return ListType(item) if given == BOOLEAN else item if given == NUMBER else ANY
