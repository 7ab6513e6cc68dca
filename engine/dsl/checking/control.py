"""Branches, loops, functions and type expressions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.dsl import nodes as feel
from engine.dsl.checking.core import Checker, meant
from engine.dsl.checking.literals import ends
from engine.dsl.inference import item_type
from engine.dsl.nodes import Node
from engine.dsl.scope import Scope
from engine.dsl.types import (
    ANY,
    ANY_FUNCTION,
    BOOLEAN,
    NULL,
    SIMPLE_TYPES,
    ContextType,
    FunctionType,
    ListType,
    RangeType,
    Type,
    join,
)

TYPE_NAMES: Mapping[str, Type] = {
    **SIMPLE_TYPES,
    "Any": ANY,
    "Null": NULL,
    "list": ListType(ANY),
    "context": ContextType((), open=True),
    "range": RangeType(ANY),
    "function": ANY_FUNCTION,
}
"""The types that have a name in FEEL itself."""


def if_(checker: Checker, node: feel.If, expected: Type) -> Type:
    """`if condition then … else …`."""
    checker.condition(node.condition)
    return join((checker.infer(node.consequent, expected), checker.infer(node.alternative, expected)))


def for_(checker: Checker, node: feel.For, expected: Type) -> Type:
    """`for … return …`; `partial` is the list so far."""
    scope = _iterate(checker, node.iterators).child({"partial": ListType(ANY)})
    return ListType(checker.inside(scope).infer(node.result, item_type(expected)))


def quantified(checker: Checker, node: feel.Quantified, expected: Type) -> Type:
    """`some … satisfies`, `every … satisfies`."""
    checker.inside(_iterate(checker, node.iterators)).condition(node.condition)
    return BOOLEAN


def _iterate(checker: Checker, iterators: Iterable[feel.Iterator]) -> Scope:
    """The scope behind iterators: each sees those before it."""
    scope = checker.scope
    for each in iterators:
        scope = scope.child({each.name: _iterated(checker.inside(scope), each)})
    return scope


def _iterated(checker: Checker, node: feel.Iterator) -> Type:
    """What an iterator gives in turn."""
    if node.end is not None:
        return ends(checker, node, node.source, node.end, ANY)
    source = checker.infer(node.source)
    match source:
        case ListType(item=item) | RangeType(endpoint=item):
            return item
    return ANY if source == ANY else checker.report("GJ1210", node.source.span, given=source)


def function(checker: Checker, node: feel.FunctionLiteral, expected: Type) -> Type:
    """A lambda: parameters without a type are what the context says they are."""
    told = expected.parameters if isinstance(expected, FunctionType) else ()
    given = (*told, *((ANY,) * len(node.parameters)))
    types = {p.name: declared(checker, p.type) if p.type else given[i] for i, p in enumerate(node.parameters)}
    result = ANY if node.external else checker.inside(checker.scope.child(types)).infer(node.body)
    return FunctionType(tuple(types.values()), result, tuple(types))


def instance_of(checker: Checker, node: feel.InstanceOf, expected: Type) -> Type:
    """`value instance of type`."""
    checker.infer(node.value)
    declared(checker, node.type)
    return BOOLEAN


def declared(checker: Checker, node: feel.TypeExpression) -> Type:
    """The type that a type expression means."""
    match node:
        case feel.ListTypeExpression(item=item):
            return ListType(declared(checker, item))
        case feel.RangeTypeExpression(endpoint=endpoint):
            return RangeType(declared(checker, endpoint))
        case feel.ContextTypeExpression(fields=entries):
            return ContextType(tuple((p.name, declared(checker, p.type) if p.type else ANY) for p in entries))
        case feel.FunctionTypeExpression(parameters=parameters, result=result):
            return FunctionType(tuple(declared(checker, each) for each in parameters), declared(checker, result))
        case feel.NamedType(name=name):
            return checker.scope.named_type(name) or TYPE_NAMES.get(name) or _unknown_type(checker, node, name)
    raise TypeError(type(node).__name__)


def _unknown_type(checker: Checker, node: Node, name: str) -> Type:
    return checker.unknown("GJ1108", name, node.span, meant(name, TYPE_NAMES.items()))
