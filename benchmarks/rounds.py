"""Timing side by side: every candidate once a round, medians, and how far apart the rounds lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median, quantiles
from time import perf_counter

Candidate = Callable[[object], object]


def timed(candidate: Candidate, records: Sequence[object]) -> float:
    """Microseconds for one record."""
    began = perf_counter()
    for record in records:
        candidate(record)
    return (perf_counter() - began) / len(records) * 1e6


def compare(candidates: Mapping[str, tuple[Candidate, int]], records: Sequence[object], rounds: int = 7) -> None:
    """Print medians, the middle half of the rounds, and ratios to the first candidate.

    A candidate stands with the number of records it is given in a round: slow ones need fewer.
    """
    for candidate, count in candidates.values():
        timed(candidate, records[:count])
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, (candidate, count) in candidates.items():
            times[name].append(timed(candidate, records[:count]))
    base = median(next(iter(times.values())))
    for name, measured in times.items():
        low, _, high = quantiles(measured, n=4)
        ratio = f"ratio {median(measured) / base:9.2f}" if len(times) > 1 else ""
        print(f"{name:44} {median(measured):10.2f} µs   {low:9.2f}–{high:<9.2f} {ratio}".rstrip())
