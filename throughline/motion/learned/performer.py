"""The performer: poses of the whole body for a way and footsteps."""

from __future__ import annotations

import numpy as np

from throughline.motion.learned.network import Array, Weights, answered

MOOD = 8
"""Numbers that say how this person moves, beside the controls: drawn once a person, they make variety."""


def performed(weights: Weights, told: Array, mood: Array) -> Array:
    """Poses (F, pose_code.WIDTH) for controls (F, controls.WIDTH) and moods (F, ``MOOD``), all float32."""
    rows = (told - weights["told_mean"]) / weights["told_scale"]
    out = answered(weights, np.concatenate([rows, mood], axis=1).astype(np.float32))
    return np.asarray(out[:, :-4] * weights["shown_scale"] + weights["shown_mean"], dtype=np.float32)
