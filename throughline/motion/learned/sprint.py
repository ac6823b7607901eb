"""Runs faster than anybody was captured: real runs taken on by the table, not played faster.

At a higher speed the step rate rises little, the stride lengthens, the foot is on the ground for a smaller part of it,
and legs and arms swing wider. Source: the tables of ``motion.gait``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.spatial.transform import Rotation, Slerp

from throughline.motion.footlock import locked, stances
from throughline.motion.gait import LEG_M, gait
from throughline.motion.ik import Floats
from throughline.motion.path import smooth
from throughline.motion.skeleton import INDEX, Motion

RUNS_M_S = (2.0, 2.6)
WIDER = {"UpperLeg": 1.0, "LowerLeg": 0.75, "UpperArm": 0.8, "LowerArm": 0.35, "Spine": 0.3, "Chest": 0.3}
"""How much of the stance's longer sweep each joint's swing takes on."""


def running(motion: Motion, rate: float) -> Floats:
    """How much (F,) the body runs, 0 to 1, from its speed."""
    velocity = np.gradient(gaussian_filter1d(motion.root[:, :2].astype(np.float64), 0.25 * rate, axis=0), axis=0)
    low, high = RUNS_M_S
    speed = np.linalg.norm(velocity, axis=-1) * rate
    return np.asarray(gaussian_filter1d(smooth((speed - low) / (high - low)), 0.25 * rate))


def taken_on(motion: Motion, rest: NDArray[np.float32], rate: float, times: float) -> Motion:
    """The motion with its runs ``times`` as fast, at the same rate; what is no run stays as it is."""
    weight = running(motion, rate)
    root = motion.root.astype(np.float64)
    drawn = gaussian_filter1d(root[:, :2], 0.25 * rate, axis=0)
    step = np.diff(drawn, axis=0, prepend=drawn[:1])
    speed = gaussian_filter1d(np.linalg.norm(step, axis=-1) * rate, 0.3 * rate)
    now, then = gait(speed, LEG_M), gait(speed * times, LEG_M)
    quicker = 1.0 + (then.rate / now.rate - 1.0) * weight
    longer = 1.0 + (times - 1.0) * weight
    sweep = 1.0 + ((then.duty / now.duty) * times / (then.rate / now.rate) - 1.0) * weight
    turns = _wider(motion, sweep, rate)
    root[:, :2] += np.cumsum(step * (longer / quicker - 1.0)[:, None], axis=0)
    contacts = _shorter(motion.contacts, 1.0 + (then.duty / now.duty - 1.0) * weight)
    made = Motion(root.astype(np.float32), turns.astype(np.float32), contacts, motion.jaw)
    return locked(_warped(made, quicker), rest, rate)


def _wider(motion: Motion, sweep: Floats, rate: float) -> Floats:
    """The rotations with every swing about its own middle wider by ``sweep`` (F,)."""
    out = motion.rotations.astype(np.float64).copy()
    for part, share in WIDER.items():
        for name in (part,) if part in INDEX else (f"Left{part}", f"Right{part}"):
            joint = INDEX[name]
            turns = Rotation.from_quat(out[:, joint])
            vector = turns.as_rotvec()
            middle = gaussian_filter1d(vector, 0.6 * rate, axis=0)
            away = (Rotation.from_rotvec(middle).inv() * turns).as_rotvec()
            scale = 1.0 + (np.clip(sweep, 0.8, 1.6) - 1.0) * share
            out[:, joint] = (Rotation.from_rotvec(middle) * Rotation.from_rotvec(away * scale[:, None])).as_quat()
    return out


def _shorter(contacts: NDArray[np.bool_], part: Floats) -> NDArray[np.bool_]:
    out = np.zeros_like(contacts)
    for side in (0, 2):
        for begin, end in stances(np.asarray(contacts[:, side:side + 2].any(axis=1))):
            kept = (end - begin) * float(np.clip(part[begin:end].mean(), 0.4, 1.0))
            first = round(0.5 * (begin + end) - 0.5 * kept)
            last = max(first + 2, round(first + kept))
            out[first:last, side:side + 2] = contacts[first:last, side:side + 2]
            if not out[first:last, side:side + 2].any():
                out[first:last, side + 1] = True
    return out


def _warped(motion: Motion, quicker: Floats) -> Motion:
    """The motion with its time run ``quicker`` (F,) as fast, at the same rate."""
    clock = np.concatenate([[0.0], np.cumsum(1.0 / quicker[:-1])])
    at = np.arange(0.0, clock[-1], 1.0)
    source = np.interp(at, clock, np.arange(len(clock)))
    near = np.round(source).astype(int)
    root = np.stack([np.interp(source, np.arange(len(clock)), motion.root[:, axis]) for axis in range(3)], axis=-1)
    turns = np.stack([Slerp(np.arange(len(clock)), Rotation.from_quat(motion.rotations[:, joint]))(source).as_quat()
                      for joint in range(motion.rotations.shape[1])], axis=1)
    return Motion(root.astype(np.float32), turns.astype(np.float32), motion.contacts[near], motion.jaw[near])
