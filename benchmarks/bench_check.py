"""How long a project takes to be read and checked: 10, 100 and 1,000 decision tables of 10 rows, one table a file.

    python benchmarks/bench_check.py [--rounds 3] [--profile 1000]

Cold is a new loader; one changed is the same loader after the text of one file has changed; seconds of the processor.
The tables have three columns (a number in bands, a choice, a yes or no) without a gap or an overlap, so that every
check runs to its end. Nothing is timed before the findings are known to be none. Memory is the most that the process
has held so far, the interpreter and the engine included. Budgets: 1,000 tables cold in 5 s, one changed file in 300 ms,
growth linear; configs/ in 400 ms.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import resource
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from engine.analysis import Analysis  # noqa: E402
from engine.model.loader import Loader  # noqa: E402
from engine.runtime.project import checked, files_of  # noqa: E402

SIZES = (10, 100, 1_000)
FIELDS = 40
CHOICES = ("战略客户", "普通客户", "新拓客户")


def entity() -> str:
    """An entity with FIELDS numbers, as many choices and as many yes-or-no fields."""
    lines = ["kind: entity", "name: customer", "label: {zh: 客户, en: Customer}", "fields:"]
    for i in range(FIELDS):
        lines += [
            f"  amount_{i}: {{label: 金额{i}, type: number, min: 0, max: 100}}",
            f"  type_{i}: {{label: 类型{i}, type: choice, options: [{', '.join(CHOICES)}]}}",
            f"  active_{i}: {{label: 活跃{i}, type: boolean}}",
        ]
    return "\n".join(lines) + "\n"


def decision(number: int) -> str:
    """A table of ten rows about fields that others share, with limits of its own; every row gives something else."""
    at, step = number % FIELDS, 10 + number % 7
    tests = [f"< {step} | - | -"]
    tests += [f"[{step}..{step * 3}) | {choice} | -" for choice in CHOICES]
    tests += [f">= {step * 3} | {choice} | {active}" for choice in CHOICES for active in ("true", "false")]
    head = f"| 金额{at} | 类型{(at + 1) % FIELDS} | 活跃{(at + 2) % FIELDS} | -> 结果 |"
    rows = [head, *(f"| {test} | 结果{row} |" for row, test in enumerate(tests))]
    results = ", ".join(f"结果{row}" for row in range(len(tests)))
    return (
        f"kind: decision\nname: rule_{number}\nlabel: 判定{number}\ninputs: {{customer: customer}}\n"
        f"outputs: {{结果: [{results}]}}\ntable: |\n" + "".join(f"  {row}\n" for row in rows)
    )


def project(tables: int) -> dict[str, str]:
    """The files of a project with so many tables."""
    return {"customer.yaml": entity(), **{f"rules/{i:04}.yaml": decision(i) for i in range(tables)}}


Seen = tuple[Loader, Analysis]


def check(files: dict[str, str], seen: Seen) -> None:
    """Read and check; the project is in order."""
    _, found = checked(files, seen[0], analysis=seen[1])
    assert not len(found), list(found)[:3]


def cold(files: dict[str, str]) -> Seen:
    """Everything anew."""
    seen = Loader(), Analysis()
    check(files, seen)
    return seen


def changed(files: dict[str, str], round_: int) -> dict[str, str]:
    """The same files with another limit in one of them."""
    name = f"rules/{round_ % (len(files) - 1):04}.yaml"
    return {**files, name: files[name].replace("| < 1", "| <  1") + f"# {round_}\n"}


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    start = process_time()
    work()
    return process_time() - start


def measure(tables: int, rounds: int) -> tuple[float, float]:
    """Median seconds, cold and for one changed file."""
    files = project(tables)
    seen = cold(files)
    colds = [seconds(lambda: cold(files)) for _ in range(rounds)]
    warms = []
    for round_ in range(rounds + 2):
        files = changed(files, round_)
        warms.append(seconds(partial(check, files, seen)))
    return median(colds), median(warms)


def megabytes() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def profile(tables: int) -> None:
    """Where the time goes, cold and warm."""
    cold(project(1))
    files, seen = project(tables), (Loader(), Analysis())
    for title, now in (("cold", files), ("one changed file", changed(files, 1))):
        print(f"== {title}")
        profiler = cProfile.Profile()
        profiler.runcall(check, now, seen)
        pstats.Stats(profiler).sort_stats("tottime").print_stats(40)


def main() -> None:
    """Print a line for every size, and one for the pack."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", type=int, metavar="TABLES", default=0)
    asked = parser.parse_args()
    if asked.profile:
        profile(asked.profile)
        return
    print(f"{'tables':>8} {'cold':>10} {'per table':>12} {'one changed':>12} {'memory':>10}")
    for tables in SIZES:
        whole, one = measure(tables, asked.rounds)
        row = f"{tables:>8} {whole:>8.2f} s {whole / tables * 1000:>9.2f} ms {one * 1000:>9.0f} ms"
        print(f"{row} {megabytes():>7.0f} MB")
    pack = files_of(ROOT / "configs")
    times = [seconds(lambda: checked(pack)) for _ in range(asked.rounds + 1)]
    print(f"configs/ {median(times[1:]) * 1000:.0f} ms, the first time {times[0] * 1000:.0f} ms")


if __name__ == "__main__":
    main()
