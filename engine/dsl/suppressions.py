"""Comments that allow a finding: `# guiju: allow GJ2105 until 2027-01-01 reason …` on its line, or on the line above.

Reads   texts by name, and the findings about them.
Gives   the findings without those that are allowed, and with findings about the comments themselves: one that allows
        nothing any more, one whose day has passed, one that gives no reason.
Rules   several codes may stand in one comment. The reason is mandatory; the day is not. `允许` and `至` serve as well.
        What cannot be read cannot be allowed: an error of the families GJ0 and GJ1 stays. While definitions are not
        `sound`, their further checks have not run, so every error stays and no comment is called useless.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.dsl.catalogue import can_be_allowed, severity
from engine.dsl.catalogue import codes as known_codes
from engine.dsl.dates import parse_date
from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix, Severity
from engine.dsl.source import Source, Span
from engine.dsl.text import Text


@dataclass(frozen=True, slots=True)
class Permission:
    """A comment that allows some codes on one line. `until` is None when no day, or no such day, is written."""

    span: Span
    verb: str
    codes: tuple[Span, ...]
    line: int
    until: datetime.date | None
    day: str
    reason: str

    @property
    def fault(self) -> dict[str, object]:
        """What makes the comment mean nothing, as a value of its message; empty when it means something."""
        if self.verb not in VERBS:
            return {"verb": self.verb}
        if unknown := [code for code in self.names if code not in known_codes()]:
            return {"unknown": unknown[0]}
        if self.day and not self.until:
            return {"day": self.day}
        lacking = CODE if not self.codes else REASON if not self.reason else None
        return {"lacking": lacking} if lacking else {}

    def allows(self, finding: Diagnostic) -> bool:
        """Whether the finding has one of the codes, and a place of it lies on the line spoken of."""
        places = (finding.span, *(label.span for label in finding.labels))
        here = (self.span.source.name, self.line)
        return finding.code in self.names and any((place.source.name, place.line) == here for place in places)

    @property
    def names(self) -> tuple[str, ...]:
        """The codes as texts."""
        return tuple(code.text for code in self.codes)

    def over(self, today: datetime.date | None) -> bool:
        """Whether its last day has passed; never where no today is given."""
        return today is not None and self.until is not None and self.until < today


def suppress(
    diagnostics: Iterable[Diagnostic], texts: Mapping[str, str], today: datetime.date | None = None, sound: bool = True
) -> Diagnostics:
    """The findings that no comment allows, and what is wrong with such comments.

    >>> text = "a: 1  # guiju: allow GJ2501 until 2026-01-01 agreed with sales\\n"
    >>> finding = Diagnostic("GJ2501", Source("a.yaml", text).span(0, 1))
    >>> len(suppress([finding], {"a.yaml": text}))
    0
    >>> [d.code for d in suppress([finding], {"a.yaml": text}, datetime.date(2026, 1, 2))]
    ['GJ2501', 'GJ0072']
    """
    permissions = [each for name, text in texts.items() if MARK in text for each in permissions_of(Source(name, text))]
    valid = [each for each in permissions if not each.fault and not each.over(today)]
    kept, hidden = Diagnostics(), []
    for finding in diagnostics:
        allowed = _can_be_allowed(finding.code, sound) and any(each.allows(finding) for each in valid)
        hidden.append(finding) if allowed else kept.extend([finding])
    for permission in permissions:
        kept.extend(_about(permission, hidden, today, sound))
    return kept


def permissions_of(source: Source) -> Iterator[Permission]:
    """The comments of a source that allow something."""
    for match in _PERMISSION.finditer(source.text):
        codes = tuple(source.span(*code.span()) for code in _CODE.finditer(source.text, *match.span("codes")))
        span = source.span(match.start("comment"), match.end())
        day = match["until"] or ""
        yield Permission(
            span, match["verb"], codes, _line(span, match["before"]), parse_date(day), day, match["reason"].strip()
        )


def _line(comment: Span, before: str) -> int:
    """The line that a comment speaks of: its own, or the next that holds more than a comment."""
    lines = comment.source.text.count("\n") + 1
    if before.strip():
        return comment.line
    further = range(comment.line + 1, lines + 1)
    return next((n for n in further if _HOLDS_MORE.match(comment.source.line(n))), comment.line)


def _can_be_allowed(code: str, sound: bool) -> bool:
    return can_be_allowed(code) if sound else severity(code) is not Severity.ERROR


def _about(
    permission: Permission, hidden: list[Diagnostic], today: datetime.date | None, sound: bool
) -> Iterator[Diagnostic]:
    """What is wrong with one comment."""
    span = permission.span
    if fault := permission.fault:
        yield Diagnostic("GJ0073", span, fault)
    elif permission.over(today):
        yield Diagnostic("GJ0072", span, {"until": permission.day, "codes": list(permission.names)})
    elif firm := [code for code in permission.codes if not _can_be_allowed(code.text, sound=True)]:
        yield Diagnostic("GJ0074", firm[0], {"code": firm[0].text})
    elif sound and not any(permission.allows(finding) for finding in hidden):
        yield Diagnostic("GJ0071", span, {"codes": list(permission.names)}, fix=_removal(span))


def _removal(comment: Span) -> Fix:
    """Takes the comment away, with its line where nothing else stands on it."""
    text = comment.source.text
    before = text[text.rfind("\n", 0, comment.start) + 1 : comment.start]
    start = comment.start - len(before) + len(before.rstrip())
    end = comment.end + 1 if not before.strip() and text[comment.end : comment.end + 1] == "\n" else comment.end
    return Fix((Edit(Span(comment.source, start, end), ""),), safe=True)


MARK = "guiju"
VERBS = ("allow", "允许")
CODE, REASON = Text("代码", "a code"), Text("原因", "a reason")

_CODE = re.compile(r"GJ\d{4}")
_PERMISSION = re.compile(
    r"(?m)^(?P<before>[^\n]*?)(?P<comment>#[ \t]*guiju[ \t]*[:：][ \t]*(?P<verb>[^\W\d]*)"
    r"(?P<codes>(?:[ \t,，、]*GJ\d{4})*)"
    r"(?:[ \t,，]*(?:until|至|到)[ \t]*(?P<until>[^\s,，]+))?(?P<reason>[^\r\n]*))"
)
_HOLDS_MORE = re.compile(r"\s*[^\s#]")
