"""Surveys: the list, filling one in page by page, and what the answers come to. Nothing is stored yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, render_template, request

import engine
from web.current import services

pages = Blueprint("surveys", __name__, url_prefix="/surveys")


@pages.after_request
def go_back(response: Response) -> Response:
    """The pages of a survey answer posts; a browser can go back to them only when it may keep them for itself."""
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@pages.get("/")
def index() -> str:
    """Every survey that can be filled in."""
    return render_template("surveys/list.html", surveys=services().surveys)


@pages.route("/<name>", methods=["GET", "POST"])
def fill(name: str) -> str | tuple[str, int]:
    """A page of a survey; behind the last one, its scores and what follows from them.

    A post holds everything typed so far, so going back loses nothing and the server remembers nothing.

    :raise 404: no such survey, or no such record to fill it in about
    """
    survey = services().survey(name)
    about = request.values.get("_about", "")
    posted = {key: request.form.getlist(key) for key in request.form}
    setting = engine.Setting.of(services().project, facts(survey, about), services().clock)
    response = engine.fill(survey, posted, setting)
    return answer(response, about, request.form.get("_page", ""), request.form.get("_action", ""))


def facts(survey: engine.Survey, about: str) -> Mapping[str, Any]:
    """What is known of the record that a survey is about, and of the way it came."""
    subject: dict[str, Any] = {}
    if about and survey.subject:
        subject = {survey.subject: {**services().open_record(survey.subject, about).record.values, "id": about}}
    return {**subject, "meta": {"channel": "online"}}


def answer(response: engine.Response, about: str, sent: str, action: str) -> str | tuple[str, int]:
    """The page to show: the first, the one before, the next, the same while something is wrong on it, or the result."""
    if action not in ("next", "result"):
        before = response.before(sent) if action == "back" else None
        return shown(response, before or response.pages[0], about)
    page = response.after(sent)
    if page is None:
        entities = services().entities
        return render_template(
            "surveys/result.html", response=response, entities=entities, **about_record(response, about)
        )
    errors = page.errors if page.name == sent else {}
    return (shown(response, page, about, errors), 422) if errors else shown(response, page, about)


def shown(
    response: engine.Response, page: Any, about: str, errors: Mapping[str, engine.Diagnostic] | None = None
) -> str:
    """One page of a survey as it is to be filled in."""
    told = about_record(response, about)
    return render_template("surveys/page.html", response=response, page=page, errors=errors or {}, **told)


def about_record(response: engine.Response, about: str) -> Mapping[str, str]:
    """The record that a survey is about, and how it is called; nothing where it is about none."""
    entity = response.survey.subject if about else ""
    return {"about": about, "record": services().references.name_of(entity, about)} if entity else {}
