"""The requirement graph: every requirement exists (GJ1111), and nothing requires itself in the end (GJ1112).

Functions (business knowledge models) may call themselves; a circle that has a decision in it has no result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any

from engine.analysis.parts import logic_of, names
from engine.dsl.diagnostics import Diagnostics, Label
from engine.dsl.source import Span
from engine.dsl.suggestions import suggest
from engine.model.decision import BusinessKnowledgeModel, Decision, Element, Model, local_name


def check_requirements(model: Model, diagnostics: Diagnostics) -> None:
    """Report unknown and circular requirements."""
    graph = {name: list(required(element)) for name, element in model.elements.items()}
    for name, requirements in graph.items():
        for each in requirements:
            if each not in model.elements:
                _unknown(model.elements[name], each, model.elements, diagnostics)
    while circle := _circle(graph):
        _report(circle, model.elements, diagnostics)
        graph[circle[0]].remove(circle[1])


def required(element: Element) -> tuple[str, ...]:
    """The names of the elements that an element's logic may see."""
    return element.requires if isinstance(element, (Decision, BusinessKnowledgeModel)) else ()


def requirements_first(model: Model) -> list[str]:
    """The names of all elements, each behind those it requires; in their own order where there is a circle."""
    try:
        graph = {name: required(element) for name, element in model.elements.items()}
        return [name for name in TopologicalSorter(graph).static_order() if name in model.elements]
    except CycleError:
        return list(model.elements)


def _unknown(element: Element, name: str, known: Mapping[str, Element], diagnostics: Diagnostics) -> None:
    near = suggest(name, known)
    values: dict[str, Any] = {"suggestion": near} if near else {}
    diagnostics.add("GJ1111", mention(element, name), name=element.label, required=name, **values)


def mention(element: Element, name: str) -> Span:
    """Where the logic of an element first speaks of another one; the element itself where it does not."""
    prefix = element.prefix if isinstance(element, (Decision, BusinessKnowledgeModel)) else ""
    local = local_name(name, prefix)
    return next((node.span for node in names(logic_of(element)) if node.name == local), element.origin)


def _circle(graph: Mapping[str, Sequence[str]]) -> list[str]:
    """The names of a circle, each requiring the next, the first one again at the end; none when there is no circle."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]  # each is required by the next
        return circle[::-1]
    return []


def _report(circle: list[str], elements: Mapping[str, Element], diagnostics: Diagnostics) -> None:
    """One finding at the element that stands first in its file, with every hop."""
    if all(isinstance(elements[name], BusinessKnowledgeModel) for name in circle):
        return
    start = min(range(len(circle) - 1), key=lambda i: _position(elements[circle[i]]))
    around = [*circle[start:-1], *circle[:start], circle[start]]
    hops = [(elements[name], elements[following]) for name, following in pairwise(around)]
    first, *others = hops
    labels = [Label(mention(one, other.name), "hop", {"next": other.label}) for one, other in others]
    diagnostics.add(
        "GJ1112",
        mention(first[0], first[1].name),
        *labels,
        name=first[0].label,
        next=first[1].label,
        path=" → ".join(str(elements[name].label) for name in around),
    )


def _position(element: Element) -> tuple[str, int]:
    return element.origin.source.name, element.origin.start
