"""Shapes of definitions: nodes checked against a JSON Schema (2020-12). The only importer of jsonschema.

Reads   a node and a schema written over text, list and mapping: scalars are text, and `x-type` declares how a text is
        to be read (`number`, `percent`, `boolean`, `date`, `duration`, `text`, `integer`; `feel` and `name` are read by
        the kinds). `x-type: text` also takes `{zh: …, en: …}`.
Gives   findings of ours at the node that is wrong: schema_wording.py maps each keyword to its wording. The library is
        asked only where schema_fitting.py does not say that all is well.
Never   fetches a schema from elsewhere: a reference outside the schema is an error of the schema's author.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from engine.dsl.diagnostics import Diagnostics
from engine.dsl.documents import Node, Plain, ScalarNode, plain
from engine.dsl.scalars import READERS
from engine.dsl.schema_fitting import Fitting
from engine.dsl.schema_wording import worded
from engine.dsl.source import Source
from engine.dsl.text import LANGUAGES

Schema = Mapping[str, Any]


class Shape:
    """The shape that a schema asks for.

    >>> from engine.dsl.documents import read
    >>> from engine.dsl.source import Source
    >>> root = read(Source("a.yaml", "wieght: 30%\\n"), Diagnostics())[0]
    >>> shape = Shape({"properties": {"weight": {"x-type": "percent"}}, "additionalProperties": False})
    >>> found = Diagnostics()
    >>> shape.check(root, found)
    >>> [(d.code, d.span.text, d.values["suggestions"]) for d in found]
    [('GJ0061', 'wieght', ['weight'])]
    """

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.fitting = Fitting(schema, _reads)

    def check(self, node: Node, diagnostics: Diagnostics) -> None:
        """Check a node; every finding goes to `diagnostics`."""
        value = plain(node)
        if not self.fitting.fits(value):
            errors = [*self.errors(value)]
            shapes = [error.absolute_path for error in errors if error.validator == "type"]
            for error in errors:
                if error.validator != "anyOf" or error.absolute_path not in shapes:  # one shape says more than several
                    diagnostics.extend(worded(error, node, self.schema))

    def errors(self, value: Plain) -> Iterator[Any]:
        """What the library finds wrong with a value."""
        errors: Iterator[Any] = _validator_class()(self.schema, registry=_nothing_remote()).iter_errors(value)
        return errors


@cache
def _validator_class() -> Any:
    """The validator with our `x-type`. Imported when first needed: the library takes longer to load than the engine."""
    from jsonschema import Draft202012Validator, ValidationError, validators

    def x_type(_validator: Any, declared: str, instance: Any, _schema: Schema) -> Iterator[Any]:
        if not _reads(declared, instance):
            yield ValidationError(declared)

    extend: Any = validators.extend
    return extend(Draft202012Validator, {"x-type": x_type})


@cache
def _nothing_remote() -> Any:
    """No schema but the one given: nothing is ever fetched."""
    from referencing import Registry

    return Registry()


def _is_said(instance: Any) -> bool:
    """Whether a value is a text, and not an empty one."""
    return isinstance(instance, str) and instance != ""


def _reads(declared: str, instance: Any) -> bool:
    """Whether a plain value can be read as declared, without a word to say about it."""
    if declared == "text" and isinstance(instance, dict):
        return len(instance) > 0 and set(instance) <= set(LANGUAGES) and all(map(_is_said, instance.values()))
    if not isinstance(instance, str) or declared not in READERS or declared == "text":
        return _is_said(instance)
    source = Source("<value>", instance)
    found = Diagnostics()
    READERS[declared](ScalarNode(source.snippet(), "", source.span(0, len(instance))), found)
    return not len(found)
