"""The places that a finding speaks of, with what is to be said at each."""

from __future__ import annotations

from dataclasses import dataclass

from engine.dsl.catalogue import fill, filled, message
from engine.dsl.diagnostics import Diagnostic
from engine.dsl.source import Span

MAX_PLACES = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch to be marked, and what is to be said there. `main` for the first."""

    span: Span
    said: str
    main: bool


def places(diagnostic: Diagnostic, lang: str) -> list[Place]:
    """The main place and up to two more.

    >>> from engine.dsl.source import Source
    >>> [(place.span.text, place.said) for place in places(Diagnostic("GJ0006", Source("a", "a：1").span(1, 2)), "en")]
    [('：', 'full-width colon')]
    """
    told = message(diagnostic.code)
    here = filled([told.here] if told.here else [], diagnostic.values, lang)
    found = [Place(diagnostic.span, "".join(here), main=True)]
    for label in diagnostic.labels[: MAX_PLACES - 1]:
        values = {**diagnostic.values, **label.values}
        said = fill(told.labels[label.message], values, lang) if label.message in told.labels else ""
        found.append(Place(label.span, said, main=False))
    return found
