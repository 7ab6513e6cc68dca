"""`guiju dmn …`: DMN files on the command line.

guiju dmn eval loan.dmn Rating -i FACTS.yaml       what an element of a model gives (--kind decision | bkm | service)
guiju dmn check loan.dmn                           what is wrong with a model
guiju dmn import loan.dmn                          write its tables, expressions and records as definitions
guiju dmn export pack.dmn                          write the decisions of the project as a DMN file
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from engine.arguments import FACTS, Parser, common
from engine.dsl.catalogue import errors
from engine.dsl.rendering import render_all
from engine.dsl.text import Text
from engine.errors import UsageError
from engine.terminal import Terminal

CLEAN, FINDINGS, NOTHING = 0, 1, 4

TOLD = {
    "eval": Text("按数据评估模型中的一个元素", "evaluate an element of a model for some facts"),
    "check": Text("检查一个模型", "read and check a model"),
    "import": Text(
        "把模型的表格、表达式、记录写成定义", "write a model's tables, expressions and records as definitions"
    ),
    "export": Text("把项目的决策写成一个 DMN 文件", "write the project's decisions as a DMN file"),
}
IMPORTED = Text("写好了：{files}", "written: {files}")
NOTHING_SAID = Text("没有可以导入的决策", "no decision that could be imported")
SOUND = Text("没有问题：{elements} 个元素", "no problems: {elements} elements")
EXPORTED = Text("写好了：{file}，{elements} 个元素", "written: {file}, {elements} elements")


def arguments(parser: Parser) -> None:
    """The verbs behind `guiju dmn`."""
    verbs, lang = parser.verbs("action", "ACTION"), parser.lang
    added: dict[str, Parser] = {name: verbs.add_parser(name, help=told.say(lang)) for name, told in TOLD.items()}
    for each in added.values():
        common(each)
        each.add_argument("model", type=Path, help=Text("一个 .dmn 文件", "a .dmn file").say(lang))
    named = Text("一项决策，或 --kind 所说的", "a decision, or what --kind says")
    added["eval"].add_argument("name", help=named.say(lang))
    added["eval"].add_argument("-i", dest="input", metavar="FILE", default=None, help=FACTS.say(lang))
    added["eval"].add_argument("--kind", choices=("decision", "bkm", "service"), default="decision")
    added["import"].flag("--force", Text("替换已有的文件", "replace files that are there"))


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Do what was asked for; gives the exit code."""
    return ACTIONS[options.action](options, terminal)


def evaluate(options: argparse.Namespace, terminal: Terminal) -> int:
    """What an element gives, and why there are nulls on the way to it."""
    from engine.runtime.clock import FixedClock
    from engine.runtime.dmn import read_dmn
    from engine.runtime.fact_files import read_facts
    from engine.runtime.showing import shown_json

    program = read_dmn(options.model)
    facts = program.typed(read_facts(options.input)) if options.input else {}
    clock = FixedClock(options.at) if options.at else None
    outcome = program.evaluate(options.name, facts, kind=options.kind, clock=clock)
    if terminal.json:
        reasons = [{"code": each.code, "place": str(each.span)} for each in outcome.findings]
        terminal.result(name=options.name, value=shown_json(outcome.value), reasons=reasons)
        return CLEAN
    terminal.outcome(options.name, outcome, "")
    if not terminal.quiet:
        print(render_all(outcome.findings, terminal.lang), end="", file=sys.stderr)
    return CLEAN


def check(options: argparse.Namespace, terminal: Terminal) -> int:
    """Everything that is wrong with a model."""
    from engine.analysis import check as checked
    from engine.model.dmn_xml import read_dmn

    model = read_dmn(options.model)
    found = checked(model)
    terminal.findings(found)
    if errors(found):
        return FINDINGS
    _say(terminal, SOUND, elements=len(model.elements))
    return CLEAN


def import_(options: argparse.Namespace, terminal: Terminal) -> int:
    """Definitions in the project's folder, and findings for what they cannot say."""
    from engine.model.dmn_xml import read_dmn
    from engine.model.dmn_xml.definitions import definitions_of

    definitions = definitions_of(read_dmn(options.model))
    folder = options.folder / "configs"
    there = [str(folder / path) for path in definitions.files if (folder / path).exists()]
    if there and not options.force:
        files = ", ".join(there)
        raise UsageError(Text(f"{files} 已经在了；要替换，写 --force", f"{files} is there; --force replaces it"))
    for path, text in definitions.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    terminal.findings(definitions.found)
    if not definitions.files:
        _say(terminal, NOTHING_SAID)
        return NOTHING
    _say(terminal, IMPORTED, files=", ".join(str(folder / path) for path in definitions.files))
    return FINDINGS if errors(definitions.found) else CLEAN


def export(options: argparse.Namespace, terminal: Terminal) -> int:
    """The project's rules as one DMN file."""
    from engine.model.dmn_xml import write_dmn
    from engine.runtime.project import load

    folder = options.folder / "configs"
    model = load(folder if folder.is_dir() else options.folder).model
    options.model.write_text(write_dmn(model, terminal.lang), encoding="utf-8")
    _say(terminal, EXPORTED, file=options.model, elements=len(model.elements))
    return CLEAN


def _say(terminal: Terminal, what: Text, **values: object) -> None:
    if not terminal.quiet:
        print(what.say(terminal.lang).format(**values), file=sys.stderr)


ACTIONS: dict[str, Callable[[argparse.Namespace, Terminal], int]] = {
    "eval": evaluate,
    "check": check,
    "import": import_,
    "export": export,
}
"""What each action does."""
