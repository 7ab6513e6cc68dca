"""Decision tables in native form: the rows of a first-table one by one, those of a unique table all at once."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from engine.runtime.native.operators import Arguments
from engine.runtime.native.rewriting import MISSING, Known, Names, Native, Rule
from engine.runtime.native.shapes import ANYTHING, NULL, TRUTH, join
from engine.runtime.syntax import call, choice, constant


def first(native: Native, arguments: Arguments, names: Names) -> Known:
    """`result if condition else result if condition else default`."""
    rows, default, _ = arguments
    conditions, results = _rows(native, rows, names)
    return _chosen(conditions, results, _default(native, default, names))


def unique(native: Native, arguments: Arguments, names: Names) -> Known:
    """All conditions are looked at; then the result is given of the one that holds."""
    rows, default, _ = arguments
    conditions, results = _rows(native, rows, names)
    otherwise = _default(native, default, names)
    if len(results) == 1:
        return _chosen(conditions, results, otherwise)
    only = Known(call("$only", *(each.expr for each in conditions)), ANYTHING)
    row = native.standing(native.fresh("row"), only)
    nothing = choice(_at(row, -1).expr, otherwise.expr, constant(None))
    values = list(map(native.value_of, results))
    if MISSING in values:
        found = _chosen([_at(row, index) for index in range(len(results))], results, Known(nothing, otherwise.shape))
    else:
        item = ast.Subscript(native.kept(tuple(values)), row.expr, ast.Load())
        expression = choice(ast.Compare(row.expr, [ast.GtE()], [constant(0)]), item, nothing)
        found = Known(expression, join(each.shape for each in (*results, otherwise)))
    return native.where(row, only, Known(found.expr, found.shape.maybe()))


def _at(row: Known, index: int) -> Known:
    return Known(ast.Compare(row.expr, [ast.Eq()], [constant(index)]), TRUTH.sure())


def _chosen(conditions: Sequence[Known], results: Sequence[Known], otherwise: Known) -> Known:
    """The result of the first condition that holds."""
    expression = otherwise.expr
    for condition, result in reversed(list(zip(conditions, results, strict=True))):
        expression = choice(condition.expr, result.expr, expression)
    return Known(expression, join(each.shape for each in (*results, otherwise)))


def _rows(native: Native, rows: ast.expr, names: Names) -> tuple[list[Known], list[Known]]:
    """The conditions and the results of a table's rows."""
    pairs = [[native.known(part.body, names) for part in row.elts] for row in rows.elts]  # type: ignore[attr-defined]
    return [condition for condition, _ in pairs], [result for _, result in pairs]


def _default(native: Native, default: ast.expr, names: Names) -> Known:
    """What a table gives when no row matches."""
    return native.known(default.body, names) if isinstance(default, ast.Lambda) else Known(call("$no_row"), NULL)


TABLES: Mapping[str, Rule] = {"$F": first, "$U": unique}
