"""A project: asked by name or label, with facts as people write them; and kept in use while its files change."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest

import engine
from engine.runtime.revisions import commit_of

CONFIGS = Path(__file__).resolve().parents[2] / "configs"
CARD = "relationship_health"


@pytest.fixture(scope="module")
def project() -> engine.Project:
    """The CRM pack."""
    return engine.load(CONFIGS)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A small project in a folder of its own."""
    (tmp_path / "rules").mkdir()
    write(tmp_path / "rules", "1 + 1")
    yield tmp_path / "rules"


def write(folder: Path, value: str) -> None:
    """A project of one decision."""
    (folder / "a.yaml").write_text(
        f"kind: decision\nname: a\ninputs: {{n: number}}\nvalue: {value}\n", encoding="utf-8"
    )


# -- facts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts",
    [
        {"customer": {"satisfaction_score": 89.5}},
        {"customer": {"satisfaction_score": "89.5"}},
        {"客户": {"满意度得分": Decimal("89.5")}},
        {"Customer": {"Satisfaction score": "89.5"}},
    ],
)
def test_facts_go_by_name_or_label_and_may_be_text(project: engine.Project, facts: dict[str, object]) -> None:
    """The same fact in four spellings."""
    value = project.evaluate(f"{CARD}/satisfaction", facts).value
    assert isinstance(value, dict)
    assert value["points"] == 7


@pytest.mark.parametrize("name", [CARD, "客户关系健康度", "Relationship health"])
def test_a_definition_goes_by_name_or_label(project: engine.Project, name: str) -> None:
    """In either language."""
    assert project.named(name) == CARD


@pytest.mark.parametrize(
    ("given", "large"), [("大型集团", True), ("Large group", True), ("中小企业", False), ("", False), (None, False)]
)
def test_a_choice_goes_by_its_value_or_label(project: engine.Project, given: str | None, large: bool) -> None:
    """Nothing typed is nothing known."""
    assert project.evaluate("customer/decision_chain/visible_if", {"customer": {"size": given}}).value is large


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"custmer": {}}, "GJ4001"),
        ({"customer": {"满意度得份": 92}}, "GJ4001"),
        ({"customer": {"需求匹配": "不知道"}}, "GJ4002"),
        ({"customer": {"投诉次数": "两次"}}, "GJ4003"),
        ({"customer": {"投诉次数": True}}, "GJ4003"),
        ({"customer": {"首次签约日": "2026-02-30"}}, "GJ4003"),
        ({"customer": 7}, "GJ4003"),
        ({"manual": {"stability": {"score": 9}}}, "GJ4011"),
        ({"manual": {"stability": {"score": 9, "remark": "  "}}}, "GJ4011"),
        ({"manual": {"stability": {"score": "10.01", "remark": "x"}}}, "GJ4012"),
    ],
)
def test_facts_that_do_not_fit_are_refused(project: engine.Project, facts: dict[str, object], code: str) -> None:
    """Never a silent null."""
    with pytest.raises(engine.EvaluationError) as refused:
        project.evaluate(CARD, facts)
    assert [found.code for found in refused.value.diagnostics] == [code]


def test_every_misfit_is_told_at_once(project: engine.Project) -> None:
    """Whoever sends facts corrects them in one go."""
    with pytest.raises(engine.EvaluationError) as refused:
        project.evaluate(CARD, {"customer": {"需求匹配": "不知道", "投诉次数": "两次"}})
    assert len(refused.value.diagnostics) == 2


def test_an_unknown_decision_is_answered_with_the_nearest(project: engine.Project) -> None:
    """By name or label."""
    with pytest.raises(engine.UsageError, match="客户关系健康度"):
        project.evaluate("客户关系健康", {})


def test_a_result_tells_under_which_rules_it_was_made(project: engine.Project) -> None:
    """The revision goes with the outcome."""
    assert project.evaluate(CARD, {}).revision == project.revision


def test_an_instant_that_is_none_is_refused(project: engine.Project) -> None:
    """Wrong use, told before anything runs."""
    with pytest.raises(engine.UsageError):
        project.evaluate(CARD, {}, at="2024-02-30")


# -- records -------------------------------------------------------------------------------------------------------


def test_a_computed_field_is_a_fact_for_rules(project: engine.Project) -> None:
    """It follows from the record and the day."""
    signed = {"customer": {"signed_on": "2024-01-20"}}
    assert project.evaluate("customer/cooperation_months", signed, at="2024-04-19").value == 2
    assert project.evaluate("customer/cooperation_months", signed, at="2024-04-20").value == 3


