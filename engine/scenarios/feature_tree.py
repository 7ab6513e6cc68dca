"""Feature files as a tree: scenarios with their steps, tables and examples, and the words that were to be keywords.

Reads   the lines of a file (gherkin.py).
Gives   a `Feature`. A line with a misspelt keyword takes the place of what was meant, and keeps what should be written;
        it is taken for one only where what stands below it fits, so that a description may say what it likes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from engine.dsl.diagnostics import Diagnostics
from engine.dsl.source import Snippet, Source
from engine.dsl.suggestions import distance, is_slip
from engine.dsl.tables import Cell, read_rows
from engine.scenarios import vocabulary
from engine.scenarios.gherkin import CHINESE, HEADERS, LANGUAGES, STEPS, Keywords, Line, read
from engine.scenarios.misspelt_keywords import MEANT

SHORT = 3  # letters of a word that another word may resemble by chance
HOLDS_STEPS = ("background", "scenario", "outline")


@dataclass
class Part:
    """A step or examples, with the table or the longer text below."""

    line: Line
    kind: str
    rows: list[Line] = field(default_factory=list)
    text: Line | None = None

    @property
    def below(self) -> str:
        """What stands under it, in the words of the vocabulary."""
        return "table" if self.rows else "text" if self.text else ""

    @property
    def table(self) -> Snippet:
        """The lines of its table."""
        first, last = self.rows[0].span, self.rows[-1].span
        return first.source.snippet().cut(first.start, last.end)

    @property
    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells of its table, for what is right about it; none where there is no table."""
        return self._read[0]

    @property
    def slips(self) -> Diagnostics:
        """What is wrong with its table."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[tuple[tuple[Cell, ...], ...], Diagnostics]:
        found = Diagnostics()
        return read_rows(self.table, found) if self.rows else (), found


@dataclass
class Block:
    """A header and what stands below it. `stray` are lines that belong to nothing."""

    header: Line
    steps: list[Part] = field(default_factory=list)
    examples: list[Part] = field(default_factory=list)
    stray: list[Line] = field(default_factory=list)

    @property
    def runs(self) -> bool:
        """Whether this is something that is run: a scenario or an outline."""
        return self.header.kind in ("scenario", "outline")

    @property
    def parts(self) -> list[Part]:
        """Steps and examples."""
        return [*self.steps, *self.examples]


@dataclass
class Feature:
    """A file: every line as it is understood, and the blocks that they form."""

    source: Source
    keywords: Keywords
    lines: list[Line]
    blocks: list[Block]

    @property
    def scenarios(self) -> list[Block]:
        """The blocks that are run."""
        return [block for block in self.blocks if block.runs]


def read_feature(source: Source) -> Feature:
    """The tree of a file.

    >>> feature = read_feature(Source("a.feature", "功能: 评分\\n  场景: 甲\\n    如果 客户 的 得分 是 9\\n"))
    >>> [(line.kind, line.meant) for line in feature.lines]
    [('feature', ''), ('scenario', ''), ('given', '假如')]
    """
    keywords, lines = read(source)
    understood = [_understood(lines, index, keywords) for index in range(len(lines))]
    return Feature(source, keywords, understood, list(_blocks(understood)))


# -- words that were to be keywords --------------------------------------------------------------------------------


def _understood(lines: Sequence[Line], index: int, keywords: Keywords) -> Line:
    """A line, taken for what its author meant."""
    line = lines[index]
    if line.kind == "scenario" and not line.text and _fits_below(lines, index, "examples", keywords):
        return Line("examples", line.span, line.keyword, meant=f"{keywords['examples'][0]}:")
    if line.kind != "other":
        return line
    return _meant_header(lines, index, keywords) or _meant_step(lines, index, keywords) or line


def _meant_header(lines: Sequence[Line], index: int, keywords: Keywords) -> Line | None:
    """A misspelt header with its colon, or a header without one."""
    line = lines[index]
    match = _HEADER.match(line.span.text) or _WITHOUT_COLON.match(line.span.text)
    if match is None:
        return None
    for kind in _headers_meant(match["word"], keywords, bool(match["colon"])):
        if _fits_below(lines, index, kind, keywords):
            meant = next((word for word in keywords[kind] if word == match["word"]), keywords[kind][0])
            written = line.span.text[: match.end("colon")]
            return Line(kind, line.span, written, match["text"], meant=f"{meant}:")
    return None


def _headers_meant(word: str, keywords: Keywords, colon: bool) -> Iterator[str]:
    """The kinds of headers that a word may stand for, the surest first: without a colon only a keyword itself does."""
    yield from (kind for kind in HEADERS if word in keywords[kind])
    if colon:
        yield from (kind for kind in HEADERS if word in (*MEANT[kind], *_in_other_languages(kind)))
        yield from (kind for kind in HEADERS if any(_near(word, known) for known in (*keywords[kind], *_long(kind))))


def _long(kind: str) -> list[str]:
    """The other words for a header that are long enough to be misspelt and still be known."""
    return [word for word in MEANT[kind] if len(word) > SHORT]


def _in_other_languages(kind: str) -> list[str]:
    """The keywords of a kind in every language."""
    return [word for keywords in LANGUAGES.values() for word in keywords[kind]]


def _near(word: str, known: str) -> bool:
    return distance(word, known) <= max(1, len(known) // 4)


def _fits_below(lines: Sequence[Line], index: int, kind: str, keywords: Keywords) -> bool:
    """Whether what stands below a line is what stands below such a header."""
    below = next((line for line in lines[index + 1 :] if line.kind not in ("comment", "tag")), None)
    if kind == "feature":
        return all(line.kind in ("comment", "language", "tag") for line in lines[:index])
    if below is None:
        return kind in HOLDS_STEPS
    if kind == "examples":
        return below.kind == "row"
    if kind == "rule":
        return below.kind in ("scenario", "outline", "background")
    return below.kind in STEPS or bool(_step_word(below, keywords))


def _meant_step(lines: Sequence[Line], index: int, keywords: Keywords) -> Line | None:
    """A step with a misspelt keyword, inside of a scenario."""
    line = lines[index]
    found = _step_word(line, keywords)
    if not found or not _inside(lines, index):
        return None
    kind, word = found
    text = line.span.text[len(word) :].strip()
    worded = _kinds_worded(text)
    if not (worded or not _has_steps(lines, index) or _behind_step(lines, index)):
        return None
    if worded and (_kind_before(lines, index) if kind == "and" else kind) not in worded:
        kind = worded[0]
    meant = next(known for known in keywords[kind] if known != "*")
    return Line(kind, line.span, word, text, meant=meant)


def _step_word(line: Line, keywords: Keywords) -> tuple[str, str] | None:
    """The kind that the first word of a line means, and the word."""
    if line.kind != "other":
        return None
    words = [(kind, word) for kind in STEPS for word in (*MEANT[kind], *_in_other_languages(kind)) if word != "*"]
    ends = r"(?=\s)" if keywords is not CHINESE else r"(?=\s|[^\W\d_])"
    ranked = sorted(words, key=lambda pair: -len(pair[1]))
    found = next((pair for pair in ranked if re.match(re.escape(pair[1]) + ends, line.span.text)), None)
    return found or _misspelt_step(line.span.text, keywords)


def _misspelt_step(text: str, keywords: Keywords) -> tuple[str, str] | None:
    """The kind of a step whose first word is a keyword with one letter wrong."""
    word, _, rest = text.partition(" ")
    kinds = [kind for kind in STEPS for known in keywords[kind] if is_slip(word, known.strip())]
    return (kinds[0], word) if kinds and _kinds_worded(rest.strip()) else None


def _kind_before(lines: Sequence[Line], index: int) -> str:
    """The kind of the step before a line, which `and` goes on with."""
    before = _until_header(reversed(lines[:index]))
    return next((line.kind for line in before if line.kind in vocabulary.KINDS), "given")


def _kinds_worded(text: str) -> list[str]:
    """The kinds of steps that the vocabulary words so."""
    return [kind for kind in vocabulary.KINDS if vocabulary.find(kind, text) or vocabulary.mended(kind, text)]


def _inside(lines: Sequence[Line], index: int) -> bool:
    """Whether a line stands below a scenario or background."""
    above = (line.kind for line in reversed(lines[:index]) if line.kind in HEADERS)
    return next(above, "") in HOLDS_STEPS


def _has_steps(lines: Sequence[Line], index: int) -> bool:
    """Whether the scenario around a line has a step that is one."""
    before = _until_header(reversed(lines[:index]))
    return any(line.kind in STEPS for line in (*before, *_until_header(iter(lines[index + 1 :]))))


def _behind_step(lines: Sequence[Line], index: int) -> bool:
    """Whether a line stands behind a step, where no description can be."""
    return any(line.kind in STEPS for line in _until_header(reversed(lines[:index])))


def _until_header(lines: Iterator[Line]) -> Iterator[Line]:
    for line in lines:
        if line.kind in HEADERS:
            return
        yield line


# -- blocks --------------------------------------------------------------------------------------------------------


def _blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """Headers with what stands below them; examples belong to the outline before."""
    block: Block | None = None
    kind = "given"
    for line in lines:
        if line.kind in HEADERS and line.kind != "examples":
            if block:
                yield block
            block, kind = Block(line), "given"
        elif block and line.kind not in ("comment", "tag", "language"):
            kind = line.kind if line.kind in vocabulary.KINDS else kind
            _add(block, line, kind)
    if block:
        yield block


def _add(block: Block, line: Line, kind: str) -> None:
    """Put a line into a block."""
    if line.kind == "examples":
        block.examples.append(Part(line, "examples"))
    elif line.kind in STEPS and block.header.kind in HOLDS_STEPS:
        block.steps.append(Part(line, kind))
    elif line.kind == "row" and block.parts:
        _last(block).rows.append(line)
    elif line.kind == "text" and block.steps:
        block.steps[-1].text = line
    elif line.kind != "other" or block.parts or (block.header.kind in HOLDS_STEPS and vocabulary.clear_kind(line.text)):
        block.stray.append(line)


def _last(block: Block) -> Part:
    return (block.examples or block.steps)[-1]


_HEADER = re.compile(r"(?P<word>[^\s:：|#@\"]+(?: [^\s:：|#@\"]+){0,2})\s*(?P<colon>[:：])\s*(?P<text>.*)")
_WITHOUT_COLON = re.compile(r"(?P<word>[^\s:：]+(?: (?:Outline|Need))?)(?P<colon>)(?:\s+(?P<text>.*)|(?P<nothing>))$")
