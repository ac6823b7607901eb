"""Getting up: from how a body lies, into the keyed way up of its posture."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from throughline.motion.acts_keys import LYING_BACK
from throughline.motion.body import build
from throughline.motion.ik import Floats, chain, continuous, two_bone
from throughline.motion.path import smooth
from throughline.motion.physics.limits import angle
from throughline.motion.pose import conjugate, mix
from throughline.motion.skeleton import INDEX, Motion, multiply, rotate

JOIN_S, TURN_S = 0.7, 1.0
"""In which a body that lies anyhow comes into the way up, and what half a turn adds."""
ELBOWS_PART = 0.12
PLANT_PART, LIFT_M, NEAR_M, PALM_M = 0.55, 0.05, 0.13, 0.03


@dataclass(frozen=True)
class Lying:
    """How a body lies: ``prone`` or on its back, ``heading`` radians that it will face when it stands up, and the
    place (x, y) on which it will stand."""

    prone: bool
    heading: float
    stand: tuple[float, float]


def lying(motion: Motion, rest: NDArray[np.float32], frame: int) -> Lying:
    """How the body lies at ``frame``; on its side it will get up over its hands and knees."""
    places, turns = chain(motion.root[frame:frame + 1].astype(np.float64),
                          motion.rotations[frame:frame + 1].astype(np.float64), rest.astype(np.float64))
    chest = rotate(turns[0, INDEX["Chest"]], np.array([1.0, 0.0, 0.0])) + rotate(
        turns[0, 0], np.array([1.0, 0.0, 0.0]))
    prone = bool(chest[2] < 1.0)
    along: Floats = places[0, INDEX["UpperChest"], :2] - places[0, 0, :2]
    if float(np.hypot(*along)) < 0.1:  # sits rather than lies: as the hips face
        along = np.asarray(rotate(turns[0, 0], np.array([1.0, 0.0, 0.0]))[:2] * (1.0 if prone else -1.0))
    along = along if prone else -along
    heading = float(np.arctan2(along[1], along[0]))
    ahead = LYING_BACK * build(rest).leg_m if prone else 0.0
    x, y = places[0, 0, :2] + ahead * np.array([np.cos(heading), np.sin(heading)])
    return Lying(prone, heading, (float(x), float(y)))


def joined(fallen: Motion, risen: Motion, rest: NDArray[np.float32], rate: float, start: int, level: float) -> Motion:
    """The fallen motion up to frame ``start``, drawn from there into the way up ``risen`` on the same frames.

    The body goes from how it lies to the way up in a time that grows with how far it must turn; its flesh stays on
    the ground meanwhile and its hands find their place first.
    """
    last = len(risen.root) - 1
    end = min(start + max(2, round(_lasting(fallen, risen, min(start + round(JOIN_S * rate), last)) * rate)), last)
    if end <= start:
        return fallen
    part: Floats = np.asarray((np.arange(start, end) - start + 1.0) / (end - start + 1.0), dtype=np.float64)
    weight = smooth(part)[:, None]
    lain = fallen.rotations[start - 1:start].astype(np.float64)
    place = fallen.root[start - 1].astype(np.float64)
    drawn = _drawn(lain, risen.rotations[start:end].astype(np.float64), weight[..., None])
    root = place + (risen.root[start:end] - place) * weight
    turns = np.concatenate([fallen.rotations[:start].astype(np.float64), drawn,
                            risen.rotations[end:].astype(np.float64)])
    contacts = np.concatenate([fallen.contacts[:start], risen.contacts[start:]])
    contacts[start:end] = False
    made = Motion(np.concatenate([fallen.root[:start], root.astype(np.float32), risen.root[end:]]),
                  continuous(turns).astype(np.float32), contacts,
                  np.concatenate([fallen.jaw[:start], risen.jaw[start:]]))
    return handed(grounded(made, rest, start, end, level), rest, start, end, level)


def _drawn(lain: Floats, goal: Floats, weight: Floats) -> Floats:
    """Rotations (F, J, 4) from those that lie (1, J, 4) to ``goal`` (F, J, 4), which moves meanwhile: each joint turns
    one way all the time, the shorter one at half the ``weight``."""
    goal = continuous(goal)
    middle = goal[int(np.searchsorted(weight[:, 0, 0], 0.5)) % len(goal)]
    out = lain + weight * (goal * np.where((lain[0] * middle).sum(axis=-1) < 0.0, -1.0, 1.0)[:, None] - lain)
    return np.asarray(out / np.linalg.norm(out, axis=-1, keepdims=True))


def _lasting(fallen: Motion, risen: Motion, frame: int) -> float:
    """Seconds of the join: longer where the hips must turn far."""
    turn = multiply(conjugate(fallen.rotations[frame - 1:frame, 0].astype(np.float64)),
                    risen.rotations[frame:frame + 1, 0].astype(np.float64))
    return JOIN_S + TURN_S * float(angle(turn)[0]) / np.pi


def grounded(motion: Motion, rest: NDArray[np.float32], start: int, end: int, level: float) -> Motion:
    """The motion with trunk and legs of frames ``start`` to ``end`` - 1 resting on the ground at ``level``."""
    of, cut = build(rest), slice(start, end)
    places, _ = chain(motion.root[cut].astype(np.float64), motion.rotations[cut].astype(np.float64), of.rest)
    bears = np.isfinite(of.flesh)
    bears[[INDEX["LeftLowerArm"], INDEX["RightLowerArm"]]] = False
    root = motion.root.copy()
    root[cut, 2] -= ((places[..., 2] - of.flesh)[:, bears].min(axis=1) - level).astype(np.float32)
    return replace(motion, root=root)


def handed(motion: Motion, rest: NDArray[np.float32], start: int, end: int, level: float) -> Motion:
    """The motion with each hand brought, over the first part of frames ``start`` to ``end`` - 1, to where it will
    press on the ground at ``end``, and held there; no hand is under the ground."""
    of, cut = build(rest), slice(start - 1, end + 1)
    local = motion.rotations[cut].astype(np.float64)
    places, turns = chain(motion.root[cut].astype(np.float64), local, of.rest)
    for side, name in enumerate(("Left", "Right")):
        shoulder, upper, elbow, hand = (INDEX[f"{name}{bone}"] for bone in ("Shoulder", "UpperArm", "LowerArm", "Hand"))
        goal, weight = _hand_way(places[:, hand], places[-1, upper], of.size, of.arm_m, level)
        middle = 0.5 * (places[:, upper] + places[:, hand])
        pole = places[:, elbow] - middle
        pole[:, 2] = np.maximum(pole[:, 2] + 0.03, 0.03)  # no elbow goes down into the ground
        pole = gaussian_filter1d(pole, ELBOWS_PART * len(pole), axis=0, mode="nearest")  # an arm all but straight
        first, second = two_bone(of.arms[side], places[:, upper], goal, pole)
        first, second = mix(turns[:, upper], first, weight), mix(turns[:, elbow], second, weight)
        local[:, upper] = multiply(conjugate(turns[:, shoulder]), first)
        local[:, elbow] = multiply(conjugate(first), second)
        local[:, hand] = multiply(conjugate(second), turns[:, hand])
    rotations = motion.rotations.copy()
    rotations[start:end] = local[1:-1]
    return replace(motion, rotations=continuous(rotations.astype(np.float64)).astype(np.float32))


def _hand_way(hand: Floats, shoulder: Floats, size: float, arm_m: float, level: float) -> tuple[Floats, Floats]:
    """Where a hand (N, 3) goes instead, and by how much (N,) it does."""
    count, low = len(hand), level + PALM_M * size
    there, here = hand[-1], hand[0]
    goal: Floats = hand.copy()
    weight: Floats = np.zeros(count)
    if there[2] - level < NEAR_M * size and float(np.linalg.norm(there - shoulder)) < 1.02 * arm_m:
        part = np.clip(np.arange(count) / (PLANT_PART * (count - 1)), 0.0, 1.0)
        goal = here + (there - here) * smooth(part)[:, None]
        goal[:, 2] += LIFT_M * size * np.sin(np.pi * part) ** 2
        weight = smooth(np.arange(count) / (0.3 * (count - 1)))
    sunk = np.clip((low - goal[:, 2]) / (0.03 * size), 0.0, 1.0)
    goal[:, 2] = np.maximum(goal[:, 2], low)
    return goal, np.maximum(weight, sunk)
