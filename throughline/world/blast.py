"""What is hard in an explosion: how bright it is, its debris on their paths, its sparks."""

from __future__ import annotations

import numpy as np

from throughline.world.billows import Air, fire_colour, streaks, turned
from throughline.world.shapes import Piece, Reals, join, quads, rng

GRAVITY = 9.81
PIECES = 46


def explosion(t: float, size: float, seed: int, air: Air) -> list[tuple[str, Piece]]:
    """What is hard of an explosion ``t`` seconds after it goes off, about the origin, ``size`` metres across."""
    return [("debris", _debris(t, size, seed)), *([("sparks", _sparks(t, size, seed))] if t < 1.5 else [])]


def brightness(t: float) -> float:
    """How bright the explosion is at ``t``: 1 at its peak, guttering while fire is left."""
    if t < 0:
        return 0.0
    return float(1.0 * np.exp(-t / 0.22) + 0.75 * np.exp(-((t - 0.25) / 0.45) ** 2) + 0.16 * np.exp(-t / 3.0))


def _debris(t: float, size: float, seed: int) -> Piece:
    """Torn metal and glass on ballistic paths, glowing at first."""
    random, count = rng("debris", seed), PIECES
    velocity = _thrown(random, size)
    scale = random.uniform(0.05, 0.32, count) * size / 8
    spin, shape = random.normal(size=(count, 3)), random.uniform(0.3, 1.0, (count, 3))
    place = flight(velocity, np.full(count, t), 0.35 * size / 6)
    plates = []
    for n in range(count):
        turn = turned(spin[n], 9.0 * (t if place[n, 2] > 0.05 else 2.0))
        half = shape[n] * scale[n] * np.array([1.0, 0.7, 0.12])
        corner = np.array([(-1, -1), (1, -1), (1.1, 0.8), (-0.7, 1)])
        top = np.column_stack([corner * half[:2], np.full(4, half[2])]) @ turn.T + place[n]
        low = np.column_stack([corner * half[:2], np.full(4, -half[2])]) @ turn.T + place[n]
        plates += [top, low[::-1], *(np.stack([low[i], low[(i + 1) % 4], top[(i + 1) % 4], top[i]]) for i in range(4))]
    metal = quads(np.array(plates), (0.030, 0.028, 0.027), fire_colour(np.array([max(0.0, 0.6 - 0.45 * t)]))[0] * 0.5)
    return Piece(metal.points, metal.counts, metal.corners, metal.colours + metal.glow, metal.glow)


def launched(size: float, seed: int) -> Reals:
    """(PIECES, 3) the velocities at which an explosion's debris starts, in m/s."""
    return _thrown(rng("debris", seed), size)


def _thrown(random: np.random.Generator, size: float) -> Reals:
    angle, lift = random.uniform(0, 2 * np.pi, PIECES), random.uniform(0.25, 1.2, PIECES)
    return np.asarray(_aimed(angle, lift) * (np.sqrt(size) * random.uniform(2.6, 6.2, PIECES))[:, None])


def _sparks(t: float, size: float, seed: int) -> Piece:
    random, count = rng("sparks", seed), 170
    angle, lift = random.uniform(0, 2 * np.pi, count), random.uniform(0.0, 1.4, count)
    speed = np.sqrt(size) * random.uniform(3.0, 9.5, count)
    velocity = _aimed(angle, lift) * speed[:, None]
    life = random.uniform(0.3, 1.5, count)
    keep = life > t
    if not keep.any():
        return join([])
    head, tail = (flight(velocity[keep], np.full(int(keep.sum()), max(0.0, t - back)), 0.3) for back in (0.0, 0.04))
    return streaks(tail, head, 0.022 * np.sqrt(size / 6), fire_colour(0.55 + 0.6 * (1 - t / life[keep])))


def flight(velocity: Reals, t: Reals, start: float) -> Reals:
    """Where things thrown from height ``start`` at ``velocity`` (K, 3) are after ``t`` (K,), with drag and one hop."""
    drag = 0.42
    eased = (1 - np.exp(-drag * t)) / drag
    place = velocity * eased[:, None]
    place[:, 2] = start + velocity[:, 2] * eased - 0.5 * GRAVITY * t ** 2 * np.exp(-0.12 * t)
    place[:, 2] = np.maximum(place[:, 2], 0.03)
    landing = 2 * velocity[:, 2] / GRAVITY + 0.1
    over = np.clip(landing / np.maximum(t, 1e-3), 0, 1)
    place[:, :2] *= (0.25 + 0.75 * over)[:, None]
    return np.asarray(place)


def _aimed(angle: Reals, lift: Reals) -> Reals:
    """Unit vectors (K, 3) at ``angle`` round Z and ``lift`` above the ground, radians."""
    return np.column_stack([np.cos(angle) * np.cos(lift), np.sin(angle) * np.cos(lift), np.sin(lift)])
