"""What the author may have meant: known names that resemble an unknown one."""

from __future__ import annotations

from collections.abc import Collection, Iterable


def suggest(name: str, candidates: Iterable[str], preferred: Collection[str] = (), limit: int = 3) -> list[str]:
    """The candidates nearest to `name`, best first; none that has little in common with it.

    `preferred` come first among the near ones: those whose type fits the place. Then the fewer edits the better,
    then the more characters in common, then the order given.

    >>> suggest("交附及时率", ["价格", "及时率", "交付及时率"])
    ['交付及时率', '及时率']
    >>> suggest("colour", ["color", "cooler", "weight"], preferred=["cooler"])
    ['cooler', 'color']
    """
    ranked = [
        ((candidate not in preferred, edits, -shared), candidate)
        for candidate in dict.fromkeys(candidates)
        if _near(name, candidate, edits := distance(name, candidate), shared := _shared(name, candidate))
    ]
    return [candidate for _, candidate in sorted(ranked, key=lambda pair: pair[0])[:limit]]


def distance(left: str, right: str) -> int:
    """How many letters must be put in, taken out, replaced, or swapped with their neighbour (case does not count).

    >>> distance("weigth", "weight"), distance("Rating", "rating"), distance("", "abc")
    (1, 0, 3)
    """
    left, right = left.casefold()[:_LONGEST], right.casefold()[:_LONGEST]
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, row, above = row, [i], before
        for j, b in enumerate(right, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                row[j] = min(row[j], above[j - 2] + 1)
    return row[-1]


def _shared(left: str, right: str) -> int:
    """How many different characters two names have in common."""
    return len(set(left.casefold()) & set(right.casefold()))


def _near(left: str, right: str, edits: int, shared: int) -> bool:
    """Few edits for the length, or, for Chinese, half of the characters in common; one inside the other counts too."""
    if edits <= max(1, max(len(left), len(right)) // 3):
        return shared > 0
    left, right = left.casefold(), right.casefold()
    if min(len(left), len(right)) >= 2 and (left in right or right in left):
        return True
    return not left.isascii() and shared * 2 >= max(len(set(left)), len(set(right)))


_LONGEST = 60  # characters compared; names are shorter
