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
    based_on, by = version(request.form), current_user().name
    refusals: tuple[engine.Diagnostic, ...] = ()
    try:
        saved = engine.move(services(), entity, identifier, pipeline, to=to, reason=reason, by=by, version=based_on)
        refusals = (saved.problem,) if saved.problem else ()
    except engine.EvaluationError as refused:
        refusals = refused.diagnostics
    case = engine.Case.open(services(), entity, identifier)
    if refusals:
        return record_page(case, Attempt(pipeline, to, reason, refusals)), 422
    process = case.process(case.pipeline(pipeline))
    stage = process.named(process.stage(to).name).say(current())
    flash(t("casework.moved", stage=stage), "good")
    return redirect(url_for("records.show", entity=entity, identifier=identifier), 303)
