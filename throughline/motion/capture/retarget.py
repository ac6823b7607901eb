"""Capture on the one skeleton: rotations carried over, the way scaled to the legs, feet that stay where they bear."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from throughline.motion.capture.clip import Clip, Floats
from throughline.motion.pose import conjugate
from throughline.motion.skeleton import JOINTS, PARENTS, Motion, contact_points, multiply

SLOW_M_S, SLOW_SHARE = 0.42, 0.36
"""A foot point bears below this speed, or below this share of the body's speed where that is more."""
NEAR_M = 0.07
SHORTEST_S = 0.08


def retarget(clip: Clip, rest: NDArray[np.float32]) -> Motion:
    """The take on a body with the rest places ``rest`` (J, 3), at the take's own rate, with contacts found.

    The height of the hips follows from the feet: what bears lies on the ground.
    """
    world = _all_joints(clip)
    local = world.copy()
    for joint, parent in enumerate(PARENTS):
        if parent >= 0:
            local[:, joint] = multiply(conjugate(world[:, parent]), world[:, joint])
    scale = float(rest[0, 2]) / clip.hip_height
    motion = Motion((clip.hips * scale).astype(np.float32), local.astype(np.float32),
                    np.zeros((clip.frames, 4), dtype=bool), np.zeros(clip.frames, dtype=np.float32))
    places = contact_points(motion, rest)
    ground = _ground(places, clip.rate)
    root = motion.root.astype(np.float64) - np.stack([0.0 * ground, 0.0 * ground, ground], axis=-1)
    motion = Motion(root.astype(np.float32), motion.rotations, motion.contacts, motion.jaw)
    return Motion(motion.root, motion.rotations, bearing(contact_points(motion, rest), motion.root, clip.rate),
                  motion.jaw)


def _all_joints(clip: Clip) -> Floats:
    """World rotations (F, J, 4) of all our joints; one that the take lacks turns with its parent."""
    at = {name: number for number, name in enumerate(clip.names)}
    world = np.zeros((clip.frames, len(JOINTS), 4))
    for joint, name in enumerate(JOINTS):
        world[:, joint] = clip.turns[:, at[name]] if name in at else world[:, PARENTS[joint]]
    return world


def speeds(places: Floats, rate: float) -> Floats:
    """Speeds (F, ...) in m/s of points (F, ..., 3), central differences."""
    return np.asarray(np.linalg.norm(np.gradient(places, axis=0) * rate, axis=-1))


def _ground(places: Floats, rate: float) -> Floats:
    """The height (F,) of the ground under the lowest still foot point, drawn through the frames where one is still."""
    lowest = places[..., 2].min(axis=1)
    still = speeds(places, rate).min(axis=1) < 0.35
    if still.sum() < 2:
        return np.full(len(places), float(np.quantile(lowest, 0.1)))
    height = np.interp(np.arange(len(places)), np.flatnonzero(still), lowest[still])
    return np.asarray(gaussian_filter1d(height, 0.12 * rate))


def bearing(places: Floats, root: NDArray[np.floating], rate: float) -> NDArray[np.bool_]:
    """Which of the foot points (F, 4, 3) bear on the ground at height 0: near it and slow, for long enough."""
    pace = np.linalg.norm(np.gradient(root[:, :2].astype(np.float64), axis=0) * rate, axis=-1)
    limit = np.maximum(SLOW_M_S, SLOW_SHARE * gaussian_filter1d(pace, 0.1 * rate))
    down = (speeds(places, rate) < limit[:, None]) & (places[..., 2] < NEAR_M)
    least = max(1, round(SHORTEST_S * rate))
    for point in range(4):
        down[:, point] = _longer(down[:, point], least)
    return np.asarray(down, dtype=bool)


def _longer(flags: NDArray[np.bool_], least: int) -> NDArray[np.bool_]:
    """The flags with holes and runs shorter than ``least`` frames taken out, holes first."""
    kept = flags.copy()
    for value in (False, True):
        edges = np.flatnonzero(np.diff(kept.astype(np.int8))) + 1
        for begin, end in zip([0, *edges], [*edges, len(kept)], strict=True):
            if end - begin < least and kept[begin] == value and 0 < begin and end < len(kept):
                kept[begin:end] = not value
    return kept

