"""One who is carried in arms, over a shoulder or on a back, or dragged by the wrists: limp, led by who bears him."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.spatial.transform import Rotation

from throughline.film.blocking import Moment
from throughline.motion.acts_arms import Hand
from throughline.motion.body import arms
from throughline.motion.contact_body import SIDES, UP, Toucher, lay, lean, nearer
from throughline.motion.contact_skin import body_pad, girth
from throughline.motion.ik import Floats, cross, unit
from throughline.motion.pose import mix, pose, quaternions
from throughline.motion.skeleton import INDEX

RIDES_S = 0.05
"""What is carried follows the carrier's jolts over some such time."""
HANG_S = 0.25
OFF_GROUND = 0.05
STOOPS, RAISED = 0.72, 0.5
"""How far who drags bends down, and how far the back of who is dragged is off the ground, radians."""
DRAGGED = pose(spine_pitch=-4, neck_pitch=-26, neck_roll=10, hip=30, l_knee=12, r_knee=6, open=6, ankle=30, turn=18,
               swing=160, elbow=6)


@dataclass(frozen=True)
class Ride:
    """How somebody is carried: from which joint of the carrier his hips are, by how much (forwards, left, up, for
    1.72 m); the way of his spine and of his belly in the same axes; the rest of his pose; how the carrier leans."""

    joint: str
    offset: tuple[float, float, float]
    spine: tuple[float, float, float]
    belly: tuple[float, float, float]
    limbs: Floats
    lean: float


RIDES = {
    "arms": Ride("Spine", (0.30, -0.15, 0.03), (0.0, 0.86, 0.5), (0.0, -0.5, 0.86),
                 pose(spine_pitch=16, neck_pitch=14, neck_roll=14, l_hip=46, r_hip=50, l_knee=84, r_knee=78, open=2,
                      ankle=32, out=6, swing=14, l_elbow=12, r_elbow=84, r_swing=26, r_twist=-42, pronate=40), -0.13),
    "shoulder": Ride("RightUpperArm", (0.06, 0.03, 0.16), (-0.82, 0.0, -0.57), (0.57, 0.0, -0.82),
                     pose(spine_pitch=32, neck_pitch=20, hip=88, knee=22, ankle=30, open=3, swing=120, out=4, elbow=12,
                          pronate=40), 0.10),
    "back": Ride("Spine", (-0.26, 0.0, 0.04), (0.34, 0.0, 0.94), (0.94, 0.0, -0.34),
                 pose(spine_pitch=14, neck_pitch=8, neck_roll=16, hip=72, open=27, knee=74, ankle=24, swing=40,
                      elbow=30), 0.26),
}


def carry(moment: Moment, one: Toucher, other: Toucher, weight: Floats) -> None:
    """``one`` carries the ``other`` in arms, over the right shoulder or on the back (``part``)."""
    ride = RIDES.get(moment.part, RIDES["arms"])
    left = _left(one)
    lean(one, ride.lean * left * weight[:, None], head=0.8)
    _borne(ride, one, other, weight)
    if ride is RIDES["back"]:
        _on_back(one, other, weight)
        return
    for side in (0, 1):
        if ride is RIDES["shoulder"] or side == 0:
            _hanging(other, side, weight)
    if ride is RIDES["arms"]:
        place, normal = body_pad(other.skin, other.of.rest, "belly", 1).at(other.posed.places, other.posed.turns,
                                                                          other.of.rest)
        lay(other, 1, place, normal, weight, other.axis("Chest", (0.2, -1.0, -0.6)), other.axis("Chest", (0, 1.0, -.2)))
    if ride is RIDES["shoulder"]:
        place, normal = _thigh(other, 1, 0.62, one.ahead() - 0.3 * left)
        lay(one, 1, place, normal, weight, -UP - 0.6 * left, left)
        return
    place, normal = body_pad(other.skin, other.of.rest, "back", 0).at(
        other.posed.places, other.posed.turns, other.of.rest)
    lay(one, 0, place, normal, weight, -UP + 0.9 * left - 0.5 * one.ahead(), one.ahead() + 0.3 * UP)
    place, normal = _thigh(other, 0, 0.86, -UP - 0.2 * left)
    lay(one, 1, place, normal, weight, -UP - 0.9 * left - 0.5 * one.ahead(), one.ahead() + 0.5 * UP)


