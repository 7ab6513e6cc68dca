"""FEEL text to trees. The only importer of Lark."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from lark import Lark, UnexpectedInput

from engine.dsl import nodes
from engine.dsl.lexer import READERS, Lexer
from engine.dsl.names import NO_NAMES, Names
from engine.dsl.source import Snippet, Source, Span
from engine.dsl.syntax_errors import FeelSyntaxError
from engine.dsl.tokens import END, Token, closing
from engine.dsl.tree_builder import TreeBuilder

MAX_LENGTH = 100_000  # characters of one expression
MAX_DEPTH = 200  # levels of one tree; whatever visits trees may recurse this deep


class _Grammar(NamedTuple):
    lark: Lark
    terminals: Mapping[str, str]
    readers: Mapping[int, Callable[[Lexer], Token]]


@cache
def _grammar() -> _Grammar:
    lark = Lark(
        files("engine.dsl").joinpath("feel.lark").read_text("utf-8"),
        parser="lalr",
        lexer="basic",
        start=["expression", "unary_tests", "type"],
        keep_all_tokens=True,
        maybe_placeholders=False,
        transformer=TreeBuilder(),
    )
    terminals = {str(t.pattern.value): t.name for t in lark.terminals}
    states = lark.parse_interactive(start="expression").parser_state.parse_conf.states
    readers = {state: _reader(actions) for state, actions in states.items()}
    return _Grammar(lark, terminals, readers)


def _reader(actions: Mapping[str, object]) -> Callable[[Lexer], Token]:
    return next((read for terminal, read in READERS if terminal in actions), Lexer.operator)


def parse_expression(snippet: Snippet | str, names: Names = NO_NAMES) -> nodes.Node:
    return _parse("expression", snippet, names)


def parse_unary_tests(snippet: Snippet | str, names: Names = NO_NAMES) -> nodes.UnaryTests:
    tests = _parse("unary_tests", snippet, names)
    assert isinstance(tests, nodes.UnaryTests)
    return tests


def parse_type(snippet: Snippet | str, names: Names = NO_NAMES) -> nodes.TypeExpression:
    type_ = _parse("type", snippet, names)
    assert isinstance(type_, nodes.TypeExpression)
    return type_


def _parse(start: str, text: Snippet | str, names: Names) -> nodes.Node:
    snippet = Source("<expression>", text).snippet() if isinstance(text, str) else text
    lark, terminals, readers = _grammar()
    lexer = Lexer(snippet, names, terminals)
    state = lark.parse_interactive(start=start).parser_state
    try:
        while True:
            token = readers[state.position](lexer)
            tree = state.feed_token(token, token.type == END)
            if token.type == END:
                break
    except UnexpectedInput:
        raise FeelSyntaxError("GJ1099", lexer.last.span) from None
    return tree
