"""Contexts, lists, loops and declared types in native form: one rule for each operation."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

from engine.runtime.native.operators import Arguments
from engine.runtime.native.rewriting import Build, Known, Names, Native, Rule, told
from engine.runtime.native.shapes import ANYTHING, LIST, NULL, TEXT, TRUTH, Shape, of_type
from engine.runtime.syntax import call, choice, constant, is_null, is_true, name, sequence

# -- contexts ----------------------------------------------------------------------------------------------------------


def get(native: Native, arguments: Arguments, names: Names) -> Known:
    """An entry that is there for certain, of a context or of every context in a list."""
    subject, entry = arguments[0], arguments[1].value  # type: ignore[attr-defined]
    if _gives_last(subject, entry):
        return _last(native.entries(subject.func.body, names))  # type: ignore[attr-defined]
    operands = known, _ = [native.known(subject, names), Known(arguments[1], TEXT.sure())]
    general: Build = partial(call, "$get")
    if known.shape.kind is dict and entry in known.shape.entries:
        read: Build = lambda context, key: ast.Subscript(context, key, ast.Load())  # noqa: E731
        return native.guarded(general, operands, read, known.shape.entries[entry])
    item = known.shape.item
    if known.shape.kind is list and item and item.kind is dict and not item.null and entry in item.entries:
        of_all = Shape(list, False, item=item.entries[entry])
        return native.guarded(general, operands, partial(call, "$entries"), of_all)
    return native.general("$get", operands)


def _gives_last(subject: ast.expr, entry: str) -> bool:
    """Whether the last entry is read of a context that stands there, and of which nothing else can be read."""
    match subject:
        case ast.Call(func=ast.Lambda(args=ast.arguments(args=[]), body=ast.Dict(keys=[*_, ast.Constant(value=last)]))):
            return bool(last == entry)
    return False


def _last(entries: Sequence[Known]) -> Known:
    """The last of some expressions after those before it; those that only name things need not be worked out."""
    *before, last = entries
    needed = [each.expr for each in before if not each.simple]
    if not needed:
        return last
    return Known(ast.Subscript(sequence([*needed, last.expr]), constant(-1), ast.Load()), last.shape)


def has(native: Native, arguments: Arguments, names: Names) -> Known:
    """Known of what is no context, and of entries that are there."""
    operands = native.all(arguments, names)
    shape, entry = operands[0].shape, arguments[1].value  # type: ignore[attr-defined]
    lacks = shape.kind not in (None, dict) or (shape.closed and entry not in shape.entries)
    if operands[0].simple and (lacks or (not shape.null and entry in shape.entries)):
        return Known(constant(not lacks), TRUTH.sure())
    return native.general("$has", operands, TRUTH.sure())


# -- lists and loops -------------------------------------------------------------------------------------------------


def filtered(native: Native, arguments: Arguments, names: Names) -> Known:
    """`items[condition]`; what the condition says of null is known of the items that are left."""
    subject = native.known(arguments[0], names)
    item = (subject.shape.item or NULL) if subject.shape.kind is list else ANYTHING
    predicate: ast.Lambda = arguments[1]  # type: ignore[assignment]
    condition, holds = native.function(predicate, [item.maybe()], names)
    if subject.shape.kind is not list or holds.kind is not bool:
        found = item.maybe() if subject.shape.kind is list and holds.kind is Decimal and not holds.null else ANYTHING
        return native.general("$filter", [subject, Known(condition, ANYTHING)], found)
    parameter = predicate.args.args[0].arg
    left = told(predicate.body, {parameter: Known(name(parameter), item)}, True)[parameter].shape
    shape = Shape(list, subject.shape.null, item=left if subject.shape.item else None)
    return Known(call("$kept", subject.expr, condition), shape)


def items(native: Native, arguments: Arguments, names: Names) -> Known:
    """What a loop runs through: a list as it is."""
    (operand,) = native.all(arguments, names)
    if operand.shape.kind is not list:
        return native.general("$items", [operand])
    return native.general("$items", [operand], operand.shape) if operand.shape.null else operand


def loop(operation: str) -> Rule:
    """The variables of a loop are what the lists hold that it runs through."""

    def rule(native: Native, arguments: Arguments, names: Names) -> Known:
        sources, body = arguments
        variables: list[Shape] = []
        functions: list[tuple[ast.Lambda, Shape]] = []
        for source in sources.elts:  # type: ignore[attr-defined]
            functions.append(native.function(source, variables, names))
            shape = functions[-1][1]
            variables.append(shape.item or NULL if shape.kind is list else ANYTHING)
        partly = [LIST.sure()] if operation == "$for_partial" else []
        return _looped(operation, functions, native.function(body, [*variables, *partly], names))  # type: ignore[arg-type]

    return rule


def _looped(operation: str, sources: Sequence[tuple[ast.Lambda, Shape]], body: tuple[ast.Lambda, Shape]) -> Known:
    """A loop over one list without more ado; any other by its operation."""
    (first, through), *others = sources
    expression, each = body
    if operation == "$for" and not others and through.kind is list:
        return Known(call("$mapped", first.body, expression), Shape(list, through.null, item=each))
    result = Shape(list, True, item=each) if operation in ("$for", "$for_partial") else TRUTH
    return Known(call(operation, sequence([source for source, _ in sources]), expression), result)


def index(native: Native, arguments: Arguments, names: Names) -> Known:
    """An item of a list, or null."""
    operands = native.all(arguments, names)
    of = operands[0].shape
    return native.general("$index", operands, (of.item or NULL).maybe() if of.kind is list else ANYTHING)


# -- types -----------------------------------------------------------------------------------------------------------


def coerced(native: Native, arguments: Arguments, names: Names) -> Known:
    """Nothing where a value is known to be of the type."""
    known, type_ = native.known(arguments[0], names), native.constants[arguments[1].id]  # type: ignore[attr-defined]
    if known.shape.kind is NULL.kind or known.shape.fits(type_):  # type: ignore[arg-type]
        return known
    operands = [known, Known(arguments[1], ANYTHING.sure())]
    return native.general("$coerce", operands, of_type(type_))


def allowed(native: Native, arguments: Arguments, names: Names) -> Known:
    """The test is asked of a value that is there."""
    known = native.known(arguments[0], names)
    value = native.standing(native.fresh("value"), known)
    test: ast.Lambda = arguments[1]  # type: ignore[assignment]
    tested = {**names, test.args.args[0].arg: Known(value.expr, value.shape.sure())}
    holds = native.known(test.body, tested)
    passes = holds.expr if holds.shape == TRUTH.sure() else is_true(holds.expr)
    absent = [is_null(value.expr, True)] if value.shape.null else []
    result = choice(
        ast.BoolOp(ast.Or(), [*absent, passes]) if absent else passes, value.expr, call("$refused", value.expr)
    )
    return native.where(value, known, Known(result, known.shape.maybe()))


def closure(native: Native, arguments: Arguments, names: Names) -> Known:
    """A function value; its parameters are of the types that are declared."""
    named, types, body = arguments
    declared = [native.constants[each.id] for each in types.elts]  # type: ignore[attr-defined]
    native.closures += 1
    function, _ = native.function(body, map(of_type, declared[:-1]), names)  # type: ignore[arg-type]
    native.closures -= 1
    return Known(call("$function", named, types, function), ANYTHING.sure())


def conditional(native: Native, arguments: Arguments, names: Names) -> Known:
    """A choice, where the condition is true or false."""
    condition = native.known(arguments[0], names)
    if condition.shape != TRUTH.sure():
        return native.general("$conditional", [condition, *native.all(arguments[1:], names)])
    consequent, alternative = (branch.body for branch in arguments[1:])  # type: ignore[attr-defined]
    return native.branches(condition, arguments[0], consequent, alternative, names)


STRUCTURES: Mapping[str, Rule] = {
    "$get": get,
    "$has": has,
    "$filter": filtered,
    "$items": items,
    **{operation: loop(operation) for operation in ("$for", "$for_partial", "$some", "$every")},
    "$index": index,
    "$coerce": coerced,
    "$allowed": allowed,
    "$function": closure,
    "$conditional": conditional,
}
