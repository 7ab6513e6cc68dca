"""Set up `.venv` from a lock file with hashes: standard library only, `uv` used when it is there.

    python3 bootstrap.py requirements.txt .venv/run.stamp

Reads   a lock file, the name of the stamp to leave behind.
Gives   a virtual environment with exactly those packages, and the project itself in editable form.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def run(*command: str | Path) -> None:
    """Run a command in the project; stop with its exit code when it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def create(uv: str | None) -> None:
    """Make the environment unless it is there and works."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0:
        return
    if uv:
        run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV)
    else:
        run(sys.executable, "-m", "venv", "--clear", VENV)


def install(uv: str | None, lock: str) -> None:
    """Install the locked packages, then the project. pip is brought along where only uv made the environment."""
    pip = (uv, "pip", "install", "--quiet", "--python", PYTHON) if uv else (PYTHON, "-m", "pip", "install", "--quiet")
    run(*pip, "--no-deps", "--require-hashes", "-r", lock)
    run(*pip, "--no-deps", "--no-build-isolation", "-e", ".")


def main(lock: str, stamp: str) -> None:
    """Set up and leave the stamp, so that `make` need not ask again."""
    if sys.version_info < (3, 11):
        sys.exit("Guiju needs Python 3.11 or newer / 需要 Python 3.11 以上; try: make run PYTHON=python3.11")
    uv = shutil.which("uv")
    create(uv)
    install(uv, lock)
    Path(stamp).touch()


if __name__ == "__main__":
    main(*sys.argv[1:])
