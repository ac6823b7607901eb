"""A car that blows up: how it is thrown, and what is torn off it, on paths that fire can follow."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from throughline.effects.vehicles.build import GRAVITY
from throughline.effects.vehicles.flight import thrown
from throughline.effects.vehicles.path import Reals
from throughline.film.effect import EffectOrder
from throughline.world.shapes import rng

SCRAPS, BURNING = 9, 9
PANELS: dict[str, tuple[tuple[float, float, float], tuple[float, float, float], float]] = {
    # where on the car (shares of its length, width, height), which way it goes, m/s
    "door_left": ((0.08, 0.46, 0.45), (0.15, 1.0, 0.55), 9.0),
    "door_right": ((0.08, -0.46, 0.45), (-0.1, -1.0, 0.7), 8.0),
    "bonnet": ((0.34, 0.0, 0.66), (0.28, 0.12, 1.0), 11.0), "boot": ((-0.42, 0.0, 0.70), (-0.5, -0.15, 1.0), 12.5),
    "wheel": ((0.30, 0.42, 0.24), (0.75, 0.6, 0.5), 8.5)}
CAR = (4.7, 1.85, 1.45)
RATE = 48.0
HOP_M = (0.35, 0.95)
HOP_FROM_S, REST_S = 0.05, 6.0


@dataclass(frozen=True)
class Debris:
    """A piece torn off: ``kind`` names a panel or "scrap"; ``path`` holds (t, x, y, z) in seconds after it went off and
    metres, ``turns`` (x, y, z, w) at the same times; ``size`` is its half length, ``lands`` when it first strikes the
    ground; ``burning`` ones trail fire."""

    kind: str
    path: tuple[tuple[float, float, float, float], ...]
    turns: tuple[tuple[float, float, float, float], ...]
    size: float
    lands: float
    burning: bool


def debris_paths(order: EffectOrder) -> tuple[Debris, ...]:
    """Everything that a car's explosion throws, in the world: doors, bonnet, boot lid, a wheel and scraps.

    They depend on the order's place, facing, size and seed alone, so that what is drawn and what trails smoke agree.
    """
    random, pace = rng("car debris", order.seed), math.sqrt(order.size_m / 8.0)
    names = [*PANELS, *("scrap" for _ in range(SCRAPS))]
    at, speed = np.empty((len(names), 3)), np.empty((len(names), 3))
    half = np.array([0.55, 0.55, 0.6, 0.5, 0.33, *random.uniform(0.10, 0.30, SCRAPS)])
    thick = np.array([0.05, 0.05, 0.05, 0.05, 0.11, *np.full(SCRAPS, 0.02)])
    for number, name in enumerate(names):
        if name in PANELS:
            where, way, fast = PANELS[name]
        else:
            turn, climb = float(random.uniform(0, 2 * math.pi)), float(random.uniform(0.55, 1.25))
            where = (float(random.uniform(-0.3, 0.3)), float(random.uniform(-0.3, 0.3)), 0.6)
            way = (math.cos(climb) * math.cos(turn), math.cos(climb) * math.sin(turn), math.sin(climb))
            fast = float(random.uniform(9.0, 15.0))
        aim = np.array(way) / np.linalg.norm(way) + random.normal(0.0, 0.10, 3)
        at[number], speed[number] = np.array(where) * CAR, aim * fast * pace * float(random.uniform(0.9, 1.15))
    speed[:, 2] = np.abs(speed[:, 2])
    spin = random.normal(0.0, 1.0, at.shape) * np.where(half < 0.32, 9.0, 4.5)[:, None]
    born = random.uniform(0.02, 0.09, len(names)) * pace
    return _flown(order, names, _placed(at, order, True), _placed(speed, order, False), spin, born, half, thick)


def _placed(local: Reals, order: EffectOrder, there: bool) -> Reals:
    c, s = math.cos(order.facing), math.sin(order.facing)
    turned = local @ np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])
    return np.asarray(turned + (np.array([order.x, order.y, order.z]) if there else 0.0))


def _flown(order: EffectOrder, names: list[str], at: Reals, speed: Reals, spin: Reals, born: Reals, half: Reals,
           thick: Reals) -> tuple[Debris, ...]:
    seconds = min(order.seconds, REST_S)
    flown = thrown(at, speed, spin, thick, born, round(seconds * RATE) + 1, RATE, order.z)
    found = []
    for number, name in enumerate(names):
        last = min(int(flown.rests[number]) + 1, len(flown.place))
        rise = float(speed[number, 2])
        high = float(at[number, 2] - order.z - thick[number])
        lands = float(born[number]) + (rise + math.sqrt(rise ** 2 + 2 * GRAVITY * max(high, 0.0))) / GRAVITY
        found.append(Debris(
            name, tuple((n / RATE, *flown.place[n, number].tolist()) for n in range(last)),
            tuple((a, b, c, d) for a, b, c, d in flown.turn[:last, number].tolist()), float(half[number]), lands,
            number < BURNING))
    return tuple(found)


def hop(order: EffectOrder, seconds: Reals) -> Reals:
    """(K, 3) how the wreck is thrown: height in metres, pitch and roll in radians, ``seconds`` (K,) after it went off.

    It leaves the ground, tail first since the tank is there, falls freely, drops on its rims and stays tilted on what
    is left of its springs.
    """
    random = rng("hop", order.seed)
    low, high = HOP_M
    rise = low + (high - low) * float(np.clip((order.size_m - 4.0) / 10.0, 0.0, 1.0)) * float(random.uniform(0.8, 1.0))
    up = math.sqrt(2 * GRAVITY * rise)
    lasts = 2 * up / GRAVITY
    t = np.clip(seconds - HOP_FROM_S, 0.0, None)
    again = 0.16 * up
    second = np.clip(t - lasts, 0.0, None)
    height = np.where(t < lasts, up * t - 0.5 * GRAVITY * t ** 2,
                      np.clip(again * second - 0.5 * GRAVITY * second ** 2, 0.0, None))
    tilt = np.where(t < lasts, np.sin(np.pi * np.clip(t / lasts, 0, 1)), 0.0)
    ring = np.exp(-second / 0.16) * np.sin(second * 17.0) * (second > 0)
    settled = 1.0 - np.exp(-second / 0.08)
    pitch = 0.16 * tilt + 0.030 * ring + 0.014 * settled
    roll = float(random.choice([-1.0, 1.0])) * (0.10 * tilt + 0.022 * ring + 0.020 * settled)
    return np.stack([height, pitch, roll], axis=1)
