"""Sudden soft things: an explosion's fireball, column, dust and trails; a crash's steam; flashes."""

from __future__ import annotations

import numpy as np

from throughline.world.billows import fire_colour
from throughline.world.blast import GRAVITY, brightness, flight, launched
from throughline.world.puffs_form import BURNS, Soft, billows, eased, joined, outward, soft
from throughline.world.shapes import rng

SOOT = np.array([0.078, 0.071, 0.066])
BONNET = 1.6  # metres from a car's middle to where its radiator steams
EARTH = (0.30, 0.26, 0.21)
Fires = list[tuple[float, float, float, float]]


def explosion(t: float, size: float, seed: int) -> tuple[Soft, Fires]:
    """The explosion ``t`` seconds after it goes off, its fireball about ``size`` metres across."""
    parts = [_flash(t, size), _fireball(t, size, seed), _column(t, size, seed), _ring(t, size, seed),
             _trails(t, size, seed), _hearth(t, size, seed)]
    power = 5.0 * size * brightness(t)
    burning = 0.3 * power + 1.1 * size * min(1.0, t / 0.5)
    return joined(parts), [(0.0, 0.0, 0.3 * size + 0.2 * size * min(t, 1.5), power), (0.0, 0.0, 0.1 * size, burning)]


def _flash(t: float, size: float) -> Soft:
    strength = float(np.exp(-t / 0.055))
    at = np.array([[0, 0, 0.16], [0.10, 0.05, 0.30], [-0.12, 0.04, 0.22], [0.02, -0.12, 0.25]]) * size
    return soft(at, size * np.array([0.34, 0.22, 0.24, 0.2]) * (0.7 + 3 * t), 0.0, 0.85 * strength, np.arange(4),
                glow=np.array([16.0, 12.5, 8.0]), edge=0.25)


def _fireball(t: float, size: float, seed: int) -> Soft:
    """Billows flung up and out in three bursts: white within, orange, sooting over from their skin."""
    random, count = rng("fireball", seed), 48
    delay = np.sort(random.uniform(0, 0.34, count)) * np.repeat([0.3, 1.0], [16, count - 16])
    angle, lift = random.uniform(0, 2 * np.pi, count), random.uniform(0.02, 1.0, count) ** 0.75
    reach, base = size * random.uniform(0.08, 0.42, count), size * random.uniform(0.085, 0.175, count)
    life, age = random.uniform(0.55, 1.25, count), t - delay
    flat = np.sqrt(1 - (0.92 * lift) ** 2)
    away = np.stack([np.cos(angle) * flat, np.sin(angle) * flat, 0.30 + 1.05 * lift], axis=1)
    grown = np.maximum(age, 0)
    centre = away * (reach * (1 - np.exp(-grown / 0.22)))[:, None]
    late = np.maximum(grown - 0.25, 0)
    centre[:, 2] += 0.10 * size + size * 0.30 * late ** 0.9 * (0.55 + 0.75 * lift)
    centre[:, :2] *= (1 + (0.55 * lift - 0.28) * (1 - np.exp(-late / 0.9)) + 0.10 * late)[:, None]
    radius = base * (1 - np.exp(-grown / 0.11)) * (1 + 0.42 * grown)
    ball = billows(centre, radius, np.arange(count), 40, roll=1.5 * (1 - np.exp(-grown / 0.8)) + 0.25 * grown,
                   axis=outward(centre), size=0.42)
    old = grown[ball.parent]
    heat = 1.2 * np.exp(-old / life[ball.parent]) - ball.skin ** 2 * 0.42 * eased(old, 0.4) - 0.08 * old
    heat = heat + 0.22 * rng("lick", seed).uniform(-1, 1, len(old)) * eased(old, 0.4)
    density = 0.94 * eased(age[ball.parent], 0.05) * np.exp(-np.maximum(old - 2.2, 0) / 3.0)
    gain = BURNS * (1 + 1.5 * np.exp(-t / 0.07))
    return soft(ball.centre, ball.radius, SOOT, density, ball.seed, glow=gain * fire_colour(heat))


