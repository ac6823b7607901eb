"""Fire, smoke, dust, mist, ash, rain, snow, water, wind: what fills the air, as stand-ins in time."""

from __future__ import annotations

import numpy as np

from throughline.world.billows import Air, bank, burning, fire_colour, lumps, shaded, streaks
from throughline.world.shapes import Piece, Reals, boxes, f32, join, normals, patch, quads, rng

Parts = list[tuple[str, Piece]]


def _looped(t: float, count: int, life: float, random: np.random.Generator) -> tuple[Reals, Reals]:
    """Age from 0 to 1 of ``count`` things that are born again all the time, and the number of their life."""
    clock = (t / life) + np.arange(count) / count + random.uniform(0, 0.3 / count, count)
    started = clock >= np.arange(count) / count + 1e-9
    return np.where(started, clock % 1.0, -1.0), np.floor(clock)


def fire(t: float, size: float, seed: int, air: Air) -> Parts:
    """Flames ``size`` metres high that lick and break off, sparks, and smoke over them."""
    random, count = rng("fire", seed), 30
    age, life = _looped(t + 1.0, count, 1.15, random)
    angle = np.arange(count) * 2.39996 + life
    out = 0.26 * size * np.sqrt((np.arange(count) % 9 + 0.5) / 9) * (1 - 0.55 * age)
    sway = 0.10 * size * np.sin(5.0 * t + np.arange(count)) * age
    centre = np.column_stack([np.cos(angle) * out + sway, np.sin(angle) * out, size * (0.05 + 0.80 * age ** 1.2)])
    radius = size * 0.15 * np.clip(age / 0.15, 0.2, 1) * (1 - age) ** 0.6
    cloud = lumps(centre, np.column_stack([radius * 0.8, radius * 0.8, radius * 1.7]), np.arange(count) + life * 31,
                  level=2,
                  phase=2.2 * t)
    heat = (0.98 - 0.62 * age)[cloud.lump] - 0.28 * np.clip(cloud.piece.points[:, 2] / size, 0, 1)
    place = rng("embers", seed).uniform(-0.5, 0.5, (60, 3))
    rise, _ = _looped(t + 2.0, 60, 1.9, random)
    head = np.column_stack([place[:, :2] * size * (0.7 + rise[:, None]) + 0.12 * size * np.sin(
        3 * t + 9 * place[:, :2]) * rise[:, None], 1.7 * size * rise])
    sparks = streaks(head - np.array([0, 0, 0.05 * size]), head, 0.014 + 0.002 * size, fire_colour(0.95 - 0.5 * rise))
    return [("flames", burning(cloud, heat.astype(np.float32), air)), ("sparks", sparks),
            ("smoke", _plume(t + 2.0, 0.8 * size, seed, air, 0.55 * size, 26, (0.07, 0.066, 0.062), glow=True))]


def smoke(t: float, size: float, seed: int, air: Air) -> Parts:
    """A plume that rises and leans."""
    return [("smoke", _plume(t + 1.5, 1.1 * size, seed, air, 0.02 * size, 38, (0.16, 0.155, 0.15), glow=False))]


def _plume(t: float, size: float, seed: int, air: Air, foot: float, count: int, colour: tuple[float, float, float], *,
           glow: bool) -> Piece:
    random = rng("plume", seed)
    age, life = _looped(t, count, 4.2, random)
    shift = random.uniform(-0.14, 0.14, (count, 2))
    age, life, shift = age[age >= 0], life[age >= 0], shift[age >= 0]
    up = foot + 1.7 * size * age ** 0.9
    centre = np.column_stack([shift[:, 0] * size * (1 + 2 * age) + 0.35 * size * age ** 1.5,
                              shift[:, 1] * size * (1 + 2 * age),
                              up])
    radius = size * (0.11 + 0.20 * age ** 0.8) * np.clip(age / 0.05, 0.25, 1) * np.clip((1 - age) / 0.25, 0, 1) ** 0.5
    cloud = lumps(centre, np.maximum(radius, 0.01), np.arange(len(age)) + 41 * life + 17, level=2, phase=0.6 * t)
    under = fire_colour(np.clip(0.40 - 2.4 * age, 0, 1)[cloud.lump] * (0.5 + 0.7 * cloud.fold)) if glow else 0.0
    return shaded(cloud, colour, air, glow=under, fire=(0, 0, 0.3 * size, 1.6 * size) if glow else None)


