"""YAML as trees that know their place: what is read, what is refused, and that nothing ever crashes."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.dsl import documents
from engine.dsl.catalogue import errors
from engine.dsl.diagnostics import Diagnostic, Diagnostics
from engine.dsl.documents import MappingNode, Node, ScalarNode, SequenceNode, plain, read, read_file
from engine.dsl.rendering import render_all
from engine.dsl.source import Source

CONFIGS = Path(__file__).parents[2] / "configs"


def reading(text: str) -> tuple[list[MappingNode], list[Diagnostic]]:
    found = Diagnostics()
    return read(Source("a.yaml", text), found), list(found)


def scalars(node: Node) -> list[ScalarNode]:
    match node:
        case ScalarNode():
            return [node]
        case SequenceNode():
            return [leaf for item in node.items for leaf in scalars(item)]
        case MappingNode():
            return [leaf for entry in node.entries.values() for part in entry for leaf in scalars(part)]


READ = {
    "scalars stay text": ("a: 00123\nb: NO\nc: 12:30\nd: ~\n", {"a": "00123", "b": "NO", "c": "12:30", "d": "~"}),
    "nothing is empty text": ("a:\nb: ''\n", {"a": "", "b": ""}),
    "lists and mappings": ("a: [x, {y: z}]\nb:\n- c\n- d: e\n", {"a": ["x", {"y": "z"}], "b": ["c", {"d": "e"}]}),
    "escapes": (r'a: "\u5ba2\t\"户\"\\"', {"a": '客\t"户"\\'}),
    "doubled single quote": ("a: 'it''s'\n", {"a": "it's"}),
    "literal keeps its lines": ("a: |\n  x\n   y\n\n  z\nb: c\n", {"a": "x\n y\n\nz\n", "b": "c"}),
    "folded joins its lines": ("a: >\n  x\n  y\n\n  z\n", {"a": "x y\nz\n"}),
    "stripped and kept": ("a: |-\n  x\n\nb: |+\n  y\n\n", {"a": "x", "b": "y\n\n"}),
    "stated indentation": ("a: |2\n    x\n  y\n", {"a": "  x\ny\n"}),
    "plain over lines": ("a: x\n  y\n\n  z\n", {"a": "x y\nz"}),
    "windows line ends": ("a: |\r\n  x\r\n  y\r\nb: z\r\n", {"a": "x\ny\n", "b": "z"}),
    "byte order mark": ("\ufeffa: b\n", {"a": "b"}),
    "comments": ("# 注释\na: b # 注释\n", {"a": "b"}),
    "full-width marks in text": ("a: 注意：先，再\nb:\n  - 说明：见上\n", {"a": "注意：先，再", "b": ["说明：见上"]}),
    "text in a block is left alone": ("a: |\n  质量：35%\n  >= 90\n  - x：y\n", {"a": "质量：35%\n>= 90\n- x：y\n"}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=READ)
def test_reads(text: str, expected: dict[str, object]) -> None:
    """Scalars are text, structure is YAML's; what is legal is read without a word."""
    roots, found = reading(text)
    assert ([plain(root) for root in roots], found) == ([expected], [])


def test_several_documents() -> None:
    """A file holds one definition after another; empty ones do not count."""
    roots, found = reading("kind: a\n---\nkind: b\n---\n# nothing\n---\nkind: c\n")
    assert ([plain(root) for root in roots], found) == ([{"kind": "a"}, {"kind": "b"}, {"kind": "c"}], [])
    assert roots[1].key("kind").span.line == 3


