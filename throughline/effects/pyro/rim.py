"""The air at the box's open sides: what comes in there is the wind, not what was blown against it."""

from __future__ import annotations

import numpy as np

from throughline.effects.pyro.grid import Grid
from throughline.film.effect import Vector

KEPT = (0.1, 0.4, 0.75)
"""Of what comes in faster than the wind, by how many faces it is from the side. Carried air takes its own speed with it
where nothing is known outside, so that a plume which leaves a box at its limit would drive a jet back into it, faster
from step to step; the pressure gives again what the gas truly draws in."""


def calmed(grid: Grid, wind: Vector) -> None:
    """Slows, in place, the air that comes in through the sides of ``grid`` but for the ground."""
    for axis in range(3):
        faces = np.moveaxis(grid.faces[axis], axis, 0)
        for depth, kept in enumerate(KEPT[:len(faces) // 2]):
            if axis < 2 or grid.low[2] > 0:
                _slowed(faces[depth], wind[axis], 1.0, kept)
            _slowed(faces[len(faces) - 1 - depth], wind[axis], -1.0, kept)


def _slowed(face: np.ndarray, wind: float, inward: float, kept: float) -> None:
    more = inward * (face - np.float32(wind))
    face -= np.float32(inward * (1.0 - kept)) * np.maximum(more, np.float32(0.0))
