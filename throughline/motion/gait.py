"""Walking and running by the numbers: step rate, contact and bounce at a speed, for a leg of any length.

Source: tables of van Oeveren 2017, the Journal of Experimental Biology 2015 and CMU takes 02_01 and 02_03, extended
to the sprint; bodies of other sizes by the Froude number (equal speed over the root of leg length).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.motion.path import Floats, smooth

LEG_M = 0.825
FASTEST = 12.0
_RATE = np.array([
    (0.0, 1.15), (0.4, 1.28), (0.7, 1.48), (1.0, 1.73), (1.4, 1.98), (1.8, 2.18), (2.1, 2.36), (2.4, 2.57),
    (2.6, 2.63), (2.9, 2.67), (3.35, 2.75), (4.0, 2.84), (4.9, 2.98), (6.0, 3.3), (7.0, 3.65), (9.0, 4.25), (12.0, 5.2),
])
_WALK_DUTY = np.array([(0.0, 0.70), (0.6, 0.67), (1.0, 0.645), (1.4, 0.62), (2.2, 0.57)])
_RUN_DUTY = np.array([(1.9, 0.385), (2.65, 0.34), (3.4, 0.355), (4.9, 0.335), (7.0, 0.26), (9.0, 0.23), (12.0, 0.22)])


@dataclass(frozen=True)
class Gait:
    """What the tables say at ``speed`` (N,): all (N,). ``run`` from 0 (walk) to 1 (run); ``rate`` steps a second;
    ``duty`` the part of a stride that a foot is on the ground; ``speed`` as a man of 1.72 m would feel it."""

    speed: Floats
    run: Floats
    rate: Floats
    duty: Floats


def _table(speed: Floats, rows: NDArray[np.float64]) -> Floats:
    return np.interp(speed, rows[:, 0], rows[:, 1])


def gait(speed: Floats, leg_m: float) -> Gait:
    """The Gait at speeds (N,) in m/s of a body with legs of ``leg_m`` metres; faster than 12 m/s counts as 12."""
    scale = float(np.sqrt(leg_m / LEG_M))
    felt = np.minimum(np.asarray(speed, dtype=np.float64) / scale, FASTEST)
    run = smooth((felt - 1.78) / 0.2)
    duty = _table(felt, _WALK_DUTY) * (1.0 - run) + _table(felt, _RUN_DUTY) * run
    excess = np.maximum(np.asarray(speed) / scale / FASTEST, 1.0)
    return Gait(felt, run, _table(felt, _RATE) * excess / scale, duty)


def bounce(pace: Gait) -> Floats:
    """Half of the hips' rise and fall over a step (N,), metres, of a man of 1.72 m."""
    walk = np.interp(pace.speed, [0.0, 0.6, 1.0, 1.4, 2.2], [0.005, 0.009, 0.012, 0.015, 0.022])
    run = np.interp(pace.speed, [1.9, 2.5, 3.4, 4.5, 7.0, 12.0], [0.043, 0.047, 0.049, 0.044, 0.034, 0.026])
    return np.asarray(walk * (1.0 - pace.run) + run * pace.run)
