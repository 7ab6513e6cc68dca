"""What is wrong with a FEEL text that cannot be read, told by example.

Reads   where the parser stopped (`Failure`), and syntax_examples.yaml: per code, texts that are wrong in that way.
Gives   `FeelSyntaxError`, which carries one diagnostic (GJ10xx) at the place where the author has to look.
Method  every example is parsed once; the state and the token at which it fails are its fingerprint. A failure gets the
        code of the example that failed at the same state with the same token; else of one that failed there because it
        ended too soon; else it is a missing value where a value may stand, a stray bracket, or GJ1099.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from engine.dsl import documents
from engine.dsl.catalogue import headline
from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix, Label
from engine.dsl.names import Names, is_word, normalise
from engine.dsl.source import Source, Span
from engine.dsl.suggestions import suggest
from engine.dsl.tokens import END, Token, words
from engine.errors import DefinitionError

# Functions of two values whose names people write between the two, as in `name starts with "A"`.
_COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")
_READ_LIKE_OPERATORS = frozenset({
    "is", "contains", "list contains", "starts with", "ends with", "matches", "before", "after", "meets", "met by",
    "overlaps", "overlaps before", "overlaps after", "finishes", "finished by", "includes", "during", "starts",
    "started by", "coincides", "modulo", "union", "append",
})  # fmt: skip
_CLOSING = {"(": ")", "[": "]", "]": "]", "{": "}"}
_CLOSERS = frozenset(_CLOSING.values())


class FeelSyntaxError(DefinitionError):
    """A FEEL text that cannot be read. `diagnostic` says where and why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic
        super().__init__(diagnostic.code, (diagnostic,))

    def __str__(self) -> str:
        return f"{self.diagnostic.span}: {headline(self.diagnostic, 'en')}"


def refusal(code: str, span: Span, /, **values: object) -> FeelSyntaxError:
    """The error with that code at that place; `values` fill its message.

    >>> refusal("GJ1001", Source("a.yaml", "a $ b").span(2, 3), char="$").diagnostic.span.text
    '$'
    """
    return FeelSyntaxError(Diagnostic(code, span, values))


@dataclass(frozen=True, slots=True)
class Slip:
    """Something misspelt that can only mean one thing: `edit` puts it right."""

    code: str
    edit: Edit


def raise_slips(slips: Sequence[Slip]) -> None:
    """Raise the first slip, with the others as further places and one safe fix for them all; nothing if none."""
    if slips:
        first, *others = slips
        span = first.edit.span
        values = {"found": span.text, "suggestion": first.edit.text}
        labels = tuple(Label(slip.edit.span, "also") for slip in others[:2])
        fix = Fix(tuple(slip.edit for slip in slips), safe=True)
        raise FeelSyntaxError(Diagnostic(first.code, span, values, labels, fix=fix))


@dataclass(frozen=True, slots=True)
class Failure:
    """Where the parser stopped: its state, the token it had no use for, the token before, and what stands around.

    `unclosed` is the innermost open bracket, `closed` the one that the last closing mark answered.
    """

    state: int
    token: Token
    before: Token | None
    unclosed: Span | None
    closed: Span | None
    value_expected: bool
    names: Names
    whole: Span

    @property
    def place(self) -> Span:
        """The token; at the end of the text the place right behind the last one."""
        if self.token.type != END or self.before is None:
            return self.token.span
        last = self.before.span
        return Span(last.source, last.end, last.end)


Fail = Callable[[str, str], Failure | None]


def explain(failure: Failure, fail: Fail) -> FeelSyntaxError:
    """The error that says best what went wrong. `fail(rule, text)` tells how an example fails."""
    if failure.token.type == END and failure.before is None:
        return refusal("GJ1014", failure.whole)
    if failure.token.type == END and failure.unclosed:
        mark = failure.unclosed.text
        return refusal("GJ1018", failure.unclosed, mark=mark, closing=_CLOSING.get(mark, mark))
    code = _code(failure, fail)
    return _SPECIAL.get(code, _plain)(code, failure)


