"""The command line: arguments in, text and an exit code out. What is done is done elsewhere.

    guiju check                                  read and check the definitions and the scenarios
    guiju check --fix                            and apply the fixes that are safe
    guiju fmt                                    lay out the files
    guiju eval NAME -i FACTS.yaml                one decision for some facts
    guiju explain NAME -i FACTS.yaml             why it came out so
    guiju explain GJ2103                         what a finding means
    guiju test                                   run the scenarios
    guiju serve                                  the pages
    guiju dmn eval|check|import|export MODEL     DMN files

Exit codes, the same for every verb: 0 done and clean, 1 findings or failures, 2 wrong use, 3 the definitions do not
compile, 4 nothing was checked or run, 70 a fault of ours.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from engine import dmn_verbs
from engine.arguments import FACTS, Parser, common, language
from engine.dsl.text import Text
from engine.errors import DefinitionError, EvaluationError, GuijuError, UsageError
from engine.terminal import SAID, Terminal

if TYPE_CHECKING:
    from engine.authoring import Checker, Folder

CLEAN, FINDINGS, WRONG_USE, NOT_COMPILED, NOTHING, OUR_FAULT = 0, 1, 2, 3, 4, 70
CODES: tuple[tuple[type[GuijuError], int], ...] = (
    (DefinitionError, NOT_COMPILED),
    (EvaluationError, FINDINGS),
    (UsageError, WRONG_USE),
)
"""The exit code of an error; the first that fits."""
_MESSAGE_CODE = re.compile(r"GJ\d{4}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; gives its exit code.

    >>> main(["explain", "GJ2501", "--lang", "en"])  # doctest: +ELLIPSIS
    GJ2501: the weights sum to {total}, they should sum to 100%
    ...
    0
    """
    try:
        options = parser(language(sys.argv[1:] if arguments is None else arguments)).parse_args(arguments)
    except SystemExit as end:  # argparse has printed what is wrong, or the help that was asked for
        return int(end.code or CLEAN)
    terminal = Terminal(options.lang, options.output, options.quiet, options.verbose)
    try:
        code = VERBS[options.verb](options, terminal)
        sys.stdout.flush()
        return code
    except GuijuError as error:
        terminal.refused(error)
        return next((code for kind, code in CODES if isinstance(error, kind)), FINDINGS)
    except BrokenPipeError:  # whoever read what is printed has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except Exception as error:
        if options.debug:
            raise
        terminal.fault(error)
        return OUR_FAULT


# -- arguments -----------------------------------------------------------------------------------------------------


def parser(lang: str) -> Parser:
    """The arguments, told of in a language. Common options may stand before the verb or behind it."""
    root = Parser(lang, prog="guiju", description=TOLD["guiju"].say(lang))
    common(root, ("human", "json", "sarif", "junit"))
    root.set_defaults(folder=Path(), at=None, output="human", lang=lang, quiet=False, verbose=False, debug=False)
    verbs = root.verbs("verb", "VERB")

    def verb(name: str, *more_formats: str) -> Parser:
        told = TOLD[name].say(lang)
        added: Parser = verbs.add_parser(name, help=told, description=told)
        common(added, ("human", "json", *more_formats))
        return added

    check, layout = verb("check", "sarif", "junit"), verb("fmt")
    check.flag("--fix", Text("应用安全的修复", "apply the fixes that are safe"))
    check.flag("--diff", Text("只看 --fix 会改什么", "only show what --fix would change"))
    layout.flag("--check", Text("只说哪些文件要整理", "only tell which files would change"))
    layout.flag("--diff", Text("只看会改什么", "only show what would change"))
    for added in (verb("eval"), verb("explain")):
        added.add_argument("name", help=Text("一项定义，写名称或标签", "a definition, by name or label").say(lang))
        added.add_argument("-i", dest="input", metavar="FILE", default=None, help=FACTS.say(lang))
    features = Text("文件夹或文件", "folder or file").say(lang)
    verb("test", "sarif", "junit").add_argument("features", type=Path, nargs="?", default=None, help=features)
    dmn_verbs.arguments(verb("dmn"))
    serve = verb("serve")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=_port, default=8000)
    return root


def _port(text: str) -> int:
    """A number that a port can have."""
    port = int(text)
    if not 0 <= port < 65536:
        raise ValueError(text)
    return port


TOLD = {
    "guiju": Text("规则和表单，写成文字。", "Rules and forms as text."),
    "check": Text("检查定义和场景", "read and check the definitions and the scenarios"),
    "fmt": Text("整理文件的版式：表格对齐，行尾无空格", "lay out the files: tables aligned, no trailing spaces"),
    "eval": Text("按数据评估一项定义", "evaluate a decision for some facts"),
    "explain": Text("说明为什么是这个结果，或一个编号的意思", "why it came out so, or what a code means"),
    "test": Text("执行场景", "run the scenarios"),
    "serve": Text("打开页面", "serve the pages"),
    "dmn": Text("评估、检查、导入、导出 DMN 文件", "evaluate, check, import and export DMN files"),
}
"""What each verb is for."""


# -- verbs ---------------------------------------------------------------------------------------------------------


