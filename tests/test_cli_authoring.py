"""What authors do on the command line: check, fix, lay out, and reports for other programs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from engine import cli

ROOT = Path(__file__).resolve().parent
SMALL = ROOT / "data/mistakes/base"
SCORING = "configs/scoring.yaml"
SLIP = ("    weight: 30%", "    weight：30％   # 占比")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small project in a folder of its own."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def change(project: Path, old: str, new: str, name: str = SCORING) -> None:
    """Change one text in a file of the project."""
    file = project / name
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new, 1).encode())


def test_fixing_mends_the_file_and_tells_what_it_did(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything else in the file stays; a second run has nothing to do."""
    change(project, *SLIP)
    assert cli.main(["check"]) == cli.FINDINGS
    assert cli.main(["check", "--fix", "--lang", "zh"]) == cli.CLEAN
    told = capsys.readouterr().err
    assert "已修复 configs/scoring.yaml:19:11" in told
    after = (project / SCORING).read_text(encoding="utf-8")
    assert after == (SMALL / SCORING).read_text(encoding="utf-8").replace(SLIP[0], "    weight: 30%   # 占比")
    assert cli.main(["check", "--fix"]) == cli.CLEAN
    assert "已修复" not in capsys.readouterr().err


def test_a_difference_is_only_shown(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --diff no file changes."""
    change(project, *SLIP)
    before = (project / SCORING).read_bytes()
    assert cli.main(["check", "--diff"]) == cli.FINDINGS
    assert "+    weight: 30%   # 占比" in capsys.readouterr().out
    assert (project / SCORING).read_bytes() == before


def test_what_cannot_be_mended_is_still_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt key is a guess: --fix leaves it."""
    change(project, "    weight: 30%", "    wieght: 30%")
    assert cli.main(["check", "--fix"]) == cli.FINDINGS
    assert "GJ0061" in capsys.readouterr().out


def test_laying_out(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--check tells, --diff shows, without them it is done, and then there is nothing left to do."""
    cli.main(["fmt"])
    change(project, "| >= 9     | 优秀    | 关系稳固     |", "|>=9|优秀|关系稳固|")
    change(project, "        | 90   | 10   |", "        |90|10|", "features/rating.feature")
    capsys.readouterr()
    assert cli.main(["fmt", "--check", "-o", "json"]) == cli.FINDINGS
    assert json.loads(capsys.readouterr().out)["changed"] == [SCORING, "features/rating.feature"]
    assert cli.main(["fmt", "--diff"]) == cli.FINDINGS
    assert "+  | >= 9     | 优秀    | 关系稳固     |" in capsys.readouterr().out
    assert cli.main(["fmt"]) == cli.CLEAN
    assert cli.main(["fmt", "--check"]) == cli.CLEAN
    assert cli.main(["check"]) == cli.CLEAN


@pytest.mark.parametrize(("day", "code"), [("2026-12-31", cli.CLEAN), ("2027-01-01", cli.FINDINGS)])
def test_a_permission_ends_on_its_day(project: Path, day: str, code: int) -> None:
    """The check depends on the day; rules in use do not."""
    change(project, "    weight: 20%", "    # guiju: allow GJ2501 until 2026-12-31 下月才定\n    weight: 25%")
    assert cli.main(["check", "--at", day]) == code
    assert cli.main(["test", "--at", day]) in (cli.CLEAN, cli.FINDINGS)


@pytest.mark.parametrize("verb", ["check", "test"])
def test_junit(project: Path, capsys: pytest.CaptureFixture[str], verb: str) -> None:
    """A build server reads which files are wrong, and which scenarios held."""
    change(project, "    场景: 默认权重通过检查", "    场景：默认权重通过检查", "features/rating.feature")
    assert cli.main([verb, "-o", "junit"]) == cli.FINDINGS
    root = ElementTree.fromstring(capsys.readouterr().out)
    assert [case.get("type") for case in root.iter("failure")] == ["GJ5001"]
    held = [case.get("name") for case in root.iter("testcase") if case.find("failure") is None]
    assert held == ([] if verb == "check" else ["满意度得分", "权重之和不对", "What stops the core business is urgent"])


def test_sarif(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A code host reads the place and the fix."""
    change(project, *SLIP)
    cli.main(["check", "-o", "sarif"])
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert result["ruleId"] == "GJ0006"
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == SCORING


def test_formats_that_a_verb_does_not_have_are_refused(project: Path) -> None:
    """Nobody waits for a report that never comes."""
    assert cli.main(["fmt", "-o", "sarif"]) == cli.WRONG_USE


def test_a_feature_file_that_is_no_text_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the line from which it cannot be read."""
    (project / "features/gbk.feature").write_bytes("# language: zh-CN\n功能: 甲\n".encode("gbk"))
    assert cli.main(["check"]) == cli.FINDINGS
    assert "GJ0002" in capsys.readouterr().out
