"""How pytest-bdd finds the function of a step: by the vocabulary, so that a check and a run understand it alike."""

from __future__ import annotations

from pytest_bdd.parsers import StepParser

from engine.scenarios import vocabulary


class Worded(StepParser):
    """A wording with values between braces."""

    def is_matching(self, name: str) -> bool:
        """Whether a step is worded so, and no other wording of its kind says more of it."""
        return any(self.name == best.wording for kind in vocabulary.KINDS if (best := vocabulary.find(kind, name)))

    def parse_arguments(self, name: str) -> dict[str, str] | None:
        """The values of a step."""
        step = next(step for step in vocabulary.steps() if step.wording == self.name)
        return step.values(name)


def worded(wording: str) -> Worded:
    """The parser of a wording: `@given(worded("{record} 的 {field} 是 {value}"))`."""
    return Worded(wording)
