"""All codes at a glance, as documentation: `python -m engine.dsl.code_pages docs/codes`.

Reads   the catalogue.
Gives   for each language one Markdown file: a table for every family of codes. The page of a single code is what
        `guiju explain GJ2103` prints.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

from engine.dsl.catalogue import WORDS_OF_SEVERITY, codes, message
from engine.dsl.text import LANGUAGES, Text

TITLE = Text("检查结果一览", "All findings")
INTRODUCTION = Text(
    "每个代码都有一页：为什么、错误和正确的写法、怎样允许。看其中一页：`guiju explain GJ2103`。",
    "Every code has a page: why, what is wrong and right, how to allow it. To read one: `guiju explain GJ2103`.",
)
FAMILIES = {
    "0": Text("文件、写法、表格的样子", "files, notation, the shape of tables"),
    "1": Text("名称、类型、表达式", "names, types, expressions"),
    "2": Text("表格、评级区间、权重", "tables, bands, weights"),
    "3": Text("单位、金额、日期", "units, money, dates"),
    "4": Text("表单、问卷、阶段、时限、记录", "forms, surveys, stages, clocks, records"),
    "5": Text("场景", "scenarios"),
    "6": Text("版本", "versions"),
}


def overview(lang: str) -> str:
    """Every code of every family with its severity and headline.

    >>> [line for line in overview("en").splitlines() if "GJ0003" in line]
    ['| GJ0003 | error | “…” is written twice, only one can hold |']
    """
    parts = [f"# {TITLE.say(lang)}\n\n{INTRODUCTION.say(lang)}\n"]
    for family, about in FAMILIES.items():
        rows = [_row(code, lang) for code in codes() if code[2] == family]
        if rows:
            parts.append(f"## GJ{family}xxx: {about.say(lang)}\n\n| | | |\n|---|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _row(code: str, lang: str) -> str:
    told = message(code)
    headline = re.sub(r"\{\w+\}", "…", told.headline.say(lang)).replace("|", "\\|")
    return f"| {code} | {WORDS_OF_SEVERITY[told.severity].say(lang)} | {headline} |"


def write(folder: Path, page: Callable[[str], str]) -> None:
    """Write a page in every language into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for lang in LANGUAGES:
        (folder / f"{lang}.md").write_text(page(lang), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), overview)
