"""What people see when something is not there or went wrong: their language, never the inside of a program."""

from __future__ import annotations

from flask import Flask, render_template
from werkzeug.exceptions import HTTPException, InternalServerError

import engine
from web.language import current, messages

Answer = tuple[str, int]


def register(app: Flask) -> None:
    """Give every error a page."""
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(engine.UsageError, not_there)
    app.register_error_handler(engine.DefinitionError, rules_broken)
    app.register_error_handler(engine.EvaluationError, rules_refuse)


def http_error(error: HTTPException) -> Answer:
    """An error by its HTTP status; what is not known by number is told by its class."""
    status = error.code or InternalServerError.code
    known = f"failure.{status}_title" in messages()
    return render_template("failure.html", key=str(status if known else 400 if status < 500 else 500)), status


def not_there(_error: engine.UsageError) -> Answer:
    """A record, an evaluation or a definition that does not exist."""
    return render_template("failure.html", key="404"), 404


def rules_broken(error: engine.DefinitionError) -> Answer:
    """Definitions that do not compile, with none before them to go on with: maintainers must see why."""
    return render_template("failure.html", key="503", problems=described(error)), 503


def rules_refuse(error: engine.EvaluationError) -> Answer:
    """Rules that refuse what they were given."""
    return render_template("failure.html", key="422", problems=described(error)), 422


def described(error: engine.GuijuError) -> list[str]:
    """The findings of an error as text."""
    return [engine.render(finding, current()) for finding in error.diagnostics]
