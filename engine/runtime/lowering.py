"""From FEEL to Python's tree: the only place where the two languages meet.

Reads   FEEL nodes (dsl/nodes.py), and `Bindings` that say what names mean.
Gives   `ast` expressions made of the forms in syntax.py. `places` remembers which FEEL node an expression came from,
        `constants` holds the values that Python's compiler does not take (numbers, dates, types) by `$` names.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial, reduce

from engine.dsl import limits, operators
from engine.dsl import nodes as feel
from engine.dsl.builtins import BUILTINS
from engine.dsl.checker import declared_type
from engine.dsl.diagnostics import Diagnostic, Diagnostics
from engine.dsl.ranges import range_between
from engine.dsl.scope import Scope
from engine.dsl.source import Span
from engine.dsl.temporal_text import parse_at
from engine.dsl.types import ANY, Type
from engine.dsl.values import Value
from engine.model.boxed import Boxed, Rule
from engine.runtime.bindings import NO_BINDINGS, Bindings
from engine.runtime.syntax import (
    any_true,
    bound,
    call,
    choice,
    constant,
    function,
    immediately,
    is_null,
    is_true,
    later,
    locate,
    name,
    sequence,
    texts,
)

ARITHMETIC = {"+": "$add", "-": "$subtract", "*": "$multiply", "/": "$divide", "**": "$power"}
COMPARISON = {"=": "$eq", "!=": "$ne", "<": "$lt", "<=": "$le", ">": "$gt", ">=": "$ge"}

Place = feel.Node | Boxed | Rule
Entry = tuple[str, Callable[[Bindings], ast.expr], bool]
"""An entry of a context: its name, how its value is lowered, and whether that is a function."""


@dataclass(frozen=True)
class Lowered:
    """A function ready for either executor: its tree, the constants the tree names, and where each part came from."""

    tree: ast.Lambda
    constants: Mapping[str, Value]
    places: Mapping[ast.expr, Place]
    span: Span


@dataclass
class Lowering:
    """Lowers the FEEL of one function; one method per node class, named after it. `types` are the model's own."""

    types: Mapping[str, Type] = field(default_factory=dict)
    constants: dict[str, Value] = field(default_factory=dict)
    places: dict[ast.expr, Place] = field(default_factory=dict)
    depth: int = 0

    def function(self, parameters: Sequence[str], lower: Callable[[Bindings], ast.expr], span: Span) -> Lowered:
        """The function of these parameters whose body `lower` gives."""
        names = NO_BINDINGS.bind(parameters)
        tree = function(names.parameters(parameters), lower(names))
        locate(tree, span)
        return Lowered(tree, self.constants, self.places, span)

    def lower(self, node: feel.Node, names: Bindings) -> ast.expr:
        """The expression of a node, located and remembered."""
        self.depth += 1
        if self.depth > limits.NESTING:
            limits.exceeded("NESTING", limits.NESTING, node.span)
        expression: ast.expr = getattr(self, method_name("", type(node).__name__))(node, names)
        self.depth -= 1
        return self.placed(expression, node, node.span)

    def placed(self, expression: ast.expr, place: Place, span: Span) -> ast.expr:
        """Remember where an expression comes from; what it was built from has its place already."""
        if expression not in self.places:
            self.places[expression] = place
            locate(expression, span)
        return expression

    def constant(self, label: str, value: Value) -> ast.Name:
        """A name for a value; the same label names the same value."""
        self.constants[f"${label}"] = value
        return name(f"${label}")

    def type(self, type_: Type) -> ast.Name:
        """A name for a type."""
        return self.constant(f"type {type_!r}", type_)

    # -- literals and names --------------------------------------------------------------------------------------

    def _number_literal(self, node: feel.NumberLiteral, _: Bindings) -> ast.expr:
        return self.constant(str(node.value), node.value)

    def _string_literal(self, node: feel.StringLiteral, _: Bindings) -> ast.expr:
        return constant(node.value)

    def _boolean_literal(self, node: feel.BooleanLiteral, _: Bindings) -> ast.expr:
        return constant(node.value)

    def _null_literal(self, _: feel.NullLiteral, __: Bindings) -> ast.expr:
        return constant(None)

    def _at_literal(self, node: feel.AtLiteral, _: Bindings) -> ast.expr:
        value = parse_at(node.text)
        return call("$no_literal", constant(node.text)) if value is None else self.constant(f"@{node.text}", value)

    def _name(self, node: feel.Name, names: Bindings) -> ast.expr:
        return self.resolve(node.name, names) or self.dotted(node.name, names) or call("$unknown", constant(node.name))

    def dotted(self, text: str, names: Bindings) -> ast.expr | None:
        """`Person.Age` read as one name, since some element of the model bears it, where only `Person` is in view."""
        subject, dot, entry = text.rpartition(".")
        found = (self.resolve(subject, names) or self.dotted(subject, names)) if dot else None
        return found and call("$get", found, constant(entry))

    def resolve(self, text: str, names: Bindings | None) -> ast.expr | None:
        """What a name means: an entry of a filtered item, a bound name, a built-in function; None when nothing."""
        if names is None:
            return name(text) if text in BUILTINS else None
        if text in names.identifiers:
            return name(names.identifiers[text])
        outer = self.resolve(text, names.outer)
        if not names.item:
            return outer
        own = call("$get", name(names.item), constant(text))
        return choice(call("$has", name(names.item), constant(text)), own, outer) if outer else own

    # -- boxed literals ------------------------------------------------------------------------------------------

    def _context_literal(self, node: feel.ContextLiteral, names: Bindings) -> ast.expr:
        repeated = _repeated([entry.key for entry in node.entries])
        if repeated is not None:
            return call("$twice", constant(repeated))
        return self.context(map(self.literal_entry, node.entries), names)

    def literal_entry(self, entry: feel.ContextEntry) -> Entry:
        """An entry as `context` takes it."""
        return entry.key, partial(self.lower, entry.value), isinstance(entry.value, feel.FunctionLiteral)

    def context(self, entries: Iterable[Entry], names: Bindings) -> ast.expr:
        """`(lambda: {"a": (a := 1), "b": (b := a + 1)})()`: later entries see earlier ones, none sees itself.

        But a function may call itself, where its name means nothing else.
        """
        keys: list[ast.expr | None] = []
        values: list[ast.expr] = []
        for key, lower, is_function in entries:
            named = names.bind([key])
            value = lower(named if is_function and not names.knows(key) else names)
            names = named
            keys.append(constant(key))
            values.append(bound(names.identifiers[key], value))
        return immediately((), ast.Dict(keys, values))

    def _list_literal(self, node: feel.ListLiteral, names: Bindings) -> ast.expr:
        return ast.List(self.each(node.items, names), ast.Load())

    def each(self, items: Iterable[feel.Node], names: Bindings) -> list[ast.expr]:
        """The expressions of several nodes."""
        return [self.lower(item, names) for item in items]

    def _range_literal(self, node: feel.RangeLiteral, names: Bindings) -> ast.expr:
        """A value at once where both ends are numbers; else made when it is needed."""
        if _is_number(node.start) and _is_number(node.end):
            known = range_between(_number(node.start), _number(node.end), node.start_included, node.end_included)
            if known is not None:
                return self.constant(repr(known), known)
        ends = self.each((node.start, node.end), names)
        return call("$range", *ends, constant(node.start_included), constant(node.end_included))

    def _comparison_range(self, node: feel.ComparisonRange, names: Bindings) -> ast.expr:
        return call("$comparison_range", constant(node.operator), self.lower(node.operand, names))

    # -- access and calls ----------------------------------------------------------------------------------------

    def _path(self, node: feel.Path, names: Bindings) -> ast.expr:
        return self.imported(node, names) or call("$get", self.lower(node.subject, names), constant(node.name))

    def imported(self, node: feel.Path, names: Bindings) -> ast.expr | None:
        """`prefix.Name` of an imported element, which is bound under that very text."""
        if not isinstance(node.subject, feel.Name) or self.resolve(node.subject.name, names):
            return None
        return self.resolve(f"{node.subject.name}.{node.name}", names)

    def _filter(self, node: feel.Filter, names: Bindings) -> ast.expr:
        subject = self.lower(node.subject, names)
        if _is_number(node.predicate):
            return call("$index", subject, self.lower(node.predicate, names))
        inner = names.filtering()
        return call("$filter", subject, function([inner.item], self.lower(node.predicate, inner)))

    def _call(self, node: feel.Call, names: Bindings) -> ast.expr:
        called = self.called(node.function, names)
        arguments = self.each((argument.value for argument in node.arguments), names)
        if any(argument.name is None for argument in node.arguments) or not arguments:
            return call("$call", called, *arguments)
        return self.named_call(called, [argument.name or "" for argument in node.arguments], arguments)

    def called(self, node: feel.Node, names: Bindings) -> ast.expr:
        """The function of a call; an entry of a filtered item never hides a built-in function."""
        while isinstance(node, feel.Name) and node.name in BUILTINS and names.item and names.outer:
            names = names.outer
        return self.lower(node, names)

    def named_call(self, called: ast.expr, named: Sequence[str], arguments: Sequence[ast.expr]) -> ast.expr:
        """A call whose arguments are given by name."""
        return call("$call_named", called, texts(named), *arguments)

    # -- operators -----------------------------------------------------------------------------------------------

    def _negation(self, node: feel.Negation, names: Bindings) -> ast.expr:
        return call("$negate", self.lower(node.operand, names))

    def _arithmetic(self, node: feel.Arithmetic, names: Bindings) -> ast.expr:
        return call(ARITHMETIC[node.operator], *self.each((node.left, node.right), names))

    def _comparison(self, node: feel.Comparison, names: Bindings) -> ast.expr:
        if node.operator in ("=", "!=") and isinstance(node.right, feel.NullLiteral):
            return is_null(self.lower(node.left, names), node.operator == "=")
        return call(COMPARISON[node.operator], *self.each((node.left, node.right), names))

    def _conjunction(self, node: feel.Conjunction, names: Bindings) -> ast.expr:
        return call("$and", self.lower(node.left, names), later(self.lower(node.right, names)))

    def _disjunction(self, node: feel.Disjunction, names: Bindings) -> ast.expr:
        return call("$or", self.lower(node.left, names), later(self.lower(node.right, names)))

    def _between(self, node: feel.Between, names: Bindings) -> ast.expr:
        return call("$between", *self.each((node.value, node.low, node.high), names))

    def _in(self, node: feel.In, names: Bindings) -> ast.expr:
        """What the only test says; whether any of several holds, where one that is not known does not."""
        inner, several = names.bind(["?"]), len(node.tests) > 1
        tests = [self.about(test, inner, "$among" if several else "$in") for test in node.tests]
        holds = any_true(tests) if several else tests[0]
        return immediately(inner.parameters(["?"]), holds, [self.lower(node.value, names)])

    def _instance_of(self, node: feel.InstanceOf, names: Bindings) -> ast.expr:
        """Null where the type names nothing (DMN 1.5, 10.3.2.15)."""
        unknown = Diagnostics()
        type_ = declared_type(node.type, Scope(types=self.types), unknown)
        if unknown:
            return self.erroneous(next(iter(unknown)))
        return call("$instance_of", self.lower(node.value, names), self.type(type_))

    def erroneous(self, diagnostic: Diagnostic) -> ast.expr:
        """Null for a reason that is known before anything runs."""
        return call("$erroneous", self.constant(f"diagnostic {len(self.constants)}", diagnostic))

    # -- control -------------------------------------------------------------------------------------------------

    def _if(self, node: feel.If, names: Bindings) -> ast.expr:
        condition, consequent, alternative = self.each((node.condition, node.consequent, node.alternative), names)
        return choice(is_true(condition), consequent, alternative)

    def _for(self, node: feel.For, names: Bindings) -> ast.expr:
        sources, variables, inner = self.iterators(node.iterators, names)
        if not _mentions(node.result, "partial"):
            return call("$for", sources, function(variables, self.lower(node.result, inner)))
        inner = inner.bind(["partial"])
        body = function([*variables, *inner.parameters(["partial"])], self.lower(node.result, inner))
        return call("$for_partial", sources, body)

    def _quantified(self, node: feel.Quantified, names: Bindings) -> ast.expr:
        sources, variables, inner = self.iterators(node.iterators, names)
        return call(f"${node.quantifier}", sources, function(variables, self.lower(node.condition, inner)))

    def iterators(self, items: Sequence[feel.Iterator], names: Bindings) -> tuple[ast.expr, list[str], Bindings]:
        """What is run through, as functions of the variables before; all variables; the names inside the loop."""
        sources: list[ast.expr] = []
        variables: list[str] = []
        for item in items:
            sources.append(function(variables, self.iterated(item, names)))
            names = names.bind([item.name])
            variables = [*variables, names.identifiers[item.name]]
        return sequence(sources), variables, names

    def iterated(self, item: feel.Iterator, names: Bindings) -> ast.expr:
        """What one iterator runs through."""
        if item.end is None:
            return call("$items", self.lower(item.source, names))
        return call("$count", *self.each((item.source, item.end), names))

    def _function_literal(self, node: feel.FunctionLiteral, names: Bindings) -> ast.expr:
        parameters = [parameter.name for parameter in node.parameters]
        types = [self.written(parameter.type) for parameter in node.parameters]
        if node.external:
            return call("$foreign", texts(parameters), self.lower(node.body, names))
        return self.closure(parameters, types, ANY, partial(self.lower, node.body), names)

    def closure(
        self,
        parameters: Sequence[str],
        types: Sequence[Type],
        result: Type,
        lower: Callable[[Bindings], ast.expr],
        names: Bindings,
    ) -> ast.expr:
        """A function value; arguments and result are converted to their types."""
        repeated = _repeated(parameters)
        if repeated is not None:
            return call("$twice", constant(repeated))
        inner = names.bind(parameters)
        body = function(inner.parameters(parameters), lower(inner))
        typing = sequence([self.type(type_) for type_ in (*types, result)])
        return call("$function", texts(parameters), typing, body)

    # -- unary tests, about what `?` is bound to -------------------------------------------------------------------

    def _unary_tests(self, node: feel.UnaryTests, names: Bindings) -> ast.expr:
        either = self.either([self.test(test, names) for test in node.tests])
        return call("$not", either) if node.negated else either

    def _any_value(self, _: feel.AnyValue, __: Bindings) -> ast.expr:
        return constant(True)

    def either(self, tests: Sequence[ast.expr]) -> ast.expr:
        """Whether any test holds."""
        return reduce(lambda left, right: call("$or", left, later(right)), tests)

    def test(self, node: feel.Node, names: Bindings) -> ast.expr:
        """Whether one test of a cell holds for `?`."""
        is_literal = isinstance(node, feel.NumberLiteral | feel.StringLiteral)
        return self.about(node, names, "$eq" if is_literal else "$test")

    def about(self, node: feel.Node, names: Bindings, operation: str) -> ast.expr:
        """A test of `?`: one that speaks of it as it stands, a comparison with it, or what the operation says."""
        if isinstance(node, feel.AnyValue) or _mentions(node, "?"):
            return self.lower(node, names)
        value = name(names.identifiers["?"])
        if isinstance(node, feel.ComparisonRange):
            test = call(COMPARISON[node.operator], value, self.lower(node.operand, names))
        else:
            test = call(operation, value, self.lower(node, names))
        return self.placed(test, node, node.span)

    def written(self, expression: feel.TypeExpression | None) -> Type:
        """The type that an author wrote."""
        return declared_type(expression, Scope(types=self.types), Diagnostics()) if expression else ANY


@cache
def method_name(prefix: str, class_name: str) -> str:
    """The method for a class of nodes.

    >>> method_name("", "NumberLiteral")
    '_number_literal'
    """
    return prefix + re.sub(r"[A-Z]", lambda capital: f"_{capital[0].lower()}", class_name)


def _is_number(node: feel.Node) -> bool:
    """Whether an expression is written as a number."""
    return isinstance(node.operand if isinstance(node, feel.Negation) else node, feel.NumberLiteral)


def _number(node: feel.Node) -> Value:
    """The number that is written."""
    return operators.negate(_number(node.operand)) if isinstance(node, feel.Negation) else node.value  # type: ignore[attr-defined]


def _repeated(names: Sequence[str]) -> str | None:
    """The first name that comes twice."""
    return next((name for index, name in enumerate(names) if name in names[:index]), None)


def _mentions(node: feel.Node, text: str) -> bool:
    return any(isinstance(part, feel.Name) and part.name == text for part in feel.walk(node))
