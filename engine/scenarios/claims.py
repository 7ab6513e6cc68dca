"""What a scenario claims, held against what came out; a claim that does not hold says what came instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from engine.dsl.diagnostics import Diagnostic
from engine.dsl.rendering import render
from engine.dsl.text import Text

NOTHING = Text("空", "nothing")
YES_AND_NO = {True: Text("是", "yes"), False: Text("否", "no")}


class Unmet(AssertionError):  # noqa: N818 - it says that a claim is
    """A claim that does not hold; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def claim(holds: object, zh: str, en: str) -> None:
    """Something is so; else it is said what is."""
    if not holds:
        raise Unmet(Text(zh, en))


def same(came: object, wanted: object) -> None:
    """What came out is what is claimed.

    >>> try:
    ...     same(Decimal("10.0"), Decimal(7))
    ... except Unmet as unmet:
    ...     print(unmet.text.zh, "/", unmet.text.en)
    得到的是 10.0，不是 7 / it is 10.0, not 7
    """
    zh, en = ((_said(came, lang), _said(wanted, lang)) for lang in ("zh", "en"))
    claim(came == wanted, f"得到的是 {zh[0]}，不是 {zh[1]}", f"it is {en[0]}, not {en[1]}")


def nothing(came: object) -> None:
    """Nothing came out."""
    claim(came is None or came in ((), []), f"有：{_said(came, 'zh')}", f"there is {_said(came, 'en')}")


def same_rows(came: Sequence[Sequence[str]], wanted: Sequence[Sequence[str]]) -> None:
    """Rows are those of a table, in its order; the first that differs is told.

    >>> try:
    ...     same_rows([["a", "1"]], [["a", "2"]])
    ... except Unmet as unmet:
    ...     print(unmet.text.zh)
    第 1 行得到的是 | a | 1 |
    """
    for number, (one, other) in enumerate(zip(came, wanted, strict=False), 1):
        row = _row(one)
        claim([*one] == [*other], f"第 {number} 行得到的是 {row}", f"row {number} came out as {row}")
    more = _row(came[len(wanted)]) if len(came) > len(wanted) else ""
    claim(not more, f"还多出一行 {more}", f"there is one more row, {more}")
    claim(len(came) == len(wanted), f"只有 {len(came)} 行", f"there are only {len(came)} rows")


def same_names(came: Iterable[str], wanted: Iterable[str]) -> None:
    """Names are those that are claimed, in their order."""
    same([*came], [*wanted])


def mentions(text: str, wanted: str) -> None:
    """Something is mentioned in what was said."""
    first = next(iter(text.splitlines()), "")
    claim(wanted in text, f"没有提到“{wanted}”，说的是：{first}", f"“{wanted}” is not mentioned; what is said: {first}")


def held(findings: Iterable[Diagnostic]) -> None:
    """Nothing was found; else the first finding is told."""
    for each in findings:
        raise Unmet(Text(*(render(each, lang).splitlines()[0] for lang in ("zh", "en"))))


def among(name: str, known: Iterable[str]) -> None:
    """A name is one of some names."""
    words = [*known]
    listed = "、".join(words), ", ".join(words)
    claim(name in words, f"没有“{name}”，有的是：{listed[0]}", f"there is no “{name}”, only {listed[1]}")


def _row(cells: Iterable[object]) -> str:
    return "| " + " | ".join(map(str, cells)) + " |"


def _said(value: object, lang: str) -> str:
    """A value in a sentence."""
    return next((say(value, lang) for type_, say in _SAYINGS.items() if isinstance(value, type_)), str(value))


def _listed(value: Iterable[object], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(_said(item, lang) for item in value) or NOTHING.say(lang)


_SAYINGS: Mapping[type, Callable[..., str]] = {
    type(None): lambda _, lang: NOTHING.say(lang),
    bool: lambda value, lang: YES_AND_NO[value].say(lang),
    Decimal: lambda value, _: f"{value:f}",
    list: _listed,
    tuple: _listed,
    Text: lambda value, lang: value.say(lang),
}
