"""One scenario under way: the rules it may change, the facts it is given, and what came out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine.dsl.diagnostics import Diagnostic
from engine.dsl.rendering import render
from engine.dsl.scalars import TRUTHS, parse_number
from engine.dsl.temporal_text import parse_at
from engine.errors import DefinitionError, EvaluationError
from engine.model.kinds.entity import Entity
from engine.model.kinds.scoring import Scorecard
from engine.model.reading import texts
from engine.runtime.outcome import Outcome
from engine.runtime.project import Project, files_of, load_files
from engine.scenarios.claims import among, claim, held
from engine.scenarios.editing import changed
from engine.scenarios.result_words import WORDS, OwnWords, own_words, way


@dataclass
class Stage:
    """The state of a scenario. `traced` says which executor evaluates."""

    folder: Path
    traced: bool
    files: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    scores: tuple[str, ...] = ()
    at: str | None = None
    outcome: Outcome | None = None
    own: OwnWords = field(default_factory=dict)
    findings: tuple[Diagnostic, ...] = ()
    checked: bool = False

    def __post_init__(self) -> None:
        self.files = dict(_files(self.folder))

    # -- given -----------------------------------------------------------------------------------------------------

    def change(self, definition: str, path: str, value: str) -> None:
        """Change a value in the rules, for this scenario only."""
        self.files = changed(self.files, definition, path, value)

    def record(self, name: str) -> dict[str, Any]:
        """The facts about one record, by its name or its label, to be added to."""
        return self.facts.setdefault(self._entity(name), {})  # type: ignore[no-any-return]

    def _entity(self, word: str) -> str:
        """The name of the entity that is called so; of anything else, and where the rules cannot be read, the word."""
        if word not in self.facts:
            with suppress(DefinitionError):
                entities = [each for each in self.project().definitions.values() if isinstance(each, Entity)]
                called = [each.name for each in entities if word in texts(each.label)]
                return called[0] if called and word not in {each.name for each in entities} else word
        return word

    # -- when ------------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Check the rules as they are now."""
        self.checked = True
        try:
            self.findings = self.project().diagnostics
        except DefinitionError as error:
            self.findings = error.diagnostics

    def evaluate(self, name: str) -> None:
        """Evaluate a definition; a refusal is an outcome too."""
        self.outcome, self.findings = None, ()
        project = self.project()
        self.own = own_words(project.definitions.get(project.named(name)))
        facts = {**self.facts, **self._marks(project, name)}
        try:
            self.outcome = project.evaluate(name, facts, traced=self.traced, at=self.at)
        except EvaluationError as error:
            self.findings = error.diagnostics

    def project(self) -> Project:
        """The rules as they are now."""
        return _project(tuple(self.files.items()))

    def _marks(self, project: Project, name: str) -> Mapping[str, Any]:
        """Scores given to all dimensions of a scorecard, in order, each with a remark."""
        card = project.definitions[project.named(name).split("/")[0]]
        if not self.scores or not isinstance(card, Scorecard):
            return {}
        pairs = zip(card.dimensions, self.scores, strict=True)
        return {"manual": {d.name: {"score": score, "remark": "走访记录"} for d, score in pairs}}

    # -- then ------------------------------------------------------------------------------------------------------

    @property
    def result(self) -> Any:
        """What the evaluation gave; refused evaluations give nothing."""
        held(self.findings if self.outcome is None else ())
        claim(self.outcome is not None, "还没有评估", "nothing was evaluated")
        assert self.outcome is not None
        return self.outcome.value

    def said(self) -> str:
        """Everything that was reported, in both languages."""
        return "\n".join(render(each, lang) for each in self.findings for lang in ("zh", "en"))

    def get(self, path: str) -> Any:
        """A part of the result by its words or keys, `bounds.low`."""
        value = self.result
        for word in way(path, self.own):
            value = part(value, word if isinstance(value, Mapping) and word in value else WORDS.get(word, word))
        return value

    def rows(self, table: Iterable[Iterable[str]], label: str = "label") -> list[tuple[dict[str, str], dict[str, Any]]]:
        """Rows of a table, each with the dimension of the result that its first cell names."""
        header, *rows = ([*row] for row in table)
        keys = [WORDS.get(word, word) for word in header]
        expected = [dict(zip(keys, row, strict=True)) for row in rows]
        dimensions = {each["label"]: each for each in self.get("dimensions")}
        return [(row, dimensions[row.pop(label)]) for row in expected]


@lru_cache(maxsize=8)
def _files(folder: Path) -> tuple[tuple[str, str], ...]:
    return tuple(files_of(folder).items())


@lru_cache(maxsize=64)
def _project(files: tuple[tuple[str, str], ...]) -> Project:
    return load_files(dict(files))


def part(value: Any, name: str) -> Any:
    """An entry of a result; which there are is told where there is none of that name."""
    among(name, value if isinstance(value, Mapping) else ())
    return value[name]


def meant(text: str, value: object) -> object:
    """The value that a text of a scenario means beside a value that came out: a number, true or false, a list, a text.
    Beside nothing it is itself, so that a claim about a value never holds for want of one.

    >>> meant("70%", Decimal("0.7")), meant("a, b", ["a"]), meant("是", True), meant("周*", None)
    (Decimal('0.70'), ['a', 'b'], True, '周*')
    """
    if value is None:
        return text or None
    if isinstance(value, list):
        return [part.strip() for part in text.replace("、", ",").split(",")]
    if isinstance(value, bool):
        return TRUTHS.get(text, text)
    if isinstance(value, Decimal):
        return parse_number(text)
    return text if isinstance(value, str) else parse_at(text)


def rounded(value: object, written: str) -> Decimal:
    """A number rounded to the places that another is written with.

    >>> rounded(Decimal("8.42857"), "8.43"), rounded(Decimal("0.6667"), "66.7%")
    (Decimal('8.43'), Decimal('0.667'))
    """
    number = Decimal(str(value))
    number = number * 100 if written.endswith("%") else number
    near = number.quantize(Decimal(1).scaleb(-places(written)), ROUND_HALF_UP)
    return near / 100 if written.endswith("%") else near


def places(text: str) -> int:
    """How many decimal places a number is written with, in its own unit.

    >>> places("8.43"), places("7")
    (2, 0)
    """
    return len(text.partition(".")[2].rstrip("%"))
