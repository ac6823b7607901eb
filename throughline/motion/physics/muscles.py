"""How strongly a body holds a pose: torques that pull every joint to where it should be, no stronger than muscles.

Source of stiffness and torque limits: Peng et al., DeepMimic, 2018; of the damping that stays stable at long steps:
Tan et al., Stable Proportional-Derivative Controllers, 2011.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from throughline.motion.ik import Floats
from throughline.motion.physics.body import Frame
from throughline.motion.physics.limits import HINGED, JOINT, SOCKETS, Hinges
from throughline.motion.physics.state import Joints

AHEAD_S = 0.05
"""Muscles aim at where the pose will be: what damping would make late is made up for."""
SLACKEST = 0.8
"""The part of its damping that a joint loses that is all slack."""
_STRENGTH = {  # newton metres a radian, most newton metres, slack damping in newton metre seconds; for 70 kg
    "Spine": (700, 240, 8.0), "Chest": (700, 240, 8.0), "UpperChest": (600, 240, 8.0), "Neck": (70, 45, 1.2),
    "Head": (60, 35, 1.0), "Shoulder": (300, 110, 5.0), "UpperArm": (190, 100, 0.9), "LowerArm": (110, 65, 0.4),
    "Hand": (18, 16, 0.15), "UpperLeg": (480, 230, 5.0), "LowerLeg": (380, 190, 3.0), "Foot": (150, 110, 1.2),
    "Toes": (25, 25, 0.3),
}
GROUPS = ("trunk", "head", "arms", "legs")
_GROUP = {"Spine": 0, "Chest": 0, "UpperChest": 0, "Neck": 1, "Head": 1, "Shoulder": 2, "UpperArm": 2, "LowerArm": 2,
          "Hand": 2, "UpperLeg": 3, "LowerLeg": 3, "Foot": 3, "Toes": 3}


@dataclass(frozen=True)
class Muscles:
    """What every ball (B,) and hinge (H,) can do: stiffness, most torque, slack damping, and the group it is in."""

    ball: Floats
    hinge: Floats
    ball_group: NDArray[np.intp]
    hinge_group: NDArray[np.intp]


def muscles(frame: Frame) -> Muscles:
    """The muscles of a body of this mass and size."""
    scale = frame.mass_kg / 70.0 * frame.size
    hinges = [name for name in HINGED if isinstance(kind := JOINT[name], Hinges) for _ in kind.axes]

    def table(names: tuple[str, ...] | list[str]) -> tuple[Floats, NDArray[np.intp]]:
        plain = [name.removeprefix("Left").removeprefix("Right") for name in names]
        return scale * np.array([_STRENGTH[name] for name in plain]).T, np.array([_GROUP[name] for name in plain])

    ball, ball_group = table(SOCKETS)
    hinge, hinge_group = table(hinges)
    return Muscles(ball, hinge, ball_group, hinge_group)


def pull(frame: Frame, of: Muscles, data: Any, wanted: Joints, strength: Floats, slack: float, tick_s: float) -> None:
    """Sets the solver's torques and damping for the next ``tick_s`` seconds; ``strength`` (4,) by group, 0 to 1;
    ``slack`` 0 to 1: how far the joints let limbs fly."""
    share = strength[of.ball_group]
    gap = _turns(data.qpos[frame.balls], wanted.balls[0])
    size = np.sqrt((gap * gap).sum(axis=-1))
    pulls = np.minimum(of.ball[0] * share, of.ball[1] * np.sqrt(share) / np.maximum(size, 1e-9))
    torque = pulls[:, None] * gap
    data.qfrc_applied[frame.ball_dofs] = torque
    frame.model.dof_damping[frame.ball_dofs] = _damping(of.ball, share, slack, tick_s)[:, None]
    share = strength[of.hinge_group]
    pulls = of.hinge[0] * share * (wanted.hinges[0] - data.qpos[frame.hinges])
    most = of.hinge[1] * np.sqrt(share)
    data.qfrc_applied[frame.hinge_dofs] = np.clip(pulls, -most, most)
    frame.model.dof_damping[frame.hinge_dofs] = _damping(of.hinge, share, slack, tick_s)


def _turns(here: Floats, wanted: Floats) -> Floats:
    """The rotation vectors (B, 3) from the solver's quaternions (w first) to the wanted ones (w last)."""
    w, x, y, z = here.T
    a, b, c, d = wanted.T
    vector = np.stack([w * a - x * d - y * c + z * b, w * b + x * c - y * d - z * a, w * c - x * b + y * a - z * d],
                      axis=-1)
    real = w * d + x * a + y * b + z * c
    length = np.sqrt((vector * vector).sum(axis=-1))
    turn = 2.0 * np.arctan2(length, np.abs(real)) / np.maximum(length, 1e-9) * np.where(real < 0.0, -1.0, 1.0)
    return np.asarray(vector * turn[:, None])


def _damping(table: Floats, share: Floats, slack: float, tick_s: float) -> Floats:
    tight = 1.0 - SLACKEST * slack
    return np.asarray(table[2] * tight + table[0] * (AHEAD_S * tight * np.sqrt(share) + tick_s * share))
