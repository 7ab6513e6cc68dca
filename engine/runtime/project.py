"""Projects: a folder of definitions, checked and ready to be asked.

    project = load("configs")
    outcome = project.evaluate("relationship_health", {"customer": {...}})

`load` raises when something is wrong; a `Workspace` goes on with the last definitions that were in order.
"""

from __future__ import annotations

import datetime
import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TypeVar
from zoneinfo import ZoneInfo

from engine.analysis import Analysis
from engine.dsl.catalogue import errors, headline
from engine.dsl.diagnostics import Diagnostic, Diagnostics
from engine.dsl.documents import MAX_BYTES
from engine.dsl.fixes import within_quotes
from engine.dsl.source import Source, Span
from engine.dsl.suggestions import suggest
from engine.dsl.suppressions import suppress
from engine.dsl.text import Text
from engine.dsl.values import Value
from engine.errors import DefinitionError, UsageError
from engine.model.decision import Decision, Model
from engine.model.kinds import Definition
from engine.model.kinds.calendar import ALWAYS, Calendar
from engine.model.kinds.entity import Entity
from engine.model.kinds.project import Project as ProjectDefinition
from engine.model.loader import Files, Loaded, Loader
from engine.model.reading import texts
from engine.runtime.admission import Admission
from engine.runtime.clock import DEFAULT_ZONE, Clock, FixedClock, SystemClock
from engine.runtime.outcome import Outcome
from engine.runtime.program import Program, compile_model
from engine.runtime.revisions import commit_of
from engine.runtime.words import Words

Defined = TypeVar("Defined", bound=Definition)
WRONG_TYPE, NOT_COMPARABLE = "GJ1230", "GJ1202"
EXAMPLES = "examples"  # the folder below the definitions that holds example records


def definitions_folder(project: Path) -> Path:
    """The folder of definitions: `configs` inside the project's folder, or the folder itself."""
    return project / "configs" if (project / "configs").is_dir() else project


def files_of(path: str | Path) -> dict[str, str]:
    """The texts of the definitions in a folder, by the name that messages give them: the path from beside the folder.

    raises   UsageError when there is no such folder; DefinitionError for a file that is no text
    """
    folder = Path(path)
    if not folder.is_dir():
        raise UsageError(Text(f"没有这个文件夹：{folder}", f"no such folder: {folder}"))
    found = Diagnostics()
    texts_ = {name: _text(file, name, found) for name, file in _files(folder)}
    if len(found):
        raise DefinitionError(str(folder), found)
    return texts_


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every YAML file below a folder, examples left out, with its name."""
    for file in sorted(folder.rglob("*.y*ml")):
        inside = file.relative_to(folder)
        if file.suffix in (".yaml", ".yml") and inside.parts[0] != EXAMPLES:
            yield str(Path(folder.resolve().name) / inside), file


def _text(file: Path, name: str, diagnostics: Diagnostics) -> str:
    data = file.read_bytes()
    if len(data) > MAX_BYTES:
        diagnostics.add("GJ0001", Source(name, "").span(0, 0), limit=MAX_BYTES)
        return ""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        diagnostics.add("GJ0002", Source(name, "").span(0, 0), line=data.count(b"\n", 0, error.start) + 1)
        return ""


def checked(
    files: Files,
    loader: Loader | None = None,
    today: datetime.date | None = None,
    analysis: Analysis | None = None,
) -> tuple[Loaded, Diagnostics]:
    """The definitions of some files, and everything that is wrong with them, warnings included, save what comments
    allow. `today` decides which of these have expired; rules in use never depend on the day. A loader and an analysis
    that have seen other files look again at what differs only."""
    with _all_kept():
        loaded = (loader or Loader()).load(files)
        found = Diagnostics(loaded.diagnostics)
        if loaded.sound:
            told = [each.span for each in errors(found)]  # one root cause, one message
            analysed = (analysis or Analysis()).check(loaded.model)
            wrong = [str(each.values["name"]) for each in analysed if each.code == WRONG_TYPE]
            found.extend(
                each
                for each in analysed
                if not any(_overlap(each.span, span) for span in told) and not _follows(each, wrong)
            )
    return loaded, Diagnostics(map(within_quotes, suppress(found, files, today, loaded.sound)))


@contextmanager
def _all_kept() -> Iterator[None]:
    """While files are read nearly all that is made is kept; to search it for garbage again and again takes a quarter
    of the time, and once at the end a twentieth: all is put with what is old."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        if collects:
            gc.enable()


