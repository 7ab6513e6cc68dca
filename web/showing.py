"""How values look on a page, as Jinja filters: what is stored stays exact, only the view rounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any

from flask import Flask, g
from markupsafe import Markup

import engine
from web import language
from web.current import DEMONSTRATION, EXAMPLES, services

DASH = "—"


def register(app: Flask) -> None:
    """Make the filters and helpers known to the templates."""
    filters = (
        say, said, spoken, word, answer, person, audited, score, points, percent, plain, moment, day, hour, short,
        problem, title_of, dimension_label, grouped, visits, about, sum_of, kind, strategy_word, length_of_time,
    )  # fmt: skip
    app.jinja_env.filters.update({function.__name__: function for function in filters})
    app.jinja_env.globals["filled"] = filled
    app.jinja_env.globals["choices_of"] = choices_of
    app.jinja_env.globals["kept"] = engine.kept
    app.jinja_env.globals["candidates"] = lambda entity, typed: services().references.candidates(entity, typed)


def choices_of(field: engine.Field) -> list[tuple[str, str]]:
    """The values that a choice or a yes-or-no field may have, each with its word."""
    if field.type == "boolean":
        return [("true", language.t("field.yes")), ("false", language.t("field.no"))]
    return [(option.value, say(option.label)) for option in field.options]


def length_of_time(length: timedelta, calendar: engine.Calendar | None = None) -> str:
    """A length of time in hours and minutes, without its sign; a dash for none at all.

    Where a calendar never closes, two days and more are told in days and hours; a working day has its own length.
    """
    hours, minutes = divmod(round(abs(length.total_seconds()) / 60), 60)
    days, rest = divmod(hours, 24) if calendar and calendar.never_closes else (0, hours)
    counts = (
        {"frame.days": days, "frame.hours": rest} if days >= 2 else {"frame.hours": hours, "frame.minutes": minutes}
    )
    return " ".join(language.t(unit, count=plain(Decimal(count))) for unit, count in counts.items() if count) or DASH


def say(text: engine.Text) -> str:
    """A text of the rules in the language of the page; what it lacks in English is put together from known words."""
    return text.say(language.current()) if text.en else word(text.zh)


def word(text: str) -> str:
    """A word of the rules, such as a rating, in the language of the page."""
    return services().project.words.say(text) if language.current() == "en" else text


def said(text: Mapping[str, str]) -> str:
    """A kept text, `{zh, en}`, in the language of the page; the other one where it is missing."""
    return text.get(language.current()) or text.get("zh") or text.get("en") or ""


def spoken(texts: Mapping[str, list[str]]) -> list[str]:
    """Several texts, `{zh: […], en: […]}`, in the language of the page."""
    return texts.get(language.current(), [])


def person(name: str) -> str:
    """How somebody is called; the two names that nobody has are words of the pages."""
    words = {EXAMPLES: "frame.examples", DEMONSTRATION: "frame.demonstration"}
    return language.t(words[name]) if name in words else name


def problem(finding: engine.Diagnostic) -> str:
    """What is wrong, in one sentence, and the author's own words for it where there are some."""
    told: dict[str, Any] = dict(engine.as_json(finding))
    lang = language.current()
    return word("; ".join([told["message"][lang], *told["facts"][lang], *told["help"][lang]]))


def answer(value: object, field: engine.Field) -> str:
    """The value of a field as people read it; a dash where there is none."""
    if isinstance(value, list):
        return ("、" if language.current() == "zh" else ", ").join(answer(item, field) for item in value)
    if isinstance(value, bool):
        return language.t("field.yes" if value else "field.no")
    if isinstance(value, Decimal):
        return _figure(value, field)
    return _word(value, field)


def _figure(value: Decimal, field: engine.Field) -> str:
    if field.type == "percent":
        return f"{plain(value * 100)}%"
    unit = field.unit.say(language.current()) if field.unit else ""
    return f"{plain(value)} {unit}".rstrip()


def _word(value: object, field: engine.Field) -> str:
    if field.type == "reference" and isinstance(value, str):
        return name_of(field.to, value)
    labels = {option.value: say(option.label) for option in field.options}
    match value:
        case None | "":
            return DASH
        case datetime():
            return moment(value)
        case date() | time():
            return value.isoformat()
        case str() if field.type in ("date", "datetime") and (length := engine.parse_duration(value)):
            return length.say(language.current())
    told = labels.get(str(value), str(value))
    return word(told) if field.type in ("choice", "choices") else told


def name_of(entity: str, identifier: str) -> str:
    """How a record is called that another one refers to, looked up once for each page."""
    names: dict[str, str] = g.setdefault("names", {}).setdefault(entity, {})
    if identifier not in names:
        names[identifier] = services().references.name_of(entity, identifier)
    return names[identifier]


