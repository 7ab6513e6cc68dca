"""A survey as it is being filled in: what is asked, what was answered, what is wrong, what it comes to. Pure.

    setting = Setting.of(project, {"customer": {...}, "meta": {"seconds": 95}})
    response = fill(survey, posted, setting)            # posted: texts by input, everything typed so far
    page = response.page("service")                     # or response.pages[0]
    following = response.after("service")               # the page to show next; None: nothing is left to ask
    response.complete, response.kept()

What a template is written against, without logic of its own:

    response.pages      the visible pages in their order; hidden ones are not there
    page                name, label, number, questions, errors (by input, in order), hidden (inputs to send along)
    question            name       of its input; `rows` have their own
                        label, hint, unit, error, required
                        control    text long_text number date time datetime boolean phone email
                                   choice choices scale matrix ranking computed
                        typed      the text of an input, as it was typed
                        choices    value, label, chosen; of choice, choices, scale, boolean
                        rows       of matrix and ranking: questions themselves
                        other      the question for the text beside the choice `other_choice`, or None
                        max_length, minimum, maximum
    response.scores, response.flags, response.follow_ups     what it comes to, each with its explanation

How pages follow each other, and what they send along, stands in questions.py.
Hidden means absent: a hidden item is not required, not stored, not counted. What is computed is never read from a post.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import cached_property
from typing import Any

from engine.dsl.conversion import to_python
from engine.dsl.diagnostics import Diagnostic
from engine.dsl.text import Text
from engine.errors import EvaluationError
from engine.model.kinds.survey_parts import Item, Survey
from engine.runtime.answers import Answers, Posted, Reading, finding, names_of, read_answers, typed_for
from engine.runtime.clock import Clock
from engine.runtime.outcome import Outcome
from engine.runtime.project import Project
from engine.runtime.questions import SHOWN, Sheet, State


@dataclass(frozen=True, slots=True)
class Setting:
    """What a survey is filled in with: `evaluate` asks the rules, texts of moments are read in `zone`, `facts` are the
    record that the survey is about (with its `id`) and `meta`: seconds, channel."""

    evaluate: Callable[[str, Mapping[str, object]], Outcome]
    zone: tzinfo
    facts: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, project: Project, facts: Mapping[str, object], clock: Clock | None = None) -> Setting:
        """The rules of a project."""
        return cls(lambda name, given: project.evaluate(name, given, clock=clock), project.time_zone, facts)

    def ask(self, name: str, answers: Answers) -> Outcome:
        """What a decision of the survey gives for some answers."""
        return self.evaluate(name, {**self.facts, "answers": answers})


@dataclass(frozen=True, slots=True)
class Result:
    """A score, or a quality flag that the answers earn; `outcome` explains it."""

    name: str
    label: Text
    value: object
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Consequence:
    """What shall happen after the answer: a record of `create` with these values. Nothing is done here."""

    name: str
    label: Text
    create: str
    values: Mapping[str, object]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is stored: bound for good to the version it was given under."""

    survey: str
    version: str
    revision: str
    answers: Answers
    scores: Mapping[str, object]
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Response(Sheet):
    """A survey as it stands. `answers` is what would be stored."""

    answers: Answers
    setting: Setting

    @cached_property
    def outcome(self) -> Outcome:
        """Scores, flags and follow-ups together; explains itself."""
        return self._ask(self.survey.name)

    @cached_property
    def scores(self) -> tuple[Result, ...]:
        """Every score; its value is None where too few questions are answered."""
        return tuple(self._result("scores", score.name, score.label) for score in self.survey.scores)

    @cached_property
    def flags(self) -> tuple[Result, ...]:
        """The doubts about its quality."""
        return tuple(
            self._result("flags", flag.name, flag.label)
            for flag in self.survey.flags
            if flag.name in self._came["flags"]
        )

    @cached_property
    def follow_ups(self) -> tuple[Consequence, ...]:
        """What shall follow from it."""
        came = {each["name"]: each["with"] for each in self._came["follow_up"]}
        return tuple(
            Consequence(each.name, each.label, each.create, came[each.name], self._asked("follow_up", each.name))
            for each in self.survey.follow_ups
            if each.name in came
        )

    def kept(self) -> Kept:
        """What is stored of a complete response."""
        scores = {each["name"]: each["value"] for each in self._came["scores"]}
        survey = self.survey
        return Kept(survey.name, survey.version, survey.revision, self.answers, scores, tuple(self._came["flags"]))

    @cached_property
    def _came(self) -> Mapping[str, Any]:
        came = to_python(self.outcome.value)
        assert isinstance(came, dict)
        return came

    def _result(self, part: str, name: str, label: Text) -> Result:
        outcome = self._asked(part, name)
        return Result(name, label, to_python(outcome.value), outcome)

    def _asked(self, part: str, name: str) -> Outcome:
        return self._ask(f"{self.survey.name}/{part}/{name}")

    def _ask(self, name: str) -> Outcome:
        """What a decision gives for the answers; what is computed is worked out anew."""
        computed = {item.name for item in self.survey.items if item.field.compute is not None}
        return self.setting.ask(name, {each: value for each, value in self.answers.items() if each not in computed})


