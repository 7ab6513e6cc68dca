"""A model as DMN 1.5 XML with a diagram: what `read_dmn` reads gives the same results.

Reads   a `Model`, from a DMN file or from YAML definitions. Labels are written in the language asked for.
Gives   the text of one file: the model's own elements. What it imports stays in the files it comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from unicodedata import east_asian_width
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from engine.model.decision import BusinessKnowledgeModel, Decision, DecisionService, InputData, Model
from engine.model.decision import Element as ModelElement
from engine.model.dmn_xml.layout import Edge, layout
from engine.model.dmn_xml.type_names import TypeNames
from engine.model.dmn_xml.written_boxes import WrittenBoxes

DMN = "https://www.omg.org/spec/DMN/20230324/MODEL/"
DMNDI = "https://www.omg.org/spec/DMN/20230324/DMNDI/"
DC = "http://www.omg.org/spec/DMN/20180521/DC/"
DI = "http://www.omg.org/spec/DMN/20180521/DI/"
NAMESPACE = "https://guiju.example/models/"
CELL, NARROWEST = 9, 120  # pixels of a character's cell and of an element


def write_dmn(model: Model, lang: str = "zh") -> str:
    """The DMN file of a model.

    >>> print(write_dmn(Model("empty", {})).splitlines()[1][:60])
    <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MO
    """
    root = _File(model, lang).definitions()
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


class _File:
    """One file in the making."""

    def __init__(self, model: Model, lang: str) -> None:
        self.model = model
        self.lang = lang
        self.namespace = model.namespace or NAMESPACE + model.name
        self.own = {name: element for name, element in model.elements.items() if self._is_own(name)}
        self.ids = {name: self._id(name, number) for number, name in enumerate(model.elements, 1)}
        self.types = TypeNames({name: item.type for name, item in model.types.items()})
        self.boxes = WrittenBoxes(self.types)

    def definitions(self) -> Element:
        """The root element."""
        names = {"xmlns": DMN, "xmlns:dmndi": DMNDI, "xmlns:dc": DC, "xmlns:di": DI}
        root = Element("definitions", {**names, "name": self.model.name, "id": "_model", "namespace": self.namespace})
        for prefix, namespace in self.model.imports:
            SubElement(root, "import", {"name": prefix, "namespace": namespace, "importType": DMN})
        for name, item in self.model.types.items():
            if not name.startswith(tuple(f"{prefix}." for prefix, _ in self.model.imports if prefix)):
                self.types.define(name, item.type)
        elements = [WRITERS[type(element)](self, element) for element in self.own.values()]
        root.extend([*self.types.definitions, *elements, self._diagram()])
        return root

    def _is_own(self, name: str) -> bool:
        identity = self.model.identities.get(name)
        return identity is None or identity.namespace == self.model.namespace

    def _id(self, name: str, number: int) -> str:
        identity = self.model.identities.get(name)
        return identity.id if identity and identity.id else f"_{number}"

    def _href(self, name: str) -> str:
        identity = self.model.identities.get(name)
        return f"#{self.ids[name]}" if name in self.own or not identity else f"{identity.namespace}#{identity.id}"

    def _edge_id(self, edge: Edge) -> str:
        return f"_{self.ids[edge[0]]}_{self.ids[edge[1]]}"

    # -- elements --------------------------------------------------------------------------------------------------

    def _element(self, tag: str, element: ModelElement) -> Element:
        """An element with its variable."""
        named = {"name": element.name, "id": self.ids[element.name], "label": element.label.say(self.lang)}
        written = Element(tag, named)
        variable = SubElement(written, "variable", {"name": element.name})
        self.boxes.typed(variable, element.type, element.name)
        return written

    def _input(self, element: InputData) -> Element:
        return self._element("inputData", element)

    def _decision(self, element: Decision) -> Element:
        written = self._element("decision", element)
        self._requirements(written, element)
        if element.logic is not None:
            self.boxes.inside(written, element.logic, element.name)
        return written

    def _knowledge(self, element: BusinessKnowledgeModel) -> Element:
        written = self._element("businessKnowledgeModel", element)
        if element.function is not None:
            written.append(self.boxes.function("encapsulatedLogic", element.function, element.name))
        self._requirements(written, element)
        return written

    def _service(self, element: DecisionService) -> Element:
        written = self._element("decisionService", element)
        for tag, names in (
            ("outputDecision", element.outputs),
            ("encapsulatedDecision", element.encapsulated),
            ("inputDecision", element.input_decisions),
            ("inputData", element.input_data),
        ):
            for name in names:
                SubElement(written, tag, {"href": self._href(name)})
        return written

    def _requirements(self, written: Element, element: Decision | BusinessKnowledgeModel) -> None:
        """Information first, then knowledge, as the schema wants it."""
        named = [(*REQUIREMENTS[type(self.model.elements[name])], name) for name in element.requires]
        for tag, target, name in sorted((each for each in named if each[2] != element.name), key=lambda each: each[0]):
            requirement = SubElement(written, tag, {"id": self._edge_id((name, element.name))})
            SubElement(requirement, target, {"href": self._href(name)})

    # -- the diagram -----------------------------------------------------------------------------------------------

    def _diagram(self) -> Element:
        """A shape for every element of this file, and a line for every requirement among them."""
        edges = [edge for name, element in self.own.items() for edge in _edges(name, element) if edge[0] in self.own]
        drawn = layout({name: _width(element.label.say(self.lang)) for name, element in self.own.items()}, edges)
        root = Element("dmndi:DMNDI")
        diagram = SubElement(root, "dmndi:DMNDiagram", {"id": "_diagram", "name": self.model.name})
        for name, box in drawn.boxes.items():
            collapsed = {"isCollapsed": "true"} if isinstance(self.own[name], DecisionService) else {}
            shape = {"id": f"_shape{self.ids[name]}", "dmnElementRef": self.ids[name], **collapsed}
            bounds = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
            corner = SubElement(SubElement(diagram, "dmndi:DMNShape", shape), "dc:Bounds")
            corner.attrib.update({key: str(value) for key, value in bounds.items()})
        for edge, points in drawn.lines.items():
            self._line(diagram, edge, points)
        return root

    def _line(self, diagram: Element, edge: Edge, points: tuple[tuple[int, int], ...]) -> None:
        if isinstance(self.own[edge[1]], DecisionService):  # what a service is made of is no requirement, and no line
            return
        reference = self._edge_id(edge)
        line = SubElement(diagram, "dmndi:DMNEdge", {"id": f"_line{reference}", "dmnElementRef": reference})
        for x, y in points:
            SubElement(line, "di:waypoint", {"x": str(x), "y": str(y)})


def _edges(name: str, element: ModelElement) -> Iterator[Edge]:
    """What stands below an element; a service stands above its outputs."""
    below = element.requires if isinstance(element, Decision | BusinessKnowledgeModel) else ()
    yield from ((each, name) for each in below if each != name)
    yield from ((each, name) for each in (element.outputs if isinstance(element, DecisionService) else ()))


def _width(text: str) -> int:
    cells = sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
    return max(NARROWEST, cells * CELL + 40)


REQUIREMENTS: Mapping[type[ModelElement], tuple[str, str]] = {
    InputData: ("informationRequirement", "requiredInput"),
    Decision: ("informationRequirement", "requiredDecision"),
    BusinessKnowledgeModel: ("knowledgeRequirement", "requiredKnowledge"),
    DecisionService: ("knowledgeRequirement", "requiredKnowledge"),
}
WRITERS: Mapping[type[ModelElement], Callable[[_File, Any], Element]] = {
    InputData: _File._input,
    Decision: _File._decision,
    BusinessKnowledgeModel: _File._knowledge,
    DecisionService: _File._service,
}