def _column(t: float, size: float, seed: int) -> Soft:
    """Black-brown smoke that climbs from where it burns, turning over as it goes, leaning with the wind."""
    random, count = rng("column", seed), 46
    born = 0.40 + np.arange(count) * 0.11 + random.uniform(0, 0.08, count)
    shift, spin = random.uniform(-0.12, 0.12, (count, 2)), random.uniform(0.8, 1.25, count)
    age = np.maximum(t - born, 0)
    centre = np.column_stack([shift[:, 0] * size * (1 + age) + 0.11 * size * age, shift[:, 1] * size * (1 + age),
                              size * (0.16 + 0.52 * age ** 0.85)])
    radius = size * (0.08 + 0.115 * age ** 0.8) * spin * eased(age, 0.35)
    ball = billows(centre, radius, np.arange(count) + 100, 30, roll=0.9 * age, axis=outward(centre), size=0.46)
    old = age[ball.parent]
    heat = np.clip(0.85 - 1.0 * old, 0, 1) * (1.1 - 0.5 * ball.skin)
    density = 0.93 * eased(old, 0.2) * np.exp(-np.maximum(old - 2.5, 0) / 4.0)
    return soft(ball.centre, ball.radius, SOOT * 1.25, density, ball.seed, glow=BURNS * fire_colour(heat))


def _hearth(t: float, size: float, seed: int) -> Soft:
    """The flames that are left where it went off."""
    random, count = rng("hearth", seed), 90
    clock = t / 0.7 + np.arange(count) / count
    age, life = clock % 1.0, np.floor(clock)
    angle = np.arange(count) * 2.39996 + 1.7 * life
    out = size * 0.16 * np.sqrt(random.random(count)) * (1 - 0.5 * age)
    centre = np.column_stack([np.cos(angle) * out, np.sin(angle) * out, size * (0.06 + 0.26 * age)])
    radius = size * 0.045 * eased(age, 0.15) * (1.15 - age)
    density = 0.6 * eased(age, 0.15) * (1 - age) * eased(np.full(count, t - 0.5), 0.8)
    return soft(centre, radius, SOOT, density, np.arange(count) + 90 * (life.astype(int) % 200) + 40000,
                glow=BURNS * fire_colour(1.1 - 0.6 * age))


def _ring(t: float, size: float, seed: int) -> Soft:
    """Dust driven outward over the ground, rolling over itself."""
    random, count = rng("ring", seed), 44
    angle = np.arange(count) * 2 * np.pi / count + random.uniform(-0.14, 0.14, count)
    speed, base = random.uniform(0.35, 1.2, count), random.uniform(0.035, 0.08, count)
    out = size * (0.15 + 1.15 * speed * (1 - np.exp(-t / 0.6)))
    radius = size * base * (1 - np.exp(-t / 0.18)) * (1 + 0.8 * t)
    centre = np.column_stack([np.cos(angle) * out, np.sin(angle) * out, 0.55 * radius])
    ball = billows(centre, radius, np.arange(count) + 200, 12, roll=2.2 * (1 - np.exp(-t / 0.8)) + 0.2 * t,
                   axis=outward(centre), size=0.6, flat=(1.7, 1.7, 0.9))
    density = 0.42 * eased(np.full(len(ball.radius), t), 0.12) * np.exp(-t / 1.5)
    return soft(ball.centre, ball.radius, EARTH, density, ball.seed, edge=0.75)


def _trails(t: float, size: float, seed: int) -> Soft:
    """The thin smoke that burning pieces leave on their way."""
    velocity = launched(size, seed)[:9]
    steps = np.linspace(0.02, 1.0, 30)
    landed = 2 * velocity[:, 2] / GRAVITY + 0.2
    when = (steps[None, :] * landed[:, None]).reshape(-1)
    age = t - when
    at = flight(np.repeat(velocity, 30, axis=0), np.maximum(when, 0), 0.35 * size / 6)
    old = np.maximum(age, 0)
    jitter = rng("trail", seed).normal(size=(len(at), 3))
    at = at + np.column_stack([0.12 * old, 0 * old, 0.30 * old]) + jitter * (size * 0.012 * (1 + 2 * old))[:, None]
    radius = size * (0.018 + 0.036 * old ** 0.7) * (1.2 + 0.3 * np.tanh(jitter[:, 0]))
    density = 0.5 * eased(age, 0.06) * np.exp(-old / 0.9)
    return soft(at, radius, SOOT * 1.6, density, np.arange(len(at)) + 60000,
                glow=BURNS * fire_colour(np.maximum(0.9 - 4.0 * old, 0)))


