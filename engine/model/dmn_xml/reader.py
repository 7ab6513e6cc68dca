"""A DMN file, with the files it imports, as a `Model` in dmn mode.

Reads   DMN 1.1 to 1.5 XML; imports are looked for among the `*.dmn` files of the same folder, by namespace.
Gives   a `Model`; imported elements are named `prefix.name`, transitively.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from engine.dsl.diagnostics import Diagnostic
from engine.dsl.names import Names
from engine.dsl.source import Source
from engine.dsl.text import Text
from engine.errors import DefinitionError, UsageError
from engine.model.decision import (
    BusinessKnowledgeModel,
    Decision,
    DecisionService,
    InputData,
    ItemDefinition,
    Model,
)
from engine.model.decision import (
    Element as ModelElement,
)
from engine.model.dmn_xml.boxes import Boxes
from engine.model.dmn_xml.document import Element, parse
from engine.model.dmn_xml.types import Types

ELEMENTS = ("inputData", "decision", "businessKnowledgeModel", "decisionService")


def read_dmn(path: str | Path) -> Model:
    """The model of a DMN file, its imports resolved beside the file.

    raises   UsageError when there is no such file, DefinitionError when it is not DMN or an import is missing.
    """
    return _File(Path(path), ()).model()


class _File:
    """One DMN file and, by prefix, the files it imports. `trail` holds the namespaces on the way here."""

    def __init__(self, path: Path, trail: tuple[str, ...]) -> None:
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{path}: {error}") from None
        self.path = path
        self.root = parse(Source(path.name, text))
        self.namespace = self.root.get("namespace")
        self.imports: Mapping[str, _File] = {
            i.get("name"): self._import(i, (*trail, self.namespace)) for i in self._dmn_imports()
        }
        self.types: Types = Types(self.root, {prefix: file.types for prefix, file in self.imports.items()})

    def _dmn_imports(self) -> list[Element]:
        return [i for i in self.root.all("import") if "DMN" in i.get("importType")]

    def _import(self, element: Element, trail: tuple[str, ...]) -> _File:
        wanted = element.get("namespace")
        for path in sorted(self.path.parent.glob("*.dmn")):
            if wanted not in trail and path != self.path and _namespace(path) == wanted:
                return _File(path, trail)
        raise DefinitionError(str(self.path), [Diagnostic("GJ0902", element.span, {"namespace": wanted})])

    def model(self) -> Model:
        """Own and imported elements under their full names."""
        return Model(
            self.root.get("name"),
            dict(self.elements("")),
            {name: self._item(item) for name, item in self.types.elements.items()},
            strict=False,
            namespaces=dict(self.namespaces("")),
        )

    def namespaces(self, prefix: str) -> Iterator[tuple[str, str]]:
        """The namespace of this file under its prefix, then those it imports."""
        yield prefix, self.namespace
        for name, file in self.imports.items():
            yield from file.namespaces(_join(prefix, name))

    def elements(self, prefix: str) -> Iterator[tuple[str, ModelElement]]:
        """Full name and element; own ones last, so that their names win."""
        for name, file in self.imports.items():
            yield from file.elements(_join(prefix, name))
        for element in self.root.all(*ELEMENTS):
            yield _join(prefix, element.get("name")), self._element(element, prefix)

    @cached_property
    def names(self) -> Names:
        """Every name that FEEL in this file may use."""
        return Names.of({*self.own_names(), *self.types.component_names()})

    def own_names(self) -> Iterator[str]:
        """The names written in this file, and the imported ones with their prefix."""
        yield from (name for name in _names(self.root) if name)
        for prefix, file in self.imports.items():
            yield from (f"{prefix}.{e.get('name')}" for e in file.root.all(*ELEMENTS))

    @cached_property
    def boxes(self) -> Boxes:
        """The reader of this file's boxed expressions."""
        return Boxes(self.names, self.types)

    @cached_property
    def by_id(self) -> Mapping[str, str]:
        """Names by reference: `#id`, `namespace#id`, own and imported."""
        own = {f"{self.namespace}#{e.get('id')}": e.get("name") for e in self.root.all(*ELEMENTS)}
        for prefix, file in self.imports.items():
            own.update(
                {reference: _join(prefix, name) for reference, name in file.by_id.items() if reference not in own}
            )
        return own

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
        return InputData(_join(prefix, element.get("name")), _label(element), element.span, type_)

    def _decision(self, element: Element, prefix: str) -> Decision:
        return Decision(
            _join(prefix, element.get("name")),
            _label(element),
            element.span,
            self.boxes.inside(element),
            self._requires(element, prefix),
            self.types.of(element.first("variable")),
            prefix=prefix,
        )

    def _knowledge(self, element: Element, prefix: str) -> BusinessKnowledgeModel:
        logic = element.first("encapsulatedLogic")
        return BusinessKnowledgeModel(
            _join(prefix, element.get("name")),
            _label(element),
            element.span,
            self.boxes.function(logic) if logic else None,
            self._requires(element, prefix),
            self.types.of(element.first("variable")),
            prefix=prefix,
        )

    def _service(self, element: Element, prefix: str) -> DecisionService:
        outputs, hidden, decisions, data = (
            tuple(self._target(child, prefix) for child in element.all(tag))
            for tag in ("outputDecision", "encapsulatedDecision", "inputDecision", "inputData")
        )
        return DecisionService(
            _join(prefix, element.get("name")),
            _label(element),
            element.span,
            outputs,
            hidden,
            decisions,
            data,
            self.types.of(element.first("variable")),
            prefix=prefix,
        )

    def _requires(self, element: Element, prefix: str) -> tuple[str, ...]:
        """The full names of what an element's requirements point at, services with what they are called by."""
        needs = element.all("informationRequirement", "knowledgeRequirement")
        targets = (t for need in needs for t in need.all("requiredInput", "requiredDecision", "requiredKnowledge"))
        return tuple(dict.fromkeys(self._target(target, prefix) for target in targets))

    def _target(self, element: Element, prefix: str) -> str:
        href = element.get("href")
        reference = self.namespace + href if href.startswith("#") else href
        if reference not in self.by_id:
            raise DefinitionError(str(self.path), [Diagnostic("GJ0903", element.span, {"reference": href})])
        return _join(prefix, self.by_id[reference])

    def _item(self, item: Element) -> ItemDefinition:
        name = item.get("name")
        allowed = self.boxes.tests(item.first("allowedValues"))
        return ItemDefinition(name, self.types.resolve(name), item.span, allowed)


def _namespace(path: Path) -> str:
    return parse(Source(path.name, path.read_bytes().decode("utf-8-sig"))).get("namespace")


def _names(element: Element) -> Iterator[str]:
    yield element.get("name")
    yield element.get("iteratorVariable")
    for child in element.children:
        yield from _names(child)


def _join(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix else name


def _label(element: Element) -> Text:
    return Text(element.get("label") or element.get("name"))
