"""The command line: every verb, and one meaning of every exit code."""

from __future__ import annotations

import io
import json
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import arguments, cli

ROOT = Path(__file__).resolve().parent.parent
FACTS = (
    "客户: {订单量波动: 8.33%, 最长回款延迟天数: 0, 满意度得分: 92, 需求匹配: 完全满足, 月均沟通次数: 2, 投诉次数: 0}"
)


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The CRM pack in a folder of its own, with facts to evaluate."""
    shutil.copytree(ROOT / "configs", tmp_path / "configs")
    (tmp_path / "facts.yaml").write_text(FACTS, encoding="utf-8")
    (tmp_path / "unfit.yaml").write_text("客户: {需求匹配: 不知道}", encoding="utf-8")
    (tmp_path / "features").mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/a.yaml").write_text("kind: scorecrad\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    yield tmp_path


@pytest.mark.parametrize(
    ("code", "command"),
    [
        (cli.CLEAN, "check"),
        (cli.CLEAN, "eval relationship_health -i facts.yaml"),
        (cli.CLEAN, "explain 客户关系健康度 -i facts.yaml"),
        (cli.CLEAN, "explain GJ2103"),
        (cli.FINDINGS, "-C broken check"),
        (cli.FINDINGS, "eval relationship_health -i unfit.yaml"),
        (cli.WRONG_USE, "check --no-such-option"),
        (cli.WRONG_USE, "serve --port 99999"),
        (cli.WRONG_USE, "eval no_such_decision -i facts.yaml"),
        (cli.WRONG_USE, "eval relationship_health -i no_such_file.yaml"),
        (cli.WRONG_USE, "eval relationship_health"),
        (cli.WRONG_USE, "explain GJ9999"),
        (cli.WRONG_USE, "-C no_such_folder check"),
        (cli.NOT_COMPILED, "-C broken eval relationship_health -i facts.yaml"),
        (cli.NOT_COMPILED, "test -C broken"),
        (cli.NOTHING, "-C empty check"),
        (cli.NOTHING, "test"),
    ],
)
def test_exit_codes(pack: Path, code: int, command: str) -> None:
    """The code says which way it ended, in every verb."""
    assert cli.main(command.split()) == code


def test_a_fault_of_ours_ends_in_a_report(
    pack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody sees a traceback; it lies in the file that is named."""

    def fails(*_: object) -> int:
        raise ZeroDivisionError("inside")

    monkeypatch.setitem(cli.VERBS, "check", fails)
    assert cli.main(["check", "--lang", "en"]) == cli.OUR_FAULT
    said = capsys.readouterr().err
    report = Path(said.split()[-1])
    assert "ZeroDivisionError" in report.read_text(encoding="utf-8")
    assert "ZeroDivisionError" not in said
    report.unlink()


def test_results_as_json_keep_numbers_exact(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A program reads 9.55, and under which rules it came out."""
    cli.main(["eval", "relationship_health", "-i", "facts.yaml", "-o", "json"])
    printed = capsys.readouterr().out
    assert '"total": 9.55' in printed
    read = json.loads(printed)
    assert (read["schema_version"], read["value"]["rating"]) == (1, "优秀")
    assert len(read["revision"]) == 12


def test_json_is_valid_whatever_happens(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A program that asked for JSON gets JSON, also when facts are refused or nothing is found."""
    for command in ("eval relationship_health -i unfit.yaml", "eval nothing -i facts.yaml", "-C broken check"):
        cli.main([*command.split(), "-o", "json"])
        assert json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("frobnicate", "VERB：没有“frobnicate”，可以写"),
        ("check -o xml", "-o：没有“xml”，可以写"),
        ("serve --port 99999", "--port：不能写“99999”"),
        ("check -C", "-C：后面要写一个值"),
        ("check --fix=yes", "--fix：后面不写值，这里写了“yes”"),
        ("eval", "还要写 name"),
        ("check --no-such-option", "没有 --no-such-option 这样的参数"),
        ("check --d", "--d 可以是 --debug, --diff，请写全"),
        ("eval relationship_health", "写 -i 文件"),
        ("eval relationship_health -i no_such_file.yaml", "no_such_file.yaml：没有这个文件"),
        ("eval relationship_health -i configs", "configs：这是文件夹，不是文件"),
        ("eval relationship_health -i gbk.yaml", "gbk.yaml：不是 UTF-8 编码的文本，请另存为 UTF-8"),
        ("dmn eval no_such_file.dmn 甲", "no_such_file.dmn：没有这个文件"),
    ],
)
def test_wrong_use_is_told_in_chinese(pack: Path, capsys: pytest.CaptureFixture[str], command: str, said: str) -> None:
    """Whoever works in Chinese need not read the English of a library."""
    (pack / "gbk.yaml").write_bytes("客户: {}".encode("gbk"))
    assert cli.main(["--lang", "zh", *command.split()]) == cli.WRONG_USE
    assert said in capsys.readouterr().err


