"""For those who keep the rules: what runs, what is wrong with the files, definitions as tables beside their text."""

from __future__ import annotations

from flask import Blueprint, render_template, request

import engine
from web.current import services, workplace
from web.paging import number
from web.showing import kind

pages = Blueprint("rules", __name__, url_prefix="/rules")
CONTEXT = 2  # lines shown before and behind the one that is wrong


@pages.get("/")
def index() -> str:
    """Every definition that runs, and what is wrong with files that do not."""
    return render_template(
        "rules/index.html",
        kinds=by_kind(),
        findings=[(engine.as_json(finding), around(finding)) for finding in workplace().problems],
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
    here = number(request.args.get("line", ""), 0)
    return render_template("rules/file.html", path=path, lines=lines, here=here, revision=revision)


def by_kind() -> dict[str, list[engine.Definition]]:
    """The definitions that run under the word for their kind, in the order of the files."""
    kinds: dict[str, list[engine.Definition]] = {}
    for definition in services().project.definitions.values():
        kinds.setdefault(kind(definition), []).append(definition)
    return kinds


def around(finding: engine.Diagnostic) -> list[tuple[int, str]]:
    """The line of a file that a finding is about, with those around it, by number."""
    span = finding.span
    lines = span.source.text.splitlines()
    first, last = max(1, span.line - CONTEXT), min(len(lines), span.line + CONTEXT)
    return [(number, lines[number - 1]) for number in range(first, last + 1)]
