"""The DMN files of a folder, found by the namespace of their model."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from engine.dsl.diagnostics import Diagnostic
from engine.dsl.source import Source, Span
from engine.errors import DefinitionError, UsageError, unreadable
from engine.model.dmn_xml.document import Element, parse


class Folder:
    """Reads each file of a folder once; those that cannot be read offer no model to import."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def models(self) -> dict[str, Element]:
        """The root elements by namespace; the first file, by name, of those that share one."""
        found: dict[str, Element] = {}
        for path in sorted(self.path.glob("*.dmn")):
            for root in _readable(path):
                found.setdefault(root.get("namespace"), root)
        return found

    def imported(self, namespace: str, at: Span) -> Element:
        """The model of a namespace.

        raises   DefinitionError (GJ0902) when no file of the folder has it
        """
        if namespace not in self.models:
            raise DefinitionError(at.source.name, [Diagnostic("GJ0902", at, {"namespace": namespace})])
        return self.models[namespace]


def root_of(path: Path) -> Element:
    """The root element of a file.

    raises   UsageError when it is not there or no text, DefinitionError when it is not XML
    """
    try:
        return parse(Source(path.name, path.read_bytes().decode("utf-8-sig")))
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(path, error) from None


def _readable(path: Path) -> Iterator[Element]:
    try:
        yield root_of(path)
    except (UsageError, DefinitionError):
        return
