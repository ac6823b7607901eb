"""Whether a place for the camera is free, and whether it sees its subject past the set."""

from __future__ import annotations

import numpy as np

from throughline.film.setplan import SetPlan
from throughline.world.camera.track import Points

MARGIN = 0.3
NEAR = 0.5
"""Metres within which nothing is looked for between the camera and what it sees."""


class Obstacles:
    """The set's obstacles as arrays, for one camera after another."""

    def __init__(self, plan: SetPlan):
        self._ceiling = np.inf if plan.ceiling is None else plan.ceiling - 0.15
        self._low = np.array([(box.x0, box.y0, 0.0) for box in plan.obstacles]).reshape(-1, 3)
        self._high = np.array([(box.x1, box.y1, box.height) for box in plan.obstacles]).reshape(-1, 3)

    def leave_free(self, place: Points) -> bool:
        """Whether ``place`` (3,) is outside all obstacles that reach its height, and indoors not above the ceiling."""
        inside = (self._low[:, :2] - MARGIN < place[:2]).all(axis=1) & (self._high + MARGIN > place).all(axis=1)
        return bool(place[2] <= self._ceiling) and not inside.any()

    def let_see(self, place: Points, targets: Points) -> bool:
        """Whether nothing of the set stands between the camera and 30 cm before any of its ``targets`` (N, 3)."""
        away = targets - place
        distance = np.linalg.norm(away, axis=1)
        away = away[distance >= NEAR] * (1.0 - 0.3 / distance[distance >= NEAR, None])
        if not len(away) or not len(self._low):
            return True
        level = np.abs(away) < 1e-9
        step = np.where(level, 1.0, away)[:, None]
        one, other = (self._low - place) / step, (self._high - place) / step
        within = (self._low <= place) & (place <= self._high)
        near = np.where(level[:, None], np.where(within, -np.inf, np.inf), np.minimum(one, other))
        far = np.where(level[:, None], np.where(within, np.inf, -np.inf), np.maximum(one, other))
        crossed = np.maximum(near.max(axis=2), 0.0) <= np.minimum(far.min(axis=2), 1.0)
        return not crossed.any()
