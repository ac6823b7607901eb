"""What strikes a body: pushes in newton seconds on its joints, and a foot that catches on something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from throughline.motion.ik import Floats
from throughline.motion.physics.body import Frame
from throughline.motion.skeleton import INDEX

SNAG_N_M, SNAG_N_S_M, SNAG_MOST_N = 9000.0, 500.0, 1300.0


@dataclass(frozen=True)
class Push:
    """``impulse`` (x, y, z) newton seconds on ``joint``, spread over ``lasting`` seconds from ``after`` seconds on."""

    joint: str
    impulse: tuple[float, float, float]
    after: float = 0.0
    lasting: float = 0.06


@dataclass(frozen=True)
class Snag:
    """The foot of ``side`` (0 left, 1 right) is held where it is for ``lasting`` seconds."""

    side: int
    after: float = 0.0
    lasting: float = 0.13


BLAST_SHARES = {  # of a blast's impulse: what is broad takes it, arms, head and shins trail
    "Hips": 0.23, "Spine": 0.10, "Chest": 0.16, "UpperChest": 0.13, "Head": 0.02, "LeftUpperLeg": 0.12,
    "RightUpperLeg": 0.12, "LeftLowerLeg": 0.045, "RightLowerLeg": 0.045, "LeftUpperArm": 0.01,
    "RightUpperArm": 0.01, "LeftLowerArm": 0.005, "RightLowerArm": 0.005,
}


def blast(impulse: tuple[float, float, float], lasting: float = 0.03) -> tuple[Push, ...]:
    """The pushes by which a pressure wave of ``impulse`` newton seconds takes a whole body."""
    x, y, z = impulse
    return tuple(Push(joint, (share * x, share * y, share * z), 0.0, lasting) for joint, share in BLAST_SHARES.items())


def shove(impulse: tuple[float, float, float]) -> tuple[Push, ...]:
    """The pushes of two hands against the chest."""
    x, y, z = impulse
    return (Push("UpperChest", (0.75 * x, 0.75 * y, 0.75 * z), 0.0, 0.12),
            Push("Chest", (0.25 * x, 0.25 * y, 0.25 * z), 0.0, 0.12))


def apply(frame: Frame, data: Any, pushes: tuple[Push, ...], snag: Snag | None, held: Floats | None,
          time: float) -> Floats | None:
    """Sets the outer forces at ``time`` seconds; where a caught foot is held, once it is."""
    data.xfrc_applied[:] = 0.0
    for push in pushes:
        part = (time - push.after) / push.lasting
        if 0.0 <= part < 1.0:
            strength = np.pi / (2.0 * push.lasting) * np.sin(np.pi * part)
            data.xfrc_applied[frame.bodies[INDEX[push.joint]], :3] += strength * np.array(push.impulse)
    if snag is None or not snag.after <= time < snag.after + snag.lasting:
        return held
    body = frame.bodies[INDEX["LeftToes" if snag.side == 0 else "RightToes"]]
    place = np.array(data.xipos[body])
    spot = place if held is None else held
    velocity = _velocity(frame, data, body)
    force = SNAG_N_M * (spot - place) - SNAG_N_S_M * velocity
    size = float(np.linalg.norm(force))
    data.xfrc_applied[body, :3] += force * min(1.0, SNAG_MOST_N / max(size, 1e-9))
    return spot


def _velocity(frame: Frame, data: Any, body: int) -> Floats:
    """The velocity (3,) of a body's middle in the world."""
    import mujoco

    out = np.zeros(6)
    mujoco.mj_objectVelocity(frame.model, data, mujoco.mjtObj.mjOBJ_BODY, body, out, 0)
    return out[3:]
