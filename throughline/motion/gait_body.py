"""The body above walking, running, standing and gliding feet: hips, spine, arms and head, as rows of a pose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

from throughline.motion.gait import LEG_M, bounce, gait
from throughline.motion.gait_manner import Manner
from throughline.motion.gait_steps import STRIDE_OF_TURN_M, Steps
from throughline.motion.path import Floats, Route, smooth
from throughline.motion.pose import COLUMN, NAMES

GRAVITY = 9.81
DEGREE = np.pi / 180.0


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


def wander(time: Floats, dice: np.random.Generator, period_s: float) -> Floats:
    """A slow aimless curve (F,), about -1 to 1, that depends on the time alone."""
    out = np.zeros_like(time)
    for share in (1.0, 0.61, 0.37):
        angle = 2.0 * np.pi * (time / (period_s * share * float(dice.uniform(0.9, 1.15))) + float(dice.uniform()))
        out += np.sin(angle) * share
    return np.asarray(out / 1.6)


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
        lead=np.clip(ahead, -0.8, 0.8), lift=bounce(pace), gate=smooth((route.at(activity, time) - 0.05) / 0.35),
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


def glide(out: Floats, weight: Floats, drive: Beat, time: Floats, dice: np.random.Generator) -> Floats:
    """The rows with gliding laid over them by ``weight`` (F,): upright, legs slack, the robe's weight lagging."""
    if not weight.any():
        return out
    column = {name: np.zeros_like(time) for name in NAMES}
    slow = wander(time, dice, 5.0)
    column["pelvis_pitch"] += 3.0 * DEGREE - 0.5 * drive.lean + 1.0 * DEGREE * slow
    column["spine_pitch"] += 4.0 * DEGREE - 0.9 * drive.lean
    column["pelvis_roll"] += 1.2 * DEGREE * wander(time, dice, 4.1) - 0.5 * drive.bank
    column["spine_roll"] += 1.5 * DEGREE * wander(time, dice, 5.7)
    column["neck_pitch"] += 6.0 * DEGREE * (1.0 + 0.3 * slow)
    column["neck_yaw"] += 0.7 * drive.lead + 3.0 * DEGREE * wander(time, dice, 6.3)
    for short in ("l_", "r_"):
        column[short + "swing"] += 6.0 * DEGREE - 1.5 * drive.lean + 2.5 * DEGREE * wander(time, dice, 3.7)
        column[short + "out"] += 13.0 * DEGREE + 1.5 * DEGREE * slow
        column[short + "elbow"] += 24.0 * DEGREE + 3.0 * DEGREE * wander(time, dice, 4.4)
        column[short + "hip"] += 3.0 * DEGREE - 0.7 * drive.lean + 2.0 * DEGREE * wander(time, dice, 3.3)
        column[short + "knee"] += 12.0 * DEGREE
        column[short + "ankle"] += 28.0 * DEGREE
    column["drop"] += -0.13 - 0.03 * wander(time, dice, 3.0)
    floating = np.stack([column[name] for name in NAMES], axis=-1)
    return np.asarray(out * (1.0 - weight)[:, None] + floating * weight[:, None])
