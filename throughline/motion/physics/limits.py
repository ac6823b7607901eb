"""How far human joints turn, as a solver can hold it: a hinge's range, or a cone about a joint's middle pose.

Source of the ranges: Boone and Azen, Normal range of motion of joints in male subjects, 1979; widened to what falls
force passively.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.motion.ik import Floats
from throughline.motion.pose import axis_turn, conjugate, pose, quaternions
from throughline.motion.skeleton import INDEX, JOINTS, multiply, rotate

DEGREE = np.pi / 180.0


@dataclass(frozen=True)
class Fence:
    """A bound on where a bone points: the angle between ``bone`` (3,) in the joint's own frame and ``mark`` (3,) in
    its parent's stays from ``least`` to ``most`` radians."""

    bone: tuple[float, float, float]
    mark: tuple[float, float, float]
    least: float
    most: float


@dataclass(frozen=True)
class Socket:
    """A joint that turns every way: at most ``most`` radians from its ``middle`` (4,), and within its fences."""

    middle: Floats
    most: float
    fences: tuple[Fence, ...] = ()


@dataclass(frozen=True)
class Hinges:
    """A joint of one or two hinges: axes (3,) in the parent's and then the turned frame, ranges in radians."""

    axes: tuple[tuple[float, float, float], ...]
    ranges: tuple[tuple[float, float], ...]


def _middle(joint: str, **degrees: float) -> Floats:
    return np.asarray(quaternions(pose(**degrees)[None, :], np.zeros(1))[0, INDEX[joint]])


def _leg(sign: float) -> Socket:
    side = "Left" if sign > 0 else "Right"
    down, inwards, ahead = (0.0, 0.0, -1.0), (0.0, -sign, 0.0), (np.sin(0.6), 0.0, -np.cos(0.6))
    return Socket(_middle(f"{side}UpperLeg", hip=34, open=8), 102 * DEGREE, (
        Fence(down, (float(ahead[0]), 0.0, float(ahead[2])), 0.0, 96 * DEGREE),
        Fence(down, inwards, 62 * DEGREE, np.pi)))


def _arm(sign: float) -> Socket:
    side = "Left" if sign > 0 else "Right"
    along = (0.0, sign, 0.0)
    middle = np.array([0.52, 0.8 * sign, -0.15])
    middle = middle / np.linalg.norm(middle)
    return Socket(_middle(f"{side}UpperArm", swing=50, out=40, twist=0), 128 * DEGREE, (
        Fence(along, (float(middle[0]), float(middle[1]), float(middle[2])), 0.0, 106 * DEGREE),))


def _around(degrees: float, pitch: float = 0.0) -> Socket:
    return Socket(axis_turn(1, np.array(pitch * DEGREE)), degrees * DEGREE)


_KNEE = Hinges(((0.0, 1.0, 0.0),), ((-2 * DEGREE, 152 * DEGREE),))
_TOES = Hinges(((0.0, 1.0, 0.0),), ((-75 * DEGREE, 40 * DEGREE),))


def _elbow(sign: float) -> Hinges:
    return Hinges(((0.0, 0.0, -sign), (0.0, 1.0, 0.0)), ((-4 * DEGREE, 150 * DEGREE), (-85 * DEGREE, 85 * DEGREE)))


JOINT: dict[str, Socket | Hinges] = {
    "Spine": _around(26, 8), "Chest": _around(26, 8), "UpperChest": _around(22, 4), "Neck": _around(34),
    "Head": _around(42), "LeftShoulder": _around(34), "RightShoulder": _around(34),
    "LeftUpperArm": _arm(1.0), "RightUpperArm": _arm(-1.0), "LeftLowerArm": _elbow(1.0), "RightLowerArm": _elbow(-1.0),
    "LeftHand": _around(82), "RightHand": _around(82), "LeftUpperLeg": _leg(1.0), "RightUpperLeg": _leg(-1.0),
    "LeftLowerLeg": _KNEE, "RightLowerLeg": _KNEE, "LeftFoot": _around(60, 18), "RightFoot": _around(60, 18),
    "LeftToes": _TOES, "RightToes": _TOES,
}
SOCKETS = tuple(name for name in JOINTS if isinstance(JOINT.get(name), Socket))
HINGED = tuple(name for name in JOINTS if isinstance(JOINT.get(name), Hinges))


def angle(quaternion: NDArray[np.floating]) -> Floats:
    """By how much quaternions (..., 4) turn, (...,) radians from 0 to pi."""
    return np.asarray(2.0 * np.arctan2(np.linalg.norm(quaternion[..., :3], axis=-1), np.abs(quaternion[..., 3])))


def excess(socket: Socket, local: Floats) -> Floats:
    """How far (...,) local rotations (..., 4) are beyond a socket's bounds, radians; 0 or less within them."""
    over = angle(multiply(conjugate(socket.middle), local)) - socket.most
    for fence in socket.fences:
        bone = rotate(local, np.array(fence.bone))
        between = np.arccos(np.clip(bone @ np.array(fence.mark), -1.0, 1.0))
        over = np.maximum(over, np.maximum(between - fence.most, fence.least - between))
    return np.asarray(over)


def within(socket: Socket, local: Floats) -> Floats:
    """Local rotations (F, 4) brought towards the socket's middle as far as its bounds ask."""
    beyond = excess(socket, local) > 0.0
    if not beyond.any():
        return local
    gap = multiply(conjugate(socket.middle), local)
    gap = gap * np.where(gap[..., 3:] < 0.0, -1.0, 1.0)
    turn = angle(gap)
    axis = gap[..., :3] / np.maximum(np.linalg.norm(gap[..., :3], axis=-1, keepdims=True), 1e-12)
    low, high = np.zeros(len(local)), np.ones(len(local))
    for _ in range(14):
        part = 0.5 * (low + high)
        inside = excess(socket, _along(socket, axis, part * turn)) <= 0.0
        low, high = np.where(inside, part, low), np.where(inside, high, part)
    return np.where(beyond[:, None], _along(socket, axis, low * turn), local)


def _along(socket: Socket, axis: Floats, turn: Floats) -> Floats:
    half = 0.5 * turn[..., None]
    return np.asarray(multiply(np.broadcast_to(socket.middle, (*axis.shape[:-1], 4)),
                    np.concatenate([axis * np.sin(half), np.cos(half)], axis=-1)), dtype=np.float64)


def hinged(hinges: Hinges, local: Floats) -> Floats:
    """The hinges' angles (F, K) nearest to local rotations (F, 4), within their ranges."""
    out, left = [], local
    for axis, (least, most) in zip(hinges.axes, hinges.ranges, strict=True):
        along = left[..., :3] @ np.array(axis)
        turn = 2.0 * np.arctan2(along, left[..., 3])
        turn = (turn + np.pi) % (2.0 * np.pi) - np.pi
        out.append(np.clip(turn, least, most))
        half = 0.5 * turn[..., None]
        back = np.concatenate([-np.array(axis) * np.sin(half), np.cos(half)], axis=-1)
        left = np.asarray(multiply(back, left), dtype=np.float64)
    return np.stack(out, axis=-1)


def turned(hinges: Hinges, angles: Floats) -> Floats:
    """Local rotations (F, 4) of hinges' angles (F, K)."""
    out = np.zeros((len(angles), 4))
    out[:, 3] = 1.0
    for number, axis in enumerate(hinges.axes):
        half = 0.5 * angles[:, number:number + 1]
        turn = np.concatenate([np.array(axis) * np.sin(half), np.cos(half)], axis=-1)
        out = np.asarray(multiply(out, turn), dtype=np.float64)
    return out
