"""The feet between and on their footprints: heel strike, flat, heel off, toe off, swing; frame by frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from throughline.motion.gait import LEG_M
from throughline.motion.gait_manner import Manner
from throughline.motion.gait_steps import Plants
from throughline.motion.path import Floats, smooth, wrap
from throughline.motion.pose import axis_turn
from throughline.motion.skeleton import INDEX, heel_offsets, multiply, rotate

_SWING_KEYS = np.array([0.0, 0.22, 0.62, 0.9, 1.0])
# columns: toe-off pitch, peak pitch, late pitch, strike pitch, strike pitch, slope at toe-off
_SWING = CubicSpline(_SWING_KEYS, np.eye(6)[:5], bc_type=((1, np.eye(6)[5]), (1, np.zeros(6))))


@dataclass(frozen=True)
class Foot:
    """One foot over frames: ``ankle`` (F, 3) world place of the Foot joint, ``turn`` (F, 4) its world rotation,
    ``toes`` (F,) bend of the toes against the foot, ``heel_down`` and ``toe_down`` (F,) bool, ``bearing`` (F,) from
    0 (swings) to 1 (stands), ``pitch`` (F,) heel above toes, ``yaw`` (F,)."""

    ankle: Floats
    turn: Floats
    toes: Floats
    heel_down: NDArray[np.bool_]
    toe_down: NDArray[np.bool_]
    bearing: Floats
    yaw: Floats


def foot(plants: Plants, time: Floats, rest: Floats, side: int, how: Manner, toe_out: float, raised: Floats) -> Foot:
    """The Foot of ``side`` (0 left, 1 right) at ``time`` (F,); ``raised`` (F,) radians lifts a standing heel."""
    size = float(rest[INDEX["LeftUpperLeg"], 2] - rest[INDEX["LeftFoot"], 2]) / LEG_M
    here = np.clip(np.searchsorted(plants.strike, time, side="right") - 1, 0, len(plants.strike) - 1)
    there = np.minimum(here + 1, len(plants.strike) - 1)
    lifted = time >= plants.lift[here]
    swing = np.where(lifted, _part(time, plants.lift[here], plants.strike[there]), 0.0)
    pitch = np.where(lifted, _swing_pitch(plants, here, there, swing),
                     _stance_pitch(plants, time, here, there))
    pitch = pitch + np.where(lifted, 0.0, raised)
    go = _going(swing, plants.run[here], plants.hop[there])
    place = plants.place[here] + (plants.place[there] - plants.place[here]) * go[:, None]
    # a step up swings over the edge before it comes down on it
    rise = np.maximum(plants.place[there, 2] - plants.place[here, 2], 0.0)
    place[:, 2] += rise * (smooth(swing * 2.2) - go)
    yaw = plants.yaw[here] + wrap(plants.yaw[there] - plants.yaw[here]) * go
    lift = _clearance(plants, here, there, swing, how) * size
    sign = 1.0 - 2.0 * side
    ankle, turn, toes = _placed(place, yaw + sign * toe_out, pitch, swing, lift, rest, side)
    flat = np.abs(pitch) < 0.02
    bearing = np.where(lifted, np.maximum(1.0 - swing / 0.07, smooth((swing - 0.92) / 0.08)), 1.0)
    return Foot(ankle, turn, toes, ~lifted & (flat | (pitch < 0.0)), ~lifted & (flat | (pitch > 0.0)),
                np.clip(bearing, 0.0, 1.0), yaw)


def _going(swing: Floats, run: Floats, hop: NDArray[np.bool_]) -> Floats:
    """How far a swinging foot has gone to its next print, 0 to 1: a run pulls it off the ground at once."""
    start, end = np.where(hop, 0.0, 0.3 - 0.05 * run), np.where(hop, 0.0, 0.45 * run)
    back = 1.0 - swing
    return np.asarray(swing * swing * (3.0 - 2.0 * swing) + start * swing * back**2 - end * swing**2 * back)


def _part(time: Floats, start: Floats, end: Floats) -> Floats:
    lasting = np.where(np.isfinite(end) & np.isfinite(start), end - start, 1e9)
    return np.asarray(np.clip((time - np.where(np.isfinite(start), start, -1e9)) / np.maximum(lasting, 1e-3), 0.0, 1.0))


def _effort(plants: Plants, index: NDArray[np.intp]) -> Floats:
    """From 0 (shifts in place) to 1 (a full walking step); less when stepping aside, negative backwards."""
    return np.asarray(np.clip(plants.speed[index] / 1.15, 0.0, 1.15) * plants.along[index])


def _off_pitch(plants: Plants, here: NDArray[np.intp], there: NDArray[np.intp]) -> Floats:
    """Heel above toes when the foot leaves the ground, by the effort of the step that it leaves for."""
    effort = np.maximum(_effort(plants, here), 0.6 * _effort(plants, there))
    run = plants.run[here]
    walk = np.where(effort > 0.0, 0.9 * effort, -0.15 * effort) + 0.12
    fast = 1.12 + 0.07 * np.clip(plants.speed[here] - 2.5, 0.0, 4.0)
    return np.asarray(walk * (1.0 - run) + fast * run)


def _strike_pitch(plants: Plants, index: NDArray[np.intp]) -> Floats:
    effort, run = _effort(plants, index), plants.run[index]
    walk = np.where(effort > 0.0, -0.34 * effort, -0.25 * effort)
    fast = np.interp(plants.speed[index], [2.0, 3.5, 5.0, 7.0], [-0.20, -0.12, 0.02, 0.15])
    return np.asarray(walk * (1.0 - run) + fast * run)


def _stance_pitch(plants: Plants, time: Floats, here: NDArray[np.intp], there: NDArray[np.intp]) -> Floats:
    run = plants.run[here]
    since, until = time - plants.strike[here], plants.lift[here] - time
    lasting = np.where(np.isfinite(plants.lift[here]), plants.lift[here] - plants.strike[here], np.inf)
    usual = np.where(run > 0.5, 0.26, 0.62)
    lasting = np.minimum(lasting, usual)
    landing = np.clip(1.0 - since / (np.where(run > 0.5, 0.25, 0.15) * lasting), 0.0, 1.0)
    leaving = np.clip(1.0 - until / (np.where(run > 0.5, 0.68, 0.5) * lasting), 0.0, 1.0)
    strike = np.where(np.isfinite(plants.strike[here]), _strike_pitch(plants, here), 0.0)
    off = _off_pitch(plants, here, there)
    return np.asarray(strike * landing**1.5 + off * leaving ** np.where(run > 0.5, 1.8, 1.6))


def _swing_pitch(plants: Plants, here: NDArray[np.intp], there: NDArray[np.intp], swing: Floats) -> Floats:
    off, strike = _off_pitch(plants, here, there), _strike_pitch(plants, there)
    run, effort = plants.run[there], np.clip(_effort(plants, there), 0.0, 1.0)
    speed = plants.speed[there]
    peak = (off * 0.98) * (1.0 - run) + np.interp(speed, [2.0, 4.0, 7.0], [1.4, 1.75, 2.0]) * run
    late = (0.05 * effort) * (1.0 - run) + np.interp(speed, [2.0, 4.0, 7.0], [0.55, 0.75, 0.9]) * run
    lasting = np.maximum(plants.strike[there] - plants.lift[here], 0.05)
    standing = np.where(plants.run[here] > 0.5, 0.68 * 0.26 / 1.8, 0.5 * 0.62 / 1.6)
    slope = np.clip(off / standing * lasting, 0.0, 6.0)
    weights = np.stack([off, peak, late, strike, strike, slope], axis=-1)
    return np.asarray((_SWING(swing) * weights).sum(axis=-1))


def _clearance(plants: Plants, here: NDArray[np.intp], there: NDArray[np.intp], swing: Floats, how: Manner) -> Floats:
    """How high the foot's lowest point swings, metres of a man of 1.72 m."""
    run, speed = plants.run[there], plants.speed[there]
    low = 0.03 + 0.012 * np.clip(1.0 - speed / 0.9, 0.0, 1.0)
    high = np.interp(speed, [2.0, 3.0, 4.5, 7.0], [0.05, 0.09, 0.15, 0.22])
    height = low * how.lift * (1.0 - run) + high * run
    hump = np.sin(np.pi * swing) ** 1.5 * (1.0 - 0.35 * run * swing)
    return np.asarray(np.where(plants.hop[there], 0.0, height * hump))


