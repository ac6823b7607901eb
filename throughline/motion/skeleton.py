"""The one skeleton: joint names, parents, and the arithmetic of moving it.

Rest pose: a T-pose facing +X, left at +Y, Z up, every joint's rest orientation identity, so a joint's local rotation
is a rotation in world axes of the rest pose. Arms lie along +Y (left) and -Y (right), palms down.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

JOINTS: tuple[str, ...] = (
    "Hips", "Spine", "Chest", "UpperChest", "Neck", "Head",
    "LeftShoulder", "LeftUpperArm", "LeftLowerArm", "LeftHand",
    "RightShoulder", "RightUpperArm", "RightLowerArm", "RightHand",
    "LeftUpperLeg", "LeftLowerLeg", "LeftFoot", "LeftToes",
    "RightUpperLeg", "RightLowerLeg", "RightFoot", "RightToes",
)
PARENTS: tuple[int, ...] = (-1, 0, 1, 2, 3, 4, 3, 6, 7, 8, 3, 10, 11, 12, 0, 14, 15, 16, 0, 18, 19, 20)
INDEX: dict[str, int] = {name: number for number, name in enumerate(JOINTS)}


@dataclass(frozen=True)
class Motion:
    """A performance in frames, one row a frame of the shot, from local frame 0.

    ``root`` (F, 3) float32: world position of the Hips joint, metres. ``rotations`` (F, J, 4) float32: unit
    quaternions (x, y, z, w), each joint's rotation relative to its parent (Hips relative to the world).
    ``contacts`` (F, 4) bool: left heel, left toe, right heel, right toe bear on the ground.
    ``jaw`` (F,) float32 from 0 (shut) to 1 (wide open).
    """

    root: NDArray[np.float32]
    rotations: NDArray[np.float32]
    contacts: NDArray[np.bool_]
    jaw: NDArray[np.float32]


def rotate(quaternion: NDArray[np.floating], vector: NDArray[np.floating]) -> NDArray[np.floating]:
    """Vectors (..., 3) turned by unit quaternions (..., 4) in x, y, z, w order."""
    axis, w = quaternion[..., :3], quaternion[..., 3:]
    twice = 2.0 * np.cross(axis, vector)
    return vector + w * twice + np.cross(axis, twice)


def multiply(first: NDArray[np.floating], second: NDArray[np.floating]) -> NDArray[np.floating]:
    """The quaternions (..., 4) that turn by ``second`` and then by ``first``."""
    ax, ay, az, aw = np.moveaxis(first, -1, 0)
    bx, by, bz, bw = np.moveaxis(second, -1, 0)
    return np.stack([
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
        aw * bw - ax * bx - ay * by - az * bz,
    ], axis=-1)


def forward(motion: Motion, rest: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """World positions (F, J, 3) in metres and world rotations (F, J, 4) of every joint.

    ``rest`` (J, 3) are the body's rest positions (world.mesh.SkinnedBody.rest).
    """
    frames = motion.root.shape[0]
    positions = np.zeros((frames, len(JOINTS), 3))
    turns = np.zeros((frames, len(JOINTS), 4))
    for joint, parent in enumerate(PARENTS):
        local = motion.rotations[:, joint].astype(np.float64)
        if parent < 0:
            positions[:, joint], turns[:, joint] = motion.root, local
            continue
        offset = (rest[joint] - rest[parent]).astype(np.float64)
        positions[:, joint] = positions[:, parent] + rotate(turns[:, parent], offset[None, :])
        turns[:, joint] = multiply(turns[:, parent], local)
    return positions, turns


_DEFAULT_M = {  # for a body of 1.72 m: forward, left, up
    "Hips": (0.0, 0.0, 0.95), "Spine": (-0.005, 0.0, 1.05), "Chest": (-0.01, 0.0, 1.17),
    "UpperChest": (-0.01, 0.0, 1.30), "Neck": (-0.005, 0.0, 1.45), "Head": (0.015, 0.0, 1.54),
    "Shoulder": (0.0, 0.035, 1.41), "UpperArm": (-0.01, 0.175, 1.42), "LowerArm": (-0.015, 0.45, 1.42),
    "Hand": (-0.01, 0.695, 1.42), "UpperLeg": (0.0, 0.092, 0.91), "LowerLeg": (0.012, 0.092, 0.495),
    "Foot": (-0.02, 0.092, 0.085), "Toes": (0.11, 0.098, 0.022),
}


def default_rest(height_m: float = 1.72) -> NDArray[np.float32]:
    """Rest positions (J, 3) float32, metres, of an average body of ``height_m``, where no real body is at hand."""
    rows = []
    for joint in JOINTS:
        x, y, z = _DEFAULT_M[joint.removeprefix("Left").removeprefix("Right")]
        rows.append((x, -y if joint.startswith("Right") else y, z))
    return (np.array(rows) * (height_m / 1.72)).astype(np.float32)


def heel_offsets(rest: NDArray[np.float32]) -> NDArray[np.float64]:
    """Where the left and right heel's sole lies from the Foot joint in the rest pose, (2, 3) metres."""
    offsets = np.zeros((2, 3))
    for side, (foot, toes) in enumerate((("LeftFoot", "LeftToes"), ("RightFoot", "RightToes"))):
        length = float(np.linalg.norm(rest[INDEX[toes], :2] - rest[INDEX[foot], :2]))
        offsets[side] = (-0.32 * length, 0.0, -float(rest[INDEX[foot], 2]))
    return offsets


def contact_points(motion: Motion, rest: NDArray[np.float32]) -> NDArray[np.float64]:
    """World places (F, 4, 3) in metres of left heel, left toe, right heel, right toe, as in ``Motion.contacts``.

    A heel is its sole's point, a toe is the Toes joint (the ball of the foot), which rests a little above the ground.
    """
    positions, turns = forward(motion, rest)
    points = np.zeros((positions.shape[0], 4, 3))
    for side, name in enumerate(("Left", "Right")):
        foot = INDEX[f"{name}Foot"]
        heel = heel_offsets(rest)[side]
        points[:, 2 * side] = positions[:, foot] + rotate(turns[:, foot], heel[None, :])
        points[:, 2 * side + 1] = positions[:, INDEX[f"{name}Toes"]]
    return points
