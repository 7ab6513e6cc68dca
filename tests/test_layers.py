"""The architecture, enforced: imports point one way, and each third-party library has one door."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Set
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("engine.dsl", "engine.model", "engine.analysis", "engine.runtime", "web")
ANYWHERE = ("engine.errors",)
TOP = ("engine", "engine.cli", "engine.__main__")
DOORS = {
    "yaml": ("engine.dsl.documents",),
    "jsonschema": ("engine.dsl.schemas",),
    "referencing": ("engine.dsl.schemas",),
    "lark": ("engine.dsl.parser",),
    "chinese_calendar": ("engine.model.kinds.statutory",),
    "re2": ("engine.dsl.builtins.regex",),
    "regex": ("engine.dsl.builtins.regex",),
    "simpleeval": ("engine.runtime.traced",),
    "sqlalchemy": ("engine.runtime.store",),
    "alembic": ("engine.runtime.store",),
    "defusedxml": ("engine.model.dmn_xml",),
    "flask": ("web",),
    "pytest": ("engine.scenarios",),
    "pytest_bdd": ("engine.scenarios",),
    "waitress": ("engine.cli",),
    "flask_wtf": ("web",),
}


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, at the top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def under(module: str, package: str) -> bool:
    """Whether a module is the package or lies in it."""
    return module == package or module.startswith(package + ".")


def layer(module: str) -> int | None:
    """The place of a module in the order of the layers; None outside of it."""
    return next((i for i, package in enumerate(LAYERS) if under(module, package)), None)


def faults(module: str, imported: str) -> Iterator[str]:
    """What is wrong with one import."""
    mine, theirs = layer(module), layer(imported)
    if mine is not None and theirs is not None and theirs > mine and not under(imported, "engine.errors"):
        yield f"{module} imports {imported}: imports run {' <- '.join(LAYERS)}"
    if under(module, "web") and theirs is not None and theirs < 4:
        yield f"{module} imports {imported}: web sees the public names of engine only"
    if under(module, "engine") and module not in TOP and under(imported, "web"):
        yield f"{module} imports {imported}: the engine does not know the web"
    door = DOORS.get(imported.split(".")[0])
    if door and not any(under(module, package) for package in door):
        yield f"{module} imports {imported}: its one door is {' or '.join(door)}"


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the product with its file."""
    for package in ("engine", "web"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def test_imports_run_one_way_and_through_the_doors() -> None:
    """No module of the product imports against the order of the layers or past a door."""
    assert [fault for module, path in modules() for name in imports(path) for fault in faults(module, name)] == []


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("engine.dsl.parser", "engine.model.decision"),
        ("engine.model.loader", "yaml"),
        ("engine.analysis.gaps", "engine.runtime.program"),
        ("engine.runtime.program", "web"),
        ("web.customers", "engine.dsl.nodes"),
        ("engine.runtime.services", "sqlalchemy.orm"),
    ],
)
def test_a_planted_wrong_import_is_refused(module: str, imported: str) -> None:
    """The test itself can fail: each of these imports is found to be wrong."""
    assert list(faults(module, imported))


def relied_on(path: Path, files: Set[str]) -> Iterator[str]:
    """The modules that a file needs; `from package import module` needs the module."""
    found = set(imports(path)) & files
    return (name for name in found if not any(under(other, name) and other != name for other in found))


def cycle(graph: dict[str, set[str]]) -> list[str]:
    """One import cycle of the graph, or nothing."""
    done: set[str] = set()

    def visit(module: str, trail: list[str]) -> list[str]:
        if module in trail:
            return [*trail[trail.index(module) :], module]
        if module in done:
            return []
        found = next((c for other in sorted(graph[module]) if (c := visit(other, [*trail, module]))), [])
        done.add(module)
        return found

    return next((c for module in sorted(graph) if (c := visit(module, []))), [])


def test_no_import_cycles() -> None:
    """Modules can be read in an order in which each relies only on those before it."""
    files = dict(modules())
    graph = {module: set(relied_on(path, files.keys() - {module})) for module, path in files.items()}
    assert cycle(graph) == []
    assert cycle({"a": {"b"}, "b": {"a"}}) == ["a", "b", "a"]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a file with its number of lines, docstring not counted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            yield f"{path.name}:{node.name}", (node.end_lineno or 0) - body[0].lineno + 1


def test_files_and_functions_stay_small() -> None:
    """No file over 600 lines, no function over 60, the median function at most 7."""
    paths = [path for _, path in modules()]
    assert [path.name for path in paths if len(path.read_text(encoding="utf-8").splitlines()) > 600] == []
    sizes = sorted((size, name) for path in paths for name, size in functions(path))
    assert [name for size, name in sizes if size > 60] == []
    assert not sizes or sizes[len(sizes) // 2][0] <= 7


def public(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """The module itself, its public classes and functions, and their public methods."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield path.stem, tree
    holders = [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))]
    for holder in holders:
        for node in holder.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                yield node.name, node


def test_everything_public_is_documented() -> None:
    """Every public module, class, function and method says what it is."""
    lacking = [
        f"{path.relative_to(ROOT)}: {name}"
        for _, path in modules()
        for name, node in public(path)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and not ast.get_docstring(node)
    ]
    assert lacking == []
