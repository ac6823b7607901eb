"""A body on its springs: dive, roll and bounce over what the wheels run over."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from throughline.effects.vehicles.build import GRAVITY, Build
from throughline.effects.vehicles.path import Reals
from throughline.motion.ground import Ground

ROUGH_M, WAVES_M = 0.006, (1.3, 2.9, 6.7)
"""How uneven a street is, and over what lengths."""
DROOP_M, BUMP_M = 0.10, 0.075
HARDEST_G, LONG_S = 3.2, 0.09
"""What a crash does to the springs at most, and over how long its blow is spread."""
FOOT = (-0.8, -0.4, 0.0, 0.4, 0.8)


@dataclass(frozen=True)
class Sprung:
    """(N,) ``ground`` under the middle, ``heave``, ``pitch``, ``roll``; (N, W) ``travel`` of the wheels."""

    ground: Reals
    heave: Reals
    pitch: Reals
    roll: Reals
    travel: Reals


def sprung(places: Reals, yaw: Reals, lifted: Reals, hit: int, build: Build, dt: float, ground: Ground) -> Sprung:
    """How the body stands over the ground. ``lifted`` (N,) is the path's own height, over which the ground counts;
    the crash is at row ``hit``."""
    wheels = np.array(build.wheels)
    floor, rough = _under(places, yaw, lifted, build, ground)
    under = floor + rough
    middle = under.mean(axis=1)
    x, y = wheels[:, 0], wheels[:, 1]
    tilt = -_slope(under, x)
    lean = _slope(under, y)
    along, across = _pulls(places, yaw, hit, dt)
    heave = _carried(middle, np.zeros(len(middle)), build, dt)
    pitch = _carried(tilt, -build.dive * along, build, dt)
    roll = _carried(lean, build.roll * across, build, dt)
    heave, pitch, roll = (np.asarray(part) for part in (heave - middle, pitch, roll))
    over = heave[:, None] + middle[:, None] - pitch[:, None] * x + roll[:, None] * y - floor
    bump = np.minimum(over.min(axis=1) + BUMP_M, 0.0)
    heave = heave - bump
    over = over - bump[:, None]
    base = floor.mean(axis=1)
    travel = floor - base[:, None] + np.maximum(over - DROOP_M, 0.0)
    return Sprung(base, heave + middle - base, pitch, roll, travel)


def _under(places: Reals, yaw: Reals, lifted: Reals, build: Build, ground: Ground) -> tuple[Reals, Reals]:
    """(N, W) the height that each tyre stands at, a kerb climbed over the tyre's own roundness, and how uneven it is
    there."""
    c, s = np.cos(yaw), np.sin(yaw)
    found, rough = [], []
    for x, y, radius in build.wheels:
        feet = [ground.level(places[:, 0] + c * (x + f * radius) - s * y, places[:, 1] + s * (x + f * radius) + c * y)
                for f in FOOT]
        found.append(np.maximum(np.mean(feet, axis=0), lifted))
        rough.append(_uneven(places, c, s, x, y))
    return np.stack(found, axis=1), np.stack(rough, axis=1)


def _uneven(places: Reals, c: Reals, s: Reals, x: float, y: float) -> Reals:
    """(N,) the unevenness of the street under a wheel, felt but too small to be seen in the ground itself."""
    px, py = places[:, 0] + c * x - s * y, places[:, 1] + s * x + c * y
    waves = [math.sqrt(length / WAVES_M[-1]) * np.sin(2 * np.pi * (0.83 * px + 0.56 * py) / length + 1.7 * n)
             * np.sin(2 * np.pi * (0.41 * px - 0.91 * py) / (1.9 * length) + 0.6 * n)
             for n, length in enumerate(WAVES_M)]
    return np.asarray(ROUGH_M * np.sum(waves, axis=0))


def _slope(under: Reals, at: Reals) -> Reals:
    """(N,) the slope of the ground under the wheels along their places ``at`` (W,)."""
    away = at - at.mean()
    return np.asarray(under @ away / max(float(away @ away), 1e-9)) if float(away @ away) > 1e-6 \
        else np.zeros(len(under))


def _pulls(places: Reals, yaw: Reals, hit: int, dt: float) -> tuple[Reals, Reals]:
    """(N,) the acceleration ahead and to the left in g, a crash's spread over its length."""
    from scipy.ndimage import uniform_filter1d  # heavy to load

    pull = np.gradient(np.gradient(places, dt, axis=0), dt, axis=0) / GRAVITY
    c, s = np.cos(yaw), np.sin(yaw)
    both = np.stack([pull[:, 0] * c + pull[:, 1] * s, pull[:, 1] * c - pull[:, 0] * s], axis=1)
    if hit < len(both):
        both = uniform_filter1d(both, max(1, round(LONG_S / dt)), axis=0, mode="nearest")
    both = np.clip(both, -HARDEST_G, HARDEST_G)
    return both[:, 0], both[:, 1]


def _carried(base: Reals, load: Reals, build: Build, dt: float) -> Reals:
    """(N,) a mass on a spring and damper over ``base``, pushed to ``load`` from there; at rest to begin with."""
    pace, damp = 2 * math.pi * build.hertz, 2 * build.damping * 2 * math.pi * build.hertz
    found, at, speed = np.empty(len(base)), float(base[0] + load[0]), 0.0
    moves = np.gradient(base, dt) if len(base) > 1 else np.zeros(1)
    for row, (below, pushed, rises) in enumerate(zip(base.tolist(), load.tolist(), moves.tolist(), strict=True)):
        found[row] = at
        speed += (pace ** 2 * (below + pushed - at) + damp * (rises - speed)) * dt
        at += speed * dt
    return found
