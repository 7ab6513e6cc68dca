"""For those who keep the rules: what runs, what is wrong with the files, definitions as tables beside their text."""

from __future__ import annotations

from flask import Blueprint, render_template, request

import engine
from web.current import services, workplace

pages = Blueprint("rules", __name__, url_prefix="/rules")


@pages.get("/")
def index() -> str:
    """Every definition that runs, and what is wrong with files that do not."""
    return render_template(
        "rules/index.html",
        definitions=services().project.definitions.values(),
        findings=[(engine.as_json(finding), line_of(finding)) for finding in workplace().problems],
    )


@pages.get("/definitions/<name>")
def definition(name: str) -> str:
    """A definition: its tables, and beside them the text they come from.

    :raise 404: no such definition
    """
    found = services().definition(name)
    span = found.origin
    return render_template(
        "rules/definition.html",
        definition=found,
        tables=services().readable(name),
        path=span.source.name,
        lines=span.source.text.splitlines(),
        here=span.line,
    )


@pages.get("/files/<path:path>")
def file(path: str) -> str:
    """The text of a file with one line marked, as it is now, or as it was under a revision.

    :raise 404: no such file, or nothing was evaluated under that revision
    """
    revision = request.args.get("revision", "")
    lines = services().rule_source(path, revision).splitlines()
    line = request.args.get("line", "")
    here = int(line) if line.isascii() and line.isdigit() and len(line) < 7 else 0
    return render_template("rules/file.html", path=path, lines=lines, here=here, revision=revision)


def line_of(finding: engine.Diagnostic) -> str:
    """The line of a file that a finding is about."""
    span = finding.span
    return span.source.line(span.line) if span.source.text else ""
