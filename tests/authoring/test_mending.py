"""`guiju check --fix`: what is mended, what is left, and what must never change."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.authoring import Checker, open_folder
from engine.dsl.catalogue import errors
from engine.dsl.fixes import difference
from engine.runtime.project import load_files
from tests.authoring.corpus import MISTAKES, Mistake, mistakes, project

CORPUS = list(mistakes())
CHECKER = Checker()  # one for all: what a case has in common with the one before is not read again
SCORING, SCORED = "configs/scoring.yaml", "name: health\n"
FACTS = {"customer": {"满意度得分": 92, "交付及时率": 0.97, "回款延迟天数": 0, "提出新需求": True}}


def named(case: Mistake) -> str:
    return f"{case.family}: {case.title}"


@pytest.mark.parametrize("case", CORPUS, ids=named)
def test_mending_leaves_nothing_that_could_be_mended(case: Mistake) -> None:
    """Every safe fix is applied; a second run finds nothing to do; files that were right are not touched."""
    before = CHECKER.check(case.files).diagnostics
    mended = CHECKER.mend(case.files)
    left = CHECKER.check(mended.files).diagnostics
    assert not [each for each in left if each.fix and each.fix.safe]
    assert CHECKER.mend(mended.files).files == mended.files
    wrong = {each.span.source.name for each in before}
    assert {name for name in case.files if mended.files[name] != case.files[name]} <= wrong


@pytest.mark.parametrize(
    "case",
    [
        case
        for case in CORPUS
        if SCORED in case.files.get(SCORING, "") and not errors(CHECKER.check(case.files).diagnostics)
    ],
    ids=named,
)
def test_mending_never_changes_a_result(case: Mistake) -> None:
    """What could be evaluated before gives the same afterwards."""
    definitions = {name: text for name, text in case.files.items() if name.endswith(".yaml")}
    mended = Checker().mend(definitions).files
    before, after = (load_files(files).evaluate("health", FACTS).value for files in (definitions, mended))
    assert before == after


KEYBOARD = {": ": "：", "| ": "｜ ", "%": "％", "0": "０"}


@settings(max_examples=25)
@given(st.data())
def test_what_the_input_method_did_is_undone_exactly(data: st.DataObject) -> None:
    """Keys, bars and numbers typed in full width: the file comes back as it was, remarks and alignment included."""
    files = project(MISTAKES / "base")
    lines = files[SCORING].splitlines(keepends=True)
    candidates = [
        index for index, line in enumerate(lines) if "weight:" in line or "cap:" in line or line.startswith("  | ")
    ]
    for index in data.draw(st.lists(st.sampled_from(candidates), min_size=1, max_size=4, unique=True)):
        mark = data.draw(st.sampled_from([": ", "%"] if ":" in lines[index] else ["| "]))
        lines[index] = lines[index].replace(mark, KEYBOARD[mark], 1)
    typed = {**files, SCORING: "".join(lines)}
    assert difference(files, CHECKER.mend(typed).files) == ""


def test_only_what_changed_is_written_byte_for_byte(tmp_path: Path) -> None:
    """Line ends, remarks and the other files stay as they are."""
    (tmp_path / "configs").mkdir()
    text = "kind: project\r\nname：shop   # 名称\r\n"
    (tmp_path / "configs/a.yaml").write_bytes(text.encode())
    (tmp_path / "configs/b.yaml").write_bytes(b"\xef\xbb\xbf# nothing\r\n")
    stamp = (tmp_path / "configs/b.yaml").stat().st_mtime_ns
    folder = open_folder(tmp_path)
    folder.write(Checker().mend(folder.files).files)
    assert (tmp_path / "configs/a.yaml").read_bytes() == text.replace("：", ": ").encode()
    assert (tmp_path / "configs/b.yaml").stat().st_mtime_ns == stamp
