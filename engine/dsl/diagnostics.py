"""Diagnostics: what is wrong, where, and what to do about it.

A `Diagnostic` is a code, a place and the values its message speaks of. Its wording stands once, in zh and en, in
`messages/*.yaml`; `render` (rendering.py) draws it with carets. Nothing here names a kind of definition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from engine.dsl.source import Span


class Severity(Enum):
    """`ERROR`: the result would be wrong or undefined. `WARNING`: allowed but suspicious. `HINT`: style."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Label:
    """A further place and what is to be said there: `message` names an entry under `labels:` of the code's message."""

    span: Span
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text of `span` by `text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A way out: `safe` when it cannot change any result that was defined before."""

    edits: tuple[Edit, ...]
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `values` fill the placeholders of the code's wording in the catalogue.

    `witness` is a record that shows the fault and can be fed to `guiju eval -i -`.
    """

    code: str
    span: Span
    values: Mapping[str, object] = field(default_factory=dict)
    labels: tuple[Label, ...] = ()
    witness: Mapping[str, object] | None = None
    fix: Fix | None = None


class Diagnostics:
    """Collects findings; sorted by place, the same finding kept once.

    >>> len(Diagnostics())
    0
    """

    def __init__(self, items: Iterable[Diagnostic] = ()) -> None:
        self._items: list[Diagnostic] = list(items)

    def add(
        self,
        code: str,
        span: Span,
        /,
        *labels: Label,
        witness: Mapping[str, object] | None = None,
        fix: Fix | None = None,
        **values: object,
    ) -> None:
        """Add a finding; `values` fill its message."""
        self._items.append(Diagnostic(code, span, values, labels, witness, fix))

    def extend(self, others: Iterable[Diagnostic]) -> None:
        """Add the findings of another collector."""
        self._items.extend(others)

    def __iter__(self) -> Iterator[Diagnostic]:
        """In the order of file, place and code; a finding added twice comes once."""
        keyed = self._keyed()
        return iter(keyed[key] for key in sorted(keyed))

    def __len__(self) -> int:
        return len(self._keyed())

    def _keyed(self) -> dict[tuple[str, int, str, str], Diagnostic]:
        return {(d.span.source.name, d.span.start, d.code, repr(d.values)): d for d in self._items}
