"""Records at work: moving one to another stage. Its clocks, stages and tags stand on the record's own page."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import engine
from web.areas.home import grade_of
from web.areas.records import version
from web.current import current_user, services
from web.language import t

pages = Blueprint("casework", __name__, url_prefix="/records/<entity>/<identifier>")


@pages.post("/move/<pipeline>")
def move(entity: str, identifier: str, pipeline: str) -> str | Response | tuple[str, int]:
    """Move a record to another stage: its page once it is there, the page with every refusal while it may not.

    :raise 404: no such record or pipeline
    """
    to, reason = request.form.get("to", ""), request.form.get("reason", "")
    based_on, by = version(request.form), current_user().name
    try:
        saved = engine.move(services(), entity, identifier, pipeline, to=to, reason=reason, by=by, version=based_on)
        refusals = [saved.problem] if saved.problem else []
    except engine.EvaluationError as refused:
        refusals = list(refused.diagnostics)
    if refusals:
        case = engine.Case.open(services(), entity, identifier)
        attempt = {"pipeline": pipeline, "to": to, "reason": reason, "refusals": refusals}
        cards = services().scorecards_of(entity)
        shown = render_template(
            "records/page.html", case=case, dossier=case.dossier, cards=cards, grade_of=grade_of, attempt=attempt
        )
        return shown, 422
    flash(t("casework.moved", stage=to), "good")
    return redirect(url_for("records.show", entity=entity, identifier=identifier), 303)
