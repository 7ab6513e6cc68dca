"""What is wrong or suspicious in a policy of time limits, besides its words.

Gives   GJ4612, GJ4613 (a limit, a calendar that is none), GJ4617 (a limit of nothing), GJ4618 (working days in a
        calendar that knows none), GJ4619 (a warning that is none), GJ4620 (told before it is warned), GJ4621 (told
        twice), GJ4622 (two rows for the same), GJ4623 (a clock without a limit), GJ4624 (a clock that never stops),
        GJ4625 (a row without a calendar), GJ4626 (two clocks of one label).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from engine.dsl import nodes as feel
from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix, Label
from engine.dsl.duration_mistakes import report_no_duration
from engine.dsl.durations import Duration, Unit, parse_duration
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.model.boxed import Rule
from engine.model.kinds.calendar import ALWAYS, Calendar
from engine.model.kinds.entity import Entity
from engine.model.kinds.kind import Definitions
from engine.model.kinds.record_rules import field_called, report_no_calendar
from engine.model.kinds.sla_parts import ClockDefinition, Sla
from engine.model.reading import texts

CLOCK_WORDS = ("clock", "Clock", "时钟")


def check(policy: Sla, definitions: Definitions, found: Diagnostics) -> None:
    """Everything that only a policy can have wrong."""
    for rule in policy.targets.rules:
        _check_target(policy, rule, definitions, found)
    _rows_once(policy, definitions, found)
    _labels_once(policy, found)
    _clocks(policy, found)
    _warnings(policy, found)


def _check_target(policy: Sla, rule: Rule, definitions: Definitions, found: Diagnostics) -> None:
    """The limit is a length of time, the calendar exists, and the two fit."""
    limit, calendar = _result(policy, rule, "limit"), _result(policy, rule, "calendar")
    if _are_exchanged(limit, calendar):
        _report_exchanged(limit, calendar, found)  # type: ignore[arg-type]
        return
    if calendar and calendar.value in ("", "-"):
        found.extend([_no_calendar(policy, rule, calendar)])
    elif calendar:
        report_no_calendar(calendar.value, calendar.span, definitions, found)
    if limit is None:
        return
    duration = parse_duration(limit.value)
    if duration is None:
        report_no_duration("GJ4612", limit.span, limit.value, found)
    elif not duration.amount:
        found.add("GJ4617", limit.span, value=limit.value)
    elif duration.unit is Unit.WORKING_DAYS and calendar:
        _check_working_days(duration, calendar, definitions, found)


def _result(policy: Sla, rule: Rule, column: str) -> feel.StringLiteral | None:
    """The text that a row gives in a column."""
    row = dict(zip((output.name for output in policy.targets.outputs), rule.outputs, strict=True))
    found = row.get(column)
    return found if isinstance(found, feel.StringLiteral) else None


def _are_exchanged(limit: feel.StringLiteral | None, calendar: feel.StringLiteral | None) -> bool:
    """Whether the limit stands in the column of the calendar, and is none itself."""
    return bool(limit and calendar and parse_duration(calendar.value) and not parse_duration(limit.value))


def _report_exchanged(limit: feel.StringLiteral, calendar: feel.StringLiteral, found: Diagnostics) -> None:
    fix = Fix((Edit(limit.span, calendar.value), Edit(calendar.span, limit.value)))
    found.extend([Diagnostic("GJ4612", limit.span, {"value": limit.value, "suggestions": [calendar.value]}, fix=fix)])


def _no_calendar(policy: Sla, rule: Rule, place: feel.StringLiteral) -> Diagnostic:
    """The finding for a row without a calendar: first those of the rows that are most like it."""
    others = (each for each in policy.targets.rules if each is not rule)
    calendars = {each: cell.value for each in others if (cell := _result(policy, each, "calendar")) and cell.value}
    ranked = sorted(calendars, key=lambda each: -_likeness(policy, rule, each))
    likely = [*dict.fromkeys(calendars[each] for each in ranked)]
    shown: dict[str, object] = {"suggestions": likely} if likely else {}
    return Diagnostic("GJ4625", rule.origin, {**shown}, fix=Fix((Edit(place.span, likely[0]),)) if likely else None)


def _likeness(policy: Sla, one: Rule, other: Rule) -> int:
    """In how much two rows agree: their conditions, and the unit of their limits."""
    cells = sum(a.span.text == b.span.text for a, b in zip(one.tests, other.tests, strict=True))
    limits = [_result(policy, each, "limit") for each in (one, other)]
    units = {duration.unit if (duration := parse_duration(each.value)) else None for each in limits if each}
    return cells + (len(units) == 1)


def _check_working_days(
    duration: Duration, calendar: feel.StringLiteral, definitions: Definitions, found: Diagnostics
) -> None:
    """Working days are counted in a calendar in which nobody works on some days."""
    meant = ALWAYS if calendar.value == ALWAYS.name else definitions.get(calendar.value)
    if not isinstance(meant, Calendar) or not meant.never_closes:
        return
    others = [each.name for each in definitions.values() if isinstance(each, Calendar) and not each.never_closes]
    every = Duration(duration.amount, Unit.DAYS)
    days = Text(every.say("zh"), every.say("en"))
    way: dict[str, object] = {"calendars": others, "days": days} if others else {"every": days}
    values = {"value": Text(duration.say("zh"), duration.say("en")), "calendar": calendar.value, **way}
    found.extend([Diagnostic("GJ4618", calendar.span, values)])


def _rows_once(policy: Sla, definitions: Definitions, found: Diagnostics) -> None:
    """No two rows ask the same: of two limits only the stricter counts."""
    for number, rule, first, other in repeated(policy):
        meant = _other_words(policy, rule, definitions)
        values = {"row": number, "first": first, **({"suggestions": meant} if meant else {})}
        found.extend([Diagnostic("GJ4622", rule.origin, values, (Label(other.origin, "first"),))])


def repeated(policy: Sla) -> list[tuple[int, Rule, int, Rule]]:
    """The rows that ask the same as one before, each with its number, and with that row and its number."""
    seen: dict[tuple[str, ...], tuple[int, Rule]] = {}
    again = []
    for number, rule in enumerate(policy.targets.rules, 1):
        first, other = seen.setdefault(_asked(rule), (number, rule))
        if other is not rule:
            again.append((number, rule, first, other))
    return again


def _asked(rule: Rule) -> tuple[str, ...]:
    return tuple(cell.span.text.strip() for cell in rule.tests)


def _other_words(policy: Sla, rule: Rule, definitions: Definitions) -> list[str]:
    """What may stand in a row instead, so that it asks what none asks yet: first what no row speaks of."""
    rows = [_asked(each) for each in policy.targets.rules]
    spoken_of = {word for row in rows for cell in row for word in re.split(r"\s*[,、]\s*", cell)}
    words = [
        word
        for index, column in enumerate(policy.targets.inputs)
        for word in _words_of(policy, column.expression.span.text.strip(), definitions)
        if (*_asked(rule)[:index], word, *_asked(rule)[index + 1 :]) not in rows
    ]
    return sorted(words, key=lambda word: word in spoken_of)[:1]


def _words_of(policy: Sla, header: str, definitions: Definitions) -> list[str]:
    """The clocks, or the options of the field that a column is about."""
    if header in CLOCK_WORDS:
        return [*policy.clocks]
    entity = definitions.get(policy.subject)
    field = entity.fields.get(field_called(entity, header) or "") if isinstance(entity, Entity) else None
    return [option.value for option in field.options] if field else []


def _labels_once(policy: Sla, found: Diagnostics) -> None:
    """No two clocks are called the same: nobody could say which is meant."""
    seen: dict[str, ClockDefinition] = {}
    for clock in policy.clocks.values():
        first = next((seen[said] for said in texts(clock.label) if said in seen), None)
        if first:
            found.add(
                "GJ4626", clock.label_place, Label(first.label_place, "first"), clock=clock.label, name=clock.name
            )
        seen |= dict.fromkeys(texts(clock.label), clock)


def _clocks(policy: Sla, found: Diagnostics) -> None:
    """Every clock has a limit, and stops some time."""
    limited = set(_limited(policy))
    known = {word for clock in policy.clocks.values() for word in (clock.name, *texts(clock.label))}
    for clock in policy.clocks.values():
        words = {clock.name, *texts(clock.label)}
        if "stop" not in clock.conditions and "cancel" not in clock.conditions:
            found.add("GJ4624", clock.origin, clock=clock.label)
        elif limited and limited <= known and not limited & words:  # a word for no clock may stand for this one
            found.add("GJ4623", clock.origin, clock=clock.label, row=_row_for(policy, clock))


def _row_for(policy: Sla, clock: ClockDefinition) -> str:
    """The row that a clock lacks."""
    headers = [each.expression.span.text.strip() for each in policy.targets.inputs]
    cells = [clock.name if header in CLOCK_WORDS else "-" for header in headers]
    return f"| {' | '.join([*cells, *('…' for _ in policy.targets.outputs)])} |"


def _limited(policy: Sla) -> Iterator[object]:
    """The clocks that rows speak of; `-` speaks of all."""
    columns = [i for i, each in enumerate(policy.targets.inputs) if each.expression.span.text.strip() in CLOCK_WORDS]
    for rule in policy.targets.rules:
        for test in (test for index in columns[:1] for test in rule.tests[index].tests):
            is_word = isinstance(test, feel.StringLiteral | feel.Name)
            yield feel.AnyValue() if not is_word else getattr(test, "value", None) or getattr(test, "name", None)


def _warnings(policy: Sla, found: Diagnostics) -> None:
    """Warnings come before the limit is used up, and before anybody is told that it is."""
    for share, place in policy.warn_at.items():
        if not 0 < share <= 1:
            found.extend([_no_warning(share, place)])
    first = min((share for share in policy.warn_at if 0 < share <= 1), default=None)
    told: dict[tuple[Decimal | None, Duration | None, str], object] = {}
    for each in policy.escalate:
        if each.at is not None and first is not None and each.at < first:
            warning = Label(policy.warn_at[first], "warning")
            found.add("GJ4620", each.origin, warning, to=each.to, share=_percent(each.at), first=_percent(first))
        if (each.at, each.after, each.to) in told:
            found.add("GJ4621", each.origin, to=each.to)
        told[each.at, each.after, each.to] = each


def _no_warning(share: Decimal, place: Span) -> Diagnostic:
    """The finding for a warning behind the end; a digit too many is taken away."""
    meant = _percent(share / 10) if 1 < share <= 10 and place.text.rstrip("%％").endswith("0") else ""
    shown = {"suggestion": meant} if meant else {}
    fix = Fix((Edit(place, meant),)) if meant else None
    return Diagnostic("GJ4619", place, {"value": _percent(share), **shown}, fix=fix)


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}%"
