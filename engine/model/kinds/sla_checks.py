"""What is wrong or suspicious in a policy of time limits, besides its words.

Gives   GJ4612, GJ4613 (a limit, a calendar that is none), GJ4617 (a limit of nothing), GJ4618 (working days in a
        calendar that knows none), GJ4619 (a warning that is none), GJ4620 (told before it is warned), GJ4621 (told
        twice), GJ4622 (two rows for the same), GJ4623 (a clock without a limit), GJ4624 (a clock that never stops).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from engine.dsl import nodes as feel
from engine.dsl.diagnostics import Diagnostic, Diagnostics, Label
from engine.dsl.duration_mistakes import report_no_duration
from engine.dsl.durations import Duration, Unit, parse_duration
from engine.dsl.text import Text
from engine.model.boxed import Rule
from engine.model.kinds.calendar import ALWAYS, Calendar
from engine.model.kinds.kind import Definitions
from engine.model.kinds.record_rules import report_no_calendar
from engine.model.kinds.sla_parts import Sla
from engine.model.reading import texts

CLOCK_WORDS = ("clock", "Clock", "时钟")


def check(policy: Sla, definitions: Definitions, found: Diagnostics) -> None:
    """Everything that only a policy can have wrong."""
    for rule in policy.targets.rules:
        _check_target(policy, rule, definitions, found)
    _rows_once(policy, found)
    _clocks(policy, found)
    _warnings(policy, found)


def _check_target(policy: Sla, rule: Rule, definitions: Definitions, found: Diagnostics) -> None:
    """The limit is a length of time, the calendar exists, and the two fit."""
    row = dict(zip((output.name for output in policy.targets.outputs), rule.outputs, strict=True))
    limit, calendar = row.get("limit"), row.get("calendar")
    if isinstance(calendar, feel.StringLiteral):
        report_no_calendar(calendar.value, calendar.span, definitions, found)
    if not isinstance(limit, feel.StringLiteral):
        return
    duration = parse_duration(limit.value)
    if duration is None:
        report_no_duration("GJ4612", limit.span, limit.value, found)
    elif not duration.amount:
        found.add("GJ4617", limit.span, value=limit.value)
    elif duration.unit is Unit.WORKING_DAYS and isinstance(calendar, feel.StringLiteral):
        _check_working_days(duration, calendar, definitions, found)


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


def _rows_once(policy: Sla, found: Diagnostics) -> None:
    """No two rows ask the same: of two limits only the stricter counts."""
    seen: dict[tuple[str, ...], tuple[int, Rule]] = {}
    for number, rule in enumerate(policy.targets.rules, 1):
        asked = tuple(cell.span.text.strip() for cell in rule.tests)
        first, other = seen.setdefault(asked, (number, rule))
        if other is not rule:
            found.add("GJ4622", rule.origin, Label(other.origin, "first"), row=number, first=first)


def _clocks(policy: Sla, found: Diagnostics) -> None:
    """Every clock has a limit, and stops some time."""
    limited = set(_limited(policy)) or {feel.AnyValue()}
    known = {word for clock in policy.clocks.values() for word in (clock.name, *texts(clock.label))}
    for clock in policy.clocks.values():
        words = {clock.name, *texts(clock.label)}
        if "stop" not in clock.conditions and "cancel" not in clock.conditions:
            found.add("GJ4624", clock.origin, clock=clock.label)
        elif not limited & words and limited <= known:  # else a row may have been meant for it
            found.add("GJ4623", clock.origin, clock=clock.label)


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
            found.add("GJ4619", place, value=_percent(share))
    first = min((share for share in policy.warn_at if share <= 1), default=None)
    told: dict[tuple[Decimal | None, Duration | None, str], object] = {}
    for each in policy.escalate:
        if each.at is not None and first is not None and each.at < first:
            warning = Label(policy.warn_at[first], "warning")
            found.add("GJ4620", each.origin, warning, to=each.to, share=_percent(each.at), first=_percent(first))
        if (each.at, each.after, each.to) in told:
            found.add("GJ4621", each.origin, to=each.to)
        told[each.at, each.after, each.to] = each


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}%"