MISTAKES = {
    # what was typed: (code, line, column, what is marked)
    "w:\n  价格: 40%\n  质量：35%\n  交付: 20%\n": ("GJ0006", 3, 5, "："),
    "w:\n  质量：35%\n  交付: 20%\n": ("GJ0006", 2, 5, "："),
    "kind: a\nlabel：客户\n": ("GJ0006", 2, 6, "："),
    "维度：\n  a: 1\n": ("GJ0006", 1, 3, "："),
    "l:\n  - 标签：x\n    条件: y\n": ("GJ0006", 2, 7, "："),
    "a: {c：1, d: 2}\n": ("GJ0006", 1, 6, "："),
    "a: [制造业、互联网]\n": ("GJ0007", 1, 8, "、"),
    "a: {b: 1，c: 2}\n": ("GJ0007", 1, 9, "，"),
    "t: “客户”\n": ("GJ0008", 1, 4, "“客户”"),
    "weight:30%\nb: 1\n": ("GJ0013", 1, 7, ":"),
    "l:\n  - a\n  -b\n": ("GJ0014", 3, 3, "-"),
    "a:\n\tb: 1\n": ("GJ0004", 2, 1, "\t"),
    "\u3000a: 1\n": ("GJ0005", 1, 1, "\u3000"),
    "a: 1\nb: 2\na: 3\n": ("GJ0003", 3, 1, "a"),
    "a: - b\n": ("GJ0011", 1, 4, "- b"),
    "a: 注意: 回访\n": ("GJ0012", 1, 6, ":"),
    'when: event = "x: y"\n': ("GJ0012", 1, 17, ":"),
    "a: [1, 2\nb: 3\n": ("GJ0020", 1, 4, "["),
    "a: [[[[\n": ("GJ0020", 1, 7, "["),
    'a: "x\nb: 3\n': ("GJ0021", 1, 4, '"'),
    "a: 'x' y\n": ("GJ0022", 1, 8, "y"),
    'a: "C:\\dir"\n': ("GJ0023", 1, 7, "\\d"),
    "a: 1\n  b: 2\n": ("GJ0024", 2, 3, "b"),
    "a:\n    b: 1\n  c: 2\n": ("GJ0024", 3, 3, "c: 2"),
    "a: 1\nfoo\nb: 2\n": ("GJ0025", 2, 1, "foo"),
    "a: }\n": ("GJ0026", 1, 4, "}"),
    "a: [1,,2]\n": ("GJ0027", 1, 7, ","),
    "a: {b: sum([1，2])}\n": ("GJ0028", 1, 12, "["),
    "%YAML 2.0\n---\na: 1\n": ("GJ0029", 1, 1, "%"),
    "a: &x 3\n": ("GJ0031", 1, 4, "&x 3"),
    "a: *重要*\n": ("GJ0031", 1, 4, "*重要*"),
    "a: !int 3\n": ("GJ0032", 1, 4, "!int 3"),
    "a\u200bb: 1\n": ("GJ0033", 1, 2, "\u200b"),
    "a: \u202ex\n": ("GJ0033", 1, 4, "\u202e"),
    "? [a]\n: 3\n": ("GJ0034", 1, 3, "[a]"),
    "- a\n- b\n": ("GJ0035", 1, 1, "- a\n- b"),
}


@pytest.mark.parametrize(("text", "expected"), MISTAKES.items(), ids=[f"{m[0]}-{m[1]}" for m in MISTAKES.values()])
def test_a_mistake_is_one_finding_at_its_own_place(text: str, expected: tuple[str, int, int, str]) -> None:
    """Every mistake is named once, on the line where it was made, whatever the YAML library thinks of it."""
    found = reading(text)[1]
    assert [(d.code, d.span.line, d.span.column, d.span.text) for d in found] == [expected]


FEEL = [
    ">= 90",
    "> 30",
    "[60..75)",
    "[60..75]",
    "]60..75]",
    '"A","B"',
    "-",
    "!= 3",
    "? > 3",
    '@"2026-01-01"',
    "{{name}}",
]


