"""Boxed expressions as elements of a DMN file: one function per class, the way back of boxes.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from engine.dsl import nodes as feel
from engine.dsl.rewriting import rewritten
from engine.dsl.types import ANY, Type
from engine.dsl.unparse import unparse
from engine.model import boxed
from engine.model.boxed import Boxed, HitPolicy
from engine.model.dmn_xml.boxes import POLICIES
from engine.model.dmn_xml.type_names import TypeNames

POLICY_WORDS: Mapping[HitPolicy, str] = {policy: word for word, policy in POLICIES.items()}


class WrittenBoxes:
    """Writes boxed expressions; `types` gives the names of types."""

    def __init__(self, types: TypeNames) -> None:
        self.types = types

    def inside(self, parent: Element, logic: Boxed, owner: str) -> None:
        """The element of a boxed expression as the last child of another one."""
        element = WRITERS[type(logic)](self, logic, owner)
        self.typed(element, getattr(logic, "type", ANY), owner)
        parent.append(element)

    def typed(self, element: Element, type_: Type, owner: str) -> None:
        """The `typeRef` attribute where a type is declared."""
        reference = self.types.reference(type_, owner)
        if reference:
            element.set("typeRef", reference)

    def function(self, tag: str, function: boxed.FunctionDefinition, owner: str) -> Element:
        """A function definition, or the encapsulated logic of a knowledge model."""
        element = Element(tag, {} if function.kind == "FEEL" else {"kind": function.kind})
        self.typed(element, function.result, f"{owner} result")
        for parameter in function.parameters:
            self.typed(SubElement(element, "formalParameter", {"name": parameter.name}), parameter.type, parameter.name)
        self.inside(element, function.body, owner)
        return element

    def _literal(self, logic: boxed.LiteralExpression, _: str) -> Element:
        return expression("literalExpression", logic.expression)

    def _erroneous(self, logic: boxed.Erroneous, _: str) -> Element:
        return _text("literalExpression", logic.text)

    def _context(self, logic: boxed.Context, owner: str) -> Element:
        element = Element("context")
        for entry in logic.entries:
            child = SubElement(element, "contextEntry")
            name = f"{owner} {entry.name}".strip()
            if entry.name or entry.type != ANY:
                self.typed(SubElement(child, "variable", {"name": entry.name} if entry.name else {}), entry.type, name)
            self.inside(child, entry.value, name)
        return element

    def _invocation(self, logic: boxed.Invocation, owner: str) -> Element:
        element = Element("invocation")
        self.inside(element, logic.function, owner)
        for binding in logic.bindings:
            child = SubElement(element, "binding")
            SubElement(child, "parameter", {"name": binding.name})
            self.inside(child, binding.value, f"{owner} {binding.name}")
        return element

    def _list(self, logic: boxed.List, owner: str) -> Element:
        element = Element("list")
        for item in logic.items:
            self.inside(element, item, owner)
        return element

    def _relation(self, logic: boxed.Relation, owner: str) -> Element:
        element = Element("relation")
        for column in logic.columns:
            self.typed(SubElement(element, "column", {"name": column.name}), column.type, f"{owner} {column.name}")
        for row in logic.rows:
            child = SubElement(element, "row")
            for cell in row:
                self.inside(child, cell, owner)
        return element

    def _function(self, logic: boxed.FunctionDefinition, owner: str) -> Element:
        return self.function("functionDefinition", logic, owner)

    def _conditional(self, logic: boxed.Conditional, owner: str) -> Element:
        branches = {"if": logic.condition, "then": logic.consequent, "else": logic.alternative}
        return self._parts(Element("conditional"), branches, owner)

    def _filter(self, logic: boxed.Filter, owner: str) -> Element:
        return self._parts(Element("filter"), {"in": logic.source, "match": logic.match}, owner)

    def _iteration(self, logic: boxed.Iteration, owner: str) -> Element:
        body = "return" if logic.operation == "for" else "satisfies"
        element = Element(logic.operation, {"iteratorVariable": logic.variable})
        return self._parts(element, {"in": logic.source, body: logic.body}, owner)

    def _parts(self, element: Element, parts: Mapping[str, Boxed], owner: str) -> Element:
        for tag, logic in parts.items():
            self.inside(SubElement(element, tag), logic, owner)
        return element

    def _table(self, table: boxed.DecisionTable, owner: str) -> Element:
        policy, aggregation = _policy(table.hit_policy)
        element = Element(
            "decisionTable", {"hitPolicy": policy, **({"aggregation": aggregation} if aggregation else {})}
        )
        for clause in table.inputs:
            element.append(self._input(clause, owner))
        for output in table.outputs:
            element.append(self._output(output, owner))
        element.extend(map(_rule, table.rules))
        return element

    def _input(self, clause: boxed.InputClause, owner: str) -> Element:
        element = Element("input", {"label": str(clause.label)})
        tested = expression("inputExpression", clause.expression)
        self.typed(tested, clause.type, f"{owner} {clause.label}")
        element.append(tested)
        if clause.allowed is not None:
            element.append(expression("inputValues", clause.allowed))
        return element

    def _output(self, clause: boxed.OutputClause, owner: str) -> Element:
        named = {"name": clause.name} if clause.name else {}
        element = Element("output", {**named, "label": str(clause.label)})
        self.typed(element, clause.type, f"{owner} {clause.label}".strip())
        if clause.allowed is not None:
            element.append(expression("outputValues", clause.allowed))
        if clause.default is not None:
            element.append(expression("defaultOutputEntry", clause.default))
        return element


def _policy(policy: HitPolicy) -> tuple[str, str]:
    """Hit policy and aggregation, as their attributes say them."""
    word = POLICY_WORDS[policy]
    return ("COLLECT", word.removeprefix("COLLECT").strip()) if word.startswith("COLLECT") else (word, "")


def _rule(rule: boxed.Rule) -> Element:
    element = Element("rule")
    element.extend(expression("inputEntry", test) for test in rule.tests)
    element.extend(expression("outputEntry", output) for output in rule.outputs)
    element.extend(_text("annotationEntry", note) for note in rule.annotations)
    return element


def expression(tag: str, node: feel.Node) -> Element:
    """An element with FEEL in its `text`, in the standard's own spelling of numbers."""
    percentages = (each for each in feel.walk(node) if isinstance(each, feel.NumberLiteral) and each.percent)
    return _text(tag, unparse(rewritten(node, {id(each): _plain for each in percentages})))


def _plain(node: feel.Node) -> feel.Node:
    assert isinstance(node, feel.NumberLiteral)
    return feel.NumberLiteral(node.value)


def _text(tag: str, text: str) -> Element:
    element = Element(tag)
    SubElement(element, "text").text = text
    return element


WRITERS: Mapping[type[Boxed], Callable[[WrittenBoxes, Any, str], Element]] = {
    boxed.LiteralExpression: WrittenBoxes._literal,
    boxed.Erroneous: WrittenBoxes._erroneous,
    boxed.Context: WrittenBoxes._context,
    boxed.Invocation: WrittenBoxes._invocation,
    boxed.List: WrittenBoxes._list,
    boxed.Relation: WrittenBoxes._relation,
    boxed.FunctionDefinition: WrittenBoxes._function,
    boxed.Conditional: WrittenBoxes._conditional,
    boxed.Filter: WrittenBoxes._filter,
    boxed.Iteration: WrittenBoxes._iteration,
    boxed.DecisionTable: WrittenBoxes._table,
}
