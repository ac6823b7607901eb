"""Points carried by poses, and the shapes of small debris."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.picture.kernel import kernel

Reals = NDArray[np.float64]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
_OCTAHEDRON = np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]], np.float64)
_SIDES = np.array([[0, 2, 4], [2, 1, 4], [1, 3, 4], [3, 0, 4], [2, 0, 5], [1, 2, 5], [3, 1, 5], [0, 3, 5]])
_PLATE = np.array([[1, 0.2, 0], [-0.3, 1, 0], [-0.9, -0.2, 0], [0.3, -0.8, 0]], np.float64)


@kernel
def carried(arm: Reals, of: Ints, poses: Reals) -> Floats:
    """Points ``arm`` (V, 3) about the middles of things ``of`` (V,), where ``poses`` (F, K, 7) put them: (F, V, 3)."""
    out = np.empty((len(poses), len(arm), 3), np.float32)
    for frame in range(len(poses)):
        for point in range(len(arm)):
            pose = poses[frame, of[point]]
            x, y, z, w = pose[3], pose[4], pose[5], pose[6]
            a, b, c = arm[point, 0], arm[point, 1], arm[point, 2]
            tx, ty, tz = 2 * (y * c - z * b), 2 * (z * a - x * c), 2 * (x * b - y * a)
            out[frame, point, 0] = pose[0] + a + w * tx + y * tz - z * ty
            out[frame, point, 1] = pose[1] + b + w * ty + z * tx - x * tz
            out[frame, point, 2] = pose[2] + c + w * tz + x * ty - y * tx
    return out


def octahedra(half: Reals, seed: int) -> tuple[Reals, Ints, Ints, Ints]:
    """Uneven bits of stone of half sizes (M, 3): arms (6 M, 3), whose each is, counts and corners of faces."""
    random = np.random.default_rng([seed, 37])
    return _many(_OCTAHEDRON * half[:, None] * random.uniform(0.7, 1.25, (len(half), 6, 1)), _SIDES)


def plates(half: Reals, seed: int) -> tuple[Reals, Ints, Ints, Ints]:
    """Flat shards, as ``octahedra``."""
    random = np.random.default_rng([seed, 41])
    return _many(_PLATE * half[:, None] * random.uniform(0.6, 1.3, (len(half), 4, 1)), np.array([[0, 1, 2, 3]]))


def _many(arms: Reals, sides: Ints) -> tuple[Reals, Ints, Ints, Ints]:
    amount, each = arms.shape[:2]
    corners = (sides[None] + each * np.arange(amount)[:, None, None]).reshape(-1)
    return (np.ascontiguousarray(arms.reshape(-1, 3)), np.repeat(np.arange(amount), each),
            np.full(amount * len(sides), sides.shape[1], np.int64), corners)
