"""The wording of every diagnostic: one place, two languages.

Reads   `messages/gj<family>*.yaml`, the family of a code (GJ2103: family 2) when it is first asked for.
Gives   `Message`; `headline`, `severity`, `page` for a code.
Format  headline; here (under the carets of the main place), labels (of further places), facts and help, each shown only
        when all its placeholders are known; why, wrong and right for the page. Texts are {zh, en} with the same
        placeholders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Formatter
from typing import Protocol

from engine.dsl.diagnostics import Diagnostic, Diagnostics, Severity
from engine.dsl.documents import MappingNode, Node, ScalarNode, SequenceNode, read
from engine.dsl.json_text import dumps
from engine.dsl.source import Source, Span
from engine.dsl.text import Text

MAX_SHOWN = 200  # characters of a value
UNREADABLE = ("GJ0", "GJ1")  # families whose errors say that something cannot be read
FAULTS_OF_RULES = ("GJ2", "GJ3")  # families about rules that can be read
WORDS_OF_SEVERITY = {
    Severity.ERROR: Text("错误", "error"),
    Severity.WARNING: Text("警告", "warning"),
    Severity.HINT: Text("提示", "hint"),
}
SILENCE = Text(
    "确认就是要这样时，写在这一行上面（原因一定要写，日期可以不写）",
    "where it is meant so, write above the line (the reason is mandatory, the day is not)",
)


class Worded(Protocol):
    """What the catalogue can word: a diagnostic, or the reason of a null."""

    @property
    def code(self) -> str:
        """The code of the wording."""

    @property
    def values(self) -> Mapping[str, object]:
        """What fills its placeholders."""


@dataclass(frozen=True, slots=True)
class Message:
    """The wording of one code."""

    code: str
    severity: Severity
    headline: Text
    here: Text | None
    labels: Mapping[str, Text]
    facts: tuple[Text, ...]
    help: tuple[Text, ...]
    why: Text | None
    wrong: str
    right: str

    def texts(self) -> Iterator[Text]:
        """Every text of the message."""
        alone = (self.headline, self.here, self.why)
        yield from (text for text in (*alone, *self.labels.values(), *self.facts, *self.help) if text)


def message(code: str) -> Message:
    """The wording of a code; KeyError for a code that the catalogue does not have.

    >>> message("GJ0003").severity
    <Severity.ERROR: 'error'>
    """
    return _family(code[2:3])[code]


@cache
def codes() -> tuple[str, ...]:
    """All codes, in order; none of the messages is read for that."""
    return tuple(sorted(code for file in _files() for code in _CODE.findall(file.read_text(encoding="utf-8"))))


def headline(worded: Worded, lang: str) -> str:
    """What is wrong, in one sentence.

    >>> from engine.dsl.nulls import Reason
    >>> headline(Reason("GJ0003", {"name": "价格"}), "zh")
    '“价格”写了两次，只能保留一个'
    """
    return fill(message(worded.code).headline, worded.values, lang)


def severity(code: str) -> Severity:
    """How serious a finding of that code is."""
    return message(code).severity


def errors(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings that are errors; without one, the definitions can be compiled."""
    return [found for found in diagnostics if severity(found.code) is Severity.ERROR]


def page(code: str, lang: str) -> str:
    """What `guiju explain CODE` prints: what it means, why it matters, a wrong and a right example."""
    told = message(code)
    heading = {"zh": ("错误的写法", "正确的写法"), "en": ("wrong", "right")}[lang]
    parts = [f"{code}: {told.headline.say(lang)}", told.why.say(lang).strip() if told.why else ""]
    for title, example in zip(heading, (told.wrong, told.right), strict=True):
        if example:
            parts.append(f"{title}:\n\n" + "\n".join(f"    {line}" for line in example.rstrip().splitlines()))
    if told.severity is not Severity.ERROR or code.startswith(FAULTS_OF_RULES):
        parts.append(f"{SILENCE.say(lang)}:\n\n    # guiju: allow {code} until 2027-01-01 …")
    return "\n\n".join(part for part in parts if part) + "\n"


