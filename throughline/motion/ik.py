"""Chains of joints: where they are in the world, and the two bones of a limb that reach a place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from throughline.motion.skeleton import JOINTS, PARENTS, multiply, rotate

Floats = NDArray[np.float64]
FOLDED = 0.2
"""A limb folds no further than to this part of its length: a knee or an elbow bends by some 157 degrees."""


def cross(first: Floats, second: Floats) -> Floats:
    """Cross products (..., 3); numpy's own costs more in its checks than in its arithmetic."""
    ax, ay, az = first[..., 0], first[..., 1], first[..., 2]
    bx, by, bz = second[..., 0], second[..., 1], second[..., 2]
    return np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], axis=-1)


def unit(vector: Floats) -> Floats:
    """Vectors (..., 3) of length one; a vector of no length stays as it is."""
    return np.asarray(vector / np.maximum(np.linalg.norm(vector, axis=-1, keepdims=True), 1e-9))


def chain(root: Floats, local: Floats, rest: Floats, joints: range | None = None) -> tuple[Floats, Floats]:
    """World positions (F, J, 3) and rotations (F, J, 4) from the Hips' place (F, 3) and local rotations (F, J, 4)."""
    positions = np.zeros((*local.shape[:2], 3))
    turns = np.zeros_like(local)
    for joint in joints or range(len(JOINTS)):
        parent = PARENTS[joint]
        if parent < 0:
            positions[:, joint], turns[:, joint] = root, local[:, joint]
            continue
        positions[:, joint] = positions[:, parent] + rotate(turns[:, parent], (rest[joint] - rest[parent])[None, :])
        turns[:, joint] = multiply(turns[:, parent], local[:, joint])
    return positions, turns


def _frames(direction: Floats, hinge: Floats) -> Floats:
    along = unit(direction)
    side = unit(hinge - (hinge * along).sum(axis=-1, keepdims=True) * along)
    return np.stack([along, side, cross(along, side)], axis=-1)


@dataclass(frozen=True)
class Limb:
    """A limb at rest: its two bones and which way its middle joint points (legs forwards, arms backwards), (3,)."""

    upper: Floats
    lower: Floats
    middle: Floats

    @property
    def length(self) -> float:
        return float(np.linalg.norm(self.upper) + np.linalg.norm(self.lower))


def two_bone(limb: Limb, root: Floats, target: Floats, pole: Floats) -> tuple[Floats, Floats]:
    """World rotations (F, 4) of the upper and the lower bone that bring the limb's end to ``target`` (F, 3).

    ``pole`` (F, 3) is the direction in which the knee or elbow points. A target out of reach is pointed at, with the
    limb not quite straight.
    """
    first, second = float(np.linalg.norm(limb.upper)), float(np.linalg.norm(limb.lower))
    gap = target - root
    nearest = max(abs(first - second) + 0.02 * first, FOLDED * (first + second))
    distance = np.clip(np.linalg.norm(gap, axis=-1), nearest, 0.9995 * (first + second))
    along = unit(gap)
    pole = pole + np.array([7e-4, 3e-4, 5e-4])  # a pole along the limb still gives a plane
    aside = unit(pole - (pole * along).sum(axis=-1, keepdims=True) * along)
    reach = (first * first - second * second + distance * distance) / (2.0 * distance)
    height = np.sqrt(np.maximum(first * first - reach * reach, 0.0))
    middle = along * reach[:, None] + aside * height[:, None]
    hinge = cross(aside, along)
    out = []
    for bone, direction in ((limb.upper, middle), (limb.lower, along * distance[:, None] - middle)):
        resting = _frames(bone[None, :], cross(limb.middle, unit(bone))[None, :])[0]
        out.append(Rotation.from_matrix(_frames(direction, hinge) @ resting.T).as_quat())
    return out[0], out[1]


def continuous(rotations: Floats) -> Floats:
    """The same rotations (F, J, 4), unit, each sign chosen to be nearest to the frame before."""
    out = rotations / np.linalg.norm(rotations, axis=-1, keepdims=True)
    flips = (out[1:] * out[:-1]).sum(axis=-1) < 0.0
    sign = np.cumprod(np.where(flips, -1.0, 1.0), axis=0)
    out[1:] *= sign[..., None]
    return np.asarray(out)


def parted(local: Floats) -> tuple[Floats, Floats]:
    """Rotations (F, 4) of a joint whose bone lies along y as the turn about the bone and, after it, the bend across
    it, seen from the turned bone: the bend (F, 3), a rotation vector, and the turn (F,) radians."""
    local = local * np.where(local[:, 3:] < 0.0, -1.0, 1.0)
    about = 2.0 * np.arctan2(local[:, 1], local[:, 3])
    about = (about + np.pi) % (2.0 * np.pi) - np.pi
    back = np.zeros_like(local)
    back[:, 1], back[:, 3] = -np.sin(0.5 * about), np.cos(0.5 * about)
    return Rotation.from_quat(multiply(back, local)).as_rotvec(), about
