"""What the command line prints: results to standard output, everything else to the other, in zh or en, or as JSON."""

from __future__ import annotations

import sys
import tempfile
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.dsl import json_text
from engine.dsl.diagnostics import Diagnostic, Diagnostics
from engine.dsl.machine_formats import SCHEMA_VERSION, Case, as_json, junit
from engine.dsl.rendering import render_all
from engine.dsl.text import Text
from engine.errors import GuijuError
from engine.runtime.showing import shown, shown_json

if TYPE_CHECKING:
    from engine.runtime.outcome import Outcome

SAID = {
    "clean": Text(
        "没有问题：{files} 个文件，{definitions} 项定义", "no problems: {files} files, {definitions} definitions"
    ),
    "fixed": Text("已修复 {place}：{headline}", "fixed {place}: {headline}"),
    "laid_out": Text("整理了 {count} 个文件的版式：{files}", "laid out {count} files: {files}"),
    "untidy": Text("{count} 个文件的版式要整理：{files}", "{count} files are not laid out: {files}"),
    "tidy": Text("版式都整齐：{count} 个文件", "all is laid out: {count} files"),
    "nothing": Text("没有可以检查的文件：{folder}", "no files to check: {folder}"),
    "no_scenarios": Text("没有可以执行的场景：{folder}", "no scenarios to run: {folder}"),
    "passed": Text("{passed} 个场景通过，{failed} 个没有通过", "{passed} scenarios passed, {failed} failed"),
    "report": Text("这是我们的错误，报告写在 {file}", "this is a fault of ours, a report is in {file}"),
    "facts": Text("数据在哪里？写 -i 文件", "where are the facts? write -i FILE"),
    "no_code": Text("没有 {code} 这个编号", "there is no code {code}"),
    "unreadable": Text("读不出来：{file}", "cannot be read: {file}"),
    "no_place": Text(
        "{host}:{port} 不能用：端口已被占用，或者地址不对", "{host}:{port} cannot be used: taken, or no address"
    ),
    "no_database": Text("连不上数据库 {address}", "no database answers at {address}"),
    "serving": Text("http://{host}:{port}（Ctrl+C 结束）", "http://{host}:{port} (Ctrl+C to stop)"),
}


@dataclass(frozen=True)
class Terminal:
    """Prints in one language and one format."""

    lang: str
    format: str
    quiet: bool = False
    verbose: bool = False

    @property
    def json(self) -> bool:
        """Whether a program reads what is printed."""
        return self.format == "json"

    def say(self, what: str, **values: object) -> None:
        """A sentence of SAID, beside the result."""
        if not self.quiet:
            print(self.sentence(what, **values), file=sys.stderr)

    def sentence(self, what: str, **values: object) -> str:
        """A sentence of SAID in the language of the reader."""
        return SAID[what].say(self.lang).format(**values)

    def result(self, **entries: object) -> None:
        """A JSON document."""
        print(json_text.dumps({"schema_version": SCHEMA_VERSION, **entries}))

    def findings(self, found: Iterable[Diagnostic], passed: Iterable[Case] = ()) -> None:
        """Findings as the result of a command; where there are none, nothing is printed for people. A report for a
        build server also tells what `passed`."""
        if self.format == "junit":
            print(junit(list(Diagnostics(found)), self.lang, passed), end="")
        else:
            print(render_all(found, self.lang, self.format), end="")

    def outcome(self, name: str, outcome: Outcome, revision: str) -> None:
        """The value of a decision; with its explanation when much is to be printed."""
        if self.json:
            self.result(name=name, value=shown_json(outcome.value), revision=revision)
        else:
            print("\n".join(listed(outcome.value, self.lang)))
            if self.verbose:
                print(f"\n{outcome.explain(self.lang)}")

    def refused(self, error: GuijuError) -> None:
        """An error that a caller may meet."""
        if self.json:
            self.result(error=error.said.say(self.lang), diagnostics=[as_json(each) for each in error.diagnostics])
        else:
            print(render_all(error.diagnostics, self.lang) or f"{error.said.say(self.lang)}\n", end="", file=sys.stderr)

    def fault(self, error: Exception) -> None:
        """A fault of ours: the details go to a file."""
        with tempfile.NamedTemporaryFile("w", prefix="guiju-", suffix=".txt", delete=False, encoding="utf-8") as file:
            traceback.print_exception(error, file=file)
        said = SAID["report"].say(self.lang).format(file=file.name)
        print(said, file=sys.stderr)
        if self.json:
            self.result(error=said, diagnostics=[])


def listed(value: object, lang: str, indent: str = "") -> Iterable[str]:
    """A value as lines that people read: entries one below the other, lists of records item by item.

    >>> list(listed({"等级": "良好", "actions": ["a", "b"], "next": {"needed": None}}, "zh"))
    ['等级: 良好', 'actions: a, b', 'next:', '  needed: 无']
    """
    if isinstance(value, dict):
        for name, entry in value.items():
            yield from entry_lines(f"{indent}{name}:", entry, lang, f"{indent}  ")
    elif isinstance(value, list):
        for item in value:
            yield from entry_lines(f"{indent}-", item, lang, f"{indent}  ")
    else:
        yield f"{indent}{shown(value).say(lang)}"


def entry_lines(head: str, value: object, lang: str, indent: str) -> Iterable[str]:
    """A head with its value behind it, or below it where it has parts."""
    if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
        yield f"{head} {', '.join(shown(item).say(lang) for item in value) or '–'}"
    elif isinstance(value, dict | list) and value:
        first, *others = listed(value, lang, indent)
        yield from (f"{head} {first.strip()}", *others) if head.endswith("-") else (head, first, *others)
    else:
        yield f"{head} {shown(None if value in ({}, []) else value).say(lang)}"
