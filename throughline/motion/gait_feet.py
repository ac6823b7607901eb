"""The feet on their footprints: each stance rolls from heel over sole to ball without a slide, each swing is the
performer's own, bent so that it leaves the last print and meets the next one without a jump."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.spatial.transform import Rotation

from throughline.motion.footlock import stances
from throughline.motion.gait import LEG_M
from throughline.motion.gait_steps import Plants
from throughline.motion.path import Floats, smooth, wrap
from throughline.motion.pose import axis_turn
from throughline.motion.skeleton import INDEX, heel_offsets, multiply, rotate

SIDES = ("Left", "Right")
FLAT = 0.09
"""A standing foot that the performer pitches by less than this (radians) is flat: capture is no better than that."""
TIPPED = 0.02
PITCH = (-0.7, 1.35)
CLEAR_M = 0.012
FADE_S = 0.04
LEAVES, LEAVES_S = 1.015, 0.05
"""A foot leaves the ground this much (s) sooner where the leg is longer than itself otherwise."""
REACH, PUSH, UPRIGHT = 0.995, 0.8, 1.3
"""A trailing leg is no straighter than this part of its length as long as this much more of a raised
heel helps, up to a foot that stands on its ball (radians)."""
BENT = 1.05
KNEE_M, HEEL_M, BACK_M = 0.20, 0.15, 0.10
"""A sprinter's swinging foot comes forwards sooner, rises nearer to the buttock and goes back sooner to
meet the ground under the hips than that of the joggers who were captured: metres for a leg of 0.825."""
JOGS, RUNS, SPRINTS = 2.6, 4.2, 7.5
"""Speeds in m/s at which none, half and all of that is done."""


@dataclass(frozen=True)
class Foot:
    """One foot over frames: ``ankle`` (F, 3) world place of the Foot joint, ``turn`` (F, 4) its world rotation,
    ``toes`` (F,) bend of the toes against the foot, ``heel_down`` and ``toe_down`` (F,) bool, ``bearing`` (F,) from
    0 (swings) to 1 (stands), ``yaw`` (F,) of the print."""

    ankle: Floats
    turn: Floats
    toes: Floats
    heel_down: NDArray[np.bool_]
    toe_down: NDArray[np.bool_]
    bearing: Floats
    yaw: Floats


@dataclass(frozen=True)
class Sole:
    """What of a foot touches the ground, from its ankle at rest: ``heel`` and ``ball`` (the Toes joint) (3,), how high
    the ball and the ``ankle_m`` rest, where the toes end (3,) from the ball."""

    heel: Floats
    ball: Floats
    tip: Floats
    ball_m: float
    ankle_m: float

    def lowest(self, turn: Floats, bend: Floats) -> Floats:
        """How far (F,) the lowest of heel, ball and toes lies over the ankle's place (negative: under it)."""
        under = np.array([0.0, 0.0, -self.ball_m])
        tip = self.ball + rotate(axis_turn(1, bend), self.tip[None, :])
        points = (self.heel[None, :], (self.ball + under)[None, :], tip + 0.6 * under)
        return np.asarray(np.min([rotate(turn, np.broadcast_to(point, (len(turn), 3)))[:, 2] for point in points],
                                 axis=0))


def sole(rest: Floats, side: int) -> Sole:
    """The Sole of one foot of a body with these rest places."""
    ankle, toes = (rest[INDEX[f"{SIDES[side]}{part}"]] for part in ("Foot", "Toes"))
    ball = toes - ankle
    return Sole(heel_offsets(rest.astype(np.float32))[side], ball, np.array([0.45 * ball[0], 0.0, -0.4 * toes[2]]),
                float(toes[2]), float(ankle[2]))


@dataclass(frozen=True)
class Leg:
    """Where a leg hangs and what it does by itself, over frames: the ``hip`` (F, 3), the ``ankle`` (F, 3), the foot's
    world rotation ``turn`` (F, 4), by how much a standing heel is ``raised`` (F,) radians; ``length_m`` straight."""

    hip: Floats
    ankle: Floats
    turn: Floats
    raised: Floats
    length_m: float


