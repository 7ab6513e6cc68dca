"""What an author does with the files of a project: read them, check them, mend them, lay them out.

Reads   the folder of a project: definitions (`configs/**/*.yaml`, or the folder itself) and `features/**/*.feature`.
Gives   texts by the name that messages give them, the findings about them, and the texts with safe fixes applied.
Only `Folder.write` touches a file.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.analysis import Analysis
from engine.dsl.catalogue import FAULTS_OF_RULES, errors
from engine.dsl.diagnostics import Diagnostic, Diagnostics
from engine.dsl.fixes import apply_safe
from engine.dsl.formatting import formatted
from engine.dsl.source import Source
from engine.dsl.suppressions import suppress
from engine.errors import DefinitionError
from engine.model.loader import Files, Loaded, Loader
from engine.runtime.project import checked, definitions_folder, files_of
from engine.scenarios.features import FEATURES, check_feature, feature_texts
from engine.scenarios.layout import formatted_feature
from engine.scenarios.named import Named

ROUNDS = 20  # of mending; each must leave fewer fixes than the one before


@dataclass(frozen=True)
class Folder:
    """The files of a project as texts. A file's name is its path from the folder that holds the project's folders."""

    path: Path
    definitions: Files
    features: Files

    @property
    def files(self) -> Files:
        """All texts by name."""
        return {**self.definitions, **self.features}

    def place(self, name: str) -> Path:
        """Where the file of that name lies."""
        beside = self.path if name in self.features else definitions_folder(self.path).resolve().parent
        return beside / name

    def write(self, files: Files) -> None:
        """Write the texts that differ from what was read; byte for byte, line ends and all."""
        for name, text in files.items():
            if text != self.files[name]:
                self.place(name).write_bytes(text.encode())


def open_folder(project: Path) -> Folder:
    """The files of a project.

    raises   UsageError when there is no such folder; DefinitionError for a file that is no text
    """
    found = Diagnostics()
    folder = Folder(project, files_of(definitions_folder(project)), feature_texts(project / FEATURES, found))
    if len(found):
        raise DefinitionError(str(project), found)
    return folder


@dataclass(frozen=True)
class Findings:
    """What was found, and the definitions that could be read."""

    diagnostics: Diagnostics
    loaded: Loaded


@dataclass
class Checker:
    """Checks sets of files that differ little from each other. `today` decides which permissions have expired."""

    today: datetime.date | None = None
    loader: Loader = field(default_factory=Loader)
    analysis: Analysis = field(default_factory=Analysis)

    def check(self, files: Files) -> Findings:
        """Everything that is wrong with definitions and scenarios, save what their comments allow.

        >>> scenarios = "# language: zh-CN\\n功能: 甲\\n  场景：乙\\n    当 检查定义\\n"
        >>> found = Checker().check({"a.yaml": "kind: desicion\\n", "b.feature": scenarios})
        >>> [(d.code, str(d.span)) for d in found.diagnostics]
        [('GJ0802', 'a.yaml:1:7'), ('GJ5023', 'b.feature:3:3'), ('GJ5001', 'b.feature:3:5')]
        """
        definitions = {name: text for name, text in files.items() if not is_feature(name)}
        loaded, found = checked(definitions, self.loader, self.today, self.analysis)
        features = {name: text for name, text in files.items() if is_feature(name)}
        about_features = Diagnostics()
        is_known = loaded.sound and all(each.code.startswith(FAULTS_OF_RULES) for each in errors(found))
        types = {name: each.type for name, each in self.analysis.elements.items()}
        words = Named(loaded, types) if is_known else None
        for name, text in features.items():
            check_feature(Source(name, text), about_features, words)
        found.extend(suppress(about_features, features, self.today))
        return Findings(found, loaded)

    def mend(self, files: Files) -> Mended:
        """The files with every safe fix applied, again and again until none is left."""
        done: list[Diagnostic] = []
        for _ in range(ROUNDS):
            found = self.check(files).diagnostics
            mended, applied = apply_safe(files, found)
            if not applied:
                break
            files, done = mended, [*done, *applied]
        return Mended(files, tuple(done))


@dataclass(frozen=True)
class Mended:
    """Files with safe fixes applied, and the findings that were mended, each at its place of that moment."""

    files: Mapping[str, str]
    applied: tuple[Diagnostic, ...]


def laid_out(files: Files) -> dict[str, str]:
    """The files in the canonical layout; one with mistakes stays as it is.

    >>> laid_out({"a.yaml": "x: 1   "})
    {'a.yaml': 'x: 1\\n'}
    """
    return {
        name: formatted_feature(Source(name, text)) if is_feature(name) else formatted(Source(name, text))
        for name, text in files.items()
    }


def is_feature(name: str) -> bool:
    """Whether a file holds scenarios."""
    return name.endswith(".feature")