def fill(survey: Survey, posted: Posted, setting: Setting) -> Response:
    """The survey after somebody typed `posted` into it; what it does not ask for is ignored.

    >>> from engine.runtime.project import load_files
    >>> asked = "kind: survey\\nname: s\\nversion: 1\\ngoal: g\\npages:\\n  - {id: p, items: [{id: nps, type: nps}]}\\n"
    >>> project = load_files({"s.yaml": asked})
    >>> def answered(text): return fill(project.definitions["s"], {"nps": [text], "x": ["1"]}, Setting.of(project, {}))
    >>> answered("0").answers, [error.code for error in answered("11").errors.values()]
    ({'nps': Decimal('0')}, ['GJ4508'])
    """
    reading, states = _settled(survey, read_answers(survey, posted, setting.zone), setting)
    visible = [item for item in survey.items if states[item.name]["visible"] is True]
    answers = {name: value for item in visible for name, value in _stored(item, states[item.name])}
    errors = {name: error for item in visible for name, error in _faults(item, reading, states[item.name])}
    return Response(survey, posted, setting.zone, errors, states, answers, setting)


def reopen(survey: Survey, kept: Kept, setting: Setting) -> Response:
    """A stored answer as it was, everything shown: to be read, explained and scored again.

    raises   EvaluationError (GJ4257) when it was given under another version of the survey
    """
    if kept.revision != survey.revision:
        values = {"given": kept.version, "revision": kept.revision, "current": survey.version}
        raise EvaluationError(kept.survey, (Diagnostic("GJ4257", survey.origin, values),))
    typed = {
        name: texts for item in survey.asked for name, texts in typed_for(item, kept.answers, setting.zone).items()
    }
    return fill(survey, {**typed, SHOWN: [item.name for item in survey.items]}, setting)


def _settled(survey: Survey, reading: Reading, setting: Setting) -> tuple[Reading, Mapping[str, State]]:
    """The states of all items, once every answer that its filter does not offer is refused.

    Every round refuses an answer or is the last.
    """
    while True:
        told = to_python(setting.ask(f"{survey.name}/form", reading.answers).value)
        assert isinstance(told, list)
        states: dict[str, State] = {state["name"]: state for state in told}
        refused = {item.name: fault for item in survey.asked if (fault := _not_offered(item, states[item.name]))}
        if not refused:
            return reading, states
        reading = reading.without(refused)


def _not_offered(item: Item, state: State) -> Diagnostic | None:
    """What is wrong with an answer that the choice filter leaves out."""
    offered, value = state["choices"], state["value"]
    if offered is None or value is None:
        return None
    given = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else [value]
    labels = tuple(choice.label for choice in item.choices if choice.value in offered)
    left_out = [each for each in given if each is not None and str(each) not in offered]
    return finding("GJ4508", item.origin, item.label, typed=str(left_out[0]), options=labels) if left_out else None


def _stored(item: Item, state: State) -> Iterator[tuple[str, object]]:
    """What is kept of an item: its answer and the text beside it, where they are given."""
    value = state["value"]
    if isinstance(value, Mapping):
        value = {row: answer for row, answer in value.items() if answer is not None} or None
    if value is not None:
        yield item.name, value
    if state["other"] is not None:
        yield item.other_name, state["other"]


def _faults(item: Item, reading: Reading, state: State) -> Iterator[tuple[str, Diagnostic]]:
    """What is wrong with an item that is shown; one finding for each input."""
    errors = {name: reading.errors[name] for name in names_of(item) if name in reading.errors}
    if not errors and state["valid_if"] is False:
        message = {"message": item.field.message} if item.field.message else {}
        errors = {item.name: finding("GJ4512", item.origin, item.label, **message)}
    if state["required_if"] is True:
        errors = {**dict(_missing(item, state["value"])), **errors}
    yield from errors.items()


def _missing(item: Item, value: object) -> Iterator[tuple[str, Diagnostic]]:
    """The questions of a required item that have no answer."""
    given = value if isinstance(value, Mapping) else {}
    for point in item.points:
        if (given.get(point.row.name) if point.row else value) is None:
            yield point.name, finding("GJ4501", point.origin, point.label)
