"""The start: what is here, where to begin, and how the customers stand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import engine
from web.charts import Grade, grade
from web.current import services
from web.language import LANGUAGES

pages = Blueprint("home", __name__)
STEPS = (("rating", engine.Scorecard), ("tags", engine.Tags), ("clocks", engine.Sla), ("stages", engine.Pipeline))


@pages.get("/")
def index() -> str:
    """What is here, where to begin, and how the records stand by each scorecard."""
    standings = [standing(card) for card in services().scorecards.values()]
    recent = services().recent_evaluations()
    return render_template("home.html", steps=steps(), standings=standings, recent=recent, grade_of=grade_of)


def steps() -> Iterator[tuple[str, str]]:
    """Where a newcomer may begin, as far as the rules have such things: the name of a step, and its address."""
    rated = [card.subject for card in services().scorecards.values()]
    if rated:
        yield "form", url_for("records.create", entity=rated[0])
    for name, kind in STEPS:
        subjects = (each.subject for each in services().project.definitions.values() if isinstance(each, kind))
        for subject in islice(subjects, 1):
            yield name, url_for("records.index", entity=subject)
    if services().surveys:
        yield "survey", url_for("surveys.index")
    yield "rules", url_for("rules.index")


@pages.get("/records/")
def records() -> str:
    """Every entity with the number of its records."""
    return render_template("records/index.html", counts=services().counts())


@pages.post("/language/<code>")
def language(code: str) -> Response:
    """Switch the language and go back to where one was.

    :raise 404: a language that the pages do not speak
    """
    if code not in LANGUAGES:
        abort(404)
    g.language_chosen = code
    return redirect(inside(request.form.get("back", "")))


def inside(address: str) -> str:
    """The address when it leads to a page of ours, else the start."""
    parts = urlsplit(address.replace("\\", "/"))
    ours = not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith("//")
    return address if ours else url_for("home.index")


def standing(card: engine.Scorecard) -> dict[str, object]:
    """How many records have which rating, the best first, and how many have none yet."""
    counts = services().ratings(card.name)
    rows = [(grade_of(card.name, word), counts.get(word, 0)) for word in reversed(ranking(card))]
    total = services().find_records(card.subject, engine.Query(size=1)).total
    rated = sum(counts.values())
    return {
        "card": card,
        "entity": services().entity(card.subject),
        "rows": rows,
        "rated": rated,
        "total": total,
        "unrated": counts.get(None, 0),
    }


def grade_of(scorecard: str, word: str | None) -> Grade:
    """How a rating by a scorecard is shown; a scorecard that left the files ranks nothing."""
    card = services().scorecards.get(scorecard)
    return grade(word, ranking(card) if card else ())


def ranking(card: engine.Scorecard) -> list[str]:
    """The ratings of a scorecard, the lowest first."""
    return [word for word, _ in services().thresholds(card)]
