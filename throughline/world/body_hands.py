"""Fingers bent at their joints: the relaxed hand that every body has at rest, and the shapes of its hands.

A point between two bones turns by its share of the joint's angle, so that knuckles bend round instead of folding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.motion.hand_shapes import POSES

Floats = NDArray[np.float64]
FINGERS = ("Thumb", "Index", "Middle", "Ring", "Pinky")


@dataclass(frozen=True)
class Pose:
    """Angles in degrees. ``thumb``: towards the fingers, under the palm, then the bend of its three joints, all from
    where the body has it; ``fingers`` from index to little finger: aside to the thumb, then the bend of the three
    joints from straight."""

    thumb: tuple[float, float, float, float, float]
    fingers: tuple[tuple[float, float, float, float], ...]


RELAXED = Pose((14, 12, 4, 8, 14), ((1, 22, 26, 12), (0, 29, 31, 15), (-1, 33, 35, 17), (-3, 35, 36, 18)))
HANDS: dict[str, Pose] = {
    "Curl": Pose((24, 28, 12, 16, 24), ((1, 38, 66, 34), (0, 44, 72, 38), (-1, 48, 74, 40), (-3, 50, 74, 40))),
    "Fist": Pose((34, 42, 24, 34, 50), ((0, 78, 98, 62), (0, 82, 100, 64), (0, 82, 98, 64), (0, 80, 94, 62))),
    "Grip": Pose((26, 50, 14, 18, 26), ((2, 58, 74, 40), (0, 64, 78, 44), (-1, 68, 80, 44), (-3, 72, 78, 44))),
    "Hold": Pose((4, 44, 4, 6, 16), ((3, 42, 42, 22), (0, 46, 44, 24), (-3, 48, 46, 26), (-6, 50, 48, 26))),
    "Open": Pose((-4, 4, 0, 0, 2), ((7, 2, 5, 3), (1, 3, 6, 3), (-5, 4, 7, 4), (-12, 6, 8, 4))),
    "Point": Pose((30, 44, 20, 24, 34), ((2, 4, 8, 4), (0, 74, 90, 56), (0, 78, 94, 58), (-1, 76, 90, 56))),
}


def hand_poses(points: Floats, joints: Floats, weights: Floats) -> tuple[Floats, dict[str, Floats]]:
    """The skin's ``points`` (N, 3) with relaxed hands, and by shape what it adds (N, 3) to them.

    ``joints`` (40, 3): three joints and the tip of every finger, left hand first, from thumb to little finger;
    ``weights`` (N, 30) how much each finger bone has of each point. Hands lie along Y, palms down.
    """
    rest = points.copy()
    shapes: dict[str, Floats] = {}
    for side, name in enumerate(("Left", "Right")):
        hand = _Hand(points, joints[20 * side:20 * side + 20].reshape(5, 4, 3), weights[:, 15 * side:15 * side + 15])
        rest[hand.rows] = hand.posed(RELAXED)
        for pose in POSES:
            offsets = np.zeros_like(points)
            offsets[hand.rows] = hand.posed(HANDS[pose]) - rest[hand.rows]
            shapes[name + pose] = offsets
    return rest, shapes


class _Hand:
    """One hand: the ``rows`` of the points that its fingers move, and the ways along it, to the palm and across."""

    def __init__(self, points: Floats, joints: Floats, weights: Floats) -> None:
        self.rows = np.flatnonzero(weights.sum(axis=1) > 1e-3)
        self.points, self.joints = points[self.rows], joints
        self.shares = weights[self.rows].reshape(-1, 5, 3)[:, :, ::-1].cumsum(axis=2)[:, :, ::-1]
        across = joints[4, 0] - joints[1, 0]
        self.along = np.array([0.0, np.sign(joints[1, 0, 1]), 0.0])
        self.across = _unit(across - (across @ self.along) * self.along)
        palm = np.cross(self.along, self.across)
        self.palm = palm if palm[2] < 0.0 else -palm

    def posed(self, pose: Pose) -> Floats:
        moved = self.points.copy()
        for number in range(5):
            turns = self._thumb(pose.thumb) if number == 0 else self._finger(number, pose.fingers[number - 1])
            own = self.points
            for joint, axis, angle in turns:
                own = _about(own, self.joints[number, joint], axis, angle * self.shares[:, number, joint])
            moved += own - self.points
        return moved

    def _finger(self, number: int, angles: tuple[float, float, float, float]) -> Iterator[tuple[int, Floats, float]]:
        """Every turn of a finger as (joint, axis, radians), from the tip to the knuckle, about places at rest."""
        bones = np.diff(self.joints[number], axis=0)
        own = _unit(np.cross(bones[0], self.palm))
        for joint in (2, 1):
            yield joint, own, np.radians(angles[1 + joint]) - _angle(bones[joint - 1], bones[joint], own)
        aside = np.cross(self.along, -self.across)
        yield 0, aside, np.radians(angles[0]) - _angle(self.along, bones[0], aside)
        bend = np.cross(self.along, self.palm)
        yield 0, bend, np.radians(angles[1]) - _angle(self.along, bones[0], bend)

    def _thumb(self, angles: tuple[float, float, float, float, float]) -> Iterator[tuple[int, Floats, float]]:
        bones = np.diff(self.joints[0], axis=0)
        for joint in (2, 1, 0):
            way = bones[joint] / np.linalg.norm(bones[joint])
            axis = _unit(np.cross(way, 0.8 * self.across + 0.6 * self.palm))
            yield joint, axis, np.radians(angles[2 + joint])
        yield 0, np.cross(-self.across, self.along), np.radians(angles[0])
        yield 0, np.cross(-self.across, self.palm), np.radians(angles[1])


def _unit(way: Floats) -> Floats:
    return np.asarray(way / np.linalg.norm(way))


def _angle(one: Floats, other: Floats, axis: Floats) -> float:
    """By how much ``one`` turns about ``axis`` to lie over ``other``."""
    one, other = one - (one @ axis) * axis, other - (other @ axis) * axis
    return float(np.arctan2(np.cross(one, other) @ axis, one @ other))


def _about(points: Floats, centre: Floats, axis: Floats, angle: Floats) -> Floats:
    """Points (N, 3) turned about ``axis`` through ``centre``, each by its own ``angle`` (N,)."""
    gap = points - centre
    cos, sin = np.cos(angle)[:, None], np.sin(angle)[:, None]
    return np.asarray(centre + gap * cos + np.cross(axis, gap) * sin + (gap @ axis)[:, None] * axis * (1.0 - cos))
