"""A step that nobody knows, said as the vocabulary has it: the fixed words of a wording, the values of the author.

Reads   a step, and the wordings that have something in common with it.
Gives   the sentence that was probably meant. Words are laid beside those of a wording so that the fewest differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.dsl.suggestions import distance
from engine.scenarios.vocabulary import Step, mended

OTHER, NEAR, IN_VALUE, NO_GAP = 1.0, 0.4, 0.02, 0.3  # another word; a misspelt one; a word of a value; no space around
TOO_MUCH, SLACK = 0.5, 0.5  # how much may differ: of the fixed words, and besides
RATHER = 0.4  # of two wordings that are as near, the one with more fixed words is meant
FARTHER = 0.5  # than the nearest: no longer meant


@dataclass(frozen=True, slots=True)
class Laid:
    """A way to lay words beside a wording: what differs, and where each value begins and ends."""

    cost: float
    values: tuple[tuple[int, int], ...] = field(default=())


def reworded(text: str, wordings: Iterable[Step]) -> list[str]:
    """The step in each wording that is near enough, the nearest first.

    >>> due = Step("then", "{clock} is due at {moment}")
    >>> reworded("Decision is due on 2026-04-28 10:00", [due, Step("then", "the move is allowed")])
    ['Decision is due at 2026-04-28 10:00']
    >>> reworded("客户 的 满意度得分 为 92", [Step("given", "{record} 的 {field} 是 {value}")])
    ['客户 的 满意度得分 是 92']
    """
    ranked = []
    for step in wordings:
        laid, said = _lay(step, text)
        fixed = sum(len(_words(part)) for part in step.parts)
        if laid.cost <= TOO_MUCH * fixed + SLACK:
            ranked.append((laid.cost - RATHER * fixed, said))
    nearest = min((rank for rank, _ in ranked), default=0)
    return [said for rank, said in sorted(ranked, key=lambda pair: pair[0]) if rank <= nearest + FARTHER]


def with_other_verb(kind: str, text: str) -> str:
    """The step with the verb of the vocabulary for one that means the same; empty where it is no step then either.

    >>> with_other_verb("given", "客户 的 满意度得分 应为 92"), with_other_verb("then", "the grade should be A")
    ('客户 的 满意度得分 是 92', 'the grade is A')
    >>> with_other_verb("when", "I evaluate refund"), with_other_verb("then", "Trust score = 9")
    ('refund is evaluated', 'the Trust score is 9')
    """
    changed = [pattern.sub(verb, text, count=1) for pattern, verb in _VERBS if pattern.search(text)]
    worded = (said for each in changed for said in (mended(kind, each), mended(kind, f"the {each}")))
    return next((said for said in worded if said and said.isascii() == text.isascii()), "")


def _lay(step: Step, text: str) -> tuple[Laid, str]:
    """The cheapest way to lay a text beside a wording, and the text in that wording."""
    words = _words(text)
    row = [Laid(OTHER * index) for index in range(len(words) + 1)]
    for number, part in enumerate(step.parts):
        if number:
            row = _value(row, words, text)
        for fixed in _words(part):
            row = _fixed(row, words, fixed[0])
    found = row[-1]
    values = [text[words[start].start() : words[end - 1].end()] for start, end in found.values]
    said = "".join(part + value for part, value in zip(step.parts, [*values, ""], strict=False))
    return found, said


def _fixed(before: list[Laid], words: list[re.Match[str]], fixed: str) -> list[Laid]:
    """Behind one more fixed word: it stands there, another does, it is missing, or there is one too many."""
    row = [Laid(before[0].cost + OTHER, before[0].values)]
    for index, word in enumerate(words):
        ways = (
            Laid(before[index].cost + _difference(fixed, word[0]), before[index].values),
            Laid(before[index + 1].cost + OTHER, before[index + 1].values),
            Laid(row[index].cost + OTHER, row[index].values),
        )
        row.append(min(ways, key=_cost))
    return row


def _value(before: list[Laid], words: list[re.Match[str]], text: str) -> list[Laid]:
    """Behind a value, which is one word or several."""
    row = [Laid(float("inf"))]
    for end in range(1, len(words) + 1):
        ways = (
            Laid(
                before[start].cost + IN_VALUE * (end - start) + _edges(words, start, end, text),
                (*before[start].values, (start, end)),
            )
            for start in range(end)
        )
        row.append(min(ways, key=_cost))
    return row


def _edges(words: list[re.Match[str]], start: int, end: int, text: str) -> float:
    """A value has a space, or an end of the step, on either side."""
    at, behind = words[start].start(), words[end - 1].end()
    return NO_GAP * ((at > 0 and not text[at - 1].isspace()) + (behind < len(text) and not text[behind].isspace()))


def _difference(fixed: str, word: str) -> float:
    if fixed.casefold() == word.casefold():
        return 0
    return NEAR if fixed.isascii() and len(fixed) > 2 and distance(fixed, word) <= 1 else OTHER


def _cost(laid: Laid) -> float:
    return laid.cost


def _words(text: str) -> list[re.Match[str]]:
    """The words of a text: characters of Chinese, words of other languages, names in brackets, signs."""
    return [*_WORD.finditer(text)]


_VERBS = tuple(
    (re.compile(pattern, re.I), verb)
    for pattern, verb in (
        ("应该?[是为]|应当[是为]|等于|(?<!变)为|=", "是"),
        (r"\b(should be|shall be|must be|will be|equals?)\b|=", "is"),
        ("^(计算|运行|执行|评价)", "评估"),
        (r"\b(?:is |are )?(calculated|computed|assessed|run|executed)$", "is evaluated"),
        (r"^(?:(?:I|we|you) )?(?:evaluate|calculate|compute|assess|run|execute) (?:the )?(.+)$", r"\1 is evaluated"),
        (r"(改成|改为|变成|变更为|更新为)", "变为"),
        (r"\b(?:the )?(\w[\w ]*?)['’]s (.+?) (is|became|has)\b", r"the \2 of the \1 \3"),
    )
)
_WORD = re.compile(r"""<[^<>]+>|"[^"]*"|[\u3400-\u9fff]|[^\s\u3400-\u9fff，,]+|[，,]""")
