"""Soft things that last: flames and their smoke, plumes, mist, flakes in the air, spray, the glow of magic."""

from __future__ import annotations

import numpy as np

from throughline.world.billows import fire_colour
from throughline.world.puffs_form import BURNS, Soft, billows, eased, joined, looped, outward, soft
from throughline.world.shapes import rng

Fires = list[tuple[float, float, float, float]]
TONGUE = 9
FLAKES = {"snow": (3000, 1.1, 0.014, 0.85), "ash": (4000, 0.55, 0.020, 0.30), "embers": (900, -0.7, 0.012, 0.05)}


def fire(t: float, size: float, seed: int) -> tuple[Soft, Fires]:
    """Flames ``size`` metres high: tongues that lick up, neck and break off, and the smoke over them."""
    random, count = rng("flames", seed), 52
    age, life = looped(t + 1.0, count, 0.95, random)
    angle = np.arange(count) * 2.39996 + 2.0 * life
    out = 0.27 * size * np.sqrt((np.arange(count) % 11 + 0.5) / 11) * (1 - 0.5 * age)
    foot = np.column_stack([np.cos(angle) * out, np.sin(angle) * out, size * (0.03 + 0.50 * age ** 1.25)])
    up = np.arange(TONGUE) / TONGUE
    tall = size * random.uniform(0.26, 0.50, count) * eased(age, 0.3)
    sway = 0.07 * size * np.sin(6.0 * t + 2.3 * np.arange(count)[:, None] - 3.5 * up[None]) * (up + age[:, None])
    at = foot[:, None, :] + np.stack([sway, 0.7 * np.roll(sway, 1, axis=0), tall[:, None] * up[None]], -1)
    wide = size * 0.085 * (1.1 - up)[None] * (eased(age, 0.2) * (1 - 0.6 * age))[:, None]
    thick = 0.6 * np.broadcast_to((eased(age, 0.12) * (1 - age) ** 0.7)[:, None], wide.shape)
    heat = 1.05 - 0.45 * age[:, None] - 0.45 * up[None]
    seeds = (np.arange(count)[:, None] * 16 + np.arange(TONGUE)) + 1000 * (life[:, None] % 40)
    flames = soft(at.reshape(-1, 3), wide.ravel(), 0.03, thick.ravel(), seeds.ravel(),
                  glow=BURNS * fire_colour(heat.ravel()), edge=0.75)
    flicker = 1.0 + 0.18 * np.sin(23.0 * t + seed) + 0.12 * np.sin(41.0 * t)
    return joined([flames, _plume(t + 2.0, 0.8 * size, seed, 0.6 * size, 0.065)]), [
        (0.0, 0.0, 0.35 * size, float(1.1 * size * flicker))]


def smoke(t: float, size: float, seed: int) -> tuple[Soft, Fires]:
    """A plume that rises, turns over and leans."""
    return _plume(t + 1.5, 1.1 * size, seed, 0.02 * size, 0.30), []


def _plume(t: float, size: float, seed: int, foot: float, grey: float) -> Soft:
    random, count = rng("plume", seed), 64
    age, life = looped(t, count, 4.6, random)
    shift = random.uniform(-0.11, 0.11, (count, 2))
    centre = np.column_stack([shift[:, 0] * size * (1 + 2.2 * age) + 0.38 * size * age ** 1.5,
                              shift[:, 1] * size * (1 + 2.2 * age), foot + 1.8 * size * age ** 0.9])
    radius = size * (0.055 + 0.21 * age ** 0.8)
    ball = billows(centre, radius, np.arange(count) + 64 * (life % 12), 16, roll=3.0 * age, axis=outward(centre),
                   size=0.52)
    old = age[ball.parent]
    density = 0.82 * eased(old, 0.10) * (1 - eased(old - 0.35, 0.65)) ** 1.3
    return soft(ball.centre, ball.radius, (grey, 0.96 * grey, 0.92 * grey), density, ball.seed)


