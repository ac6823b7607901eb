"""How upright a body is carried: the actor who taught the network ran with his trunk behind his hips and his pelvis
tucked under; people lean into a run, the more the faster, and back only while they brake."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d

from throughline.motion.gait import gait
from throughline.motion.ik import Floats, chain
from throughline.motion.path import Route
from throughline.motion.pose import axis_turn
from throughline.motion.skeleton import INDEX, multiply

DEGREE = np.pi / 180.0
GRAVITY = 9.81
LEAN = np.array([(0.0, -1.0), (1.4, 0.0), (2.4, 3.5), (4.2, 6.0), (7.5, 9.0), (12.0, 10.0)])
"""At m/s: degrees by which the line from hips to neck leans forwards, on the mean of a stride.

Source: sagittal trunk lean of runners, Teng and Powers 2014 (3.4 m/s: 4 to 8 degrees); of sprinters, Nagahara 2018."""
BRAKES, SPEEDS_UP = -3.0, 9.0
"""Degrees that braking takes away and speeding up adds at most."""
TUCKED = 7.0
"""Degrees by which the actor's pelvis is tilted back further than the body's own."""
STRIDE_S = 0.3
HANGS = np.array([(0.0, 5.0), (1.3, 2.5), (2.6, 4.5), (4.2, 6.0), (7.5, 8.0)])
"""At m/s: degrees by which the network's people look further down than people who look where they go."""
LEVEL = 0.8
"""The part of the change that the neck takes back, so that the eyes stay on the way."""


def borne(root: Floats, local: Floats, route: Route, time: Floats, rest: Floats, leg_m: float) -> None:
    """Leans the trunk of a body at ``root`` (F, 3) with local rotations ``local`` (F, J, 4), in place; its legs stay
    as they are in the world."""
    change = _wanted(route, time, leg_m) - _own(root, local, route.at(route.heading, time), time, rest)
    pelvis, spine = TUCKED * DEGREE + 0.5 * change, 0.5 * change - TUCKED * DEGREE
    speed = gait(route.at(_even(route.speed, route.time), time), leg_m).speed
    lift = np.interp(speed, *HANGS.T) * DEGREE
    turns = {"Hips": pelvis, "Spine": 0.6 * spine, "Chest": 0.4 * spine, "Neck": -0.5 * LEVEL * change,
             "Head": -0.5 * LEVEL * change - lift, "LeftUpperLeg": -pelvis, "RightUpperLeg": -pelvis}
    heading = route.at(route.heading, time)
    for name, angle in turns.items():
        joint, turn = INDEX[name], axis_turn(1, angle)
        if joint == 0:
            turn = np.asarray(multiply(axis_turn(2, heading), multiply(turn, axis_turn(2, -heading))))
        local[:, joint] = multiply(turn, local[:, joint])


def _own(root: Floats, local: Floats, heading: Floats, time: Floats, rest: Floats) -> Floats:
    """How far (F,) the trunk leans forwards by itself, on the mean of a stride, radians."""
    line = chain(root, local, rest)[0][:, INDEX["Neck"]] - root
    lean = np.arctan2(line[:, 0] * np.cos(heading) + line[:, 1] * np.sin(heading), line[:, 2])
    return _even(lean, time)


def _wanted(route: Route, time: Floats, leg_m: float) -> Floats:
    forth = (route.velocity * np.stack([np.cos(route.heading), np.sin(route.heading)], axis=-1)).sum(axis=-1)
    forth = np.maximum(_even(forth, route.time, 0.12), 0.0)
    push = np.arctan(_even(np.gradient(forth, route.time), route.time, 0.12) / GRAVITY)
    lean = np.interp(gait(forth, leg_m).speed, *LEAN.T) + np.clip(0.6 * push / DEGREE, BRAKES, SPEEDS_UP)
    return route.at(_even(lean * DEGREE, route.time, 0.1), time)


def _even(values: Floats, time: Floats, seconds: float = STRIDE_S) -> Floats:
    if len(time) < 2:
        return values
    return np.asarray(gaussian_filter1d(values, seconds / float(time[1] - time[0]), mode="nearest"))
