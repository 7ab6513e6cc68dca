"""Timing side by side: every candidate once a round, medians, and how far apart the rounds lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median, quantiles
from time import process_time
from typing import Any, NamedTuple

Work = Callable[[Any], object]


class Candidate(NamedTuple):
    """What is timed: `prepare` gives the function anew for every round, untimed; the slow get fewer records."""

    prepare: Callable[[], Work]
    records: Sequence[object]


def ready(work: Work, records: Sequence[object]) -> Candidate:
    """A function that needs no preparing."""
    return Candidate(lambda: work, records)


def timed(candidate: Candidate) -> float:
    """Microseconds of processor time for one record: what else the machine does counts as little as can be."""
    work = candidate.prepare()
    began = process_time()
    for record in candidate.records:
        work(record)
    return (process_time() - began) / len(candidate.records) * 1e6


def compare(candidates: Mapping[str, Candidate], rounds: int = 7) -> None:
    """Print medians, the middle half of the rounds, and ratios to the first candidate."""
    for candidate in candidates.values():
        timed(candidate)
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, candidate in candidates.items():
            times[name].append(timed(candidate))
    base = median(next(iter(times.values())))
    for name, measured in times.items():
        low, _, high = quantiles(measured, n=4)
        print(f"{name:44} {median(measured):10.2f} µs   {low:9.2f}–{high:<9.2f} ratio {median(measured) / base:9.2f}")