def _code(failure: Failure, fail: Fail) -> str:
    exact, by_state = _fingerprints(fail)
    otherwise = "GJ1020" if failure.value_expected else "GJ1031" if failure.token.text in _CLOSERS else "GJ1099"
    return exact.get((failure.state, failure.token.type)) or by_state.get(failure.state, otherwise)


def _plain(code: str, failure: Failure) -> FeelSyntaxError:
    values = {"found": failure.token.span.text, "after": failure.before.span.text if failure.before else ""}
    if code == "GJ1028" and failure.before and failure.before.span.line < failure.place.line:
        end = failure.before.span
        return refusal("GJ1028", end, **values, suggestion=f"{end.text},")
    if failure.before is None and failure.token.text in _COMPARISONS:
        values["compared"] = failure.whole.text
    return refusal(code, failure.place, **{name: text for name, text in values.items() if text})


def _two_names(code: str, failure: Failure) -> FeelSyntaxError:
    """Two names in a row: `not` or a function without its parentheses, or a name with spaces that nobody knows."""
    if failure.before is None or failure.before.text == "not":
        return _plain("GJ1008", failure)
    start, text = failure.before.span, failure.token.span.source.text
    known = failure.names.longest(text, failure.token.span.start)
    if known and known[0] in _READ_LIKE_OPERATORS:
        name_span = Span(start.source, failure.token.span.start, known[1])
        return refusal("GJ1015", name_span, name=known[0], after=start.text)
    span = Span(start.source, start.start, words(text, start.start, failure.whole.end))
    name = normalise(span.text)
    near = _named_alike(name, list(failure.names))
    return refusal(code, span, name=name, **({"suggestion": near[0]} if near else {}))


def _named_alike(name: str, names: list[str]) -> list[str]:
    """Names that are written nearly so, the field of that name, or a name that shares a word with it, likeliest first.

    >>> _named_alike("Monthly debt", ["monthly_debt", "Term"]), _named_alike("Risk points", ["Risk score", "Term"])
    (['monthly_debt'], ['Risk score'])
    """
    joined = name.casefold().replace(" ", "_")
    sharing = (each for each in names if " " in each and each.casefold().split()[0] == name.casefold().split()[0])
    return (
        [each for each in names if each.casefold() == joined][:1]
        or suggest(name, (known for known in names if not is_word(known)), limit=1)
        or [*sharing][:1]
    )


def _stray_bracket(_: str, failure: Failure) -> FeelSyntaxError:
    """A closing mark that answers no bracket, or one of another kind."""
    mark, opened = failure.token.span.text, failure.closed
    if opened is None:
        return refusal("GJ1030", failure.place, mark=mark)
    label = Label(opened, "opened")
    values = {"mark": mark, "opening": opened.text, "closing": _CLOSING.get(opened.text, "")}
    return FeelSyntaxError(Diagnostic("GJ1031", failure.place, values, (label,)))


_SPECIAL: Mapping[str, Callable[[str, Failure], FeelSyntaxError]] = {
    "GJ1017": _two_names,
    "GJ1030": _stray_bracket,
    "GJ1031": _stray_bracket,
}


@cache
def _fingerprints(fail: Fail) -> tuple[dict[tuple[int, str], str], dict[int, str]]:
    exact: dict[tuple[int, str], str] = {}
    by_state: dict[int, str] = {}
    for rule, code, text in examples():
        failure = fail(rule, text)
        if failure:
            exact.setdefault((failure.state, failure.token.type), code)
            if failure.token.type == END:
                by_state.setdefault(failure.state, code)
    return exact, by_state


def examples() -> Iterator[tuple[str, str, str]]:
    """The malformed examples: the rule they are read as, the code they stand for, the text."""
    text = files("engine.dsl").joinpath("syntax_examples.yaml").read_text("utf-8")
    (rules,) = documents.read(Source("syntax_examples.yaml", text), Diagnostics())
    for rule, codes in rules.items():
        for code, lines in codes.items() if isinstance(codes, documents.MappingNode) else ():
            yield from ((rule, code, line) for line in str(documents.plain(lines)).splitlines())