@pytest.mark.parametrize("cell", FEEL)
def test_feel_that_yaml_would_misread(cell: str) -> None:
    """A condition that YAML would break or bend is found, and the safe fix makes it the text that was written."""
    (found,) = reading(f"when: {cell}\nb: 1\n")[1]
    assert (found.code, found.span.text) == ("GJ0010", cell)
    assert found.fix is not None and found.fix.safe
    roots, left = reading(f"when: {found.fix.edits[0].text}\nb: 1\n")
    assert (plain(roots[0]), left) == ({"when": cell, "b": "1"}, [])


@pytest.mark.parametrize(
    "cell", ["< 3", "(60..75]", 'not("A")', "1, 2", "a = 1 and b = 2", '"VIP"', "[1, 2]", "-5", "->"]
)
def test_feel_that_yaml_reads_well(cell: str) -> None:
    """What YAML leaves alone is not complained about."""
    assert reading(f"when: {cell}\n")[1] == []


MENDED = [text for text, (code, *_) in MISTAKES.items() if code in ("GJ0004", "GJ0006", "GJ0012", "GJ0013", "GJ0014")]


@pytest.mark.parametrize("text", MENDED)
def test_a_safe_fix_mends_the_file(text: str) -> None:
    """Applying the fixes that are marked safe leaves a file that is read without a word."""
    for found in sorted(reading(text)[1], key=lambda d: -d.span.start):
        assert found.fix is not None and found.fix.safe
        for edit in found.fix.edits:
            text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert reading(text)[1] == []


def test_depth_is_limited() -> None:
    """Deep nesting is refused before it can exhaust anything."""
    for text in ("a: " + "[" * 100_000, "a: " + "[" * 101 + "]" * 101, "a: " + "{a: " * 50_000):
        assert [found.code for found in reading(text)[1]] == ["GJ0030"]
    assert reading("a: " + "[" * 99 + "]" * 99)[1] == []


