"""Calls: which of the ways to call a function is meant, and which argument does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations
from typing import Any

from engine.dsl import nodes as feel
from engine.dsl.builtins import BUILTINS
from engine.dsl.checking import windows
from engine.dsl.checking.choosing import choose
from engine.dsl.checking.core import Checker, meant, spelled
from engine.dsl.checking.elsewhere import OF_LISTS, instead_of_call, instead_of_method, tell
from engine.dsl.checking.remedies import remedy
from engine.dsl.diagnostics import Edit
from engine.dsl.inference import Signature, item_type, plain, result_of, signatures
from engine.dsl.source import Span
from engine.dsl.temporal_text import parse_at
from engine.dsl.type_words import described
from engine.dsl.types import (
    ANY,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    NUMBER,
    TIME,
    YEARS_MONTHS,
    ContextType,
    FunctionType,
    ListType,
    Type,
)

SPREADSHEET = {
    "average": "mean", "avg": "mean", "len": "string length", "length": "string length", "upper": "upper case",
    "lower": "lower case", "round": "round half up", "roundup": "round up", "rounddown": "round down", "int": "floor",
    "left": "substring", "right": "substring", "mid": "substring", "mod": "modulo", "stdev": "stddev", "var": "stddev",
    "text": "string", "value": "number", "isblank": "is", "countif": "count", "sumif": "sum", "join": "string join",
    "concat": "string join", "textjoin": "string join", "search": "contains", "find": "contains", "unique":
    "distinct values", "weekday": "day of week", "month": "month of year", "datedif": "months between",
    "datediff": "months between", "平均": "mean", "平均值": "mean", "求和": "sum",
    "合计": "sum", "总和": "sum", "最大": "max", "最大值": "max", "最小": "min", "最小值": "min", "计数": "count",
    "个数": "count", "四舍五入": "round half up", "取整": "floor", "绝对值": "abs", "今天": "today", "现在": "now",
    "包含": "contains",
}  # fmt: skip
"""What functions of spreadsheets, and those in Chinese, are called in FEEL."""

USUAL: dict[object, str] = {"scale": "0", DATE: "today()"}
"""What an argument mostly is, by the name of its parameter or by its type."""

MOMENTS: dict[str, Type] = {"date": DATE, "time": TIME, "date and time": DATE_TIME, "duration": DAYS_TIME}
"""Functions of a text that names a moment or a length of time."""

MONTHS = 12  # the most months that a number alone may stand for: 30 and 90 are days


def call(checker: Checker, node: feel.Call, expected: Type) -> Type:
    """A call of a name in scope, of a built-in, or of a value."""
    name = node.function.name if isinstance(node.function, feel.Name) else ""
    if name and not checker.scope.meanings(name):
        if name in BUILTINS:
            _check_membership(checker, node, name)
            if wrong := _no_such_moment(checker, node, name):
                return wrong
            return _apply(checker, windows.completed(checker, node, name), name, _built_in(name))
        return _no_function(checker, node, name)
    if instead := instead_of_method(checker, node):
        checker.rewrite(node)
        return tell(checker, instead)
    function = checker.infer(node.function)
    if isinstance(node.function, feel.NumberLiteral):  # a remark in brackets behind it
        number = node.function.span
        return checker.report("GJ1207", number, Edit(node.span, number.text), name=number.text, given=function)
    if isinstance(function, ListType) and len(node.arguments) == 1:
        checker.rewrite(node)
        return tell(checker, Edit(node.span, f"{node.function.span.text}[{node.arguments[0].span.text}]"))
    if isinstance(function, FunctionType):
        return _apply(checker, node, spelled(node.function), signatures(function))
    if function != ANY:
        checker.report("GJ1207", node.function.span, name=spelled(node.function), given=function)
    return _apply(checker, node, name, ())


@cache
def _built_in(name: str) -> tuple[Signature, ...]:
    """All ways to call a built-in."""
    return signatures(BUILTINS[name])


def _check_membership(checker: Checker, node: feel.Call, name: str) -> None:
    """`list contains`: the list comes first, and a constant is one of the options of its items."""
    if name != "list contains" or len(node.arguments) != 2 or node.arguments[0].name is not None:
        return
    first, second = (each.value for each in node.arguments)
    many, one = checker.silent().infer(first), checker.silent().infer(second)
    if isinstance(one, ListType) and not isinstance(many, ListType) and many != ANY:
        meant = f"list contains({second.span.text}, {first.span.text})"
        checker.report("GJ1229", node.span, Edit(node.span, meant), list=second.span.text)
    elif isinstance(many, ListType):
        choose(checker, second, many.item)


def _no_such_moment(checker: Checker, node: feel.Call, name: str) -> Type | None:
    """`date("2026/5/8")`, `duration(7)`: a constant that is no date, no length of time; None where all is well."""
    values = [argument.value for argument in node.arguments]
    if name not in MOMENTS or len(values) != 1 or not isinstance(values[0], (feel.StringLiteral, feel.NumberLiteral)):
        return None
    text = values[0].value if isinstance(values[0], feel.StringLiteral) else f"{values[0].value:f}"
    instead = remedy(values[0], MOMENTS[name])
    if parse_at(text) or (instead is None and isinstance(values[0], feel.NumberLiteral)):
        return None
    checker.report("GJ1212", node.span, instead and Edit(node.span, instead.text), text=text)
    return MOMENTS[name]


def _no_function(checker: Checker, node: feel.Call, name: str) -> Type:
    if instead := instead_of_call(node):
        checker.rewrite(node)
        return tell(checker, instead)
    checker.rewrite(node)
    functions = ((word, type_) for word, type_ in checker.scope.words() if isinstance(type_, FunctionType))
    words = (*functions, *dict.fromkeys(BUILTINS, ANY).items())
    elsewhere = SPREADSHEET.get(name.lower())
    near = [elsewhere] if elsewhere else meant(name, words)
    more: dict[str, Any] = {} if near else {"word": name}
    return checker.unknown("GJ1105", name, node.function.span, near, **more)


def _argument_types(checker: Checker, node: feel.Call) -> list[Type]:
    """The types of the arguments; a lambda beside a list is about the items of that list."""
    values = [argument.value for argument in node.arguments]
    types = {id(value): checker.infer(value) for value in values if not isinstance(value, feel.FunctionLiteral)}
    item = next((each.item for each in types.values() if isinstance(each, ListType)), ANY)
    for value in values:
        if isinstance(value, feel.FunctionLiteral):
            types[id(value)] = checker.infer(value, FunctionType((item,) * len(value.parameters), ANY))
    return [types[id(value)] for value in values]


def _apply(checker: Checker, node: feel.Call, name: str, known: tuple[Signature, ...]) -> Type:
    """The result of a call; Any where nothing is known of the function."""
    given = _argument_types(checker, node)
    if not known:
        return ANY
    if node.arguments and node.arguments[0].name is not None:
        return _apply_named(checker, node, name, known, given)
    candidates = [each for each in known if each.accepts(len(given))]
    return _select(checker, node, name, candidates, given) if candidates else _wrong_count(checker, node, name, known)


def _apply_named(checker: Checker, node: feel.Call, name: str, known: Sequence[Signature], given: list[Type]) -> Type:
    """Named arguments are put in the order of the parameters."""
    parameters = dict.fromkeys(parameter for each in known for parameter in each.names)
    named = {argument.name or "": (argument, type_) for argument, type_ in zip(node.arguments, given, strict=True)}
    for parameter, (argument, _) in named.items():
        if parameter not in parameters:
            values = {"function": name, "parameter": parameter, "expected": list(parameters)}
            near = meant(parameter, dict.fromkeys(parameters, ANY).items())
            return checker.report("GJ1206", argument.span, **values, **({"suggestion": near} if near else {}))
    candidates = [each for each in known if set(each.names) == set(named)]
    if not candidates:
        return _wrong_count(checker, node, name, known)
    order = candidates[0].names
    positional = node.changed(arguments=tuple(named[parameter][0] for parameter in order))
    return _select(checker, positional, name, candidates, [named[parameter][1] for parameter in order])


def _select(
    checker: Checker, node: feel.Call, name: str, candidates: Sequence[Signature], given: Sequence[Type]
) -> Type:
    """Of the ways to call the function, those that the arguments fit; else the first misfit of the nearest one."""
    fitting = [each for each in candidates if each.misfit(given) is None]
    if fitting:
        return result_of(name, fitting, given)
    position = max(each.misfit(given) or 0 for each in candidates)
    near = [each for each in candidates if each.misfit(given) == position]
    if name in OF_LISTS and isinstance(given[0], ListType):
        other, alike = node.function.span, [each for each in _built_in(OF_LISTS[name]) if each.accepts(len(given))]
        if any(each.misfit(given) is None for each in alike):
            return checker.report("GJ1110", other, Edit(other, OF_LISTS[name]), found=name)
    return checker.report(
        "GJ1204",
        node.arguments[position].span,
        _swapped(node, candidates, given) or _fitting(node.arguments[position].value, given[position], near, position),
        function=name,
        position=position + 1,
        parameter=near[0].names[min(position, len(near[0].names) - 1)] if near[0].names else "",
        expected=[described(type_) for type_ in dict.fromkeys(each.parameter(position) for each in near)],
        given=given[position],
    )


def _swapped(node: feel.Call, candidates: Sequence[Signature], given: Sequence[Type]) -> Edit | None:
    """The arguments in another order, where two that are exchanged fit."""
    arguments = node.arguments
    for first, second in combinations(range(len(given)), 2):
        order = [*range(len(given))]
        order[first], order[second] = second, first
        if any(each.misfit([given[index] for index in order]) is None for each in candidates):
            start, end = arguments[0].span, arguments[-1].span
            whole = Span(start.source, start.start, end.end)
            return Edit(whole, ", ".join(arguments[index].span.text for index in order))
    return None


def _fitting(value: feel.Node, given: Type, near: Sequence[Signature], position: int) -> Edit | None:
    """An argument as it would fit: a constant of the wanted type, a figure of records, a period for a number."""
    wanted = [each.parameter(position) for each in near]
    records = item_type(given)
    if isinstance(records, ContextType) and NUMBER in map(plain, wanted):
        figures = [name for name, type_ in records.entries if plain(type_) == NUMBER]
        return Edit(value.span, f"{value.span.text}.{figures[0]}") if figures else None
    if isinstance(value, feel.NumberLiteral) and {YEARS_MONTHS, DAYS_TIME} <= set(wanted):
        unit = "days" if value.value > MONTHS else "month" if value.value == 1 else "months"
        return Edit(value.span, f'"{value.span.text} {unit}"')
    return next((edit for each in wanted if (edit := remedy(value, each))), None)


def _wrong_count(checker: Checker, node: feel.Call, name: str, known: Sequence[Signature]) -> Type:
    given = len(node.arguments)
    instead = _completed(node, known)
    return checker.report("GJ1205", node.span, instead, function=name, given=given, expected=_counts(known))


def _completed(node: feel.Call, known: Sequence[Signature]) -> Edit | None:
    """The call with the arguments that it lacks, where everybody would give the same ones."""
    written = node.span.text
    longer = (each for each in known if len(each.types) > len(node.arguments))
    for each in sorted(longer, key=lambda each: len(each.types)):
        missing = zip(each.names[len(node.arguments) :], each.types[len(node.arguments) :], strict=True)
        values = [USUAL.get(name) or USUAL.get(type_) for name, type_ in missing]
        if all(values) and written.endswith(")") and node.arguments:
            return Edit(node.span, f"{written[:-1].rstrip()}, {', '.join(map(str, values))})")
    return None


def _counts(known: Iterable[Signature]) -> str:
    """How many arguments are right: `1`, `2, 3`, `1…`."""
    counts = sorted({len(each.types) for each in known})
    return ", ".join(map(str, counts)) + ("…" if any(each.variadic for each in known) else "")
