"""How a body bears itself beside its steps: what a manner adds, the life in a body that stands, gliding."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

from throughline.motion.gait import gait
from throughline.motion.gait_manner import Manner
from throughline.motion.gait_steps import STRIDE_OF_TURN_M, Steps
from throughline.motion.path import Floats, Route, smooth
from throughline.motion.pose import COLUMN, NAMES

GRAVITY = 9.81
DEGREE = np.pi / 180.0
HABIT = 2.6 * DEGREE
"""How far apart people are who bear themselves as they always do."""
ELBOW, SPRINTERS = 8.0, 25.0
"""Degrees by which the elbows of walkers and of sprinters are more bent than those of the network's body."""


@dataclass(frozen=True)
class Beat:
    """What drives the body at every frame, all (F,): ``run`` 0 to 1, ``speed`` m/s felt, ``phase`` steps, ``duty``,
    ``lean`` radians from speeding up, ``bank`` radians into a turn, ``lead`` radians by which the head goes before the
    body into a turn, ``gate`` 0 where the feet stand still, ``still`` 1 where the whole body stands."""

    run: Floats
    speed: Floats
    phase: Floats
    duty: Floats
    lean: Floats
    bank: Floats
    lead: Floats
    gate: Floats
    still: Floats


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
    near = gaussian_filter1d(np.minimum(activity, 1.0), 0.25 / step, mode="nearest")
    pace = gait(route.at(gaussian_filter1d(route.speed, 0.1 / step, mode="nearest"), time), leg_m)
    return Beat(
        run=pace.run, speed=pace.speed, phase=route.at(steps.phase, time), duty=pace.duty, lean=route.at(lean, time),
        bank=route.at(bank, time), lead=np.clip(ahead, -0.8, 0.8),
        gate=smooth((route.at(activity, time) - 0.05) / 0.35), still=1.0 - smooth(route.at(near, time) / 0.5),
    )


def bearing(drive: Beat, time: Floats, how: Manner, dice: np.random.Generator) -> Floats:
    """Pose rows (F, len(NAMES)) of what a manner adds to a plain walk or stand, and of the weight's shifts."""
    out = np.zeros((len(time), len(NAMES)))
    column = {name: out[:, number] for name, number in COLUMN.items()}
    column["spine_pitch"] += how.spine * DEGREE
    column["neck_pitch"] += (how.head - 0.5 * how.spine) * DEGREE
    column["drop"] += how.drop
    for short in ("l_", "r_"):
        column[short + "shrug"] += how.shrug * DEGREE
        walks = drive.gate * (1.0 - drive.run)
        sprints = np.clip((drive.speed - 3.5) / 4.0, 0.0, 1.0)
        column[short + "elbow"] += (how.elbow * (1.0 - 0.6 * drive.run) + ELBOW * walks + SPRINTERS * sprints) * DEGREE
        column[short + "out"] += how.out * DEGREE
        column[short + "fore"] += how.fore * DEGREE
        column[short + "plant"][:] = 1.0
    _weight(column, drive, time, how, dice)
    _limp(column, drive, how)
    _habit(column, drive, dice)
    return out


def _habit(column: dict[str, Floats], drive: Beat, dice: np.random.Generator) -> None:
    """How this one person bears himself, whatever he does: a little more or less upright, open, loose than others."""
    upright, chin, tilt, turned, arms = (float(value) for value in np.clip(dice.standard_normal(5), -2.0, 2.0))
    column["spine_pitch"] += HABIT * upright
    column["neck_pitch"] += HABIT * (0.8 * chin - 0.5 * upright)
    column["spine_roll"] += 0.35 * HABIT * tilt
    column["neck_roll"] -= 0.3 * HABIT * tilt
    column["spine_yaw"] += 0.5 * HABIT * turned
    column["neck_yaw"] -= 0.5 * HABIT * turned
    for short, own in (("l_", float(dice.uniform(-1.0, 1.0))), ("r_", float(dice.uniform(-1.0, 1.0)))):
        column[short + "elbow"] += 2.0 * HABIT * (np.maximum(arms, -0.5) + 0.5 * own) * (1.0 - drive.still)
        column[short + "out"] += HABIT * (0.5 * np.abs(own) + 0.3 * arms)
        column[short + "fore"] += 0.8 * HABIT * upright


def _weight(column: dict[str, Floats], drive: Beat, time: Floats, how: Manner, dice: np.random.Generator) -> None:
    """Weight goes from one leg to the other while a body stands: the hips over the bearing leg, the other side low."""
    on = np.tanh(2.6 * wander(time, dice, 12.0)) * drive.still * how.restless**0.5
    column["aside"] += 0.030 * on
    column["drop"] -= 0.02 * drive.still
    column["pelvis_roll"] += 3.6 * DEGREE * on
    column["spine_roll"] -= 4.6 * DEGREE * on
    column["pelvis_yaw"] += 2.0 * DEGREE * on
    column["spine_yaw"] -= 1.5 * DEGREE * on
    column["ahead"] += 0.007 * wander(time, dice, 4.3) * drive.still
    for short in ("l_", "r_"):
        column[short + "elbow"] += 3.5 * DEGREE * wander(time, dice, 7.1) * drive.still
        column[short + "swing"] += 1.6 * DEGREE * wander(time, dice, 5.3) * drive.still


def _limp(column: dict[str, Floats], drive: Beat, how: Manner) -> None:
    """The trunk falls towards the bad leg while that leg bears."""
    over = np.cos(np.pi * (drive.phase - drive.duty))  # 1: the body passes over the left foot
    bad = how.limp * np.maximum(-over, 0.0) ** 2 * np.maximum(drive.gate, drive.run)
    column["drop"] += 0.022 * bad
    column["spine_roll"] += 7.0 * DEGREE * bad
    column["spine_pitch"] += 5.0 * DEGREE * bad


def life(drive: Beat, time: Floats, how: Manner, dice: np.random.Generator) -> Floats:
    """Pose rows (F, len(NAMES)) of what never stops in whatever posture: breath, small looks, small sways."""
    out = np.zeros((len(time), len(NAMES)))
    column = {name: out[:, number] for name, number in COLUMN.items()}
    breath = np.sin(2.0 * np.pi * (time * float(dice.uniform(0.22, 0.3)) + float(dice.uniform())))
    column["spine_pitch"] -= 0.8 * DEGREE * breath
    calm = 0.35 + 0.65 * drive.still
    looking = np.tanh(2.6 * wander(time, dice, 7.5)) * calm
    column["neck_yaw"] += 6.5 * DEGREE * how.restless * looking
    column["neck_pitch"] += 0.5 * DEGREE * breath + 1.8 * DEGREE * how.restless * wander(time, dice, 5.9) * calm
    column["neck_roll"] += 1.2 * DEGREE * wander(time, dice, 6.7) * calm
    column["spine_yaw"] += 1.6 * DEGREE * how.restless * wander(time, dice, 6.5) * calm
    restless = max(how.restless - 1.0, 0.0) * (0.5 + 0.5 * drive.still)
    column["spine_roll"] += 2.2 * DEGREE * restless * wander(time, dice, 3.1)
    for short in ("l_", "r_"):
        column[short + "shrug"] += 0.9 * DEGREE * breath
    return out


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