@pytest.mark.parametrize(("signed_on", "valid"), [("2024-04-20", True), ("2024-04-21", False), (None, True)])
def test_a_condition_speaks_of_its_field(project: engine.Project, signed_on: str | None, valid: bool) -> None:
    """`? <= today()`; what is not filled in is not invalid."""
    facts = {"customer": {"signed_on": signed_on}}
    assert project.evaluate("customer/signed_on/valid_if", facts, at="2024-04-20").value is valid


def test_the_title_of_a_record(project: engine.Project) -> None:
    """As the entity words it."""
    assert project.evaluate("customer/title", {"customer": {"name": "XX科技有限公司"}}).value == "XX科技有限公司"


# -- files ---------------------------------------------------------------------------------------------------------


def test_what_does_not_compile_is_refused_with_its_findings(folder: Path) -> None:
    """`load` raises; the findings say what and where."""
    write(folder, "m + 1")
    with pytest.raises(engine.DefinitionError) as refused:
        engine.load(folder)
    assert [(found.code, str(found.span)) for found in refused.value.diagnostics] == [("GJ1101", "rules/a.yaml:4:8")]


def test_a_folder_that_is_not_there() -> None:
    """Wrong use, not a fault of the definitions."""
    with pytest.raises(engine.UsageError):
        engine.load("no/such/folder")


def test_a_file_that_is_no_text(folder: Path) -> None:
    """Old Chinese files are often GBK."""
    (folder / "b.yaml").write_bytes("label: 客户".encode("gbk"))
    with pytest.raises(engine.DefinitionError) as refused:
        engine.load(folder)
    assert [found.code for found in refused.value.diagnostics] == ["GJ0002"]


def test_examples_are_no_definitions(folder: Path) -> None:
    """Records below `examples/` are left alone."""
    (folder / "examples").mkdir()
    (folder / "examples/customers.yaml").write_text("customer: []\n", encoding="utf-8")
    assert list(engine.load(folder).definitions) == ["a"]


def test_the_revision_follows_the_text(folder: Path) -> None:
    """The same text gives the same revision, wherever it lies; another text another one."""
    first = engine.load(folder).revision
    write(folder, "1 + 2")
    second = engine.load(folder).revision
    write(folder, "1 + 1")
    assert first != second
    assert first == engine.load(shutil.copytree(folder, folder.parent / "elsewhere/rules")).revision


@pytest.mark.parametrize(
    "files",
    [
        {"HEAD": "ref: refs/heads/main\n", "refs/heads/main": "abc123\n"},
        {"HEAD": "ref: refs/heads/main\n", "packed-refs": "# pack-refs\nabc123 refs/heads/main\n"},
        {"HEAD": "abc123\n"},
    ],
)
def test_the_commit_is_read_from_git_itself(folder: Path, files: dict[str, str]) -> None:
    """A branch, a packed branch, no branch; no git needs to be installed."""
    for name, text in files.items():
        (folder.parent / ".git" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder.parent / ".git" / name).write_text(text, encoding="utf-8")
    assert commit_of(folder) == "abc123"


# -- while it is in use --------------------------------------------------------------------------------------------


def value(project: engine.Project) -> object:
    """What the one decision gives."""
    return project.evaluate("a", {}).value


def test_changed_files_are_taken_over(folder: Path) -> None:
    """Without a restart."""
    workspace = engine.Workspace(folder)
    assert value(workspace.current()) == 2
    write(folder, "1 + 20")
    assert value(workspace.current()) == 21


def test_unchanged_files_keep_the_project(folder: Path) -> None:
    """Nothing is read when nothing changed."""
    workspace = engine.Workspace(folder)
    assert workspace.current() is workspace.current()


def test_broken_files_leave_the_last_good_rules_at_work(folder: Path) -> None:
    """Maintainers see what is wrong; work goes on; once mended, the new rules hold."""
    workspace = engine.Workspace(folder)
    workspace.current()
    write(folder, "1 + unknown")
    assert value(workspace.current()) == 2
    assert [found.code for found in workspace.diagnostics] == ["GJ1101"]
    write(folder, "1 + 300")
    assert value(workspace.current()) == 301
    assert [found.code for found in workspace.diagnostics] == ["GJ1121"]  # a hint: the rule no longer needs its input


def test_rules_that_never_were_in_order_are_refused(folder: Path) -> None:
    """There is nothing to go on with."""
    write(folder, "1 +")
    with pytest.raises(engine.DefinitionError):
        engine.Workspace(folder).current()


def test_many_threads_see_one_project(folder: Path) -> None:
    """A change is read once, and by nobody half."""
    workspace = engine.Workspace(folder)
    with ThreadPoolExecutor(8) as pool:
        projects = list(pool.map(lambda _: workspace.current(), range(40)))
    assert len({id(project) for project in projects}) == 1
