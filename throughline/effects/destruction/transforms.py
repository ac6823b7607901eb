"""Points carried by poses, and the shapes of small debris."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.picture.kernel import kernel

Reals = NDArray[np.float64]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
_CHIP = np.array([[1, 0.1, -0.6], [-0.7, 0.9, -0.5], [-0.6, -1, -0.4], [0.5, -0.4, 0.9], [-0.3, 0.5, 0.8]], np.float64)
_SIDES = np.array([[0, 2, 1], [0, 1, 4], [0, 4, 3], [0, 3, 2], [2, 3, 4], [2, 4, 1]])
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


@kernel
def samples(poses: Reals, reach: float, least: float) -> Ints:
    """The frames of ``poses`` (F, 7) to write so that what is between them, carried evenly from one to the next, has
    no point within ``reach`` of the middle off by ``least`` metres: the first and last always."""
    found, count, start, last = np.zeros(len(poses), np.int64), 1, 0, len(poses) - 1
    while start < last:
        end = start + 1
        while end < last and _even(poses, start, end + 1, reach, least):
            end += 1
        found[count], count, start = end, count + 1, end
    return found[:count]


@kernel
def _even(poses: Reals, start: int, end: int, reach: float, least: float) -> bool:
    a, b = poses[start], poses[end]
    together = a[3] * b[3] + a[4] * b[4] + a[5] * b[5] + a[6] * b[6]
    side = 1.0 if together >= 0.0 else -1.0
    half = np.arccos(min(abs(together), 1.0))
    for frame in range(start + 1, end):
        share = (frame - start) / (end - start)
        off, alike = 0.0, 0.0
        for axis in range(3):
            off += (poses[frame, axis] - a[axis] - share * (b[axis] - a[axis])) ** 2
        one, other = 1.0 - share, share
        if half > 1e-4:
            one, other = np.sin(one * half) / np.sin(half), np.sin(other * half) / np.sin(half)
        for axis in range(3, 7):
            alike += poses[frame, axis] * (one * a[axis] + other * side * b[axis])
        if np.sqrt(off) + reach * 2.0 * np.arccos(min(abs(alike), 1.0)) > least:
            return False
    return True


@kernel
def turned(ways: Reals, poses: Reals) -> Reals:
    """Directions ``ways`` (V, 3) as ``poses`` (F, 7) turn them: (F, V, 3)."""
    out = np.empty((len(poses), len(ways), 3))
    for frame in range(len(poses)):
        x, y, z, w = poses[frame, 3], poses[frame, 4], poses[frame, 5], poses[frame, 6]
        for number in range(len(ways)):
            a, b, c = ways[number, 0], ways[number, 1], ways[number, 2]
            tx, ty, tz = 2 * (y * c - z * b), 2 * (z * a - x * c), 2 * (x * b - y * a)
            out[frame, number, 0] = a + w * tx + y * tz - z * ty
            out[frame, number, 1] = b + w * ty + z * tx - x * tz
            out[frame, number, 2] = c + w * tz + x * ty - y * tx
    return out


def chips(half: Reals, seed: int) -> tuple[Reals, Ints, Ints, Ints]:
    """Uneven bits of stone of half sizes (M, 3): arms (5 M, 3), whose each is, counts and corners of faces."""
    random = np.random.default_rng([seed, 37])
    return _many(_CHIP * half[:, None] * random.uniform(0.7, 1.25, (len(half), 5, 1)), _SIDES)


def plates(half: Reals, seed: int) -> tuple[Reals, Ints, Ints, Ints]:
    """Flat shards, as ``chips``."""
    random = np.random.default_rng([seed, 41])
    return _many(_PLATE * half[:, None] * random.uniform(0.6, 1.3, (len(half), 4, 1)), np.array([[0, 1, 2, 3]]))


def _many(arms: Reals, sides: Ints) -> tuple[Reals, Ints, Ints, Ints]:
    amount, each = arms.shape[:2]
    corners = (sides[None] + each * np.arange(amount)[:, None, None]).reshape(-1)
    return (np.ascontiguousarray(arms.reshape(-1, 3)), np.repeat(np.arange(amount), each),
            np.full(amount * len(sides), sides.shape[1], np.int64), corners)
