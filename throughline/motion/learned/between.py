"""The in-betweener: what a body does between poses that are known, from how it moved before and where it must arrive.

It gives what is to be added to plain interpolation. Source of the form: Oreshkin et al., Motion In-Betweening via
Deep Delta-Interpolator, 2022.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import numpy as np
from scipy.spatial.transform import Rotation, Slerp

from throughline.motion.ik import Floats
from throughline.motion.learned import pose_code
from throughline.motion.learned.controls import Way
from throughline.motion.learned.network import Array, Weights, answered, loaded
from throughline.motion.skeleton import Motion

PAST = 10
"""Known frames before a gap."""
EXTRA = 4
WIDTH = pose_code.WIDTH + EXTRA


@cache
def weights() -> Weights:
    """The trained in-betweener that ships with the package."""
    return loaded(resources.files("throughline.motion.learned").joinpath("between.npz"))


def interpolated(root: Floats, rotations: Floats, begin: int, end: int) -> tuple[Floats, Floats]:
    """Root (F, 3) and rotations (F, J, 4) with frames ``begin`` to ``end`` - 1 drawn straight from the frame before to
    frame ``end``."""
    root, rotations = root.copy(), rotations.copy()
    part = np.arange(1, end - begin + 1) / (end - begin + 1)
    root[begin:end] = root[begin - 1] + (root[end] - root[begin - 1]) * part[:, None]
    for joint in range(rotations.shape[1]):
        ends = Rotation.from_quat(rotations[[begin - 1, end], joint])
        rotations[begin:end, joint] = Slerp([0.0, 1.0], ends)(part).as_quat()
    return root, rotations


def seen(root: Floats, rotations: Floats, begin: int, end: int, hips_m: float) -> tuple[Floats, Way]:
    """What the network is told (F, WIDTH) of a window interpolated between ``begin`` and ``end``, and the frame (as a
    Way that stands still) in which it sees the poses: that of the last known pose."""
    last = rotations[begin - 1, 0]
    ahead = Rotation.from_quat(last).apply([1.0, 0.0, 0.0])
    frames = len(root)
    place = np.tile(np.array([root[begin - 1, 0], root[begin - 1, 1], 0.0]), (frames, 1))
    way = Way(np.arange(frames) / 30.0, place, np.full(frames, np.arctan2(ahead[1], ahead[0])))
    code = pose_code.encoded(root, rotations, way, hips_m)
    index = np.arange(frames)
    known = ((index < begin) | (index >= end)).astype(np.float64)
    since, until = (index - (begin - 1)) / 30.0, (end - index) / 30.0
    extra = np.stack([known, np.clip(since, -1.0, 2.0), np.clip(until, -1.0, 2.0),
                      np.full(frames, (end - begin) / 30.0)], axis=-1)
    return np.concatenate([code, extra], axis=-1), way


def filled(motion: Motion, begin: int, end: int, hips_m: float) -> Motion:
    """The motion with frames ``begin`` to ``end`` - 1 made anew, at 30 frames a second; ``PAST`` frames before them and
    frame ``end`` are relied on, contacts are left as they are. ``hips_m`` is how high the hips stand at rest."""
    net = weights()
    first = max(0, begin - PAST)
    cut = slice(first, end + 1)
    root, rotations = interpolated(motion.root[cut].astype(np.float64), motion.rotations[cut].astype(np.float64),
                                   begin - first, end - first)
    told, way = seen(root, rotations, begin - first, end - first, hips_m)
    rows: Array = ((told - net["told_mean"]) / net["told_scale"]).astype(np.float32)
    code = told[:, :pose_code.WIDTH] + answered(net, rows) * net["shown_scale"]
    new_root, new_turns = pose_code.decoded(code.astype(np.float64), way, hips_m)
    out_root, out_turns = motion.root.copy(), motion.rotations.copy()
    gap = slice(begin - first, end - first)
    out_root[begin:end], out_turns[begin:end] = new_root[gap], new_turns[gap]
    return Motion(out_root, out_turns, motion.contacts, motion.jaw)