def planted(leg: Leg, plants: Plants, time: Floats, under: Sole, toe_out: float) -> Foot:
    """The Foot on its prints; ``toe_out`` is signed, radians to the left."""
    last = len(plants.strike) - 1
    here = np.clip(np.searchsorted(plants.strike, time, side="right") - 1, 0, last)
    there = np.minimum(here + 1, last)
    down = (time < plants.lift[here]) | (here == there)
    yaw, own, roll = Rotation.from_quat(leg.turn).as_euler("ZYX").T
    facing, print_at = plants.yaw[here] + toe_out, plants.place[here]
    pitch = _settled(own, down) + leg.raised * down
    pitch = _pushed(pitch, leg, print_at, facing, under, down)
    stood = _rolled(print_at, facing, pitch, under)
    far = np.linalg.norm(leg.hip - stood, axis=-1) > LEAVES * leg.length_m
    down = down & ~(far & np.isfinite(plants.lift[here]) & (plants.lift[here] - time < LEAVES_S))
    change = np.column_stack([stood - leg.ankle, wrap(facing - yaw), pitch - own, -roll])
    change = _bridged(change, stances(np.asarray(down)), FADE_S / float(time[1] - time[0]) if len(time) > 1 else 1.0)
    yaw, pitch, roll = yaw + change[:, 3], own + change[:, 4], roll + change[:, 5]
    turn = np.asarray(multiply(axis_turn(2, yaw), multiply(axis_turn(1, pitch), axis_turn(0, roll))))
    swing = np.where(down, 0.0, _part(time, plants.lift[here], plants.strike[there]))
    bend = -np.clip(pitch, 0.0, BENT) * np.where(down, 1.0, _let_go(swing))
    place = leg.ankle + change[:, :3] + _driven(plants, here, there, swing, down) * (leg.length_m / LEG_M)
    clear = place[:, 2] + under.lowest(turn, bend) - _ground(plants, here, there, swing)
    place[:, 2] += np.where(down, 0.0, _lifting(clear, swing, plants.hop[there]))
    bearing = np.where(down, 1.0, np.maximum(1.0 - swing / 0.07, smooth((swing - 0.92) / 0.08)))
    return Foot(place, turn, bend, down & (pitch <= TIPPED), down & (pitch >= -TIPPED), np.clip(bearing, 0.0, 1.0),
                np.asarray(plants.yaw[here] + wrap(plants.yaw[there] - plants.yaw[here]) * smooth(swing)))


def _driven(plants: Plants, here: NDArray[np.intp], there: NDArray[np.intp], swing: Floats,
            down: NDArray[np.bool_]) -> Floats:
    """How much (F, 3) further forwards and up a foot swings in a run faster than was captured."""
    speed = np.minimum(plants.speed[here], plants.speed[there])
    strength = np.interp(speed, [JOGS, RUNS, SPRINTS], [0.0, 0.5, 1.0])
    strength = np.where(down | plants.hop[there], 0.0, strength * np.maximum(plants.along[there], 0.0))
    back = BACK_M * np.minimum(2.0 * strength, 1.0)
    forth = KNEE_M * strength * _bump((swing - 0.1) / 0.85) - back * _bump((swing - 0.72) / 0.28)
    yaw = plants.yaw[there]
    return np.stack([np.cos(yaw) * forth, np.sin(yaw) * forth, HEEL_M * strength * _bump(swing)], axis=-1)


def _bump(part: Floats) -> Floats:
    """From 0 over 1 at a half to 0 at 1, with level ends."""
    return np.asarray(np.sin(np.pi * np.clip(part, 0.0, 1.0)) ** 2)


def _settled(pitch: Floats, down: NDArray[np.bool_]) -> Floats:
    """The pitch (F,) of a standing foot: what is nearly flat is flat, and no further than a foot goes."""
    over = np.clip(pitch, *PITCH)
    return np.asarray(np.where(down, np.sign(over) * _eased(np.abs(over)), over))


def _eased(over: Floats) -> Floats:
    """0 up to ``FLAT``, then softly to the value itself."""
    past = np.maximum(over - FLAT, 0.0)
    return np.asarray(past * (1.0 + FLAT * past / (past * past + FLAT * FLAT)))


