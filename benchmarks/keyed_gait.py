"""The rival of the learned performer: the keyed gait that it replaced, a cycle of curves by the tables of motion.gait.

Kept for the benchmark alone, so that what the learning is worth stays measured.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from fractions import Fraction
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline
from scipy.ndimage import gaussian_filter1d

from throughline.film.blocking import Performance
from throughline.motion import perform
from throughline.motion.bearing import GRAVITY, wander
from throughline.motion.body import build, legs, lower, trunk
from throughline.motion.gait import LEG_M, bounce, gait
from throughline.motion.gait_feet import Foot
from throughline.motion.gait_manner import Manner, manner
from throughline.motion.gait_steps import STRIDE_OF_TURN_M, Plants, Steps
from throughline.motion.ik import continuous
from throughline.motion.path import Floats, Route, smooth, wrap
from throughline.motion.pose import COLUMN, NAMES, axis_turn
from throughline.motion.skeleton import INDEX, Motion, heel_offsets, multiply, rotate

DEGREE = np.pi / 180.0
TOE_OUT = 0.11
_SWING_KEYS = np.array([0.0, 0.22, 0.62, 0.9, 1.0])
# columns: toe-off pitch, peak pitch, late pitch, strike pitch, strike pitch, slope at toe-off
_SWING = CubicSpline(_SWING_KEYS, np.eye(6)[:5], bc_type=((1, np.eye(6)[5]), (1, np.zeros(6))))



@dataclass(frozen=True)
class Beat:
    """What drives the body at every frame, all (F,): ``walk`` and ``run`` 0 to 1, ``speed`` m/s felt, ``phase``
    steps, ``duty``, ``lean`` radians from speeding up, ``bank`` radians into a turn, ``lead`` radians by which the
    head goes before the body into a turn, ``lift`` metres of bounce, ``gate`` 0 where the feet stand still."""

    walk: Floats
    run: Floats
    speed: Floats
    phase: Floats
    duty: Floats
    lean: Floats
    bank: Floats
    lead: Floats
    lift: Floats
    gate: Floats


def keyed(route: Route, steps: Steps, time: Floats, rest: NDArray[np.float32], seed: int) -> Motion:
    """The motion of a body on a route with planned steps, as the keyed gait has it."""
    of, how, frames = build(rest), manner("neutral"), len(time)
    out = rows(beat(route, steps, time, of.leg_m), time, how, np.random.default_rng(seed))
    for name in ("ahead", "aside"):
        out[:, COLUMN[name]] *= of.size
    heading, floor = route.at(route.heading, time), route.at(route.place, time)
    feet = [foot(steps.feet[side], time, of.rest, side, TOE_OUT) for side in (0, 1)]
    posed = trunk(out, heading, floor, floor[:, 2], floor[:, 2], of)
    lower(posed, out, (feet[0], feet[1]), np.zeros(len(time)), of, 1.0 / float(time[1] - time[0]))
    legs(posed, out, (feet[0], feet[1]), heading, floor[:, 2], np.zeros(len(time)), of)
    contacts = np.stack([flag for each in feet for flag in (each.heel_down, each.toe_down)], axis=-1)
    return Motion(posed.root.astype(np.float32), continuous(posed.local).astype(np.float32), contacts,
                  np.zeros(frames, dtype=np.float32))


class _Planned(Exception):
    """Way and steps are planned; the body is not moved yet."""

    def __init__(self, route: Route, steps: Steps):
        self.route, self.steps = route, steps


def _stop(route: Route, steps: Steps, *more: object) -> None:
    raise _Planned(route, steps)


def keyed_performance(performance: Performance, rest: NDArray[np.float32], frames: int, rate: Fraction,
                      *more: object) -> Motion:
    """A performance as motion.perform takes it, on the way and the steps that it plans, moved by the keyed gait alone;
    without acts, falls or contacts, so that it costs less than the keyed gait ever did."""
    with patch.object(sys.modules["throughline.motion.perform"], "walked", _stop):
        try:
            perform(performance, rest, frames, rate)
        except _Planned as plan:
            return keyed(plan.route, plan.steps, np.arange(frames) / float(rate), rest, performance.seed)
    raise RuntimeError(f"{performance.name} was moved without steps")


def beat(route: Route, steps: Steps, time: Floats, leg_m: float) -> Beat:
    """The Beat of a planned route at ``time`` (F,)."""
    step = route.time[1] - route.time[0]
    forth = route.velocity[:, 0] * np.cos(route.heading) + route.velocity[:, 1] * np.sin(route.heading)
    push = np.gradient(gaussian_filter1d(forth, 0.12 / step, mode="nearest"), route.time)
    turning = gaussian_filter1d(route.turning, 0.15 / step, mode="nearest")
    lean = np.clip(0.5 * np.arctan(push / GRAVITY), -0.09, 0.22)
    bank = np.clip(np.arctan(forth * turning / GRAVITY), -0.35, 0.35)
    ahead = np.interp(time + 0.4, route.time, route.heading) - route.at(route.heading, time)
    activity = np.hypot(route.speed, STRIDE_OF_TURN_M * route.turning) * steps.moving
    eased = gaussian_filter1d(steps.pace.speed, 0.1 / step, mode="nearest")
    pace = gait(route.at(eased, time) * np.sqrt(leg_m / LEG_M), leg_m)
    return Beat(
        walk=smooth(pace.speed / 0.9) * (1.0 - pace.run), run=pace.run, speed=pace.speed,
        phase=route.at(steps.phase, time), duty=pace.duty, lean=route.at(lean, time), bank=route.at(bank, time),
        lead=np.clip(ahead, -0.8, 0.8), lift=bounce(pace) * (1.0 - 2.0 * pace.run),
        gate=smooth((route.at(activity, time) - 0.05) / 0.35),
    )


def rows(drive: Beat, time: Floats, how: Manner, dice: np.random.Generator) -> Floats:
    """Pose rows (F, len(NAMES)) of standing, walking and running."""
    out = np.zeros((len(time), len(NAMES)))
    strike = np.cos(np.pi * drive.phase)  # 1: the left foot strikes, -1: the right foot does
    over = np.cos(np.pi * (drive.phase - drive.duty))  # 1: the body passes over the left foot
    column = {name: out[:, number] for name, number in COLUMN.items()}
    _trunk(column, drive, strike, over, how)
    _idle(column, drive, time, how, dice)
    _arms(column, drive, how, dice)
    _head(column, drive, time, how, dice)
    column["l_plant"][:] = 1.0
    column["r_plant"][:] = 1.0
    return out


def _trunk(column: dict[str, Floats], drive: Beat, strike: Floats, over: Floats, how: Manner) -> None:
    walk, run, speed = drive.walk * drive.gate, drive.run, drive.speed
    quick = np.clip(speed / 1.3, 0.0, 1.5)
    bob = np.cos(2.0 * np.pi * (drive.phase - drive.duty + 0.04 * drive.run))
    hips = (4.5 * walk * quick + (6.0 + 0.8 * speed) * run) * DEGREE
    column["pelvis_yaw"] -= hips * strike
    chest = (4.5 * walk * quick * how.swing + (9.0 + 0.6 * speed) * run) * DEGREE
    column["spine_yaw"] += (hips + chest) * np.cos(np.pi * (drive.phase - 0.06 + 0.16 * run))
    list_ = (3.2 * walk * quick + 3.0 * run) * DEGREE
    column["pelvis_roll"] += list_ * over - 0.65 * drive.bank
    column["spine_roll"] -= 1.25 * list_ * over + 0.25 * drive.bank
    speed_lean = (1.5 * walk * quick + np.clip(3.5 + 1.5 * speed, 0.0, 14.0) * run) * DEGREE
    column["pelvis_pitch"] += 0.55 * (speed_lean + drive.lean) + run * 1.5 * DEGREE * bob
    column["spine_pitch"] += 0.5 * (speed_lean + drive.lean) + (how.spine + 1.5) * DEGREE
    column["spine_pitch"] += (1.0 * walk + 2.0 * run) * DEGREE * np.cos(2.0 * np.pi * (drive.phase - 0.12))
    base = 0.006 + (0.018 + 0.028 * quick) * walk + (0.038 + 0.005 * speed) * run + how.drop
    column["drop"] += base - drive.lift * how.bounce * bob * np.maximum(drive.gate, run) / LEG_M
    column["aside"] += (0.024 * drive.gate * (1.0 - run) * how.width**0.5 + 0.008 * run) * over + 0.32 * drive.bank
    column["ahead"] += 0.25 * (drive.lean + speed_lean * run)
    bad = how.limp * np.maximum(-over, 0.0) ** 2 * np.maximum(drive.gate, run)
    column["drop"] += 0.022 * bad
    column["spine_roll"] += 7.0 * DEGREE * bad
    column["spine_pitch"] += 5.0 * DEGREE * bad


def _idle(column: dict[str, Floats], drive: Beat, time: Floats, how: Manner, dice: np.random.Generator) -> None:
    still = 1.0 - np.maximum(smooth(drive.speed / 0.6), drive.gate)
    shift = np.tanh(2.2 * wander(time, dice, 9.0)) * still
    column["aside"] += 0.026 * shift
    column["pelvis_roll"] += 2.6 * DEGREE * shift
    column["spine_roll"] -= 3.0 * DEGREE * shift
    column["ahead"] += 0.008 * wander(time, dice, 4.3) * still
    breath = np.sin(2.0 * np.pi * (time * float(dice.uniform(0.22, 0.3)) + float(dice.uniform())))
    column["spine_pitch"] -= 0.9 * DEGREE * breath * (1.0 - 0.5 * drive.walk)
    for short in ("l_", "r_"):
        column[short + "shrug"] += 1.1 * DEGREE * breath
    column["spine_yaw"] += 2.2 * DEGREE * how.restless * wander(time, dice, 6.5) * still
    restless = (how.restless - 1.0) * (0.4 + 0.6 * still)
    column["spine_roll"] += 2.2 * DEGREE * restless * wander(time, dice, 3.1)


def _arms(column: dict[str, Floats], drive: Beat, how: Manner, dice: np.random.Generator) -> None:
    walk, run, speed = drive.walk * np.maximum(drive.gate, 0.2), drive.run, drive.speed
    own = float(dice.uniform(0.88, 1.12))
    reach = (walk * np.clip(4.0 + 14.0 * speed, 0.0, 34.0) + run * np.clip(22.0 + 4.5 * speed, 0.0, 58.0)) * how.swing
    for short, sign in (("l_", -1.0), ("r_", 1.0)):
        uneven = float(dice.uniform(0.9, 1.1))
        forth = sign * np.cos(np.pi * (drive.phase - 0.07 + 0.22 * run))
        late = sign * np.cos(np.pi * (drive.phase - 0.16 + 0.2 * run))
        column[short + "swing"] += (2.0 - 4.0 * walk - 8.0 * run + reach * own * uneven * forth) * DEGREE
        column[short + "out"] += (8.0 + 4.0 * run + how.out + 1.5 * uneven) * DEGREE
        column[short + "twist"] += (-8.0 - 14.0 * run - 8.0 * run * forth) * DEGREE
        bend = 15.0 + walk * (4.0 + 9.0 * how.swing * (0.5 + 0.5 * late)) + run * (66.0 + 10.0 * late)
        column[short + "elbow"] += (bend + how.elbow * (1.0 - 0.6 * run) + 3.0 * uneven) * DEGREE
        column[short + "pronate"] += (14.0 + 8.0 * uneven) * DEGREE
        column[short + "wrist"] += (6.0 - 4.0 * walk * late) * DEGREE
        column[short + "shrug"] += (how.shrug + run * (2.0 + 2.0 * forth)) * DEGREE
        column[short + "fore"] += (how.fore + 0.25 * (walk + run) * reach * 0.3 * forth) * DEGREE


def _head(column: dict[str, Floats], drive: Beat, time: Floats, how: Manner, dice: np.random.Generator) -> None:
    """The head stays level and looks where the body goes, a little before it goes there."""
    column["neck_yaw"] -= 0.92 * (column["pelvis_yaw"] + column["spine_yaw"])
    column["neck_yaw"] += 0.8 * drive.lead + 2.5 * DEGREE * how.restless * wander(time, dice, 4.7)
    column["neck_roll"] -= 0.8 * (column["pelvis_roll"] + column["spine_roll"])
    column["neck_pitch"] -= 0.8 * (column["pelvis_pitch"] + column["spine_pitch"] - 0.3 * how.spine * DEGREE)
    column["neck_pitch"] += (how.head + 2.0) * DEGREE + 1.3 * DEGREE * how.restless * wander(time, dice, 5.9)


def foot(plants: Plants, time: Floats, rest: Floats, side: int, toe_out: float) -> Foot:
    """The Foot of ``side`` (0 left, 1 right) at ``time`` (F,)."""
    size = float(rest[INDEX["LeftUpperLeg"], 2] - rest[INDEX["LeftFoot"], 2]) / LEG_M
    here = np.clip(np.searchsorted(plants.strike, time, side="right") - 1, 0, len(plants.strike) - 1)
    there = np.minimum(here + 1, len(plants.strike) - 1)
    lifted = time >= plants.lift[here]
    swing = np.where(lifted, _part(time, plants.lift[here], plants.strike[there]), 0.0)
    pitch = np.where(lifted, _swing_pitch(plants, here, there, swing),
                     _stance_pitch(plants, time, here, there))
    go = _going(swing, plants.run[here], plants.hop[there])
    place = plants.place[here] + (plants.place[there] - plants.place[here]) * go[:, None]
    # a step up swings over the edge before it comes down on it
    rise = np.maximum(plants.place[there, 2] - plants.place[here, 2], 0.0)
    place[:, 2] += rise * (smooth(swing * 2.2) - go)
    yaw = plants.yaw[here] + wrap(plants.yaw[there] - plants.yaw[here]) * go
    lift = _clearance(plants, here, there, swing) * size
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


def _clearance(plants: Plants, here: NDArray[np.intp], there: NDArray[np.intp], swing: Floats) -> Floats:
    """How high the foot's lowest point swings, metres of a man of 1.72 m."""
    run, speed = plants.run[there], plants.speed[there]
    low = 0.03 + 0.012 * np.clip(1.0 - speed / 0.9, 0.0, 1.0)
    high = np.interp(speed, [2.0, 3.0, 4.5, 7.0], [0.05, 0.09, 0.15, 0.22])
    height = low * (1.0 - run) + high * run
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
