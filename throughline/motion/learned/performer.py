"""The performer: poses of the whole body for a way and footsteps."""

from __future__ import annotations

import numpy as np

from throughline.motion.learned.network import Array, Weights, answered

MOOD = 8
"""Numbers that say how this person moves, beside the controls: drawn once a person, they make variety."""


def performed(weights: Weights, told: Array, mood: Array) -> tuple[Array, Array]:
    """Poses (F, pose_code.WIDTH) and the four contacts' weights (F, 4) for controls (F, controls.WIDTH) and a mood
    (``MOOD``,), all float32."""
    rows = (told - weights["told_mean"]) / weights["told_scale"]
    rows = np.concatenate([rows, np.broadcast_to(mood, (len(rows), MOOD))], axis=1).astype(np.float32)
    out = answered(weights, rows)
    shown = out[:, :-4] * weights["shown_scale"] + weights["shown_mean"]
    return np.asarray(shown, dtype=np.float32), np.asarray(1.0 / (1.0 + np.exp(-out[:, -4:])), dtype=np.float32)