def crash(t: float, size: float, seed: int) -> tuple[Soft, Fires]:
    """Steam out of the front and dust off the ground."""
    random, count = rng("steam", seed), 34
    born = 0.05 + 0.075 * np.arange(count)
    age = np.maximum(t - born, 0)
    place = random.uniform(-0.35, 0.35, (count, 2)) * np.array([0.6, 1.4])
    push = np.exp(-born / 0.8) * 0.6
    centre = np.column_stack([BONNET + place[:, 0] + push * (1 - np.exp(-age / 0.4)) + 0.15 * age,
                              place[:, 1] * (1 + 0.7 * age), 0.75 + 0.95 * age ** 0.75])
    radius = (0.14 + 0.42 * age ** 0.75) * size / 6 * random.uniform(0.8, 1.25, count)
    ball = billows(centre, radius, np.arange(count) + 20, 14, roll=0.8 * age, size=0.55)
    old = age[ball.parent]
    density = 0.40 * eased(old, 0.12) * np.exp(-old / 1.3)
    steam = soft(ball.centre, ball.radius, (0.55, 0.56, 0.58), density, ball.seed, edge=0.8)
    return joined([steam, kicked(t, 0.42 * size, seed)]), []


def kicked(t: float, size: float, seed: int) -> Soft:
    """Dust knocked off the ground about a blow ``size`` metres wide."""
    random, count = rng("kicked", seed), 30
    around = np.arange(count) * 2.39996
    out = size * random.uniform(0.15, 0.75, count) * (1 - np.exp(-t / 0.35))
    radius = size * random.uniform(0.05, 0.12, count) * (0.3 + 1.2 * (1 - np.exp(-t / 0.3)) + 0.35 * t)
    rise = size * random.uniform(0.02, 0.40, count) * (1 - np.exp(-t / 0.5))
    centre = np.column_stack([np.cos(around) * out, np.sin(around) * out, 0.5 * radius + rise])
    ball = billows(centre, radius, np.arange(count) + 300, 12, roll=1.2 * (1 - np.exp(-t / 0.6)), axis=outward(centre),
                   size=0.6)
    density = 0.26 * eased(np.full(len(ball.radius), t), 0.1) * np.exp(-t / 0.8)
    return soft(ball.centre, ball.radius, (0.36, 0.33, 0.29), density, ball.seed, edge=0.8)


def muzzle_flash(t: float, size: float, seed: int) -> tuple[Soft, Fires]:
    """Two frames of flame out of a barrel along +X, then a wisp of smoke."""
    random, count = rng("muzzle", seed), 40
    along = np.linspace(0.02, 0.5, count)
    side = random.normal(0, 0.10, (count, 2)) * along[:, None]
    flame = soft(np.column_stack([along, side]), 0.02 + 0.11 * along * (1.1 - 1.6 * along), 0.0,
                 0.9 * float(np.exp(-(t / 0.05) ** 2)), np.arange(count),
                 glow=np.array([12.0, 8.0, 3.4]) * (1.2 - along[:, None] * 1.6), edge=0.5)
    wisps = np.arange(30)
    at = np.column_stack([0.1 + 0.03 * wisps + 0.25 * t + 0.1 * random.normal(size=30) * t,
                          0.12 * random.normal(size=30) * t, 0.03 + 0.28 * t + 0.05 * random.normal(size=30) * t])
    smoke = soft(at, 0.03 + 0.14 * t, 0.4, 0.22 * float(np.clip(t / 0.08, 0, 1) * np.exp(-t / 0.45)), wisps + 100)
    return joined([flame, smoke]), []


def flash(t: float, size: float, seed: int) -> tuple[Soft, Fires]:
    """A flash of light that is gone within six frames."""
    strength = float(np.exp(-t / 0.07))
    ball = soft([(0, 0, 1.2)] * 3, size * np.array([0.06, 0.14, 0.3]) * (1 + 4 * t), 0.0,
                np.array([0.95, 0.5, 0.2]) * strength, np.arange(3), glow=np.array([14.0, 14.8, 15.5]), edge=0.0)
    return ball, []
