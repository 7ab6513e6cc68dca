"""Safe fixes applied to texts: the characters they name, and not one more.

Reads   texts by name, and findings about them.
Gives   the texts with the edits of safe fixes made. A fix is made whole or not at all; of two that touch each other the
        first in the file wins, and the other is found again, or is gone, when the text is checked anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import unified_diff

from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit

Texts = Mapping[str, str]


def apply_safe(texts: Texts, diagnostics: Iterable[Diagnostic]) -> tuple[dict[str, str], list[Diagnostic]]:
    """The texts with the safe fixes among the findings applied, and the findings whose fixes were.

    >>> from engine.dsl.documents import read
    >>> from engine.dsl.source import Source
    >>> text = "质量：35%   # 占比\\n价格: 65%\\n"
    >>> found = Diagnostics()
    >>> _ = read(Source("a.yaml", text), found)
    >>> fixed, applied = apply_safe({"a.yaml": text}, found)
    >>> fixed["a.yaml"], [d.code for d in applied]
    ('质量: 35%   # 占比\\n价格: 65%\\n', ['GJ0006'])
    """
    taken: dict[str, list[Edit]] = {}
    applied = []
    for finding in Diagnostics(diagnostics):
        if finding.fix and finding.fix.safe and _applies(finding.fix.edits, texts, taken):
            for edit in finding.fix.edits:
                taken.setdefault(edit.span.source.name, []).append(edit)
            applied.append(finding)
    return {name: edited(text, taken.get(name, ())) for name, text in texts.items()}, applied


def edited(text: str, edits: Iterable[Edit]) -> str:
    """A text with edits made, which must not overlap."""
    for edit in sorted(edits, key=lambda edit: edit.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def within_quotes(found: Diagnostic) -> Diagnostic:
    """The finding with double quotes escaped where its fix goes into a text that YAML has between such.

    >>> from engine.dsl.diagnostics import Fix
    >>> from engine.dsl.source import Source
    >>> span = Source("a.yaml", 'when: "level = 高 or vip"').span(15, 16)
    >>> within_quotes(Diagnostic("GJ1102", span, fix=Fix((Edit(span, '"高"'),)))).fix.edits[0].text
    '\\\\"高\\\\"'
    """
    if found.fix is None or not any(map(_is_quoted, found.fix.edits)):
        return found
    edits = (Edit(e.span, _BARE_QUOTE.sub(lambda _: '\\"', e.text)) if _is_quoted(e) else e for e in found.fix.edits)
    return replace(found, fix=replace(found.fix, edits=tuple(edits)))


def _is_quoted(edit: Edit) -> bool:
    """Whether an edit with quotes lies inside of a text in double quotes; rows of tables are no such texts."""
    if not _BARE_QUOTE.search(edit.text):
        return False
    before = edit.span.source.line(edit.span.line)[: edit.span.column - 1]
    return not before.lstrip().startswith(("|", "#")) and bool(_OPEN_QUOTE.search(before))


_BARE_QUOTE = re.compile(r'(?<!\\)"')
_OPEN_QUOTE = re.compile(r'(?:^\s*|[:,\[{]\s*|-\s+)"(?:[^"\\]|\\.)*$')


def difference(before: Texts, after: Texts) -> str:
    """What changed, as a unified diff.

    >>> print(difference({"a.yaml": "x：1\\n"}, {"a.yaml": "x: 1\\n"}))
    --- a.yaml
    +++ a.yaml
    @@ -1 +1 @@
    -x：1
    +x: 1
    <BLANKLINE>
    """
    changed = (name for name, text in after.items() if text != before.get(name, ""))
    return "".join(_file_difference(name, before.get(name, ""), after[name]) for name in changed)


def _applies(edits: Iterable[Edit], texts: Texts, taken: Mapping[str, list[Edit]]) -> bool:
    """Whether every edit is about one of the texts as it is, and touches none that was taken before."""
    return all(
        texts.get(edit.span.source.name) == edit.span.source.text
        and not any(_touch(edit, other) for other in taken.get(edit.span.source.name, ()))
        for edit in edits
    )


def _touch(left: Edit, right: Edit) -> bool:
    return left.span.start <= right.span.end and right.span.start <= left.span.end


def _file_difference(name: str, before: str, after: str) -> str:
    lines = unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), name, name)
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
