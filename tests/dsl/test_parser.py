"""The parser: every construct of the language, against trees written as text in tests/data/feel/syntax."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.dsl import nodes
from engine.dsl.builtins import BUILTINS
from engine.dsl.names import NO_NAMES, Names, is_word
from engine.dsl.parser import MAX_DEPTH, MAX_LENGTH, parse_expression, parse_template, parse_type, parse_unary_tests
from engine.dsl.source import Snippet, Source
from engine.dsl.syntax_errors import FeelSyntaxError
from engine.dsl.unparse import unparse
from tests.dsl.feel_strategies import NAMES, expressions
from tests.dsl.syntax_cases import FOLDER, Case, cases, outline

TCK = Path(__file__).resolve().parents[3] / "shared" / "tck"
PARSERS: dict[str, Any] = {"unary_tests.txt": parse_unary_tests, "types.txt": parse_type}
CASES = [(file.name, case) for file in sorted(FOLDER.glob("*.txt")) for case in cases(file.name)]
TEST_ELEMENTS = ("inputEntry", "allowedValues", "outputValues", "inputValues", "typeConstraint")


@pytest.mark.parametrize(("file", "case"), CASES, ids=[f"{file[:-4]}: {case.title}" for file, case in CASES])
def test_tree(file: str, case: Case) -> None:
    """The text has the tree that stands below it."""
    assert outline(PARSERS.get(file, parse_expression)(case.source, case.names)) == case.tree


def test_every_kind_of_node_is_shown() -> None:
    """No construct of the language is left out of the tables."""
    shown = {
        type(node)
        for file, case in CASES
        for node in nodes.walk(PARSERS.get(file, parse_expression)(case.source, case.names))
    }
    assert {
        kind for kind in vars(nodes).values() if isinstance(kind, type) and issubclass(kind, nodes.Node)
    } - shown == {
        nodes.Node,
        nodes.TypeExpression,
    }


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ()),
        ("plain", ("plain",)),
        ("{{ a }}", (nodes.Name("a"),)),
        ("回访 {{客户 姓名}}，{{ n }} 次", ("回访 ", nodes.Name("客户 姓名"), "，", nodes.Name("n"), " 次")),
        ('{{ "}}" }}', (nodes.StringLiteral("}}"),)),
        ("{{ {a: {}} }}", (nodes.ContextLiteral((nodes.ContextEntry("a", nodes.ContextLiteral(())),)),)),
        ("a { b } }} c", ("a { b } }} c",)),
    ],
)
def test_template(text: str, parts: tuple[str | nodes.Node, ...]) -> None:
    """Text stays text, and only what stands between double braces is FEEL."""
    assert parse_template(text, Names.of(["客户 姓名"])) == parts


@pytest.mark.parametrize("text", ["{{ a", "{{ a }", "{{ {a: 1}", "{{ }}", "{{ a b }}"])
def test_broken_template(text: str) -> None:
    """A template that is not closed, or whose expression cannot be read, is refused."""
    with pytest.raises(FeelSyntaxError):
        parse_template(text)


def test_spans_lie_in_the_file() -> None:
    """A node of a block scalar knows its line and column in the YAML file, indentation and all."""
    source = Source("rules.yaml", 'when: |\n    客户.等级 = "A"\n    and 金额 > 100\n')
    snippet = Snippet('客户.等级 = "A"\nand 金额 > 100\n', source, ((0, 12), (13, 29)))
    places = {
        type(node).__name__: (node.span.line, node.span.column, node.span.text)
        for node in nodes.walk(parse_expression(snippet))
    }
    assert places["Path"] == (2, 5, "客户.等级")
    assert places["StringLiteral"] == (2, 13, '"A"')
    assert places["NumberLiteral"] == (3, 14, "100")
    assert places["Conjunction"] == (2, 5, '客户.等级 = "A"\n    and 金额 > 100')


@given(expressions())
def test_spans_contain_those_of_children(tree: nodes.Node) -> None:
    """The span of a node covers what it is made of, and reading its text again gives the same node."""
    parsed = parse_expression(unparse(tree), NAMES)
    for node in nodes.walk(parsed):
        assert all(node.span.start <= child.span.start and child.span.end <= node.span.end for child in node.children())


def test_large_sets_of_names() -> None:
    """Among thousands of names the right one is found, and the same names are built once."""
    names = [f"field {number} of the form" for number in range(5000)]
    assert Names.of(names) is Names.of(reversed(names))
    assert parse_expression("field 4711 of the form", Names.of(names)) == nodes.Name("field 4711 of the form")


def test_built_in_names_are_known() -> None:
    """Every built-in function can be called by its name of several words."""
    assert [name for name in BUILTINS if not is_word(name) and name not in NO_NAMES] == []


def test_names_join() -> None:
    """A union knows the names of both, and the longest match may come from either."""
    names = Names.of(["合作"]) | Names.of(["合作 时长"])
    assert [unparse(parse_expression(text, names)) for text in ("合作 时长", "合作")] == ["合作 时长", "合作"]
    assert "合作 时长" in names and "时长" not in names and "date and time" in names


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("+".join(["1"] * 10_000), "GJ1013"),
        ("-" * 10_000 + "1", "GJ1013"),
        ("f(" * 5_000 + ")" * 5_000, "GJ1013"),
        ("[" * 5_000 + "]" * 5_000, "GJ1013"),
        ("if a then " * 5_000 + "b" + " else c" * 5_000, "GJ1013"),
        ("(" * 5_000, "GJ1018"),
        ("1 " * MAX_LENGTH, "GJ1012"),
    ],
    ids=["sum", "minus", "calls", "lists", "ifs", "unclosed", "long"],
)
def test_limits(text: str, code: str) -> None:
    """Text that is too long or nested too deeply ends in a finding of ours, not in an overflow."""
    with pytest.raises(FeelSyntaxError) as error:
        parse_expression(text)
    assert error.value.diagnostic.code == code


def test_up_to_the_limits() -> None:
    """Wide is not deep: long lists, and sums up to the limit, are read; parentheses are no level of the tree."""
    items = parse_expression(f"[{', '.join(['1'] * 10_000)}]")
    assert isinstance(items, nodes.ListLiteral) and len(items.items) == 10_000
    deep = parse_expression("+".join(["1"] * MAX_DEPTH))
    assert parse_expression(unparse(deep)) == deep
    assert parse_expression("(" * 5_000 + "1" + ")" * 5_000) == nodes.NumberLiteral(1)


_FRAGMENTS = [
    "a", "客户 姓名", "1", "10%", '"x"', '@"P1D"', "(", ")", "[", "]", "{", "}", ",", ":", ".", "..", "+", "-", "*",
    "**", "/", "<", "<=", "=", "!=", "and", "or", "in", "between", "instance of", "if", "then", "else", "for", "return",
    "some", "every", "satisfies", "function", "external", "not", "?", "true", "null", "list<", ">", "->", "（", "“",
    "'", "//", "/*", "\n", "\\", "$", "𝕏", "\u200b", "\ud800", "{{", "}}",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(_FRAGMENTS), max_size=14).map(" ".join)
    | st.lists(st.sampled_from(_FRAGMENTS)).map("".join)
    | st.text()
)
@settings(max_examples=600)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever is typed, the parser answers with a tree or with a finding, never with another exception."""
    for parse in (parse_expression, parse_unary_tests, parse_type, parse_template):
        try:
            parse(text, NAMES) if parse is not parse_type else parse_type(text)
        except FeelSyntaxError as error:
            assert error.diagnostic.code.startswith("GJ10")


@given(expressions(), st.data())
@settings(max_examples=300)
def test_mutilated_text_is_read_or_refused(tree: nodes.Node, data: st.DataObject) -> None:
    """The same for sound text from which a piece was cut, or into which one was put."""
    text = unparse(tree)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 5)))
    mutilated = text[:start] + data.draw(st.sampled_from(["", *_FRAGMENTS])) + text[end:]
    try:
        parse_expression(mutilated, NAMES)
    except FeelSyntaxError as error:
        assert error.diagnostic.span.start <= len(mutilated)


@pytest.mark.needs_tck
def test_conformance_kit_is_read() -> None:
    """Every expression and test of the DMN conformance kit can be read, and written back without loss."""
    for file in sorted(TCK.glob("**/*.dmn")):
        root = ElementTree.parse(file).getroot()
        names = Names.of(name for element in root.iter() if (name := element.get("name")))
        for parent in root.iter():
            for text in (child.text for child in parent if child.tag.endswith("}text") and child.text):
                parse = parse_unary_tests if parent.tag.rpartition("}")[2] in TEST_ELEMENTS else parse_expression
                tree = parse(text, names)
                assert parse(unparse(tree), names) == tree, (file.name, text)
