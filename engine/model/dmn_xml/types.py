"""Item definitions and type references of a DMN file (DMN 1.5, 7.3.2 and 7.3.3).

Reads   `itemDefinition` elements and `typeRef` texts of every version of the standard: `number`, `feel:number`,
        `feel.number`, `tPerson`, `imported.tPerson`, `ns:tPerson`.
Gives   structural types; a recursive definition ends in `Any` where it meets itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.dsl.types import (
    ANY,
    DATE_TIME,
    DAYS_TIME,
    SIMPLE_TYPES,
    YEARS_MONTHS,
    ContextType,
    FunctionType,
    ListType,
    RangeType,
    Type,
)
from engine.model.dmn_xml.document import Element

BUILT_IN: Mapping[str, Type] = {
    **SIMPLE_TYPES,
    "Any": ANY,
    "context": ContextType((), open=True),
    "list": ListType(ANY),
    "range": RangeType(ANY),
    "dateTime": DATE_TIME,
    "dayTimeDuration": DAYS_TIME,
    "yearMonthDuration": YEARS_MONTHS,
}


class Types:
    """The types a model can name. `imports` maps the prefix of an import to the types of that model."""

    def __init__(self, definitions: Element, imports: Mapping[str, Types]) -> None:
        self.elements = {item.get("name"): item for item in definitions.all("itemDefinition")}
        self.imports = imports
        self.namespace = definitions.get("namespace")
        self._known: dict[str, Type] = {}

    def resolve(self, reference: str, prefixes: Mapping[str, str] | None = None) -> Type:
        """The type that a `typeRef` names; `Any` when it is empty or names nothing."""
        name = reference.strip()
        space, colon, local = name.partition(":")
        if colon and prefixes and space in prefixes:
            name = local
        for start in ("feel:", "feel."):
            name = name.removeprefix(start)
        return self._own(name) or BUILT_IN.get(name) or self._imported(name) or ANY

    def of(self, element: Element | None) -> Type:
        """The type of an element's `typeRef` attribute."""
        return self.resolve(element.get("typeRef"), element.prefixes) if element else ANY

    def component_names(self) -> set[str]:
        """Every name of a component, own and imported: what may follow a dot."""
        own = {c.get("name") for item in self.elements.values() for c in _components(item)}
        return own.union(*(types.component_names() for types in self.imports.values()))

    def _own(self, name: str) -> Type | None:
        if name not in self.elements:
            return None
        if name not in self._known:
            self._known[name] = ANY
            self._known[name] = self._structure(self.elements[name])
        return self._known[name]

    def _imported(self, name: str) -> Type | None:
        for prefix, types in self.imports.items():
            if name.startswith(prefix + "."):
                return types.resolve(name[len(prefix) + 1 :])
        return None

    def _structure(self, item: Element) -> Type:
        inner = self._single(item)
        return ListType(inner) if item.get("isCollection") == "true" else inner

    def _single(self, item: Element) -> Type:
        function = item.first("functionItem")
        if function is not None:
            return self._function(function)
        components = tuple((c.get("name"), self._structure(c)) for c in item.all("itemComponent"))
        if components:
            return ContextType(components)
        return self.resolve(item.text_of("typeRef"), item.prefixes)

    def _function(self, function: Element) -> FunctionType:
        parameters = list(function.all("parameters"))
        result = self.resolve(function.get("outputTypeRef"), function.prefixes)
        return FunctionType(tuple(map(self.of, parameters)), result, tuple(p.get("name") for p in parameters))


def _components(item: Element) -> list[Element]:
    own = list(item.all("itemComponent"))
    return own + [inner for component in own for inner in _components(component)]
