"""Cases of syntax as text (tests/data/feel/syntax): `# title`, perhaps `names: a b, c`, the source, `==>`, the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from engine.dsl.names import Names
from engine.dsl.nodes import BooleanLiteral, Node

FOLDER = Path(__file__).parents[1] / "data" / "feel" / "syntax"
_CASE = re.compile(
    r"^# (?P<title>.+)\n(?:names: (?P<names>.+)\n)?(?P<source>[\s\S]+?)\n==>\n(?P<tree>[\s\S]+?)\n(?:\n|\Z)",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Case:
    """One source text and the outline of the tree it stands for."""

    title: str
    names: Names
    source: str
    tree: str


def cases(file: str) -> Iterator[Case]:
    """The cases of a file."""
    for match in _CASE.finditer((FOLDER / file).read_text(encoding="utf-8")):
        names = [name.strip() for name in (match["names"] or "").split(",")]
        yield Case(match["title"], Names.of(filter(None, names)), match["source"], " ".join(match["tree"].split()))


def outline(value: object) -> str:
    """A tree as text: `Arithmetic(+, Name(a), Number(1))`. What is absent or false is left out.

    >>> from engine.dsl.parser import parse_expression
    >>> outline(parse_expression("[a..10%)"))
    'Range(Name(a), Number(0.10, percent), start_included)'
    """
    if isinstance(value, tuple):
        return f"[{', '.join(map(outline, value))}]"
    if isinstance(value, BooleanLiteral):
        return f"Boolean({str(value.value).lower()})"
    if not isinstance(value, Node):
        return repr(value)[1:-1] if isinstance(value, str) else str(value)
    parts = [_part(field.name, getattr(value, field.name)) for field in fields(value) if field.name != "span"]
    kind = type(value).__name__.removesuffix("Literal").removesuffix("Expression")
    return f"{kind}({', '.join(filter(None, parts))})"


def _part(name: str, value: object) -> str:
    if isinstance(value, bool):
        return name if value else ""
    return "" if value is None else outline(value)
