"""The geometry of charts, from the numbers they show."""

from __future__ import annotations

from decimal import Decimal

import pytest

from web.charts import WIDTH, grade, scale

RANKING = ["较差", "一般", "良好", "优秀"]
THRESHOLDS = [("较差", Decimal(0)), ("一般", Decimal(5)), ("良好", Decimal(7)), ("优秀", Decimal(9))]


@pytest.mark.parametrize(
    ("word", "ranking", "tone", "full"),
    [
        ("优秀", RANKING, "good", True), ("良好", RANKING, "sound", False), ("一般", RANKING, "fair", False),
        ("较差", RANKING, "poor", False), ("B", ["B", "A"], "poor", False), ("A", ["B", "A"], "good", True),
        ("旧", RANKING, "none", False), (None, RANKING, "none", False),
    ],
)  # fmt: skip
def test_a_grade_is_a_word_a_tone_and_a_circle(word: str | None, ranking: list[str], tone: str, full: bool) -> None:
    """The best is full, the worst empty; a rating that the rules no longer know has no tone."""
    shown = grade(word, ranking)
    assert (shown.word, shown.tone, shown.full) == (word or "", tone, full)
    assert bool(shown.pie) == (shown.share > 0)


def test_bands_cover_the_scale_and_the_total_stands_among_them() -> None:
    """Half of the scale is 较差; 8.6 stands at 86%; the bounds at theirs."""
    drawn = scale(THRESHOLDS, Decimal("8.6"), Decimal("7.1"), Decimal("9.4"), Decimal(10))
    assert [(band.start, band.width) for band in drawn.bands] == [(0, 200), (200, 80), (280, 80), (360, 40)]
    assert sum(band.width for band in drawn.bands) == WIDTH
    assert (drawn.here, drawn.low, drawn.high) == (344, 284, 376)


@pytest.mark.parametrize(("total", "here"), [(None, None), (Decimal(-1), 0), (Decimal(11), WIDTH)])
def test_what_lies_beyond_the_scale_stands_at_its_end(total: Decimal | None, here: int | None) -> None:
    """Nothing is drawn outside of the picture; nothing at all where there is no total."""
    assert scale(THRESHOLDS, total, Decimal(0), Decimal(10), Decimal(10)).here == here
