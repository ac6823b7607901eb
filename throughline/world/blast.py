"""An explosion in time: flash, fireball in staggered bursts, dust ring, debris with trails, smoke that climbs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from throughline.world.billows import Air, bank, burning, fire_colour, lumps, shaded, streaks, turned
from throughline.world.shapes import Piece, Reals, balls, join, quads, rng

GRAVITY = 9.81
PIECES = 46


def explosion(t: float, size: float, seed: int, air: Air) -> list[tuple[str, Piece]]:
    """The explosion ``t`` seconds after it goes off, about the origin, its fireball about ``size`` metres across."""
    parts = [("fireball", _fireball(t, size, seed, air)), ("smoke", _column(t, size, seed, air)),
             ("dust", _ring(t, size, seed, air)), ("debris", _debris(t, size, seed, air))]
    if t < 0.10:
        flash = 0.42 * size * (0.5 + 5 * t)
        parts.append(("flash", balls([(0, 0, 0.25 * size)], [flash], (14.0, 11.0, 7.5), level=2, rough=0.2, seed=seed)))
    return parts


def brightness(t: float) -> float:
    """How bright the explosion is at ``t``: 1 at its peak, guttering while fire is left."""
    if t < 0:
        return 0.0
    return float(1.0 * np.exp(-t / 0.22) + 0.75 * np.exp(-((t - 0.25) / 0.45) ** 2) + 0.16 * np.exp(-t / 3.0))


def _fireball(t: float, size: float, seed: int, air: Air) -> Piece:
    """Some thirty lumps flung up and out in three bursts, white within, cooling to soot from outside."""
    random, count = rng("fireball", seed), 34
    delay = np.sort(random.uniform(0, 0.30, count)) * np.repeat([0.4, 1.0], [12, count - 12])
    angle, lift = random.uniform(0, 2 * np.pi, count), random.uniform(0.05, 1.0, count) ** 0.8
    flat = np.sqrt(1 - (0.92 * lift) ** 2)
    away = np.stack([np.cos(angle) * flat, np.sin(angle) * flat, 0.25 + 1.05 * lift], axis=1)
    reach, base = size * random.uniform(0.10, 0.46, count), size * random.uniform(0.11, 0.23, count)
    life, order = random.uniform(0.55, 1.25, count), random.uniform(0, 40, count)
    age = t - delay
    alive = (age > 0) & (age < 4.5)
    if not alive.any():
        return join([])
    age, away, reach, base, life, order = (v[alive] for v in (age, away, reach, base, life, order))
    out = 1 - np.exp(-age / 0.24)
    centre = away * (reach * out)[:, None]
    centre[:, 2] += 0.12 * size + size * 0.26 * np.maximum(age - 0.15, 0) ** 0.85
    swirl = 1 + 0.22 * np.maximum(age - 0.4, 0)
    centre[:, :2] *= swirl[:, None]
    radius = base * (1 - np.exp(-age / 0.13)) * (1 + 0.30 * age)
    cloud = lumps(centre, radius, order, level=_levels(radius, 14), phase=0.5 * t)
    heat = 1.18 * np.exp(-age / life)[cloud.lump]
    middle = np.array([0, 0, 0.22 * size + 0.24 * size * t])
    spread = 0.75 * size * (0.6 + 0.4 * min(t, 1.5))
    inward = 1 - np.clip(np.linalg.norm(cloud.piece.points - middle, axis=1) / spread, 0, 1)
    heat = heat * (0.72 + 0.45 * inward) - 0.16 * np.clip(age, 0, 1.6)[cloud.lump]
    return burning(cloud, heat.astype(np.float32), air)


def _levels(radius: Reals, fine: int) -> NDArray[np.int64]:
    """3 for the ``fine`` largest of the lumps, 2 for the rest."""
    rank = np.argsort(np.argsort(-radius, kind="stable"), kind="stable")
    return np.where(rank < fine, 3, 2)


def _column(t: float, size: float, seed: int, air: Air) -> Piece:
    """Black smoke that climbs from where it burns, lump after lump, leaning with the wind."""
    random, count = rng("column", seed), 26
    born = 0.35 + np.arange(count) * 0.16 + random.uniform(0, 0.1, count)
    age = t - born
    alive = age > 0
    if not alive.any():
        return join([])
    shift, spin, order = random.uniform(-0.12, 0.12, (count, 2))[alive], random.uniform(0.8, 1.2, count)[alive], (
        np.arange(count)[alive] + 50.0)
    age = age[alive]
    rise = size * (0.35 + 0.62 * age ** 0.8)
    centre = np.column_stack([shift[:, 0] * size * (1 + age) + 0.10 * size * age, shift[:, 1] * size * (1 + age), rise])
    radius = size * (0.10 + 0.085 * age ** 0.8) * spin * np.clip(age / 0.4, 0, 1)
    cloud = lumps(centre, radius, order, level=2, phase=0.35 * t)
    heat = np.clip(0.62 - 0.75 * age, 0, 1)[cloud.lump] * (0.4 + 0.9 * cloud.fold)
    power = 7.0 * size * brightness(t)
    return shaded(cloud, (0.075, 0.070, 0.066), air, glow=fire_colour(heat), fire=(0, 0, 0.25 * size, power))


def _ring(t: float, size: float, seed: int, air: Air) -> Piece:
    """Dust driven outward over the ground."""
    random, count = rng("ring", seed), 30
    angle, order = np.arange(count) * 2 * np.pi / count + random.uniform(-0.1, 0.1, count), np.arange(count) + 90.0
    speed, base = random.uniform(0.55, 1.2, count), random.uniform(0.035, 0.075, count)
    out = size * (0.18 + 1.15 * speed * (1 - np.exp(-t / 0.55)))
    radius = size * base * (1 - np.exp(-t / 0.18)) * (1 + 0.5 * t) * np.clip((2.1 - t) / 1.1, 0, 1) ** 0.7
    if radius.max() < 0.02:
        return join([])
    centre = np.column_stack([np.cos(angle) * out, np.sin(angle) * out, 0.55 * radius])
    fire = (0.0, 0.0, 0.3 * size, 9.0 * size * brightness(t))
    crests = lumps(centre, np.column_stack([radius * 1.5, radius * 1.5, radius * 0.95]), order, level=2, phase=0.6 * t)
    body = bank(centre, 1.4 * radius, 0.035 * size + 0.1)
    return join([shaded(cloud, (0.30, 0.26, 0.21), air, fire=fire) for cloud in (crests, body)])


def _debris(t: float, size: float, seed: int, air: Air) -> Piece:
    """Torn metal and glass on ballistic paths; the largest drag smoke behind them; sparks before all."""
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
    parts = [Piece(metal.points, metal.counts, metal.corners, metal.colours + metal.glow, metal.glow)]
    parts.append(_trails(t, size, velocity[:9], air))
    if t < 1.5:
        parts.append(_sparks(t, size, seed))
    return join(parts)


def launched(size: float, seed: int) -> Reals:
    """(PIECES, 3) the velocities at which an explosion's debris starts, in m/s."""
    return _thrown(rng("debris", seed), size)


