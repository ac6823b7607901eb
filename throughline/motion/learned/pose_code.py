"""A pose as the network says it: the hips against the way, and every joint's turn as six numbers.

Source: Zhou et al., On the Continuity of Rotation Representations in Neural Networks, CVPR 2019 (six numbers).
"""

from __future__ import annotations

import numpy as np
from scipy.spatial.transform import Rotation

from throughline.motion.ik import Floats
from throughline.motion.learned.controls import Way, into
from throughline.motion.skeleton import JOINTS

WIDTH = 3 + 6 * len(JOINTS)


def encoded(root: Floats, rotations: Floats, way: Way, hips_m: float) -> Floats:
    """Poses (F, WIDTH): the hips' place in the body's frame (ahead, aside, over the ground; in hip heights), then the
    first two columns of every joint's rotation, that of the hips against the heading."""
    aside = into(way.place[:, :2], way.heading, root[:, :2]) / hips_m
    high = (root[:, 2] - way.place[:, 2]) / hips_m
    turns = Rotation.from_quat(rotations.reshape(-1, 4)).as_matrix().reshape(len(root), len(JOINTS), 3, 3)
    turns[:, 0] = _yaw(-way.heading) @ turns[:, 0]
    six = np.concatenate([turns[..., 0], turns[..., 1]], axis=-1)
    return np.concatenate([aside, high[:, None], six.reshape(len(root), -1)], axis=-1)


def decoded(code: Floats, way: Way, hips_m: float) -> tuple[Floats, Floats]:
    """The hips' world places (F, 3) and local rotations (F, J, 4) that poses (F, WIDTH) say."""
    cos, sin = np.cos(way.heading), np.sin(way.heading)
    ahead, aside = code[:, 0] * hips_m, code[:, 1] * hips_m
    root = np.stack([way.place[:, 0] + cos * ahead - sin * aside, way.place[:, 1] + sin * ahead + cos * aside,
                     way.place[:, 2] + code[:, 2] * hips_m], axis=-1)
    six = code[:, 3:].reshape(len(code), len(JOINTS), 6)
    first = six[..., :3] / np.maximum(np.linalg.norm(six[..., :3], axis=-1, keepdims=True), 1e-8)
    second = six[..., 3:] - (first * six[..., 3:]).sum(axis=-1, keepdims=True) * first
    second /= np.maximum(np.linalg.norm(second, axis=-1, keepdims=True), 1e-8)
    turns = np.stack([first, second, np.cross(first, second)], axis=-1)
    turns[:, 0] = _yaw(way.heading) @ turns[:, 0]
    return root, Rotation.from_matrix(turns.reshape(-1, 3, 3)).as_quat().reshape(len(code), len(JOINTS), 4)


def _yaw(angle: Floats) -> Floats:
    return np.asarray(Rotation.from_euler("z", angle[:, None]).as_matrix())
