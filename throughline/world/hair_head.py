"""The skull as a surface that hair and hats stand on."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from throughline.world.body_face import eye_frame
from throughline.world.body_shape import Shape
from throughline.world.wardrobe_shell import Floats

HATS = ("beanie", "cap", "hat")
BAND = 0.028


class Head:
    """The skull as distances from ``centre``, between the ears; ``size`` is 1 for an adult's head."""

    def __init__(self, shape: Shape) -> None:
        points, region = shape.block("skin"), shape.basis.regions
        left, right, radius = eye_frame(shape)
        chosen = points[(region["head"] > 0.5) & (region["ears"] < 0.3) & (region["socket"] < 0.5)
                        & (region["mouth"] < 0.5) & (points[:, 2] > left[2] - 9.0 * radius)]
        high = chosen[chosen[:, 2] > left[2]]
        self.eye, self.radius = 0.5 * (left + right), radius
        self.centre = np.array([0.5 * (high[:, 0].min() + high[:, 0].max()), 0.0, left[2] + 0.3 * radius])
        offsets = chosen - self.centre
        self.reach = np.linalg.norm(offsets, axis=1)
        self.tree = cKDTree(offsets / self.reach[:, None])
        self.size = float(np.ptp(high[:, 0])) / 0.195

    def surface(self, directions: Floats) -> Floats:
        """Points of the skull (..., 3) in unit ``directions`` (..., 3) from the centre."""
        distance, near = self.tree.query(directions.reshape(-1, 3), k=6)
        share = 1.0 / (distance + 0.03) ** 2
        reach = (self.reach[near] * share).sum(axis=1) / share.sum(axis=1)
        return np.asarray(self.centre + directions * reach.reshape(directions.shape[:-1])[..., None])


def hat_frame(head: Head) -> tuple[Floats, Floats, Floats, Floats]:
    """Centre, left, ahead and up of a hat: tipped back a little, its band BAND above the centre."""
    up = np.array([-0.16, 0.0, 1.0]) / np.hypot(0.16, 1.0)
    return head.centre, np.array([0.0, 1.0, 0.0]), np.array([up[2], 0.0, -up[0]]), up


def under_hat(head: Head, directions: Floats) -> Floats:
    """How much (...,) hair in ``directions`` is pressed by a hat: 1 under it, 0 below its band."""
    _, _, _, up = hat_frame(head)
    return np.asarray(np.clip((directions @ up - BAND / 0.10 + 0.10) / 0.12, 0.0, 1.0))
