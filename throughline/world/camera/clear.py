"""Whether a place for the camera is free, and whether it sees its subject past the set."""

from __future__ import annotations

import numpy as np

from throughline.film.setplan import Box, SetPlan
from throughline.world.camera.track import Points

MARGIN = 0.3


def stands_free(plan: SetPlan, place: Points) -> bool:
    """Outside every obstacle that reaches the camera's height, and indoors not above the ceiling."""
    if plan.ceiling is not None and place[2] > plan.ceiling - 0.15:
        return False
    return not any(box.x0 - MARGIN < place[0] < box.x1 + MARGIN and box.y0 - MARGIN < place[1] < box.y1 + MARGIN
                   and place[2] < box.height + MARGIN for box in plan.obstacles)


def _crossing(box: Box, start: Points, end: Points) -> bool:
    """Whether the segment passes through the box (slab method)."""
    low = np.array([box.x0, box.y0, 0.0])
    high = np.array([box.x1, box.y1, box.height])
    step = end - start
    first, last = 0.0, 1.0
    for axis in range(3):
        if abs(step[axis]) < 1e-9:
            if not low[axis] <= start[axis] <= high[axis]:
                return False
            continue
        near, far = sorted(((low[axis] - start[axis]) / step[axis], (high[axis] - start[axis]) / step[axis]))
        first, last = max(first, near), min(last, far)
        if first > last:
            return False
    return True


def sees(plan: SetPlan, place: Points, target: Points) -> bool:
    """Whether nothing of the set stands between the camera and 30 cm before its target."""
    away = target - place
    distance = float(np.linalg.norm(away))
    if distance < 0.5:
        return True
    end = place + away * (1.0 - 0.3 / distance)
    return not any(_crossing(box, place, end) for box in plan.obstacles)