def _left(body: Toucher) -> Floats:
    forth = body.ahead()
    return cross(np.broadcast_to(UP, forth.shape), forth)


def _thigh(body: Toucher, side: int, part: float, way: Floats) -> tuple[Floats, Floats]:
    start, end = body.joint(f"{SIDES[side]}UpperLeg"), body.joint(f"{SIDES[side]}LowerLeg")
    axis = unit(end - start)
    normal = unit(way - (way * axis).sum(axis=-1, keepdims=True) * axis)
    thick = girth(body.skin, body.of.rest, f"{SIDES[side]}UpperLeg", part)
    return start + part * (end - start) + normal * thick, normal


def _borne(ride: Ride, one: Toucher, other: Toucher, weight: Floats) -> None:
    """Puts the ``other`` where the ride has him, by ``weight``; his feet bear nothing meanwhile."""
    forth, left = one.ahead(), _left(one)
    frame = np.stack([forth, left, np.broadcast_to(UP, forth.shape)], axis=-1)
    size = 0.5 * (one.of.size + other.of.size)
    at = one.joint(ride.joint) + (frame @ np.array(ride.offset)) * size
    at = gaussian_filter1d(at, RIDES_S * one.rate, axis=0, mode="nearest")
    spine, belly = frame @ unit(np.array(ride.spine)), frame @ unit(np.array(ride.belly))
    hips = Rotation.from_matrix(np.stack([belly, cross(spine, belly), spine], axis=-1)).as_quat()
    rows = np.repeat(ride.limbs[None, :], len(at), axis=0)
    local = quaternions(rows, np.zeros(len(at)))
    local[:, 0] = hips
    _set(other, at, local, weight)


def _set(body: Toucher, root: Floats, local: Floats, weight: Floats) -> None:
    body.posed.root = body.posed.root * (1.0 - weight)[:, None] + root * weight[:, None]
    for joint in range(local.shape[1]):
        body.posed.local[:, joint] = mix(body.posed.local[:, joint], local[:, joint], weight)
    body.again()
    body.contacts &= (weight < OFF_GROUND)[:, None]


def _hanging(body: Toucher, side: int, weight: Floats) -> None:
    """An arm hangs from its shoulder and swings after it."""
    shoulder = body.joint(f"{SIDES[side]}UpperArm")
    late = gaussian_filter1d(shoulder, HANG_S * body.rate, axis=0, mode="nearest")
    sway = (late - shoulder) * np.array([0.6, 0.6, 0.0])
    place = shoulder - UP * 0.96 * body.of.arm_m + np.clip(sway, -0.12, 0.12)
    pole = body.axis("UpperChest", (-1.0, 0.4 * (1.0 - 2.0 * side), 0.0))
    arms(body.posed, [Hand(side, weight, place, pole)], body.of)


def _on_back(one: Toucher, other: Toucher, weight: Floats) -> None:
    left = _left(one)
    for side in (0, 1):
        sign = 1.0 - 2.0 * side
        place, normal = body_pad(one.skin, one.of.rest, "collar", side).at(one.posed.places, one.posed.turns,
                                                                          one.of.rest)
        lay(other, side, place, normal, weight, sign * left - 0.5 * UP, -UP - 0.6 * sign * left)
        place, normal = _thigh(other, side, 0.72, -UP + 0.25 * sign * left)
        lay(one, side, place, normal, weight, -one.ahead() + 0.6 * sign * left, -sign * left - 0.3 * one.ahead())


