"""Evaluations: a scorecard's result for a record, with what an assessor says beside what the data say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import engine
from web.areas.home import grade_of
from web.charts import Scale, scale
from web.current import current_user, services
from web.language import t
from web.paging import LAST_PAGE, PAGE_SIZE, number
from web.security import once

pages = Blueprint("evaluations", __name__)


@pages.get("/evaluations/")
def index() -> str:
    """The evaluations of all records, the last ones first."""
    total = services().count_evaluations()
    page = min(max(1, number(request.args.get("page", ""), 1)), LAST_PAGE)
    before = (page - 1) * PAGE_SIZE
    return render_template(
        "evaluations/list.html",
        recent=services().recent_evaluations(PAGE_SIZE, before),
        grade_of=grade_of,
        total=total,
        first=before + 1,
        last=min(before + PAGE_SIZE, total),
        previous=url_for("evaluations.index", page=page - 1) if page > 1 else "",
        next=url_for("evaluations.index", page=page + 1) if before + PAGE_SIZE < total else "",
    )


@pages.get("/evaluations/<int(max=2147483647):number>")
def show(number: int) -> str:
    """A kept evaluation, as it was found, under the rules of its day.

    :raise 404: no such evaluation
    """
    evaluation = services().evaluation(number)
    dossier = services().open_record(evaluation.entity, evaluation.record_id)
    card = services().scorecards.get(evaluation.definition)
    return render_template(
        "evaluations/page.html",
        evaluation=evaluation,
        result=evaluation.result,
        dossier=dossier,
        card=card,
        grade=grade_of(evaluation.definition, evaluation.rating),
        scale=scale_of(card, evaluation.result) if card else None,
        changed=evaluation.revision != services().project.revision,
    )


@pages.route("/records/<entity>/<identifier>/evaluate/<scorecard>", methods=["GET", "POST"])
def evaluate(entity: str, identifier: str, scorecard: str) -> str | Response | tuple[str, int]:
    """Evaluate a record: what the data give, what the assessor gives, what comes of both.

    :raise 404: no such record, or no such scorecard of its entity
    """
    card = services().scorecard(scorecard)
    if card.subject != entity:
        raise engine.UsageError(f"{scorecard} does not rate {entity}")
    posted = {key: request.form.getlist(key) for key in request.form}
    review = services().review(scorecard, identifier, posted)
    if request.form.get("_action") == "save" and not review.errors:
        kept = services().keep(review, by=current_user().name, once=once())
        flash(t("evaluations.saved", number=kept.id), "good")
        return redirect(url_for("evaluations.show", number=kept.id), 303)
    errors = review.errors if request.method == "POST" else {}
    failed = bool(errors) and request.form.get("_action") == "save"
    return evaluation_form(card, identifier, review, errors), 422 if failed else 200


def evaluation_form(
    card: engine.Scorecard, identifier: str, review: engine.Review, errors: Mapping[str, engine.Diagnostic]
) -> str:
    """The page of an evaluation that is not kept yet."""
    result = review.assessment.result
    return render_template(
        "evaluations/form.html",
        card=card,
        dossier=services().open_record(card.subject, identifier),
        review=review,
        result=result,
        explanation=review.assessment.explanation,
        errors=errors,
        grade=grade_of(card.name, result["rating"]),
        scale=scale_of(card, result),
    )


def scale_of(card: engine.Scorecard, result: Mapping[str, Any]) -> Scale:
    """Where the total stands between the ratings."""
    bounds = result["bounds"]
    return scale(services().thresholds(card), result["total"], bounds["low"], bounds["high"], card.highest)
