"""What a decision reaches: the elements it rests on, and the entries of records that these look at.

A record may carry hundreds of entries and long lists; a decision that looks at eight of them shall not pay for all,
nor be refused for a mistake in what it never sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from engine.dsl import nodes as feel
from engine.model.decision import DecisionService, Element, InputData, Model

Entries = Mapping[str, frozenset[str] | None]


def reached(model: Model, name: str) -> dict[str, Element]:
    """The element of that name and all that it rests on."""
    found: dict[str, Element] = {}
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found[current] = model.elements[current]
            waiting += _rests_on(found[current])
    return found


def entries(elements: Mapping[str, Element]) -> Entries:
    """The entries of each input that the elements look at; None for an input that is handed on as a whole."""
    looked_at: dict[str, set[str]] = {name: set() for name, each in elements.items() if isinstance(each, InputData)}
    whole: set[str] = set()
    for element in elements.values():
        for node in nodes(element):
            for name, entry in uses(node):
                if entry:
                    looked_at.setdefault(name, set()).add(entry)
                else:
                    whole.add(name)
    return {name: None if name in whole else frozenset(seen) for name, seen in looked_at.items()}


def nodes(part: object) -> Iterator[feel.Node]:
    """The FEEL expressions inside a part of a model."""
    if isinstance(part, feel.Node):
        yield part
    elif isinstance(part, tuple):
        yield from (node for each in part for node in nodes(each))
    elif is_dataclass(part):
        yield from (node for each in fields(part) for node in nodes(getattr(part, each.name)))


def _rests_on(element: Element) -> tuple[str, ...]:
    if isinstance(element, InputData):
        return ()
    if isinstance(element, DecisionService):
        return (*element.outputs, *element.encapsulated, *element.input_decisions, *element.input_data)
    return element.requires


def uses(node: feel.Node) -> Iterator[tuple[str, str]]:
    """Names that are read, with the entry of them; the empty entry where the whole is."""
    if isinstance(node, feel.Name):
        yield node.name, ""
    elif isinstance(node, feel.Path) and isinstance(node.subject, feel.Name):
        yield node.subject.name, node.name
    else:
        yield from (use for child in node.children() for use in uses(child))