def mist(t: float, size: float, seed: int) -> tuple[Soft, Fires]:
    """Thin banks of mist that creep over the ground."""
    random, count = rng("mist", seed), 60
    place = random.uniform(-1, 1, (count, 2)) * np.array([2.8, 1.7]) * size
    place[:, 0] += 0.25 * t
    place[:, 1] += 0.15 * np.sin(0.4 * t + np.arange(count))
    radius = size * random.uniform(0.14, 0.34, count)
    ball = billows(np.column_stack([place, 0.16 * radius]), radius, np.arange(count) + 60, 12, size=0.6,
                   flat=(2.2, 1.8, 0.25))
    breath = 0.75 + 0.25 * np.sin(0.7 * t + np.arange(count))
    density = 0.085 * breath[ball.parent] * min(1.0, 0.15 + t / 6.0)
    return soft(ball.centre, ball.radius, (0.60, 0.63, 0.64), density, ball.seed, edge=0.45), []


def falling(kind: str, t: float, size: float, seed: int) -> tuple[Soft, Fires]:
    """Snow, ash or embers in the air about the place, three times ``size`` wide, drifting as they fall or rise."""
    count, speed, wide, grey = FLAKES[kind]
    random = rng(kind, seed)
    half, top = max(9.0, 3.0 * size), 9.0
    at = random.uniform((-half, -half, 0), (half, half, top), (count, 3))
    pace, phase = speed * random.uniform(0.6, 1.4, count), random.uniform(0, 6.28, count)
    at[:, 2] = (at[:, 2] - pace * t) % top
    at[:, 0] += 0.30 * np.sin(0.9 * t + phase) + 0.25 * t * random.uniform(0.5, 1.5, count)
    at[:, 1] += 0.30 * np.sin(0.7 * t + 1.7 * phase)
    at[:, 0] = (at[:, 0] + half) % (2 * half) - half
    near_end = np.minimum(eased(at[:, 2], 0.3), eased(top - at[:, 2], 0.6))
    burning = random.random(count) < {"snow": 0.0, "ash": 0.03, "embers": 1.0}[kind]
    flicker = 0.6 + 0.4 * np.sin(11.0 * t + 5 * phase)
    glow = np.where(burning, flicker, 0.0)[:, None] * np.array([3.2, 0.95, 0.14])
    tone = grey * random.uniform(0.5, 1.5, (count, 1))
    return soft(at, wide * random.uniform(0.6, 1.5, count), np.broadcast_to(tone, (count, 3)), 0.9 * near_end,
                np.arange(count), glow=glow, edge=0.0), []


def spray(t: float, size: float, seed: int) -> tuple[Soft, Fires]:
    """What flies off the crest of a flood that comes along +X."""
    random, count = rng("spray", seed), 60
    place = random.uniform(-1, 1, (count, 2))
    head = -2.0 * size + 1.8 * size * t
    centre = np.column_stack([head - 0.2 * size + 0.25 * size * place[:, 0], 2 * size * place[:, 1],
                              0.46 * size + 0.12 * size * random.random(count) + 0.04 * size * np.sin(
                                  5 * t + np.arange(count))])
    ball = billows(centre, size * random.uniform(0.05, 0.16, count), np.arange(count), 14, roll=3.0 * t, size=0.5)
    return soft(ball.centre, ball.radius, (0.62, 0.64, 0.65), 0.38, ball.seed), []


def glow(t: float, size: float, seed: int) -> tuple[Soft, Fires]:
    """The haze and motes of a ring of light."""
    random, rise = rng("halo", seed), 1 - float(np.exp(-t / 0.5))
    blue, pulse = np.array([0.30, 1.05, 1.35]), 1.0 + 0.25 * float(np.sin(7 * t))
    angle = np.arange(120) * 2.39996 + 0.5 * t
    out = 0.30 * size * random.uniform(0.85, 1.15, 120)
    lift = random.random(120) ** 1.6 * 0.40 * size * rise
    veil = soft(np.column_stack([out * np.cos(angle), out * np.sin(angle), 0.05 + lift]), 0.075 * size, 0.0,
                0.08 * rise, np.arange(120), glow=blue * pulse * 0.6, edge=0.6)
    phase, step, wide = random.uniform(0, 2 * np.pi, 160), random.random(160), random.uniform(0.5, 1.1, 160)
    climb = (step + 0.3 * t) % 1.0
    round_ = 0.32 * size * wide
    motes = soft(np.column_stack([round_ * np.cos(phase + 1.2 * t), round_ * np.sin(phase + 1.2 * t),
                                  0.5 * size * climb]), 0.012, 0.0, 0.8 * rise * eased(1 - climb, 0.3), np.arange(160),
                 glow=blue * 4.0, edge=0.0)
    return joined([veil, motes]), []