def dust(t: float, size: float, seed: int, air: Air) -> Parts:
    """A bank of dust that rolls out along the ground both ways and thins at last."""
    random, count = rng("dust", seed), 60
    born = 1.1 * ((np.arange(count) + 0.5) / count) ** 1.4
    angle, order, base = np.arange(count) * 2.39996, np.arange(count) + 800.0, random.uniform(0.7, 1.2, count)
    speed, stack, age = random.uniform(0.65, 1.15, count), random.random(count) ** 2, t - born
    alive = age > 0
    if not alive.any():
        return []
    angle, order, base, age = angle[alive], order[alive], base[alive], age[alive]
    speed, stack = speed[alive], stack[alive]
    reach = 0.2 * size + 3.4 * size * speed * (1 - np.exp(-age / 2.4))
    along = np.abs(np.cos(angle)) ** 0.5 * np.sign(np.cos(angle))
    radius = base * size * (0.09 + 0.19 * (1 - np.exp(-age / 1.2)))
    height = size * (0.08 + 0.55 * (1 - np.exp(-age / 1.6))) * stack
    centre = np.column_stack([along * reach * (1 - 0.2 * stack), np.sin(angle) * np.minimum(reach, 1.5 * size),
                              0.55 * radius + height])
    level = np.where(np.argsort(np.argsort(-reach, kind="stable"), kind="stable") < 14, 3, 2)
    colour = (0.40, 0.365, 0.31)
    crests = shaded(lumps(centre, radius, order, level=level, phase=0.6 * t, shreds=True), colour, air)
    return [("dust", join([crests, shaded(bank(centre, radius, 0.09 * size + 0.15), colour, air)]))]


def mist(t: float, size: float, seed: int, air: Air) -> Parts:
    """Low banks of mist that creep over the ground."""
    random, count = rng("mist", seed), 34
    place = random.uniform(-1, 1, (count, 2)) * np.array([2.6, 1.5]) * size
    place[:, 0] += 0.25 * t
    radius = size * random.uniform(0.12, 0.30, count)
    flat = np.column_stack([radius * 2.6, radius * 2.0, radius * 0.34])
    cloud = lumps(np.column_stack([place, 0.12 * radius]), flat, np.arange(count) + 60, level=2, phase=0.0)
    return [("mist", shaded(cloud, (0.55, 0.58, 0.58), air))]


def falling(kind: str, t: float, size: float, seed: int, air: Air) -> Parts:
    """Rain, snow or ash about the place, ``size`` times three metres wide."""
    random = rng(kind, seed)
    count, speed, wide = {"rain": (1500, 8.5, 0.006), "snow": (1300, 1.1, 0.016), "ash": (800, 0.55, 0.014)}[kind]
    half, top = max(9.0, 3.0 * size), 9.0
    at = random.uniform((-half, -half, 0), (half, half, top), (count, 3))
    pace = speed * random.uniform(0.8, 1.2, count)
    at[:, 2] = (at[:, 2] - pace * t) % top
    light = f32(air.ambient) + 0.4 * f32(air.key_colour)
    if kind == "rain":
        tail = at + np.array([0.04, 0.02, 0.42])
        splash = random.uniform((-half, -half, 0.02), (half, half, 0.03), (300, 3))
        splash = np.roll(splash, int(t * 24) * 7, axis=0)[:160]
        rings = boxes(splash - np.array([0.05, 0.05, 0.0]), splash + np.array([0.05, 0.05, 0.012]), 1.5 * light)
        return [("rain", join([streaks(at, tail, wide, 1.6 * light + 0.02), rings]))]
    drift = 0.35 * np.sin(0.9 * t + at[:, 2] + np.arange(count))
    at[:, 0] += drift
    flake = boxes(at - wide, at + wide, (2.2 if kind == "snow" else 0.9) * light)
    return [(kind, flake)]


