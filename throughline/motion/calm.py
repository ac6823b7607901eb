"""No joint whips round: where an order leaves limbs no way but a flip, they take the time that flesh needs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from throughline.motion.ik import Floats, continuous
from throughline.motion.path import smooth
from throughline.motion.pose import mix
from throughline.motion.skeleton import INDEX, Motion

FASTEST_RAD_S = 50.0
"""A thrown ball turns the upper arm by some 120 rad/s about its own axis, a kicked one the knee by 40; nothing that a
performance asks for is as fast."""
LONGEST_S = 0.5


def steady(motion: Motion, rate: float) -> Motion:
    """The motion without whips; a foot whose leg had one bears nothing meanwhile."""
    local, changed = calmed(motion.rotations.astype(np.float64), rate)
    if not changed.any():
        return motion
    contacts = motion.contacts.copy()
    for side, name in enumerate(("Left", "Right")):
        leg = [INDEX[f"{name}{part}"] for part in ("UpperLeg", "LowerLeg", "Foot", "Toes")]
        contacts[changed[:, leg].any(axis=1), 2 * side:2 * side + 2] = False
    return replace(motion, rotations=local.astype(np.float32), contacts=contacts)


def calmed(local: Floats, rate: float) -> tuple[Floats, NDArray[np.bool_]]:
    """Local rotations (F, J, 4) in which no joint but the hips turns faster than FASTEST_RAD_S, and where (F, J) they
    differ from those given.

    Around every whip the joint goes from the pose before it to the pose after it, over as few frames as will do.
    """
    out = local
    changed = np.zeros(local.shape[:2], dtype=bool)
    for joint in range(1, local.shape[1]):
        whips = _whips(local[:, joint], rate)
        if not len(whips):
            continue
        out = local.copy() if out is local else out
        for reach in range(1, max(2, round(LONGEST_S * rate)) + 1):
            for frame in _whips(out[:, joint], rate):
                first, last = max(frame - reach, 0), min(frame + 1 + reach, len(out) - 1)
                part = smooth(np.arange(last - first + 1) / (last - first))
                ends = out[[first] * len(part), joint], out[[last] * len(part), joint]
                out[first:last + 1, joint] = mix(*ends, part)
                changed[first + 1:last, joint] = True
    return (continuous(out) if out is not local else local), changed


def _whips(turns: Floats, rate: float) -> list[int]:
    """The frames (of F) from which to the next rotations (F, 4) turn too fast, the fastest first."""
    speed = 2.0 * np.arccos(np.clip(np.abs((turns[1:] * turns[:-1]).sum(axis=-1)), 0.0, 1.0)) * rate
    over = np.flatnonzero(speed > FASTEST_RAD_S)
    return [int(frame) for frame in over[np.argsort(-speed[over], kind="stable")]]
