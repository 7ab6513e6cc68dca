"""Types: every expression of an element, in the scope of what the element requires.

Gives   the findings of the checker (GJ11…, GJ12…), at the expression. What a decision gives is its declared type, or
        is inferred from its logic, so that a decision that requires it is checked against it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.dsl import nodes as feel
from engine.dsl.checker import check
from engine.dsl.diagnostics import Diagnostic, Diagnostics, Label
from engine.dsl.inference import item_type, plain
from engine.dsl.scope import Scope, place_of
from engine.dsl.type_words import described
from engine.dsl.types import (
    ANY,
    ANY_FUNCTION,
    BOOLEAN,
    NULL,
    NUMBER,
    STRING,
    ContextType,
    FunctionType,
    ListType,
    RangeType,
    SimpleType,
    Type,
    join,
    may_conform,
)
from engine.model import boxed
from engine.model.boxed import Boxed, HitPolicy
from engine.model.decision import (
    BusinessKnowledgeModel,
    Decision,
    DecisionService,
    Element,
    InputData,
)


def element_type(
    element: Element, required: Mapping[str, Type], named: Mapping[str, Type], diagnostics: Diagnostics
) -> Type:
    """What an element gives; its expressions are checked on the way.

    required   the types of what its logic may see, by the names that it uses
    named      the types that were declared under a name
    """
    return TYPES[type(element)](element, Scope(required, types=named), diagnostics)


def _input(element: InputData, scope: Scope, diagnostics: Diagnostics) -> Type:
    """What is declared, its allowed texts as options."""
    return with_options(element.type, element.allowed)


def _decision(element: Decision, scope: Scope, diagnostics: Diagnostics) -> Type:
    """What is declared, or else what its logic gives; its wording is checked on the way."""
    logic = _Logic(scope, diagnostics)
    inferred = logic.type(element.logic, element.type)
    result = inferred if element.type == ANY else element.type
    phrase = (*element.phrase.zh, *element.phrase.en) if element.phrase else ()
    for part in phrase:
        if isinstance(part, feel.Node):
            logic.inside({"result": result}).expression(part)
    return result


def _knowledge(element: BusinessKnowledgeModel, scope: Scope, diagnostics: Diagnostics) -> Type:
    """The function that its logic is."""
    return _Logic(scope, diagnostics).type(element.function, element.type)


def _service(element: DecisionService, scope: Scope, diagnostics: Diagnostics) -> Type:
    """A function of which nothing is known but, perhaps, its declared type."""
    return element.type if isinstance(element.type, FunctionType) else ANY_FUNCTION


TYPES: Mapping[type[Element], Callable[[Any, Scope, Diagnostics], Type]] = {
    InputData: _input,
    Decision: _decision,
    BusinessKnowledgeModel: _knowledge,
    DecisionService: _service,
}


def with_options(type_: Type, allowed: feel.UnaryTests | None) -> Type:
    """A text that is declared to be one of some texts is a choice of these.

    >>> from engine.dsl.parser import parse_unary_tests
    >>> from engine.dsl.types import STRING
    >>> with_options(STRING, parse_unary_tests('"A", "B"')).options
    ('A', 'B')
    """
    if not isinstance(type_, SimpleType) or type_.name != "string" or type_.options or allowed is None:
        return type_
    texts = [test.value for test in allowed.tests if isinstance(test, feel.StringLiteral)]
    return replace(type_, options=tuple(texts)) if len(texts) == len(allowed.tests) and not allowed.negated else type_


@dataclass(frozen=True, slots=True)
class _Logic:
    """Boxed expressions in a scope."""

    scope: Scope
    diagnostics: Diagnostics

    def type(self, logic: Boxed | None, expected: Type = ANY) -> Type:
        """What a boxed expression gives: its declared type, or what is inferred; both must fit what is expected."""
        if logic is None:
            return expected
        declared: Type = getattr(logic, "type", ANY)
        wanted = expected if declared == ANY else declared
        given = RULES[type(logic)](self, logic, wanted)
        if not isinstance(logic, boxed.LiteralExpression):
            self.conform(logic, given, wanted)
        return given if wanted == ANY else wanted

    def conform(self, logic: Boxed, given: Type, expected: Type) -> None:
        """Report a result that is not of the type that is asked for; literal expressions are checked by themselves."""
        if not may_conform(plain(given), plain(expected)):
            code = "GJ1203" if expected == BOOLEAN else "GJ1208"
            values = {"given": described(given), "expected": described(expected)}
            self.diagnostics.extend([Diagnostic(code, logic.origin, values)])

    def inside(self, names: Mapping[str, Type]) -> _Logic:
        """The same, with further names in scope."""
        return _Logic(self.scope.child(names), self.diagnostics)

    def expression(self, node: feel.Node, expected: Type = ANY) -> Type:
        """A FEEL tree, held against what is expected of it."""
        return check(node, self.scope, self.diagnostics, expected=expected)

    # -- one rule for each boxed expression ------------------------------------------------------------------------

    def literal(self, logic: boxed.LiteralExpression, expected: Type) -> Type:
        """One FEEL expression."""
        return self.expression(logic.expression, expected)

    def context(self, logic: boxed.Context, expected: Type) -> Type:
        """Later entries see earlier ones, functions also themselves; an entry without a name is the result."""
        entries: dict[str, Type] = {}
        for entry in logic.entries:
            wanted = entry.type if entry.name or entry.type != ANY else expected
            inner = self.inside(dict(entries))
            if entry.is_function and not inner.scope.meanings(entry.name):
                inner = inner.inside({entry.name: ANY_FUNCTION})
            type_ = inner.type(entry.value, wanted)
            if not entry.name:
                return type_
            entries[entry.name] = type_
        return ContextType(tuple(entries.items()))

    def invocation(self, logic: boxed.Invocation, expected: Type) -> Type:
        """What the function gives; every binding is held against its parameter."""
        function = self.type(logic.function)
        known = function if isinstance(function, FunctionType) else ANY_FUNCTION
        parameters = dict(zip(known.names, known.parameters, strict=False))
        for binding in logic.bindings:
            self.type(binding.value, parameters.get(binding.name, ANY))
        return known.result

    def list_(self, logic: boxed.List, expected: Type) -> Type:
        """A list of what all its items are."""
        return ListType(join([self.type(item, _item(expected)) for item in logic.items]))

    def relation(self, logic: boxed.Relation, expected: Type) -> Type:
        """A list of records with these columns."""
        return ListType(join(ContextType(self.row(logic.columns, row)) for row in logic.rows))

    def row(self, columns: Sequence[boxed.Column], cells: Sequence[boxed.Boxed]) -> tuple[tuple[str, Type], ...]:
        """The entries of one record, each held against the type of its column."""
        pairs = zip(columns, cells, strict=False)
        return tuple((column.name, self.type(cell, column.type)) for column, cell in pairs)

    def function(self, logic: boxed.FunctionDefinition, expected: Type) -> Type:
        """The body sees the parameters; foreign functions are what they are declared to be."""
        parameters = {each.name: each.type for each in logic.parameters}
        result = self.inside(parameters).type(logic.body, logic.result) if logic.kind == "FEEL" else logic.result
        return FunctionType(tuple(parameters.values()), result, tuple(parameters))

    def conditional(self, logic: boxed.Conditional, expected: Type) -> Type:
        """Either branch; the condition is a boolean."""
        self.type(logic.condition, BOOLEAN)
        return join([self.type(logic.consequent, expected), self.type(logic.alternative, expected)])

    def filter(self, logic: boxed.Filter, expected: Type) -> Type:
        """The same list; the condition sees the entries of each item."""
        item = item_type(self.type(logic.source))
        entries = item if isinstance(item, ContextType) else ContextType(())
        inner = _Logic(self.scope.child_of_entries(entries, {"item": item}), self.diagnostics)
        inner.type(logic.match, BOOLEAN)
        return ListType(item)

    def iteration(self, logic: boxed.Iteration, expected: Type) -> Type:
        """`for` gives a list of what its body gives; `some` and `every` a boolean."""
        source = self.type(logic.source)
        item = source.endpoint if isinstance(source, RangeType) else item_type(source)
        inner = self.inside({logic.variable: item, "partial": ListType(ANY)})
        if logic.operation == "for":
            return ListType(inner.type(logic.body, _item(expected)))
        inner.type(logic.body, BOOLEAN)
        return BOOLEAN

    def table(self, logic: boxed.DecisionTable, expected: Type) -> Type:
        """One output's type, or a record of several; a list of them where the hit policy collects."""
        for i, clause in enumerate(logic.inputs):
            self.column(clause, [rule.tests[i] for rule in logic.rules])
        results = [self.output(clause, i, logic) for i, clause in enumerate(logic.outputs)]
        names = [clause.name for clause in logic.outputs]
        result = results[0] if len(results) == 1 else ContextType(tuple(zip(names, results, strict=True)))
        aggregate = AGGREGATES.get(logic.hit_policy)
        return aggregate(result) if aggregate else result

    def column(self, clause: boxed.InputClause, cells: list[feel.UnaryTests]) -> None:
        """An input expression, its allowed values, and the cells below it."""
        given = self.expression(clause.expression)
        tested = with_options(given if clause.type == ANY else clause.type, clause.allowed)
        found = Diagnostics()
        inner = _Logic(self.scope.child({"?": tested}), found)
        written = [cell for cell in cells if not isinstance(cell.tests[0], feel.AnyValue)]
        for cell in [*([clause.allowed] if clause.allowed else []), *written]:
            inner.expression(cell)
        several = len(found) > 1 or any(isinstance(test, ORDERED) for cell in written for test in cell.tests)
        other = self.other_type(clause, written, found) if several and len(found) >= len(written) > 0 else None
        self.diagnostics.extend([other] if other else found)

    def other_type(
        self, clause: boxed.InputClause, cells: list[feel.UnaryTests], found: Diagnostics
    ) -> Diagnostic | None:
        """One finding at the field of a column where every cell is of one other type: the field has the wrong one."""
        if {each.code for each in found} - NOT_COMPARABLE or not isinstance(clause.expression, feel.Path):
            return None
        if isinstance(clause.type, SimpleType) and clause.type.options:  # whose cells are to be options
            return None
        path, silent = clause.expression, Diagnostics()
        declared = place_of(check(path.subject, self.scope, silent), [path.name])
        literals = (node for cell in cells for node in feel.walk(cell) if type(node) in FIELD_TYPE_OF)
        types = {FIELD_TYPE_OF[type(node)] for node in literals}
        if declared is None or len(types) != 1:
            return None
        label = Label(clause.origin, "column", {"name": clause.label})
        values: dict[str, object] = {"name": clause.label, "suggestion": f"type: {types.pop()}"}
        return Diagnostic("GJ1230", declared, values, (label,))

    def output(self, clause: boxed.OutputClause, i: int, logic: boxed.DecisionTable) -> Type:
        """The cells below an output."""
        wanted = with_options(clause.type, clause.allowed)
        cells = [rule.outputs[i] for rule in logic.rules]
        given = [self.expression(cell, wanted) for cell in (*cells, *([clause.default] if clause.default else []))]
        every = join(given)
        only = isinstance(every, SimpleType) and every.closed and wanted == STRING  # constant texts: all there is
        return every if wanted == ANY or only else wanted

    def erroneous(self, logic: boxed.Erroneous, expected: Type) -> Type:
        """Null; why is known already."""
        return NULL