def _placed(place: Floats, yaw: Floats, pitch: Floats, swing: Floats, lift: Floats, rest: Floats,
            side: int) -> tuple[Floats, Floats, Floats]:
    name = "Left" if side == 0 else "Right"
    ankle, toes = rest[INDEX[f"{name}Foot"]], rest[INDEX[f"{name}Toes"]]
    heel = heel_offsets(rest.astype(np.float32))[side]
    ball = toes - ankle
    level = axis_turn(2, yaw)
    turn = multiply(level, axis_turn(1, pitch))
    up = np.array([0.0, 0.0, float(ankle[2])])
    pivot = np.where((pitch > 0.0)[:, None], ball, heel)
    where = place + up + rotate(level, pivot) - rotate(turn, pivot)
    bend = -np.maximum(pitch, 0.0) * (1.0 - 0.75 * smooth(swing / 0.25) * (1.0 - smooth((swing - 0.75) / 0.25)))
    bend = np.where(swing > 0.25, np.clip(bend, -0.35, 0.0), np.clip(bend, -1.2, 0.0))
    tip = ball + rotate(axis_turn(1, bend), np.array([0.45 * ball[0], 0.0, -0.6 * float(toes[2])]))
    sole = ball + np.array([0.0, 0.0, -float(toes[2])])
    lowest = np.full_like(pitch, np.inf)
    for point in (np.broadcast_to(heel, tip.shape), np.broadcast_to(sole, tip.shape), tip):
        lowest = np.minimum(lowest, (where + rotate(turn, point))[:, 2] - place[:, 2])
    swinging = np.minimum(swing * 8.0, 1.0) * np.minimum((1.0 - swing) * 8.0, 1.0)
    where[:, 2] += np.maximum(-lowest, 0.0) * swinging + lift
    return where, np.asarray(turn, dtype=np.float64), np.asarray(bend)
