"""`guiju dmn`: what is printed, what is written, and the exit code."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import engine
from engine import cli

DATA = Path(__file__).resolve().parent / "data" / "dmn"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with our models and some facts."""
    for path in DATA.glob("*.dmn"):
        shutil.copy(path, tmp_path)
    (tmp_path / "facts.yaml").write_text("Score: 92\n", encoding="utf-8")
    (tmp_path / "dates.yaml").write_text("Date: 2026-05-08\nScores: ['1', '2']\n", encoding="utf-8")
    (tmp_path / "bad.dmn").write_text("<definitions", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("code", "command"),
    [
        (cli.CLEAN, "dmn eval hit_policies.dmn First -i facts.yaml"),
        (cli.CLEAN, "dmn eval services.dmn none --kind service"),
        (cli.WRONG_USE, "dmn eval hit_policies.dmn Firts -i facts.yaml"),
        (cli.WRONG_USE, "dmn eval nothing.dmn First"),
        (cli.WRONG_USE, "dmn eval hit_policies.dmn First -i nothing.yaml"),
        (cli.NOT_COMPILED, "dmn eval bad.dmn First"),
        (cli.CLEAN, "dmn check unnamed.dmn"),
        (cli.FINDINGS, "dmn check hit_policies.dmn"),
        (cli.NOT_COMPILED, "dmn check bad.dmn"),
        (cli.FINDINGS, "dmn import hit_policies.dmn"),
        (cli.CLEAN, "dmn import discount.dmn"),
        (cli.NOTHING, "dmn import right.dmn"),
        (cli.WRONG_USE, "dmn"),
    ],
)
def test_exit_codes(code: int, command: str, folder: Path) -> None:
    """An exit code means the same as in every other verb."""
    assert cli.main(command.split()) == code


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_null_says_why_and_where(lang: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The value stands alone on standard output; the reason, with its place, beside it in the language asked for."""
    cli.main(["dmn", "eval", "hit_policies.dmn", "Unique", "-i", "facts.yaml", "--lang", lang])
    printed = capsys.readouterr()
    assert printed.out.strip() == {"zh": "无", "en": "none"}[lang]
    assert "hit_policies.dmn" in printed.err
    assert "GJ1521" in printed.err


def test_json_holds_the_value_and_the_reasons(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One document for machines."""
    cli.main(["dmn", "eval", "hit_policies.dmn", "Unique", "-i", "facts.yaml", "-o", "json"])
    result = json.loads(capsys.readouterr().out)
    assert result["value"] is None
    assert [reason["code"] for reason in result["reasons"]] == ["GJ1521"]
    assert result["reasons"][0]["place"].startswith("hit_policies.dmn:")


def test_texts_of_a_file_are_read_as_their_types_ask(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a facts file numbers and dates are texts; the model says what they are."""
    cli.main(["dmn", "eval", "constraints.dmn", "The Date", "-i", "dates.yaml", "-q"])
    cli.main(["dmn", "eval", "constraints.dmn", "The Scores", "-i", "dates.yaml", "-o", "json"])
    first, second = capsys.readouterr().out.splitlines()
    assert "2026-05-08" in first
    assert json.loads(second)["value"] == [1, 2]


def test_what_is_imported_is_not_overwritten(folder: Path) -> None:
    """A second import changes nothing unless it is forced to."""
    cli.main(["dmn", "import", "discount.dmn"])
    path = folder / "configs/decisions/discount.yaml"
    path.write_text("mine", encoding="utf-8")
    assert cli.main(["dmn", "import", "discount.dmn"]) == cli.WRONG_USE
    assert path.read_text(encoding="utf-8") == "mine"
    assert cli.main(["dmn", "import", "discount.dmn", "--force"]) == cli.CLEAN
    assert path.read_text(encoding="utf-8").startswith("kind: decision")


def test_what_was_imported_is_sound_and_goes_out_again(folder: Path) -> None:
    """Import, check, export, evaluate: the same answer at the end."""
    assert cli.main(["dmn", "import", "discount.dmn"]) == cli.CLEAN
    assert cli.main(["check"]) in (cli.CLEAN, cli.NOTHING)
    assert cli.main(["dmn", "export", "again.dmn", "--lang", "en"]) == cli.CLEAN
    facts = {"Order": {"id": "1", "amount": 1000, "customer_group": "regular"}, "Rate": 2}
    assert engine.read_dmn("again.dmn").evaluate("To_pay", facts).value == 1800
