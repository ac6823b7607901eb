"""The ground under people's feet: pavements, platforms and stairs lie higher than the road; one steps up and down."""

from __future__ import annotations

import math
from itertools import pairwise

import msgspec
import numpy as np

from throughline.film.blocking import Moment, Performance, Waypoint
from throughline.film.setplan import SetPlan
from throughline.motion.ground import Ground, of_set

STRIDE_M = 0.3
SAMPLE_M = 0.03
TREAD_M = 0.65
"""A level between two edges no further apart is a tread of stairs."""
STAIRS_SLOWER = 2.0
"""Who climbs takes so many times longer for a metre of way; the rest of the way makes up for it."""


def height_at(plan: SetPlan, x: float, y: float) -> float:
    """The height in metres of the ground at a place."""
    return max((box.height for box in plan.raised if box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1), default=0.0)


def grounded(plan: SetPlan, performance: Performance) -> Performance:
    """The performance with its way and its resting places on the ground that the set has there."""
    if not plan.raised:
        return performance
    land, path = of_set(plan), list[Waypoint]()
    for way in performance.path:
        here = msgspec.structs.replace(way, z=way.z + height_at(plan, way.x, way.y))
        if path:
            path.extend(_steps(land, path[-1], here))
        path.append(here)
    moments = tuple(_lifted(plan, moment) for moment in performance.moments)
    return msgspec.structs.replace(performance, path=tuple(path), moments=moments)


def _steps(land: Ground, first: Waypoint, last: Waypoint) -> list[Waypoint]:
    """A place on every level that the line from ``first`` to ``last`` crosses: half a stride from a single edge, the
    middle of each tread of stairs."""
    length = math.hypot(last.x - first.x, last.y - first.y)
    shares = np.linspace(0.0, 1.0, max(2, math.ceil(length / SAMPLE_M)) + 1)
    level = land.level(first.x + (last.x - first.x) * shares, first.y + (last.y - first.y) * shares)
    edges = np.flatnonzero(np.abs(np.diff(level)) > 1e-6)
    if length < SAMPLE_M or not len(edges):
        return []
    bounds = [0.0, *(length * 0.5 * (shares[edges] + shares[edges + 1])).tolist(), length]
    heights = [*level[edges].tolist(), float(level[-1])]
    spans = list(pairwise(bounds))
    treads = [0 < number < len(spans) - 1 and b - a < TREAD_M for number, (a, b) in enumerate(spans)]
    cost = [(b - a) * (STAIRS_SLOWER if tread else 1.0) for (a, b), tread in zip(spans, treads, strict=True)]
    clock = np.concatenate([[0.0], np.cumsum(cost)]) / sum(cost)
    above = first.z - float(level[0]), last.z - float(level[-1])
    found = []
    for number, ((a, b), height) in enumerate(zip(spans, heights, strict=True)):
        for gone in _places(a, b, number == 0, number == len(spans) - 1):
            share, part = float(np.interp(gone, bounds, clock)), gone / length
            found.append(Waypoint(frame=first.frame + (last.frame - first.frame) * share,
                                  x=first.x + (last.x - first.x) * part, y=first.y + (last.y - first.y) * part,
                                  z=height + above[0] + (above[1] - above[0]) * part))
    return found


def _places(a: float, b: float, begins: bool, ends: bool) -> list[float]:
    """Where on a level from ``a`` to ``b`` metres a foot is set by who came from and goes on to another level."""
    middle = 0.5 * (a + b)
    if begins:
        return [max(b - STRIDE_M, middle)]
    if ends:
        return [min(a + STRIDE_M, middle)]
    return [middle] if b - a < 2.0 * STRIDE_M else [a + STRIDE_M, b - STRIDE_M]


def _lifted(plan: SetPlan, moment: Moment) -> Moment:
    """A seat or bed that is the bare ground lies as high as the ground."""
    if moment.at is None or moment.at[2] != 0.0:
        return moment
    x, y, _z = moment.at
    return msgspec.structs.replace(moment, at=(x, y, height_at(plan, x, y)))
