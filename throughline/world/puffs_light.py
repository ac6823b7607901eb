"""Light on soft matter: sky and key that fade inside it, fires that light it from within and below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, map_coordinates

from throughline.world.billows import Air
from throughline.world.puffs_form import Soft
from throughline.world.shapes import Floats, Reals, f32

FIRELIGHT = (1.0, 0.42, 0.12)
DEEPEST = 0.48  # of the sky's light that reaches the inside of a cloud
MOST_CELLS = 72


@dataclass(frozen=True)
class Puffs:
    """Lit puffs, N of them: ``centre`` (N, 3) and ``radius`` (N,) metres, ``colour`` (N, 3) what they send of the
    light on them and ``emission`` (N, 3) their own, linear Rec.709; ``density`` (N,) opacity through the middle and
    ``edge`` (N,) raggedness, 0 to 1; all float32; ``seed`` (N,) uint16, the same for a puff at all times."""

    centre: Floats
    radius: Floats
    colour: Floats
    emission: Floats
    density: Floats
    edge: Floats
    seed: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.radius)


def lit(part: Soft, air: Air, fires: Sequence[tuple[float, float, float, float]], cell: float) -> Puffs:
    """The puffs in the light of ``air`` and of ``fires`` (x, y, z, power), shading one another over ``cell`` metres."""
    key = np.array(air.key, np.float64)
    key /= np.linalg.norm(key)
    light = (DEEPEST + (1 - DEEPEST) * _reaches(part, np.array([0.0, 0.0, 1.0]), cell))[:, None] * np.array(air.ambient)
    light = light + (0.8 * _reaches(part, key, cell))[:, None] * np.array(air.key_colour)
    for x, y, z, power in fires:
        if power > 0:
            square = ((part.centre - np.array([x, y, z])) ** 2).sum(axis=1)
            light = light + (0.6 * power / (square + 4.0))[:, None] * np.array(FIRELIGHT)
    return Puffs(f32(part.centre), f32(part.radius), f32(part.albedo * light), f32(part.glow), f32(part.density),
                 f32(part.edge), (part.seed & 0xFFFF).astype(np.uint16))


def _reaches(part: Soft, towards: Reals, cell: float) -> Reals:
    """(N,) how much of a light from ``towards`` gets to each puff through the others, on a lattice fixed in space."""
    if not len(part.radius):
        return np.zeros(0)
    helper = np.array([1.0, 0.0, 0.0]) if abs(towards[2]) > 0.9 else np.array([0.0, 0.0, 1.0])
    across = np.cross(helper, towards)
    across /= np.linalg.norm(across)
    at = part.centre @ np.stack([across, np.cross(towards, across), towards]).T
    low = np.floor(at.min(axis=0) / cell) - 2
    count = np.ceil((at.max(axis=0)) / cell) - low + 3
    while count.max() > MOST_CELLS:
        cell *= 2
        low = np.floor(at.min(axis=0) / cell) - 2
        count = np.ceil((at.max(axis=0)) / cell) - low + 3
    place = at / cell - low
    area = -np.log1p(-0.95 * part.density) * np.pi * part.radius ** 2 / cell ** 2
    grid = np.zeros(count.astype(int))
    base = np.floor(place).astype(int)
    rest = place - base
    for corner in np.ndindex(2, 2, 2):
        share = np.prod(np.where(np.array(corner) == 1, rest, 1 - rest), axis=1)
        np.add.at(grid, tuple((base + np.array(corner)).T), area * share)
    grid = gaussian_filter(grid, 0.8, mode="constant")
    above = np.cumsum(grid[:, :, ::-1], axis=2)[:, :, ::-1] - 0.5 * grid
    depth = map_coordinates(above, place.T, order=1, mode="nearest")
    return np.asarray(np.exp(-0.22 * depth))
