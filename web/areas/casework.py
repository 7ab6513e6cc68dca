"""Records at work: moving one to another stage. Its clocks, stages and tags stand on the record's own page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

import engine
from web.areas.records import record_page, version
from web.current import current_user, services
from web.language import current, t

pages = Blueprint("casework", __name__, url_prefix="/records/<entity>/<identifier>")


@dataclass(frozen=True, slots=True)
class Attempt:
    """A move that was refused: what was asked for, and why not."""

    pipeline: str
    to: str
    reason: str
    refusals: tuple[engine.Diagnostic, ...]


@pages.post("/move/<pipeline>")
def move(entity: str, identifier: str, pipeline: str) -> str | Response | tuple[str, int]:
    """Move a record to another stage: its page once it is there, the page with every refusal while it may not.

    :raise 404: no such record or pipeline
    """
    to, reason = request.form.get("to", ""), request.form.get("reason", "")
    meant = request.form.get("_action") == "save"
    refused = refusals(entity, identifier, pipeline, to, reason) if meant else ()
    case = engine.Case.open(services(), entity, identifier)
    found = case.pipeline(pipeline)
    if refused or not meant:
        return record_page(case, Attempt(pipeline, to, reason, refused)), 422 if refused else 200
    process = case.process(found)
    flash(t("casework.moved", stage=process.named(process.stage(to).name).say(current())), "good")
    return redirect(url_for("records.show", entity=entity, identifier=identifier), 303)


def refusals(entity: str, identifier: str, pipeline: str, to: str, reason: str) -> tuple[engine.Diagnostic, ...]:
    """Move the record, or say what is in the way."""
    based_on, by = version(request.form), current_user().name
    try:
        saved = engine.move(services(), entity, identifier, pipeline, to=to, reason=reason, by=by, version=based_on)
    except engine.EvaluationError as refused:
        return refused.diagnostics
    return (saved.problem,) if saved.problem else ()
