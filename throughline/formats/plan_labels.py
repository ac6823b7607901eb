"""Labels laid on a drawing so that none lies on another: greedily, the most important first."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]
Point = tuple[float, float]
RINGS = (1.0, 2.5, 4.5, 7.0, 10.0, 14.0, 19.0, 25.0, 32.0, 40.0, 50.0)
TURNS = 16
GAP = 0.6
LEADER_FROM = 3.0


@dataclass(frozen=True)
class Label:
    """Words to be laid near ``anchor``: ``lines`` as wide and high as ``size`` says, in mm. ``clear`` is how far the
    symbol at the anchor reaches; ``far`` how far off at most; an ``inside`` one stands on its anchor where that is
    free; an optional one is left out where it finds no place."""

    anchor: Point
    lines: tuple[str, ...]
    size: Point
    style: str
    clear: float = 0.0
    far: float = RINGS[-1]
    optional: bool = False
    inside: bool = False


@dataclass(frozen=True)
class Laid:
    """A label with the box that it has, and the end of its leader where it stands away from its anchor."""

    label: Label
    box: Box
    leader: Point | None


def place(labels: Sequence[Label], frame: Box, taken: Iterable[Box], soft: Sequence[Point]) -> tuple[list[Laid], int]:
    """The labels in ``frame`` without overlap with ``taken`` or each other, and how many that must be there found no
    place. ``soft`` points (of lines) are kept free where that is possible. All in mm."""
    hard = list(taken)
    laid: list[Laid] = []
    lost = 0
    for label in labels:
        box = _best(label, frame, hard, soft)
        if box is None:
            lost += not label.optional
            continue
        hard.append(_grown(box, GAP))
        laid.append(Laid(label, box, _leader(label, box)))
    return laid, lost


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _best(label: Label, frame: Box, hard: Sequence[Box], soft: Sequence[Point]) -> Box | None:
    """The free place nearest to the anchor; of those at one distance the one on the fewest lines."""
    if label.inside:
        (x, y), (wide, high) = label.anchor, label.size
        box = x - wide / 2, y - high / 2, x + wide / 2, y + high / 2
        if _inside(box, frame) and not any(overlap(box, other) for other in hard):
            return box
    best: tuple[float, Box] | None = None
    for ring in RINGS:
        if ring > label.far or (best is not None and best[0] <= ring * 0.35):
            break
        for turn in range(TURNS):
            box = _at(label, ring + label.clear, math.tau * turn / TURNS)
            if not _inside(box, frame) or any(overlap(box, other) for other in hard):
                continue
            crossed = sum(box[0] < x < box[2] and box[1] < y < box[3] for x, y in soft)
            cost = 0.35 * ring + 0.8 * min(crossed, 12) + 0.02 * turn
            if best is None or cost < best[0]:
                best = cost, box
    return None if best is None else best[1]


def _at(label: Label, reach: float, angle: float) -> Box:
    """The label's box in a direction, its near edge ``reach`` from the anchor."""
    wide, high = label.size
    x, y = label.anchor[0] + reach * math.cos(angle), label.anchor[1] - reach * math.sin(angle)
    left = x - wide * (0.5 - 0.5 * math.cos(angle))
    top = y - high * (0.5 + 0.5 * math.sin(angle))
    return left, top, left + wide, top + high


def _inside(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _leader(label: Label, box: Box) -> Point | None:
    """The point of the box that is nearest to the anchor, where it is not right beside or on it."""
    near = min(max(label.anchor[0], box[0]), box[2]), min(max(label.anchor[1], box[1]), box[3])
    return near if math.dist(near, label.anchor) > LEADER_FROM + label.clear else None
