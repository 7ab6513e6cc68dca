"""Feature files line by line, as Gherkin will understand each line; without a library, so that slips are seen too.

Reads   a source.
Gives   `Line` after `Line`: what each is, its keyword, and the text behind it. Lines between \"\"\" belong to the step
        above and come as one, to the end of the file where they are never closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.dsl.source import Source, Span

Keywords = Mapping[str, tuple[str, ...]]

CHINESE: Keywords = {
    "feature": ("功能",),
    "background": ("背景",),
    "rule": ("规则", "Rule"),
    "outline": ("场景大纲", "剧本大纲"),
    "scenario": ("场景", "剧本"),
    "examples": ("例子",),
    "given": ("假如", "假设", "假定"),
    "when": ("当",),
    "then": ("那么",),
    "and": ("而且", "并且", "同时", "但是", "*"),
}
ENGLISH: Keywords = {
    "feature": ("Feature", "Business Need", "Ability"),
    "background": ("Background",),
    "rule": ("Rule",),
    "outline": ("Scenario Outline", "Scenario Template"),
    "scenario": ("Scenario", "Example"),
    "examples": ("Examples", "Scenarios"),
    "given": ("Given",),
    "when": ("When",),
    "then": ("Then",),
    "and": ("And", "But", "*"),
}
LANGUAGES = {"zh-CN": CHINESE, "en": ENGLISH}
HEADERS = ("feature", "background", "rule", "outline", "scenario", "examples")
STEPS = ("given", "when", "then", "and")


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `kind` is one of HEADERS or STEPS, or "row", "text" (between \"\"\"), "tag", "comment", "language",
    "other". `wide` is the colon behind the keyword where it is full-width, so that Gherkin takes the line for something
    else, or behind a step, where none belongs; `meant` the keyword that should stand there, where another word does."""

    kind: str
    span: Span
    keyword: str = ""
    text: str = ""
    wide: Span | None = None
    meant: str = ""

    @property
    def content(self) -> Span:
        """The text behind the keyword."""
        return Span(self.span.source, self.span.end - len(self.text), self.span.end)

    @property
    def is_open(self) -> bool:
        """Whether it is a longer text that is never closed."""
        mark = self.span.text[:3]
        return self.kind == "text" and not self.span.text[3:].rstrip().endswith(mark)

    @property
    def word(self) -> Span:
        """The keyword, or what stands in its place."""
        return Span(self.span.source, self.span.start, self.span.start + len(self.keyword))


def read(source: Source) -> tuple[Keywords, list[Line]]:
    """The keywords of the file's language, and its lines without the empty ones.

    >>> keywords, lines = read(Source("a.feature", "# language: zh-CN\\n功能: 评分\\n  场景：甲\\n    当 检查定义\\n"))
    >>> [(line.kind, line.text, bool(line.wide)) for line in lines[1:]]
    [('feature', '评分', False), ('scenario', '甲', True), ('when', '检查定义', False)]
    """
    keywords = LANGUAGES[language(source.text)]
    return keywords, list(_lines(source, keywords))


def language(text: str) -> str:
    """The language that a file is written in: that of its keywords, whatever its first line says."""
    counts = {name: len(_begins(keywords).findall(text)) for name, keywords in LANGUAGES.items()}
    return max(counts, key=lambda name: counts[name])


def _lines(source: Source, keywords: Keywords) -> Iterator[Line]:
    end, patterns = 0, [*_patterns(keywords)]
    for match in _LINE.finditer(source.text):
        start = match.start("content")
        if start >= end:
            fenced = _FENCED.match(source.text, start)
            end = fenced.end() if fenced else match.end()
            yield Line("text", source.span(start, end)) if fenced else _line(source.span(start, end), patterns)


def _line(span: Span, patterns: Sequence[tuple[str, re.Pattern[str]]]) -> Line:
    """One line that stands outside of a longer text."""
    text = span.text
    for kind, pattern in _MARKS:
        if match := pattern.match(text):
            return Line(kind, span, text=match["text"])
    for kind, pattern in patterns:
        if match := pattern.match(text):
            start, end = match.span("colon")
            is_right = not match["colon"].strip() if kind in STEPS else match["colon"] == ":"
            colon = None if is_right else Span(span.source, span.start + start, span.start + end)
            return Line(kind, span, match["word"], match["text"], colon)
    return Line("other", span, text=text)


def _patterns(keywords: Keywords) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Lines that begin with a keyword, each kind of them."""
    colon, behind = r":|\s*：", rf"\s*[:：]\s*|{_behind(keywords)}"
    for kind in HEADERS:
        yield kind, re.compile(rf"(?P<word>{_any(keywords[kind])})(?P<colon>{colon})\s*(?P<text>.*)")
    for kind in STEPS:
        yield kind, re.compile(rf"(?P<word>{_any(keywords[kind])})(?P<colon>{behind})(?P<text>.*)")


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _behind(keywords: Keywords) -> str:
    """What stands between a keyword and its step: in Chinese there need not be a space."""
    return r"\s*" if keywords is CHINESE else r"\s+"


def _begins(keywords: Keywords) -> re.Pattern[str]:
    """Lines that begin with a keyword of a language."""
    headers = "|".join(_any(keywords[kind]) for kind in HEADERS)
    words = "|".join(_any(tuple(word for word in keywords[kind] if word != "*")) for kind in STEPS)
    return re.compile(rf"(?m)^[ \t]*(?:(?:{headers})\s*[:：]|(?:{words})[ \t])")


_LINE = re.compile(r"(?m)^[ \t\u3000\ufeff]*(?P<content>\S(?:[^\n]*\S)?)")
_FENCED = re.compile(r'(?s)("""|```).*?(?:\n[ \t]*\1[ \t]*(?=\r?$|\r?\n)|\Z)')
_MARKS = (
    ("language", re.compile(r"#\s*language\s*[:：]?\s*(?P<text>.*)", re.I)),
    ("comment", re.compile(r"#(?P<text>.*)")),
    ("tag", re.compile(r"@(?P<text>.*)")),
    ("row", re.compile(r"(?P<text>[|｜].*)")),
)