def test_facts_from_standard_input(
    pack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`-i -` reads what another program writes."""
    monkeypatch.setattr("sys.stdin", io.StringIO('{"customer": {"satisfaction_score": 89.5}}'))
    assert cli.main(["eval", "relationship_health/satisfaction", "-i", "-"]) == cli.CLEAN
    assert "points: 7" in capsys.readouterr().out


def test_an_explanation_adds_up_and_points_at_the_file(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The figures of the explanation lead to the result, each with the line it came from."""
    cli.main(["explain", "relationship_health", "-i", "facts.yaml", "--lang", "en"])
    said = capsys.readouterr().out
    assert "Total score: 3.00 + 2.50 + 2.00 + 1.05 + 1.00 = 9.55" in said
    assert "row 1: Order fluctuation 8.33% meets <= 10% → 10   [configs/scoring.yaml:" in said


def test_a_reader_that_has_seen_enough_is_no_fault() -> None:
    """As in `guiju explain … | head`: the other end of the pipe is closed before everything is printed."""
    with subprocess.Popen([sys.executable, "-m", "engine", "explain", "GJ2501"], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait() == cli.CLEAN


@pytest.mark.parametrize(("lang", "word"), [("zh", "没有问题"), ("en", "no problems")])
def test_both_languages(pack: Path, capsys: pytest.CaptureFixture[str], lang: str, word: str) -> None:
    """An option before the verb means the same as behind it."""
    cli.main(["--lang", lang, "check"])
    cli.main(["check", "--lang", lang])
    assert capsys.readouterr().err.count(word) == 2


def test_quiet_prints_results_only(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With -q a clean check says nothing."""
    cli.main(["check", "-q"])
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("said", "language"), [("en_US.UTF-8", "en"), ("zh_CN.UTF-8", "zh"), ("C.UTF-8", "zh")])
def test_language_of_the_environment(monkeypatch: pytest.MonkeyPatch, said: str, language: str) -> None:
    """English where the environment says so, else Chinese."""
    monkeypatch.setenv("LC_ALL", said)
    assert arguments.language([]) == language


@pytest.mark.parametrize(
    "url",
    ["nonsense", "nonsense://db", "postgresql://guiju:secret@127.0.0.1:1/db", "sqlite:////proc/none/guiju.sqlite"],
)
def test_a_database_that_cannot_be_reached_ends_in_one_sentence(
    pack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    """Wrong use, no report, no password, before anything is served."""
    monkeypatch.setenv("GUIJU_DATABASE_URL", url)
    assert cli.main(["serve", "--port", "0", "--lang", "zh"]) == cli.WRONG_USE
    said = capsys.readouterr().err
    assert said.startswith("连不上数据库")
    assert said.count("\n") == 1
    assert "secret" not in said


def test_a_port_that_is_taken_ends_in_one_sentence(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A port somebody else listens on, and a host that cannot be, are wrong use."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for place in (["--port", str(port)], ["--host", "no such host"]):
            assert cli.main(["serve", *place, "--lang", "en"]) == cli.WRONG_USE
            assert re.fullmatch(r".+:\d+ cannot be used: taken, or no address\n", capsys.readouterr().err)
