"""Short sharp effects, what is hard of them: crash, debris, sparks, magic light, lightning, blood."""

from __future__ import annotations

import numpy as np

from throughline.world.billows import Air, fire_colour, streaks, turned
from throughline.world.blast import flight
from throughline.world.shapes import Piece, balls, boxes, f32, join, quads, rng, tube

Parts = list[tuple[str, Piece]]


def crash(t: float, size: float, seed: int, air: Air) -> Parts:
    """Two bodies of metal meeting: glass, sparks, bits."""
    made = sparks(t, size, seed, air) + debris(t, 0.4 * size, seed, air)
    random, count = rng("glass", seed), 130
    angle, lift = random.uniform(0, 2 * np.pi, count), random.uniform(0.1, 1.3, count)
    velocity = np.column_stack([np.cos(angle) * np.cos(lift), np.sin(angle) * np.cos(lift), np.sin(lift)])
    velocity *= random.uniform(1.5, 6.0, (count, 1))
    at = flight(velocity, np.full(count, t), 0.9)
    half = random.uniform(0.008, 0.03, (count, 1)) * np.array([1, 1, 0.4])
    light = f32(air.ambient) * 2.5 + f32(air.key_colour) + 0.04
    made.append(("glass", boxes(at - half, at + half, f32([0.55, 0.65, 0.68]) * light)))
    return made


def debris(t: float, size: float, seed: int, air: Air) -> Parts:
    """Stones, splinters and plaster thrown up."""
    random, count = rng("debris", seed), 70
    angle, lift = random.uniform(0, 2 * np.pi, count), random.uniform(0.3, 1.4, count)
    velocity = np.column_stack([np.cos(angle) * np.cos(lift), np.sin(angle) * np.cos(lift), np.sin(lift)])
    velocity *= np.sqrt(size) * random.uniform(1.2, 3.4, (count, 1))
    at = flight(velocity, np.full(count, t), 0.4)
    half = random.uniform(0.02, 0.14, (count, 3)) * size / 6
    light = f32(air.ambient) + 0.7 * f32(air.key_colour)
    bits = boxes(-half, half, random.uniform(0.10, 0.35, (count, 1)) * f32([1, 0.95, 0.88]) * light)
    points = bits.points.reshape(count, 24, 3)
    spin = random.normal(size=(count, 3))
    turns = np.stack([turned(axis, 6.0 * min(t, 1.5)) for axis in spin])
    points = np.einsum("kij,knj->kni", turns, points) + at[:, None]
    made: Parts = [("debris", Piece(points.reshape(-1, 3).astype(np.float32), bits.counts, bits.corners, bits.colours,
                                    bits.glow))]
    return made


def sparks(t: float, size: float, seed: int, air: Air) -> Parts:
    """A shower of sparks."""
    random, count = rng("sparks", seed), 150
    angle, lift = random.uniform(0, 2 * np.pi, count), random.uniform(0.0, 1.3, count)
    velocity = np.column_stack([np.cos(angle) * np.cos(lift), np.sin(angle) * np.cos(lift), np.sin(lift)])
    velocity *= np.sqrt(size) * random.uniform(1.0, 4.2, (count, 1))
    life = random.uniform(0.2, 1.0, count)
    keep = life > t
    if not keep.any():
        return []
    head, tail = (flight(velocity[keep], np.full(int(keep.sum()), max(0.0, t - back)), 0.7) for back in (0.0, 0.035))
    return [("sparks", streaks(tail, head, 0.013, fire_colour(0.6 + 0.7 * (1 - t / life[keep]))))]


def glow(t: float, size: float, seed: int, air: Air) -> Parts:
    """A ring of light with threads that climb: magic, a shield, a gate between worlds."""
    rise = 1 - np.exp(-t / 0.5)
    angle = np.linspace(0, 2 * np.pi, 65)
    tall = 0.38 * size * rise
    pulse = 1.0 + 0.25 * np.sin(7 * t)
    colour = np.array([0.35, 1.25, 1.6]) * pulse
    rings = [tube(np.column_stack([r * np.cos(angle), r * np.sin(angle), np.full(65, z)]), w, colour * level, sides=5)
             for r, z, w, level in ((0.30 * size, 0.04, 0.03, 2.4), (0.34 * size, 0.03, 0.012, 1.4),
                                    (0.25 * size, tall, 0.012, 1.2))]
    threads = []
    for n in range(26):
        s = np.linspace(0, 1, 12)
        turn = n * 2 * np.pi / 26 + 1.5 * s + 0.8 * t
        radius = size * (0.30 - 0.05 * s + 0.015 * np.sin(9 * s + 5 * t + n))
        threads.append(tube(np.column_stack([radius * np.cos(turn), radius * np.sin(turn), tall * s]),
                            0.011 * (1 - 0.8 * s), colour * (0.6 + 0.5 * np.sin(n + 6 * t)), sides=3))
    return [("rings", join(rings)), ("threads", join(threads))]


def lightning(t: float, size: float, seed: int, air: Air) -> Parts:
    """A forked bolt from 60 m up that flickers for half a second."""
    if t > 0.5 or int(t * 24) in (3, 4, 7):
        return []
    random = rng("bolt", seed)
    made = []

    def bolt(start: np.ndarray, end: np.ndarray, width: float, depth: int) -> None:
        steps = np.linspace(0, 1, 15)[:, None]
        path = start + (end - start) * steps
        path[1:-1] += random.normal(0, 0.035, (13, 3)) * np.linalg.norm(end - start)
        made.append(tube(path, np.linspace(width, width * 0.4, 15), np.array([7.0, 8.0, 11.0]) * (1 - t), sides=4))
        for _ in range(4 if depth else 0):
            at = path[int(random.integers(2, 11))]
            bolt(at, at + np.array([random.normal(0, 9), random.normal(0, 9), -random.uniform(6, 16)]), width * 0.5,
                 depth - 1)

    bolt(np.array([6.0, -4.0, 60.0]), np.array([0.0, 0.0, 0.0]), 0.16, 2)
    return [("bolt", join(made))]


def blood(t: float, size: float, seed: int, air: Air) -> Parts:
    """Drops thrown out and a stain that spreads on the ground."""
    random, count = rng("blood", seed), 60
    angle = random.uniform(0, 2 * np.pi, count)
    velocity = np.column_stack([np.cos(angle), np.sin(angle), random.uniform(0.3, 1.6, count)]) * random.uniform(
        0.4, 2.0, (count, 1))
    at = flight(velocity, np.full(count, t), 1.0)
    light = f32(air.ambient) * 1.2 + f32(air.key_colour)
    red = f32([0.20, 0.006, 0.005]) * light
    turn = np.linspace(0, 2 * np.pi, 25)[:-1]
    grown = 0.06 * size * (1 - np.exp(-t / 1.5))
    edge = grown * (1 + 0.25 * np.sin(3 * turn + seed) + 0.12 * np.sin(7 * turn))
    rim = np.column_stack([edge * np.cos(turn), edge * np.sin(turn), np.full(24, 0.014)])
    middle = np.broadcast_to(np.array([0.0, 0.0, 0.016]), (24, 3))
    nxt = np.roll(rim, -1, axis=0)
    stain = quads(np.stack([middle, rim, nxt, nxt], axis=1), red)
    return [("drops", balls(at, random.uniform(0.006, 0.02, count), red, level=0)), ("stain", stain)]
