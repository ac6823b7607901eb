"""Where something that only travels, a vehicle, is in every frame of its path."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from throughline.film.blocking import Waypoint

Rows = NDArray[np.float64]


def along(path: Sequence[Waypoint], frames: int) -> Rows:
    """(F, 4) x, y, z and facing of a vehicle's path at every frame, joined by a smooth monotone curve in time; of two
    points at one frame the later told counts."""
    path = list({way.frame: way for way in sorted(path, key=lambda way: way.frame)}.values())
    times = np.arange(frames, dtype=np.float64)
    rows = np.array([[way.x, way.y, way.z] for way in path], dtype=np.float64)
    facings = np.unwrap(_facings(path, rows))
    values = np.concatenate([rows, facings[:, None]], axis=1)
    if len(path) == 1:
        return np.repeat(values, frames, axis=0)
    keys = np.array([way.frame for way in path], dtype=np.float64)
    if len(path) == 2:
        share = np.clip((times - keys[0]) / (keys[1] - keys[0]), 0.0, 1.0)[:, None]
        return np.asarray(values[0] * (1 - share) + values[1] * share)
    from scipy.interpolate import PchipInterpolator  # heavy to load, and few paths bend

    curve = PchipInterpolator(keys, values, axis=0)
    return np.asarray(curve(np.clip(times, keys[0], keys[-1])))


def _facings(path: Sequence[Waypoint], rows: Rows) -> Rows:
    facings, last = [], 0.0
    for number, way in enumerate(path):
        if way.facing is not None:
            last = way.facing
        else:
            step = rows[min(number + 1, len(rows) - 1)] - rows[max(0, min(number, len(rows) - 2))]
            if np.hypot(step[0], step[1]) > 1e-3:
                last = float(np.arctan2(step[1], step[0]))
        facings.append(last)
    return np.array(facings)
