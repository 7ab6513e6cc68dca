"""The arguments of the command line in the reader's language: what argparse would say in English only."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from engine.dsl.text import LANGUAGES, Text

WRONG_USE = 2
USAGE = Text("用法: ", "usage: ")
ARGUMENTS = Text("参数", "arguments")
OPTIONS = Text("选项", "options")
HELP = Text("显示这份说明", "show this help")
WRONG = Text("用法不对", "error")
FACTS = Text("数据，YAML 或 JSON；- 是标准输入", "facts as YAML or JSON; - for stdin")
SAID: tuple[tuple[str, str], ...] = (
    (r"argument (.+?): invalid choice: '(.*)' \(choose from (.+)\)", "{0}：没有“{1}”，可以写 {2}"),
    (r"argument (.+?): invalid .+ value: '(.*)'", "{0}：不能写“{1}”"),
    (r"argument (.+?): expected .+", "{0}：后面要写一个值"),
    (r"argument (.+?): ignored explicit argument '(.*)'", "{0}：后面不写值，这里写了“{1}”"),
    (r"the following arguments are required: (.+)", "还要写 {0}"),
    (r"unrecognized arguments: (.+)", "没有 {0} 这样的参数"),
    (r"ambiguous option: (\S+) could match (.+)", "{0} 可以是 {1}，请写全"),
)
"""What argparse says of wrong use, and the same in Chinese."""


class Parser(argparse.ArgumentParser):
    """A parser that speaks one language, as all parsers of its verbs do.

    >>> Parser("zh", prog="guiju").wrong("argument -o: invalid choice: 'xml' (choose from 'human', 'json')")
    "-o：没有“xml”，可以写 'human', 'json'"
    """

    def __init__(self, lang: str, **more: Any) -> None:
        super().__init__(**more, add_help=False, formatter_class=lambda prog: _Formatter(prog, lang))
        self.lang = lang
        self._positionals.title, self._optionals.title = ARGUMENTS.say(lang), OPTIONS.say(lang)
        self.add_argument("-h", "--help", action="help", default=argparse.SUPPRESS, help=HELP.say(lang))

    def verbs(self, dest: str, metavar: str) -> Any:
        """Where the parsers of verbs are added, of which one must be given."""
        # What is not written behind a verb must not undo what was written before it.
        same = {"lang": self.lang, "argument_default": argparse.SUPPRESS}
        return self.add_subparsers(dest=dest, required=True, metavar=metavar, parser_class=_with(same))

    def flag(self, name: str, told: Text) -> None:
        """An option without a value."""
        self.add_argument(name, action="store_true", default=False, help=told.say(self.lang))

    def wrong(self, message: str) -> str:
        """What argparse says of wrong use, in the parser's language."""
        found = ((re.fullmatch(pattern, message, re.S), said) for pattern, said in SAID if self.lang == "zh")
        return next((said.format(*match.groups()) for match, said in found if match), message)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end."""
        self.exit(WRONG_USE, f"{self.format_usage()}{self.prog}: {WRONG.say(self.lang)}: {self.wrong(message)}\n")


def _with(same: dict[str, Any]) -> Any:
    return lambda **more: Parser(**{**same, **more})


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str, lang: str) -> None:
        super().__init__(prog)
        self._lang = lang

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Begin with the word for usage in the reader's language."""
        super().add_usage(usage, actions, groups, USAGE.say(self._lang) if prefix is None else prefix)


def common(to: Parser, formats: Sequence[str] = ("human", "json")) -> None:
    """The options that mean the same in every verb."""
    folder = Text("项目所在的文件夹", "the project's folder")
    at = Text("now() 和 today() 的时刻", "the instant that now() and today() tell")
    to.add_argument("-C", dest="folder", type=Path, metavar="DIR", help=folder.say(to.lang))
    to.add_argument("--at", metavar="DATE", help=at.say(to.lang))
    to.add_argument("-o", dest="output", choices=formats, help=Text("输出格式", "how to print").say(to.lang))
    to.add_argument("--lang", choices=LANGUAGES, help=Text("提示的语言", "the language of messages").say(to.lang))
    quiet, verbose = Text("只输出结果", "print results only"), Text("多输出一些", "print more")
    to.add_argument("-q", dest="quiet", action="store_true", help=quiet.say(to.lang))
    to.add_argument("-v", dest="verbose", action="store_true", help=verbose.say(to.lang))
    to.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)


def language(arguments: Sequence[str]) -> str:
    """The language that arguments ask for, else that of the environment: English where it says so, else Chinese.

    >>> language(["check", "--lang", "en"]), language(["check", "--lang=zh"])
    ('en', 'zh')
    """
    asked: list[str] = re.findall(r"(?<!\S)--lang[= ](\S+)", " ".join(arguments))
    if asked and asked[-1] in LANGUAGES:
        return asked[-1]
    said = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "en" if said.startswith("en") else "zh"