def _follows(found: Diagnostic, wrong: Iterable[str]) -> bool:
    """Whether a comparison cannot be made because one of some fields has the wrong type, which is told."""
    return found.code == NOT_COMPARABLE and any(name in found.span.text for name in wrong)


def _overlap(one: Span, other: Span) -> bool:
    """Whether two places have something in common."""
    return one.source is other.source and one.start < other.end and other.start < one.end


def load(path: str | Path) -> Project:
    """The project in a folder.

    raises   DefinitionError, whose `diagnostics` say what is wrong; UsageError when there is no such folder
    """
    return load_files(files_of(path), Path(path))


def load_files(
    files: Files, path: Path | None = None, loader: Loader | None = None, analysis: Analysis | None = None
) -> Project:
    """The project made of some texts; `path` is the folder they come from, if any."""
    loaded, found = checked(files, loader, analysis=analysis)
    wrong = errors(found)
    if wrong:
        raise DefinitionError("\n".join(f"{d.span}: {headline(d, 'en')}" for d in wrong), found)
    return Project(loaded, tuple(found), dict(files), path)


@dataclass(frozen=True)
class Project:
    """Definitions that are in order. `diagnostics` are warnings and hints; `sources` the texts of the files."""

    loaded: Loaded = field(repr=False)
    diagnostics: tuple[Diagnostic, ...] = field(repr=False)
    sources: Mapping[str, str] = field(repr=False)
    path: Path | None = None

    @property
    def definitions(self) -> Mapping[str, Definition]:
        """The definitions by name."""
        return self.loaded.definitions

    @property
    def model(self) -> Model:
        """What the definitions mean."""
        return self.loaded.model

    @cached_property
    def program(self) -> Program:
        """The model, ready to run."""
        return compile_model(self.model)

    @cached_property
    def admission(self) -> Admission:
        """Lets facts in."""
        return Admission(self.loaded)

    @cached_property
    def _computed_fields(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The computed fields of an entity that a decision reads, looked for once."""
        return {}

    @cached_property
    def revision(self) -> str:
        """What tells these definitions from all others: a hash of every file's name and text."""
        digest = sha256()
        for name, text in sorted(self.sources.items()):
            digest.update(f"{name}\0{text}\0".encode())
        return digest.hexdigest()[:12]

    @cached_property
    def commit(self) -> str:
        """The git commit that the folder stands at; empty where there is none."""
        return commit_of(self.path) if self.path else ""

    @cached_property
    def settings(self) -> ProjectDefinition | None:
        """The definition of the project itself, where one is written."""
        return next((d for d in self.definitions.values() if isinstance(d, ProjectDefinition)), None)

    @cached_property
    def words(self) -> Words:
        """What the words of these definitions are in English."""
        return Words(self.definitions.values(), self.settings.words if self.settings else {})

    @cached_property
    def calendars(self) -> Mapping[str, Calendar]:
        """The calendars by name; one that names no zone is told in that of the project."""
        named = {name: each for name, each in self.definitions.items() if isinstance(each, Calendar)}
        return {name: each.told_in(str(self.time_zone)) for name, each in {ALWAYS.name: ALWAYS, **named}.items()}

    def working_days(self, named: str) -> Calendar:
        """The calendar in which a definition counts working days: the one it names, else that of the project."""
        own = self.settings.calendar if self.settings else ""
        return self.calendars[named or own or ALWAYS.name]

    @property
    def time_zone(self) -> ZoneInfo:
        """The zone in which the project reads and writes moments."""
        return ZoneInfo(self.settings.time_zone) if self.settings else DEFAULT_ZONE

    def named(self, word: str) -> str:
        """The decision that a name, or the label of a definition in either language, stands for.

        raises   UsageError when it stands for none
        """
        if isinstance(self.model.elements.get(word), Decision):
            return word
        labels = {said: name for name, each in self.definitions.items() for said in texts(each.label)}
        name = labels.get(word, word)
        if not isinstance(self.model.elements.get(name), Decision):
            raise self._nothing(word, [*self.definitions, *labels], Text("可以评估的定义", "decision"))
        return name

    def definition(self, word: str, kind: type[Defined]) -> Defined:
        """The definition of some kind that a name, or a label in either language, stands for.

        raises   UsageError when it stands for none
        """
        of_kind = {name: each for name, each in self.definitions.items() if isinstance(each, kind)}
        called = {said: each for each in of_kind.values() for said in texts(each.label)} | of_kind
        if word not in called:
            raise self._nothing(word, called, Text(f"“{kind.__name__.lower()}”", kind.__name__.lower()))
        return called[word]

    def _nothing(self, word: str, known: Iterable[str], kind: Text) -> UsageError:
        """That nothing of a kind is called so, and what was probably meant; all there is, where nothing is like it."""
        near = suggest(word, known)
        listed, question = (near, True) if near else ([*dict.fromkeys(known)], False)
        zh, en = ("是不是", "did you mean") if question else ("有", "there are")
        mark = ("？", "?") if question else ("", "")
        return UsageError(
            Text(
                f"没有叫“{word}”的{kind.zh}；{zh} {'、'.join(listed)}{mark[0]}",
                f"no {kind.en} is called {word}; {en} {', '.join(listed)}{mark[1]}",
            )
        )

    def evaluate(
        self,
        name: str,
        facts: Mapping[str, object],
        *,
        traced: bool = False,
        at: str | None = None,
        clock: Clock | None = None,
    ) -> Outcome:
        """The value of a decision for some facts.

        name     of a definition, or its label; `definition/part` for a part of it
        facts    by name or label: `{"customer": {"满意度得分": 92}}`; texts are read as the types ask
        traced   go step by step at once, for an explanation
        at       the instant that `now()` and `today()` tell; by default the present
        raises   UsageError when there is no such decision or instant; EvaluationError when the facts do not fit
        """
        decision = self.named(name)
        clock = clock or self._clock(at)
        admitted = self.admission.admit(decision.split("/")[0], facts)
        outcome = self.program.evaluate(
            decision, self._completed(decision, admitted, clock), clock=clock, traced=traced
        )
        outcome.revision, outcome.words = self.revision, self.words
        return outcome

    @cached_property
    def _system_clock(self) -> SystemClock:
        return SystemClock(self.time_zone)

    def _clock(self, at: str | None) -> Clock:
        """A clock that tells an instant; that of the machine where none is given."""
        if at is None:
            return self._system_clock
        clock = FixedClock(at, self.time_zone)
        try:
            clock.now()
        except ValueError:
            raise UsageError(Text(f"“{at}”不是日期，也不是日期时间", f"no date, and no date and time: {at}")) from None
        return clock

    def _completed(self, decision: str, facts: Mapping[str, Value], clock: Clock) -> Mapping[str, Value]:
        """The facts with those computed fields of their records that the decision reads, unless it is one of these."""
        completed = dict(facts)
        for name, record in facts.items():
            entity = self.definitions.get(name)
            if isinstance(entity, Entity) and isinstance(record, dict) and not decision.startswith(f"{name}/"):
                for part in self._computed(decision, entity):
                    record = {
                        **record,
                        part: self.program.evaluate(f"{name}/{part}", {name: record}, clock=clock).value,
                    }
                completed[name] = record
        return completed

    def _computed(self, decision: str, entity: Entity) -> tuple[str, ...]:
        """The computed fields of a record that a decision reads, and those that these read in their turn.

        Fields are computed in the order they are written in, so each may read those before it.
        """
        key = decision, entity.name
        if key not in self._computed_fields:
            wanted: list[str] = []
            readers = [decision]
            for part in reversed(list(entity.computed)):
                if any(self._reads(reader, entity.name, part) for reader in readers):
                    wanted.insert(0, part)
                    readers.append(f"{entity.name}/{part}")
            self._computed_fields[key] = tuple(wanted)
        return self._computed_fields[key]

    def _reads(self, decision: str, record: str, entry: str) -> bool:
        """Whether a decision looks at an entry of a record, or at the whole of it."""
        entries = self.program.entries(decision).get(record, frozenset())
        return entries is None or entry in entries


class Workspace:
    """A folder of definitions that may change while it is in use. Safe to share between threads.

    `current()` looks at the files and reads those that changed. When they are not in order, the project from before
    goes on, and `diagnostics` says what is wrong.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.diagnostics: tuple[Diagnostic, ...] = ()
        self._loader = Loader()
        self._analysis = Analysis()
        self._lock = Lock()
        self._project: Project | None = None
        self._seen: object = None

    def current(self) -> Project:
        """The project as the files are now, or as they last were in order.

        raises   DefinitionError when they never were
        """
        with self._lock:
            seen = [(name, stat.st_mtime_ns, stat.st_size) for name, file in _files(self.path) if (stat := file.stat())]
            if seen != self._seen:
                self._read()
                self._seen = seen
            if self._project is None:
                raise DefinitionError(str(self.path), self.diagnostics)
            return self._project

    def _read(self) -> None:
        try:
            self._project = load_files(files_of(self.path), self.path, self._loader, self._analysis)
            self.diagnostics = self._project.diagnostics
        except DefinitionError as error:
            self.diagnostics = error.diagnostics
