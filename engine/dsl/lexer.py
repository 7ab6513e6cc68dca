"""FEEL text to tokens, one at a time, as the grammar asks for them.

Reads   a snippet, the names in view, and from the parser what kind of word may stand next.
Gives   `Token`s with spans in the author's file.
Method  a name with spaces can only be read by someone who knows where it stands: `days in weekend` is a variable and
        a list behind `for`, one name behind `+`. So the parser says, by the terminals its state accepts, which reader
        is to read on: see READERS. A slip whose meaning is beyond doubt (a full-width parenthesis, `==`) is read as
        what it means and remembered in `slips`; the parser reports them together, with the fix.
Source  DMN 1.5, 10.3.1.2 (tokens, names, comments), 10.3.1.5 (names in scope), 10.3.1.6 (keywords in names).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from engine.dsl import tokens
from engine.dsl.dates import meant_date, parse_date
from engine.dsl.diagnostics import Edit
from engine.dsl.names import KEYWORDS, LONG_NAME, GrowingNames, Names, is_word, normalise
from engine.dsl.source import Snippet, Span
from engine.dsl.syntax_errors import Slip, refusal
from engine.dsl.tokens import END, FOREIGN, TO_ASCII, Token


@dataclass(slots=True)
class _Bracket:
    span: Span
    is_range: bool = False


class Lexer:
    """Reads one text. `terminals` gives the grammar's name of a keyword or mark: `{"(": "LPAR", "if": "IF"}`.

    Beside the tokens it keeps what a message about a failure needs: `last` and `before` (the last two tokens),
    `brackets` (those still open), `closed` (the one that the last closing mark answered), `slips`, and `count`.
    """

    def __init__(self, snippet: Snippet, names: Names, terminals: Mapping[str, str]) -> None:
        self.snippet = snippet
        self.names = GrowingNames(names)
        self.terminals = terminals
        self.position = 0
        self.count = 0
        self.last: Token | None = None
        self.before: Token | None = None
        self.brackets: list[_Bracket] = []
        self.closed: Span | None = None
        self.slips: list[Slip] = []
        pieces = snippet.pieces  # of one piece, the common case, a snippet runs along its source at a fixed distance
        self._shift = pieces[0][1] - pieces[0][0] if len(pieces) == 1 else None

    @property
    def unclosed(self) -> Span | None:
        """The innermost bracket that still stands open."""
        return self.brackets[-1].span if self.brackets else None

    # -- readers: one for each kind of word that the grammar may ask for -----------------------------------------

    def operand(self) -> Token:
        """The beginning of a value: a known name, a literal, a keyword, an opening mark."""
        start = self._blank()
        return self._known("NAME", start) or self._any(start, value_expected=True)

    def operator(self) -> Token:
        """What may follow a value: an operator, a keyword, a closing mark."""
        return self._any(self._blank(), value_expected=False)

    def test(self) -> Token:
        """The beginning of unary tests: `not` with all the rest in its parentheses, else a value."""
        start, text = self._blank(), self.snippet.text
        negated = tokens.NOT_CALL.match(text, start)
        if negated and not text[tokens.closing(text, self._blank(negated.end()) + 1) :].rstrip()[1:]:
            return self._token("NOT", start, negated.end())
        return self.operand()

    def member(self) -> Token:
        """The name behind a dot: the longest known one, or as many words as follow before a keyword."""
        start = self._blank()
        return self._longest("MEMBER", start, tokens.words(self.snippet.text, start))

    def type(self) -> Token:
        """A type: `list` and the like before a `<`, else a name that may have spaces and dots."""
        start, text = self._blank(), self.snippet.text
        generic = tokens.GENERIC_TYPE.match(text, start)
        if generic:
            return self._token(self.terminals[generic[0]], start, generic.end())
        end = tokens.words(text, start)
        while text[end : end + 1] == "." and (further := tokens.words(text, end + 1)) > end + 1:
            end = further
        return self._longest("TYPE", start, end)

    def key(self) -> Token:
        """The key of a context entry: everything before the colon that can be a name, or a string."""
        return self._declared("KEY", ":：") or self._any(self.position, value_expected=True)

    def argument(self) -> Token:
        """The name of an argument where a colon follows it; else a value."""
        return self._declared("ARGUMENT", ":：") or self.operand()

    def parameter(self) -> Token:
        """The name of a formal parameter."""
        return self._declared("PARAMETER", ":：,，)）") or self._any(self.position, value_expected=True)

    def variable(self) -> Token:
        """The variable of `for`, `some`, `every`: everything before `in`."""
        start, text = self._blank(), self.snippet.text
        name = LONG_NAME.match(text, start)
        until = name and tokens.IN.search(text, start, name.end())
        return self._declare("VARIABLE", start, until.start()) if until else self._any(start, value_expected=True)

    # -- names -------------------------------------------------------------------------------------------------

    def _known(self, type_: str, start: int) -> Token | None:
        known = self.names.longest(self.snippet.text, start)
        return self._token(type_, start, known[1], known[0]) if known else None

    def _longest(self, type_: str, start: int, end: int) -> Token:
        """The name up to `end`, or a known one that is longer."""
        known = self.names.longest(self.snippet.text, start)
        end = max(end, known[1]) if known else end
        return (
            self._token(type_, start, end, normalise(self.snippet.text[start:end]))
            if end > start
            else self._any(start, True)
        )

    def _declared(self, type_: str, followed_by: str) -> Token | None:
        """A name that the text itself introduces, if one of these marks follows it."""
        self.position = start = self._blank()
        name = LONG_NAME.match(self.snippet.text, start)
        if not name or self.snippet.text[name.end() : name.end() + 1] not in tuple(followed_by):
            return None
        return self._declare(type_, start, start + len(name[0].rstrip()))

    def _declare(self, type_: str, start: int, end: int) -> Token:
        """A name that the text itself introduces: known from here on."""
        name = normalise(self.snippet.text[start:end])
        if not is_word(name):
            self.names.add(name)
        return self._token(type_, start, end, name)

    # -- everything else -----------------------------------------------------------------------------------------

    def _any(self, start: int, value_expected: bool) -> Token:
        match = tokens.TOKEN.match(self.snippet.text, start)
        if match and match.lastgroup:
            return _READ[match.lastgroup](self, match, value_expected)
        if start == len(self.snippet.text):
            return self._token(END, start, start)
        return self._refuse(start)

    def _number(self, match: re.Match[str], value_expected: bool) -> Token:
        if match[0][0] == "." and not value_expected:  # a path to a name like `3个月内订单`
            return self._token(self.terminals["."], match.start(), match.start() + 1, ".")
        glued = tokens.ONE_WORD.match(self.snippet.text, match.end())
        if glued:
            raise refusal("GJ1007", self._place(match.start(), glued.end()), number=match[0], word=glued[0])
        return self._token("NUMBER", match.start(), match.end(), self._ascii(match))

    def _string(self, match: re.Match[str], _: bool) -> Token:
        for at in (match.start(), match.end() - 1):
            if self.snippet.text[at] != '"':
                self.slips.append(Slip("GJ1002", Edit(self._place(at, at + 1), '"')))
        return self._text("STRING", match, match[0][1:-1])

    def _quoted(self, match: re.Match[str], _: bool) -> Token:
        inner = match[0][1:-1].replace('"', '\\"')
        date = meant_date(inner) or parse_date(inner)
        self._slip("GJ1004", match, f'@"{date.isoformat()}"' if date else f'"{inner}"')
        if date:
            return self._token("AT", match.start(), match.end(), date.isoformat())
        return self._text("STRING", match, inner)

    def _at(self, match: re.Match[str], _: bool) -> Token:
        if match[0][0] != "@":
            self._slip("GJ1002", match, match[0].translate(TO_ASCII))
        return self._text("AT", match, match[0][match[0].index('"') + 1 : -1])

    def _text(self, type_: str, match: re.Match[str], escaped: str) -> Token:
        try:
            return self._token(type_, match.start(), match.end(), tokens.unescape(escaped))
        except ValueError:
            raise refusal("GJ1009", self._span(match)) from None

    def _word(self, match: re.Match[str], value_expected: bool) -> Token:
        word = match[0]
        meant = None if value_expected or word in KEYWORDS else tokens.foreign_word(word)
        if meant:
            self._slip("GJ1005", match, meant)
            return self._token(self.terminals[meant], match.start(), match.end(), meant)
        is_keyword = word in KEYWORDS or tokens.EXTERNAL.match(self.snippet.text, match.start())
        type_ = self.terminals.get(word, "NAME") if is_keyword else "NAME"  # `instance` without `of` is no keyword
        return self._token(type_, match.start(), match.end(), word)

    def _instance(self, match: re.Match[str], _: bool) -> Token:
        return self._token(self.terminals["instance of"], match.start(), match.end(), "instance of")

    def _foreign(self, match: re.Match[str], value_expected: bool) -> Token:
        around = self.snippet.text[: match.start()].rstrip()[-1:] + self.snippet.text[match.end() :].lstrip()[:1]
        meant = "+" if match[0] == "&" and '"' in around else FOREIGN[match[0]]  # a spreadsheet joins texts by &
        self._slip("GJ1005", match, meant)
        return self._mark(meant, match, value_expected)

    def _symbol(self, match: re.Match[str], value_expected: bool) -> Token:
        return self._mark(self._ascii(match), match, value_expected)

    def _mark(self, mark: str, match: re.Match[str], value_expected: bool) -> Token:
        bracket = _BRACKETS.get(mark)
        type_ = bracket(self, match, value_expected) if bracket else None
        return self._token(type_ or self.terminals[mark], match.start(), match.end(), mark)

    # -- brackets: which of them open or close a range -------------------------------------------------------------

    def _open(self, match: re.Match[str], value_expected: bool) -> str | None:
        """`[` behind the end of a range closes it, unless a value follows, which makes it a filter."""
        behind_end = match[0] == "[" and not value_expected and self.brackets and self.brackets[-1].is_range
        if behind_end and not tokens.VALUE_FOLLOWS.match(self.snippet.text, match.end()):
            self.brackets.pop()
            return "RANGE_END"
        self.brackets.append(_Bracket(self._span(match)))
        return None

    def _close(self, match: re.Match[str], value_expected: bool) -> str | None:
        """`]` where a value is expected opens a range, unless it ends an empty list or follows a stray comma."""
        if match[0] == "]" and value_expected and self._opens_range(match):
            self.brackets.append(_Bracket(self._span(match)))
            return "RANGE_START"
        self.closed = self.brackets.pop().span if self.brackets else None
        return None

    def _opens_range(self, match: re.Match[str]) -> bool:
        """Behind `[]` a `-`, `(` or `[` goes on with the empty list; any other value must be the start of a range."""
        value = tokens.VALUE_FOLLOWS.match(self.snippet.text, match.end())
        behind_opening = self.last is not None and self.last.type == self.terminals["["]
        return value is not None and not (behind_opening and value[0][-1] in "-([{")

    def _dots(self, match: re.Match[str], value_expected: bool) -> None:
        if self.brackets:
            self.brackets[-1].is_range = True

    # -- places --------------------------------------------------------------------------------------------------

    def _blank(self, start: int | None = None) -> int:
        match = tokens.BLANK.match(self.snippet.text, self.position if start is None else start)
        return match.end() if match else self.position

    def _span(self, match: re.Match[str]) -> Span:
        return self._place(match.start(), match.end())

    def _token(self, type_: str, start: int, end: int, text: str = "") -> Token:
        self.position = end
        self.count += 1
        self.before = self.last
        self.last = Token(type_, text, self._place(start, end))
        return self.last

    def _place(self, start: int, end: int) -> Span:
        if self._shift is None:
            return self.snippet.span(start, end)
        return Span(self.snippet.source, start + self._shift, end + self._shift)

    def _ascii(self, match: re.Match[str]) -> str:
        text = match[0].translate(TO_ASCII)
        if text != match[0]:
            self._slip("GJ1002", match, text)
        return text

    def _slip(self, code: str, match: re.Match[str], meant: str) -> None:
        self.slips.append(Slip(code, Edit(self._span(match), meant)))

    def _refuse(self, start: int) -> NoReturn:
        char = self.snippet.text[start]
        raise refusal(_REFUSALS.get(char, "GJ1001"), self._place(start, start + 1), char=char)

    def _comment(self, match: re.Match[str], _: bool) -> NoReturn:
        raise refusal("GJ1006", self._span(match))


_Read = Callable[[Lexer, re.Match[str], bool], Token]
_READ: dict[str, _Read] = {
    "number": Lexer._number,
    "string": Lexer._string,
    "quoted": Lexer._quoted,
    "at": Lexer._at,
    "word": Lexer._word,
    "instance": Lexer._instance,
    "comment": Lexer._comment,
    "foreign": Lexer._foreign,
    "symbol": Lexer._symbol,
}
_BRACKETS: dict[str, Callable[[Lexer, re.Match[str], bool], str | None]] = {
    "(": Lexer._open, "[": Lexer._open, "{": Lexer._open,
    ")": Lexer._close, "]": Lexer._close, "}": Lexer._close,
    "..": Lexer._dots,
}  # fmt: skip
_REFUSALS = {'"': "GJ1003", "“": "GJ1003", "”": "GJ1003", "'": "GJ1003", "!": "GJ1008", "！": "GJ1008", "%": "GJ1010"}

# The reader for a state of the parser is that of the first terminal here which the state accepts.
READERS: tuple[tuple[str, Callable[[Lexer], Token]], ...] = (
    ("NOT", Lexer.test),
    ("TYPE", Lexer.type),
    ("KEY", Lexer.key),
    ("VARIABLE", Lexer.variable),
    ("PARAMETER", Lexer.parameter),
    ("MEMBER", Lexer.member),
    ("ARGUMENT", Lexer.argument),
    ("NAME", Lexer.operand),
)
