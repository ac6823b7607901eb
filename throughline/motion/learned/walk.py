"""Walking, running and standing as the performer does it, along a route with planned footsteps, for one body."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.spatial.transform import Rotation

from throughline.motion.bearing import wander
from throughline.motion.gait import LEG_M, bounce, gait
from throughline.motion.gait_manner import Manner
from throughline.motion.gait_steps import Plants, Steps
from throughline.motion.ik import Floats, chain, parted
from throughline.motion.learned import pose_code
from throughline.motion.learned.carriage import borne
from throughline.motion.learned.controls import RATE, Way, controls
from throughline.motion.learned.network import Weights, loaded
from throughline.motion.learned.performer import MOOD, performed
from throughline.motion.path import Route, smooth
from throughline.motion.pose import axis_turn
from throughline.motion.skeleton import INDEX, multiply, rotate

MARGIN_S = 2.8
"""Time before and after the wanted frames that the network sees."""
MOOD_SPREAD, MOOD_S = 0.8, 5.0
"""How far apart people are, and how slowly one person's mood wanders."""
SMOOTH_S = 0.016
"""The network's own tremble is taken out as capture's is: about 7 Hz are left."""
KEEPS_S = 0.28
"""The hips sway about the way; averaged over some such time they are on it, as those of the capture are."""
CAPTURED_TOE_OUT = -0.03
CAPTURED_STANCE = ((1.0, 0.93), (1.4, 0.91), (2.2, 0.86), (3.6, 0.83))
"""At m/s: the part of a stance by ``motion.gait`` in which a foot is still in the capture that taught the network."""
EARLY = 0.35
"""The share of what is missing at the beginning of the stance; the rest is missing at its end."""

SWINGS = (0.78, 1.25)
"""How narrow and how wide people's arms swing."""
UNLIKE, ARMS_S = 0.22, 3.1
"""By how much an arm's swing grows and shrinks, and how slowly: nobody's arms are pendulums."""
ELBOWS = np.array([(0.0, 24.0), (0.8, 34.0), (1.3, 34.0), (2.0, 75.0), (2.6, 180.0)])
"""At m/s: degrees to which an elbow bends: on stairs, and standing, some of the network's people hold their forearms
up."""
HANG_BACK, TOGETHER = 5.0, 10.0
"""Degrees by which the upper arms of the network's body hang too far forwards when it stands, and by which both arms of
somebody who walks swing forwards, as the network has it where a body starts or climbs."""
PUMPS = 0.5
"""By how much more a sprinter's arms swing than those of the joggers who were captured."""


@dataclass(frozen=True)
class Walk:
    """A body over frames as it moves by itself: hips' places ``root`` (F, 3), local rotations ``local`` (F, J, 4), and
    for each foot the ankle's place (F, 3) and world rotation (F, 4)."""

    root: Floats
    local: Floats
    ankles: tuple[tuple[Floats, Floats], tuple[Floats, Floats]]


@cache
def weights() -> Weights:
    """The trained performer that ships with the package."""
    return loaded(resources.files("throughline.motion.learned").joinpath("performer.npz"))


def walked(route: Route, steps: Steps, time: Floats, rest: NDArray[np.float32], leg_m: float,
           how: Manner, dice: np.random.Generator) -> Walk:
    """The body at the ``time`` (F,) seconds on ``route`` with the planned ``steps``, bouncing and swinging its arms as
    ``how`` has it."""
    from scipy.interpolate import CubicSpline  # heavy to load

    first, last = np.floor((time[0] - MARGIN_S) * RATE), np.ceil((time[-1] + MARGIN_S) * RATE)
    grid = np.arange(first, last + 1) / RATE
    prints = [_seen(foot, 1.0 - 2.0 * side) for side, foot in enumerate(steps.feet)]
    told = controls(_way(route, grid), (prints[0], prints[1]), leg_m / LEG_M).astype(np.float32)
    code = performed(weights(), told, _mood(grid, dice)).astype(np.float64)
    code[:, 2] = _bounced(code[:, 2], route, steps, grid, leg_m, float(rest[0, 2]), how.bounce)
    code[:, :2] -= gaussian_filter1d(code[:, :2], KEEPS_S * RATE, axis=0, mode="nearest")
    code = gaussian_filter1d(code, SMOOTH_S * RATE, axis=0, mode="nearest")
    root, local = pose_code.decoded(CubicSpline(grid, code)(time), _way(route, time), float(rest[0, 2]))
    _swung(local, time, how.swing * _pumping(route, time, leg_m), dice)
    _hung(local, route, steps, time, leg_m)
    borne(root, local, route, time, rest.astype(np.float64), leg_m)
    places, turns = chain(root, local, rest.astype(np.float64))
    left, right = ((places[:, INDEX[f"{side}Foot"]], turns[:, INDEX[f"{side}Foot"]]) for side in ("Left", "Right"))
    return Walk(root, local, (left, right))


def _way(route: Route, time: Floats) -> Way:
    return Way(time, route.at(route.place, time), route.at(route.heading, time))


