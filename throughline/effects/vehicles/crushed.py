"""What falls on a car: the roof comes down, pillars bow out, the springs are driven to their stops."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from throughline.effects.vehicles.build import build_of
from throughline.effects.vehicles.crush import Field, facets
from throughline.effects.vehicles.drive import Drive
from throughline.effects.vehicles.path import Reals
from throughline.film.blocking import Vehicle
from throughline.film.effect import EffectPush
from throughline.world.shapes import rng

ROOF_N_M, SLIGHT_M = 190e3, 0.02
"""How stiff a roof is. Source: FMVSS 216a (a roof bears three times the car's weight at 127 mm)."""
DEEPEST = 0.48
SINKS_S, SINKS_M, SINKS_HZ = 0.35, 0.07, 2.2


@dataclass(frozen=True)
class Dent:
    """Something fell on a vehicle at (x, y) of its own space, from ``frame`` on: pressed ``deep`` metres down over a
    circle ``wide`` metres about."""

    x: float
    y: float
    deep: float
    wide: float
    frame: float


def crushed(vehicle: Vehicle, impacts: Sequence[EffectPush], way: Drive) -> tuple[Dent, ...]:
    """The dents that falling masses (pushes with a velocity) leave in a vehicle where it then is, in order.

    Of a mass ``kg`` at ``v`` m/s the energy goes into the roof as into a spring of ROOF_N_M that does not come back.
    """
    build, found = build_of(vehicle.kind), []
    for push in sorted(impacts, key=lambda push: (push.frame, push.x, push.y)):
        frame = int(np.clip(round(push.frame), 0, len(way.yaw) - 1))
        if push.velocity is None or push.velocity[2] >= 0 or push.frame >= len(way.yaw):
            continue
        c, s = math.cos(way.yaw[frame]), math.sin(way.yaw[frame])
        dx, dy = push.x - way.place[frame, 0], push.y - way.place[frame, 1]
        x, y = dx * c + dy * s, dy * c - dx * s
        if abs(x) > build.length / 2 or abs(y) > build.width / 2 + 0.2 or push.z > build.height + 1.5:
            continue
        deep = min(abs(push.velocity[2]) * math.sqrt(push.kg / ROOF_N_M), DEEPEST * build.height)
        if deep >= SLIGHT_M:
            found.append(Dent(x, y, deep, 0.25 + 0.25 * (push.kg / 400.0) ** (1 / 3), push.frame))
    return tuple(found)


def dent_field(dent: Dent, size: tuple[float, float, float], name: str) -> Field:
    """The function that displaces the points (N, 3) of a body by what fell on it."""
    height = size[2]
    seed = int(rng("dent", name, round(dent.x, 2), round(dent.y, 2)).integers(1 << 16))
    foot = 0.5 * height

    def field(at: Reals) -> Reals:
        away = np.hypot(at[:, 0] - dent.x, 0.8 * (at[:, 1] - dent.y)) + 0.10 * facets(at * 2.2, seed)
        share = np.clip(1.0 - np.clip(away - dent.wide, 0.0, None) / (0.35 + 1.1 * dent.deep), 0.0, 1.0)
        up = np.clip((at[:, 2] - foot) / (height - foot), 0.0, 1.0)
        found = np.zeros_like(at)
        found[:, 2] = -dent.deep * share * up ** 0.8 * (1.0 + 0.18 * facets(at * 4.7, seed + 1))
        found[:, 1] = np.sign(at[:, 1]) * 0.30 * dent.deep * share * np.sin(np.pi * up) * (np.abs(at[:, 1]) > 0.5)
        return found

    return field


def sinking(dents: Sequence[Dent], frames: int, rate: float) -> Reals:
    """(F,) metres by which the springs are driven in and come back."""
    times = np.arange(frames) / rate
    found = np.zeros(frames)
    for dent in dents:
        t = np.clip(times - dent.frame / rate, 0.0, None)
        driven = SINKS_M * min(1.0, dent.deep / 0.25)
        found -= driven * np.exp(-t / SINKS_S) * np.sin(2 * np.pi * SINKS_HZ * t) * (t > 0)
    return np.clip(found, -SINKS_M, SINKS_M)
