"""Charts, drawn on the server: numbers in, the geometry of an SVG out. The figures stand beside them as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import cos, pi, sin

TONES = ("poor", "fair", "sound", "good")
UNRATED = "none"
WIDTH = 400


@dataclass(frozen=True, slots=True)
class Grade:
    """A rating as it is shown: its word, its tone, and a circle that is the fuller the better."""

    word: str
    tone: str
    share: float

    @property
    def full(self) -> bool:
        """Whether the circle is full."""
        return self.share >= 1

    @property
    def pie(self) -> str:
        """The path of the slice that fills the circle; empty for the lowest rating."""
        return slice_path(self.share) if self.share > 0 else ""


def grade(word: str | None, ranking: Sequence[str]) -> Grade:
    """The grade of a rating among all ratings, the lowest first.

    >>> grade("良好", ["较差", "一般", "良好", "优秀"]).tone
    'sound'
    """
    if word is None or word not in ranking:
        return Grade(word or "", UNRATED, 0)
    share = ranking.index(word) / max(1, len(ranking) - 1)
    return Grade(word, TONES[min(len(TONES) - 1, round(share * (len(TONES) - 1)))], share)


def slice_path(share: float, centre: float = 12, radius: float = 6) -> str:
    """A slice of a circle, clockwise from the top."""
    angle = 2 * pi * share
    x, y = centre + radius * sin(angle), centre - radius * cos(angle)
    large = int(share > 0.5)
    return f"M{centre} {centre}V{centre - radius}A{radius} {radius} 0 {large} 1 {x:.2f} {y:.2f}Z"


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the scale, in units of its width, that a rating covers."""

    grade: Grade
    start: int
    width: int
    begins: Decimal


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a total stands between the ratings, and the stretch that missing data leaves open."""

    bands: tuple[Band, ...]
    here: int | None
    low: int
    high: int


def scale(
    thresholds: Sequence[tuple[str, Decimal]], total: Decimal | None, low: Decimal, high: Decimal, full: Decimal
) -> Scale:
    """The scale from zero, or the lowest threshold, to the full mark; `thresholds` lowest first."""
    least = min((begins for _, begins in thresholds), default=Decimal(0))
    first, span = min(Decimal(0), least), full - min(Decimal(0), least)

    def at(value: Decimal) -> int:
        return round(max(Decimal(0), min(Decimal(1), (value - first) / span)) * WIDTH)

    ranking = [word for word, _ in thresholds]
    ends = [*(begins for _, begins in thresholds[1:]), full]
    bands = tuple(
        Band(grade(word, ranking), at(begins), at(end) - at(begins), begins)
        for (word, begins), end in zip(thresholds, ends, strict=True)
    )
    return Scale(bands, None if total is None else at(total), at(low), at(high))
