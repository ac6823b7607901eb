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


BLAST_SHARES = {  # of a blast's impulse: what is broad and heavy takes it; arms, head and shins trail and are flung
    "Hips": 0.25, "Spine": 0.11, "Chest": 0.16, "UpperChest": 0.13, "Head": 0.02, "LeftUpperLeg": 0.11,
    "RightUpperLeg": 0.11, "LeftLowerLeg": 0.04, "RightLowerLeg": 0.04, "LeftUpperArm": 0.01, "RightUpperArm": 0.01,
    "LeftLowerArm": 0.005, "RightLowerArm": 0.005,
}
UNEVEN = 0.45
"""By how much more, at most, one side of a body takes of a blast than it would of an even one: nobody stands square."""


def blast(impulse: tuple[float, float, float], seed: int = 0, lasting: float = 0.03) -> tuple[Push, ...]:
    """The pushes by which a pressure wave of ``impulse`` newton seconds takes a whole body, which stands as ``seed``
    has it."""
    dice = np.random.Generator(np.random.PCG64(seed))
    more = UNEVEN * float(dice.choice([-1.0, 1.0])) * float(dice.uniform(0.4, 1.0))
    side = {"L": 1.0 + more, "R": 1.0 - more}
    x, y, z = impulse
    shares = {joint: share * (side[joint[0]] if joint.startswith(("Left", "Right")) else 1.0)
              for joint, share in BLAST_SHARES.items()}
    return tuple(Push(joint, (share * x, share * y, share * z), 0.0, lasting) for joint, share in shares.items())


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
