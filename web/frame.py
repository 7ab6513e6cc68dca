"""What stands around every page: where one can go, the language, who is there, which rules run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Flask, current_app, request, url_for

import engine
from web import language
from web.current import current_user, services, workplace


def register(app: Flask) -> None:
    """Make the frame's values known to every template."""
    app.context_processor(values)


def values() -> dict[str, Any]:
    """Names that every template may use. Where no rules run at all, the frame is empty."""
    try:
        project: engine.Project | None = services().project
    except engine.DefinitionError:
        project = None
    user = current_user()
    return {
        "project_label": project.settings.label if project and project.settings else engine.Text("规矩", "Guiju"),
        "places": list(places()) if project else [],
        "revision": project.revision if project else "",
        "rules_broken": user.maintainer and workplace().broken,
        "user": user,
        "language_tag": language.LANGUAGES[language.current()],
        "other_language": language.other(),
        "other_language_tag": language.LANGUAGES[language.other()],
        "asset_version": current_app.config["ASSET_VERSION"],
    }


def places() -> Iterator[dict[str, object]]:
    """The entries of the navigation: the start, the entities that are rated, all records, evaluations, the rules."""
    asked = (request.view_args or {}).get("entity")
    rated = {card.subject for card in services().scorecards.values()} & set(services().entities)
    yield place("home", language.t("home.title"), url_for("home.index"), request.endpoint == "home.index")
    for name in sorted(rated):
        label = services().entity(name).label.say(language.current())
        yield place("records", label, url_for("records.index", entity=name), asked == name)
    elsewhere = request.endpoint == "home.records" or (bool(asked) and asked not in rated)
    yield place("archive", language.t("home.records_title"), url_for("home.records"), elsewhere)
    yield place(
        "evaluations", language.t("evaluations.title"), url_for("evaluations.index"), below("evaluations.index")
    )
    if services().surveys:
        yield place("surveys", language.t("surveys.title"), url_for("surveys.index"), below("surveys.index"))
    yield place("rules", language.t("rules.title"), url_for("rules.index"), below("rules.index"))


def below(endpoint: str) -> bool:
    """Whether the page lies below another one."""
    return request.path.startswith(url_for(endpoint))


def place(icon: str, label: str, url: str, here: bool) -> dict[str, object]:
    """One entry of the navigation."""
    return {"icon": icon, "label": label, "url": url, "here": here}
