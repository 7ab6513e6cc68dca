"""Item definitions and type references of a DMN file (DMN 1.5, 7.3.2 and 7.3.3).

Reads   `itemDefinition` elements and `typeRef` texts of every version of the standard: `number`, `feel:number`,
        `feel.number`, `tPerson`, `imported.tPerson`, `ns:tPerson`.
Gives   structural types; a recursive definition ends in `Any` where it meets itself. `allowedValues` bind each value
        (each item of a collection), a `typeConstraint` binds the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from engine.dsl import nodes as feel
from engine.dsl.names import Names
from engine.dsl.parser import parse_unary_tests
from engine.dsl.source import Snippet
from engine.dsl.syntax_errors import FeelSyntaxError
from engine.dsl.types import (
    ANY,
    DATE_TIME,
    DAYS_TIME,
    NUMBER,
    SIMPLE_TYPES,
    STRING,
    YEARS_MONTHS,
    ConstrainedType,
    ContextType,
    FunctionType,
    ListType,
    RangeType,
    Type,
)
from engine.model.dmn_xml.document import Element

Constraint = Callable[[feel.UnaryTests], Callable[[object], bool]]
"""Makes the test of a value from what an author wrote."""

BUILT_IN: Mapping[str, Type] = {
    **SIMPLE_TYPES,
    "Any": ANY,
    "context": ContextType((), open=True),
    "list": ListType(ANY),
    "range": RangeType(ANY),
    "dateTime": DATE_TIME,
    "dayTimeDuration": DAYS_TIME,
    "yearMonthDuration": YEARS_MONTHS,
    **dict.fromkeys(("integer", "int", "long", "decimal", "float", "double"), NUMBER),
}
"""The types of FEEL, and their spellings in older files."""


def structure_only(_: feel.UnaryTests) -> Callable[[object], bool]:
    """A constraint that lets every value pass, for readers that look at types only."""
    return lambda value: True


class Types:
    """The types a model can name. `imports` pairs the prefix of an import with the types of that model."""

    def __init__(self, definitions: Element, imports: Sequence[tuple[str, Types]], constraint: Constraint) -> None:
        self.elements = {item.get("name"): item for item in definitions.all("itemDefinition")}
        self.imports = imports
        self.constraint = constraint
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

    def allowed(self, name: str) -> feel.UnaryTests | None:
        """The values that an own type allows; None where it does not say."""
        item = self.elements.get(name)
        return self.tests(item, "allowedValues") if item else None

    def tests(self, item: Element, tag: str) -> feel.UnaryTests | None:
        """The unary tests inside an element; None where there are none, or none that can be read."""
        text = _text(item, tag)
        try:
            return parse_unary_tests(text, self.names) if text else None
        except FeelSyntaxError:
            return None

    @cached_property
    def names(self) -> Names:
        """The names that a constraint may use."""
        return Names.of(self.component_names())

    def component_names(self) -> set[str]:
        """Every name of a component, own and imported: what may follow a dot."""
        own = {c.get("name") for item in self.elements.values() for c in _components(item)}
        return own.union(*(types.component_names() for _, types in self.imports))

    def _own(self, name: str) -> Type | None:
        if name not in self.elements:
            return None
        if name not in self._known:
            self._known[name] = ANY
            self._known[name] = self._structure(self.elements[name])
        return self._known[name]

    def _imported(self, name: str) -> Type | None:
        """A type of an imported model; one that is imported without a prefix is named as it is."""
        for prefix, types in self.imports:
            start = f"{prefix}." if prefix else ""
            found = types.resolve(name.removeprefix(start)) if name.startswith(start) else ANY
            if found != ANY:
                return found
        return None

    def _structure(self, item: Element) -> Type:
        inner = self._constrained(self._single(item), item, "allowedValues")
        whole = ListType(inner) if item.get("isCollection") == "true" else inner
        return self._constrained(whole, item, "typeConstraint")

    def _constrained(self, type_: Type, item: Element, tag: str) -> Type:
        """The type with what the item demands of its values; texts to choose from are a choice.

        A demand that cannot be read is not met by any value.
        """
        text, tests = _text(item, tag), self.tests(item, tag)
        if text is None:
            return type_
        if tests is None:
            return ConstrainedType(type_, text.text, lambda value: False)
        texts = tuple(test.value for test in tests.tests if isinstance(test, feel.StringLiteral))
        if type_ == STRING and len(texts) == len(tests.tests) and not tests.negated:
            return replace(STRING, options=texts)
        return ConstrainedType(type_, text.text, self.constraint(tests))

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


def _text(item: Element, tag: str) -> Snippet | None:
    """The text inside a child of an element, None where there is none."""
    inner = item.first(tag)
    text = inner.first("text") if inner else None
    return text.text().strip() if text and text.text().text.strip() else None


def _components(item: Element) -> list[Element]:
    own = list(item.all("itemComponent"))
    return own + [inner for component in own for inner in _components(component)]