def drag(moment: Moment, one: Toucher, other: Toucher, weight: Floats) -> None:
    """``one`` drags the ``other``, who lies on his back, by both wrists; his heels trail."""
    facing = unit((other.joint("Hips") - one.joint("Hips")) * np.array([1.0, 1.0, 0.0]))
    lean(one, STOOPS * cross(np.broadcast_to(UP, facing.shape), facing) * weight[:, None], head=0.5)
    nearer(one, (-0.10 * UP - 0.08 * facing) * one.of.size * weight[:, None])
    hands = 0.5 * (one.joint("LeftUpperArm") + one.joint("RightUpperArm"))
    hands = hands + (0.62 * facing - 0.74 * UP) * one.of.arm_m
    ground, spine = _floor(one), _hauled(one, other, hands)
    local = quaternions(np.repeat(DRAGGED[None, :], len(hands), axis=0), np.zeros(len(hands)))
    belly = unit(UP - (spine[0] @ UP)[:, None] * spine[0])
    local[:, 0] = Rotation.from_matrix(np.stack([belly, cross(spine[0], belly), spine[0]], axis=-1)).as_quat()
    root = np.concatenate([spine[1], (ground + 0.115 * other.of.size)[:, None]], axis=1)
    _set(other, root, local, weight)
    mirrored = float((facing * spine[0]).sum(axis=-1).mean()) < 0.0
    for side in (0, 1):
        aside = cross(np.broadcast_to(UP, facing.shape), spine[0]) * (1.0 - 2.0 * side)
        arms(other.posed, [Hand(side, weight, hands + aside * 0.15 * other.of.size, aside - 0.4 * UP)], other.of)
        _wrist(one, other, 1 - side if mirrored else side, side, aside, facing, weight)


def _wrist(one: Toucher, other: Toucher, hand: int, side: int, aside: Floats, facing: Floats, weight: Floats) -> None:
    name = SIDES[side]
    forearm = unit(other.joint(f"{name}Hand") - other.joint(f"{name}LowerArm"))
    normal = unit(aside + 0.3 * UP)
    normal = unit(normal - (normal * forearm).sum(axis=-1, keepdims=True) * forearm)
    place = other.joint(f"{name}Hand") - 0.04 * other.of.size * forearm
    place = place + normal * girth(other.skin, other.of.rest, f"{name}LowerArm", 0.9)
    lay(one, hand, place, normal, weight, aside - 0.6 * facing, facing - UP)


def _hauled(one: Toucher, other: Toucher, hands: Floats) -> tuple[Floats, Floats]:
    """The way of the dragged one's spine (F, 3) and his hips' place (F, 2): as far behind the hands as he is long."""
    size, rest = other.of.size, other.of.rest
    back = float(rest[INDEX["LeftUpperArm"], 2] - rest[0, 2])
    up = float(np.sin(RAISED) * back) + 0.115 * size
    high = np.clip(hands[:, 2] - _floor(one) - up, 0.0, 0.9 * other.of.arm_m)
    rope = back * float(np.cos(RAISED)) + np.sqrt((0.97 * other.of.arm_m) ** 2 - high * high)
    behind = _trailing(hands[:, :2], other.posed.root[0, :2], rope, one.posed.root[-1] - one.posed.root[0])
    level = unit(np.concatenate([hands[:, :2] - behind, np.zeros((len(behind), 1))], axis=1))
    return unit(level * float(np.cos(RAISED)) + UP * float(np.sin(RAISED))), behind


def _floor(body: Toucher) -> Floats:
    """The height (F,) of the ground under a body's lower foot."""
    low = np.minimum(body.joint("LeftFoot")[:, 2], body.joint("RightFoot")[:, 2]) - body.of.rest[INDEX["LeftFoot"], 2]
    return np.asarray(gaussian_filter1d(low, 0.2 * body.rate, mode="nearest"))


def _trailing(hands: Floats, first: Floats, rope: Floats, way: Floats) -> Floats:
    """Where the hips (F, 2) of who is dragged go: they follow the hands (F, 2) on a ``rope`` (F,) of that length."""
    out, place = np.empty_like(hands), first.copy()
    if float(np.linalg.norm(hands[0] - place)) < 0.2:
        place = hands[0] - way[:2] / max(float(np.linalg.norm(way[:2])), 1e-6) * rope[0]
    for frame, (hand, far) in enumerate(zip(hands, rope, strict=True)):
        gap = place - hand
        place = hand + gap * (far / max(float(np.linalg.norm(gap)), 1e-6))
        out[frame] = place
    return np.asarray(out)

