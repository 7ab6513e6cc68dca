"""FEEL text to trees. The only importer of Lark.

Reads   a text, or a snippet that remembers its place in a file, and the names in view.
Gives   trees of nodes.py whose spans lie in the author's file; raises `FeelSyntaxError` and nothing else.
Method  Lark turns feel.lark into LALR tables, kept in the user's cache; they are run here over our own tokens,
        since the lexer must be told at every step which kinds of name may stand next (lexer.py).
Source  DMN 1.5, 10.3.1.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from lark import Lark

from engine.dsl import nodes, syntax_errors
from engine.dsl.diagnostics import Edit, Fix
from engine.dsl.lexer import READERS, Lexer
from engine.dsl.mending import mended
from engine.dsl.names import NO_NAMES, Names
from engine.dsl.rewriting import moved
from engine.dsl.source import Snippet, Source
from engine.dsl.syntax_errors import Failure, FeelSyntaxError, refusal
from engine.dsl.tokens import END, Token, closing
from engine.dsl.tree_builder import BUILDERS

MAX_LENGTH = 100_000  # characters of one expression
MAX_DEPTH = 100  # levels of one tree: whatever visits trees may take several frames of the stack for each


MAX_KEPT = 20_000  # trees of texts read before


def parse_expression(snippet: Snippet | str, names: Names = NO_NAMES) -> nodes.Node:
    """The tree of a FEEL expression.

    names    the names in view that are more than one word; those the text itself declares need not be among them
    raises   FeelSyntaxError when the text cannot be read, is longer than MAX_LENGTH or deeper than MAX_DEPTH
    >>> parse_expression("Monthly income * 12", Names.of(["Monthly income"])).left
    Name(name='Monthly income')
    """
    return _moved_or_parsed("expression", snippet, names)


def parse_unary_tests(snippet: Snippet | str, names: Names = NO_NAMES) -> nodes.UnaryTests:
    """The tests of a table's cell: `< 5, [10..20)`, `not("a")`, `-`.

    >>> parse_unary_tests("-").tests
    (AnyValue(),)
    """
    tests = _moved_or_parsed("unary_tests", snippet, names)
    assert isinstance(tests, nodes.UnaryTests)
    return tests


def parse_type(snippet: Snippet | str, names: Names = NO_NAMES) -> nodes.TypeExpression:
    """A type as written behind `instance of`.

    >>> parse_type("list<days and time duration>")
    ListTypeExpression(item=NamedType(name='days and time duration'))
    """
    type_ = _parse("type", snippet, names)
    assert isinstance(type_, nodes.TypeExpression)
    return type_


def parse_template(snippet: Snippet | str, names: Names = NO_NAMES) -> tuple[str | nodes.Node, ...]:
    """Text with `{{ expressions }}` as its parts in order; text stays text, and none is empty.

    >>> parse_template("回访 {{ customer.name }}!")
    ('回访 ', Path(subject=Name(name='customer'), name='name'), '!')
    """
    whole = _snippet(snippet)
    text, position, parts = whole.text, 0, list[str | nodes.Node]()
    while (start := text.find("{{", position)) >= 0:
        end = closing(text, start + 2, end="}")
        if end < 0 or text[end : end + 2] != "}}":
            raise unclosed_braces(whole, start)
        parts += [text[position:start], parse_expression(whole.cut(start + 2, end), names)]
        position = end + 2
    return tuple(part for part in [*parts, text[position:]] if part)


def unclosed_braces(whole: Snippet, start: int) -> FeelSyntaxError:
    """The refusal of `{{` that one brace closes, or none."""
    place = whole.span(start, start + 2)
    found = refusal("GJ1018", place, mark="{{", closing="}}")
    one = re.compile(r"[^{}]*\}").match(whole.text, start + 2)
    if one is None:
        return found
    fix = Fix((Edit(whole.span(one.end(), one.end()), "}"),))
    values = {**found.diagnostic.values, "suggestion": f"{whole.text[start : one.end()]}}}"}
    return FeelSyntaxError(replace(found.diagnostic, values=values, fix=fix))


# -- texts that stand in many places ------------------------------------------------------------------------------


def _moved_or_parsed(start: str, text: Snippet | str, names: Names) -> nodes.Node:
    """The tree of a text. Most cells of tables are written again and again: their tree is read once, then moved."""
    snippet = _snippet(text)
    if len(snippet.pieces) > 1:
        return _parse(start, snippet, names)
    known, beginning = _known(start, snippet.text, names), snippet.offset(0)
    if not known:
        known.append((_parse(start, snippet, names), beginning))
        return known[0][0]
    tree, before = known[0]
    return moved(tree, snippet.source, beginning - before)


@lru_cache(maxsize=MAX_KEPT)
def _known(start: str, text: str, names: Names) -> list[tuple[nodes.Node, int]]:
    """Where the tree of a text is kept with the offset it was first read at; empty for one that is new or malformed."""
    return []


# -- running the tables ------------------------------------------------------------------------------------------


class _Reduction(NamedTuple):
    """Replace the last `size` values by what `build` makes of them, a value of the rule `origin`.

    Without `build` the only value stays as it is: most reductions just climb the levels of precedence.
    """

    size: int
    build: Callable[[list[Any]], Any] | None
    origin: str


@dataclass(frozen=True, slots=True)
class _Tables:
    """LALR tables as plain dicts: per state, what each terminal does (the next state, or a reduction), where each
    rule leads, and which reader of the lexer reads on."""

    actions: Mapping[int, Mapping[str, int | _Reduction]]
    gotos: Mapping[int, Mapping[str, int]]
    readers: Mapping[int, Callable[[Lexer], Token]]
    starts: Mapping[str, int]
    ends: Mapping[str, int]
    terminals: Mapping[str, str]


class _UnexpectedTokenError(Exception):
    """The tables have no way on: `state` and `token` say where."""

    def __init__(self, state: int, token: Token) -> None:
        super().__init__(state, token)
        self.state = state
        self.token = token


def _run(tables: _Tables, start: str, lexer: Lexer) -> nodes.Node:
    actions, gotos, readers, end = tables.actions, tables.gotos, tables.readers, tables.ends[start]
    states, values = [tables.starts[start]], list[Any]()
    while True:
        state = states[-1]
        token = readers[state](lexer)
        action = actions[state].get(token.type)
        while isinstance(action, _Reduction):
            size, build, origin = action
            if build:
                children = values[len(values) - size :]
                del states[len(states) - size :], values[len(values) - size :]
                values.append(build(children))
            else:
                states.pop()
            state = gotos[states[-1]][origin]
            states.append(state)
            if state == end and token.type == END:
                tree: nodes.Node = values[-1]
                return tree
            action = actions[state].get(token.type)
        if action is None:
            raise _UnexpectedTokenError(state, token)
        states.append(action)
        values.append(token)


def _parse(start: str, text: Snippet | str, names: Names) -> nodes.Node:
    snippet = _snippet(text)
    if len(snippet.text) > MAX_LENGTH:
        raise refusal("GJ1012", snippet.span(0, 1), length=len(snippet.text), limit=MAX_LENGTH)
    lexer = Lexer(snippet, names, _tables().terminals)
    try:
        tree = _run(_tables(), start, lexer)
    except (_UnexpectedTokenError, FeelSyntaxError) as error:
        told = _explained(lexer, error) if isinstance(error, _UnexpectedTokenError) else error
        better = mended(told, snippet, lambda text: _is_readable(start, text, names))
        if better is told:
            syntax_errors.raise_slips(lexer.slips)
        raise better from None
    syntax_errors.raise_slips(lexer.slips)
    if lexer.count > MAX_DEPTH:  # every level takes a token, so a shorter text cannot be too deep
        _limit_depth(tree)
    return tree


def _is_readable(start: str, text: str, names: Names) -> bool:
    """Whether a text can be read, slips apart."""
    try:
        _run(_tables(), start, Lexer(_snippet(text), names, _tables().terminals))
    except (_UnexpectedTokenError, FeelSyntaxError):
        return False
    return True


def _limit_depth(tree: nodes.Node) -> None:
    level = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in node.children()]
        if not level:
            return
    raise refusal("GJ1013", level[0].span, limit=MAX_DEPTH)


def _explained(lexer: Lexer, error: _UnexpectedTokenError) -> FeelSyntaxError:
    return syntax_errors.explain(_failed(lexer, error), _failure)


def _failed(lexer: Lexer, error: _UnexpectedTokenError) -> Failure:
    return Failure(
        state=error.state,
        token=error.token,
        before=lexer.before,
        unclosed=lexer.unclosed,
        closed=lexer.closed,
        value_expected="NAME" in _tables().actions[error.state],
        names=lexer.names,
        whole=lexer.snippet.whole(),
    )


def _failure(start: str, text: str) -> Failure | None:
    """How a malformed example fails; None where the lexer refuses it."""
    tables = _tables()
    lexer = Lexer(_snippet(text), NO_NAMES, tables.terminals)
    try:
        _run(tables, start, lexer)
    except _UnexpectedTokenError as error:
        return _failed(lexer, error)
    except FeelSyntaxError:
        return None
    return None


def _snippet(text: Snippet | str) -> Snippet:
    return Source("<expression>", text).snippet() if isinstance(text, str) else text


# -- making the tables -------------------------------------------------------------------------------------------


@cache
def _tables() -> _Tables:
    lark = Lark(
        files("engine.dsl").joinpath("feel.lark").read_text("utf-8"),
        parser="lalr",
        lexer="basic",
        start=["expression", "unary_tests", "type"],
        keep_all_tokens=True,
        maybe_placeholders=False,
        transformer=SimpleNamespace(**BUILDERS),
        cache=_cache_file(),
    )
    conf = lark.parse_interactive(start="expression").parser_state.parse_conf
    states = conf.states
    return _Tables(
        {state: _actions(row, conf.callbacks) for state, row in states.items()},
        {state: {str(s): next_ for s, (_, next_) in row.items() if not s.isupper()} for state, row in states.items()},
        {state: _reader(row) for state, row in states.items()},
        {str(start): state for start, state in conf.parse_table.start_states.items()},
        {str(start): state for start, state in conf.parse_table.end_states.items()},
        {str(terminal.pattern.value): str(terminal.name) for terminal in lark.terminals},
    )


def _actions(row: Mapping[Any, Any], callbacks: Mapping[Any, Any]) -> dict[str, int | _Reduction]:
    """Of a state: what each terminal does. Lark keys its rows by terminals in capitals and rules in small letters."""
    return {
        str(symbol): to if isinstance(to, int) else _reduction(to, callbacks[to])
        for symbol, (_, to) in row.items()
        if symbol.isupper()
    }


def _reduction(rule: Any, build: Callable[[list[Any]], Any]) -> _Reduction:
    """`?rule` with one child and no name of its own hands that child on."""
    hands_on = rule.options.expand1 and len(rule.expansion) == 1 and not rule.alias
    return _Reduction(len(rule.expansion), None if hands_on else build, str(rule.origin.name))


def _reader(row: Mapping[Any, Any]) -> Callable[[Lexer], Token]:
    return next((read for terminal, read in READERS if terminal in row), Lexer.operator)


def _cache_file() -> str | bool:
    """Where the tables are kept between runs; Lark checks that they belong to this grammar. False: nowhere."""
    try:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "guiju"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return False
    return str(folder / f"feel-{sys.version_info.major}.{sys.version_info.minor}.tables")