def can_be_allowed(code: str) -> bool:
    """Whether a comment can allow a finding: not when it says that something cannot be read.

    >>> can_be_allowed("GJ2501"), can_be_allowed("GJ0003")
    (True, False)
    """
    return severity(code) is not Severity.ERROR or not code.startswith(UNREADABLE)


def fill(text: Text, values: Mapping[str, object], lang: str) -> str:
    """A text with its placeholders filled; one whose value is unknown stays as it is."""
    shown = {name: show(value, lang) for name, value in values.items()}
    return text.say(lang).format_map(_Shown(shown))


def filled(texts: Iterable[Text], values: Mapping[str, object], lang: str) -> list[str]:
    """Those of the texts whose placeholders are all known, filled."""
    return [fill(text, values, lang) for text in texts if placeholders(text.say(lang)) <= values.keys()]


def placeholders(text: str) -> set[str]:
    """The names between braces.

    >>> sorted(placeholders("from {low} to {high}"))
    ['high', 'low']
    """
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def show(value: object, lang: str) -> str:
    """A value as a message shows it: plain numbers, texts in the reader's language, lists with commas.

    >>> from decimal import Decimal
    >>> show([Decimal("1E+2"), Text("客户", "customer"), True, None], "en")
    '100, customer, true, null'
    >>> show({"visit": 3}, "en")
    '{"visit": 3}'
    """
    match value:
        case Text():
            return value.say(lang)
        case Decimal() if value.is_finite():
            return f"{value:f}"
        case bool():
            return str(value).lower()
        case None:
            return "null"
        case Span():
            return value.text
        case list() | tuple():
            return ("、" if lang == "zh" else ", ").join(show(item, lang) for item in value)
        case Mapping():
            return _shortened(dumps(value))
        case _:
            return _shortened(str(value))


def _shortened(text: str) -> str:
    """A text that a sentence can hold."""
    return text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"


class _Shown(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "{" + name + "}"


# -- reading -----------------------------------------------------------------------------------------------------------


_CODE = re.compile(r"(?m)^(GJ\d{4}):")


@cache
def _family(family: str) -> Mapping[str, Message]:
    """The messages of one family of codes."""
    messages: dict[str, Message] = {}
    for file in _files():
        if file.name.startswith(f"gj{family}"):
            messages |= _read(Source(file.name, file.read_text(encoding="utf-8")))
    return messages


def _files() -> list[Traversable]:
    found = files("engine.dsl").joinpath("messages").iterdir()
    return sorted((file for file in found if file.name.endswith(".yaml")), key=lambda file: file.name)


def _read(source: Source) -> dict[str, Message]:
    """The messages of one file."""
    diagnostics = Diagnostics()
    documents = read(source, diagnostics)
    for found in diagnostics:
        raise ValueError(f"{found.span}: {found.code}")
    return {code: _message(code, node) for root in documents for code, node in root.items()}


def _message(code: str, node: Node) -> Message:
    entry = _mapping(node)
    labels = entry.get("labels")
    return Message(
        code,
        Severity(_word(entry.get("severity")) or "error"),
        _text(entry.get("headline")) or Text(code),
        _text(entry.get("here")),
        {name: _text(text) or Text(name) for name, text in _mapping(labels).items()} if labels else {},
        _texts(entry.get("facts")),
        _texts(entry.get("help")),
        _text(entry.get("why")),
        _word(entry.get("wrong")),
        _word(entry.get("right")),
    )


def _mapping(node: Node) -> MappingNode:
    if not isinstance(node, MappingNode):
        raise ValueError(f"{node.span}: a mapping is expected")
    return node


def _word(node: Node | None) -> str:
    return node.text if isinstance(node, ScalarNode) else ""


def _text(node: Node | None) -> Text | None:
    if isinstance(node, MappingNode):
        return Text(_word(node.get("zh")), _word(node.get("en")))
    return Text(_word(node)) if node else None


def _texts(node: Node | None) -> tuple[Text, ...]:
    nodes = node.items if isinstance(node, SequenceNode) else (node,)
    return tuple(text for item in nodes if (text := _text(item)))
