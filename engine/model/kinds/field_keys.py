"""Keys of a field or question that its type has no use for: a greatest value of a text, options of a number.

Reads   the mapping of a field, a question.
Gives   GJ0813 with what was meant: the key of that purpose, the type that has a use for it, or that it goes.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.dsl.diagnostics import Diagnostics, Edit, Fix
from engine.dsl.documents import MappingNode
from engine.model.reading import boolean, mandatory, string

NUMBERS = ("number", "integer", "money", "percent")
TEXTS = ("text", "long_text", "phone", "email")
SCALES = ("rating", "nps", "csat", "ces")
CHOOSING = ("choice", "choices", "ranking")

USED_BY: Mapping[str, tuple[str, ...]] = {
    "min": NUMBERS,
    "max": NUMBERS,
    "places": NUMBERS,
    "max_length": (*TEXTS, *CHOOSING),
    "options": CHOOSING,
    "choices": (*CHOOSING, *SCALES, "matrix"),
    "other": CHOOSING,
    "choice_filter": CHOOSING,
    "to": ("reference",),
    "rows": ("matrix", *TEXTS),
}
"""The types that have a use for a key; every type has one for the keys that are not named here."""

MEANT = {("max", "text"): "max_length", ("max", "long_text"): "max_length"}
"""The key of the same purpose for another type."""

TYPE_FOR = {"options": "choice", "choices": "choice", "to": "reference", "rows": "matrix"}
"""The type that a key speaks for."""

ASKED = ("required", "required_if", "default")
"""What a field that is computed has no use for: nobody fills it in."""


def check_keys(node: MappingNode, diagnostics: Diagnostics) -> None:
    """Every key has an effect."""
    type_ = string(node.get("type"))
    for key in (key for key in node.entries if type_ not in USED_BY.get(key, (type_,))):
        _report(key, type_, node, diagnostics)
    for key in (key for key in ASKED if "compute" in node.entries and key in node.entries):
        if key != "required" or boolean(node.get(key)):
            diagnostics.add("GJ0814", node.key(key).span, key=key)


def _report(key: str, type_: str, node: MappingNode, diagnostics: Diagnostics) -> None:
    """A key without an effect, and what was meant."""
    span = node.key(key).span
    if meant := MEANT.get((key, type_)):
        diagnostics.add("GJ0813", span, fix=Fix((Edit(span, meant),)), key=key, type=type_, meant=meant)
    elif other := TYPE_FOR.get(key):
        fix = Fix((Edit(mandatory(node, "type").span, other),))
        diagnostics.add("GJ0813", span, fix=fix, key=key, type=type_, other=f"type: {other}")
    else:
        diagnostics.add("GJ0813", span, key=key, type=type_)
