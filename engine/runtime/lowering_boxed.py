"""From boxed expressions to Python's tree; FEEL inside goes to lowering.py, and what both need lives there."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from engine.dsl import limits
from engine.dsl import nodes as feel
from engine.dsl.types import ANY, Type
from engine.model import boxed
from engine.model.boxed import Boxed, DecisionTable, InputClause, OutputClause, Rule
from engine.runtime.bindings import Bindings
from engine.runtime.lowering import Lowering, method_name
from engine.runtime.syntax import all_true, call, constant, function, immediately, later, sequence, texts

ALWAYS = (feel.AnyValue(),)
RANKED = (boxed.HitPolicy.PRIORITY, boxed.HitPolicy.OUTPUT_ORDER)


@dataclass
class BoxedLowering(Lowering):
    """Lowers the boxed expression of one decision or function; one method per class of it."""

    def lower_boxed(self, box: Boxed, names: Bindings) -> ast.expr:
        """The expression of a boxed expression, its value converted to the declared type."""
        self.depth += 1
        if self.depth > limits.NESTING:
            limits.exceeded("NESTING", limits.NESTING, box.origin)
        expression: ast.expr = getattr(self, method_name("_boxed", type(box).__name__))(box, names)
        self.depth -= 1
        return self.placed(self.typed(expression, getattr(box, "type", ANY)), box, box.origin)

    def typed(self, expression: ast.expr, type_: Type) -> ast.expr:
        """A value converted to a declared type."""
        return expression if type_ is ANY else call("$coerce", expression, self.type(type_))

    def _boxed_literal_expression(self, box: boxed.LiteralExpression, names: Bindings) -> ast.expr:
        return self.lower(box.expression, names)

    def _boxed_erroneous(self, box: boxed.Erroneous, _: Bindings) -> ast.expr:
        """Logic that could not be read is null for the reason found then."""
        return self.erroneous(box.diagnostic)

    def _boxed_context(self, box: boxed.Context, names: Bindings) -> ast.expr:
        """Its entries, or the value of a last entry without a name."""
        entries = [(e.name or "", partial(self.entry, e), e.is_function) for e in box.entries]
        context = self.context(entries, names)
        has_result = bool(box.entries) and not box.entries[-1].name
        return call("$get", context, constant("")) if has_result else context

    def entry(self, entry: boxed.ContextEntry, names: Bindings) -> ast.expr:
        """The value of one entry of a context, converted to its declared type."""
        return self.typed(self.lower_boxed(entry.value, names), entry.type)

    def _boxed_invocation(self, box: boxed.Invocation, names: Bindings) -> ast.expr:
        called = self.lower_boxed(box.function, names)
        arguments = [self.lower_boxed(binding.value, names) for binding in box.bindings]
        return self.named_call(called, [binding.name for binding in box.bindings], arguments)

    def _boxed_list(self, box: boxed.List, names: Bindings) -> ast.expr:
        return ast.List([self.lower_boxed(item, names) for item in box.items], ast.Load())

    def _boxed_relation(self, box: boxed.Relation, names: Bindings) -> ast.expr:
        return ast.List([self.row(box.columns, row, names) for row in box.rows], ast.Load())

    def row(self, columns: Sequence[boxed.Column], cells: Sequence[Boxed], names: Bindings) -> ast.expr:
        """One context of a relation, each entry converted to the declared type of its column."""
        pairs = list(zip(columns, cells, strict=False))
        values = [self.typed(self.lower_boxed(cell, names), column.type) for column, cell in pairs]
        return ast.Dict([constant(column.name) for column, _ in pairs], values)

    def _boxed_function_definition(self, box: boxed.FunctionDefinition, names: Bindings) -> ast.expr:
        parameters = [parameter.name for parameter in box.parameters]
        types = [parameter.type for parameter in box.parameters]
        if box.kind != "FEEL":
            return call("$foreign", texts(parameters), self.lower_boxed(box.body, names))
        return self.closure(parameters, types, box.result, partial(self.lower_boxed, box.body), names)

    def _boxed_conditional(self, box: boxed.Conditional, names: Bindings) -> ast.expr:
        branches = [later(self.lower_boxed(branch, names)) for branch in (box.consequent, box.alternative)]
        return call("$conditional", self.lower_boxed(box.condition, names), *branches)

    def _boxed_filter(self, box: boxed.Filter, names: Bindings) -> ast.expr:
        inner = names.filtering()
        match = function([inner.item], self.lower_boxed(box.match, inner))
        return call("$matching", self.lower_boxed(box.source, names), match)

    def _boxed_iteration(self, box: boxed.Iteration, names: Bindings) -> ast.expr:
        sources = sequence([later(call("$items", self.lower_boxed(box.source, names)))])
        partial_results = ["partial"] if box.operation == "for" else []
        inner = names.bind([box.variable, *partial_results])
        body = function(inner.parameters([box.variable, *partial_results]), self.lower_boxed(box.body, inner))
        return call("$for_partial" if partial_results else f"${box.operation}", sources, body)

    # -- decision tables -----------------------------------------------------------------------------------------

    def _boxed_decision_table(self, table: DecisionTable, names: Bindings) -> ast.expr:
        """`(lambda ?, ?$: $U(rows, default, ranking))(input, input)`: every column has its own `?`."""
        columns: list[Bindings] = []
        inner = names
        for _ in table.inputs:
            inner = inner.bind(["?"])
            columns.append(inner)
        rows = sequence([self.rule(table, rule, columns, names) for rule in table.rules])
        result = call(f"${table.hit_policy.value}", rows, self.default(table, names), self.ranking(table, names))
        inputs = [self.input(clause, names) for clause in table.inputs]
        return immediately([column.identifiers["?"] for column in columns], result, inputs)

    def input(self, clause: InputClause, names: Bindings) -> ast.expr:
        """The value under test, as its column declares it."""
        value = self.typed(self.lower(clause.expression, names), clause.type)
        if clause.allowed is None:
            return value
        inner = names.bind(["?"])
        return call("$allowed", value, function(inner.parameters(["?"]), self.lower(clause.allowed, inner)))

    def rule(self, table: DecisionTable, rule: Rule, columns: Sequence[Bindings], names: Bindings) -> ast.expr:
        """Whether the row matches, and what it gives; each to be asked for."""
        cells = [(test, column) for test, column in zip(rule.tests, columns, strict=True) if test.tests != ALWAYS]
        condition = self.placed(all_true([self.lower(*cell) for cell in cells]), rule, rule.origin)
        return sequence([later(condition), later(self.output(table.outputs, rule.outputs, names))])

    def output(self, clauses: Sequence[OutputClause], cells: Sequence[feel.Node], names: Bindings) -> ast.expr:
        """The one value, or a context of the values by the names of the columns."""
        values = [self.typed(self.lower(cell, names), clause.type) for clause, cell in zip(clauses, cells, strict=True)]
        return values[0] if len(values) == 1 else ast.Dict([constant(clause.name) for clause in clauses], values)

    def default(self, table: DecisionTable, names: Bindings) -> ast.expr:
        """What the table gives when no row matches; None where no column declares it."""
        if all(clause.default is None for clause in table.outputs):
            return constant(None)
        return later(self.output(table.outputs, [c.default or feel.NullLiteral() for c in table.outputs], names))

    def ranking(self, table: DecisionTable, names: Bindings) -> ast.expr:
        """The declared values of every output in order of importance, for the policies that ask for it."""
        if table.hit_policy not in RANKED:
            return constant(None)
        declared = [self.each(clause.allowed.tests if clause.allowed else (), names) for clause in table.outputs]
        return later(ast.List([ast.List(values, ast.Load()) for values in declared], ast.Load()))
