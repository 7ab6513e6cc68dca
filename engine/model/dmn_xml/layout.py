"""A decision requirements diagram in layers: what is given at the bottom, what rests on it above, no overlaps.

Reads   the width of every element, and which rests on which.
Gives   a box for every element, and the corners of every line. A line that passes a layer has a gap of its own there.
Method  K. Sugiyama, S. Tagawa, M. Toda, "Methods for Visual Understanding of Hierarchical System Structures" (1981):
        layers by longest path, long lines cut at every layer, order within a layer by the mean place of the neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

HEIGHT, ROW, GAP, MARGIN = 60, 140, 40, 40  # pixels
BEND = 20  # the width that a line takes in a layer it passes
SWEEPS = 8

Edge = tuple[str, str]
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """Where an element stands: the upper left corner, width and height."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        """The place of its centre from the left."""
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Layout:
    """The boxes of all elements, and the corners of all lines from what is required up to what requires it."""

    boxes: Mapping[str, Box]
    lines: Mapping[Edge, tuple[Point, ...]]


def layout(widths: Mapping[str, int], edges: Sequence[Edge]) -> Layout:
    """The drawing of a graph; an edge is (required, requiring).

    >>> drawn = layout({"income": 100, "rate": 100, "loan": 120}, [("income", "loan"), ("rate", "loan")])
    >>> drawn.boxes["loan"].y < drawn.boxes["income"].y == drawn.boxes["rate"].y
    True
    """
    ranks = _ranks(widths, edges)
    chains = {edge: _chain(edge, ranks) for edge in edges if ranks[edge[0]] < ranks[edge[1]]}
    ranks.update({name: rank for chain in chains.values() for name, rank in chain})
    links = [(one, other) for chain in chains.values() for (one, _), (other, _) in pairwise(chain)]
    boxes = _boxes(_ordered(ranks, links), {name: widths.get(name, BEND) for name in ranks})
    lines = {edge: tuple(_corners([boxes[name] for name, _ in chain])) for edge, chain in chains.items()}
    return Layout({name: boxes[name] for name in widths}, lines)


def _ranks(names: Mapping[str, int], edges: Sequence[Edge]) -> dict[str, int]:
    """How far each element is from the bottom: one above the highest it rests on; a circle is cut where it closes."""
    below: dict[str, list[str]] = defaultdict(list)
    for required, requiring in edges:
        below[requiring].append(required)
    ranks: dict[str, int] = {}

    def rank(name: str, trail: frozenset[str]) -> int:
        if name not in ranks:
            inner = [rank(each, trail | {name}) for each in below[name] if each not in trail and each != name]
            ranks[name] = 1 + max(inner, default=-1)
        return ranks[name]

    for name in names:
        rank(name, frozenset())
    return ranks


def _chain(edge: Edge, ranks: Mapping[str, int]) -> list[tuple[str, int]]:
    """The ends of a line and a bend in every layer between."""
    low, high = ranks[edge[0]], ranks[edge[1]]
    bends = [(f"{edge[0]} → {edge[1]} ({rank})", rank) for rank in range(low + 1, high)]
    return [(edge[0], low), *bends, (edge[1], high)]


def _ordered(ranks: Mapping[str, int], links: Sequence[Edge]) -> list[list[str]]:
    """The layers from the bottom; in each, neighbours of the same elements stand together."""
    layers: list[list[str]] = [[] for _ in range(max(ranks.values(), default=-1) + 1)]
    for name, rank in ranks.items():
        layers[rank].append(name)
    near: dict[str, list[str]] = defaultdict(list)
    for one, other in links:
        near[one].append(other)
        near[other].append(one)
    for sweep in range(SWEEPS):
        for i in range(len(layers))[:: 1 if sweep % 2 == 0 else -1]:
            places = {name: place / len(layer) for layer in layers for place, name in enumerate(layer, 1)}
            layers[i].sort(key=lambda name: _mean([places[each] for each in near[name]], places[name]))
    return layers


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _boxes(layers: Sequence[Sequence[str]], widths: Mapping[str, int]) -> dict[str, Box]:
    """Every layer a row, centred."""
    lengths = [sum(widths[name] + GAP for name in layer) - GAP for layer in layers]
    boxes: dict[str, Box] = {}
    for i, layer in enumerate(layers):
        x = MARGIN + (max(lengths) - lengths[i]) // 2
        for name in layer:
            boxes[name] = Box(x, MARGIN + (len(layers) - 1 - i) * ROW, widths[name], HEIGHT)
            x += widths[name] + GAP
    return boxes


def _corners(boxes: Sequence[Box]) -> Iterator[Point]:
    """From the top of the lowest box, straight through the gaps between, to the bottom of the highest."""
    lowest, *bends, highest = boxes
    yield lowest.middle, lowest.y
    for bend in bends:
        yield bend.middle, bend.y + HEIGHT
        yield bend.middle, bend.y
    yield highest.middle, highest.y + HEIGHT
