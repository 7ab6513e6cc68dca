"""What may be written in a definition, as documentation: `python -m engine.model.kinds.pages docs/definitions`.

Reads   the schemas of the kinds, whose descriptions editors show, too.
Gives   for each language one Markdown file: for every kind a table of its keys, what each takes and means.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from engine.dsl.code_pages import write
from engine.dsl.text import Text
from engine.model.kinds import KINDS, Kind

TITLE = Text("定义的写法", "What may be written in a definition")
INTRODUCTION = Text(
    "文件放在 `configs/` 里，一份文件可以写几项定义，用 `---` 隔开。带 * 的必须写；`…` 是自己取的名称，"
    "`[]` 是列表里的每一项。表格和条件用 [FEEL](../language.md) 写。"
    "文件第一行写 `# yaml-language-server: $schema=` 和它的 schema，编辑器就会补全和说明。",
    "Files stand in `configs/`; one file may hold several definitions with `---` between them. What has a * must be"
    " written; `…` is a name of your own, `[]` each item of a list. Tables and conditions are written in"
    " [FEEL](../language.md). With `# yaml-language-server: $schema=` and the schema in a file's first line, editors"
    " complete and explain.",
)
HEAD = Text("| 键 | 写什么 | 说明 |", "| key | takes | what it says |")
TAKES = {
    "boolean": Text("true 或 false", "true or false"),
    "date": Text("日期", "a date"),
    "duration": Text("一段时间", "a length of time"),
    "feel": Text("FEEL", "FEEL"),
    "integer": Text("整数", "a whole number"),
    "count": Text("整数", "a whole number"),
    "number": Text("数", "a number"),
    "percent": Text("百分数", "a percentage"),
    "positive": Text("正数", "a number above 0"),
    "not_negative": Text("不小于 0 的数", "a number of 0 or more"),
    "share": Text("百分数", "a percentage"),
    "text": Text("文字，可分中英文", "a text, or one in each language"),
    "string": Text("文字", "a text"),
    "array": Text("列表", "a list"),
    "object": Text("若干项", "entries"),
}
"""What a place takes, by the `x-type` or the type of its schema."""

Schema = Mapping[str, Any]


class Row(NamedTuple):
    """A key, by the way to it, and the schema of what stands there."""

    path: str
    required: bool
    schema: Schema


def overview(lang: str) -> str:
    """Every kind with its keys.

    >>> [line for line in overview("en").splitlines() if "warn_at" in line]
    ['| `warn_at[]` | a percentage | shares of the limit at which to warn |']
    """
    return "\n".join(
        [f"# {TITLE.say(lang)}\n\n{INTRODUCTION.say(lang)}\n", *(_section(kind, lang) for kind in KINDS.values())]
    )


def _section(kind: Kind, lang: str) -> str:
    head = f"## `kind: {kind.name}`: {_said(kind.schema['title'], lang)}\n"
    link = f"[{kind.name}.schema.json](../../engine/model/kinds/{kind.name}.schema.json)\n"
    table = [f"{HEAD.say(lang)}\n|---|---|---|", *(_line(row, lang) for row in rows(kind.schema, kind.schema, ""))]
    return "\n".join([head, link, *table, ""])


def rows(schema: Schema, root: Schema, path: str) -> Iterator[Row]:
    """The keys below a place, depth first; `kind` is the same for all."""
    for key, within in schema.get("properties", {}).items():
        if key != "kind":
            yield from _row(f"{path}{key}", key in schema.get("required", ()), resolved(within, root), root)
    if isinstance(schema.get("additionalProperties"), Mapping):
        yield from rows(resolved(schema["additionalProperties"], root), root, f"{path}….")


def _row(path: str, required: bool, schema: Schema, root: Schema) -> Iterator[Row]:
    """A place and what is below it; a list of simple things is one row."""
    parts = [resolved(each, root) for each in _ways(schema)]
    lists = [each for each in parts if "items" in each]
    items = resolved(lists[0]["items"], root) if lists else {}
    simple = [each for each in parts if each not in lists]
    told = {"x-takes": [*simple, *_ways(items)], **schema}
    yield Row(path + ("[]" if lists else ""), required, told)
    below = [*parts, *(resolved(each, root) for each in _ways(items))]
    for part in (each for index, each in enumerate(below) if each not in below[:index]):
        yield from rows(part, root, f"{path}[]." if lists else f"{path}.")


def _ways(schema: Schema) -> list[Schema]:
    """The ways in which a place may be written: one, or several with anyOf."""
    return list(schema["anyOf"]) if "anyOf" in schema else [schema] if schema else []


def resolved(schema: Schema, root: Schema) -> Schema:
    """A schema with what it refers to; its own words come first."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return {**root["$defs"][name], **schema} if name else schema


def _line(row: Row, lang: str) -> str:
    takes = dict.fromkeys(_takes(each, lang) for each in row.schema["x-takes"])
    said = _said(row.schema.get("description", ""), lang).replace("|", "\\|")
    return f"| `{row.path}`{' *' if row.required else ''} | {', '.join(filter(None, takes))} | {said} |"


def _takes(schema: Schema, lang: str) -> str:
    if options := schema.get("enum", [schema["const"]] if "const" in schema else []):
        return " ".join(f"`{each}`" for each in options)
    kind = schema.get("x-type", schema.get("type", ""))
    return TAKES[kind].say(lang) if kind in TAKES else ""


def _said(description: str, lang: str) -> str:
    """One half of a description: Chinese and English with a stroke between."""
    zh, _, en = description.partition(" / ")
    return Text(zh, en).say(lang)


if __name__ == "__main__":
    write(Path(sys.argv[1]), overview)
