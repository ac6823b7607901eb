"""What a falling body does about it: arms out to the ground, head kept up, knees folded, curled when on its back.

Sources: Hsiao and Robinovitch, Common protective movements govern unexpected falls from standing height, 1998
(hands reach the ground in most falls, the trunk turns); Robinovitch et al., 2009 (reaction about 0.1 s).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from throughline.motion.ik import Floats
from throughline.motion.path import smooth
from throughline.motion.physics.state import Joints, joints
from throughline.motion.pose import COLUMN, NAMES, quaternions

DEGREE = np.pi / 180.0
REACTION_S = 0.11
ROWS_S = 0.6
"""Somebody in the air rows with the arms once in some such time."""
HEAD_MOST = 42.0 * DEGREE


@dataclass(frozen=True)
class Sense:
    """What a falling body feels: seconds ``since`` it was hit, ``landed`` seconds since its trunk touched (negative
    before), its chest's axes (3, 3) as columns forwards, left, up in the world, the hips' ``velocity`` (3,), where it
    ``leans`` (3,) level, the chest's height over the ground, ``limp`` 0 to 1."""

    since: float
    landed: float
    chest: Floats
    velocity: Floats
    leans: Floats
    height: float
    limp: float


def heading_of_fall(sense: Sense) -> Floats:
    """The direction (3,) that the body falls in, unit: down, and to where it leans and flies."""
    level = np.array([sense.velocity[0], sense.velocity[1], 0.0]) * 0.3 + sense.leans
    far = float(np.linalg.norm(level))
    level = level / max(far, 1e-6) * min(far / 0.35, 1.0)
    out = 0.9 * level + np.array([0.0, 0.0, -1.0])
    return np.asarray(out / np.linalg.norm(out))


def reflex(sense: Sense, dice: Floats) -> Joints:
    """The pose that the body strives for now; ``dice`` (6,) from -1 to 1 make one person unlike another."""
    row = np.zeros(len(NAMES))
    fall = heading_of_fall(sense) @ sense.chest  # forwards, left, up as the chest sees it
    front, side = float(fall[0]), float(fall[1])
    back = max(-front, 0.0)
    _trunk(row, front, side, back, dice)
    _legs(row, sense, max(front, 0.0), back, side, dice)
    for short, sign, own in (("l_", 1.0, dice[0]), ("r_", -1.0, dice[1])):
        _arm(row, short, sign, sense, own)
    _head(row, sense)
    return joints(quaternions(row[None, :], np.zeros(1)), bounded=False)


def flung(time: float, dice: Floats) -> Joints:
    """The pose that a body flung through the air strives for ``time`` seconds after: arms that row, one knee up."""
    row = np.zeros(len(NAMES))
    _set(row, spine_pitch=8.0 + 14.0 * dice[2], spine_yaw=26.0 * dice[2], spine_roll=16.0 * dice[5],
         neck_yaw=20.0 * dice[5])
    for short, sign, arm, leg in (("l_", 1.0, dice[0], dice[3]), ("r_", -1.0, dice[1], dice[4])):
        beat = 2.0 * np.pi * (time / (ROWS_S * (1.0 + 0.2 * arm)) + 0.25 * sign)
        _set(row, **{short + "swing": 62.0 + 30.0 * arm + 62.0 * np.sin(beat), short + "out": 62.0 + 24.0 * arm,
                     short + "elbow": 38.0 + 26.0 * np.cos(beat), short + "pronate": 20.0,
                     short + "hip": 34.0 + 30.0 * leg + 16.0 * sign, short + "knee": 56.0 + 30.0 * leg + 12.0 * sign,
                     short + "open": 16.0 + 10.0 * leg, short + "ankle": 24.0})
    return joints(quaternions(row[None, :], np.zeros(1)), bounded=False)


def _set(row: Floats, **degrees: float) -> None:
    for name, value in degrees.items():
        row[COLUMN[name]] = value * DEGREE


def _trunk(row: Floats, front: float, side: float, back: float, dice: Floats) -> None:
    _set(row, spine_pitch=6.0 - 12.0 * max(front, 0.0) + 40.0 * back, spine_roll=22.0 * side,
         spine_yaw=9.0 * float(dice[2]) + 14.0 * side)


def _legs(row: Floats, sense: Sense, front: float, back: float, side: float, dice: Floats) -> None:
    folded = 1.0 - 0.75 * float(smooth(np.array(sense.landed / 0.2)))
    for short, sign, own in (("l_", 1.0, dice[3]), ("r_", -1.0, dice[4])):
        onto = max(side * sign, 0.0)
        hip = 14.0 + 10.0 * own + 46.0 * back + 26.0 * abs(side)
        knee = 34.0 + 16.0 * own + 52.0 * back + 18.0 * onto
        _set(row, **{short + "hip": hip * folded, short + "knee": knee * folded, short + "open": 8.0 + 6.0 * own,
                     short + "ankle": 18.0 * front + 34.0 * front * (1.0 - folded)})


def _arm(row: Floats, short: str, sign: float, sense: Sense, own: float) -> None:
    """The arm points to where the ground will be; before a long fall it is flung up and out."""
    fall = heading_of_fall(sense)
    ahead = fall + np.array([0.0, 0.0, -0.35])
    wanted = ahead @ sense.chest + np.array([0.12, 0.34 * sign, 0.10 + 0.12 * own])
    wanted = wanted / np.linalg.norm(wanted)
    down = float(np.sqrt(2.0 * max(sense.height - 0.1, 0.0) / 9.81)) + 0.08 * max(float(sense.velocity[2]), 0.0)
    near = float(smooth(np.array((1.15 - down) / 0.5)))
    flung = np.array([0.30 + 0.2 * own, 0.85 * sign, 0.25 + 0.25 * own])
    wanted = near * wanted + (1.0 - near) * flung / np.linalg.norm(flung)
    wanted = wanted / np.linalg.norm(wanted)
    out = float(np.arcsin(np.clip(sign * wanted[1], -1.0, 1.0)))
    swing = float(np.arctan2(wanted[0], -wanted[2]))
    swing = swing if swing > -130.0 * DEGREE else swing + 2.0 * np.pi
    after = float(smooth(np.array(sense.landed / 0.3)))
    _set(row, **{short + "elbow": 24.0 + 8.0 * own + 48.0 * after, short + "twist": 4.0 + 14.0 * after,
                 short + "pronate": 18.0, short + "wrist": -46.0 * near * (1.0 - after)})
    row[COLUMN[short + "swing"]] = np.clip(swing, -58.0 * DEGREE, 165.0 * DEGREE)
    row[COLUMN[short + "out"]] = np.clip(out, 4.0 * DEGREE, 105.0 * DEGREE)


def _head(row: Floats, sense: Sense) -> None:
    """The head strives to be upright, as far as the neck goes: back in a fall forwards, chin in on the back."""
    up = np.array([0.0, 0.0, 1.0]) @ sense.chest
    tilt = float(np.arccos(np.clip(up[2], -1.0, 1.0)))
    part = min(tilt, HEAD_MOST) / max(float(np.hypot(up[0], up[1])), 1e-6)
    row[COLUMN["neck_pitch"]] = part * up[0]
    row[COLUMN["neck_roll"]] = -part * up[1]
    prone = float(smooth(np.array((-up[0] - 0.4) / 0.4))) * float(smooth(np.array((sense.landed - 0.25) / 0.5)))
    side = 1.0 if up[1] > 0.0 else -1.0
    row[COLUMN["neck_pitch"]] *= 1.0 - 0.85 * prone
    row[COLUMN["neck_yaw"]] = 64.0 * DEGREE * prone * side