def check(options: argparse.Namespace, terminal: Terminal) -> int:
    """Read and check the definitions and the scenarios; mend them first where that is asked for."""
    from engine.authoring import Checker, open_folder
    from engine.dsl.catalogue import errors

    try:
        folder = open_folder(options.folder)
    except DefinitionError as error:
        terminal.findings(error.diagnostics)
        return FINDINGS
    if not folder.definitions:
        terminal.say("nothing", folder=options.folder)
        return NOTHING
    checker = Checker(_today(options))
    if options.diff:
        return _show_difference(folder.files, checker.mend(folder.files).files)
    found = checker.check(_fixed(folder, checker, terminal) if options.fix else folder.files)
    terminal.findings(found.diagnostics)
    if errors(found.diagnostics):
        return FINDINGS
    terminal.say("clean", files=len(folder.definitions), definitions=len(found.loaded.definitions))
    return CLEAN


def _fixed(folder: Folder, checker: Checker, terminal: Terminal) -> Mapping[str, str]:
    """The files with safe fixes applied and written, every one told."""
    from engine.dsl.catalogue import headline

    mended = checker.mend(folder.files)
    folder.write(mended.files)
    for each in mended.applied:
        terminal.say("fixed", place=each.span, headline=headline(each, terminal.lang))
    return mended.files


def _show_difference(before: Mapping[str, str], after: Mapping[str, str]) -> int:
    from engine.dsl.fixes import difference

    print(difference(before, after), end="")
    return CLEAN if before == after else FINDINGS


def _today(options: argparse.Namespace) -> date:
    """The day of `--at`, or the present one."""
    from engine.runtime.clock import FixedClock, SystemClock

    return (FixedClock(options.at) if options.at else SystemClock()).now().date()


def fmt(options: argparse.Namespace, terminal: Terminal) -> int:
    """Lay out the files, or tell which are not."""
    from engine.authoring import laid_out, open_folder

    folder = open_folder(options.folder)
    after = laid_out(folder.files)
    changed = [name for name, text in after.items() if text != folder.files[name]]
    if options.diff:
        return _show_difference(folder.files, after)
    if not options.check:
        folder.write(after)
    if terminal.json:
        terminal.result(changed=changed)
    said = "tidy" if not changed else "untidy" if options.check else "laid_out"
    terminal.say(said, count=len(changed) or len(after), files=", ".join(changed))
    return FINDINGS if changed and options.check else CLEAN


def evaluate(options: argparse.Namespace, terminal: Terminal) -> int:
    """One decision for some facts."""
    from engine.runtime.project import definitions_folder, load

    project = load(definitions_folder(options.folder))
    outcome = project.evaluate(options.name, _facts(options), at=options.at)
    terminal.outcome(project.named(options.name), outcome, project.revision)
    return CLEAN


def explain(options: argparse.Namespace, terminal: Terminal) -> int:
    """Why a decision comes out as it does, or what a code means."""
    if _MESSAGE_CODE.fullmatch(options.name):
        return _explain_code(options.name, terminal)
    from engine.runtime.project import definitions_folder, load

    project = load(definitions_folder(options.folder))
    outcome = project.evaluate(options.name, _facts(options), at=options.at, traced=True)
    if terminal.json:
        terminal.result(name=project.named(options.name), explanation=outcome.explanation.as_json())
    else:
        print(outcome.explain(terminal.lang))
    return CLEAN


def _explain_code(code: str, terminal: Terminal) -> int:
    from engine.dsl.catalogue import codes, page

    if code not in codes():
        raise UsageError(terminal.sentence("no_code", code=code))
    if terminal.json:
        terminal.result(code=code, page=page(code, terminal.lang))
    else:
        print(page(code, terminal.lang), end="")
    return CLEAN


def run_tests(options: argparse.Namespace, terminal: Terminal) -> int:
    """Run the scenarios."""
    from engine.runtime.project import definitions_folder, load
    from engine.scenarios.running import run_features

    folder = definitions_folder(options.folder)
    load(folder)
    features = options.features or options.folder / "features"
    results = run_features(folder, features)
    terminal.findings(results.findings, results.scenarios_that_held)
    if not results.count:
        terminal.say("no_scenarios", folder=features)
        return FINDINGS if len(results.findings) else NOTHING
    terminal.say("passed", passed=results.count - results.failures, failed=results.failures)
    return FINDINGS if len(results.findings) or results.failures else CLEAN


def serve(options: argparse.Namespace, terminal: Terminal) -> int:
    """Serve the pages until somebody stops it."""
    from waitress import serve as run

    from engine.runtime.project import definitions_folder
    from engine.runtime.store import UnreachableError
    from web import create_app

    with _listening(options, terminal) as place:
        try:
            app = create_app(definitions_folder(options.folder), seed=True)
        except UnreachableError as error:
            raise UsageError(terminal.sentence("no_database", address=error.address)) from None
        terminal.say("serving", host=options.host, port=place.getsockname()[1])
        run(app, sockets=[place], threads=8)
    return CLEAN


def _listening(options: argparse.Namespace, terminal: Terminal) -> socket.socket:
    """The host and port that pages are served at, taken before anything else is done."""
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    try:
        return socket.create_server((options.host, options.port), family=family)
    except OSError:
        raise UsageError(terminal.sentence("no_place", host=options.host, port=options.port)) from None


def _facts(options: argparse.Namespace) -> dict[str, object]:
    """The facts of `-i`."""
    from engine.runtime.fact_files import read_facts

    if options.input is None:
        raise UsageError(SAID["facts"])
    return read_facts(options.input)


VERBS: dict[str, Callable[[argparse.Namespace, Terminal], int]] = {
    "check": check,
    "fmt": fmt,
    "eval": evaluate,
    "explain": explain,
    "test": run_tests,
    "serve": serve,
    "dmn": dmn_verbs.run,
}
"""What each verb does."""
