"""What lies near one another taken together, and the landings that come of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.effects.destruction import placing
from throughline.effects.destruction.pieces import Pieces
from throughline.film.effect import EffectOrder

Reals = NDArray[np.float64]
Ints = NDArray[np.int64]
STRIKE_CELL, LANDED = 2.0, 3.0


@dataclass(frozen=True)
class Impact:
    """A heavy landing: ``frame``, ``place`` m and ``velocity`` m/s in the world as it strikes, ``kg``."""

    frame: float
    place: tuple[float, float, float]
    velocity: tuple[float, float, float]
    kg: float


def grouped(places: Reals, cell: float) -> tuple[Ints, int]:
    """Which cell of a grid each place is in, the cells numbered in order of their places."""
    key = np.floor(places / cell).astype(np.int64)
    _, group = np.unique(key, axis=0, return_inverse=True)
    group = group.reshape(-1)
    return group, int(group.max(initial=-1)) + 1


def mean(values: Reals, weight: Reals, group: Ints, amount: int) -> Reals:
    """The weighted mean (amount, 3) of the values (K, 3) of every group."""
    total = np.bincount(group, weight, minlength=amount)
    sums = np.stack([np.bincount(group, weight * values[:, k], minlength=amount) for k in range(3)], axis=1)
    return np.asarray(sums / np.maximum(total, 1e-9)[:, None])


def impacts(order: EffectOrder, found: Pieces, poses: Reals, speeds: Reals) -> list[Impact]:
    """Landings by frame and cell: pieces whose fall is stopped between two frames."""
    made: list[Impact] = []
    for frame in range(1, len(poses)):
        before, after = speeds[frame - 1], speeds[frame]
        stopped = (before[:, 2] < -LANDED) & (after[:, 2] > 0.45 * before[:, 2]) & (poses[frame, :, 2] < 6.0)
        mine = np.flatnonzero(stopped)
        if not len(mine):
            continue
        group, amount = grouped(poses[frame, mine, :2], STRIKE_CELL)
        mass = found.mass[mine]
        at = placing.at(mean(poses[frame, mine, :3], mass, group, amount), order)
        going = placing.way(mean(before[mine], mass, group, amount), order)
        total = np.bincount(group, mass, minlength=amount)
        for k in range(amount):
            x, y, z = (round(float(v), 4) for v in at[k])
            u, v, w = (round(float(value), 4) for value in going[k])
            made.append(Impact(float(frame), (x, y, z), (u, v, w), round(float(total[k]), 2)))
    return made
