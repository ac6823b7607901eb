"""What is hard of fire, rain, water and wind, as stand-ins in time."""

from __future__ import annotations

import numpy as np

from throughline.world.billows import Air, fire_colour, streaks
from throughline.world.shapes import Piece, Reals, boxes, f32, join, normals, patch, quads, rng

Parts = list[tuple[str, Piece]]


def _looped(t: float, count: int, life: float, random: np.random.Generator) -> tuple[Reals, Reals]:
    """Age from 0 to 1 of ``count`` things that are born again all the time, and the number of their life."""
    clock = (t / life) + np.arange(count) / count + random.uniform(0, 0.3 / count, count)
    started = clock >= np.arange(count) / count + 1e-9
    return np.where(started, clock % 1.0, -1.0), np.floor(clock)


def fire(t: float, size: float, seed: int, air: Air) -> Parts:
    """The sparks over flames ``size`` metres high."""
    place = rng("embers", seed).uniform(-0.5, 0.5, (60, 3))
    rise, _ = _looped(t + 2.0, 60, 1.9, rng("fire", seed))
    head = np.column_stack([place[:, :2] * size * (0.7 + rise[:, None]) + 0.12 * size * np.sin(
        3 * t + 9 * place[:, :2]) * rise[:, None], 1.7 * size * rise])
    tail = head - np.array([0, 0, 0.05 * size])
    return [("sparks", streaks(tail, head, 0.014 + 0.002 * size, fire_colour(0.95 - 0.5 * rise)))]


def rain(t: float, size: float, seed: int, air: Air) -> Parts:
    """Rain about the place, ``size`` times three metres wide, and its splashes."""
    random, count, speed = rng("rain", seed), 1500, 8.5
    half, top = max(9.0, 3.0 * size), 9.0
    at = random.uniform((-half, -half, 0), (half, half, top), (count, 3))
    at[:, 2] = (at[:, 2] - speed * random.uniform(0.8, 1.2, count) * t) % top
    light = f32(air.ambient) + 0.4 * f32(air.key_colour)
    splash = random.uniform((-half, -half, 0.02), (half, half, 0.03), (300, 3))
    splash = np.roll(splash, int(t * 24) * 7, axis=0)[:160]
    rings = boxes(splash - np.array([0.05, 0.05, 0.0]), splash + np.array([0.05, 0.05, 0.012]), 1.5 * light)
    return [("rain", join([streaks(at, at + np.array([0.04, 0.02, 0.42]), 0.006, 1.6 * light + 0.02), rings]))]


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
    water = Piece(sheet.points, sheet.counts, sheet.corners, shown.astype(np.float32), np.zeros_like(sheet.points))
    return [("water", water)]


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
