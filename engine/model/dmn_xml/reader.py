"""A DMN file, with the files it imports, as a `Model` in dmn mode.

Reads   DMN 1.1 to 1.5 XML; imports are looked for among the `*.dmn` files of the same folder, by namespace.
Gives   a `Model`; imported elements are named `prefix.name`, transitively. An import without a name brings its elements
        into the importing model under their own names, behind those of the model itself (DMN 1.5, 6.3.3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from engine.dsl.diagnostics import Diagnostic
from engine.dsl.names import Names, normalise
from engine.dsl.text import Text
from engine.dsl.types import FunctionType, Type
from engine.errors import DefinitionError
from engine.model.decision import (
    BusinessKnowledgeModel,
    Decision,
    DecisionService,
    Identity,
    InputData,
    ItemDefinition,
    Model,
)
from engine.model.decision import (
    Element as ModelElement,
)
from engine.model.dmn_xml.boxes import Boxes
from engine.model.dmn_xml.document import Element
from engine.model.dmn_xml.folder import Folder, root_of
from engine.model.dmn_xml.types import Constraint, Types, structure_only

ELEMENTS = ("inputData", "decision", "businessKnowledgeModel", "decisionService")


def read_dmn(path: str | Path, constraint: Constraint = structure_only) -> Model:
    """The model of a DMN file, its imports resolved beside the file.

    constraint   makes the test of a type's allowed values; without it types have structure only
    raises       UsageError when there is no such file, DefinitionError when it is not DMN or an import is missing.
    """
    path = Path(path)
    return _File(root_of(path), Folder(path.parent), constraint, ()).model()


class _File:
    """One DMN file and the files it imports, with their prefixes. `trail` holds the namespaces on the way here."""

    def __init__(self, root: Element, folder: Folder, constraint: Constraint, trail: tuple[str, ...]) -> None:
        if root.tag != "definitions":
            raise DefinitionError(root.span.source.name, [Diagnostic("GJ0901", root.span)])
        self.root = root
        self.namespace = root.get("namespace")
        here = (*trail, self.namespace)
        self.imports = [
            (each.get("name"), _File(_imported(each, folder, here), folder, constraint, here))
            for each in root.all("import")
            if "DMN" in each.get("importType")
        ]
        self.types: Types = Types(root, [(prefix, file.types) for prefix, file in self.imports], constraint)

    def model(self) -> Model:
        """Own and imported elements under their full names."""
        return Model(
            self.root.get("name"),
            dict(self.elements("")),
            dict(self.items("")),
            strict=False,
            namespace=self.namespace,
            imports=tuple((prefix, file.namespace) for prefix, file in self.imports),
            identities=dict(self.identities("")),
        )

    def identities(self, prefix: str) -> Iterator[tuple[str, Identity]]:
        """Full name, and what it is by itself, of every element."""
        for name, file in self.imports:
            yield from file.identities(_join(prefix, name))
        for element in self.root.all(*ELEMENTS):
            name = _name(element)
            yield _join(prefix, name), Identity(self.namespace, name, element.get("id"))

    def elements(self, prefix: str) -> Iterator[tuple[str, ModelElement]]:
        """Full name and element; own ones last, so that their names win."""
        for name, file in self.imports:
            yield from file.elements(_join(prefix, name))
        for element in self.root.all(*ELEMENTS):
            yield _join(prefix, _name(element)), self._element(element, prefix)

    def items(self, prefix: str) -> Iterator[tuple[str, ItemDefinition]]:
        """The named types, own ones last."""
        for name, file in self.imports:
            yield from file.items(_join(prefix, name))
        for name, item in self.types.elements.items():
            full = _join(prefix, name)
            yield full, ItemDefinition(full, self.types.resolve(name), item.span, self.types.allowed(name))

    @cached_property
    def names(self) -> Names:
        """Every name that FEEL in this file may use."""
        return Names.of({*self.own_names(), *self.types.component_names()})

    def own_names(self) -> Iterator[str]:
        """The names written in this file, and the imported ones with their prefix."""
        yield from (name for name in _names(self.root) if name)
        for prefix, file in self.imports:
            yield from (_join(prefix, name) for name in file.element_names())

    def element_names(self) -> Iterator[str]:
        """The names of the elements of this file and of those it imports."""
        yield from map(_name, self.root.all(*ELEMENTS))
        yield from (name for name, _ in self.types.elements.items())
        for prefix, file in self.imports:
            yield from (_join(prefix, name) for name in file.element_names())

    @cached_property
    def boxes(self) -> Boxes:
        """The reader of this file's boxed expressions."""
        return Boxes(self.names, self.types)

    @cached_property
    def by_id(self) -> Mapping[str, str]:
        """Names by reference, `namespace#id`: the shortest way through the imports."""
        own = {f"{self.namespace}#{e.get('id')}": _name(e) for e in self.root.all(*ELEMENTS)}
        found = [(each, _join(prefix, name)) for prefix, file in self.imports for each, name in file.by_id.items()]
        return {**dict(sorted(found, key=lambda pair: -pair[1].count("."))), **own}

    def _element(self, element: Element, prefix: str) -> ModelElement:
        build: Mapping[str, Callable[[Element, str], ModelElement]] = {
            "inputData": self._input,
            "decision": self._decision,
            "businessKnowledgeModel": self._knowledge,
            "decisionService": self._service,
        }
        return build[element.tag](element, prefix)

    def _input(self, element: Element, prefix: str) -> InputData:
        type_ = self.types.of(element.first("variable"))
        return InputData(_join(prefix, _name(element)), _label(element), element.span, type_)

    def _decision(self, element: Element, prefix: str) -> Decision:
        return Decision(
            _join(prefix, _name(element)),
            _label(element),
            element.span,
            self.boxes.inside(element),
            self._requires(element, prefix),
            self.types.of(element.first("variable")),
            prefix=prefix,
        )

    def _knowledge(self, element: Element, prefix: str) -> BusinessKnowledgeModel:
        """It may call itself without saying that it requires itself."""
        name, logic = _join(prefix, _name(element)), element.first("encapsulatedLogic")
        result = self._result(element)
        return BusinessKnowledgeModel(
            name,
            _label(element),
            element.span,
            self.boxes.function(logic, result) if logic else None,
            tuple(dict.fromkeys((*self._requires(element, prefix), name))),
            result,
            prefix=prefix,
        )

    def _service(self, element: Element, prefix: str) -> DecisionService:
        outputs, hidden, decisions, data = (
            tuple(self._target(child, prefix) for child in element.all(tag))
            for tag in ("outputDecision", "encapsulatedDecision", "inputDecision", "inputData")
        )
        return DecisionService(
            _join(prefix, _name(element)),
            _label(element),
            element.span,
            outputs,
            hidden,
            decisions,
            data,
            self._result(element),
            prefix=prefix,
        )

    def _result(self, element: Element) -> Type:
        """What a function gives: its variable is typed as the function, or as what it gives."""
        type_ = self.types.of(element.first("variable"))
        return type_.result if isinstance(type_, FunctionType) else type_

    def _requires(self, element: Element, prefix: str) -> tuple[str, ...]:
        """The full names of what an element's requirements point at, services with what they are called by."""
        needs = element.all("informationRequirement", "knowledgeRequirement")
        targets = (t for need in needs for t in need.all("requiredInput", "requiredDecision", "requiredKnowledge"))
        return tuple(dict.fromkeys(self._target(target, prefix) for target in targets))

    def _target(self, element: Element, prefix: str) -> str:
        href = element.get("href")
        reference = self.namespace + href if href.startswith("#") else href
        if reference not in self.by_id:
            found = Diagnostic("GJ0903", element.span, {"reference": href})
            raise DefinitionError(element.span.source.name, [found])
        return _join(prefix, self.by_id[reference])


def _imported(element: Element, folder: Folder, trail: tuple[str, ...]) -> Element:
    """The model that an import names; none on the way here, since a model does not import itself."""
    namespace = element.get("namespace")
    if namespace in trail:
        raise DefinitionError(element.span.source.name, [Diagnostic("GJ0902", element.span, {"namespace": namespace})])
    return folder.imported(namespace, element.span)


def _names(element: Element) -> Iterator[str]:
    yield element.get("name")
    yield element.get("iteratorVariable")
    for child in element.children:
        yield from _names(child)


def _join(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix and name else prefix or name


def _name(element: Element) -> str:
    return normalise(element.get("name"))


def _label(element: Element) -> Text:
    return Text(element.get("label") or _name(element))
