"""Windows over records: `within(orders, "3 months")` becomes `within(orders, "3 months", "ordered_on")`.

When a record happened is said once, by its entity; the type of the record carries it (`ContextType.time`). Here it is
put into the call, and the texts of a call that name a period or a figure of the records are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.dsl import nodes as feel
from engine.dsl.builtins.calendar import period_of
from engine.dsl.checking.core import Checker, meant, spelled
from engine.dsl.diagnostics import Edit
from engine.dsl.duration_mistakes import likely_durations
from engine.dsl.inference import item_type, plain
from engine.dsl.scope import place_of
from engine.dsl.source import Span
from engine.dsl.types import ANY, DATE, DATE_TIME, NUMBER, ContextType

PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "within": ("list", "period", "time"),
    "previous": ("list", "period", "time"),
    "change": ("list", "period", "figure", "time"),
}
"""The built-ins that look at a window, with their parameters."""

ENTRIES = ("figure", "time")  # parameters that name an entry of the records


def completed(checker: Checker, node: feel.Call, name: str) -> feel.Call:
    """The call with the entry that says when its records happened; any other call as it is."""
    parameters = PARAMETERS.get(name, ())
    written = {
        argument.name or each: argument.value for argument, each in zip(node.arguments, parameters, strict=False)
    }
    records = item_type(checker.silent().infer(written["list"])) if "list" in written else ANY
    if not _is_period(written.get("period")):
        _report_period(checker, written["period"], written.get("figure"))
        return node
    if not isinstance(records, ContextType) or records.open:
        return node
    for each in ENTRIES:
        _check_entry(checker, each, written.get(each), written["list"], records)
    return node if "time" in written else _timed(checker, node, name, records)


def _is_period(node: feel.Node | None) -> bool:
    """Whether a text names a period; what is no text is left to the types."""
    return not isinstance(node, feel.StringLiteral) or period_of(node.value) is not None


def _report_period(checker: Checker, period: feel.Node, figure: feel.Node | None) -> None:
    """A text that is no period, with what it was meant to be: another way to write it, or the argument behind it."""
    assert isinstance(period, feel.StringLiteral)
    if isinstance(figure, feel.StringLiteral) and _is_period(figure):
        whole = Span(period.span.source, period.span.start, figure.span.end)
        instead: Edit | None = Edit(whole, f"{figure.span.text}, {period.span.text}")
    else:
        likely = next((str(each) for each in likely_durations(period.value) if period_of(str(each))), "")
        instead = Edit(period.span, f'"{likely}"') if likely else None
    checker.report("GJ1216", period.span, instead, value=period.value)


def _check_entry(checker: Checker, role: str, named: feel.Node | None, records: feel.Node, type_: ContextType) -> None:
    """A text that names an entry of the records; a label is replaced by the name."""
    if not isinstance(named, feel.StringLiteral):
        return
    names = type_.called(named.value)
    figures = [each for each, of in type_.entries if plain(of) == NUMBER]
    if role == "figure" and names and not set(names) & set(figures):
        values = {"name": named.value, "of": spelled(records), "figures": figures}
        checker.report("GJ1218", named.span, Edit(named.span, f'"{figures[0]}"') if figures else None, **values)
    elif len(names) == 1:
        checker.rewrite(named, lambda old: feel.StringLiteral(names[0], span=old.span))
    else:
        words = [*type_.entries, *((label, ANY) for label, _ in type_.aliases)]
        near = meant(named.value, words)
        place = place_of(type_, near)
        checker.unknown("GJ1103", named.value, named.span, near, place, quote='"', of=spelled(records))


def _timed(checker: Checker, node: feel.Call, name: str, records: ContextType) -> feel.Call:
    if not records.time:
        dates = [each for each, type_ in records.entries if plain(type_) in (DATE, DATE_TIME)]
        told = {"field": dates[0]} if dates else {}
        checker.report("GJ1215", node.arguments[0].span, function=name, list=spelled(node.arguments[0].value), **told)
        return node
    more = _missing(node, PARAMETERS[name], records.time)
    checker.rewrite(node, lambda old: _extended(old, more))
    return _extended(node, more)


def _extended(node: feel.Node, more: tuple[feel.Argument, ...]) -> feel.Call:
    assert isinstance(node, feel.Call)
    return node.changed(arguments=(*node.arguments, *more))


def _missing(node: feel.Call, parameters: tuple[str, ...], time: str) -> tuple[feel.Argument, ...]:
    """The arguments that are not written: the time, and null for a figure before it."""
    is_named = node.arguments[0].name is not None
    written = {argument.name for argument in node.arguments} if is_named else set(parameters[: len(node.arguments)])
    values = {
        each: feel.StringLiteral(time, span=node.span) if each == "time" else feel.NullLiteral(span=node.span)
        for each in parameters
        if each not in written
    }
    return tuple(feel.Argument(each if is_named else None, value, span=node.span) for each, value in values.items())
