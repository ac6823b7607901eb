"""A sheet to draw on: many rectangles and blocks collected in lists and turned into geometry in one go."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from throughline.world.shapes import DARK, Piece, boxes, join, quads

Triple = tuple[float, float, float]


@dataclass
class Draft:
    """Collects geometry that stands behind the plane y = 0 and is looked at along +Y (right is +X, up is +Z)."""

    faces: list[list[Triple]] = field(default_factory=list)
    colours: list[Triple] = field(default_factory=list)
    glows: list[list[Triple]] = field(default_factory=list)
    low: list[Triple] = field(default_factory=list)
    high: list[Triple] = field(default_factory=list)
    block_colours: list[Triple] = field(default_factory=list)
    block_glows: list[Triple] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    def face(self, corners: list[Triple], colour: Triple, glow: Triple | list[Triple] = DARK) -> None:
        """A quad; ``glow`` is one colour or one a corner."""
        self.faces.append(corners)
        self.colours.append(colour)
        self.glows.append(glow if isinstance(glow, list) else [glow] * 4)

    def rect(self, x0: float, x1: float, z0: float, z1: float, y: float, colour: Triple,
             glow: Triple = DARK, glow_top: Triple | None = None) -> None:
        """An upright rectangle at depth ``y``, its glow going from ``glow`` below to ``glow_top`` above."""
        top = glow if glow_top is None else glow_top
        self.face([(x0, y, z0), (x1, y, z0), (x1, y, z1), (x0, y, z1)], colour, [glow, glow, top, top])

    def block(self, low: Triple, high: Triple, colour: Triple, glow: Triple = DARK) -> None:
        """An axis-aligned box."""
        self.low.append(low)
        self.high.append(high)
        self.block_colours.append(colour)
        self.block_glows.append(glow)

    def recess(self, x0: float, x1: float, z0: float, z1: float, y: float, colour: Triple) -> None:
        """The four reveals of a hole from the plane y = 0 back to depth ``y``."""
        dim: Triple = (colour[0] * 0.6, colour[1] * 0.6, colour[2] * 0.6)
        self.face([(x0, 0, z0), (x1, 0, z0), (x1, y, z0), (x0, y, z0)], colour)
        self.face([(x0, y, z1), (x1, y, z1), (x1, 0, z1), (x0, 0, z1)], dim)
        self.face([(x0, 0, z0), (x0, y, z0), (x0, y, z1), (x0, 0, z1)], dim)
        self.face([(x1, y, z0), (x1, 0, z0), (x1, 0, z1), (x1, y, z1)], dim)

    def piece(self) -> Piece:
        """All that was drawn."""
        parts = list(self.pieces)
        if self.faces:
            parts.append(quads(np.array(self.faces, np.float32), np.array(self.colours, np.float32),
                               np.array(self.glows, np.float32)))
        if self.low:
            parts.append(boxes(self.low, self.high, np.array(self.block_colours, np.float32),
                               np.array(self.block_glows, np.float32)))
        return join(parts)


def tone(colour: Triple, amount: float) -> Triple:
    """``colour`` times ``amount``."""
    return colour[0] * amount, colour[1] * amount, colour[2] * amount


def mix(first: Triple, second: Triple, amount: float) -> Triple:
    """``first`` going to ``second`` as ``amount`` goes from 0 to 1."""
    a, b, c = (p + (q - p) * amount for p, q in zip(first, second, strict=True))
    return a, b, c
