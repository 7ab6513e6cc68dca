"""The pages of `docs/feel`, one per heading of the standard, written from the docstrings of the built-in functions.

    python -m engine.dsl.builtins.pages          writes them

The last paragraph of a docstring holds examples, one a line, each a claim that is true; what stands before is prose.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import engine.dsl.builtins  # noqa: F401 - registers the functions
from engine.dsl.builtins.registry import SIGNATURES
from engine.dsl.builtins.signatures import Parameter, Signature

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "feel"
EXTENSION = "extension"
HEADINGS = {
    "10.3.4.1": "Conversion functions",
    "10.3.4.2": "Boolean function",
    "10.3.4.3": "String functions",
    "10.3.4.4": "List functions",
    "10.3.4.5": "Numeric functions",
    "10.3.4.6": "Date and time functions",
    "10.3.4.7": "Range functions",
    "10.3.4.8": "Temporal functions",
    "10.3.4.9": "Sort",
    "10.3.4.10": "Context functions",
    "10.3.4.11": "Miscellaneous functions",
    EXTENSION: "Functions beyond the standard",
}


def examples(signature: Signature) -> list[str]:
    """The examples of a function, lines of FEEL that are true.

    >>> from engine.dsl.builtins.registry import SIGNATURES
    >>> examples(SIGNATURES["string length"][0])[0]
    'string length("foo") = 3'
    """
    return _paragraphs(signature)[-1].splitlines()


def pages() -> dict[str, str]:
    """The text of every page by its file name."""
    ordered = sorted(_signatures(), key=lambda each: list(HEADINGS).index(each.section))
    by_section = {section: list(group) for section, group in groupby(ordered, key=lambda each: each.section)}
    written = {_file(section): _page(section, group) for section, group in by_section.items()}
    return {"README.md": _contents(by_section), **written}


def write(folder: Path = FOLDER) -> None:
    """Write the pages into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


def _signatures() -> Iterator[Signature]:
    for signatures in SIGNATURES.values():
        yield from signatures


def _paragraphs(signature: Signature) -> list[str]:
    return (inspect.getdoc(signature.python) or "").split("\n\n")


def _file(section: str) -> str:
    return HEADINGS[section].lower().replace(" ", "-") + ".md"


def _source(section: str) -> str:
    return "Extensions of Guiju" if section == EXTENSION else f"DMN 1.5, {section}"


def _contents(by_section: dict[str, list[Signature]]) -> str:
    """The list of all functions, by heading."""
    lines = ["# Built-in functions of FEEL", "", "The [language](../language.md) itself has a page of its own.", ""]
    lines += ["| heading | source | functions |", "|---|---|---|"]
    for section, signatures in by_section.items():
        names = ", ".join(dict.fromkeys(f"`{each.name}`" for each in signatures))
        lines.append(f"| [{HEADINGS[section]}]({_file(section)}) | {_source(section)} | {names} |")
    return "\n".join([*lines, ""])


def _page(section: str, signatures: list[Signature]) -> str:
    """A page: its functions in the order of the source, the overloads of one together."""
    parts = [f"# {HEADINGS[section]}", _source(section) + "."]
    for name, overloads in groupby(signatures, key=lambda each: each.name):
        parts.append(f"## {name}")
        parts += [_entry(list(alike)) for _, alike in groupby(overloads, key=_paragraphs)]
    return "\n\n".join(parts) + "\n"


def _entry(alike: list[Signature]) -> str:
    """Overloads that one docstring describes: how they are called, prose, parameters, examples."""
    head = "\n".join(["```", *map(_head, alike), "```"])
    rows = dict.fromkeys(_row(parameter, each) for each in alike for parameter in each.parameters)
    table = "\n".join(["| parameter | type | |", "|---|---|---|", *rows])
    code = "\n".join(["```feel", *examples(alike[0]), "```"])
    return "\n\n".join([head, *_paragraphs(alike[0])[:-1], *([table] if rows else []), code])


def _head(signature: Signature) -> str:
    """The function as it is called: `substring(string, start position, length?): string`."""
    names = [parameter.name + "?" * parameter.optional for parameter in signature.parameters]
    return f"{signature.name}({', '.join(names)}{', …' * signature.variadic}): {signature.result}"


def _row(parameter: Parameter, signature: Signature) -> str:
    notes = [
        "may be left out" * parameter.optional,
        "may be null" * parameter.nullable,
        "any number of them, or one list" * signature.spreads,
    ]
    types = " or ".join(map(str, parameter.shape.types))
    return f"| {parameter.name} | {types} | {', '.join(filter(None, notes))} |"


if __name__ == "__main__":
    write()