ORDERED = (feel.ComparisonRange, feel.RangeLiteral)
NOT_COMPARABLE = {"GJ1202", "GJ1209"}
FIELD_TYPE_OF: Mapping[type[feel.Node], str] = {
    feel.NumberLiteral: "number",
    feel.BooleanLiteral: "boolean",
    feel.StringLiteral: "text",
}
"""The type of a field that cells with such constants are about."""


def _item(expected: Type) -> Type:
    """What is expected of the items where a list is expected."""
    return expected.item if isinstance(expected, ListType) else ANY


AGGREGATES: Mapping[HitPolicy, Callable[[Type], Type]] = {
    HitPolicy.COLLECT: ListType,
    HitPolicy.RULE_ORDER: ListType,
    HitPolicy.OUTPUT_ORDER: ListType,
    HitPolicy.COLLECT_COUNT: lambda _: NUMBER,
}

RULES: Mapping[type[Boxed], Callable[[_Logic, Any, Type], Type]] = {
    boxed.LiteralExpression: _Logic.literal,
    boxed.Context: _Logic.context,
    boxed.Invocation: _Logic.invocation,
    boxed.List: _Logic.list_,
    boxed.Relation: _Logic.relation,
    boxed.FunctionDefinition: _Logic.function,
    boxed.Conditional: _Logic.conditional,
    boxed.Filter: _Logic.filter,
    boxed.Iteration: _Logic.iteration,
    boxed.DecisionTable: _Logic.table,
    boxed.Erroneous: _Logic.erroneous,
}
