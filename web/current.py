"""What every request relies on: the rules in use, the database behind them, and who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app, g

import engine

EXTENSION = "guiju"
EXAMPLES, DEMONSTRATION = "示例数据", "演示用户"  # kept as who did it, where nobody in particular did


@dataclass(frozen=True, slots=True)
class User:
    """Who is at the keyboard; a maintainer also sees what is wrong with the rules."""

    name: str
    maintainer: bool = True


def current_user() -> User:
    """The person of this request: the demonstration user, as long as nobody signs in. The one place that knows."""
    return User(DEMONSTRATION)


def install(app: Flask, place: engine.Workplace) -> None:
    """Give the application its rules and its database."""
    app.extensions[EXTENSION] = place


def workplace_of(app: Flask) -> engine.Workplace:
    """The rules and the database of an application."""
    return cast("engine.Workplace", app.extensions[EXTENSION])


def workplace() -> engine.Workplace:
    """The rules and the database of this request."""
    return workplace_of(current_app)


def services() -> engine.Services:
    """The verbs of the rules in use. Files that changed are taken over at the beginning of a request, not within it."""
    if "services" not in g:
        g.services = workplace().services()
    return cast("engine.Services", g.services)
