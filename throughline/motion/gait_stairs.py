"""Feet on uneven ground: kerbs, platforms and stairs under a route, treads that give the step its length, prints that
lie whole on what they stand on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

from throughline.motion.gait import Gait
from throughline.motion.gait_feet import Foot, Sole, sole
from throughline.motion.gait_steps import Plants, Steps
from throughline.motion.ground import Ground
from throughline.motion.path import Floats, Route, Track
from throughline.motion.pose import axis_turn
from throughline.motion.skeleton import INDEX, heel_offsets, rotate

SAMPLE_M, ROUND_M = 0.02, 0.20
"""Hips travel over the ground rounded over some such way."""
ON_GROUND_M = 0.05
SEEN_M = 0.65
"""Edges within this reach before and behind make stairs when there are two or more."""
MOVED_M, TRIED = 0.26, 53
"""A print moves by no more than this to lie whole on its tread."""
EDGE_M = 0.004
MOST_RATE = 2.4
"""Treads a second that somebody who walks takes one by one."""
AHEAD_S = 0.2
"""So long before a step down the hips begin to sink for it."""
CLEAR_M = 0.012
ARMS_OUT = 0.25
LEAN_UP, LEAN_DOWN = 0.30, 0.06
"""How far arms are held out, a trunk leans forwards for each metre that a metre of way climbs, and back where it
descends (radians)."""


@dataclass(frozen=True)
class Climb:
    """The ground along a route, on its grid (T,): ``height`` rounded metres, ``grade`` metres up for a metre of way,
    ``tread_m`` from edge to edge on stairs, NaN elsewhere."""

    height: Floats
    grade: Floats
    tread_m: Floats


def stands_on(way: Track, land: Ground) -> bool:
    """Whether every waypoint is on the ground of ``land``, and that is not level everywhere."""
    if not land.raised:
        return False
    level = land.level(way.place[:, 0], way.place[:, 1])
    return bool((np.abs(way.place[:, 2] - level) < ON_GROUND_M).all())


def climb(place: Floats, land: Ground) -> Climb:
    """The Climb along places (T, 3)."""
    gone = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(place[:, :2], axis=0).T))])
    count = int(np.clip(gone[-1] / SAMPLE_M, 2, 200_000)) + 1
    along = np.linspace(0.0, max(float(gone[-1]), 1e-6), count)
    step = along[1] - along[0]
    moving = np.concatenate([[True], np.diff(gone) > 1e-9])
    x, y = (np.interp(along, gone[moving], place[moving, axis]) for axis in (0, 1))
    level = land.level(x, y)
    rounded = gaussian_filter1d(level, ROUND_M / step, mode="nearest")
    edges = np.flatnonzero(np.abs(np.diff(level)) > 0.02)
    tread = np.full(count, np.nan)
    for first, second in pairwise(edges.tolist()):
        same = np.sign(level[first + 1] - level[first]) == np.sign(level[second + 1] - level[second])
        apart = (second - first) * step
        if same and apart < SEEN_M:
            tread[max(0, first - int(0.5 * apart / step)):second + int(0.5 * apart / step)] = apart
    grade = np.gradient(rounded, step)

    def at(values: Floats) -> Floats:
        return np.asarray(np.interp(gone, along, values))

    near = np.clip(np.round(gone / step).astype(int), 0, count - 1)
    return Climb(at(rounded), at(grade), tread[near])


def haste(way: Climb, speed: Floats, pace: Gait) -> Floats:
    """By how much steps come faster (T,) on stairs, so that each is one tread long, or two and more where
    one at a time would be too quick."""
    out = np.ones_like(speed)
    on = np.isfinite(way.tread_m) & (speed > 0.15)
    if not on.any():
        return out
    treads, usual = speed[on] / way.tread_m[on], np.maximum(pace.rate[on], 0.3)
    many = np.maximum(1.0, np.ceil(treads / np.maximum(MOST_RATE, 1.3 * usual)))
    out[on] = np.clip(treads / many / usual, 0.55, 2.2)
    return out


def lean(way: Climb) -> Floats:
    """How far the trunk leans forwards (T,) radians."""
    return np.asarray(np.where(way.grade > 0.0, LEAN_UP * way.grade, LEAN_DOWN * way.grade))


def arms_out(way: Climb) -> Floats:
    """How far arms hang out to their sides (T,) radians, clear of thighs that come up."""
    return np.asarray(ARMS_OUT * np.minimum(np.abs(way.grade), 0.7))


def on_ground(steps: Steps, land: Ground, rest: Floats) -> Steps:
    """The steps with every print on what it stands on (``laid``), for a body with these rest places."""
    ankle, toes = rest[INDEX["LeftFoot"]], rest[INDEX["LeftToes"]]
    heel, tip = float(heel_offsets(rest.astype(np.float32))[0, 0]), 1.45 * float(toes[0] - ankle[0])
    left, right = (laid(plants, land, heel, tip) for plants in steps.feet)
    return replace(steps, feet=(left, right))


def laid(plants: Plants, land: Ground, heel: float, tip: float) -> Plants:
    """The prints at the height of what they stand on, moved along the foot so that none hangs over an edge.

    ``heel`` (below 0) and ``tip`` are how far the sole reaches from the ankle, metres.
    """
    place = plants.place.copy()
    shifts = np.linspace(-MOVED_M, MOVED_M, TRIED)
    shifts = shifts[np.argsort(np.abs(shifts), kind="stable")]
    inside = np.linspace(heel - EDGE_M, tip + EDGE_M, 9)
    for number, yaw in enumerate(plants.yaw):
        forth = np.array([np.cos(yaw), np.sin(yaw)])
        points = place[number, :2] + (shifts[:, None] + inside[None, :])[..., None] * forth
        level = land.level(points[..., 0], points[..., 1])
        whole = np.ptp(level, axis=1) < 1e-6
        best = int(np.argmax(whole)) if whole.any() else 0
        place[number, :2] += shifts[best] * forth
        place[number, 2] = level[best].max()
    return replace(plants, place=place)


def cleared(foot: Foot, land: Ground, under: Sole) -> Foot:
    """The foot led over the edges that it would swing through."""
    down = foot.heel_down | foot.toe_down
    bend = axis_turn(1, foot.toes)
    tip = under.ball + rotate(bend, np.broadcast_to(under.tip, (len(down), 3)))
    low = np.array([0.0, 0.0, -under.ball_m])
    short = np.zeros(len(down))
    for point, sunk in ((under.heel + 0.0 * tip, 0.0), (under.ball + low + 0.0 * tip, 0.0), (tip, -0.6 * under.ball_m)):
        world = foot.ankle + rotate(foot.turn, point)
        short = np.maximum(short, land.level(world[:, 0], world[:, 1]) + CLEAR_M - world[:, 2] - sunk)
    short = np.where(down, 0.0, short)
    lift = gaussian_filter1d(maximum_filter1d(short, 5, mode="nearest"), 1.1, mode="nearest")
    ankle = foot.ankle.copy()
    ankle[:, 2] += np.where(down, 0.0, np.maximum(lift, short))
    return replace(foot, ankle=ankle)


def both_cleared(feet: tuple[Foot, Foot], land: Ground, rest: Floats) -> tuple[Foot, Foot]:
    """Both feet ``cleared``, of a body with these rest places."""
    left, right = (cleared(foot, land, sole(rest, side)) for side, foot in enumerate(feet))
    return left, right


def grounded(route: Route, way: Climb) -> Route:
    """The route at the ground's height."""
    place = route.place.copy()
    place[:, 2] = way.height
    return replace(route, place=place)
