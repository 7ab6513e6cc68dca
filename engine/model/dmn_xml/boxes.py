"""Boxed expressions of a DMN file (DMN 1.5, chapters 7.3 and 8): one function per XML element.

Logic that cannot be read becomes `Erroneous`: the rest of the model still runs, as the standard's dmn mode wants.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.dsl import nodes as feel
from engine.dsl.names import Names
from engine.dsl.parser import parse_expression, parse_unary_tests
from engine.dsl.source import Span
from engine.dsl.syntax_errors import FeelSyntaxError, refusal
from engine.dsl.text import Text
from engine.dsl.types import ANY, Type
from engine.model import boxed
from engine.model.boxed import Boxed, HitPolicy
from engine.model.dmn_xml.document import Element
from engine.model.dmn_xml.types import Types

EXPRESSIONS = (
    "literalExpression", "context", "invocation", "list", "relation", "functionDefinition", "conditional",
    "filter", "for", "some", "every", "decisionTable",
)  # fmt: skip
POLICIES: Mapping[str, HitPolicy] = {
    "UNIQUE": HitPolicy.UNIQUE,
    "ANY": HitPolicy.ANY,
    "PRIORITY": HitPolicy.PRIORITY,
    "FIRST": HitPolicy.FIRST,
    "RULE ORDER": HitPolicy.RULE_ORDER,
    "OUTPUT ORDER": HitPolicy.OUTPUT_ORDER,
    "COLLECT": HitPolicy.COLLECT,
    "COLLECT SUM": HitPolicy.COLLECT_SUM,
    "COLLECT MIN": HitPolicy.COLLECT_MIN,
    "COLLECT MAX": HitPolicy.COLLECT_MAX,
    "COLLECT COUNT": HitPolicy.COLLECT_COUNT,
}


class Boxes:
    """Reads the boxed expressions of one model, whose names and types it knows."""

    def __init__(self, names: Names, types: Types) -> None:
        self.names = names
        self.types = types

    def inside(self, element: Element | None) -> Boxed | None:
        """The expression inside an element, or None where there is none."""
        found = element.first(*EXPRESSIONS) if element else None
        return self.read(found) if found else None

    def read(self, element: Element) -> Boxed:
        """The boxed expression that an element is."""
        try:
            return READERS[element.tag](self, element)
        except FeelSyntaxError as error:
            return boxed.Erroneous(element.span, error.diagnostic, element.text_of("text"))

    def function(self, element: Element, result: Type = ANY) -> boxed.FunctionDefinition:
        """`encapsulatedLogic` or `functionDefinition`: formal parameters and a body."""
        parameters = tuple(boxed.Parameter(p.get("name"), self.types.of(p)) for p in element.all("formalParameter"))
        body = self._within(element)
        declared = self.types.of(element)
        return boxed.FunctionDefinition(
            element.span, parameters, body, element.get("kind", "FEEL"), declared if declared != ANY else result
        )

    def tests(self, element: Element | None) -> feel.UnaryTests | None:
        """The unary tests of `inputEntry`, `inputValues`, `allowedValues`; None where there are none."""
        text = element.first("text") if element else None
        return parse_unary_tests(text.text(), self.names) if text and text.text().text.strip() else None

    def expression(self, element: Element) -> feel.Node:
        """The FEEL expression in the `text` of an element; an empty one is null."""
        text = element.first("text")
        if text is None or not text.text().text.strip():
            return feel.NullLiteral(span=element.span)
        return parse_expression(text.text(), self.names)

    def _within(self, element: Element | None) -> Boxed:
        """The expression inside an element, null where it was left out."""
        found = self.inside(element)
        if found is not None:
            return found
        span: Span | None = element.span if element else None
        return boxed.LiteralExpression(span or feel.NOWHERE, feel.NullLiteral())

    def _literal(self, element: Element) -> Boxed:
        return boxed.LiteralExpression(element.span, self.expression(element), self.types.of(element))

    def _context(self, element: Element) -> Boxed:
        return boxed.Context(element.span, tuple(map(self._entry, element.all("contextEntry"))), self.types.of(element))

    def _entry(self, element: Element) -> boxed.ContextEntry:
        variable = element.first("variable")
        return boxed.ContextEntry(
            variable.get("name") if variable else "", self._within(element), self.types.of(variable)
        )

    def _invocation(self, element: Element) -> Boxed:
        bindings = tuple(map(self._binding, element.all("binding")))
        return boxed.Invocation(element.span, self._within(element), bindings, self.types.of(element))

    def _binding(self, element: Element) -> boxed.Binding:
        parameter = element.first("parameter")
        return boxed.Binding(parameter.get("name") if parameter else "", self._within(element))

    def _list(self, element: Element) -> Boxed:
        return boxed.List(element.span, tuple(map(self.read, element.all(*EXPRESSIONS))), self.types.of(element))

    def _relation(self, element: Element) -> Boxed:
        columns = tuple(boxed.Column(column.get("name"), self.types.of(column)) for column in element.all("column"))
        rows = tuple(tuple(map(self.read, row.all(*EXPRESSIONS))) for row in element.all("row"))
        return boxed.Relation(element.span, columns, rows, self.types.of(element))

    def _function(self, element: Element) -> Boxed:
        return self.function(element)

    def _conditional(self, element: Element) -> Boxed:
        condition, consequent, alternative = (self._within(element.first(tag)) for tag in ("if", "then", "else"))
        return boxed.Conditional(element.span, condition, consequent, alternative, self.types.of(element))

    def _filter(self, element: Element) -> Boxed:
        source, match = (self._within(element.first(tag)) for tag in ("in", "match"))
        return boxed.Filter(element.span, source, match, self.types.of(element))

    def _iteration(self, element: Element) -> Boxed:
        source, body = element.first("in"), element.first("return", "satisfies")
        return boxed.Iteration(
            element.span,
            element.tag,
            element.get("iteratorVariable"),
            self._within(source),
            self._within(body),
            self.types.of(element),
        )

    def _table(self, element: Element) -> Boxed:
        inputs, outputs = tuple(map(self._input, element.all("input"))), tuple(map(self._output, element.all("output")))
        rules = tuple(self._rule(rule, len(inputs), len(outputs)) for rule in element.all("rule"))
        return boxed.DecisionTable(element.span, inputs, outputs, rules, _policy(element), self.types.of(element))

    def _input(self, element: Element) -> boxed.InputClause:
        expression = element.first("inputExpression") or element
        node = self.expression(expression)
        label = Text(element.get("label") or expression.text_of("text"))
        allowed = self.tests(element.first("inputValues"))
        return boxed.InputClause(node, label, element.span, self.types.of(expression), allowed)

    def _output(self, element: Element) -> boxed.OutputClause:
        default = element.first("defaultOutputEntry")
        return boxed.OutputClause(
            element.get("name"),
            Text(element.get("label") or element.get("name")),
            element.span,
            self.types.of(element),
            self.tests(element.first("outputValues")) or self.types.allowed(element.get("typeRef")),
            self.expression(default) if default else None,
        )

    def _rule(self, element: Element, inputs: int, columns: int) -> boxed.Rule:
        """A row, which must have a cell for every input and every output."""
        any_value = feel.UnaryTests((feel.AnyValue(),))
        tests = tuple(self.tests(entry) or any_value for entry in element.all("inputEntry"))
        outputs = tuple(map(self.expression, element.all("outputEntry")))
        if (len(tests), len(outputs)) != (inputs, columns):
            raise refusal(
                "GJ0906", element.span, tests=len(tests), results=len(outputs), inputs=inputs, outputs=columns
            )
        notes = tuple(entry.text_of("text") for entry in element.all("annotationEntry"))
        return boxed.Rule(tests, outputs, element.span, notes)


def _policy(element: Element) -> HitPolicy:
    """The hit policy of a table; only COLLECT has an aggregation."""
    word = element.get("hitPolicy", "UNIQUE")
    policy = POLICIES.get(f"{word} {element.get('aggregation')}".strip() if word == "COLLECT" else word)
    if policy is None:
        raise refusal("GJ0907", element.span, policy=word, known=", ".join(POLICIES))
    return policy


READERS: Mapping[str, Callable[[Boxes, Element], Boxed]] = {
    "literalExpression": Boxes._literal,
    "context": Boxes._context,
    "invocation": Boxes._invocation,
    "list": Boxes._list,
    "relation": Boxes._relation,
    "functionDefinition": Boxes._function,
    "conditional": Boxes._conditional,
    "filter": Boxes._filter,
    "for": Boxes._iteration,
    "some": Boxes._iteration,
    "every": Boxes._iteration,
    "decisionTable": Boxes._table,
}
