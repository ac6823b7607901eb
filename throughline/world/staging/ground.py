"""The ground under people's feet: pavements and platforms are higher than the road, and one steps up and down."""

from __future__ import annotations

import msgspec

from throughline.film.blocking import Moment, Performance, Waypoint
from throughline.film.setplan import SetPlan

STRIDE = 0.3
PIECES = 40


def height_at(plan: SetPlan, x: float, y: float) -> float:
    """The height in metres of the ground at a place."""
    return max((box.height for box in plan.raised if box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1), default=0.0)


def grounded(plan: SetPlan, performance: Performance) -> Performance:
    """The performance with its way and its resting places on the ground that the set has there."""
    if not plan.raised:
        return performance
    path: list[Waypoint] = []
    for way in performance.path:
        here = msgspec.structs.replace(way, z=way.z + height_at(plan, way.x, way.y))
        if path and abs(here.z - path[-1].z) > 1e-6:
            path.extend(_step(plan, path[-1], here))
        path.append(here)
    moments = tuple(_lifted(plan, moment) for moment in performance.moments)
    return msgspec.structs.replace(performance, path=tuple(path), moments=moments)


def _step(plan: SetPlan, first: Waypoint, last: Waypoint) -> list[Waypoint]:
    """The two places where the foot leaves one level and takes the next, half a stride each side of the edge."""
    span = last.frame - first.frame
    length = max(1e-6, ((last.x - first.x) ** 2 + (last.y - first.y) ** 2) ** 0.5)
    for number in range(1, PIECES + 1):
        share = number / PIECES
        x, y = first.x + (last.x - first.x) * share, first.y + (last.y - first.y) * share
        if abs(height_at(plan, x, y) - height_at(plan, first.x, first.y)) > 1e-6:
            break
    reach = min(0.45, STRIDE / length)
    shares = max(0.01, share - reach), min(0.99, share + reach)
    return [Waypoint(frame=first.frame + span * at, x=first.x + (last.x - first.x) * at,
                     y=first.y + (last.y - first.y) * at, z=level)
            for at, level in zip(shares, (first.z, last.z), strict=True)]


def _lifted(plan: SetPlan, moment: Moment) -> Moment:
    """A seat or bed that is the bare ground lies as high as the ground."""
    if moment.at is None or moment.at[2] != 0.0:
        return moment
    x, y, _z = moment.at
    return msgspec.structs.replace(moment, at=(x, y, height_at(plan, x, y)))
