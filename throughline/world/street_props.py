"""Things of the street that a shot looks at closely: a pedestrian signal."""

from __future__ import annotations

import numpy as np

from throughline.world.shapes import Piece, box, join, quads, tube

HOUSING = (0.02, 0.022, 0.024)
POLE = (0.16, 0.17, 0.18)
DARK_RED = (0.05, 0.006, 0.005)
GREEN = (0.25, 4.6, 1.5)
WALKING = (
    ((-0.03, 0.205), (0.03, 0.205), (0.03, 0.145), (-0.03, 0.145)),
    ((-0.035, 0.135), (0.035, 0.135), (0.03, 0.0), (-0.03, 0.0)),
    ((0.03, 0.13), (0.055, 0.115), (0.10, 0.03), (0.075, 0.025)),
    ((-0.03, 0.13), (-0.055, 0.115), (-0.10, 0.035), (-0.078, 0.025)),
    ((-0.005, 0.01), (0.035, 0.01), (0.10, -0.175), (0.06, -0.175)),
    ((-0.035, 0.01), (0.005, 0.01), (-0.06, -0.175), (-0.10, -0.175)),
)
STANDING = (
    ((-0.03, 0.205), (0.03, 0.205), (0.03, 0.145), (-0.03, 0.145)),
    ((-0.05, 0.135), (0.05, 0.135), (0.045, 0.0), (-0.045, 0.0)),
    ((-0.045, 0.0), (-0.005, 0.0), (-0.005, -0.175), (-0.045, -0.175)),
    ((0.005, 0.0), (0.045, 0.0), (0.045, -0.175), (0.005, -0.175)),
)


def _figure(shapes: tuple[tuple[tuple[float, float], ...], ...], height: float, glow: tuple[float, float, float],
            colour: tuple[float, float, float]) -> Piece:
    """A sign's figure on the front of the housing, its middle at ``height``."""
    corners = [[(0.107, -y, height + z * 0.72) for y, z in shape] for shape in shapes]
    return quads(np.array(corners)[:, ::-1], colour, glow)


def signal(seed: int) -> Piece:
    """A pedestrian signal on its pole, 2.9 m tall, its front towards +X: the green figure walks, the red is dark."""
    del seed
    pole = tube([(-0.16, 0.0, 0.0), (-0.16, 0.0, 1.5), (-0.16, 0.0, 2.9)], 0.05, POLE, sides=10)
    arm = box((-0.18, -0.03, 2.45), (-0.08, 0.03, 2.52), POLE)
    housing = box((-0.1, -0.2, 2.14), (0.1, 0.2, 2.86), HOUSING)
    hoods = [box((0.1, -0.19, top), (0.3, 0.19, top + 0.012), HOUSING) for top in (2.475, 2.835)]
    cheeks = [box((0.1, y - 0.006, low), (0.24, y + 0.006, low + 0.33), HOUSING) for low in (2.15, 2.51)
              for y in (-0.185, 0.185)]
    wide = 0.165
    panels = [quads([[(0.104, -wide, low), (0.104, wide, low), (0.104, wide, low + 0.3), (0.104, -wide, low + 0.3)]],
                    (0.008, 0.01, 0.01)) for low in (2.165, 2.525)]
    return join([pole, arm, housing, *hoods, *cheeks, *panels, _figure(WALKING, 2.31, GREEN, (0.02, 0.2, 0.1)),
                 _figure(STANDING, 2.67, (0.0, 0.0, 0.0), DARK_RED)])