def look_up_names(fields: Iterable[engine.Field], records: Iterable[engine.Record]) -> None:
    """Look up together how all the records are called that some fields of a list refer to."""
    for field in fields:
        referred = {str(record.values[field.name]) for record in records if record.values[field.name]}
        g.setdefault("names", {}).setdefault(field.to, {}).update(services().references.names_of(field.to, referred))


def plain(value: object) -> str:
    """A number with separators and without zeros that say nothing; any other value as its text.

    >>> plain(Decimal("1234567.50"))
    '1,234,567.5'
    """
    if not isinstance(value, Decimal):
        return str(value)
    text = format(value, ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def score(value: Decimal | None) -> str:
    """A total: two places, half up; a dash for none."""
    return DASH if value is None else str(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def points(value: Decimal | None) -> str:
    """Points of a dimension: as many places as they have, two at most."""
    return DASH if value is None else plain(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def percent(value: Decimal) -> str:
    """A share as a percentage."""
    return f"{points(value * 100)}%"


def moment(value: datetime) -> Markup:
    """A moment in the project's time zone, to the minute."""
    local = value.astimezone(services().zone)
    return Markup('<time class="nowrap" datetime="{}">{:%Y-%m-%d %H:%M}</time>').format(local.isoformat(), local)


def day(value: datetime) -> Markup:
    """The day of a moment in the project's time zone."""
    local = value.astimezone(services().zone)
    return Markup('<time class="nowrap" datetime="{}">{:%Y-%m-%d}</time>').format(local.isoformat(), local)


def hour(value: datetime) -> str:
    """The hour and minute of a moment in the project's time zone; stands behind its day where a column is narrow."""
    return f"{value.astimezone(services().zone):%H:%M}"


def short(revision: str) -> str:
    """A revision as people say it: its first ten characters."""
    return revision[:10]


def audited(value: object, field: engine.Field | None) -> str:
    """A value of the audit; the field may have left the file since."""
    return answer(value, field) if field else plain(value)


def title_of(record: engine.Record | None, evaluation: engine.Evaluation | None = None) -> str:
    """How a record is called; of one that is gone, its number is left."""
    if record is None:
        return evaluation.record_id if evaluation else DASH
    return services().references.title(record)


def dimension_label(row: Mapping[str, str], card: engine.Scorecard | None) -> str:
    """How a dimension is called: as the scorecard says now, or as it was kept when it is gone."""
    named = (dimension.label for dimension in card.dimensions if dimension.name == row["name"]) if card else iter(())
    label = next(named, None)
    return say(label) if label else word(row["label"])


def grouped(entity: engine.Entity) -> list[tuple[engine.Text, list[engine.Field]]]:
    """The fields under their headings, in the order of the file; those without a heading come last."""
    groups = [(group.label, [f for f in entity.fields.values() if f.group == group.name]) for group in entity.groups]
    named = {group.name for group in entity.groups}
    rest = [field for field in entity.fields.values() if field.group not in named]
    general = engine.Text(*(language.t("field.general", code) for code in language.LANGUAGES))
    return [(label, fields) for label, fields in [*groups, (general, rest)] if fields]


def filled(dossier: engine.Dossier) -> set[str]:
    """The fields of a record that have a value."""
    return {name for name, value in dossier.record.values.items() if value not in (None, "", [])}


def visits(dossier: engine.Dossier) -> list[tuple[tuple[datetime, str], list[engine.Change]]]:
    """The changes of a record by the moment and the person they were made by, the latest first."""
    return [
        (key, list(changes)) for key, changes in groupby(dossier.changes, key=lambda change: (change.at, change.by))
    ]


def about(explanation: Mapping[str, Any], row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The part of an explanation that is about one dimension."""
    return [part for part in explanation["parts"] if row["label"] in part["label"].values()]


def sum_of(explanation: Mapping[str, Any], card: engine.Scorecard | None) -> str:
    """How the total was added up; empty when the scorecard is gone."""
    labels = {card.total.zh, card.total.en} if card else set()
    parts = [part for part in explanation["parts"] if labels & set(part["label"].values())]
    return said(parts[0]["sentence"]) if parts else ""


def kind(definition: engine.Definition) -> str:
    """What kind of definition it is; the word of the files where the pages have none."""
    return _word_for("kinds", type(definition).__name__.removesuffix("Definition").lower())


def strategy_word(name: str) -> str:
    """How an entry of a strategy is called; the author's word where the pages have none."""
    return _word_for("strategy", name)


def _word_for(area: str, name: str) -> str:
    key = f"{area}.{name}"
    return language.t(key) if key in language.messages() else name