def flood(t: float, size: float, seed: int, air: Air) -> Parts:
    """A wall of water with foam on its crest that comes along +X."""
    x, y = np.meshgrid(np.linspace(-4 * size, 1.2 * size, 70), np.linspace(-2 * size, 2 * size, 48), indexing="ij")
    head = -2.0 * size + 1.8 * size * t
    behind = np.clip((head - x) / (0.5 * size), 0, 1)
    chop = 0.08 * size * np.sin(1.7 * x + 3 * t) * np.cos(1.3 * y - 2 * t) + 0.04 * size * np.sin(3.1 * y + 5 * t + x)
    crest = np.exp(-((x - head + 0.3 * size) / (0.25 * size)) ** 2)
    z = 0.42 * size * behind ** 0.6 + chop * behind + 0.14 * size * crest
    sheet = patch(np.stack([x, y, np.where(behind > 0, z, -0.4)], -1), (0.07, 0.11, 0.11))
    facing = normals(sheet)
    foam = np.clip((sheet.points[:, 2] / size - 0.34) * 5, 0, 1)[:, None]
    light = (0.6 + 0.4 * facing[:, 2:]) * f32(air.ambient) + np.clip(
        facing @ f32(air.key), 0, 1)[:, None] * f32(air.key_colour)
    shown = (f32([0.07, 0.11, 0.11]) * (1 - foam) + 0.65 * foam) * light * 1.4
    count = 30
    place = rng("foam", seed).uniform(-1, 1, (count, 2))
    crest = np.column_stack([head - 0.25 * size + 0.2 * size * place[:, 0], 2 * size * place[:, 1],
                             np.full(count, 0.5 * size) + 0.08 * size * place[:, 0]])
    spray = lumps(crest, 0.10 * size * (1.2 + place[:, 0]), np.arange(count), level=1, phase=2 * t)
    water = Piece(sheet.points, sheet.counts, sheet.corners, shown.astype(np.float32), np.zeros_like(sheet.points))
    return [("water", water), ("spray", shaded(spray, (0.6, 0.62, 0.62), air))]


def wind(t: float, size: float, seed: int, air: Air) -> Parts:
    """Dust, leaves and paper driven along +X."""
    random, count = rng("wind", seed), 260
    at = random.uniform((-3, -1.5, 0.02), (3, 1.5, 0.6), (count, 3)) * size
    at[:, 0] = (at[:, 0] + 7.0 * t * random.uniform(0.6, 1.3, count)) % (6 * size) - 3 * size
    at[:, 2] += 0.2 * size * np.abs(np.sin(2 * t + np.arange(count)))
    light = f32(air.ambient) + 0.5 * f32(air.key_colour)
    turn = 5 * t + np.arange(count)
    u = np.column_stack([np.cos(turn), np.sin(turn), 0.4 * np.sin(2 * turn)]) * 0.07
    v = np.column_stack([0.3 * np.sin(turn), 0.3 * np.cos(turn), np.cos(turn)]) * 0.05
    leaf = quads(np.stack([at - u - v, at + u - v, at + u + v, at - u + v], 1),
                 random.choice([0.18, 0.35, 0.55], (count, 1)) * light * f32([1.0, 0.85, 0.6]))
    blown = streaks(at[:120] - np.array([0.9, 0, 0]), at[:120], 0.01, 0.5 * light)
    return [("leaves", leaf), ("streaks", blown)]
