"""From a motion's poses to the solver's numbers and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from throughline.motion.ik import Floats, continuous
from throughline.motion.physics.body import Frame
from throughline.motion.physics.limits import HINGED, JOINT, SOCKETS, Hinges, Socket, hinged, within
from throughline.motion.pose import axis_turn, conjugate
from throughline.motion.skeleton import INDEX, JOINTS, PARENTS, multiply

_SOCKET: dict[str, Socket] = {name: kind for name in SOCKETS if isinstance(kind := JOINT[name], Socket)}
_HINGE: dict[str, Hinges] = {name: kind for name in HINGED if isinstance(kind := JOINT[name], Hinges)}
MIDDLES = np.stack([_SOCKET[name].middle for name in SOCKETS])
BALL_JOINTS = np.array([INDEX[name] for name in SOCKETS])


@dataclass(frozen=True)
class Joints:
    """Poses as the solver has them: ``balls`` (F, B, 4) turns from their middles, ``hinges`` (F, H) radians."""

    balls: Floats
    hinges: Floats

    def between(self, other: Joints, weight: float) -> Joints:
        """The poses a part of the way to others."""
        balls = mixed(self.balls, other.balls, weight)
        return Joints(balls, self.hinges + weight * (other.hinges - self.hinges))


def mixed(first: NDArray[np.floating], second: NDArray[np.floating], weight: Floats | float) -> Floats:
    """Quaternions (..., 4) between two along the shorter way."""
    sign = np.where((first * second).sum(axis=-1, keepdims=True) < 0.0, -1.0, 1.0)
    out = first + weight * (second * sign - first)
    return np.asarray(out / np.linalg.norm(out, axis=-1, keepdims=True))


def joints(local: Floats, bounded: bool = True) -> Joints:
    """The poses nearest to local rotations (F, J, 4) that a body's joints allow; sockets as they are where not
    ``bounded``."""
    local = local.copy()
    for side in ("Left", "Right"):
        _untwist(local, INDEX[f"{side}UpperArm"], INDEX[f"{side}LowerArm"])
    balls = local[:, BALL_JOINTS]
    if bounded:
        for number, name in enumerate(SOCKETS):
            balls[:, number] = within(_SOCKET[name], balls[:, number])
    balls = np.asarray(multiply(conjugate(MIDDLES), balls), dtype=np.float64)
    hinges = np.concatenate([hinged(_HINGE[name], local[:, INDEX[name]]) for name in HINGED], axis=-1)
    return Joints(balls, hinges)


def _untwist(local: Floats, upper: int, lower: int) -> None:
    """Gives what a bent forearm twists before it bends to the upper arm, in place: elbows only bend and roll."""
    x, y, z, w = np.moveaxis(local[:, lower], -1, 0)
    # turn = Ry(a) Rz(b) Ry(c): a + c and a - c from the two pairs of its numbers
    total, gap = 2.0 * np.arctan2(y, w), 2.0 * np.arctan2(x, z)
    first = 0.5 * (total + gap)
    first = (first + 0.5 * np.pi) % np.pi - 0.5 * np.pi  # the elbow may bend either way about its axis
    bend = 2.0 * np.arctan2(np.hypot(x, z), np.hypot(y, w))
    sure = np.clip((bend - 0.2) / 0.4, 0.0, 1.0)
    twist = axis_turn(1, first * sure * sure * (3.0 - 2.0 * sure))
    local[:, upper] = multiply(local[:, upper], twist)
    local[:, lower] = multiply(conjugate(twist), local[:, lower])


def positions(frame: Frame, root: Floats, turn: Floats, pose: Joints, number: int = 0) -> Floats:
    """The solver's positions (Q,) of a body whose hips are at ``root`` (3,), turned by ``turn`` (4,)."""
    out = np.array(frame.model.qpos0, dtype=np.float64)
    at = frame.root_at
    out[at:at + 3], out[at + 3:at + 7] = root, np.roll(turn, 1)
    out[frame.balls] = np.roll(pose.balls[number], 1, axis=-1)
    out[frame.hinges] = pose.hinges[number]
    return out


def current(frame: Frame, data: Any) -> Joints:
    """The pose that the solver is in, as (1, ...) rows."""
    return Joints(np.roll(data.qpos[frame.balls], -1, axis=-1)[None], data.qpos[frame.hinges][None])


def posed(frame: Frame, data: Any) -> tuple[Floats, Floats]:
    """The hips' place (3,) and local rotations (J, 4) of what the solver holds."""
    turns = np.roll(data.xquat[frame.bodies], -1, axis=-1)
    parents = np.array([max(parent, 0) for parent in PARENTS])
    local = np.asarray(multiply(conjugate(turns[parents]), turns), dtype=np.float64)
    local[0] = turns[0]
    return np.array(data.xpos[frame.bodies[0]]), local


def rows(frames: list[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """Root (F, 3) and rotations (F, J, 4) of recorded poses."""
    root = np.stack([each[0] for each in frames])
    return root, continuous(np.stack([each[1] for each in frames]).reshape(len(frames), len(JOINTS), 4))
