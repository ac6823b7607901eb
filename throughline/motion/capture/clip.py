"""A take of motion capture on the skeleton of its own file: joints, rest pose, and how every joint turns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.motion.skeleton import multiply

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Clip:
    """A take. World axes are ours: Z up, metres; the actor's rest pose is a T-pose that faces +X.

    ``names`` are joint names of ``motion.skeleton.JOINTS`` (a file may lack some). ``turns`` (F, N, 4): every joint's
    world rotation relative to the rest pose, unit quaternions x, y, z, w. ``hips`` (F, 3): the hips' place.
    ``hip_height`` is how high the hips stand in the rest pose. ``rate`` in frames a second.
    """

    name: str
    source: str
    rate: float
    names: tuple[str, ...]
    turns: Floats
    hips: Floats
    hip_height: float

    @property
    def frames(self) -> int:
        return len(self.hips)


def chained(local: Floats, parents: tuple[int, ...]) -> Floats:
    """World rotations (F, N, 4) of local ones; parents stand before their children."""
    world = np.empty_like(local)
    for joint, parent in enumerate(parents):
        world[:, joint] = local[:, joint] if parent < 0 else multiply(world[:, parent], local[:, joint])
    return np.asarray(world)


def y_up(turns: Floats) -> Floats:
    """Quaternions of a world with X left, Y up, Z ahead, in ours (X ahead, Y left, Z up)."""
    return np.stack([turns[..., 2], turns[..., 0], turns[..., 1], turns[..., 3]], axis=-1)


def y_up_points(points: Floats) -> Floats:
    """Points of a world with X left, Y up, Z ahead, in ours."""
    return np.stack([points[..., 2], points[..., 0], points[..., 1]], axis=-1)