def test_size_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file above the limit is not read at all."""
    monkeypatch.setattr(documents, "MAX_BYTES", 10)
    file = tmp_path / "a.yaml"
    file.write_text("a: 12345678\n")
    found = Diagnostics()
    assert (read_file(file, "a.yaml", found), [d.code for d in found]) == ([], ["GJ0001"])
    assert [d.code for d in reading("a: 12345678\n")[1]] == ["GJ0001"]


def test_encoding(tmp_path: Path) -> None:
    """A file in GBK is not guessed at: the author hears the line."""
    file = tmp_path / "a.yaml"
    file.write_bytes("a: 1\nb: 客户\n".encode("gbk"))
    found = Diagnostics()
    assert (read_file(file, "a.yaml", found), [(d.code, d.values["line"]) for d in found]) == ([], [("GJ0002", 2)])


@pytest.mark.parametrize("file", sorted(CONFIGS.rglob("*.yaml")), ids=lambda file: file.name)
def test_the_shipped_definitions_are_well_typed(file: Path) -> None:
    """Nothing that is recognised as a mistake stands in our own files."""
    found = Diagnostics()
    read_file(file, str(file), found)
    assert render_all(found, "en") == ""


# -- laws --------------------------------------------------------------------------------------------------------------

LETTER = st.sampled_from(list("ab 客户🐎:#'\"\\-|>[]{},&*!%@`？：、é\u0301"))
WORD = st.text(LETTER, max_size=12)
TEXT = st.lists(WORD, max_size=5).map("\n".join)
STYLE = st.sampled_from([None, "'", '"', "|", ">"])


def written(text: str, style: str | None, width: int) -> str:
    """A file with that text, written by the library itself."""
    quoted: str = yaml.dump({"key": {"inner": [text, "end"]}}, default_style=style, allow_unicode=True, width=width)
    return quoted


@settings(max_examples=300)
@given(text=TEXT, style=STYLE, width=st.sampled_from([10, 1000]), crlf=st.booleans())
def test_any_text_survives_in_any_style(text: str, style: str | None, width: int, crlf: bool) -> None:
    """What the YAML library writes in any style and width is read back as the same text."""
    file = written(text, style, width)
    roots, _ = reading(file.replace("\n", "\r\n") if crlf else file)
    assert [plain(root) for root in roots] == [yaml.load(file, Loader=yaml.BaseLoader)]


FRAGMENTS = st.sampled_from(
    ["\n", "\n  ", "\n    ", "  ", " ", "\t", "x", "客户", "''", "\\n", "\\\n", "\\u5ba2", "-", "#"]
)
RAW = st.lists(FRAGMENTS, max_size=12).map("".join)
AROUND = st.sampled_from(["{}", "'{}'", '"{}"', "|\n{}", ">\n{}", "|-\n   {}", ">+\n   {}", "|1\n   {}", ">2-\n    {}"])


@settings(max_examples=500)
@given(raw=RAW, around=AROUND, outer=st.sampled_from(["a: {}\n", "a:\n  - b: {}\n    c: d\n", "- {}", "a: {}"]))
def test_scalars_are_cut_out_as_the_standard_reads_them(raw: str, around: str, outer: str) -> None:
    """Whatever stands between quotes or in a block: escapes, folds and chomping give what the library gives."""
    file = outer.format(around.format(raw))
    try:
        expected = [root for root in yaml.load_all(file, Loader=yaml.BaseLoader) if root != ""]
    except yaml.YAMLError:
        return
    if expected and isinstance(expected[0], list):
        file, expected = "a:\n" + file, [{"a": expected[0]}]
    roots, found = reading(file)
    if not errors(found):
        assert [plain(root) for root in roots] == expected


@settings(max_examples=300)
@given(text=TEXT, style=STYLE, width=st.sampled_from([10, 1000]))
def test_every_character_knows_its_offset(text: str, style: str | None, width: int) -> None:
    """A character of a scalar stands at its offset in the file, unless it was written as an escape or a fold."""
    for root in reading(written(text, style, width))[0]:
        for scalar in scalars(root):
            file = scalar.snippet.source.text
            for index, char in enumerate(scalar.text):
                offset = scalar.snippet.offset(index)
                assert scalar.span.start <= offset < len(file)
                assert file[offset] in (char, "\\", " ", "\n")


TYPED = st.text(LETTER | st.sampled_from(list("\n\n\t\r ")), max_size=60)
BYTES = st.binary().map(lambda data: data.decode("latin-1"))


@settings(max_examples=400)
@given(st.text() | TYPED | BYTES)
def test_any_text_gives_findings_not_exceptions(text: str) -> None:
    """Whatever is in a file, it is read or there are findings that can be shown in both languages."""
    found = Diagnostics()
    roots = read(Source("a.yaml", text), found)
    for lang in ("zh", "en"):
        shown = render_all(found, lang)
        assert not any(word in shown.lower() for word in ("yaml.", "scalar", "flow ", "token", "traceback", "parser"))
    assert all(isinstance(root, MappingNode) for root in roots)


SAMPLE = """kind: scorecard
name: health   # 注释
label: {zh: 健康度, en: "Health"}
dimensions:
  stability:
    weight: 30%
    criteria: |
      | 订单量波动 | -> 得分 |
      | <= 10%    | 10     |
list: [a, 'b', c]
text: >-
  folded
  text
"""


SLIPS = st.lists(
    st.tuples(
        st.integers(0, len(SAMPLE)),
        st.integers(0, 5),
        st.sampled_from(["", "：", "\t", '"', "'", "[", "}", "- ", "\n", "|", "&", "“", "\u3000"]),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=300)
@given(SLIPS)
def test_a_mutated_file_gives_findings_not_exceptions(slips: list[tuple[int, int, str]]) -> None:
    """Some characters lost, or mistyped: findings, never an exception."""
    text = SAMPLE
    for at, lost, typed in slips:
        text = text[:at] + typed + text[at + lost :]
    found = Diagnostics()
    read(Source("a.yaml", text), found)
    assert render_all(found, "zh") or not len(found)
