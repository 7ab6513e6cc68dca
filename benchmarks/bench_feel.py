"""FEEL by itself: this engine, bkflow-feel, pySFeel and SpiffWorkflow for Python, feelin for Node.

    python benchmarks/bench_feel.py [--rounds 5] [--peers FOLDER]

FOLDER is a virtual environment with the Python ones, and with feelin in its node_modules; by default GUIJU_PEERS.
What is not there is left out with a word. Every engine runs in a process of its own and is asked in turns; one that
gives another value than ours is not timed. Times are those of the processor.

parse   a new text becomes a tree
first   a new text is parsed and evaluated
again   a known text is evaluated
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

PEERS = Path(__file__).resolve().parent / "peers"
PYTHON_PEERS = ("bkflow-feel", "SpiffWorkflow", "pySFeel")
CASES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("amount * quantity + 5", {"amount": 12.5, "quantity": 4}),
    ("score >= 60 and score < 90", {"score": 75}),
    ('if score >= 90 then "A" else if score >= 60 then "B" else "C"', {"score": 75}),
    ("sum([1, 2, 3, 4])", {}),
    ("count(orders[amount > 100])", {"orders": [{"amount": 50}, {"amount": 150}, {"amount": 250}]}),
    ("score in [60..90)", {"score": 75}),
    ("some x in [1, 2, 3] satisfies x > 2", {}),
    ('contains("foobar", "ob")', {}),
    ("for x in [1, 2, 3] return x * 2", {}),
    ("customer.name", {"customer": {"name": "Ann"}}),
)
COUNTS = {"parse": 30, "first": 30, "again": 100}


class Peer:
    """An engine in its process."""

    def __init__(self, name: str, process: subprocess.Popen[str]) -> None:
        self.name = name
        self.process = process

    def ask(self, **request: object) -> dict[str, Any]:
        """The answer to one request."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return self.hear()

    def hear(self) -> dict[str, Any]:
        """The next line of the process."""
        assert self.process.stdout is not None
        answer: dict[str, Any] = json.loads(self.process.stdout.readline() or '{"error": "no answer"}')
        return answer


@contextmanager
def started(name: str, command: Sequence[str], folder: Path) -> Iterator[Peer | None]:
    """A peer, or None with a word where it cannot be started."""
    try:
        process = subprocess.Popen(
            command, cwd=folder, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError as error:
        print(f"{name}: left out, {error}")
        yield None
        return
    with process:
        peer = Peer(name, process)
        answer = peer.hear()
        if "error" in answer:
            print(f"{name}: left out, {answer['error']}")
        yield None if "error" in answer else peer
        process.terminate()


def same(one: object, other: object) -> bool:
    """Whether two values say the same; numbers are compared as floats."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) < 1e-9
    return one == other


def measure(peers: Sequence[Peer], text: str, context: dict[str, Any], rounds: int) -> None:
    """One expression: the values, then the phases, the engines in turns."""
    ours, *others = [peer.ask(phase="again", text=text, context=context, count=1) for peer in peers]
    fit = [peer for peer, reply in zip(peers[1:], others, strict=True) if same(reply.get("value"), ours["value"])]
    wrong = [peer.name for peer in peers[1:] if peer not in fit]
    print(
        f"\n{text}   = {json.dumps(ours['value'])}" + (f"   (no or another value: {', '.join(wrong)})" if wrong else "")
    )
    for phase, count in COUNTS.items():
        times: dict[str, list[float]] = {peer.name: [] for peer in (peers[0], *fit)}
        for _ in range(rounds + 1):
            for peer in (peers[0], *fit):
                reply = peer.ask(phase=phase, text=text, context=context, count=count)
                times[peer.name].append(reply.get("us", float("nan")))
        base = median(times["guiju"][1:])
        told = [_told(name, measured[1:], base) for name, measured in times.items() if measured[1] == measured[1]]
        print(f"  {phase:6} {'   '.join(told)}")


def _told(name: str, times: list[float], base: float) -> str:
    spread = (max(times) - min(times)) / median(times) / 2
    return f"{name} {median(times):.1f} µs ±{spread:.0%}" + (
        "" if name == "guiju" else f" (×{median(times) / base:.1f})"
    )


def main() -> int:
    """Start what is there, and measure every expression."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--peers", type=Path, default=Path(os.environ.get("GUIJU_PEERS", "peers")))
    given = options.parse_args()
    worker = str(PEERS / "worker.py")
    commands = {"guiju": [sys.executable, worker, "guiju"]}
    commands |= {name: [str(given.peers / "bin/python"), worker, name] for name in PYTHON_PEERS}
    commands["feelin"] = ["node", str(PEERS / "feelin.mjs")]
    folder = given.peers if given.peers.is_dir() else PEERS
    with ExitStack() as stack:
        found = [stack.enter_context(started(name, command, folder)) for name, command in commands.items()]
        peers = [peer for peer in found if peer is not None]
        for text, context in CASES:
            measure(peers, text, context, given.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
