"""Which git commit a folder stands at, read from git's own files: no git needs to be installed.

Source  gitrepository-layout(5): HEAD, refs/, packed-refs, `gitdir:` files of worktrees, `commondir`.
"""

from __future__ import annotations

from pathlib import Path


def commit_of(folder: Path) -> str:
    """The commit that HEAD stands for in the repository around a folder; empty where there is none."""
    for place in (folder.resolve(), *folder.resolve().parents):
        if (place / ".git").exists():
            try:
                return _head(_directory(place / ".git"))
            except OSError:
                return ""
    return ""


def _directory(git: Path) -> Path:
    """The directory of a repository; a worktree has a file that says where."""
    if git.is_dir():
        return git
    return git.parent / git.read_text().removeprefix("gitdir:").strip()


def _head(directory: Path) -> str:
    head = (directory / "HEAD").read_text().strip()
    if not head.startswith("ref:"):
        return head
    ref = head.removeprefix("ref:").strip()
    common = directory / "commondir"
    shared = directory / common.read_text().strip() if common.exists() else directory
    return next((found for place in (directory, shared) if (found := _loose(place / ref))), "") or _packed(shared, ref)


def _loose(file: Path) -> str:
    return file.read_text().strip() if file.is_file() else ""


def _packed(directory: Path, ref: str) -> str:
    """A reference that git has packed away."""
    file = directory / "packed-refs"
    lines = file.read_text().splitlines() if file.exists() else []
    return next((line.split(" ")[0] for line in lines if line.endswith(f" {ref}")), "")