def _pushed(pitch: Floats, leg: Leg, place: Floats, yaw: Floats, under: Sole, down: NDArray[np.bool_]) -> Floats:
    """The pitch (F,) of a standing foot, its heel raised as far as a leg that trails behind needs to reach it."""
    behind = ((leg.hip - place)[:, :2] * np.stack([np.cos(yaw), np.sin(yaw)], axis=-1)).sum(axis=-1)
    needs = down & (behind > 0.2 * leg.length_m)
    if not needs.any():
        return pitch
    low = np.maximum(pitch[needs], 0.0)
    high = np.maximum(np.minimum(low + PUSH, UPRIGHT), low)
    hip, place, yaw = leg.hip[needs], place[needs], yaw[needs]

    def over(angle: Floats) -> Floats:
        return np.asarray(np.linalg.norm(hip - _rolled(place, yaw, angle, under), axis=-1) - REACH * leg.length_m)

    free = over(low) <= 0.0
    for _ in range(9):
        middle = 0.5 * (low + high)
        far = over(middle) > 0.0
        low, high = np.where(far, middle, low), np.where(far, high, middle)
    out = pitch.copy()
    out[needs] = np.where(free, pitch[needs], high)
    stands = down.astype(np.float64)
    more = gaussian_filter1d((out - pitch) * stands, 1.0) / np.maximum(gaussian_filter1d(stands, 1.0), 1e-3)
    return np.asarray(pitch + more * stands)


def _rolled(place: Floats, yaw: Floats, pitch: Floats, under: Sole) -> Floats:
    """Where the ankle (F, 3) of a foot stands on its print, rolled over its heel (pitch below 0) or its ball."""
    level = axis_turn(2, yaw)
    turn = multiply(level, axis_turn(1, pitch))
    pivot = np.where((pitch > 0.0)[:, None], under.ball, under.heel)
    return np.asarray(place + np.array([0.0, 0.0, under.ankle_m]) + rotate(level, pivot) - rotate(turn, pivot))


def _bridged(change: Floats, runs: list[tuple[int, int]], fade: float) -> Floats:
    """The change (F, N) in the stances ``runs``, and between them led from one to the next; its speeds at both ends
    die away within some ``fade`` frames."""
    out = change.copy()
    if not runs:
        return np.zeros_like(out)
    out[:runs[0][0]] = change[runs[0][0]]
    out[runs[-1][1]:] = change[runs[-1][1] - 1]
    for (first, begin), (end, last) in pairwise(runs):
        before, after = change[begin - 1], change[end]
        leaving = before - change[begin - 2] if begin - first > 2 else 0.0 * before
        coming = change[end + 1] - after if last - end > 2 else 0.0 * after
        at, left = (np.arange(1.0, end - begin + 1.0)[:, None], np.arange(end - begin, 0.0, -1.0)[:, None])
        going = _quintic(at / (end - begin + 1.0))
        out[begin:end] = (before * (1.0 - going) + after * going + leaving * at * np.exp(-at / fade) * (1.0 - going)
                          - coming * left * np.exp(-left / fade) * going)
    return out


def _quintic(part: Floats) -> Floats:
    return np.asarray(part**3 * (10.0 - 15.0 * part + 6.0 * part * part))


def _part(time: Floats, start: Floats, end: Floats) -> Floats:
    lasting = np.where(np.isfinite(end) & np.isfinite(start), end - start, 1e9)
    return np.asarray(np.clip((time - np.where(np.isfinite(start), start, -1e9)) / np.maximum(lasting, 1e-3), 0.0, 1.0))


def _let_go(swing: Floats) -> Floats:
    """How much of their bend the toes keep in the air."""
    return np.asarray(1.0 - 0.8 * smooth(swing / 0.3) * (1.0 - smooth((swing - 0.8) / 0.2)))


def _ground(plants: Plants, here: NDArray[np.intp], there: NDArray[np.intp], swing: Floats) -> Floats:
    """The ground's height (F,) that a foot must clear: up at once, down at the end."""
    step = plants.place[there, 2] - plants.place[here, 2]
    go = np.where(step > 0.0, smooth(swing * 2.2), smooth((swing - 0.55) * 2.2))
    return np.asarray(plants.place[here, 2] + step * go)


def _lifting(clear: Floats, swing: Floats, hop: NDArray[np.bool_]) -> Floats:
    """How far (F,) a swinging foot is lifted so that it does not touch the ground."""
    wanted = np.where(hop, 0.0, CLEAR_M) * smooth(swing * 5.0) * smooth((1.0 - swing) * 5.0)
    short = np.maximum(wanted - clear, 0.0)
    spread = gaussian_filter1d(short, 1.0, mode="nearest")
    return np.asarray(np.maximum(short, spread * np.minimum(8.0 * swing, 1.0) * np.minimum(8.0 * (1.0 - swing), 1.0)))
