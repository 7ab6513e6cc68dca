"""How the forms of a lowered tree are rewritten. What operations become stands in the modules of their rules."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.dsl.values import Value
from engine.runtime.native.shapes import ANYTHING, NULL, TRUTH, Shape, join, of_value
from engine.runtime.syntax import bound, call, choice, constant, function, is_null, is_true, name, where


class Known(NamedTuple):
    """An expression, and what is known of its value."""

    expr: ast.expr
    shape: Shape

    @property
    def simple(self) -> bool:
        """Whether it may stand in several places: nothing happens when it is read."""
        return isinstance(self.expr, ast.Name | ast.Constant)


Names = Mapping[str, Known]
Build = Callable[..., ast.expr]
Rule = Callable[["Native", Sequence[ast.expr], Names], "Known | None"]
MISSING = object()


@dataclass
class Native:
    """Rewrites one lowered tree. Every name that the tree binds gets an identifier of its own, so that what stood in
    a function may stand in the function around it.

    rules      what an operation becomes; None from a rule: it stays
    closures   functions around the place that may be called when the evaluation is over
    """

    constants: dict[str, Value]
    rules: Mapping[str, Rule]
    closures: int = 0
    _bindings: int = 0
    _read: set[str] = field(default_factory=set)

    def function(self, tree: ast.Lambda, shapes: Iterable[Shape], names: Names) -> tuple[ast.Lambda, Shape]:
        """A function whose parameters have these shapes, and the shape of its value."""
        parameters = [argument.arg for argument in tree.args.args]
        targets = [self.fresh(each) for each in parameters]
        own = dict(zip(parameters, map(Known, targets, shapes), strict=True))
        body = self.known(tree.body, {**names, **own})
        return function([target.id for target in targets], body.expr), body.shape

    def known(self, node: ast.expr, names: Names) -> Known:
        """An expression rewritten; `names` are those that the tree binds around it."""
        return FORMS[type(node)](self, node, names)

    def all(self, nodes: Iterable[ast.expr], names: Names) -> list[Known]:
        """Several expressions rewritten."""
        return [self.known(node, names) for node in nodes]

    # -- forms ---------------------------------------------------------------------------------------------------

    def _constant(self, node: ast.Constant, _: Names) -> Known:
        return Known(node, of_value(node.value))

    def _name(self, node: ast.Name, names: Names) -> Known:
        known = names.get(node.id)
        if known is None:
            return Known(node, of_value(self.constants[node.id]) if node.id in self.constants else ANYTHING)
        if isinstance(known.expr, ast.Name):
            self._read.add(known.expr.id)
        return known

    def _dict(self, node: ast.Dict, names: Names) -> Known:
        keys = [key.value for key in node.keys]  # type: ignore[union-attr]
        values = self.entries(node, names)
        shape = Shape(dict, False, {key: each.shape for key, each in zip(keys, values, strict=True)}, closed=True)
        known = list(map(self.value_of, values))
        if MISSING in known:
            return Known(ast.Dict(node.keys, [each.expr for each in values]), shape)
        return Known(self.kept(dict(zip(keys, known, strict=True))), shape)

    def entries(self, node: ast.Dict, names: Names) -> list[Known]:
        """The entries of a context in their order, bound to names where later ones read them."""
        names, targets, values = dict(names), [], []
        for value in node.values:
            if not isinstance(value, ast.NamedExpr):
                targets.append("")
                values.append(self.known(value, names))
                continue
            target = self.fresh(value.target.id)
            targets.append(target.id)
            names[value.target.id] = Known(target, ANYTHING)  # a function may call itself
            values.append(self.known(value.value, names))
            names[value.target.id] = self.standing(target, values[-1])
        return [
            Known(bound(target, known.expr), known.shape) if target in self._read else known
            for target, known in zip(targets, values, strict=True)
        ]

    def _list(self, node: ast.List, names: Names) -> Known:
        items = self.all(node.elts, names)
        shape = Shape(list, False, item=join(each.shape for each in items) if items else None)
        known = list(map(self.value_of, items))
        if MISSING in known:
            return Known(ast.List([each.expr for each in items], ast.Load()), shape)
        return Known(self.kept(known), shape)

    def _tuple(self, node: ast.Tuple, names: Names) -> Known:
        return Known(ast.Tuple([each.expr for each in self.all(node.elts, names)], ast.Load()), ANYTHING)

    def _choice(self, node: ast.IfExp, names: Names) -> Known:
        """Each branch knows what the condition says about null."""
        test = self.known(node.test, names)
        if isinstance(test.expr, ast.Constant):
            return self.known(node.body if test.expr.value else node.orelse, names)
        return self.branches(test, node.test, node.body, node.orelse, names)

    def branches(self, test: Known, condition: ast.expr, body: ast.expr, other: ast.expr, names: Names) -> Known:
        """`body if test else other`; `condition` is what the test was before."""
        ways = [self.known(body, told(condition, names, True)), self.known(other, told(condition, names, False))]
        return Known(choice(test.expr, *(each.expr for each in ways)), join(each.shape for each in ways))

    def _comparison(self, node: ast.Compare, names: Names) -> Known:
        """`… is True`, `… is None`, `… is not None`."""
        left = self.known(node.left, names)
        if node.comparators[0].value is None:  # type: ignore[attr-defined]
            return null_test(left, isinstance(node.ops[0], ast.Is))
        return left if left.shape == TRUTH.sure() else Known(is_true(left.expr), TRUTH.sure())

    def _conditions(self, node: ast.BoolOp, names: Names) -> Known:
        """Conditions of a row, each looked at only if those before hold."""
        tests = [each.expr for each in self.all(node.values, names)]
        open_ = [each for each in tests if not (isinstance(each, ast.Constant) and each.value is True)]
        if len(open_) < 2:
            return Known(open_[0] if open_ else constant(True), TRUTH.sure())
        return Known(ast.BoolOp(ast.And(), open_), TRUTH.sure())

    def _lambda(self, node: ast.Lambda, names: Names) -> Known:
        """A function of which nothing is known."""
        return Known(self.function(node, [ANYTHING] * len(node.args.args), names)[0], ANYTHING)

    def _call(self, node: ast.Call, names: Names) -> Known:
        if isinstance(node.func, ast.Lambda):
            return self.immediately(node.func, node.args, names)
        operation = node.func.id  # type: ignore[attr-defined]
        rule = self.rules.get(operation)
        known = rule(self, node.args, names) if rule else None
        return known or self.general(operation, self.all(node.args, names))

    def immediately(self, body: ast.Lambda, arguments: Sequence[ast.expr], names: Names) -> Known:
        """`(lambda parameters: body)(arguments)` without a call."""
        parameters = [parameter.arg for parameter in body.args.args]
        values = self.all(arguments, names)
        targets = [self.standing(self.fresh(each), known) for each, known in zip(parameters, values, strict=True)]
        result = self.known(body.body, {**names, **dict(zip(parameters, targets, strict=True))})
        return self.all_where(targets, values, result)

    # -- for the rules -------------------------------------------------------------------------------------------

    def fresh(self, identifier: str) -> ast.Name:
        """A name that nothing else in the tree has."""
        self._bindings += 1
        return name(f"{identifier}${self._bindings}")

    def standing(self, target: ast.Name, known: Known) -> Known:
        """What stands for an expression that is read again: a name for its value, unless it is one already."""
        return known if known.simple else Known(target, known.shape)

    def where(self, target: Known, known: Known, result: Known) -> Known:
        """`result` with a name for an expression in it, unless that needed none."""
        if target is known:
            return result
        assert isinstance(target.expr, ast.Name)
        return Known(where(target.expr, known.expr, result.expr), result.shape)

    def all_where(self, targets: Sequence[Known], values: Sequence[Known], result: Known) -> Known:
        """`result` with names for some expressions, which are worked out in their order."""
        for target, known in reversed(list(zip(targets, values, strict=True))):
            result = self.where(target, known, result)
        return result

    def kept(self, value: Value) -> ast.Name:
        """A name for a value that is known beforehand."""
        self._bindings += 1
        self.constants[f"$kept {self._bindings}"] = value
        return name(f"$kept {self._bindings}")

    def value_of(self, known: Known) -> Value:
        """The value of an expression that is known beforehand; MISSING where it is not."""
        if isinstance(known.expr, ast.Constant):
            return known.expr.value
        return self.constants.get(known.expr.id, MISSING) if isinstance(known.expr, ast.Name) else MISSING

    def guarded(
        self, general: Build, operands: Sequence[Known], native: Build, shape: Shape, *, straight: bool = True
    ) -> Known:
        """`native` of the operands, which gives a `shape`; `general` of them where one is null, or of another class
        than those that are known. `straight`: native reads every operand, once, and in order."""
        kind = next((each.shape.kind for each in operands if each.shape.kind), object)
        targets = [self.standing(self.fresh("operand"), each) for each in operands]
        tests = [test for each in targets for test in _asks(each, kind)]
        if straight and not tests:
            return Known(native(*(each.expr for each in operands)), shape)
        values = [each.expr for each in targets]
        result = Known(native(*values), shape)
        if tests:
            result = Known(choice(all_of(tests), result.expr, general(*values)), shape.maybe())
        return self.all_where(targets, operands, result)

    def general(self, operation: str, operands: Sequence[Known], shape: Shape = ANYTHING) -> Known:
        """The operation itself, which gives a shape."""
        return Known(call(operation, *(each.expr for each in operands)), shape)


def all_of(tests: Sequence[ast.expr]) -> ast.expr:
    """Whether all of some conditions hold."""
    return ast.BoolOp(ast.And(), list(tests)) if len(tests) > 1 else tests[0]


def _asks(operand: Known, kind: type) -> Iterator[ast.expr]:
    """The condition under which an operand is what a native operator takes; none where it is for certain."""
    if operand.shape.kind is None:
        yield ast.Compare(call("$class", operand.expr), [ast.Is()], [name(f"${kind.__name__}")])
    elif operand.shape.null:
        yield is_null(operand.expr, False)


def null_test(of: Known, expected: bool) -> Known:
    """Whether a value is null, or is not; known beforehand of some."""
    if of.simple and (of.shape.kind is NULL.kind or not of.shape.null):
        return Known(constant((of.shape.kind is NULL.kind) is expected), TRUTH.sure())
    return Known(is_null(of.expr, expected), TRUTH.sure())


# -- what conditions tell ------------------------------------------------------------------------------------------


def told(test: ast.expr, names: Names, holds: bool) -> Names:
    """The names in view where a condition holds, or does not: what it says is not null is known not to be."""
    match test:
        case ast.Compare(left=left, ops=[operator], comparators=[ast.Constant(value=None)]):
            return names if isinstance(operator, ast.Is) is holds else _sure(left, names)
        case ast.Compare(left=left, comparators=[ast.Constant(value=True)]) if not isinstance(left, ast.Compare):
            return told(left, names, holds)
        case ast.Call(func=ast.Name(id="$and"), args=[left, ast.Lambda(body=right)]) if holds:
            return told(right, told(left, names, True), True)
        case ast.Call(func=ast.Name(id="$or"), args=[left, ast.Lambda(body=right)]) if not holds:
            return told(right, told(left, names, False), False)
    return names


def _sure(node: ast.expr, names: Names) -> Names:
    """The names in view where an expression is not null: a name, or entries of contexts behind a name."""
    path = _path(node, names)
    if not path:
        return names
    root = names[path[0]]
    return {**names, path[0]: root._replace(shape=_with_sure(root.shape, path[1:]))}


def _path(node: ast.expr, names: Names) -> list[str]:
    """A name and the entries read of it; empty where the expression is none."""
    match node:
        case ast.Name(id=identifier) if identifier in names:
            return [identifier]
        case ast.Call(func=ast.Name(id="$get"), args=[subject, ast.Constant(value=str(entry))]):
            path = _path(subject, names)
            return [*path, entry] if path else []
        case ast.IfExp(test=ast.Call(func=ast.Name(id="$has"), args=[ast.Name(id=item), _]), orelse=orelse):
            return _path(orelse, names) if item in names and names[item].shape.kind not in (dict, None) else []
    return []


def _with_sure(shape: Shape, path: Sequence[str]) -> Shape:
    """A shape of which the value at a path is known not to be null; then none on the way to it is."""
    if not path:
        return shape.sure()
    if shape.kind is not dict or path[0] not in shape.entries:
        return shape
    return shape.with_entry(path[0], _with_sure(shape.entries[path[0]], path[1:])).sure()


FORMS: Mapping[type[ast.expr], Callable[..., Known]] = {
    ast.BoolOp: Native._conditions,
    ast.Call: Native._call,
    ast.Compare: Native._comparison,
    ast.Constant: Native._constant,
    ast.Dict: Native._dict,
    ast.IfExp: Native._choice,
    ast.Lambda: Native._lambda,
    ast.List: Native._list,
    ast.Name: Native._name,
    ast.Tuple: Native._tuple,
}
"""How each form that rules lower to is rewritten."""
