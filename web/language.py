"""The language of a page, and the texts of pages: `t("records.saved", id="C001")`.

The texts stand in messages.toml, one table per area, `{zh = "…", en = "…"}` each.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from flask import Flask, Response, g, request

LANGUAGES = {"zh": "zh-CN", "en": "en"}
COOKIE = "language"
COOKIE_DAYS = 365


@cache
def messages() -> Mapping[str, Mapping[str, str]]:
    """Every text by its key, `area.name`, in every language."""
    areas = tomllib.loads(Path(__file__).with_name("messages.toml").read_text(encoding="utf-8"))
    return {f"{area}.{name}": texts for area, entries in areas.items() for name, texts in entries.items()}


def register(app: Flask) -> None:
    """A form that is sent in another language, `_language`, comes back in it, and so does every page after it."""
    app.before_request(switch)
    app.after_request(remember)
    app.jinja_env.globals["t"] = t


def switch() -> None:
    """The language that was chosen beside a form that is not finished yet."""
    chosen = request.form.get("_language", "")
    if chosen in LANGUAGES:
        g.language = g.language_chosen = chosen


def remember(response: Response) -> Response:
    """Keep the language that was chosen with this request."""
    if chosen := g.pop("language_chosen", ""):
        response.set_cookie(COOKIE, chosen, max_age=COOKIE_DAYS * 86400, samesite="Lax", httponly=True)
    return response


def current() -> str:
    """The language of this request: chosen on a page, else the browser's, else Chinese."""
    if "language" not in g:
        chosen = request.cookies.get(COOKIE, "")
        g.language = chosen if chosen in LANGUAGES else request.accept_languages.best_match(LANGUAGES, "zh")
    return str(g.language)


def other() -> str:
    """The language that a page offers to switch to."""
    return "zh" if current() == "en" else "en"


def t(key: str, language: str = "", /, **values: object) -> str:
    """A text of a page in the language of the request, its placeholders filled.

    >>> t("records.count", "en", count=3)
    '3 in all'
    """
    return messages()[key][language or current()].format_map(values)
