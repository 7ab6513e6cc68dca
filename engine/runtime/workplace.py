"""Rules that may change while people work, over one database.

Every request asks for `services()`. Files that changed since are read anew; when they do not compile, or would misread
what is stored, the rules from before go on and `problems` says what is wrong.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from engine.dsl.catalogue import errors
from engine.dsl.diagnostics import Diagnostic
from engine.errors import DefinitionError
from engine.runtime.clock import Clock
from engine.runtime.examples import read_examples
from engine.runtime.project import Project, Workspace
from engine.runtime.services import Services
from engine.runtime.store import Database


class Workplace:
    """A folder of definitions and a database, for as long as the process lives."""

    def __init__(self, path: str | Path, database_url: str, clock: Clock | None = None) -> None:
        self.workspace = Workspace(path)
        self.database = Database(database_url)
        self.clock = clock
        self.problems: tuple[Diagnostic, ...] = ()
        self._services: Services | None = None
        self._lock = Lock()

    def services(self) -> Services:
        """The verbs over the rules as they are now, or as they last were in order.

        raises   DefinitionError when there never were any in order
        """
        with self._lock:
            try:
                self._take_over(self.workspace.current())
            except DefinitionError as error:
                self.problems = error.diagnostics
                if self._services is None:
                    raise
            assert self._services is not None
            return self._services

    @property
    def broken(self) -> bool:
        """Whether the files are not in order, so that the rules from before go on; warnings do not stop anything."""
        return bool(errors(self.problems))

    def seed(self, by: str) -> int:
        """Store the project's examples where the database has none of their kind; gives how many were stored."""
        return self.services().seed(read_examples(self.workspace.path), by)

    def _take_over(self, project: Project) -> None:
        if self._services is None or self._services.project is not project:
            self._services = Services(project, self.database, self.clock)
        self.problems = tuple(self.workspace.diagnostics)