def _thrown(random: np.random.Generator, size: float) -> Reals:
    angle, lift = random.uniform(0, 2 * np.pi, PIECES), random.uniform(0.25, 1.2, PIECES)
    return _aimed(angle, lift) * (np.sqrt(size) * random.uniform(2.6, 6.2, PIECES))[:, None]


def _trails(t: float, size: float, velocity: Reals, air: Air) -> Piece:
    """The smoke that burning pieces leave on their way, thickest where it is oldest."""
    steps = np.linspace(0.05, 1.0, 22)
    centres, radii, heats = [], [], []
    for v in velocity:
        landed = (2 * v[2] / GRAVITY) + 0.2
        for share in steps:
            when = share * min(t, landed)
            age = t - when
            if age > 2.6:
                continue
            at = flight(v[None], np.array([when]), 0.35 * size / 6)[0]
            centres.append(at + np.array([0.1 * age, 0, 0.55 * age]))
            radii.append(size * (0.012 + 0.034 * age ** 0.75) * np.clip((2.6 - age) / 1.2, 0, 1))
            heats.append(max(0.0, 0.95 - 3.2 * age) if t < landed else 0.0)
    if not centres:
        return join([])
    cloud = lumps(centres, radii, np.arange(len(radii)) + 200.0, level=1, phase=0.3 * t)
    return shaded(cloud, (0.13, 0.12, 0.115), air, glow=fire_colour(np.array(heats)[cloud.lump]),
                  fire=(0, 0, 0.3 * size, 5.0 * size * brightness(t)))


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
