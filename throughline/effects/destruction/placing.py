"""From a building's own space into the world."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.film.effect import EffectOrder

Reals = NDArray[np.float64]


def placed(poses: Reals, order: EffectOrder) -> NDArray[np.float32]:
    """Poses (F, N, 7) of the building's own space in the world: place, and turn x, y, z, w."""
    out = np.empty(poses.shape, np.float32)
    out[..., :3] = at(poses[..., :3], order)
    c, s = np.cos(order.facing / 2), np.sin(order.facing / 2)
    x, y, z, w = (poses[..., k] for k in range(3, 7))
    out[..., 3], out[..., 4] = c * x - s * y, c * y + s * x
    out[..., 5], out[..., 6] = c * z + s * w, c * w - s * z
    return out


def at(places: Reals, order: EffectOrder) -> Reals:
    """Places (..., 3) of the building's own space in the world."""
    return np.asarray(way(places, order) + np.array([order.x, order.y, order.z]))


def way(ways: Reals, order: EffectOrder) -> Reals:
    """Directions (..., 3) of the building's own space in the world."""
    c, s = np.cos(order.facing), np.sin(order.facing)
    return np.stack([c * ways[..., 0] - s * ways[..., 1], s * ways[..., 0] + c * ways[..., 1], ways[..., 2]], axis=-1)
