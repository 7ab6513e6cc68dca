"""The page of the steps, `docs/scenarios.md`, written from the steps themselves.

python -m engine.scenarios.pages          writes it
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from engine.scenarios.vocabulary import KINDS, Step, steps

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scenarios.md"
HEADINGS = {"given": "假如 · Given", "when": "当 · When", "then": "那么 · Then"}
BELOW = {"table": "表格 / a table", "text": "一段文字 / a text", "": ""}
OPENING = """# The steps of scenarios · 场景的步骤

Domain experts write `features/*.feature` with these steps and no others; `guiju test` runs every scenario on both
executors, and `guiju check` names the nearest steps where one is misspelt.

业务专家只用这些步骤写场景。文件第一行写 `# language: zh-CN`；记录和字段用显示名或名称来称呼；`…` 处填值。

Written from the steps by `python -m engine.scenarios.pages`; do not edit.
"""


def page() -> str:
    """The whole page."""
    return OPENING + "".join(_section(kind) for kind in KINDS)


def write(path: Path = PAGE) -> None:
    """Write the page."""
    path.write_text(page(), encoding="utf-8")


def _section(kind: str) -> str:
    mine = [step for step in steps() if step.kind == kind]
    rows = "".join(_row(list(wordings)) for _, wordings in groupby(mine, key=lambda step: step.about))
    return f"\n## {HEADINGS[kind]}\n\n| 中文 | English | what it means | below |\n|---|---|---|---|\n{rows}"


def _row(wordings: list[Step]) -> str:
    chinese, english = (_listed(step for step in wordings if step.chinese is wanted) for wanted in (True, False))
    meaning = " ".join(wordings[0].about.split()).replace("|", "\\|")
    return f"| {chinese} | {english} | {meaning} | {BELOW[wordings[0].below]} |\n"


def _listed(wordings: Iterable[Step]) -> str:
    return "<br>".join(_coded(wordings))


def _coded(wordings: Iterable[Step]) -> Iterator[str]:
    return (f"`{step.shown}`" for step in wordings)


if __name__ == "__main__":
    write()
