"""The checker: which type an expression has in a scope, and what is wrong with it.

Reads   a FEEL tree, a `Scope`, and what is expected of the result.
Gives   the type; in strict mode a diagnostic for every unknown name (GJ11…) and every impossible operation (GJ12…).
        What is not known (`Any`) is trusted, so one mistake gives one message. In `dmn` mode nothing is reported.
        `resolve` gives the tree as it is compiled: labels replaced by names, bare words by the options they are.

The rules stand in checking/, one function per node; `METHODS` is the table of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.dsl import nodes as feel
from engine.dsl.checking import calls, choosing, control, literals, names, operators, units
from engine.dsl.checking.core import Checker, Method
from engine.dsl.diagnostics import Diagnostics
from engine.dsl.nodes import Node
from engine.dsl.rewriting import rewritten
from engine.dsl.scope import Scope
from engine.dsl.types import ANY, Type

NAME_CODES = "GJ11"

METHODS: Mapping[type[Node], Method] = {
    feel.NumberLiteral: literals.number,
    feel.StringLiteral: literals.string,
    feel.BooleanLiteral: literals.boolean,
    feel.NullLiteral: literals.null,
    feel.AtLiteral: literals.at,
    feel.ContextLiteral: literals.context,
    feel.ListLiteral: literals.list_,
    feel.RangeLiteral: literals.range_,
    feel.ComparisonRange: literals.comparison_range,
    feel.Name: names.name,
    feel.Path: names.path,
    feel.Filter: names.filter_,
    feel.Call: calls.call,
    feel.Negation: operators.negation,
    feel.Arithmetic: operators.calculation,
    feel.Comparison: operators.comparison,
    feel.Conjunction: operators.logic,
    feel.Disjunction: operators.logic,
    feel.Between: operators.between,
    feel.In: operators.contained,
    feel.AnyValue: operators.any_value,
    feel.UnaryTests: operators.unary_tests,
    feel.If: control.if_,
    feel.For: control.for_,
    feel.Quantified: control.quantified,
    feel.FunctionLiteral: control.function,
    feel.InstanceOf: control.instance_of,
}


def check(node: Node, scope: Scope, diagnostics: Diagnostics, strict: bool = True, expected: Type = ANY) -> Type:
    """The type of an expression, or of unary tests about the `?` in scope; findings go to `diagnostics`.

    expected   what the result must conform to; a bare word is then the option of that name

    >>> from engine.dsl.types import NUMBER
    >>> found = Diagnostics()
    >>> print(check(feel.Comparison("=", feel.Name("age"), feel.StringLiteral("7")), Scope({"age": NUMBER}), found))
    boolean
    >>> [d.code for d in found]
    ['GJ1202']
    """
    return _expect(Checker(scope, diagnostics if strict else Diagnostics(), METHODS), node, expected)


def resolve(node: Node, scope: Scope, diagnostics: Diagnostics, expected: Type = ANY) -> Node:
    """The tree with every label replaced by its name or path and every bare word by the option it is; spans are kept.

    Findings about names go to `diagnostics`; what names nothing becomes null, so that nobody reports it again.

    >>> from engine.dsl.types import NUMBER
    >>> scope = Scope({"score": NUMBER}).with_labels({"得分": ("score",)})
    >>> resolve(feel.Name("得分"), scope, Diagnostics())
    Name(name='score')
    """
    checker = Checker(scope, Diagnostics(), METHODS)
    _expect(checker, node, expected)
    diagnostics.extend(each for each in checker.diagnostics if each.code.startswith(NAME_CODES))
    return rewritten(node, checker.rewrites)


def declared_type(expression: feel.TypeExpression, scope: Scope, diagnostics: Diagnostics) -> Type:
    """The type that a type expression means; Any, with a finding, where it names nothing.

    >>> print(declared_type(feel.ListTypeExpression(feel.NamedType("number")), Scope(), Diagnostics()))
    list<number>
    """
    return control.declared(Checker(scope, diagnostics, METHODS), expression)


def _expect(checker: Checker, node: Node, expected: Type) -> Type:
    given = checker.expect(node, expected)
    choosing.choose(checker, node, expected)
    units.result(checker, node, expected)
    return given
