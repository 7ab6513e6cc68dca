"""Types as a DMN file names them: those of FEEL by their names, all others by an item definition.

Reads   the named types of a model, and the types that its elements have.
Gives   the text of a `typeRef`; `definitions` collects the `itemDefinition` elements that these texts need.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from engine.dsl.types import (
    ANY,
    SIMPLE_TYPES,
    ConstrainedType,
    ContextType,
    FunctionType,
    ListType,
    RangeType,
    SimpleType,
    Type,
)
from engine.dsl.unparse import quote

FEEL_NAMES: Mapping[Type, str] = {
    **{type_: name for name, type_ in SIMPLE_TYPES.items()},
    ContextType((), open=True): "context",
    ListType(ANY): "list",
    RangeType(ANY): "range",
}


class TypeNames:
    """Names for types; the same type has one name. `named` are the types that have one already."""

    def __init__(self, named: Mapping[str, Type]) -> None:
        self.definitions: list[Element] = []
        self._names: dict[Type, str] = dict(FEEL_NAMES)
        self._taken = {*named, *FEEL_NAMES.values()}
        for name, type_ in named.items():
            self._names.setdefault(type_, name)

    def define(self, name: str, type_: Type) -> None:
        """An item definition of that name."""
        element = Element("itemDefinition", {"name": name, "label": name})
        self.definitions.append(element)
        self._fill(element, type_, name)

    def reference(self, type_: Type, owner: str) -> str:
        """The `typeRef` of a type, empty where anything goes; a new one is called after its first owner."""
        type_ = standard(type_)
        if type_ == ANY:
            return ""
        if type_ not in self._names:
            self._names[type_] = self._free(f"t{owner[:1].upper()}{owner[1:]}")
            self.define(self._names[type_], type_)
        return self._names[type_]

    def _free(self, wanted: str) -> str:
        name, number = wanted, 2
        while name in self._taken:
            name, number = f"{wanted} {number}", number + 1
        self._taken.add(name)
        return name

    def _fill(self, element: Element, type_: Type, owner: str) -> None:
        """What an item definition or component says of its type."""
        FILLERS.get(type(type_), TypeNames._reference)(self, element, type_, owner)

    def _reference(self, element: Element, type_: Type, owner: str) -> None:
        SubElement(element, "typeRef").text = self.reference(type_, owner) or "Any"

    def _simple(self, element: Element, type_: SimpleType, _: str) -> None:
        SubElement(element, "typeRef").text = type_.name
        if type_.closed:
            _tests(element, "allowedValues", ", ".join(map(quote, type_.options)))

    def _context(self, element: Element, type_: ContextType, owner: str) -> None:
        if not type_.entries:
            SubElement(element, "typeRef").text = "context"
        for name, entry in type_.entries:
            self._fill(SubElement(element, "itemComponent", {"name": name}), entry, f"{owner} {name}")

    def _list(self, element: Element, type_: ListType, owner: str) -> None:
        element.set("isCollection", "true")
        if isinstance(type_.item, ContextType) or _is_scalar(type_.item):
            self._fill(element, type_.item, f"{owner} item")
        else:
            self._reference(element, type_.item, f"{owner} item")

    def _constrained(self, element: Element, type_: ConstrainedType, owner: str) -> None:
        """`allowedValues` of a scalar, `typeConstraint` of anything else, which has a definition of its own."""
        if _is_open(type_.base):
            self._fill(element, type_.base, owner)
            _tests(element, "allowedValues", type_.text)
        else:
            self._reference(element, type_.base, f"{owner} base")
            _tests(element, "typeConstraint", type_.text)

    def _function(self, element: Element, type_: FunctionType, owner: str) -> None:
        item = SubElement(element, "functionItem", _typed({}, "outputTypeRef", self.reference(type_.result, owner)))
        names = type_.names or tuple(f"p{i}" for i, _ in enumerate(type_.parameters, 1))
        for name, parameter in zip(names, type_.parameters, strict=True):
            reference = self.reference(parameter, f"{owner} {name}")
            SubElement(item, "parameters", _typed({"name": name}, "typeRef", reference))


FILLERS: Mapping[type[Type], Callable[[TypeNames, Element, Any, str], None]] = {
    SimpleType: TypeNames._simple,
    ContextType: TypeNames._context,
    ListType: TypeNames._list,
    ConstrainedType: TypeNames._constrained,
    FunctionType: TypeNames._function,
}


def standard(type_: Type) -> Type:
    """A type without what is ours: units, decimal places, choices that allow other texts, ranges of a known type."""
    match type_:
        case SimpleType(name=name, options=options):
            return SimpleType(name, options if type_.closed else ())
        case ListType(item=item):
            return ListType(standard(item))
        case RangeType():
            return RangeType(ANY)
        case ContextType(entries=entries):
            return ContextType(tuple((name, standard(entry)) for name, entry in entries), not entries)
    return type_


def _is_open(type_: Type) -> bool:
    """A scalar type that allows all its values."""
    return isinstance(type_, SimpleType) and not type_.closed


def _is_scalar(type_: Type) -> bool:
    """A scalar type that one item definition can say, its allowed values included."""
    return isinstance(type_, SimpleType) or (isinstance(type_, ConstrainedType) and _is_open(type_.base))


def _tests(element: Element, tag: str, text: str) -> None:
    SubElement(SubElement(element, tag), "text").text = text


def _typed(attributes: dict[str, str], name: str, reference: str) -> dict[str, str]:
    return {**attributes, name: reference} if reference else attributes