def _mood(grid: Floats, dice: np.random.Generator) -> NDArray[np.float32]:
    """A person's mood (F, MOOD): its own, wandering slowly, the same at the same second whatever is asked for."""
    own = dice.standard_normal(MOOD)
    wave = np.zeros((len(grid), MOOD))
    for share in (1.0, 0.62, 0.37):
        period = MOOD_S * share * dice.uniform(1.5, 2.5, MOOD)
        wave += share * np.sin(2.0 * np.pi * (grid[:, None] / period + dice.uniform(0.0, 1.0, MOOD)))
    return (MOOD_SPREAD * (0.85 * own + 0.4 * wave)).astype(np.float32)


def _seen(plants: Plants, sign: float) -> Plants:
    """The prints as the network knows them from capture: the same places, the foot still for a shorter time."""
    part = 1.0 - np.interp(plants.speed, *np.array(CAPTURED_STANCE).T)
    lasting = np.where(np.isfinite(plants.lift) & np.isfinite(plants.strike), plants.lift - plants.strike, 0.0)
    short = np.minimum(part * lasting, 0.09)
    return replace(plants, strike=plants.strike + EARLY * short, lift=plants.lift - (1.0 - EARLY) * short,
                   yaw=plants.yaw + sign * CAPTURED_TOE_OUT)


def _bounced(high: Floats, route: Route, steps: Steps, grid: Floats, leg_m: float, hips_m: float,
             lively: float) -> Floats:
    """The hips' height (F,) in hip heights, its rise and fall while they travel as great as the tables say."""
    pace = gait(route.at(gaussian_filter1d(route.speed, 12.0, mode="nearest"), grid), leg_m)
    slow = gaussian_filter1d(high, 0.33 * RATE, mode="nearest")
    swing = high - slow
    own = np.sqrt(2.0 * gaussian_filter1d(swing * swing, 0.5 * RATE, mode="nearest"))
    wanted = bounce(pace) * leg_m / LEG_M / hips_m * (lively * (1.0 - pace.run) + pace.run)
    gain = np.clip(wanted / np.maximum(own, 0.15 * wanted), 0.5, 2.0)
    travels = smooth(pace.speed / 0.8) * gaussian_filter1d(route.at(steps.moving, grid), 0.2 * RATE, mode="nearest")
    return np.asarray(slow + swing * (1.0 + (gain - 1.0) * travels))


def _hung(local: Floats, route: Route, steps: Steps, time: Floats, leg_m: float) -> None:
    """Lets the arms of who stands or walks hang, in place: elbows bend softly to no more than they do then, and both
    arms together go no further forwards."""
    felt = gait(route.at(gaussian_filter1d(route.speed, 12.0, mode="nearest"), time), leg_m).speed
    speed = felt * route.at(gaussian_filter1d(steps.moving, 12.0, mode="nearest"), time)
    most = np.radians(np.interp(speed, *ELBOWS.T))
    both = 0.0 * speed
    for side, along in (("Left", 1.0), ("Right", -1.0)):
        bone = rotate(local[:, INDEX[f"{side}UpperArm"]], np.array([0.0, along, 0.0]))
        both += 0.5 * np.arctan2(bone[:, 0], -bone[:, 2])
    over = np.maximum(both - np.radians(TOGETHER), 0.0) * np.interp(speed, [2.4, 3.4], [0.8, 0.0])
    back = axis_turn(1, np.radians(HANG_BACK) * (1.0 - smooth(speed / 0.8)) + over)
    for side in ("Left", "Right"):
        upper, elbow = INDEX[f"{side}UpperArm"], INDEX[f"{side}LowerArm"]
        local[:, upper] = multiply(back, local[:, upper])
        bend, about = parted(local[:, elbow])
        size = np.maximum(np.linalg.norm(bend, axis=-1), 1e-9)
        over = np.maximum(size - 0.6 * most, 0.0)
        soft = np.minimum(size, 0.6 * most) + 0.4 * most * np.tanh(over / (0.4 * most))
        bent = Rotation.from_rotvec(bend * (soft / size)[:, None]).as_quat()
        local[:, elbow] = multiply(axis_turn(1, about), bent)


def _pumping(route: Route, time: Floats, leg_m: float) -> Floats:
    """How much wider (F,) arms swing in a run faster than was captured."""
    felt = gait(route.at(gaussian_filter1d(route.speed, 12.0, mode="nearest"), time), leg_m).speed
    return np.asarray(1.0 + PUMPS * np.clip((felt - 3.5) / 4.0, 0.0, 1.0))


def _swung(local: Floats, time: Floats, swing: Floats, dice: np.random.Generator) -> None:
    """Makes the arms' swing about their own middle ``swing`` (F,) times as wide, each arm's now wider, now
    narrower, in place."""
    own = float(dice.uniform(*SWINGS))
    for side in ("Left", "Right"):
        wide = swing * own * (1.0 + UNLIKE * wander(time, dice, ARMS_S))
        if len(time) < 2:
            continue
        for joint in (INDEX[f"{side}UpperArm"], INDEX[f"{side}LowerArm"]):
            turns = Rotation.from_quat(local[:, joint])
            middle = Rotation.from_rotvec(gaussian_filter1d(turns.as_rotvec(), 0.6 / float(time[1] - time[0]), axis=0,
                                                            mode="nearest"))
            away = (middle.inv() * turns).as_rotvec() * wide[:, None]
            local[:, joint] = (middle * Rotation.from_rotvec(away)).as_quat()
