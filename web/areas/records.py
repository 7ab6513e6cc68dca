"""Records of any entity: the list, the generated form, the page of one record."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import engine
from web.areas.home import grade_of, ranking
from web.current import current_user, services
from web.language import t
from web.paging import Listing, number
from web.security import once
from web.showing import look_up_names, word

pages = Blueprint("records", __name__, url_prefix="/records/<entity>")


@pages.get("/")
def index(entity: str) -> str:
    """The list: search, sort, pages.

    :raise 404: no such entity
    """
    definition = services().entity(entity)
    cards = services().scorecards_of(entity)
    listing = Listing.asked(request.args, definition, cards)
    found = services().find_records(entity, listing.query)
    columns = [definition.fields[name] for name in listing.columns]
    look_up_names((field for field in columns if field.to), found.records)
    return render_template(
        "records/list.html",
        entity=definition,
        columns=columns,
        listing=listing.counted(found.total),
        found=found,
        cards=cards,
        ratings={card.name: [(rating, word(rating)) for rating in reversed(ranking(card))] for card in cards},
        grade_of=grade_of,
    )


@pages.route("/new", methods=["GET", "POST"])
def create(entity: str) -> str | Response | tuple[str, int]:
    """A new record.

    :raise 404: no such entity
    """
    if request.method == "GET":
        return form_page(services().blank_form(entity, dict(request.args)))
    return answer(entity, "", None)


@pages.get("/<identifier>")
def show(entity: str, identifier: str) -> str:
    """One record: its file, its ratings, its history.

    :raise 404: no such record
    """
    return record_page(engine.Case.open(services(), entity, identifier))


def record_page(case: engine.Case, attempt: object = None) -> str:
    """The page of a record; `attempt` is a move that was refused."""
    entity = case.dossier.record.entity
    return render_template(
        "records/page.html",
        case=case,
        dossier=case.dossier,
        cards=services().scorecards_of(entity),
        surveys=services().surveys_about(entity),
        grade_of=grade_of,
        attempt=attempt,
    )


@pages.route("/<identifier>/edit", methods=["GET", "POST"])
def edit(entity: str, identifier: str) -> str | Response | tuple[str, int]:
    """Change a record.

    :raise 404: no such record
    """
    dossier = services().open_record(entity, identifier)
    if request.method == "GET":
        return form_page(dossier.form, dossier.record.id, dossier.record.version)
    return answer(entity, identifier, version(request.form))


def answer(entity: str, identifier: str, based_on: int | None) -> str | Response | tuple[str, int]:
    """What follows from a post: the record's page once it is stored, the form again while something is wrong."""
    posted = {key: request.form.getlist(key) for key in request.form}
    if request.form.get("_action") != "save":
        return form_page(services().filled_form(entity, posted, identifier), identifier, based_on)
    by = current_user().name
    saved = services().save_record(
        entity, posted, by=by, identifier=identifier, version=based_on, once=once() if based_on is None else ""
    )
    if saved.record is None:
        return form_page(saved.form, identifier, based_on, saved), 422
    flash(t("records.saved", id=saved.record.id), "good")
    return redirect(url_for("records.show", entity=entity, identifier=saved.record.id), 303)


def form_page(
    form: engine.Form,
    identifier: str = "",
    version: int | None = None,
    refused: engine.Saved | None = None,
) -> str:
    """The form as it stands. Before the first attempt to save, nobody is told what is still missing.

    Where somebody else was faster, the form goes on from what is there by now: who saves it again has seen that.
    """
    ahead = refused.ahead if refused else None
    return render_template(
        "records/form.html",
        form=form,
        errors=refused.form.errors if refused else {},
        identifier=identifier,
        version=ahead.version if ahead else version,
        problem=refused.problem if refused else None,
        ahead=ahead,
        moved=services().moved(form.entity.name),
    )


def version(posted: Mapping[str, str]) -> int:
    """The version that a change was made from; one that nobody can have when it is not told."""
    return number(posted.get("_version", ""), -1)
