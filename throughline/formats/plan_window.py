"""What of a place a plan shows, and how its labels are measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.formats.plan_labels import Box, Label
from throughline.formats.plan_view import FOOT, Point
from throughline.formats.text_width import POINT, width

COLOURS = ("#0064b0", "#c8470a", "#00805c", "#a8327d", "#5b3a9c", "#7d6108", "#00798c", "#5c5c5c")
DASHES = ("", "2.6 1", "0.9 0.9", "4 1 0.8 1", "1.6 1.6", "5 1.4", "3 0.8 0.8 0.8 0.8 0.8", "0.5 1.2")
"""A shot's colour and the dashes of the paths in it, in the order of a page's cameras."""
GRIDS = {"m": (0.5, 1, 2, 5, 10, 20, 50, 100), "ft": (1, 2, 5, 10, 20, 50, 100, 200)}
STYLES = {"camera": (7.6, True), "detail": (6.4, False), "name": (7.0, True), "piece": (6.2, False)}
"""Of labels: the first line's size in points and whether it is bold; further lines are details."""


@dataclass(frozen=True)
class Window:
    """What is seen: the middle of the paper in metres, the scale's denominator, the paper's size in mm."""

    middle: Point
    scale: int
    width: float
    height: float

    def at(self, point: Point) -> Point:
        """Where a place in metres lies on the paper."""
        return (self.width / 2 + (point[0] - self.middle[0]) * 1000 / self.scale,
                self.height / 2 - (point[1] - self.middle[1]) * 1000 / self.scale)

    def long(self, metres: float) -> float:
        return metres * 1000 / self.scale

    def sees(self, point: Point, margin: float = 0.0) -> bool:
        x, y = self.at(point)
        return -margin <= x <= self.width + margin and -margin <= y <= self.height + margin


def interval(window: Window, units: str) -> float:
    """The grid's step, in the units, that is some 10 to 25 mm on the paper."""
    unit = 1.0 if units == "m" else FOOT
    return next((step for step in GRIDS[units] if window.long(step * unit) >= 10), GRIDS[units][-1])


def sized(at: Point, words: Sequence[str], style: str, clear: float) -> Label:
    """A label of these lines, measured; empty ones are left out."""
    kept = tuple(line for line in words if line)
    first = STYLES.get(style.split()[0], STYLES["name"])[0]
    sizes = [first if index == 0 else STYLES["detail"][0] for index in range(len(kept))]
    bold = STYLES.get(style.split()[0], STYLES["name"])[1]
    wide = max(width(line, size, bold and size == first) for line, size in zip(kept, sizes, strict=True))
    return Label(at, kept, (wide + 0.8, sum(size * POINT * 1.22 for size in sizes) + 0.4), style, clear)


def around(at: Point, reach: float) -> Box:
    """A box that reaches so far about a place."""
    return at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach
